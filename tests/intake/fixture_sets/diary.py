"""``diary.jsonl`` as ``shouzheng intake diary`` writes it."""

import json

from tests.intake.fixture_sets import MOBILE, Case, FixtureSet


def _line(**changes: str) -> str:
    entry = {
        "shouzheng_diary": "1",
        "kind": "visit",
        "when": "2026-01-02 20:30",
        "offset": "+08:00",
        "written": "2026-01-02T22:00:05+08:00",
        "who": MOBILE,
        "direction": "in",
        "words": "两个人上门，说不还钱就不走",
    }
    return json.dumps({**entry, **changes}, ensure_ascii=False) + "\n"


_GOOD = _line() + _line(kind="call", answered="1", words="") + _line(kind="letter", when="2026-01-01") + _line()

SET = FixtureSet(
    "diary",
    (
        Case("good", _GOOD.encode(), events=4),
        Case("truncated", _GOOD.encode()[:-40], events=3, unread=1),
        Case(
            "hostile",
            (
                _line(kind="teleport")
                + _line(when="2026-13-45 99:99")
                + _line(direction="sideways")
                + _line(offset="+99:00")
                + _line(who="\u202e\x00" + "9" * 500, written="never")
                + "nonsense\n"
            ).encode("utf-8", "replace"),
            events=1,
            unread=5,
        ),
        Case("future", (_line() + _line(shouzheng_diary="2", mood="blue")).encode(), events=1, unread=1),
    ),
)
