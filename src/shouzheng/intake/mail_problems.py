"""What can be wrong with e-mail (codes SZ-1165 to SZ-1167 and SZ-1265 to SZ-1267)."""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.reference.problems import Severity, register

SENDERS_CLAIM = register(
    "SZ-1165",
    Severity.NOTE,
    Words(
        "{count} 封邮件没有收信服务器写的 Received 行，时间是发信人自己写的",
        "{count} e-mails have no Received line of a server; their time is the sender's own claim",
    ),
    Words(
        "发件箱里的邮件没有 Received 行；被改动过的邮件也可能没有。",
        "Sent mail has none, nor has mail that was altered.",
    ),
    Words("从邮箱网页“查看原文/导出原件”再保存一次。", "Save the original once more from the mailbox's web page."),
)
NO_MAIL = register(
    "SZ-1265",
    Severity.WARNING,
    Words("这里没有邮件头，不是一封邮件", "there are no header lines here: this is no e-mail"),
    Words("文件损坏或被编辑过。", "The file is damaged or was edited."),
    Words("保留原文件，重新导出一份对照。", "Keep this file, and export again to compare."),
)
MAIL_UNREADABLE = register(
    "SZ-1266",
    Severity.WARNING,
    Words("这封邮件的结构读不出：{detail}", "the structure of this e-mail cannot be read: {detail}"),
    Words("嵌套太深、损坏，或是有意构造的。", "It is nested too deeply, damaged, or made so on purpose."),
    Words("保留原文件，重新导出一份对照。", "Keep this file, and export again to compare."),
)
