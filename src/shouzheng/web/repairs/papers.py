"""Problems of dossier, letters, bundle, proceedings and plan (SZ-5000 to SZ-5999), with what to do on the pages."""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.web.repairs.here import Here, do

_WHO = do(
    "请到“谁和谁”那一页看看人和对方有没有写全，再回来。",
    "See on the page “Who is who” whether the people and the other side are complete, then come back.",
)
_ANEW = do(
    "请回到“全部步骤”，等“正在整理”结束，再打开这一页。一直这样，求助时请报下面的编号。",
    "Go back to “All steps”, wait until nothing is under way, and open this page again. If it stays so, give the "
    "number below when you ask for help.",
)
_DATES = Words("请对照手里的材料核对日期。", "Compare the day with the papers you hold.")
_FOR_HELPERS = do(
    "这一步在页面里做不了，案卷没有改动。需要时请找懂电脑的人帮忙。",
    "This cannot be done on the pages; the case is unchanged. Where it is needed, ask somebody who knows computers.",
)
_PLAN = do("请在“还款计划”那一页改正，再点“算一算”。", "Correct it on the page “Repayment plan” and work it out again.")

HERE: dict[str, Here] = {
    "SZ-5001": do(
        "看每个文件下面的说明，照着重新导出，再放入一次。",
        "See what is said below each file, export again as advised, and bring it once more.",
    ),
    "SZ-5002": do(
        "先征得本人同意。同意了，就在“谁和谁”里打开这个人，填上“什么时候同意放进来”。没同意，就不要放进来。",
        "Ask that person first. Who agrees: open the person under “Who is who” and fill in when. Who does not: leave "
        "the records out.",
    ),
    "SZ-5003": _FOR_HELPERS,
    "SZ-5005": Here(
        Words(
            "放入文件时，在“谁的手机”里选好是谁的，再放一次。",
            "When you bring it, choose under “Whose phone” whose it is; bring it once more.",
        ),
        why=Words("没有说明这是谁的手机，或不止一个人。", "It was not said whose phone this is, or several are."),
    ),
    "SZ-5101": do(
        "请再点一次下载。还是不行，其他内容不受影响；求助时请报下面的编号。",
        "Press download once more. If it fails again, everything else is unaffected; give the number below when you "
        "ask for help.",
    ),
    "SZ-5102": do(
        "请看磁盘是不是满了，腾出地方再试一次。",
        "See whether the disk is full, make room, and try once more.",
    ),
    "SZ-5200": Here(
        _ANEW.repair,
        what=Words("案卷还没有整理出结果", "the case has no result yet"),
        why=Words("信里只写整理出来的内容。", "A letter states only what was put in order."),
    ),
    "SZ-5201": _ANEW,
    "SZ-5202": Here(
        _ANEW.repair,
        what=Words("结果和现在写的对不上：{detail}", "the result does not fit what is stated now: {detail}"),
        why=Words("整理之后，“谁和谁”又改过。", "“Who is who” was changed after the result was made."),
    ),
    "SZ-5203": Here(
        _WHO.repair,
        what=Words("案卷里没有这个写信的人", "the case has no such writer"),
    ),
    "SZ-5204": Here(
        Words("在“对哪一家”里选一家。", "Choose one under “Towards whom”."),
        what=Words("不清楚写给哪一家机构", "it is not clear which institution is meant"),
    ),
    "SZ-5205": Here(
        Words("请在“写信”那一页重新选。", "Choose one on the page “Letters”."),
        what=Words("没有这封信", "there is no such letter"),
    ),
    "SZ-5206": do(
        "请在“写信”那一页选一封适合的。确有其事的，先放入记录，再把“谁和谁”补全。",
        "Choose one that fits on the page “Letters”. If it did happen, bring the records and complete “Who is who”.",
    ),
    "SZ-5210": do(
        "请换一封信。求助时请报下面的编号。",
        "Choose another letter, and give the number below when you ask for help.",
    ),
    "SZ-5216": do(
        "请换一封写给有权的单位的信。",
        "Choose a letter to a body that has this power.",
    ),
    "SZ-5220": Here(
        _DATES,
        what=Words("这个日期不能用：{given}", "this day cannot be used: {given}"),
    ),
    "SZ-5221": do("请换一个名字再存。", "Store it under another name."),
    "SZ-5223": do(
        "先到“这些号码是谁”标上对方的号码，再到“发现了什么”逐项确认。",
        "First mark the other side's numbers, then confirm what was found, one by one.",
    ),
    "SZ-5300": Here(
        Words(
            "请到“发现了什么”逐项看，点“是这样，确认”；也可以在时间线的“详情”里确认一次联系。再回来做证据包。",
            "Go to “What was found”, look at each and press “Yes, confirm”; a single contact can be confirmed under "
            "its “details” in the timeline. Then come back.",
        ),
        what=Words(
            "还没有确认过的联系，证据包是空的，没有做", "no contact is confirmed yet; the bundle would be empty"
        ),
        why=Words(
            "只有您确认过的联系才会离开案卷；标了是谁、还没有确认的有 {count} 次。",
            "Only contacts that you confirmed leave the case; marked but not confirmed: {count}.",
        ),
    ),
    "SZ-5302": do(
        "请看磁盘是不是满了，腾出地方再做一次；案卷没有改动。",
        "See whether the disk is full, make room, and try again; the case is unchanged.",
    ),
    "SZ-5303": do(
        "请新建一个案卷，把原件再放入一次。",
        "Make a new case and bring the originals once more.",
    ),
    "SZ-5304": Here(
        Words(
            "只交给必须看原件的机关；一般不勾选“附上完整原件”就够。",
            "Give it only to an authority that must see originals; mostly it is enough to leave that box empty.",
        ),
        why=Words("您勾选了“附上完整原件”。", "“Put whole originals in” was ticked."),
    ),
    "SZ-5305": Here(
        Words("不影响证据，不需要做什么。", "The evidence is complete; nothing needs to be done."),
        what=Words("给技术人员看的表格没有附上", "tables for technical people were not put in"),
        why=Words("这台电脑上的程序没有装这一部分。", "That part of the program is not on this computer."),
    ),
    "SZ-5600": _ANEW,
    "SZ-5601": do(
        "对照手里的材料看少了哪一条，再记一次。",
        "See by your papers which entry is missing, and enter it anew.",
    ),
    "SZ-5602": Here(
        Words("请在这一页重新选，或先点“开始记”。", "Choose it on this page again, or press “Begin” first."),
        what=Words("没有这件事", "there is no such matter"),
    ),
    "SZ-5603": do("请再点一次“开始记”。", "Press “Begin” once more."),
    "SZ-5604": Here(
        Words("请重新选这一项；您填的都还在。", "Choose it again; what you typed is still here."),
        what=Words("有一项不能用：“{value}”", "one field cannot be used: “{value}”"),
        why=Words("这一项只能从列出的里面选。", "It is chosen from what is listed."),
    ),
    "SZ-5605": Here(
        Words("写成 2026-02-10 的样子，再点一次；您填的都还在。", "Write it as 2026-02-10; what you typed is here."),
        why=Words("日子在 1990 年到 2099 年之间，不能晚于今天。", "Days lie between 1990 and 2099, not after today."),
    ),
    "SZ-5607": Here(
        Words("请在这件事下面补记哪天寄出的。", "Enter below this matter on which day you sent it."),
        what=Words("有一条“收到”之前没有记下“寄出”", "something was received before anything was sent"),
    ),
    "SZ-5608": Here(
        _DATES,
        what=Words("恢复的日期 {day} 早于停下的 {first}", "it goes on on {day}, before it stopped on {first}"),
    ),
    "SZ-5606": do("请另开一件新的事来记。", "Begin a new matter and enter it there."),
    "SZ-5700": Here(
        _PLAN.repair,
        what=Words("填的内容太多，算不了", "what was filled in is too much to be worked out"),
        why=Words("最多 {limit} 字节。", "There are {limit} bytes at most."),
    ),
    "SZ-5701": _PLAN,
    "SZ-5702": _PLAN,
    "SZ-5703": _PLAN,
    "SZ-5704": Here(
        Words("例如 1234.50", "for instance 1234.50"),
        why=Words(
            "金额写成元，最多两位小数，不能是负数，最大一百亿元。",
            "Amounts are yuan with two decimals at most, not negative, ten thousand million at most.",
        ),
    ),
    "SZ-5707": _PLAN,
    "SZ-5709": Here(
        Words("把同样的合成一项，再点“算一算”。", "Put similar ones together and work it out again."),
        what=Words("一共 {count} 条，最多 {limit} 条", "there are {count} entries; {limit} at most"),
    ),
    "SZ-5713": Here(
        Words("至少写一笔债：欠谁的、哪天拿到钱、多少。", "Fill in one debt: to whom, since when, how much."),
        what=Words("还没有写一笔债", "no debt is filled in"),
        why=Words("没有债就没有计划。", "Without a debt there is no plan."),
    ),
    "SZ-5714": do(
        "请到“数据有多新”退回程序自带的数据；还不行就重新安装守正。",
        "Go back to what came with the program on “How old the data is”; if that does not help, install it again.",
    ),
    "SZ-5716": do(
        "把“谁和谁”和“还款计划”里的机构名称写成一样；同一家有几笔的，先在计划里只留要写信的那一笔。",
        "Write the institution's name alike under “Who is who” and in the plan; of several debts to one institution "
        "leave the one that the letter is about.",
    ),
    "SZ-5717": _PLAN,
    "SZ-5718": Here(
        Words(
            "要谈新的方案，请在“还款计划”里重新填写，再点“算一算”。",
            "For another plan fill in the page “Repayment plan” anew and work it out.",
        ),
        why=Words("谈成的方案不再写成提议。", "What was agreed is not proposed again."),
    ),
    "SZ-5720": do(
        "已经逾期的，请改用“分期”或“困难说明”的信。",
        "Once it has passed use a letter about instalments or hardship.",
    ),
}
