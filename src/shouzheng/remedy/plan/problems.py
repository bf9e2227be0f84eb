"""Problems of repayment plans: codes SZ-5700 to SZ-5799."""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.reference.problems import ProblemKind, Severity, register


def _error(code: str, what: tuple[str, str], why: tuple[str, str], repair: tuple[str, str]) -> ProblemKind:
    return register(code, Severity.ERROR, Words(*what), Words(*why), Words(*repair))


FILE_UNREADABLE = _error(
    "SZ-5700",
    ("读不了计划文件：{detail}", "the plan file cannot be read: {detail}"),
    ("计划写在一个 TOML 文件里", "a plan is written in a TOML file"),
    (
        "照 examples/plan.toml 的样子写；文件最多 {limit} 字节",
        "write it like examples/plan.toml; {limit} bytes at most",
    ),
)
WRONG_VALUE = _error(
    "SZ-5701",
    ("{key} 不能是“{value}”", "{key} cannot be “{value}”"),
    ("这里要的是：{expected_zh}", "wanted here: {expected_en}"),
    ("照 examples/plan.toml 改正", "correct it after examples/plan.toml"),
)
MISSING_KEY = _error(
    "SZ-5702",
    ("缺少 {key}", "{key} is missing"),
    ("没有它就算不出来", "nothing can be worked out without it"),
    ("照 examples/plan.toml 补上", "add it after examples/plan.toml"),
)
UNKNOWN_KEY = _error(
    "SZ-5703",
    ("不认识的一项：{key}", "unknown key: {key}"),
    ("多半是写错了名字；不认识的不会悄悄跳过", "most likely misspelt; nothing is passed over silently"),
    ("可以写的：{allowed}", "there are: {allowed}"),
)
BAD_AMOUNT = _error(
    "SZ-5704",
    ("金额“{value}”不能用", "the amount “{value}” cannot be used"),
    (
        "金额写成元，最多两位小数，不能是负数，最大一百亿元；带小数的要加引号",
        "amounts are yuan with two decimals at most, not negative, ten thousand million at most; decimals in quotes",
    ),
    ('例如 "1234.50"', 'for instance "1234.50"'),
)
BAD_DAY = _error(
    "SZ-5705",
    ("日期“{value}”不能用", "the day “{value}” cannot be used"),
    ("日期写成 2026-02-10，在1990年到2099年之间", "a day is written 2026-02-10 and lies between 1990 and 2099"),
    ("改正日期", "correct the day"),
)
OUT_OF_ORDER = _error(
    "SZ-5706",
    ("日期先后不对：{what}", "days out of order: {what}"),
    (
        "合同在前，放款不早于合同，还款不早于放款",
        "the contract comes first, money is not lent before it nor paid back before it is lent",
    ),
    ("对照合同和流水改正", "correct it after contract and bank statement"),
)
UNKNOWN_DEBT = _error(
    "SZ-5707",
    ("没有编号为“{id}”的债务", "there is no debt “{id}”"),
    ("还款和方案都要写明是哪一笔债务", "payments and plans name their debt"),
    ("已有的：{allowed}", "there are: {allowed}"),
)
TWICE = _error(
    "SZ-5708",
    ("编号“{id}”用了两次", "“{id}” is used twice"),
    ("编号相同就分不清", "with the same id two things cannot be told apart"),
    ("换一个编号", "choose another id"),
)
TOO_MANY = _error(
    "SZ-5709",
    ("{key} 有 {count} 条，最多 {limit} 条", "{key} has {count} entries; {limit} at most"),
    ("一个家庭的收支和债务不会这么多", "no household has that many"),
    ("合并同类项", "put similar ones together"),
)
NO_RATE = register(
    "SZ-5710",
    Severity.WARNING,
    Words("“{id}”算不出年化成本：{reason_zh}", "no yearly cost for “{id}”: {reason_en}"),
    Words(
        "年化成本要有收到的钱和付出的钱，并且只有一个解",
        "it needs money received and money paid, and one single answer",
    ),
    Words("补全收付款流水", "complete the payments"),
)
OVERPAID = register(
    "SZ-5711",
    Severity.WARNING,
    Words("“{id}”付的比欠的多 {amount} 元", "“{id}”: {amount} yuan more paid than owed"),
    Words("流水里少了放款或费用，或者多付了", "a loan or charge is missing from the list, or too much was paid"),
    Words(
        "对照对账单核对；确实多付的，可请对方说明并退还",
        "check it against the statement; what was really overpaid can be claimed back",
    ),
)
NOT_AFFORDABLE = register(
    "SZ-5712",
    Severity.WARNING,
    Words(
        "扣除生活费后没有可以还款的余额（差 {amount} 元）",
        "nothing is left for payments after living costs ({amount} yuan short)",
    ),
    Words("收入少于生活费和预留", "income is below living costs and reserve"),
    Words("不要承诺还不起的方案；先问12348能否得到帮助", "promise nothing you cannot pay; ask 12348 for help first"),
)
NOTHING_TO_PLAN = _error(
    "SZ-5713",
    ("文件里没有债务，也没有想借的款", "the file holds no debt and no loan to be taken"),
    (
        "计划至少要有一笔债务；借款前的核算要有 [before]",
        "a plan needs a debt; the check before borrowing needs [before]",
    ),
    ("照 examples/plan.toml 补上", "add one after examples/plan.toml"),
)
NO_PLAN_TO_OFFER = _error(
    "SZ-5715",
    ("“{id}”没有付得起的方案可以写进文书", "“{id}” has no affordable plan to put into a letter"),
    (
        "文书里只写付得起的数额；承诺了做不到，比不承诺更糟",
        "a letter names only what you can pay; a broken promise is worse than none",
    ),
    (
        "延长期数、减少支出，或先谈减免和调解",
        "take more payments or lower spending, or ask for a reduction or mediation first",
    ),
)
BAD_DATA = _error(
    "SZ-5714",
    ("利率上限的数据有误：{detail}", "the data on interest limits are wrong: {detail}"),
    ("文件被改动", "the file was changed"),
    ("恢复 letters/plan/ceilings.toml", "restore letters/plan/ceilings.toml"),
)
OTHER_LENDER = _error(
    "SZ-5716",
    ("方案里没有唯一一笔欠“{creditor}”的债务", "the plan has not exactly one debt to {creditor}"),
    (
        "文书里的数额要来自欠这一家的那一笔；方案里是：{lenders}",
        "the sums of a letter come from the debt to its addressee; the plan has: {lenders}",
    ),
    (
        "两处的债权机构名称写成一样；同一家有几笔的，用 --plan-debt 写明是哪一笔",
        "write the creditor's name alike in both; of several debts to one creditor name one with --plan-debt",
    ),
)
FIRST_TOO_EARLY = _error(
    "SZ-5717",
    ("“{id}”的首次付款日 {first} 早于 {bound}", "“{id}”: the first payment, {first}, is before {bound}"),
    (
        "首次付款不能早于谈成的那一天，没有谈成的不能早于今天；写进文书会自相矛盾",
        "nobody pays before the day of the agreement or, without one, before today; a letter would contradict itself",
    ),
    (
        "改正 first；已经谈成的在 [[chosen]] 写明 agreed",
        "correct first; for a plan already agreed write agreed in [[chosen]]",
    ),
)
AGREED_ALREADY = _error(
    "SZ-5718",
    ("“{id}”的方案已在 {agreed} 谈成并开始履行", "the plan for “{id}” was agreed on {agreed} and is under way"),
    (
        "谈成的方案不再写成提议；还了多少看 shouzheng plan 的履行记录",
        "what was agreed is not proposed again; shouzheng plan shows how it is kept",
    ),
    (
        "要谈新的方案，去掉 [[chosen]]，另写一个首期不早于今天的 [[option]]；要看当时的提议，加 --as-of 当时的日期",
        "for another plan take out [[chosen]] and write an [[option]] that begins no earlier than today; for the "
        "proposal as it was, add --as-of with its day",
    ),
)
PLAN_NOT_CASE = register(
    "SZ-5719",
    Severity.WARNING,
    Words(
        "{what_zh}两处不一样：案情里是 {case_zh}，还款方案里是 {plan_zh}",
        "{what_en} differs: {case_en} in the case, {plan_en} in the plan",
    ),
    Words(
        "文书的数额取自还款方案，合同的说明取自案情；可能不是同一份合同，或者有一处写错了",
        "a letter takes its sums from the plan, its contract from the case; they may be two contracts, or one is wrong",
    ),
    Words(
        "对照合同和对账单，把两处改成一样再寄出",
        "compare with contract and statement, and make both alike before sending",
    ),
)
EXTENDED_LATE = register(
    "SZ-5720",
    Severity.WARNING,
    Words(
        "还款方案里有逾期费用 {amount} 元，而展期申请写的是“尚未届满”",
        "the plan holds {amount} yuan charged for delay, and the request for an extension says “not due yet”",
    ),
    Words(
        "展期须在到期以前申请；已经逾期的写这一句就不实",
        "an extension is asked for before the due day; after it the sentence is untrue",
    ),
    Words(
        "已经逾期的改用 instalment_proposal 或 hardship_statement",
        "once it has passed use instalment_proposal or hardship_statement",
    ),
)
