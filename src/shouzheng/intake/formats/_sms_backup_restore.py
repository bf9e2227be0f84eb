"""What the two exports of the app SMS Backup & Restore have in common: names of the app, its sources, contact names."""

from __future__ import annotations

from shouzheng.intake.formats._android import EDITABLE, code, milliseconds, present, sent_moment, sim

__all__ = ["EDITABLE", "code", "contact_name", "milliseconds", "present", "sent_moment", "sim"]

APP = "SMS Backup & Restore (SyncTech)"
FIELD_LIST = "synctech.com.au, Fields in XML backup files"
HPI = "karlicoss/HPI src/my/smscalls.py"
EXTRACTOR = "raleighlittles/SMS-backup-and-restore-extractor"
AOSP = "AOSP core/java/android/provider/CallLog.java"

#: Written for somebody who is not in the phone's contacts.
_NO_CONTACT = "(Unknown)"


def contact_name(attributes: dict[str, str]) -> str | None:
    """Return the name in the phone's contacts, ``None`` when there is none."""
    name = present(attributes.get("contact_name"))
    return None if name == _NO_CONTACT else name
