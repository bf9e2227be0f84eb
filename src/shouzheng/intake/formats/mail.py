"""An e-mail as it was saved (``.eml``), or a box of them (``.mbox``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from shouzheng.intake import problems
from shouzheng.intake.chat_text import is_text
from shouzheng.intake.formats import Decode, Format, Known
from shouzheng.intake.formats._mail import HEADER, MOST, mail_of
from shouzheng.intake.mail_problems import SENDERS_CLAIM
from shouzheng.intake.records import Outcome as Result
from shouzheng.intake.records import ReadContext, Refused
from shouzheng.intake.sniff import Content, Look
from shouzheng.intake.text_records import EXCERPT, lines_of
from shouzheng.model.grade import Grade
from shouzheng.model.original import Position
from shouzheng.model.words import Words

NAME = "mail"
#: Header lines of which a saved e-mail has at least two.
_USUAL = re.compile(
    rb"(?im)^(?:received|from|to|date|subject|message-id|mime-version|return-path|delivered-to|content-type"
    rb"|dkim-signature|authentication-results|x-[a-z0-9-]+):"
)
#: The line between the e-mails of a box: ``From`` , an address and a date.
_BETWEEN = re.compile(rb"From \S+ .{10,60}")
_ESCAPED = re.compile(rb"(?m)^>(>*From )")
_WHY = Words(
    "开头是邮件头（From、Date、Subject 等）", "it begins with the headers of an e-mail (From, Date, Subject …)"
)
_WHY_BOX = Words("开头是 mbox 的“From ”行和邮件头", "it begins with the line “From ” of an mbox and headers")
_SOURCE = "RFC 5322, RFC 2045, RFC 4155"


def _recognise(look: Look) -> Words | None:
    if not is_text(look):
        return None
    text = look.head.lstrip(b"\xef\xbb\xbf\r\n")
    first, _, rest = text.partition(b"\n")
    boxed = _BETWEEN.fullmatch(first.rstrip(b"\r")) is not None
    headers = (rest if boxed else text).replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    if not HEADER.match(headers):
        return None
    found = {name.lower() for name in _USUAL.findall(headers)}
    # vMessages and vCards begin like headers too, but name neither a sender nor a server in this way.
    if len(found) < 2 or not found & {b"from:", b"received:"} or headers[:6].upper() == b"BEGIN:":
        return None
    return _WHY_BOX if boxed else _WHY


def _read(chunks: Iterator[bytes], context: ReadContext) -> Iterator[Result]:
    kept: list[bytes] = []
    start = length = 0
    boxed, blank, claims = False, True, 0
    for offset, line, whole in lines_of(chunks):
        between = blank and line.startswith(b"From ") and _BETWEEN.fullmatch(line) is not None
        if between and (boxed or not any(kept)):
            if any(kept):
                outcome, claim = _outcome(kept, start, length, boxed, context)
                claims += claim
                yield outcome
            kept, start, length, boxed = [], offset, whole, True
            blank = False
            continue
        if not kept and not length:
            start = offset
        length += whole
        if length <= MOST:
            kept.append(line)
        blank = not line
    if any(kept) or length > MOST:
        outcome, claim = _outcome(kept, start, length, boxed, context)
        claims += claim
        yield outcome
    if claims:
        context.say(SENDERS_CLAIM, count=claims)


def _outcome(kept: list[bytes], start: int, length: int, boxed: bool, context: ReadContext) -> tuple[Result, bool]:
    """Return what one e-mail became, and whether its time is the sender's own claim."""
    context.records += 1
    position = Position(start, length, context.records, f"mail[{context.records}]")
    data = b"\n".join(kept).removeprefix(b"\xef\xbb\xbf")
    try:
        if length > MOST:
            raise Refused(problems.TOO_LARGE, length=length, attribute=MOST, record=MOST)
        event = mail_of(_ESCAPED.sub(rb"\1", data) if boxed else data, NAME, position, context)
    except Refused as refused:
        return context.unread(position, refused.kind, data[:EXCERPT], **refused.slots), False
    return event, "time_is_the_senders_claim" in event.notes


FORMAT = Format(
    name=NAME,
    title=Words("电子邮件（.eml、.mbox）", "e-mail (.eml, .mbox)"),
    file_names=("*.eml", "*.mbox"),
    media_type="message/rfc822",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    read=_read,
    content=Content.TEXT,
    app="",
    versions="RFC 5322",
    grade=Grade.D,
    decodes=(
        Decode(
            "Received",
            Words("最上面一行由收信服务器写入，作为时间", "the topmost was written by the receiving server: the time"),
            _SOURCE,
            Known.MEMORY,
        ),
        Decode("Date", Words("发信人自己写的时间", "the sender's own claim of the time"), _SOURCE, Known.MEMORY),
        Decode(
            "charset",
            Words("写作 gb2312、gbk 的按 GB18030 读", "gb2312 and gbk are read as GB18030"),
            _SOURCE,
            Known.MEMORY,
        ),
    ),
    notes=(
        Words(
            "DKIM 签名原样保留但没有验证；验证需要联网取得发信域名当时的公钥。",
            "A DKIM signature is kept but not verified: that needs the sender's public key from the network.",
        ),
        Words(
            "只有最上面的 Received 行来自自己的邮箱服务商，其余可以伪造。",
            "Only the topmost Received line is one's own provider's; the others can be forged.",
        ),
    ),
)
