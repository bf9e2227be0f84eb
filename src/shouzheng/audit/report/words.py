"""What the report says, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

from shouzheng.model.words import Words

TITLE = Words("联系记录审计报告", "Audit of contacts about debts")
BY: Mapping[str, Words] = {
    "creditor": Words("债权机构", "creditor"),
    "agency": Words("催收机构", "agency"),
    "collector": Words("催收员（化名）", "collector (pseudonym)"),
    "channel": Words("联系方式", "channel"),
    "role": Words("与债务的关系", "role of the person"),
    "hour": Words("小时（北京时间）", "hour (Beijing)"),
    "week": Words("周（周一起）", "week (from Monday)"),
}
UNKNOWN_VALUE = {
    "agency": Words("机构自行联系", "the creditor itself"),
}
NOT_SAID = Words("未说明", "not stated")
HIDDEN = Words(
    "少于 10 条，或为保护少于 10 条的一格而不显示", "not shown: fewer than 10, or shown it would give such a cell away"
)
PARTS: Mapping[str, Words] = {
    "rules": Words("各条规则", "The rules"),
    "trend": Words("按周的走势", "Week by week"),
    "bursts": Words("最密集的几天", "The worst days"),
    "platform": Words("机构自身的义务", "Duties of the institution itself"),
    "unjudged": Words("哪些判断不了，缺什么", "What could not be judged, and what was missing"),
    "review": Words("人工复核", "Review by people"),
    "thirds": Words("联系第三人有没有用", "Does contacting third persons work?"),
    "input": Words("读入情况", "What was read"),
    "method": Words("怎样算的", "How it was done"),
}
METHOD = (
    Words(
        "比例 =（不符合规定 + 须由人判断）÷ 规则适用且事实齐全的联系。事实不全的不猜，单列。",
        "Share = (breaches + those for a person to judge) ÷ contacts to which the rule applies and whose facts are "
        "complete. What is not known is not guessed; it is listed.",
    ),
    Words(
        "适用且一看便知没有违反的也算判断过：白天的电话对夜间规则即是如此。比例低，不等于查得细。",
        "A contact that plainly cannot break a rule counts as judged, as a call by day for a rule about nights. A low "
        "share does not mean that much was looked into.",
    ),
    Words(
        "括号内为 95% 威尔逊区间，按各条联系互相独立计算；同一人、同一催收员的联系并不独立，真实的不确定更大。",
        "In brackets the 95 % Wilson interval. It takes contacts as independent; those of one person or collector are "
        "not, so the true uncertainty is larger.",
    ),
    Words(
        "少于 10 条的格子不显示；为使其不能由总数减出，另隐去最小的一格。",
        "Cells of fewer than 10 contacts are not shown, nor the next smallest, so that no total gives them away.",
    ),
    Words(
        "人员只以带密钥的化名出现；联系的文字不在报告内。“须由人判断”不是违规结论。",
        "People appear as keyed pseudonyms only; no words of any contact are in here. “For a person to judge” is no "
        "finding of a breach.",
    ),
)


#: What the institution owes by itself, and the facts that show it; a rule that reads one of these is shown under it.
DUTIES: tuple[tuple[Words, tuple[str, ...]], ...] = (
    (Words("录音录像齐备", "Recordings are there"), ("recording_available", "visit_recorded")),
    (Words("受托机构已公布", "Agencies are published"), ("agency_published", "agency_list_complete")),
    (Words("投诉按期答复", "Complaints are answered in time"), ("complaint_working_days",)),
)
OTHER_DUTIES = Words("其他义务", "Other duties")
DUTIES_NOTE = Words(
    "按联系统计，不按录音、机构或投诉的件数：一件投诉记在几条联系上，就算几条。投诉逐件统计须另交投诉登记。",
    "Counted by contacts, not by recordings, agencies or complaints: a complaint that stands at several contacts "
    "counts at each of them. To count complaints one by one, give their register.",
)


def say_rules(judged: int, rules: int) -> Words:
    """Say how many of the rules could be judged."""
    return Words(f"{rules} 条规则中判断了 {judged} 条", f"{judged} of {rules} rules judged")
