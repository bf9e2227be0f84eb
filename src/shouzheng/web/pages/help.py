"""Help lines and the safety card: what to do first when somebody threatens, and whom to call."""

from __future__ import annotations

from starlette.responses import Response

from shouzheng.model.words import Words
from shouzheng.web.pages._phones import lines, with_links
from shouzheng.web.visit import Page, Visit

#: The safety card, danger first; no sentence of it rests on a norm, and none promises anything.
CARD: tuple[Words, ...] = (
    Words(
        "有人在门口、在路上跟着，或者说要伤人：先到有人的地方，拨打 110。",
        "Somebody is at the door, follows you, or says they will hurt someone: go where people are and call 110.",
    ),
    Words(
        "不想接的电话可以不接。先深呼吸，今天不用一次解决所有事。",
        "You need not answer every call. Breathe first; not everything must be solved today.",
    ),
    Words(
        "不转账到个人账户，不给验证码，不点短信里的链接，不装对方让装的软件。",
        "No transfer to a private account, no code, no link out of a message, no app they want you to install.",
    ),
    Words(
        "短信、录音、通话记录都留着，别删，也别在拉黑以后清空。它们以后能说明发生过什么。",
        "Keep messages, recordings and call lists: do not delete or empty them. Later they show what happened.",
    ),
    Words(
        "告诉一个信得过的人。欠债不丢人，被威胁更不是您的错。",
        "Tell one person you trust. Owing money is no shame, and being threatened is not your fault.",
    ),
    Words(
        # 12356: see letters/next/despair_first.toml for the source and what was not read of it.
        "如果有不想活下去的念头，请现在就告诉身边的人，或者拨打心理援助热线 12356；有危险打 120 或 110。",
        "If you think of ending your life, tell somebody near you now, or call 12356, the line for psychological help; "
        "in danger 120 or 110.",
    ),
)


def show(visit: Visit) -> Response:
    """Show the safety card and the help lines."""
    return visit.page("help.html", card=CARD, lines=lines(), phones=with_links)


PAGES = (Page("/help", show=show),)
