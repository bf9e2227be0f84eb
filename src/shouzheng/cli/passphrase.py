"""Asks for a passphrase on the terminal, never on the command line, where other programs could read it."""

from __future__ import annotations

from pathlib import Path

from shouzheng.casefile import kdf, recovery
from shouzheng.casefile.header import read_header, unlock, unlock_by_recovery
from shouzheng.casefile.keys import Keys
from shouzheng.casefile.os_keyring import remembered
from shouzheng.casefile.problems import WEAK_PASSPHRASE, refused
from shouzheng.cli.arguments import typed_secret
from shouzheng.cli.problems import NO_PASSPHRASE, PASSPHRASES_DIFFER
from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import Problem, ShouzhengError


def ask(lang: Lang, question: Words) -> str:
    """Return what was typed, without showing it; a pipe gives one line."""
    return typed_secret(question.say(lang))


def ask_new(lang: Lang) -> str:
    """Ask for a new passphrase twice; raises ``ShouzhengError`` (exit 2) when too short or different."""
    first = ask(lang, Words("新口令（至少 8 个字符，建议几个不相干的词）", "new passphrase (8 characters or more)"))
    if len(first) < kdf.LEAST_CHARACTERS:
        raise refused(WEAK_PASSPHRASE, least=kdf.LEAST_CHARACTERS)
    if ask(lang, Words("再输入一次", "once more")) != first:
        raise ShouzhengError(Problem(PASSPHRASES_DIFFER), exit_code=2)
    return first


def keys_of(folder: Path, lang: Lang, *, by_recovery: bool, by_keyring: bool = False) -> Keys:
    """Ask for the passphrase, or the recovery key, of a case and return its keys (``ShouzhengError``, exit 4).

    Nothing typed is said at once (SZ-9044, exit 2): no passphrase is empty.

    With ``by_keyring`` nothing is asked: the system's key ring is, where the person put the key there before.
    """
    header = read_header(folder)
    if by_keyring:
        return remembered(header)
    if by_recovery:
        lines = [ask(lang, Words(f"恢复码第 {n} 行", f"line {n} of the recovery key")) for n in range(1, 5)]
        return unlock_by_recovery(header, recovery.read("\n".join(lines)))
    typed = ask(lang, Words("口令", "passphrase"))
    if not typed:
        raise ShouzhengError(Problem(NO_PASSPHRASE), exit_code=2)
    return unlock(header, typed)
