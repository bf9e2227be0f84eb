"""A database with a row id whose name is not UTF-8 stopped the reading with UnicodeDecodeError; found by fuzzing."""

from pathlib import Path

from tests.intake.fixture_sets._android import call, database
from tests.intake.fuzz.survive import survives


def test_it_is_read_or_refused_and_never_a_fault(tmp_path: Path) -> None:
    whole = database({"calls": [call(), call(_id=2)]})
    path = tmp_path / "calllog.db"
    path.write_bytes(whole.replace(b'("_id" INTEGER', b'("_\xe9d" INTEGER'))
    assert path.read_bytes() != whole
    for forced in (None, "android_calls_database"):
        assert survives(path, forced) == "read"
