"""What the words do, as facts: one ``act_<label>`` for each label, and what the words say about debt and due date.

A label is TRUE or FALSE only for words that were read by a lexicon that has it. Nothing is said in a call that nobody
answered; what was said in an answered call, a visit or on a picture is unknown without a transcript.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from shouzheng.judging.case import Contact
from shouzheng.model.case import Role
from shouzheng.model.event import ContactEvent, Direction, Outcome
from shouzheng.model.reading import EntityKind, Reading, Span
from shouzheng.model.verdict import FactValue
from shouzheng.reading.labels import LABELS
from shouzheng.reading.lexicon import Lexicon, load_lexicon

#: Prefix of the facts that hold acts.
ACT = "act_"
#: Acts whose words ask for payment of a debt or speak of the arrears. ``states_amount`` is not among them: a
#: transaction notice states an amount as well.
DEBT_ACTS = frozenset(
    [
        "discloses_debt",
        "states_due_date",
        "offers_instalment",
        "demands_third_party_pay",
        "overstates_amount",
        "induces_new_loan",
    ]
)
#: Parts of a message that hold nothing to look at: layout, and text that the reading has seen.
_EMPTY_PARTS = ("application/smil", "text/")
#: How far from the words that state a due date the date itself may stand, in characters.
_NEAR = 12

_NOTHING_SAID: Mapping[str, FactValue] = {f"{ACT}{label}": False for label in LABELS}
_NOT_KNOWN: Mapping[str, FactValue] = {f"{ACT}{label}": None for label in LABELS}


@dataclass(frozen=True, slots=True)
class ReadableActs:
    """Which labels one version of the lexicon can tell, by the role of the person addressed."""

    lexicon: str
    by_role: Mapping[Role, frozenset[str]]

    @staticmethod
    @lru_cache(maxsize=4)
    def of(lexicon: Lexicon) -> ReadableActs:
        """Take them from a loaded lexicon, once."""
        return ReadableActs(lexicon.hash, {role: lexicon.labels_for(role) for role in Role})

    @staticmethod
    def shipped() -> ReadableActs:
        """Take them from the shipped lexicon."""
        return ReadableActs.of(load_lexicon())

    def labels(self, reading: Reading, role: Role) -> frozenset[str]:
        """Labels whose absence means "no" in this reading; none when another lexicon made it."""
        return self.by_role.get(role, frozenset()) if reading.lexicon == self.lexicon else frozenset()


def act_facts(contact: Contact, readable: ReadableActs, role: Role) -> dict[str, FactValue]:
    """Return ``act_<label>`` for every label; ``role`` is that of the person whose record it is."""
    event = contact.event
    if event.direction is Direction.OUTBOUND:
        return dict(_NOTHING_SAID)  # the person's own words carry no act
    if contact.reading is None or not has_words(event):
        return dict(_NOTHING_SAID if nothing_said(event) else _NOT_KNOWN)
    labels = readable.labels(contact.reading, role)
    facts = dict(_NOT_KNOWN if _has_unseen_part(event) else _absent(labels))
    # when nobody knows who wrote it, the words may be the person's own
    present = None if event.direction is Direction.UNKNOWN else True
    for shown in contact.reading.acts:
        facts[ACT + shown.act] = present
    return facts


@lru_cache(maxsize=64)
def _absent(readable: frozenset[str]) -> Mapping[str, FactValue]:
    return {**_NOT_KNOWN, **{f"{ACT}{label}": False for label in readable}}


def has_words(event: ContactEvent) -> bool:
    """True when words are on record: a text of its own or a transcript, not only blanks."""
    return event.text is not None and bool(event.text.strip())


def nothing_said(event: ContactEvent) -> bool:
    """True when it is sure that no words were said: a call nobody answered, or a message recorded as blank."""
    if event.is_call:
        return event.outcome in NOT_ANSWERED
    return event.text is not None and not event.text.strip() and not _has_unseen_part(event)


#: Outcomes of a call that nobody answered; an answering machine is nobody.
NOT_ANSWERED = frozenset([Outcome.MISSED, Outcome.REJECTED, Outcome.BLOCKED, Outcome.VOICEMAIL])


def _has_unseen_part(event: ContactEvent) -> bool:
    return any(not part.media_type.lower().startswith(_EMPTY_PARTS) for part in event.attachments)


def debt_in_words(contact: Contact) -> bool:
    """True when the words ask for payment of a debt or speak of the arrears."""
    return contact.reading is not None and any(shown.act in DEBT_ACTS for shown in contact.reading.acts)


def due_date_ahead(contact: Contact, readable: ReadableActs, role: Role, day_of_contact: date) -> bool | None:
    """Tell whether the words name a payment date that is the day of the contact or later.

    FALSE when the date named is past, or none is named, or there are no words; unknown when it cannot be resolved.
    """
    reading = contact.reading
    if not has_words(contact.event):
        return False
    if reading is None:
        return None
    spans = reading.spans("states_due_date")
    if not spans:
        return False if "states_due_date" in readable.labels(reading, role) else None
    named = [e.day for e in reading.entities if e.kind is EntityKind.DATE and any(_touch(e.span, s) for s in spans)]
    if any(day is not None and day >= day_of_contact for day in named):
        return True
    return None if not named or None in named else False


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end + _NEAR and other.start < one.end + _NEAR
