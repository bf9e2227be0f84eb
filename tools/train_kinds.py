"""Train the model of kinds on the invented texts of ``lexicon/training`` and write ``lexicon/kinds/model.toml``.

Run ``python -m tools.train_kinds``. Softmax regression on hashed characters, pairs and triples, weighted so that each
kind and (less so) each template counts alike; Adam, full batch, a fixed number of steps; the average of two views and
of several draws of the texts; weights rounded to bytes.
No message that somebody really received is used. ``--check`` only says whether the texts changed since the training.
"""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shouzheng.reading.fold import fold
from shouzheng.reading.kinds.grams import grams, plain, row_of
from shouzheng.reading.kinds.model import pack_weights
from shouzheng.reading.kinds.names import KINDS
from tools.training_texts import FOLDER, Sample, write_samples

MODEL = FOLDER.parent / "kinds" / "model.toml"
#: Rows of the model are 2**BITS; more made no difference on the seen part of the corpus, fewer began to collide.
BITS = 17
STEPS, DECAY = 60, 1e-5
#: The texts are written out once for each seed and the weights averaged: one draw of sentences is a matter of luck.
SEEDS = (7, 8, 9)


@dataclass(frozen=True)
class View:
    """One way to train: the shortest gram that it looks at, the size of its steps, its share in the average."""

    shortest: int
    rate: float
    share: float


#: Two views, averaged. Single characters find more frauds, articles and replies, but take much talk and many adverts
#: for something else; with a smaller share they add the first without the second (measured on the corpus).
VIEWS = (View(2, 0.5, 0.7), View(1, 0.2, 0.3))
PER_TEMPLATE, PER_MIXTURE = 20, 200
_FIRST, _SECOND = 0.9, 0.99

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


def training_hash(folder: Path = FOLDER) -> str:
    """Return the hash of the training texts, of the code that writes them out, and of the settings here."""
    digest = hashlib.sha256(repr((BITS, STEPS, DECAY, VIEWS, SEEDS, PER_TEMPLATE, PER_MIXTURE)).encode())
    code = Path(__file__).resolve().parent / "training_texts.py"
    for path in (*sorted(folder.glob("*.toml")), code):
        digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return f"sha256:{digest.hexdigest()}"


def rows_of(texts: list[str], shortest: int) -> tuple[Ints, Ints]:
    """Return the rows of the different grams of all texts one behind the other, and how many each text has.

    Grams of fewer characters than ``shortest`` are left out.
    """
    known: dict[str, int] = {}
    rows: list[int] = []
    counts: list[int] = []
    for text in texts:
        found = dict.fromkeys(gram for gram in grams(plain(fold(text).text)) if len(gram) >= shortest)
        for gram in found:
            row = known.get(gram)
            if row is None:
                row = known[gram] = row_of(gram, BITS)
            rows.append(row)
        counts.append(len(found))
    return np.array(rows, np.int64), np.array(counts, np.int64)


def sample_weights(samples: list[Sample]) -> Floats:
    """Return weights that sum to one: kinds alike, within a kind each source by the root of its number of texts."""
    often = Counter(sample.source for sample in samples)
    weights = np.array([often[sample.source] ** -0.5 for sample in samples])
    kinds = np.array([KINDS.index(sample.kind) for sample in samples])
    weights /= np.bincount(kinds, weights)[kinds]
    shares: Floats = (weights / weights.sum()).astype(np.float32)
    return shares


def train(samples: list[Sample], view: View) -> Floats:
    """Return the weights of one view, shape (2**BITS, kinds)."""
    rows, counts = rows_of([sample.text for sample in samples], view.shortest)
    used, place = np.unique(rows, return_inverse=True)
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    text_of = np.repeat(np.arange(len(counts)), counts)
    order = np.argsort(place, kind="stable")
    row_starts = np.concatenate([[0], np.cumsum(np.bincount(place))[:-1]])
    texts_by_row = text_of[order]
    root = (1 / np.sqrt(counts)).astype(np.float32)[:, None]
    share = sample_weights(samples)[:, None] * root
    truth = np.eye(len(KINDS), dtype=np.float32)[[KINDS.index(sample.kind) for sample in samples]]
    weights = np.zeros((len(used), len(KINDS)), np.float32)
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        scores = np.add.reduceat(weights[place], starts, axis=0) * root
        likely = np.exp(scores - scores.max(1, keepdims=True))
        likely /= likely.sum(1, keepdims=True)
        slope = np.add.reduceat(((likely - truth) * share)[texts_by_row], row_starts, axis=0) + DECAY * weights
        mean = _FIRST * mean + (1 - _FIRST) * slope
        square = _SECOND * square + (1 - _SECOND) * slope * slope
        weights -= view.rate * (mean / (1 - _FIRST**step)) / (np.sqrt(square / (1 - _SECOND**step)) + 1e-8)
    full = np.zeros((1 << BITS, len(KINDS)), np.float32)
    full[used] = weights
    return full


def average(samples: list[Sample]) -> Floats:
    """Return the average of all views by their shares, each brought to the size of the first one's weights."""
    views = [train(samples, view) for view in VIEWS]
    size = np.abs(views[0]).mean()
    parts = [view.share * size / np.abs(weights).mean() * weights for view, weights in zip(VIEWS, views, strict=True)]
    total: Floats = np.sum(parts, axis=0, dtype=np.float32)
    return total


def model_text(weights: Floats, texts: int) -> str:
    """Return the content of the model file; ``unit`` weights make one natural unit of log odds."""
    unit = int(127 / np.quantile(np.abs(weights[weights != 0]), 0.9995))
    rounded = np.clip(np.rint(weights * unit), -127, 127).astype(np.int8)
    names = ", ".join(f'"{kind}"' for kind in KINDS)
    return (
        "# Made by tools/train_kinds.py from the invented texts in lexicon/training. Not to be edited.\n"
        f'training = "{training_hash()}"\n'
        f"texts = {texts}\nbits = {BITS}\nunit = {unit}\nkinds = [{names}]\n"
        f"weights = '''\n{pack_weights(rounded.tobytes())}\n'''\n"
    )


def main() -> int:
    """Train and write the model, or with ``--check`` say whether it is older than its texts."""
    if "--check" in sys.argv:
        fresh = training_hash() in MODEL.read_text("utf-8")
        print(
            "model is up to date" if fresh else "training texts changed: run python -m tools.train_kinds",
            file=sys.stderr,
        )
        return 0 if fresh else 1
    total = np.zeros((1 << BITS, len(KINDS)), np.float32)
    texts = 0
    for seed in SEEDS:
        samples = write_samples(PER_TEMPLATE, PER_MIXTURE, seed)
        total += average(samples)
        texts += len(samples)
    MODEL.parent.mkdir(exist_ok=True)
    mean: Floats = (total / len(SEEDS)).astype(np.float32)
    MODEL.write_text(model_text(mean, texts), "utf-8", newline="\n")
    print(f"{texts} texts, {MODEL.stat().st_size} bytes", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
