"""The later parts of the page: worst days, platform duties, what could not be judged, review, third persons, method."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shouzheng.audit.report import words as say
from shouzheng.audit.report.complaints import complaints_part
from shouzheng.audit.report.figures import Figures, RuleFigures
from shouzheng.audit.report.html import Html, outside, table, tag
from shouzheng.audit.report.intervals import share_words
from shouzheng.model.words import Lang, Words
from shouzheng.rulebook.language.nodes import fact_names

#: Facts named for a rule that could not be judged.
_NAMED = 4
PLATFORM = "platform_duties"


def parts_after(figures: Figures, lang: Lang) -> list[Html]:
    """Return the parts after the trend; those without anything to say are left out."""
    more = _More(figures, lang)
    parts = [more.bursts(), more.platform(), more.unjudged(), more.review(), more.thirds(), more.input(), more.method()]
    return [part for part in parts if part]


class _More:
    def __init__(self, figures: Figures, lang: Lang) -> None:
        self._figures, self._lang = figures, lang

    def _say(self, zh: str, en: str) -> str:
        return Words(zh, en).say(self._lang)

    def _title(self, name: str) -> Html:
        return tag("h2", say.PARTS[name].say(self._lang))

    def bursts(self) -> Html:
        """Days on which one person has most findings about how often."""
        hidden = {each.rule.id for each in self._figures.rules if each.is_hidden}
        kept = [burst for burst in self._figures.bursts if not hidden & set(burst.rules)]
        if not kept:
            return Html("")
        rows = [(outside(b.person), str(b.day), f"{b.findings:,}", ", ".join(b.rules)) for b in kept]
        head = [
            self._say("人（化名）", "person (pseudonym)"),
            self._say("日", "day"),
            self._say("次数方面的发现", "findings about how often"),
            self._say("规则", "rules"),
        ]
        return Html(self._title("bursts") + table(head, rows, (2,)))

    def platform(self) -> Html:
        """Duties that bind the institution rather than a single contact: recordings, agencies, complaints, others."""
        rows, seen = [], set[str]()
        for title, facts in say.DUTIES:
            for each in self._figures.rules:
                if each.rule.when is not None and set(facts) & set(fact_names(each.rule.when)):
                    rows.append(self._duty(title, each))
                    seen.add(each.rule.id)
        others = [e for e in self._figures.rules if e.rule.topic == PLATFORM and e.rule.id not in seen]
        rows += [self._duty(say.OTHER_DUTIES, each) for each in others]
        head = (
            self._say("义务", "duty"),
            self._say("规则", "rule"),
            self._say("不合要求", "not as required"),
            self._say("判断了", "judged"),
            self._say("判断不了", "not judged"),
        )
        return Html(
            self._title("platform")
            + table(head, rows, (2, 3))
            + tag("p", say.DUTIES_NOTE.say(self._lang), class_="q")
            + self._columns_wanted([each for each in self._figures.rules if each.rule.id in seen])
            + complaints_part(self._figures.complaints, self._figures.rulebook, self._lang)
        )

    def _duty(self, title: Words, each: RuleFigures) -> tuple[str, ...]:
        """Say what is known of a duty, and of how many contacts it is not known."""
        name = f"{each.rule.id} {each.rule.title.say(self._lang)}"
        if each.is_hidden:
            return title.say(self._lang), name, "–", "–", say.HIDDEN.say(self._lang)
        unknown = "–"
        if each.cannot_tell:
            unknown = f"{each.cannot_tell:,}{self._say('：', ': ')}{self._facts(each.missing)}"
        elif not each.judged:
            unknown = self._say("对这份档案不适用", "does not apply to this archive")
        found = f"{each.found:,}" if each.judged else "–"
        return title.say(self._lang), name, found, f"{each.judged:,}" if each.judged else "–", unknown

    def _columns_wanted(self, shown: list[RuleFigures]) -> Html:
        """Name the columns that would have answered; a duty of which nothing is known is none that was kept."""
        facts = {fact for _, each in say.DUTIES for fact in each}
        lacking = sorted({fact for each in shown for fact, _ in each.missing} & facts)
        if not lacking:
            return Html("")
        line = self._say(
            "不知道不等于做到了。档案里加上这些列就能判断：",
            "Not known is not kept. Columns of these names would tell: ",
        )
        return tag("p", line, tag("code", ", ".join(lacking)))

    def _facts(self, missing: tuple[tuple[str, int], ...]) -> str:
        facts = self._figures.rulebook.facts
        names = [facts[name].label.say(self._lang) if name in facts else name for name, _ in missing[:_NAMED]]
        return self._say("缺 ", "missing ") + self._say("、", ", ").join(names)

    def unjudged(self) -> Html:
        """Rules of which some contacts could not be judged, and the facts that were missing most often."""
        figures = self._figures
        rows = [
            (each.rule.id, each.rule.title.say(self._lang), f"{each.cannot_tell:,}", self._facts(each.missing))
            for each in sorted(figures.rules, key=lambda one: (-one.cannot_tell, one.rule.id))
            if each.cannot_tell and each.rule.topic != PLATFORM
        ]
        if not rows:
            return Html("")
        head = ["", "", self._say("判断不了", "not judged"), self._say("缺什么", "what was missing")]
        count = say.say_rules(len(figures.judged), len(figures.rules)).say(self._lang)
        whole = tag(
            "details", tag("summary", self._say("逐条列出", "rule by rule")), tag("div", table(head, rows, (2,)))
        )
        return Html(self._title("unjudged") + tag("p", count, class_="q") + whole)

    def review(self) -> Html:
        """What two people found in a blind sample."""
        review = self._figures.review
        if not review:
            return Html("")
        kappa = review.get("kappa")
        line = self._say(
            f"两人各自复核 {review['reviewed']:,} 条，一致程度（Cohen κ）{_two(kappa)}；"
            f"有分歧的 {review['disagreed']:,} 条未计入。",
            f"Two people judged {review['reviewed']:,} each; agreement (Cohen’s kappa) {_two(kappa)}; "
            f"{review['disagreed']:,} on which they differ are left out.",
        )
        rows = [
            (rule, share_words(one["precision"]), share_words(one["recall"]), f"{one['reviewed']:,}")
            for rule, one in sorted(review["rules"].items())
        ]
        head = [
            self._say("规则", "rule"),
            self._say("查准 [95%]", "precision [95 %]"),
            self._say("查全 [90%]", "recall [90 %]"),
            self._say("复核", "reviewed"),
        ]
        return Html(self._title("review") + tag("p", line) + table(head, rows, (1, 2, 3)))

    def thirds(self) -> Html:
        """Outcomes with and without any contact to a third person."""
        from shouzheng.audit.report.thirds import CAUTION, GROUPS, OUTCOMES

        found: Mapping[str, Any] = self._figures.thirds
        if not found:
            return Html("")
        rows = [
            (
                GROUPS[group].say(self._lang),
                *(share_words(found[group].get(name)) for name in OUTCOMES),
                f"{found[group]['debtors']:,}" if found[group].get("debtors") is not None else "–",
            )
            for group in GROUPS
            if group in found
        ]
        head = ["", *(words.say(self._lang) for words in OUTCOMES.values()), self._say("债务人", "debtors")]
        cautions = [tag("li", words.say(self._lang)) for words in CAUTION]
        return Html(self._title("thirds") + table(head, rows, (1, 2, 3)) + tag("ul", *cautions))

    def input(self) -> Html:
        """Rows read and refused."""
        result = self._figures.result
        refused = dict(result["refused"])
        rows = [(name, f"{count:,}") for name, count in sorted(refused.items())]
        line = self._say(
            f"读入 {result['rows']:,} 行，其中 {result['contacts']:,} 条是联系，"
            f"{sum(refused.values()):,} 行不能作为联系记录。",
            f"{result['rows']:,} rows, {result['contacts']:,} of them contacts, {sum(refused.values()):,} refused.",
        )
        late = self._figures.late
        notes = [tag("p", line)]
        if late.get("late"):
            notes.append(
                tag(
                    "p",
                    self._say(
                        f"有 {late['late']:,} 条迟到的联系落在已审计的日子里，相关窗口已重新计算。",
                        f"{late['late']:,} late contacts fell into days audited before; their windows are open again.",
                    ),
                )
            )
        head = [self._say("原因", "reason"), self._say("行", "rows")]
        return Html(self._title("input") + "".join(notes) + (table(head, rows, (1,)) if rows else ""))

    def method(self) -> Html:
        """How the figures are made, and which data they stand on."""
        data = self._figures.result["data"]
        lines = [tag("li", words.say(self._lang)) for words in say.METHOD]
        rows = [(name, str(value)) for name, value in sorted(data.items())]
        rows.append((self._say("报告指纹", "report hash"), str(self._figures.result["report_hash"])))
        return Html(
            self._title("method")
            + tag("ul", *lines)
            + table(["", ""], [(name, tag("code", value)) for name, value in rows])
        )


def _two(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float | int) else "–"
