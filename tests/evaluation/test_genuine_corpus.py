"""Marks of fraud on real messages: recall on fake-base-station SMS, false alarms on private ones. Figures are printed.

The corpus lies outside the project (``SHOUZHENG_DATA``); a third of its groups was frozen while the marks were written.
Its digits, punctuation and links were removed at the source, so numbers and links cannot help here.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pyarrow.parquet as parquet
import pytest

from shouzheng.genuine.marks import Strength, load_fraud_words
from tests.evaluation.split import is_frozen

pytestmark = pytest.mark.evaluation

#: What stands in the corpus for what was removed, and invented words to put there: links and card numbers are words of
#: these messages too, and without them nobody could tell an account from nothing.
_SLOTS = {
    " ": "", "BANK": "6200000000000000001", "HOTLINE": "6200000000000000002", "URL": "http://a0000.top ",
    "NAME": "林某", "DIGIT": "5000",
}  # fmt: skip
_PHISHING = "scam_phishing"


def _rows(name: str) -> list[dict[str, str]]:
    path = Path(os.environ["SHOUZHENG_DATA"]) / "corpus" / name
    rows: list[dict[str, str]] = parquet.read_table(path).to_pylist()
    return rows


def _strengths(text: str) -> set[Strength]:
    return {one.file.extra.strength for one in load_fraud_words().find(text) if not one.quoted}


def _filled(text: str) -> str:
    for slot, words in _SLOTS.items():
        text = text.replace(slot, words)
    return text


@pytest.mark.parametrize("frozen", [False, True], ids=["seen", "frozen"])
def test_recall_on_phishing_and_fraud(frozen: bool) -> None:
    rows = [row for row in _rows("fake_base_station_sms_dev.parquet") if is_frozen(row["group"]) is frozen]
    total: Counter[str] = Counter()
    raw: Counter[str] = Counter()
    strong: Counter[str] = Counter()
    any_mark: Counter[str] = Counter()
    for row in rows:
        kind, found = row["ours"], _strengths(_filled(row["text"]))
        total[kind] += 1
        raw[kind] += Strength.STRONG in _strengths(row["text"].replace(" ", ""))
        strong[kind] += Strength.STRONG in found
        any_mark[kind] += bool(found)
    print(f"\nfake_base_station, {'frozen' if frozen else 'seen'} part: {len(rows)} rows")
    print(f"  {'':32} strong mark: as it is, slots filled; strong or weak; rows")
    for kind in sorted(total):
        print(f"  {kind:32} {raw[kind]:6} {strong[kind]:6} {any_mark[kind]:6} {total[kind]:6}")
    assert raw[_PHISHING] >= 0.9 * total[_PHISHING]
    assert strong[_PHISHING] >= 0.9 * total[_PHISHING]
    assert strong["ordinary_notice"] * 20 <= total["ordinary_notice"]


def test_private_messages_carry_hardly_any_mark() -> None:
    rows = _rows("private_sms_dev.parquet")
    found = Counter(strength for row in rows for strength in _strengths(row["text"]))
    print(
        f"\nprivate_sms_dev: {len(rows)} rows, with a strong mark {found[Strength.STRONG]}, weak {found[Strength.WEAK]}"
    )
    assert len(rows) > 10_000
    assert found[Strength.STRONG] * 2000 <= len(rows)
    assert found[Strength.WEAK] * 500 <= len(rows)
