"""Time proofs go along, tied to the log, and are checked with the printed command."""

import json
import subprocess
from pathlib import Path

import pytest

from shouzheng.casefile.proofs.keep import import_proof, new_request
from shouzheng.remedy.bundle import verify as checking
from shouzheng.remedy.bundle.build import export_bundle
from tests.casefile.proofs.authority import Authority
from tests.casefile.proofs.test_opentimestamps import head, pending
from tests.remedy.cases import AS_OF, confirm, example_case, example_files


@pytest.fixture(scope="module")
def stamped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Authority]:
    """A bundle of a case with two proofs, and the service that made one."""
    folder = tmp_path_factory.mktemp("stamped")
    authority = Authority(folder / "tsa")
    with example_case(folder / "case", files=example_files("sms-*.xml")) as case:
        confirm(case, "yunling")
        about, wanted = new_request(case)
        import_proof(case, authority.reply(wanted), authority.root)
        import_proof(case, head(about.digest) + pending())
        export_bundle(case, folder / "out", as_of=AS_OF)
    return folder / "out", authority


def test_they_are_there_and_the_printed_command_holds(stamped: tuple[Path, Authority]) -> None:
    bundle, authority = stamped
    assert checking.check(checking.Folder(bundle))[0].wrong == []
    about = json.loads((bundle / "data" / "proofs" / "001.json").read_text("utf-8"))
    assert about["standing_at_export"] == "holds"
    lines = (bundle / "README.en.txt").read_text("utf-8").splitlines()
    (command,) = (line.strip() for line in lines if "openssl ts -verify" in line)
    command = command.replace("ca.pem", str(authority.folder / "ca.pem"))
    done = subprocess.run(command.split(), cwd=bundle, capture_output=True, text=True, check=False)
    assert "Verification: OK" in done.stdout + done.stderr
    assert any("ots verify -d" in line for line in lines)


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
