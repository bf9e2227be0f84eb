"""The plan for the terminal: sentences wrapped, amounts under one another."""

from __future__ import annotations

from shouzheng.model.words import Lang, Words
from shouzheng.reference.safe_text import shorten, visible
from shouzheng.reference.terminal_text import columns, wrap
from shouzheng.remedy.plan.inputs import PlanInput
from shouzheng.remedy.plan.section import Cell, Section, Table
from shouzheng.remedy.plan.sections import sections
from shouzheng.remedy.plan.working import Plan
from shouzheng.remedy.wording import Voice
from shouzheng.rulebook.load import Rulebook

_TITLE = Words("收支与还款方案", "Income, debts and plans")
_EXAMPLE = Words("（示例：内容均为虚构）", " (example: everything is invented)")
#: Most characters of the person's own text in a table on the screen; the cut is marked.
_WIDEST = 24


def voice_of(lang: Lang, given: PlanInput) -> Voice:
    """Return a voice that leaves the person's own words unconverted."""
    names = [given.title, *(line.what for line in (*given.income, *given.expenses))]
    names += [given.floor.source] if given.floor else []
    for debt in given.debts:
        names += [debt.lender, *(flow.note for flow in debt.flows), *(charge.basis for charge in debt.charges)]
    names += [given.before.lender] if given.before else []
    return Voice(lang, names)


def plan_screen(plan: Plan, rulebook: Rulebook, lang: Lang, width: int) -> str:
    """Return the plan as lines; tables may be wider than ``width`` when their amounts need it."""
    voice = voice_of(lang, plan.given)
    title = voice.own(_TITLE) + (voice.own(_EXAMPLE) if plan.given.invented else "")
    lines = [title, plan.today.isoformat()]
    for section in sections(plan, rulebook):
        lines += ["", *_section(section, voice, width)]
    return "\n".join(line.rstrip() for line in lines)


def _section(section: Section, voice: Voice, width: int) -> list[str]:
    mark = "== " if section.level == 1 else "-- "
    lines = wrap(f"{mark}{voice.own(section.title)}{visible(section.name)}", width)
    if section.table is not None and section.table.rows:
        lines += table_lines(section.table, voice)
    for sentence in section.sentences:
        lines += wrap(visible(voice.own(sentence)), width)
    return lines


def table_lines(table: Table, voice: Voice) -> list[str]:
    """Return a table in columns, amounts to the right."""
    head = [voice.own(words) for words in table.head]
    rows = [[_said(cell, voice) for cell in row] for row in table.rows]
    widths = [max(columns(row[place]) for row in (head, *rows)) for place in range(len(head))]
    right = [all(row[place].right or not row[place].text.zh for row in table.rows) for place in range(len(head))]
    lines = []
    for row in (head, *rows):
        parts = []
        for place, text in enumerate(row):
            space = " " * (widths[place] - columns(text))
            parts.append(space + text if right[place] else text + space)
        lines.append("  " + "  ".join(parts))
    return lines


def _said(cell: Cell, voice: Voice) -> str:
    if cell.own:  # our words and amounts are never cut
        return visible(voice.own(cell.text))
    return visible(shorten(cell.text.zh, _WIDEST))
