"""One Chromium for the tests of this folder, one app for each test; what a page asked for and did is recorded."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Locator, Page, Request, sync_playwright

from shouzheng.casefile import kdf
from shouzheng.model.words import Lang
from shouzheng.web.serve import Running
from shouzheng.web.settings import Settings

EXAMPLE = Path(__file__).parents[2] / "examples" / "yunling"
TODAY = date(2026, 2, 6)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: axe's rules that count; "minor" ones are looked at by hand.
SERIOUS = {"serious", "critical"}


def chromium() -> Path:
    """Return the browser to test with; a missing one is an error that says what to install."""
    path = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
    if not path.is_file():
        pytest.fail(f"no Chromium at {path}: apt-get install chromium, or name one in CHROMIUM", pytrace=False)
    return path


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Start a Chromium that ends with this folder: while Playwright runs, no test elsewhere may use asyncio or it."""
    path = chromium()
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@dataclass
class App:
    """A running app and its folder of cases."""

    running: Running
    cases: Path

    def address(self) -> str:
        return self.running.address()

    @property
    def origin(self) -> str:
        return f"http://{self.running.state.door.host}"


@contextmanager
def running_app(cases: Path, **more: Any) -> Iterator[App]:
    running = Running(Settings(cases, today=TODAY, cost=kdf.FLOOR, **more))
    ready = threading.Event()
    thread = threading.Thread(target=running.serve, args=(lambda _: ready.set(),), daemon=True)
    thread.start()
    assert ready.wait(20)
    try:
        yield App(running, cases)
    finally:
        running.stop()
        thread.join(20)
        assert not thread.is_alive()


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with running_app(tmp_path / "cases") as started:
        yield started


@dataclass
class Visitor:
    """One browser window let in, with everything that must not happen written down."""

    page: Page
    context: BrowserContext
    app: App
    trouble: list[str] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return self.app.origin

    def go(self, path: str) -> None:
        self.page.goto(self.origin + path)

    def text(self) -> str:
        return self.page.inner_text("body")

    def press(self, name: str) -> None:
        """Press the button or follow the link of this name."""
        target = self.page.get_by_role("button", name=name, exact=True).or_(
            self.page.get_by_role("link", name=name, exact=True)
        )
        self.send(target.first)

    def send(self, target: Locator) -> None:
        """Click what leads to another page, and wait for that page."""
        with self.page.expect_navigation():
            target.click()


@contextmanager
def let_in(
    browser: Browser, app: App, *, width: int = 1100, script: bool = True, lang: Lang | None = None, **more: Any
) -> Iterator[Visitor]:
    """Open a window with a session; on leaving, nothing may have left the computer or gone wrong in the page."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        java_script_enabled=script,
        accept_downloads=True,
        locale="zh-CN",
        **more,
    )
    context.set_default_timeout(60_000)  # machines that do other things at the same time are slow, not wrong
    visitor = Visitor(context.new_page(), context, app)

    def asked(request: Request) -> None:
        if not request.url.startswith((app.origin + "/", "data:,")):
            visitor.trouble.append(f"asked for {request.url}")

    def spoke(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "status of 400" not in message.text:  # a form that was refused
            visitor.trouble.append(f"console: {message.text}")

    def asked_in_a_dialog(dialog: Dialog) -> None:
        visitor.trouble.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    context.on("request", asked)
    context.on("console", spoke)
    context.on("weberror", lambda error: visitor.trouble.append(f"script: {error.error}"))
    context.on("dialog", asked_in_a_dialog)
    try:
        visitor.page.goto(app.address())
        if lang is not None:
            visitor.page.locator(f"button[value={lang.value}]").click()
        yield visitor
        assert visitor.trouble == []
    finally:
        context.close()


@pytest.fixture
def visitor(browser: Browser, app: App) -> Iterator[Visitor]:
    with let_in(browser, app) as one:
        yield one


@pytest.fixture
def read_by_our_engine() -> Iterator[None]:
    """Pictures are read by an engine with fixed answers."""
    from tests.web.heard_and_seen import our_engine

    with our_engine():
        yield
