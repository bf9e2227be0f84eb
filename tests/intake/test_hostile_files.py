"""Files made to exhaust memory, read other files, or take forever."""

import resource
import signal
import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest

from shouzheng.intake.exports import open_export
from shouzheng.model.words import Lang
from tests.intake.making import NOON, call, calls, codes, opened, read, saved, sms, smses, why_unread

MEBIBYTE = 1 << 20


def test_an_entity_bomb_is_never_expanded(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE smses [<!ENTITY l0 "lol">{entities}]>'
    content = smses(sms(), sms(body="BOMB").replace("BOMB", "&l9;"), sms(date=NOON + 1)).replace(
        "<smses", bomb + "<smses"
    )
    events, report = read(tmp_path, content)
    assert len(events) == 2
    assert why_unread(report) == ["SZ-1202"]
    assert codes(report) == ["SZ-1104"]
    assert report.problems[0].where.startswith("sms-1.xml:+")
    assert "没有执行" in report.problems[0].what(Lang.ZH_HANS)


def test_an_external_entity_reads_no_other_file(tmp_path: Path) -> None:
    secret = saved(tmp_path, "TOP SECRET", "secret.txt")
    declared = f'<!DOCTYPE smses [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    content = smses(sms(body="E").replace('"E"', '"&x;"'), sms()).replace("<smses", declared + "<smses")
    events, report = read(tmp_path, content)
    assert len(events) == 1
    assert "SECRET" not in repr(events) + repr(report)
    assert codes(report) == ["SZ-1104"]


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE smses>",
        '<!DOCTYPE smses SYSTEM "http://example.invalid/a.dtd">',
        "<!doctype smses [ <!ELEMENT smses ANY> ]>",
        "<!DOCTYPE smses [<!ATTLIST sms body CDATA 'forged'>]>",
    ],
)
def test_declarations_of_any_kind_change_nothing(tmp_path: Path, doctype: str) -> None:
    (event,), report = read(tmp_path, smses(sms(body=None)).replace("<smses", doctype + "<smses"))
    assert event.text is None
    assert codes(report) == ["SZ-1104"]


def test_a_declaration_between_records_is_no_record(tmp_path: Path) -> None:
    events, report = read(tmp_path, smses(sms(), "<!DOCTYPE a [<!ENTITY b 'c'>]>", sms(), count=2))
    assert (len(events), report.records, codes(report)) == (2, 2, ["SZ-1104"])


def test_a_field_of_200_megabytes_is_passed_over_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "sms-big.xml"
    block = b"A" * MEBIBYTE
    with path.open("wb") as stream:
        stream.write(f'<smses count="3">{sms()}<sms type="1" date="{NOON}" body="'.encode())
        for _ in range(200):
            stream.write(block)
        stream.write(f'" />{sms(date=NOON + 1)}</smses>'.encode())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tracemalloc.start()
    events, report = opened(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert [event.time.raw for event in events] == [str(NOON), str(NOON + 1)]
    (unread,) = report.unread
    assert unread.code == "SZ-1203"
    assert unread.position.length > 200 * MEBIBYTE
    assert unread.excerpt.startswith('<sms type="1"')
    assert report.original.digest.length == path.stat().st_size
    assert peak < 48 * MEBIBYTE
    assert grown < 120 * (MEBIBYTE if sys.platform == "darwin" else 1024)  # macOS counts bytes, Linux KiB


def test_a_record_of_many_parts_over_the_limit_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "sms-parts.xml"
    parts = b'<part seq="0" ct="text/plain" text="%s" />' % (b"x" * 100_000)
    with path.open("wb") as stream:
        stream.write(b'<smses count="2"><mms date="1" msg_box="1"><parts>')
        for _ in range(700):
            stream.write(parts)
        stream.write(f"</parts></mms>{sms()}</smses>".encode())
    tracemalloc.start()
    reader = open_export(path)
    (event,) = list(reader)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert event.time.raw == str(NOON)
    assert why_unread(reader.report) == ["SZ-1203"]
    assert peak < 100 * MEBIBYTE


def test_megabytes_of_stray_text_are_one_piece(tmp_path: Path) -> None:
    events, report = read(tmp_path, smses(sms(), "x" * (3 * MEBIBYTE), sms()))
    assert len(events) == 2
    (unread,) = report.unread
    assert (unread.code, len(unread.excerpt)) == ("SZ-1205", 200)


@pytest.mark.parametrize("levels", [33, 5000, 50_000])
def test_deep_nesting_is_bounded(tmp_path: Path, levels: int) -> None:
    deep = "<mms>" + "<a>" * levels + "</a>" * levels + "</mms>"
    events, report = read(tmp_path, smses(sms(), deep, sms()))
    assert len(events) == 2
    assert why_unread(report) == ["SZ-1210"]


@contextmanager
def given_up_after(seconds: int) -> Iterator[None]:
    """Turn work without end into a failure; no measurement (those are in ``benchmarks``)."""

    def give_up(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError("work without end")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize(
    "evil",
    [
        "<" * 150_000,
        "<sms " * 30_000,
        '<sms a="' * 20_000,
        "</sms>" * 25_000,
        "<!--" * 40_000,
        "<!DOCTYPE[" * 15_000,
        "<?" * 75_000,
        "'" * 300_000,
        "<sms" + " a=''" * 60_000 + "/>",
        "<sms a='" + "&#55357;" * 40_000 + "' type='1' date='1767319200000'/>",
        "<sms a='" + "&" * 300_000 + "'/>",
        "<sms readable_date='" + ",1 " * 90_000 + "' type='1' date='1767319200000' body='" + "(1/2)" * 50_000 + "'/>",
        "<sms body='" + "【" * 300_000 + "' type='1' date='1767319200000'/>",
        "<sms body='" + " " * 300_000 + "(1/2' type='1' date='1767319200000'/>",
    ],
)
def test_nothing_takes_more_than_linear_time(tmp_path: Path, evil: str) -> None:
    """150 KB and more of trouble; quadratic work on it would take minutes."""
    path = saved(tmp_path, smses(sms(), evil, sms(date=NOON + 1)))
    with given_up_after(120):
        events, report = opened(path)
    assert len(events) >= 1
    assert report.records >= 2


def test_a_hostile_text_stays_literal_in_the_event_and_harmless_in_messages(tmp_path: Path) -> None:
    words = "\u202eabc\u200b=HYPERLINK(1)"
    (event,), _ = read(tmp_path, smses(sms(body=words)))
    assert event.text == words
    _, report = read(tmp_path, smses(sms(type="\u202e7")))
    assert "\u202e" not in report.unread[0].why_en


def test_a_million_different_field_names_do_not_stay_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "calls.xml"
    path.write_text(calls(*[call(**{f"x{n}": "1"}) for n in range(3000)]), "utf-8")
    tracemalloc.start()
    count = sum(1 for _ in open_export(path))
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 3000
    assert held < 4 * MEBIBYTE


@pytest.mark.parametrize("inside", ["<a/>", "<part x='1'/>", ' y="1"'])
def test_a_record_of_countless_fields_is_not_parsed(tmp_path: Path, inside: str) -> None:
    many = inside * 120_000
    record = f"<mms{many}></mms>" if inside.startswith(" ") else f"<mms>{many}</mms>"
    path = saved(tmp_path, smses(sms(), record, sms()))
    tracemalloc.start()
    events, report = opened(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(events) == 2
    assert why_unread(report) == ["SZ-1213"]
    assert peak < 16 * MEBIBYTE


def test_invented_names_and_endless_numbers_do_not_fill_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "sms-names.xml"
    long_address = "1" * 100_000
    with path.open("w", encoding="utf-8") as stream:
        stream.write("<smses>")
        for number in range(20_000):
            stream.write(f"<name-{number:0100d}/>")
        for number in range(200):
            stream.write(sms(address=f"{long_address}{number}", body=f"({number % 2 + 1}/2)"))
        stream.write("</smses>")
    tracemalloc.start()
    reader = open_export(path)
    count = sum(1 for _ in reader)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 200
    assert reader.report.unread_total == 20_000
    assert reader.report.unread[0].position.path == "smses/node()[1]"
    assert peak < 32 * MEBIBYTE
