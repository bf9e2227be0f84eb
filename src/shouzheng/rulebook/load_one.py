"""Loads one rule and only what it refers to, so that ``rule show`` answers at once.

A file of many entries is cut down to the wanted ones before it is parsed. Whatever goes wrong on this short way, the
whole law is loaded instead, and tells its problems with their true places.
"""

from __future__ import annotations

import re
from pathlib import Path

from shouzheng.reference.data_files import data_folder, folder_hash
from shouzheng.reference.problems import Severity
from shouzheng.rulebook.files.law_file import MAX_BYTES, LawFile
from shouzheng.rulebook.files.thresholds import FIELDS
from shouzheng.rulebook.load import COUNTRY, LawReader, Rulebook, load_rulebook

_QUOTED = re.compile(r'"([^"\n]+)"')
_WORD = re.compile(r"[a-z][a-z0-9_]*")
_ID = re.compile(r'^id = "([^"\n]+)"', re.MULTILINE)
_ENTRY = re.compile(r"^(?=\[)", re.MULTILINE)
#: Header of a fact or count, or of a table inside one.
_NAMED = re.compile(r"\[(?:fact|count)\.([a-z0-9_]+)[.\]]")

#: The files that are cut down, and those that are cut as well when only the rule is shown.
_LISTS = (f"{COUNTRY}/instruments.toml", f"{COUNTRY}/thresholds.toml")
_BRIEF_LISTS = ("facts.toml", "counts.toml")


def load_rule(rule_id: str, folder: Path | None = None, *, brief: bool = False) -> Rulebook:
    """Return a rulebook of one rule, its provisions and numbers; of all rules when there is no such file.

    ``brief`` gives only the facts and counts that the rule names, and no hash (it is empty): enough to show the rule.
    Raises ``ShouzhengError`` as ``load_rulebook`` does. Channels and links between provisions are not read.
    """
    try:
        home = data_folder("law") if folder is None else folder
        if home.is_dir() and rule_id.isalnum():
            loaded = _OneRule(home, "" if brief else folder_hash(home), rule_id, brief=brief).read()
            if loaded.rulebook.rules and not any(p.severity is Severity.ERROR for p in loaded.problems):
                return loaded.rulebook
    except OSError:
        pass  # load_rulebook says which file
    return load_rulebook(folder)


class _OneRule(LawReader):
    complete = False

    def __init__(self, folder: Path, content: str, rule_id: str, *, brief: bool) -> None:
        super().__init__(folder, content)
        self.start = f"{rule_id}-".casefold()
        self.brief = brief
        self.wanted: set[str] = set()
        self.words: set[str] = set()
        if brief:
            texts = map(_text, self.rule_paths())
            self.words = {word for text in texts for word in _WORD.findall(text)}
            counts = _ENTRY.split(_text(folder / "counts.toml"))
            self.words |= {word for entry in counts if self._wants(entry) for word in _WORD.findall(entry)}

    def rule_paths(self) -> list[Path]:
        return [path for path in super().rule_paths() if path.name.casefold().startswith(self.start)]

    def overlooked(self) -> None:
        """Other rules are none of its business."""

    def provision_paths(self, rule_files: list[LawFile]) -> list[Path]:
        quoted = {word for file in rule_files for word in _QUOTED.findall(file.text)}
        paths = [
            path for path in super().provision_paths(rule_files) if not quoted.isdisjoint(_ID.findall(_text(path)))
        ]
        numbers = {word.rpartition(".")[0] for word in quoted if word.rpartition(".")[2] in FIELDS}
        self.wanted = quoted | numbers | {path.stem for path in paths}
        return paths

    def shortened(self, name: str, text: str) -> str:
        """Cut a long list of instruments or thresholds (when brief, of facts or counts) down to the wanted entries."""
        if name not in _LISTS and not (self.brief and name in _BRIEF_LISTS):
            return text
        return "".join(filter(self._wants, _ENTRY.split(text)))

    def _wants(self, entry: str) -> bool:
        """True for an entry that the rule refers to, and for what is no entry of a list."""
        named = _NAMED.match(entry)
        if named is not None:
            return named.group(1) in self.words
        found = _ID.search(entry) if entry.startswith("[[") else None
        return found is None or found.group(1) in self.wanted


def _text(path: Path) -> str:
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.read(MAX_BYTES)
