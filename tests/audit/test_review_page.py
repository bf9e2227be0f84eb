"""The reviewer's page in a real browser: it is blind, keeps words inert, and saves the sheet that is read back."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, sync_playwright

from shouzheng.audit.review.measure import measure
from shouzheng.audit.review.page import PAGES, page, sample_id
from shouzheng.audit.review.sample import Item, Sample, as_json
from shouzheng.audit.review.sheets import ANSWERS, KEY, SHEETS, answers_of, sheet, shown
from shouzheng.model.words import Lang
from shouzheng.reference.problems import ShouzhengError
from shouzheng.rulebook.load import load_rulebook
from tests.web.conftest import FLAGS, SERIOUS, chromium

LAW = load_rulebook()
HOSTILE = (
    "</script><script>window.ran=1</script>",
    '"><img src=http://evil.example/p.png onerror=window.ran=1>',
    "</p></details><style>*{display:none}</style><iframe src=http://evil.example/></iframe>",
    "<meta http-equiv=refresh content='0;url=http://evil.example/'><base href=http://evil.example/>",
    '=HYPERLINK("http://evil.example","，"),\r\n1,2\x00\x1b[31m\u202e)ten\u202c\ud800',
    "<textarea autofocus onfocus=window.ran=1>{{7*7}}" + "A" * 3000,
)


def drawn() -> Sample:
    """Return an invented sample: found and silent contacts of two rules, with hostile words in it (see ``texts``)."""
    facts = {"channel": "call", "connected": True, "seconds": 65, "recipient_role": "debtor", "objection_before": False}
    before = [(1_770_000_000_000 - 60_000, "call", "not connected"), (1_770_000_000_000 - 90_000, "sms", "connected")]
    items = [
        Item(f"{n + 1:04}", ("R01", "R05")[n % 2], f"secret-{n}", n < 3, 1_770_000_000_000 + n, facts, before[: n % 3])
        for n in range(6)
    ]
    return Sample(7, "hash of the result", tuple(items), {"R01": (2, 90), "R05": (1, 91)})


def texts(sample: Sample) -> dict[str, str]:
    return {item.contact: words for item, words in zip(sample.items, HOSTILE, strict=True)}


def write(folder: Path, which: int = 0, lang: Lang = Lang.ZH_HANS, sample: Sample | None = None) -> Path:
    sample = sample or drawn()
    items = shown(sample, which, LAW, lang, texts(sample))
    (folder / PAGES[which]).write_bytes(page(sample, items, which, LAW, lang))
    (folder / SHEETS[which]).write_bytes(sheet(items))
    (folder / KEY).write_text(as_json(sample).replace("\\ud800", ""), "utf-8", "replace")
    return folder / PAGES[which]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start an own Chromium and end it with this file: while Playwright runs, no other test may use asyncio."""
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield started
        started.close()


@contextmanager
def opened(browser: Browser, path: Path, *, width: int = 1000, **more: Any) -> Iterator[Page]:
    """Open a page from its file; nothing else may be asked for, no script of others run, nothing be complained of."""
    context = browser.new_context(viewport={"width": width, "height": 900}, accept_downloads=True, **more)
    context.set_default_timeout(10_000)
    trouble: list[str] = []
    context.on("request", lambda asked: trouble.append(asked.url))
    context.on("console", lambda message: trouble.append(message.text))
    context.on("weberror", lambda error: trouble.append(str(error.error)))
    context.on("dialog", lambda dialog: trouble.append(dialog.message))
    try:
        one = context.new_page()
        one.goto(path.as_uri())
        yield one
        assert [each for each in trouble if each != path.as_uri() and not each.startswith("blob:")] == []
        assert one.url == path.as_uri()
        if more.get("java_script_enabled", True):
            assert one.evaluate("window.ran") is None
    finally:
        context.close()


def saved(one: Page, place: Path) -> Path:
    with one.expect_download() as waiting:
        one.locator("#save").click()
    waiting.value.save_as(place / waiting.value.suggested_filename)
    return place / waiting.value.suggested_filename


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_two_people_answer_with_keys_and_their_sheets_are_measured(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "saved").mkdir()
    sheets = []
    for which in (0, 1):
        with opened(browser, write(tmp_path, which)) as one:
            order = one.locator("article").evaluate_all("all => all.map(each => each.dataset.item)")
            for item in order:
                one.keyboard.press("1" if int(item) <= 3 else "2")
                one.keyboard.press("ArrowRight")
            one.keyboard.press("3")  # the last one stays the last one
            one.locator("article.now textarea").fill('=1+1, "说不清"\n的\t13')
            path = saved(one, tmp_path / "saved")
            assert one.locator("#saved").is_visible()
        sheets.append(answers_of(path))
        assert path.name == SHEETS[which]
        mine, empty = rows(path), rows(tmp_path / SHEETS[which])
        assert [each | {"answer": "", "remark": ""} for each in mine] == empty
        assert [each["remark"] for each in mine] == [""] * 5 + ['\'=1+1, "说不清" 的 13']
        assert sheets[which] == {
            item: "unclear" if item == order[-1] else "yes" if int(item) <= 3 else "no" for item in order
        }
    found = measure(tmp_path / KEY, *sheets)
    assert found["reviewed"] == 6
    assert found["rules"]["R05"]["reviewed"] == 3
    assert (tmp_path / "saved" / SHEETS[0]).read_bytes().startswith(b"\xef\xbb\xbf")


def test_only_answers_and_remarks_are_kept_and_clear_removes_them(browser: Browser, tmp_path: Path) -> None:
    path = write(tmp_path)
    with opened(browser, path) as one:
        one.locator("article.now label").filter(has_text="说不清").click()
        one.locator("article.now textarea").fill("再看 1 2 3")  # keys in a remark answer nothing
        one.locator("#next").click()
        assert one.locator("#done").inner_text() == "1"
        kept = one.evaluate("JSON.stringify(localStorage)")
        assert sample_id(drawn(), 0) in kept
        assert "evil" not in kept
        one.reload()
        assert one.locator("#place").inner_text() == "2"  # the first without an answer
        one.locator("#previous").click()
        assert one.locator("article.now input:checked").get_attribute("value") == "unclear"
        assert one.locator("article.now textarea").input_value() == "再看 1 2 3"
        assert "5 条没有回答" in _saved_partly(one, tmp_path)
        with pytest.raises(ShouzhengError):
            answers_of(tmp_path / "part" / SHEETS[0])
        one.locator("#clear").click()
        one.locator("#no").click()
        assert one.locator("#done").inner_text() == "1"
        one.locator("#clear").click()
        one.locator("#yes").click()
        assert one.locator("#done").inner_text() == "0"
        assert one.evaluate("localStorage.length") == 0
        assert one.locator("article input:checked").count() == 0


def _saved_partly(one: Page, folder: Path) -> str:
    (folder / "part").mkdir()
    saved(one, folder / "part")
    return one.locator("#partly").inner_text()


def test_what_another_page_left_in_the_store_does_no_harm(browser: Browser, tmp_path: Path) -> None:
    path, key = write(tmp_path), sample_id(drawn(), 0)
    with opened(browser, path) as one:
        first = one.locator("article.now").get_attribute("data-item")
        for left in ("{", "null", "[1,[2],null]", json.dumps([[first, "<b>", {"x": 1}]])):
            one.evaluate("([key, left]) => localStorage.setItem(key, left)", [key, left])
            one.reload()
            assert one.locator("#done").inner_text() == "0"
            assert one.locator("article.now textarea").input_value() == ""
        one.evaluate("([key, left]) => localStorage.setItem(key, left)", [key, json.dumps([[first, "no", "x" * 9999]])])
        one.reload()
        assert one.locator("#done").inner_text() == "1"
        one.locator("#previous").click()
        assert len(one.locator("article.now textarea").input_value()) == 500


def test_one_reviewers_answers_are_not_in_the_others_page(browser: Browser, tmp_path: Path) -> None:
    paths = [write(tmp_path, which) for which in (0, 1)]
    assert sample_id(drawn(), 0) != sample_id(drawn(), 1)
    with opened(browser, paths[0]) as one:
        one.keyboard.press("1")
        state = one.context.storage_state()
    with opened(browser, paths[1], storage_state=state) as other:
        assert other.locator("#done").inner_text() == "0"


def test_bytes_hold_nothing_of_what_the_audit_said() -> None:
    sample = drawn()
    turned = replace(
        sample,
        items=tuple(replace(item, found=not item.found, contact=item.contact[::-1]) for item in sample.items),
        totals={rule: (silent, found) for rule, (found, silent) in sample.totals.items()},
    )
    for lang in (Lang.ZH_HANS, Lang.EN):
        for which in (0, 1):
            made = [
                page(each, shown(each, which, LAW, lang, texts(each)), which, LAW, lang) for each in (sample, turned)
            ]
            assert made[0] == made[1]
            assert b"secret-" not in made[0]
            assert b"hash of the result" not in made[0]


def test_hostile_words_stay_words(browser: Browser, tmp_path: Path) -> None:
    path = write(tmp_path, lang=Lang.EN)
    code = path.read_text("utf-8")
    assert code.count("<script>") == code.count("</script>") == 1
    assert "\u202e" not in code
    with opened(browser, path) as one:
        assert one.locator("article, iframe, img, base").count() == 6
        one.keyboard.press("ArrowRight")
        folded = one.locator("article.now details")
        assert not folded.locator(".words").is_visible()
        folded.locator("summary").click()
        assert folded.locator(".words").is_visible()
        texts_shown = one.locator(".words").all_text_contents()
        assert sorted(words[:12] for words in texts_shown) == sorted(words[:12] for words in HOSTILE)
    assert all(not each["text"].startswith(("=", "+", "-", "@")) for each in rows(tmp_path / SHEETS[0]))


def test_without_a_script_all_is_a_list_to_print(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, write(tmp_path), java_script_enabled=False) as one:
        assert all(each.is_visible() for each in one.locator("article, .words").all())
        assert SHEETS[0] in one.locator(".off").inner_text()
        assert not any(each.is_visible() for each in one.locator("button, input, textarea, progress").all())
    with opened(browser, tmp_path / PAGES[0]) as one:
        assert [each.is_visible() for each in one.locator("article").all()].count(True) == 1
        one.emulate_media(media="print")
        assert all(each.is_visible() for each in one.locator("article").all())
        assert not one.locator("#save").is_visible()


@pytest.mark.parametrize(("lang", "scheme"), [(Lang.ZH_HANS, "light"), (Lang.EN, "dark")])
def test_axe_is_content_and_a_phone_is_wide_enough(browser: Browser, tmp_path: Path, lang: Lang, scheme: str) -> None:
    with opened(browser, write(tmp_path, lang=lang), width=390, color_scheme=scheme) as one:
        one.keyboard.press("1")
        one.locator("article.now summary").click()
        one.locator("#clear").click()
        found = Axe().run(one, options={"resultTypes": ["violations"]}).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in SERIOUS] == []
        assert one.evaluate("document.documentElement.scrollWidth") <= 390
        small = "all => all.filter(e => e.offsetParent && e.getBoundingClientRect().height < 43).length"
        assert one.locator("button, summary, label:has(input)").evaluate_all(small) == 0


def test_single_keys_can_be_switched_off(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, write(tmp_path)) as one:
        one.keyboard.press("Control+1")
        one.locator("#keys").uncheck()
        one.keyboard.press("1")
        assert one.locator("#done").inner_text() == "0"
        one.locator("#keys").check()
        one.keyboard.press("1")
        assert one.locator("#done").inner_text() == "1"


def test_a_sample_without_questions_says_so(browser: Browser, tmp_path: Path) -> None:
    empty = Sample(1, "h", (), {})
    (tmp_path / "e.html").write_bytes(page(empty, [], 0, LAW, Lang.EN))
    with opened(browser, tmp_path / "e.html") as one:
        assert "no findings" in one.inner_text("body")


def test_an_answer_is_one_that_the_sheets_know() -> None:
    code = page(drawn(), shown(drawn(), 0, LAW, Lang.EN, {}), 0, LAW, Lang.EN).decode("utf-8")
    assert all(code.count(f'value="{answer}"') == 6 for answer in ANSWERS)
    assert [line.split(",")[0] for line in sheet(shown(drawn(), 0, LAW, Lang.EN, {})).decode().splitlines()[1:]] == [
        each.item for each in shown(drawn(), 0, LAW, Lang.EN, {})
    ]


def test_of_calls_only_is_said_that_they_were_answered() -> None:
    sample = drawn()
    call = next(each for each in shown(sample, 0, LAW, Lang.EN, {}) if each.item == "0003")
    assert ("talk time", "65 seconds") in call.facts
    assert call.before[0].endswith("call not answered")
    assert not call.before[1].endswith("answered")
    letter = replace(sample.items[0], facts=sample.items[0].facts | {"channel": "sms"})
    (only,) = shown(replace(sample, items=(letter,)), 0, LAW, Lang.EN, {})
    assert all(label != "talk time" for label, _ in only.facts)
