"""One e-mail (RFC 5322, MIME) as a contact: headers kept, text as it reads, attachments by name and digest.

The parser is the standard library's, with its old policy (``compat32``): headers stay as they were written, and none
is interpreted by more than this file does.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import getaddresses, parsedate_tz

from shouzheng.intake import problems
from shouzheng.intake.hashing import digest_of_bytes
from shouzheng.intake.hints import current
from shouzheng.intake.mail_problems import MAIL_UNREADABLE, NO_MAIL
from shouzheng.intake.moments import EARLIEST_MS, LATEST_MS, moment_of
from shouzheng.intake.records import ReadContext, Refused
from shouzheng.model.event import (
    Attachment,
    Channel,
    ContactEvent,
    Direction,
    Number,
    NumberKind,
    Outcome,
    TextSource,
)
from shouzheng.model.moment import Moment, OffsetSource, Resolution
from shouzheng.model.original import Position
from shouzheng.reference.numbers import classify

#: Largest e-mail that is taken apart; larger ones are listed as unread.
MOST = 64 << 20
#: Most parts, levels of parts and headers of one e-mail.
_MOST_PARTS, _MOST_LEVELS, _MOST_HEADERS = 500, 30, 500
_LONGEST_HEADER, _LONGEST_ADDRESSES = 20_000, 4_000
#: Chinese mail that names a subset often uses more than that subset has.
_GB = frozenset(["gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936", "euc-cn", "hz-gb-2312"])
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BOUNDARIES = re.compile(rb"(?im)^content-type:[^\n]{0,200}multipart/")
#: A header line at the beginning of something that claims to be an e-mail.
HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,60}:")

Raw = list[tuple[str, str]]


def mail_of(data: bytes, name: str, position: Position, context: ReadContext) -> ContactEvent:
    """Return the e-mail as a contact; raises ``Refused``."""
    if not HEADER.match(data.lstrip(b"\r\n")):
        raise Refused(NO_MAIL)
    if len(_BOUNDARIES.findall(data)) > _MOST_LEVELS:
        raise Refused(MAIL_UNREADABLE, detail="too many levels")
    try:
        message = BytesParser(policy=compat32).parsebytes(data.lstrip(b"\r\n"))
        return _event(message, name, position, context)
    except (MessageError, RecursionError, LookupError, ValueError, TypeError, AttributeError, AssertionError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(MAIL_UNREADABLE, detail=type(error).__name__) from error


def _event(message: Message, name: str, position: Position, context: ReadContext) -> ContactEvent:
    notes: list[str] = []
    raw = _headers(message)
    received = [value for key, value in raw if key.lower() == "received"]
    sent = _moment(_first(raw, "date"))
    arrived = _moment(received[0].rpartition(";")[2]) if received else None
    time = arrived or sent
    if time is None:
        raise Refused(problems.IMPOSSIBLE_TIME, field="Date", value=_first(raw, "date"))
    if arrived is None:
        notes.append("time_is_the_senders_claim")
    if _first(raw, "dkim-signature"):
        notes.append("dkim_signature_not_checked")
    senders = _addresses(message, "from")
    recipients = [*_addresses(message, "to"), *_addresses(message, "cc")]
    direction = _direction(senders, bool(received), notes)
    parties = recipients if direction is Direction.OUTBOUND else senders
    text, attachments = _content(message, _decoded(_first(raw, "subject")), notes)
    return ContactEvent(
        id=context.event_id(position.record),
        original=context.original,
        source_format=name,
        positions=(position,),
        time=time,
        channel=Channel.EMAIL,
        direction=direction,
        outcome=Outcome.DELIVERED if direction is Direction.INBOUND and received else Outcome.UNKNOWN,
        other=classify(parties[0]) if parties else Number("", None, NumberKind.UNKNOWN),
        owner=context.owner,
        sent=sent,
        others=tuple(classify(each) for each in parties[1:20]),
        text=text or None,
        text_source=TextSource.RECORD if text else None,
        attachments=attachments,
        raw=tuple(raw),
        notes=tuple(dict.fromkeys(notes)),
    )


def _headers(message: Message) -> Raw:
    """Every header as written, in order; raises ``Refused`` over 500."""
    # The private list holds the headers before any interpretation; the public methods wrap 8-bit ones.
    items = message._headers  # type: ignore[attr-defined]
    if len(items) > _MOST_HEADERS:
        raise Refused(problems.TOO_MANY_FIELDS, most=_MOST_HEADERS)
    if not items:
        raise Refused(NO_MAIL)
    return [(key[:200], _repaired(str(value))[:_LONGEST_HEADER]) for key, value in items]


def _repaired(value: str) -> str:
    """Bytes over 127 in a header (the parser keeps them as half characters) as UTF-8, else GB18030."""
    if value.isascii():
        return value
    data = value.encode("ascii", "surrogateescape") if _only_escaped(value) else value.encode("utf-8", "replace")
    for codec in ("utf-8", "gb18030"):
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")


def _only_escaped(value: str) -> bool:
    return all(char < "\x80" or "\udc80" <= char <= "\udcff" for char in value)


def _first(raw: Raw, name: str) -> str:
    return next((value for key, value in raw if key.lower() == name), "")


def _decoded(value: str) -> str:
    """A header's words (RFC 2047) as text."""
    folded = re.sub(r"\s*\n\s*", " ", value.replace("\r", ""))[:_LONGEST_HEADER]
    try:
        parts = decode_header(folded)
    except (MessageError, ValueError, LookupError):
        return folded
    return "".join(part if isinstance(part, str) else _text(part, codec or "utf-8") for part, codec in parts).strip()


def _text(data: bytes, charset: str) -> str:
    codec = "gb18030" if charset.lower() in _GB else charset
    for each in (codec, "utf-8", "gb18030"):
        try:
            return data.decode(each)
        except (LookupError, ValueError):  # an unknown name, or bytes that are not of it
            continue
    return data.decode("utf-8", "replace")


def _addresses(message: Message, name: str) -> list[str]:
    values = [_repaired(str(value))[:_LONGEST_ADDRESSES] for value in message.get_all(name, [])[:10]]
    return [address for _, address in getaddresses(values) if address][:50]


def _direction(senders: list[str], received: bool, notes: list[str]) -> Direction:
    """A server received it: inbound, unless the person says that the sender's address is their own."""
    own = {name.lower() for name in current().own_names}
    if any(sender.lower() in own for sender in senders):
        return Direction.OUTBOUND
    if received:
        return Direction.INBOUND
    notes.append("direction_unknown")
    return Direction.UNKNOWN


def _moment(written: str) -> Moment | None:
    """A date of RFC 5322 with its own offset; without one (or with -0000) the offset is not known, and it is UTC."""
    found = parsedate_tz(written.strip()[:200]) if written else None
    if found is None:
        return None
    year, month, day, hour, minute, second, *_ = found
    offset = found[9] or 0
    try:
        at = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC) - timedelta(seconds=offset)
    except (ValueError, OverflowError):
        return None
    milliseconds = (at - _EPOCH) // timedelta(milliseconds=1)
    if not EARLIEST_MS <= milliseconds < LATEST_MS or abs(offset) > 14 * 3600:
        return None
    source = OffsetSource.STATED if found[9] is not None else OffsetSource.ASSUMED
    return moment_of(written.strip()[:200], milliseconds, Resolution.SECOND, (offset // 60, source))


def _content(message: Message, subject: str, notes: list[str]) -> tuple[str, tuple[Attachment, ...]]:
    """The text (plain where there is any, else taken out of HTML) below the subject, and the attachments."""
    plain: list[str] = []
    pages: list[str] = []
    attachments: list[Attachment] = []
    for number, part in enumerate(_leaves(message)):
        if number >= _MOST_PARTS:
            notes.append("too_many_parts")
            break
        kind, name = part.get_content_type(), _file_name(part)
        payload = part.get_payload(decode=True)
        data = payload if isinstance(payload, bytes) else b""
        is_attached = name or str(part.get("content-disposition", "")).lower().startswith("attachment")
        if kind in ("text/plain", "text/html") and not is_attached:
            charset = part.get_param("charset", "utf-8")
            text = _text(data, charset if isinstance(charset, str) else "utf-8")
            (plain if kind == "text/plain" else pages).append(text)
        else:
            attachments.append(Attachment(kind, name, digest_of_bytes(data)))
    if not plain and pages:
        notes.append("text_from_html")
    texts = plain or [words_of(page) for page in pages]
    text = "\n".join(texts).replace("\r\n", "\n").strip()
    if subject:
        notes.append("subject_in_text")
        text = f"{subject}\n{text}" if text else subject
    return text, tuple(attachments)


def _leaves(message: Message, level: int = 0) -> Iterator[Message]:
    if level > _MOST_LEVELS:
        raise Refused(MAIL_UNREADABLE, detail="too many levels")
    if message.is_multipart():
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _leaves(part, level + 1)
    else:
        yield message


def _file_name(part: Message) -> str:
    name = part.get_filename()
    return _decoded(_repaired(str(name)))[:200] if name else ""


_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z!?][a-zA-Z0-9]{0,20})[^<>]{0,4000}>")
_BREAKS = frozenset(["br", "p", "div", "tr", "li", "h1", "h2", "h3"])


def words_of(page: str) -> str:
    """Return the words of an HTML page, lines kept apart; what is in scripts and styles is not shown, so left out.

    In one pass and linear time: the standard library's parser takes hours for some pages of a megabyte.
    """
    found: list[str] = []
    place, hidden = 0, ""
    for tag in _TAG.finditer(page):
        name = tag["name"].lower()
        if not hidden:
            found.append(page[place : tag.start()])
            if name in _BREAKS:
                found.append("\n")
            if name in ("script", "style") and not tag["end"]:
                hidden = name
        elif name == hidden and tag["end"]:
            hidden = ""
        place = tag.end()
    if not hidden:
        found.append(page[place:])
    lines = (line.strip() for line in html.unescape("".join(found)).split("\n"))
    return "\n".join(line for line in lines if line)
