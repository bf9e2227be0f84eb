"""Why a message does not get "looks like a notice": everything that could not be compared, one sentence each."""

from __future__ import annotations

from collections.abc import Iterator

from shouzheng.genuine.answer import ElementCheck, LinkCheck, NumberCheck
from shouzheng.genuine.directory.entries import Answer, Institution, Listing
from shouzheng.genuine.hidden import hidden_ways
from shouzheng.genuine.marks import Mark, Strength
from shouzheng.model.event import NumberKind
from shouzheng.model.reading import EntityKind, Reading
from shouzheng.model.words import Words
from shouzheng.reading.entities.details import AccountKind, account_kind
from shouzheng.reference.safe_text import shorten, visible

#: Besides its name, a notice shows at least so many of these.
_ENOUGH = 2
_USEFUL = frozenset(
    ("states_amount", "states_due_date", "official_pay_channel", "contact_for_questions", "identifies_person")
)
#: From these numbers institutions send; a mobile or an unknown one says nothing for the message.
_SENDS = frozenset(
    (NumberKind.PORT_106, NumberKind.SERVICE_95, NumberKind.SERVICE_96, NumberKind.SERVICE_10, NumberKind.SERVICE_12)
)
#: Numbers of persons, and of anywhere.
_PRIVATE = frozenset((NumberKind.MOBILE, NumberKind.VIRTUAL_OPERATOR, NumberKind.FOREIGN))
_LONGEST_SHOWN = 60
#: More links and numbers than this no notice has.
_MANY = 10


def reasons_against(
    text: str,
    reading: Reading,
    claimed: tuple[Institution, ...],
    named: str | None,
    marks: tuple[Mark, ...],
    elements: tuple[ElementCheck, ...],
    sender: NumberCheck | None,
    numbers: tuple[NumberCheck, ...],
    links: tuple[LinkCheck, ...],
    conduct: tuple[Words, ...],
) -> tuple[Words, ...]:
    """Return the reasons, most telling first; empty only when the message looks like a notice."""
    if not text:
        only = Words("只有号码，没有内容：号码可以伪造", "only a number, no words: numbers can be forged")
        return (only, *_of_sender(sender, claimed))
    found: list[Words] = []
    found += _of_marks(marks)
    found += _of_words(reading, named, elements, conduct)
    found += _of_sender(sender, claimed)
    found += hidden_ways(text, reading)
    for number in numbers:
        if number.number.kind in _PRIVATE and number.listing.answer is Answer.NOT_FOUND:
            shown = _shown(number.number.raw)
            zh, en = f"让您打的是{number.label.zh} {shown}", f"wants you to call a {number.label.en}, {shown}"
            found.append(Words(f"{zh}，不是机构的客服号", f"{en}, which is no institution's service line"))
            continue
        found += _of_listing(number.number.raw, number.listing, claimed)
    for link in links:
        found += _of_listing(link.host.host, link.listing, claimed)
    for entity in reading.entities:
        if entity.kind is EntityKind.ACCOUNT and account_kind(entity) is not AccountKind.MASKED_CARD:
            found.append(
                Words(
                    f"写了收款账号 {_shown(entity.text)}，无法核对",
                    f"names an account that cannot be checked: {_shown(entity.text)}",
                )
            )
    return tuple(dict.fromkeys(found))


def _shown(text: str) -> str:
    return visible(shorten(text, _LONGEST_SHOWN))


def _of_marks(marks: tuple[Mark, ...]) -> Iterator[Words]:
    for mark in marks:
        if mark.quoted:
            yield Words(f"文字在谈论：{mark.title.zh}", f"the words speak about: {mark.title.en}")
        elif mark.strength is Strength.WEAK:
            yield mark.title


def _of_words(
    reading: Reading, named: str | None, elements: tuple[ElementCheck, ...], conduct: tuple[Words, ...]
) -> Iterator[Words]:
    if named is None:
        yield Words("没有写明是哪家机构", "does not name any institution")
    present = {element.name for element in elements if element.span is not None}
    if len(present & _USEFUL) < _ENOUGH:
        below = Words("（见下）", " (see below)") if present else Words("", "")  # with none there is no list to see
        yield Words(f"还款通知该有的内容太少{below.zh}", f"too little of what a repayment notice contains{below.en}")
    for title in conduct:
        yield Words(f"正规通知不会这样写：{title.zh}", f"no proper notice does this: {title.en}")
    if sum(entity.kind in (EntityKind.LINK, EntityKind.PHONE) for entity in reading.entities) > _MANY:
        yield Words("链接或号码太多，不像一条通知", "too many links or numbers for a notice")
    if reading.disguised:
        yield Words("用怪字、拆字躲避过滤", "odd or split characters, as used to pass filters")


def _of_sender(sender: NumberCheck | None, claimed: tuple[Institution, ...]) -> Iterator[Words]:
    if sender is None:
        return
    ids = {institution.id for institution in claimed}
    number = _shown(sender.number.raw)
    if sender.listing.answer is Answer.STALE:
        yield _stale(number)
    elif sender.listing.answer is Answer.LISTED:
        if ids and not ids & sender.listing.ids:
            names = _names(sender.listing)
            yield Words(
                f"来电号码 {number} 在名录里属于“{names.zh}”，与自称的不同",
                f"the sender's number {number} is listed for “{names.en}”, not for whom it claims",
            )
    elif sender.number.kind not in _SENDS:
        yield Words(
            f"发来的号码是{sender.label.zh}（{number}），看不出是谁",
            f"sent from a {sender.label.en} ({number}), which shows nobody",
        )
    elif sender.number.kind is not NumberKind.PORT_106:
        yield Words(f"发来的号码 {number} 名录里没有", f"the sender's number {number} is not in the directory")


def _of_listing(what: str, listing: Listing, claimed: tuple[Institution, ...]) -> Iterator[Words]:
    shown = _shown(what)
    if listing.answer is Answer.NOT_FOUND:
        yield Words(f"{shown} 名录里没有，无法核对", f"{shown} is not in the directory and could not be compared")
    elif listing.answer is Answer.STALE:
        yield _stale(shown)
    elif not {institution.id for institution in claimed} & listing.ids and not _is_public(listing):
        names = _names(listing)
        yield Words(f"{shown} 在名录里属于“{names.zh}”", f"{shown} is listed for “{names.en}”")


def _is_public(listing: Listing) -> bool:
    return all(institution.sort == "government" for institution in listing.institutions)


def _stale(shown: str) -> Words:
    return Words(f"{shown} 在名录里，但名录已过核对期", f"{shown} is in the directory, which is overdue for checking")


def _names(listing: Listing) -> Words:
    return Words(
        "、".join(institution.name.zh for institution in listing.institutions),
        ", ".join(institution.name.en for institution in listing.institutions),
    )
