"""One call as Android's call log stores it, whoever copied the row: direction, outcome, number, reasons."""

from __future__ import annotations

from shouzheng.intake import problems
from shouzheng.intake.formats import Decode, Known
from shouzheng.intake.formats import _android as android
from shouzheng.intake.moments import moment_of, whole_number
from shouzheng.intake.records import ReadContext, Refused
from shouzheng.model.event import Channel, ContactEvent, Direction, Number, NumberKind, Outcome, new_event
from shouzheng.model.moment import Resolution
from shouzheng.model.words import Words
from shouzheng.reference.numbers import classify

#: ``type``: direction and outcome; ``None`` is decided by the duration.
TYPES: dict[str, tuple[Direction, Outcome | None]] = {
    "1": (Direction.INBOUND, None),
    "2": (Direction.OUTBOUND, None),
    "3": (Direction.INBOUND, Outcome.MISSED),
    "4": (Direction.INBOUND, Outcome.VOICEMAIL),
    "5": (Direction.INBOUND, Outcome.REJECTED),
    "6": (Direction.INBOUND, Outcome.BLOCKED),
    "7": (Direction.INBOUND, Outcome.UNKNOWN),
}
_ANSWERED_ELSEWHERE = "7"
#: Written instead of a number that was withheld (-1 unknown, -2 private in old Android).
_WITHHELD = frozenset(["", "-1", "-2"])
_PAYPHONE = "-3"
_VIDEO = 1
#: Bits of ``missed_reason`` (Android 12).
_MISSED = {
    1 << 0: "missed_emergency_call",
    1 << 1: "missed_maximum_ringing",
    1 << 2: "missed_maximum_dialing",
    1 << 16: "missed_no_answer",
    1 << 17: "missed_short_ring",
    1 << 18: "missed_do_not_disturb",
    1 << 19: "missed_low_volume",
    1 << 20: "missed_no_vibration",
    1 << 21: "missed_silenced_by_screening",
    1 << 22: "missed_filters_timeout",
}
#: ``block_reason`` (Android 10).
_BLOCKED = {
    "1": "blocked_by_screening_service",
    "2": "blocked_to_voicemail",
    "3": "blocked_number",
    "4": "blocked_unknown_number",
    "5": "blocked_restricted_number",
    "6": "blocked_payphone",
    "7": "blocked_not_in_contacts",
}

DECODES = (
    Decode("date", Words("毫秒，自1970年起（UTC）", "milliseconds since 1970 UTC"), android.CALL_LOG, Known.READ),
    Decode("duration", Words("通话秒数", "seconds of talk"), android.CALL_LOG, Known.READ),
    Decode(
        "type",
        Words(
            "1呼入 2呼出 3未接 4语音信箱 5拒接 6拦截 7在别的设备上接听",
            "1 incoming 2 outgoing 3 missed 4 voicemail 5 rejected 6 blocked 7 answered on another device",
        ),
        f"{android.CALL_LOG}; {android.ALEAPP}/calllog.py",
        Known.READ,
    ),
    Decode(
        "presentation",
        Words("1显示 2隐藏 3未知 4公用电话", "1 allowed 2 restricted 3 unknown 4 payphone"),
        android.CALL_LOG,
        Known.READ,
    ),
    Decode("features", Words("第1位为视频通话", "bit 1 is a video call"), android.CALL_LOG, Known.READ),
    Decode(
        "block_reason",
        Words(
            "1筛选应用 2转语音信箱 3黑名单 4未知号码 5隐藏号码 6公用电话 7不在通讯录",
            "1 screening service 2 to voicemail 3 blocked number 4 unknown 5 restricted 6 payphone 7 not in contacts",
        ),
        "Android API 29",
        Known.READ,
    ),
    Decode(
        "missed_reason",
        Words("位掩码；65536无人接听 131072响铃很短", "bit mask; 65536 no answer, 131072 short ring"),
        "Android API 31",
        Known.READ,
    ),
)


def call_of(row: android.Row, context: ReadContext) -> ContactEvent:
    """Return the call; raises ``Refused`` for an unknown type or an impossible time."""
    fields, notes = row.fields, row.notes
    kind = android.code(fields, "type")
    if kind not in TYPES:
        raise Refused(problems.UNKNOWN_CODE, field="type", value=kind)
    raw_time, instant = android.milliseconds(fields)
    direction, stated = TYPES[kind]
    if kind == _ANSWERED_ELSEWHERE:
        notes.append("answered_on_another_device")
    other = other_party(fields, notes)
    outcome, seconds = outcome_of(stated, seconds_of(fields, notes), notes)
    note_reasons(fields, notes)
    return new_event(
        id=context.event_id(row.position.record),
        original=context.original,
        source_format=row.format,
        positions=(row.position,),
        time=moment_of(raw_time, instant, Resolution.MILLISECOND, row.offset),
        channel=Channel.VIDEO_CALL if _is_video(fields) else Channel.CALL,
        direction=direction,
        outcome=outcome,
        other=other,
        owner=context.owner,
        seconds=seconds,
        contact_name=row.contact_name,
        sim=android.sim(fields, "subscription_id", "sub_id", "simid", "sim_id"),
        raw=row.raw,
        notes=tuple(dict.fromkeys(notes)),
    )


def other_party(fields: android.Fields, notes: list[str]) -> Number:
    """The other party; a missing number, an empty one and a withheld number are different things."""
    raw = fields.get("number")
    presentation = fields.get("presentation")
    if raw is None:
        notes.append("number_missing")
    if presentation == "2" or (raw is not None and raw in _WITHHELD and presentation not in ("3", "4")):
        return Number(raw or "", None, NumberKind.WITHHELD)
    if presentation == "3":
        notes.append("presentation_unknown")
    elif presentation == "4" or raw == _PAYPHONE:
        notes.append("presentation_payphone")
    elif presentation not in (None, "1", "", "null"):
        notes.append("presentation_code_unknown")
    known = classify(raw) if raw is not None else Number("", None, NumberKind.UNKNOWN)
    return Number(known.raw, None, NumberKind.UNKNOWN) if known.kind is NumberKind.WITHHELD else known


def seconds_of(fields: android.Fields, notes: list[str]) -> int | None:
    """Talk time in seconds, ``None`` (noted) when missing or unreadable."""
    raw = android.present(fields.get("duration"))
    if raw is None:
        notes.append("duration_missing")
        return None
    value = whole_number(raw)
    if value is None or value < 0:
        notes.append("duration_unreadable")
        return None
    return value


def outcome_of(outcome: Outcome | None, seconds: int | None, notes: list[str]) -> tuple[Outcome, int | None]:
    """Outcome and talk time. An incoming or outgoing call of 0 seconds may or may not have been answered."""
    if outcome is None:
        return (Outcome.CONNECTED if seconds else Outcome.UNKNOWN), seconds
    if seconds:
        notes.append("duration_of_unanswered_call")  # ringing time or a message: not talk time
        return outcome, None
    return outcome, seconds


def note_reasons(fields: android.Fields, notes: list[str]) -> None:
    """Why the phone blocked the call or why it was missed, and that the row was deleted, as notes."""
    blocked = android.present(fields.get("block_reason"))
    if blocked is not None and blocked != "0":
        notes.append(_BLOCKED.get(blocked, "block_reason_unknown"))
    missed = whole_number(android.present(fields.get("missed_reason")))
    if missed is not None and missed > 0:
        notes.extend(note for bit, note in _MISSED.items() if missed & bit)
    if fields.get("deleted") == "1":
        notes.append("deleted_in_store")


def _is_video(fields: android.Fields) -> bool:
    features = whole_number(fields.get("features"))
    return features is not None and bool(features & _VIDEO)
