"""How far the records behind an event can be trusted, by the formats they came in and by where its words come from.

Hashing a file at import proves only that nothing changed afterwards, so it lifts no grade. Another witness does
(``domain/phone_formats.md`` §16), unless the witnesses contradict each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from shouzheng.intake.formats import grade_of_format, source_of_format
from shouzheng.model.event import ContactEvent, Point, TextSource
from shouzheng.model.grade import Grade, SourceKind

#: Grade of sources that have no module among the intake's formats; those that have one state it themselves. What is in
#: neither is taken for a file exported by an app, which is easily edited: ``DEFAULT``. Grades A and B need a third
#: party's own record and are never given here.
BY_FORMAT: Mapping[str, Grade] = {
    "android_backup": Grade.C,
    "ios_backup": Grade.C,
    "wechat_text": Grade.E,
    "screenshot": Grade.E,
    "diary": Grade.F,
}
DEFAULT = Grade.D

#: Words that were read off a picture or sound, or written down by hand, are no better than that.
_BY_TEXT_SOURCE: Mapping[TextSource | None, Grade] = {
    TextSource.OCR: Grade.E,
    TextSource.SPEECH: Grade.E,
    TextSource.BY_HAND: Grade.F,
}
#: Differences that ringing, clocks or a withheld number explain; they contradict nothing.
_HARMLESS = (Point.TIME, Point.NUMBER)


def grade_of(event: ContactEvent) -> Grade:
    """Return the grade of one event: the lower one of its records' and its words'.

    With several witnesses the best record's grade counts, and B when recording, phone and bill agree; with a
    contradiction among them the worst one's. Words are only as good as the best record that holds words: a bill shows
    that a message came, not what it said.
    """
    words = _BY_TEXT_SOURCE.get(event.text_source, Grade.A)
    if not event.witnesses:
        return worst([grade_of_record(event.source_format), words])
    grades = [grade_of_record(each.source_format) for each in event.witnesses]
    if any(each.point not in _HARMLESS for each in event.disagreements):
        return worst([*grades, words])
    if event.text:
        holding = [grade_of_record(each.source_format) for each in event.witnesses if each.text_source is not None]
        return worst([best(grades), words, best(holding) if holding else Grade.A])
    kinds = {source_of_format(each.source_format) for each in event.witnesses}
    agree = {SourceKind.RECORDING, SourceKind.BILL} <= kinds and any(kind.of_phone for kind in kinds)
    return best([*grades, Grade.B] if agree else grades)


def grade_of_record(source_format: str) -> Grade:
    """Return the grade of a record of this format by itself."""
    return grade_of_format(source_format) or BY_FORMAT.get(source_format, DEFAULT)


def worst(grades: Iterable[Grade]) -> Grade:
    """Return the lowest of some grades (``F`` is lower than ``A``); raises ``ValueError`` for none."""
    return max(grades, key=lambda grade: grade.value)


def best(grades: Iterable[Grade]) -> Grade:
    """Return the highest of some grades; raises ``ValueError`` for none."""
    return min(grades, key=lambda grade: grade.value)
