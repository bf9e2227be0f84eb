"""Which contacts a report on numbers may name: to the writer's own phone, and from no official line of the creditor."""

from __future__ import annotations

from shouzheng.model.event import NumberKind
from shouzheng.reference.numbers import classify
from shouzheng.remedy.findings.read import ContactRow
from shouzheng.remedy.situation import Situation

#: Kinds of number that are an institution's line or port and nobody's phone.
_OFFICIAL = frozenset(
    [
        NumberKind.SERVICE_95,
        NumberKind.SERVICE_96,
        NumberKind.SERVICE_10,
        NumberKind.SERVICE_12,
        NumberKind.TOLL_400,
        NumberKind.TOLL_800,
        NumberKind.PORT_106,
        NumberKind.SHORT,
    ]
)


def for_operators(contact: ContactRow, situation: Situation) -> bool:
    """True for a contact to the writer's own phone from a number that may be dealt with as one that harasses.

    Whoever reports a number reports calls to their own phone. A service number or message port of the creditor itself
    stays out: blocking it would cut the person off from the lender.
    """
    of_creditor = situation.creditor is not None and contact.party == situation.creditor.id
    own_line = of_creditor and classify(contact.number).kind in _OFFICIAL
    return contact.owner == situation.writer.id and not own_line
