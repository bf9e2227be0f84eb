"""What can be wrong with an iPhone's backup (codes SZ-1140 to SZ-1149)."""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.reference.problems import Severity, register

_AGAIN = Words(
    "在电脑上用“访达”或 iTunes 重新备份一次；原文件夹保留不动。",
    "Make the backup again with Finder or iTunes, and keep this folder as it is.",
)

ONLY_WANTED = register(
    "SZ-1140",
    Severity.NOTE,
    Words(
        "备份清单里有 {listed} 个文件，只打开了存放短信和通话的 {opened} 个",
        "the backup lists {listed} files; only the {opened} that hold messages and calls were opened",
    ),
    Words(
        "备份里有整部手机的内容。照片、备忘录和其他应用的数据与催收无关，程序不读取。",
        "A backup holds the whole phone. Photos, notes and the data of other apps are not needed and are not read.",
    ),
    Words("不需要做什么。", "Nothing needs to be done."),
)
NOTHING_WANTED = register(
    "SZ-1141",
    Severity.WARNING,
    Words("这个备份里没有短信库，也没有通话记录库", "this backup holds neither messages nor calls"),
    Words(
        "复制时可能漏了文件；开启“iCloud 云端信息”后，短信不进入电脑备份。",
        "The copy may lack files; with Messages in iCloud switched on, messages are not part of a backup.",
    ),
    _AGAIN,
)
CALLS_ABSENT = register(
    "SZ-1142",
    Severity.NOTE,
    Words("这个备份没有加密，里面没有通话记录", "this backup is not encrypted and holds no call history"),
    Words(
        "据信 iOS 13 以后，通话记录只进入加密的备份（未核实）。",
        "Since iOS 13 call history is believed to be part of encrypted backups only (not verified).",
    ),
    Words(
        "备份时勾选“加密本地备份”并记住密码，再备份一次；同时向运营商索取通话详单。",
        "Tick “Encrypt local backup”, remember the password, back up again; and fetch the operator's bill.",
    ),
)
DECRYPTED = register(
    "SZ-1143",
    Severity.NOTE,
    Words(
        "已用密码解密，备份里的原文件是 {stored}（{digest}）",
        "decrypted with the password; in the backup it is the file {stored} ({digest})",
    ),
    Words(
        "记录的摘要是解密后内容的；这里另记下加密文件的摘要，便于核对。",
        "The digest of the original is that of the decrypted bytes; this is the digest of the encrypted file.",
    ),
    Words("保留整个备份文件夹和密码。", "Keep the whole backup folder and its password."),
)
LISTED_BUT_ABSENT = register(
    "SZ-1144",
    Severity.WARNING,
    Words("清单里有这个文件，文件夹里却没有", "the backup lists this file, but it is not in the folder"),
    Words("复制时漏了，或备份没有完成。", "The copy left it out, or the backup was never finished."),
    _AGAIN,
)
MANIFEST_UNREADABLE = register(
    "SZ-1145",
    Severity.WARNING,
    Words("备份的清单读不出：{detail}", "the list of the backup's files cannot be read: {detail}"),
    Words("清单损坏、不完整，或是不认识的版本。", "It is damaged, incomplete, or of an unknown version."),
    Words(
        "已按固定的文件编号直接寻找短信库和通话记录库；请重新备份一次对照。",
        "Messages and calls were looked for under their fixed names; make the backup again to compare.",
    ),
)
