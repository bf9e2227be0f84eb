"""Loads all rules without their examples, so that ``rule list`` answers soon: examples are two thirds of the text.

Whatever goes wrong on this short way, the whole law is loaded instead, and tells its problems with their true places.
Only the examples themselves are not looked at; ``rule lint`` and ``rule test`` do that.
"""

from __future__ import annotations

import re
from pathlib import Path

from shouzheng.reference.data_files import data_folder, folder_hash
from shouzheng.reference.problems import Severity
from shouzheng.rulebook.load import COUNTRY, LawReader, Rulebook, load_rulebook

_FIRST_EXAMPLE = re.compile(r"^\[\[tests\]\]", re.MULTILINE)
_OTHER_TABLE = re.compile(r"^[ \t]*\[(?!\[tests\]\])", re.MULTILINE)


def load_heads(folder: Path | None = None) -> Rulebook:
    """Return a rulebook of all rules, none with examples; channels and loan prime rates are not read.

    Raises ``ShouzhengError`` as ``load_rulebook`` does.
    """
    try:
        home = data_folder("law") if folder is None else folder
        if home.is_dir():
            loaded = _Heads(home, folder_hash(home)).read()
            if loaded.rulebook.rules and not any(p.severity is Severity.ERROR for p in loaded.problems):
                return loaded.rulebook
    except OSError:
        pass  # load_rulebook says which file
    return load_rulebook(folder)


class _Heads(LawReader):
    complete = False

    def shortened(self, name: str, text: str) -> str:
        """Cut the examples off a rule file; they stay when another table follows them."""
        first = _FIRST_EXAMPLE.search(text) if name.startswith(f"{COUNTRY}/rules/") else None
        return text if first is None or _OTHER_TABLE.search(text, first.start()) else text[: first.start()]
