"""Names, in both languages, that the generated pages of the rulebook use; and the few ways they write Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from shouzheng.model.case import Role
from shouzheng.model.words import Words
from shouzheng.rulebook.files.facts import FactDefinition
from shouzheng.rulebook.files.instruments import ANY
from shouzheng.rulebook.files.rule import ANYONE, RuleGroup, RuleKind, RuleStatus
from shouzheng.rulebook.language.sentence import CLOCK

#: Topics in the order of the index; a topic that is not named here stands after them under its folder's name.
TOPICS = {
    "quiet_hours": Words("联系时间", "Hours of contact"),
    "frequency": Words("联系次数", "Frequency"),
    "third_persons": Words("第三人", "Third persons"),
    "minors": Words("未成年人", "Minors"),
    "abuse": Words("威胁、侮辱与公开", "Threats, insult and exposure"),
    "false_identity": Words("身份不实", "False identity"),
    "legal_threats": Words("虚假法律后果", "False legal consequences"),
    "documents": Words("文书与异议", "Documents and disputes"),
    "fraud": Words("诈骗防范", "Signs of fraud"),
    "money": Words("金额与费用", "Money and cost"),
    "visits": Words("上门与张贴", "Visits and notices"),
    "platform_duties": Words("机构的义务", "Duties of the institution"),
    "guards": Words("防止过度指称", "Guards against overstating"),
    "reminders": Words("给本人的提示", "Reminders for the person"),
}
KINDS = {
    RuleKind.ELEMENT: Words("具体要件", "element"),
    RuleKind.INDICATOR: Words("情形提示", "indicator"),
    RuleKind.REMINDER: Words("提示", "reminder"),
    RuleKind.CHECKLIST: Words("核对项", "checklist"),
}
STATUSES = {
    RuleStatus.EXPERIMENTAL: Words("试验", "experimental"),
    RuleStatus.TEST: Words("试用", "test"),
    RuleStatus.STABLE: Words("稳定", "stable"),
}
GROUPS = {
    RuleGroup.EVENT: Words("按次", "by contact"),
    RuleGroup.DAY: Words("按日", "by day"),
    RuleGroup.WINDOW: Words("按时段", "by window"),
}
#: Units of the numbers of the law.
UNITS = {
    "attempts_per_day": Words("次（每日）", "attempts a day"),
    "basis_points": Words("个基点（万分之一）", "basis points (hundredths of one per cent)"),
    "calls": Words("次通话", "calls"),
    "calls_per_day": Words("次通话（每日）", "calls a day"),
    "contacts": Words("次联系", "contacts"),
    "days": Words("日", "days"),
    "items": Words("项", "items"),
    "messages": Words("条", "messages"),
    "minutes": Words("分钟", "minutes"),
    "months": Words("个月", "months"),
    "natural_days": Words("个自然日", "calendar days"),
    "people": Words("人", "people"),
    "reports_per_day": Words("次（每日）", "reports a day"),
    "times": Words("次", "times"),
    "times_lpr_1y": Words("倍一年期LPR", "times the one-year LPR"),
    "times_per_year": Words("次（每年）", "times a year"),
    "working_days": Words("个工作日", "working days"),
    "years": Words("年", "years"),
    "years_of_age": Words("周岁", "years of age"),
    "yuan": Words("元", "yuan"),
}
NOT_PRINTED = Words("规则库知晓，不打印", "known to the rulebook, not printed")
_ANYBODY = {ANY: Words("不限", "any"), ANYONE: Words("任何人", "anyone")}
#: Roles in the order of the law base, so that lists read the same on every page.
_ROLE_ORDER = [role.value for role in Role]


def topic_words(topic: str) -> Words:
    """Return the name of a topic, or its folder's name."""
    return TOPICS.get(topic) or Words(topic, topic)


def scope_words(values: Sequence[str], fact: FactDefinition | None) -> Words:
    """Say kinds of institutions, products or roles with the labels of their fact."""
    ordered = sorted(values, key=_ROLE_ORDER.index) if set(values) <= set(_ROLE_ORDER) else list(values)
    said = [_kind(value, fact) for value in ordered]
    return Words("、".join(words.zh for words in said), ", ".join(words.en for words in said))


def _kind(value: str, fact: FactDefinition | None) -> Words:
    named = _ANYBODY.get(value)
    if named is not None:
        return named
    return fact.say_value(value) if fact else Words(value, value)


def number_words(value: int | None, about: str, unit: str) -> Words:
    """Say a number of the law with its unit; ``about`` is ``CLOCK`` for a minute of the day."""
    if value is None:
        return Words("法律未给出数字", "the law gives no number")
    if about == CLOCK:
        clock = f"{value // 60:02d}:{value % 60:02d}"
        return Words(clock, clock)
    said = UNITS.get(unit) or Words(unit.replace("_", " "), unit.replace("_", " "))
    return Words(f"{value} {said.zh}", f"{value} {said.en}")


def cell(text: str) -> str:
    """Make text safe for a cell of a Markdown table: one line, no bar, no HTML."""
    return escaped(text).replace("|", "\\|")


def escaped(text: str) -> str:
    """Make text safe for a paragraph: white space folded, nothing that Markdown takes for a tag or a link."""
    return " ".join(text.split()).replace("<", "&lt;").replace("](", "]\\(")


def both(words: Words) -> str:
    """Return both languages for a cell, one under the other; once when they are the same."""
    zh, en = cell(words.zh), cell(words.en)
    return zh if zh == en else f"{zh}<br>{en}"


def paragraphs(words: Words) -> list[str]:
    """Return both languages as two paragraphs."""
    return [escaped(words.zh), "", escaped(words.en), ""]


def heading(level: int, words: Words) -> list[str]:
    """Return a heading in both languages."""
    return [f"{'#' * level} {escaped(words.zh)} / {escaped(words.en)}", ""]


def table(head: Sequence[Words], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return a Markdown table; the cells of the rows are finished text. An empty table is a dash."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    if not lines:
        return ["—", ""]
    titles = " | ".join(f"{cell(words.zh)} / {cell(words.en)}" for words in head)
    return [f"| {titles} |", f"|{'---|' * len(head)}", *lines, ""]


def page(lines: Sequence[str]) -> str:
    """Join the lines of a page; exactly one line end at its end."""
    return "\n".join(lines).rstrip("\n") + "\n"
