"""Looks at a text before anybody gets it: which rule stands against it, what a proper notice would have, what to say.

It names rule, article and act, never the characters that show the act, and offers no changed wording of the text: who
wants to write what the law allows finds a whole respectful message in the library instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from shouzheng.gate.asking import Gate
from shouzheng.gate.assess import CLEARED, Judged, Known, assess, benign_values, prepare
from shouzheng.gate.book import Book
from shouzheng.gate.decide import reason_of
from shouzheng.gate.decision import Reason
from shouzheng.gate.json_text import as_json
from shouzheng.gate.request import PlannedContact
from shouzheng.gate.similarity import alike, as_text, from_text, sketch
from shouzheng.gate.templates import Template, load_templates
from shouzheng.judging.acts import ACT, LABEL_OF_ELEMENT
from shouzheng.judging.counts import Countable, Mark
from shouzheng.model.case import InstitutionKind, ProductKind, Role
from shouzheng.model.event import Channel
from shouzheng.model.moment import BEIJING
from shouzheng.model.verdict import Answer, FactValue
from shouzheng.model.words import Words
from shouzheng.rulebook.files.counts import CountDefinition

#: Facts of a rule that make it one about words.
_ABOUT_WORDS = ("has_text", "due_date_ahead")
#: Roles whose messages need no sum, date or way to pay: telling them would disclose the debt.
_TO_PAY = (Role.DEBTOR, Role.CO_DEBTOR, Role.GUARANTOR)
#: The element that every message to somebody who owes has to hold: who writes. Rules on first messages ask for it by
#: its label, and hold a text without it; other elements hang on what the message is about.
_WHO_WRITES = frozenset({"names_institution"})
_SAYS_WHO = frozenset(LABEL_OF_ELEMENT[name] for name in _WHO_WRITES)
#: Templates offered at most.
_MOST_OFFERED = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """A text to be looked at: to whom, by which channel, by whom, of which kind of creditor and loan."""

    text: str
    role: Role = Role.DEBTOR
    channel: Channel = Channel.SMS
    institution: InstitutionKind = InstitutionKind.CONSUMER_FINANCE
    product: ProductKind = ProductKind.ONLINE_CONSUMER_LOAN
    by_agency: bool = True


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What stands against a text (``against``), what may (``perhaps``: a person has to look, or a fact is missing).

    ``acts`` are the acts shown that some of these rules ask for; ``lacks`` are missing elements of a proper notice.
    ``required`` are those of them without which the gate holds the text while it may be the first one.
    ``disguised``: written so that a filter would not read it. ``near_copy`` is not for the writer of the text.
    """

    against: tuple[Reason, ...]
    perhaps: tuple[Reason, ...]
    acts: tuple[tuple[str, Words], ...]
    lacks: tuple[tuple[str, Words], ...]
    instead: tuple[Template, ...]
    disguised: bool
    required: tuple[str, ...] = ()
    near_copy: int = 0

    @property
    def refused(self) -> bool:
        """True when a rule stands against the words, or they are written so that a filter would not read them."""
        return bool(self.against or self.disguised)

    @property
    def passes(self) -> bool:
        """True when no rule stands against the words, and nothing is missing that a message has to say."""
        return not self.refused and not self.required


class _NoLedger:
    """A text alone has no history: whatever would be counted is unknown."""

    def count(self, definition: CountDefinition, planned: Countable, mark: Mark) -> tuple[int | None, int | None]:
        return None, None

    def has_sign(self, matter: str, creditor: str, since: int, before: int) -> bool:
        return False

    def was_contacted(self, matter: str, creditor: str, party: str, before: int) -> bool:
        return False


def review(book: Book, draft: Draft, at: datetime) -> Reviewed:
    """Return what the rulebook says of the words, as sent at ten in the morning of the day of ``at``."""
    planned = _planned(draft, at)
    prepared = prepare(book, planned, Known(objections_complete=True, agreements_complete=True), "draft")
    judged = assess(book, prepared, _NoLedger())
    found = list(_standing_against(book, judged))
    against = tuple(reason for reason, sure in found if sure)
    perhaps = tuple(reason for reason, sure in found if not sure)
    reading = prepared.ways[0].contact.reading
    shown = {act.act for act in reading.acts} if reading else set()
    asked = {name for reason, _ in found for name in _acts_of(book, reason.rule)}
    acts = tuple((act.label, act.title) for act in book.lexicon.acts if act.label in shown & asked)
    titles = {spec.name: spec.title for spec in book.lexicon.elements}
    elements = reading.elements if reading and draft.role in _TO_PAY else ()
    lacks = tuple((one.name, titles[one.name]) for one in elements if not one.present)
    rules = [reason.rule for reason, _ in found]
    required = tuple(name for name, _ in lacks if name in _WHO_WRITES and asked & _SAYS_WHO)
    disguised = bool(reading and reading.disguised)
    return Reviewed(against, perhaps, acts, lacks, _instead(draft, rules), disguised, required)


def _planned(draft: Draft, at: datetime) -> PlannedContact:
    return PlannedContact(
        key="draft",
        person="person",
        debtor="person" if draft.role in _TO_PAY else "debtor",
        creditor="creditor",
        channel=draft.channel,
        number="95000",
        at=at.astimezone(BEIJING).replace(hour=10, minute=0, second=0, microsecond=0),
        role=draft.role,
        institution=draft.institution,
        agency="agency" if draft.by_agency else None,
        product=draft.product,
        text=draft.text,
    )


def _acts_of(book: Book, rule_id: str) -> set[str]:
    places = {rule.id: place for place, rule in enumerate(book.rulebook.rules)}
    facts = book.facts_of[places[rule_id]]
    return {name.removeprefix(ACT) for name in facts if name.startswith(ACT)}


def _standing_against(book: Book, judged: Sequence[Judged]) -> list[tuple[Reason, bool]]:
    """Return the rules about words that the words do not clear, and whether they surely stand against them."""
    found: list[tuple[Reason, bool]] = []
    for each in judged:
        for place, answer in enumerate(each.benign):
            facts = book.facts_of[place]
            about_words = [name for name in facts if name.startswith(ACT) or name in _ABOUT_WORDS]
            if answer in CLEARED or not about_words or _other_words_clear(book, each, place):
                continue
            reason = reason_of(book, place, answer, judged)
            found.append((reason, answer is Answer.BREACH))
    return found


def _other_words_clear(book: Book, each: Judged, place: int) -> bool:
    """Tell whether the rule would stand against harmless words as well: then it is not about these words."""
    harmless: dict[str, FactValue] = {
        name: book.policy.later[name] for name in book.facts_of[place] if name.startswith(ACT)
    }
    values = benign_values(book, {**each.values, **harmless})
    answer = book.alone(place).answers(each.day, values)[0]
    return answer is each.benign[place]


def _instead(draft: Draft, rules: Sequence[str]) -> tuple[Template, ...]:
    fitting = [each for each in load_templates().values() if draft.role in each.roles]

    def distance(each: Template) -> tuple[int, bool, str]:
        return -len(set(rules) & set(each.instead_of)), draft.channel not in each.channels, each.name

    return tuple(sorted(fitting, key=distance)[:_MOST_OFFERED])


def review_and_log(gate: Gate, draft: Draft, party: str, client: str = "local") -> Reviewed:
    """Review a text, and remember it (as hashes) when it is refused; a near-copy of a refused one is logged."""
    found = review(gate.book, draft, gate.clock())
    if not found.refused:
        return found
    near = near_copies(gate, draft.text, party, [reason.rule for reason in found.against], client)
    return replace(found, near_copy=near)


def near_copies(gate: Gate, text: str, party: str, rules: Sequence[str], client: str) -> int:
    """Remember a refused text and return how many earlier refused ones of this party it nearly copies."""
    made, policy = sketch(text, gate.pseudonyms.sketch_key), gate.book.policy
    with gate.store.transaction({f"texts:{party}"}) as session:
        kept = [from_text(written) for written in session.refused_texts(party, policy.similar_kept)]
        near = sum(1 for each in kept if alike(made, each) >= policy.similar_per_cent)
        session.enter_refused_text(party, rules, as_text(made), gate.clock())
        if near:
            said = {"party": party, "client": client, "rules": list(rules), "near": near}
            session.append("near_copy", gate.clock(), as_json(said))
    return near


def reviewed_json(book: Book, found: Reviewed) -> Mapping[str, object]:
    """Return a review as JSON values: no character of the text, no word about near-copies."""
    from shouzheng.gate.answer import reason_json

    return {
        "passes": found.passes,
        "refused": found.refused,
        "required": list(found.required),
        "against": [_plain(reason_json(book, reason)) for reason in found.against],
        "perhaps": [_plain(reason_json(book, reason)) for reason in found.perhaps],
        "acts": [{"act": name, "zh": title.zh, "en": title.en} for name, title in found.acts],
        "disguised": found.disguised,
        "lacks": [{"element": name, "zh": title.zh, "en": title.en} for name, title in found.lacks],
        "instead": [
            {
                "template": each.name,
                "zh": each.title.zh,
                "en": each.title.en,
                "text": each.text,
                "says": each.explains,
            }
            for each in found.instead
        ],
        "law": book.rulebook.hash,
        "lexicon": book.lexicon.hash,
    }


def _plain(reason: dict[str, object]) -> dict[str, object]:
    """Leave out what says nothing of a text alone."""
    return {name: value for name, value in reason.items() if name not in ("ways", "leaves")}
