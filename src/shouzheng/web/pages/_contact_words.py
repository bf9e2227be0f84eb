"""How a contact is named in one line: the way it came, its direction and what became of it."""

from __future__ import annotations

from shouzheng.judging.wording import CHANNELS
from shouzheng.model.event import Channel, Direction, Outcome
from shouzheng.model.words import Words
from shouzheng.remedy.labels import CALL, DIRECTION, OUTCOME, VIDEO_CALL
from shouzheng.web.cases.timeline import Row


def way_of(row: Row) -> Words:
    """Return such as “来电，未接”."""
    channel, direction, outcome = Channel(row.channel), Direction(row.direction), OUTCOME[Outcome(row.outcome)]
    if channel in (Channel.CALL, Channel.VIDEO_CALL):
        head = (CALL if channel is Channel.CALL else VIDEO_CALL)[direction]
        parts = [head, outcome] if outcome.zh else [head]
        if row.seconds:
            minutes, seconds = divmod(row.seconds, 60)
            parts.append(Words(f"{minutes}分{seconds}秒" if minutes else f"{seconds}秒", f"{minutes} min {seconds} s"))
        return Words("，".join(p.zh for p in parts), ", ".join(p.en for p in parts))
    kind = CHANNELS[channel]
    if channel in (Channel.VISIT, Channel.LETTER, Channel.SOCIAL_POST, Channel.PUBLIC_NOTICE):
        return kind
    return Words(f"{kind.zh}，{DIRECTION[direction].zh}", f"{kind.en}, {DIRECTION[direction].en}")
