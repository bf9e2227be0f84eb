"""Takes a picture of every page of the local app, with the invented example, for the eye and for the README.

Run as ``python tools/make_screenshots.py [FOLDER]`` (``make screenshots``): all pages go to the folder (``screenshots``
by default), in three looks: desktop, phone at night, English. The three for the README go to ``docs/pictures``.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
import threading
import wave
from array import array
from datetime import date
from math import sin
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from shouzheng.casefile import kdf
from shouzheng.remedy.cases.statement import keep_statement
from shouzheng.web.cases.brought import BROUGHT
from shouzheng.web.serve import Running
from shouzheng.web.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "yunling"
NAME, TODAY = "云岭示例", date(2026, 2, 6)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--force-device-scale-factor=1",
]
PLAIN = ("/", "/genuine", "/help", "/cases", "/cases/new", "/data", "/guides", "/notes", "/locked")
OF_CASE = (
    "",
    "/who",
    "/who/party/new",
    "/files",
    "/numbers",
    "/timeline",
    "/pictures",
    "/findings",
    "/next",
    "/letters",
    "/proceedings",
    "/plan",
    "/bundle",
    "/dossier",
    "/diary",
    "/recovery",
)
#: Look → viewport, colour scheme, language.
LOOKS = {
    "desktop": ({"width": 1100, "height": 800}, "light", "zh-Hans"),
    "phone-night": ({"width": 390, "height": 844}, "dark", "zh-Hans"),
    "english": ({"width": 1100, "height": 800}, "light", "en"),
}
#: What the README shows: page → name of its file in ``docs/pictures``.
README = {
    "desktop-home": "web-home.png",
    "desktop-findings": "web-findings.png",
    "phone-night-genuine-answer": "web-genuine.png",
}
SCAM = "【云岭示例消金】您的案件已移交公安，请于今日18:00前转账至个人账户，点击 http://bad.example 下载App，否则上门。"


#: An invented chat, drawn by the browser itself, and an invented recording with a machine's transcript.
CHAT = """<body style="margin:0;background:#ededed;font:30px sans-serif;width:720px">
<p style="text-align:center;margin:22px">云岭示例 李专员</p>
<p style="text-align:center;color:#888;font-size:24px">2026年1月2日 20:47</p>{bubbles}<p style="height:80px">"""
BUBBLE = """<div style="display:flex;flex-direction:{way};gap:16px;margin:22px 26px">
<div style="width:76px;height:76px;background:#7a90b8"></div>
<div style="background:{colour};padding:18px 22px;max-width:420px;border-radius:8px">{words}</div></div>"""
SAID = (
    ("row", "#fff", "您好，您的借款已逾期，请尽快处理。"),
    ("row-reverse", "#95ec69", "我在筹钱，请书面告诉我欠多少。"),
    ("row", "#fff", "今天不处理就通知你的联系人。"),
)
PICTURE, SOUND = "Screenshot_20260105-221530_WeChat.png", "CallRecord_20260103-102233_13000000021.wav"
TRANSCRIPT = """# machine: 示例模型（虚构）
[00:00:02] 对方：您好，这里是云岭示例消费金融。
[00:00:07] 本人：请说您的工号。
[00:00:12.5] 对方：今天不还就上门找你家人。
"""
PLAN = {
    "income": "工资 6800",
    "expenses": "房租 1800\n吃饭 1500\n孩子 900",
    "floor": "3600",
    "reserve": "300",
    "savings": "3000",
    "d0-lender": "云岭示例消费金融有限公司",
    "d0-institution": "consumer_finance",
    "d0-product": "online_consumer_loan",
    "d0-contract": "2025-03-01",
    "d0-got_on": "2025-03-01",
    "d0-got": "20000",
    "d0-kept_back": "1000",
    "d0-payments": "2025-04-10 2000\n2025-05-10 2000\n2025-06-10 2000\n2025-09-12 1500\n2025-12-20 500",
    "d0-claimed": "13000",
    "d0-claimed_interest": "900",
    "d0-claimed_on": "2026-02-01",
}


def main() -> int:
    """Take the pictures; returns 2 when there is no Chromium."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots")
    chromium = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
    if not chromium.is_file():
        print(f"no Chromium at {chromium}: apt-get install chromium, or name one in CHROMIUM", file=sys.stderr)
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as cases:
        running = Running(Settings(Path(cases), today=TODAY, cost=kdf.FLOOR))
        ready = threading.Event()
        thread = threading.Thread(target=running.serve, args=(lambda _: ready.set(),), daemon=True)
        thread.start()
        ready.wait(20)
        try:
            with sync_playwright() as play:
                fonts: dict[str, str | float | bool] = {**os.environ, "FONTCONFIG_FILE": str(_fonts(Path(cases)))}
                browser = play.chromium.launch(executable_path=chromium, args=FLAGS, env=fonts)
                _fill(running, _chat(browser))
                for look in LOOKS:
                    _take(browser, running, look, folder)
                browser.close()
        finally:
            running.stop()
            thread.join(20)
    for name, target in README.items():
        shutil.copyfile(folder / f"{name}.png", ROOT / "docs" / "pictures" / target)
    return 0


def _fonts(folder: Path) -> Path:
    """Return a configuration that adds the Chinese fonts of the dossier: a machine for tests often has none."""
    from shouzheng.remedy.paper.printable import font_paths

    folders = "".join(f"<dir>{path.parent}</dir>" for path in font_paths())
    settings = folder / "fonts.conf"
    places = f"<dir>/usr/share/fonts</dir>{folders}<cachedir>{folder}</cachedir>"
    settings.write_text(f'<?xml version="1.0"?><fontconfig>{places}</fontconfig>', "utf-8")
    return settings


def _chat(browser: Browser) -> bytes:
    """Return the picture of the invented chat."""
    page = browser.new_page(viewport={"width": 720, "height": 900})
    bubbles = "".join(BUBBLE.format(way=way, colour=colour, words=words) for way, colour, words in SAID)
    page.set_content(CHAT.format(bubbles=bubbles))
    picture = page.screenshot()
    page.close()
    return picture


def _sound() -> bytes:
    """Return twenty seconds of an invented tone."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(array("h", (int(6000 * sin(place * 0.2)) for place in range(160_000))).tobytes())
    return out.getvalue()


def _fill(running: Running, chat: bytes) -> None:
    """Make a case with the invented example in it."""
    running.state.make(NAME, "only for pictures")
    opened = running.state.case(NAME)
    with opened.writing() as case:
        keep_statement(case, EXAMPLE / "case.toml")
        for file in sorted(EXAMPLE.glob("*.xml")):
            stored = case.add([file.read_bytes()], file.name, "application/xml")
            person = "sister" if file.name.startswith("sister") else "me"
            case.enter(BROUGHT, str(stored.no), {"person": person, "names": []})
        for content, name in ((chat, PICTURE), (_sound(), SOUND), (TRANSCRIPT.encode(), f"{SOUND}.transcript.txt")):
            case.add([content], name)
        case.enter("plan", "plan", PLAN)
    opened.work.wake()
    opened.work.wait(120)


def _take(browser: Browser, running: Running, look: str, folder: Path) -> None:
    viewport, scheme, lang = LOOKS[look]
    context = browser.new_context(viewport=viewport, color_scheme=scheme, locale="zh-CN")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(running.address())
    origin = page.url.rstrip("/")
    page.locator(f"button[value={lang}]").click()
    for path in PLAIN:
        page.goto(origin + path)
        _picture(page, folder, look, path.strip("/").replace("/", "-") or "home")
    page.goto(f"{origin}/genuine")
    page.locator("#words").fill(SCAM)
    page.locator("main button").click()
    page.locator(".answer").wait_for()
    _picture(page, folder, look, "genuine-answer")
    for path in OF_CASE:
        page.goto(f"{origin}/case/{NAME}{path}")
        _picture(page, folder, look, path.strip("/").replace("/", "-") or "overview")
    for name in ("screenshot", "recording"):
        page.goto(f"{origin}/case/{NAME}/files")
        page.goto(origin + str(page.locator(f"a[href*='/{name}/']").first.get_attribute("href")))
        page.wait_for_load_state("networkidle")
        _picture(page, folder, look, name)
    page.goto(f"{origin}/case/{NAME}/timeline")
    page.goto(origin + str(page.locator(".contact a").first.get_attribute("href")))
    _picture(page, folder, look, "contact")
    page.goto(f"{origin}/case/{NAME}/letters")
    page.locator("section.item a.button").first.click()
    page.locator(".paper").first.wait_for()
    _picture(page, folder, look, "letter")
    context.close()


def _picture(page: Page, folder: Path, look: str, name: str) -> None:
    whole = name not in ("timeline", "findings", "numbers")
    page.screenshot(path=folder / f"{look}-{name}.png", full_page=whole)


if __name__ == "__main__":
    sys.exit(main())
