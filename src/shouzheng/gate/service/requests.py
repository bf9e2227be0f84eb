"""What only the service takes: a batch of planned contacts, a text to be reviewed, and bodies as they arrive."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from starlette.requests import Request

from shouzheng.gate import fields as f
from shouzheng.gate.problems import TOO_LARGE, TOO_SLOW
from shouzheng.gate.review import Draft
from shouzheng.model.case import InstitutionKind, ProductKind, Role
from shouzheng.model.event import Channel
from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem, ShouzhengError

#: Longest time for a request's body to arrive, in seconds.
_SLOWEST = 10
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
        form = Words(f"1 至 {MOST_IN_BATCH} 个请求", f"1-{MOST_IN_BATCH} requests")
        raise ShouzhengError(f.wrong("requests", form))
    return found


def draft(data: object) -> tuple[Draft, str]:
    """Return a text to be reviewed and the party that means to send it; raises ``ShouzhengError``."""
    found = f.read_fields(REVIEW, data)
    party = str(found.pop("party"))
    return Draft(**found), party  # type: ignore[arg-type]  # the fields are those of the class


async def body_of(request: Request, most: int) -> bytes:
    """Return the body, never more than allowed (bytes), and only while it keeps coming.

    Raises ``ShouzhengError``: SZ-6001 for a larger one, SZ-6065 for one that does not arrive in time.
    """
    found = bytearray()
    try:
        async with asyncio.timeout(_SLOWEST):
            async for chunk in request.stream():
                found += chunk
                if len(found) > most:
                    raise ShouzhengError(Problem(TOO_LARGE, slots=(("limit", f"{most} B"),)))
    except TimeoutError as error:
        raise ShouzhengError(Problem(TOO_SLOW, slots=(("seconds", str(_SLOWEST)),))) from error
    return bytes(found)
