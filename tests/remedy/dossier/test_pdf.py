"""The PDF itself: the exact words are in it, every page says which it is, and hostile words stay words."""

import io
import re
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import pypdf
import pypdfium2
import pytest

from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import ShouzhengError
from shouzheng.remedy.dossier import pdf as dossier
from shouzheng.remedy.dossier.pdf import dossier_pdf, write_dossier
from shouzheng.remedy.paper.printable import printable
from tests.remedy.sample import (
    CASE,
    DISCLOSURE,
    THREAT,
    at,
    contact,
    event,
    many,
    material,
    night_finding,
    rich_material,
)

#: 190 mm: the right edge of the text area of an A4 page with a margin of 20 mm, in points.
RIGHT_EDGE = 190 / 25.4 * 72


@cache
def rich_pdf(lang: Lang) -> bytes:
    return dossier_pdf(rich_material(), lang)


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def squeezed(texts: Sequence[str]) -> str:
    """The text of all pages without white space, which line ends and gaps add."""
    return re.sub(r"\s+", "", "".join(texts))


PAGE = {
    Lang.ZH_HANS: "第{n}页，共{of}页",
    Lang.ZH_HANT: "第{n}頁，共{of}頁",
    Lang.EN: "page{n}of{of}",
}


@pytest.mark.parametrize("lang", list(Lang))
def test_every_page_says_page_x_of_y_and_the_id(lang: Lang) -> None:
    texts = pages(rich_pdf(lang))
    assert len(texts) > 8
    for number, text in enumerate(texts, 1):
        shown = squeezed([text])
        assert PAGE[lang].format(n=number, of=len(texts)) in shown
        assert re.search(r"[0-9a-f]{16}", shown)


@pytest.mark.parametrize("lang", list(Lang))
def test_the_exact_words_numbers_and_citations_can_be_selected(lang: Lang) -> None:
    shown = squeezed(pages(rich_pdf(lang)))
    for words in (THREAT, DISCLOSURE, "10690000001234", "010-00001111", "云岭示例消费金融有限公司", "⟦U+1F52A⟧"):
        assert words in shown
    article = "第五十条第一款第一项" if lang is not Lang.ZH_HANT else "第五十條第一款第一項"
    assert article in shown


@pytest.mark.parametrize(
    ("lang", "parts"),
    [
        (Lang.ZH_HANS, "摘要 案情与材料 联系的日期与时刻 逐项发现 联系明细 不能判断的事项 未读记录与完整性 能证明什么"),
        (Lang.EN, "Summary Thecaseanditsfiles Whenthecontactscame Findingsonebyone Allcontactswithastatedsender Annex"),
    ],
)
def test_all_parts_are_there_even_when_the_case_is_empty(lang: Lang, parts: str) -> None:
    empty = squeezed(pages(dossier_pdf(material(case=replace(CASE, objections=(), parties=(), debts=())), lang)))
    full = squeezed(pages(rich_pdf(lang)))
    for part in parts.split():
        assert part in empty
        assert part in full
    assert empty.count("无" if lang is Lang.ZH_HANS else "none") > 5


def test_the_summary_is_one_page_that_shows_no_threat() -> None:
    texts = [squeezed([page]) for page in pages(rich_pdf(Lang.ZH_HANS))]
    assert "一、摘要" in texts[1]
    assert "二、案情与材料" in texts[2]
    assert "全家不得安宁" not in texts[1]
    assert "110" in texts[1]


def test_the_summary_stays_one_page_however_long_its_lines_are() -> None:
    base = rich_material()
    long = Words("先把这件事从头到尾写清楚，再把材料按时间排好，" * 6, "")
    found = tuple(
        replace(base.ranked[0], id=f"{n}", rule=f"R{n:03d}", next_step=replace(long, zh=f"{n}{long.zh}"), title=long)
        for n in range(12)
    )
    crowded = replace(base, judgement=replace(base.judgement, findings=found))
    texts = [squeezed([page]) for page in pages(dossier_pdf(crowded, Lang.ZH_HANS))]
    assert "可以打给谁" in texts[1]
    assert "二、案情与材料" in texts[2]


def test_it_has_a_title_a_language_tags_and_embedded_fonts() -> None:
    reader = pypdf.PdfReader(io.BytesIO(rich_pdf(Lang.ZH_HANS)))
    root = cast(dict[str, Any], reader.trailer["/Root"].get_object())
    assert reader.metadata is not None
    assert str(reader.metadata.title).startswith("联系记录与证据档案")
    assert bool(root["/MarkInfo"]["/Marked"])
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]).lower().startswith("zh")
    resources = [cast(dict[str, Any], page["/Resources"]) for page in reader.pages]
    fonts = [font.get_object() for resource in resources for font in resource["/Font"].values()]
    assert fonts
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_no_link_script_or_attachment_is_in_the_file() -> None:
    pdf = rich_pdf(Lang.EN)
    for action in (b"/JavaScript", b"/JS ", b"/Launch", b"/URI", b"/EmbeddedFile", b"/AA"):
        assert action not in pdf


def test_the_same_material_gives_the_same_bytes_in_another_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert dossier_pdf(rich_material(), Lang.ZH_HANS) == rich_pdf(Lang.ZH_HANS)
    assert list(tmp_path.iterdir()) == []


HOSTILE = [
    '#eval("1+1") #panic() #sys.inputs.data',
    '#import "@preview/cetz:0.3.0": * #include "/etc/passwd"',
    '#read("style.typ") #json("x") #plugin("y.wasm")',
    "$ sum_(k=1)^n k $ *bold* _it_ `raw` = heading - item + item / term: x",
    "@reference <label> // comment /* block */ \\ ~ -- --- ... 'q' \"q\" \\u{41} [link](x)",
    "<script>alert(1)</script><b>&amp;</b>",
    "\\input{/etc/passwd} \\write18{id} ${jndi:ldap://x} {{7*7}} %n%s",
    "=cmd|'/c calc'!A1 +1+1 @SUM(1) -2",
    "\x1b[31mred\x1b]0;title\x07 \x00 \r\n \u202eabc\u202c \u2066x\u2069 a\u200bb \ufeff \u00ad",
    "坏\ud83d字 🔪👨\u200d👩\u200d👧 ☑ ❤\ufe0f עברית العربية 한국어",
    "e" + "\u0301" * 40,
    "{n} {} %(x)s {0.__class__}",
]


def test_hostile_words_appear_literally_and_do_nothing() -> None:
    contacts = [contact(event(f"h{n}", at(f"2026-01-05 09:{n:02d}"), text=text)) for n, text in enumerate(HOSTILE)]
    shown = squeezed(pages(dossier_pdf(material(contacts), Lang.ZH_HANS)))
    for text in HOSTILE:
        assert squeezed([printable(text)]) in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_hostile_names_numbers_and_findings_appear_literally() -> None:
    evil = '#eval("x") $y$ \u202e *恶*'
    parties = tuple(replace(p, name=evil, known_note=evil) for p in CASE.parties)
    built = event("x", at("2026-01-05 23:00"), text="还钱", number=evil)
    finding = replace(night_finding(built), sentence=Words(f"{evil}联系", evil), title=Words(evil, evil))
    case = replace(CASE, title=evil, parties=parties)
    shown = squeezed(pages(dossier_pdf(material([contact(built)], [finding], case), Lang.ZH_HANS)))
    assert shown.count(squeezed([printable(evil)])) > 6


@pytest.mark.parametrize("text", ["a" * 100_000, "！" * 100_000, "还钱" * 50_000], ids=["latin", "marks", "chinese"])
def test_a_hundred_thousand_characters_stay_inside_the_margin(text: str) -> None:
    pdf = dossier_pdf(material([contact(event("x", at("2026-01-05 09:00"), text=text))]), Lang.ZH_HANS)
    assert squeezed(pages(pdf)).count(text[0]) >= 100_000 // len(set(text))
    document = pypdfium2.PdfDocument(pdf)
    page = document[len(document) // 2].get_textpage()
    rights = [page.get_charbox(n)[2] for n in range(page.count_chars())]
    document.close()
    assert max(rights) <= RIGHT_EDGE + 1


def test_citations_are_never_broken_over_two_lines() -> None:
    lines = [re.sub(r"\s", "", line) for text in pages(rich_pdf(Lang.ZH_HANS)) for line in text.splitlines()]
    whole = [line for line in lines if "第五十条第一款第一项" in line]
    assert len(whole) >= 3
    assert all("《中华人民共和国治安管理处罚法》第五十条第一款第一项" in line for line in whole)
    assert not any(line.count("《") != line.count("》") for line in lines)


def test_table_heads_are_repeated_on_each_page() -> None:
    texts = [squeezed([page]) for page in pages(dossier_pdf(many(150), Lang.ZH_HANS))]
    with_rows = [text for text in texts if "林先生，您的借款已逾期" in text]
    assert len(with_rows) > 4
    assert all("何人，如何得知" in text for text in with_rows)


def test_the_invented_mark_is_on_every_page_and_only_in_examples() -> None:
    assert all("虚构" in text for text in pages(rich_pdf(Lang.ZH_HANS)))
    real = replace(
        rich_material(), case=replace(CASE, invented=False, persons=(replace(CASE.persons[0], name="林某"),))
    )
    assert "均为虚构" not in squeezed(pages(dossier_pdf(real, Lang.ZH_HANS)))


def test_templates_are_package_data() -> None:
    names = {entry.name for entry in files("shouzheng.remedy").joinpath("templates").iterdir()}
    assert "dossier.typ" in names
    assert len(names) >= 8


def test_the_file_is_written_whole(tmp_path: Path) -> None:
    write_dossier(tmp_path / "dossier.pdf", rich_material(), Lang.ZH_HANS)
    assert (tmp_path / "dossier.pdf").read_bytes() == rich_pdf(Lang.ZH_HANS)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_refusal_of_the_typesetter_is_a_problem_with_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dossier, "_MAIN", "style.typ_missing")
    with pytest.raises(ShouzhengError) as caught:
        dossier_pdf(material(), Lang.EN)
    assert caught.value.problems[0].code == "SZ-5101"
    assert caught.value.problems[0].repair(Lang.EN)
