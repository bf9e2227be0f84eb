"""Labelled rows: what is taken from them, what is reported, and rows that somebody damaged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shouzheng.model.case import Role
from shouzheng.reading.evaluation.rows import FINER_ACTS, MOST_BYTES, Rows, read_rows
from shouzheng.reading.kinds.names import Kind
from shouzheng.reading.labels import GUIDELINE_ACTS
from shouzheng.reference.problems import ShouzhengError


def rows(tmp_path: Path, *lines: object) -> Rows:
    path = tmp_path / "rows.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_text("\n".join(texts) + "\n", "utf-8", errors="surrogatepass")
    return read_rows(path)


def test_a_row_of_the_guideline(tmp_path: Path) -> None:
    row = {
        "id": "a", "text": "今天必须还", "kind": "collection_pressure", "acts": ["deadline_pressure"],
        "group": "g", "recipient": "borrower", "channel": "sms", "extra": [1],
    }  # fmt: skip
    (one,) = rows(tmp_path, row).rows
    assert (one.id, one.group, one.addressee, one.channel) == ("a", "g", Role.DEBTOR, "sms")
    assert (one.kind, one.acts) == (Kind.COLLECTION_PRESSURE, frozenset(("deadline_pressure",)))
    assert one.judged == frozenset(GUIDELINE_ACTS)
    assert not one.own_words


def test_what_is_missing_has_a_default(tmp_path: Path) -> None:
    first, second = rows(tmp_path, {"text": "喂", "acts": []}, {"text": "喂", "kind": "other"}).rows
    assert (first.id, first.group, first.addressee, first.channel) == ("1", "1", Role.UNKNOWN, None)
    assert first.kind is None
    assert second.kind is Kind.OTHER
    assert second.judged == frozenset()


def test_labels_that_nobody_knows_are_counted_and_named(tmp_path: Path) -> None:
    found = rows(tmp_path, {"text": "喂", "kind": "poem", "acts": ["sings", "insult"]})
    assert found.unknown == (("act sings", 1), ("kind poem", 1))
    assert found.rows[0].kind is None
    assert found.rows[0].acts == frozenset(("insult",))


def test_finer_labels_are_brought_to_the_guideline(tmp_path: Path) -> None:
    template = {"text": "{x}", "text_filled": "后天上门", "acts": ["visit_threat", "vague"], "addressee": "debtor"}
    third = {"text": "请转告", "acts": ["third_party_disclosure"], "addressee": "third_party"}
    reply = {"text": "打错了", "acts": ["wrong_person"], "role": "reply"}
    one, two, three = rows(tmp_path, template, third, reply).rows
    assert (one.text, one.kind, one.acts) == (
        "后天上门", Kind.COLLECTION_PRESSURE, frozenset(("workplace_or_home_visit",))
    )  # fmt: skip
    assert one.judged == frozenset(FINER_ACTS.values())
    assert (two.kind, two.addressee) == (Kind.THIRD_PARTY_NOTICE, Role.OTHER_THIRD_PARTY)
    assert (three.kind, three.acts) == (Kind.VICTIM_REPLY, frozenset())


def test_a_speaker_makes_own_words(tmp_path: Path) -> None:
    (one,) = rows(tmp_path, {"text": "别打了", "kind": "victim_reply", "acts": [], "speaker": "borrower"}).rows
    assert one.own_words


def test_bad_lines_are_reported_and_the_others_read(tmp_path: Path) -> None:
    good = {"text": "喂", "kind": "other", "acts": []}
    deep = "[" * 100_000
    found = rows(tmp_path, good, "{", "[]", deep, '{"text": 5}', '{"text": "", "acts": []}', "", {"text": "x"}, good)
    assert len(found.rows) == 2
    assert [problem.where.rpartition(":")[2] for problem in found.problems] == ["2", "3", "4", "5", "6", "8"]


def test_one_huge_line_hides_no_other(tmp_path: Path) -> None:
    huge = json.dumps({"text": "还" * MOST_BYTES, "acts": []}, ensure_ascii=False)
    found = rows(tmp_path, huge, {"text": "喂", "acts": []})
    assert len(found.rows) == 1
    assert [problem.where for problem in found.problems] == ["rows.jsonl:1"]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"not json\n", b"\xff\xfe\x00", b'{"text": "x"}'])
def test_no_labelled_row_is_wrong_usage(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(content)
    with pytest.raises(ShouzhengError) as caught:
        read_rows(path)
    assert caught.value.exit_code == 2
    assert caught.value.problems[0].code == "SZ-3520"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ShouzhengError) as caught:
        read_rows(tmp_path / "none.jsonl")
    assert caught.value.exit_code == 2
