"""What ``shouzheng data`` says: the state of the data, and what an update changes; calmly, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from shouzheng.model.words import Words
from shouzheng.packs.install import Change
from shouzheng.packs.said import PART_WORDS, one_line, source_words
from shouzheng.packs.status import DataStatus, PartState

#: Ids of rules, or entries, that are named at most.
_MOST_NAMED = 12


def status_lines(found: DataStatus, today: date) -> Iterator[Words]:
    """Return the state of each part, the trusted keys, and what to do when something is overdue."""
    for state in found.parts:
        yield from _part_lines(state, today)
    if found.publishers:
        yield Words("信任的发布者：", "Trusted publishers:")
    else:
        yield Words(
            "还没有信任任何发布者：程序不带发布者的钥匙，由您自己核对指纹后加入（shouzheng data trust）。",
            "No publisher is trusted yet: none comes with the program; you add one after comparing its fingerprint "
            "(shouzheng data trust).",
        )
    for each in found.publishers:
        parts, name = ", ".join(each.parts), one_line(each.name)
        yield Words(f"  {each.fingerprint}  {name}（{parts}）", f"  {each.fingerprint}  {name} ({parts})")
    if found.stale(today):
        yield Words(
            "有的数据该再核对了。程序照常能用，结果会注明这一点。请更新程序，或装入您信任的发布者的数据包。",
            "Some data should have been checked again by now. The program still works and its results say so. Update "
            "the program, or put in a data pack of a publisher whom you trust.",
        )


def _part_lines(state: PartState, today: date) -> Iterator[Words]:
    name, source, days = PART_WORDS[state.part], source_words(state), state.days_old(today)
    due = state.check_by.isoformat() if state.check_by else "–"
    late_zh, late_en = ("，已过期", ", overdue") if state.is_stale(today) else ("", "")
    yield Words(
        f"{name.zh} {state.version}（{days} 天前），应在 {due} 前再核对{late_zh}；{source.zh}",
        f"{name.en} {state.version} ({days} days old), to be checked again by {due}{late_en}; {source.en}",
    )
    yield Words(f"  {state.hash}", f"  {state.hash}")
    if state.outdated_pack:
        yield Words(
            "  您装入的数据包比程序自带的旧，已不再使用。",
            "  The data pack you put in is older than what the program brings, and is no longer used.",
        )


def status_json(found: DataStatus, today: date) -> dict[str, object]:
    """Return the state as data."""
    return {
        "parts": [
            {
                "part": state.part,
                "version": str(state.version),
                "days_old": state.days_old(today),
                "check_by": state.check_by.isoformat() if state.check_by else None,
                "stale": state.is_stale(today),
                "source": state.source,
                "publisher": state.publisher,
                "fingerprint": state.fingerprint,
                "hash": state.hash,
                "damaged": state.problem is not None,
            }
            for state in found.parts
        ],
        "trusted": [{"fingerprint": e.fingerprint, "name": e.name, "parts": list(e.parts)} for e in found.publishers],
        "problems": [problem.code for problem in found.problems],
    }


def change_lines(change: Change, *, only_check: bool) -> Iterator[Words]:
    """Return what an update changes, and whether it was done."""
    manifest = change.manifest
    name, claimed = one_line(change.publisher.name), one_line(manifest.publisher)
    yield Words(
        f"签名有效：您信任的“{name}”（包里自称“{claimed}”）。",
        f"Signed by “{name}”, whom you trust (calls itself “{claimed}”).",
    )
    for part, before in change.before.items():
        title = PART_WORDS[part]
        yield Words(f"{title.zh}：{before} → {manifest.version}", f"{title.en}: {before} → {manifest.version}")
    changed = tuple(f"{rule} ×{number}" for rule, number in change.changed.items())
    otherwise = tuple(f"{name} ×{number}" for name, number in change.other.otherwise.items())
    for ids, zh, en in (
        (change.added, "新增规则", "rules added"),
        (change.removed, "去掉的规则", "rules taken away"),
        (changed, "对现有例子判断不同的规则", "rules that answer examples of today otherwise"),
        (change.other.gone, "词表和名录里不再有的", "gone from lexicon and directory"),
        (change.other.new, "名录里新的官方号码、网址和类别", "official numbers, domains and kinds that are new"),
        (otherwise, "现有例子读法不同的词表项", "entries of the lexicon that read examples of today otherwise"),
    ):
        if ids:
            named = ", ".join(map(one_line, ids[:_MOST_NAMED])) + (" …" if len(ids) > _MOST_NAMED else "")
            yield Words(f"{zh} {len(ids)} 条：{named}", f"{en}: {len(ids)} ({named})")
    note = Words(one_line(manifest.note.zh), one_line(manifest.note.en))
    if note.zh or note.en:
        yield Words(f"说明：{note.zh}", f"Note: {note.en}")
    if change.same:
        yield Words("这一份已经在用，没有改动。", "This is in use already; nothing was changed.")
    elif only_check:
        yield Words("检查通过，没有装入。", "It passed; nothing was put in.")
    else:
        yield Words(
            "已装入，从下一次运行起使用。退回：shouzheng data rollback",
            "Put in; used from the next run on. To go back: shouzheng data rollback",
        )
