"""Reads ``directory/hotlines.toml``, ``official_sites.toml`` and ``web_addresses.toml`` strictly."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from shouzheng.genuine.directory.entries import Directory, Institution, InstitutionSort, WebNames
from shouzheng.genuine.problems import UNKNOWN_INSTITUTION
from shouzheng.reading.fold import fold
from shouzheng.reference.data_files import data_folder, folder_hash
from shouzheng.reference.numbers import classify
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.rulebook.files.law_file import LawFile, Table

_FILES = ("hotlines.toml", "official_sites.toml", "web_addresses.toml")
#: Product names that many institutions share; they name nobody.
_GENERAL = frozenset(("信用卡", "消费贷", "网贷"))


@dataclass(frozen=True, slots=True)
class _Site:
    names: tuple[str, ...]
    latin: tuple[str, ...]
    domains: tuple[str, ...]
    unsure: tuple[str, ...]
    apps: tuple[str, ...]
    sources: tuple[str, ...]


_NO_SITE = _Site((), (), (), (), (), ())


def load_directory(folder: Path | None = None) -> Directory:
    """Return the directory of a folder (the installed one by default), loaded once for the same content.

    Raises ``ShouzhengError`` (exit code 3) with every problem and its place.
    """
    folder = folder or data_folder("directory")
    return _load(folder.resolve(), folder_hash(folder))


@lru_cache(maxsize=8)
def _load(folder: Path, content: str) -> Directory:
    hotlines, sites, web = (LawFile.read(folder / name, folder) for name in _FILES)
    dates = [_meta(file.root()) for file in (hotlines, sites, web)]
    by_id = _sites(sites)
    institutions = tuple(_institution(table, by_id) for table in _entries(hotlines, "hotline"))
    known = {institution.id for institution in institutions}
    problems = [problem for file in (hotlines, sites, web) for problem in file.problems]
    problems += [Problem(UNKNOWN_INSTITUTION, sites.name, (("id", name),)) for name in by_id if name not in known]
    names = _web(web)
    problems += [problem for problem in web.problems if problem not in problems]
    if problems:
        raise ShouzhengError(*problems, exit_code=3)
    return Directory(institutions, names, max(d[0] for d in dates), min(d[1] for d in dates), content)


def _entries(file: LawFile, key: str) -> list[Table]:
    return list(file.root().tables(key))


def _meta(root: Table) -> tuple[date, date]:
    meta = root.table("meta")
    seen, check_by = meta.day("seen"), meta.day("check_by")
    meta.words("remark", needed=False)
    meta.finish()
    return seen or date.min, check_by or date.min


def _sites(file: LawFile) -> dict[str, _Site]:
    root = file.root()
    sources = tuple(root.table("sources").data)
    found: dict[str, _Site] = {}
    for table in root.tables("site"):
        name = table.text("institution")
        table.day("seen")
        found[name] = _Site(
            names=tuple(fold(word).text for word in table.texts("aliases")),
            latin=table.texts("latin"),
            domains=table.texts("domains"),
            unsure=table.texts("domains_unsure", needed=False),
            apps=table.texts("apps"),
            sources=table.texts("sources", allowed=sources),
        )
        table.finish()
    return found


def _institution(table: Table, sites: Mapping[str, _Site]) -> Institution:
    name, site = table.text("id"), sites.get(table.text("id"), _NO_SITE)
    words = table.words("name")
    unsure = {_number(number) for number in table.texts("numbers_unsure", needed=False)}
    domains = table.texts("domains")
    codes = tuple(_number(code) for code in table.texts("sms_sender_codes", needed=False))
    if table.boolean("uncertain"):
        unsure |= {*domains, *codes}
    products = tuple(product for product in table.texts("products", needed=False) if product not in _GENERAL)
    table.text("verification")
    numbers = tuple(_number(number) for number in table.texts("numbers"))
    note = table.words("note", needed=False)
    institution = Institution(
        id=name,
        name=words,
        sort=table.choice("kind", InstitutionSort, InstitutionSort.NOTE),
        numbers=numbers,
        sender_codes=codes,
        domains=tuple(dict.fromkeys((*domains, *site.domains, *site.unsure))),
        unsure=frozenset(unsure | set(site.unsure)) - frozenset(site.domains),
        names=tuple(dict.fromkeys((*_own_names(words.zh), *site.names, *(fold(p).text for p in products)))),
        latin=site.latin,
        apps=site.apps,
        seen=table.day("seen") or date.min,
        sources=(*table.texts("sources"), *site.sources),
        note=note,
    )
    table.finish()
    return institution


def _number(raw: str) -> str:
    """Return the normal form; a number that has none keeps its digits, all of which count."""
    return classify(raw).normal or re.sub(r"[^0-9+]", "", raw)


def _own_names(name: str) -> tuple[str, ...]:
    """Return the name without what stands in brackets; of "A、B" both."""
    bare = fold(re.sub(r"（[^（）]*）", "", name)).text
    return tuple(part for part in bare.split("、") if len(part) > 1 and not part[0].isdecimal())


def _web(file: LawFile) -> WebNames:
    root = file.root()
    names = root.table("names")
    web = WebNames(
        endings=frozenset(names.texts("ending")),
        shorteners=frozenset(names.texts("shortener")),
        hosting=frozenset(names.texts("hosting")),
        alike={char: root.table("alike").text(char) for char in root.table("alike").data},
    )
    names.finish()
    return web
