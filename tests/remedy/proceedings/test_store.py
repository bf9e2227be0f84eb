"""The file of proceedings: what is written is read again, what is not understood is said and kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.casefile import kdf
from shouzheng.casefile.case import new_case
from shouzheng.reference.problems import ShouzhengError
from shouzheng.remedy.proceedings import store
from shouzheng.remedy.proceedings.messages import as_data, message_of, proceeding_of
from shouzheng.rulebook.load import load_rulebook
from tests.remedy.proceedings.made import docket

CHANNELS = tuple(load_rulebook().channels)
HEAD = {"what": "proceeding", "id": "m", "channel": "lender"}
FULL = {
    "what": "received",
    "of": "m",
    "kind": "answer",
    "day": "2026-02-10",
    "points": ["recording"],
    "proof": {"kind": "mail_header", "value": "Message-ID: <x@example.invalid>"},
    "in_writing": True,
    "gives_reasons": False,
    "agrees": False,
    "asks_what_it_has": True,
    "refusal": "other",
    "to_channel": "nfra_12378",
    "paused_by": "hearing",
    "note": "虚构",
}


def test_every_field_survives_writing_and_reading() -> None:
    assert as_data("m", message_of(FULL, 2, CHANNELS)) == FULL


def test_a_file_grows_line_by_line_and_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    assert store.read_file(path, CHANNELS).proceedings == ()
    store.append_to_file(path, store.new_line(store.read_file(path, CHANNELS), proceeding_of(HEAD, CHANNELS)))
    before = path.read_bytes()
    sent = message_of(
        {"what": "sent", "kind": "complaint", "day": "2026-02-10", "note": "第一行\n第二行\u202e"}, 2, CHANNELS
    )
    store.append_to_file(path, store.message_line(store.read_file(path, CHANNELS), "m", sent))
    assert path.read_bytes().startswith(before)
    assert b"\xe2\x80\xae" not in path.read_bytes()
    found = store.read_file(path, CHANNELS)
    assert found.problems == ()
    assert found.proceeding("m").messages[0].note == "第一行\n第二行\u202e"


def test_a_last_line_without_its_end_is_not_glued_to_the_next(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    path.write_text(json.dumps(HEAD), "utf-8")
    sent = message_of({"what": "sent", "kind": "report", "day": "2026-02-10"}, 2, CHANNELS)
    store.append_to_file(path, store.message_line(store.read_file(path, CHANNELS), "m", sent))
    assert len(store.read_file(path, CHANNELS).proceeding("m").messages) == 1


def test_an_encrypted_case_keeps_the_same_lines(tmp_path: Path) -> None:
    case, _ = new_case(tmp_path / "case", "invented words here", kdf.FLOOR)
    with case:
        store.append_to_case(case, store.new_line(store.read_case(case, CHANNELS), proceeding_of(HEAD, CHANNELS)))
        for day in ("2026-02-10", "2026-02-10"):
            message = message_of({"what": "sent", "kind": "report", "day": day}, 1, CHANNELS)
            store.append_to_case(case, store.message_line(store.read_case(case, CHANNELS), "m", message))
        found = store.read_case(case, CHANNELS)
        assert len(found.proceeding("m").messages) == 2  # the same twice is twice


@pytest.mark.parametrize(
    "line",
    [
        [],
        "text",
        7,
        None,
        {},
        {"what": "sold"},
        {"what": "sent", "of": "m", "kind": "answer", "day": "2026-02-10"},
        {"what": "received", "of": "m", "kind": "complaint", "day": "2026-02-10"},
        {"what": "sent", "of": "nobody", "kind": "complaint", "day": "2026-02-10"},
        {"what": "sent", "of": "m", "kind": "complaint", "day": "2026-02-30"},
        {"what": "sent", "of": "m", "kind": "complaint", "day": "1026-02-10"},
        {"what": "sent", "of": "m", "kind": "complaint", "day": 20260210},
        {"what": "sent", "of": "m", "kind": "complaint"},
        {"what": "sent", "of": "m", "kind": "complaint", "day": "2026-02-10", "points": "all"},
        {"what": "sent", "of": "m", "kind": "complaint", "day": "2026-02-10", "points": ["everything"]},
        {"what": "sent", "of": "m", "kind": "complaint", "day": "2026-02-10", "proof": "ems"},
        {"what": "sent", "of": "m", "kind": "complaint", "day": "2026-02-10", "proof": {"kind": "oath"}},
        {"what": "sent", "of": "m", "kind": "complaint", "day": "2026-02-10", "in_writing": "yes"},
        {"what": "sent", "of": "m", "kind": "complaint", "day": "2026-02-10", "note": 5},
        {"what": "proceeding", "id": "m", "channel": "lender"},
        {"what": "proceeding", "id": "../x", "channel": "lender"},
        {"what": "proceeding", "id": "x", "channel": "pope"},
        {"what": "proceeding", "id": "x", "channel": "lender", "institution": "castle"},
    ],
)
def test_a_line_that_is_not_understood_is_reported_and_the_others_count(line: object) -> None:
    good = {"what": "sent", "of": "m", "kind": "report", "day": "2026-02-11"}
    found = docket(HEAD, line, good)
    assert [problem.code for problem in found.problems] == ["SZ-5601"]
    assert found.problems[0].where == "x.jsonl:2"
    assert len(found.proceeding("m").messages) == 1


def test_a_reply_before_anything_was_sent_is_a_warning_and_counts() -> None:
    found = docket(HEAD, {"what": "received", "of": "m", "kind": "answer", "day": "2026-02-10"})
    assert [problem.code for problem in found.problems] == ["SZ-5607"]
    assert len(found.proceeding("m").messages) == 1


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"{" * 50_000, b"[" * 30_000 + b"\n", b"\x00\n", b'"\\ud800"\n'])
def test_hostile_bytes_are_reported_and_never_a_crash(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "p.jsonl"
    path.write_bytes(content)
    try:
        problems = store.read_file(path, CHANNELS).problems
    except ShouzhengError as error:
        problems = error.problems
    assert {problem.code for problem in problems} <= {"SZ-5600", "SZ-5601"}
    assert problems


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    path.write_bytes(b" " * (store.MAX_BYTES + 1))
    with pytest.raises(ShouzhengError) as caught:
        store.read_file(path, CHANNELS)
    assert caught.value.problems[0].code == "SZ-5600"


def test_one_matter_has_a_bounded_number_of_messages_and_the_rest_is_said() -> None:
    line = {"what": "sent", "of": "m", "kind": "report", "day": "2026-02-10"}
    found = docket(HEAD, *([line] * (store.MAX_MESSAGES + 3)))
    assert len(found.proceeding("m").messages) == store.MAX_MESSAGES
    assert [problem.code for problem in found.problems] == ["SZ-5601"] * 3
    with pytest.raises(ShouzhengError) as caught:
        store.message_line(found, "m", message_of(line, 999, CHANNELS))
    assert caught.value.problems[0].code == "SZ-5606"


def test_an_id_is_not_taken_twice() -> None:
    with pytest.raises(ShouzhengError) as caught:
        store.new_line(docket(HEAD), proceeding_of(HEAD, CHANNELS))
    assert caught.value.problems[0].code == "SZ-5603"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(["what", "of", "kind", "day", "points", "proof", "note", "refusal", "paused_by", "to_channel"])


@given(st.dictionaries(KEYS, VALUES | st.sampled_from(["sent", "m", "complaint", "2026-02-10"]), max_size=8))
@settings(max_examples=25, deadline=None)
def test_no_line_whatever_stops_the_reading(line: dict[str, object]) -> None:
    found = docket(HEAD, line)
    assert found.lines == 2
    assert len(found.proceeding("m").messages) + len(found.problems) >= 1
