"""The closed list of facts that the rules on replies may ask about, each computed from the messages in one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from shouzheng.model.kinds import InstitutionKind
from shouzheng.model.verdict import FactValue
from shouzheng.model.words import Words
from shouzheng.remedy.next_steps.deadline_file import Whose
from shouzheng.remedy.proceedings.kinds import IN, OPENING, POINT_WORDS, MessageKind, Point, Refusal
from shouzheng.remedy.proceedings.messages import Message
from shouzheng.remedy.proceedings.state import Standing, State, after, decisive, in_order, lateness, unanswered
from shouzheng.rulebook.files.facts import FactDefinition, FactType
from shouzheng.rulebook.load import Rulebook

K = MessageKind
_BY = "remedy.proceedings.facts"


@dataclass(frozen=True, slots=True)
class Seen:
    """What the facts are computed from: the standing, the messages up to the day, the reply that decides, the day."""

    standing: Standing
    messages: tuple[Message, ...]
    reply: Message | None
    today: date

    @property
    def later(self) -> list[Message]:
        """Messages after the one that opened the round."""
        opening = self.standing.opening
        return after(opening, self.messages) if opening else []


def seen(standing: Standing, today: date) -> Seen:
    """Put together what the facts are computed from."""
    messages = tuple(each for each in in_order(standing.proceeding.messages) if each.day <= today)
    return Seen(standing, messages, decisive(standing.opening, messages), today)


def _bool(name: str, zh: str, en: str) -> FactDefinition:
    return FactDefinition(name, FactType.BOOL, Words(zh, en), _BY)


def _count(name: str, zh: str, en: str) -> FactDefinition:
    return FactDefinition(name, FactType.INT, Words(zh, en), _BY, low=0, high=10**6)


def _enum(name: str, zh: str, en: str, values: tuple[str, ...]) -> FactDefinition:
    return FactDefinition(name, FactType.ENUM, Words(zh, en), _BY, values=values)


def _late(state: State) -> Callable[[Seen], FactValue]:
    def value(seen: Seen) -> FactValue:
        opening = seen.standing.opening
        if opening is None or seen.reply is not None:
            return False
        return lateness(opening, seen.standing.terms, seen.today) is state

    return value


def _of_reply(read: Callable[[Message], FactValue]) -> Callable[[Seen], FactValue]:
    return lambda seen: read(seen.reply) if seen.reply else None


def _reply_is(kind: MessageKind) -> Callable[[Seen], FactValue]:
    return lambda seen: seen.reply is not None and seen.reply.kind is kind


def _waiting(seen: Seen) -> FactValue:
    opening = seen.standing.opening
    return None if opening is None or seen.reply is not None else (seen.today - opening.day).days


def _quiet(seen: Seen) -> FactValue:
    """Days since it was asked, or since the body last let hear of itself without deciding (taken up, more time)."""
    opening = seen.standing.opening
    if opening is None or seen.reply is not None:
        return None
    return (seen.today - max((opening.day, *(each.day for each in seen.later if each.kind in IN)))).days


def _own_term_over(seen: Seen) -> FactValue:
    """True when a term of one's own that nothing ended has passed in every way of counting, moved days included."""
    own = [each.deadline for each in seen.standing.terms if each.open and each.deadline.rule.whose is Whose.YOU]
    return any(term.latest is not None and seen.today > term.latest for term in own)


def _missing_points(seen: Seen) -> FactValue:
    missing = unanswered(seen.standing.opening, seen.reply)
    return None if missing is None else len(missing)


def _misses(point: Point) -> Callable[[Seen], FactValue]:
    def value(seen: Seen) -> FactValue:
        missing = unanswered(seen.standing.opening, seen.reply)
        return None if missing is None else point.value in missing

    return value


def _institution(seen: Seen) -> FactValue:
    kind = seen.standing.proceeding.institution
    return None if kind is InstitutionKind.UNKNOWN else kind.value


def _kind_sent(seen: Seen) -> FactValue:
    opening = seen.standing.opening
    return opening.kind.value if opening else None


def _proof(seen: Seen) -> FactValue:
    opening = seen.standing.opening
    return None if opening is None else opening.proof is not None


def _again(seen: Seen) -> FactValue:
    return any(each.kind is K.CONTACTED_AGAIN for each in seen.later)


_FACTS: tuple[tuple[FactDefinition, Callable[[Seen], FactValue]], ...] = (
    (
        _enum(
            "institution_kind",
            "债权机构的类型",
            "kind of creditor",
            tuple(kind.value for kind in InstitutionKind if kind is not InstitutionKind.UNKNOWN),
        ),
        _institution,
    ),
    (_enum("sent_kind", "寄出的是什么", "what was sent", tuple(sorted(kind.value for kind in OPENING))), _kind_sent),
    (
        _bool("overdue", "各种算法连同延长都已超期", "late in every way of counting, extensions included"),
        _late(State.OVERDUE),
    ),
    (_bool("perhaps_overdue", "可能已超期", "perhaps late"), _late(State.PERHAPS_OVERDUE)),
    (
        _bool("past_unsure", "各种算法都已超期，但不能肯定", "late in every way of counting, and not for certain"),
        _late(State.PAST_UNSURE),
    ),
    (
        _bool("has_term", "有对方的法定或规定的期限", "a term of the law runs for the other side"),
        lambda seen: any(each.open and each.deadline.rule.whose is Whose.THEY for each in seen.standing.terms),
    ),
    (_bool("own_term_over", "自己要做的一个期限已过", "a term of one's own has passed"), _own_term_over),
    (_count("days_waiting", "寄出后没有答复的天数", "days without an answer since sending"), _waiting),
    (_count("days_quiet", "没有答复，也没有新告知的天数", "days without an answer or any word"), _quiet),
    (
        _bool("accepted", "已受理或立案", "accepted"),
        lambda seen: any(each.kind is K.ACCEPTED for each in seen.later),
    ),
    (_bool("answered", "已有答复", "answered"), _reply_is(K.ANSWER)),
    (_bool("refused", "不予受理", "not taken up"), _reply_is(K.NOT_ACCEPTED)),
    (_bool("passed_on", "已转交", "passed on"), _reply_is(K.TRANSFERRED)),
    (_bool("agreed", "达成协议", "agreement reached"), _reply_is(K.AGREEMENT)),
    (
        _enum("refusal", "不受理的理由", "reason for refusing", tuple(each.value for each in Refusal)),
        _of_reply(lambda reply: reply.refusal.value if reply.refusal else None),
    ),
    (_bool("reply_in_writing", "答复是书面的", "the reply is in writing"), _of_reply(lambda reply: reply.in_writing)),
    (_bool("reply_gives_reasons", "答复说了理由", "the reply gives reasons"), _of_reply(lambda r: r.gives_reasons)),
    (_bool("reply_agrees", "答复同意请求", "the reply agrees"), _of_reply(lambda reply: reply.agrees)),
    (
        _bool("asks_what_it_has", "要求提供它自己就有的材料", "it asks for material it has itself"),
        _of_reply(lambda reply: reply.asks_what_it_has),
    ),
    (_count("points_missing", "没有答复的请求项数", "points not answered"), _missing_points),
    (_bool("contacted_again", "此后又被联系", "contacted again afterwards"), _again),
    (
        _bool("act_day_known", "记下了行为发生或终了的日子", "the day of the act or of its end is noted"),
        lambda seen: any(each.kind in (K.ACT, K.ACT_ENDED) for each in seen.messages),
    ),
    (
        _bool("reported_to_police", "已经报案", "reported to the police"),
        lambda seen: any(each.kind is K.POLICE_REPORT for each in seen.messages),
    ),
    (_bool("proof_of_sending", "有寄出的凭证", "there is proof of sending"), _proof),
    (
        _count("rounds", "提出过几次", "how often it was asked"),
        lambda seen: sum(m.kind in OPENING for m in seen.messages),
    ),
)


def fact_definitions(rulebook: Rulebook) -> dict[str, FactDefinition]:
    """Return every fact by name; ``channel`` has the bodies of the law base, ``misses_<point>`` one for each point."""
    named = {definition.name: definition for definition, _ in _FACTS}
    named["channel"] = _enum("channel", "受理的机构", "the body", tuple(sorted(rulebook.channels)))
    for point in Point:
        words = POINT_WORDS[point]
        fact = _bool(f"misses_{point.value}", f"没有答复：{words.zh}", f"not answered: {words.en}")
        named[fact.name] = fact
    return named


def fact_values(standing: Standing, today: date) -> Mapping[str, FactValue]:
    """Return the value of every fact on a day, ``None`` where the person did not say."""
    all_seen = seen(standing, today)
    values = {definition.name: compute(all_seen) for definition, compute in _FACTS}
    values["channel"] = standing.proceeding.channel
    for point in Point:
        values[f"misses_{point.value}"] = _misses(point)(all_seen)
    return values
