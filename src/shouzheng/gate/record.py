"""What the log keeps of a decision: no text and no id as written, but every fact, so that it can be decided again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from shouzheng.gate.alike import Kind
from shouzheng.gate.assess import Judged, benign_values
from shouzheng.gate.book import Book
from shouzheng.gate.json_text import text_json
from shouzheng.gate.request import PlannedContact
from shouzheng.judging.acts import ACT
from shouzheng.judging.placement import Placement, day_number
from shouzheng.model.verdict import FactValue
from shouzheng.reading.labels import LABELS

_ACTS = frozenset(ACT + label for label in LABELS)
#: One turn of events as kept: name, Beijing day number, facts that are known (acts only where TRUE), acts not known.
Kept = list[object]


def digest_of(planned: PlannedContact, kind: Kind) -> str:
    """Return the digest of everything that a request says, to know a repeated one from another one.

    The text is that of ``reading_requests.canonical``, put together from what requests of this kind have in common.
    """
    said = (
        f"({planned.key!r}, {planned.person!r}, {planned.debtor!r}, {planned.creditor!r}, "
        f"{planned.channel.value!r}, {planned.number!r}, {planned.at.timestamp()!r}, {kind.role}, {planned.debt!r}, "
        f"{kind.product}, {planned.line!r}, {planned.zone!r}, {planned.text!r}, {planned.template!r}, {kind.stated})"
    )
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def request_kept(planned: PlannedContact, kind: Kind, hidden_text: str | None) -> str:
    """Return what is kept of a request whose ids are pseudonyms; of the text only its keyed digest and length."""
    text = "null" if planned.text is None else f"[{text_json(hidden_text)},{len(planned.text)}]"
    return (
        f'{{"person":{text_json(planned.person)},{kind.logged_role},"debtor":{text_json(planned.debtor)},'
        f'{kind.logged_by},"debt":{text_json(planned.debt)},{kind.logged_product},"line":{text_json(planned.line)},'
        f'"at":"{planned.at.isoformat()}","zone":{kind.logged_zone},"template":{text_json(planned.template)},'
        f'"text":{text}}}'
    )


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
