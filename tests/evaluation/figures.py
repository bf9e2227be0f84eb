"""Figures on the outside data that both the evaluation tests and ``docs/reading.md`` use. Counts only, no text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pyarrow.parquet as parquet

from shouzheng.model.case import Role
from shouzheng.reading.evaluation.measure import guideline_acts, measure, our_reader
from shouzheng.reading.evaluation.rows import Row, read_rows
from shouzheng.reading.fold import fold
from shouzheng.reading.kinds.loading import load_kinds
from shouzheng.reading.kinds.names import Kind
from shouzheng.reading.labels import GUIDELINE_HARD_ACTS
from shouzheng.reading.lexicon import load_lexicon
from shouzheng.reading.one import read
from tests.evaluation.split import is_frozen
from tests.reading.ordinary_set import ordinary_texts

ORDINARY = ordinary_texts()
#: The source's labels of fake-base-station messages that are frauds: phishing, and the others that defraud.
PHISHING = "scam_phishing"
FRAUD = ("scam_phishing", "scam_transfer_or_impersonation", "scam_investment")


def is_fraud(text: str) -> bool:
    """Return True when the text is taken for fraud: its kind is ``scam``, whoever was addressed."""
    lexicon = load_lexicon()
    acts, _ = guideline_acts(read(text, lexicon), lexicon)
    return load_kinds().guess(fold(text, lexicon.fold_table).text, acts).kind is Kind.SCAM


def _table(corpus: Path, name: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = parquet.read_table(corpus / f"{name}.parquet").to_pylist()
    return rows


def _share(texts: Iterable[str]) -> tuple[int, int]:
    found = [is_fraud(text) for text in texts]
    return sum(found), len(found)


@cache
def fraud_figures(corpus: Path) -> dict[str, tuple[int, int]]:
    """Return (taken for fraud, all) for the frauds of the corpus, seen and frozen, and for texts that are none."""
    rows = _table(corpus, "fake_base_station_sms_dev")
    found: dict[str, tuple[int, int]] = {}
    for label in FRAUD:
        for part, frozen in (("seen", False), ("frozen", True)):
            chosen = [row["text"] for row in rows if row["ours"] == label and is_frozen(row["group"]) is frozen]
            found[f"fake base station: {label}, {part}"] = _share(chosen)
    found["fake base station: adverts"] = _share(
        row["text"] for row in rows if row["ours"] in ("advert", "loan_advert")
    )
    found["private messages"] = _share(row["text"] for row in _table(corpus, "private_sms_dev"))
    found["our ordinary texts"] = _share(ORDINARY)
    return found


@cache
def hard_acts_in_private_texts(corpus: Path) -> tuple[int, int]:
    """Return how many hard acts are read in how many private messages: every one is a false alarm."""
    texts = [row["text"] for row in _table(corpus, "private_sms_dev")]
    return sum(len(hard_acts(text)) for text in texts), len(texts)


def hard_acts(text: str) -> frozenset[str]:
    """Return the hard acts of the guideline that are read in a text whose addressee is unknown."""
    lexicon = load_lexicon()
    return guideline_acts(read(text, lexicon), lexicon)[0] & frozenset(GUIDELINE_HARD_ACTS)


def without_addressee(path: Path, keep: Callable[[Row], bool]) -> float:
    """Return the macro F1 of the kinds when nobody says who was addressed; raises ``ValueError`` without rows."""
    rows = [replace(row, addressee=Role.UNKNOWN) for row in read_rows(path).rows if keep(row)]
    macro = measure(rows, our_reader(load_lexicon(), load_kinds())).kinds.macro_f1
    if macro is None:
        raise ValueError(f"{path.name}: no row is left")
    return macro
