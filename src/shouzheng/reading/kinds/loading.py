"""Loads ``lexicon/kinds``: the model and the cues, with every complaint at its ``file:line``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from shouzheng.reading.fold import load_fold_table
from shouzheng.reading.kinds.model import KindModel, unpack_weights
from shouzheng.reading.kinds.names import KINDS, Kind
from shouzheng.reading.kinds.reader import Cue, KindReader
from shouzheng.reading.located import Sheet
from shouzheng.reading.matcher import Matcher
from shouzheng.reading.problems import MISSING_KEY, NO_LEXICON, TWICE, WRONG_VALUE
from shouzheng.reading.sign_reader import Build, SignReader
from shouzheng.reading.word_sets import load_word_sets
from shouzheng.reference.data_files import data_folder
from shouzheng.reference.problems import Problem, ShouzhengError

_MODEL, _CUES = "kinds/model.toml", "kinds/cues.toml"
_MODEL_KEYS = frozenset(("training", "texts", "bits", "unit", "kinds", "weights"))
_CUE_KEYS = frozenset(("id", "title", "kind", "points", "find"))
#: More points than this would let one pattern outvote everything else.
_MOST_POINTS = 60


def load_kinds(folder: Path | None = None) -> KindReader:
    """Return model and cues of a lexicon folder (the installed one by default), loaded once.

    Raises ``ShouzhengError`` with exit code 3 and all problems, each with ``file:line``.
    """
    return _load((folder or data_folder("lexicon")).resolve())


@cache
def _load(folder: Path) -> KindReader:
    problems: list[Problem] = []
    missing = [name for name in (_MODEL, _CUES) if not (folder / name).is_file()]
    problems.extend(Problem(NO_LEXICON, folder.name, (("name", name),)) for name in missing)
    reader = None if missing else _read(folder, problems)
    if problems or reader is None:
        raise ShouzhengError(*problems, exit_code=3)
    return reader


def _read(folder: Path, problems: list[Problem]) -> KindReader | None:
    model = _read_model(Sheet(folder / _MODEL, _MODEL, problems))
    table = load_fold_table(folder, problems)
    build = Build(table, load_word_sets(folder, table, problems))
    cues = _read_cues(SignReader(Sheet(folder / _CUES, _CUES, problems), build))
    if model is None or problems:
        return None
    return KindReader(model, Matcher(build.patterns), tuple(cues))


def _read_model(sheet: Sheet) -> KindModel | None:
    data = sheet.table(sheet.data, _MODEL_KEYS)
    if sheet.texts(data, "kinds") != tuple(map(str, KINDS)):
        sheet.report(WRONG_VALUE, "kinds", key="kinds", expected=", ".join(KINDS))
        return None
    bits, unit, weights = data.get("bits"), data.get("unit"), sheet.text(data, "weights")
    if type(bits) is not int or type(unit) is not int or not 8 <= bits <= 20:
        sheet.report(WRONG_VALUE, "bits", key="bits, unit", expected="8 … 20, 1 …")
        return None
    try:
        return KindModel(bits, unit, unpack_weights(weights, len(KINDS) << bits))
    except ValueError as error:
        sheet.report(WRONG_VALUE, "weights", key="weights", expected=str(error))
        return None


def _read_cues(reader: SignReader) -> list[Cue]:
    """Return the cue of each pattern that the reader collects; behind them it collects the words of the matter."""
    sheet = reader.sheet
    sheet.table(sheet.data, {"cue", "matter"})
    cues: list[Cue] = []
    seen: set[str] = set()
    for index, raw in enumerate(sheet.tables(sheet.data, "cue")):
        here = ("cue", index)
        entry = sheet.table(raw, _CUE_KEYS, *here)
        name = sheet.text(entry, "id", *here)
        reader.title(entry, "title", *here)
        if name in seen:
            sheet.report(TWICE, *here, "id", what=name, first=sheet.shown)
        seen.add(name)
        kind = sheet.choice(entry, "kind", KINDS, *here)
        points = entry.get("points")
        if type(points) is not int or not 0 < abs(points) <= _MOST_POINTS:
            sheet.report(WRONG_VALUE, *here, "points", key="points", expected=f"1 … {_MOST_POINTS} (or negative)")
            points = 1
        found = reader.numbers(entry, "find", *here, among=reader.build.patterns)
        cues.extend(Cue(name, Kind(kind or Kind.OTHER), points) for _ in found)
    matter = sheet.table(sheet.data.get("matter", {}), {"title", "find"}, "matter")
    reader.title(matter, "title", "matter")
    if not reader.numbers(matter, "find", "matter", among=reader.build.patterns):
        sheet.report(MISSING_KEY, "matter", key="find")
    return cues
