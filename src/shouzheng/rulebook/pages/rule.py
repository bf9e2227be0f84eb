"""The generated page of one rule, under fixed headings, for lawyers and for whoever is contacted."""

from __future__ import annotations

import re
from datetime import date

from shouzheng.model.law import CiteRole, InForce, Provision
from shouzheng.model.words import Words
from shouzheng.rulebook.describe import Version, answer_of, sql_of_day, transition_words, versions, when_sentence
from shouzheng.rulebook.files.rule import Rule, RuleKind, RuleTest
from shouzheng.rulebook.files.thresholds import field_of
from shouzheng.rulebook.labels import ANSWERS, ARTICLE_NOT_VERIFIED, ROLES, VERIFIED
from shouzheng.rulebook.language.sentence import CLOCK
from shouzheng.rulebook.load import Rulebook
from shouzheng.rulebook.pages.needs import needs_of, reason
from shouzheng.rulebook.pages.words import (
    GROUPS,
    KINDS,
    NOT_PRINTED,
    STATUSES,
    both,
    escaped,
    heading,
    number_words,
    page,
    paragraphs,
    scope_words,
    table,
    topic_words,
)
from shouzheng.rulebook.select import scope_of

#: The fixed headings of every page, in this order.
HEADINGS = (
    Words("禁止什么", "What it forbids"),
    Words("自何时起", "Since when"),
    Words("对谁适用", "For whom"),
    Words("条件", "The condition"),
    Words("例子", "Examples"),
    Words("不禁止什么", "What it does not forbid"),
    Words("把握有多大，还可能是什么", "How sure, and what else it could be"),
    Words("可以做什么", "What to do"),
)
GENERATED = Words(
    "由法律数据生成，请勿手改；笔记，不是法律意见。",
    "Generated from the law data, do not edit; notes, not legal advice.",
)
_ARTICLE_ZH, _ARTICLE_EN = re.compile(r"第[一二三四五六七八九十百零〇0-9]+条"), re.compile(r"\b[Aa]rticles? \d+\b")
_STILL = Words("仍有效（截至所见）", "in force as far as seen")
_SQL_NOTE = Words(
    "NULL 表示未知。次数有“确定”与“含存疑”（…_possible）两列；两者不一致时结果是“无法判断”。",
    "NULL means unknown. A count has two columns, the sure one and the one with doubtful contacts (…_possible); "
    "where they disagree the answer is “cannot tell”.",
)
_DOUBT_OF_KIND = {
    RuleKind.ELEMENT: Words(
        "具体要件：条件逐项可核对；每一项都已知时才有结论。",
        "Element: each part can be checked; there is an answer only when all that matters is known.",
    ),
    RuleKind.INDICATOR: Words(
        "情形提示：规范没有给出数字或用语开放，程序只指出情形，由人对照判断。",
        "Indicator: the norm gives no number or uses open words; the program points at a pattern, a person compares.",
    ),
    RuleKind.REMINDER: Words(
        "提示：对本人的提醒，不是对联系方的认定。",
        "Reminder: told to the person; it says nothing about the other side.",
    ),
    RuleKind.CHECKLIST: Words(
        "核对项：需要向机构了解的事项，不是认定。", "Checklist: something to ask the institution about; no finding."
    ),
}


def law_seen(rulebook: Rulebook) -> date | None:
    """Return the day on which the law was last looked at: newest ``seen`` of its files; ``None`` without any."""
    return max((check.seen for check in rulebook.check_dates), default=None)


def day_of_page(rulebook: Rulebook, rule: Rule) -> date:
    """Return the day whose numbers a page shows: the day the law was seen, or the last day a repealed rule had law.

    Never the day of generation, so that the same law makes the same page.
    """
    spans = [
        each.days
        for each in versions(rulebook, rule)
        if each.days is not None and each.citation.role is CiteRole.FORBIDS
    ]
    seen = law_seen(rulebook) or max((span.first for span in spans), default=date.min)
    if not spans or any(span.covers(seen) for span in spans):
        return seen
    past = [span.last for span in spans if span.last is not None and span.last < seen]
    return max(past) if past else min(span.first for span in spans)


def article_words(provision: Provision) -> Words:
    """Return the article only where it is citable, else the words that it is not verified."""
    if provision.citable and provision.article.strip():
        return Words(provision.article, provision.article)
    return ARTICLE_NOT_VERIFIED


def gist_words(provision: Provision) -> Words:
    """Return what a provision says; the gist of one that is not citable brings in no article by the back door."""
    if article_words(provision) is not ARTICLE_NOT_VERIFIED:
        return provision.gist
    return Words(
        _ARTICLE_ZH.sub("有关条文", provision.gist.zh), _ARTICLE_EN.sub("the article concerned", provision.gist.en)
    )


def rule_page(rulebook: Rulebook, rule: Rule) -> str:
    """Return the page of one rule for ``docs/rulebook/rules/<id>.md``."""
    forbids, since, whom, condition, examples, allows, sure, to_do = HEADINGS
    found = versions(rulebook, rule)
    day = day_of_page(rulebook, rule)
    return page(
        [
            f"# {rule.id} {escaped(rule.title.zh)} / {escaped(rule.title.en)}",
            "",
            f"{GENERATED.zh} {GENERATED.en}",
            "",
            *_summary(rulebook, rule),
            *heading(2, forbids),
            *paragraphs(rule.plain.forbids),
            *heading(2, since),
            *_since(rulebook, rule, found),
            *heading(2, whom),
            *_whom(rulebook, rule, found),
            *heading(2, condition),
            *_condition(rulebook, rule, day),
            *heading(2, examples),
            *_examples(rulebook, rule),
            *heading(2, allows),
            *paragraphs(rule.plain.allows),
            *heading(2, sure),
            *_sure(rulebook, rule, found),
            *heading(2, to_do),
            *paragraphs(rule.plain.next_step),
            *_channels(rulebook, rule),
        ]
    )


def _summary(rulebook: Rulebook, rule: Rule) -> list[str]:
    needs = needs_of(rulebook, rule)
    topic = topic_words(rule.topic)
    rows = [
        (Words("主题", "topic"), f"[{both(topic)}](../README.md#topic-{rule.topic})"),
        (Words("类别", "kind"), both(KINDS[rule.kind])),
        (Words("条件成立时", "when the condition is true"), both(answer_of(rulebook, rule))),
        (Words("依据什么判断", "decided from"), both(needs.source.words)),
        (Words("轻重（1–5）", "severity (1–5)"), str(rule.severity)),
        (Words("归并", "put together"), both(GROUPS[rule.group])),
        (Words("状态", "status"), both(STATUSES[rule.status])),
        (Words("规则文件", "rule file"), f"[{rule.file.rpartition('/')[2]}](../../../law/{rule.file})"),
    ]
    return table((Words("项目", "item"), Words("内容", "content")), ((both(name), text) for name, text in rows))


def _since(rulebook: Rulebook, rule: Rule, found: list[Version]) -> list[str]:
    rows = []
    for each in found:
        provision, instrument = each.citation.provision, each.citation.instrument
        title = both(Words(f"《{instrument.title.zh}》", instrument.title.en))
        rows.append(
            (
                f"[{title}](../README.md#instrument-{instrument.id})",
                both(article_words(provision)),
                both(ROLES[each.citation.role]),
                *span(each.days),
                both(VERIFIED[provision.verified]),
                both(gist_words(provision)),
            )
        )
    head = (
        Words("规范", "instrument"),
        Words("条文", "article"),
        Words("作用", "role"),
        Words("起", "from"),
        Words("止", "to"),
        Words("核实", "verified"),
        Words("要点", "gist"),
    )
    return [*table(head, rows), *_transitional(rulebook, rule), *_not_printed(rule)]


def _transitional(rulebook: Rulebook, rule: Rule) -> list[str]:
    said = [f"- {escaped(words.zh)}<br>{escaped(words.en)}" for words in transition_words(rulebook, rule)]
    return ["过渡条款 / Transitional clauses:", "", *said, ""] if said else []


def span(days: InForce | None) -> tuple[str, str]:
    """Return the first and last day for two cells of a table."""
    if days is None:
        return "—", "—"
    return days.first.isoformat(), days.last.isoformat() if days.last else both(_STILL)


def _not_printed(rule: Rule) -> list[str]:
    count = sum(cite.role is CiteRole.NEVER_PRINTED for cite in rule.cites)
    return [f"{NOT_PRINTED.zh} / {NOT_PRINTED.en}: {count}", ""] if count else []


def _whom(rulebook: Rulebook, rule: Rule, found: list[Version]) -> list[str]:
    facts = rulebook.facts
    contacted = scope_words(rule.contacted, facts.get("recipient_role"))
    kinds = scope_words(rule.institution_kinds, facts.get("institution_kind"))
    lines = [
        f"- 被联系的人 / contacted person: {contacted.zh} / {contacted.en}",
        f"- 机构 / institutions: {kinds.zh} / {kinds.en}",
        "",
    ]
    rows = []
    for each in found:
        if each.citation.role is CiteRole.CONTEXT:
            continue
        institutions, products = scope_of(rulebook, each.citation.provision)
        title = each.citation.instrument.title
        rows.append(
            (
                both(Words(f"《{title.zh}》", title.en)),
                both(article_words(each.citation.provision)),
                both(scope_words(institutions, facts.get("institution_kind"))),
                both(scope_words(products, facts.get("product_kind"))),
            )
        )
    head = (
        Words("规范", "instrument"),
        Words("条文", "article"),
        Words("约束的机构", "institutions bound"),
        Words("约束的产品", "products bound"),
    )
    return [*lines, *table(head, dict.fromkeys(rows))]


def _condition(rulebook: Rulebook, rule: Rule, day: date) -> list[str]:
    said = when_sentence(rulebook, rule, day)
    if rule.condition is None:
        return paragraphs(said)
    return [
        f"数字取 {day.isoformat()} 当日的值。 Numbers are those of {day.isoformat()}.",
        "",
        *paragraphs(said),
        *_numbers(rulebook, rule),
        "```sql",
        sql_of_day(rulebook, rule, day),
        "```",
        "",
        *paragraphs(_SQL_NOTE),
    ]


def _numbers(rulebook: Rulebook, rule: Rule) -> list[str]:
    rows = []
    for number in rule.numbers:
        for threshold_id, field in number.references:
            threshold = rulebook.thresholds[threshold_id]
            value = field_of(threshold, field)
            said = number_words(value, "" if field == "value" else CLOCK, threshold.unit)
            rows.append((f"`{number.name}`", both(said), *span(threshold.in_force), both(threshold.what)))
    head = (
        Words("名称", "name"),
        Words("数值", "value"),
        Words("起", "from"),
        Words("止", "to"),
        Words("含义", "meaning"),
    )
    return table(head, rows) if rows else []


def _examples(rulebook: Rulebook, rule: Rule) -> list[str]:
    head = (Words("情形", "what happened"), Words("日期", "day"), Words("结论", "answer"))
    return table(
        head, ((both(test.words), test.day.isoformat(), both(_answer(rulebook, rule, test))) for test in rule.tests)
    )


def _answer(rulebook: Rulebook, rule: Rule, test: RuleTest) -> Words:
    """Name what an example expects, by the force of the rule's norms."""
    return answer_of(rulebook, rule) if test.expect is rule.answer else ANSWERS[test.expect]


def _sure(rulebook: Rulebook, rule: Rule, found: list[Version]) -> list[str]:
    carrying = [each.citation.provision for each in found if each.citation.role is CiteRole.FORBIDS]
    verified = sum(article_words(each) is not ARTICLE_NOT_VERIFIED for each in carrying)
    why = reason(rulebook, rule)
    return [
        *paragraphs(_DOUBT_OF_KIND[rule.kind]),
        *(paragraphs(why) if why else []),
        *paragraphs(
            Words(
                f"承载本规则的规定 {len(carrying)} 条，其中条号已核实、可以引用的 {verified} 条。",
                f"Provisions that carry the rule: {len(carrying)}; with an article that may be cited: {verified}.",
            )
        ),
        *paragraphs(rule.plain.doubt),
    ]


def _channels(rulebook: Rulebook, rule: Rule) -> list[str]:
    names = [rulebook.channels[channel].name for channel in rule.supports if channel in rulebook.channels]
    if not names:
        return []
    said = [f"- {escaped(name.zh)} / {escaped(name.en)}" for name in names]
    return ["可以去的地方 / Where to turn:", "", *said]
