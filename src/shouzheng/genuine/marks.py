"""Marks of fraud in the words of a message: the files of ``lexicon/fraud``, and acts of the reading that are such.

A mark is a hint in words, never a finding that somebody committed fraud. ``strong``: no honest institution writes so;
``weak``: honest and dishonest people write so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from shouzheng.model.case import Role
from shouzheng.model.reading import Reading, Span
from shouzheng.model.words import Words
from shouzheng.reading.located import Sheet
from shouzheng.reading.sign_folder import SignFolder, load_sign_folder


class Strength(StrEnum):
    """How much a mark says."""

    STRONG = "strong"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class MarkKind:
    """What a file of ``lexicon/fraud`` keeps besides its signs."""

    strength: Strength
    advice: Words


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark found: its name, the words that show it (``None``: shown by a number or link as such), what to do.

    ``quoted``: only spoken about (a warning, a report), so it counts for nothing but forbids "looks like a notice".
    """

    name: str
    title: Words
    strength: Strength
    advice: Words
    span: Span | None = None
    quoted: bool = False


FraudWords = SignFolder[MarkKind]

#: Acts of the reading that are marks of fraud, and the file of ``lexicon/fraud`` that explains each.
_ACTS = {
    "demands_password_or_code": "asks_code",
    "demands_private_transfer": "private_account",
    "asks_screen_share_or_app": "screen_share",
    "phishing_link": "bank_phishing",
    "demands_extra_fee": "pay_to_unfreeze",
}

#: A message may really come from an authority: whoever speaks as one is only to be checked.
_AUTHORITY = Mark(
    "speaks_as_authority",
    Words("以公检法、政府或律师的名义说话", "speaks as police, court, government or lawyer"),
    Strength.WEAK,
    Words("自己查到那家机关或律所的公开电话，打过去问。", "Find that body's published number yourself and ask there."),
)


@cache
def load_fraud_words(lexicon: Path | None = None) -> FraudWords:
    """Return the marks of the installed lexicon, loaded once; raises ``ShouzhengError`` (exit code 3)."""
    return load_sign_folder("fraud", ("strength", "advice"), _kind, lexicon)


def _kind(sheet: Sheet) -> MarkKind:
    strength = sheet.choice(sheet.data, "strength", [strength.value for strength in Strength])
    advice = sheet.table(sheet.data.get("advice", {}), {"zh", "en"}, "advice")
    words = Words(sheet.text(advice, "zh", "advice"), sheet.text(advice, "en", "advice"))
    return MarkKind(Strength(strength or Strength.WEAK.value), words)


def marks_in(
    text: str,
    reading: Reading,
    *,
    addressee: Role = Role.UNKNOWN,
    sent: date | None = None,
    words: FraudWords | None = None,
) -> tuple[Mark, ...]:
    """Return the marks of a text, strong ones first, each kind once: its first place, a spoken before a quoted one.

    ``reading`` is the reading of the same text, whose acts count as marks too.
    """
    fraud = words or load_fraud_words()
    found: dict[str, Mark] = {}
    for shown in fraud.find(text, addressee=addressee, sent=sent):
        file = shown.file
        mark = Mark(file.name, file.title, file.extra.strength, file.extra.advice, shown.span, shown.quoted)
        if file.name not in found or (found[file.name].quoted and not mark.quoted):
            found[file.name] = mark
    kinds = {file.name: file for file in fraud.files}
    for act in reading.acts:
        name = _ACTS.get(act.act)
        if name is not None and (name not in found or found[name].quoted):
            kind = kinds[name]
            found[name] = Mark(name, kind.title, kind.extra.strength, kind.extra.advice, act.span)
        elif act.act.startswith("impersonates_"):
            found.setdefault(_AUTHORITY.name, replace(_AUTHORITY, span=act.span))
    return tuple(
        sorted(found.values(), key=lambda mark: (mark.strength is not Strength.STRONG, mark.quoted, mark.name))
    )
