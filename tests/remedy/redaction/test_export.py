"""A redacted copy: rebuilt without what was named, searched for it, stopped by any hit."""

import io
import json
import struct
import zipfile
import zlib
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.casefile.case import CaseFile
from shouzheng.model.case import Person, Role
from shouzheng.reference.problems import ShouzhengError
from shouzheng.remedy.bundle import verify as checking
from shouzheng.remedy.redaction import export
from shouzheng.remedy.redaction.export import Hidden, export_redacted
from shouzheng.remedy.redaction.folding import SHORTEST, fold, spans
from shouzheng.remedy.redaction.mask import BLOCK, Mask
from shouzheng.remedy.redaction.search import hits
from tests.remedy.cases.making import AS_OF, checked, confirm, example_case, example_files

#: Words and a number of the example's selected contacts.
WORDS, NUMBER = "打断你的腿", "13000000021"


@pytest.fixture
def case(tmp_path: Path) -> CaseFile:
    made = example_case(tmp_path / "case", files=example_files("*sms-*.xml"))
    confirm(made)
    return made


def redacted(case: CaseFile, out: Path, hidden: Hidden) -> list[dict[str, object]]:
    """Export, and return the contacts in the copy."""
    export_redacted(case, out, hidden, as_of=AS_OF)
    lines = (out / "data" / "events.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_numbers_and_texts_are_gone_everywhere(case: CaseFile, tmp_path: Path) -> None:
    with case:
        before = checked(case, only_confirmed=True).result
        texts = [contact.event.text or "" for contact in before.contacts]
        number = next(c.event.other.raw for c in before.contacts if c.event.other.raw.startswith("1"))
        assert any(WORDS in text for text in texts)
        events = redacted(case, tmp_path / "out", Hidden(numbers=(number,), texts=(WORDS,)))
        (line,) = [json.loads(text) for text in case.log() if '"export"' in text]
    assert line["about"]["kind"] == "redacted"
    assert len(events) == len(before.contacts)
    for path in tmp_path.glob("out*"):
        content = path.read_bytes() if path.is_file() else b""
        assert WORDS.encode() not in content
    assert hits(tmp_path / "out", (number, WORDS)) == []
    shown = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "out/data/dossier.pdf").pages)
    assert BLOCK in shown
    assert WORDS not in "".join(shown.split())
    assert sum(str(event["text"]).count(BLOCK) for event in events) >= len(WORDS)
    assert checking.check(checking.Folder(tmp_path / "out"))[0].wrong == []


def test_links_lead_back_to_the_sealed_originals(case: CaseFile, tmp_path: Path) -> None:
    with case:
        redacted(case, tmp_path / "out", Hidden(texts=(WORDS,)))
        sealed = json.loads((tmp_path / "out" / "data" / "sealed.json").read_text("ascii"))
        originals = {each.no: each.digest.hex for each in case.originals()}
        assert sealed["case"] == case.header.id
    assert {each["no"]: each["sha256"] for each in sealed["originals"]} == originals
    names = {path.name for path in (tmp_path / "out").rglob("*")}
    assert not names & {"log.jsonl", "extract.jsonl", "originals"}


def test_a_hidden_person_leaves_with_all_contacts(case: CaseFile, tmp_path: Path) -> None:
    with case:
        events = redacted(case, tmp_path / "out", Hidden(persons=("sister",)))
        all_of = {c.event.id: c.event.owner for c in checked(case, only_confirmed=True).result.contacts}
    assert {event["id"] for event in events} == {key for key, owner in all_of.items() if owner == "me"}
    content = b"".join(path.read_bytes() for path in (tmp_path / "out" / "data").glob("*.json*"))
    assert "林某的姐姐".encode() not in content
    assert b"sister" not in content
    findings = json.loads((tmp_path / "out" / "data" / "findings.json").read_text("utf-8"))
    assert {p["id"] for p in findings["case"]["persons"]} == {"me"}
    kept = {event["id"] for event in events}
    assert all(set(finding["events"]) <= kept for finding in findings["findings"])


def test_a_hit_stops_the_release(case: CaseFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rebuilding that forgets something is caught by the search; the term itself is not repeated."""
    monkeypatch.setattr(Mask, "text", lambda _self, text: text)
    with case:
        before = list(case.log())
        with pytest.raises(ShouzhengError) as caught:
            redacted(case, tmp_path / "out", Hidden(texts=(WORDS,)))
        assert list(case.log()) == before
    names = {problem.where for problem in caught.value.problems}
    assert {problem.code for problem in caught.value.problems} == {"SZ-5312"}
    assert names >= {"data/dossier.pdf", "data/events.jsonl", "data/events.parquet", "data/contacts.csv"}
    assert WORDS not in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["case"]


@pytest.mark.parametrize(
    ("hidden", "code"),
    [
        (Hidden(), "SZ-5310"),
        (Hidden(persons=("nobody",)), "SZ-5311"),
        (Hidden(texts=("的",)), "SZ-5313"),
        (Hidden(texts=("",)), "SZ-5313"),
        (Hidden(numbers=(" - ",)), "SZ-5313"),
        (Hidden(texts=("证据",)), "SZ-5312"),  # our own words hold it: refused, never released half-hidden
    ],
)
def test_what_cannot_be_hidden_is_refused(case: CaseFile, tmp_path: Path, hidden: Hidden, code: str) -> None:
    with case, pytest.raises(ShouzhengError) as caught:
        redacted(case, tmp_path / "out", hidden)
    assert caught.value.problems[0].code == code
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "text",
    ["林小明", "林 小 明", "林\u200b小\u200d明", "林-小—明", "  林\n小\t明"],
)
def test_spaces_and_marks_do_not_save_a_name(text: str) -> None:
    assert set(Mask(("林小明",)).text(text)) <= set(BLOCK + " \n\t")


@pytest.mark.parametrize(
    "text", ["130 0000 0021", "１３０００００００２１", "+86-130-0000-0021", "(130)00000021", "130.0000.0021"]
)
def test_ways_of_writing_do_not_save_a_number(text: str) -> None:
    assert not list(spans(Mask((NUMBER,)).text(text), (fold(NUMBER),)))
    assert BLOCK in Mask((NUMBER,)).text(text)


def test_masking_keeps_types_and_positions() -> None:
    person = Person("me", Role.DEBTOR, "林小明", files=("林小明.xml", "b"))
    hidden = Mask(("林小明", "debtor")).value(person)
    assert hidden == Person("me", Role.DEBTOR, BLOCK * 3, files=(f"{BLOCK * 3}.xml", "b"))
    assert Mask(("x1",)).value({"a": ["x1", {"x1": "ok"}]}) == {"a": [BLOCK * 2, {BLOCK * 2: "ok"}]}
    same = ("a", 1, None, person)
    assert Mask(("zz",)).value(same) is same


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=60), st.text(min_size=1, max_size=4), st.integers(0, 60))
def test_what_was_masked_is_never_found_again(text: str, term: str, place: int) -> None:
    if len(fold(term)) < SHORTEST or BLOCK in term:
        return
    hidden = Mask((term,)).text(text[:place] + term + text[place:])
    assert len(hidden) == len(text) + len(term)
    assert fold(term) not in fold(hidden)


def test_a_megabyte_is_searched_in_linear_time() -> None:
    text = "林" * 1_000_000
    assert len(Mask(("林小", "小林")).text(text)) == 1_000_000


def _png(kind: bytes, data: bytes) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I4s", len(content), name) + content + struct.pack(">I", zlib.crc32(name + content))

    return b"\x89PNG\r\n\x1a\n" + chunk(kind, data) + chunk(b"IEND", b"")


def _zip(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def _pdf_with_note() -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Keywords": "林小明"})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("林小明.txt", b""),
        ("a.txt", "林小明".encode()),
        ("a.bin", b"\x00\xff" + "林小明".encode("utf-16-le")),
        ("a.csv", "林小明".encode("gb18030")),
        ("a.json", json.dumps({"林小明": 1}).encode("ascii")),
        ("a.jsonl", b'{"a":1}\n' + json.dumps({"b": ["x", "林小明"]}).encode("ascii")),
        ("a.pdf", _pdf_with_note()),
        ("a.docx", _zip("word/document.xml", "<w:t>林小</w:t></w:r><w:r><w:t>明</w:t>".encode())),
        ("a.zip", _zip("x", _zip("林小明", b""))),
        ("a.png", _png(b"tEXt", "Author\x00林小明".encode())),
        ("b.png", _png(b"zTXt", b"Author\x00\x00" + zlib.compress("林小明".encode()))),
        ("a.jpg", b"\xff\xd8\xff\xe1" + "Exif 林小明".encode("utf-16-be")),
    ],
)
def test_the_search_finds_it_in_every_kind_of_file(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert hits(tmp_path, ("someone else", "林小明")) == [(name, 1)]


def test_cells_are_no_formulas() -> None:
    assert export._cell("=1+1") == "'=1+1"
    assert export._cell("\u202e=x") == "⟦U+202E⟧=x"


def test_it_never_says_that_nothing_is_hidden(case: CaseFile, tmp_path: Path) -> None:
    """Old faults: \"no other objections\" beside a hidden one, \"nothing left out\", extracts that are not there."""
    with case:
        selected = len(checked(case, only_confirmed=True).result.contacts)
        shown = len(redacted(case, tmp_path / "out", Hidden(persons=("sister",))))
    reader = pypdf.PdfReader(tmp_path / "out/data/dossier.pdf")
    text = "".join("".join(page.extract_text() for page in reader.pages).split())
    for untrue in ("没有提出过其他拒绝", "没有删减", "请不要再联系我"):
        assert untrue not in text
    assert "部分已隐去：1条没有列出" in text
    assert text.count("这是隐去部分内容的副本") == 2
    readme = (tmp_path / "out/README.zh.txt").read_text("utf-8")
    assert f"选入联系 {selected} 次，其中隐去 {selected - shown} 次，这里列出 {shown} 次" in readme
    assert "摘录" not in readme
    listed = {line.split()[0].rstrip(",") for line in readme.splitlines() if line.startswith("  data/")}
    there = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out/data").rglob("*.*")}
    assert {name for name in listed if "*" not in name and not name.endswith("/")} <= there
    assert {"data/contacts.csv", "data/sealed.json"} <= listed
