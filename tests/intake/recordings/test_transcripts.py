import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.intake.recordings.transcripts import NotUsable, Piece, Speaker, Transcript, parsed, written
from shouzheng.model.original import Digest

_DIGEST = Digest("sha256", "ab" * 32, 10)


def test_our_own_text() -> None:
    text = (
        "# by: 张三\n# confirmed: true\n[00:05] 对方：您好\n[1:02:03.5 --> 1:02:09] 本人: 请不要打给家人\n"
        "00:07 没有名字的一段\n接着的一行\n\n"
    )
    found = parsed(text, "a.transcript.txt")
    assert [(p.start, p.end, p.speaker, p.text) for p in found.pieces] == [
        (5, None, Speaker.OTHER, "您好"),
        (3723.5, 3729, Speaker.OWN, "请不要打给家人"),
        (7, None, None, "没有名字的一段\n接着的一行"),
    ]
    assert (found.by, found.confirmed, found.is_draft, found.loose) == ("张三", True, False, ("接着的一行",))


def test_subrip_and_webvtt() -> None:
    srt = "1\n00:00:01,200 --> 00:00:03,000\n对方：<i>还款</i>\n第二行\n\n2\n00:00:04,000 --> 00:00:05,000\n我：好\n"
    found = parsed(srt, "a.srt")
    assert [(p.start, p.end, p.text, p.speaker) for p in found.pieces] == [
        (1.2, 3.0, "还款\n第二行", Speaker.OTHER),
        (4.0, 5.0, "好", Speaker.OWN),
    ]
    vtt = "WEBVTT\n\nNOTE x\n\n00:01.000 --> 00:02.000 align:start\n<v 对方>还款\n"
    assert [p.text for p in parsed(vtt, "a.vtt").pieces] == ["还款"]


def test_a_transcript_of_another_recording_is_refused() -> None:
    own = parsed(f"# recording: {_DIGEST}\n[00:01] 对方：好\n", "a.transcript.txt", _DIGEST)
    assert len(own.pieces) == 1
    with pytest.raises(NotUsable):
        parsed(f"# recording: sha256:{'cd' * 32}\n[00:01] 对方：好\n", "a.transcript.txt", _DIGEST)
    with pytest.raises(NotUsable):
        parsed("no times here\n", "a.transcript.txt", _DIGEST)


def test_a_machines_draft_stays_one_until_somebody_signs() -> None:
    head = "# machine: whisper\n{}[00:01] 好\n"
    assert parsed(head.format(""), "a.transcript.txt").is_draft
    assert parsed(head.format("# confirmed: true\n"), "a.transcript.txt").is_draft
    assert not parsed(head.format("# confirmed: true\n# by: 张三\n"), "a.transcript.txt").is_draft


def test_what_is_written_is_read_again() -> None:
    pieces = (
        Piece(1.0, 2.5, "还款", Speaker.OTHER),
        Piece(3661.0, None, "好", Speaker.OWN),
        Piece(4000.0, 4001.0, "嗯"),
    )
    found = parsed(written(Transcript("", pieces, machine="m"), _DIGEST), "a.transcript.txt", _DIGEST)
    assert found.pieces == pieces
    assert found.machine == "m"


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=300), st.sampled_from(["a.transcript.txt", "a.srt", "a.vtt"]))
def test_any_text_is_read_or_refused(text: str, name: str) -> None:
    try:
        found = parsed(f"[00:01] x\n00:00:01,000 --> 00:00:02,000\n{text}", name)
    except NotUsable:
        return
    assert all(0 <= piece.start <= 86_400 for piece in found.pieces)
