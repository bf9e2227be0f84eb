"""Every page for everybody: axe finds nothing serious, in light and dark, small and at 200 %; paper is clean."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from shouzheng.model.words import Lang
from shouzheng.remedy.cases.statement import keep_statement
from shouzheng.web.cases.brought import BROUGHT
from shouzheng.web.cases.plan_form import PLAN
from tests.web.conftest import EXAMPLE, SERIOUS, App, Visitor, let_in, running_app
from tests.web.heard_and_seen import FIGURES, our_engine, put_in
from tests.web.steps import CASE, NAME, make_case

FREE = ("/", "/genuine", "/help", "/cases", "/cases/new", "/data", "/guides", "/notes", "/locked", "/nothing")
OF_CASE = (
    "",
    "/who",
    "/who/party/new",
    "/who/person/sister",
    "/who/objection/0",
    "/files",
    "/numbers?all=yes",
    "/timeline",
    "/pictures",
    "/findings",
    "/next",
    "/letters",
    "/proceedings",
    "/plan",
    "/bundle",
    "/dossier",
    "/diary",
    "/recovery",
)


@dataclass
class Example:
    """An app with the invented example opened in it, and all its addresses, one contact and one letter among them."""

    app: App
    paths: list[str]


@pytest.fixture(scope="module")
def example(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Example]:
    with our_engine(), running_app(tmp_path_factory.mktemp("access") / "cases") as app:
        with let_in(browser, app) as visitor:
            paths = _filled(visitor)
        yield Example(app, paths)


def _filled(visitor: Visitor) -> list[str]:
    make_case(visitor)
    opened = visitor.app.running.state.case(NAME)
    with opened.writing() as case:
        keep_statement(case, EXAMPLE / "case.toml")
        for file in sorted(EXAMPLE.glob("*.xml")):
            stored = case.add([file.read_bytes()], file.name, "application/xml")
            person = "sister" if file.name.startswith("sister") else "me"
            case.enter(BROUGHT, str(stored.no), {"person": person, "names": []})
        seen, heard = put_in(case)
        case.enter(PLAN, "plan", FIGURES)
    opened.work.wake()
    assert opened.work.wait(60)
    visitor.go(f"{CASE}/letters")
    letter = visitor.page.locator("section.item a.button").first.get_attribute("href")
    contact = next(row.id for row in opened.timeline.rows if row.text)
    own = (f"{CASE}/contact/{contact}", f"{CASE}/screenshot/{seen}", f"{CASE}/recording/{heard}", str(letter))
    return [*FREE, *(CASE + page for page in OF_CASE), *own]


#: Pages that together show every kind of element, for the dark colours.
DARK = (
    "/genuine",
    "/help",
    f"{CASE}/files",
    f"{CASE}/timeline",
    f"{CASE}/findings",
    f"{CASE}/pictures",
    f"{CASE}/plan",
)
SMALL = """Array.from(document.querySelectorAll('button, .button, select, summary, .card, .steps a'))
  .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43).map(e => e.outerHTML.slice(0, 120))"""


def _faults(page: Page, only: list[str] | None = None) -> list[str]:
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    options = {"resultTypes": ["violations"], **({"runOnly": only} if only else {})}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{page.url} {each['id']}: {each['nodes'][0]['html'][:160]}" for each in found if each["impact"] in SERIOUS]


def _too_wide(page: Page, width: int) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth") > width
    return [f"{page.url} is wider than the window"] if wide else []


def test_axe_finds_nothing_serious_and_200_percent_cuts_nothing_off(browser: Browser, example: Example) -> None:
    with let_in(browser, example.app) as visitor:
        faults = []
        for path in example.paths:
            visitor.go(path)
            faults += _faults(visitor.page)
            visitor.page.set_viewport_size({"width": 550, "height": 450})  # what 1100 px are at 200 %
            faults += _too_wide(visitor.page, 550)
            visitor.page.set_viewport_size({"width": 1100, "height": 900})
        assert faults == []
        visitor.trouble = [each for each in visitor.trouble if "404" not in each]


def test_on_a_phone_at_night_in_english_contrast_width_and_targets_hold(browser: Browser, example: Example) -> None:
    with let_in(browser, example.app, width=390, color_scheme="dark") as visitor:
        visitor.send(visitor.page.locator(f"button[value={Lang.EN.value}]"))
        faults = []
        for path in example.paths:
            visitor.go(path)
            faults += [f"{path} {each}" for each in visitor.page.evaluate(SMALL)]
            if path in DARK or "/screenshot/" in path or "/recording/" in path:
                faults += _faults(visitor.page, ["color-contrast"])
            faults += _too_wide(visitor.page, 390)
        assert faults == []
        visitor.trouble = [each for each in visitor.trouble if "404" not in each]


def test_printed_pages_carry_no_buttons_and_a_letter_is_its_paper_alone(browser: Browser, example: Example) -> None:
    with let_in(browser, example.app) as visitor:
        visitor.page.emulate_media(media="print")
        for path in ("/findings", "/timeline", "/pictures", "/plan", "/next", "/letters", "/proceedings", "/dossier"):
            visitor.go(CASE + path)
            for hidden in (".top", ".trail", ".languages", "footer", "nav", "button", ".button"):
                assert visitor.page.locator(f"{hidden}:visible").count() == 0, (path, hidden)
            assert visitor.page.locator("h1").is_visible()
        visitor.go(example.paths[-1])
        assert "/letters/" in visitor.page.url
        paper = visitor.page.locator(".paper").first
        assert visitor.page.locator("body").inner_text().strip() == paper.inner_text().strip()


def test_every_picture_has_a_table_with_the_same_numbers(browser: Browser, example: Example) -> None:
    with let_in(browser, example.app) as visitor:
        for path, count in (("/pictures", 3), ("/plan", 2)):
            visitor.go(CASE + path)
            pictures = visitor.page.locator("svg.picture")
            assert pictures.count() == count
            assert visitor.page.locator("main details table").count() == count
            for place in range(count):
                name = pictures.nth(place).get_attribute("aria-labelledby")
                assert name
                assert visitor.page.locator(f"#{name.split()[0]}").text_content()
        visitor.go(f"{CASE}/pictures")
        drawn = visitor.page.locator("svg.picture").first.locator("rect.bar").count()
        visitor.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        hours = visitor.page.locator("main table").first.locator("tbody td:last-child").all_inner_texts()
        assert sum(len(each.split()) for each in hours) == drawn
