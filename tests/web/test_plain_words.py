"""What the pages say themselves: both languages everywhere, short sentences, no word that frightens or decides."""

import re
from pathlib import Path

import pytest

from shouzheng.web.cases.statement_fields import SECTIONS
from shouzheng.web.pages import all_pages
from shouzheng.web.pages.help import CARD

TEMPLATES = sorted((Path(__file__).parents[2] / "src" / "shouzheng" / "web" / "templates").glob("*.html"))
SAID = re.compile(r"""\bw\(\s*"((?:[^"\\]|\\.)*)",\s*"((?:[^"\\]|\\.)*)"|\bw\(\s*'([^']*)',\s*'([^']*)'""")
#: Words that decide, accuse, frighten or come from a law book.
FORBIDDEN = re.compile(r"构成|犯罪|罪名|违法|非法|警告|危险操作|立即|务必|鉴于|兹|诉讼时效|举证责任|管辖")
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


def test_the_safety_card_and_the_forms_are_short_too() -> None:
    labels = [field.label for section in SECTIONS.values() for field in section.fields]
    for words in labels:
        assert len(words.zh) <= 24
    for words in CARD:
        assert not FORBIDDEN.search(words.zh)
        assert all(len(part) <= 48 for part in re.split(r"[。；：]", words.zh))


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
