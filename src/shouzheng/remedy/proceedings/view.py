"""A proceeding as people read it: state, messages, terms with every step, what is wrong and what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shouzheng.model.words import Lang, Words
from shouzheng.reference.safe_text import visible
from shouzheng.reference.terminal_text import wrap
from shouzheng.remedy.next_steps.deadline_file import Whose, load_deadlines
from shouzheng.remedy.next_steps.deadline_words import STATUS, WAYS, both, days_words, deadline_json, step_words
from shouzheng.remedy.paper.calendar_file import Reminder
from shouzheng.remedy.proceedings.facts import fact_values
from shouzheng.remedy.proceedings.kinds import KIND_WORDS, POINT_WORDS, PROOF_WORDS, REFUSAL_WORDS
from shouzheng.remedy.proceedings.messages import Message, Proceeding, as_data
from shouzheng.remedy.proceedings.reply_file import ReplyRule, load_replies, what_is_wrong
from shouzheng.remedy.proceedings.state import STATE_WORDS, Running, Standing, in_order, standing_of
from shouzheng.remedy.wording import Voice
from shouzheng.rulebook.load import Rulebook

_NOTHING = Words("还没有记下任何事项。", "No proceeding is on record.")
_BY_DAY = Words("期限（最早的在前）", "Terms, the earliest first")
_TO_DO = Words("哪里不对，接下来做什么", "What is wrong, and what to do next")
_MORE = Words(
    "理由、文书和做不到的，见 shouzheng proceedings show 编号。",
    "Why, which letters, what cannot be done: shouzheng proceedings show ID.",
)
_NOTHING_DUE = Words("没有到期或将到期的事项。", "Nothing is due.")
_EXAMPLE = Words("（示例：内容均为虚构）", " (example: everything is invented)")
_MESSAGES, _TERMS = Words("往来", "Messages"), Words("期限", "Terms")
_WRONG = Words("哪里不对，接下来", "What is wrong, and what comes next")
_LETTERS, _TO = Words("文书", "letters"), Words("交给", "to")
_CANNOT = Words("做不到", "cannot do")
_PROOF, _NO_PROOF = Words("凭证", "proof"), Words("没有凭证", "no proof")
_YOURS, _THEIRS = Words("你要做的", "yours to do"), Words("对方要做的", "theirs to do")
_MET = Words("已了结（{day} {what}）", "ended ({day} {what})")
_TOO_LATE = Words(
    "此前已过（{day} {what}，已在最后一日之后）", "had passed before ({day} {what} came after the last day)"
)
_DUE = Words("截至{day}", "as of {day}")
_LOOK = Words(
    "是哪一个期限、怎样算出，见 shouzheng proceedings due；日期可能变动，以那里为准。",
    "Which term it is and how it was counted: see shouzheng proceedings due. The day may move; that list holds.",
)
_NEUTRAL = Words("守正：有一个期限", "Shouzheng: a term")
_LATER = Words(
    "程序不寄出任何东西；状态由往来算出，不单独保存。",
    "The program sends nothing; states are computed from the messages and never stored.",
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A standing with the rules that hold for it, on one day."""

    standing: Standing
    rules: tuple[ReplyRule, ...]
    today: date


def look(standing: Standing, rules: tuple[ReplyRule, ...], rulebook: Rulebook, today: date) -> Seen:
    """Apply the rules on replies; a closed matter has nothing wrong with it."""
    values = fact_values(standing, today)
    closed = standing.state.value == "closed"
    return Seen(standing, () if closed else what_is_wrong(values, rules, rulebook), today)


def look_at(proceedings: Iterable[Proceeding], rulebook: Rulebook, today: date) -> list[Seen]:
    """Look at each proceeding on a day, with the terms and the rules on replies that are shipped."""
    terms, replies = load_deadlines(rulebook), load_replies(rulebook)
    return [look(standing_of(each, terms, rulebook, today), replies, rulebook, today) for each in proceedings]


def list_screen(all_seen: Iterable[Seen], rulebook: Rulebook, lang: Lang, width: int) -> str:
    """Return one line for each proceeding: id, body, state, next day."""
    voice = Voice(lang)
    lines: list[str] = []
    for each in all_seen:
        proceeding = each.standing.proceeding
        body = voice.own(rulebook.channels[proceeding.channel].name)
        parts = [voice.own(STATE_WORDS[each.standing.state])]
        following = next_day(each)
        if following is not None:
            parts.append(following.isoformat())
        text = f"{body}{voice.colon}{voice.joined(parts)}" + (voice.own(_EXAMPLE) if proceeding.invented else "")
        lines += wrap(text, width, first=f"{proceeding.id}  ", rest="    ")
    return "\n".join(lines) if lines else voice.own(_NOTHING)


def next_day(seen: Seen) -> date | None:
    """Return the next day on which an open term ends."""
    days = [term.deadline.first for term in seen.standing.terms if term.open and term.deadline.first is not None]
    coming = [day for day in days if day >= seen.today]
    return min(coming) if coming else None


def show_screen(seen: Seen, rulebook: Rulebook, lang: Lang, width: int, *, steps: bool = False) -> str:
    """Return everything about one proceeding; with ``steps`` each step of the counting with its article."""
    voice = Voice(lang, [seen.standing.proceeding.title])
    proceeding = seen.standing.proceeding
    head = f"{proceeding.id}  {voice.own(rulebook.channels[proceeding.channel].name)}"
    lines = wrap(head + (voice.own(_EXAMPLE) if proceeding.invented else ""), width)
    if proceeding.title:
        lines += wrap(visible(proceeding.title), width)
    state = f"{voice.say(_DUE, day=seen.today)}{voice.colon}{voice.own(STATE_WORDS[seen.standing.state])}"
    lines += ["", *wrap(state, width), "", voice.own(_MESSAGES)]
    for message in in_order(proceeding.messages):
        lines += wrap(_message(message, voice), width, first="  ", rest="    ")
    if seen.standing.terms or seen.standing.unknown:
        lines += ["", voice.own(_TERMS)]
    for running in seen.standing.terms:
        lines += _term(running, seen.today, voice, width, steps)
    for rule in seen.standing.unknown:
        text = f"{voice.own(rule.what)}{voice.colon}{voice.own(seen.standing.why_not(rule))}"
        lines += wrap(text, width, first="  - ", rest="    ")
    if seen.rules:
        lines += ["", voice.own(_WRONG)]
    for found in seen.rules:
        lines += _rule(found, rulebook, voice, width)
    return "\n".join([*lines, "", *wrap(voice.own(_LATER), width)])


def _message(message: Message, voice: Voice) -> str:
    parts = [voice.own(KIND_WORDS[message.kind])]
    if message.letter:
        parts.append(visible(message.letter))
    if message.points:
        parts.append(voice.listing(voice.own(POINT_WORDS[point]) for point in message.points))
    if message.refusal:
        parts.append(voice.own(REFUSAL_WORDS[message.refusal]))
    if message.proof:
        value = visible(message.proof.value)
        parts.append(f"{voice.own(_PROOF)}{voice.colon}{voice.own(PROOF_WORDS[message.proof.kind])} {value}".rstrip())
    elif message.what.value == "sent":
        parts.append(voice.own(_NO_PROOF))
    if message.note:
        parts.append(visible(message.note))
    return f"{message.day}  {voice.joined(parts)}"


def _term(running: Running, today: date, voice: Voice, width: int, steps: bool) -> list[str]:
    term = running.deadline
    side = _YOURS if term.rule.whose is Whose.YOU else _THEIRS
    status = voice.own(STATUS[term.status(today)])
    if running.met is not None:
        status = voice.say(
            _TOO_LATE if running.too_late else _MET, day=running.met.day, what=voice.own(KIND_WORDS[running.met.kind])
        )
    text = f"{voice.own(term.rule.what)}{voice.colon}{voice.own(days_words(term))}"
    lines = wrap(voice.joined((text, voice.own(side), status)), width, first="  - ", rest="    ")
    for words in (term.law, running.since, term.rule.remark, term.note):
        if words.zh:
            lines += wrap(voice.own(words), width, first="      ", rest="      ")
    for day in term.days:
        if steps:
            said = [voice.own(step_words(step)) for step in day.steps]
        else:
            said = [f"{voice.own(WAYS[day.counted.unit.value])}{voice.colon}{voice.own(day.how)}"]
        for text in said:
            lines += wrap(text, width, first="      · ", rest="        ")
    return lines


def _rule(rule: ReplyRule, rulebook: Rulebook, voice: Voice, width: int) -> list[str]:
    lines = wrap(voice.own(rule.title), width, first="  - ", rest="    ")
    for words in (rule.why, rule.what_next):
        lines += wrap(voice.own(words), width, first="      ", rest="      ")
    if rule.letters:
        lines += wrap(
            f"{voice.own(_LETTERS)}{voice.colon}{voice.listing(rule.letters)}", width, first="      ", rest="      "
        )
    if rule.channel:
        name = voice.own(rulebook.channels[rule.channel].name)
        lines += wrap(f"{voice.own(_TO)}{voice.colon}{name}", width, first="      ", rest="      ")
    cannot = f"{voice.own(_CANNOT)}{voice.colon}{voice.own(rule.cannot_do)}"
    return lines + wrap(cannot, width, first="      ", rest="      ")


def due_screen(all_seen: Iterable[Seen], rulebook: Rulebook, lang: Lang, width: int) -> str:
    """Return what is due under two headings: open terms by their day, then what is wrong and what to do about it."""
    voice = Voice(lang)
    rows: list[tuple[date, str, str]] = []
    todo: list[str] = []
    for each in all_seen:
        name = each.standing.proceeding.id
        for running in each.standing.terms:
            term = running.deadline
            if running.open and term.first is not None:
                side = voice.own(_YOURS if term.rule.whose is Whose.YOU else _THEIRS)
                parts = (voice.own(term.rule.what), side, voice.own(STATUS[term.status(each.today)]))
                rows.append((term.first, name, f"{voice.own(days_words(term))}  {name}  {voice.joined(parts)}"))
        for rule in each.rules:
            todo += wrap(f"{name}{voice.colon}{voice.own(rule.title)}", width, first="  - ", rest="    ")
            todo += wrap(voice.own(rule.what_next), width, first="    ", rest="    ")
    lines = [voice.own(_BY_DAY)] if rows else []
    lines += [line for _, _, text in sorted(rows) for line in wrap(text, width, first="  ", rest="    ")]
    if todo:
        lines += [*([""] if lines else []), voice.own(_TO_DO), *todo, *wrap(voice.own(_MORE), width)]
    return "\n".join(lines) or voice.own(_NOTHING_DUE)


def reminders(all_seen: Iterable[Seen], lang: Lang, *, detail: bool) -> list[Reminder]:
    """Return a reminder for each day still to come of the open terms: neutral words unless ``detail`` is wanted."""
    voice = Voice(lang)
    found = []
    for each in all_seen:
        name = each.standing.proceeding.id
        for running in each.standing.terms:
            term = running.deadline
            if not running.open or term.standing:
                continue
            for day in term.days:
                when = day.last or day.provisional
                if when is None or when < each.today:
                    continue
                # a new reply or a new notice may move the day: the entry stays the same one
                key = f"proceeding|{name}|{term.rule.id}|{running.message.no}|{day.counted.unit.value}"
                title = f"{name}{voice.colon}{voice.own(term.rule.what)}" if detail else voice.own(_NEUTRAL)
                text = voice.own(day.how) if detail else voice.own(_LOOK)
                found.append(Reminder(key, when, title, text, (7, 1), tentative=day.last is None))
    return found


def seen_json(seen: Seen, rulebook: Rulebook) -> dict[str, object]:
    """Return one proceeding as plain values (part of schema ``shouzheng.proceedings/1``)."""
    standing = seen.standing
    values = fact_values(standing, seen.today)
    return {
        "id": standing.proceeding.id,
        "channel": standing.proceeding.channel,
        "institution": standing.proceeding.institution.value,
        "title": standing.proceeding.title,
        "invented": standing.proceeding.invented,
        "state": standing.state.value,
        "state_words": both(STATE_WORDS[standing.state]),
        "messages": [as_data(standing.proceeding.id, each) for each in in_order(standing.proceeding.messages)],
        "terms": [_running_json(each, seen.today) for each in standing.terms],
        "unknown_terms": [{"id": each.id, "otherwise": both(standing.why_not(each))} for each in standing.unknown],
        "facts": {name: values[name] for name in sorted(values)},
        "next": [_rule_json(rule, rulebook) for rule in seen.rules],
    }


def _running_json(running: Running, today: date) -> dict[str, object]:
    met = running.met
    return {
        **deadline_json(running.deadline, today),
        "since": both(running.since),
        "met": {"day": met.day.isoformat(), "kind": met.kind.value, "too_late": running.too_late} if met else None,
    }


def _rule_json(rule: ReplyRule, rulebook: Rulebook) -> dict[str, object]:
    return {
        "id": rule.id,
        "title": both(rule.title),
        "why": both(rule.why),
        "what_next": both(rule.what_next),
        "cannot_do": both(rule.cannot_do),
        "condition": rule.when_text,
        "letters": list(rule.letters),
        "channel": rule.channel,
        "hotline": list(rulebook.channels[rule.channel].hotline) if rule.channel else [],
    }
