"""``calllog.db``."""

from tests.intake.fixture_sets import NOON, Case, FixtureSet
from tests.intake.fixture_sets._android import call, database, numbered

_MINUTE = 60_000
_GOOD = [
    call(type=1, duration=47),
    call(type=3, missed_reason=1 << 17),
    call(type=3, date=NOON),  # two calls in one millisecond
    call(type=5),
    call(type=6, block_reason=3),
    call(type=2, duration=5),
    call(type=1, number="", presentation=2),
    call(type=7),
    call(type=1, duration=60, features=1),
]
_MANY = numbered([call(type=3, date=NOON + n * _MINUTE) for n in range(400)])
_WHOLE = database({"calls": _MANY})

SET = FixtureSet(
    "android_calls_database",
    (
        Case("good", database({"calls": numbered(_GOOD, 6894)}), events=9),
        Case("truncated", _WHOLE[: len(_WHOLE) // 2], events=178, unread=3),
        Case(
            "hostile",
            database(
                {
                    "calls": numbered(
                        [
                            call(type=99),
                            call(date=-5),
                            call(date="tomorrow"),
                            call(number=b"\xff\xfe"),
                            call(number="1" * 100_000),
                            call(type=None),
                            call(duration=-1),
                            call(),
                        ]
                    )
                },
                extra=[
                    "CREATE VIEW sms AS WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM x) SELECT n FROM x",
                    "CREATE TABLE big (_id INTEGER PRIMARY KEY, g GENERATED ALWAYS AS (zeroblob(1000000000)))",
                    "INSERT INTO big (_id) VALUES (1)",
                ],
            ),
            events=4,
            unread=4,
        ),
        Case(
            "future",
            database({"calls": numbered([call(spam_score=7, ai_summary="?"), call(type=8)])}),
            events=1,
            unread=1,
        ),
    ),
)
