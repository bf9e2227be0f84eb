"""How letters address their readers: no 你 or 您 to a body, no form of address for somebody else."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from shouzheng.model.kinds import InstitutionKind
from shouzheng.reference.data_files import data_folder
from shouzheng.reference.problems import ShouzhengError
from shouzheng.remedy.letters.fill import fill
from shouzheng.remedy.letters.letter_file import Form
from shouzheng.remedy.letters.library import load_library
from shouzheng.remedy.letters.offer import Fit, fit_of
from shouzheng.remedy.letters.paper import letter_text
from shouzheng.remedy.situation import Situation
from shouzheng.rulebook.load import load_rulebook
from tests.remedy.yunling import library, situation

FOLDER = data_folder("letters")


def _to(kind: InstitutionKind) -> Situation:
    base = situation()
    parties = tuple(
        replace(party, institution_kind=kind) if base.creditor and party.id == base.creditor.id else party
        for party in base.case.parties
    )
    creditor = next(party for party in parties if base.creditor and party.id == base.creditor.id)
    return replace(base, case=replace(base.case, parties=parties), creditor=creditor)


def test_a_natural_person_is_no_institution() -> None:
    where = _to(InstitutionKind.PRIVATE_PERSON)
    written = []
    for letter in library().letters.values():
        if letter.channel == "lender" and letter.form is Form.LETTER and fit_of(letter, where)[0] is Fit.YES:
            written.append(letter.id)
            text = letter_text(fill(letter, where, library()))
            assert "贵机构" not in text, letter.id
            assert "贵行" not in text, letter.id
    assert "hardship_statement" in written
    text = letter_text(fill(library().letters["hardship_statement"], where, library()))
    assert "本人与您之间有一笔借款" in text


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("complaint_nfra", "请该机构停止上列做法", "请您停止上列做法"),
        ("complaint_nfra", "请该机构停止上列做法", "请你们停止上列做法"),
        ("complaint_nfra", "请该机构停止上列做法", "请贵机构停止上列做法"),
        ("hardship_statement", "以上由本人如实填写", "请贵行知悉，以上由本人如实填写"),
        ("civil_complaint", "诉讼请求", "请贵局处理：诉讼请求"),
    ],
)
def test_a_form_of_address_for_somebody_else_is_not_loaded(tmp_path: Path, name: str, old: str, new: str) -> None:
    folder = tmp_path / "letters"
    shutil.copytree(FOLDER, folder)
    path = folder / "cn" / f"{name}.toml"
    head, mark, tail = path.read_text("utf-8").partition("[[paragraph]]")
    assert old in tail
    path.write_text(head + mark + tail.replace(old, new, 1), "utf-8")
    with pytest.raises(ShouzhengError) as caught:
        load_library(load_rulebook(), folder)
    assert {each.code for each in caught.value.problems} == {"SZ-5218"}


def test_a_person_may_be_told_what_was_said_to_another_in_quotation_marks() -> None:
    texts = [each.text.zh for each in library().letters["call_script"].paragraphs]
    assert any("“您" in text for text in texts)
    assert any("你" in text for text in texts)


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2026, 2, 10), []),
        (date(2026, 7, 1), ["写到的联系里，有1天的已过六个月（最近的2025-12-31，在2026-06-30届满）"]),
        (date(2026, 11, 22), ["写到的联系最近一次是2026-01-08，从那天起算的六个月已在2026-07-08届满"]),
    ],
)
@pytest.mark.parametrize("name", ["police_statement", "portal_police_110"])
def test_a_statement_whose_six_months_have_passed_says_so(name: str, today: date, said: list[str]) -> None:
    filled = fill(library().letters[name], situation("yunling", "me", today), library())
    assert len(filled.remarks) == len(said)
    for remark, text in zip(filled.remarks, said, strict=True):
        assert remark.zh.startswith(text)
        assert "{" not in remark.zh + remark.en
        assert remark.zh not in letter_text(filled)
