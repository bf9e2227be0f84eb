"""What can be wrong with exported chats (codes SZ-1150 to SZ-1156 and SZ-1250 to SZ-1254)."""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.reference.problems import Severity, register

OWN_NAME_UNKNOWN = register(
    "SZ-1150",
    Severity.WARNING,
    Words(
        "文件没有说哪个名字是本人，因此分不清谁发的：{names}",
        "the file does not say which name is yours, so who wrote to whom is left open: {names}",
    ),
    Words(
        "聊天文本里只有显示名。猜错会把本人的话当成对方的话。",
        "Chat texts hold display names only. A wrong guess would take your words for theirs.",
    ),
    Words(
        "加上 --my-name 本人在聊天里的显示名，再读一次。",
        "Add --my-name with your display name in the chat, and read again.",
    ),
)
DATE_ORDER_ASSUMED = register(
    "SZ-1151",
    Severity.WARNING,
    Words(
        "日期的月和日分不清（例如 {example}），暂按 {order} 读取，每条都有标记",
        "day and month cannot be told apart (for instance {example}); read as {order}, every record is marked",
    ),
    Words(
        "写法取决于手机的语言设置；全文件都看过，没有一处能够决定。",
        "It depends on the phone's language; the whole file was looked at, and nothing in it decides.",
    ),
    Words("打开手机里的聊天，核对一条的日期。", "Open the chat on the phone and compare the date of one message."),
)
DATE_ORDER_FROM_SEQUENCE = register(
    "SZ-1152",
    Severity.NOTE,
    Words(
        "日期的月和日按记录的先后次序判定为 {order}（例如 {example}）",
        "day and month were told apart by the order of the records: {order} (for instance {example})",
    ),
    Words("只有这样读，时间才不会倒退。", "Only so does time never go back."),
    Words("打开手机里的聊天，核对一条的日期。", "Open the chat on the phone and compare the date of one message."),
)
DOUBTFUL_HEADERS = register(
    "SZ-1153",
    Severity.WARNING,
    Words(
        "有 {count} 处分不清是新的一条还是上一条的正文，已逐条标记",
        "in {count} places it is unclear whether a new message begins or the text goes on; each is marked",
    ),
    Words(
        "正文里的一行可以看起来像“姓名 时间”。",
        "A line of a text can look like the line of name and time that begins a message.",
    ),
    Words("在手机上核对有标记的几条。", "Compare the marked messages with the phone."),
)
TIME_GOES_BACK = register(
    "SZ-1154",
    Severity.NOTE,
    Words("有 {count} 条的时间早于前一条", "{count} records are earlier than the one before them"),
    Words(
        "跨过午夜而没有日期行、手机改过时区或时间、或文件被编辑过，都会这样。",
        "Midnight without a date line, a change of zone or clock, or an edited file can cause this.",
    ),
    Words("在手机上核对有标记的几条。", "Compare the marked messages with the phone."),
)
NO_DATE = register(
    "SZ-1250",
    Severity.WARNING,
    Words("这条消息之前没有日期行，不知道是哪一天", "no date line stands before this message, so its day is unknown"),
    Words("导出的开头缺失，或被编辑过。", "The beginning of the export is missing, or it was edited."),
    Words("重新导出一份完整的。", "Export the whole chat again."),
)
