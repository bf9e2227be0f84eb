"""The line of an event made fast is the one made slowly, byte for byte."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.intake.event_files import ENCODER, encoded_line, event_as_json
from shouzheng.intake.event_lines import event_as_text, event_line
from shouzheng.model.attribution import Attribution
from shouzheng.model.event import Attachment, Channel, ContactEvent, Direction, Number, NumberKind, Outcome, TextSource
from shouzheng.model.moment import Moment, Resolution
from shouzheng.model.original import Digest, Position
from shouzheng.reading.lexicon import load_lexicon
from shouzheng.reading.one import read

_AT = Moment("1", datetime(2026, 1, 1, 12, 0, 0, 345_000, UTC), 480, Resolution.MILLISECOND)
_DIGEST = Digest("sha256", "0" * 64, 7)
_EVENT = ContactEvent(
    id="e1",
    original=_DIGEST,
    source_format="f",
    positions=(Position(0, 9, 1, "sms[1]"), Position(9, 9, 2, "sms[2]")),
    time=_AT,
    channel=Channel.SMS,
    direction=Direction.INBOUND,
    outcome=Outcome.DELIVERED,
    other=Number("1", "1", NumberKind.SHORT),
    owner="me",
)
_TEXTS = st.text(max_size=20) | st.sampled_from(
    ["\ud800", "\u202e", "\x7f", "催😀", '"\\\n\u2028\x00', "再不还钱打断你的腿，还1,860.00元"]
)
LEXICON = load_lexicon()


@settings(deadline=None, max_examples=300)
@given(_TEXTS, _TEXTS, st.none() | _TEXTS, st.none() | st.integers(0, 2**70), st.booleans())
def test_both_forms_say_the_same(owner: str, raw: str, text: str | None, seconds: int | None, more: bool) -> None:
    event = replace(
        _EVENT, owner=owner, raw=((raw, raw),), text=text, seconds=seconds, sim=text, sent=_AT if more else None
    )
    if more:
        event = replace(
            event,
            others=(event.other,),
            attachments=(Attachment("image/png", raw, _DIGEST), Attachment("x", "", None)),
            notes=("n",),
            contact_name=raw,
            text_source=TextSource.RECORD,
        )
    reading = read(text, LEXICON, sent=date(2026, 1, 1)) if text is not None else None
    attribution = Attribution(evidence=raw, claim=text)
    slow = encoded_line(ENCODER.encode(event_as_json(event, attribution, reading)))
    assert event_line(event, attribution, reading) == slow
    assert event_as_text(event, attribution, reading).encode() + b"\n" == slow


def test_a_number_beyond_64_bits_is_written_whole() -> None:
    event = replace(_EVENT, seconds=10**30)
    assert f'"seconds":{10**30},' in event_as_text(event, Attribution(), None)
