"""The stand-alone decryptor opens a case with nothing of ours installed."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

from shouzheng.casefile import recovery
from tests.casefile.making import PASSPHRASE, filled, made

TOOL = Path(__file__).parents[2] / "tools" / "decrypt_case.py"


def _run(case: Path, out: Path, typed: str, *options: str) -> subprocess.CompletedProcess[str]:
    words = f"import sys; sys.modules['shouzheng'] = None; sys.argv = {['x', str(case), str(out), *options]!r}\n"
    program = words + f"exec(compile(open({str(TOOL)!r}).read(), 'tool', 'exec'))"
    return subprocess.run([sys.executable, "-c", program], input=typed, capture_output=True, text=True, check=False)


def test_everything_comes_out(tmp_path: Path) -> None:
    filled(tmp_path / "case").close()
    done = _run(tmp_path / "case", tmp_path / "out", PASSPHRASE + "\n")
    assert (done.returncode, done.stderr) == (0, "")
    sound = bytes(range(256)) * 9000
    assert (tmp_path / "out" / hashlib.sha256(sound).hexdigest()).read_bytes() == sound
    names = [json.loads(line)["name"] for line in (tmp_path / "out" / "originals.jsonl").read_text().splitlines()]
    assert names == ["sms-1.xml", "empty.txt", "录音.m4a"]
    for name, count in (("contacts", 4), ("custody", 8), ("notes", 3)):
        assert len((tmp_path / "out" / f"{name}.jsonl").read_text().splitlines()) == count


def test_the_recovery_key_opens_it_too(tmp_path: Path) -> None:
    case, code = made(tmp_path / "case")
    case.add([b"abc"], "a")
    case.close()
    typed = "\n".join(recovery.written(code)).lower() + "\n"
    done = _run(tmp_path / "case", tmp_path / "out", typed, "--recovery")
    assert done.returncode == 0
    assert (tmp_path / "out" / hashlib.sha256(b"abc").hexdigest()).read_bytes() == b"abc"


def test_a_wrong_passphrase_and_damage_are_said(tmp_path: Path) -> None:
    filled(tmp_path / "case").close()
    assert _run(tmp_path / "case", tmp_path / "out", "wrong one\n").returncode == 4
    assert not (tmp_path / "out").exists()
    blob = next((tmp_path / "case" / "blobs").glob("*/*"))
    blob.write_bytes(blob.read_bytes()[:-1])
    done = _run(tmp_path / "case", tmp_path / "out", PASSPHRASE + "\n")
    assert done.returncode == 4
    assert "damaged" in done.stderr
    assert done.stdout.startswith("2 originals, 1 damaged")


def test_a_header_that_is_gone_or_cut_is_read_from_its_copy(tmp_path: Path) -> None:
    filled(tmp_path / "case").close()
    header = tmp_path / "case" / "case.json"
    for place, content in enumerate((None, b"", header.read_bytes()[:200])):
        header.unlink(missing_ok=True)
        if content is not None:
            header.write_bytes(content)
        assert _run(tmp_path / "case", tmp_path / f"out{place}", PASSPHRASE + "\n").returncode == 0
    (tmp_path / "case" / "case.json.copy").unlink()
    done = _run(tmp_path / "case", tmp_path / "none", PASSPHRASE + "\n")
    assert (done.returncode, "neither case.json nor case.json.copy" in done.stderr) == (4, True)


def test_missing_packages_are_named(tmp_path: Path) -> None:
    """Old fault: a plain Python showed a traceback, even for --help."""
    filled(tmp_path / "case").close()
    program = "import sys; sys.modules['argon2'] = None; sys.argv = ['x', *sys.argv[1:]]; __name__ = '__main__'\n"
    program += f"exec(compile(open({str(TOOL)!r}).read(), 'tool', 'exec'))"
    for words, code in ((["--help"], 0), ([str(tmp_path / "case"), str(tmp_path / "out")], 2)):
        done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=False)
        assert (done.returncode, "Traceback" in done.stderr) == (code, False)
        assert all(name in done.stdout + done.stderr for name in ("cryptography", "argon2-cffi"))
    assert not (tmp_path / "out").exists()
