"""``findings.json``, alone or out of an evidence bundle, as wishes: which persons refused whose contacts, and when.

It holds the refusals that its writer states. Whoever is named in findings as somebody else's debt and has not refused
is left to a person: a complaint is no refusal, and none is made up for anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime

from shouzheng.gate.papers.matched import Matching, PaperWishes, ToAsk, stated_wishes
from shouzheng.gate.problems import NO_PAPER
from shouzheng.gate.strict_json import parse
from shouzheng.judging.facts import MAY_OWE, OWES
from shouzheng.model.case import AgreedTime, Objection, Role
from shouzheng.model.moment import Moment, OffsetSource, Resolution
from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import shorten, visible
from shouzheng.reference.typed import a_list, a_text, a_whole_number, an_object

SCHEMA = "shouzheng.findings/1"
#: Largest file, and deepest nesting: citations of citations, with words in two languages.
MOST_BYTES, _MOST_DEPTH = 64 << 20, 32
_MOST_MINUTES = 24 * 60
_Object = Mapping[str, object]


def wishes_of_findings(content: bytes, name: str, matching: Matching, proof: str) -> PaperWishes:
    """Return the refusals and agreed hours of a ``findings.json``; ``proof`` says which file it is.

    Raises ``ShouzhengError`` (exit 2): SZ-6000 to SZ-6003 for what is no JSON, SZ-6073 for any other shape.
    """
    data = parse(content, MOST_BYTES, _MOST_DEPTH)
    try:
        if not isinstance(data, Mapping) or data.get("schema") != SCHEMA:
            raise ValueError("schema")
        case = an_object(data["case"])
        if "objections" not in case:
            old = Words("由较早的版本写出，没有写拒绝", "written by an earlier version, which tells no refusals")
            return PaperWishes((), (ToAsk("no_refusals_told", old),))
        objections = [_objection(an_object(each)) for each in a_list(case["objections"])]
        hours = [_hours(an_object(each)) for each in a_list(case["agreed_times"])]
        roles = {a_text(each["id"]): Role(a_text(each["role"])) for each in map(an_object, a_list(case["persons"]))}
        silent = list(_silent(data, case, {each.person for each in objections}))
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        detail = shorten(visible(f"{type(error).__name__}: {error}"), 120)
        raise ShouzhengError(Problem(NO_PAPER, name, (("detail", detail),))) from error
    found = stated_wishes(objections, hours, matching, proof, roles)
    return PaperWishes(found.wishes, (*found.ask, *silent))


def _silent(data: _Object, case: _Object, refused: set[str]) -> Iterator[ToAsk]:
    """Yield whoever was contacted about somebody else's debt, by a finding, and is not said to have refused."""
    others = {
        a_text(each["id"]) for each in map(an_object, a_list(case["persons"])) if _owes_nothing(a_text(each["role"]))
    }
    events = {a_text(event) for each in map(an_object, a_list(data["findings"])) for event in a_list(each["events"])}
    owners = {
        a_text(each["owner"]) for each in map(an_object, a_list(data["contacts"])) if a_text(each["id"]) in events
    }
    words = Words(
        "此人被投诉过的联系打扰，但没有写明拒绝：请问本人",
        "contacts with this person are complained of, and no refusal is stated: ask the person",
    )
    for person in sorted((others & owners) - refused):
        yield ToAsk("no_refusal_stated", words, person)


def _owes_nothing(role: str) -> bool:
    return Role(role) not in (*OWES, *MAY_OWE)


def _objection(data: _Object) -> Objection:
    at = an_object(data["at"])
    utc = datetime.fromisoformat(a_text(at["utc"])).astimezone(UTC)
    source = OffsetSource(a_text(at["offset_source"]))
    moment = Moment(
        a_text(at["raw"]), utc, a_whole_number(at["offset_minutes"]), Resolution(a_text(at["resolution"])), source
    )
    return Objection(a_text(data["person"]), moment, a_text(data["party"]))


def _hours(data: _Object) -> AgreedTime:
    start, end = a_whole_number(data["from_minute"]), a_whole_number(data["to_minute"])
    if not (0 <= start < _MOST_MINUTES and 0 <= end <= _MOST_MINUTES and start != end):
        raise ValueError("from_minute, to_minute")
    since, until = _or_none(data["since"], date.fromisoformat), _or_none(data["until"], date.fromisoformat)
    return AgreedTime(a_text(data["person"]), a_text(data["party"]), start, end, since, until)


def _or_none(value: object, read: Callable[[str], date]) -> date | None:
    return None if value is None else read(a_text(value))
