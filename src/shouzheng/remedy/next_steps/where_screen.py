"""``next --where`` for the terminal and as data."""

from __future__ import annotations

from shouzheng.model.words import Lang, Words
from shouzheng.reference.terminal_text import wrap
from shouzheng.remedy.labels import INSTITUTION_KIND, ROLE
from shouzheng.remedy.next_steps.where import RightBody, Where, WrongBody
from shouzheng.remedy.situation import Situation
from shouzheng.remedy.wording import Voice

_TITLE = Words("找谁（按一般的先后）", "Where to turn (in the order people normally go)")
_FOR = Words("{role}；对方：{kind}", "{role}; other side: {kind}")
_NOT = Words("不归它管的", "Not competent")
_UNCLEAR = Words("说明以下情况后才能判断", "Cannot be told before the case says more")
_WHY, _OFFICE, _TIME = Words("为什么", "why"), Words("在哪里办", "where"), Words("多久", "how long")
_CALL, _LETTERS, _CANNOT = Words("电话或网址", "call or visit"), Words("文书", "letters"), Words("做不到", "cannot do")
_END = Words(
    "一件事先找一处，记下编号和日期；号码可能变动，以官方公布为准。",
    "Take one matter to one place first and note number and day; numbers change, official pages decide.",
)


def where_screen(where: Where, situation: Situation, lang: Lang, *, width: int) -> str:
    """Return the bodies as lines of at most ``width`` columns."""
    voice = Voice.for_case(lang, situation.case)
    kind, role = INSTITUTION_KIND[situation.institution_kind], ROLE[situation.writer.role]
    lines = [voice.own(_TITLE), voice.say(_FOR, role=voice.say(role), kind=voice.say(kind)), ""]
    for place, each in enumerate(where.right, 1):
        lines += wrap(voice.own(each.channel.name), width, first=f"{place}. ", rest="   ")
        for label, text in _parts(each, voice):
            lines += wrap(f"{voice.own(label)}{voice.colon}{text}", width, first="   ", rest="     ")
        lines.append("")
    for title, bodies in ((_NOT, where.wrong), (_UNCLEAR, where.unclear)):
        if bodies:
            lines.append(voice.own(title))
            for other in bodies:
                text = f"{voice.own(other.channel.name)}{voice.colon}{voice.own(other.why)}"
                lines += wrap(text, width, first="  - ", rest="    ")
            lines.append("")
    return "\n".join([*lines, *wrap(voice.own(_END), width)])


def _parts(each: RightBody, voice: Voice) -> list[tuple[Words, str]]:
    parts = [(_WHY, voice.own(each.why)), (_OFFICE, voice.own(each.where))]
    if each.channel.hotline:
        parts.append((_CALL, voice.listing(each.channel.hotline)))
    parts.append((_TIME, voice.own(each.channel.handling_time)))
    if each.letters:
        parts.append((_LETTERS, voice.listing(letter.id for letter in each.letters)))
    parts.append((_CANNOT, voice.own(each.channel.cannot_do)))
    return parts


def where_json(where: Where, situation: Situation) -> dict[str, object]:
    """Return the bodies as plain values, both languages inside (schema ``shouzheng.where/1``)."""
    return {
        "schema": "shouzheng.where/1",
        "as_of": situation.today.isoformat(),
        "invented": situation.case.invented,
        "role": situation.writer.role.value,
        "institution_kind": situation.institution_kind.value,
        "bodies": [
            {
                "id": each.body.id,
                "name": _both(each.channel.name),
                "why": _both(each.why),
                "where": _both(each.where),
                "hotline": list(each.channel.hotline),
                "handling_time": _both(each.channel.handling_time),
                "cannot_do": _both(each.channel.cannot_do),
                "letters": [letter.id for letter in each.letters],
                "condition": each.body.when_text,
            }
            for each in where.right
        ],
        "not_competent": [_other_json(each) for each in where.wrong],
        "unclear": [_other_json(each) for each in where.unclear],
    }


def _other_json(each: WrongBody) -> dict[str, object]:
    return {"id": each.body.id, "name": _both(each.channel.name), "why": _both(each.why)}


def _both(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}
