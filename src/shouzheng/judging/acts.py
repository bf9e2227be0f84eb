"""What the words do, as facts: one ``act_<label>`` for each label, and what the words say about debt and due date.

A label is TRUE or FALSE only for words that were read by a lexicon that has it. Nothing is said in a call that was
missed, rejected or blocked; what was said in an answered call or a visit, left on an answering machine or shown on a
picture is unknown without a transcript.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from shouzheng.judging.arrears import states_default
from shouzheng.judging.case import Contact
from shouzheng.model.case import Role
from shouzheng.model.event import ContactEvent, Direction, Outcome
from shouzheng.model.reading import EntityKind, Reading, Span
from shouzheng.model.verdict import FactValue
from shouzheng.reading.labels import LABELS
from shouzheng.reading.lexicon import Lexicon, load_lexicon

#: Prefix of the facts that hold acts.
ACT = "act_"
#: Elements of a genuine notice (``lexicon/elements.toml``) that show a label no act file of the lexicon reads. Other
#: elements mean something else than the label of like name.
LABEL_OF_ELEMENT: Mapping[str, str] = {
    "names_institution": "identifies_institution",
    "states_amount": "states_amount",
    "states_due_date": "states_due_date",
    "official_pay_channel": "states_official_pay_channel",
    "offers_negotiation": "offers_instalment",
}
#: Labels whose words, by their definition, ask for payment of a debt or speak of the arrears. Not among them are
#: ``states_amount`` (a transaction notice states one too), ``offers_instalment`` and ``induces_new_loan`` (adverts).
DEBT_LABELS = (
    "discloses_debt",
    "states_due_date",
    "demands_third_party_pay",
    "overstates_amount",
    "threat_arrest",
    "threat_criminal",
)
#: Roles that a bill of the case's own debt may be addressed to.
MAY_BE_BILLED = frozenset((Role.DEBTOR, Role.CO_DEBTOR, Role.GUARANTOR, Role.UNKNOWN))
#: Parts of a message that hold nothing to look at: layout, and text that the reading has seen.
_EMPTY_PARTS = ("application/smil", "text/")
#: How far from the words that state a due date the date itself may stand, in characters.
NEAR = 12

_NOTHING_SAID: Mapping[str, FactValue] = {f"{ACT}{label}": False for label in LABELS}
_NOT_KNOWN: Mapping[str, FactValue] = {f"{ACT}{label}": None for label in LABELS}


@dataclass(frozen=True)
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

    @cached_property
    def _by_acts(self) -> frozenset[str]:
        return frozenset().union(*self.by_role.values())

    def labels(self, reading: Reading, role: Role) -> frozenset[str]:
        """Labels whose absence means "no" in this reading; none when another lexicon made it."""
        if reading.lexicon != self.lexicon:
            return frozenset()
        elements = [LABEL_OF_ELEMENT[e.name] for e in reading.elements if e.name in LABEL_OF_ELEMENT]
        return self.by_role.get(role, frozenset()).union(elements)

    def spans(self, reading: Reading, label: str) -> tuple[Span, ...]:
        """Where a reading shows a label: by its acts, or by an element when the lexicon has no act of that name."""
        if reading.lexicon == self.lexicon and label in self._by_acts:
            return reading.spans(label)
        elements = (e.span for e in reading.elements if LABEL_OF_ELEMENT.get(e.name) == label)
        return reading.spans(label) + tuple(span for span in elements if span is not None)


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
    shown = {act.act for act in contact.reading.acts}
    shown.update(label for label in LABEL_OF_ELEMENT.values() if readable.spans(contact.reading, label))
    return {**facts, **{ACT + label: present for label in shown}}


@lru_cache(maxsize=64)
def _absent(readable: frozenset[str]) -> Mapping[str, FactValue]:
    return {**_NOT_KNOWN, **{f"{ACT}{label}": False for label in readable}}


def has_words(event: ContactEvent) -> bool:
    """True when words are on record: a text of its own or a transcript, not only blanks."""
    return event.text is not None and bool(event.text.strip())


def nothing_said(event: ContactEvent) -> bool:
    """True when it is sure that no words were said: a call without any answer, or a message recorded as blank."""
    if event.is_call:
        return event.outcome in NOT_ANSWERED and event.outcome is not Outcome.VOICEMAIL
    return event.text is not None and not event.text.strip() and not _has_unseen_part(event)


#: Outcomes of a call that nobody answered; an answering machine is nobody, but words may be left on it.
NOT_ANSWERED = frozenset([Outcome.MISSED, Outcome.REJECTED, Outcome.BLOCKED, Outcome.VOICEMAIL])


def _has_unseen_part(event: ContactEvent) -> bool:
    return any(not part.media_type.lower().startswith(_EMPTY_PARTS) for part in event.attachments)


def debt_in_words(contact: Contact, readable: ReadableActs, role: Role = Role.DEBTOR) -> bool:
    """True when the words ask for payment of a debt or speak of the arrears; never for the person's own words.

    A due date alone says nothing to somebody who does not owe the debt of the case: the bill may be his own.
    """
    reading, text = contact.reading, contact.event.text
    if reading is None or text is None or contact.event.direction is Direction.OUTBOUND:
        return False
    labels = (label for label in DEBT_LABELS if label != "states_due_date" or role in MAY_BE_BILLED)
    return any(readable.spans(reading, label) for label in labels) or states_default(text)


def due_date_ahead(contact: Contact, readable: ReadableActs, role: Role, day_of_contact: date) -> bool | None:
    """Tell whether the words name a payment date that is the day of the contact or later.

    FALSE when the date named is past, or none is named, or there are no words, or the words state default: the date is
    then a deadline, not the day on which payment falls due. Unknown when the date cannot be resolved, or when another
    date in the words lies ahead, which may be the one that counts.
    """
    reading, text = contact.reading, contact.event.text
    if text is None or not has_words(contact.event):
        return False
    if reading is None:
        return None
    if states_default(text):
        return False
    spans = readable.spans(reading, "states_due_date")
    if not spans:
        return False if "states_due_date" in readable.labels(reading, role) else None
    dates = [entity for entity in reading.entities if entity.kind is EntityKind.DATE]
    named = [entity.day for entity in dates if any(_touch(entity.span, span) for span in spans)]
    if any(day is not None and day >= day_of_contact for day in named):
        return True
    past = [entity.day is not None and entity.day < day_of_contact for entity in dates]
    return False if named and all(past) else None


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end + NEAR and other.start < one.end + NEAR
