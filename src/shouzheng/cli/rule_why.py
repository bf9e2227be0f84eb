"""Prints what one rule says of one event, to the last fact, and what would have made it lawful; decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from shouzheng.cli.rule_pages import Printer, both
from shouzheng.model.verdict import Answer, FactValue
from shouzheng.model.words import Words
from shouzheng.reference.safe_text import shorten, visible
from shouzheng.rulebook.describe import citation_words, numbers_of_day
from shouzheng.rulebook.explain import explain, lawful_if
from shouzheng.rulebook.files.rule import Rule
from shouzheng.rulebook.labels import NOT_APPLIED, TRUTHS, answer_words, value_words
from shouzheng.rulebook.language.render import to_sentence
from shouzheng.rulebook.language.sentence import say_number
from shouzheng.rulebook.load import Rulebook

if TYPE_CHECKING:
    from shouzheng.cli.rule_events import FoundEvent
    from shouzheng.rulebook.explain import Explanation
    from shouzheng.rulebook.language.nodes import Node

_Change = tuple[str, FactValue]
#: Most characters of a number or channel shown of an event; its words are not shown (they may distress).
_SHOWN = 60
_COUNTS_UNKNOWN = Words(
    "没有人确认这次联系出自谁，所以次数都不知道；用 --who case.toml 说明号码是谁的。",
    "Nobody attributed this contact, so its counts are not known; --who case.toml says whose number it is.",
)
_NO_SINGLE = Words(
    "没有哪一项单独改变就能使本条规则不指出。", "No single fact, changed alone, would keep this rule from firing."
)


def print_why(out: Printer, rulebook: Rulebook, rule: Rule, found: FoundEvent, day: date) -> None:
    """Print the explanation as text, or as one JSON document."""
    explanation = explain(rulebook, rule, found.name, day, found.values)
    changes = lawful_if(rulebook, explanation, found.values)
    page = _Why(out, rulebook, explanation)
    if out.as_json:
        out.json(page.as_json(found, changes))
    else:
        page.text(found, changes)


class _Why:
    def __init__(self, out: Printer, rulebook: Rulebook, explanation: Explanation) -> None:
        self.out, self.rulebook, self.found = out, rulebook, explanation
        self.rule, self.day = explanation.rule, explanation.day
        self.numbers = numbers_of_day(rulebook, self.rule, self.day)

    # --- words

    def answer(self) -> Words:
        verdict = self.found.verdict
        forces = [c.instrument.force for c in verdict.citations if c.role.value == "forbids"]
        return answer_words(verdict.answer, forces)

    def label(self, name: str) -> Words:
        if name.startswith(":"):
            return self._source_of(name[1:])
        fact = self.rulebook.facts.get(name)
        return fact.label if fact else Words(name, name)

    def _source_of(self, number: str) -> Words:
        """Say what a named number is: the threshold that gives it on the day, in the law's words."""
        use = next((each for each in self.rule.numbers if each.name == number), None)
        for threshold_id, _ in use.references if use else ():
            threshold = self.rulebook.thresholds[threshold_id]
            if threshold.in_force.covers(self.day) or (use and use.carried):
                return threshold.what
        return Words(number, number)

    def value(self, name: str, value: FactValue) -> Words:
        if name.startswith(":"):
            about = self._compared_with(name[1:])
            return value_words(None, None) if value is None else say_number(int(value), about, self.rulebook.facts)
        return value_words(self.rulebook.facts.get(name), value)

    def _compared_with(self, number: str) -> str | None:
        """Return the fact that a named number is compared with, whose unit it has."""
        from shouzheng.rulebook.language.nodes import Compare, Fact, Named, walk

        for node in walk(self.rule.written) if self.rule.written is not None else ():
            match node:
                case Compare(_, Fact(fact), Named(name)) | Compare(_, Named(name), Fact(fact)) if name == number:
                    return fact
        return None

    def sentence(self, node: Node) -> Words:
        return to_sentence(node, self.rulebook.facts, self.numbers)

    def choices(self, changes: Sequence[_Change]) -> list[tuple[str, Words]]:
        """Return the changes put together by fact, in words: one of several values each."""
        by_fact: dict[str, list[Words]] = {}
        for name, value in changes:
            by_fact.setdefault(name, []).append(self.value(name, value))
        return [
            (name, Words("、".join(each.zh for each in said), ", ".join(each.en for each in said)))
            for name, said in by_fact.items()
        ]

    # --- text

    def text(self, found: FoundEvent, changes: Sequence[_Change]) -> None:
        say, verdict = self.out.say, self.found.verdict
        print(visible(f"{self.rule.id}  {say(self.rule.title)}"))
        print(visible(f"{say(self._event(found))}"))
        self.out.line(f"结论：{self.answer().zh}", f"Answer: {self.answer().en}")
        print()
        why_not = self.found.selection.not_applied
        if why_not is not None:
            self.out.section(Words("为什么不适用", "Why it does not apply"), [say(NOT_APPLIED[why_not])])
            return
        lines = [self._fact_line(leaf.name, leaf.value) for leaf in verdict.leaves]
        self.out.section(Words("看到的每个事实", "Every fact it looked at"), lines)
        self.out.section(Words("条件各部分", "Parts of the condition"), self._parts())
        if verdict.missing:
            lines = [f"{say(self.label(name))} ({name})" for name in verdict.missing]
            self.out.section(Words("还缺什么才能判断", "What is missing"), lines)
        if not found.attributed:
            self.out.section(Words("注意", "Note"), [say(_COUNTS_UNKNOWN)])
        if verdict.answer in (Answer.BREACH, Answer.NEEDS_PERSON):
            lines = [f"{say(self.label(name))}: {say(words)} ({name})" for name, words in self.choices(changes)]
            head = Words(
                "若有以下任一不同，本条规则就不会指出（其他规则仍可能指出）",
                "This rule would not fire if any one of these were so (others may)",
            )
            self.out.section(head, lines or [say(_NO_SINGLE)])
        if verdict.citations:
            self.out.section(Words("依据", "Law"), [say(citation_words(c)) for c in verdict.citations])

    def _event(self, found: FoundEvent) -> Words:
        event = found.event
        if event is None:
            return Words(f"{self.day}  {found.name}", f"{self.day}  {found.name}")
        facts = self.rulebook.facts
        at = event.time.beijing.strftime("%Y-%m-%d %H:%M")
        channel = value_words(facts.get("channel"), event.channel.value)
        way = value_words(facts.get("direction"), None if event.direction == "unknown" else event.direction.value)
        number = shorten(event.other.raw or "-", _SHOWN)
        return Words(
            f"{found.name}  {at}（北京时间）  {channel.zh}，{way.zh}  {number}",
            f"{found.name}  {at} Beijing time  {channel.en}, {way.en}  {number}",
        )

    def _fact_line(self, name: str, value: FactValue) -> str:
        say = self.out.say
        raw = "?" if value is None else str(value).upper() if isinstance(value, bool) else str(value)
        said = say(self.value(name, value))
        shown = "" if said == raw else f" ({said})"
        return f"{name} = {raw}{shown}  {say(self.label(name))}"

    def _parts(self) -> list[str]:
        say = self.out.say
        lines = [f"{say(TRUTHS[truth])}: {say(self.sentence(node))}" for node, truth in self.found.parts]
        for each, truth in self.found.exceptions:
            words, when = each.words, self.sentence(each.written)
            said = Words(f"例外（{words.zh}）：{when.zh}", f"exception ({words.en}): {when.en}")
            lines.append(f"{say(TRUTHS[truth])}: {say(said)}")
        return lines

    # --- JSON

    def as_json(self, found: FoundEvent, changes: Sequence[_Change]) -> dict[str, object]:
        verdict, not_applied = self.found.verdict, self.found.selection.not_applied
        return {
            "rule": self.rule.id,
            "event": self._event_as_json(found),
            "day": self.day.isoformat(),
            "answer": verdict.answer.value,
            "answer_words": both(self.answer()),
            "not_applied": None if not_applied is None else not_applied.value,
            "not_applied_words": None if not_applied is None else both(NOT_APPLIED[not_applied]),
            "leaves": [self._leaf(leaf.name, leaf.value) for leaf in verdict.leaves],
            "when": {"text": self.rule.when_text, "truth": self.found.when},
            "parts": [{"truth": truth, "words": both(self.sentence(node))} for node, truth in self.found.parts],
            "unless": [
                {"text": each.text, "truth": truth, "words": both(each.words)} for each, truth in self.found.exceptions
            ],
            "missing": list(verdict.missing),
            "missing_words": [both(self.label(name)) for name in verdict.missing],
            "lawful_if": [self._leaf(name, value) for name, value in changes],
            "exception": verdict.exception,
            "cites": [both(citation_words(citation)) for citation in verdict.citations],
            "law": self.rulebook.hash,
        }

    def _leaf(self, name: str, value: FactValue) -> dict[str, object]:
        shown = both(self.value(name, value))
        return {"name": name, "value": value, "label": both(self.label(name)), "shown": shown}

    def _event_as_json(self, found: FoundEvent) -> Mapping[str, object]:
        if found.event is None:
            return {"name": found.name}
        return {"name": found.name, "id": found.event.id, "attributed": found.attributed}
