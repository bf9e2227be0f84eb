"""Short ways to write contacts and cases in tests. Every number, name and firm is invented."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

from shouzheng.judging.acts import ReadableActs
from shouzheng.judging.case import Contact, Judgement
from shouzheng.judging.judge import judge_case
from shouzheng.model.attribution import Attribution
from shouzheng.model.case import (
    Case,
    Debt,
    InstitutionKind,
    KnownBy,
    Party,
    PartyKind,
    Person,
    ProductKind,
    Role,
)
from shouzheng.model.event import (
    Attachment,
    Channel,
    ContactEvent,
    Direction,
    Number,
    NumberKind,
    Outcome,
    TextSource,
)
from shouzheng.model.moment import BEIJING, Moment, OffsetSource, Resolution
from shouzheng.model.original import Digest, Position
from shouzheng.model.reading import ActShown, Entity, Reading, Span
from shouzheng.reading.labels import LABELS
from shouzheng.rulebook.load import Rulebook, load_rulebook

LEXICON = "sha256:test"
#: A lexicon that can read every label, whoever is addressed.
READABLE = ReadableActs(LEXICON, {role: frozenset(LABELS) for role in Role})
DIGEST = Digest("sha256", "0" * 64, 1)

_running = count(1)


def at(text: str, resolution: Resolution = Resolution.SECOND, offset: int = 480) -> Moment:
    """A moment from Beijing wall-clock text such as ``2026-01-05 22:30:00``."""
    local = datetime.fromisoformat(text).replace(tzinfo=BEIJING)
    return Moment(text, local.astimezone(UTC), offset, resolution, OffsetSource.STATED)


DEBTOR = Person("me", Role.DEBTOR, "林某（虚构）", is_narrator=True)
SISTER = Person("sister", Role.EMERGENCY_CONTACT, "林某的姐姐（虚构）")
LENDER = Party(
    "yunling",
    PartyKind.CREDITOR,
    "云岭示例消费金融有限公司",
    InstitutionKind.CONSUMER_FINANCE,
    numbers=("95000",),
    about_debt=True,
)
AGENCY = Party(
    "panshi",
    PartyKind.AGENCY,
    "磐石示例商务咨询有限公司",
    acts_for="yunling",
    numbers=("13000000021",),
    about_debt=True,
)
AGENCY_2 = Party("qingshi", PartyKind.AGENCY, "青石示例服务有限公司", acts_for="yunling", numbers=("13000000022",))
BANK = Party("qiaotou", PartyKind.CREDITOR, "桥头示例银行", InstitutionKind.BANK, numbers=("95001",), about_debt=True)
SCAM = Party("fake", PartyKind.SCAM, "自称“民警”的人", numbers=("17000000033",))
FRIEND = Party("family", PartyKind.PRIVATE, "家人朋友", numbers=("18000000001",))
PARTIES = (LENDER, AGENCY, AGENCY_2, BANK, SCAM, FRIEND)
DEBTS = (Debt("loan", "yunling", ProductKind.ONLINE_CONSUMER_LOAN), Debt("card", "qiaotou", ProductKind.CREDIT_CARD))

CASE = Case(
    "示例案",
    (DEBTOR, SISTER),
    PARTIES,
    DEBTS,
    agreements_complete=True,
    objections_complete=True,
    invented=True,
)


def attributed(party: Party | None, *, known_by: KnownBy = KnownBy.CONTRACT) -> Attribution:
    """The attribution that a mapped number gives; unknown for ``None``."""
    if party is None:
        return Attribution()
    creditor = party.id if party.kind is PartyKind.CREDITOR else party.acts_for
    lender = next((p for p in PARTIES if p.id == creditor), None)
    debt = next((d for d in DEBTS if d.creditor == creditor), None)
    return Attribution(
        kind=party.kind,
        party=party.id,
        creditor=creditor,
        debt=debt.id if debt else None,
        institution_kind=lender.institution_kind if lender else InstitutionKind.UNKNOWN,
        product_kind=debt.product_kind if debt else ProductKind.UNKNOWN,
        known_by=known_by,
        evidence="text signature" if known_by is KnownBy.TEXT_CLAIM else "number",
        confirmed=True,
    )


def number(text: str | None) -> Number:
    """A number as written, or a withheld one."""
    return Number(text or "", text, NumberKind.MOBILE if text else NumberKind.WITHHELD)


def event(when: str | Moment, *, channel: Channel = Channel.CALL, **changes: object) -> ContactEvent:
    """An inbound event; an answered call unless said otherwise."""
    running = next(_running)
    moment = at(when) if isinstance(when, str) else when
    made = ContactEvent(
        id=f"event-{running}",
        original=DIGEST,
        source_format="sms_backup_restore",
        positions=(Position(0, 1, running, "/"),),
        time=moment,
        channel=channel,
        direction=Direction.INBOUND,
        outcome=Outcome.CONNECTED if channel is Channel.CALL else Outcome.DELIVERED,
        other=number("13000000021"),
        owner="me",
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # field names and types are those of the event


def call(when: str | Moment, party: Party | None = AGENCY, **changes: object) -> Contact:
    """A call from a party, answered unless said otherwise."""
    if "other" not in changes:
        changes["other"] = number(party.numbers[0] if party else "13000000009")
    return Contact(event(when, **changes), attributed(party), None)  # type: ignore[arg-type]


def missed(when: str | Moment, party: Party | None = AGENCY, **changes: object) -> Contact:
    """A call that nobody answered."""
    return call(when, party, outcome=Outcome.MISSED, **changes)


def text(
    when: str | Moment,
    words: str,
    party: Party | None = AGENCY,
    *acts: str,
    entities: Iterable[Entity] = (),
    lexicon: str = LEXICON,
    **changes: object,
) -> Contact:
    """A text message whose words show these acts, each in its first two characters."""
    if "other" not in changes:
        changes["other"] = number(party.numbers[0] if party else "13000000009")
    shown = tuple(ActShown(act, Span(0, min(2, len(words))), "test") for act in acts)
    reading = Reading(shown, tuple(entities), (), False, lexicon)
    changes.setdefault("channel", Channel.SMS)
    changes.setdefault("text_source", TextSource.RECORD)
    return Contact(event(when, text=words, **changes), attributed(party), reading)  # type: ignore[arg-type]


def spoken(contact: Contact, words: str, *acts: str) -> Contact:
    """The same call with a transcript whose words show these acts."""
    shown = tuple(ActShown(act, Span(0, 2), "test") for act in acts)
    reading = Reading(shown, (), (), False, LEXICON)
    return replace(contact, event=replace(contact.event, text=words, text_source=TextSource.BY_HAND), reading=reading)


def picture(media_type: str = "image/jpeg") -> Attachment:
    """A part of a message that holds something to look at."""
    return Attachment(media_type, "part", None)


def later(when: str, **shift: float) -> str:
    """Wall-clock text some time after another."""
    return (datetime.fromisoformat(when) + timedelta(**shift)).isoformat(sep=" ")


THREAT = "再不还钱打断你的腿"


def threats(*whens: str) -> list[Contact]:
    """Text messages of the agency that threaten violence."""
    return [text(when, THREAT, AGENCY, "threat_violence") for when in whens]


def day_of_calls(count: int, *parties: Party) -> list[Contact]:
    """Answered calls of one day, from nine o'clock on, by these parties in turn."""
    callers = parties or (LENDER, AGENCY)
    return [call(f"2026-02-03 {9 + n:02d}:00:00", callers[n % len(callers)]) for n in range(count)]


def judge(contacts: Sequence[Contact], case: Case = CASE, law: Rulebook | None = None) -> Judgement:
    """Judge with the shipped law and a lexicon that can read everything."""
    return judge_case(case, contacts, law or load_rulebook(), readable=READABLE)
