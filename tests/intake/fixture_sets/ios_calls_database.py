"""``CallHistory.storedata`` of an iPhone."""

from tests.intake.fixture_sets import MOBILE, Case, FixtureSet
from tests.intake.fixture_sets._android import Values, database
from tests.intake.fixture_sets._apple import APPLE_NOON, call


def _database(given: list[Values]) -> bytes:
    return database({"ZCALLRECORD": [{**row, "Z_PK": number} for number, row in enumerate(given, 1)]})


_WHOLE = _database([call(ZNAME=f"{n}" * 50) for n in range(300)])

SET = FixtureSet(
    "ios_calls_database",
    (
        Case(
            "good",
            _database(
                [
                    call(),
                    call(),
                    call(ZANSWERED=1, ZDURATION=61.9),
                    call(ZORIGINATED=1, ZDURATION=3.0, ZADDRESS=MOBILE.encode()),
                    call(ZCALLTYPE=8),
                    call(ZCALLTYPE=0, ZSERVICE_PROVIDER="com.example.app"),
                    call(ZADDRESS=None, ZDISCONNECTED_CAUSE=6),
                ]
            ),
            events=7,
        ),
        Case("truncated", _WHOLE[: len(_WHOLE) // 2048 * 1024], events=155, unread=1),
        Case(
            "hostile",
            _database(
                [
                    call(ZORIGINATED=2),
                    call(ZDATE=float("inf")),
                    call(ZDATE=None),
                    call(ZDATE=-APPLE_NOON),
                    call(ZADDRESS=b"\xff\xfe\x00", ZDURATION="long"),
                    call(ZADDRESS="\u202e" * 5000, ZANSWERED=None),
                    call(ZCALLTYPE="x"),
                ]
            ),
            events=2,
            unread=5,
        ),
        Case("future", _database([call(ZCALLTYPE=64), call(ZTHOUGHT=1)]), events=1, unread=1),
    ),
)
