"""What stands on every page: language, quick hide, the neutral page behind it, the end of the program."""

from __future__ import annotations

from starlette.responses import Response

from shouzheng.model.words import Lang
from shouzheng.web.visit import Page, Visit


def language(visit: Visit) -> Response:
    """Change the language and go back to where the person was."""
    wanted = visit.text("lang")
    if wanted in set(Lang):
        visit.session.lang = Lang(wanted)
    return visit.go(visit.inside("back"))


def hide(visit: Visit) -> Response:
    """Lock every case and show a page that tells nothing."""
    visit.state.lock_all()
    return visit.go("/notes")


def notes(visit: Visit) -> Response:
    """Show the neutral page: an empty sheet for notes that keeps nothing."""
    return visit.page("notes.html")


def locked(visit: Visit) -> Response:
    """Say that the case is locked, and whether what was just sent is not in it."""
    return visit.page("locked.html", sent=visit.text("sent") == "yes", back=visit.inside("back", "/cases"))


def leave(visit: Visit) -> Response:
    """End the program."""
    visit.state.lock_all()
    visit.state.stop()
    return visit.page("ended.html")


PAGES = (
    Page("/language", act=language),
    Page("/hide", act=hide),
    Page("/notes", show=notes),
    Page("/locked", show=locked),
    Page("/leave", act=leave),
)
