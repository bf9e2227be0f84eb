"""The contract on a terminal: nothing is called void, nothing advises not to pay, hostile words are harmless."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from shouzheng.genuine.contract.as_json import contract_as_json
from shouzheng.genuine.contract.screen import contract_screen
from shouzheng.model.law import Verified
from shouzheng.model.words import Lang
from shouzheng.reference.terminal_text import columns
from tests.genuine.contract.making import CONTRACT, read_it


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("width", [40, 80])
def test_lines_fit_and_hold_the_essence(lang: Lang, width: int) -> None:
    text = contract_screen(read_it(), lang, width=width)
    assert all(columns(line) <= width for line in text.split("\n"))
    assert "12348" in text
    assert "委托第三方机构" in text.replace("\n   ", "")


def test_no_clause_is_called_void_and_nobody_is_told_not_to_pay() -> None:
    for everything in (False, True):
        text = contract_screen(read_it(), Lang.ZH_HANS, width=1000, everything=everything)
        ours = [line for line in text.split("\n") if "《" not in line]
        assert not re.search("本条无效|您不用还|不必还款|可以不还|违法", "".join(ours))


def test_an_article_is_printed_only_where_it_may_be_cited() -> None:
    reading = read_it()
    text = contract_screen(reading, Lang.ZH_HANS, width=1000, everything=True)
    for clause in reading.clauses:
        for said in clause.law:
            assert said.provision.gist.zh in text
            if not said.provision.citable:
                assert f"《{said.instrument.title.zh}》：" in text
            if said.provision.verified is not Verified.TWO:
                assert "只见过一处文本" in text or "凭记忆" in text


def test_few_laws_by_default_and_all_on_request() -> None:
    reading = read_it()
    short, long = (contract_screen(reading, Lang.ZH_HANS, everything=flag) for flag in (False, True))
    assert len(short) < len(long)
    assert "--all" in short
    assert "--all" not in long


def test_old_contracts_are_said_to_be_known_little_of() -> None:
    assert "收得不全" in contract_screen(read_it(signed=date(2019, 1, 1)), Lang.ZH_HANS)
    assert "收得不全" not in contract_screen(read_it(), Lang.ZH_HANS)


def test_hostile_words_are_harmless() -> None:
    text = contract_screen(read_it(CONTRACT.replace("读取其手机", "读取\x1b[2J\u202e其手机")), Lang.ZH_HANS)
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_the_traditional_screen_converts_our_words_and_not_the_contracts() -> None:
    text = contract_screen(read_it(), Lang.ZH_HANT, width=1000)
    assert "授權讀取通訊錄" in text
    assert "乙方授权甲方读取其手机通讯录" in text


def test_json_holds_articles_only_where_citable() -> None:
    data = json.loads(json.dumps(contract_as_json(read_it())))
    laws = [law for clause in data["clauses"] for law in clause["law"]]
    assert any(law["article"] is None for law in laws)
    assert {law["verification"] for law in laws} <= {"two", "one", "memory"}
    assert data["law"].startswith("sha256:")
