import base64
import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shouzheng.model.event import Attachment, Channel, Direction, NonContactKind, NumberKind, Outcome, TextSource
from shouzheng.model.moment import Resolution
from shouzheng.model.original import Digest
from tests.intake.making import MOBILE, NOON, addr, codes, mms, part, read, sms, smses, why_unread

PICTURE = bytes(range(256)) * 8
BLOB = base64.b64encode(PICTURE).decode()
DIGEST = Digest("sha256", hashlib.sha256(PICTURE).hexdigest(), len(PICTURE))
LAYOUT = part(seq="-1", ct="application/smil", text="<smil><body/></smil>")
OWN = addr("insert-address-token", 151)


def test_every_field_of_a_received_message(tmp_path: Path) -> None:
    parts = LAYOUT + part(text="看看") + part(ct="image/jpeg", cl="a.jpg", text="null", data=BLOB) + part(text="这个")
    addrs = addr(MOBILE, 137) + OWN
    (event,), report = read(tmp_path, smses(mms(parts, addrs, date_sent=NOON - 5000)))
    assert (event.channel, event.direction, event.outcome) == (Channel.MMS, Direction.INBOUND, Outcome.DELIVERED)
    assert event.text == "看看\n这个"
    assert event.text_source is TextSource.RECORD
    assert event.attachments == (Attachment("image/jpeg", "a.jpg", DIGEST),)
    assert (event.other.normal, event.other.kind, event.others) == (MOBILE, NumberKind.MOBILE, ())
    assert event.time.resolution is Resolution.SECOND
    assert event.sent is not None
    assert event.positions[0].path == "smses/mms[1]"
    assert event.notes == ()
    assert codes(report) == []


def test_raw_holds_every_field_but_never_the_picture(tmp_path: Path) -> None:
    parts = LAYOUT + part(ct="image/jpeg", cl="a.jpg", data=BLOB) + part(text="字", odd="1")
    (event,), _ = read(tmp_path, smses(mms(parts, addr(MOBILE, 137) + OWN)))
    raw = dict(event.raw)
    assert raw["msg_box"] == "1"
    assert raw["part[1]@text"] == "<smil><body/></smil>"
    assert raw["part[2]@cl"] == "a.jpg"
    assert raw["part[2]@data"] == f"base64 of {DIGEST} ({len(PICTURE)} bytes), {len(BLOB)} characters"
    assert raw["part[3]@odd"] == "1"
    assert raw["addr[1]@type"] == "137"
    assert raw["addr[2]@address"] == "insert-address-token"
    assert BLOB not in str(event)


@pytest.mark.parametrize(
    ("data", "note"),
    [
        ("", "attachment_without_data"),
        ("null", "attachment_without_data"),
        ("%%%", "attachment_unreadable"),
        ("abc", "attachment_unreadable"),
    ],
)
def test_a_picture_that_is_not_there_is_still_named(tmp_path: Path, data: str, note: str) -> None:
    (event,), _ = read(tmp_path, smses(mms(part(ct="image/png", name="b.png", data=data), addr(MOBILE, 137))))
    assert event.attachments == (Attachment("image/png", "b.png", None),)
    assert event.notes == (note,)
    assert event.text is None


def test_base64_in_lines_is_read(tmp_path: Path) -> None:
    lines = "\n".join(BLOB[at : at + 76] for at in range(0, len(BLOB), 76))
    (event,), _ = read(tmp_path, smses(mms(part(ct="image/png", data=lines), addr(MOBILE, 137))))
    assert event.attachments[0].digest == DIGEST


def test_a_ten_megabyte_part_is_legal(tmp_path: Path) -> None:
    content = b"\x00\xff\x10" * 3_500_000
    blob = base64.b64encode(content).decode()
    (event,), report = read(tmp_path, smses(mms(part(ct="video/3gpp", cl="v", data=blob), addr(MOBILE, 137))))
    assert event.attachments[0].digest == Digest("sha256", hashlib.sha256(content).hexdigest(), len(content))
    assert report.unread_total == 0


@pytest.mark.parametrize("joint", ["~", ","])
def test_several_numbers_in_one_field(tmp_path: Path, joint: str) -> None:
    joined = joint.join(["13000000021", "+8615000000022", "010-00001111"])
    (event,), _ = read(tmp_path, smses(mms(part(text="x"), "", msg_box=2, address=joined)))
    assert (event.direction, event.outcome) == (Direction.OUTBOUND, Outcome.UNKNOWN)
    assert event.other.normal == "13000000021"
    assert [number.normal for number in event.others] == ["15000000022", "01000001111"]


def test_the_sender_of_a_group_message_is_the_other_party(tmp_path: Path) -> None:
    addrs = addr("15000000022", 137) + addr("18000000001", 151) + addr("19000000002", 130) + OWN
    (event,), _ = read(tmp_path, smses(mms(part(text="x"), addrs, address="18000000001~15000000022")))
    assert event.other.normal == "15000000022"
    assert [number.normal for number in event.others] == ["18000000001", "19000000002"]


def test_a_message_from_nobody_says_so(tmp_path: Path) -> None:
    (event,), _ = read(tmp_path, smses(mms(part(text="x"), OWN, address="null")))
    assert (event.other.kind, event.other.normal) == (NumberKind.UNKNOWN, None)
    assert event.notes == ("address_missing",)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"m_type": "130"}, NonContactKind.NOTIFICATION),
        ({"m_type": "130", "msg_box": "9"}, NonContactKind.NOTIFICATION),
        ({"msg_box": "3"}, NonContactKind.DRAFT),
        ({"msg_box": "4"}, NonContactKind.OUTBOX),
        ({"msg_box": "5"}, NonContactKind.FAILED),
    ],
)
def test_what_is_no_contact(tmp_path: Path, changes: dict[str, str], kind: NonContactKind) -> None:
    events, report = read(tmp_path, smses(mms(**changes)))
    assert events == []
    assert report.non_contacts == ((kind, 1),)


@pytest.mark.parametrize("changes", [{"msg_box": "0"}, {"msg_box": "7"}, {"m_type": "134"}, {"m_type": "x"}])
def test_unknown_codes_are_unread(tmp_path: Path, changes: dict[str, str]) -> None:
    _, report = read(tmp_path, smses(mms(**changes)))
    assert why_unread(report) == ["SZ-1207"]


def test_seconds_are_told_from_milliseconds_and_said(tmp_path: Path) -> None:
    seconds = mms(part(text="x"), addr(MOBILE, 137), date=NOON // 1000, date_sent=NOON // 1000 - 5)
    (event, other), report = read(tmp_path, smses(seconds, mms(part(text="y"), addr(MOBILE, 137), date=NOON + 7)))
    assert event.time.utc == datetime(2026, 1, 2, 2, 0, tzinfo=UTC)
    assert (event.time.raw, event.time.resolution) == (str(NOON // 1000), Resolution.SECOND)
    assert event.sent is not None
    assert event.sent.utc == datetime(2026, 1, 2, 1, 59, 55, tzinfo=UTC)
    assert event.notes == ("mms_date_in_seconds", "date_sent_in_seconds")
    assert other.time.resolution is Resolution.MILLISECOND
    assert codes(report) == ["SZ-1113"]
    assert dict(report.problems[0].slots) == {"count": "1"}


def test_a_text_message_in_seconds_is_not_guessed(tmp_path: Path) -> None:
    _, report = read(tmp_path, smses(sms(date=NOON // 1000)))
    assert why_unread(report) == ["SZ-1208"]


def test_the_subject_is_read_too(tmp_path: Path) -> None:
    both = mms(part(text="正文"), addr(MOBILE, 137), sub="最后通知")
    alone = mms(part(ct="image/png", data=BLOB), addr(MOBILE, 137), sub="看图")
    events, _ = read(tmp_path, smses(both, alone))
    assert [event.text for event in events] == ["最后通知\n正文", "看图"]
    assert all(event.notes == ("subject_in_text",) for event in events)


def test_words_kept_as_data_are_an_attachment_and_words_beside_data_are_both(tmp_path: Path) -> None:
    as_data = mms(part(ct="text/plain", text="null", data=BLOB), addr(MOBILE, 137))
    beside = mms(part(ct="text/plain", text="字", data=BLOB), addr(MOBILE, 137))
    events, _ = read(tmp_path, smses(as_data, beside))
    assert [event.text for event in events] == [None, "字"]
    assert [event.attachments[0].digest for event in events] == [DIGEST, DIGEST]
    assert all(event.notes == ("text_part_as_data",) for event in events)


def test_unknown_elements_inside_are_kept_and_noted(tmp_path: Path) -> None:
    record = mms(part(text="x"), addr(MOBILE, 137)).replace("</mms>", "<extra k='v'/></mms>")
    (event,), _ = read(tmp_path, smses(record))
    assert event.notes == ("unknown_content",)
    assert dict(event.raw)["extra@k"] == "v"


def test_a_long_value_in_another_field_named_data_is_kept_as_it_is(tmp_path: Path) -> None:
    (event, other), _ = read(
        tmp_path, smses(mms(part(text="x"), addr(MOBILE, 137), data="A" * 9000), sms(data="B" * 9000))
    )
    assert dict(event.raw)["data"] == "A" * 9000
    assert dict(other.raw)["data"] == "B" * 9000
