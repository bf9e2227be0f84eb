"""What the pages say themselves: both languages everywhere, short sentences, no word that frightens or decides."""

import ast
import colorsys
import re
from pathlib import Path

import pytest

from shouzheng.model.words import Lang, Words
from shouzheng.web.cases.statement_fields import SECTIONS
from shouzheng.web.page_voice import PageVoice
from shouzheng.web.pages import all_pages
from shouzheng.web.pages.help import CARD

TEMPLATES = sorted((Path(__file__).parents[2] / "src" / "shouzheng" / "web" / "templates").glob("*.html"))
SAID = re.compile(r"""\bw\(\s*"((?:[^"\\]|\\.)*)",\s*"((?:[^"\\]|\\.)*)"|\bw\(\s*'([^']*)',\s*'([^']*)'""")
#: Words that decide, accuse, frighten or come from a law book.
FORBIDDEN = re.compile(r"构成|犯罪|罪名|违法|非法|警告|危险操作|立即|务必|鉴于|兹|诉讼时效|举证责任|管辖")
#: What the code of the pages calls to say something in both languages.
SAYING = frozenset(["Words", "say", "do"])
CHINESE = re.compile(r"[\u3400-\u9fff]")


def _said() -> list[tuple[str, str, str]]:
    found = []
    for path in TEMPLATES:
        for match in SAID.finditer(path.read_text("utf-8")):
            found.append((path.name, match[1] or match[3] or "", match[2] or match[4] or ""))
    return found


def test_every_word_is_said_in_both_languages() -> None:
    said = _said()
    assert len(said) > 200
    for name, zh, en in said:
        assert not CHINESE.search(en), (name, en)
        assert bool(zh.strip("：，、（） ")) == bool(en.strip(":,() ")), (name, zh, en)
        assert set(re.findall(r"{(\w+)}", zh)) == set(re.findall(r"{(\w+)}", en)), (name, zh)


def test_no_chinese_stands_in_a_template_outside_of_what_is_said() -> None:
    for path in TEMPLATES:
        text = SAID.sub("", path.read_text("utf-8")).replace("简体", "").replace("繁體", "")
        assert not CHINESE.search(text), path.name


@pytest.mark.parametrize("name", [path.name for path in TEMPLATES])
def test_sentences_are_short_and_calm(name: str) -> None:
    for file, zh, en in _said():
        if file != name:
            continue
        assert not FORBIDDEN.search(zh), zh
        for sentence in re.split(r"[。！？；：]", zh):
            assert len(sentence) <= 48, sentence
        for sentence in re.split(r"[.!?;:]", en):
            assert len(sentence.split()) <= 32, sentence


def _said_in_code() -> list[tuple[str, str, str]]:
    """Return every pair of texts in the code of the pages: ``Words("中文", "English")``, ``say("中文", "English")``."""
    web, found = TEMPLATES[0].parents[1], []
    for path in sorted(web.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or ast.unparse(node.func).rpartition(".")[2] not in SAYING:
                continue
            texts = [str(each.value) for each in node.args[:2] if isinstance(each, ast.Constant)]
            if len(texts) == 2 and CHINESE.search(texts[0]):
                found.append((path.name, texts[0], texts[1]))
    return found


def test_what_the_code_says_is_short_and_calm_too() -> None:
    said = _said_in_code()
    assert len(said) > 250
    for name, zh, en in said:
        assert not FORBIDDEN.search(zh), (name, zh)
        assert not CHINESE.search(en), (name, en)
        for sentence in re.split(r"[。！？；：]", zh):
            assert len(re.sub(r"[0-9][0-9*-]*|\{\w+\}", "…", sentence)) <= 48, (name, sentence)
        for sentence in re.split(r"[.!?;:]", en):
            assert len(sentence.split()) <= 34, (name, sentence)


def test_no_colour_is_a_red_alarm() -> None:
    style = (TEMPLATES[0].parents[1] / "static" / "style.css").read_text("utf-8")
    colours = set(re.findall(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b", style))
    assert len(colours) > 20
    for colour in colours:
        digits = colour if len(colour) == 6 else "".join(2 * each for each in colour)
        red, green, blue = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
        hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
        assert not ((hue < 0.06 or hue > 0.93) and saturation > 0.35 and value > 0.35), colour
    named = (
        r"(?:color|background|border[\w-]*|fill|stroke)\s*:[^;}]*\b(?:red|crimson|tomato|firebrick|orangered|salmon)\b"
    )
    assert not re.search(named, style)
    assert not re.search(r"@keyframes|animation|blink", style)


def test_the_safety_card_and_the_forms_are_short_too() -> None:
    labels = [field.label for section in SECTIONS.values() for field in section.fields]
    for words in labels:
        assert len(words.zh) <= 24
    for words in CARD:
        assert not FORBIDDEN.search(words.zh)
        assert all(len(part) <= 48 for part in re.split(r"[。；：]", words.zh))


def test_the_person_is_addressed_in_one_way() -> None:
    web = TEMPLATES[0].parents[1]
    files = [*web.rglob("*.py"), *web.rglob("*.html"), *web.rglob("*.js")]
    assert sum("您" in path.read_text("utf-8") for path in files) > 20
    assert [path.name for path in files if "你" in path.read_text("utf-8")] == ["page_voice.py"]
    voice = PageVoice(Lang.ZH_HANS, ["你我示例", "甲"])
    assert voice.own(Words("你我示例找过你，你们可以不接", "")) == "你我示例找过您，您可以不接"
    assert voice.say(Words("{who}找你", ""), who="你我") == "你我找您"
    assert PageVoice(Lang.ZH_HANT).own(Words("你的", "yours")) == "您的"


def test_every_address_is_there_once() -> None:
    paths = [page.path for page in all_pages()]
    assert len(paths) == len(set(paths))
    assert {"/", "/genuine", "/help", "/cases"} <= set(paths)


def test_the_script_is_small_and_the_pages_carry_none() -> None:
    web = TEMPLATES[0].parents[1]
    assert (web / "static" / "app.js").read_text("utf-8").count("\n") < 200
    for path in TEMPLATES:
        text = path.read_text("utf-8")
        assert not re.search(r"\son\w+=|<style|style=|javascript:|https?://", text), path.name
        assert all(found.strip() == 'src="/static/app.js" defer' for found in re.findall(r"<script([^>]*)>", text))
