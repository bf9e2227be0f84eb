"""Pictures of invented chats, small so that reading them takes little time; drawn anew for every run of the tests."""

from tests.intake.fixture_sets import Case, FixtureSet
from tests.intake.screenshots.drawing import Chat, png

_ROWS = [("time", "2026年1月2日 20:47"), ("left", "今天必须还款"), ("right", "请不要打给家人")]
_SMALL = Chat(_ROWS, width=420)

SET = FixtureSet(
    "screenshot",
    (
        Case("good", png(_SMALL), events=2),
        Case("truncated", png(_SMALL)[:-400], events=2),
        Case("no day is told", png(Chat([("time", "昨天 20:47"), ("left", "还款")], width=420)), events=0, unread=1),
        Case(
            "hostile",
            b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + b"\x7f\xff\xff\xff" * 2 + b"\x08\x02\x00\x00\x00",
            0,
            0,
            1,
        ),
        Case("future", png(Chat([("time", "2026年1月2日 脑波"), ("left", "还款")], width=420)), events=0, unread=1),
    ),
)
