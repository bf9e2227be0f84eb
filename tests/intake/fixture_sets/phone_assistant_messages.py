"""``sms.xml`` of a Chinese phone assistant."""

from tests.intake.fixture_sets import GATEWAY, Case, FixtureSet


def _sms(**changes: str) -> str:
    fields = {"Type": "1", "Status": "0", "IsRead": "1", "Address": GATEWAY, "Date": "2026-01-02 10:00:00"}
    fields = {**fields, "Subject": "", "Body": "您好\n第二行", **changes}
    return "<SMS>" + "".join(f"<{key}>{value}</{key}>" for key, value in fields.items()) + "</SMS>\n"


def _file(*records: str) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>\n'
    return f"{head}<SMSRecord>\n{''.join(records)}</SMSRecord>".encode()


_WHOLE = _file(_sms(), *[_sms(Body="还钱")] * 10, _sms(Type="2"), _sms(Type="3"))

SET = FixtureSet(
    "phone_assistant_messages",
    (
        Case("good", _WHOLE, events=12, non_contacts=1),
        Case("truncated", _WHOLE[:-100], events=12, unread=1),
        Case(
            "hostile",
            _file(_sms(Type="9"), _sms(Date="yesterday"), _sms(Body="&x;"), _sms(Body="<b>a</b>"), "<SMS>", _sms()),
            events=2,
            unread=4,
        ),
        Case("future", _file(_sms(Sim="2"), _sms(Type="7"), "<MMS/>"), events=1, unread=2),
    ),
)
