"""The bundle: what goes in, what stays out, the same bytes each time, and what a stranger's tools say of it."""

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest

from shouzheng.casefile.case import CaseFile, open_case
from shouzheng.casefile.header import read_header, unlock
from shouzheng.model.words import Lang
from shouzheng.reference.problems import ShouzhengError
from shouzheng.remedy.bundle import verify as checking
from shouzheng.remedy.bundle.build import Exported, export_bundle, verifier_digest, zip_path
from shouzheng.remedy.bundle.pack import write_pack
from shouzheng.remedy.cases.choose import select
from shouzheng.remedy.cases.consent_changes import record_withdrawal
from shouzheng.remedy.cases.statement import Choice
from tests.remedy.cases.making import AS_OF, PASSPHRASE, checked, confirm, example_case, example_files


def exported(case: CaseFile, out: Path, *, with_originals: bool = False) -> Exported:
    return export_bundle(case, out, as_of=AS_OF, with_originals=with_originals)


def test_it_holds_what_a_clerk_needs(bundle: Path) -> None:
    names = {path.relative_to(bundle).as_posix() for path in bundle.rglob("*") if path.is_file()}
    assert names >= {
        "README.zh.txt",
        "README.en.txt",
        "bagit.txt",
        "bag-info.txt",
        "manifest-sha256.txt",
        "tagmanifest-sha256.txt",
        "signature.txt",
        "signature.sig",
        "signer.pem",
        "verify.py",
        "data/dossier.pdf",
        "data/findings.json",
        "data/events.jsonl",
        "data/events.parquet",
        "data/findings.parquet",
        "data/extract.jsonl",
        "data/evidence-list.pdf",
        "data/evidence-list.docx",
        "data/custody/log.jsonl",
    }
    assert not any(name.startswith("data/originals/") for name in names)
    readme = (bundle / "README.zh.txt").read_text("utf-8")
    for expected in (verifier_digest(), "sha256sum -c manifest-sha256.txt", "openssl pkeyutl -verify"):
        assert expected in readme
        assert expected in (bundle / "README.en.txt").read_text("utf-8")
    pages = " ".join(page.extract_text() for page in pypdf.PdfReader(bundle / "data" / "dossier.pdf").pages)
    assert verifier_digest() in "".join(pages.split())


def test_only_selected_contacts_leave(tmp_path: Path) -> None:
    """Everything is searched: names of files, text of PDFs, parts of the Word file, tables, the ZIP."""
    with example_case(tmp_path / "case") as case:
        confirm(case, "yunling")
        chosen = {contact.event.id for contact in checked(case, only_confirmed=True).result.contacts}
        everything = [json.loads(line) for line in case.events()]
        exported(case, tmp_path / "out")
    others = [event for event in everything if event["id"] not in chosen]
    assert others
    words = {event["text"] for event in others if event["text"]} - {e["text"] for e in everything if e["id"] in chosen}
    content = [path.read_bytes().decode("utf-8", "replace") for path in tmp_path.glob("out/**/*") if path.is_file()]
    content += [
        "".join(page.extract_text() for page in pypdf.PdfReader(p).pages) for p in tmp_path.glob("out/**/*.pdf")
    ]
    with zipfile.ZipFile(tmp_path / "out" / "data" / "evidence-list.docx") as word:
        content += [word.read(name).decode("utf-8", "replace") for name in word.namelist()]
    import pyarrow.parquet as parquet

    content += [str(parquet.read_table(path).to_pylist()) for path in tmp_path.glob("out/data/*.parquet")]
    for text in words:
        assert not any(text in each for each in content), text
    ids = {event["id"] for event in others}
    assert not any(each in text for each in ids for text in content if "custody" not in text)
    lines = (tmp_path / "out" / "data" / "events.jsonl").read_text("utf-8").splitlines()
    assert {json.loads(line)["id"] for line in lines} == chosen


def test_the_extract_is_the_very_bytes_of_the_sealed_original(bundle: Path) -> None:
    files = {hashlib.sha256(path.read_bytes()).hexdigest(): path.read_bytes() for path in example_files()}
    lines = [json.loads(line) for line in (bundle / "data" / "extract.jsonl").read_text("utf-8").splitlines()]
    assert {line["evidence"] for line in lines} == set(range(1, 37))
    for line in lines:
        whole = files[line["sealed"]["sha256"]]
        for record in line["records"]:
            cut = whole[record["offset"] : record["offset"] + record["length"]]
            assert record["text"].encode("utf-8") == cut
            assert record["sha256"] == hashlib.sha256(cut).hexdigest()


def test_the_same_case_gives_the_same_bytes(tmp_path: Path) -> None:
    with example_case(tmp_path / "case") as case:
        confirm(case)
    shutil.copytree(tmp_path / "case", tmp_path / "copy")
    digests = []
    for name in ("case", "copy"):
        header = read_header(tmp_path / name)
        with open_case(tmp_path / name, unlock(header, PASSPHRASE)) as case:
            digests.append(exported(case, tmp_path / f"out-{name}"))
    first, second = (
        {
            path.relative_to(tmp_path / f"out-{name}"): path.read_bytes()
            for path in (tmp_path / f"out-{name}").rglob("*.*")
        }
        for name in ("case", "copy")
    )
    assert first == second
    assert digests[0].tag_manifest == digests[1].tag_manifest


_EXPORTER = """
import os, sys
from datetime import date
from pathlib import Path
from shouzheng.casefile.case import open_case
from shouzheng.casefile.header import read_header
from shouzheng.casefile.keys import Keys
from shouzheng.remedy.bundle.build import export_bundle
folder, out = Path(sys.argv[1]), Path(sys.argv[2])
os.umask(int(sys.argv[3], 8))
with open_case(folder, Keys(bytes.fromhex(sys.stdin.readline()))) as case:
    print(export_bundle(case, out, as_of=date.fromisoformat(sys.argv[4])).zip_digest)
"""


def test_other_processes_at_other_times_and_places_give_the_same_bytes(tmp_path: Path) -> None:
    """Time, time zone, language, order of sets, rights and folder of the process make no difference, in the ZIP too."""
    with example_case(tmp_path / "case", files=example_files("sms-*.xml")) as case:
        confirm(case, "yunling")
        master = case._keys.master.hex()
    shutil.copytree(tmp_path / "case", tmp_path / "copy")
    digests, times = [], []
    for name, zone, language, seed, mask in (
        ("case", "Asia/Shanghai", "zh_CN.UTF-8", "1", "022"),
        ("copy", "America/St_Johns", "C", "4242", "077"),
    ):
        (tmp_path / f"to-{name}").mkdir()
        out = tmp_path / f"to-{name}" / "out"
        words = [sys.executable, "-c", _EXPORTER, str(tmp_path / name), str(out), mask, AS_OF.isoformat()]
        told = {**os.environ, "TZ": zone, "LANG": language, "LC_ALL": language, "PYTHONHASHSEED": seed}
        path = os.pathsep.join(each for each in sys.path if each)
        done = subprocess.run(
            words,
            input=master,
            capture_output=True,
            text=True,
            check=True,
            cwd=out.parent,
            env={**told, "PYTHONPATH": path},
        )
        digests.append(done.stdout)
        times.append(int(out.stat().st_mtime) // 2)  # a ZIP tells time in steps of two seconds
    assert times[0] < times[1]
    assert digests[0] == digests[1]
    assert (tmp_path / "to-case" / "out.zip").read_bytes() == (tmp_path / "to-copy" / "out.zip").read_bytes()


def test_what_a_crash_left_of_an_export_is_removed_by_the_next(tmp_path: Path) -> None:
    with example_case(tmp_path / "case", files=example_files("sms-*.xml")) as case:
        confirm(case, "yunling")
        left = tmp_path / f".shouzheng-{case.header.id}-abc" / "out"
        others = tmp_path / ".shouzheng-0000000000000000-abc"
        for folder in (left, others):
            folder.mkdir(parents=True)
            (folder / "dossier.pdf").write_bytes(b"private")
        exported(case, tmp_path / "out")
    assert not left.parent.exists()
    assert others.exists()


def test_a_strangers_tools_agree(bundle: Path) -> None:
    def run(*words: str) -> str:
        done = subprocess.run(words, cwd=bundle, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run("sha256sum", "--strict", "-c", "tagmanifest-sha256.txt")
    run("sha256sum", "--strict", "-c", "manifest-sha256.txt")
    for message, signature in (
        ("signature.txt", "signature.sig"),
        ("data/custody/head.txt", "data/custody/head.sig"),
    ):
        key = ("openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "signer.pem", "-rawin")
        assert "Verified" in run(*key, "-in", message, "-sigfile", signature)
    lines = (bundle / "README.en.txt").read_text("utf-8").splitlines()
    start = next(place for place, line in enumerate(lines) if "{ cut" in line)
    steps = "\n".join(lines[start : start + 3])
    assert run("sh", "-c", steps) == ""
    stated = (bundle / "signature.txt").read_text("ascii").splitlines()[2]
    assert stated == hashlib.sha256((bundle / "tagmanifest-sha256.txt").read_bytes()).hexdigest()
    assert "no change found" in run(sys.executable, "-I", "verify.py")
    assert "no change found" in run(sys.executable, "-I", "verify.py", str(zip_path(bundle)))


def test_whole_originals_only_on_request_and_with_a_warning(tmp_path: Path) -> None:
    with example_case(tmp_path / "case") as case:
        confirm(case, "yunling")
        done = exported(case, tmp_path / "out", with_originals=True)
        held = {event.original.hex for event in (c.event for c in checked(case, only_confirmed=True).result.contacts)}
    warned = [problem for problem in done.problems if problem.code == "SZ-5304"]
    assert len(warned) == 1
    assert int(dict(warned[0].slots)["others"]) > 0
    found = {hashlib.sha256(path.read_bytes()).hexdigest() for path in (tmp_path / "out/data/originals").iterdir()}
    assert found == held
    assert "涉及隐私" in (tmp_path / "out" / "README.zh.txt").read_text("utf-8")


def test_an_original_of_which_everything_was_selected_goes_along(tmp_path: Path) -> None:
    sister = example_files("sister-calls-*.xml")
    with example_case(tmp_path / "case", files=[*sister, *example_files("sms-*.xml")]) as case:
        confirm(case)
        done = exported(case, tmp_path / "out")
        (whole, *_) = case.originals()
        every = {
            json.loads(line)["id"] for line in case.events() if json.loads(line)["source"]["sha256"] == whole.digest.hex
        }
        chosen = {contact.event.id for contact in checked(case, only_confirmed=True).result.contacts}
    folder = tmp_path / "out" / "data" / "originals"
    names = {hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()} if folder.exists() else set()
    assert (whole.digest.hex in names) is (every <= chosen)
    assert "SZ-5304" not in {problem.code for problem in done.problems}


def test_nothing_selected_or_a_place_that_is_taken_is_refused(tmp_path: Path) -> None:
    with example_case(tmp_path / "case") as case:
        with pytest.raises(ShouzhengError) as caught:
            exported(case, tmp_path / "out")
        assert caught.value.problems[0].code == "SZ-5300"
        confirm(case)
        for taken in ("out", "out.zip"):
            (tmp_path / taken).write_text("x")
            with pytest.raises(ShouzhengError) as caught:
                exported(case, tmp_path / "out")
            assert caught.value.problems[0].code == "SZ-5301"
            (tmp_path / taken).unlink()
        with pytest.raises(ShouzhengError) as caught:
            exported(case, tmp_path / "no such folder" / "out")
        assert caught.value.problems[0].code == "SZ-5302"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["case"]


def test_a_damaged_case_exports_nothing(tmp_path: Path) -> None:
    with example_case(tmp_path / "case") as case:
        confirm(case)
        blob = next((tmp_path / "case" / "blobs").glob("*/*"))
        blob.write_bytes(blob.read_bytes()[:-1])
        with pytest.raises(ShouzhengError) as caught:
            exported(case, tmp_path / "out")
    assert caught.value.exit_code == 4
    assert not (tmp_path / "out").exists()


def test_the_export_stands_in_the_log_with_the_digest(tmp_path: Path) -> None:
    with example_case(tmp_path / "case") as case:
        confirm(case)
        done = exported(case, tmp_path / "out")
        line = json.loads(list(case.log())[-1])
    assert (line["what"], line["about"]["tagmanifest"]) == ("export", done.tag_manifest)
    assert done.zip_digest == hashlib.sha256((tmp_path / "out.zip").read_bytes()).hexdigest()


def test_the_list_of_evidence_says_where_things_are(bundle: Path) -> None:
    text = "".join(page.extract_text() for page in pypdf.PdfReader(bundle / "data" / "evidence-list.pdf").pages)
    word = docx.Document(io.BytesIO((bundle / "data" / "evidence-list.docx").read_bytes()))
    (table,) = word.tables
    assert [cell.text for cell in table.rows[0].cells] == ["编号", "证据名称", "来源", "说明什么", "页码"]
    assert len(table.rows) == 1 + 1 + 4 + 1  # head, dossier, four files, custody log
    xml = table._tbl.xml
    assert 'w:eastAsia="宋体"' in xml
    assert "<w:tblHeader" in xml
    for expected in ("证据清单", "dossier.pdf", "封存在本人处"):
        assert expected in "".join(text.split())
    assert "构成" not in text
    assert "犯罪" not in text


def numbers(said: str) -> set[int]:
    """Return the numbers in "1、3–5"."""
    parts = [part.split("–") for part in said.split("、") if part]
    return {number for part in parts for number in range(int(part[0]), int(part[-1]) + 1)}


def test_each_row_of_the_list_names_its_own_pages(bundle: Path) -> None:
    """Old fault: every row named the pages of the whole part."""
    word = docx.Document(io.BytesIO((bundle / "data" / "evidence-list.docx").read_bytes()))
    dossier = pypdf.PdfReader(bundle / "data" / "dossier.pdf")
    texts = ["".join(page.extract_text().split()) for page in dossier.pages]
    (table,) = word.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows][2:6]
    assert len({row[4] for row in rows}) > 1
    seen: set[int] = set()
    for _, _, _, shows, where in rows:
        table_on, _, findings_on = where.partition("；")
        seen.update(numbers(table_on.removeprefix("明细 ")))
        pages = [int(number) for number in re.findall(r"\d+", findings_on)]
        assert pages
        named = range(min(pages), max(pages) + 1)
        heads = [head for page in named for head in re.findall(r"发现([0-9、–]+)(?:（\d+项）)?·", texts[page - 1])]
        for said in re.findall(r"（发现 ([0-9、–]+)）", shows):
            assert numbers(said) <= {number for head in heads for number in numbers(head)}
    assert len(seen) == 2  # the table ends on the page where the next part begins


@pytest.mark.parametrize("lang", [Lang.ZH_HANT, Lang.EN])
def test_other_languages(tmp_path: Path, lang: Lang) -> None:
    with example_case(tmp_path / "case", files=example_files("sms-*.xml")) as case:
        confirm(case, "yunling")
        export_bundle(case, tmp_path / "out", as_of=AS_OF, lang=lang)
    text = pypdf.PdfReader(tmp_path / "out" / "data" / "evidence-list.pdf").pages[0].extract_text()
    assert {Lang.EN: "List of evidence", Lang.ZH_HANT: "證據清單"}[lang] in text


def test_a_rejected_contact_stays_out(tmp_path: Path) -> None:
    with example_case(tmp_path / "case") as case:
        confirm(case)
        one = checked(case).result.contacts[0].event.id
        select(case, checked(case), Choice.REJECTED, events=[one])
        exported(case, tmp_path / "out")
    lines = (tmp_path / "out" / "data" / "events.jsonl").read_text("utf-8").splitlines()
    assert one not in {json.loads(line)["id"] for line in lines}


def test_checking_says_who_signed(bundle: Path) -> None:
    found, (case, lines, key) = checking.check(checking.Folder(bundle))
    assert (found.wrong, len(case), len(key)) == ([], 16, 64)
    assert lines > 20


def test_every_file_can_be_read_by_the_same_people(bundle: Path) -> None:
    """Old bug: the tables were private to the account that made them."""
    assert len({path.stat().st_mode for path in bundle.rglob("*") if path.is_file()}) == 1


def test_rows_of_the_word_list_are_not_cut_across_pages(bundle: Path) -> None:
    with zipfile.ZipFile(bundle / "data" / "evidence-list.docx") as archive:
        content = archive.read("word/document.xml").decode()
    assert content.count("<w:cantSplit/>") == content.count("<w:tr>") > 1


def test_nobody_is_named_whom_no_selected_contact_touches(tmp_path: Path) -> None:
    """Old fault: all people and parties of the statement stood in every bundle, and what a withdrawn person said."""
    with example_case(tmp_path / "case") as case:
        confirm(case, "yunling", "panshi")
        record_withdrawal(case, "sister")
        exported(case, tmp_path / "out")
    findings = json.loads((tmp_path / "out/data/findings.json").read_text("utf-8"))
    assert {each["id"] for each in findings["case"]["persons"]} == {"me"}
    assert {each["id"] for each in findings["case"]["parties"]} == {"yunling", "panshi"}
    reader = pypdf.PdfReader(tmp_path / "out/data/dossier.pdf")
    text = "".join("".join(page.extract_text() for page in reader.pages).split())
    for other in ("姐姐", "请不要再联系我", "自称“民警”的人"):
        assert other not in text
    assert "另有1条，与所列联系的人或各方无关，没有列出" in text
    assert "没有提出过其他拒绝" not in text


def test_a_pack_may_lie_beside_its_case(tmp_path: Path) -> None:
    """Old fault: \"case pack cc cc.zip\" refused because the case itself is the folder cc."""
    with example_case(tmp_path / "cc", files=example_files("sms-*.xml")) as case:
        confirm(case)
        assert write_pack(case, tmp_path / "cc.zip").path == tmp_path / "cc.zip"
        with pytest.raises(ShouzhengError, match="SZ-5301"):
            write_pack(case, tmp_path / "cc.zip")
