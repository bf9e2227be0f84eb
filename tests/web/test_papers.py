"""Terms, plan and bundle: from the pages to a file, with the figures of the rooms behind them."""

import hashlib
import io
import zipfile
from pathlib import Path

from playwright.sync_api import Browser

from tests.web.conftest import App, let_in
from tests.web.steps import CASE, MESSAGES, bring, fill, make_case, say_role, settled, the_yunling_side


def test_a_request_that_was_sent_has_terms_and_a_calendar(browser: Browser, app: App, tmp_path: Path) -> None:
    with let_in(browser, app, width=390) as visitor:
        make_case(visitor)
        visitor.go(f"{CASE}/proceedings")
        visitor.page.locator("#channel").select_option("lender")
        visitor.page.locator("#title").fill("投诉示例")
        visitor.send(visitor.page.get_by_role("button", name="开始记"))
        visitor.page.get_by_text("记一次往来").click()
        fill(visitor.page, {"message": "sent:complaint", "day": "2026-01-20", "proof": "ems", "proof_value": "E000X"})
        visitor.page.locator("input[name=points][value=stop_contacts]").check()
        visitor.send(visitor.page.get_by_role("button", name="记下"))
        text = visitor.text()
        assert "E000X" in text
        assert "要做的" in text
        with visitor.page.expect_download() as coming:
            visitor.page.get_by_role("link", name="放进日历（不写事由）").click()
        coming.value.save_as(tmp_path / "terms.ics")
        calendar = (tmp_path / "terms.ics").read_text("utf-8")
        assert "BEGIN:VEVENT" in calendar
        assert "投诉" not in calendar


def test_a_day_in_the_future_is_refused_in_words(browser: Browser, app: App) -> None:
    with let_in(browser, app) as visitor:
        make_case(visitor)
        visitor.go(f"{CASE}/proceedings")
        visitor.send(visitor.page.get_by_role("button", name="开始记"))
        visitor.page.get_by_text("记一次往来").click()
        fill(visitor.page, {"day": "2027-01-01"})
        visitor.send(visitor.page.get_by_role("button", name="记下"))
        assert "SZ-5605" in visitor.text()


def test_a_plan_from_plain_lines(browser: Browser, app: App, tmp_path: Path) -> None:
    with let_in(browser, app) as visitor:
        make_case(visitor)
        visitor.go(f"{CASE}/plan")
        lines = {"income": "工资 6800\n零工：600元", "expenses": "房租 1,800\n吃饭 1500.50", "floor": "3000"}
        debt = {"d0-lender": "云岭示例", "d0-got_on": "2025-03-10", "d0-got": "20000", "d0-payments": "2025-04-10 2000"}
        fill(visitor.page, {**lines, **debt})
        visitor.send(visitor.page.get_by_role("button", name="算一算"))
        plan = visitor.page.locator("#plan")
        assert "7400.00" in plan.inner_text().replace(",", "")
        assert plan.locator("table").count() >= 2
        with visitor.page.expect_download() as coming:
            visitor.page.get_by_role("link", name="下载 PDF").click()
        coming.value.save_as(tmp_path / "plan")
        assert (tmp_path / "plan").read_bytes().startswith(b"%PDF")
        visitor.page.locator("#income").fill("说不清")
        visitor.send(visitor.page.get_by_role("button", name="算一算"))
        assert visitor.page.locator("[role=alert]").count() == 1
        assert visitor.page.locator("#income").input_value() == "说不清"


def test_the_bundle_holds_only_what_was_confirmed(browser: Browser, app: App, tmp_path: Path) -> None:
    with let_in(browser, app) as visitor:
        make_case(visitor)
        say_role(visitor, "debtor")
        the_yunling_side(visitor)
        bring(visitor, MESSAGES)
        visitor.go(f"{CASE}/bundle")
        visitor.send(visitor.page.get_by_role("button", name="做成证据包"))
        assert "SZ-5300" in visitor.text()
        visitor.go(f"{CASE}/findings")
        visitor.send(visitor.page.locator("article").first.get_by_role("button", name="是这样，确认"))
        settled(visitor)
        visitor.go(f"{CASE}/bundle")
        assert "请把这几行抄下" not in visitor.text()
        visitor.send(visitor.page.get_by_role("button", name="做成证据包"))
        assert "请把这几行抄下" in visitor.text()
        with visitor.page.expect_download() as coming:
            visitor.page.get_by_role("link", name="下载证据包").click()
        coming.value.save_as(tmp_path / "bundle.zip")
        shown = visitor.page.locator("#made dd").first.inner_text()
        assert shown == hashlib.sha256((tmp_path / "bundle.zip").read_bytes()).hexdigest()
        with zipfile.ZipFile(io.BytesIO((tmp_path / "bundle.zip").read_bytes())) as bundle:
            names = bundle.namelist()
            events = next(bundle.read(name) for name in names if name.endswith("events.jsonl"))
        assert any(name.endswith("verify.py") for name in names)
        assert len(events.splitlines()) == 1
        visitor.go(f"{CASE}/bundle")
        assert "SHA-256" in visitor.text()


def test_a_blank_field_of_the_plan_is_named_as_the_form_names_it_and_what_was_typed_stays(
    browser: Browser, app: App
) -> None:
    with let_in(browser, app) as visitor:
        make_case(visitor)
        visitor.go(f"{CASE}/plan")
        fill(visitor.page, {"income": "工资 6000", "d0-lender": "云岭示例", "d0-got_on": "2025-03-10"})
        visitor.send(visitor.page.get_by_role("button", name="算一算"))
        said = visitor.page.locator("[role=alert]").inner_text()
        assert "第 1 笔债：合同写的本金（元）" in said
        assert "plan.toml" not in said
        assert "SZ-5704" not in said
        wrong = visitor.page.locator("[aria-invalid=true]")
        assert [each.get_attribute("name") for each in wrong.all()] == ["d0-got"]
        assert visitor.page.locator("#income").input_value() == "工资 6000"
        fill(visitor.page, {"d0-got": "一万二", "d0-lender": ""})
        visitor.send(visitor.page.get_by_role("button", name="算一算"))
        said = visitor.page.locator("[role=alert]").inner_text()
        assert "第 1 笔债：欠谁的" in said
        assert visitor.page.locator("[name=d0-got]").input_value() == "一万二"
        fill(visitor.page, {"d0-lender": "云岭示例"})
        visitor.send(visitor.page.get_by_role("button", name="算一算"))
        assert "“一万二”看不懂" in visitor.page.locator("[role=alert]").inner_text()


def test_a_cost_that_nobody_can_know_is_not_said_to_be_nothing(browser: Browser, app: App) -> None:
    with let_in(browser, app) as visitor:
        make_case(visitor)
        visitor.go(f"{CASE}/plan")
        debt = {"got_on": "2025-03-01", "got": "12000", "kept_back": "600", "payments": "2025-04-10 1200"}
        claim = {"lender": "云岭示例", "claimed": "9800", "claimed_interest": "700", "claimed_on": "2026-01-15"}
        fill(visitor.page, {f"d0-{key}": value for key, value in {**debt, **claim}.items()})
        fill(visitor.page, {"income": "工资 6800", "expenses": "房租 1800", "floor": "1000"})
        visitor.send(visitor.page.get_by_role("button", name="算一算"))
        text = visitor.page.locator("#plan").inner_text()
        assert "利息是多少还不清楚" in text
        assert "0.00%" not in text
        assert "debt-1" not in visitor.text()
