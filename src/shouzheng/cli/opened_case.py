"""The one way in which a command opens an encrypted case: no traces, a self-test first, damage told as damage."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shouzheng.casefile import selftest
from shouzheng.casefile.case import CaseFile, look_case, open_case
from shouzheng.casefile.index import damage_told
from shouzheng.casefile.keys import Keys
from shouzheng.casefile.problems import IN_USE
from shouzheng.cli.passphrase import keys_of
from shouzheng.model.words import Lang
from shouzheng.reference.no_traces import leave_no_traces
from shouzheng.reference.problems import ShouzhengError


def make_ready() -> None:
    """Do what comes before anything of a case is read or asked for; raises ``RuntimeError`` for a broken library."""
    leave_no_traces()
    selftest.run()


@contextmanager
def opened_case(
    folder: Path, lang: Lang, *, by_recovery: bool = False, by_keyring: bool = False, reading: bool = False
) -> Iterator[CaseFile]:
    """Make ready, ask for the passphrase (or what stands for it), and open the case.

    With ``reading`` a case that another program is writing to is opened all the same; nothing may be written then.
    Raises ``ShouzhengError`` (exit 4) for a wrong passphrase and for damage, whichever query inside meets it.
    """
    make_ready()
    keys = keys_of(folder, lang, by_recovery=by_recovery, by_keyring=by_keyring)
    with damage_told(), _opened(folder, keys, reading) as case:
        yield case


def _opened(folder: Path, keys: Keys, reading: bool) -> CaseFile:
    try:
        return open_case(folder, keys)
    except ShouzhengError as error:
        if not reading or error.problems[0].kind is not IN_USE:
            raise
    return look_case(folder, keys)
