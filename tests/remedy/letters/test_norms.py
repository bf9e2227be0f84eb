"""A letter names only norms its addressee can act on: every letter, every channel, every situation of the tests."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from shouzheng.model.words import Lang
from shouzheng.reference.data_files import data_folder
from shouzheng.reference.problems import ShouzhengError
from shouzheng.remedy.letters.fill import fill
from shouzheng.remedy.letters.library import load_library
from shouzheng.remedy.letters.norms_file import read_norms
from shouzheng.remedy.letters.offer import Fit, fit_of
from shouzheng.remedy.letters.paper import letter_text
from shouzheng.remedy.letters.sentences import for_the_addressee
from shouzheng.rulebook.files.law_file import LawFile
from shouzheng.rulebook.load import load_rulebook
from tests.remedy.letters.test_golden_letters import READ
from tests.remedy.yunling import library, situation

RULEBOOK = load_rulebook()
FOLDER = data_folder("letters")
NORMS = read_norms(LawFile.read(FOLDER / "norms.toml", FOLDER), RULEBOOK)
POLICE_LAW = "治安管理处罚法"


def _titles(instruments: frozenset[str]) -> list[str]:
    return [RULEBOOK.instruments[each].title.zh for each in instruments]


@pytest.mark.parametrize(("variant", "person"), sorted(READ))
def test_no_letter_names_a_norm_its_addressee_cannot_act_on(variant: str, person: str) -> None:
    where = situation(variant, person)
    for letter in library().letters.values():
        if letter.channel is None or fit_of(letter, where)[0] is not Fit.YES:
            continue
        text = letter_text(fill(letter, where, library()))
        for norm in NORMS:
            if letter.channel not in norm.only:
                assert set(norm.instruments) <= letter.unnamed
                for title in _titles(frozenset(norm.instruments)):
                    assert title not in text, (letter.id, title)


def test_every_channel_is_on_one_side_or_the_other() -> None:
    for norm in NORMS:
        assert set(norm.only) < set(RULEBOOK.channels)
        assert {"police_110", "prosecutor"} <= set(norm.only)
        assert {"nfra_12378", "lender", "nifa", "samr_12315", "local_finance", "court_12368"}.isdisjoint(norm.only)
    assert {each for norm in NORMS for each in norm.instruments} == {
        each for each in RULEBOOK.instruments if each.startswith("psapl-")
    }


def test_who_can_act_on_it_is_told() -> None:
    letters = library().letters
    assert POLICE_LAW in letter_text(fill(letters["police_statement"], situation(), library()))
    assert POLICE_LAW in letter_text(fill(letters["lawyer_brief"], situation(), library()))
    for name in ("complaint_nfra", "report_nfra", "report_nifa", "civil_complaint", "portal_nfra_12378"):
        text = letter_text(fill(letters[name], situation(), library()))
        assert POLICE_LAW not in text
        assert "威胁人身安全的言语" in text  # the fact stays


def test_where_no_norm_is_left_only_what_was_seen_is_told() -> None:
    where = situation("bank")
    row = next(each for each in where.of_side() if each.rule == "R20")
    whole = for_the_addressee(row, where)
    bare = for_the_addressee(row, where, unnamed=("psapl-2012", "psapl-2025"))
    assert POLICE_LAW in whole.zh
    assert bare.zh == f"{row.seen.zh}。"
    assert bare.en.endswith(".")
    assert whole.zh.startswith(row.seen.zh)


def test_a_gist_is_no_quotation_and_says_whose_words_it_is_in() -> None:
    for row in situation().of_side():
        for words in (row.sentence, for_the_addressee(row, situation())):
            assert "关于“" not in words.zh
            assert " on “" not in words.en
        assert row.sentence.zh.startswith(row.seen.zh)
        assert row.sentence.en.lower().startswith(row.seen.en.lower())
        assert "（概括，" in row.sentence.zh or "条号未核实" not in row.sentence.zh
        assert "（本人概括，" in for_the_addressee(row, situation()).zh or "条号未核实" not in row.sentence.zh


def test_a_paragraph_that_cites_one_is_not_loaded(tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    shutil.copytree(FOLDER, folder)
    path = folder / "cn" / "complaint_nfra.toml"
    text = path.read_text("utf-8")
    path.write_text(
        text + '\n[[paragraph]]\nzh = "依据：{law}。"\nen = "Under {law}."\ncites = ["ps25-50-1"]\n', "utf-8"
    )
    with pytest.raises(ShouzhengError) as caught:
        load_library(load_rulebook(), folder)
    assert [each.code for each in caught.value.problems] == ["SZ-5217"]


def test_a_result_of_another_version_without_what_was_seen_is_refused(tmp_path: Path) -> None:
    from shouzheng.remedy.findings.read import findings_of
    from tests.remedy.yunling import content

    written = content()[1].replace(b'"seen": {', b'"saw": {', 1)
    with pytest.raises(ShouzhengError) as caught:
        findings_of(written, "findings.json")
    assert caught.value.problems[0].code == "SZ-5201"


def test_english_is_a_reading_aid_and_leaves_the_same_norms_out() -> None:
    where = replace(situation())
    text = letter_text(fill(library().letters["complaint_nfra"], where, library()), Lang.EN)
    assert "Public Security" not in text
