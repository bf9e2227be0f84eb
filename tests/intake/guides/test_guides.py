import re
from datetime import date
from pathlib import Path

import pytest

from shouzheng.intake.guides.load import Kind, Sure, all_guides, load_guides
from shouzheng.intake.guides.pages import guide_lines, list_lines, pages
from shouzheng.model.words import Lang
from shouzheng.reference.problems import ShouzhengError

_GOOD = """
title = { zh = "甲", en = "A" }
kind = "app"
order = 1
checked = 2026-11-22
gives = { zh = "短信", en = "messages" }
formats = ["qq_text"]
[[step]]
zh = "点这里"
en = "tap here"
sure = "believed"
seen = 2026-08-31
source = "memory"
"""


def test_there_is_a_guide_for_every_maker_and_app_that_is_promised() -> None:
    names = {guide.name for guide in all_guides()}
    assert {"xiaomi", "huawei", "oppo", "vivo", "samsung", "iphone", "operator-bill", "first-day"} <= names
    assert {"sms-backup-restore", "sms-ie", "fossify", "wechat", "qq", "whatsapp", "telegram", "mail"} <= names
    assert {"screenshots", "recordings"} <= names
    assert {guide.kind for guide in all_guides()} == set(Kind)


def test_every_step_is_dated_marked_and_has_a_source() -> None:
    for guide in all_guides():
        for step in guide.steps:
            assert date(2020, 1, 1) <= step.seen <= guide.checked, guide.name
            assert ("memory" in step.source) <= (step.sure is Sure.BELIEVED), (guide.name, step.source)
            assert step.words.zh != step.words.en


def test_no_guide_leads_to_what_this_program_must_not_do() -> None:
    text = "\n".join("\n".join(guide_lines(guide, Lang.ZH_HANS)) for guide in all_guides())
    for forbidden in ("root", "密钥", "破解", "EnMicroMsg"):
        assert forbidden not in text


def test_commands_that_guides_name_exist() -> None:
    from shouzheng.cli.main import _COMMANDS

    text = "\n".join("\n".join(guide_lines(guide, Lang.EN)) for guide in all_guides())
    named = set(re.findall(r"shouzheng ([a-z]+)", text))
    assert {"intake", "case"} <= named <= set(_COMMANDS)


def test_what_a_guide_says_in_the_app_names_no_command() -> None:
    said = [words for guide in all_guides() for words in (guide.gives, *guide.mind, *(s.in_app for s in guide.steps))]
    assert len(said) > 60
    for words in said:
        assert not re.search(r"shouzheng [a-z]|(?<![\w-])--[a-z]|\.toml", words.zh + words.en), words


def test_pages_are_made_of_the_same_data() -> None:
    made = {name: make() for name, make in pages().items()}
    assert set(made) == {"guides/README.md", *(f"guides/{guide.name}.md" for guide in all_guides())}
    for guide in all_guides():
        page = made[f"guides/{guide.name}.md"]
        assert all(step.words.zh in page and step.source in page for step in guide.steps)
        assert f"]({guide.name}.md)" in made["guides/README.md"]
        assert guide.title.en in "\n".join(list_lines(Lang.EN))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"believed"', '"certain"'),
        ("2026-08-31", '"yesterday"'),
        ('"memory"', '""'),
        ('["qq_text"]', '["no_such_format"]'),
        ("[[step]]", "[[steps]]"),
        ("kind =", "sort ="),
        ("order = 1", "order = 1\nmore = 2"),
        ('zh = "点这里"', ""),
        ("title", "title = {"),
    ],
)
def test_a_faulty_guide_is_told_with_its_file(tmp_path: Path, old: str, new: str) -> None:
    (tmp_path / "a.toml").write_text(_GOOD, "utf-8")
    assert [guide.name for guide in load_guides(tmp_path)] == ["a"]
    (tmp_path / "b.toml").write_text(_GOOD.replace(old, new, 1), "utf-8")
    with pytest.raises(ShouzhengError) as caught:
        load_guides(tmp_path)
    assert [(problem.code, problem.where) for problem in caught.value.problems] == [("SZ-1480", "b.toml")]
    assert caught.value.exit_code == 3
