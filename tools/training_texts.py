"""The invented training texts (``lexicon/training``): templates with choices and slots, always written out alike.

A template holds ``{a|b|}`` (one of these; nesting allowed) and ``<slot>`` (a line of ``slots.toml``, a template too).
"""

from __future__ import annotations

import random
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from shouzheng.reading.kinds.names import KINDS, Kind

FOLDER = Path(__file__).resolve().parent.parent / "lexicon" / "training"


@dataclass(frozen=True)
class Choice:
    """One of several trees."""

    trees: tuple[Tree, ...]


@dataclass(frozen=True)
class Slot:
    """One line of a slot."""

    name: str


Tree = tuple["str | Choice | Slot", ...]


def parse(source: str) -> Tree:
    """Return the tree of a template; raises ``ValueError`` when a bracket is not closed."""
    tree, end = _sequence(source, 0, "")
    if end != len(source):
        raise ValueError(f"stray {source[end]!r} in {source!r}")
    return tree


def _sequence(source: str, place: int, stops: str) -> tuple[Tree, int]:
    tree: list[str | Choice | Slot] = []
    while place < len(source) and source[place] not in stops:
        if source[place] == "{":
            trees: list[Tree] = []
            while not trees or source[place : place + 1] == "|":
                inner, place = _sequence(source, place + 1, "|}")
                trees.append(inner)
            if source[place : place + 1] != "}":
                raise ValueError(f"a brace is not closed in {source!r}")
            tree.append(Choice(tuple(trees)))
            place += 1
        elif source[place] == "<":
            close = source.index(">", place)
            tree.append(Slot(source[place + 1 : close]))
            place = close + 1
        else:
            end = place
            while end < len(source) and source[end] not in "{<|}":
                end += 1
            if end == place:
                raise ValueError(f"stray {source[end]!r} in {source!r}")
            tree.append(source[place:end])
            place = end
    return tuple(tree), place


class Writer:
    """Writes templates out with one random generator."""

    def __init__(self, slots: dict[str, tuple[Tree, ...]], seed: int) -> None:
        self._slots = slots
        self.random = random.Random(seed)  # noqa: S311 - variety of sentences, no secret

    def write(self, tree: Tree) -> str:
        """Return one text of the tree; raises ``KeyError`` for a slot that is not there."""
        parts: list[str] = []
        for node in tree:
            if isinstance(node, str):
                parts.append(node)
            elif isinstance(node, Choice):
                parts.append(self.write(self.random.choice(node.trees)))
            else:
                parts.append(self.write(self.random.choice(self._slots[node.name])))
        return "".join(parts)


def read_slots(folder: Path = FOLDER) -> dict[str, tuple[Tree, ...]]:
    """Return the slots."""
    data = tomllib.loads((folder / "slots.toml").read_text("utf-8"))
    return {name: tuple(map(parse, lines)) for name, lines in data.items()}


def read_templates(kind: Kind, folder: Path = FOLDER) -> list[Tree]:
    """Return the templates of a kind, of all topics of its file, in order."""
    data = tomllib.loads((folder / f"{kind}.toml").read_text("utf-8"))
    return [parse(line) for lines in data.values() for line in lines]


@dataclass(frozen=True)
class Sample:
    """One text for training: its kind, and the template (or mixture) that it came from."""

    text: str
    kind: Kind
    source: str


#: Texts of these two kinds put one behind the other make one of the third.
_MIXTURES = (
    (Kind.COLLECTION_NOTICE, Kind.COLLECTION_PRESSURE, Kind.COLLECTION_PRESSURE),
    (Kind.COLLECTION_PRESSURE, Kind.COLLECTION_NOTICE, Kind.COLLECTION_PRESSURE),
    (Kind.THIRD_PARTY_NOTICE, Kind.COLLECTION_PRESSURE, Kind.THIRD_PARTY_NOTICE),
    *((kind, kind, kind) for kind in KINDS),
)
_QUOTING = {
    Kind.COMMENTARY: (
        "{催收员|对方|骗子|短信里}{说|称|写道|威胁}：“@”。{这种说法没有法律依据|遇到这种情况要保留证据|这是典型的施压话术|请注意甄别}。",
        "“@”{——这是|，这样的}{常见的|}{催收话术|短信}，{不必惊慌|涉嫌违规}。",
    ),
    Kind.VICTIM_REPLY: (
        "{他们|催收|昨天}{发短信|打电话}说“@”，{怎么办|是真的吗|我很害怕|能告他们吗}？",
        "{收到短信|有人跟我说}：@，{请问|}这是{骗子|真的|诈骗}吗？",
    ),
}
_QUOTED = (Kind.COLLECTION_PRESSURE, Kind.SCAM)
_NOT_HAN_OR_LETTER = re.compile(r"[^\u4e00-\u9fffA-Za-z]")
_MASKABLE = re.compile(r"[A-Za-z0-9./:]{6,}")


def write_samples(per_template: int = 8, per_mixture: int = 100, seed: int = 7, folder: Path = FOLDER) -> list[Sample]:
    """Return all training texts: each template several times, mixtures, quotations, and masked forms of some."""
    writer = Writer(read_slots(folder), seed)
    samples: list[Sample] = []
    pool: dict[Kind, list[str]] = {kind: [] for kind in KINDS}
    for kind in KINDS:
        for number, tree in enumerate(read_templates(kind, folder)):
            texts = dict.fromkeys(writer.write(tree) for _ in range(per_template))
            pool[kind].extend(texts)
            for text in texts:
                samples.extend(Sample(form, kind, f"{kind}/{number}") for form in _forms(text, writer.random))
    choose = writer.random.choice
    for first, second, kind in _MIXTURES:
        for number in range(per_mixture):
            text = choose(pool[first]) + choose(("", "，", "。", " ")) + choose(pool[second])
            source = f"{first}+{second}/{number // 6}"
            samples.extend(Sample(form, kind, source) for form in _forms(text, writer.random))
    for kind, frames in _QUOTING.items():
        trees = [parse(frame) for frame in frames]
        for number in range(per_mixture // 2):
            text = writer.write(choose(trees)).replace("@", choose(pool[choose(_QUOTED)]))
            samples.append(Sample(text, kind, f"{kind}/quoting/{number // 6}"))
    return samples


def _forms(text: str, generator: random.Random) -> list[str]:
    """Return the text and, by chance, forms in which collections of messages mask it: no digits, x, one clause."""
    forms = [text]
    if generator.random() < 0.35:
        forms.append(_NOT_HAN_OR_LETTER.sub("", _MASKABLE.sub("URL", text)))
    if generator.random() < 0.15:
        forms.append(re.sub("[0-9]", "x", text))
    if generator.random() < 0.15:
        clauses = [clause for clause in re.split("[，。！？；]", text) if len(clause) > 5]
        forms.extend([generator.choice(clauses)] if clauses else [])
    return forms
