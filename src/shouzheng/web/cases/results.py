"""What was found in a case, as the pages need it: judged once in the background, kept while the case is open."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from shouzheng.casefile.case import CaseFile
from shouzheng.reference.problems import ShouzhengError
from shouzheng.remedy.cases.judge import CaseCheck, check_case, with_numbers
from shouzheng.remedy.cases.statement import Choice, choices, finding_subject
from shouzheng.remedy.findings.read import findings_of
from shouzheng.remedy.findings.write import findings_bytes
from shouzheng.remedy.gather import material_of
from shouzheng.remedy.letters.library import Library, load_library
from shouzheng.remedy.material import Material
from shouzheng.remedy.situation import Situation, situation_of


@dataclass(frozen=True)
class Found:
    """One result: ``number`` says after which change of the case it was made, ``material`` what outputs are made of."""

    number: int
    checked: CaseCheck
    material: Material

    @cached_property
    def _bytes(self) -> bytes:
        return findings_bytes(self.material)

    def situation(self, person: str | None, creditor: str | None) -> tuple[Situation, Library]:
        """Return who writes to whom with the letters there are; raises ``ShouzhengError`` as ``situation_of``."""
        rulebook = self.checked.result.rulebook
        result = findings_of(self._bytes, "findings.json")
        case = self.checked.result.case
        found = situation_of(case, result, rulebook, self.material.as_of, person=person, creditor=creditor)
        return found, load_library(rulebook)


def judged(view: CaseFile, number: int, today: date, writing: Callable[[], AbstractContextManager[CaseFile]]) -> Found:
    """Judge what the case holds, and keep the evidence numbers that the pages are going to show.

    Only what is new is written, in a moment of ``writing``: pages that read never wait for it. Where the disk refuses,
    the numbers stay provisional, and a paper keeps them before it is handed out. Raises ``ShouzhengError`` as
    ``check_case``.
    """
    checked = check_case(view, as_of=today)
    with suppress(ShouzhengError), writing() as case:
        checked = with_numbers(case, checked)
    return Found(number, checked, material_of(checked.result))


def without_rejected(found: Found, case: CaseFile) -> Found:
    """Return the result without the findings that the person has rejected since it was made, confirmed ones marked."""
    said = choices(case)
    judgement = found.checked.result.judgement
    kept = tuple(
        replace(each, confirmed_by_person=said.get(finding_subject(each.id)) is Choice.CONFIRMED)
        for each in judgement.findings
        if said.get(finding_subject(each.id)) is not Choice.REJECTED
    )
    if kept == judgement.findings:
        return found
    result = replace(found.checked.result, judgement=replace(judgement, findings=kept))
    return Found(found.number, replace(found.checked, result=result), material_of(result))
