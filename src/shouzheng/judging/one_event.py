"""The facts of single events out of a whole file of them, as the rules saw them: for ``rule why`` and ``rule diff``.

Facts come from the event, the person's statement and the reading of its words; counts look at all attributed contacts
of the file, those that several files show once. Of an event that nobody attributed all counts are unknown, as in
``judge.judge_words``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from shouzheng.intake.attribution import Attributor
from shouzheng.intake.event_rows import EventRow, read_event_rows
from shouzheng.judging.case import Contact
from shouzheng.judging.facts import Background, base_facts
from shouzheng.judging.joining import join_contacts
from shouzheng.judging.judge import count_all, subjects_of
from shouzheng.judging.placement import place
from shouzheng.judging.verdicts import Subject
from shouzheng.model.attribution import Attribution
from shouzheng.model.case import Case, Role
from shouzheng.model.event import ContactEvent, Direction
from shouzheng.model.reading import Reading
from shouzheng.reading.lexicon import Lexicon
from shouzheng.reading.one import read
from shouzheng.rulebook.load import Rulebook

#: Chooses rows of the file.
Wanted = Callable[[EventRow], bool]


def subjects_of_file(
    path: Path, case: Case, rulebook: Rulebook, lexicon: Lexicon, *, stated: bool, wanted: Wanted | None = None
) -> list[tuple[EventRow, Subject, bool]]:
    """Return the wanted events of ``events.jsonl`` (all attributed ones by default) with the facts that rules see.

    The third of each tells whether the event is attributed, so that its counts are known. ``stated``: attribute anew
    by the case; else as the file says. Raises ``ShouzhengError`` for a file that is none.
    """
    attributor = Attributor(case) if stated else None
    chosen: list[tuple[EventRow, Contact]] = []
    for row in read_event_rows(path):
        attribution = attributor(row.event) if attributor else row.attribution
        if attribution.may_leave or (wanted is not None and wanted(row)):
            chosen.append((row, _contact(row.event, attribution, case, lexicon)))
    chosen.sort(key=lambda one: one[1].event.time.utc)
    joined = join_contacts(contact for _, contact in chosen if contact.attribution.may_leave)
    subjects = {subject.event: subject for subject in _counted(list(joined.contacts), case, rulebook)}
    background = Background.of(case)
    found = []
    for row, contact in chosen:
        if wanted is None or wanted(row):
            lead = joined.leads.get(row.event.id, row.event.id)
            subject = subjects.get(lead) if contact.attribution.may_leave else None
            found.append((row, subject or _alone(contact, case, background), subject is not None))
    return found


def _contact(event: ContactEvent, attribution: Attribution, case: Case, lexicon: Lexicon) -> Contact:
    return Contact(event, attribution, _reading(event, case, lexicon))


def _reading(event: ContactEvent, case: Case, lexicon: Lexicon) -> Reading | None:
    if event.text is None:
        return None
    roles = {person.id: person.role for person in case.persons}
    own, sent = event.direction is Direction.OUTBOUND, event.time.beijing.date()
    return read(event.text, lexicon, addressee=roles.get(event.owner, Role.UNKNOWN), own_words=own, sent=sent)


def _counted(contacts: list[Contact], case: Case, rulebook: Rulebook) -> Iterable[Subject]:
    background = Background.of(case, contacts)
    values = [base_facts(contact, case, background) for contact in contacts]
    return subjects_of(contacts, values, count_all(contacts, values, rulebook))


def _alone(contact: Contact, case: Case, background: Background) -> Subject:
    facts = base_facts(contact, case, background)
    return Subject(contact.event.id, place(contact.event.time).day, facts)
