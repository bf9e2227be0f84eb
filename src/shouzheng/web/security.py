"""The door: who may ask for a page at all, and what the browser may do with the answer.

Only this computer is listened on. Of what arrives, the ``Host`` must be our own address (another name that leads here
is DNS rebinding: 421), the cookie must be the one given for the start token (403), and whatever changes something must
come from our own pages: ``Origin`` (403), and the word in every form (``forms``). Nothing is answered to other origins.
What this cannot stop: another program of the same user, which can read the browser's memory and files anyway.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from hmac import compare_digest

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shouzheng.model.words import Lang
from shouzheng.reference.problems import ProblemKind
from shouzheng.web.problems import NO_KEY, OTHER_HOST, OTHER_ORIGIN
from shouzheng.web.second_start import AGAIN

START = "/start"
#: ``connect-src`` is for the progress stream of our own script, ``media-src`` for the recordings of a case; everything
#: else is refused unless it is named.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": browsers then send ``Origin: null`` with our own forms (Fetch, serialising a request origin).
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    "Cache-Control": "no-store",
}
_SAFE = frozenset(["GET", "HEAD"])


@dataclass(slots=True)
class Session:
    """One browser: its key (cookie), the word in its forms, its language."""

    key: str
    word: str
    lang: Lang


@dataclass
class Door:
    """The start tokens and sessions of one run, and the address that browsers must name.

    ``secret`` is what a second start has to know to be given a start token (``second_start``); empty: there is none.
    """

    lang: Lang
    host: str = ""
    secret: str = ""
    sessions: dict[str, Session] = field(default_factory=dict)
    _tokens: set[str] = field(default_factory=set)

    @property
    def cookie(self) -> str:
        """Name of the cookie, with our port in it: browsers send a cookie to every port of a computer."""
        return f"shouzheng-{self.host.rpartition(':')[2]}"

    def new_token(self) -> str:
        """Return a token that opens one session, once."""
        token = secrets.token_urlsafe(32)
        self._tokens.add(token)
        return token

    def enter(self, token: str) -> Session | None:
        """Return a new session for a token that was not used before."""
        known = next((each for each in self._tokens if compare_digest(each.encode(), token.encode())), None)
        if known is None:
            return None
        self._tokens.discard(known)
        session = Session(secrets.token_urlsafe(32), secrets.token_urlsafe(24), self.lang)
        self.sessions[session.key] = session
        return session

    def session(self, key: str) -> Session | None:
        """Return the session of a cookie."""
        return next((s for k, s in self.sessions.items() if compare_digest(k.encode(), key.encode())), None)


class Guard:
    """ASGI middleware: lets in who may enter and puts the headers on every answer."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app, self._door = app, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection; anything but HTTP and the life cycle is refused."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        answer = self._refusal(scope)
        await (answer or self._app)(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if headers.getlist("host") != [self._door.host]:
            return _refused(OTHER_HOST, 421)
        if scope["path"] == START and scope["method"] == "GET":
            return self._start(scope)
        if scope["path"] == AGAIN and scope["method"] == "GET":
            return self._again(scope)
        session = self._door.session(cookie_parser(headers.get("cookie", "")).get(self._door.cookie, ""))
        if session is None:
            return _refused(NO_KEY, 403)
        if scope["method"] not in _SAFE and not self._from_us(headers):
            return _refused(OTHER_ORIGIN, 403)
        scope["session"] = session
        return None

    def _from_us(self, headers: Headers) -> bool:
        site = headers.get("sec-fetch-site", "same-origin")
        return headers.get("origin") == f"http://{self._door.host}" and site in ("same-origin", "none")

    def _start(self, scope: Scope) -> Response:
        session = self._door.enter(scope["query_string"].decode("latin-1"))
        if session is None:
            return _refused(NO_KEY, 403)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self._door.cookie, session.key, httponly=True, samesite="strict", path="/")
        return answer

    def _again(self, scope: Scope) -> Response:
        """Give a second start of the program, which can read our secret, the path that lets its browser in."""
        secret = self._door.secret.encode()
        if not secret or not compare_digest(scope["query_string"], secret):
            return _refused(NO_KEY, 403)
        return PlainTextResponse(f"{START}?{self._door.new_token()}")


def _refused(kind: ProblemKind, status: int) -> Response:
    parts = [f"{words.zh}。{words.en}." for words in (kind.what, kind.why, kind.repair)]
    parts.append(f"（求助时报编号 {kind.code}） (when asking for help: {kind.code})")
    return PlainTextResponse("\n\n".join(parts) + "\n", status)
