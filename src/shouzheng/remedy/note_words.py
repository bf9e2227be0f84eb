"""What was done to a record while it was read, and what it is marked with, in words for people.

Notes are short keys that any format may add. Those that change what a reader may conclude have a sentence of their own
here; of the others it is said that the dossier's data name them, and the key itself is never printed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shouzheng.model.words import Words

NOTE_WORDS: Mapping[str, Words] = {
    "split_sms_joined": Words(
        "手机分段保存的一条长短信，已按顺序拼接", "a long SMS stored in parts, joined in their order"
    ),
    "split_incomplete": Words("一条长短信中的几段，缺少其他段", "parts of a long SMS; other parts are missing"),
    "not_in_bill": Words("同期运营商话单里没有这一条", "not in the operator’s bill of that time"),
    "clock_change_doubtful": Words(
        "时间在调钟前后，可能差一小时", "near a change of clocks: the time may be an hour off"
    ),
    "time_goes_back": Words("时间早于文件中前一条", "its time is before that of the record above it in the file"),
    "time_without_zone": Words("文件没有写时区", "the file names no time zone"),
    "time_is_the_senders_claim": Words("时间由发件方写明，没有核对", "the time is the sender’s claim, not checked"),
    "duration_rounded_to_minutes": Words("时长按整分钟记录", "its length is stored in whole minutes"),
    "duration_missing": Words("没有时长", "its length is missing"),
    "duration_unreadable": Words("时长读不出来", "its length cannot be read"),
    "invalid_utf-8": Words("有不能解码的字节，已用替换符代替", "bytes that cannot be decoded are replaced"),
    "lone_surrogate": Words("有残缺的字符，已用替换符代替", "broken characters are replaced"),
    "control_character": Words("有控制字符", "it holds control characters"),
    "duplicate_key": Words("同一项写了两次，取最后一个", "a field stands twice; the last one is taken"),
    "sender_missing": Words("没有写发送人", "no sender is named"),
    "sender_doubtful": Words("发送人不能确定", "the sender is not certain"),
    "side_doubtful": Words("由哪一方发出不能确定", "which side sent it is not certain"),
    "direction_unknown": Words("收发方向不明", "whether it was sent or received is not known"),
    "group": Words("群聊", "a group chat"),
    "edited": Words("发送后编辑过", "edited after sending"),
    "forwarded": Words("转发的消息", "a forwarded message"),
    "recently_deleted": Words("在“最近删除”中", "in the list of recently deleted messages"),
    "deleted_in_store": Words("在手机里已标为删除", "marked as deleted in the phone"),
    "machine_read": Words("文字由机器从图片读出", "its words were read in a picture by machine"),
    "corrected_by_person": Words("机器读出的文字由人改正", "a person corrected what the machine read"),
    "added_by_person": Words("机器没有读出，由人补上", "added by a person: the machine had not read it"),
    "low_confidence": Words("机器识别的把握不大", "machine reading is not confident"),
    "machine_transcript": Words("机器转写，未经核对", "a machine transcript, not checked"),
    "transcript_by_hand": Words("人工转写", "a transcript by hand"),
    "speakers_not_told": Words("没有区分说话人", "speakers are not told apart"),
    "recording_damaged": Words("录音文件有损坏", "the recording is damaged"),
    "written_same_day": Words("当天记下", "written on the same day"),
    "written_later": Words("事后记下", "written later"),
    "written_before_it_happened": Words("记录时间早于事情发生", "dated before it happened"),
    "written_untimed": Words("没有写何时记下", "when it was written is not said"),
}
#: A print passes over none of them: what has no sentence here is counted.
_OTHERS = Words("另有 {count} 项读取标记，见案件数据", "{count} more marks of reading, see the data of the case")


def note_words(notes: Sequence[str]) -> list[Words]:
    """Return a sentence for every note that has one, and one sentence that counts the others."""
    known = dict.fromkeys(NOTE_WORDS[note] for note in notes if note in NOTE_WORDS)
    others = sum(note not in NOTE_WORDS for note in notes)
    return [*known, *([_OTHERS.fill(count=others)] if others else [])]
