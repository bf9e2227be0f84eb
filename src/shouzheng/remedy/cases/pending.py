"""Which originals of a case have not been read yet: their adding was cut short, or the disk was full.

An original was read when there is an import of it, when an entry ``taken`` says what became of it (nothing could be
read in it, the person gave it up, it belongs to another one), or when it was read together with another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shouzheng.casefile.case import CaseFile, Stored
from shouzheng.casefile.problems import NOT_READ_YET
from shouzheng.intake.containers import COMPANIONS
from shouzheng.reference.problems import Problem
from shouzheng.reference.safe_text import shorten, visible

#: Entries by number of an original: whose it is where that was said, and what became of it.
BROUGHT, TAKEN = "brought", "taken"
#: Names that a warning lists.
_MOST_NAMES = 5


def pending(case: CaseFile) -> list[Stored]:
    """Return the originals whose contacts were not read yet, in the order in which they were stored."""
    read = {reading.original for reading in case.readings()}
    ended = {int(e.subject): not e.content.get("again") for e in case.entries(TAKEN) if e.subject.isdigit()}
    left = [each for each in case.originals() if not ended.get(each.no, each.no in read)]
    if not any(each.no not in ended for each in left):
        return left
    together = frozenset(_read_with_others(case))
    return [each for each in left if each.no in ended or each.digest.hex not in together]


def not_read_yet(case: CaseFile) -> list[Problem]:
    """Return the warning that names them, nothing where there are none."""
    left = pending(case)
    if not left:
        return []
    names = [visible(shorten(each.name, 40)) for each in left[:_MOST_NAMES]]
    said = "、".join(names) + ("…" if len(left) > _MOST_NAMES else "")
    return [Problem(NOT_READ_YET, "", (("count", str(len(left))), ("names", said)))]


def people(case: CaseFile) -> dict[int, str]:
    """Return whose each original was said to be when it was stored, by its number, where anything was said."""
    said = ((entry.subject, entry.content.get("person")) for entry in case.entries(BROUGHT))
    return {int(no): person for no, person in said if no.isdigit() and isinstance(person, str)}


class Companions:
    """What is read with databases (their ``-wal``), listed once for the originals that a case has now."""

    def __init__(self, case: CaseFile) -> None:
        self._named: dict[str, list[Stored]] = {}
        for each in case.originals():
            if each.name.endswith(tuple(COMPANIONS)):
                self._named.setdefault(each.name, []).append(each)
        entries = case.entries(TAKEN) if self._named else ()
        self._belongs = {entry.subject: entry.content.get("belongs") for entry in entries}

    def of(self, stored: Stored) -> dict[str, Stored]:
        """Return those of one original, by ending: what lay beside it, else the only one so named."""
        found: dict[str, Stored] = {}
        for ending in COMPANIONS:
            named = self._named.get(f"{stored.name}{ending}", [])
            lay = [each for each in named if self._belongs.get(str(each.no)) == stored.no]
            if lay or len(named) == 1:
                found[ending] = (lay or named)[-1]
        return found


def took(case: CaseFile, number: int, problems: Iterable[Problem]) -> None:
    """Note that an original was read without any import: it is not tried again."""
    kept = [[p.code, p.where, [list(slot) for slot in p.slots]] for p in problems]
    case.enter(TAKEN, str(number), {"problems": kept[:200], "given_up": False})


def belongs_to(case: CaseFile, number: int, other: int) -> None:
    """Note that an original is read together with another one, not by itself."""
    case.enter(TAKEN, str(number), {"belongs": other})


def _read_with_others(case: CaseFile) -> Iterator[str]:
    """Yield the digests of files that were read beside another one."""
    for entry in case.entries("report"):
        beside = entry.content.get("beside")
        for original in beside if isinstance(beside, list) else ():
            if isinstance(original, list) and original and isinstance(original[0], list) and len(original[0]) > 1:
                yield str(original[0][1])
