"""Who are you, who are they, what is owed, what was said: the statement, one small form at a time."""

from __future__ import annotations

from starlette.responses import Response

from shouzheng.model.kinds import Role
from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.labels import ROLE
from shouzheng.web.cases import statement as statements
from shouzheng.web.cases.statement import Conflict, Statement, Table
from shouzheng.web.cases.statement_fields import PERSON, SECTIONS, STATEMENTS, Section
from shouzheng.web.pages.help import CARD
from shouzheng.web.problems import CHANGED_MEANWHILE
from shouzheng.web.visit import Page, Visit, missing

_HELPER = "helper"
#: Answers that the law base has no role for: who has nothing to do with the debt is a third person to it, and so is who
#: helps; the person helped is stated as a person of the case, with consent.
_ALSO = {
    "no_connection": Words("和这笔债没有任何关系", "no connection at all"),
    _HELPER: Words("我在帮别人", "helper for somebody"),
}


def show(visit: Visit) -> Response:
    """Show everything that was stated, section by section."""
    with visit.case.reading() as case:
        stated = statements.current(case, visit.case.name)
    return _overview(visit, stated)


def _overview(visit: Visit, stated: Statement, status: int = 200, problems: tuple[Problem, ...] = ()) -> Response:
    return visit.page(
        "who.html",
        status,
        problems,
        stated=stated,
        me=stated.narrator,
        roles=ROLE,
        also=_ALSO,
        safety=CARD,
        sections=SECTIONS.values(),
        flags=STATEMENTS,
        said=stated.tables.get("statements", {}),
        shown=statements.shown,
    )


def act(visit: Visit) -> Response:
    """Store the first answer: who the person is; and what is said to be complete."""
    role, name = visit.text("role"), visit.text("name").strip()
    case_of = visit.case
    try:
        with case_of.writing() as case:
            stated = statements.current(case, case_of.name)
            me = stated.narrator
            if role:
                me["role"] = Role.OTHER_THIRD_PARTY.value if role in _ALSO else role
                me.pop("name", None)
                me |= {"name": name} if name else {}
            if visit.text("flags"):
                said = stated.tables.setdefault("statements", {})
                said |= {key: bool(visit.text(key)) for key, _ in STATEMENTS}
            statements.keep(case, stated)
    except ShouzhengError as error:
        return _overview(visit, stated, 400, error.problems)
    case_of.work.wake()
    alone = role == _HELPER and len(stated.items("person")) == 1  # a helper says for whom
    return visit.go(f"/case/{case_of.name}/who" + ("/person/new" if alone else ""))


def _section(visit: Visit) -> Section:
    section = SECTIONS.get(visit.part("section"))
    if section is None:
        raise missing()
    return section


def item(visit: Visit) -> Response:
    """Show the form of one item, empty for a new one."""
    section, key = _section(visit), visit.part("key")
    with visit.case.reading() as case:
        stated = statements.current(case, visit.case.name)
    place = stated.place(section.key, key)
    if key != "new" and place is None:
        raise missing()
    found = stated.items(section.key)[place] if place is not None else {}
    return _form(visit, section, key, stated, found, stated.version)


def _form(
    visit: Visit,
    section: Section,
    key: str,
    stated: Statement,
    found: Table,
    seen: int,
    status: int = 200,
    problems: tuple[Problem, ...] = (),
    other: Table | None = None,
) -> Response:
    values = {field.key: statements.shown(field, found) for field in section.fields}
    others = {field.key: statements.shown(field, other) for field in section.fields} if other is not None else None
    first = section is PERSON and bool(found.get("narrator"))
    return visit.page(
        "item.html",
        status,
        problems,
        section=section,
        key=key,
        values=values,
        others=others,
        seen=seen,
        stated=stated,
        narrator=first,
    )


def store(visit: Visit) -> Response:
    """Store or remove one item; a change made in another window meanwhile is shown beside it."""
    section, key, opened = _section(visit), visit.part("key"), visit.case
    given = {field.key: visit.text(field.key) for field in section.fields}
    seen, remove = visit.whole("seen"), visit.text("do") == "remove"
    wanted: Table = {}
    try:
        with opened.writing() as case:
            now = statements.current(case, opened.name)
            place = now.place(section.key, key)
            old = now.items(section.key)[place] if place is not None else {}
            if key == "new" and section.prefix:
                old = {"id": statements.new_id(now, section)}
            wanted = statements.item_of(section, old, given)
            real = "" if key == "new" else key
            after = statements.changed(case, seen, section.key, real, None if remove else wanted, opened.name)
            statements.keep(case, after)
    except Conflict as conflict:
        problem = (Problem(CHANGED_MEANWHILE),)
        shown = conflict.theirs or {}
        return _form(visit, section, key, conflict.now, wanted, conflict.now.version, 409, problem, shown)
    except ShouzhengError as error:
        return _form(visit, section, key, now, wanted, seen, 400, error.problems)
    opened.work.wake()
    return visit.go(f"/case/{opened.name}/who#{section.key}")


PAGES = (
    Page("/case/{case}/who", show=show, act=act, case=True),
    Page("/case/{case}/who/{section}/{key}", show=item, act=store, case=True),
)
