"""Reads the words of many contacts, in the order they come: here, or in further processes when the input is large.

Reading is the longest part of a large import and needs nothing but the text, so it is what other processors take over.
The answers are the same either way (a test compares them); a helper process that dies costs time, not results.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import islice
from multiprocessing import get_context
from typing import NamedTuple, TypeVar

from shouzheng.model.case import Role
from shouzheng.model.reading import Reading
from shouzheng.reading.glance import may_show_act
from shouzheng.reading.lexicon import Lexicon, load_lexicon
from shouzheng.reading.one import read

#: Bytes of input from which further processes are worth their start (about half a second).
WORTH_IT = 4_000_000
#: Contacts handed over at a time, and batches under way for each process: bounds what is held in memory.
_BATCH, _AHEAD = 400, 10

Item = TypeVar("Item")


class ToRead(NamedTuple):
    """What is to be read. ``full`` keeps entities and elements; else only acts are kept: private data stays out."""

    text: str
    addressee: Role
    own: bool
    sent: date | None
    full: bool


def read_words(words: ToRead | None, lexicon: Lexicon) -> Reading | None:
    """Return the reading of one text, ``None`` where there is none."""
    if words is None:
        return None
    if not words.full and (words.own or not may_show_act(words.text, lexicon, words.addressee)):
        return _nothing_shown(lexicon.hash)
    reading = read(words.text, lexicon, addressee=words.addressee, own_words=words.own, sent=words.sent)
    return reading if words.full else replace(reading, entities=(), elements=())


@lru_cache(maxsize=8)
def _nothing_shown(lexicon: str) -> Reading:
    """Return the reading of a text that shows no act: one object for all of them, so it is handed over only once."""
    return Reading((), (), (), disguised=False, lexicon=lexicon)


class Readers:
    """Reads in order, with ``processes`` helpers (0: none). A context manager: the helpers end with it.

    The helpers start at once and load their lexicon while the caller does other things; ``lexicon`` is the one read
    with here, the installed one when it is ``None``.
    """

    def __init__(self, lexicon: Lexicon | None = None, processes: int = 0) -> None:
        self._given = lexicon
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None

    @property
    def _lexicon(self) -> Lexicon:
        return self._given or load_lexicon()

    def __enter__(self) -> Readers:
        if self._processes:
            context = get_context("spawn")
            self._pool = ProcessPoolExecutor(self._processes, mp_context=context, initializer=_ignore_interrupt)
            for _ in range(self._processes):
                self._submit(self._pool, [])
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def in_order(
        self, items: Iterable[Item], words_of: Callable[[Item], ToRead | None]
    ) -> Iterator[tuple[Item, Reading | None]]:
        """Yield each item with its reading, in the order given.

        When ``items`` raises, what it gave before is still yielded; then the exception goes on.
        """
        if self._pool is None:
            lexicon = self._lexicon
            for item in items:
                yield item, read_words(words_of(item), lexicon)
            return
        failed: list[BaseException] = []
        source = _until_failure(items, failed)
        under_way: deque[tuple[list[Item], list[ToRead | None], Future[list[Reading | None]]]] = deque()
        while True:
            batch = list(islice(source, _BATCH))
            if batch:
                words = [words_of(item) for item in batch]
                under_way.append((batch, words, self._submit(self._pool, words)))
            if under_way and (not batch or len(under_way) > self._processes * _AHEAD):
                done, asked, future = under_way.popleft()
                yield from zip(done, self._answers(future, asked), strict=True)
            elif not batch:
                break
        if failed:
            raise failed[0]

    def _submit(self, pool: ProcessPoolExecutor, words: list[ToRead | None]) -> Future[list[Reading | None]]:
        try:
            return pool.submit(_read_batch, words)
        except BrokenExecutor as error:
            future: Future[list[Reading | None]] = Future()
            future.set_exception(error)
            return future

    def _answers(self, future: Future[list[Reading | None]], asked: list[ToRead | None]) -> list[Reading | None]:
        try:
            return future.result()
        except BrokenExecutor:
            lexicon = self._lexicon
            return [read_words(words, lexicon) for words in asked]


def processes_for(size: int) -> int:
    """Return how many further processes an input of so many bytes is worth: one less than the processors, at most 3."""
    return min((os.cpu_count() or 1) - 1, 3) if size >= WORTH_IT else 0


def _until_failure(items: Iterable[Item], failed: list[BaseException]) -> Iterator[Item]:
    """Yield the items; a failure ends them and is kept, so that what came before it is not lost."""
    try:
        yield from items
    except Exception as error:
        failed.append(error)


def _ignore_interrupt() -> None:
    """Leave Ctrl-C to the main process, which stops the others in order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _read_batch(batch: list[ToRead | None]) -> list[Reading | None]:
    lexicon = load_lexicon()
    return [read_words(words, lexicon) for words in batch]
