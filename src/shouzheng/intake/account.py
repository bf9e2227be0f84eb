"""The account of an intake in words and as JSON: what went in, what came out of it, what may be missing."""

from __future__ import annotations

from collections.abc import Iterator

from shouzheng.intake.formats import all_formats
from shouzheng.intake.report import ContainerReport, ImportReport, Remark
from shouzheng.intake.taking import Taken
from shouzheng.model.event import NonContactKind
from shouzheng.model.moment import Moment
from shouzheng.model.original import Original
from shouzheng.model.words import Lang, Words
from shouzheng.reference.safe_text import shorten, visible

#: Unread records that are named for each file.
_NAMED = 5
_KINDS = {
    NonContactKind.DRAFT: Words("草稿", "drafts"),
    NonContactKind.OUTBOX: Words("未发出", "not sent yet"),
    NonContactKind.FAILED: Words("发送失败", "failed to send"),
    NonContactKind.QUEUED: Words("排队待发", "queued"),
    NonContactKind.NOTIFICATION: Words("系统通知", "notices of the system"),
}


def account_lines(taken: Taken, lang: Lang) -> list[str]:
    """Return the account as lines of text; nothing in them can move a terminal."""
    return [visible(words.say(lang)) for words in _lines(taken)]


def _lines(taken: Taken) -> Iterator[Words]:
    for report in taken.reports:
        yield from _of_file(report)
    for container in taken.containers:
        yield _of_container(container)
    if len(taken.reports) > 1:
        yield Words(
            f"各文件合在一起：{taken.events} 条联系记录 = {taken.contacts} 次联系 + "
            f"{taken.joined} 条与别的文件记的是同一次；"
            f"其中 {taken.disagreeing} 次联系各处记载不一致",
            f"all files together: {taken.events} records of contacts = {taken.contacts} contacts + {taken.joined} that "
            f"another file shows too; told differently: {taken.disagreeing}",
        )
    for remark in taken.overall:
        yield Words(
            f"· {remark.what.zh}{remark.causes.zh}{remark.advice.zh}",
            f"· {remark.what.en} {remark.causes.en} {remark.advice.en}",
        )
    total = sum(report.records for report in taken.reports)
    unread = sum(report.unread_total for report in taken.reports)
    yield Words(
        f"合计：{len(taken.reports)} 份导出，{total} 条记录，{taken.contacts} 次联系，{unread} 条未读懂",
        f"total: {len(taken.reports)} exports, {total} records, {taken.contacts} contacts, {unread} not understood",
    )


def _of_file(report: ImportReport) -> Iterator[Words]:
    title = next(block.title for block in all_formats() if block.name == report.format)
    name, why = _name(report.original), report.recognised_by
    yield Words(f"{name}：{title.zh}（{why.zh}）", f"{name}: {title.en} ({why.en})")
    other = sum(count for _, count in report.non_contacts)
    kinds_zh = "、".join(f"{_KINDS[kind].zh}{count}" for kind, count in report.non_contacts)
    kinds_en = ", ".join(f"{count} {_KINDS[kind].en}" for kind, count in report.non_contacts)
    yield Words(
        f"  记录 {report.records} = 联系 {report.events} + 并入长短信 {report.joined} + 非联系 {other}"
        f"{f'（{kinds_zh}）' if other else ''} + 未读懂 {report.unread_total}",
        f"  {report.records} records = {report.events} contacts + {report.joined} joined into long messages + "
        f"{other} no contacts{f' ({kinds_en})' if other else ''} + {report.unread_total} not understood",
    )
    if report.first and report.last:
        span = f"{_day(report.first)} – {_day(report.last)}"
        yield Words(f"  时间 {span}；来源等级 {report.grade}", f"  from {span}; grade of the source {report.grade}")
    if not report.tried:
        yield Words("  这种格式从未在真实文件上试过", "  never tried on a real file")
    for unread in report.unread[:_NAMED]:
        yield Words(f"  未读懂 {unread.position.path}：{unread.why_zh}", f"  {unread.position.path}: {unread.why_en}")
    if report.unread_total > _NAMED:
        yield Words(f"  …另有 {report.unread_total - _NAMED} 条未读懂", f"  … and {report.unread_total - _NAMED} more")
    for remark in report.completeness:
        yield Words(f"  · {remark.what.zh}{remark.causes.zh}", f"  · {remark.what.en} {remark.causes.en}")
        yield Words(f"    → {remark.advice.zh}", f"    → {remark.advice.en}")


def _of_container(report: ContainerReport) -> Words:
    name = report.name
    return Words(
        f"{name}：{report.members} 个文件 = 读取 {report.read} + 随同读取 {report.belonging} + "
        f"不是导出 {report.others_total} + 没能读取 {report.refused}",
        f"{name}: {report.members} files = {report.read} read + {report.belonging} read along + "
        f"{report.others_total} no exports + {report.refused} not readable",
    )


def _name(original: Original) -> str:
    return shorten(original.member or original.name, 120)


def _day(moment: Moment) -> str:
    return moment.device.date().isoformat()


def account_json(taken: Taken) -> dict[str, object]:
    """Return the account for programs; it holds no words of any message."""
    return {
        "events": taken.events,
        "contacts": taken.contacts,
        "joined": taken.joined,
        "told_differently": taken.disagreeing,
        "remarks": [_remark_json(remark) for remark in taken.overall],
        "files": [_file_json(report) for report in taken.reports],
        "containers": [_container_json(report) for report in taken.containers],
        "problems": [
            {
                "code": p.code,
                "severity": p.severity.value,
                "where": p.where,
                "zh": p.what(Lang.ZH_HANS),
                "en": p.what(Lang.EN),
            }
            for p in taken.problems
        ],
    }


def _file_json(report: ImportReport) -> dict[str, object]:
    return {
        **_original_json(report.original),
        "format": report.format,
        "recognised_by": {"zh": report.recognised_by.zh, "en": report.recognised_by.en},
        "tried_on_a_real_file": report.tried,
        "grade": report.grade.value,
        "declared": report.declared_count,
        "records": report.records,
        "events": report.events,
        "joined": report.joined,
        "non_contacts": {kind.value: count for kind, count in report.non_contacts},
        "unread_total": report.unread_total,
        "unread": [
            {"record": u.position.record, "path": u.position.path, "code": u.code, "zh": u.why_zh, "en": u.why_en}
            for u in report.unread
        ],
        "first": report.first.utc.isoformat() if report.first else None,
        "last": report.last.utc.isoformat() if report.last else None,
        "remarks": [_remark_json(remark) for remark in report.completeness],
        "read_with": [_original_json(each) for each in report.beside],
    }


def _remark_json(remark: Remark) -> dict[str, object]:
    return {
        "code": remark.code,
        "zh": remark.what.zh,
        "en": remark.what.en,
        "causes_zh": remark.causes.zh,
        "causes_en": remark.causes.en,
        "advice_zh": remark.advice.zh,
        "advice_en": remark.advice.en,
    }


def _original_json(original: Original) -> dict[str, object]:
    return {
        "name": original.name,
        "digest": str(original.digest),
        "length": original.digest.length,
        "container": str(original.container) if original.container else None,
        "member": original.member or None,
    }


def _container_json(report: ContainerReport) -> dict[str, object]:
    return {
        "name": report.name,
        "kind": report.container,
        "digest": str(report.original.digest) if report.original else None,
        "members": report.members,
        "read": report.read,
        "read_along": report.belonging,
        "others_total": report.others_total,
        "others": [{"member": o.member, "zh": o.what.zh, "en": o.what.en} for o in report.others],
        "refused": report.refused,
    }
