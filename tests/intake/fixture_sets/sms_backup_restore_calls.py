"""``calls-….xml`` of SMS Backup & Restore."""

from tests.intake.fixture_sets import Case, FixtureSet
from tests.intake.making import call, calls

_WHOLE = calls(call(type=1, duration=47), call(type=3), call(type=3), call(type=5), call(type=6)).encode()

SET = FixtureSet(
    "sms_backup_restore_calls",
    (
        Case("good", _WHOLE, events=5),
        Case("truncated", _WHOLE[:-120], events=4, unread=1),
        Case("hostile", calls(call(type=0), call(date="x"), call(), "<call").encode(), events=1, unread=3),
        Case("future", calls(call(), call(type=8), call(score="1"), "<rcs/>").encode(), events=2, unread=2),
    ),
)
