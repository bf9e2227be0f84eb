"""``call_history.db`` of an old iPhone."""

from tests.intake.fixture_sets import MOBILE, NOON, Case, FixtureSet
from tests.intake.fixture_sets._android import Values, database
from tests.intake.fixture_sets._apple import rows


def _call(**changes: object) -> Values:
    row = {"ROWID": 1, "address": MOBILE, "date": NOON // 1000, "duration": 0, "flags": 4, "id": -1, "read": 1}
    return {**row, **changes}


_WHOLE = database({"call": rows([_call(country_code="x" * 60) for _ in range(300)])})

SET = FixtureSet(
    "ios_old_calls_database",
    (
        Case(
            "good",
            database(
                {"call": rows([_call(), _call(), _call(flags=5, duration=9), _call(flags=17), _call(address="")])}
            ),
            events=5,
        ),
        Case("truncated", _WHOLE[: len(_WHOLE) // 2048 * 1024], events=141, unread=1),
        Case(
            "hostile",
            database(
                {
                    "call": rows(
                        [
                            _call(flags=-1),
                            _call(flags="4 OR 1"),
                            _call(date=1e300),
                            _call(date=10**13),
                            _call(duration=-5, address="\u202e"),
                        ]
                    )
                }
            ),
            events=1,
            unread=4,
        ),
        Case("future", database({"call": rows([_call(flags=64), _call(smell="x")])}), events=1, unread=1),
    ),
)
