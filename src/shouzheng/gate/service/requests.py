"""Requests that only the service takes: a batch of planned contacts, and a text to be reviewed."""

from __future__ import annotations

from collections.abc import Mapping

from shouzheng.gate import fields as f
from shouzheng.gate.problems import WRONG_VALUE
from shouzheng.gate.review import Draft
from shouzheng.model.case import InstitutionKind, ProductKind, Role
from shouzheng.model.event import Channel
from shouzheng.reference.problems import Problem, ShouzhengError

#: Most planned contacts of one batch.
MOST_IN_BATCH = 500
REVIEW = (
    f.words("text", needed=True),
    f.choice("role", Role, default=Role.DEBTOR),
    f.choice("channel", Channel, default=Channel.SMS),
    f.choice("institution", InstitutionKind, default=InstitutionKind.CONSUMER_FINANCE),
    f.choice("product", ProductKind, default=ProductKind.ONLINE_CONSUMER_LOAN),
    f.identifier("party", needed=True),
    f.truth("by_agency", default=True),
)


def batch(data: object) -> list[object]:
    """Return the requests of a batch, each still unread; raises ``ShouzhengError`` (SZ-6012)."""
    found = data.get("requests") if isinstance(data, Mapping) and set(data) == {"requests"} else None
    if not isinstance(found, list) or not 1 <= len(found) <= MOST_IN_BATCH:
        slots = (("field", "requests"), ("form", f"1-{MOST_IN_BATCH} requests"))
        raise ShouzhengError(Problem(WRONG_VALUE, "", slots))
    return found


def draft(data: object) -> tuple[Draft, str]:
    """Return a text to be reviewed and the party that means to send it; raises ``ShouzhengError``."""
    found = f.read_fields(REVIEW, data)
    party = str(found.pop("party"))
    return Draft(**found), party  # type: ignore[arg-type]  # the fields are those of the class
