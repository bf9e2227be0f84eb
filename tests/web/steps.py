"""What people do in the pages, in their words: make a case, say who is who, bring files, wait."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Error, Page

from shouzheng.web.cases.brought import BROUGHT
from tests.web.conftest import EXAMPLE, Visitor

PASSPHRASE = "四个 不相干 的词 alpha"  # noqa: S105 - invented
NAME = "练习"
CASE = f"/case/{quote(NAME)}"
CALLS, MESSAGES = EXAMPLE / "calls-20260205090000.xml", EXAMPLE / "sms-20260205090000.xml"
OF_SISTER = (EXAMPLE / "sister-calls-20260205090000.xml", EXAMPLE / "sister-sms-20260205090000.xml")


def make_case(visitor: Visitor, name: str = NAME) -> list[str]:
    """Make a case from the first page; return the lines of its recovery key."""
    visitor.go("/cases")
    visitor.press("新建案卷")
    page = visitor.page
    page.get_by_label("名字").fill(name)
    page.get_by_label("口令", exact=True).fill(PASSPHRASE)
    page.get_by_label("再输入一次").fill(PASSPHRASE)
    visitor.press("建立案卷")
    return page.locator(".key").inner_text().splitlines()


def say_role(visitor: Visitor, role: str, name: str = "林某（虚构）") -> None:
    """Say who the person is."""
    visitor.go(f"{CASE}/who")
    visitor.page.locator(f"input[name=role][value={role}]").check()
    visitor.page.get_by_label("称呼（可以不填）").fill(name)
    visitor.send(visitor.page.get_by_role("button", name="存好", exact=True))


def add(visitor: Visitor, section: str, **values: str) -> None:
    """Add one item to the statement."""
    visitor.go(f"{CASE}/who/{section}/new")
    fill(visitor.page, values)
    visitor.send(visitor.page.get_by_role("button", name="存好", exact=True))
    assert visitor.page.url.endswith(f"/who?stored={section}#{section}")


def fill(page: Page, values: dict[str, str]) -> None:
    """Fill the fields of a form by their names."""
    for name, value in values.items():
        field = page.locator(f"[name='{name}']")
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def bring(visitor: Visitor, *files: Path, person: str = "") -> None:
    """Bring files and wait until they were read."""
    visitor.go(f"{CASE}/files")
    if person:
        visitor.page.locator("#person").select_option(person)
    visitor.page.locator("#files").set_input_files(list(files))
    visitor.press("放进案卷")
    settled(visitor)


def settled(visitor: Visitor) -> None:
    """Wait until nothing is under way any more; the page that reloads itself is left first."""
    try:
        visitor.page.goto("about:blank")
    except Error:  # it was reloading itself at that very moment, once, because the work had ended
        visitor.page.goto("about:blank")
    opened = visitor.app.running.state.opened[NAME]
    assert opened.work.wait(60)
    visitor.go(f"{CASE}/files")


def the_yunling_side(visitor: Visitor) -> None:
    """State the lender and the agency of the invented example, and the debt."""
    add(
        visitor,
        "party",
        kind="creditor",
        name="云岭示例消费金融有限公司",
        institution_kind="consumer_finance",
        numbers="95000\n10690000001234",
        signatures="云岭示例消金",
        known_by="contract",
        about_debt="yes",
    )
    add(
        visitor,
        "party",
        kind="agency",
        name="磐石示例商务咨询有限公司",
        acts_for="party-1",
        numbers="010-00001111\n13000000021\n15000000022\n10690000004321",
        known_by="own_words",
        about_debt="yes",
    )
    add(
        visitor,
        "debt",
        creditor="party-1",
        product_kind="online_consumer_loan",
        contract_date="2025-03-01",
        due="12000.00",
    )


def the_example(visitor: Visitor, statement: str | None = None) -> None:
    """Put the whole invented example into a new case, with its own statement or another one, and wait for it."""
    make_case(visitor)
    opened = visitor.app.running.state.case(NAME)
    with opened.writing() as case:
        toml = statement if statement is not None else (EXAMPLE / "case.toml").read_text("utf-8")
        case.enter("statement", "case", {"name": "case.toml", "toml": toml})
        for file in sorted(EXAMPLE.glob("*.xml")):
            stored = case.add([file.read_bytes()], file.name, "application/xml")
            person = "sister" if file.name.startswith("sister") else "me"
            case.enter(BROUGHT, str(stored.no), {"person": person, "names": []})
    opened.work.wake()
    assert opened.work.wait(90)
