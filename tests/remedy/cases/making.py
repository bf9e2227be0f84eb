"""Encrypted cases of the invented example, cheap to open, for tests of what leaves a case."""

import atexit
import shutil
import tempfile
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

from shouzheng.casefile.case import CaseFile, new_case, open_case
from shouzheng.casefile.header import read_header, unlock
from shouzheng.casefile.kdf import FLOOR
from shouzheng.casefile.keys import Keys
from shouzheng.remedy.cases.choose import select
from shouzheng.remedy.cases.intake import add_files
from shouzheng.remedy.cases.judge import CaseCheck, check_case
from shouzheng.remedy.cases.statement import Choice, keep_statement

PASSPHRASE = "three grey cranes"  # noqa: S105 - invented
EXAMPLE = Path(__file__).parents[3] / "examples" / "yunling"
AS_OF = date(2026, 2, 10)


def example_files(pattern: str = "*.xml") -> list[Path]:
    return sorted(EXAMPLE.glob(pattern))


@cache
def _template(files: tuple[Path, ...], statement: bool) -> tuple[Path, Keys]:
    """A case made once for all tests, and its keys: deriving them each time would take most of the tests."""
    folder = Path(tempfile.mkdtemp(prefix="shouzheng-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    case, _ = new_case(folder / "case", PASSPHRASE, FLOOR)
    with case:
        if statement:
            keep_statement(case, EXAMPLE / "case.toml")
        add_files(case, list(files))
    return folder / "case", unlock(read_header(folder / "case"), PASSPHRASE)


def example_case(folder: Path, *, files: Sequence[Path] | None = None, statement: bool = True) -> CaseFile:
    """Return a case with the example's statement and files."""
    made, keys = _template(tuple(example_files() if files is None else files), statement)
    shutil.copytree(made, folder)
    return open_case(folder, keys)


def checked(case: CaseFile, *, only_confirmed: bool = False) -> CaseCheck:
    return check_case(case, as_of=AS_OF, only_confirmed=only_confirmed)


def confirm(case: CaseFile, *parties: str) -> int:
    """Confirm all contacts of the parties, or all there are."""
    return select(case, checked(case), Choice.CONFIRMED, parties=parties, everything=not parties).changed
