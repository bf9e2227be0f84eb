"""The sentences of ``counting``: one function for each kind of step, Chinese and English."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from shouzheng.model.words import Words

#: Where the days off and the make-up days come from; named so that a reader can look.
DATA = "directory/working_days.toml"
_UNITS = {
    "day": Words("日", "calendar days"),
    "working_day": Words("个工作日", "working days"),
    "month": Words("个月", "months"),
}
_ONE_UNIT = {"calendar days": "calendar day", "working days": "working day", "months": "month"}


def amount(number: int, unit: str) -> Words:
    """Return ``15日`` and ``15 calendar days``."""
    words = _UNITS[unit]
    return Words(f"{number}{words.zh}", f"{number} {words.en if number != 1 else _ONE_UNIT[words.en]}")


def start(day: date) -> Words:
    """The first day is not counted."""
    return Words(f"{day}当日不计入", f"{day} itself is not counted")


def number(first: date, count: int, unit: str) -> Words:
    """How much is counted, from the day after."""
    words = amount(count, unit)
    return Words(f"自次日{first}起算{words.zh}", f"{words.en} from the day after, {first}")


def extended(count: int, unit: str) -> Words:
    """The term was prolonged."""
    words = amount(count, unit)
    return Words(f"再延长{words.zh}", f"prolonged by {words.en}")


def weekends(days: Sequence[date]) -> Words:
    """Ordinary weekends that do not count."""
    return Words(f"周末{len(days)}日不计", f"weekend days left out: {len(days)}")


def holiday(first: date, last: date, name: Words | None) -> Words:
    """A block of days off by notice."""
    days = (last - first).days + 1
    span = f"{first}" if first == last else f"{first}至{last}"
    span_en = f"{first}" if first == last else f"{first} to {last}"
    zh, en = (name.zh, name.en) if name else ("放假", "public holiday")
    return Words(f"{span}{zh}放假{days}日不计（{DATA}）", f"{span_en} {en}, days left out: {days} ({DATA})")


def make_up(day: date) -> Words:
    """A weekend day on which work is done."""
    weekday = Words("星期六", "Saturday") if day.isoweekday() == 6 else Words("星期日", "Sunday")
    return Words(
        f"{day}（{weekday.zh}）调休上班，计入（{DATA}）", f"{day}, a {weekday.en} worked instead, counts ({DATA})"
    )


def paused(first: date, last: date, days: int, why: Words) -> Words:
    """Days that do not count because the term stood still."""
    return Words(
        f"{first}至{last}（{days}日）{why.zh}，不计入", f"{first} to {last} ({days} days) not counted: {why.en}"
    )


def standing(day: date, left: int, unit: str, why: Words) -> Words:
    """The term stands still and its end is not known."""
    words = amount(left, unit)
    return Words(
        f"自{day}起{why.zh}，期限停住，恢复后还剩{words.zh}",
        f"time stands still from {day} ({why.en}); {words.en} are left when it goes on",
    )


def restarted(day: date, why: Words) -> Words:
    """Time runs anew."""
    return Words(f"{day}{why.zh}，期限重新起算", f"{day} {why.en}: time runs anew")


def too_late(day: date, end: date, why: Words) -> Words:
    """Something came after the end and changes nothing."""
    return Words(
        f"{day}{why.zh}，但期限已在{end}届满，不再改变", f"{day} {why.en}, but the term had ended on {end}: no change"
    )


def no_such_day(day: date, wanted: int) -> Words:
    """The last month has no such day."""
    return Words(f"到期月没有{wanted}日，以月末{day}为准", f"the month has no day {wanted}: its last day {day} counts")


def last(day: date) -> Words:
    """The last day."""
    return Words(f"最后一日为{day}", f"the last day is {day}")


def provisional(day: date) -> Words:
    """A last day that may still move."""
    return Words(f"最后一日暂定为{day}", f"the last day is provisionally {day}")


def moved(from_day: date, day: date, name: Words | None) -> Words:
    """The last day is no working day."""
    zh, en = (f"{name.zh}放假", name.en) if name else ("周末", "a weekend")
    return Words(f"{from_day}是{zh}，顺延到{day}", f"{from_day} is {en}: moved to {day}")


def not_announced(day: date) -> Words:
    """No notice covers the day yet."""
    return Words(
        f"{day}以后的放假和调休安排尚未公布（{DATA}），只跳过平常的周末，可能提前或推后几日",
        f"holidays and make-up days from {day} on are not announced yet ({DATA}); only ordinary weekends are left out, "
        "so the day may still move either way",
    )


def perhaps_moved(from_day: date, day: date, name: Words | None) -> Words:
    """The last day is no working day, and the day after the time off is not certain yet."""
    zh, en = (f"{name.zh}放假", name.en) if name else ("周末", "a weekend")
    return Words(f"{from_day}是{zh}，暂定顺延到{day}", f"{from_day} is {en}: provisionally moved to {day}")


def not_announced_last(day: date) -> Words:
    """No notice covers the end of a term of days or months yet."""
    return Words(
        f"{day}以后的放假和调休安排尚未公布（{DATA}），只按平常的周末判断是否顺延，公布后可能变动",
        f"holidays and make-up days from {day} on are not announced yet ({DATA}); only ordinary weekends are looked at "
        "for moving the last day, which the notice may change",
    )


def both(one: Words, other: Words) -> Words:
    """Two reasons as one."""
    return Words(f"{one.zh}、{other.zh}", f"{one.en}; {other.en}")
