"""The example of proceedings as people see it, compared to the character.

Golden files are written by ``python -m tests.remedy.proceedings.test_example`` and read before they are committed.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from shouzheng.model.words import Lang
from shouzheng.remedy.next_steps.deadline_file import load_deadlines
from shouzheng.remedy.proceedings.reply_file import load_replies
from shouzheng.remedy.proceedings.state import standing_of
from shouzheng.remedy.proceedings.store import read_file
from shouzheng.remedy.proceedings.view import due_screen, list_screen, look, show_screen
from shouzheng.rulebook.load import load_rulebook

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "proceedings.jsonl"
GOLDEN = Path(__file__).resolve().parents[1] / "golden"
TODAY = date(2026, 3, 21)


def _text(lang: Lang) -> str:
    rulebook = load_rulebook()
    docket = read_file(EXAMPLE, rulebook.channels)
    assert docket.problems == ()
    terms, rules = load_deadlines(rulebook), load_replies(rulebook)
    seen = [look(standing_of(each, terms, rulebook, TODAY), rules, rulebook, TODAY) for each in docket.proceedings]
    parts = [list_screen(seen, rulebook, lang, 80), due_screen(seen, rulebook, lang, 80)]
    parts += [show_screen(each, rulebook, lang, 80, steps=each is seen[-1]) for each in seen]
    return "\n\n----\n\n".join(parts) + "\n"


@pytest.mark.parametrize("lang", [Lang.ZH_HANS, Lang.EN])
def test_golden(lang: Lang) -> None:
    assert _text(lang) == (GOLDEN / f"proceedings.{lang}.txt").read_text("utf-8")


if __name__ == "__main__":
    for each in (Lang.ZH_HANS, Lang.EN):
        (GOLDEN / f"proceedings.{each}.txt").write_text(_text(each), "utf-8")
