"""Small export files as the app writes them, made from keyword arguments; everything in them is invented."""

from pathlib import Path

from shouzheng.intake.exports import ExportReader, ImportReport, open_export
from shouzheng.model.event import ContactEvent

#: 2026-01-02 10:00:00 in Beijing.
NOON = 1_767_319_200_000
GATEWAY = "10690000001234"
MOBILE = "13000000021"

_SMS = {
    "protocol": "0",
    "address": GATEWAY,
    "date": str(NOON),
    "type": "1",
    "subject": "null",
    "body": "您好",
    "toa": "null",
    "sc_toa": "null",
    "service_center": "null",
    "read": "1",
    "status": "-1",
    "locked": "0",
    "date_sent": "0",
    "sub_id": "1",
    "readable_date": "2026年1月2日 10:00:00",
    "contact_name": "(Unknown)",
}
_CALL = {
    "number": MOBILE,
    "duration": "0",
    "date": str(NOON),
    "type": "1",
    "presentation": "1",
    "subscription_id": "1",
    "readable_date": "2026年1月2日 10:00:00",
    "contact_name": "(Unknown)",
}
_MMS = {
    "date": str(NOON),
    "msg_box": "1",
    "address": MOBILE,
    "m_type": "132",
    "sub": "null",
    "sub_id": "1",
    "date_sent": "0",
    "readable_date": "2026年1月2日 10:00:00",
    "contact_name": "(Unknown)",
}

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;"})


def element(name: str, fields: dict[str, str], inside: str = "") -> str:
    """Return one element; a field with the value ``None`` in the overrides was left out before."""
    attributes = "".join(f' {key}="{value.translate(_ESCAPES)}"' for key, value in fields.items())
    return f"<{name}{attributes}>{inside}</{name}>" if inside else f"<{name}{attributes} />"


def _fields(defaults: dict[str, str], changes: dict[str, str | int | None]) -> dict[str, str]:
    merged: dict[str, str | int | None] = {**defaults, **changes}
    return {key: str(value) for key, value in merged.items() if value is not None}


def sms(**changes: str | int | None) -> str:
    """Return an ``sms`` record; ``None`` leaves a field out."""
    return element("sms", _fields(_SMS, changes))


def call(**changes: str | int | None) -> str:
    """Return a ``call`` record."""
    return element("call", _fields(_CALL, changes))


def mms(parts: str = "", addrs: str = "", **changes: str | int | None) -> str:
    """Return an ``mms`` record with parts and addresses as given."""
    return element("mms", _fields(_MMS, changes), f"<parts>{parts}</parts><addrs>{addrs}</addrs>")


def part(**fields: str) -> str:
    """Return a ``part`` of an MMS."""
    return element("part", {"seq": "0", "ct": "text/plain", **fields})


def addr(address: str, kind: int) -> str:
    """Return an ``addr`` of an MMS."""
    return element("addr", {"address": address, "type": str(kind), "charset": "106"})


def smses(*records: str, count: int | None = None) -> str:
    """Return a whole file of messages."""
    return _file("smses", records, count)


def calls(*records: str, count: int | None = None) -> str:
    """Return a whole file of calls."""
    return _file("calls", records, count)


def _file(root: str, records: tuple[str, ...], count: int | None) -> str:
    inside = "".join(f"  {record}\n" for record in records)
    number = len(records) if count is None else count
    return f"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<{root} count=\"{number}\">\n{inside}</{root}>"


def saved(folder: Path, content: str | bytes, name: str = "sms-1.xml") -> Path:
    """Write the content to a file of the folder."""
    path = folder / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def opened(path: Path, **options: object) -> tuple[list[ContactEvent], ImportReport]:
    """Read a file to its end; returns events and report."""
    reader: ExportReader = open_export(path, **options)  # type: ignore[arg-type]
    events = list(reader)
    return events, reader.report


def read(folder: Path, content: str | bytes, **options: object) -> tuple[list[ContactEvent], ImportReport]:
    """Write and read a file; returns events and report."""
    return opened(saved(folder, content), **options)


def codes(report: ImportReport) -> list[str]:
    """Return the codes of a report's problems in order."""
    return [problem.code for problem in report.problems]


def why_unread(report: ImportReport) -> list[str]:
    """Return the codes of a report's unread records in order."""
    return [unread.code for unread in report.unread]
