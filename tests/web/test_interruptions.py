"""Two windows at once, a killed server, a broken upload, an idle lock: nothing is lost, nothing lies plain."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest
from playwright.sync_api import Browser

from shouzheng.casefile.case import open_case
from shouzheng.casefile.header import read_header, unlock
from shouzheng.web.cases.brought import pending
from tests.web.conftest import App, let_in, running_app
from tests.web.steps import CASE, MESSAGES, NAME, PASSPHRASE, add, bring, fill, make_case, settled


def test_two_windows_change_the_same_thing_and_nothing_is_lost(browser: Browser, app: App) -> None:
    with let_in(browser, app) as visitor:
        make_case(visitor)
        add(visitor, "party", kind="creditor", name="云岭示例", known_by="contract")
        path = f"{CASE}/who/party/party-1"
        visitor.go(path)
        second = visitor.context.new_page()
        second.goto(visitor.origin + path)
        fill(second, {"note": "第二个窗口"})
        with second.expect_navigation():
            second.get_by_role("button", name="存好", exact=True).click()
        fill(visitor.page, {"note": "第一个窗口"})
        visitor.page.get_by_role("button", name="存好", exact=True).click()
        visitor.page.locator("#stored").wait_for()
        assert "第二个窗口" in visitor.page.locator("#stored").inner_text()
        assert "creditor" not in visitor.page.locator("#stored").inner_text()
        assert visitor.page.locator("[name=note]").input_value() == "第一个窗口"
        visitor.send(visitor.page.get_by_role("button", name="用我刚才填的"))
        visitor.go(path)
        assert visitor.page.locator("[name=note]").input_value() == "第一个窗口"
        with app.running.state.case(NAME).reading() as case:
            kept = [str(entry.content["toml"]) for entry in case.entries("statement", history=True)]
        assert any("第二个窗口" in each for each in kept)
        visitor.trouble = [each for each in visitor.trouble if "409" not in each]


def test_two_windows_change_different_things_and_both_stay(browser: Browser, app: App) -> None:
    with let_in(browser, app) as visitor:
        make_case(visitor)
        add(visitor, "party", kind="creditor", name="甲示例", known_by="contract")
        add(visitor, "party", kind="private", name="乙示例", known_by="other")
        visitor.go(f"{CASE}/who/party/party-1")
        second = visitor.context.new_page()
        second.goto(f"{visitor.origin}{CASE}/who/party/party-2")
        fill(second, {"note": "乙的"})
        with second.expect_navigation():
            second.get_by_role("button", name="存好", exact=True).click()
        fill(visitor.page, {"note": "甲的"})
        visitor.send(visitor.page.get_by_role("button", name="存好", exact=True))
        for party, note in (("party-1", "甲的"), ("party-2", "乙的")):
            visitor.go(f"{CASE}/who/party/{party}")
            assert visitor.page.locator("[name=note]").input_value() == note


#: Messages of the export that the server is killed over.
MANY = 6_000


def _messages(count: int) -> bytes:
    rows = "".join(
        f'<sms protocol="0" address="10690000004321" date="{1_760_000_000_000 + n * 60_000}" type="1" '
        f'body="第{n}条，秘密标记XYZZY" read="1" status="-1" />\n'
        for n in range(count)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<smses count="{count}">\n{rows}</smses>'.encode()


def _started(cases: Path) -> tuple[subprocess.Popen[str], httpx.Client, str]:
    command = [sys.executable, "-m", "shouzheng.cli.main", "app", "--no-browser", "--cases", str(cases)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    address = next(line.strip() for line in process.stdout if line.startswith("http"))
    origin = address.partition("/start")[0]
    client = httpx.Client(base_url=origin, headers={"Origin": origin}, timeout=60)
    client.get(address)
    word = client.get("/cases").text.partition('name="word" value="')[2].partition('"')[0]
    return process, client, word


def test_a_killed_server_goes_on_reading_when_the_case_is_opened_again(tmp_path: Path) -> None:
    cases = tmp_path / "cases"
    process, client, word = _started(cases)
    try:
        again = {"word": word, "name": NAME, "passphrase": PASSPHRASE, "again": PASSPHRASE}
        assert client.post("/cases/new", data=again).status_code == 200
        files = [("files", ("sms.xml", _messages(MANY), "text/xml"))]
        sent = client.post(f"{CASE}/files", data={"word": word, "person": "me"}, files=files)
        assert sent.status_code == 303
    finally:
        process.kill()
        process.communicate(timeout=20)
        client.close()
    assert not any(b"XYZZY" in each.read_bytes() for each in cases.rglob("*") if each.is_file())
    folder = cases / NAME
    with open_case(folder, unlock(read_header(folder), PASSPHRASE)) as case:
        assert pending(case) == [1]
        assert case.count_events() == 0
    with running_app(cases) as app:
        app.running.state.open(NAME, PASSPHRASE)
        opened = app.running.state.case(NAME)
        assert opened.work.wait(120)
        with opened.reading() as case:
            assert case.count_events() == MANY
            assert pending(case) == []


def test_an_upload_that_breaks_off_is_named_and_what_came_before_it_stays(browser: Browser, app: App) -> None:
    with let_in(browser, app) as visitor:
        make_case(visitor)
        name = app.running.state.door.cookie
        cookie = next(each["value"] for each in visitor.context.cookies() if each["name"] == name)
        session = app.running.state.door.session(cookie)
        assert session is not None
        head = f'--x\r\nContent-Disposition: form-data; name="word"\r\n\r\n{session.word}\r\n'
        whole = '--x\r\nContent-Disposition: form-data; name="files"; filename="whole.txt"\r\n\r\nwhole\r\n'
        broken = '--x\r\nContent-Disposition: form-data; name="files"; filename="broken.txt"\r\n\r\nXYZZY'
        body = (head + whole + broken).encode()
        line = http.client.HTTPConnection(app.origin.removeprefix("http://"), timeout=20)
        headers = {
            "Content-Type": "multipart/form-data; boundary=x",
            "Cookie": f"{name}={cookie}",
            "Origin": app.origin,
        }
        line.putrequest("POST", f"/case/{quote(NAME)}/files")
        for name, value in {**headers, "Content-Length": str(len(body) + 5000)}.items():
            line.putheader(name, value)
        line.endheaders(body)
        time.sleep(0.5)
        line.close()
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            visitor.go(f"{CASE}/files")
            if visitor.page.locator("h3", has_text="whole.txt").count():
                break
        assert "“broken.txt”没有完整存入" in visitor.text()
        assert visitor.page.locator("h3", has_text="broken.txt").count() == 0
        assert not any(b"XYZZY" in each.read_bytes() for each in app.cases.rglob("*") if each.is_file())


def test_a_file_above_the_limit_is_refused(browser: Browser, tmp_path: Path) -> None:
    with running_app(tmp_path / "cases", largest_file=100_000) as app, let_in(browser, app) as visitor:
        make_case(visitor)
        big = tmp_path / "big.txt"
        big.write_bytes(b"a" * 300_000)
        visitor.go(f"{CASE}/files")
        visitor.page.locator("#files").set_input_files(big)
        visitor.page.get_by_role("button", name="放进案卷").click()
        visitor.page.get_by_text("SZ-7010").wait_for()
        visitor.trouble = [each for each in visitor.trouble if "413" not in each]
        with app.running.state.case(NAME).reading() as case:
            assert list(case.originals()) == []


@pytest.mark.parametrize("script", [True, False])
def test_a_case_left_alone_locks_itself_and_leaves_the_screen(browser: Browser, tmp_path: Path, script: bool) -> None:
    with running_app(tmp_path / "cases", lock_minutes=0.05) as app, let_in(browser, app, script=script) as visitor:
        make_case(visitor)
        visitor.page.wait_for_url("**/locked", timeout=20_000)
        assert app.running.state.opened == {}
        visitor.go(f"{CASE}/timeline")
        assert urlsplit(visitor.page.url).path == "/locked"


def test_hiding_locks_every_case(browser: Browser, app: App) -> None:
    with let_in(browser, app) as visitor:
        make_case(visitor)
        bring(visitor, MESSAGES)
        visitor.go(f"{CASE}/timeline")
        visitor.send(visitor.page.get_by_role("button", name="隐藏"))
        assert app.running.state.opened == {}
        assert visitor.page.url.endswith("/notes")


def test_the_recovery_key_opens_the_case(browser: Browser, app: App) -> None:
    with let_in(browser, app) as visitor:
        lines = make_case(visitor)
        visitor.send(visitor.page.get_by_role("button", name="锁上案卷"))
        visitor.go("/cases")
        visitor.page.get_by_text("忘了口令？用恢复码打开").click()
        visitor.page.get_by_label("恢复码（四行）").fill("\n".join(lines))
        visitor.send(visitor.page.get_by_role("button", name="用恢复码打开"))
        assert visitor.page.url.endswith(CASE)


def test_a_case_that_is_still_closing_is_waited_for(
    browser: Browser, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    with let_in(browser, app) as visitor:
        make_case(visitor)
        settled(visitor)
        opened, state = app.running.state.case(NAME), app.running.state
        close = opened.close

        def slowly() -> None:
            time.sleep(1.5)
            close()

        monkeypatch.setattr(opened, "close", slowly)
        state.lock(NAME, patience=0.1)
        state.open(NAME, PASSPHRASE)
        assert state.case(NAME) is not opened


def test_a_diary_entry_takes_two_taps(browser: Browser, app: App) -> None:
    with let_in(browser, app, width=390) as visitor:
        make_case(visitor)
        settled(visitor)
        visitor.go(CASE)
        visitor.send(visitor.page.get_by_role("link", name="记一笔：刚刚有人联系"))
        visitor.send(visitor.page.get_by_role("button", name="有人上门"))
        assert "记下了" in visitor.text()
        assert app.running.state.case(NAME).work.wait(30)
        visitor.go(f"{CASE}/timeline")
        assert visitor.page.locator(".contact").count() == 1


def test_without_consent_another_persons_file_is_judged_by_nobody_and_that_is_said(browser: Browser, app: App) -> None:
    with let_in(browser, app) as visitor:
        make_case(visitor)
        add(visitor, "person", role="emergency_contact", name="姐姐（虚构）")
        bring(visitor, MESSAGES, person="person-1")
        visitor.go(f"{CASE}/findings")
        assert visitor.page.locator("[role=alert]").count() == 1
        assert "“姐姐（虚构）”的文件" in visitor.page.locator("[role=alert]").inner_text()
        assert visitor.page.locator("article").count() == 0


def test_hiding_never_waits_for_work(browser: Browser, app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    with let_in(browser, app) as visitor:
        make_case(visitor)
        opened = app.running.state.case(NAME)
        assert opened.work.wait(30)
        held = threading.Event()
        monkeypatch.setattr(opened.work, "stop", lambda: held.wait(20))
        visitor.send(visitor.page.get_by_role("button", name="隐藏"))
        assert visitor.page.url.endswith("/notes")
        assert not held.is_set()
        assert app.running.state.opened == {}
        held.set()


def test_a_port_in_use_is_said_in_words_without_a_traceback(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        command = [sys.executable, "-m", "shouzheng.cli.main", "app", "--no-browser", "--cases", str(tmp_path)]
        plain = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
        done = subprocess.run(
            [*command, "--port", port], env=plain, capture_output=True, text=True, timeout=60, check=False
        )
    assert done.returncode == 2
    assert "SZ-7040" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Errno" not in done.stderr


@pytest.mark.parametrize(("count", "length", "status"), [(101, 1, 400), (10, 60_000, 413)])
def test_fields_beside_the_files_are_bounded_in_number_and_in_all(
    browser: Browser, app: App, count: int, length: int, status: int
) -> None:
    with let_in(browser, app) as visitor:
        make_case(visitor)
        name = app.running.state.door.cookie
        cookie = next(each["value"] for each in visitor.context.cookies() if each["name"] == name)
        session = app.running.state.door.session(cookie)
        assert session is not None
        many = {f"f{place}": "y" * length for place in range(count - 1)}
        answer = httpx.post(
            f"{app.origin}{CASE}/files",
            data={"word": session.word, **many},
            files=[("files", ("a.txt", b"a", "text/plain"))],
            headers={"Cookie": f"{name}={cookie}", "Origin": app.origin},
        )
        assert answer.status_code == status
        with app.running.state.case(NAME).reading() as case:
            assert list(case.originals()) == []
