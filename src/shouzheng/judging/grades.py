"""How far the record behind an event can be trusted, by the format it came in and by where its words come from.

Hashing a file at import proves only that nothing changed afterwards, so it lifts no grade.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from shouzheng.intake.formats import grade_of_format
from shouzheng.model.event import ContactEvent, TextSource
from shouzheng.model.grade import Grade

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


def grade_of(event: ContactEvent) -> Grade:
    """Return the grade of one event: the lower one of its format's and its words'."""
    name = event.source_format
    of_format = grade_of_format(name) or BY_FORMAT.get(name, DEFAULT)
    return worst([of_format, _BY_TEXT_SOURCE.get(event.text_source, Grade.A)])


def worst(grades: Iterable[Grade]) -> Grade:
    """Return the lowest of some grades (``F`` is lower than ``A``); raises ``ValueError`` for none."""
    return max(grades, key=lambda grade: grade.value)
