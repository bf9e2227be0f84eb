"""A term in words and as plain values: its days, how each was counted, step by step, and the law it stands in."""

from __future__ import annotations

from datetime import date

from shouzheng.model.words import Words
from shouzheng.reference.safe_text import visible
from shouzheng.remedy.next_steps.deadlines import Day, Deadline, Reasoned

_STANDING = Words("期限停住", "time stands still")
_UNKNOWN = Words("日期未知", "day unknown")
_PROVISIONAL = Words("暂定{day}", "provisionally {day}")
_MOVED = Words("{day}（顺延到{moved}）", "{day} (moved to {moved})")
_PERHAPS_MOVED = Words("{day}（暂定顺延到{moved}）", "{day} (provisionally moved to {moved})")
#: What a way of counting is called.
WAYS = {
    "day": Words("按自然日", "by calendar days"),
    "working_day": Words("按工作日", "by working days"),
    "month": Words("按月", "by months"),
}
_PERHAPS_MET = Words(
    "可能已因寄出或报出的“{names}”而满足：里面写明了这件事才算，没有写明的，请在到期前补上",
    "perhaps met by what was sent or reported in “{names}”: only if it named this matter; if not, add it in time",
)
#: What a status is called.
STATUS = {
    "open": Words("未到期", "open"),
    "standing": Words("停住", "standing still"),
    "perhaps_over": Words(
        "可能已过（按另一种算法或延长后还没有）", "perhaps passed (not in another way of counting, or if prolonged)"
    ),
    "past_unsure": Words(
        "各种算法都已过，但有不确定之处，不能写“超期”",
        "passed in every way of counting, yet something is not certain: do not write “late”",
    ),
    "over": Words("已过", "passed"),
}


def day_words(day: Day) -> Words:
    """Return the last day of one way of counting, provisional or moved days marked as such."""
    if day.counted.standing:
        return _STANDING
    if day.last is None:
        return _PROVISIONAL.fill(day=day.provisional) if day.provisional else _UNKNOWN
    if day.moved is not None and day.moved != day.last:
        return _MOVED.fill(day=day.last, moved=day.moved)
    if day.moved is None and day.provisional is not None and day.provisional != day.last:
        return _PERHAPS_MOVED.fill(day=day.last, moved=day.provisional)
    return Words(day.last.isoformat(), day.last.isoformat())


def days_words(deadline: Deadline) -> Words:
    """Return the days of all ways, each once, joined by “or”."""
    days = list(dict.fromkeys(day_words(day) for day in deadline.days))
    return Words(" 或 ".join(day.zh for day in days), " or ".join(day.en for day in days))


def perhaps_words(deadline: Deadline) -> Words:
    """Return what may have ended the term, by the ids of the proceedings; empty when nothing may."""
    if not deadline.perhaps_met:
        return Words("", "")
    names = [visible(name) for name in deadline.perhaps_met]
    return Words(_PERHAPS_MET.fill(names="、".join(names)).zh, _PERHAPS_MET.fill(names=", ".join(names)).en)


def step_words(reasoned: Reasoned) -> Words:
    """Return one step as a line: what, by which law, and what is doubtful about it."""
    zh, en = reasoned.step.words.zh, reasoned.step.words.en
    if reasoned.law.zh:
        zh, en = f"{zh}（{reasoned.law.zh}）", f"{en} ({reasoned.law.en})"
    if reasoned.doubt.zh:
        zh, en = f"{zh}（{reasoned.doubt.zh}）", f"{en} ({reasoned.doubt.en})"
    return Words(zh, en)


def deadline_json(deadline: Deadline, today: date) -> dict[str, object]:
    """Return a term as plain values: every way of counting with every step, both languages inside."""
    rule = deadline.rule
    return {
        "id": rule.id,
        "what": both(rule.what),
        "whose": rule.whose.value,
        "from": deadline.start.isoformat(),
        "law": both(deadline.law),
        "provisions": list(rule.provisions),
        "status": deadline.status(today),
        "ways": [_way_json(day) for day in deadline.days],
        "remark": both(rule.remark),
        "note": both(deadline.note),
        "perhaps_met": list(deadline.perhaps_met),
    }


def _way_json(day: Day) -> dict[str, object]:
    return {
        "unit": day.counted.unit.value,
        "last": _iso(day.last),
        "moved": _iso(day.moved),
        "provisional": _iso(day.provisional),
        "standing": day.counted.standing,
        "how": both(day.how),
        "steps": [
            {
                "reason": each.step.reason.value,
                "first": each.step.first.isoformat(),
                "last": each.step.last.isoformat(),
                "words": both(each.step.words),
                "law": both(each.law),
                "doubt": both(each.doubt),
            }
            for each in day.steps
        ],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def both(words: Words) -> dict[str, str]:
    """Return both languages as plain values."""
    return {"zh": words.zh, "en": words.en}
