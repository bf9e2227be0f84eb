"""Bills of calls as PDF: the same records whatever way the program wrote them, and nothing lost without being said."""

import io
import zlib
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from shouzheng.intake.containers._pdf_table import Word, table_of, words_of_layout
from shouzheng.intake.gathering import Gathering
from shouzheng.model.event import ContactEvent, Direction
from shouzheng.model.grade import Grade
from shouzheng.reference.problems import ShouzhengError
from tests.intake.containers.bills import HEADER, MOBILE, MOVED, bill, rows, written_by_hand
from tests.intake.containers.making import gathered


def _read(folder: Path, content: bytes) -> tuple[Gathering, list[ContactEvent], list[str]]:
    path = folder / "详单.pdf"
    path.write_bytes(content)
    gathering, reports, events = gathered(path)
    assert all(report.unread_total == 0 for report in reports)
    return gathering, list(events), [problem.code for problem in gathering.problems]


@pytest.mark.parametrize(
    "columns", ["(auto,)*8", "(1cm,2cm,2cm,2cm,2.2cm,1.5cm,1.6cm,1.5cm)", "(1cm,4cm,2cm,2cm,3cm,1.5cm,2cm,2cm)"]
)
@pytest.mark.parametrize("align", ["left", "center", "right"])
def test_every_record_is_read_with_its_cells(tmp_path: Path, columns: str, align: str) -> None:
    _, events, said = _read(tmp_path, bill(40, columns=columns, align=align))
    assert said == ["SZ-1041"]
    assert [dict(event.raw)["通话时间"] for event in events] == [row[1] for row in rows(40)]
    assert [dict(event.raw)["通话地点"] for event in events] == [row[2] for row in rows(40)]
    assert {event.other.raw for event in events} == {MOBILE}
    assert [event.direction for event in events[:2]] == [Direction.OUTBOUND, Direction.INBOUND]
    assert {event.seconds for event in events} == {61}


def test_the_bill_is_the_original_of_its_records(tmp_path: Path) -> None:
    (tmp_path / "详单.pdf").write_bytes(bill(3))
    gathering, (report,), events = gathered(tmp_path / "详单.pdf")
    (container,) = gathering.containers
    assert container.original is not None
    assert report.original.container == container.original.digest
    assert (report.format, report.grade, report.tried) == ("operator_bill_csv", Grade.B, False)
    assert "mapping_not_confirmed" in events[0].notes


def test_a_program_that_writes_all_cells_in_one_go(tmp_path: Path) -> None:
    _, events, _ = _read(tmp_path, written_by_hand(MOVED))
    assert [(event.other.raw, event.seconds) for event in events] == [("13000000021", 61), ("13000000022", 59)]


def test_totals_and_feet_of_pages_are_counted_not_read(tmp_path: Path) -> None:
    gathering, events, _ = _read(tmp_path, bill(60))
    assert len(events) == 60
    (said,) = gathering.problems
    assert dict(said.slots)["outside"] == "3"  # two feet of pages, one line of totals


def test_a_document_without_a_table_is_said_to_have_none(tmp_path: Path) -> None:
    _, events, said = _read(tmp_path, bill(2, columns="(auto,)*2", header=HEADER[:2]))
    assert (events, said) == ([], ["SZ-1042"])


def _encrypted(password: str) -> bytes:
    writer, out = PdfWriter(clone_from=PdfReader(io.BytesIO(bill(3)))), io.BytesIO()
    writer.encrypt(password, algorithm="AES-256")
    writer.write(out)
    return out.getvalue()


def test_an_encrypted_bill_asks_for_its_password(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(_encrypted("123456"))
    answers = iter(["wrong", "123456"])
    gathering = Gathering(ask=lambda _what, _tried: next(answers))
    assert sum(len(list(export)) for export in gathering.exports(path)) == 3
    for ask, code in ((None, "SZ-1030"), (lambda _what, _tried: "wrong", "SZ-1031")):
        with pytest.raises(ShouzhengError) as caught:
            list(Gathering(ask=ask).exports(path))
        assert caught.value.problems[0].code == code


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\n" + bytes(1000),
        bill(3)[: len(bill(3)) // 2],
        written_by_hand(MOVED).replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]"),
        written_by_hand(MOVED).replace(b"/Contents 4 0 R", b"/Contents 3 0 R"),
    ],
)
def test_damaged_documents_are_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    gathering = Gathering()
    try:
        assert [len(list(export)) for export in gathering.exports(path)] == []
        codes = [problem.code for problem in gathering.problems]
    except ShouzhengError as error:
        codes = [problem.code for problem in error.problems]
    assert set(codes) <= {"SZ-1042", "SZ-1043", "SZ-1044"}
    assert codes


def test_a_page_that_unpacks_to_gigabytes_is_left_out(tmp_path: Path) -> None:
    packed = zlib.compress(b" " * (100 << 20), 9)
    bomb = written_by_hand(packed).replace(b"<</Length", b"<</Filter/FlateDecode/Length")
    path = tmp_path / "a.pdf"
    path.write_bytes(bomb)
    gathering = Gathering()
    assert list(gathering.exports(path)) == []
    assert {"SZ-1042", "SZ-1044"} == {problem.code for problem in gathering.problems}


def test_a_line_above_its_own_date_goes_to_the_record_below() -> None:
    def line(down: float, *cells: tuple[float, str]) -> list[Word]:
        return [Word(left, down, 10, text) for left, text in cells]

    page = [
        *line(0, (0, "通话时间"), (150, "对方号码"), (300, "主被叫"), (400, "通话时长")),
        *line(30, (0, "2026-01-02 10:00:00"), (150, MOBILE), (300, "被叫"), (400, "61秒")),
        *line(60, (150, "0100")),
        *line(68, (0, "2026-01-02 10:05:00"), (300, "主叫"), (400, "59秒")),
        *line(76, (150, "0000001")),
        *line(300, (0, "以上内容仅供参考")),
    ]
    table = table_of([page], 100)
    assert table is not None
    assert [record[1] for record in table.records] == [MOBILE, "01000000001"]
    assert table.outside == ["以上内容仅供参考"]


def test_a_page_without_any_date_loses_nothing() -> None:
    page = words_of_layout("start time    number    duration\n\nsomething    else    here\nand more\n")
    table = table_of([page], 100)
    assert table is not None
    assert table.records == []
    assert len(table.outside) == 2
