"""Time proofs go along, tied to the log, and are checked with the printed command."""

import json
import shutil
import subprocess
from pathlib import Path

import pypdf
import pytest

from shouzheng.casefile.proofs.keep import import_proof, new_request, proofs
from shouzheng.remedy.bundle import verify as checking
from shouzheng.remedy.bundle.build import export_bundle
from tests.casefile.proofs.authority import Authority
from tests.casefile.proofs.test_opentimestamps import head, pending
from tests.remedy.cases.making import AS_OF, confirm, example_case, example_files


@pytest.fixture(scope="module")
def stamped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Authority]:
    """A bundle of a case with two proofs and a spoilt one, and the service that made one."""
    folder = tmp_path_factory.mktemp("stamped")
    authority = Authority(folder / "tsa")
    with example_case(folder / "case", files=example_files("sms-*.xml")) as case:
        confirm(case, "yunling")
        about, wanted = new_request(case)
        import_proof(case, authority.reply(wanted), authority.root)
        import_proof(case, head(about.digest) + pending())
        reply = authority.reply(wanted)
        import_proof(case, reply[:-1] + bytes([reply[-1] ^ 1]), authority.root)
        export_bundle(case, folder / "out", as_of=AS_OF)
    return folder / "out", authority


def test_they_are_there_and_the_printed_command_holds(stamped: tuple[Path, Authority]) -> None:
    bundle, authority = stamped
    assert checking.check(checking.Folder(bundle))[0].wrong == []
    about = json.loads((bundle / "data" / "proofs" / "001.json").read_text("utf-8"))
    assert about["standing_at_export"] == "holds"
    lines = (bundle / "README.en.txt").read_text("utf-8").splitlines()
    command, _spoilt = (line.strip() for line in lines if "openssl ts -verify" in line)
    (bundle.parent / "ca.pem").write_bytes(authority.root)
    done = subprocess.run(command.split(), cwd=bundle, capture_output=True, text=True, check=False)
    assert "Verification: OK" in done.stdout + done.stderr
    assert any("ots verify -d" in line for line in lines)
    assert checking.check(checking.Folder(bundle))[0].wrong == []  # old fault: ca.pem lay inside and was one too many


def test_what_the_proof_covers_is_said(stamped: tuple[Path, Authority]) -> None:
    """Old fault: the dossier said that there is no time proof, README not which lines a proof covers."""
    bundle, _ = stamped
    about = json.loads((bundle / "data" / "proofs" / "001.json").read_text("utf-8"))
    lines = len((bundle / "data" / "custody" / "log.jsonl").read_text("ascii").splitlines())
    assert about["line"] < lines
    covered = f"第 1–{about['line']} 行（共 {lines} 行）"
    assert covered in (bundle / "README.zh.txt").read_text("utf-8")
    reader = pypdf.PdfReader(bundle / "data" / "dossier.pdf")
    text = "".join("".join(page.extract_text() for page in reader.pages).split())
    assert "没有第三方时间证明" not in text
    assert "".join(covered.split()) in text


def test_the_same_proof_is_kept_once(tmp_path: Path) -> None:
    authority = Authority(tmp_path / "tsa")
    with example_case(tmp_path / "case", files=[]) as case:
        _, wanted = new_request(case)
        reply = authority.reply(wanted)
        assert import_proof(case, reply).state.standing.value == "unchecked"
        assert import_proof(case, reply, authority.root).state.standing.value == "holds"
        before = case.head().count
        assert import_proof(case, reply, authority.root).state.standing.value == "holds"
        assert (len(proofs(case)), case.head().count) == (1, before)


@pytest.mark.parametrize("shell", ["sh", "bash"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_printed_steps_make_the_digest_from_the_log(
    stamped: tuple[Path, Authority], shell: str, lang: str, tmp_path: Path
) -> None:
    """Old bug: the stamp was checked on a digest that nothing tied to the log."""
    bundle = Path(shutil.copytree(stamped[0], tmp_path / "copy"))
    lines = (bundle / f"README.{lang}.txt").read_text("utf-8").splitlines()
    starts = [number for number, line in enumerate(lines) if "printf '%b'" in line]
    assert len(starts) == 3
    for start in starts:
        recipe = "\n".join(lines[start : start + 3])
        wanted = lines[start - 1].strip(":： ")[-64:]
        assert wanted in lines[start + 4]
        assert _shown(shell, recipe, bundle) == wanted
    log = bundle / "data" / "custody" / "log.jsonl"
    log.write_bytes(log.read_bytes().replace(b'"tool":"shouzheng', b'"tool":"Shouzheng'))
    assert _shown(shell, recipe, bundle) != wanted


def _shown(shell: str, recipe: str, folder: Path) -> str:
    done = subprocess.run([shell, "-c", recipe], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.split()[0]


def test_each_state_at_export_is_printed(stamped: tuple[Path, Authority]) -> None:
    text = (stamped[0] / "README.en.txt").read_text("utf-8")
    for state in ("good at export", "not checked to the end", "bad at export", "one good proof is enough"):
        assert text.count(state) == 1
    assert "导出时不成立（" in (stamped[0] / "README.zh.txt").read_text("utf-8")
    listed = pypdf.PdfReader(stamped[0] / "data" / "evidence-list.pdf")
    assert "时间证明2份" in "".join("".join(page.extract_text() for page in listed.pages).split())


@pytest.mark.parametrize("key", ["nonce", "hash", "digest"])
def test_a_proof_about_something_else_is_found(stamped: tuple[Path, Authority], key: str) -> None:
    bundle, _ = stamped
    content = json.loads((bundle / "data" / "proofs" / "001.json").read_text("utf-8"))
    hashes = _hashes(bundle)
    found = checking.Bundle(checking.Folder(bundle))
    checking.proof(found, "data/proofs/001.json", hashes)
    assert found.wrong == []
    path = bundle / "data" / "proofs" / "001.json"
    good = path.read_bytes()
    path.write_text(json.dumps({**content, key: "00" * 32}), "utf-8")
    checking.proof(found, "data/proofs/001.json", hashes)
    path.write_bytes(good)
    assert [name for name, _, _ in found.wrong] == ["data/proofs/001.json"]


def _hashes(bundle: Path) -> list[str]:
    import hashlib

    lines = (bundle / "data" / "custody" / "log.jsonl").read_bytes().split(b"\n")[:-1]
    return [hashlib.sha256(line).hexdigest() for line in lines]
