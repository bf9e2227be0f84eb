"""What the formats with Android's columns have in common, tried on one of them each."""

from pathlib import Path

import pytest

from shouzheng.model.event import Channel, Direction, NonContactKind, NumberKind, Outcome
from shouzheng.model.moment import OffsetSource, Resolution
from tests.intake.fixture_sets import GATEWAY, MOBILE, NOON
from tests.intake.fixture_sets._android import Values, as_json, as_lines, call, database, numbered, pdu, sms
from tests.intake.fixture_sets.oppo_messages import message
from tests.intake.making import opened, saved, why_unread


def _calls(folder: Path, *rows: Values) -> Path:
    return saved(folder, database({"calls": numbered(rows)}), "calllog.db")


@pytest.mark.parametrize(
    ("row", "outcome", "notes"),
    [
        (call(type=3, missed_reason=1 << 17), Outcome.MISSED, ("missed_short_ring",)),
        (
            call(type=3, missed_reason=(1 << 16) | (1 << 20)),
            Outcome.MISSED,
            ("missed_no_answer", "missed_no_vibration"),
        ),
        (call(type=6, block_reason=3), Outcome.BLOCKED, ("blocked_number",)),
        (call(type=6, block_reason=99), Outcome.BLOCKED, ("block_reason_unknown",)),
        (call(type=7), Outcome.UNKNOWN, ("answered_on_another_device",)),
        (call(type=3, deleted=1), Outcome.MISSED, ("deleted_in_store",)),
        (call(type=3, missed_reason=0, block_reason=0), Outcome.MISSED, ()),
    ],
)
def test_why_a_call_was_missed_or_blocked(
    tmp_path: Path, row: Values, outcome: Outcome, notes: tuple[str, ...]
) -> None:
    (event,), _ = opened(_calls(tmp_path, row))
    assert (event.outcome, event.notes) == (outcome, notes)


def test_a_video_call_and_a_withheld_number(tmp_path: Path) -> None:
    events, _ = opened(
        _calls(tmp_path, call(features=1, duration=3), call(number="", presentation=2), call(number=None))
    )
    assert [event.channel for event in events] == [Channel.VIDEO_CALL, Channel.CALL, Channel.CALL]
    assert [event.other.kind for event in events] == [NumberKind.MOBILE, NumberKind.WITHHELD, NumberKind.UNKNOWN]
    assert events[2].notes == ("number_missing",)


def test_two_calls_in_one_millisecond_and_ten_messages_in_one_second_all_stand(tmp_path: Path) -> None:
    events, _ = opened(_calls(tmp_path, call(type=3), call(type=3)))
    assert len({event.id for event in events}) == 2
    path = saved(tmp_path, database({"sms": numbered([sms(body="还钱")] * 10)}), "mmssms.db")
    assert len(opened(path)[0]) == 10


def test_what_a_samsung_phone_blocked_and_what_an_lg_phone_calls_blocked(tmp_path: Path) -> None:
    tables = {"sms": numbered([sms(type=7), sms(type=8), sms(type=19)]), "spam_sms": numbered([sms()], 9)}
    events, report = opened(saved(tmp_path, database(tables), "mmssms.db"))
    assert [(event.outcome, event.direction) for event in events] == [(Outcome.BLOCKED, Direction.INBOUND)] * 2
    assert events[0].notes == ("lg_blocked_number",)
    assert ("type", "7") in events[0].raw
    assert dict(report.non_contacts) == {NonContactKind.QUEUED: 1, NonContactKind.NOTIFICATION: 1}


def test_an_mms_counts_seconds_and_a_samsung_one_may_count_milliseconds(tmp_path: Path) -> None:
    rows = [pdu(date=NOON // 1000, date_sent=NOON // 1000 - 5), pdu(date=NOON + 250)]
    path = saved(tmp_path, database({"sms": numbered([sms()]), "pdu": numbered(rows)}), "mmssms.db")
    events, _ = opened(path)
    assert [event.time.resolution for event in events[1:]] == [Resolution.SECOND, Resolution.MILLISECOND]
    assert events[1].time.raw == str(NOON // 1000)
    assert events[1].sent is not None
    assert (events[1].time.utc - events[1].sent.utc).total_seconds() == 5
    assert events[2].notes == ("mms_date_in_milliseconds", "address_missing")


def test_subject_text_and_media_of_an_mms(tmp_path: Path) -> None:
    subject = "催收通知".encode().decode("latin-1")
    tables: dict[str, list[Values]] = {
        "sms": numbered([sms()]),
        "pdu": numbered([pdu(sub=subject, sub_cs=106)]),
        "part": [
            {"_id": 1, "mid": 1, "seq": 0, "ct": "text/plain", "text": "看图"},
            {"_id": 2, "mid": 1, "seq": 0, "ct": "image/jpeg", "name": "a.jpg"},
        ],
        "addr": [{"_id": 1, "msg_id": 1, "address": MOBILE, "type": 137}],
    }
    (_, event), _ = opened(saved(tmp_path, database(tables), "mmssms.db"))
    assert event.text == "催收通知\n看图"
    assert (event.other.raw, event.channel) == (MOBILE, Channel.MMS)
    assert [attachment.name for attachment in event.attachments] == ["a.jpg"]
    assert ("addr[1].address", MOBILE) in event.raw


def test_json_exports_keep_the_names_of_contacts_and_every_field(tmp_path: Path) -> None:
    rows: list[Values] = [{**sms(), "__display_name": "家人"}, {**sms(address="家人"), "x": None}]
    events, _ = opened(saved(tmp_path, as_lines(rows), "messages.ndjson"))
    assert [event.contact_name for event in events] == ["家人", None]
    assert ("x:null", "") in events[1].raw
    (event,), _ = opened(saved(tmp_path, as_json([{**call(), "display-name": "家人"}]), "calls.json"))
    assert event.contact_name == "家人"


def test_a_backup_without_type_does_not_guess_the_direction(tmp_path: Path) -> None:
    row = {"address": GATEWAY, "body": "您好", "date": str(NOON), "date_sent": str(NOON), "recipients": [GATEWAY]}
    (event,), _ = opened(saved(tmp_path, as_json([row]), "000000_sms_backup"))
    assert (event.direction, event.outcome) == (Direction.UNKNOWN, Outcome.UNKNOWN)
    assert event.notes == ("direction_unknown",)


def test_long_messages_are_joined_and_the_counts_still_add_up(tmp_path: Path) -> None:
    rows = [sms(body="(1/2)请于今日", date=NOON), sms(body="(2/2)还款", date=NOON + 1000)]
    (event,), report = opened(saved(tmp_path, database({"sms": numbered(rows)}), "mmssms.db"))
    assert event.text == "请于今日还款"
    assert [position.path for position in event.positions] == ["sms[1]", "sms[2]"]
    assert (report.records, report.events, report.joined) == (2, 1, 1)


def test_half_characters_are_replaced_everywhere_and_noted(tmp_path: Path) -> None:
    content = as_lines([sms(body="x")]).replace(b'"x"', b'"\\ud83d\\ude00 \\ud83d"')
    (event,), report = opened(saved(tmp_path, content, "messages.ndjson"))
    assert event.text == "\U0001f600 \ufffd"
    assert event.notes == ("lone_surrogate",)
    assert "SZ-1109" in [problem.code for problem in report.problems]
    assert dict(event.raw)["body"] == event.text


def test_a_key_that_stands_twice_is_reported(tmp_path: Path) -> None:
    content = as_lines([sms()]).replace(b'"body"', b'"body": "rude", "body"')
    (event,), report = opened(saved(tmp_path, content, "messages.ndjson"))
    assert "SZ-1120" in [problem.code for problem in report.problems]
    assert [value for name, value in event.raw if name == "body"] == ["rude", "您好"]
    assert event.notes == ("duplicate_key",)


def test_the_offset_of_an_oppo_phone_is_found_from_its_local_time(tmp_path: Path) -> None:
    cases = (
        ("2026/01/02 10:00:00", str(NOON), 480, OffsetSource.READABLE_DATE, Resolution.MILLISECOND),
        ("2026/01/02 11:00:00", str(NOON), 540, OffsetSource.READABLE_DATE, Resolution.MILLISECOND),
        ("2026/01/02 10:00:01", str(NOON), 480, OffsetSource.ASSUMED, Resolution.MILLISECOND),
        ("2026/01/02 10:00:00", None, 480, OffsetSource.ASSUMED, Resolution.SECOND),
    )
    for written, origin, offset, source, resolution in cases:
        (event,), _ = opened(saved(tmp_path, message(Date=written, DateOrigin=origin).encode(), "sms.vmsg"))
        assert (event.time.offset_minutes, event.time.offset_source) == (offset, source)
        assert (event.time.resolution, int(event.time.utc.timestamp() * 1000)) == (resolution, NOON)


def test_the_text_of_a_vmessage(tmp_path: Path) -> None:
    texts = {
        "Subject;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=E6=82=A8=\n=E5=A5=BD": "您好",
        "SubjectENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:a=3Db=0Ac": "a=b\nc",
        "Subject:plain\ngoes on: here": "plain\ngoes on: here",
        "Subject;ENCODING=QUOTED-PRINTABLE;CHARSET=GB2312:=C4=FA=BA=C3": "您好",
        "Subject:": "",
    }
    for subject, expected in texts.items():
        (event,), _ = opened(saved(tmp_path, message(subject=subject).encode(), "sms.vmsg"))
        assert event.text == expected, subject
    (event,), _ = opened(saved(tmp_path, message(subject="").encode(), "sms.vmsg"))
    assert (event.text, event.text_source) == (None, None)


def test_an_intercepted_contact_is_incoming_and_blocked(tmp_path: Path) -> None:
    rows: list[Values] = [{"_id": 1, "phone": MOBILE, "date": NOON, "type": 5, "mark_count": 37}]
    (event,), _ = opened(saved(tmp_path, database({"interception_calls": rows}), "harassment.db"))
    assert (event.outcome, event.direction, event.channel) == (Outcome.BLOCKED, Direction.INBOUND, Channel.CALL)
    assert event.notes == ("marked_by_37",)


def test_stray_words_between_vmessages_are_listed_with_their_place(tmp_path: Path) -> None:
    content = (message() + "stray words\n" + message()).encode()
    events, report = opened(saved(tmp_path, content, "sms.vmsg"))
    assert (len(events), why_unread(report)) == (2, ["SZ-1205"])
    place = report.unread[0].position
    assert content[place.offset : place.offset + place.length] == b"stray words\n"
