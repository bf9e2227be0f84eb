"""An amount of 502 yuan was once read as the glue that is poured into locks: a polite bill became a threat."""

from __future__ import annotations

import pytest

from shouzheng.model.case import Role
from shouzheng.reading.lexicon import load_lexicon
from shouzheng.reading.one import read


@pytest.mark.parametrize(
    "text",
    [
        "【云岭示例消费金融】您本期应还502.00元，还款日11月20日，请按时还款。",
        "请于今日还款502元，您的账户尾号0502。",
        "您的欠款为15020元，欢迎来电协商。",
        "【物业】您家欠水费，将于明日断水，请尽快还清欠款",
        "老板欠我装修款，胶水到时一起结账",
        "开业放鞭炮，欠你的债过年还",
        "孩子划车被抓了，欠人家修车钱还没还",
        "你欠我的喷漆钱什么时候还",
    ],
)
def test_talk_of_money_beside_paint_glue_or_water_shows_no_threat(text: str) -> None:
    shown = {act.act for act in read(text, load_lexicon(), addressee=Role.DEBTOR).acts}
    assert not {act for act in shown if act.startswith("threat_")}


def test_the_glue_is_still_read() -> None:
    shown = {act.act for act in read("今晚502胶水灌你家锁眼", load_lexicon(), addressee=Role.DEBTOR).acts}
    assert "threat_violence" in shown
