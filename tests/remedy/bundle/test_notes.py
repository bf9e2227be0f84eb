"""What a person wrote about a picture goes along with it, is named with each contact, and leaves no other way."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from shouzheng.casefile.case import CaseFile
from shouzheng.intake.hashing import digest_of_bytes
from shouzheng.intake.screenshots.corrections import Confirmed, corrections_text
from shouzheng.intake.screenshots.engine import Line, used
from shouzheng.intake.screenshots.reading import read_file
from shouzheng.remedy.bundle import verify as checking
from shouzheng.remedy.bundle.build import export_bundle
from shouzheng.remedy.cases.choose import select
from shouzheng.remedy.cases.intake import add_files
from shouzheng.remedy.cases.statement import Choice
from shouzheng.remedy.redaction.export import Hidden, export_redacted
from tests.intake.recordings.sounds import mp3
from tests.intake.screenshots.drawing import Chat, png
from tests.intake.screenshots.fake import FakeEngine
from tests.remedy.cases.making import AS_OF, checked, example_case

_CHECKER, _RIGHT = "某某核对人", ("请今天还款，否则上门", "再不还就找你单位")
_SEEN = (
    Line("2026年1月2日 20:47", 0.99, 250, 170, 470, 190),
    Line("请今夭还款", 0.61, 135, 215, 400, 245),
    Line("2026年1月2日 20:49", 0.99, 250, 300, 470, 320),
    Line("再不还就找你单立", 0.62, 135, 345, 400, 375),
)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[CaseFile]:
    """A case with one picture, both messages of which a person put right."""
    picture = tmp_path / "IMG_1.png"
    content = png(Chat([("left", "示例")], width=720))
    picture.write_bytes(content)
    with used(FakeEngine(_SEEN)):
        _, reading = read_file(picture)
    assert len(reading.messages) == 2
    right = tuple(replace(each, text=text) for each, text in zip(reading.messages, _RIGHT, strict=True))
    after = replace(reading, title="13000000021", messages=right)
    said = Confirmed(_CHECKER, "2026-01-05T00:00:00+08:00")
    notes = corrections_text(digest_of_bytes(content), picture.name, after, None, said)
    (tmp_path / "IMG_1.png.review.toml").write_text(notes, "utf-8")
    with example_case(tmp_path / "case", files=[]) as made:
        add_files(made, [picture])
        yield made


def _chosen(case: CaseFile, count: int) -> None:
    ids = [contact.event.id for contact in checked(case).result.contacts]
    assert select(case, checked(case), Choice.CONFIRMED, events=ids[:count]).changed == count


def _extract(out: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (out / "data" / "extract.jsonl").read_text("utf-8").splitlines()]


def _listed(out: Path) -> str:
    cells = docx.Document(str(out / "data" / "evidence-list.docx")).tables[0]._cells
    return "\n".join(cell.text for cell in cells)


def test_the_notes_on_a_picture_that_goes_along_go_along(case: CaseFile, tmp_path: Path) -> None:
    _chosen(case, 2)
    export_bundle(case, tmp_path / "out", as_of=AS_OF)
    (notes,) = (tmp_path / "out" / "data" / "notes").iterdir()
    assert notes.read_bytes() == (tmp_path / "IMG_1.png.review.toml").read_bytes()
    lines = _extract(tmp_path / "out")
    digest = digest_of_bytes(notes.read_bytes())
    about = {"no": 2, "sha256": digest.hex, "length": digest.length, "path": f"notes/{notes.name}"}
    assert [line["notes"] for line in lines] == [[about], [about]]
    listed = _listed(tmp_path / "out")
    assert f"证据 1、2 的文字由人核对（核对单随附（notes/{notes.name}），SHA-256 {digest.hex}" in listed
    readme = (tmp_path / "out" / "README.zh.txt").read_text("utf-8")
    assert "data/notes/" in readme
    assert "有 2 次联系的文字经人核对" in readme
    assert checking.check(checking.Folder(tmp_path / "out"))[0].wrong == []


def test_the_notes_on_a_picture_that_stays_sealed_stay_too(case: CaseFile, tmp_path: Path) -> None:
    _chosen(case, 1)
    export_bundle(case, tmp_path / "out", as_of=AS_OF)
    assert not (tmp_path / "out" / "data" / "notes").exists()
    (line,) = _extract(tmp_path / "out")
    digest = digest_of_bytes((tmp_path / "IMG_1.png.review.toml").read_bytes())
    assert line["notes"] == [{"no": 2, "sha256": digest.hex, "length": digest.length, "path": ""}]
    assert f"证据 1 的文字由人核对（核对单封存在本人处，可当面核对，SHA-256 {digest.hex}" in _listed(tmp_path / "out")
    content = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert _RIGHT[0].encode() in content
    assert _RIGHT[1].encode() not in content
    assert "data/notes/" not in (tmp_path / "out" / "README.zh.txt").read_text("utf-8")


def test_who_insists_on_originals_gets_their_notes(case: CaseFile, tmp_path: Path) -> None:
    _chosen(case, 1)
    export_bundle(case, tmp_path / "out", as_of=AS_OF, with_originals=True)
    assert len(list((tmp_path / "out" / "data" / "notes").iterdir())) == 1


def test_the_same_case_gives_the_same_notes(case: CaseFile, tmp_path: Path) -> None:
    _chosen(case, 2)
    names = ("data/extract.jsonl", "data/evidence-list.docx", "data/evidence-list.pdf")
    for folder in ("one", "two"):
        export_bundle(case, tmp_path / folder, as_of=AS_OF)
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_redacted_copy_carries_no_notes(case: CaseFile, tmp_path: Path) -> None:
    _chosen(case, 2)
    export_redacted(case, tmp_path / "out", Hidden(texts=("再不还",)), as_of=AS_OF)
    names = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*")}
    assert not [name for name in names if "notes" in name or "review" in name]
    listed = _listed(tmp_path / "out")
    assert "核对单" not in listed
    digest = digest_of_bytes((tmp_path / "IMG_1.png.review.toml").read_bytes())
    content = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert digest.hex.encode() not in content


def test_the_transcript_of_a_recording_goes_along_with_it(tmp_path: Path) -> None:
    recording = tmp_path / "磐石@13000000021_20260102221530.mp3"
    recording.write_bytes(mp3())
    words = "1\n00:00:00,000 --> 00:00:02,000\n对方：请还款\n"
    recording.with_suffix(".srt").write_text(words, "utf-8")
    with example_case(tmp_path / "case", files=[]) as case:
        add_files(case, [recording])
        _chosen(case, 1)
        export_bundle(case, tmp_path / "out", as_of=AS_OF)
    (notes,) = (tmp_path / "out" / "data" / "notes").iterdir()
    assert notes.suffix == ".srt"
    assert notes.read_text("utf-8") == words
    assert [path.name for path in (tmp_path / "out" / "data" / "transcripts").iterdir()] == ["E00001.txt"]
    assert "证据 1 的文字出自录音文字稿（文字稿随附" in _listed(tmp_path / "out")
