"""``shouzheng intake transcribe RECORDING… --model FOLDER``: a machine's draft beside each recording."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng.cli.problems import NO_MODEL_NAMED
from shouzheng.cli.talk import progress, say_in, say_problems
from shouzheng.model.words import Lang
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import shorten, visible

if TYPE_CHECKING:
    from shouzheng.intake.recordings.speech import Transcriber

_DONE, _NOTHING = 0, 2


def transcribe(recordings: Sequence[Path], model: Path | None, lang: Lang) -> int:
    """Write ``<recording>.transcript.txt`` for each; returns 0, or 2 when not one could be written.

    Raises ``ShouzhengError`` (exit 2) when no model was named or it cannot be used. Nothing is written over.
    """
    from shouzheng.intake.exports import cannot_open, check_regular
    from shouzheng.intake.gathering import size_of
    from shouzheng.intake.recordings.speech import open_model

    if model is None:
        raise ShouzhengError(Problem(NO_MODEL_NAMED), exit_code=2)
    transcriber = open_model(model)
    problems: list[Problem] = []
    written, done = [], 0
    with progress(lang, sum(map(size_of, recordings))) as tick:
        for path in recordings:
            tick(path.name, done)
            try:
                check_regular(path)
                written.append(_one(path, transcriber))
            except OSError as error:
                problems.append(cannot_open(path, error))
            except ShouzhengError as error:
                problems.extend(error.problems)
            done += size_of(path)
    say_problems(problems, lang)
    for name in written:
        shown = visible(shorten(name, 120))
        say_in(
            lang,
            f"{shown} 是机器草稿，以录音为准：听着录音改正，再读一次录音。",
            f"{shown} is a machine's draft; the recording counts: correct it by listening, then read again",
        )
    return _DONE if written else _NOTHING


def _one(path: Path, transcriber: Transcriber) -> str:
    from shouzheng.intake.hashing import HashingReader
    from shouzheng.intake.recordings.problems import CANNOT_TRANSCRIBE
    from shouzheng.intake.recordings.speech import draft
    from shouzheng.intake.recordings.transcripts import written

    target = path.with_name(f"{path.name}.transcript.txt")
    if target.exists():
        raise ShouzhengError(Problem(CANNOT_TRANSCRIBE, path.name, (("detail", target.name),)), exit_code=2)
    with path.open("rb") as stream:
        reader = HashingReader(stream)
        reader.drain()
    found = draft(path, transcriber)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", errors="replace", newline="\n") as out:
        out.write(written(found, reader.digest))
    return target.name
