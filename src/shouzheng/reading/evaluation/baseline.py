"""A plain list of keywords (``lexicon/baseline.toml``): what our figures have to be better than. Never used to read."""

from __future__ import annotations

from pathlib import Path

from shouzheng.reading.evaluation.measure import Answer, Reader
from shouzheng.reading.evaluation.rows import Row
from shouzheng.reading.kinds.names import KINDS, Kind
from shouzheng.reading.labels import GUIDELINE_ACTS
from shouzheng.reading.located import Sheet
from shouzheng.reading.problems import NO_LEXICON
from shouzheng.reference.data_files import data_folder
from shouzheng.reference.problems import Problem, ShouzhengError

_FILE = "baseline.toml"


def keyword_reader(folder: Path | None = None) -> Reader:
    """Return the reader by keywords; raises ``ShouzhengError`` (exit code 3) when its file is damaged or missing."""
    lexicon = folder or data_folder("lexicon")
    problems: list[Problem] = []
    if not (lexicon / _FILE).is_file():
        raise ShouzhengError(Problem(NO_LEXICON, lexicon.name, (("name", _FILE),)), exit_code=3)
    sheet = Sheet(lexicon / _FILE, _FILE, problems)
    sheet.table(sheet.data, {"kinds", "acts"})
    kinds = sheet.table(sheet.data.get("kinds", {}), set(KINDS), "kinds")
    acts = sheet.table(sheet.data.get("acts", {}), set(GUIDELINE_ACTS), "acts")
    kind_words = [(kind, sheet.texts(kinds, kind, "kinds")) for kind in KINDS]
    act_words = [(act, sheet.texts(acts, act, "acts")) for act in GUIDELINE_ACTS]
    if problems:
        raise ShouzhengError(*problems, exit_code=3)

    def answer(row: Row) -> Answer:
        kind = next((kind for kind, words in kind_words if any(word in row.text for word in words)), Kind.OTHER)
        return Answer(kind, frozenset(act for act, words in act_words if any(word in row.text for word in words)))

    return answer
