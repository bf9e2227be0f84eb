"""Retention: what is older than it has to be kept is removed, and the chain goes on from an anchor."""

from __future__ import annotations

from shouzheng.gate.ledger.session import Session


def prune(session: Session, chain: str, before: int, contacts_before: int) -> tuple[int, int]:
    """Set the anchor and remove what is older; the newest entry always stays, so that the chain goes on."""
    run = session.execute
    # clocks may go back: the chain is cut before the first entry that has to stay, whatever comes after it
    asked = {"chain": chain, "before": before}
    first_kept = run("SELECT MIN(place) FROM entry WHERE chain = :chain AND at >= :before", asked)[0][0]
    newest = run("SELECT MAX(place) FROM entry WHERE chain = :chain", asked)[0][0]
    last_gone = (first_kept if first_kept is not None else newest or 0) - 1
    found = run(
        "SELECT place, hash FROM entry WHERE chain = :chain AND place = :place", {"chain": chain, "place": last_gone}
    )
    removed = 0
    if found:
        anchor = {"chain": chain, "place": found[0][0], "hash": found[0][1], "at": before}
        run(session.statements.others["anchor"], anchor)
        removed = run("SELECT COUNT(*) FROM entry WHERE chain = :chain AND place <= :place", anchor)[0][0]
        run("DELETE FROM entry WHERE chain = :chain AND place <= :place", anchor)
    old = {"before": contacts_before}
    contacts = run("SELECT COUNT(*) FROM contact WHERE latest < :before", old)[0][0]
    run("DELETE FROM contact WHERE latest < :before", old)
    run("DELETE FROM refused_text WHERE at < :before", asked)
    return removed, contacts
