"""What a rule must know to answer: the record of events, the words, or facts of the case or the institution."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from shouzheng.model.words import Words
from shouzheng.rulebook.files.facts import FactDefinition
from shouzheng.rulebook.files.rule import Rule, RuleKind
from shouzheng.rulebook.language.nodes import fact_names
from shouzheng.rulebook.load import Rulebook

#: ``computed_by`` of facts that no record of contacts shows.
CASE, INSTITUTION = "case", "institution"


class Source(StrEnum):
    """What decides a rule, from the least to the most that has to be known."""

    WORDS = "words"
    EVENTS = "events"
    CASE = "case"
    INSTITUTION = "institution"
    NOBODY = "nobody"

    @property
    def words(self) -> Words:
        """The source in words."""
        return _SOURCES[self]


_SOURCES = {
    Source.WORDS: Words("仅凭文字即可", "the words alone"),
    Source.EVENTS: Words("联系记录", "the record of contacts"),
    Source.CASE: Words("还需案情事实", "facts of the case as well"),
    Source.INSTITUTION: Words("还需机构一方的事实", "facts of the institution as well"),
    Source.NOBODY: Words("不由程序判断", "not decided by the program"),
}


@dataclass(frozen=True, slots=True)
class Needs:
    """What decides a rule. ``stated`` are the facts that somebody must state, in the order of the condition."""

    source: Source
    stated: tuple[FactDefinition, ...]


def needs_of(rulebook: Rulebook, rule: Rule) -> Needs:
    """Return what a rule needs, from the facts in its condition and exceptions and who computes them."""
    if rule.written is None:
        return Needs(Source.NOBODY, ())
    trees = (rule.written, *(each.written for each in rule.exceptions))
    names = dict.fromkeys(name for tree in trees for name in fact_names(tree))
    stated = tuple(rulebook.facts[name] for name in names if rulebook.facts[name].computed_by in (CASE, INSTITUTION))
    if any(fact.computed_by == INSTITUTION for fact in stated):
        return Needs(Source.INSTITUTION, stated)
    if stated:
        return Needs(Source.CASE, stated)
    return Needs(Source.WORDS if rule.decided_by_words else Source.EVENTS, ())


def reason(rulebook: Rulebook, rule: Rule) -> Words | None:
    """Say why a rule is a reminder or a checklist item; ``None`` for one that is judged."""
    if rule.kind not in (RuleKind.REMINDER, RuleKind.CHECKLIST):
        return None
    needs = needs_of(rulebook, rule)
    if needs.source is Source.NOBODY:
        return Words(
            "任何单次联系都看不出来，因此只列出应当收集、核对的材料。",
            "No single contact can show it, so it lists what to gather and check.",
        )
    if rule.kind is RuleKind.CHECKLIST:
        return Words(
            f"联系记录看不出来，须由机构或本人说明（{_labels(needs).zh}），因此是核对项。",
            f"No record of contacts shows it; the institution or the person has to state it ({_labels(needs).en}).",
        )
    if needs.stated:
        return Words(
            f"关系到本人自己的期限或材料（{_labels(needs).zh}），不是对方的行为，因此是提示。",
            f"It is about the person's own time limits or papers ({_labels(needs).en}), not about the other side.",
        )
    return Words(
        "提醒如何措辞、该由谁认定：情节轻重和性质由主管机关认定，联系记录看不出来，因此是提示。",
        "It tells how to word a matter and who decides it: how grave it is and what it is called is for the "
        "authorities; no record of contacts shows it.",
    )


def _labels(needs: Needs) -> Words:
    said = [fact.label for fact in needs.stated]
    return Words("；".join(label.zh for label in said), "; ".join(label.en for label in said))
