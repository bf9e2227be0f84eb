"""The plan as an A4 PDF and its reminders as a calendar file."""

from __future__ import annotations

from shouzheng.model.words import Lang, Words
from shouzheng.remedy.paper.calendar_file import Reminder
from shouzheng.remedy.paper.typesetting import typeset
from shouzheng.remedy.plan.inputs import OPTION_WORDS
from shouzheng.remedy.plan.money import yuan
from shouzheng.remedy.plan.screen import voice_of
from shouzheng.remedy.plan.section import Cell, Section
from shouzheng.remedy.plan.sections import sections
from shouzheng.remedy.plan.working import Kept, Plan
from shouzheng.remedy.wording import Voice
from shouzheng.rulebook.load import Rulebook

_MAIN = "plan.typ"
_TITLE = Words("收支与还款方案", "Income, debts and plans")
_PAGE = Words("第 {page} 页，共 {pages} 页", "page {page} of {pages}")
_EXAMPLE = Words("【虚构示例】", "[Invented example]")
_NEUTRAL = Words("守正：今天有一笔要付", "Shouzheng: a payment today")
_LOOK = Words(
    "付给谁、多少，见 shouzheng plan 的还款记录。", "To whom and how much: see the payments in shouzheng plan."
)


def plan_pdf(plan: Plan, rulebook: Rulebook, lang: Lang) -> bytes:
    """Return the PDF; raises ``ShouzhengError`` (``SZ-5101``) when Typst refuses."""
    voice = voice_of(lang, plan.given)
    view: dict[str, object] = {
        "lang": lang.value,
        "day": plan.today.isoformat(),
        "title": voice.own(_TITLE),
        "name": voice.quote(plan.given.title),
        "mark": voice.own(_EXAMPLE) if plan.given.invented else "",
        "page": voice.own(_PAGE),
        "sections": [_section(each, voice) for each in sections(plan, rulebook)],
    }
    return typeset(_MAIN, view, plan.today, "plan.pdf")


def _section(section: Section, voice: Voice) -> dict[str, object]:
    table = section.table
    return {
        "level": section.level,
        "title": voice.own(section.title),
        "name": voice.quote(section.name),
        "sentences": [voice.rich(each) for each in section.sentences],
        "head": [voice.own(words) for words in table.head] if table else [],
        "right": _right(section),
        "rows": [[_cell(cell, voice) for cell in row] for row in table.rows] if table else [],
    }


def _right(section: Section) -> list[bool]:
    if section.table is None:
        return []
    rows = section.table.rows
    return [
        bool(rows) and all(row[place].right or not row[place].text.zh for row in rows)
        for place in range(len(section.table.head))
    ]


def _cell(cell: Cell, voice: Voice) -> object:
    return voice.rich(cell.text) if cell.own else voice.quote(cell.text.zh)


def plan_reminders(plan: Plan, lang: Lang, *, detail: bool) -> list[Reminder]:
    """Return a reminder for each payment still to come of the chosen plans; neutral unless ``detail`` is wanted."""
    voice = voice_of(lang, plan.given)
    found = []
    for progress in plan.progress:
        kind = OPTION_WORDS[progress.schedule.option.kind]
        for step in progress.steps:
            if step.kept is Kept.PAID or step.payment.day < plan.today:
                continue
            left = yuan(step.payment.fen - step.paid)
            key = f"plan|{progress.debt.id}|{progress.schedule.option.kind.value}|{step.payment.no}"
            words = Words(
                f"{progress.debt.lender}：{kind.zh}第{step.payment.no}期 {left} 元",
                f"{progress.debt.lender}: {kind.en} {step.payment.no}, {left} yuan",
            )
            title = voice.own(words) if detail else voice.own(_NEUTRAL)
            found.append(Reminder(key, step.payment.day, title, voice.own(_LOOK), (3, 0)))
    return found
