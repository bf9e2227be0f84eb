"""Reading messages: one by one, as columns, and beside peers, on the same invented messages; CPU time of one core.

1. Whole readings (acts with spans, entities with values, elements, disguise): ``reading.one`` text by text, and
   ``reading.column`` from Arrow to Arrow. First both must give the same reading of every text of a sample.
2. Only the anchor words of the lexicon, every hit with its place, in texts that are folded already: our scan, a bare
   automaton (``ahocorasick_rs``) and one alternation of Python's ``re``. First all must give the same hits; ``re``
   finds only the longest word at a place and is held to that.
3. Only telephone numbers and links, the two kinds that Presidio's own recognisers know: ``presidio-analyzer`` with a
   blank Chinese pipeline (no model; patterns need none). First both must find the same plain mobiles and links.

Peers that are not installed are left out and named. CPU time rises when cores are shared; the table says how busy the
machine was.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import platform
import random
import re
import sys
import time
import tomllib
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import quantiles
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.reading.column.comparing import told_by

from shouzheng.model.case import Role
from shouzheng.reading.column.flat import flatten
from shouzheng.reading.column.reader import ColumnReader
from shouzheng.reading.fold import fold
from shouzheng.reading.lexicon import Lexicon, load_lexicon
from shouzheng.reading.one import read

_ORDINARY = Path(__file__).resolve().parent.parent / "tests" / "lawful"
_EVERYDAY = ("everyday", "codes_and_transactions")
_SENT = date(2026, 11, 22)
_NAMES = ("林先生", "云女士", "小岭", "阿川", "谷叔", "溪姐")
_MOBILES = ("130", "135", "138", "150", "186")  # prefixes that Presidio's library takes for assigned
_LINKS = ("https://example.com/a1b2", "http://m.example.cn/p?id=7", "www.example.net/x")


def made_texts(lexicon: Lexicon, number: int, mix: str) -> list[str]:
    """Return invented messages of about sixty characters on average.

    ``dense``: joined from the messages about debts in ``tests/lawful``, every fifth from an example of an act or
    element. ``phone``: what a phone holds: seven in ten are everyday talk, codes and bank notices, the rest as above.
    Numbers, names and links are drawn anew.
    """
    draw = random.Random(7)
    sharp = [e.text for act in lexicon.acts for e in (*act.positive, *act.negative)]
    sharp += [e.text for element in lexicon.elements for e in (*element.positive, *element.negative)]
    everyday, calm = _told(_EVERYDAY), _told(sorted({f.stem for f in _ORDINARY.glob("*.toml")} - set(_EVERYDAY)))
    texts = []
    for _ in range(number):
        pool = everyday if mix == "phone" and draw.random() < 0.7 else calm
        parts = [draw.choice(sharp if pool is calm and draw.random() < 0.2 else pool)]
        while sum(map(len, parts)) < draw.randrange(15, 55):
            parts.append(draw.choice(pool))
        text = "，".join(parts)
        text = re.sub("[0-9]", lambda _: str(draw.randrange(10)), text) if draw.random() < 0.5 else text
        if draw.random() < 0.2:
            text += f"，{draw.choice(_NAMES)}，电话{draw.choice(_MOBILES)}00000{draw.randrange(1000, 10000)}"
        if draw.random() < 0.1:
            text += f" {draw.choice(_LINKS)} "
        texts.append(text)
    return texts


def _told(names: Sequence[str]) -> list[str]:
    files = [tomllib.loads((_ORDINARY / f"{name}.toml").read_text("utf-8")) for name in names]
    return [contact["text"] for file in files for contact in file["contact"] if contact.get("text")]


def cpu(work: Callable[[], object], rounds: int) -> float:
    """Return the least CPU seconds of some rounds, the garbage collector at rest."""
    best = float("inf")
    for _ in range(rounds):
        gc.collect()
        gc.disable()
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
        gc.enable()
    return best


def row(name: str, texts: int, seconds: float, note: str = "") -> None:
    """Print one line of a table."""
    print(f"| {name} | {texts / seconds:,.0f} | {seconds / texts * 1e6:.1f} µs | {note} |", flush=True)


def header(title: str) -> None:
    """Print the head of a table."""
    print(f"\n{title}\n\n| what | texts/s | per text | |\n|---|---|---|---|")


def whole_readings(reader: ColumnReader, mix: str, texts: Sequence[str], rounds: int, sample: int) -> None:
    """Table 1."""
    lexicon = reader.lexicon
    column = pa.array(texts, pa.string())
    sent = pa.array([_SENT] * len(texts), pa.date32())
    roles = pa.array([Role.DEBTOR.value] * len(texts))
    told = reader.read(column.slice(0, sample), addressee=roles.slice(0, sample), sent=sent.slice(0, sample))
    for text, said in zip(texts[:sample], told.to_pylist(), strict=True):
        if said != told_by(read(text, lexicon, addressee=Role.DEBTOR, sent=_SENT)):
            raise RuntimeError(f"one and column differ: {text!r}")
    times = []
    for text in texts[:sample]:
        begun = time.process_time_ns()
        read(text, lexicon, addressee=Role.DEBTOR, sent=_SENT)
        times.append((time.process_time_ns() - begun) / 1000)
    cuts = quantiles(times, n=100)
    before = reader.handed_over, reader.entities_handed_over
    seconds = cpu(lambda: reader.read(column, addressee=roles, sent=sent), rounds)
    handed = (reader.handed_over - before[0]) / rounds / len(texts)
    entities = (reader.entities_handed_over - before[1]) / rounds / len(texts)
    row(f"`reading.one`, {mix}", len(times), sum(times) / 1e6, f"p50 {cuts[49]:.0f} µs, p99 {cuts[98]:.0f} µs")
    note = f"left to `one`: {handed:.2%} of texts, entities of {entities:.2%}"
    row(f"`reading.column`, {mix}, Arrow to Arrow", len(texts), seconds, note)


def anchor_words(lexicon: Lexicon, texts: Sequence[str], rounds: int) -> None:
    """Table 2."""
    from shouzheng.reading.column.patterns import AnchorScan
    from shouzheng.reading.column.words import Alphabet

    words = sorted({w for m in (lexicon.matcher, lexicon.conditions) for w, _, _, _ in m.anchors()})
    folded = [fold(text, lexicon.fold_table).text for text in texts]
    column = pa.array(folded, pa.large_string())
    lengths = pc.utf8_length(column).to_numpy()
    alphabet = Alphabet(words)
    scan = AnchorScan(words, alphabet)
    flat = flatten(column, lengths)

    def ours() -> Any:
        return scan.scan(alphabet.numbers(flatten(column, lengths).codes))

    found = ours()
    rows = flat.row_of(found.place)
    hits = set(zip(rows.tolist(), (found.place - flat.starts[rows]).tolist(), found.length.tolist(), strict=True))
    header(f"2. The {len(words):,} anchor words, every hit")
    row("our scan", len(texts), cpu(ours, rounds), f"{len(hits):,} hits")
    automaton = _optional("ahocorasick_rs")
    if automaton is not None:
        machine = automaton.AhoCorasick(words, matchkind=automaton.MatchKind.Standard)

        def bare() -> list[Any]:
            return [machine.find_matches_as_indexes(text, overlapping=True) for text in folded]

        told = {(i, start, end - start) for i, some in enumerate(bare()) for _, start, end in some}
        if told != hits:
            raise RuntimeError("the automaton found other words")
        row("`ahocorasick_rs`, a text at a time", len(texts), cpu(bare, rounds), "the same hits")
    alternation = re.compile("(?=(" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + "))")
    some = folded[: max(1, len(folded) // 100)]

    def regex() -> list[list[tuple[int, int]]]:
        return [[(m.start(1), m.end(1) - m.start(1)) for m in alternation.finditer(text)] for text in some]

    longest: dict[tuple[int, int], int] = {}
    for i, start, length in hits:
        longest[i, start] = max(length, longest.get((i, start), 0))
    told = {(i, start, length) for i, found_here in enumerate(regex()) for start, length in found_here}
    if told != {(i, start, length) for (i, start), length in longest.items() if i < len(some)}:
        raise RuntimeError("the alternation found other words")
    row("Python `re`, one alternation", len(some), cpu(regex, 1), "the longest at each place only")


def phones_and_links(reader: ColumnReader, texts: Sequence[str], rounds: int) -> None:
    """Table 3."""
    header("3. Telephone numbers and links only")
    column = pa.array(texts, pa.string())
    seconds = cpu(lambda: reader.read(column), rounds)
    row("`reading.column`, everything", len(texts), seconds, "all kinds, all acts")
    presidio, spacy = _optional("presidio_analyzer"), _optional("spacy")
    if presidio is None or spacy is None:
        return
    some = list(texts[: max(1, len(texts) // 100)])
    analyze = _presidio(presidio, spacy)
    plain = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])|https?://[a-z./?=0-9]+")
    for text, said in zip(some, reader.read(pa.array(some)).to_pylist(), strict=True):
        spans = {(e["start"], e["end"]) for e in said["entities"] if e["kind"] in ("phone", "link")}
        theirs = {(r.start, r.end) for r in analyze(text)}
        for match in plain.finditer(text):
            if match.span() not in spans or not any(a <= match.start() and match.end() <= b for a, b in theirs):
                raise RuntimeError(f"plain number or link not found by both: {match.group()!r} in {text!r}")
    seconds = cpu(lambda: [analyze(text) for text in some], 1)
    row("`presidio-analyzer`, blank pipeline", len(some), seconds, "knows no Chinese amounts, dates, institutions")


def _presidio(presidio: Any, spacy: Any) -> Callable[[str], Any]:
    engines = importlib.import_module("presidio_analyzer.nlp_engine")
    known = importlib.import_module("presidio_analyzer.predefined_recognizers")
    engine = engines.SpacyNlpEngine(models=[{"lang_code": "zh", "model_name": "blank"}])
    engine.nlp = {"zh": spacy.blank("zh")}
    registry = presidio.RecognizerRegistry(supported_languages=["zh"])
    registry.add_recognizer(known.PhoneRecognizer(supported_language="zh", supported_regions=("CN",)))
    registry.add_recognizer(known.UrlRecognizer(supported_language="zh"))
    analyzer = presidio.AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["zh"])
    return lambda text: analyzer.analyze(text, language="zh")


def _optional(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        print(f"| {name} | | | not installed here, left out |")
        return None


def main() -> int:
    """Make the texts, compare, measure, print the tables; raises ``RuntimeError`` when answers differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sample", type=int, default=3_000, help="texts on which one and column are compared first")
    args = parser.parse_args()
    lexicon = load_lexicon()
    reader = ColumnReader(lexicon)
    mixes = {mix: made_texts(lexicon, args.texts, mix) for mix in ("phone", "dense")}
    sizes = ", ".join(f"{mix}: {np.mean([len(text) for text in texts]):.0f}" for mix, texts in mixes.items())
    print(
        f"{datetime.now(UTC):%Y-%m-%d} · {platform.machine()} · Python {platform.python_version()} · "
        f"numpy {np.__version__} · pyarrow {pa.__version__} · load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n"
        f"{args.texts:,} invented texts, characters on average: {sizes} · lexicon {lexicon.hash[:19]}"
    )
    header("1. Whole readings")
    for mix, texts in mixes.items():
        whole_readings(reader, mix, texts, args.rounds, args.sample)
    anchor_words(lexicon, mixes["dense"], args.rounds)
    phones_and_links(reader, mixes["dense"], args.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
