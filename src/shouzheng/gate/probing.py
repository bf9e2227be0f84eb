"""Stops probing: who asks about one person again and again after being told to wait gets no answer for a while.

Kept in the ledger, so that all processes and nodes of a service count together and a restart forgets nothing. What
counts is every answer other than ``allow``, and every permission given back: asking until the gate holds and giving all
of it back would tell how many contacts were left.
"""

from __future__ import annotations

from datetime import datetime

from shouzheng.gate.ledger.session import Session, milliseconds
from shouzheng.gate.policy import Policy
from shouzheng.gate.problems import TOO_MANY
from shouzheng.gate.pseudonyms import Pseudonyms
from shouzheng.reference.problems import Problem, ShouzhengError

_ASKED = "SELECT COUNT(*), MIN(at) FROM probe WHERE asker = :asker AND at > :since"
_FORGET = "DELETE FROM probe WHERE asker = :asker AND at <= :since"
_FORGET_ALL = "DELETE FROM probe WHERE at <= :since"


def asker_of(pseudonyms: Pseudonyms, client: str, creditor: str, person: str) -> str:
    """Return whose questions are counted together: one client's about one person's contacts for one creditor.

    ``person`` is a pseudonym, and so is what is returned.
    """
    return pseudonyms.other("asker", f"{client}\0{creditor}\0{person}")


def refusal(session: Session, policy: Policy, asker: str, now: datetime) -> ShouzhengError | None:
    """Return why nothing is answered now (SZ-6063, with the seconds to wait), or ``None``."""
    at, window = milliseconds(now), 1000 * policy.probing_seconds
    number, first = session.execute(_ASKED, {"asker": asker, "since": at - window})[0]
    if number < policy.most_refusals:
        return None
    wait = min(max(first + window - at, 0), window) // 1000 + 1  # clocks of nodes may differ a little
    return ShouzhengError(Problem(TOO_MANY, slots=(("seconds", str(wait)),)))


def remember(session: Session, policy: Policy, asker: str, now: datetime) -> None:
    """Count one more; what is older than the window is forgotten."""
    at = milliseconds(now)
    session.execute(_FORGET, {"asker": asker, "since": at - 1000 * policy.probing_seconds})
    session.execute(session.statements.others["probe"], {"asker": asker, "at": at})


def forget(session: Session, policy: Policy, now: datetime) -> None:
    """Remove what is older than the window, whoever asked."""
    session.execute(_FORGET_ALL, {"since": milliseconds(now) - 1000 * policy.probing_seconds})
