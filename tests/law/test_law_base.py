"""The law as data, file by file: references, dates, chains of renumbered articles, and words that accuse nobody."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CN = ROOT / "law" / "cn"
PROVISION_FILES = sorted((CN / "provisions").glob("*.toml"))
BASE_FILES = [*sorted(CN.glob("*.toml")), *PROVISION_FILES, ROOT / "directory" / "hotlines.toml"]
ARRAYS = ("instrument", "provision", "threshold", "lpr", "channel", "authority", "hotline")
Entry = dict[str, Any]

HAN = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]")
CRIMINAL_ZH = re.compile(r"构成[^。；]{0,30}罪|犯罪|罪名|[\u4e00-\u9fff]罪[，。；]")
CRIMINAL_EN = re.compile(r"\b(crime|criminal|guilt|guilty|offence|felon)", re.IGNORECASE)


def _read(path: Path) -> Entry:
    return tomllib.loads(path.read_text("utf-8"))


INSTRUMENTS: dict[str, Entry] = {entry["id"]: entry for entry in _read(CN / "instruments.toml")["instrument"]}
PROVISIONS: dict[str, Entry] = {
    entry["id"]: entry | {"instrument": data["instrument"]}
    for data in map(_read, PROVISION_FILES)
    for entry in data["provision"]
}
THRESHOLDS: list[Entry] = _read(CN / "thresholds.toml")["threshold"]
CHANNELS: Entry = _read(CN / "channels.toml")
HOTLINES: list[Entry] = _read(ROOT / "directory" / "hotlines.toml")["hotline"]


def _entries(data: Entry) -> Iterator[tuple[str, Entry]]:
    for array in ARRAYS:
        found = data.get(array, [])
        for entry in found if isinstance(found, list) else []:  # a file of provisions names its instrument in a text
            yield array, entry


def _walk(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _walk(inner, f"{path}[{index}]")


def _may_name_crimes(path: Path) -> bool:
    """The criminal law and court texts say what they say; nothing of them is printed by a rule."""
    instrument = INSTRUMENTS.get(path.stem)
    return path.stem == "criminal-law" or (instrument is not None and instrument["force"].startswith("judicial"))


def _names(path: str) -> bool:
    """Official names of texts and places are not sentences of ours."""
    return ".title." in path or re.search(r"\.(channel|authority|hotline)\[\d+\]\.name\.", path) is not None


@pytest.mark.parametrize("path", BASE_FILES, ids=lambda path: path.stem)
def test_each_file_says_when_it_was_seen_and_explains_its_sources(path: Path) -> None:
    data = _read(path)
    meta = data["meta"]
    assert type(meta["seen"]) is date
    assert meta["seen"] < meta["check_by"]
    used = {key for _, entry in _entries(data) for key in entry["sources"]}
    if path.stem == "hotlines":
        used.add("ar")  # samples behind sender codes, named by no entry
    assert used == set(data["sources"])
    assert all(entry["sources"] for _, entry in _entries(data))
    assert not [text for text in data["sources"].values() if not text.strip()]


@pytest.mark.parametrize("path", BASE_FILES, ids=lambda path: path.stem)
def test_sentences_are_there_in_both_languages(path: Path) -> None:
    pairs = [(at, value) for at, value in _walk(_read(path)) if isinstance(value, dict) and {"zh", "en"} & set(value)]
    assert pairs
    assert [at for at, value in pairs if set(value) != {"zh", "en"}] == []
    assert [at for at, value in pairs if not HAN.search(value["zh"]) or not LATIN.search(value["en"])] == []
    assert [at for at, value in pairs if any(text != text.strip() for text in value.values())] == []


@pytest.mark.parametrize("path", BASE_FILES, ids=lambda path: path.stem)
def test_days_are_toml_dates_in_order(path: Path) -> None:
    for array, entry in _entries(_read(path)):
        keys = [key for key in entry if key in ("adopted", "effective_from", "effective_to", "from", "to", "seen")]
        assert [key for key in keys if isinstance(entry[key], datetime) or not isinstance(entry[key], date)] == []
        days = [entry[key] for key in ("adopted", "effective_from", "effective_to", "from", "to") if key in entry]
        assert days == sorted(days), (array, entry.get("id"))
        undated = array in ("channel", "hotline") or path.stem == "not_applied"
        assert undated or "effective_from" in entry or "from" in entry, (array, entry.get("id"))


@pytest.mark.parametrize("path", BASE_FILES, ids=lambda path: path.stem)
def test_no_word_accuses_anybody_of_a_crime(path: Path) -> None:
    if _may_name_crimes(path):
        return
    texts = [(at, value) for at, value in _walk(_read(path)) if isinstance(value, str) and not _names(at)]
    assert [(at, text) for at, text in texts if at.endswith(".zh") and CRIMINAL_ZH.search(text)] == []
    printed = [(at, text) for at, text in texts if re.search(r"\.(gist|what)\.en$", at)]
    assert [(at, text) for at, text in printed if CRIMINAL_EN.search(text)] == []


def test_the_check_for_criminal_words_finds_them() -> None:
    for text in ("已构成敲诈勒索罪。", "涉嫌犯罪", "催收非法债务罪。", "罪名待定"):
        assert CRIMINAL_ZH.search(text)
    assert not CRIMINAL_ZH.search("处罚非法侵入住宅。")
    assert CRIMINAL_EN.search("Crime of fraud")


def test_ids_are_unique_and_look_like_ids() -> None:
    lists = {
        "instrument": [*INSTRUMENTS, *(entry["id"] for entry in _read(CN / "not_applied.toml")["instrument"])],
        "provision": [entry["id"] for path in PROVISION_FILES for entry in _read(path)["provision"]],
        "threshold": [entry["id"] for entry in (*THRESHOLDS, *_read(CN / "not_applied.toml")["threshold"])],
        "channel": [entry["id"] for entry in CHANNELS["channel"]],
        "hotline": [entry["id"] for entry in HOTLINES],
    }
    for ids in lists.values():
        assert ids
        assert [name for name, count in Counter(ids).items() if count > 1] == []
        assert [name for name in ids if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", name)] == []
    assert len(_read(CN / "instruments.toml")["instrument"]) == len(INSTRUMENTS)


def test_no_internal_id_stands_in_a_sentence() -> None:
    ids = {name for name in (*PROVISIONS, *INSTRUMENTS, *(t["id"] for t in THRESHOLDS)) if re.search(r"\d|-", name)}
    found = []
    for path in BASE_FILES:
        for at, value in _walk(_read(path)):
            if isinstance(value, str) and at.endswith((".zh", ".en")):
                words = re.findall(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)+", value)
                found += [(path.name, at, word) for word in words if word in ids]
    assert found == []


def test_what_is_not_applied_can_be_named_by_nothing() -> None:
    aside = _read(CN / "not_applied.toml")
    assert not {entry["id"] for entry in aside["instrument"]} & {p["instrument"] for p in PROVISIONS.values()}
    assert all(entry["provisions"] == [] and entry["firm"] is False for entry in aside["threshold"])


def test_every_reference_exists() -> None:
    assert {path.stem for path in PROVISION_FILES} <= set(INSTRUMENTS)
    assert [path.stem for path in PROVISION_FILES if _read(path)["instrument"] != path.stem] == []
    assert [i["id"] for i in INSTRUMENTS.values() if i.get("superseded_by", "civil-code") not in INSTRUMENTS] == []
    named = [p[key] for p in PROVISIONS.values() for key in ("previous", "next") if key in p]
    named += [name for t in THRESHOLDS for name in t["provisions"]]
    named += [name for c in CHANNELS["channel"] for name in c["handling_provisions"]]
    assert named
    assert sorted(set(named) - set(PROVISIONS)) == []


def test_an_article_lives_inside_the_life_of_its_text() -> None:
    outside = []
    for provision in PROVISIONS.values():
        text = INSTRUMENTS[provision["instrument"]]
        last, text_last = provision.get("effective_to"), text.get("effective_to")
        late = text_last is not None and (last is None or last > text_last)
        if provision["effective_from"] < text["effective_from"] or late:
            outside.append(provision["id"])
    assert outside == []


def test_renumbered_articles_join_without_gap_or_overlap() -> None:
    chained = [p for p in PROVISIONS.values() if "next" in p]
    assert len(chained) >= 17
    for old in chained:
        new = PROVISIONS[old["next"]]
        assert new.get("previous") == old["id"]
        assert old["effective_to"] + timedelta(days=1) == new["effective_from"]
    for new in PROVISIONS.values():
        if "previous" in new:
            assert PROVISIONS[new["previous"]].get("next") == new["id"]


def test_a_superseded_text_ends_when_its_successor_begins() -> None:
    replaced = [i for i in INSTRUMENTS.values() if "superseded_by" in i]
    assert replaced
    for old in replaced:
        new = INSTRUMENTS[old["superseded_by"]]
        assert old["effective_to"] + timedelta(days=1) == new["effective_from"], old["id"]


def test_only_a_citable_article_has_its_number_where_it_is_printed() -> None:
    for provision in PROVISIONS.values():
        assert bool(provision["article"]) is provision["citable"], provision["id"]
        assert not (provision["citable"] and "article_hint" in provision), provision["id"]
        assert not (provision["citable"] and provision["verification"] == "memory"), provision["id"]


def test_gists_are_short_and_plain() -> None:
    for provision in PROVISIONS.values():
        zh, en = provision["gist"]["zh"], provision["gist"]["en"]
        assert len(zh) <= 55, provision["id"]
        assert zh.endswith("。"), provision["id"]
        assert zh.count("。") == 1, provision["id"]
        assert len(en) <= 180, provision["id"]
        assert en.endswith("."), provision["id"]
        assert "涉嫌" not in zh, provision["id"]


def test_standards_and_association_texts_speak_of_no_breach_of_law() -> None:
    soft = ("recommended_national_standard", "self_regulation")
    gists = [p["gist"] for p in PROVISIONS.values() if INSTRUMENTS[p["instrument"]]["force"] in soft]
    assert len(gists) > 30
    assert [gist for gist in gists if "违反" in gist["zh"] or "breach of law" in gist["en"]] == []


def test_nothing_is_projected_back_in_time() -> None:
    old_law = [p["gist"]["zh"] for p in PROVISIONS.values() if p["instrument"] == "psapl-2012"]
    assert old_law
    assert [zh for zh in old_law if re.search(r"滋扰|纠缠|跟踪|立即立案|禁止接触", zh)] == []
    convention = [p["gist"] for p in PROVISIONS.values() if p["instrument"] == "nifa-convention-2018"]
    assert convention
    assert [gist for gist in convention if re.search(r"\d{1,2}[:：时次]", gist["zh"] + gist["en"])] == []


def test_thresholds_are_integers_with_a_unit() -> None:
    for threshold in THRESHOLDS:
        value = threshold.get("value")
        assert (value is None) is (threshold["unit"] == "text"), threshold["id"]
        assert (threshold["operator"] == "") is (value is None), threshold["id"]
        assert value is None or type(value) is int, threshold["id"]
        assert threshold["operator"] in ("", "<=", "<", ">=", ">", "not_within"), threshold["id"]
        assert type(threshold["firm"]) is bool
        assert threshold["firm"] is False or threshold["verification"] != "memory", threshold["id"]


def test_quiet_hours_agree_with_their_length() -> None:
    quiet = [threshold for threshold in THRESHOLDS if threshold["operator"] == "not_within"]
    assert {threshold["id"] for threshold in quiet} == {"quiet-nifa24", "quiet-gbt", "quiet-cba"}
    for threshold in quiet:
        start, end = threshold["start_minute"], threshold["end_minute"]
        assert (end - start) % 1440 == threshold["value"]
        assert (start, end) == (22 * 60, 8 * 60)
    assert [t["id"] for t in THRESHOLDS if "start_minute" in t and t not in quiet] == []


def test_uncertain_entries_say_why() -> None:
    silent = [t["id"] for t in THRESHOLDS if not t["firm"] and "note" not in t]
    assert silent == []


def test_loan_prime_rates_follow_each_other_month_by_month() -> None:
    rates = _read(CN / "lpr.toml")["lpr"]
    assert rates[0]["from"] == date(2019, 8, 20)
    for before, after in pairwise(rates):
        months = (after["from"].year - before["from"].year) * 12 + after["from"].month - before["from"].month
        assert months == 1
        assert abs(after["one_year_bp"] - before["one_year_bp"]) <= 30
    assert all(200 <= rate["one_year_bp"] <= rate["five_year_bp"] <= 600 for rate in rates)


def test_names_of_an_authority_join_without_gap() -> None:
    by_id: dict[str, list[Entry]] = {}
    for authority in CHANNELS["authority"]:
        by_id.setdefault(authority["id"], []).append(authority)
    assert set(by_id) == {"bank-regulator", "market-regulator", "local-finance"}
    for names in by_id.values():
        assert "to" not in names[-1]
        for before, after in pairwise(names):
            assert before["to"] + timedelta(days=1) == after["from"]


def test_a_certain_hotline_has_a_number_that_two_lists_show() -> None:
    for line in HOTLINES:
        unsure = set(line.get("numbers_unsure", []))
        assert unsure <= set(line["numbers"]), line["id"]
        assert len(set(line["numbers"])) == len(line["numbers"]), line["id"]
        if line["kind"] == "note":
            assert line["numbers"] == []
        elif not line["uncertain"]:
            assert set(line["numbers"]) - unsure, line["id"]
            assert line["verification"] == "two", line["id"]


def test_channel_numbers_are_numbers_or_official_sites() -> None:
    for channel in CHANNELS["channel"]:
        assert [h for h in channel["hotline"] if not re.fullmatch(r"[\d-]+|https://[a-z.]+\.(?:cn|org\.cn)", h)] == []
    assert [c["id"] for c in CHANNELS["channel"] if c["id"] == "cba" and c["hotline"]] == []
