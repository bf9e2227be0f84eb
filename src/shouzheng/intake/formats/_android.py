"""What Android's own stores and the apps that copy them have in common: empty values, codes, times, SIM.

Fields come as text by column, without those that are NULL. The columns are those of ``android.provider.Telephony`` and
``android.provider.CallLog`` (AOSP).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shouzheng.intake import problems
from shouzheng.intake.moments import is_possible, moment_of, whole_number
from shouzheng.intake.records import Refused
from shouzheng.model.event import Number, NumberKind
from shouzheng.model.moment import Moment, OffsetSource, Resolution
from shouzheng.model.original import Position
from shouzheng.model.quick import maker, quick
from shouzheng.model.words import Words
from shouzheng.reference.numbers import classify

CALL_LOG = "AOSP core/java/android/provider/CallLog.java"
TELEPHONY = "AOSP core/java/android/provider/Telephony.java"
ALEAPP = "abrignoni/ALEAPP scripts/artifacts"

#: What apps write where the phone has no value. Both stay as they are in ``raw``.
_EMPTY = frozenset(["", "null"])
#: Android's INVALID_SUBSCRIPTION_ID: the phone did not say which SIM.
_NO_SIM = "-1"

DATE_IN_SECONDS = "date_sent_in_seconds"
DATE_UNREADABLE = "date_sent_unreadable"

EDITABLE = Words(
    "这是应用写出的文本文件，容易被编辑；请保留原手机以备出示。",
    "This is a text file written by an app and easily edited; keep the original phone to show it.",
)

Fields = Mapping[str, str]
Offset = tuple[int, OffsetSource]


@quick
@dataclass(frozen=True, slots=True)
class Row:
    """A row of a message store or call log: its fields by column, all of them as raw pairs, its place, notes so far.

    ``blocked`` when the phone kept it apart as blocked or as spam (messages only; a call's own type says it).
    """

    format: str
    fields: Fields
    raw: tuple[tuple[str, str], ...]
    position: Position
    offset: tuple[int, OffsetSource]
    notes: list[str]
    contact_name: str | None = None
    blocked: bool = False


#: Makes a ``Row``, of which every record has one.
new_row = maker(Row)


def present(value: str | None) -> str | None:
    """Return the value unless it is missing, empty or the word ``null``."""
    return None if value is None or value in _EMPTY else value


def sim(fields: Fields, *names: str) -> str | None:
    """Return the SIM (subscription) as written, ``None`` when the phone did not say."""
    for name in names:
        value = fields.get(name)
        if value is not None and value not in _EMPTY:
            return None if value == _NO_SIM else value
    return None


def milliseconds(fields: Fields, field: str = "date") -> tuple[str, int]:
    """Return a required time as written and in milliseconds; raises ``Refused`` when missing or impossible."""
    raw = fields.get(field)
    if raw is None:
        raise Refused(problems.FIELD_MISSING, field=field)
    value = whole_number(raw)
    if value is None or not is_possible(value):
        raise Refused(problems.IMPOSSIBLE_TIME, field=field, value=raw)
    return raw, value


def code(fields: Fields, field: str) -> str:
    """Return a required code as written; raises ``Refused`` when it is missing."""
    value = fields.get(field)
    if value is None:
        raise Refused(problems.FIELD_MISSING, field=field)
    return value


def sent_moment(fields: Fields, offset: Offset, notes: list[str], *, seconds_allowed: bool = False) -> Moment | None:
    """Return the sender's or message centre's time; ``None`` for 0, empty or absent, and (noted) for the impossible.

    Message centres count seconds, so a value of whole seconds is given that resolution.
    """
    raw = present(fields.get("date_sent"))
    if raw is None or raw == "0":
        return None
    value = whole_number(raw)
    if value is not None and is_possible(value):
        whole = value % 1000 == 0
        return moment_of(raw, value, Resolution.SECOND if whole else Resolution.MILLISECOND, offset)
    if value is not None and seconds_allowed and is_possible(value * 1000):
        notes.append(DATE_IN_SECONDS)
        return moment_of(raw, value * 1000, Resolution.SECOND, offset)
    notes.append(DATE_UNREADABLE)
    return None


def address(raw: str | None, notes: list[str]) -> Number:
    """Return the other party of a message; a missing address is noted."""
    if raw is not None:
        return classify(raw)
    notes.append("address_missing")
    return Number("", None, NumberKind.UNKNOWN)
