"""Problems of files, pictures, recordings and notes (SZ-1000 to SZ-1499), with what to do on the pages."""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.web.repairs.here import Here, do

_PICTURE = do(
    "在“放入文件”那一页找到这张图，点“看图核对机器读的字”，改好后点“都对了，按这个用”。",
    "On the page “Bring files” find this picture, choose “Check the reading beside the picture”, correct it, and press "
    "“All is right, use it”.",
)
_BY_HAND = do(
    "图片已经原样存好。点“看图核对机器读的字”，照着图把字写下来就能用。",
    "The picture is stored as it is. Choose “Check the reading beside the picture” and write down what stands in it.",
)
_BY_EAR = do(
    "打开这段录音的页面，边听边改文字稿，再点“听过，都对了，存好”。",
    "Open the page of this recording, correct the transcript while listening, and press “I listened, it is right: "
    "store”.",
)

HERE: dict[str, Here] = {
    "SZ-1002": do(
        "请把文件夹打成一个压缩包再放入，或者进到文件夹里把文件全选上。",
        "Make one archive of the folder and bring that, or open the folder and choose all of its files.",
    ),
    "SZ-1028": do("需要的话，把它指向的那个文件本身放入。", "If needed, bring the very file that it points to."),
    "SZ-1030": do(
        "在“放入文件”那一页找到它，点“再读一次”，填上备份密码。密码只用这一次，不保存。",
        "On the page “Bring files” find it, choose “Read it again” and type the password of the backup. It is used "
        "once and never stored.",
    ),
    "SZ-1031": do(
        "核对密码（大小写、输入法全角），在它的“再读一次”里再填一遍。",
        "Check the password (case, full-width input) and type it once more under “Read it again”.",
    ),
    "SZ-1033": do(
        "请重新安装守正，再打开案卷，点“再读一次”。文件已经原样存好。",
        "Install Shouzheng again, open the case and choose “Read it again”. The file is kept as it is.",
    ),
    "SZ-1035": Here(
        Words(
            "回到取出文件的地方，看有没有同名、末尾多出“wal”的文件；有就和这个一起打成压缩包再放入。没有就不用管。",
            "Look where you took the file from for one of the same name with “wal” at its end; if it is there, bring "
            "both in one archive. If not, nothing needs to be done.",
        ),
        what=Words("这个数据库旁边可能还有一个文件没有放入", "a file that belongs beside this database may be missing"),
        why=Words(
            "正常关闭后本来就没有；若复制时应用还在运行，最近的记录可能在那个文件里。",
            "Usual after a clean close; if the app was still running, the newest records may be in that other file.",
        ),
    ),
    "SZ-1037": do(
        "如果其中有应当能读的文件，把它单独放入，就能看到原因。",
        "If one of them should be readable, bring it by itself to see why it was not.",
    ),
    "SZ-1039": do(
        "看每个文件下面的说明；怎样导出，见“怎样从手机取出记录”。",
        "See what is said below each file; “How do I get the records out of my phone?” shows how to export.",
    ),
    "SZ-1112": do(
        "确认是哪个应用、哪个版本导出的；换一种导出方式再放入。这一份已经原样存好。",
        "See which app and version wrote it, and bring an export made another way. This file is kept as it is.",
    ),
    "SZ-1150": do(
        "在“放入文件”那一页，先在“您在聊天里的显示名”里写上自己的名字，再把这个文件放入一次。",
        "On the page “Bring files” first write your name under “Your display names in chats”, then bring this file "
        "once more.",
    ),
    "SZ-1160": do(
        "请拿几条和详单原件对一对：时间、号码、时长都对，就可以用。",
        "Compare some of the records with the bill itself: if time, number and length are right, they can be used.",
    ),
    "SZ-1161": Here(
        Words("不需要做什么。", "Nothing needs to be done."),
        what=Words("各列的含义按确认过的读取：{columns}", "read with columns that were confirmed: {columns}"),
        why=Words("各列的含义有人核对过。", "Somebody has checked what the columns mean."),
    ),
    "SZ-1185": Here(
        Words(
            "时间选现在或以前；字太多就分两次记。您也可以先只点一下，以后再补。",
            "Choose the time of now or earlier; divide very long words into two notes. You can also just press once "
            "and add to it later.",
        ),
        what=Words("这一笔没有记下", "this note was not stored"),
        why=Words("时间在将来或写法不对，或文字太长。", "The time lies ahead or is misspelt, or it is too long."),
    ),
    "SZ-1214": Here(
        Words("这条的位置已列出；原文件完整存着。", "Its place is listed; the file itself is kept whole."),
        what=Words("这条记录读不懂：{detail}", "this record cannot be read: {detail}"),
    ),
    "SZ-1400": _BY_HAND,
    "SZ-1401": Here(
        _BY_HAND.repair,
        what=Words("读图片的部分坏了，这张图没有读", "the part that reads pictures is damaged; this one was not read"),
    ),
    "SZ-1410": _PICTURE,
    "SZ-1411": do(
        "在“放入文件”那一页点“看图核对机器读的字”，在“截图是什么时候截的”里写上日期和时间。",
        "On the page “Bring files” choose “Check the reading beside the picture”, and fill in “When the picture was "
        "taken”.",
    ),
    "SZ-1412": _PICTURE,
    "SZ-1413": _PICTURE,
    "SZ-1415": do(
        "如果里面有消息，点“看图核对机器读的字”，照着图写下来；不是聊天截图就不用管。",
        "If there are messages in it, choose “Check the reading beside the picture” and write them down; if it is no "
        "chat, leave it.",
    ),
    "SZ-1416": Here(
        Words("不需要做什么。", "Nothing needs to be done."),
        why=Words("改正另外存着，图片没有改动。", "The corrections are stored apart; the picture was not changed."),
    ),
    "SZ-1417": Here(
        _PICTURE.repair,
        what=Words("这张图的改正没有用上", "the corrections of this picture were not used"),
        why=Words(
            "只有写明谁、何时核对过，而且是给这张图的改正，才会使用。",
            "They are used only when they say who checked and when, and are for this very picture.",
        ),
    ),
    "SZ-1420": _PICTURE,
    "SZ-1421": Here(
        Words("不需要做什么。", "Nothing needs to be done."),
        why=Words("核对时选了“不是消息，不算”。", "“No message, leave it out” was chosen when it was checked."),
    ),
    "SZ-1450": do(
        "从手机里复制原文件，名字不要改，再放入一次。",
        "Copy the original from the phone with its own name, and bring it once more.",
    ),
    "SZ-1453": Here(
        Words("不影响原录音：照常可以听、可以写文字稿。", "The recording is fine: listen and write along as usual."),
        why=Words("这台电脑上的程序没有装这一部分。", "That part of the program is not on this computer."),
    ),
    "SZ-1461": _BY_EAR,
    "SZ-1462": _BY_EAR,
    "SZ-1463": do(
        "打开这段录音的页面，给每一段选“谁说的”。",
        "Open the page of this recording and choose “Who speaks” for each piece.",
    ),
}
