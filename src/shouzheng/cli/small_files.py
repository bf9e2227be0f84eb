"""Small files that a person names on the command line: proofs, certificates, lists of words."""

from __future__ import annotations

from pathlib import Path

from shouzheng.cli.problems import CANNOT_READ
from shouzheng.reference.problems import Problem, ShouzhengError

#: A file larger than any proof, certificate or list of words is not read whole.
MOST_READ = 2 << 20


def read_file(path: Path) -> bytes:
    """Return the content, at most ``MOST_READ`` bytes; raises ``ShouzhengError`` (SZ-9052, exit 2)."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_READ)
    except (OSError, ValueError) as error:
        raise file_trouble(path, error) from error


def file_trouble(path: Path, error: Exception) -> ShouzhengError:
    """Return the error of a file that cannot be read or written."""
    reason = getattr(error, "strerror", None) or type(error).__name__
    return ShouzhengError(Problem(CANNOT_READ, path.name, (("reason", reason),)), exit_code=2)
