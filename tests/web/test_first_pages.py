"""The pages that need no case: first page, help, is this message genuine; three languages, with and without script."""

import pytest
from playwright.sync_api import Browser

from shouzheng.model.words import Lang
from tests.web.conftest import App, Visitor, let_in

SCAM = (
    "【云岭示例消金】您的案件已移送公安机关，今天18:00前转账至个人账户6222000000000000000，"
    "点 http://bad.example 下载安全APP，否则上门让你全家难堪！"
)


def test_a_scam_is_called_by_its_marks_and_harsh_words_stay_folded(visitor: Visitor) -> None:
    visitor.press("这条消息是真的吗？ 粘贴一条短信，或输入一个号码。什么都不保存。")
    visitor.page.get_by_label("短信原文，或一个号码").fill(SCAM)
    visitor.page.get_by_label("发来的号码（可以不填）").fill("13000000009")
    visitor.press("看一看")
    assert "先别转账" in visitor.page.locator(".answer").inner_text()
    assert "全家难堪" not in visitor.text()
    assert visitor.page.url == visitor.origin + "/genuine"


def test_a_number_alone_cannot_be_told(visitor: Visitor) -> None:
    visitor.go("/genuine")
    visitor.page.get_by_label("短信原文，或一个号码").fill("13000000001")
    visitor.press("看一看")
    assert "光凭号码说不准" in visitor.text()


def test_nothing_asked_is_said_so(browser: Browser, app: App) -> None:
    with let_in(browser, app) as visitor:
        visitor.go("/genuine")
        visitor.press("看一看")
        assert visitor.page.locator("[role=alert]").count() == 1


@pytest.mark.parametrize(
    ("lang", "words"), [(Lang.ZH_HANT, "求助電話"), (Lang.EN, "Help lines"), (Lang.ZH_HANS, "求助电话")]
)
def test_the_language_stays_over_pages(browser: Browser, app: App, lang: Lang, words: str) -> None:
    with let_in(browser, app, lang=lang, script=False) as visitor:
        for path in ("/", "/help", "/genuine", "/cases", "/data", "/guides"):
            visitor.go(path)
            assert words in visitor.text()


def test_the_message_itself_is_never_converted(browser: Browser, app: App) -> None:
    with let_in(browser, app, lang=Lang.ZH_HANT) as visitor:
        visitor.go("/genuine")
        visitor.page.locator("#words").fill("【示例】请点击链接 http://bad.example/头发 下载并转账到个人账户")
        visitor.page.locator("main button").click()
        assert "個人" not in "".join(visitor.page.locator(".theirs").all_inner_texts())


def test_hiding_leads_to_a_page_that_tells_nothing(visitor: Visitor) -> None:
    visitor.page.keyboard.press("Escape")
    visitor.page.keyboard.press("Escape")
    visitor.page.wait_for_url("**/notes")
    assert "守正" not in visitor.page.content()
    assert "催" not in visitor.page.content()
