"""The part of the report on the register of complaints: what became of each, by the rules on answering in time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shouzheng.audit.register.sums import CLASS, IN_TIME, LATE, OTHER, OUTCOMES, OVERDUE, UNKNOWN, WAITING
from shouzheng.audit.report.html import Html, outside, table, tag
from shouzheng.audit.report.intervals import share_words
from shouzheng.model.words import Lang, Words
from shouzheng.rulebook.load import Rulebook

_TITLE = Words("投诉逐件统计（投诉登记）", "Complaints one by one (the register)")
_HEAD: Mapping[str, Words] = {
    IN_TIME: Words("按期答复", "in time"),
    LATE: Words("迟答复", "answered late"),
    WAITING: Words("未答复，未到期", "open, in time"),
    OVERDUE: Words("未答复，已逾期", "open, late"),
    UNKNOWN: Words("判断不了", "not judged"),
    OTHER: Words("规则不适用", "rule does not apply"),
}
_SHARE = Words("未按期 [95%]", "not in time [95 %]")
_ALL, _NO_CLASS = Words("全部", "all"), Words("没有分类", "no class given")
_NOTE = Words(
    "以北京时间的日计；工作日依国务院办公厅放假通知，自受理次日起算。未按期 = 迟答复和未答复已逾期 ÷ 已能判断的。"
    "期限是工作日还是自然日没有核实，按较长的算。少于十件的格子不显示。",
    "Days in Beijing; working days by the State Council’s notices, from the day after acceptance. Not in time = late "
    "and overdue ÷ those that can be told. Whether the law means working days is not confirmed; the longer is taken. "
    "Cells of fewer than ten are not shown.",
)
_REASONS: Mapping[str, Words] = {
    "no_number": Words("没有编号", "no number"),
    "bad_received": Words("受理日看不懂或没有", "day of acceptance missing or not a day"),
    "bad_answered": Words("答复日看不懂", "day of the answer not a day"),
    "answered_before_received": Words("答复早于受理", "answered before it was accepted"),
    "received_later": Words("受理晚于统计日", "accepted after the day of the count"),
    "contradicts_itself": Words("同一编号内容不一", "one number, rows that differ"),
    "repeated": Words("重复", "repeated"),
    "unreadable_line": Words("读不了的行", "lines that cannot be read"),
}


def complaints_part(found: Mapping[str, Any], rulebook: Rulebook, lang: Lang) -> Html:
    """Return the part; nothing where no register was counted."""
    if not found:
        return Html("")
    until = Words(
        f"截至 {found['until']}，{found['complaints']:,} 件", f"{found['complaints']:,} up to {found['until']}"
    )
    parts = [tag("h3", _TITLE.say(lang)), tag("p", until.say(lang), class_="q")]
    for rule, sums in sorted(found["rules"].items()):
        title = next((each.title.say(lang) for each in rulebook.rules if each.id == rule), "")
        head = ["", *(_HEAD[name].say(lang) for name in OUTCOMES), _SHARE.say(lang)]
        labels = rulebook.facts[CLASS].value_words or {}
        rows = [_row(_ALL.say(lang), sums["all"])]
        for name, figures in sums["classes"].items():
            words = labels.get(name, _NO_CLASS) if name else _NO_CLASS
            rows.append(_row(words.say(lang), figures))
        parts += [tag("p", f"{rule} {title}"), table(head, rows, tuple(range(1, len(head))))]
        parts.append(_missing(sums["missing"], rulebook, lang))
    return Html("".join([*parts, _refused(found["refused"], lang), tag("p", _NOTE.say(lang), class_="q")]))


def _row(name: str, figures: Mapping[str, Any] | None) -> tuple[str, ...]:
    if figures is None:
        return (outside(name), *("–" for _ in OUTCOMES), "–")
    return (outside(name), *(f"{figures[each]:,}" for each in OUTCOMES), share_words(figures["share"]))


def _missing(missing: Mapping[str, int], rulebook: Rulebook, lang: Lang) -> Html:
    if not missing:
        return Html("")
    listed = (
        Words("、", ", ")
        .say(lang)
        .join(f"{rulebook.facts[fact].label.say(lang)} {count:,}" for fact, count in missing.items())
    )
    return tag("p", Words("判断不了的缺：", "Missing where not judged: ").say(lang), listed)


def _refused(refused: Mapping[str, int], lang: Lang) -> Html:
    if not refused:
        return Html("")
    listed = (
        Words("、", ", ")
        .say(lang)
        .join(
            f"{_REASONS[name].say(lang) if name in _REASONS else outside(name)} {count:,}"
            for name, count in refused.items()
        )
    )
    return tag("p", Words("未计入的行：", "Rows left out: ").say(lang), listed)
