"""Bring files: many at once, stored encrypted as they arrive, read in the background, each with what may be missing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

from starlette.responses import Response, StreamingResponse

from shouzheng.casefile.case import CaseFile
from shouzheng.casefile.kept import Stored
from shouzheng.intake.report import ImportReport
from shouzheng.intake.source import AUDIO
from shouzheng.model.kinds import Role
from shouzheng.reference.problems import Problem
from shouzheng.remedy.cases.report_entry import as_report
from shouzheng.remedy.cases.whose_phone import from_packs, give_to
from shouzheng.remedy.labels import ROLE
from shouzheng.web.cases import statement as statements
from shouzheng.web.cases.brought import COMING, TAKEN, Taken, taken
from shouzheng.web.cases.consent import NARRATOR, NEW, agree, agreement_of, without_consent
from shouzheng.web.cases.recording import FORMAT as RECORDING
from shouzheng.web.cases.screenshot import FORMAT as SCREENSHOT
from shouzheng.web.cases.statement_fields import Kind
from shouzheng.web.cases.work import IDLE, JUDGING, READING, SORTING, Progress
from shouzheng.web.problems import NOT_ARRIVED
from shouzheng.web.rendering import Say, plain
from shouzheng.web.uploads import take_files
from shouzheng.web.visit import Page, Visit, missing

#: How often progress is told, in seconds.
_EVERY = 0.3
#: Files named at most that the case held already.
_MOST_SAME = 20
#: What a new person can be to the debt; without an answer it stays open.
_ROLES = {role: ROLE[role] for role in Role if role is not Role.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Owners:
    """The people of the case by id, who tells it, who of the owners of files has not agreed, and which files are packs.

    ``same`` names, by number of a file, the file that came first with the same content.
    """

    people: list[tuple[str, str]]
    narrator: str
    parties: list[tuple[str, str]]
    waiting: list[str]
    packs: frozenset[int]
    same: dict[int, str]


def _owners(case: CaseFile, visit: Visit, files: list[Taken]) -> Owners:
    stated = statements.current(case, visit.case.name)
    first, names = case.first_numbers(), {each.stored.no: each.stored.name for each in files}
    same = {
        each.stored.no: names.get(first[each.stored.digest], "")
        for each in files
        if first[each.stored.digest] != each.stored.no
    }
    whose = list(dict.fromkeys(each.person for each in files))
    return Owners(
        stated.named(Kind.PERSON, visit.lang),
        str(stated.narrator.get("id", NARRATOR)),
        stated.named(Kind.PARTY, visit.lang),
        without_consent(case, whose),
        from_packs(case) if len(stated.items("person")) > 1 else frozenset(),
        same,
    )


def show(visit: Visit) -> Response:
    """Show the form, what is under way, and what became of each file."""
    opened = visit.case
    with opened.reading() as case:
        files = taken(case)
        owners = _owners(case, visit, files)
        reports = _reports(visit)
        lost = [Problem(NOT_ARRIVED, "", (("name", e.subject),)) for e in case.entries(COMING) if not e.content["here"]]
    return visit.page(
        "files.html",
        200,
        lost,
        owners=owners,
        names=dict(owners.people),
        roles=_ROLES,
        new=NEW,
        repeats=[each for each in files if str(each.stored.no) in visit.request.query_params.getlist("same")],
        files=files,
        kinds={each.stored.no: kind for each in files if (kind := _kind(each.stored, reports))},
        noted={each.belongs for each in files},
        reports=reports,
        busy=opened.work.busy,
        percent=opened.work.progress.percent,
        doing=doing(opened.work.progress, visit.say),
    )


def _kind(stored: Stored, reports: dict[int, list[ImportReport]]) -> str:
    """Whether a file has a page of its own: a picture with words or a recording, by what it was read as or its name."""
    formats = {report.format for report in reports.get(stored.no, []) if not report.original.member}
    if SCREENSHOT in formats:
        return "screenshot"
    named = stored.name.lower().endswith(AUDIO)
    return "recording" if RECORDING in formats or named else ""


def _reports(visit: Visit) -> dict[int, list[ImportReport]]:
    with visit.case.reading() as case:
        by_import = {reading.no: reading.original for reading in case.readings()}
        found: dict[int, list[ImportReport]] = {}
        for entry in case.entries("report"):
            report = as_report(entry.content)
            if report is not None and entry.subject.isdigit() and int(entry.subject) in by_import:
                found.setdefault(by_import[int(entry.subject)], []).append(report)
    return found


async def take(visit: Visit) -> Response:
    """Take the files of the form."""
    opened = visit.case
    upload = await take_files(visit.request, visit.session, opened, visit.state.settings.largest_file)
    if not upload.stored:
        return visit.go(f"/case/{opened.name}/files")
    query = "&".join(f"same={number}" for number in upload.again[:_MOST_SAME])
    return visit.go(f"/case/{opened.name}/files{'?' if query else ''}{query}#now")


def change(visit: Visit) -> Response:
    """Give up the file being read, read one again, say whose it is, or store what its owner agreed to."""
    opened, number = visit.case, visit.whole("number")
    if visit.text("do") == "skip":
        opened.work.skip.set()
    elif visit.text("do") == "whose":
        return _given(visit, number)
    elif visit.text("do") == "agreed":
        return _agreed(visit)
    elif visit.text("do") == "seen":
        with opened.writing(judged=False) as case:
            for entry in list(case.entries(COMING)):
                if not entry.content["here"]:
                    case.enter(COMING, entry.subject, {"here": True})
    else:
        if visit.text("secret"):
            opened.work.secrets[number] = visit.text("secret")
        with opened.writing() as case:
            if all(each.no != number for each in case.originals()):
                raise missing()
            case.enter(TAKEN, str(number), {"again": True})
        opened.work.wake()
    return visit.go(f"/case/{opened.name}/files#now")


def _given(visit: Visit, number: int) -> Response:
    """Put right whose phone a file came from; what a person wrote about it goes along."""
    opened, person = visit.case, visit.text("person")
    with opened.writing() as case, case.together():
        stated = statements.current(case, opened.name)
        along = [each.stored.no for each in taken(case) if number in (each.stored.no, each.belongs)]
        if stated.place("person", person) is None or number not in along or number in from_packs(case):
            raise missing()
        for each in along:
            give_to(case, each, person)
    opened.timeline.ready = False
    opened.work.wake()
    return visit.go(f"/case/{opened.name}/files#file-{number}")


def _agreed(visit: Visit) -> Response:
    """Store that the owner of a file agreed."""
    opened, person = visit.case, visit.text("person")
    agreement = agreement_of(
        {key: visit.text(key) for key in ("agreed", "agreed_at")} | {"scope": "\n".join(visit.texts("scope"))}
    )
    with opened.writing() as case, case.together():
        if person not in without_consent(case, [person]):
            raise missing()
        if agreement.given:
            agree(case, person, agreement, opened.name)
    opened.timeline.ready = False
    opened.work.wake()
    return visit.go(f"/case/{opened.name}/files#owners")


def doing(progress: Progress, say: Say) -> str:
    """Say what is under way."""
    if progress.stage == READING and not progress.name:
        return say("正在打开下一个文件", "opening the next file")
    if progress.stage == READING:
        return say(
            "正在读取：{name}，已读到 {n} 次联系；还有 {left} 个文件",
            "reading {name}: {n} contacts so far; files left: {left}",
            name=plain(progress.name),
            n=progress.contacts,
            left=progress.left,
        )
    if progress.stage == SORTING:
        return say("正在排好时间线", "putting the timeline in order")
    if progress.stage == JUDGING:
        return say("正在对照当日的规定", "looking up the rules of each day")
    return say("马上就好", "almost done")


async def progress(visit: Visit) -> Response:
    """Tell the progress as it happens, until nothing is under way."""
    work, say = visit.case.work, visit.say

    async def told() -> AsyncIterator[str]:
        last = ""
        while work.busy:
            now = work.progress
            said = json.dumps({"words": doing(now, say), "percent": now.percent if now.stage != IDLE else 0})
            if said != last:
                yield f"data: {said}\n\n"
                last = said
            await asyncio.sleep(_EVERY)
        yield 'data: {"done": true}\n\n'

    return StreamingResponse(told(), media_type="text/event-stream")


PAGES = (
    Page("/case/{case}/files", show=show, take=take, case=True),
    Page("/case/{case}/files/change", act=change, case=True),
    Page("/case/{case}/progress", stream=progress, case=True, quiet=True),
)
