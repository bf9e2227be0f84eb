import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.intake import exports
from shouzheng.intake.exports import open_export
from shouzheng.intake.hashing import HashingReader, digest_of_bytes
from shouzheng.intake.report import UNREAD_KEPT, ImportReport
from shouzheng.model.event import NonContactKind
from shouzheng.model.words import Lang
from shouzheng.reference.problems import Severity, ShouzhengError
from tests.intake.making import (
    MOBILE,
    NOON,
    addr,
    call,
    calls,
    codes,
    mms,
    opened,
    part,
    read,
    saved,
    sms,
    smses,
    why_unread,
)

EMOJI = "&#55357;&#56832;"


def _refused(path: Path, **options: str) -> tuple[str, int]:
    with pytest.raises(ShouzhengError) as caught:
        open_export(path, **options)  # type: ignore[arg-type]
    (problem,) = caught.value.problems
    for lang in (Lang.ZH_HANS, Lang.EN):
        assert problem.what(lang)
        assert problem.why(lang)
        assert problem.repair(lang)
    return problem.code, caught.value.exit_code


def test_what_cannot_be_opened_is_said_with_its_own_code(tmp_path: Path) -> None:
    assert _refused(tmp_path / "absent.xml") == ("SZ-1001", 2)
    assert _refused(saved(tmp_path, "x") / "below") == ("SZ-1001", 2)
    assert _refused(tmp_path / "a\0b.xml") == ("SZ-1001", 2)
    assert _refused(tmp_path) == ("SZ-1002", 2)
    assert _refused(saved(tmp_path, b"")) == ("SZ-1005", 2)


def test_a_pipe_is_not_read(tmp_path: Path) -> None:
    pipe = tmp_path / "sms-pipe.xml"
    os.mkfifo(pipe)
    assert _refused(pipe) == ("SZ-1004", 2)


def test_no_permission_and_other_failures_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, smses(sms()))

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert _refused(path) == ("SZ-1003", 2)

    def fail(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", fail)
    assert _refused(path) == ("SZ-1006", 2)


def test_a_file_that_vanishes_before_it_is_read_is_an_error_not_an_empty_result(tmp_path: Path) -> None:
    path = saved(tmp_path, smses(sms()))
    reader = open_export(path)
    path.unlink()
    with pytest.raises(ShouzhengError):
        list(reader)
    with pytest.raises(RuntimeError):
        _ = reader.report


def test_a_format_can_be_named_but_not_against_the_content(tmp_path: Path) -> None:
    path = saved(tmp_path, smses(sms()))
    events, report = opened(path, forced_format="sms_backup_restore_messages")
    assert len(events) == 1
    assert "使用者" in report.recognised_by.zh
    assert _refused(path, forced_format="sms_backup_restore_calls") == ("SZ-1012", 2)
    assert _refused(path, forced_format="nonsense") == ("SZ-1011", 2)
    assert _refused(saved(tmp_path, "text", "t"), forced_format="sms_backup_restore_calls") == ("SZ-1013", 2)


def test_the_report_is_complete_only_at_the_end_and_the_reader_is_used_once(tmp_path: Path) -> None:
    reader = open_export(saved(tmp_path, smses(sms(), sms())))
    events = iter(reader)
    next(events)
    with pytest.raises(RuntimeError, match="complete only after"):
        _ = reader.report
    assert len(list(events)) == 1
    assert reader.report.events == 2
    with pytest.raises(RuntimeError, match="only once"):
        iter(reader)


def test_the_original_is_what_was_received(tmp_path: Path) -> None:
    content = smses(sms()).encode()
    when = datetime(2026, 3, 1, 12, tzinfo=UTC)
    _, report = read(tmp_path, content, received=when)
    assert report.original.digest == digest_of_bytes(content)
    assert (report.original.name, report.original.media_type) == ("sms-1.xml", "application/xml")
    assert report.original.received == when
    assert open_export(tmp_path / "sms-1.xml").original.received.tzinfo is UTC


def test_counts_in_are_counts_out(tmp_path: Path) -> None:
    picture = part(ct="image/png", data="AAAA")
    records = [
        sms(),
        sms(body="(1/2)a", date=NOON + 1),
        sms(body="(2/2)b", date=NOON + 2),
        sms(type=3),
        sms(type=5),
        sms(type=9),
        mms(picture, addr(MOBILE, 137)),
        mms(m_type=130),
        "<new/>",
    ]
    _, report = read(tmp_path, smses(*records))
    assert (report.declared_count, report.records) == (9, 9)
    assert (report.events, report.joined, report.unread_total) == (3, 1, 2)
    assert dict(report.non_contacts) == {
        NonContactKind.DRAFT: 1,
        NonContactKind.FAILED: 1,
        NonContactKind.NOTIFICATION: 1,
    }
    assert codes(report) == []


def test_counts_that_do_not_add_up_are_an_error_of_the_program(tmp_path: Path) -> None:
    _, report = read(tmp_path, smses(sms()))
    fields = {name: getattr(report, name) for name in ImportReport.__dataclass_fields__}
    with pytest.raises(RuntimeError, match="2 records went in, 1 came out"):
        ImportReport(**{**fields, "records": 2})


def test_a_wrong_count_is_a_warning(tmp_path: Path) -> None:
    for count in (0, 1, 3):
        _, report = read(tmp_path, smses(sms(), sms(), count=count))
        assert codes(report) == ["SZ-1103"]
        assert report.problems[0].severity is Severity.WARNING
        assert dict(report.problems[0].slots) == {"declared": str(count), "found": "2"}
        assert report.declared_count == count
    _, report = read(tmp_path, smses(sms()).replace('count="1"', 'count="many"'))
    assert codes(report) == ["SZ-1114"]
    _, report = read(tmp_path, smses(sms()).replace(' count="1"', ""))
    assert (codes(report), report.declared_count) == ([], None)


def test_a_bad_record_ends_nothing_and_is_listed_with_its_place(tmp_path: Path) -> None:
    bad = '<sms type="1" date="1" body="a & b" />'
    content = smses(sms(), bad, sms(body="&nbsp;").replace("&amp;", "&"), sms(date=NOON + 1))
    events, report = read(tmp_path, content)
    assert [event.time.raw for event in events] == [str(NOON), str(NOON + 1)]
    assert why_unread(report) == ["SZ-1201", "SZ-1202"]
    first = report.unread[0]
    data = content.encode()
    assert data[first.position.offset : first.position.offset + first.position.length].decode() == bad
    assert first.position.record == 2
    assert first.excerpt == bad
    assert first.original == report.original.digest
    assert "invalid token" in first.why_en
    assert first.why_zh != first.why_en


def test_unknown_elements_and_stray_text_are_listed(tmp_path: Path) -> None:
    content = smses(sms(), "<chat><line/></chat>", "words", "<![CDATA[x]]>", sms())
    events, report = read(tmp_path, content)
    assert len(events) == 2
    assert why_unread(report) == ["SZ-1204", "SZ-1205", "SZ-1212"]
    assert "<chat>" in report.unread[0].why_en
    assert "<sms>, <mms>" in [p.what(Lang.EN) for p in report.problems] or report.unread[0].excerpt.startswith("<chat>")
    assert report.unread[1].excerpt.startswith("words")


def test_more_unread_records_than_are_listed_are_still_counted(tmp_path: Path) -> None:
    events, report = read(tmp_path, smses(*[sms(type=9)] * (UNREAD_KEPT + 5)))
    assert events == []
    assert len(report.unread) == UNREAD_KEPT
    assert report.unread_total == UNREAD_KEPT + 5
    assert codes(report) == ["SZ-1112"]
    assert report.problems[0].severity is Severity.ERROR


def test_a_file_that_changes_while_it_is_read_is_reported(tmp_path: Path) -> None:
    path = saved(tmp_path, smses(sms(), sms()))
    reader = open_export(path)
    before = reader.original.digest
    events = iter(reader)
    path.write_text(smses(sms(), sms(), sms()), "utf-8")
    list(events)
    (problem,) = reader.report.problems
    assert problem.code == "SZ-1101"
    assert problem.severity is Severity.ERROR
    assert str(before) in problem.why(Lang.EN)
    assert str(digest_of_bytes(path.read_bytes())) in problem.why(Lang.ZH_HANS)


def test_a_file_that_grows_after_its_end_is_reported_too(tmp_path: Path) -> None:
    path = saved(tmp_path, smses(sms()))
    reader = open_export(path)
    with path.open("ab") as stream:
        stream.write(b"\n")
    list(reader)
    assert codes(reader.report) == ["SZ-1101"]


def test_two_exports_in_one_file_are_both_read_and_said(tmp_path: Path) -> None:
    events, report = read(tmp_path, smses(sms(), sms()) + "\n" + smses(sms()))
    assert len(events) == 3
    assert codes(report) == ["SZ-1108"]
    assert report.declared_count == 3
    events, report = read(tmp_path, smses(sms()) + sms())
    assert (len(events), codes(report)) == (2, ["SZ-1108", "SZ-1103"])


def test_repairs_are_counted_in_one_warning_each(tmp_path: Path) -> None:
    half = sms().replace("您好", "&#55357;&#55357;您")
    control = sms().replace("您好", "&#0;&#1;\x02")
    invalid = sms().encode().replace("您好".encode(), b"\xff\xfe")
    good = sms().replace("您好", EMOJI)
    content = (
        smses(half, half, control, good).encode().replace(b"</smses>", invalid + b"</smses>").replace(b'"4"', b'"5"')
    )
    events, report = read(tmp_path, content)
    assert [event.text for event in events] == ["\ufffd\ufffd您"] * 2 + ["\ufffd" * 3, "😀", "\ufffd\ufffd"]
    assert [event.notes for event in events] == [
        ("lone_surrogate",),
        ("lone_surrogate",),
        ("control_character",),
        (),
        ("invalid_utf8",),
    ]
    assert codes(report) == ["SZ-1109", "SZ-1110", "SZ-1111"]
    assert [dict(problem.slots)["count"] for problem in report.problems] == ["2", "1", "1"]


@pytest.mark.parametrize("declared", ["gb18030", "GBK", "gb2312"])
def test_chinese_encodings_are_read_and_places_count_the_files_bytes(tmp_path: Path, declared: str) -> None:
    content = smses(sms(body="您好，请按时还款。催收㐀"), sms(body="再见")).replace("UTF-8", declared)
    data = content.encode("gb18030")
    events, report = read(tmp_path, data)
    assert [event.text for event in events] == ["您好，请按时还款。催收㐀", "再见"]
    assert codes(report) == []
    for event in events:
        position = event.positions[0]
        assert data[position.offset : position.offset + position.length].decode("gb18030").startswith("<sms ")
    assert report.original.digest == digest_of_bytes(data)


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_converted_and_that_is_said(tmp_path: Path, codec: str) -> None:
    content = smses(sms(body="您好😀"), sms(body="half\ud83d"))
    data = (("" if codec == "utf-16" else "\ufeff") + content).encode(codec, "surrogatepass")
    events, report = read(tmp_path, data)
    assert [event.text for event in events] == ["您好😀", "half\ufffd"]
    assert events[1].notes == ("lone_surrogate",)
    assert codes(report) == ["SZ-1106", "SZ-1109"]
    assert report.problems[0].severity is Severity.NOTE
    assert report.original.digest == digest_of_bytes(data)
    position = events[0].positions[0]
    converted = content.encode("utf-8", "surrogatepass")
    assert converted[position.offset : position.offset + position.length].decode().startswith("<sms ")


def test_a_byte_order_mark_is_honoured_and_counted(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + smses(sms()).encode()
    (event,), report = read(tmp_path, data)
    position = event.positions[0]
    assert data[position.offset : position.offset + position.length].startswith(b"<sms ")
    assert codes(report) == []


def test_a_lying_declaration_is_said_and_the_words_are_right(tmp_path: Path) -> None:
    words = "您好，您的借款已到期，请按时还款"
    (event,), report = read(tmp_path, smses(sms(body=words)).replace("UTF-8", "gb2312"))
    assert (event.text, codes(report)) == (words, ["SZ-1105"])
    (event,), report = read(tmp_path, smses(sms(body=words)).encode("gbk"))
    assert (event.text, codes(report)) == (words, ["SZ-1105"])
    (event,), report = read(tmp_path, smses(sms(body="ok")).replace("UTF-8", "KOI8-R"))
    assert (event.text, codes(report)) == ("ok", ["SZ-1107"])


def test_literal_null_bytes_and_line_ends_survive(tmp_path: Path) -> None:
    content = smses(sms(body="X")).encode().replace(b'"X"', b'"a\x00b\nc\x0bd"')
    (event,), _ = read(tmp_path, content)
    assert event.text == "a\ufffdb\nc\ufffdd"
    assert dict(event.raw)["body"] == event.text
    assert event.notes == ("control_character",)


SMALL_FILES = {
    "messages": smses(
        sms(body="您好" + "😀"),
        mms(part(text="x") + part(ct="image/png", data="AAAA"), addr(MOBILE, 137)),
        sms(type=3),
    ).encode(),
    "calls": calls(call(), call(type=3)).encode(),
}


@pytest.mark.parametrize("name", SMALL_FILES)
def test_truncation_at_every_byte_keeps_what_is_whole(tmp_path: Path, name: str) -> None:
    data = SMALL_FILES[name]
    whole, _ = read(tmp_path, data)
    path = tmp_path / "cut.xml"
    refused = read_to_end = 0
    for cut in range(1, len(data)):
        path.write_bytes(data[:cut])
        try:
            events, report = opened(path)
        except ShouzhengError:
            refused += 1
            continue
        read_to_end += 1
        assert "SZ-1102" in codes(report)
        expected = [event for event in whole if event.positions[0].offset + event.positions[0].length <= cut]
        assert [event.raw for event in events] == [event.raw for event in expected]
        started = [b for b in (b"<sms ", b"<mms ", b"<call ") if data.rfind(b, 0, cut) >= 0]
        if started and report.unread_total:
            assert report.unread[-1].code in ("SZ-1209", "SZ-1211")
            last = report.unread[-1].position
            assert last.offset + last.length == cut
    assert refused < 70
    assert read_to_end > len(data) - 100


ELEMENTS = st.sampled_from(
    [
        sms(),
        sms(body="(1/2)x"),
        sms(type=3),
        sms(type="x"),
        mms(part(text="a"), addr(MOBILE, 137)),
        "<foo/>",
        "<sms",
        '"',
        "'",
        "<",
        "&",
        "]]>",
        "<!--",
        "-->",
        "</smses>",
        "<smses>",
        "\x00",
        "&#55357;",
        "&amp;",
        "<!DOCTYPE a>",
        "text",
    ]
)


@given(st.lists(ELEMENTS, max_size=12))
@settings(deadline=None, max_examples=120)
def test_mutated_files_never_crash_and_counts_hold(tmp_path_factory: pytest.TempPathFactory, parts: list[str]) -> None:
    content = "<smses>" + "".join(parts) + sms(body="last") + "</smses>"
    try:
        events, report = read(tmp_path_factory.mktemp("mutated"), content)
    except ShouzhengError:
        return
    left = report.events + report.joined + sum(n for _, n in report.non_contacts) + report.unread_total
    assert report.records == left
    assert len(events) == report.events
    for event in events:
        for position in event.positions:
            assert content.encode()[position.offset : position.offset + position.length].startswith((b"<sms", b"<mms"))


@given(st.binary(max_size=400), st.integers(0, 3))
@settings(deadline=None, max_examples=150)
def test_any_bytes_give_a_result_or_a_clear_error(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, kind: int
) -> None:
    whole = SMALL_FILES["messages"]
    middle = len(whole) // 2
    data = [noise, whole[:middle] + noise + whole[middle:], noise + whole, whole[:-8] + noise][kind]
    try:
        _, report = read(tmp_path_factory.mktemp("noise"), data)
    except ShouzhengError:
        return
    else:
        assert report.original.digest == digest_of_bytes(data)


@given(st.sampled_from([1, 2, 5, 64, 1000]), st.sampled_from(sorted(SMALL_FILES)))
@settings(deadline=None, max_examples=10)
def test_the_size_of_reads_never_matters(tmp_path_factory: pytest.TempPathFactory, size: int, name: str) -> None:
    path = saved(tmp_path_factory.mktemp("chunks"), SMALL_FILES[name] + "尾".encode())
    events, report = opened(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exports, "HashingReader", lambda stream: HashingReader(stream, size))
        again, same = opened(path)
    assert again == events
    assert (same.unread, same.problems, same.records) == (report.unread, report.problems, report.records)
