"""On several hundred invented bills, codes, deliveries and lawful reminders no hard act is shown, to nobody."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path

import pytest

from shouzheng.model.case import Role
from shouzheng.reading.labels import ActKind
from shouzheng.reading.one import read
from tests.reading.making import lexicon

_FOLDER = Path(__file__).parent / "ordinary"


def _texts() -> list[str]:
    """Return every text of the folder; a line with slots stands for one text per filling."""
    texts: list[str] = []
    for path in sorted(_FOLDER.glob("*.toml")):
        data = tomllib.loads(path.read_text("utf-8"))
        slots = data["slots"]
        texts.extend(data.get("fixed", {}).get("list", []))
        for line in data["texts"]["list"]:
            names = [name for name in slots if f"{{{name}}}" in line]
            fillings = itertools.product(*(slots[name] for name in names))
            texts.extend(line.format(**dict(zip(names, filling, strict=True))) for filling in fillings)
    return texts


def test_there_are_enough_of_them() -> None:
    assert len(set(_texts())) >= 300
    assert len({text[:12] for text in _texts()}) >= 120


@pytest.mark.parametrize("role", [Role.UNKNOWN, Role.DEBTOR, Role.FRIEND])
def test_no_hard_act(role: Role) -> None:
    hard = {act.label for act in lexicon().acts if act.kind is ActKind.HARD}
    about_debt = {"discloses_debt"} if role is Role.FRIEND else set()  # a lender's text to a friend discloses a debt
    accused = {
        text: sorted(shown)
        for text in _texts()
        if (shown := {act.act for act in read(text, lexicon(), addressee=role).acts} & hard - about_debt)
    }
    assert accused == {}
