"""Known violations and near misses, each on people of its own, with the rules that each contact breaks.

The rules were read off the law files (``law/cn``), for a consumer finance company's online consumer loan and days from
2026-02-02 on, when the banking association's guideline, the national standard, the Civil Code and the public security
law of 2025 were in force; the hours and numbers are ``law/cn/thresholds.toml``. No answer of the program went in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

HOUR = 3600
DAY = 24 * HOUR
Value = str | int | bool


@dataclass(frozen=True, slots=True)
class Step:
    """One planted contact: seconds after midnight of the plant's first day, its columns, and the rules it breaks.

    ``who`` tells the people of a plant apart, ``line`` the numbers they are called from; ``objected`` is when the
    person had refused, in the same seconds.
    """

    second: int
    rules: tuple[str, ...] = ()
    columns: Mapping[str, Value] = field(default_factory=dict)
    who: int = 0
    number: int = 0
    objected: int | None = None
    text: str | None = None


_MISSED: Mapping[str, Value] = {"outcome": "missed", "seconds": 0}
_TALKED: Mapping[str, Value] = {"outcome": "connected", "seconds": 60}
_NAMED: Mapping[str, Value] = {
    **_TALKED,
    "role": "emergency_contact",
    "named_as_contact": True,
    "debtor_reachable": False,
}
_VISIT: Mapping[str, Value] = {
    "channel": "visit",
    "visitors": 2,
    "visit_recorded": True,
    "credentials_shown": True,
    "visit_place": "home",
    "visit_scene": False,
}
_BY_AGENCY: Mapping[str, Value] = {"agency": "示例催收代理甲", "agency_published": True}
_SMS: Mapping[str, Value] = {"channel": "sms"}


def _at(hours: float, columns: Mapping[str, Value], *rules: str, **more: object) -> Step:
    return Step(round(hours * HOUR), rules, columns, **more)  # type: ignore[arg-type]


#: Name of each plant → its contacts. Those named ``near_…`` break nothing.
PLANTS: dict[str, tuple[Step, ...]] = {
    # R01, R02: 22:00 is inside, 08:00 and 21:59:59 are outside. R04 needs a second night contact within seven days.
    "night_call": (_at(22, _MISSED, "R01", "R02"),),
    "early_call": (Step(8 * HOUR - 1, ("R01", "R02"), _TALKED),),
    "near_night": (Step(22 * HOUR - 1, (), _TALKED), _at(24 + 8, _TALKED)),
    "two_nights": (_at(22.5, _MISSED, "R01", "R02"), _at(24 * 6 + 22.4, _MISSED, "R01", "R02", "R04")),
    "near_two_nights": (_at(22.5, _MISSED, "R01", "R02"), _at(24 * 7 + 22.5, _MISSED, "R01", "R02")),
    "night_to_third": (_at(23, _NAMED, "R01", "R02", "R04"),),
    "agreed_night": (_at(22.2, {**_TALKED, "agreed_time": True}),),
    # R05: more than three effective calls a day.
    "fourth_talk": tuple(_at(9 + 2 * n, _TALKED, *(("R05",) if n == 3 else ())) for n in range(4)),
    "near_fourth_talk": (*(_at(9 + 3 * n, _TALKED) for n in range(3)), _at(24 + 9, _TALKED)),
    # R06: more than three notices put through a day; said not to be a talk about the debt, so R05 is silent.
    "fourth_notice": tuple(
        _at(9 + 2 * n, {**_TALKED, "is_notice": True, "debt_discussed": False}, *(("R06",) if n == 3 else ()))
        for n in range(4)
    ),
    # R07: more than six unanswered attempts to one line a day.
    "seventh_attempt": tuple(_at(9 + 1.5 * n, _MISSED, *(("R07",) if n == 6 else ())) for n in range(7)),
    "near_seventh_attempt": (*(_at(9 + 1.5 * n, _MISSED) for n in range(6)), _at(24 + 9, _MISSED)),
    # R09: after a refusal more than five contacts in 24 hours or more than ten in seven days.
    "sixth_after_refusal": tuple(
        _at(9 + 2 * n, _MISSED if n % 2 else _TALKED, *(("R09",) if n == 5 else ()), objected=-DAY) for n in range(6)
    ),
    "near_sixth_after_refusal": tuple(_at(9 + 2 * n, _MISSED if n % 2 else _TALKED, objected=-DAY) for n in range(5)),
    "eleventh_in_a_week": tuple(
        _at(24 * (n // 2) + 10 + 4 * (n % 2), _MISSED, *(("R09",) if n == 10 else ()), objected=-DAY) for n in range(11)
    ),
    # R10: ten contacts, or five numbers, within sixty minutes. The attempts after the sixth break R07 as well.
    "burst": tuple(Step(10 * HOUR + 390 * n, ("R07",) * (n >= 6) + ("R10",) * (n == 9), _MISSED) for n in range(10)),
    "five_numbers": tuple(Step(10 * HOUR + 600 * n, ("R10",) if n == 4 else (), _MISSED, number=n) for n in range(5)),
    "near_five_numbers": tuple(Step(10 * HOUR + 900 * n, (), _MISSED, number=n) for n in range(5)),
    # R14: the debtor could be reached. R15: contact after a third person refused; a second within seven days is R08.
    "debtor_was_reachable": (_at(10, {**_NAMED, "debtor_reachable": True}, "R14"),),
    "after_refusal": (
        _at(10, _NAMED, "R15", objected=-DAY),
        _at(24 * 3 + 10, _NAMED, "R08", "R15", objected=-DAY),
    ),
    "near_after_refusal": (_at(10, _NAMED, objected=10 * HOUR + 60),),
    # R16: somebody not agreed as contact, or the third different person within thirty days.
    "not_named": (_at(10, {**_NAMED, "role": "colleague", "named_as_contact": False}, "R16"),),
    "three_persons": tuple(_at(24 * 9 * n + 10, _NAMED, *(("R16",) if n == 2 else ()), who=n) for n in range(3)),
    "near_three_persons": tuple(_at(24 * 15 * n + 10, _NAMED, who=n) for n in range(3)),
    # What only an institution can state.
    "agency_not_published": (_at(10, {**_TALKED, **_BY_AGENCY, "agency_published": False}, "R33"),),
    "private_phone": (
        _at(10, {**_TALKED, **_BY_AGENCY, "from_private_account": True, "private_contact_agreed": False}, "R34"),
    ),
    "altered_number": (_at(10, {**_MISSED, "number_altered": True}, "R35"),),
    "after_settlement": (_at(10, {**_TALKED, "days_since_settlement": 3}, "R43"),),
    "near_after_settlement": (_at(10, {**_TALKED, "days_since_settlement": 2}),),
    "scene_at_work": (_at(10, {**_VISIT, "visit_place": "workplace", "visit_scene": True}, "R47"),),
    "alone_on_visit": (_at(10, {**_VISIT, "visitors": 1}, "R48"),),
    "visit_not_recorded": (_at(10, {**_VISIT, "visit_recorded": False}, "R48b"),),
    "orderly_visit": (_at(10, _VISIT),),
}
#: What only words show, planted when the archive has texts. R25 and R26 leave to people how grave it is, whose debt.
WITH_TEXTS: dict[str, tuple[Step, ...]] = {
    "threat": (_at(10, _SMS, "R20", "R25", "R26", text="再不还钱弄死你全家"),),
    "insult": (_at(10, _SMS, "R21", "R25", text="你个骗子老赖"),),
    "two_insults": (
        _at(10, _SMS, "R21", "R25", text="你个骗子老赖"),
        _at(24 + 10, _SMS, "R08", "R21", "R25", text="你个骗子老赖，还钱"),
    ),
}
