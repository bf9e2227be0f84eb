"""Who are you, who are they, what is owed, what was said: the statement, one small form at a time."""

from __future__ import annotations

from starlette.responses import Response

from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.web.cases import statement as statements
from shouzheng.web.cases.statement import Conflict, Statement, Table
from shouzheng.web.cases.statement_fields import PARTY, PERSON, SECTIONS, STATEMENTS, Kind, Section
from shouzheng.web.cases.statement_words import key_of
from shouzheng.web.cases.typed_numbers import strange_numbers
from shouzheng.web.pages._roles import HELPER, OTHERS, USUAL, answered, keep_answer, role_of
from shouzheng.web.pages.help import CARD
from shouzheng.web.problems import CHANGED_MEANWHILE
from shouzheng.web.visit import Page, Visit, missing, shown_problem

#: What an item needs that names a person or party: there has to be one before the item can be written.
_NAMES = (Kind.PERSON, Kind.PARTY, Kind.CREDITOR)
#: The same form for the person whom somebody helps, said so.
_HELPED = (
    Words("您在帮谁？", "Whom are you helping?"),
    Words(
        "下面写您帮的那个人，不是您自己。没有得到同意，就先不要放进来。",
        "Below stands the person whom you help, not yourself. Without consent leave them out for now.",
    ),
)


def show(visit: Visit) -> Response:
    """Show everything that was stated, section by section."""
    with visit.case.reading() as case:
        stated = statements.current(case, visit.case.name)
    return _overview(visit, stated)


def _overview(visit: Visit, stated: Statement, status: int = 200, problems: tuple[Problem, ...] = ()) -> Response:
    with visit.case.reading() as case:
        answer = answered(case, str(stated.narrator.get("role", "")))
    return visit.page(
        "who.html",
        status,
        problems,
        stated=stated,
        me=stated.narrator,
        usual=USUAL,
        others=OTHERS,
        answer=answer,
        stored=visit.text("stored"),
        safety=CARD,
        sections=SECTIONS.values(),
        flags=STATEMENTS,
        said=stated.tables.get("statements", {}),
        shown=statements.shown,
    )


def act(visit: Visit) -> Response:
    """Store the first answer: who the person is; and what is said to be complete."""
    answer, name = visit.text("role"), visit.text("name").strip()
    flags = bool(visit.text("flags"))
    case_of = visit.case
    try:
        with case_of.writing() as case, case.together():
            stated = statements.current(case, case_of.name)
            me = stated.narrator
            if answer:
                me["role"] = role_of(answer)
                me.pop("name", None)
                me |= {"name": name} if name else {}
            if flags:
                said = stated.tables.setdefault("statements", {})
                said |= {key: bool(visit.text(key)) for key, _ in STATEMENTS}
            statements.keep(case, stated)
            if answer:
                keep_answer(case, answer)
    except ShouzhengError as error:
        return _overview(visit, stated, 400, error.problems)
    case_of.work.wake()
    if answer == HELPER and len(stated.items("person")) == 1:  # a helper says for whom
        return visit.go(f"/case/{case_of.name}/who/person/new?helping=yes")
    place = "flags" if flags else "me"
    return visit.go(f"/case/{case_of.name}/who?stored={place}#{place}")


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
    found = stated.items(section.key)[place] if place is not None else _begun(section, stated)
    return _form(visit, section, key, stated, found, stated.version)


def _begun(section: Section, stated: Statement) -> Table:
    """Begin a new item: what it needs and there is only one of is chosen already."""
    named = {field.key: stated.named(field.kind) for field in section.fields if field.needed and field.kind in _NAMES}
    return {key: names[0][0] for key, names in named.items() if len(names) == 1}


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
    wrong: dict[str, Problem] | None = None,
) -> Response:
    values = {field.key: statements.shown(field, found) for field in section.fields}
    others = {field.key: statements.shown(field, other) for field in section.fields} if other is not None else None
    first = section is PERSON and bool(found.get("narrator"))
    helping = section is PERSON and key == "new" and visit.text("helping") == "yes"
    lacking = next((each for each in section.fields if each.needed and not _can_be_named(each.kind, stated)), None)
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
        helping=helping,
        helped=_HELPED,
        then=_then(visit),
        stored=visit.text("stored") == "yes",
        lacking=lacking if key == "new" else None,
        wrong={name: [shown_problem(problem, visit.say)] for name, problem in (wrong or {}).items()},
    )


def _can_be_named(kind: Kind, stated: Statement) -> bool:
    return kind not in _NAMES or bool(stated.named(kind))


def _then(visit: Visit) -> str:
    """Return the section that the person was on the way to, empty when there is none."""
    return visit.text("then") if visit.text("then") in SECTIONS else ""


def store(visit: Visit) -> Response:
    """Store or remove one item; a change made in another window meanwhile is shown beside it."""
    section, key, opened = _section(visit), visit.part("key"), visit.case
    given = {field.key: visit.text(field.key) for field in section.fields}
    seen, remove = visit.whole("seen"), visit.text("do") == "remove"
    wanted: Table = {}
    place: int | None = None
    try:
        with opened.writing() as case:
            now = statements.current(case, opened.name)
            place = now.place(section.key, key)
            old = now.items(section.key)[place] if place is not None else {}
            if key == "new" and section.prefix:
                old = {"id": statements.new_id(now, section)}
            wanted = statements.item_of(section, old, given)
            if section is PARTY and not remove:
                _check_numbers(visit, wanted, old, len(now.items(section.key)) if place is None else place)
            real = "" if key == "new" else key
            after = statements.changed(case, seen, section.key, real, None if remove else wanted, opened.name)
            statements.keep(case, after)
    except Conflict as conflict:
        problem = (Problem(CHANGED_MEANWHILE),)
        shown = conflict.theirs or {}
        return _form(visit, section, key, conflict.now, wanted, conflict.now.version, 409, problem, shown)
    except ShouzhengError as error:
        own = len(now.items(section.key)) if place is None else place
        wrong = {} if remove else _by_field(error.problems, section, own)
        return _form(visit, section, key, now, wanted, seen, 400, error.problems, wrong=wrong)
    opened.work.wake()
    if _then(visit) and not remove:
        return visit.go(f"/case/{opened.name}/who/{_then(visit)}/new?stored=yes")
    return visit.go(f"/case/{opened.name}/who?stored={section.key}#{section.key}")


def _check_numbers(visit: Visit, wanted: Table, old: Table, place: int) -> None:
    known = {row.normal for row in visit.case.timeline.rows}
    if strange := strange_numbers(wanted, old, known, place):
        raise ShouzhengError(*strange)


def _by_field(problems: tuple[Problem, ...], section: Section, place: int) -> dict[str, Problem]:
    """Return the first problem of each field of this item."""
    found: dict[str, Problem] = {}
    for problem in problems:
        if key := key_of(problem, section.key, place):
            found.setdefault(key, problem)
    return found


PAGES = (
    Page("/case/{case}/who", show=show, act=act, case=True),
    Page("/case/{case}/who/{section}/{key}", show=item, act=store, case=True),
)
