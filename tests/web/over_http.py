"""A window without a browser: pages and forms over HTTP, with the session's own word; and a full case."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from shouzheng.model.words import Lang
from shouzheng.remedy.cases.statement import keep_statement
from shouzheng.web.cases.brought import BROUGHT
from shouzheng.web.cases.open_case import OpenCase
from shouzheng.web.cases.plan_form import PLAN
from shouzheng.web.security import Session
from tests.web.conftest import EXAMPLE, App
from tests.web.heard_and_seen import FIGURES, put_in
from tests.web.steps import NAME, PASSPHRASE

_HEAD = re.compile(r"(?s)<(script|style|head)\b.*?</\1>")
_THEIRS = re.compile(r'(?s)<bdi class="theirs[^>]*>.*?</bdi>|<textarea[^>]*>.*?</textarea>')
_TAG = re.compile(r"(?s)<[^>]*>")


@dataclass
class Window:
    """A session of an app."""

    app: App
    client: httpx.Client
    session: Session

    def get(self, path: str) -> str:
        """Return a page."""
        return self.client.get(path).text

    def send(self, path: str, **fields: str | list[str]) -> httpx.Response:
        """Send a form and follow where it leads."""
        return self.client.post(path, data={"word": self.session.word, **fields})

    def speak(self, lang: Lang) -> None:
        """Change the language of all pages."""
        self.session.lang = lang


@contextmanager
def window(app: App) -> Iterator[Window]:
    """Let a window in."""
    first = httpx.get(app.address())
    name = app.running.state.door.cookie
    key = first.cookies[name]
    session = app.running.state.door.session(key)
    assert session is not None
    with httpx.Client(
        base_url=app.origin, headers={"Origin": app.origin}, cookies={name: key}, timeout=60, follow_redirects=True
    ) as client:
        yield Window(app, client, session)


def empty_case(app: App, name: str = NAME) -> OpenCase:
    """Make a case with nothing in it."""
    app.running.state.make(name, PASSPHRASE)
    return app.running.state.case(name)


def full_case(app: App, name: str = NAME) -> OpenCase:
    """Make a case with the invented example, a picture, a recording and a plan in it, read and judged.

    Pictures are read by ``our_engine``, which has to be in force.
    """
    opened = empty_case(app, name)
    with opened.writing() as case:
        keep_statement(case, EXAMPLE / "case.toml")
        for file in sorted(EXAMPLE.glob("*.xml")):
            stored = case.add([file.read_bytes()], file.name, "application/xml")
            person = "sister" if file.name.startswith("sister") else "me"
            case.enter(BROUGHT, str(stored.no), {"person": person, "names": []})
        put_in(case)
        case.enter(PLAN, "plan", FIGURES)
    opened.work.wake()
    assert opened.work.wait(60)
    return opened


def words_of(page: str, *, theirs: bool = False) -> str:
    """Return the text of a page; what others wrote is left out unless ``theirs``."""
    text = _HEAD.sub(" ", page)
    return html.unescape(_TAG.sub(" ", text if theirs else _THEIRS.sub(" … ", text)))
