"""The reading on real texts: false accusations are counted to the last one, precision and recall are printed.

The corpus lies outside the project (folder in ``SHOUZHENG_DATA``). A third of ``messages_dev`` was frozen while the
lexicon was written (``split.py``): what is printed for it shows how the lexicon does on texts that nobody looked at.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import pytest

from shouzheng.model.case import Role
from shouzheng.model.reading import Reading
from shouzheng.reading.guideline import guideline_acts
from shouzheng.reading.labels import GUIDELINE_ACTS, LABELS, ActKind
from shouzheng.reading.lexicon import Lexicon, load_lexicon
from shouzheng.reading.one import read
from tests.evaluation.split import is_frozen

pytestmark = pytest.mark.evaluation

_ROLES = {"borrower": Role.DEBTOR, "third_party": Role.OTHER_THIRD_PARTY}
_HARD = frozenset(
    (
        "threat_violence",
        "threat_exposure",
        "threat_legal_false",
        "insult",
        "impersonates_authority",
        "discloses_debt_to_third_party",
        "demands_third_party_pays",
    )
)
_NOBODY_THREATENS = ("ordinary_notice", "commentary", "victim_reply")


def _corpus() -> Path:
    folder = os.environ.get("SHOUZHENG_DATA")
    if not folder or not (Path(folder) / "corpus").is_dir():
        pytest.fail("SHOUZHENG_DATA must name the folder with the outside data (make evaluate DATA=…)")
    return Path(folder) / "corpus"


@cache
def _messages() -> tuple[dict[str, Any], ...]:
    lines = (_corpus() / "messages_dev.jsonl").read_text("utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def _hard(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(act.label for act in lexicon.acts if act.kind is ActKind.HARD)


def _hard_acts(reading: Reading, hard: frozenset[str]) -> list[str]:
    return sorted({shown.act for shown in reading.acts} & hard)


def test_the_labels_are_those_of_the_law() -> None:
    rules = tomllib.loads((_corpus().parent / "law" / "rules.toml").read_text("utf-8"))
    assert list(LABELS) == rules["event_model"]["labels"]


@pytest.mark.parametrize("kind", _NOBODY_THREATENS)
def test_no_hard_act_where_nobody_acts(kind: str) -> None:
    lexicon = load_lexicon()
    hard = _hard(lexicon)
    rows = [row for row in _messages() if row["kind"] == kind]
    assert rows
    accused = {row["id"]: acts for row in rows if (acts := _hard_acts(read(row["text"], lexicon), hard))}
    assert accused == {}


def test_private_messages_are_not_accused() -> None:
    lexicon = load_lexicon()
    hard = _hard(lexicon)
    texts = parquet.read_table(_corpus() / "private_sms_dev.parquet").column("text").to_pylist()
    assert len(texts) > 10_000
    accused = Counter(act for text in texts for act in _hard_acts(read(text, lexicon), hard))
    print(f"\nprivate_sms_dev: {len(texts)} texts, hard acts: {dict(accused) or 'none'}")
    assert sum(accused.values()) * 2000 <= len(texts)


def test_called_people_do_not_threaten() -> None:
    """The insults in this set are the called person's own (see the corpus README), so only the other acts count."""
    lexicon = load_lexicon()
    hard = _hard(lexicon) - {"insult", "obscene"}
    texts = parquet.read_table(_corpus() / "arrears_call_replies_dev.parquet").column("text").to_pylist()
    assert len(texts) > 5_000
    accused = [acts for text in texts if (acts := _hard_acts(read(text, lexicon), hard))]
    assert len(accused) * 2000 <= len(texts)


@pytest.mark.parametrize("frozen", [False, True], ids=["seen", "frozen"])
def test_precision_and_recall_are_printed(frozen: bool) -> None:
    """Kinds are given here, so that only the reading of acts is measured; hard acts are counted on all kinds alike."""
    lexicon = load_lexicon()
    counts: dict[str, Counter[str]] = {name: Counter() for name in GUIDELINE_ACTS}
    rows = [row for row in _messages() if is_frozen(row["group"]) is frozen]
    assert len(rows) > 50
    for row in rows:
        reading = read(row["text"], lexicon, addressee=_ROLES.get(row["recipient"], Role.UNKNOWN))
        got = guideline_acts(reading, lexicon, row["kind"]) | (guideline_acts(reading, lexicon) & _HARD)
        want = set(row["acts"])
        for name in got | want:
            counts[name]["hit" if name in got & want else "false" if name in got else "missed"] += 1
    counts["hard acts together"] = sum((counts[name] for name in sorted(_HARD)), Counter())
    print(f"\nmessages_dev, {'frozen' if frozen else 'seen'} part: {len(rows)} rows")
    for name, count in counts.items():
        print(f"  {name:32} right {count['hit']:3}  false {count['false']:3}  missed {count['missed']:3}")
    hard = counts["hard acts together"]
    assert hard["false"] <= 4
    assert hard["hit"] >= 20
