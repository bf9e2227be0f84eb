"""Our law files carry the facts of the collected law base entry by entry, and none of its sentences."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.evaluation

ROOT = Path(__file__).resolve().parents[2]
CN = ROOT / "law" / "cn"
Entry = dict[str, Any]
#: Sentences shorter than this coincide by nature (“人格权”, “不是法院”).
SHORT = 12


def _read(path: Path) -> Entry:
    return tomllib.loads(path.read_text("utf-8"))


def _base(name: str) -> Entry:
    return _read(Path(os.environ["SHOUZHENG_DATA"]) / "law" / f"{name}.toml")


def _ours(name: str, array: str) -> dict[str, Entry]:
    aside = _read(CN / "not_applied.toml").get(array, [])
    return {entry["id"]: entry for entry in (*_read(CN / f"{name}.toml")[array], *aside)}


def _by_id(entries: Iterable[Entry]) -> dict[str, Entry]:
    return {entry["id"]: entry for entry in entries}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _our_provisions() -> dict[str, Entry]:
    files = [_read(path) for path in sorted((CN / "provisions").glob("*.toml"))]
    return {entry["id"]: entry | {"instrument": data["instrument"]} for data in files for entry in data["provision"]}


def _same_dates(base: Entry, ours: Entry) -> None:
    for key in ("effective_from", "effective_to"):
        assert ours.get(key) == _day(base[key]), (base["id"], key)
    assert ours["verification"] == base["verification"], base["id"]
    assert ours["sources"] == base["sources"], base["id"]


def test_instruments_agree() -> None:
    base, ours = _by_id(_base("instruments")["instrument"]), _ours("instruments", "instrument")
    assert set(ours) == set(base)
    for name, theirs in base.items():
        mine = ours[name]
        _same_dates(theirs, mine)
        assert mine.get("adopted") == _day(theirs["adopted"]), name
        assert mine.get("superseded_by", "") == theirs["superseded_by"], name
        for key, their_key in (("force", "kind"), ("issuer", "issuer")):
            assert mine[key] == theirs[their_key], name
        for key in ("scope_institutions", "scope_products"):
            assert mine[key] == theirs[key], name
        assert mine["title"]["zh"] == theirs["title_zh"], name
        # Remarks inside a number went to the note; a number that is one is kept.
        assert mine["number"] in theirs["number"], name
        assert bool(mine["number"]) or not any(sign in theirs["number"] for sign in ("号", "GB/T")), name


#: Provisions on counting days that the base does not hold; read elsewhere, as each says in its own file.
_ADDED = frozenset(["cc-201", "cc-202", "cc-203", "cpl-85"])


def test_provisions_agree() -> None:
    base, ours = _by_id(_base("provisions")["provision"]), _our_provisions()
    assert set(ours) == set(base) | _ADDED
    assert all(ours[name]["sources"] for name in _ADDED)
    for name, theirs in base.items():
        mine = ours[name]
        _same_dates(theirs, mine)
        assert mine["instrument"] == theirs["instrument"], name
        assert mine["citable"] is theirs["citable_in_letters"], name
        # What is not citable has no article of ours: a recalled number is a hint only.
        assert mine["article"] == (theirs["article"] if mine["citable"] else ""), name
        if not mine["citable"]:
            assert mine["article_hint"] == (theirs["article_hint"] or theirs["article"]), name
        assert mine["topics"] == theirs["topics"], name
        assert mine.get("previous", "") == theirs["previous_provision"], name
        assert mine.get("next", "") == theirs["next_provision"], name


def test_scopes_of_the_rules_are_those_of_our_instruments() -> None:
    provisions, instruments = _our_provisions(), _ours("instruments", "instrument")
    named = [cited for rule in _base("rules")["rule"] for cited in rule["provisions"]]
    assert named
    for cited in named:
        mine = provisions[cited["id"]]
        text = instruments[mine["instrument"]]
        for key in ("scope_institutions", "scope_products"):
            assert mine.get(key, text[key]) == cited[key], cited["id"]


def test_thresholds_agree() -> None:
    base, ours = _by_id(_base("thresholds")["threshold"]), _ours("thresholds", "threshold")
    assert set(ours) == set(base)
    for name, theirs in base.items():
        mine = ours[name]
        _same_dates(theirs, mine)
        assert mine["operator"] == theirs["operator"], name
        assert mine["provisions"] == theirs["provisions"], name
        assert mine["force"] == theirs["force"].replace(" ", "_"), name
        assert mine["firm"] is (theirs["confidence"] == "firm"), name
        if isinstance(theirs["value"], str):
            assert "value" not in mine, name
        else:
            factor = 100 if mine["unit"] == "basis_points" else 1
            assert mine["value"] == theirs["value"] * factor, name
            assert (mine["unit"] == "basis_points") is (theirs["unit"] == "% a year"), name
        for key, their_key in (("start_minute", "start_local"), ("end_minute", "end_local")):
            clock = theirs.get(their_key)
            assert mine.get(key) == (int(clock[:2]) * 60 + int(clock[3:]) if clock else None), name


def test_loan_prime_rates_agree() -> None:
    base, ours = _base("thresholds")["lpr"], _read(CN / "lpr.toml")["lpr"]
    assert len(ours) == len(base)
    for theirs, mine in zip(base, ours, strict=True):
        assert mine["from"] == _day(theirs["date"])
        assert mine["one_year_bp"] == round(theirs["lpr_1y"] * 100)
        assert mine["five_year_bp"] == round(theirs["lpr_5y"] * 100)
        assert mine["one_year_bp"] * 4 == round(theirs["four_times"] * 100)
        assert (mine["verification"], mine["sources"]) == (theirs["verification"], theirs["sources"])


def test_channels_and_authorities_agree() -> None:
    base, ours = _base("channels"), _read(CN / "channels.toml")
    theirs, mine = _by_id(base["channel"]), _by_id(ours["channel"])
    assert set(mine) == set(theirs)
    for name, channel in theirs.items():
        for key in ("hotline", "usual_order", "verification", "sources"):
            assert mine[name][key] == channel[key], (name, key)
        assert mine[name]["handling_provisions"] == channel["handling_time_provisions"], name
        assert mine[name]["name"]["zh"] == channel["name_zh"], name
    assert len(ours["authority"]) == len(base["authority_name"])
    for body, authority in zip(base["authority_name"], ours["authority"], strict=True):
        assert (authority["id"], authority["name"]["zh"]) == (body["id"], body["body_zh"])
        assert (authority["from"], authority.get("to")) == (_day(body["from_date"]), _day(body["to_date"]))
        assert authority["verification"] == body["verification"]


def test_hotlines_agree() -> None:
    base = _by_id(_base("hotlines")["hotline"])
    ours = _by_id(_read(ROOT / "directory" / "hotlines.toml")["hotline"])
    assert set(ours) == set(base)
    for name, theirs in base.items():
        mine = ours[name]
        for key in ("kind", "numbers", "sms_sender_codes", "domains", "uncertain", "verification", "sources"):
            assert mine[key] == theirs[key], (name, key)
        assert mine["seen"] == _day(theirs["date_seen"]), name
        once = [detail["number"] for detail in theirs["number_details"] if detail["confirmations"] < 2]
        assert mine.get("numbers_unsure", []) == once, name


def _sentences(value: Any) -> Iterable[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("title", "name"):
                yield from _sentences(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _sentences(inner)
    elif isinstance(value, str):
        yield value.strip().rstrip(".。")


def test_no_sentence_is_copied() -> None:
    theirs = set()
    for name in ("instruments", "provisions", "thresholds", "channels", "hotlines"):
        for key, entries in _base(name).items():
            if key not in ("meta", "sources"):
                theirs |= set(_sentences(entries))
    files = [*CN.glob("*.toml"), *(CN / "provisions").glob("*.toml"), ROOT / "directory" / "hotlines.toml"]
    ours: set[str] = set()
    for path in files:
        data = _read(path)
        for key in ("provision", "threshold", "channel", "hotline", "instrument"):
            found = data.get(key, [])
            for entry in found if isinstance(found, list) else []:
                pairs = [value for value in entry.values() if isinstance(value, dict) and "zh" in value]
                pairs = [pair for pair in pairs if pair not in (entry.get("title"), entry.get("name"))]
                ours |= {text.strip().rstrip(".。") for pair in pairs for text in pair.values()}
    copied = {text for text in ours & theirs if len(text) >= SHORT and (" " not in text or len(text.split()) > 3)}
    assert copied == set()
