"""What the person types goes where it was asked for, and only there, whatever else the case comes to hold."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from shouzheng.model.words import Lang
from shouzheng.remedy.letters.fill import Filled, fill
from shouzheng.remedy.letters.offer import Fit, offers
from shouzheng.remedy.letters.paper import letter_docx, letter_parts, letter_pdf, letter_text, words_before
from shouzheng.remedy.letters.slots import Ask
from shouzheng.remedy.situation import Situation
from tests.remedy.letters.office import word_text
from tests.remedy.yunling import TODAY, library, situation

AMOUNT = "amount_objection"
CHINESE = re.compile(r"[\u3400-\u9fff]")


def _fill(name: str, where: Situation, **typed: str) -> Filled:
    return fill(replace(library().letters[name], typed=typed), where, library())


def _without_contract_day(base: Situation) -> Situation:
    debts = tuple(replace(debt, contract_date=None) for debt in base.case.debts)
    return replace(base, case=replace(base.case, debts=debts))


def _asks(filled: Filled) -> dict[str, Ask]:
    return {each.key: each for each in filled.asks}


def test_a_blank_keeps_its_key_when_others_come_and_go() -> None:
    known, unknown = _fill(AMOUNT, situation()), _fill(AMOUNT, _without_contract_day(situation()))
    assert "contract_day" not in _asks(known)
    assert _asks(unknown).items() >= _asks(known).items()
    assert list(_asks(unknown)).index("contract_day") < list(_asks(unknown)).index("account")
    for where in (situation(), _without_contract_day(situation())):
        text = letter_text(_fill(AMOUNT, where, account="8848"))
        assert "后四位为8848" in text
        assert text.count("8848") == 1


def test_what_the_case_knows_is_never_overwritten_by_words_for_its_blank() -> None:
    typed = letter_text(_fill(AMOUNT, situation(), contract_day="1999年1月1日"))
    assert "1999" not in typed
    assert typed == letter_text(_fill(AMOUNT, situation()))
    assert "合同日期为1999年1月1日" in letter_text(
        _fill(AMOUNT, _without_contract_day(situation()), contract_day="1999年1月1日")
    )


def test_the_english_gloss_has_the_words_in_their_place() -> None:
    text = letter_text(_fill(AMOUNT, situation(), account="8848", doubt="利息\n按合同少算了"), Lang.EN)
    line = next(each for each in text.splitlines() if "8848" in each)
    assert line.endswith("ending in 8848.")
    assert "利息 按合同少算了" in text
    assert "last four digits" not in text


def test_lines_stay_lines_on_every_kind_of_paper() -> None:
    filled = _fill(AMOUNT, situation(), doubt="第一，利息\n第二，罚息")
    for text in (letter_text(filled), word_text(letter_docx(filled, TODAY))):
        assert any(line.strip().endswith("第一，利息") for line in text.splitlines())
        assert any(line.strip().startswith("第二，罚息") for line in text.splitlines())
    pages = PdfReader(BytesIO(letter_pdf(filled, TODAY))).pages
    printed = "\n".join(page.extract_text() for page in pages)
    assert any(line.strip().startswith("第二，罚息") for line in printed.splitlines())
    assert "⏎" not in printed


@pytest.mark.parametrize("person", ["me", "sister"])
def test_every_blank_of_every_letter_asks_in_both_languages_and_by_one_key(person: str) -> None:
    where = situation(person=person)
    fitting = [each.letter for each in offers(where, library()) if each.fit is Fit.YES]
    assert len(fitting) > 10
    for letter in fitting:
        filled = fill(letter, where, library())
        blanks = [piece.asks for line in filled.lines for piece in line.pieces if piece.asks is not None]
        labels: dict[str, set[str]] = {}
        for each in blanks:
            labels.setdefault(each.key, set()).add(each.label.zh)
            assert each.label.en
            assert not CHINESE.search(each.label.en)
        assert all(len(found) == 1 for found in labels.values()), labels
        for lang in Lang:
            assert all("（请填写" not in words_before(filled, each, lang) for each in filled.asks)


def test_a_blank_that_lists_several_things_takes_lines_and_a_short_one_does_not() -> None:
    asks = _asks(_fill("complaint_nfra", situation()))
    assert asks["asked"].lines
    assert not asks["account"].lines or len(asks["account"].label.zh) > 10
    assert not _asks(_fill("police_statement", situation()))["station"].lines


def test_the_other_sides_words_stand_in_parts_of_their_own() -> None:
    filled = _fill("police_statement", situation())
    parts = letter_parts(filled)
    rows = [part for part in parts if part.rows]
    assert rows
    assert all("原话" in part.text or "证据第" in part.text for part in rows)
    assert not any("原话：“" in part.text for part in parts if not part.rows)
    squeezed = "".join("".join(part.text.split()) for part in parts)
    assert squeezed == "".join(letter_text(filled).split())


def test_what_stands_before_a_blank_is_said_in_the_language_of_the_page() -> None:
    filled = _fill("police_statement", situation())
    effect = _asks(filled)["effect"]
    assert words_before(filled, effect, Lang.ZH_HANS).endswith("影响：")
    assert words_before(filled, effect, Lang.EN).endswith(":")
    assert words_before(filled, Ask("none", effect.label), Lang.EN) == ""
