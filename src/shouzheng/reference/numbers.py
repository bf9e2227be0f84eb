"""What kind of number the other party shows, and its normalised form.

``classify`` answers from the dated table ``directory/number_kinds.toml``. A number is text: the raw form stays beside,
digits of ``106…`` sender codes are never lost, and a general telephone library is not used because it takes such codes
for invalid. The kind says what sort of number it is, **never whose it is**: caller ID can be forged.

Normal forms: mainland mobiles without ``+86`` (``13000000021``), landlines with their area code and its 0
(``01000001111``), service numbers and gateways as their digits, foreign numbers as ``+`` and digits, e-mail addresses
in lower case, names as written; ``None`` when withheld, masked (``138****0021``) or not understood.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from shouzheng.model.event import Number, NumberKind
from shouzheng.model.words import Words
from shouzheng.reference.data_files import data_folder
from shouzheng.reference.problems import Problem, Severity, ShouzhengError, register

BAD_NUMBER_KINDS = register(
    "SZ-3411",
    Severity.ERROR,
    Words("号码类型数据文件有误：{what}", "The file of number kinds is wrong: {what}"),
    Words("文件被改动，或编辑时填写有误。", "The file was changed, or edited wrongly."),
    Words("改正该文件，或恢复原文件。", "Correct the file, or restore the original file."),
)

#: Longest field that is looked at as a number; E.164 allows 15 digits, gateways reach 21, sender names 11 letters.
_LONGEST = 64

#: Spaces, hyphens, brackets, dots and invisible direction marks that people and address books put between digits.
_SEPARATORS = re.compile("[\\s\\-‐‑‒–—()（）.·/\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
#: Dialling pause or extension after the number itself (``,`` and ``;`` pause; 转 asks for an extension).
_EXTENSION = re.compile(r"(?<=\d)(?:[,;pPwW]|转|分机|ext)[\d,;pPwW#*]*$")
_SCHEME = re.compile(r"^(?:tel|sms|mailto):", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
#: Digits with a masked middle, as ``138****0021`` or ``138xxxx0021``.
_MASKED = re.compile(r"\+?\d*[*＊xX•●?？#]+[\d*＊xX•●?？#]*")
_DIGITS = re.compile(r"\d+", re.ASCII)
_INTERNATIONAL = re.compile(r"[1-9]\d{6,17}", re.ASCII)


@dataclass(frozen=True, slots=True)
class KindRow:
    """One row of the table: digits that equal ``exact``, or begin with a prefix and have a length in the range."""

    kind: NumberKind
    exact: frozenset[str]
    prefixes: tuple[str, ...]
    min_digits: int
    max_digits: int
    label: Words
    sources: tuple[str, ...]

    def fits(self, digits: str) -> bool:
        """True when the digits (without country code) are of this kind."""
        if digits in self.exact:
            return True
        return self.min_digits <= len(digits) <= self.max_digits and digits.startswith(self.prefixes)


@dataclass(frozen=True, slots=True)
class NumberKinds:
    """The whole table with the day it was seen and the day by which to look again."""

    seen: date
    check_by: date
    country_code: str
    withheld: frozenset[str]
    unknown: frozenset[str]
    rows: tuple[KindRow, ...]

    def label(self, kind: NumberKind) -> Words:
        """Return the words for a kind; kinds without digits (name, e-mail …) have fixed words."""
        for row in self.rows:
            if row.kind is kind:
                return row.label
        return _OTHER_LABELS[kind]


_OTHER_LABELS = {
    NumberKind.FOREIGN: Words("境外号码", "number outside mainland China"),
    NumberKind.EMAIL: Words("电子邮箱", "e-mail address"),
    NumberKind.NAME: Words("名称（无号码）", "name without a number"),
    NumberKind.WITHHELD: Words("号码被隐藏", "number withheld"),
    NumberKind.UNKNOWN: Words("号码类型不明", "kind of number unknown"),
}


@cache
def load_number_kinds(folder: Path | None = None) -> NumberKinds:
    """Return the table of ``directory/number_kinds.toml``; raises ``ShouzhengError`` (exit 3) when it is wrong."""
    path = (folder or data_folder("directory")) / "number_kinds.toml"
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        meta = data["meta"]
        known = {source["id"] for source in data["source"]}
        rows = tuple(_row(entry, known) for entry in data["kind"])
        if not isinstance(meta["seen"], date) or not isinstance(meta["check_by"], date):
            raise ValueError("seen and check_by must be dates")
        return NumberKinds(
            meta["seen"],
            meta["check_by"],
            str(meta["country_code"]),
            frozenset(_folded(word) for word in meta["withheld"]),
            frozenset(_folded(word) for word in meta["unknown"]),
            rows,
        )
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        problem = Problem(BAD_NUMBER_KINDS, path.name, (("what", f"{type(error).__name__}: {error}"),))
        raise ShouzhengError(problem, exit_code=3) from error


def _row(entry: dict[str, object], known_sources: set[str]) -> KindRow:
    def texts(key: str) -> tuple[str, ...]:
        value = entry.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise ValueError(f"{key} must be a list of texts")
        return tuple(value)

    def count(key: str) -> int:
        value = entry.get(key, 0)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise ValueError(f"{key} must be a count")
        return value

    exact, prefixes, sources = texts("exact"), texts("prefixes"), texts("sources")
    if not exact and not prefixes:
        raise ValueError("a kind needs exact numbers or prefixes")
    if not sources or not set(sources) <= known_sources:
        raise ValueError(f"sources {sources} must name entries of [[source]]")
    low, high = count("min_digits"), count("max_digits")
    if prefixes and not 1 <= low <= high:
        raise ValueError("min_digits and max_digits must be a range")
    label = Words(str(entry["zh"]), str(entry["en"]))
    return KindRow(NumberKind(str(entry["kind"])), frozenset(exact), prefixes, low, high, label, sources)


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def classify(raw: str) -> Number:
    """Return the number as written, its normal form and kind. Never raises: what is not understood is UNKNOWN."""
    if len(raw) > _LONGEST:
        return Number(raw, None, NumberKind.UNKNOWN)
    return _classified(raw)


@lru_cache(maxsize=16384)
def _classified(raw: str) -> Number:
    kind, normal = _kind_and_normal(raw, load_number_kinds())
    return Number(raw, normal, kind)


def _kind_and_normal(raw: str, table: NumberKinds) -> tuple[NumberKind, str | None]:
    folded = _folded(raw)
    if folded in table.withheld:
        return NumberKind.WITHHELD, None
    if folded in table.unknown:
        return NumberKind.UNKNOWN, None
    text = _SCHEME.sub("", unicodedata.normalize("NFKC", raw).strip())
    if _EMAIL.fullmatch(text):
        return NumberKind.EMAIL, text.casefold()
    compact = _EXTENSION.sub("", _SEPARATORS.sub("", text))
    if _MASKED.fullmatch(compact):
        return NumberKind.UNKNOWN, None
    plain = compact.removeprefix("+")
    if not _DIGITS.fullmatch(plain):
        return (NumberKind.NAME, text) if any(char.isalpha() for char in text) else (NumberKind.UNKNOWN, None)
    return _of_digits(plain, compact.startswith("+"), table)


def _of_digits(digits: str, plus: bool, table: NumberKinds) -> tuple[NumberKind, str | None]:
    country = table.country_code
    for prefix in (f"00{country}", country) if plus else (f"00{country}",):
        if digits.startswith(prefix) and len(digits) > len(prefix):
            return _mainland(digits[len(prefix) :], table)
    if plus or digits.startswith("00"):
        return _abroad(digits, plus)
    for prefix in (country, f"0{country}"):
        rest = digits.removeprefix(prefix)
        if rest != digits and _is_mobile_or_gateway(rest, table):
            return _by_table(rest, table)
    return _by_table(digits, table)


def _abroad(digits: str, plus: bool) -> tuple[NumberKind, str | None]:
    """A country code never begins with 0, and E.164 numbers are long; the ``+`` stays, lest +12345 pass for 12345."""
    number = digits if plus else digits[2:]
    if _INTERNATIONAL.fullmatch(number):
        return NumberKind.FOREIGN, f"+{number}"
    return NumberKind.UNKNOWN, f"+{digits}" if plus else digits


def _is_mobile_or_gateway(digits: str, table: NumberKinds) -> bool:
    """Without a ``+``, 86 is a country code only before a mobile or a long gateway: 86… is also a local number."""
    kind, _ = _by_table(digits, table)
    if kind is NumberKind.PORT_106:
        return len(digits) > 10
    return kind in (NumberKind.MOBILE, NumberKind.VIRTUAL_OPERATOR)


def _mainland(digits: str, table: NumberKinds) -> tuple[NumberKind, str | None]:
    """Classify what follows ``+86``: a landline has no 0 there, and ten digits from 10 on are a Beijing landline."""
    if digits.startswith("00"):
        return NumberKind.UNKNOWN, None
    if digits.startswith("10") and len(digits) == 10:
        return _by_table(f"0{digits}", table)
    kind, normal = _by_table(digits, table)
    if kind in (NumberKind.UNKNOWN, NumberKind.SHORT):
        with_zero = _by_table(f"0{digits}", table)
        if with_zero[0] is NumberKind.LANDLINE:
            return with_zero
    return kind, normal


def _by_table(digits: str, table: NumberKinds) -> tuple[NumberKind, str | None]:
    for row in table.rows:
        if row.fits(digits):
            return row.kind, digits
    return NumberKind.UNKNOWN, digits if len(digits) > 1 else None
