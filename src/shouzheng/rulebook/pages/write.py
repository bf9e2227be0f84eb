"""The generated pages of the rulebook: what is covered, one page a rule, and the index by topic and by article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from shouzheng.model.law import CiteRole, Instrument
from shouzheng.model.words import Words
from shouzheng.rulebook.describe import answer_of
from shouzheng.rulebook.files.rule import Rule, RuleKind
from shouzheng.rulebook.labels import FORCES, ROLES
from shouzheng.rulebook.load import Rulebook
from shouzheng.rulebook.pages.needs import INSTITUTION, Needs, Source, needs_of, reason
from shouzheng.rulebook.pages.rule import GENERATED, article_words, gist_words, law_seen, rule_page, span
from shouzheng.rulebook.pages.words import (
    KINDS,
    NOT_PRINTED,
    TOPICS,
    both,
    cell,
    escaped,
    heading,
    page,
    paragraphs,
    table,
    topic_words,
)
from shouzheng.rulebook.select import in_force

#: The rules that stage 2 asks for; one that is missing is named on the page of coverage.
EXPECTED = tuple(f"R{number:02d}" for number in range(1, 66))
_GENERATED = f"{GENERATED.zh} {GENERATED.en}"
#: What the columns of the page of coverage mean.
_READING_GUIDE = (
    Words(
        "“联系记录”包括时间、次数、文字、联系方的身份，以及本人在 case.toml 中写明的身份、约定和拒绝。"
        "“仅凭文字即可”指文字本身就能显示，不必先确认号码属于谁。",
        "“The record of contacts” is time, counts, words and who stands behind a contact, with the roles, agreements "
        "and refusals that the person states in case.toml. “The words alone” means that the words can show it before "
        "anybody has confirmed whose number it is.",
    ),
    Words(
        "“须由人说明的事实”没有人说明时就是未知，凡取决于它的结论是“无法判断”。",
        "A fact to be stated is unknown until somebody states it; an answer that hangs on it is “cannot tell”.",
    ),
    Words(
        "机构或产品类型不明时，只约束某些机构或产品的规定不作为依据；没有其他依据的，结论是“无法判断”。",
        "Where the kind of institution or product is not known, a norm that binds only some of them carries nothing; "
        "where no other norm does, the answer is “cannot tell”.",
    ),
)
_CASE, _OF_INSTITUTION = Words("案情", "case"), Words("机构", "institution")


def rulebook_pages(rulebook: Rulebook) -> dict[str, str]:
    """Return every generated page by its path under ``docs/rulebook``; the same law gives the same text."""
    return {
        "README.md": index_page(rulebook),
        "coverage.md": coverage_page(rulebook),
        **{f"rules/{rule.id}.md": rule_page(rulebook, rule) for rule in rulebook.rules},
    }


def coverage_page(rulebook: Rulebook) -> str:
    """Return the page that lists every rule with its kind and what it needs, and says which expected id is missing."""
    needs = {rule.id: needs_of(rulebook, rule) for rule in rulebook.rules}
    head = (
        Words("编号", "id"),
        Words("规则", "rule"),
        Words("类别", "kind"),
        Words("条件成立时", "a true condition means"),
        Words("依据什么判断", "decided from"),
        Words("须由人说明的事实", "facts to be stated"),
        Words("为何是提示或核对项", "why a reminder or checklist item"),
    )
    rows = [_coverage_row(rulebook, rule, needs[rule.id]) for rule in rulebook.rules]
    missing = [rule_id for rule_id in EXPECTED if rule_id not in needs]
    rows += [(rule_id, "缺 / missing", *["—"] * 5) for rule_id in missing]
    return page(
        [
            "# 规则覆盖情况 / Coverage of the rulebook",
            "",
            _GENERATED,
            "",
            *_counted(rulebook, needs, missing),
            *(line for words in _READING_GUIDE for line in paragraphs(words)),
            *table(head, sorted(rows, key=lambda row: row[0].lstrip("["))),
        ]
    )


def _coverage_row(rulebook: Rulebook, rule: Rule, needs: Needs) -> tuple[str, ...]:
    why = reason(rulebook, rule)
    stated = [
        Words(f"{fact.label.zh}（{whose.zh}）", f"{fact.label.en} ({whose.en})")
        for fact in needs.stated
        for whose in [_OF_INSTITUTION if fact.computed_by == INSTITUTION else _CASE]
    ]
    return (
        f"[{rule.id}](rules/{rule.id}.md)",
        both(rule.title),
        both(KINDS[rule.kind]),
        both(answer_of(rulebook, rule)) if rule.written is not None else "—",
        both(needs.source.words),
        "<br>".join(both(words) for words in stated) or "—",
        both(why) if why else "—",
    )


def _counted(rulebook: Rulebook, needs: dict[str, Needs], missing: list[str]) -> list[str]:
    kinds = Counter(rule.kind for rule in rulebook.rules)
    sources = Counter(need.source for need in needs.values())
    split = [rule_id for rule_id in needs if rule_id not in EXPECTED]
    there = len(EXPECTED) - len(missing)
    gone = "、".join(missing) or "无 / none"
    lines = [
        f"- 规则 {len(rulebook.rules)} 条 / rules: {len(rulebook.rules)}",
        f"- {EXPECTED[0]}–{EXPECTED[-1]}: {there} / {len(EXPECTED)}；缺 / missing: {gone}",
        f"- 拆分出的规则 / split off: {', '.join(split) or '无 / none'}",
        *(f"- {KINDS[kind].zh} / {KINDS[kind].en}: {kinds[kind]}" for kind in RuleKind),
        *(f"- {source.words.zh} / {source.words.en}: {sources[source]}" for source in Source),
        "",
    ]
    seen = law_seen(rulebook)
    return [*([f"- 法律数据查看于 / law seen on: {seen.isoformat()}"] if seen else []), *lines]


def index_page(rulebook: Rulebook) -> str:
    """Return the index of rules by topic, and by instrument and article."""
    return page(
        [
            "# 规则库 / The rulebook",
            "",
            _GENERATED,
            "",
            "- [规则覆盖情况 / Coverage](coverage.md)",
            "- [怎样增加一条规则 / How to add a rule](how_to_add_a_rule.md)",
            "- [审校和错误的代码 / Codes of the linter and of errors](codes/README.md)",
            "- [按主题 / By topic](#by-topic)",
            "- [按规范和条文 / By instrument and article](#by-article)",
            "",
            '<a id="by-topic"></a>',
            "",
            *heading(2, Words("按主题", "By topic")),
            *_by_topic(rulebook),
            '<a id="by-article"></a>',
            "",
            *heading(2, Words("按规范和条文", "By instrument and article")),
            *_by_article(rulebook),
        ]
    )


def _by_topic(rulebook: Rulebook) -> list[str]:
    present = {rule.topic for rule in rulebook.rules}
    ordered = [topic for topic in TOPICS if topic in present] + sorted(present - set(TOPICS))
    head = (Words("编号", "id"), Words("规则", "rule"), Words("类别", "kind"), Words("禁止什么", "what it forbids"))
    lines: list[str] = []
    for topic in ordered:
        rows = [
            (_link(rule.id), both(rule.title), both(KINDS[rule.kind]), both(rule.plain.forbids))
            for rule in rulebook.rules
            if rule.topic == topic
        ]
        lines += [f'<a id="topic-{topic}"></a>', "", *heading(3, topic_words(topic)), *table(head, rows)]
    return lines


def _by_article(rulebook: Rulebook) -> list[str]:
    cited: dict[str, list[tuple[str, CiteRole]]] = {}
    hidden: set[str] = set()
    for rule in rulebook.rules:
        for cite in rule.cites:
            if cite.role is CiteRole.NEVER_PRINTED:
                hidden.add(cite.provision)
            else:
                cited.setdefault(cite.provision, []).append((rule.id, cite.role))
    lines: list[str] = []
    for instrument in sorted(rulebook.instruments.values(), key=_instrument_order):
        rows = list(_articles(rulebook, instrument, cited))
        if rows:
            lines += _instrument_lines(instrument, rows)
    silent = len(rulebook.provisions) - len(cited) - len(hidden - cited.keys())
    return [
        *lines,
        f"{NOT_PRINTED.zh} / {NOT_PRINTED.en}: {len(hidden - cited.keys())}",
        "",
        f"法律数据中没有规则引用的规定 / provisions of the law data that no rule cites: {silent}",
    ]


def _instrument_order(instrument: Instrument) -> tuple[int, str, str]:
    return list(FORCES).index(instrument.force), instrument.in_force.first.isoformat(), instrument.id


def _instrument_lines(instrument: Instrument, rows: list[tuple[str, ...]]) -> list[str]:
    force = FORCES[instrument.force]
    first, last = span(instrument.in_force)
    head = (
        Words("条文", "article"),
        Words("要点", "gist"),
        Words("起", "from"),
        Words("止", "to"),
        Words("规则", "rules"),
    )
    return [
        f'<a id="instrument-{instrument.id}"></a>',
        "",
        *heading(3, Words(f"《{instrument.title.zh}》", instrument.title.en)),
        f"{force.zh} / {force.en}; {first} – {last.replace('<br>', ' / ')}"
        + (f"; {escaped(instrument.number)}" if instrument.number else ""),
        "",
        *table(head, rows),
    ]


def _articles(
    rulebook: Rulebook, instrument: Instrument, cited: dict[str, list[tuple[str, CiteRole]]]
) -> Iterable[tuple[str, ...]]:
    for provision in rulebook.provisions.values():
        if provision.instrument != instrument.id or provision.id not in cited:
            continue
        rules = "<br>".join(f"{_link(rule)} {ROLES[role].zh} / {ROLES[role].en}" for rule, role in cited[provision.id])
        days = span(in_force(rulebook, provision))
        yield both(article_words(provision)), both(gist_words(provision)), *days, rules


def _link(rule_id: str) -> str:
    return f"[{cell(rule_id)}](rules/{rule_id}.md)"
