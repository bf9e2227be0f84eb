"""The gate's own settings (``policy.toml``): which unknown facts hold a contact, how long a permission holds."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from shouzheng.gate.problems import BAD_POLICY
from shouzheng.judging.acts import ACT
from shouzheng.model.verdict import FactValue
from shouzheng.reading.labels import LABELS
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.typed import a_list

_SHIPPED = Path(__file__).with_name("policy.toml")
#: Exit code of "bad law, lexicon or configuration".
_BAD = 3


@dataclass(frozen=True)
class Policy:
    """The settings. ``later`` and ``aside`` give each fact that may stay unknown its benign value.

    Times are in seconds and days, ``zones`` in minutes ahead of UTC, ``similar_per_cent`` in per cent.
    """

    later: Mapping[str, FactValue]
    aside: Mapping[str, FactValue]
    valid_seconds: int
    most_days_ahead: int
    until_days: int
    most_instants: int
    zones: tuple[int, ...]
    decision_days: int
    contact_days: int
    probing_seconds: int
    most_refusals: int
    similar_per_cent: int
    similar_kept: int
    hash: str

    @property
    def benign(self) -> Mapping[str, FactValue]:
        """All facts that may stay unknown, with their benign values."""
        return {**self.aside, **self.later}


@lru_cache(maxsize=4)
def load_policy(path: Path = _SHIPPED) -> Policy:
    """Read the settings; raises ``ShouzhengError`` (SZ-6050, exit code 3) for a file that is none."""
    try:
        content = path.read_bytes()
        data = tomllib.loads(content.decode("utf-8"))
        return _policy(data, "sha256:" + hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest())
    except (OSError, KeyError, TypeError, ValueError) as error:
        detail = f"{type(error).__name__}: {error}"[:120]
        raise ShouzhengError(Problem(BAD_POLICY, path.name, (("detail", detail),)), exit_code=_BAD) from error


def _policy(data: dict[str, dict[str, object]], content: str) -> Policy:
    done = set(a_list(data["later_acts"]["done"]))
    if not done <= set(LABELS):
        raise ValueError(f"no acts: {sorted(map(str, done - set(LABELS)))}")
    acts: dict[str, FactValue] = {ACT + label: label in done for label in LABELS}
    return Policy(
        later={**acts, **_facts(data["later"])},
        aside=_facts(data["aside"]),
        valid_seconds=_number(data["reservation"]["valid_seconds"], 1, 3600),
        most_days_ahead=_number(data["reservation"]["most_days_ahead"], 1, 366),
        until_days=_number(data["until"]["days"], 1, 366),
        most_instants=_number(data["until"]["most_instants"], 1, 10_000),
        zones=tuple(_number(each, -720, 840) for each in a_list(data["zones"]["unknown"])),
        decision_days=_number(data["retention"]["decision_days"], 1, 36_600),
        contact_days=_number(data["retention"]["contact_days"], 31, 36_600),
        probing_seconds=_number(data["probing"]["window_seconds"], 1, 86_400),
        most_refusals=_number(data["probing"]["most_refusals"], 1, 1_000_000),
        similar_per_cent=_number(data["similar"]["per_cent"], 1, 100),
        similar_kept=_number(data["similar"]["kept"], 1, 10_000_000),
        hash=content,
    )


def _facts(table: Mapping[str, object]) -> dict[str, FactValue]:
    found: dict[str, FactValue] = {}
    for name, value in table.items():
        if not isinstance(value, bool | int | str):
            raise TypeError(name)
        found[name] = value
    return found


def _number(value: object, low: int, high: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise ValueError(f"{value!r} is no number from {low} to {high}")
    return value
