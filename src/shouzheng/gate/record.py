"""What the log keeps of a decision: no text and no id as written, but every fact, so that it can be decided again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from shouzheng.gate.assess import Judged, benign_values
from shouzheng.gate.book import Book
from shouzheng.gate.decision import Reason
from shouzheng.gate.reading_requests import canonical
from shouzheng.gate.request import PlannedContact
from shouzheng.judging.acts import ACT
from shouzheng.judging.placement import Placement, day_number
from shouzheng.model.verdict import FactValue
from shouzheng.reading.labels import LABELS

_ACTS = frozenset(ACT + label for label in LABELS)
#: One turn of events as kept: name, Beijing day number, facts that are known (acts only where TRUE), acts not known.
Kept = list[object]
_DUMPS = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def as_json(value: object) -> str:
    """Return JSON without blanks, the same for the same value."""
    return _DUMPS(value)


def digest_of(planned: PlannedContact) -> str:
    """Return the digest of everything that a request says, to know a repeated one from another one."""
    said = canonical(planned).encode("utf-8", "surrogatepass")
    return hashlib.sha256(said).hexdigest()


def request_kept(planned: PlannedContact, hidden_text: str | None) -> dict[str, object]:
    """Return what is kept of a request whose ids are pseudonyms; of the text only its keyed digest and length."""
    return {
        "person": planned.person,
        "role": planned.role.value,
        "debtor": planned.debtor,
        "creditor": planned.creditor,
        "institution": planned.institution.value,
        "agency": planned.agency,
        "debt": planned.debt,
        "product": planned.product.value,
        "channel": planned.channel.value,
        "line": planned.line,
        "at": planned.at.isoformat(),
        "zone": planned.zone,
        "template": planned.template,
        "text": None if planned.text is None else [hidden_text, len(planned.text)],
    }


def kept(judged: Sequence[Judged]) -> list[Kept]:
    """Return the turns of events as the log keeps them; later ones hold only what differs from the first."""
    found: list[Kept] = []
    first: dict[str, FactValue] = {}
    for each in judged:
        values = each.values
        known = {name: value for name, value in values.items() if value is not None and value is not False}
        no = [name for name, value in values.items() if value is False and name not in _ACTS]
        unread = [name for name in values if name in _ACTS and values[name] is None]
        if not found:
            first = values
            whole = "all" if len(unread) == len(_ACTS) else unread
            found.append([each.name, day_number(each.day), known, no, whole])
        else:
            other = {name: values.get(name) for name in {*first, *values} if values.get(name) != first.get(name)}
            found.append([each.name, day_number(each.day), dict(sorted(other.items()))])
    return found


def restored(book: Book, kept_turns: Sequence[Kept]) -> list[Judged]:
    """Judge the kept turns of events again."""
    found: list[Judged] = []
    first: dict[str, FactValue] = {}
    for turn in kept_turns:
        if not found:
            name, day_no, known, no, unread = turn
            first = values = _facts(known, no, unread)  # type: ignore[arg-type]  # the shape that ``kept`` wrote
        else:
            name, day_no, other = turn
            values = {**first, **other}  # type: ignore[dict-item]
        day = Placement(0, 0, int(day_no)).day  # type: ignore[call-overload]
        answers = book.judge.answers(day, values)
        benign = book.judge.answers(day, benign_values(book, values))
        found.append(Judged(str(name), day, values, answers, benign, {}))
    return found


def _facts(known: Mapping[str, FactValue], no: Sequence[str], unread: Sequence[str] | str) -> dict[str, FactValue]:
    acts: dict[str, FactValue] = dict.fromkeys(_ACTS, None if unread == "all" else False)
    if unread != "all":
        acts.update(dict.fromkeys(unread))
    return {**acts, **dict.fromkeys(no, False), **known}


def house_of(reasons: Sequence[Reason]) -> list[str]:
    """Return the names of the gate's own reasons."""
    return [reason.rule for reason in reasons]
