"""What the files of third-party WeChat exporters mean: the person already has them, nothing is taken out of WeChat."""

from __future__ import annotations

from shouzheng.model.words import Words

#: Kinds of message by number (WeChat's own); beyond 1 and 49 from memory.
TEXT, SYSTEM = "1", "10000"
MEDIA = {"3": "image/*", "34": "audio/*", "43": "video/*", "47": "image/*", "49": ""}
NOT_TAKEN = Words(
    "这类工具读取微信的私有数据库，本程序不使用、不推荐，只读取使用者手里已有的导出文件；用它们可能给账号带来麻烦。",
    "Such tools read WeChat's private database. This program neither uses nor recommends them; it only reads a file "
    "that the person already has. Using them can bring trouble to an account.",
)
