"""The account of one file (``ImportReport``) as plain values for the case's index, and back.

Kept so that a dossier made from the case says of each file what one made from the file itself says. Nothing here leaves
the encrypted index; excerpts of unread records, which may be private, are not kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import shouzheng.intake.problems  # noqa: F401 - registers the codes that reports name
from shouzheng.intake.report import ImportReport, Remark
from shouzheng.model.event import NonContactKind
from shouzheng.model.grade import Grade
from shouzheng.model.moment import Moment, OffsetSource, Resolution
from shouzheng.model.original import Digest, Original, Position, Unread
from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem, kind_of

_Values = Mapping[str, Any]


def as_values(report: ImportReport) -> dict[str, object]:
    """Return the report as values that JSON can hold."""
    return {
        "original": _original(report.original),
        "format": report.format,
        "recognised_by": _words(report.recognised_by),
        "declared_count": report.declared_count,
        "records": report.records,
        "events": report.events,
        "joined": report.joined,
        "non_contacts": [[kind.value, number] for kind, number in report.non_contacts],
        "unread": [[*_position(each.position), each.code, each.why_zh, each.why_en] for each in report.unread],
        "unread_total": report.unread_total,
        "problems": [[each.code, each.where, [list(slot) for slot in each.slots]] for each in report.problems],
        "completeness": [
            [each.code, *(_words(words) for words in (each.what, each.causes, each.advice))]
            for each in report.completeness
        ],
        "first": _moment(report.first),
        "last": _moment(report.last),
        "tried": report.tried,
        "grade": report.grade.value,
        "beside": [_original(each) for each in report.beside],
    }


def as_report(values: _Values) -> ImportReport | None:
    """Return the report of what ``as_values`` gave, ``None`` for values that are none of ours."""
    try:
        original = _as_original(values["original"])
        return ImportReport(
            original=original,
            format=values["format"],
            recognised_by=Words(*values["recognised_by"]),
            declared_count=values["declared_count"],
            records=values["records"],
            events=values["events"],
            joined=values["joined"],
            non_contacts=tuple((NonContactKind(kind), number) for kind, number in values["non_contacts"]),
            unread=tuple(
                Unread(original.digest, Position(*each[:4]), each[4], each[5], each[6]) for each in values["unread"]
            ),
            unread_total=values["unread_total"],
            problems=tuple(
                Problem(kind, where, tuple((name, value) for name, value in slots))
                for code, where, slots in values["problems"]
                if (kind := kind_of(code)) is not None
            ),
            completeness=tuple(
                Remark(code, Words(*what), Words(*causes), Words(*advice))
                for code, what, causes, advice in values["completeness"]
            ),
            first=_as_moment(values["first"]),
            last=_as_moment(values["last"]),
            tried=values["tried"],
            grade=Grade(values["grade"]),
            beside=tuple(_as_original(each) for each in values["beside"]),
        )
    except (KeyError, TypeError, ValueError, IndexError, RuntimeError):
        return None


def bare_report(original: Original, events: int, first: Moment | None, last: Moment | None) -> ImportReport:
    """Return what can still be said of a file whose account was not kept: how many contacts came from it."""
    unknown = Words("案卷没有保存这份文件的读取说明", "the case keeps no account of how this file was read")
    return ImportReport(original, "", unknown, None, events, events, 0, (), (), 0, (), (), first, last)


def _original(original: Original) -> list[object]:
    digest, container = original.digest, original.container
    return [
        [digest.algorithm, digest.hex, digest.length],
        original.name,
        original.media_type,
        original.received.isoformat(),
        [container.algorithm, container.hex, container.length] if container else None,
        original.member,
    ]


def _as_original(values: list[Any]) -> Original:
    digest, name, kind, received, container, member = values
    inside = Digest(*container) if container else None
    return Original(Digest(*digest), name, kind, datetime.fromisoformat(received), inside, member)


def _words(words: Words) -> list[str]:
    return [words.zh, words.en]


def _position(position: Position) -> list[object]:
    return [position.offset, position.length, position.record, position.path]


def _moment(moment: Moment | None) -> list[object] | None:
    if moment is None:
        return None
    return [moment.raw, moment.utc.isoformat(), moment.offset_minutes, moment.resolution, moment.offset_source]


def _as_moment(values: list[Any] | None) -> Moment | None:
    if values is None:
        return None
    raw, utc, offset, resolution, source = values
    return Moment(
        raw, datetime.fromisoformat(utc).astimezone(UTC), offset, Resolution(resolution), OffsetSource(source)
    )
