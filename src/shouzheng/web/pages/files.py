"""Bring files: many at once, stored encrypted as they arrive, read in the background, each with what may be missing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.responses import Response, StreamingResponse

from shouzheng.casefile.kept import Stored
from shouzheng.intake.report import ImportReport
from shouzheng.intake.source import AUDIO
from shouzheng.reference.problems import Problem
from shouzheng.remedy.report_entry import as_report
from shouzheng.web.cases import statement as statements
from shouzheng.web.cases.brought import COMING, TAKEN, taken
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


def show(visit: Visit) -> Response:
    """Show the form, what is under way, and what became of each file."""
    opened = visit.case
    with opened.reading() as case:
        people = statements.current(case, opened.name).named(Kind.PERSON)
        files = taken(case)
        reports = _reports(visit)
        lost = [Problem(NOT_ARRIVED, "", (("name", e.subject),)) for e in case.entries(COMING) if not e.content["here"]]
    return visit.page(
        "files.html",
        200,
        lost,
        people=people,
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
    return visit.go(f"/case/{opened.name}/files#now")


def change(visit: Visit) -> Response:
    """Give up the file being read, or read one again, with the passphrase of its backup."""
    opened, number = visit.case, visit.whole("number")
    if visit.text("do") == "skip":
        opened.work.skip.set()
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


def doing(progress: Progress, say: Say) -> str:
    """Say what is under way."""
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
