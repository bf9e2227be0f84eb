"""The pages that need no case: first page, help, is this message genuine; three languages, with and without script."""

from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser

from shouzheng.model.words import Lang
from tests.web.conftest import App, Visitor, let_in
from tests.web.steps import CASE, PASSPHRASE, make_case

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


def test_the_answer_stays_when_the_language_changes(visitor: Visitor) -> None:
    visitor.go("/genuine")
    visitor.page.locator("#words").fill(SCAM)
    visitor.press("看一看")
    visitor.press("English")
    assert visitor.page.locator(".answer").count() == 1
    assert visitor.page.locator("html").get_attribute("lang") == "en"


def test_a_page_keeps_what_it_was_asked_for_when_the_language_changes(visitor: Visitor) -> None:
    visitor.go("/guides?all=yes")
    visitor.press("English")
    assert visitor.page.url == visitor.origin + "/guides?all=yes"


def test_the_recovery_key_which_is_shown_once_cannot_be_lost_by_a_change_of_language(visitor: Visitor) -> None:
    make_case(visitor)
    assert visitor.page.locator(".key").count() == 1
    assert visitor.page.locator("form.languages").count() == 0


def test_a_recovery_key_with_a_wrong_line_is_given_back_to_be_corrected(visitor: Visitor) -> None:
    lines = make_case(visitor)
    visitor.go(f"{CASE}/recovery")
    wrong = "\n".join([*lines[:3], lines[0]])
    visitor.page.locator("#code").fill(wrong)
    visitor.press("试一试")
    assert visitor.page.locator("[role=alert]").count() == 1
    assert visitor.page.locator("#code").input_value() == wrong


def test_what_is_sent_to_a_locked_case_is_said_not_to_be_stored(visitor: Visitor) -> None:
    make_case(visitor)
    visitor.go(f"{CASE}/diary")
    visitor.app.running.state.lock_all()
    visitor.send(visitor.page.locator("main form button[type=submit]:not([hidden])").first)
    assert "没有存进去" in visitor.text()


def test_opening_a_locked_case_leads_back_to_the_page_that_was_asked_for(visitor: Visitor) -> None:
    make_case(visitor)
    visitor.app.running.state.lock_all()
    visitor.go(f"{CASE}/timeline")
    assert urlsplit(visitor.page.url).path == "/locked"
    visitor.press("打开案卷")
    visitor.page.get_by_label("口令").first.fill(PASSPHRASE)
    visitor.press("打开")
    assert visitor.page.url == f"{visitor.origin}{CASE}/timeline"


@pytest.mark.parametrize("back", ["//evil.example/case/2026-02/", "https://evil.example", "/\\evil.example"])
def test_nobody_is_led_elsewhere_after_opening(visitor: Visitor, back: str) -> None:
    make_case(visitor)
    visitor.app.running.state.lock_all()
    visitor.go(f"/cases?back={quote(back)}")
    visitor.page.get_by_label("口令").first.fill(PASSPHRASE)
    visitor.press("打开")
    assert visitor.page.url == f"{visitor.origin}{CASE}"
