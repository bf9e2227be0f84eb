"""``sms-….xml`` of SMS Backup & Restore."""

from tests.intake.fixture_sets import MOBILE, Case, FixtureSet
from tests.intake.making import addr, mms, part, sms, smses

_PICTURE = mms(part(text="看图") + part(ct="image/png", data="AAAA"), addr(MOBILE, 137))
_WHOLE = smses(sms(), *[sms(body="还钱")] * 10, _PICTURE, sms(type=3), mms(m_type=130)).encode()

SET = FixtureSet(
    "sms_backup_restore_messages",
    (
        Case("good", _WHOLE, events=12, non_contacts=2),
        Case("truncated", _WHOLE[:-60], events=12, non_contacts=1, unread=1),
        Case("hostile", smses(sms(body="&#55357;").replace("&amp;", "&"), "<sms", sms()).encode(), events=2, unread=1),
        Case("future", smses(sms(), sms(type=42), "<rcs/>", sms(rcs="1")).encode(), events=2, unread=2),
    ),
)
