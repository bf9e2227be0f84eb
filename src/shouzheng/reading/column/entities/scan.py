"""All entities of a batch of texts, equal to ``reading.entities.EntityFinder`` text by text.

Each finder hands over what it found; what overlaps something found before is left out, as in the reference. Texts that
are too long, or that a finder calls hard, get their entities from the reference itself.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from shouzheng.reading.column.entities.amounts import Amounts
from shouzheng.reading.column.entities.contacts import Accounts, Links, Phones
from shouzheng.reading.column.entities.dates import Dates
from shouzheng.reading.column.entities.expressions import apart
from shouzheng.reading.column.entities.ground import Ground, WordSets, with_real_commas
from shouzheng.reading.column.entities.institutions import Institutions
from shouzheng.reading.column.entities.letters import Classes
from shouzheng.reading.column.flat import Array
from shouzheng.reading.column.folding import FoldedFlat
from shouzheng.reading.column.inputs import Context
from shouzheng.reading.column.pieces import Pieces, pieces_of
from shouzheng.reading.column.sign_tables import KINDS
from shouzheng.reading.column.words import Alphabet
from shouzheng.reading.entities import MOST_OF_A_KIND
from shouzheng.reading.entities.found import FoundEntity
from shouzheng.reading.fold import fold
from shouzheng.reading.lexicon import Lexicon


class EntityScan:
    """Finds the entities of batches of texts with the word lists of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        finder = lexicon.entities
        words = finder.words
        self._classes, self._sets = Classes(), WordSets()
        self._links = Links(finder._links, self._classes)
        self._amounts = Amounts(finder._amounts, words, self._classes, self._sets)
        self._dates = Dates(finder._dates, words, self._classes, self._sets)
        self._accounts = Accounts(finder._accounts, words, self._classes, self._sets)
        self._phones = Phones(finder._phones, words, self._classes, self._sets)
        self._institutions = Institutions(finder._institutions, words, self._classes, self._sets)
        self._classes.close()
        self.handed_over = 0  # texts whose entities the reference sought

    def words(self) -> list[str]:
        """Return all words of the entity grammar."""
        return self._sets.words()

    def close(self, alphabet: Alphabet) -> None:
        """Make the tables, when all words of the lexicon are known."""
        self._sets.close(alphabet)

    def find(self, folded: FoldedFlat, words: Array, context: Context) -> Pieces:
        """Return the entities of all texts by their place; ``words`` are the letters of the folded text."""
        codes = with_real_commas(folded)
        ground = Ground(folded, codes, self._classes.letters(codes), words, context.sent)
        links, hard = self._links.find(ground)
        stages = [links, *self._others(ground)]
        pieces = _without_overlaps(stages)
        handed = np.zeros(folded.raw.rows, dtype=bool)
        handed[hard] = True
        if (folded.ends - folded.starts).max(initial=0) > MOST_OF_A_KIND:
            handed[_with_too_many(stages)] = True
        rows = np.flatnonzero(handed)
        if len(rows):
            pieces = Pieces.join([pieces.take(~handed[pieces.row]), self._by_reference(folded, context, rows)])
        return pieces.take(np.argsort(pieces.start, kind="stable"))

    def _others(self, ground: Ground) -> Iterator[Pieces]:
        yield from self._amounts.find(ground)
        yield self._dates.find(ground)
        yield from self._accounts.find(ground)
        yield self._phones.find(ground)
        yield from self._institutions.find(ground)

    def _by_reference(self, folded: FoldedFlat, context: Context, rows: Array) -> Pieces:
        raw = folded.raw
        found: list[tuple[int, int, FoundEntity]] = []
        self.handed_over += len(rows)
        for row in rows.tolist():
            text = raw.codes[raw.starts[row] : raw.ends[row]].astype("<u4").tobytes().decode("utf-32-le")
            some = self._lexicon.entities.find(fold(text, self._lexicon.fold_table), context.of(row)[2])
            found.extend((row, int(folded.starts[row]), one) for one in some)
        return pieces_of([row for row, _, _ in found], [by for _, by, _ in found], [one for _, _, one in found])


def _with_too_many(stages: list[Pieces]) -> Array:
    """Return the texts in which a finder of the reference would stop before the end."""
    keys = np.concatenate([stage.row.astype(np.int64) * len(KINDS) + stage.kind for stage in stages])
    which, counts = np.unique(keys, return_counts=True)
    return which[counts > MOST_OF_A_KIND] // len(KINDS)


def _without_overlaps(stages: list[Pieces]) -> Pieces:
    """Return all pieces that overlap none of an earlier stage, nor an earlier one kept of their own stage."""
    kept: list[Pieces] = []
    starts = ends = np.zeros(0, dtype=np.int64)
    for stage in stages:
        if not len(stage.start):
            continue
        before = np.searchsorted(starts, stage.end)
        overlaps = np.zeros(len(stage.start), dtype=bool)
        some = before > 0
        overlaps[some] = ends[before[some] - 1] > stage.start[some]
        chosen = np.flatnonzero(~overlaps)
        chosen = chosen[apart(stage.start[chosen], stage.end[chosen])]
        kept.append(stage.take(chosen))
        starts = np.concatenate([starts, stage.start[chosen]])
        order = np.argsort(starts)
        starts, ends = starts[order], np.concatenate([ends, stage.end[chosen]])[order]
    return Pieces.join(kept) if kept else stages[0]
