"""Writes documents whole or not at all, with an error for people when that fails."""

from __future__ import annotations

from pathlib import Path

from shouzheng.reference.atomic import replacing
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.problems import CANNOT_WRITE


def write_bytes(path: Path, content: bytes) -> None:
    """Write the file so that a stop at any moment leaves the old content or the new, never a part.

    Raises ``ShouzhengError`` (``SZ-5102``, exit code 2) when the folder cannot be written or the disk is full.
    """
    try:
        with replacing(path) as file:
            file.write(content)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ShouzhengError(Problem(CANNOT_WRITE, path.name, (("reason", reason),)), exit_code=2) from error
