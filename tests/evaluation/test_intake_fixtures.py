"""Real export files by other people's phones, read in place; no word or number of them stands here."""

import hashlib
import os
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from shouzheng.intake.exports import open_export
from shouzheng.intake.formats import Format, Tried, all_formats
from shouzheng.intake.gathering import Gathering
from shouzheng.intake.ios_problems import LISTED_BUT_ABSENT, ONLY_WANTED
from shouzheng.intake.report import ImportReport
from shouzheng.model.event import Channel, ContactEvent, Direction, Outcome
from shouzheng.model.moment import OffsetSource, Resolution
from shouzheng.model.words import Lang
from shouzheng.reference.problems import ShouzhengError
from tests.intake.making import codes, opened

pytestmark = pytest.mark.evaluation


def _fixtures() -> Path:
    return Path(os.environ["SHOUZHENG_DATA"]) / "fixtures"


def _read(name: str) -> tuple[list[ContactEvent], ImportReport, bytes]:
    path = _fixtures() / "sms_backup_restore" / name
    events, report = opened(path)
    data = path.read_bytes()
    assert report.original.digest.hex == hashlib.sha256(data).hexdigest()
    for event in events:
        (position,) = event.positions
        record = data[position.offset : position.offset + position.length]
        assert re.match(rb"<(sms|mms|call) ", record)
        assert record.endswith((b"/>", b"</mms>"))
    return events, report, data


def _shape(event: ContactEvent) -> tuple[str, str, str, str, int]:
    return (
        event.time.device.isoformat(sep=" ", timespec="milliseconds"),
        event.channel.value,
        event.direction.value,
        event.outcome.value,
        len(event.text or ""),
    )


def test_sms_old() -> None:
    events, report, data = _read("sms_old.xml")
    assert (report.declared_count, report.records, report.events, report.unread_total) == (6, 6, 6, 0)
    assert (report.non_contacts, codes(report)) == ((), [])
    sent = ("2015-06-21 04:08:38.026+02:00", "sms", "outbound", "unknown", 56)
    received = ("2015-06-21 04:08:45.655+02:00", "sms", "inbound", "delivered", 56)
    picture = ("2015-07-13 14:35:34.000+02:00", "mms", "outbound", "unknown", 25)
    assert [_shape(event) for event in events] == [sent, sent, received, received, picture, picture]
    assert all(event.time.offset_source is OffsetSource.READABLE_DATE for event in events)
    assert len({event.id for event in events}) == 6, "repeated records are evidence and stay apart"
    assert [event.sent is not None for event in events] == [False, False, True, True, False, False]
    assert data.count(b"<part ") == 6
    assert data.count(b"<addr ") == 4
    for event in events[4:]:
        assert sum(name.startswith("part[") and name.endswith("@seq") for name, _ in event.raw) == 3
        assert sum(name.startswith("addr[") and name.endswith("@type") for name, _ in event.raw) == 2
        (attachment,) = event.attachments
        assert attachment.media_type == "image/jpeg"
        assert attachment.digest is not None
        assert attachment.digest.length == int(dict(event.raw)["m_size"])
        assert event.time.resolution is Resolution.SECOND
        assert len(event.others) == 1
    assert all(event.notes == () for event in events)


def test_smsrst() -> None:
    events, report, _ = _read("smsrst.xml")
    assert (report.declared_count, report.records, report.events, report.unread_total) == (2, 5, 5, 0)
    assert codes(report) == ["SZ-1103"], "its own count says 2"
    assert [_shape(event) for event in events] == [
        ("2015-06-21 04:08:38.026+02:00", "sms", "outbound", "unknown", 56),
        ("2013-04-09 12:29:17.533+08:00", "sms", "outbound", "unknown", 23),
        ("2015-06-21 04:08:45.655+02:00", "sms", "inbound", "delivered", 56),
        ("2015-07-13 14:35:34.000+02:00", "mms", "outbound", "unknown", 25),
        ("2016-10-31 14:18:26.000+01:00", "mms", "inbound", "delivered", 729),
    ]
    assert [event.notes for event in events] == [(), (), (), (), ("date_sent_in_seconds",)]
    assert events[4].sent is not None
    assert (events[4].time.utc - events[4].sent.utc).total_seconds() == 1
    assert [len(event.attachments) for event in events] == [0, 0, 0, 1, 0]
    assert events[4].others == (), "sender and recipient are one number, named once"


def test_calls() -> None:
    events, report, _ = _read("calls.xml")
    assert (report.declared_count, report.records, report.events, report.unread_total) == (7, 7, 7, 0)
    assert codes(report) == []
    assert all(event.channel is Channel.CALL for event in events)
    assert [event.seconds for event in events] == [505, 33, 1494, 0, 1030, 3955, 165]
    assert [event.direction for event in events] == [Direction.INBOUND] + [Direction.OUTBOUND] * 6
    outcomes = [Outcome.CONNECTED] * 7
    outcomes[3] = Outcome.UNKNOWN
    assert [event.outcome for event in events] == outcomes
    assert {event.time.offset_minutes for event in events} == {-240}
    assert [event.contact_name is None for event in events] == [True, True, True, False, True, True, False]
    assert len({event.other.raw for event in events}) == 2, "one person with and without a country code"
    assert report.first is not None
    assert report.last is not None
    assert (report.first.raw, report.last.raw) == ("1467998061690", "1468022978630")


@pytest.mark.parametrize("name", ["sms_old.xml", "smsrst.xml", "calls.xml"])
def test_a_whole_file_parser_sees_the_same_attributes(name: str) -> None:
    """These three files are well-formed, so an ordinary parser is an independent witness."""
    events, _, data = _read(name)
    children = list(ElementTree.fromstring(data.decode("utf-8")))  # noqa: S314 - three known files
    assert len(children) == len(events)
    for child, event in zip(children, events, strict=True):
        raw = dict(event.raw)
        assert {key: raw[key] for key in child.attrib} == child.attrib
        texts = [part.attrib["text"] for part in child.iter("part") if part.attrib["ct"] == "text/plain"]
        assert event.text == (child.get("body") if child.tag != "mms" else "\n".join(texts))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("android_backup/backup.ab", "adb backup"),
        ("ios_backup/Manifest.db", "SQLite"),
        ("sms_backup_restore/LICENSE", "plain text"),
    ],
)
def test_other_phones_files_are_refused_by_what_they_are(name: str, said: str) -> None:
    with pytest.raises(ShouzhengError) as caught:
        open_export(_fixtures() / name)
    (problem,) = caught.value.problems
    assert caught.value.exit_code == 2
    assert said in problem.what(Lang.EN)


_TRIED = [
    pytest.param(block, tried, id=f"{block.name}: {tried.path}")
    for block in all_formats()
    for tried in block.tried
    if tried.path
]


@pytest.mark.parametrize(("block", "tried"), _TRIED)
def test_every_real_file_gives_the_counts_that_its_format_states(block: Format, tried: Tried) -> None:
    gathering = Gathering()
    reports = []
    for export in gathering.exports(_fixtures() / tried.path):
        list(export)
        if export.format is block:
            reports.append(export.report)
    assert sum(report.events for report in reports) == tried.events
    assert sum(count for report in reports for _, count in report.non_contacts) == tried.non_contacts
    assert sum(report.unread_total for report in reports) == tried.unread
    assert all(report.tried for report in reports)
    assert gathering.problems == []


def test_the_folder_of_all_fixtures_is_taken_whole() -> None:
    gathering = Gathering()
    formats = [(list(export), export.format.name)[1] for export in gathering.exports(_fixtures())]
    stated = {tried.path for block in all_formats() for tried in block.tried if tried.path}
    assert len(formats) >= len(stated)
    folder = gathering.containers[-1]
    backup = _fixtures() / "ios_backup"  # opened as a backup: only its stores are looked at
    outside = [path for path in _fixtures().rglob("*") if path.is_file() and backup not in path.parents]
    opened_stores = next(dict(each.slots)["opened"] for each in gathering.problems if each.kind is ONLY_WANTED)
    absent = [each.where for each in gathering.problems if each.kind is LISTED_BUT_ABSENT]
    assert [name.startswith("ios_backup:HomeDomain/Library/CallHistoryDB/") for name in absent] == [True, True]
    assert (folder.container, folder.refused) == ("folder", len(absent))
    assert folder.members == len(outside) + int(opened_stores) + len(absent)


def test_a_color_os_backup() -> None:
    """The phone's offset is found by comparing local time and instant; a missed call keeps its ringing."""
    events, _ = opened(_fixtures() / "oppo" / "sms.vmsg")
    assert {event.time.offset_source for event in events} == {OffsetSource.READABLE_DATE}
    assert {event.time.resolution for event in events} == {Resolution.MILLISECOND}
    assert all(event.text and "=" not in event.text[:20] for event in events)
    calls, _ = opened(_fixtures() / "oppo" / "calls.xml")
    assert [event.outcome for event in calls] == [Outcome.MISSED] * 3
    assert [dict(event.raw)["ring_time"] for event in calls] == ["32", "38", "25"]
    assert all("ring_time_known" in event.notes and event.contact_name is None for event in calls)


def test_a_phone_assistants_local_times() -> None:
    events, _ = opened(_fixtures() / "sms360" / "sms.xml")
    assert [event.direction for event in events].count(Direction.OUTBOUND) == 1
    assert events[0].time.device.isoformat() == "2012-10-24T11:53:43+08:00"
    assert {event.time.offset_source for event in events} == {OffsetSource.ASSUMED}
