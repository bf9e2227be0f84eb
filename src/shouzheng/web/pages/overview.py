"""All steps of one case in order, each with how far it is: the page a case opens with."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from shouzheng.model.words import Words
from shouzheng.remedy.cases.beside import counting
from shouzheng.web.cases import statement as statements
from shouzheng.web.pages._finding_cards import ranked
from shouzheng.web.pages.cases import REHEARSED
from shouzheng.web.pages.files import doing
from shouzheng.web.visit import Page, Visit


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the page, its title, how far it is (already said)."""

    to: str
    title: Words
    state: str


def show(visit: Visit) -> Response:
    """Show the steps."""
    opened, say = visit.case, visit.say
    with opened.reading() as case:
        stated = statements.current(case, opened.name)
        originals = sum(1 for _ in case.originals())
        contacts = sum(counting(case).values())
        rehearsed = any(True for _ in case.entries(REHEARSED))
    role = stated.items("person")[0].get("role")
    parties = len(stated.items("party"))
    found = opened.found
    number = len(ranked(found)) if found else 0
    steps = (
        Step("who", Words("谁和谁", "Who is who"), _who(visit, str(role), parties)),
        Step("files", Words("放入文件", "Bring files"), say("{n} 个文件", "files: {n}", n=originals)),
        Step("numbers", Words("这些号码是谁", "Whose numbers"), ""),
        Step("timeline", Words("时间线", "Timeline"), say("{n} 次联系", "contacts: {n}", n=contacts)),
        Step("pictures", Words("一眼看清", "At a glance"), ""),
        Step("findings", Words("发现了什么", "What was found"), say("{n} 项", "{n}", n=number) if found else ""),
        Step("next", Words("接下来做什么", "What to do next"), ""),
        Step("letters", Words("写信", "Letters"), ""),
        Step("proceedings", Words("寄出、收到、到期", "Sent, received, due"), ""),
        Step("plan", Words("还款计划", "Repayment plan"), ""),
        Step("dossier", Words("证据档案", "The dossier"), ""),
        Step("bundle", Words("证据包", "The evidence bundle"), ""),
    )
    busy = opened.work.busy
    return visit.page(
        "overview.html",
        200,
        opened.work.problems,
        steps=steps,
        rehearsed=rehearsed,
        busy=busy,
        doing=doing(opened.work.progress, say) if busy else "",
    )


def _who(visit: Visit, role: str, parties: int) -> str:
    if role in ("", "unknown", "None"):
        return visit.say("从这里开始", "start here")
    return visit.say("对方 {n} 个", "other parties: {n}", n=parties)


PAGES = (Page("/case/{case}", show=show, case=True),)
