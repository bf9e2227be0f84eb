"""What the local app is started with: where cases lie, how long a case stays open, how much may be brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from shouzheng.casefile import kdf
from shouzheng.model.words import Lang

#: Folder of the cases in the person's home folder.
CASES = "Shouzheng"
#: Largest single file that is taken in, in bytes, and most files of one upload.
LARGEST_FILE, MOST_FILES = 8 << 30, 2000
#: Largest form without files, in bytes: a pasted message is at most 20,000 characters of 9 bytes when encoded.
LARGEST_FORM = 1 << 20
#: Most fields of a form: a long transcript has three for each of its pieces.
MOST_FIELDS = 2_000


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one run.

    ``lock_minutes``: after so long without use, opened cases are closed. ``today`` fixes the day (for examples and
    tests). ``cost`` of the passphrase is fitted to the machine when ``None``.
    """

    cases: Path
    lang: Lang = Lang.ZH_HANS
    lock_minutes: float = 10.0
    largest_file: int = LARGEST_FILE
    today: date | None = None
    cost: kdf.Cost | None = None


def usual_cases() -> Path:
    """Return the folder in which cases lie when nobody names another."""
    return Path.home() / CASES
