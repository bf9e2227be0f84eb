"""All outputs of a run appear together at its end, or none does.

They are made in a hidden folder inside the output folder and moved to their places by renames at the end. A kill
between two of those renames can leave new files beside old ones, each whole; whatever fails earlier changes nothing.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.problems import CANNOT_WRITE, NO_OUTPUT_FOLDER

EVENTS_FILE, PARQUET_FILE = "events.jsonl", "events.parquet"
FINDINGS_FILE, DOSSIER_FILE = "findings.json", "dossier.pdf"
#: Every file that a run may make; one of an earlier run that this run does not make is removed.
OUTPUTS = (DOSSIER_FILE, FINDINGS_FILE, EVENTS_FILE, PARQUET_FILE)


@contextmanager
def staged(out: Path) -> Iterator[Path]:
    """Yield the folder to make the outputs in; on leaving without an error they move to ``out``.

    Raises ``ShouzhengError`` (exit 2): ``SZ-5003`` when the folder cannot be made or used, ``SZ-5102`` when a file
    cannot be put in its place. New folders are removed again when the run fails.
    """
    made = _make(out)
    try:
        with tempfile.TemporaryDirectory(dir=out, prefix=".shouzheng-", ignore_cleanup_errors=True) as name:
            stage = Path(name)
            yield stage
            _move(stage, out)
    except BaseException as error:
        for folder in made:
            with suppress(OSError):
                folder.rmdir()
        if isinstance(error, OSError):
            raise _unusable(out, error) from error
        raise


def _make(out: Path) -> list[Path]:
    """Make the folder and return the new ones, the innermost first."""
    try:
        new = [folder for folder in (out, *out.parents) if not folder.exists()]
        out.mkdir(parents=True, exist_ok=True)
        for name in OUTPUTS:
            if (out / name).is_dir():
                raise IsADirectoryError(f"{name} is a folder")
    except OSError as error:
        raise _unusable(out, error) from error
    return new


def _move(stage: Path, out: Path) -> None:
    for name in OUTPUTS:
        try:
            if (stage / name).exists():
                (stage / name).replace(out / name)
            else:
                (out / name).unlink(missing_ok=True)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise ShouzhengError(Problem(CANNOT_WRITE, name, (("reason", reason),)), exit_code=2) from error


def _unusable(out: Path, error: OSError) -> ShouzhengError:
    slots = (("detail", error.strerror or str(error)),)
    return ShouzhengError(Problem(NO_OUTPUT_FOLDER, str(out), slots), exit_code=2)
