"""How a paper ends and, for a portal's sheet, how it begins: attachments, signature, where it goes and the limits."""

from __future__ import annotations

from collections.abc import Sequence

from shouzheng.model.words import Words
from shouzheng.remedy.letters.letter_file import Form, Letter
from shouzheng.remedy.letters.lines import Kind, Line
from shouzheng.remedy.letters.slots import Pieces, blank, day_piece, own, slot_value
from shouzheng.remedy.situation import ORGANISATIONS, Situation

_CONTACT = blank("paper:contact", Words("联系电话或地址", "phone or address"))
_GUARDIAN = blank(
    "paper:guardian",
    Words("监护人姓名；未成年人的文书由监护人一起签", "the guardian’s name, who signs along for a minor"),
)
_REPRESENTED = own("法定代理人（签名）：", "Legal representative (signature): ")
_SEAL = own("单位（盖章），经办人：", "Seal of the organisation, and person in charge: ")
_SIGNED_ON = blank("paper:signed_on", Words("签字当天的日期", "day of signing"))
_ATTACHMENTS = own("附件（没有的请划去）", "Attachments (strike out what you do not have)")
_BY_HAND = own(
    "逐项复制到页面，由你本人核对后提交；程序不会替你提交。页面的栏目和字数以提交当天为准，没有核实。",
    "Copy each field by hand, check and submit it yourself; the program submits nothing. The fields and limits of the "
    "page are those of the day and were not confirmed.",
)


def portal_head(letter: Letter, situation: Situation) -> list[Line]:
    """Return where the portal is, what it needs, how long it takes and what it cannot do, as the law data has it."""
    if letter.channel is None:
        return []
    channel = situation.rulebook.channels[letter.channel]
    zh, en = "、".join(channel.hotline), ", ".join(channel.hotline)
    told = [(Words("受理", "takes"), channel.accepts), (Words("需要", "needs"), channel.needs)]
    told += [(Words("时限", "time"), channel.handling_time), (Words("做不到", "cannot do"), channel.cannot_do)]
    lines = [Line(Kind.ITEM, (own(f"{channel.name.zh}　{zh}", f"{channel.name.en} {en}"),))]
    lines += [Line(Kind.ITEM, (own(f"{a.zh}：{b.zh}", f"{a.en}: {b.en}"),)) for a, b in told]
    return [*lines, Line(Kind.PARAGRAPH, (_BY_HAND,))]


def closing(letter: Letter, situation: Situation, addressee: Pieces, enclosed: Sequence[Words]) -> list[Line]:
    """Return the end of the paper: by its form with what is enclosed, signature and dates, or the day of drafting."""
    drafted = Line(Kind.SIGNATURE, (own("起草日期：", "Drafted on: "), day_piece(situation.today)))
    if letter.form in (Form.SHEET, Form.PORTAL):
        return [*_attachments(enclosed), drafted]
    lines: list[Line] = []
    signer = own("具名：", "Name: ")
    if letter.form is Form.COURT:
        lines += [Line(Kind.PARAGRAPH, (own("此致", "To"),)), Line(Kind.ADDRESSEE, addressee)]
        signer = own(f"{letter.signer.zh}（签名）：", f"{letter.signer.en} (signature): ")
    elif letter.signer.zh:
        signer = own(f"{letter.signer.zh}：", f"{letter.signer.en}: ")
    elif situation.writer.role in ORGANISATIONS:
        signer = _SEAL
    lines += _attachments(enclosed)
    lines.append(Line(Kind.SIGNATURE, (signer, *slot_value("writer", situation))))
    if situation.writer.minor:
        lines.append(Line(Kind.SIGNATURE, (_REPRESENTED, _GUARDIAN)))
    lines.append(Line(Kind.SIGNATURE, (own("联系方式：", "Contact: "), _CONTACT)))
    lines.append(Line(Kind.SIGNATURE, (own("日期：", "Date: "), _SIGNED_ON)))
    return [*lines, drafted]


def _attachments(enclosed: Sequence[Words]) -> list[Line]:
    if not enclosed:
        return []
    lines = [Line(Kind.HEADING, (_ATTACHMENTS,))]
    for place, words in enumerate(enclosed, 1):
        lines.append(Line(Kind.ITEM, (own(f"{place}. {words.zh}", f"{place}. {words.en}"),)))
    return lines
