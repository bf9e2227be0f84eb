"""Numbers to call, from ``law/cn/channels.toml``: nothing is printed that does not stand there."""

from __future__ import annotations

from collections.abc import Mapping

from shouzheng.model.words import Words
from shouzheng.remedy.material import HelpLine
from shouzheng.rulebook.files.channels import Channel

#: In this order, danger first; when to use each, in our words. The numbers themselves come from the file.
_WHEN: dict[str, Words] = {
    "110": Words(
        "有人身危险、上门威胁、被敲诈，现在就打",
        "danger to a person, threats at the door, extortion: call now",
    ),
    "96110": Words(
        "被要求转账到私人账户、索要密码或验证码、自称公检法",
        "asked to pay to a private account, for a password or code, or by “police”",
    ),
    "12355": Words("涉及未成年人的威胁或骚扰", "threats or harassment that involve a child"),
    "12348": Words("免费法律咨询、申请法律援助", "free legal advice, legal aid"),
    "12378": Words(
        "投诉银行、消费金融公司及其委托的催收机构",
        "complaints about banks, consumer finance companies and their agencies",
    ),
}
#: Printed only where a person in the case is a minor.
_FOR_MINORS = "12355"


def help_lines(channels: Mapping[str, Channel], *, minor: bool = False) -> tuple[HelpLine, ...]:
    """Return the help lines whose number stands in the channel file; the youth line only for a case with a minor."""
    owners: dict[str, Words] = {}
    for channel in channels.values():
        for number in channel.hotline:
            owners.setdefault(number, _without_number(channel.name, number))
    wanted = (number for number in _WHEN if minor or number != _FOR_MINORS)
    return tuple(HelpLine(number, owners[number], _WHEN[number]) for number in wanted if number in owners)


def _without_number(name: Words, number: str) -> Words:
    return Words(name.zh.removeprefix(number).strip(), name.en.removeprefix(number).strip())


def channel_names(channels: Mapping[str, Channel]) -> dict[str, Words]:
    """Return the name of each complaint channel by its id."""
    return {key: channel.name for key, channel in channels.items()}
