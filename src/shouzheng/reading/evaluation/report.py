"""The figures as JSON, as tables for the terminal, and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from shouzheng.model.words import Lang, Words
from shouzheng.reading.evaluation.counts import Figure, Figures
from shouzheng.reading.evaluation.measure import Error, Result
from shouzheng.reading.evaluation.rows import Rows
from shouzheng.reference.safe_text import visible

#: Fewer labelled rows than this say little; the tables mark them.
FEW = 15
#: This much of a text is shown beside an error.
_EXCERPT = 60

_KINDS, _ACTS = Words("文本类型", "kinds"), Words("行为", "acts")
_HARD = Words("硬行为合计（威胁、辱骂、冒充、泄露、向第三方要钱）", "hard acts together")
_MACRO = Words("宏平均 F1", "macro F1")
_HEAD = Words(
    "标注|准确率|召回率|F1|95% 区间|条数|关键词 F1", "label|precision|recall|F1|95 % interval|rows|keywords F1"
)
_FEW_NOTE = Words(
    f"* 少于 {FEW} 条，数字仅供参考。区间：按来源分组有放回抽取 1000 次。",
    f"* fewer than {FEW} rows: the figure says little. Intervals: whole groups drawn 1,000 times with replacement.",
)


@dataclass(frozen=True, slots=True)
class Report:
    """Our figures and the baseline's on the same rows, and the hash of the lexicon that gave them."""

    source: Rows
    ours: Result
    baseline: Result
    lexicon: str


def as_json(report: Report) -> dict[str, object]:
    """Return the figures with the documented keys; a figure that cannot be told is null."""
    return {
        "rows": report.ours.rows,
        "groups": report.ours.groups,
        "not_counted": len(report.source.problems),
        "unknown_labels": dict(report.source.unknown),
        "lexicon": report.lexicon,
        **_result_json(report.ours),
        "baseline": _result_json(report.baseline),
    }


def _result_json(result: Result) -> dict[str, object]:
    return {
        "kinds": {
            "macro_f1": _round(result.kinds.macro_f1),
            "macro_f1_interval": _pair(result.kinds.macro_interval),
            **_labels_json(result.kinds.by_label),
        },
        "acts": _labels_json(result.acts.by_label),
        "hard_acts": _figure_json(result.hard.by_label["hard_acts"]),
    }


def _labels_json(by_label: Mapping[str, Figure]) -> dict[str, object]:
    return {str(label): _figure_json(figure) for label, figure in by_label.items()}


def _figure_json(figure: Figure) -> dict[str, object]:
    count = figure.count
    return {
        "precision": _round(count.precision),
        "recall": _round(count.recall),
        "f1": _round(count.f1),
        "support": count.support,
        "read": count.right + count.false,
        "f1_interval": _pair(figure.f1),
        "precision_interval": _pair(figure.precision),
        "recall_interval": _pair(figure.recall),
    }


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _pair(pair: tuple[float, float] | None) -> list[float] | None:
    return None if pair is None else [round(pair[0], 4), round(pair[1], 4)]


def tables(report: Report, lang: Lang) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield title and lines (the first is the head) of each table: kinds, acts, hard acts."""
    ours, base = report.ours, report.baseline
    macro = [
        _MACRO.say(lang),
        "",
        "",
        _number(ours.kinds.macro_f1),
        _range(ours.kinds.macro_interval),
        str(ours.rows),
        _number(base.kinds.macro_f1),
    ]
    yield _KINDS.say(lang), [_HEAD.say(lang).split("|"), *_lines(ours.kinds, base.kinds), macro]
    yield _ACTS.say(lang), [_HEAD.say(lang).split("|"), *_lines(ours.acts, base.acts)]
    yield _HARD.say(lang), [_HEAD.say(lang).split("|"), *_lines(ours.hard, base.hard)]


def _lines(ours: Figures, base: Figures) -> Iterator[list[str]]:
    for label, figure in ours.by_label.items():
        count = figure.count
        if not count.support and not count.false:
            continue
        few = "*" if count.support < FEW else ""
        yield [
            str(label),
            _number(count.precision),
            _number(count.recall),
            _number(count.f1) + few,
            _range(figure.f1),
            str(count.support),
            _number(base.by_label[label].count.f1),
        ]


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _range(pair: tuple[float, float] | None) -> str:
    return "–" if pair is None else f"{pair[0]:.2f}–{pair[1]:.2f}"


def as_markdown(report: Report, lang: Lang) -> str:
    """Return the tables as Markdown."""
    parts: list[str] = []
    for title, lines in tables(report, lang):
        rows = ["| " + " | ".join(line) + " |" for line in lines]
        rows.insert(1, "|---" + "|---:" * (len(lines[0]) - 1) + "|")
        parts.append(f"**{title}**\n\n" + "\n".join(rows) + "\n")
    return "\n".join([*parts, _FEW_NOTE.say(lang) + "\n"])


def as_text(report: Report, lang: Lang, most_errors: int) -> str:
    """Return the tables and the errors for a terminal; texts of rows are shortened and made harmless."""
    parts: list[str] = []
    for title, lines in tables(report, lang):
        widths = [max(_width(line[column]) for line in lines) for column in range(len(lines[0]))]
        parts.append(title)
        parts += [
            "  " + "  ".join(_pad(cell, width) for cell, width in zip(line, widths, strict=True)) for line in lines
        ]
        parts.append("")
    parts.append(_FEW_NOTE.say(lang))
    if report.source.unknown:
        named = ", ".join(f"{visible(name)} ×{number}" for name, number in report.source.unknown)
        parts.append(
            Words("不认识、未计入的标注：{n}", "labels not known and not counted: {n}").fill(n=named).say(lang)
        )
    errors = report.ours.errors
    parts += ["", Words("读错的行：{n}", "rows read otherwise: {n}").fill(n=str(len(errors))).say(lang)]
    parts += [_error(error) for error in errors[:most_errors]]
    return "\n".join(parts) + "\n"


def _error(error: Error) -> str:
    row, answer = error.row, error.answer
    parts = [visible(row.id)]
    if error.wrong_kind:
        parts.append(f"{row.kind} → {answer.kind}")
    patterns = dict(answer.shown)
    parts += [f"+{name} ({patterns.get(name, '')})" for name in error.false] + [f"-{name}" for name in error.missed]
    return f"  {'  '.join(parts)}\n      {visible(' '.join(row.text[:_EXCERPT].split()))}"


def _width(text: str) -> int:
    return sum(2 if "\u2e80" <= char <= "\uffef" else 1 for char in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
