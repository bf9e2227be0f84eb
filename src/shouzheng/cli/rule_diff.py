"""Prints what two versions of the law decide differently: put together by rule and change, each with a few events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from shouzheng.cli.rule_pages import Printer, both
from shouzheng.model.verdict import Answer
from shouzheng.model.words import Words
from shouzheng.reference.safe_text import visible
from shouzheng.rulebook.describe import cite_words
from shouzheng.rulebook.labels import answer_words
from shouzheng.rulebook.load import Rulebook

if TYPE_CHECKING:
    from shouzheng.rulebook.difference import Changed, Difference

#: Events named for each change in the text; ``--json`` names all.
_NAMED = 5
_NO_RULE = Words("没有这条规则", "no such rule")

#: Rule, and answers and citations before and after.
_Key = tuple[str, Answer | None, Answer | None, tuple[str, ...], tuple[str, ...]]


def print_difference(out: Printer, before: Rulebook, after: Rulebook, found: Difference) -> None:
    """Print the rules added, removed and edited, then every decision that changed."""
    if out.as_json:
        out.json(_as_json(before, after, found))
        return
    for head, names in (
        (Words("新增", "added"), found.added),
        (Words("删除", "removed"), found.removed),
        (Words("改动", "edited"), found.reworded),
    ):
        out.line(f"{head.zh}：{'、'.join(names) or '无'}", f"{head.en}: {', '.join(names) or 'none'}")
    print()
    for key, samples in _together(found.changed).items():
        _change(out, before, after, key, samples)
    out.line(
        f"{found.samples} 个事件中有 {len(found.changed)} 个判断不同",
        f"{len(found.changed)} decisions differ on {found.samples} events",
    )


def _together(changed: Iterable[Changed]) -> dict[_Key, list[str]]:
    groups: dict[_Key, list[str]] = {}
    for each in changed:
        key = (each.rule, each.before, each.after, each.cites_before, each.cites_after)
        groups.setdefault(key, []).append(each.sample)
    return dict(sorted(groups.items(), key=lambda item: (item[0][0], -len(item[1]))))


def _change(out: Printer, before: Rulebook, after: Rulebook, key: _Key, samples: list[str]) -> None:
    rule, old, new, cites_before, cites_after = key
    home = after if any(each.id == rule for each in after.rules) else before
    answers = [_answer(before, old, cites_before), _answer(after, new, cites_after)]
    print(visible(f"{rule}  {out.say(home.rule(rule).title)}"))
    out.line(
        f"  {answers[0].zh} → {answers[1].zh}，{len(samples)} 个事件",
        f"  {answers[0].en} → {answers[1].en}, events: {len(samples)}",
    )
    if cites_before != cites_after:
        cites = [_cites(before, cites_before), _cites(after, cites_after)]
        out.line(f"  依据：{cites[0].zh} → {cites[1].zh}", f"  law: {cites[0].en} → {cites[1].en}")
    for sample in samples[:_NAMED]:
        print(visible(f"    {sample}"))
    if len(samples) > _NAMED:
        rest = len(samples) - _NAMED
        out.line(f"    另有 {rest} 个（--json 全部列出）", f"    and {rest} more (--json lists all)")
    print()


def _answer(rulebook: Rulebook, answer: Answer | None, cites: tuple[str, ...]) -> Words:
    if answer is None:
        return _NO_RULE
    provisions = (rulebook.provisions[each] for each in cites)
    return answer_words(answer, (rulebook.instruments[each.instrument].force for each in provisions))


def _cites(rulebook: Rulebook, names: tuple[str, ...]) -> Words:
    provisions = [rulebook.provisions[name] for name in names]
    said = [cite_words(each, rulebook.instruments[each.instrument]) for each in provisions]
    return Words("、".join(each.zh for each in said) or "无", ", ".join(each.en for each in said) or "none")


def _as_json(before: Rulebook, after: Rulebook, found: Difference) -> dict[str, object]:
    changed = [
        {
            "rule": each.rule,
            "event": each.sample,
            "before": each.before,
            "after": each.after,
            "cites_before": [_cite_as_json(before, name) for name in each.cites_before],
            "cites_after": [_cite_as_json(after, name) for name in each.cites_after],
        }
        for each in found.changed
    ]
    lists = {"added": found.added, "removed": found.removed, "edited": found.reworded}
    return {"before": before.hash, "after": after.hash, **lists, "events": found.samples, "changed": changed}


def _cite_as_json(rulebook: Rulebook, name: str) -> dict[str, object]:
    provision = rulebook.provisions[name]
    return {"id": name, "words": both(cite_words(provision, rulebook.instruments[provision.instrument]))}
