"""What contacts have in common is worked out once: facts, answers, and what log and client are told of them.

To the rules two contacts are alike when they say the same but for who it is and which words are used, when their words
show the same, and when they fall in the same minute. A dialer asks about thousands of such contacts an hour. What is
kept is exact: the key of each entry holds everything that it was worked out from, and nobody's wishes are among it (a
person with wishes is judged alone). Nothing here names a person; when a table is full it begins anew.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from shouzheng.gate.json_text import as_json
from shouzheng.gate.request import PlannedContact
from shouzheng.judging.acts import LABEL_OF_ELEMENT
from shouzheng.judging.arrears import states_default
from shouzheng.model.verdict import FactValue

if TYPE_CHECKING:
    from shouzheng.gate.assess import Judged, Known, Turn
    from shouzheng.gate.settled import Settled
    from shouzheng.model.reading import Reading

#: Entries of each table. A turn of events with its facts takes about 10 KB, so all tables together stay below 64 MB.
_MOST = 2_000
_Kept = TypeVar("_Kept")
_DUE = "states_due_date"
#: What words show, as far as facts hang on it; ``None`` for a contact without words.
Shape = tuple[Hashable, ...] | None
_ELEMENTS_OF_DUE = frozenset(name for name, label in LABEL_OF_ELEMENT.items() if label == _DUE)


class Table(Generic[_Kept]):
    """A mapping that begins anew when it is full."""

    __slots__ = ("_kept", "_most", "get")

    def __init__(self, most: int = _MOST) -> None:
        self._kept: dict[Hashable, _Kept] = {}
        self._most, self.get = most, self._kept.get

    def keep(self, key: Hashable, value: _Kept) -> _Kept:
        """Keep a value and return it."""
        if len(self._kept) >= self._most:
            self._kept.clear()
        self._kept[key] = value
        return value

    def __len__(self) -> int:
        return len(self._kept)


@dataclass(eq=False, slots=True)
class Kind:
    """Requests that say the same but for key, person, debtor, debt, line, number, time and words.

    The texts are parts of what a request's digest is made from (``reading_requests.canonical``) and of what the log
    keeps of it (``record.request_kept``).
    """

    stated: str
    role: str
    product: str
    logged_role: str
    logged_by: str
    logged_product: str
    logged_zone: str


@dataclass(slots=True)
class Memory:
    """All tables of one book of law."""

    kinds: Table[Kind] = field(default_factory=Table)
    known: Table[Known] = field(default_factory=Table)
    turns: Table[list[list[Turn]]] = field(default_factory=Table)
    judged: Table[Judged] = field(default_factory=Table)
    first: Table[list[Judged]] = field(default_factory=Table)
    settled: Table[Settled] = field(default_factory=Table)


def kind_of(memory: Memory, planned: PlannedContact) -> Kind:
    """Return the kind of a request."""
    stated = planned.stated
    key = (
        planned.creditor,
        planned.agency,
        planned.channel,
        planned.role,
        planned.institution,
        planned.product,
        planned.contract_day,
        # 1 and True are equal and not the same fact
        *_typed(planned.about_debt),
        *_typed(planned.minor),
        *_typed(planned.zone),
        planned.at_has_zone,
        *stated.items(),
        *map(type, stated.values()),
    )
    return memory.kinds.get(key) or memory.kinds.keep(key, _kind(planned))


def _typed(value: FactValue) -> tuple[type, FactValue]:
    return type(value), value


def _kind(planned: PlannedContact) -> Kind:
    stated = sorted(planned.stated.items())
    return Kind(
        stated=f"{planned.about_debt!r}, {planned.minor!r}, {stated!r}, {planned.at_has_zone!r}",
        role=f"{planned.role.value!r}, {planned.institution.value!r}, {planned.agency!r}",
        product=f"{planned.product.value!r}, {str(planned.contract_day)!r}",
        logged_role=f'"role":{as_json(planned.role.value)}',
        logged_by=f'"creditor":{as_json(planned.creditor)},"institution":{as_json(planned.institution.value)},'
        f'"agency":{as_json(planned.agency)}',
        logged_product=f'"product":{as_json(planned.product.value)},"channel":{as_json(planned.channel.value)}',
        logged_zone=as_json(planned.zone),
    )


def known_again(memory: Memory, known: Known) -> Known:
    """Return the one object that stands for everything equal that is known of creditor and agency (without wishes)."""
    standing = known.standing
    key = (
        known.objections_complete,
        known.agreements_complete,
        known.history_from,
        *standing.items(),
        *map(type, standing.values()),
        *known.counted_on.items(),
    )
    return memory.known.get(key) or memory.known.keep(key, known)


def shape_of(text: str, reading: Reading, due: bool | None) -> Shape:
    """Return what words show; ``due`` is what ``judging.acts.due_date_ahead`` found, where they name a due date."""
    acts = tuple(dict.fromkeys([act.act for act in reading.acts]))
    present = tuple([element.name for element in reading.elements if element.span is not None])
    return (acts, present, bool(text.strip()), states_default(text), due)


def names_due_date(reading: Reading) -> bool:
    """Tell whether the words name a due date: then facts hang on the dates in them and on the day of the contact."""
    return any(act.act == _DUE for act in reading.acts) or any(
        element.span is not None and element.name in _ELEMENTS_OF_DUE for element in reading.elements
    )
