"""Word files: the text of the PDF, nothing alive in them, the same bytes, whole citations, an office program."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import cast

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from shouzheng.model.words import Lang
from shouzheng.remedy.letters.fill import Filled, fill
from shouzheng.remedy.letters.letter_file import Form
from shouzheng.remedy.letters.offer import Fit, offers
from shouzheng.remedy.letters.paper import letter_docx, letter_pdf, letter_text
from shouzheng.remedy.paper.word_file import JOINER
from shouzheng.remedy.situation import Situation
from tests.remedy.letters.office import office_pdfs, pdf_body, pdf_pages, squeezed, word_text
from tests.remedy.letters.test_filling import HOSTILE
from tests.remedy.letters.test_golden_letters import CASES
from tests.remedy.yunling import TODAY, library, situation

#: A title with its article, and each further article of the same law.
_CITATION = re.compile(
    r"《[^《》]{2,60}》(?:第[一二三四五六七八九十百千零]+[条章项]|5\.3)"
    r"|第[一二三四五六七八九十百千零]+条(?:第[一二三四五六七八九十]+款)?(?:第[一二三四五六七八九十]+项)?"
)


@cache
def _chosen() -> Mapping[str, Filled]:
    """Of each kind of paper (its form and kinds of lines) the longest reviewed letter, and the lawyer's page."""
    longest: dict[object, Filled] = {}
    for variant, person, name in CASES:
        filled = fill(library().letters[name], situation(variant, person), library())
        kind = (filled.letter.form, frozenset(line.kind for line in filled.lines))
        if kind not in longest or len(letter_text(filled)) > len(letter_text(longest[kind])):
            longest[kind] = filled
    brief = fill(library().letters["lawyer_brief"], situation(), library())
    return {each.letter.id: each for each in (*longest.values(), brief)}


def _all(where: Situation) -> list[Filled]:
    return [fill(each.letter, where, library()) for each in offers(where, library()) if each.fit is Fit.YES]


def _hostile() -> Situation:
    base = situation()
    contacts = tuple(
        replace(row, text=HOSTILE + "=cmd|'/c calc'!A1 <w:p>", number=HOSTILE) for row in base.contacts.values()
    )
    return replace(base, result=replace(base.result, contacts=contacts))


def test_the_word_file_of_every_kind_of_letter_holds_its_text() -> None:
    kinds = {
        (each.letter.form, each.letter.speaks_of, frozenset(p.block for p in each.letter.paragraphs)): each
        for each in _all(situation())
    }
    assert len(kinds) > 15
    for each in kinds.values():
        assert squeezed(word_text(letter_docx(each, TODAY))) == squeezed(letter_text(each)), each.letter.id


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ("me", "complaint_nfra"),
        ("me", "settlement_checklist"),
        ("me", "portal_antifraud_96110"),
        ("me", "notice_to_contacts"),
        ("sister", "civil_complaint"),
        ("sister", "third_person_objection"),
    ],
)
def test_word_and_pdf_hold_the_same_text(person: str, name: str) -> None:
    filled = fill(library().letters[name], situation(person=person), library())
    word = squeezed(word_text(letter_docx(filled, TODAY)))
    assert word == pdf_body(letter_pdf(filled, TODAY), filled.letter.title.zh)


def test_hostile_words_are_the_same_in_word_and_pdf() -> None:
    filled = fill(library().letters["police_statement"], _hostile(), library())
    assert squeezed(word_text(letter_docx(filled, TODAY))) == pdf_body(letter_pdf(filled, TODAY), "报案材料")


def test_traditional_chinese_too() -> None:
    filled = fill(library().letters["civil_complaint"], situation(person="sister"), library())
    word = squeezed(word_text(letter_docx(filled, TODAY, Lang.ZH_HANT)))
    assert "民事起訴狀" in word
    assert word == squeezed(letter_text(filled, Lang.ZH_HANT))


def test_the_same_letter_gives_the_same_bytes() -> None:
    filled = fill(library().letters["complaint_nfra"], situation(), library())
    first = letter_docx(filled, TODAY)
    assert first == letter_docx(filled, TODAY)
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {part.date_time[:3] for part in package.infolist()} == {(1980, 1, 1)}
        assert not any("thumbnail" in name for name in package.namelist())


def test_hostile_words_are_text_and_nothing_else() -> None:
    filled = fill(library().letters["police_statement"], _hostile(), library())
    content = letter_docx(filled, TODAY)
    text = word_text(content)
    assert '#import "x" $x$ *粗* {law} {writer} </b>⟦U+202E⟧' in text
    assert "=cmd|'/c calc'!A1 <w:p>" in text
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        document = package.read("word/document.xml").decode()
        everything = "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())
    for alive in ("w:hyperlink", "w:instrText", "w:object", "w:altChunk", "w:fldSimple"):
        assert alive not in document
    assert "vbaProject" not in everything
    assert 'TargetMode="External"' not in everything


def test_our_words_are_fangsong_and_others_song() -> None:
    document = docx.Document(io.BytesIO(letter_docx(_all(situation())[0], TODAY)))
    normal = document.styles["Normal"].element.rPr.find(qn("w:rFonts"))
    assert normal.get(qn("w:eastAsia")) == "仿宋"
    others = {
        run.text: run._r.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia"))
        for paragraph in document.paragraphs
        for run in paragraph.runs
        if run._r.rPr is not None and run._r.rPr.find(qn("w:rFonts")) is not None
    }
    assert others["林某（虚构）"] == "宋体"
    foot = document.sections[0].footer.paragraphs[0]._p.xml
    assert " PAGE " in foot
    assert " NUMPAGES " in foot


def test_citations_are_joined_in_word() -> None:
    filled = fill(library().letters["where_my_number"], situation(), library())
    text = word_text(letter_docx(filled, TODAY))
    joined = JOINER.join("《中华人民共和国个人信息保护法》第四十四条")
    assert joined in text
    assert JOINER not in letter_text(filled)


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    folder = Path(tmp_path_factory.mktemp("office"))
    files = {name: letter_docx(filled, TODAY) for name, filled in _chosen().items()}
    hostile = fill(library().letters["police_statement"], _hostile(), library())
    return office_pdfs({**files, "hostile": letter_docx(hostile, TODAY)}, folder)


def test_an_office_program_opens_every_kind_of_paper_and_the_text_survives(converted: Mapping[str, bytes]) -> None:
    forms = {filled.letter.form for filled in _chosen().values()}
    assert forms == set(Form)
    for name, filled in _chosen().items():
        pages = [squeezed(page) for page in pdf_pages(converted[name])]
        body = "".join(
            page.replace(squeezed(f"{filled.letter.title.zh}第{place}页，共{len(pages)}页"), "")
            for place, page in enumerate(pages, 1)
        )
        assert body == squeezed(letter_text(filled)), name


def test_hostile_words_survive_an_office_program_as_text(converted: Mapping[str, bytes]) -> None:
    assert "=cmd|'/ccalc'!A1<w:p>" in squeezed("".join(pdf_pages(converted["hostile"])))


def test_no_citation_breaks_across_lines_in_pdf_or_word(converted: Mapping[str, bytes]) -> None:
    seen = 0
    for name, filled in _chosen().items():
        wanted = set(_CITATION.findall(letter_text(filled)))
        seen += len(wanted)
        for content in (converted[name], letter_pdf(filled, TODAY)):
            lines = [squeezed(line) for page in pdf_pages(content) for line in page.splitlines()]
            for citation in wanted:
                assert any(squeezed(citation) in line for line in lines), (name, citation)
    assert seen > 40


def test_the_pdf_is_tagged_titled_and_its_fonts_are_inside() -> None:
    filled = fill(library().letters["civil_complaint"], situation(), library())
    reader = PdfReader(io.BytesIO(letter_pdf(filled, TODAY)))
    root = cast(DictionaryObject, reader.trailer["/Root"])
    assert str(cast(DictionaryObject, root["/MarkInfo"])["/Marked"]) == "True"
    assert "/StructTreeRoot" in root
    assert reader.metadata is not None
    assert reader.metadata.title == "民事起诉状"
    for page in reader.pages:
        resources = cast(DictionaryObject, page["/Resources"])
        for font in cast(DictionaryObject, resources["/Font"]).values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert any(key in inner for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def test_the_page_for_a_lawyer_is_one_page(converted: Mapping[str, bytes]) -> None:
    filled = fill(library().letters["lawyer_brief"], situation(), library())
    assert len(pdf_pages(letter_pdf(filled, TODAY))) == 1
    assert len(pdf_pages(converted["lawyer_brief"])) == 1
