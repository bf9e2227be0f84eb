"""Who is let in: this computer, this browser, our own pages; nothing else gets an answer that says anything."""

import httpx
import pytest

from shouzheng.web.security import POLICY
from tests.web.conftest import App


@pytest.fixture
def key(app: App) -> str:
    answer = httpx.get(app.address())
    return answer.cookies[app.running.state.door.cookie]


def _get(app: App, path: str, key: str = "", **headers: str) -> httpx.Response:
    return httpx.get(app.origin + path, headers={"Cookie": f"{app.running.state.door.cookie}={key}", **headers})


def test_a_start_address_lets_in_once(app: App) -> None:
    address = app.address()
    first, second = httpx.get(address), httpx.get(address)
    assert (first.status_code, second.status_code) == (303, 403)
    cookie = first.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "domain" not in cookie


def test_without_the_key_no_page_and_no_file_is_given(app: App) -> None:
    for path in ("/", "/cases", "/static/app.js", "/case/x", "/nothing", "/start?guessed"):
        answer = httpx.get(app.origin + path)
        assert answer.status_code == 403
        assert "<" not in answer.text


@pytest.mark.parametrize("host", ["evil.example", "localhost:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1:{port}."])
def test_another_host_name_is_refused_even_with_the_key(app: App, key: str, host: str) -> None:
    port = app.origin.rpartition(":")[2]
    assert _get(app, "/", key, Host=host.format(port=port)).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Origin": "{own}", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "{own}.evil.example"},
    ],
)
def test_a_form_of_another_page_is_refused(app: App, key: str, headers: dict[str, str]) -> None:
    sent = {name: value.format(own=app.origin) for name, value in headers.items()}
    sent["Cookie"] = f"{app.running.state.door.cookie}={key}"
    session = app.running.state.door.session(key)
    assert session is not None
    answer = httpx.post(app.origin + "/language", headers=sent, data={"word": session.word, "lang": "en"})
    assert answer.status_code == 403
    assert session.lang.value == "zh-Hans"


def test_a_form_without_the_word_of_the_session_is_refused(app: App, key: str) -> None:
    headers = {"Cookie": f"{app.running.state.door.cookie}={key}", "Origin": app.origin}
    session = app.running.state.door.session(key)
    assert session is not None
    wrong = httpx.post(app.origin + "/language", headers=headers, data={"word": "x", "lang": "en"})
    right = httpx.post(app.origin + "/language", headers=headers, data={"word": session.word, "lang": "en"})
    assert (wrong.status_code, right.status_code) == (403, 303)
    assert session.lang.value == "en"


def test_every_answer_carries_the_policy_and_is_not_kept(app: App, key: str) -> None:
    answers = [_get(app, path, key) for path in ("/", "/static/style.css", "/nothing")]
    answers += [httpx.get(app.origin + "/"), _get(app, "/", key, Host="evil.example")]
    for answer in answers:
        assert answer.headers["content-security-policy"] == POLICY
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "access-control-allow-origin" not in answer.headers
    assert "unsafe" not in POLICY


def test_a_form_that_is_too_large_is_refused_and_the_next_one_served(app: App, key: str) -> None:
    session = app.running.state.door.session(key)
    assert session is not None
    headers = {"Cookie": f"{app.running.state.door.cookie}={key}", "Origin": app.origin}
    asking = httpx.Client(base_url=app.origin, headers=headers, timeout=60)  # the first answer loads the lexicon
    huge = asking.post("/genuine", data={"word": session.word, "words": "a" * (2 << 20)})
    assert huge.status_code == 413
    assert "SZ-7010" in huge.text
    fine = asking.post("/genuine", data={"word": session.word, "words": "您好"})
    asking.close()
    assert fine.status_code == 200


def test_language_never_leads_to_another_site(app: App, key: str) -> None:
    session = app.running.state.door.session(key)
    assert session is not None
    headers = {"Cookie": f"{app.running.state.door.cookie}={key}", "Origin": app.origin}
    for back in ("//evil.example", "https://evil.example", "/\\evil.example"):
        data = {"word": session.word, "lang": "en", "back": back}
        assert httpx.post(app.origin + "/language", headers=headers, data=data).headers["location"] == "/"


def test_only_this_computer_is_listened_on(app: App) -> None:
    assert app.origin.startswith("http://127.0.0.1:")


def test_only_who_knows_the_secret_of_the_run_is_given_another_start_address(app: App) -> None:
    for query in ("", "?", "?guessed", f"?{'A' * 43}"):
        assert httpx.get(f"{app.origin}/again{query}").status_code == 403
    answer = httpx.get(f"{app.origin}/again?{app.running.state.door.secret}")
    assert httpx.get(app.origin + answer.text).status_code == 303
    assert httpx.get(app.origin + answer.text).status_code == 403
