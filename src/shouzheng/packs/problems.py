"""Problems of data packs: codes SZ-8002 to SZ-8099 (SZ-8001, damaged after it was put in, is in ``reference``)."""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.reference.problems import Severity, register

CANNOT_READ = register(
    "SZ-8002",
    Severity.ERROR,
    Words("文件不能读或写（{reason}）", "the file cannot be read or written ({reason})"),
    Words("文件不存在、没有权限，或磁盘已满", "it does not exist, there is no permission, or the disk is full"),
    Words("检查名字和位置后再试；正在用的数据没有改动", "check name and place; the data in use is unchanged"),
)
NOT_A_PACK = register(
    "SZ-8003",
    Severity.ERROR,
    Words("这不是完整的数据包：{what}", "this is no whole data pack: {what}"),
    Words(
        "数据包的每个字节都有规定；下载不完整、改过或者是别的文件，都会这样",
        "every byte of a pack is laid down; a broken download, a changed file or another file ends here",
    ),
    Words("重新取得这个文件；正在用的数据没有改动", "fetch the file once more; the data in use is unchanged"),
)
CHANGED = register(
    "SZ-8004",
    Severity.ERROR,
    Words("数据包里的内容与签名的清单不同：{what}", "the pack differs from its signed list: {what}"),
    Words("文件在签名之后改动过，或者下载时坏了", "it was changed after it was signed, or damaged on the way"),
    Words(
        "不要使用这个文件；从发布者那里重新取得。正在用的数据没有改动",
        "do not use this file; fetch it anew from its publisher. The data in use is unchanged",
    ),
)
NOT_TRUSTED = register(
    "SZ-8005",
    Severity.ERROR,
    Words(
        "您还没有信任这个发布者的钥匙（指纹 {fingerprint}）用于：{parts}",
        "you have not trusted this publisher's key (fingerprint {fingerprint}) for: {parts}",
    ),
    Words(
        "谁都能做一个签了名的包；程序本身不带任何发布者的钥匙",
        "anybody can make a signed pack; no publisher's key comes with the program",
    ),
    Words(
        "若您认识发布者：另取得其钥匙文件，用电话或当面核对指纹，再运行 shouzheng data trust 钥匙文件。"
        "有人催着您信任一把钥匙，就不要信任",
        "if you know the publisher: get the key file, compare the fingerprint by telephone or in person, then run "
        "shouzheng data trust KEYFILE. When somebody presses you to trust a key, do not",
    ),
)
OLDER = register(
    "SZ-8006",
    Severity.ERROR,
    Words("{part} 已经是 {now}，包里的是 {version}，不更新", "{part} is {now} already; the pack has {version}"),
    Words("用旧数据换掉新数据，会把改过的错误带回来", "older data in the place of newer brings back mended errors"),
    Words(
        "不需要做什么；确实要用旧的，加 --older，或用 shouzheng data rollback",
        "nothing to do; to use older data on purpose add --older, or use shouzheng data rollback",
    ),
)
TOO_EARLY = register(
    "SZ-8007",
    Severity.ERROR,
    Words("这个包从 {day} 起才可以用，今天是 {today}", "this pack may be used from {day} on; today is {today}"),
    Words("发布者写明了生效日期，或者电脑的日期不对", "its publisher says so, or this computer's date is wrong"),
    Words("检查电脑的日期；到那天再装入", "check the computer's date; put it in on that day"),
)
PROGRAM_TOO_OLD = register(
    "SZ-8008",
    Severity.ERROR,
    Words("这个包需要程序 {needed} 或更新，现在是 {here}", "this pack needs program {needed} or later; this is {here}"),
    Words("旧程序读不全新数据", "an older program cannot read all of newer data"),
    Words("先更新程序，再装入这个包", "update the program first, then put in this pack"),
)
DOES_NOT_HOLD = register(
    "SZ-8009",
    Severity.ERROR,
    Words("包里的数据没有通过检查：{what}", "the data of this pack did not pass its trial: {what}"),
    Words(
        "装入之前，法律、词表、名录和文书都要一起载入，并通过它们自带的检验",
        "before data is used, law, lexicon, directory and letters are loaded together and must pass their own tests",
    ),
    Words(
        "不能使用这个包；请把这几行告诉发布者。正在用的数据没有改动",
        "this pack cannot be used; tell its publisher these lines. The data in use is unchanged",
    ),
)
FEWER_RULES = register(
    "SZ-8010",
    Severity.ERROR,
    Words("这个包会去掉现有的 {count} 项：{what}", "this pack takes away {count} entries of today's: {what}"),
    Words(
        "去掉规则、词表里的行为或官方号码，就有些事不再查得到；可能是改了编号、换了号码，也可能是有人不想让您看到",
        "what these rules, words or official numbers find is then no longer found: they may be renumbered or replaced, "
        "or somebody wants them unseen",
    ),
    Words(
        "先问发布者为什么；确实要用，加 --fewer",
        "ask the publisher why first; to use it all the same add --fewer",
    ),
)
NOTHING_BEFORE = register(
    "SZ-8011",
    Severity.ERROR,
    Words("没有可以退回的数据", "there is no earlier data to go back to"),
    Words("现在用的就是程序自带的数据", "what is in use came with the program"),
    Words("不需要做什么", "nothing to do"),
)
BAD_KEY = register(
    "SZ-8012",
    Severity.ERROR,
    Words("这不是可用的 Ed25519 钥匙：{what}", "this is no usable Ed25519 key: {what}"),
    Words(
        "需要 PEM 文件：信任时用公钥（PUBLIC KEY），做包时用私钥（PRIVATE KEY）",
        "a PEM file is needed: the PUBLIC KEY to trust, the PRIVATE KEY to make packs",
    ),
    Words("做法见 docs/data_packs.md", "docs/data_packs.md says how to make them"),
)
OTHER_FINGERPRINT = register(
    "SZ-8013",
    Severity.ERROR,
    Words("指纹对不上，没有信任这把钥匙", "the fingerprints differ; this key was not trusted"),
    Words(
        "钥匙文件不是您核对的那一把；也可能抄错了一个字",
        "the key file is not the one you compared; or one character was mistyped",
    ),
    Words(
        "用发布者在别处公布的指纹再核对一次；仍不对，就不要用这个文件",
        "compare once more with the fingerprint published elsewhere; if it still differs, do not use the file",
    ),
)
NO_SUCH_KEY = register(
    "SZ-8014",
    Severity.ERROR,
    Words("没有信任过这样一把钥匙", "no such key is trusted"),
    Words("指纹不在名单上，或者不完整", "the fingerprint is not on the list, or is not whole"),
    Words("用 shouzheng data status 查看名单", "see the list with shouzheng data status"),
)
IN_USE = register(
    "SZ-8015",
    Severity.ERROR,
    Words("另一个程序正在更新数据", "another program is updating the data"),
    Words("同一时间只能有一个", "only one may do so at a time"),
    Words("等它结束后再试", "try again when it has finished"),
)
NO_HOME = register(
    "SZ-8016",
    Severity.ERROR,
    Words("这次运行不使用数据包", "this run uses no data packs"),
    Words(
        "SHOUZHENG_PACKS 设成了 none，或者这个账户没有主文件夹", "SHOUZHENG_PACKS is none, or there is no home folder"
    ),
    Words("去掉这个设置，或把它设成一个文件夹", "remove that setting, or set it to a folder"),
)
CANNOT_MAKE = register(
    "SZ-8017",
    Severity.ERROR,
    Words("不能做成数据包：{what}", "no pack can be made: {what}"),
    Words(
        "文件夹里应是 law、lexicon、directory、letters 中的一个或几个，只含 .toml 文件，文件名为英文字母和数字",
        "the folder must hold one or more of law, lexicon, directory, letters, with .toml files of plain names only",
    ),
    Words("整理文件夹后再做", "put the folder in order and try again"),
)
NO_PARTS = register(
    "SZ-8019",
    Severity.ERROR,
    Words("没有选这把钥匙可以更新哪些部分", "it was not said which parts this key may update"),
    Words("一把什么都不能更新的钥匙没有用处", "a key that may update nothing is of no use"),
    Words("至少选一个部分；没有信任任何钥匙", "choose one part at least; no key was trusted"),
)
NOT_TRIED = register(
    "SZ-8020",
    Severity.ERROR,
    Words("没能试完这份数据：{what}", "the trial of this data could not be finished: {what}"),
    Words(
        "时间或内存不够，或者试验被系统中止；这不说明数据有错",
        "too little time or memory, or the system stopped the trial; this does not say that the data is wrong",
    ),
    Words(
        "关闭别的程序后再试；正在用的数据没有改动。退回程序自带的数据不用试验：shouzheng data rollback --shipped",
        "close other programs and try again; the data in use is unchanged. What came with the program needs no trial: "
        "shouzheng data rollback --shipped",
    ),
)
KEYS_DAMAGED = register(
    "SZ-8018",
    Severity.ERROR,
    Words("受信任的发布者名单读不懂", "the list of trusted publishers cannot be read"),
    Words("文件 trusted.json 改动过或坏了", "the file trusted.json was changed or damaged"),
    Words("删除这个文件，再逐把信任（核对指纹）", "remove that file and trust each key again, comparing fingerprints"),
)
