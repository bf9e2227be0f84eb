"""Problems of what leaves a case: bundles, redaction, packs (SZ-5300 to SZ-5399)."""

from __future__ import annotations

from shouzheng.casefile.details import Detailed
from shouzheng.model.words import Words
from shouzheng.reference.problems import Severity, register

NOTHING_SELECTED = register(
    "SZ-5300",
    Severity.ERROR,
    Words("没有选入任何联系，证据包是空的，没有写出", "no contact is selected; an empty bundle was not written"),
    Words(
        "只有本人逐条或按对方选入的联系才会离开案卷；已说明来源、还没有选入的有 {count} 次",
        "only contacts that the person selected leave the case; attributed but not selected: {count}",
    ),
    Words("用 case select CASE --party 或 --event 选入，再导出", "select with case select CASE --party or --event"),
)
OUT_EXISTS = register(
    "SZ-5301",
    Severity.ERROR,
    Words("要写的地方已经有东西，没有覆盖", "something is there already; it was not overwritten"),
    Words("证据包一旦交出去就不应再变", "a bundle that was handed over should never change"),
    Words("另取一个名字", "choose another name"),
)
CANNOT_EXPORT = register(
    "SZ-5302",
    Severity.ERROR,
    Detailed(
        "没能写出证据包（{reason}）；没有留下写到一半的",
        "the bundle could not be written ({reason}); nothing half-written",
    ),
    Words("磁盘已满、没有权限，或文件夹不存在", "the disk is full, or there is no permission or folder"),
    Words("排除原因后再导出一次；案卷没有改动", "remove the cause and export again; the case is unchanged"),
)
PLAIN_LOG = register(
    "SZ-5303",
    Severity.ERROR,
    Words(
        "保管记录里有明文文件名，不能放进证据包",
        "the custody log holds file names in plain; it cannot go into a bundle",
    ),
    Words("案卷由较早的试验版建立", "an early trial version made the case"),
    Words("新建案卷，把原件再存入一次", "make a new case and store the originals again"),
)
WITH_ORIGINALS = register(
    "SZ-5304",
    Severity.WARNING,
    Words(
        "证据包里有 {count} 份完整原件，含没有选入的联系 {others} 次，可能有家人朋友的",
        "whole originals in the bundle: {count}, with {others} contacts that were not selected, perhaps private ones",
    ),
    Words("用了 --with-originals", "--with-originals was given"),
    Words("只交给必须看原件的机关；一般交摘录就够", "give it only to an authority that must see originals"),
)
NO_TABLES = register(
    "SZ-5305",
    Severity.NOTE,
    Words("没有写 Parquet 表", "no Parquet tables were written"),
    Words("没有安装可选部分 [audit]", "the optional part [audit] is not installed"),
    Words(
        "不影响证据；需要时 pip install 'shouzheng[audit]' 后再导出",
        "the evidence is complete; pip install 'shouzheng[audit]' and export again where tables are wanted",
    ),
)
NO_BUNDLE = register(
    "SZ-5306",
    Severity.ERROR,
    Words("这里没有证据包", "there is no bundle here"),
    Words("文件夹或 ZIP 里没有 bagit.txt，或读不出", "the folder or ZIP has no readable bagit.txt"),
    Words("请给出证据包文件夹或 ZIP 文件", "name the folder or ZIP of a bundle"),
)
NOTHING_TO_HIDE = register(
    "SZ-5310",
    Severity.ERROR,
    Words("没有说要隐去什么，没有写出", "nothing to hide was named; nothing was written"),
    Words(
        "隐去的副本必须至少隐去一个人、一个号码或一处文字", "a redacted copy hides at least one person, number or text"
    ),
    Words("用 --hide、--hide-number 或 --hide-person", "use --hide, --hide-number or --hide-person"),
)
NO_SUCH_PERSON = register(
    "SZ-5311",
    Severity.ERROR,
    Words("案卷的陈述里没有这个人", "the statement of the case has no such person"),
    Words("编号写错，或者只在文字里出现", "the id is mistyped, or the person only stands in texts"),
    Words(
        "用 case person CASE 查看编号；文字里的名字用 --hide", "see case person CASE; use --hide for a name in texts"
    ),
)
STILL_THERE = register(
    "SZ-5312",
    Severity.ERROR,
    Words(
        "要隐去的第 {number} 项还在这个文件里，没有放行",
        "item {number} to be hidden is still in this file; not released",
    ),
    Words(
        "文件写好后又搜了一遍，找到了它；也可能是我们自己的用词里恰好有这几个字",
        "the finished files were searched and it was found; perhaps our own words happen to hold it",
    ),
    Words("换一个更完整的写法再导出；若仍出现请报告", "name it more fully and export again; report it if it stays"),
)
TOO_SHORT = register(
    "SZ-5313",
    Severity.ERROR,
    Words("太短，隐去它会涂黑半页", "too short: hiding it would blacken half of every page"),
    Words("至少两个字", "two characters at least"),
    Words("写出完整的名字或号码", "write the whole name or number"),
)
NOT_A_PACK = register(
    "SZ-5330",
    Severity.ERROR,
    Words("这不是收证包，没有存入", "this is no intake pack; it was not stored"),
    Words("不是 case pack 写出的 ZIP，或文件不完整", "it is no ZIP that case pack wrote, or it is cut off"),
    Words("请对方用 case pack 再做一份", "ask the person to make one with case pack"),
)
PACK_CHANGED = register(
    "SZ-5331",
    Severity.ERROR,
    Words(
        "收证包在路上被改动过（{detail}），没有存入", "the pack was changed on its way ({detail}); it was not stored"
    ),
    Words("清单、签名或保管记录对不上", "manifest, signature or custody log do not fit"),
    Words("请对方重新发一份，并核对双方的公钥指纹", "ask for it again and compare the key's fingerprint"),
)
OTHER_KEY = register(
    "SZ-5332",
    Severity.ERROR,
    Words(
        "这份收证包不是此人原来的钥匙签的，没有存入",
        "another key than before signed this person's pack; it was not stored",
    ),
    Words(
        "可能是别人做的，或对方换了新案卷；撤回也只能由原来的钥匙", "somebody else may have made it, or from a new case"
    ),
    Words("向本人当面核实；换了案卷的，用另一个编号导入", "ask the person face to face; a new case needs a new id"),
)
OLD_CONSENT = register(
    "SZ-5333",
    Severity.ERROR,
    Words(
        "这份同意早于 {day} 的登记，没有存入",
        "this consent is older than what was recorded on {day}; it was not stored",
    ),
    Words("同意撤回之后，旧的收证包不能再用", "after a withdrawal an older pack cannot be used again"),
    Words("本人重新同意时，请其再做一份", "should the person agree again, ask for a new pack"),
)
PACK_OF_ME = register(
    "SZ-5334",
    Severity.ERROR,
    Words("这是案卷本人的编号或案卷自己的收证包", "this is the narrator's own id, or the case's own pack"),
    Words("收证包用来加入另一个人的证据", "a pack brings in somebody else's evidence"),
    Words("用 --person 写明对方的编号", "name the other person's id with --person"),
)
UNREADABLE_PACK = register(
    "SZ-5335",
    Severity.ERROR,
    Words("收证包的时间没有时差，或在将来", "the time in the pack has no offset or lies in the future"),
    Words("对方或本机的时钟不准", "the clock there or here is wrong"),
    Words("校准时钟后再做一份", "set the clock and make it again"),
)
KEY_OF_OTHER = register(
    "SZ-5336",
    Severity.ERROR,
    Words(
        "签这份收证包的钥匙或案卷已经代表“{person}”，没有存入",
        "the key or case that signed this pack already speaks for “{person}”; it was not stored",
    ),
    Words("一把钥匙只代表一个人，否则会把证据记到别人名下", "one key speaks for one person, or evidence is mixed up"),
    Words(
        "是“{person}”的，用 --person {person} 导入；确是另一个人的，请其用自己的案卷再做一份",
        "if it is from “{person}”, import it with --person {person}; anybody else makes a pack in a case of their own",
    ),
)
OTHER_PERSON = register(
    "SZ-5337",
    Severity.ERROR,
    Words(
        "收证包里写的人与本案登记的不同，没有存入：收证包写“{pack}”，本案写“{stated}”",
        "the pack names another person than this case and was not stored: the pack has “{pack}”, this case “{stated}”",
    ),
    Words("可能选错了编号，或拿错了收证包", "the id may be mistaken, or it is somebody else's pack"),
    Words(
        "核对编号，并向本人核对公钥指纹；确是同一个人的，加 --same-person（名字和身份仍以本案登记的为准）",
        "check the id, and the key's fingerprint with the person; if it is the same person, add --same-person (name "
        "and role stay as this case has them)",
    ),
)
NO_PACK_BEFORE = register(
    "SZ-5338",
    Severity.ERROR,
    Words(
        "这是一份撤回，但“{person}”在本案还没有收证包，没有存入",
        "this is a withdrawal, but this case has no pack of “{person}” yet; it was not stored",
    ),
    Words("编号写错，或者当初没有导入此人的收证包", "the id is mistyped, or that person's pack was never imported"),
    Words(
        "用 case person 案卷 查看编号；此人要撤回以别的方式给过的同意时，用 case person 案卷 {person} --withdraw",
        "see the ids with case person CASE; where the person agreed in another way, case person CASE {person} "
        "--withdraw records the withdrawal",
    ),
)
UNKNOWN_PARTY = register(
    "SZ-5340",
    Severity.ERROR,
    Words("陈述里没有“{party}”这一方，没有登记", "the statement has no party “{party}”; nothing was recorded"),
    Words("同意的范围只能是陈述里的一方", "consent can only be for a party of the statement"),
    Words("陈述里有：{known}（* 表示全部）", "the statement has: {known} (* stands for all)"),
)
FUTURE_CONSENT = register(
    "SZ-5341",
    Severity.ERROR,
    Words("同意的时间在将来，没有登记", "the time of the consent lies in the future; nothing was recorded"),
    Words("时间写错，或本机的时钟不准", "the time is mistyped, or this computer's clock is wrong"),
    Words("写本人实际同意的时间", "give the time at which the person agreed"),
)
NO_CONSENT_THERE = register(
    "SZ-5342",
    Severity.ERROR,
    Words("没有登记过“{person}”的同意，没有可改的", "no consent of “{person}” is recorded that could be changed"),
    Words("编号写错，或者是陈述人自己", "the id is mistyped, or it is the narrator"),
    Words("用 case person 案卷 查看编号", "see the ids with case person CASE"),
)
SIGNED_WITHDRAWAL = register(
    "SZ-5343",
    Severity.ERROR,
    Words(
        "“{person}”已用自己的钥匙签名撤回，不能由别人登记同意",
        "“{person}” withdrew with a signature of their own; nobody else can record a consent",
    ),
    Words("撤回是本人签的，重新同意也要本人签", "the person signed the withdrawal, and must sign a new consent too"),
    Words("请其再做一份收证包（case pack），然后导入", "ask the person for a newer pack (case pack) and import it"),
)
