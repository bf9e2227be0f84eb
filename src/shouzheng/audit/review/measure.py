"""What two reviewers say of a sample: their agreement, and precision and recall of each rule with intervals."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from shouzheng.audit.problems import BAD_REVIEW
from shouzheng.audit.report.intervals import share
from shouzheng.audit.review.sheets import ANSWERS
from shouzheng.reference.problems import Problem, ShouzhengError


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Return Cohen's kappa (J. Cohen 1960); ``None`` without pairs or when chance alone agrees always."""
    if not pairs:
        return None
    size = len(pairs)
    agreed = sum(one == other for one, other in pairs) / size
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    by_chance = sum(first[answer] * second[answer] for answer in ANSWERS) / (size * size)
    return None if by_chance == 1 else (agreed - by_chance) / (1 - by_chance)


def measure(key: Path, one: Mapping[str, str], other: Mapping[str, str]) -> dict[str, Any]:
    """Compare two filled sheets with each other and with the sample's key; raises SZ-6537 when they do not fit.

    Precision is the share of *yes* among the findings on which both agree. Recall takes the *yes* among silent contacts
    for all silent ones; its interval joins the worse ends of both, so it covers at least 90 %.
    """
    try:
        sample = json.loads(key.read_text("utf-8"))
        items = {item["item"]: item for item in sample["items"]}
        totals = {rule: (int(found), int(silent)) for rule, (found, silent) in sample["totals"].items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ShouzhengError(Problem(BAD_REVIEW, key.name, (("what", type(error).__name__),))) from error
    if not items or set(one) != set(items) or set(other) != set(items):
        raise ShouzhengError(Problem(BAD_REVIEW, key.name, (("what", f"{len(one)} / {len(other)} / {len(items)}"),)))
    pairs = [(one[name], other[name]) for name in sorted(items)]
    rules: dict[str, dict[str, Any]] = {}
    for rule, (found, silent) in sorted(totals.items()):
        mine = [name for name in sorted(items) if items[name]["rule"] == rule]
        agreed = [name for name in mine if one[name] == other[name] != "unclear"]
        yes = {kind: [one[n] == "yes" for n in agreed if items[n]["found"] is kind] for kind in (True, False)}
        precision, missed = _share(yes[True]), _share(yes[False])
        rules[rule] = {
            "reviewed": len(mine),
            "precision": precision,
            "recall": _recall(precision, missed, found, silent),
        }
    disagreed = sum(a != b for a, b in pairs)
    return {
        "reviewed": len(pairs),
        "disagreed": disagreed,
        "kappa": kappa(pairs),
        "rules": rules,
        "seed": sample.get("seed"),
        "report_hash": sample.get("report_hash"),
    }


def _share(answers: list[bool]) -> list[float] | None:
    return share(sum(answers), len(answers))


def _recall(precision: list[float] | None, missed: list[float] | None, found: int, silent: int) -> list[float] | None:
    if precision is None or missed is None:
        return None

    def of(right: float, wrong: float) -> float:
        true, lost = right * found, wrong * silent
        return true / (true + lost) if true + lost else 0.0

    return [of(precision[0], missed[0]), of(precision[1], missed[2]), of(precision[2], missed[1])]
