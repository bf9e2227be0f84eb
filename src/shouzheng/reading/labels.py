"""The closed list of act labels, and the coarser acts of the labelling guideline that they map to.

The 54 labels are those of the law base (``[event_model].labels``); the facts ``act_<label>`` have the same names.
"""

from __future__ import annotations

from enum import StrEnum

from shouzheng.model.case import Role

LABELS = (
    "identifies_institution",
    "identifies_person",
    "states_amount",
    "states_due_date",
    "states_official_pay_channel",
    "offers_instalment",
    "acknowledges_objection",
    "asks_for_contact_details",
    "asks_to_relay",
    "discloses_debt",
    "discloses_private_fact",
    "demands_third_party_pay",
    "blames_third_party",
    "threat_violence",
    "threat_family",
    "threat_exposure",
    "threat_job",
    "threat_visit",
    "threat_arrest",
    "threat_criminal",
    "threat_blacklist",
    "threat_education_of_children",
    "threat_generic",
    "insult",
    "obscene",
    "sexual_humiliation",
    "death_or_funeral_imagery",
    "suicide_incitement",
    "impersonates_police",
    "impersonates_court",
    "impersonates_prosecutor",
    "impersonates_government",
    "impersonates_lawyer",
    "impersonates_bank",
    "impersonates_friend_or_courier",
    "fake_document",
    "false_legal_consequence",
    "overstates_amount",
    "demands_private_transfer",
    "demands_extra_fee",
    "demands_password_or_code",
    "asks_screen_share_or_app",
    "phishing_link",
    "induces_new_loan",
    "induces_illegal_funds",
    "bulk_identical_message",
    "contact_list_reference",
    "location_tracking_reference",
    "public_posting",
    "photo_of_person_or_id",
    "refuses_identity",
    "refuses_recording",
    "refuses_channel_of_complaint",
    "secrecy_demand",
)

#: What a text does besides the 54 labels: told by the reading, but no fact of the law base and asked for by no rule.
OTHER_LABELS = ("deadline_pressure",)

#: Everything that an act file may be called, in the order in which acts at the same place are listed.
ACT_LABELS = (*LABELS, *OTHER_LABELS)

#: A collector's hard acts in the labelling guideline: threats, insult, posing as an authority, disclosure, demand on
#: third parties.
GUIDELINE_HARD_ACTS = (
    "threat_violence",
    "threat_exposure",
    "threat_legal_false",
    "impersonates_authority",
    "insult",
    "discloses_debt_to_third_party",
    "demands_third_party_pays",
)
#: Acts of the labelling guideline of the evaluation corpus; one label may stand for several and the other way round.
GUIDELINE_ACTS = (
    *GUIDELINE_HARD_ACTS,
    "demands_third_party_relays",
    "workplace_or_home_visit",
    "demands_transfer_private",
    "asks_credentials",
    "demands_upfront_fee",
    "induces_new_loan",
    "deadline_pressure",
    "no_identity",
    "names_institution",
    "states_amount",
    "states_due_date",
    "states_payment_channel",
    "offers_negotiation",
    "obfuscated_text",
)


class ActKind(StrEnum):
    """How much the words alone say."""

    HARD = "hard"  # no lawful collector writes this, whoever is addressed
    SOFT = "soft"  # depends on who speaks to whom, and on the tone: a person has to weigh it
    INFORMATION = "information"  # what a proper notice contains


class Addressee(StrEnum):
    """To whom the words have to be addressed for the act to be shown."""

    ANYONE = "anyone"
    THIRD_PARTY = "third_party"  # known, and neither debtor, co-debtor nor guarantor
    NOT_LIABLE = "not_liable"  # not known to be co-debtor or guarantor, who may be asked to pay
    NOT_OWING = "not_owing"  # not known to be debtor, co-debtor or guarantor: the public, or a role that is unknown
    NOT_THIRD = "not_third_party"  # debtor, co-debtor, guarantor, or unknown: “your family” is the debtor's family

    def fits(self, role: Role) -> bool:
        """True when words to a person of this role can show the act."""
        if self is Addressee.ANYONE:
            return True
        if self is Addressee.NOT_LIABLE:
            return role not in (Role.CO_DEBTOR, Role.GUARANTOR)
        owing = role in (Role.DEBTOR, Role.CO_DEBTOR, Role.GUARANTOR)
        if self is Addressee.NOT_THIRD:
            return owing or role is Role.UNKNOWN
        return not owing and (self is Addressee.NOT_OWING or role is not Role.UNKNOWN)
