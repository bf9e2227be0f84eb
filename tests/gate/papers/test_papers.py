"""Papers as wishes: each with proof and date, the same one once, and whatever is not clear left to a person."""

from __future__ import annotations

import io
import json
import tomllib
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.gate.papers.case_statement import wishes_of_statement
from shouzheng.gate.papers.findings import wishes_of_findings
from shouzheng.gate.papers.letter import LetterKind, letter_kinds, wishes_of_letter
from shouzheng.gate.papers.matched import Matching, PaperWishes
from shouzheng.gate.papers.text_of import text_of
from shouzheng.gate.request import WishKind
from shouzheng.reference.data_files import data_folder
from shouzheng.reference.problems import ShouzhengError

RECEIVED = datetime(2026, 11, 20, 2, tzinfo=UTC)
STATEMENT = """schema = 1
[case]
title = "虚构"
[[person]]
id = "me"
role = "debtor"
[[person]]
id = "sister"
role = "emergency_contact"
[[party]]
id = "yunling"
kind = "creditor"
[[objection]]
person = "sister"
party = "yunling"
at = AT
evidence = "录音\\u202e7"
[[agreed_time]]
person = "me"
party = "yunling"
from = "22:00"
to = "23:00"
"""
AT: dict[str, object] = {
    "raw": "2025-12-29T20:15:00+08:00",
    "utc": "2025-12-29T12:15:00+00:00",
    "offset_minutes": 480,
    "offset_source": "stated",
    "resolution": "s",
}


def matching(creditor: str = "yunling", **persons: str) -> Matching:
    """A creditor that knows these persons of a paper."""
    return Matching(creditor, persons, {"yunling": "yunling"}, RECEIVED, lambda own: own[::-1])


def asked(found: PaperWishes) -> list[tuple[str, str]]:
    """What is left to a person."""
    return [(each.code, each.about) for each in found.ask]


def findings(**case: object) -> bytes:
    """A ``findings.json`` of a sister who was called about a loan that is not hers."""
    whole = {
        "schema": "shouzheng.findings/1",
        "case": {
            "persons": [{"id": "me", "role": "debtor"}, {"id": "sister", "role": "emergency_contact"}],
            "objections": [{"person": "sister", "party": "yunling", "at": AT}],
            "agreed_times": [],
            **case,
        },
        "findings": [{"events": ["e1"]}],
        "contacts": [{"id": "e1", "owner": "sister"}, {"id": "e2", "owner": "me"}],
    }
    return json.dumps(whole).encode()


def letter(
    name: str = "third_person_objection", *, signed: str = "林某的姐姐（虚构）", day: str = "2026年11月19日"
) -> str:
    """One of our letters as it would be sent, line by line, without what was recorded."""
    data = tomllib.loads((data_folder("letters") / "cn" / f"{name}.toml").read_text("utf-8"))
    lines = [data["title"]["zh"], *(each["zh"] for each in data["paragraph"] if "zh" in each)]
    return "\n\n".join([*lines, f"具名：{signed}", f"日期：{day}", "起草日期：2026年11月18日"])


def test_a_statement_is_the_persons_word_with_its_digest() -> None:
    text = STATEMENT.replace("AT", "2025-12-29T20:15:00+08:00")
    found = wishes_of_statement(text, "case.toml", "ab" * 32, matching(me="c-1", sister="c-2"))
    assert found.ask == ()
    refusal, hours = found.wishes
    assert (refusal.kind, refusal.person, refusal.at) == (
        WishKind.OBJECTION,
        "c-2",
        datetime.fromisoformat(str(AT["utc"])),
    )
    assert "ab" * 32 in refusal.proof
    assert refusal.proof.isprintable()
    assert (hours.kind, hours.person, hours.from_minute, hours.at) == (WishKind.AGREED_TIME, "c-1", 1320, RECEIVED)


def test_a_refusal_of_which_only_the_day_is_known_holds_from_its_end() -> None:
    day = {**AT, "raw": "2025-12-29", "utc": "2025-12-28T16:00:00+00:00", "resolution": "day"}
    data = findings(objections=[{"person": "sister", "party": "yunling", "at": day}])
    found = wishes_of_findings(data, "findings.json", matching(sister="c-2"), "x")
    assert found.wishes[0].at == datetime(2025, 12, 29, 15, 59, 59, 999_000, UTC)


def test_the_same_refusal_in_two_papers_is_one_wish_and_tells_nobody_s_id() -> None:
    text = STATEMENT.replace("AT", "2025-12-29T20:15:00+08:00")
    one = wishes_of_statement(text, "case.toml", "ab" * 32, matching(sister="c-2")).wishes[0]
    two = wishes_of_findings(findings(), "findings.json", matching(sister="c-2"), "findings x").wishes[0]
    other = wishes_of_findings(findings(), "findings.json", matching(sister="c-3"), "findings x").wishes[0]
    assert (one.id, one.at) == (two.id, two.at)
    assert other.id != two.id
    assert "c-2" not in two.id


def test_whoever_is_not_matched_with_records_is_listed_and_nothing_entered() -> None:
    found = wishes_of_findings(findings(), "findings.json", matching(), "x")
    assert (found.wishes, asked(found)) == ((), [("unmatched_person", "sister")])
    unknown = findings(objections=[{"person": "sister", "party": "qiaotou", "at": AT}])
    found = wishes_of_findings(unknown, "findings.json", matching(sister="c-2"), "x")
    assert (found.wishes, asked(found)) == ((), [("unmatched_party", "qiaotou")])


def test_a_complaint_is_no_refusal() -> None:
    found = wishes_of_findings(findings(objections=[]), "findings.json", matching(sister="c-2"), "x")
    assert (found.wishes, asked(found)) == ((), [("no_refusal_stated", "sister")])


def test_a_refusal_dated_after_the_paper_came_goes_to_a_person() -> None:
    late = {**AT, "utc": "2026-11-20T02:00:01+00:00"}
    data = findings(objections=[{"person": "sister", "party": "yunling", "at": late}])
    found = wishes_of_findings(data, "findings.json", matching(sister="c-2"), "x")
    assert (found.wishes, asked(found)) == ((), [("future_date", "sister")])


def test_an_earlier_file_that_tells_no_refusals_goes_to_a_person() -> None:
    data = json.loads(findings())
    del data["case"]["objections"]
    found = wishes_of_findings(json.dumps(data).encode(), "findings.json", matching(sister="c-2"), "x")
    assert asked(found) == [("no_refusals_told", "")]


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b"[" * 9999, b'{"schema": "shouzheng.findings/2"}', b'{"a":1,"a":2}']
)
def test_what_is_no_findings_is_refused(content: bytes) -> None:
    with pytest.raises(ShouzhengError, match="SZ-60"):
        wishes_of_findings(content, "findings.json", matching(), "x")


_VALUES: st.SearchStrategy[object] = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.just([]) | st.just({}) | st.just(["x"])
)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(["persons", "objections", "agreed_times", "person", "party", "at", *AT]), _VALUES)
def test_any_wrong_value_is_refused_or_read_and_never_a_crash(name: str, value: object) -> None:
    refusal: dict[str, Any] = {"person": "sister", "party": "yunling", "at": dict(AT)}
    case: dict[str, object] = {"objections": [refusal]}
    (case if name in ("persons", "objections", "agreed_times") else refusal["at"] if name in AT else refusal)[name] = (
        value
    )
    try:
        found = wishes_of_findings(findings(**case), "findings.json", matching(sister="c-2"), "x")
        codes = {each.person for each in found.wishes}
    except ShouzhengError as error:
        codes = {problem.code for problem in error.problems}
    assert codes <= {"c-2", "SZ-6000", "SZ-6073"}


@pytest.mark.parametrize("name", ["third_person_objection", "organisation_objection"])
def test_a_letter_that_refuses_is_an_objection_from_the_day_it_came(name: str) -> None:
    found = wishes_of_letter(letter(name), "letter.txt", "cd" * 32, matching(writer="c-2"))
    assert found.ask == ()
    wish = found.wishes[0]
    assert (wish.person, wish.party, wish.at) == ("c-2", "yunling", RECEIVED)
    assert wish.proof == f"letter {name} sha256:{'cd' * 32} dated 2026-11-19"


def test_the_sentences_that_refuse_stand_in_the_letters_as_they_are_shipped() -> None:
    refusing: list[LetterKind] = [each for each in letter_kinds().values() if each.says]
    assert {each.id for each in refusing} == {"third_person_objection", "organisation_objection"}
    for each in refusing:
        text = (data_folder("letters") / "cn" / f"{each.id}.toml").read_text("utf-8")
        assert all(sentence in text for sentence in each.says)
    assert len(letter_kinds()) > 30


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (letter().replace("不同意", "同意"), "changed"),
        (letter(signed="（请填写：写信人姓名）"), "no_name"),
        (letter(day="2026年11月21日"), "future_date"),
        (letter("stop_contacting_others"), "no_refusal"),
        (letter("complaint_nfra"), "no_refusal"),
    ],
)
def test_an_unclear_letter_goes_to_a_person(text: str, code: str) -> None:
    found = wishes_of_letter(text, "letter.txt", "cd" * 32, matching(writer="c-2"))
    assert found.wishes == ()
    assert [each.code for each in found.ask] == [code]


def test_a_letter_of_nobody_known_is_asked_about_and_another_text_refused() -> None:
    found = wishes_of_letter(letter(), "letter.txt", "cd" * 32, matching(sister="c-2"))
    assert (found.wishes, asked(found)) == ((), [("unmatched_person", "writer")])
    for text in ("", "请求停止与本人联系的函，转发", "\ud800\x00" * 99, "\u202e" * 5000):
        with pytest.raises(ShouzhengError, match="SZ-6073"):
            wishes_of_letter(text, "letter.txt", "cd" * 32, matching(writer="c-2"))


def word(text: str) -> docx.document.Document:
    """A Word file with a paragraph for each line."""
    made = docx.Document()
    for line in text.splitlines():
        made.add_paragraph(line)
    return made


def saved(made: docx.document.Document) -> bytes:
    """The bytes of a Word file."""
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def test_what_is_struck_out_in_word_is_not_said() -> None:
    made = word(letter())
    assert wishes_of_letter(text_of(saved(made), "a.docx"), "a.docx", "cd" * 32, matching(writer="c-2")).wishes
    refusing = next(each for each in made.paragraphs if "不同意贵机构" in each.text)
    refusing.runs[0].font.strike = True
    found = wishes_of_letter(text_of(saved(made), "a.docx"), "a.docx", "cd" * 32, matching(writer="c-2"))
    assert [each.code for each in found.ask] == ["changed"]


def zipped(content: bytes, name: str = "word/document.xml") -> bytes:
    """A ZIP with one part."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return held.getvalue()


BOMB = b'<!DOCTYPE a [<!ENTITY x "lol">]><a>&x;</a>'


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \n",
        b"\xff\xfe\x00",
        b"PK\x03\x04",
        b"%PDF-1.7\n",
        b"%PDF-1.7\n" + b"1 0 obj<<" * 5000,
        zipped(b"x", "other.xml"),
        zipped(b"<a>"),
        zipped(BOMB),
        zipped(b"<a>" * 200_000),
        zipped(b"\x00" * (5 << 20)),
        zipped(letter().encode())[:-40],
    ],
    ids=range(12),
)
def test_damaged_and_hostile_files_have_no_words(content: bytes) -> None:
    with pytest.raises(ShouzhengError, match="SZ-6073"):
        text_of(content, "letter")


def test_text_files_may_begin_with_a_mark(tmp_path: Path) -> None:
    assert text_of("\ufeff函".encode(), "a.txt") == "函"
