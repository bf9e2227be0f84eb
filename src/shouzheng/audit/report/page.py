"""The report as one page for a browser, without network or script: from a bar to events, clause and articles."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from shouzheng.audit.report import words as say
from shouzheng.audit.report.figures import BREAKDOWNS, Cell, Figures, RuleFigures, by_findings
from shouzheng.audit.report.html import Html, bar, outside, page, table, tag
from shouzheng.audit.report.more import parts_after
from shouzheng.judging.wording import cited
from shouzheng.model.law import Citation, CiteRole
from shouzheng.model.moment import BEIJING
from shouzheng.model.verdict import Answer
from shouzheng.model.words import Lang, Words

#: Values of a breakdown that are drawn; all of them stand in the CSV file.
_DRAWN = 24
_PRINTED = (CiteRole.FORBIDS, CiteRole.SUPPORTS)


def report_page(figures: Figures, lang: Lang) -> bytes:
    """Return the page in one language."""
    return page(say.TITLE, _Page(figures, lang).body(), lang)


def share_words(cell: Cell, lang: Lang) -> str:
    """Return share and interval of a cell, or that it is hidden."""
    interval = cell.interval
    if interval is None or not cell.judged or cell.found is None:
        return Words("不显示", "not shown").say(lang)
    low, high = interval
    share = cell.found / cell.judged
    digits = _digits(share or high)
    return f"{share:.{digits}%} [{low:.{digits}%}, {high:.{digits}%}]"


def _digits(share: float) -> int:
    """Return how many decimals of a percentage tell a share from nothing."""
    return 1 if share >= 0.01 else 2 if share >= 0.001 else 3


class _Page:
    def __init__(self, figures: Figures, lang: Lang) -> None:
        self._figures, self._lang = figures, lang
        self._law = figures.rulebook

    def _say(self, zh: str, en: str) -> str:
        return Words(zh, en).say(self._lang)

    def body(self) -> str:
        """Return all parts in order."""
        parts = [self._head(), self._rules(), self._trend(), *parts_after(self._figures, self._lang)]
        return "".join(parts)

    def _head(self) -> Html:
        result, figures = self._figures.result, self._figures
        days = figures.days
        when = f"{days[0]} – {days[1]}" if days else "–"
        breaches, looks = figures.said(Answer.BREACH), figures.said(Answer.NEEDS_PERSON)
        boxes = (
            (f"{result['contacts']:,}", self._say("条联系", "contacts")),
            (f"{breaches:,}", self._say("处不符合规定", "breaches")),
            (f"{looks:,}", self._say("处须由人判断", "for a person to judge")),
            (f"{len(figures.judged)} / {len(figures.rules)}", self._say("条规则可以判断", "rules judged")),
        )
        law = str(result["data"]["law"]).removeprefix("sha256:")[:16]
        line = self._say(
            f"{when} · 法律数据 {law}… · 报告指纹 {result['report_hash'][:16]}…",
            f"{when} · law data {law}… · report hash {result['report_hash'][:16]}…",
        )
        accepted = [
            tag(
                "p",
                self._say("开始前的提醒，经人确认后继续：", "Doubt overridden by a person: "),
                outside(each.say(self._lang), 200),
            )
            for each in figures.accepted
        ]
        cells = [tag("div", tag("b", number), label) for number, label in boxes]
        return Html(
            tag("h1", say.TITLE.say(self._lang))
            + tag("p", line, class_="q")
            + tag("div", *cells, class_="f")
            + "".join(accepted)
        )

    def _rules(self) -> Html:
        figures = self._figures
        shown = sorted(figures.judged, key=by_findings)
        most = max((c.interval[1] for c in (each.whole for each in shown) if c.interval), default=1.0)
        hit = [each for each in shown if each.found]
        clear = [each for each in shown if not each.found]
        parts = [
            tag("h2", say.PARTS["rules"].say(self._lang)),
            tag("p", say.say_rules(len(figures.judged), len(figures.rules)).say(self._lang), class_="q"),
            *(self._rule(each, most) for each in hit),
        ]
        if clear:
            parts.append(tag("h3", self._say("判断过，没有发现", "Judged, nothing found")))
            parts += [self._rule(each, most) for each in clear]
        return Html("".join(parts))

    def _rule(self, each: RuleFigures, most: float) -> Html:
        rule, whole = each.rule, each.whole
        line = tag(
            "span",
            tag("span", rule.id),
            tag("span", rule.title.say(self._lang)),
            self._bar(whole, most, rule.id),
            tag("span", share_words(whole, self._lang), class_="n"),
            class_="s",
        )
        inside = [self._counted(each), *self._breakdowns(each), self._events(each), self._clause(each)]
        return tag("details", tag("summary", line), tag("div", *inside), id=rule.id)

    def _bar(self, cell: Cell, most: float, name: str) -> Html:
        interval = cell.interval
        if interval is None or not cell.judged or cell.found is None:
            return tag("span", "")
        return bar(cell.found / cell.judged, *interval, most, f"{name} {share_words(cell, self._lang)}")

    def _counted(self, each: RuleFigures) -> Html:
        if each.is_hidden:
            return tag("p", say.HIDDEN.say(self._lang), class_="q")
        kind = (
            self._say("须由人判断", "for a person to judge")
            if each.rule.answer.value == "needs_person"
            else self._say("不符合规定", "breaches")
        )
        return tag(
            "p",
            self._say(
                f"判断了 {each.judged:,} 条，{kind} {each.found:,} 条；另有 {each.cannot_tell:,} 条缺事实，判断不了。",
                f"{each.judged:,} judged, {each.found:,} {kind}; of {each.cannot_tell:,} more a fact was missing.",
            ),
        )

    def _breakdowns(self, each: RuleFigures) -> list[Html]:
        return [
            tag("details", tag("summary", say.BY[by].say(self._lang)), tag("div", self._cells(by, each.cells[by])))
            for by in BREAKDOWNS
            if len(each.cells[by]) > 1 and each.found
        ]

    def _cells(self, by: str, cells: tuple[Cell, ...]) -> Html:
        shown = [cell for cell in cells if cell.interval]
        if by in ("hour", "week"):
            shown.sort(key=lambda cell: (cell.value is None, int(cell.value or 0)))
        else:
            shown.sort(key=lambda cell: (-(cell.interval or (0.0,))[0], cell.value or ""))
        most = max((cell.interval[1] for cell in shown if cell.interval), default=1.0)
        rows = [
            (
                self._value(by, cell.value),
                self._bar(cell, most, by),
                share_words(cell, self._lang),
                f"{cell.found:,}",
                f"{cell.judged:,}",
            )
            for cell in shown[:_DRAWN]
        ]
        head = (
            "",
            "",
            self._say("比例 [95%]", "share [95 %]"),
            self._say("发现", "found"),
            self._say("判断", "judged"),
        )
        notes = []
        if gone := len(cells) - len(shown):
            notes.append(f"{gone} × {say.HIDDEN.say(self._lang)}")
        if len(shown) > _DRAWN:
            notes.append(
                self._say(f"另 {len(shown) - _DRAWN} 项见 rates.csv", f"{len(shown) - _DRAWN} more in rates.csv")
            )
        return Html(table(head, rows, (2, 3, 4)) + "".join(tag("p", note, class_="q") for note in notes))

    def _value(self, by: str, value: str | None) -> Html:
        if value is None:
            return outside(say.UNKNOWN_VALUE.get(by, say.NOT_SAID).say(self._lang))
        if by == "week":
            return Html(str(date(1970, 1, 1) + timedelta(int(value))))
        if by == "hour":
            return Html(f"{int(value):02}:00")
        fact = {"channel": "channel", "role": "recipient_role"}.get(by)
        return outside(self._law.facts[fact].say_value(value).say(self._lang) if fact else value)

    def _events(self, each: RuleFigures) -> Html:
        if not each.events or each.is_hidden:
            return Html("")
        rows = [
            (
                outside(event.contact),
                _time(event.at),
                outside(event.person),
                "–" if event.agency is None else outside(event.agency),
            )
            for event in each.events
        ]
        head = [
            self._say("联系编号", "contact"),
            self._say("时间（北京）", "time (Beijing)"),
            self._say("人（化名）", "person (pseudonym)"),
            say.BY["agency"].say(self._lang),
        ]
        title = self._say(
            f"其中 {len(rows)} 条（全部见 findings.parquet）", f"{len(rows)} of them (all stand in findings.parquet)"
        )
        return Html(tag("h3", title) + table(head, rows))

    def _clause(self, each: RuleFigures) -> Html:
        rule = each.rule
        found = [
            Citation(p, self._law.instruments[p.instrument], c.role)
            for c in rule.cites
            for p in [self._law.provisions[c.provision]]
            if c.role in _PRINTED
        ]
        kept = [citation for citation in found if self._reaches(citation)]
        items = [
            tag(
                "li",
                cited([citation]).say(self._lang),
                "：" if self._lang is not Lang.EN else ": ",
                citation.provision.gist.say(self._lang),
            )
            for citation in kept
        ]
        unless = [tag("li", one.words.say(self._lang)) for one in rule.exceptions]
        parts = [
            tag("h3", self._say("条件", "The clause")),
            tag("p", rule.plain.forbids.say(self._lang)),
            tag("pre", tag("code", rule.when_text.strip())),
        ]
        if unless:
            parts += [tag("p", self._say("除外：", "Except:")), tag("ul", *unless)]
        parts += [tag("h3", self._say("条文", "The articles")), tag("ul", *items)]
        parts += [
            tag("p", self._say("可能的疑问：", "What may be doubted: "), rule.plain.doubt.say(self._lang), class_="q")
        ]
        return Html("".join(parts))

    def _reaches(self, citation: Citation) -> bool:
        """True when the provision was in force on some day of the archive."""
        days = self._figures.days
        if days is None:
            return True
        return all(
            force.first <= days[1] and (force.last is None or force.last >= days[0])
            for force in (citation.provision.in_force, citation.instrument.in_force)
        )

    def _trend(self) -> Html:
        """Findings of all rules for each hundred answers, week by week; a week with a hidden rule shows the others."""
        weeks: dict[int, list[int]] = {}
        for each in self._figures.judged:
            for cell in each.cells["week"]:
                if cell.value is not None and cell.judged is not None and cell.found is not None:
                    sums = weeks.setdefault(int(cell.value), [0, 0])
                    sums[0] += cell.found
                    sums[1] += cell.judged
        cells = tuple(Cell(str(week), judged, found) for week, (found, judged) in sorted(weeks.items()))
        note = self._say(
            "所有规则的判断合计：发现数除以判断数。",
            "All rules together: findings divided by answers given.",
        )
        return Html(
            tag("h2", say.PARTS["trend"].say(self._lang)) + tag("p", note, class_="q") + self._cells("week", cells)
        )


def _time(milliseconds: int) -> str:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
