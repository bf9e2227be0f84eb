"""How old the law, the lexicon and the directory are, and what lies where on this computer."""

from __future__ import annotations

from starlette.responses import Response

from shouzheng import __version__
from shouzheng.model.words import Words
from shouzheng.reference.data_files import data_folder
from shouzheng.remedy.gather import data_state
from shouzheng.rulebook.load import load_rulebook
from shouzheng.web.serve import copies_stay_in_memory
from shouzheng.web.visit import Page, Visit

_PARTS: tuple[tuple[str, Words], ...] = (
    ("law", Words("法律", "law")),
    ("lexicon", Words("词表", "lexicon")),
    ("directory", Words("号码与工作日名录", "directory of numbers and working days")),
    ("letters", Words("文书", "letters")),
)


def show(visit: Visit) -> Response:
    """Show the age of each part and whether it should have been checked again."""
    book = load_rulebook()
    rows = []
    for name, title in _PARTS:
        state = data_state(data_folder(name))
        seen, check_by = state.seen, state.check_by
        if name == "law":
            seen = max((each.seen for each in book.check_dates), default=None)
            check_by = min((each.check_by for each in book.check_dates), default=None)
        late = check_by is not None and check_by < visit.today
        rows.append({"title": title, "seen": seen, "check_by": check_by, "late": late, "hash": state.hash[:19]})
    return visit.page(
        "data.html",
        rows=rows,
        version=__version__,
        folder=visit.state.settings.cases,
        in_memory=copies_stay_in_memory(),
    )


PAGES = (Page("/data", show=show),)
