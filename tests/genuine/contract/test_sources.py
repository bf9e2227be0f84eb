"""Where contracts come from: text in any of three encodings, PDFs good and bad, all within bounds."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from shouzheng.genuine.contract.document import MOST_CHARS, document_of, unbroken
from shouzheng.genuine.contract.pdf import is_pdf, pages_of_pdf
from shouzheng.genuine.contract.sources import MOST_BYTES, read_contract
from shouzheng.reference.problems import ShouzhengError
from tests.genuine.contract.making import CONTRACT, locked, pdf, read_it


def _code(call: ShouzhengError) -> str:
    return call.problems[0].code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_in_usual_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "合同.txt"
    path.write_bytes(CONTRACT.encode(encoding))
    assert "云岭示例消费金融有限公司" in read_contract(path).text
    assert read_contract(BytesIO(CONTRACT.encode(encoding))).text == read_contract(path).text


def test_a_pdf_gives_the_same_clauses_with_their_pages(tmp_path: Path) -> None:
    path = tmp_path / "合同.pdf"
    path.write_bytes(pdf())
    document = read_contract(path)
    assert len(document.starts) == 2
    assert "委托第三方机构进行催收" in document.text
    assert "综合融资" not in document.text
    assert document.page(document.text.index("第八条")) == 2
    of_pdf, of_text = read_it(document.text), read_it()
    assert [clause.name for clause in of_pdf.clauses] == [clause.name for clause in of_text.clauses]
    assert of_pdf.signed == of_text.signed


def test_a_pdf_that_only_forbids_printing_is_read() -> None:
    assert "第八条" in read_contract(BytesIO(locked("", owner="another"))).text


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "SZ-3810"),
        (b"  \n ", "SZ-3810"),
        (b"\xff\xff\xff\xff", "SZ-3811"),
        (b"%PDF-1.7\n" + b"\x00" * 500, "SZ-3821"),
        (b"x" * (MOST_BYTES + 1), "SZ-3812"),
    ],
)
def test_what_cannot_be_read_is_said(content: bytes, code: str) -> None:
    with pytest.raises(ShouzhengError) as caught:
        read_contract(BytesIO(content))
    assert (_code(caught.value), caught.value.exit_code) == (code, 2)


def test_a_locked_pdf_is_said_to_be_locked() -> None:
    with pytest.raises(ShouzhengError) as caught:
        read_contract(BytesIO(locked("secret")))
    assert _code(caught.value) == "SZ-3820"


@pytest.mark.parametrize("cut", [200, 2000])
def test_a_cut_pdf_is_damaged_or_read_and_never_a_crash(cut: int) -> None:
    with pytest.raises(ShouzhengError) as caught:
        read_contract(BytesIO(pdf()[:cut]))
    assert _code(caught.value) == "SZ-3821"


def test_a_pdf_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(ShouzhengError) as caught:
        pages_of_pdf(pdf(), "slow.pdf", seconds=0.0)
    assert _code(caught.value) == "SZ-3823"


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(ShouzhengError) as caught:
            read_contract(path)
        assert _code(caught.value) == "SZ-3811"


def test_long_texts_are_cut_and_counted() -> None:
    document = document_of(["字" * (MOST_CHARS - 10), "字" * 100])
    assert document.left_out == 90
    assert len(document.text) <= MOST_CHARS + 2


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("乙方逾期的甲方有权委托第三方机\n构进行催收", "乙方逾期的甲方有权委托第三方机构进行催收"),
        ("甲方：云岭示例消费金融有限公司\n乙方：林某", "甲方：云岭示例消费金融有限公司\n乙方：林某"),
        ("本条到此为止，没有被页边断开。\n第二条", "本条到此为止，没有被页边断开。\n第二条"),
        ("短行\n另一行", "短行\n另一行"),
        ("签订日期：2026 年 9 月 10 日", "签订日期：2026年9月10日"),
        ("借款人 Lin Mou 12 期", "借款人Lin Mou 12期"),
        ("", ""),
    ],
)
def test_broken_lines(text: str, joined: str) -> None:
    assert unbroken(text) == joined


def test_a_pdf_is_known_by_its_first_bytes() -> None:
    assert is_pdf(pdf())
    assert is_pdf(b"\n\n%PDF-1.4")
    assert not is_pdf(b"x" * 2000 + b"%PDF-1.4")
