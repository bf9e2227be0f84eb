"""Transcripts are tied to their recording by hash and time code; what is no recording has none."""

from dataclasses import replace

from shouzheng.judging.case import Contact
from shouzheng.model.attribution import Attribution
from shouzheng.model.event import Channel, ContactEvent, TextSource
from shouzheng.model.words import Lang
from shouzheng.remedy.bundle.transcripts import transcripts
from tests.remedy.sample import at, event

RAW = (
    ("file", "x.m4a"),
    ("piece 1 3.2 s other", "您好\u202e"),
    ("piece 2 3725.0 s own", "请讲"),
    ("piece 3 x s other", "no piece"),
    ("piece 4 1.0 s somebody", "?"),
)


def contact(**changes: object) -> Contact:
    made = event("e1", at("2026-01-05 10:00"), channel=Channel.CALL, text="您好\n请讲")
    made = replace(made, source_format="call_recording", text_source=TextSource.SPEECH, raw=RAW)
    changed: ContactEvent = replace(made, **changes)  # type: ignore[arg-type]
    return Contact(changed, Attribution(), None)


def text_of(each: Contact, lang: Lang = Lang.EN) -> str:
    found = transcripts([each], {"e1": 7}, lang)
    return found["data/transcripts/E00007.txt"].decode("utf-8") if found else ""


def test_time_codes_speakers_and_the_hash_of_the_recording() -> None:
    text = text_of(contact())
    assert contact().event.original.hex in text
    assert "a draft by machine; the recording counts" in text
    assert text.splitlines()[4:] == [
        "[00:00:03.2] other party: 您好⟦U+202E⟧",
        "[01:02:05.0] own words: 请讲",
        "[00:00:01.0] ?: ?",
    ]
    assert "机器草稿" in text_of(contact(), Lang.ZH_HANS)


def test_words_without_time_codes_stand_as_they_are() -> None:
    text = text_of(contact(raw=(), text_source=TextSource.BY_HAND))
    assert text.splitlines()[-2:] == ["您好", "请讲"]
    assert "checked or written by a person" in text


def test_what_is_no_recording_has_no_transcript() -> None:
    assert text_of(contact(source_format="diary", text_source=TextSource.BY_HAND)) == ""
    assert text_of(contact(text=None)) == ""
    assert text_of(contact(text_source=TextSource.RECORD)) == ""
