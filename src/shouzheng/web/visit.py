"""One request as a page sees it: language, form, opened case; and the answers that a page can give."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from shouzheng.model.words import Lang
from shouzheng.packs.status import stale_parts
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.web.cases.statement_words import label
from shouzheng.web.problems import NO_SUCH_PAGE
from shouzheng.web.rendering import Say, rendered
from shouzheng.web.repairs import texts

if TYPE_CHECKING:
    from shouzheng.web.cases.open_case import OpenCase
    from shouzheng.web.security import Session
    from shouzheng.web.state import State


_GONE = 404


@dataclass
class Visit:
    """One request. ``form`` is what was sent, ``case`` the opened case of the address, if it has one."""

    request: Request
    state: State
    session: Session
    form: FormData = field(default_factory=FormData)
    opened: OpenCase | None = None

    @property
    def lang(self) -> Lang:
        """Language of the page."""
        return self.session.lang

    @property
    def say(self) -> Say:
        """Says our own words in the language of the page."""
        return Say(self.session.lang)

    @property
    def today(self) -> date:
        """The day that counts as today, in Beijing."""
        return self.state.today()

    @property
    def case(self) -> OpenCase:
        """The opened case; raises ``RuntimeError`` on a page that has none (an error of the program)."""
        if self.opened is None:
            raise RuntimeError("this page has no case")
        return self.opened

    def text(self, name: str, default: str = "") -> str:
        """Return a field of the form, else of the query."""
        value = self.form.get(name, self.request.query_params.get(name, default))
        return value if isinstance(value, str) else default

    def texts(self, name: str) -> list[str]:
        """Return all values of a field of the form."""
        return [value for value in self.form.getlist(name) if isinstance(value, str)]

    def whole(self, name: str, default: int = 0) -> int:
        """Return a field as a whole number that is not negative."""
        value = self.text(name)
        return int(value) if value.isascii() and value.isdigit() and len(value) < 12 else default

    def inside(self, name: str, default: str = "/") -> str:
        """Return a field as an address of ours, ``default`` for anything that could lead elsewhere."""
        path = self.text(name)
        return path if path.startswith("/") and not path.startswith(("//", "/\\")) else default

    def part(self, name: str) -> str:
        """Return a part of the address."""
        return str(self.request.path_params.get(name, ""))

    def page(self, template: str, status: int = 200, problems: Iterable[Problem] = (), **context: object) -> Response:
        """Return a page; ``problems`` are said at its top.

        The answer to a form offers no other language, since what was typed or shown once would be lost; ``again``
        lets the person ask the same in another one.
        """
        common: dict[str, object] = {
            "w": self.say,
            "ww": self.say.words,
            "lang": self.lang.value,
            "word": self.session.word,
            "here": self._here(),
            "again": None,
            "case": self.opened,
            "case_lang": self.lang,
            "today": self.today,
            "data_old": bool(stale_parts(self.today)),
        }
        # The page leaves the screen when the case has locked itself; with script, only when nobody typed meanwhile.
        common["leave_after"] = int(self.state.settings.lock_minutes * 60) + 2 if self.opened else 0
        common["problems"] = [shown_problem(each, self.say) for each in problems]
        common["in_words"] = lambda problem: shown_problem(problem, self.say)
        return Response(rendered(template, common | context), status, media_type="text/html; charset=utf-8")

    def _here(self) -> str:
        """The address that shows this page once more; empty for the answer to a form, which no address shows."""
        url = self.request.url
        return "" if self.request.method == "POST" else url.path + (f"?{url.query}" if url.query else "")

    def problem_page(self, problems: Iterable[Problem], status: int) -> Response:
        """Return a page that says what went wrong."""
        return self.page("problem.html", status, problems, gone=status == _GONE)

    def file(self, content: bytes, name: str, media_type: str) -> Response:
        """Return a file to be saved; ``name`` is ASCII and ours."""
        return Response(
            content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
        )

    def go(self, path: str) -> Response:
        """Return the answer that leads on after something was done."""
        return RedirectResponse(path, 303)


@dataclass(frozen=True, slots=True)
class Again:
    """A form that may be sent once more in another language, since it changes nothing: its address and fields."""

    action: str
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """A problem in the words of one language; what fills its slots is other people's and stays as it is."""

    code: str
    where: str
    what: str
    why: str
    repair: str


def shown_problem(problem: Problem, say: Say) -> ShownProblem:
    """Return a problem for a page: what to do is to be done on the pages, and no file of the program is named."""
    slots = {name: _field(name, value, say) for name, value in problem.slots}
    what, why, repair = (say.words(words).format(**slots) for words in texts(problem.kind))
    where = "" if ".toml" in problem.where else problem.where  # a line of a file that nobody here has
    return ShownProblem(problem.code, where, what, why, repair)


def _field(slot: str, value: str, say: Say) -> str:
    """Say the label of a field of ours; anything else that fills a slot is somebody's and stays as it is."""
    words = label(value) if slot == "field" else None
    return say.words(words) if words else value


Handler = Callable[[Visit], Response]
Receiver = Callable[[Visit], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Page:
    """One address: what shows it (GET), what acts on it (POST), and whether it needs an opened case.

    With ``quiet`` it does not count as use of the case: progress must not keep a case open. ``take`` reads what is sent
    by itself (files, a stream), in the event loop; the others run in a thread.
    """

    path: str
    show: Handler | None = None
    act: Handler | None = None
    case: bool = False
    quiet: bool = False
    take: Receiver | None = None
    stream: Receiver | None = None


def missing() -> ShouzhengError:
    """Return the error for something that is not there."""
    return ShouzhengError(Problem(NO_SUCH_PAGE))
