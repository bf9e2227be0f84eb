"""How old the data is: seen by everybody, said calmly; trust, update and going back in the browser, without script."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser

from shouzheng.model.words import Lang
from shouzheng.packs import install
from shouzheng.packs.held import Difference
from shouzheng.packs.signing import fingerprint, public_of, public_pem
from shouzheng.packs.status import PROGRAM, status
from shouzheng.packs.trial import Outcome
from shouzheng.reference.data_files import shipped_folder
from tests.packs.making import ALICE, FIRST, no_trial, pack
from tests.web.conftest import SERIOUS, App, Visitor, let_in

LATER = date(2026, 12, 5)
#: What a forged lexicon and directory take away and bring.
OTHER = Difference(("acts/threat_arrest",), ("bank<b> 13900000000",), {"acts/insult": 2})


@pytest.fixture
def updating(app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> App:
    """An app with an empty folder of packs, some time later, whose trials cost nothing."""
    monkeypatch.setenv("SHOUZHENG_PACKS", str(tmp_path / "packs"))
    monkeypatch.setattr(install, "tried", no_trial)
    app.running.state.settings = replace(app.running.state.settings, today=LATER)
    return app


def _files(folder: Path) -> tuple[Path, Path]:
    folder.mkdir(exist_ok=True)
    key, update = folder / "group.pem", folder / "update.szpack"
    key.write_bytes(public_pem(ALICE))
    update.write_bytes(pack().content)
    return key, update


def _trust(visitor: Visitor, key: Path, typed: str) -> None:
    visitor.go("/data")
    visitor.page.locator("summary", has_text="信任一个发布者").click()
    visitor.page.get_by_label("您怎样称呼这个发布者").fill("小组<b>")
    visitor.page.get_by_label("从别处得到的指纹").fill(typed)
    visitor.page.get_by_label("公钥文件").set_input_files(key)
    visitor.press("核对并信任")


def _bring(visitor: Visitor, update: Path) -> None:
    visitor.go("/data")
    visitor.page.get_by_label("数据包", exact=True).set_input_files(update)
    visitor.press("检查这个数据包")


@pytest.mark.parametrize("script", [True, False])
def test_trust_update_and_back_in_the_browser(browser: Browser, updating: App, tmp_path: Path, script: bool) -> None:
    key, update = _files(tmp_path / "files")
    with let_in(browser, updating, width=390, script=script) as visitor:
        visitor.go("/data")
        assert "还没有信任任何发布者" in visitor.text()
        _trust(visitor, key, "0000")
        assert "SZ-8013" in visitor.text()
        _trust(visitor, key, fingerprint(public_of(ALICE)))
        assert "小组<b>" in visitor.text()
        assert visitor.page.get_by_role("button", name="退回前一份数据").count() == 0
        _bring(visitor, update)
        assert "2026-12-01.1" in visitor.text()
        assert {state.source for state in status().parts} == {PROGRAM}  # shown, not used
        visitor.press("使用这份数据")
        assert "从下一次启动" in visitor.text()
        assert [str(state.version) for state in status().parts if state.source != PROGRAM] == [str(FIRST)]
        visitor.press("退回前一份数据")
        assert {state.source for state in status().parts} == {PROGRAM}
        visitor.press("不再信任")
        assert "还没有信任任何发布者" in visitor.text()


def test_a_changed_pack_and_a_stranger_change_nothing(browser: Browser, updating: App, tmp_path: Path) -> None:
    key, update = _files(tmp_path / "files")
    with let_in(browser, updating) as visitor:
        _trust(visitor, key, fingerprint(public_of(ALICE)))
        update.write_bytes(update.read_bytes()[:-1] + b"!")
        _bring(visitor, update)
        assert "SZ-8003" in visitor.text()
        visitor.press("不再信任")
        _trust(visitor, update, fingerprint(public_of(ALICE)))
        assert "SZ-8012" in visitor.text()
        assert {state.source for state in status().parts} == {PROGRAM}


def test_rules_that_would_vanish_are_named_and_need_a_word(
    browser: Browser, updating: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, update = _files(tmp_path / "files")
    ids = install._rules(shipped_folder("law")) - {"R20"}
    monkeypatch.setattr(install, "tried", lambda *_: Outcome((), tuple(ids), other=OTHER))
    with let_in(browser, updating) as visitor:
        _trust(visitor, key, fingerprint(public_of(ALICE)))
        _bring(visitor, update)
        for name in ("R20", "acts/threat_arrest", "bank<b> 13900000000", "acts/insult"):
            assert name in visitor.text()
        visitor.page.get_by_role("button", name="使用这份数据").click()  # the browser asks for the word first
        assert {state.source for state in status().parts} == {PROGRAM}
        visitor.page.get_by_label("我问过了，仍然使用").check()
        visitor.press("使用这份数据")
        assert any(state.source != PROGRAM for state in status().parts)


@pytest.mark.parametrize(
    ("lang", "words"), [(Lang.ZH_HANS, "该再核对了"), (Lang.ZH_HANT, "該再核對了"), (Lang.EN, "due for a check")]
)
def test_stale_data_is_said_calmly_on_every_page(browser: Browser, updating: App, lang: Lang, words: str) -> None:
    with let_in(browser, updating, lang=lang) as visitor:
        visitor.go("/")
        assert words not in visitor.text()
        updating.running.state.settings = replace(updating.running.state.settings, today=date(2027, 1, 1))
        for path in ("/", "/data", "/help"):
            visitor.go(path)
            assert words in visitor.page.locator("footer").inner_text()
        visitor.go("/data")
        assert visitor.page.locator("section.notice").count() == 1
        assert visitor.page.locator("[role=alert]").count() == 0


def test_the_pages_are_for_everybody(browser: Browser, updating: App, tmp_path: Path) -> None:
    key, update = _files(tmp_path / "files")
    with let_in(browser, updating, width=390) as visitor:
        _trust(visitor, key, fingerprint(public_of(ALICE)))
        for page in ("state", "update"):
            if page == "update":
                _bring(visitor, update)
            else:
                visitor.go("/data")
            visitor.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            found = Axe().run(visitor.page, options={"resultTypes": ["violations"]}).response["violations"]
            assert [each["id"] for each in found if each["impact"] in SERIOUS] == []
            assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 390
            assert "SZ-" not in visitor.text()
