"""Right, false and missed, by label; precision, recall, F1; intervals by drawing whole groups again."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress

#: Draws of groups for an interval, and the seed: the same file always gives the same interval.
DRAWS = 1_000
SEED = 20260101
#: Share of the draws that lies inside the interval.
INSIDE = 0.95


@dataclass(frozen=True, slots=True)
class Count:
    """How often a label was right, false (read, not labelled) and missed (labelled, not read)."""

    right: int = 0
    false: int = 0
    missed: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.right + other.right, self.false + other.false, self.missed + other.missed)

    @property
    def support(self) -> int:
        """Rows that carry the label."""
        return self.right + self.missed

    @property
    def precision(self) -> float | None:
        """Share of what was read that is right; None when nothing was read."""
        return self.right / (self.right + self.false) if self.right + self.false else None

    @property
    def recall(self) -> float | None:
        """Share of what is labelled that was read; None when nothing is labelled."""
        return self.right / self.support if self.support else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both; None when there is neither label nor reading."""
        total = 2 * self.right + self.false + self.missed
        return 2 * self.right / total if total else None


@dataclass(frozen=True, slots=True)
class Figure:
    """A count with the interval of its F1, precision and recall (None where no draw gave a value)."""

    count: Count
    f1: tuple[float, float] | None
    precision: tuple[float, float] | None
    recall: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Mark:
    """What one row says of one label: ``gold`` and ``read``, one of them at least."""

    group: str
    label: str
    gold: bool
    read: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures by label, and the mean F1 of the labels that occur, with its interval."""

    by_label: Mapping[str, Figure]
    macro_f1: float | None
    macro_interval: tuple[float, float] | None


def figures(marks: Iterable[Mark], labels: Sequence[str], groups: Sequence[str]) -> Figures:
    """Return the figures of the labels; ``groups`` are all groups of the file, also those without any mark."""
    by_group = _by_group(marks, labels)
    whole = _total(by_group.values(), len(labels))
    draws = list(_draws(by_group, sorted(set(groups)), len(labels)))
    found: dict[str, Figure] = {}
    for index, label in enumerate(labels):
        drawn = [draw[index] for draw in draws]
        found[label] = Figure(
            whole[index],
            _interval([one.f1 for one in drawn if one.support]),
            _interval([one.precision for one in drawn]),
            _interval([one.recall for one in drawn]),
        )
    return Figures(found, macro_f1(whole), _interval([macro_f1(draw) for draw in draws]))


def macro_f1(counts: Sequence[Count]) -> float | None:
    """Return the mean F1 of the labels that stand in the rows at all."""
    values = [count.f1 for count in counts if count.support]
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _by_group(marks: Iterable[Mark], labels: Sequence[str]) -> dict[str, list[Count]]:
    place = {label: index for index, label in enumerate(labels)}
    found: dict[str, list[Count]] = defaultdict(lambda: [Count()] * len(labels))
    for mark in marks:
        if mark.label in place and (mark.gold or mark.read):
            one = Count(int(mark.gold and mark.read), int(mark.read > mark.gold), int(mark.gold > mark.read))
            counts = found[mark.group]
            counts[place[mark.label]] += one
    return found


def _total(counts: Iterable[Sequence[Count]], width: int) -> list[Count]:
    right, false, missed = [0] * width, [0] * width, [0] * width
    for row in counts:
        for index, one in enumerate(row):
            right[index] += one.right
            false[index] += one.false
            missed[index] += one.missed
    return [Count(*three) for three in zip(right, false, missed, strict=True)]


def _draws(by_group: Mapping[str, list[Count]], groups: Sequence[str], width: int) -> Iterable[list[Count]]:
    """Yield the counts of as many groups as there are, drawn with replacement, ``DRAWS`` times."""
    generator = random.Random(SEED)  # noqa: S311 - a reproducible draw, no secret
    cells = {
        group: [(3 * i + j, n) for i, c in enumerate(row) for j, n in enumerate((c.right, c.false, c.missed)) if n]
        for group, row in by_group.items()
    }
    for _ in range(DRAWS if len(groups) > 1 else 0):
        total = [0] * (3 * width)
        drawn = generator.choices(groups, k=len(groups))
        for group in compress(drawn, [group in cells for group in drawn]):
            for cell, number in cells[group]:
                total[cell] += number
        yield [Count(*total[start : start + 3]) for start in range(0, 3 * width, 3)]


def _interval(values: Iterable[float | None]) -> tuple[float, float] | None:
    known = sorted(value for value in values if value is not None)
    if not known:
        return None
    cut = int((1 - INSIDE) / 2 * len(known))
    return known[cut], known[-1 - cut]
