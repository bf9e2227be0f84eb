"""Loads one rule and only what it refers to, so that ``rule show`` answers at once.

A file of many entries is cut down to the wanted ones before it is parsed. Whatever goes wrong on this short way, the
whole law is loaded instead, and tells its problems with their true places.
"""

from __future__ import annotations

import re
from pathlib import Path

from shouzheng.reference.data_files import data_folder, folder_hash
from shouzheng.reference.problems import Severity
from shouzheng.rulebook.law_file import LawFile
from shouzheng.rulebook.load import LawReader, Rulebook, load_rulebook
from shouzheng.rulebook.thresholds import FIELDS

_QUOTED = re.compile(r'"([^"\n]+)"')
_ID = re.compile(r'^id = "([^"\n]+)"', re.MULTILINE)
_ENTRY = re.compile(r"^(?=\[)", re.MULTILINE)


def load_rule(rule_id: str, folder: Path | None = None) -> Rulebook:
    """Return a rulebook of one rule, its provisions and numbers; of all rules when there is no such file.

    Raises ``ShouzhengError`` as ``load_rulebook`` does. Channels and links between provisions are not read.
    """
    try:
        home = data_folder("law") if folder is None else folder
        if home.is_dir() and rule_id.isalnum():
            loaded = _OneRule(home, folder_hash(home), rule_id).read()
            if loaded.rulebook.rules and not any(p.severity is Severity.ERROR for p in loaded.problems):
                return loaded.rulebook
    except OSError:
        pass  # load_rulebook says which file
    return load_rulebook(folder)


class _OneRule(LawReader):
    complete = False

    def __init__(self, folder: Path, content: str, rule_id: str) -> None:
        super().__init__(folder, content)
        self.start = f"{rule_id}-".casefold()
        self.wanted: set[str] = set()

    def rule_paths(self) -> list[Path]:
        return [path for path in super().rule_paths() if path.name.casefold().startswith(self.start)]

    def provision_paths(self, rule_files: list[LawFile]) -> list[Path]:
        quoted = {word for file in rule_files for word in _QUOTED.findall(file.text)}
        paths = [
            path
            for path in super().provision_paths(rule_files)
            if not quoted.isdisjoint(_ID.findall(path.read_text("utf-8", "replace")))
        ]
        numbers = {word.rpartition(".")[0] for word in quoted if word.rpartition(".")[2] in FIELDS}
        self.wanted = quoted | numbers | {path.stem for path in paths}
        return paths

    def open(self, path: Path) -> LawFile:
        """Cut a long list of instruments or thresholds down to the wanted ones."""
        if path.stem not in ("instruments", "thresholds"):
            return super().open(path)
        entries = _ENTRY.split(path.read_text("utf-8").replace("\r\n", "\n"))
        kept = "".join(entry for entry in entries if not entry.startswith("[[") or self._wants(entry))
        file = LawFile(path.relative_to(self.folder).as_posix(), kept)
        self.files[file.name] = file
        return file

    def _wants(self, entry: str) -> bool:
        found = _ID.search(entry)
        return found is None or found.group(1) in self.wanted
