"""Problems of what is pasted or opened (SZ-3800 to SZ-4999), with what to do on the pages."""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.web.repairs.here import Here, do

_BACKUP = do(
    "请先不要再往里存东西。有备份的，从备份里把整个案卷文件夹放回来，再打开。",
    "Store nothing more in it for now. Where there is a backup, put the whole folder of the case back and open it.",
)

HERE: dict[str, Here] = {
    "SZ-3810": Here(
        Words("把短信原文粘贴到第一格，或输入一个号码。", "Paste the message into the first field, or type a number."),
        why=Words("两格都是空的。", "Both fields are empty."),
    ),
    "SZ-4001": Here(
        Words(
            "请在“案卷”那一页选一个案卷，或新建一个。",
            "Choose a case on the page “Cases”, or make a new one.",
        ),
        why=Words("这个文件夹里没有案卷，或案卷不完整。", "This folder holds no case, or not a whole one."),
    ),
    "SZ-4004": Here(
        Words(
            "请不要新建同名案卷，也不要动里面的文件。有备份的，从备份里把整个案卷文件夹放回来；没有，请找懂电脑的人帮忙。",
            "Make no new case of that name and leave its files alone. Put the whole folder back from a backup; without "
            "one, ask somebody who knows computers for help.",
        ),
        what=Words("案卷打不开：开头的那个文件不见了或坏了", "the case cannot be opened: its first file is damaged"),
        why=Words(
            "其他文件还在，但没有它，口令和恢复码都打不开。",
            "The others are there, but without it neither passphrase nor recovery key opens them.",
        ),
    ),
    "SZ-4010": Here(
        Words(
            "口令：注意大小写和输入法，再试一次。恢复码：对照纸上的四行。忘了口令，就用恢复码打开。",
            "Passphrase: mind capitals and the input method, and try again. Recovery key: compare the four lines with "
            "the paper. Without the passphrase the recovery key opens it.",
        ),
        what=Words("没有打开：口令或恢复码不对", "not opened: passphrase or recovery key is wrong"),
        why=Words(
            "错一个字也打不开；很少的时候是案卷的文件坏了。",
            "One wrong character is enough; seldom a file of the case is damaged.",
        ),
    ),
    "SZ-4012": do(
        "请对照纸上的这一行再看一遍，改好再试。",
        "Compare this line with the paper, correct it and try again.",
    ),
    "SZ-4022": do("请放入它所指的文件本身。", "Bring the very file that it leads to."),
    "SZ-4025": do(
        "腾出磁盘空间后，在“放入文件”那一页点“再读一次”；原件不用再放。",
        "Make room on the disk, then choose “Read it again” on the page “Bring files”; the original is safe.",
    ),
    "SZ-4030": _BACKUP,
    "SZ-4031": _BACKUP,
    "SZ-4032": _BACKUP,
    "SZ-4033": _BACKUP,
    "SZ-4034": Here(
        _BACKUP.repair,
        what=Words("案卷的保管记录对不上：{detail}", "the custody log of the case does not fit: {detail}"),
        why=Words(
            "有一个文件坏了或被换过；没有它，看不出记录末尾有没有少几行。",
            "A file is damaged or was exchanged; without it nobody can tell whether lines are missing at the end.",
        ),
    ),
    "SZ-4035": Here(
        Words(
            "当时没有说“已存入”的文件，请再放入一次；没有发生过中断的，请与备份比较。",
            "Bring again what was not said to be stored then; if nothing was interrupted, compare with a backup.",
        ),
        why=Words(
            "存入时断电或被中止会这样；没有过的话，可能是案卷被换成了旧的。",
            "An interruption leaves such files; otherwise an older state of the case may have been put in place.",
        ),
    ),
    "SZ-4036": do(
        "打开案卷后程序会接着读；没有读的，在“放入文件”那一页点“再读一次”。",
        "They are read when the case is open; for any that is not, choose “Read it again” on the page “Bring files”.",
    ),
    "SZ-4040": do("请回到“全部步骤”再找一次。", "Go back to “All steps” and look for it once more."),
    "SZ-4041": do("写上几个字再存。", "Write some words and store again."),
    "SZ-4050": do("照常输入口令即可。", "Type the passphrase as always."),
    "SZ-4051": do("照常输入口令即可。", "Type the passphrase as always."),
}
