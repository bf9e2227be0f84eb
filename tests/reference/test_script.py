"""Traditional Chinese as people write it: the characters of today, and the words that the conversion gets wrong."""

from __future__ import annotations

import pytest

from shouzheng.model.words import Lang
from shouzheng.reference.script import in_script


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("只签自己确认属实的内容", "只簽自己確認屬實的內容"),
        ("面签时在已签的文件上签名", "面簽時在已簽的文件上簽名"),
        ("标签、抽签、书签", "標籤、抽籤、書籤"),
        ("由监护人一起签", "由監護人一起簽"),
        ("核对原件，防止伪造", "核對原件，防止偽造"),
        ("群里的文书为证", "群裡的文書為證"),
        ("与发卡银行协商", "與發卡銀行協商"),
        ("看表格", "看表格"),
        ("法院不一定准许", "法院不一定准許"),
        ("按时间准备", "按時間準備"),
        ("请回复是否收到", "請回覆是否收到"),
    ],
)
def test_the_characters_are_those_that_people_write(simplified: str, traditional: str) -> None:
    assert in_script(simplified, Lang.ZH_HANT) == traditional


@pytest.mark.parametrize("lang", [Lang.ZH_HANS, Lang.EN])
def test_other_languages_stay_as_they_are(lang: Lang) -> None:
    assert in_script("只签自己确认属实的内容", lang) == "只签自己确认属实的内容"
