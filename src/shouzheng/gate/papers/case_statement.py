"""A person's own statement of the case (``case.toml``) as wishes: refusals and agreed hours, on the person's word."""

from __future__ import annotations

from shouzheng.gate.papers.matched import Matching, PaperWishes, stated_wishes
from shouzheng.intake.statement.case_toml import parse_case


def wishes_of_statement(text: str, name: str, digest: str, matching: Matching) -> PaperWishes:
    """Return what the persons of a statement refused and agreed to, towards one creditor and its agencies.

    ``digest`` is the SHA-256 (hex) of the file. Raises ``ShouzhengError`` (exit 2) for a file that is no statement.
    """
    case = parse_case(text, name)
    roles = {person.id: person.role for person in case.persons}
    return stated_wishes(case.objections, case.agreed_times, matching, f"case statement sha256:{digest}", roles)
