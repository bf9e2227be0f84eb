"""What the two exports of the app SMS Backup & Restore have in common: empty values, SIM, name, times."""

from __future__ import annotations

from shouzheng.intake import problems
from shouzheng.intake.moments import is_possible, moment_of, whole_number
from shouzheng.intake.xml_format import Refused
from shouzheng.model.moment import Moment, OffsetSource, Resolution
from shouzheng.model.words import Words

APP = "SMS Backup & Restore (SyncTech)"
FIELD_LIST = "synctech.com.au, Fields in XML backup files"
HPI = "karlicoss/HPI src/my/smscalls.py"
EXTRACTOR = "raleighlittles/SMS-backup-and-restore-extractor"
AOSP = "AOSP core/java/android/provider/CallLog.java"

#: What the app writes where the phone has no value. Both stay as they are in ``raw``.
_EMPTY = frozenset(["", "null"])
#: Written for somebody who is not in the phone's contacts.
_NO_CONTACT = "(Unknown)"
#: Android's INVALID_SUBSCRIPTION_ID: the phone did not say which SIM.
_NO_SIM = "-1"

DATE_IN_SECONDS = "date_sent_in_seconds"
DATE_UNREADABLE = "date_sent_unreadable"


def present(value: str | None) -> str | None:
    """Return the value unless it is missing, empty or the word ``null``."""
    return None if value is None or value in _EMPTY else value


def contact_name(attributes: dict[str, str]) -> str | None:
    """Return the name in the phone's contacts, ``None`` when there is none."""
    name = present(attributes.get("contact_name"))
    return None if name == _NO_CONTACT else name


def sim(attributes: dict[str, str], field: str) -> str | None:
    """Return the SIM (subscription) as written, ``None`` when the phone did not say."""
    value = present(attributes.get(field))
    return None if value == _NO_SIM else value


def milliseconds(attributes: dict[str, str], field: str = "date") -> tuple[str, int]:
    """Return a required time as written and in milliseconds; raises ``Refused`` when missing or impossible."""
    raw = attributes.get(field)
    if raw is None:
        raise Refused(problems.FIELD_MISSING, field=field)
    value = whole_number(raw)
    if value is None or not is_possible(value):
        raise Refused(problems.IMPOSSIBLE_TIME, field=field, value=raw)
    return raw, value


def code(attributes: dict[str, str], field: str) -> str:
    """Return a required code as written; raises ``Refused`` when it is missing."""
    value = attributes.get(field)
    if value is None:
        raise Refused(problems.FIELD_MISSING, field=field)
    return value


def sent_moment(
    attributes: dict[str, str], offset: tuple[int, OffsetSource], notes: list[str], *, seconds_allowed: bool = False
) -> Moment | None:
    """Return the sender's or message centre's time; ``None`` for 0, empty or absent, and (noted) for the impossible.

    Message centres count seconds, so a value of whole seconds is given that resolution.
    """
    raw = present(attributes.get("date_sent"))
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


EDITABLE = Words(
    "这是应用写出的文本文件，容易被编辑；请保留原手机以备出示。",
    "This is a text file written by an app and easily edited; keep the original phone to show it.",
)
