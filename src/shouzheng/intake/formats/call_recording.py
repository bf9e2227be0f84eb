"""A recording of a call as the phone made it: time and number by its name, length by content; never encoded anew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from shouzheng.intake.formats import Decode, Format, Known
from shouzheng.intake.records import Outcome, ReadContext
from shouzheng.intake.sniff import Content, Look
from shouzheng.model.grade import Grade
from shouzheng.model.words import Words

_NAMED = Words("录音文件，文件名像通话录音", "a sound file whose name is that of a recording of a call")
#: Endings that say nothing of what is inside.
_NO_ENDING = ("", ".bin")
_NAMELESS = Words("录音文件，文件名没有后缀", "a sound file whose name has no ending")


def _recognise(look: Look) -> Words | None:
    from shouzheng.intake.recordings.media import kind_of
    from shouzheng.intake.recordings.names import is_called_a_recording, named

    if look.content is not Content.BINARY or kind_of(look.head) is None:
        return None
    name = re.split(r"[/\\]", look.name)[-1]
    if named(name) is not None or is_called_a_recording(name):
        return _NAMED
    return _NAMELESS if Path(name).suffix.lower() in _NO_ENDING else None  # music, a voice message: only with --format


def _read(path: Path, context: ReadContext) -> Iterator[Outcome]:
    from shouzheng.intake.recordings.events import read_recording

    yield from read_recording(path, context)


FORMAT = Format(
    name="call_recording",
    title=Words("通话录音", "a recording of a call"),
    file_names=("*.mp3", "*.m4a", "*.amr", "*.wav", "*.oga", "*.3gp"),
    media_type="audio/mpeg",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    read_path=_read,
    content=Content.BINARY,
    app="call recorders of Xiaomi, Huawei, OPPO, vivo, Samsung, LineageOS, BCR",
    versions="?",
    grade=Grade.D,
    holds_calls=False,
    decodes=(
        Decode(
            "file name",
            Words("厂商的命名方式：src/shouzheng/intake/recordings/file_names.toml", "the makers' ways of naming"),
            "phone_formats §11 (nicorac/bcr-gui, chenxiaolong/BCR and others)",
            Known.EXCERPT,
        ),
        Decode(
            "time",
            Words(
                "文件名里的时间可能是开始或结束，没有说就不判断",
                "the time in a name may be the start or the end; left open",
            ),
            "phone_formats §11 rule 3",
            Known.EXCERPT,
        ),
        Decode(
            "creation_time",
            Words("M4A、MP4、3GP 文件内的时间，另一个见证", "the time inside of M4A, MP4 and 3GP: another witness"),
            "ISO/IEC 14496-12 (mvhd), through PyAV",
            Known.MEMORY,
        ),
        Decode(
            "length",
            Words("逐包相加，不信文件头", "added up packet by packet; the header is not believed"),
            "PyAV; without it WAV, AMR and MP3 frames",
            Known.READ,
        ),
        Decode(
            "transcript",
            Words(
                "旁边的 .transcript.txt、.srt、.vtt；机器写的标为草稿", "beside it; a machine's is marked as a draft"
            ),
            "own format, SubRip, WebVTT",
            Known.READ,
        ),
    ),
    notes=(
        Words(
            "没有任何厂商的真实录音文件可试：小米、华为、OPPO、vivo、三星的命名都只来自公开资料或记忆。",
            "No real recording of any maker was at hand: the names of Xiaomi, Huawei, OPPO, vivo and Samsung are from "
            "public sources or memory.",
        ),
        Words(
            "文件名可以改；请保留手机里的原录音，并同时导出通话记录。",
            "A name can be changed: keep the recording on the phone and export the call log too.",
        ),
        Words(
            "文件名不像通话录音的声音文件（音乐、语音）要加 --format call_recording 才会读。",
            "Sound files whose names are not those of call recordings are read only with --format call_recording.",
        ),
    ),
)
