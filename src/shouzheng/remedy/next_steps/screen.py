"""The next steps for the terminal and as data. Calm: no word of a message is shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from shouzheng.model.words import Lang, Words
from shouzheng.reference.terminal_text import wrap
from shouzheng.remedy.letters.letter_file import Letter
from shouzheng.remedy.next_steps.deadline_file import DeadlineRule
from shouzheng.remedy.next_steps.deadline_words import both, days_words, deadline_json, perhaps_words
from shouzheng.remedy.next_steps.deadlines import Deadline
from shouzheng.remedy.next_steps.steps import NextStep, soonest
from shouzheng.remedy.proceedings.state import STATE_WORDS
from shouzheng.remedy.proceedings.view import Seen, next_day
from shouzheng.remedy.situation import Situation
from shouzheng.remedy.situation_facts import POLICE
from shouzheng.remedy.wording import Voice

_TITLE = Words("接下来做什么", "What to do now")
_EXAMPLE = Words("（示例：内容均为虚构）", " (example: everything is invented)")
_NONE = Words("检查结果里没有需要走的步骤。", "The result calls for no step.")
_WHY, _NEEDS, _CANNOT = Words("为什么", "why"), Words("需要", "needs"), Words("做不到", "cannot do")
_CALL, _LETTERS, _DONE = Words("电话或网址", "call or visit"), Words("文书", "letters"), Words("已做", "done")
_BY = Words("期限", "by when")
_THERE, _THEN = Words("在办", "under way"), Words("接下来", "next")
_WAITING = Words("—— 已经做了，等待中 ——", "— done, waiting —")
_OTHERS = Words("另外在办的", "Also under way")
_NEXT_DAY = Words("，最近的期限 {day}", ", next term {day}")
_LIST = Words("写文书：shouzheng letter write 名称", "to write one: shouzheng letter write NAME")
_DEADLINE = Words("{what}：{day}（{law}）", "{what}: {day} ({law})")
_PASSED = Words("，已过", ", passed")
_MORE = Words("另有 {count} 项较晚或较早的同类期限", "further terms of this kind, earlier or later: {count}")
_SIX_MONTHS = Words(
    "如果以后出现威胁、辱骂或闯入，报案宜尽早：公安机关六个月内没有发现的行为，一般不再处罚。",
    "If threats, insults or a forced entry come later, report early: what the police have not learned of within six "
    "months is as a rule no longer punished.",
)
_END = (
    Words(
        "这些步骤不影响债务本身；真实债权人的合理联系请照常回应。",
        "None of this changes the debt; keep answering reasonable contact from the real creditor.",
    ),
    Words(
        "号码可能变动，请在机构自己的App里核对。这不是法律意见，拿不准的请问12348。",
        "Numbers change: check them in the institution’s own app. This is no legal advice; in doubt ask 12348.",
    ),
)


def next_screen(
    steps: tuple[NextStep, ...], situation: Situation, lang: Lang, *, width: int, others: Iterable[Seen] = ()
) -> str:
    """Return the steps as lines of at most ``width`` columns; ``others`` are proceedings of none of them."""
    voice = Voice.for_case(lang, situation.case)
    lines = [voice.own(_TITLE) + (voice.own(_EXAMPLE) if situation.case.invented else ""), ""]
    if not steps:
        lines += [voice.own(_NONE), ""]
    for place, each in enumerate(steps, 1):
        if each.waiting and not (place > 1 and steps[place - 2].waiting):
            lines += [voice.own(_WAITING), ""]
        lines += wrap(voice.own(each.step.title), width, first=f"{place}. ", rest="   ")
        for label, text in _parts(each, situation.today, voice):
            lines += wrap(f"{voice.own(label)}{voice.colon}{text}", width, first="   ", rest="     ")
        lines.append("")
    for place, seen in enumerate(others):
        lines += [voice.own(_OTHERS)] if place == 0 else []
        for label, text in _under_way(seen, voice):
            lines += wrap(f"{voice.own(label)}{voice.colon}{text}", width, first="   ", rest="     ")
        lines.append("")
    if any(each.letters for each in steps):
        lines += [*wrap(voice.own(_LIST), width), ""]
    if not any(each.step.channel == POLICE for each in steps):
        lines += wrap(voice.own(_SIX_MONTHS), width)
    for words in _END:
        lines += wrap(voice.own(words), width)
    return "\n".join(lines)


def _parts(each: NextStep, today: date, voice: Voice) -> list[tuple[Words, str]]:
    step = each.step
    parts = [(_WHY, voice.own(step.why)), (_NEEDS, voice.own(step.needs))]
    if each.channel and each.channel.hotline:
        parts.insert(0, (_CALL, voice.listing(each.channel.hotline)))
    if each.letters:
        parts.append((_LETTERS, voice.listing(_named(letter, voice) for letter in each.letters)))
    if each.done:
        parts.append((_DONE, each.done.isoformat()))
    for seen in each.seen:
        parts += _under_way(seen, voice)
    shown, left_out = soonest(each.deadlines, today)
    for term in shown:
        parts.append((_BY, _term(term, today, voice)))
    if left_out:
        parts.append((_BY, voice.say(_MORE, count=left_out)))
    parts += [(_BY, f"{voice.own(rule.what)}{voice.colon}{voice.own(why)}") for rule, why in unread_terms(each)]
    parts.append((_CANNOT, voice.own(step.cannot_do)))
    return parts


def unread_terms(each: NextStep) -> list[tuple[DeadlineRule, Words]]:
    """Return the terms of the step's proceedings that were not read for their day or bind other kinds, with the reason.

    One that stands in place of another (the old and the new law) is left out when that other one runs.
    """
    found: dict[DeadlineRule, Words] = {}
    for seen in each.seen:
        running = {kind for term in seen.standing.terms for kind in term.deadline.rule.on}
        standing = seen.standing
        found |= {rule: standing.why_not(rule) for rule in standing.unknown if running.isdisjoint(rule.on)}
    return list(found.items())


def _under_way(seen: Seen, voice: Voice) -> list[tuple[Words, str]]:
    """Say where a proceeding stands, and what its replies call for. Nothing of its messages is shown."""
    text = f"{seen.standing.proceeding.id}{voice.colon}{voice.own(STATE_WORDS[seen.standing.state])}"
    following = next_day(seen)
    if following is not None:
        text += voice.say(_NEXT_DAY, day=following.isoformat())
    parts = [(_THERE, text)]
    for rule in seen.rules:
        then = f"{voice.own(rule.title)}{voice.colon}{voice.own(rule.what_next)}"
        if rule.letters:
            then += f" {voice.own(_LETTERS)}{voice.colon}{voice.listing(rule.letters)}"
        parts.append((_THEN, then))
    return parts


def _named(letter: Letter, voice: Voice) -> str:
    return f"{letter.id}" + (f" ({letter.title.en})" if voice.lang is Lang.EN else f"（{voice.own(letter.title)}）")


def _term(term: Deadline, today: date, voice: Voice) -> str:
    when = voice.own(days_words(term))
    if term.first is not None and term.first < today:
        when += voice.own(_PASSED)
    text = voice.say(_DEADLINE, what=voice.own(term.rule.what), day=when, law=voice.own(term.law))
    how = (". " if voice.lang is Lang.EN else "。").join(voice.own(day.how) for day in term.days)
    tail, doubt, perhaps = voice.own(term.rule.remark), voice.own(term.note), voice.own(perhaps_words(term))
    stop = ". " if voice.lang is Lang.EN else "。"
    return stop.join(part for part in (text, perhaps, how, tail, doubt) if part)


def next_json(steps: tuple[NextStep, ...], situation: Situation, others: Iterable[Seen] = ()) -> dict[str, object]:
    """Return the steps as plain values, both languages inside (schema ``shouzheng.next/1``)."""
    return {
        "schema": "shouzheng.next/1",
        "as_of": situation.today.isoformat(),
        "invented": situation.case.invented,
        "writer": situation.writer.id,
        "creditor": situation.creditor.id if situation.creditor else None,
        "steps": [_step_json(each, situation) for each in steps],
        "other_proceedings": [_seen_json(seen) for seen in others],
    }


def _seen_json(seen: Seen) -> dict[str, object]:
    following = next_day(seen)
    return {
        "id": seen.standing.proceeding.id,
        "state": seen.standing.state.value,
        "next_day": following.isoformat() if following else None,
        "next": [rule.id for rule in seen.rules],
        "letters": list(dict.fromkeys(name for rule in seen.rules for name in rule.letters)),
        "unknown_terms": [rule.id for rule in seen.standing.unknown],
    }


def _step_json(each: NextStep, situation: Situation) -> dict[str, object]:
    step = each.step
    return {
        "id": step.id,
        "danger": step.danger,
        "title": both(step.title),
        "why": both(step.why),
        "needs": both(step.needs),
        "cannot_do": both(step.cannot_do),
        "condition": step.when_text,
        "channel": step.channel,
        "hotline": list(each.channel.hotline) if each.channel else [],
        "letters": [letter.id for letter in each.letters],
        "done": each.done.isoformat() if each.done else None,
        "waiting": each.waiting,
        "proceedings": [_seen_json(seen) for seen in each.seen],
        "deadlines": [deadline_json(term, situation.today) for term in each.deadlines],
    }
