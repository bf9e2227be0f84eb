"""Marks of fraud that numbers and links show by themselves, without any word."""

from __future__ import annotations

from collections.abc import Iterator

from shouzheng.genuine.answer import LinkCheck, NumberCheck
from shouzheng.genuine.directory.hosts import Likeness
from shouzheng.genuine.marks import Mark, Strength
from shouzheng.model.event import NumberKind
from shouzheng.model.reading import EntityKind, Reading
from shouzheng.model.words import Words
from shouzheng.reading.entities.details import AccountKind, account_kind

_HOW = {
    Likeness.ALIKE: Words("用了看起来一样的字母", "uses letters that look the same"),
    Likeness.ONE_EDIT: Words("只差一个字母", "differs by one letter"),
    Likeness.IN_FRONT: Words("把它放在别人域名的前面", "puts its name in front of somebody else's domain"),
    Likeness.OTHER_ENDING: Words("用它的名字，却不是名录里的域名", "uses its name, and is not in the directory"),
}
_NO_LINK = Words(
    "不要点。自己打开官方App，或在应用商店里搜。", "Do not open it. Open the official app, or search the app store."
)


def computed_marks(
    reading: Reading, links: tuple[LinkCheck, ...], sender: NumberCheck | None, named: str | None
) -> Iterator[Mark]:
    """Yield the marks of links, coin addresses and a foreign sender that names an institution."""
    for link in links:
        yield from _of_link(link)
    for entity in reading.entities:
        if entity.kind is EntityKind.ACCOUNT and account_kind(entity) is AccountKind.COIN:
            yield Mark(
                "coin_address",
                Words("给出虚拟币收款地址", "gives an address for crypto-coins"),
                Strength.STRONG,
                Words("没有一家持牌机构用虚拟币收款。", "No licensed lender is paid in crypto-coins."),
                entity.span,
            )
            break
    if sender is not None and sender.number.kind is NumberKind.FOREIGN and named:
        yield Mark(
            "foreign_sender",
            Words("自称境内机构，却是境外号码", "claims a mainland institution and shows a foreign number"),
            Strength.STRONG,
            Words("境内机构不会用境外号码发通知。", "Mainland institutions do not send notices from abroad."),
        )


def _of_link(link: LinkCheck) -> Iterator[Mark]:
    if link.resembles is not None:
        name, how = link.resembles.institution.name, _HOW[link.resembles.likeness]
        title = Words(f"链接像“{name.zh}”，但{how.zh}", f"the link resembles “{name.en}” and {how.en}")
        yield Mark("look_alike_link", title, Strength.STRONG, _NO_LINK, link.span)
    if link.is_app:
        title = Words("链接直接下载安装包", "the link loads an app file")
        yield Mark("app_file", title, Strength.STRONG, _NO_LINK, link.span)
    if link.host.is_address:
        title = Words("链接是一串数字地址，没有域名", "the link is an address of digits, without a name")
        yield Mark("address_link", title, Strength.STRONG, _NO_LINK, link.span)
    if link.host.shortener:
        title = Words("短链接，看不出通向哪里", "a short link that hides where it leads")
        yield Mark("short_link", title, Strength.WEAK, _NO_LINK, link.span)
    if link.host.hosting:
        title = Words("谁都能放网页的免费空间", "free web space where anybody can put a page")
        yield Mark("free_hosting", title, Strength.WEAK, _NO_LINK, link.span)
