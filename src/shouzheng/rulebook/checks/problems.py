"""The kinds of problem that only the linter reports (codes SZ-3200 to SZ-3299)."""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.reference.problems import ProblemKind, Severity, register


def _error(code: str, what: tuple[str, str], why: tuple[str, str], repair: tuple[str, str]) -> ProblemKind:
    return register(code, Severity.ERROR, Words(*what), Words(*why), Words(*repair))


def _warning(code: str, what: tuple[str, str], why: tuple[str, str], repair: tuple[str, str]) -> ProblemKind:
    return register(code, Severity.WARNING, Words(*what), Words(*why), Words(*repair))


# --- dates

PROVISION_OUTSIDE = _error(
    "SZ-3200",
    (
        "条文 {id} 的期间 {days} 超出其文件的期间 {instrument}",
        "provision {id} ({days}) lies outside its instrument ({instrument})",
    ),
    ("文件未施行时，其中的条文也不能适用。", "An article cannot be in force when its instrument is not."),
    ("改正其中一个日期。", "Correct one of the dates."),
)
RENUMBERED_ONE_WAY = _error(
    "SZ-3201",
    ("{id} 指向 {other}，但 {other} 没有指回", "{id} names {other}, which does not exist or does not name it back"),
    (
        "改号的条文须前后互指，才能按日期写对条号。",
        "Renumbered articles name each other, so that the number of the day is printed.",
    ),
    ("补上 previous 或 next。", "Add previous or next."),
)
RENUMBERED_GAP = _error(
    "SZ-3202",
    (
        "{id} 止于 {last}，{other} 始于 {first}，不相接",
        "{id} ends on {last} and {other} begins on {first}: gap or overlap",
    ),
    ("改号前后的日期必须首尾相接。", "The old number ends the day before the new one begins."),
    ("改正日期。", "Correct the dates."),
)
NUMBER_OUTSIDE = _warning(
    "SZ-3203",
    (
        "数 {id} 的期间 {days} 没有条文依据（条文期间：{norms}）",
        "number {id} ({days}) has no provision in force behind it ({norms})",
    ),
    ("没有条文在施行，数就不是法律的数。", "Without a provision in force a number is not the law's."),
    ("改正日期或条文。", "Correct the dates or the provisions."),
)
NUMBER_TWICE = _error(
    "SZ-3204",
    ("数 :{name} 在同一日有两个来源：{one} 和 {other}", "number :{name} has two sources on one day: {one} and {other}"),
    (
        "同一日只能有一个数，否则结果取决于书写顺序。",
        "On one day there is one number; else the order of writing would decide.",
    ),
    ("改正日期，或拆成两条规则。", "Correct the dates, or split the rule."),
)
AUTHORITY_GAP = _error(
    "SZ-3205",
    (
        "机关 {id} 的名称止于 {last}，下一个始于 {first}，不相接",
        "authority {id}: one name ends on {last}, the next begins on {first}",
    ),
    ("信件要写当日存在的机关。", "A letter names a body that exists on its day."),
    ("改正日期。", "Correct the dates."),
)
LPR_TWICE = _error(
    "SZ-3206",
    ("{day} 有两个贷款市场报价利率", "two loan prime rates for {day}"),
    ("一日只有一个报价。", "There is one quotation a day."),
    ("删去一个。", "Remove one."),
)

# --- citations

NO_FORBIDS = _error(
    "SZ-3210",
    ('规则 {id} 没有 role = "forbids" 的条文', 'rule {id} cites no provision with role = "forbids"'),
    ("没有禁止性依据的规则不能适用。", "A rule without a norm that forbids cannot apply."),
    ("写上依据，或改为 reminder、checklist。", "Cite the norm, or make it a reminder or checklist."),
)
CITED_TWICE = _error(
    "SZ-3211",
    ("条文 {provision} 引用了两次", "provision {provision} is cited twice"),
    ("同一条文只有一个作用。", "A provision has one role in a rule."),
    ("删去一个。", "Remove one."),
)
CRIMINAL_PRINTED = _error(
    "SZ-3212",
    ("{provision} 的 role 是 {role}，应为 never_printed", "{provision} has the role {role}, it must be never_printed"),
    (
        "这类法律只由司法机关适用；规则库知晓它，但任何地方都不打印。",
        "This law is for courts alone to apply; the rulebook knows it and prints it nowhere.",
    ),
    ("改为 never_printed。", "Make it never_printed."),
)
SCOPE_NEVER = _error(
    "SZ-3213",
    (
        "{provision} 只约束 {scope}，而规则只适用于 {applies}",
        "{provision} binds {scope}, but the rule is about {applies}",
    ),
    ("该条文永远不会被选中。", "The provision would never be chosen."),
    ("改正 applies，或删去该条文。", "Correct applies, or drop the provision."),
)
NEVER_IN_FORCE = _error(
    "SZ-3214",
    ("{provision} 与其文件没有共同的施行日", "{provision} and its instrument share no day in force"),
    ("该条文永远不会被选中。", "The provision would never be chosen."),
    ("改正日期。", "Correct the dates."),
)
NUMBER_MISSING_DAYS = _error(
    "SZ-3215",
    (
        "禁止性条文在 {days} 施行，但数 :{name} 没有覆盖这段时间",
        "forbidding law is in force {days}, but number :{name} is not given throughout",
    ),
    ("没有数的日子里规则会悄悄不适用。", "On days without the number the rule would silently not apply."),
    ("补上该期间的数，或缩小依据的期间。", "Give the number for these days, or cite only law of the number's days."),
)

CITABLE_UNSEEN = _error(
    "SZ-3216",
    ("{id} 标为可引用，却只凭记忆或没有条号", "{id} is marked citable, but was only recalled"),
    ("没有看到原文的条号不能印出来。", "An article number that was not seen in a text must not be printed."),
    ("改 citable 为 false，或核实原文后改 verification。", "Set citable = false, or verify the text and say so."),
)

# --- examples

FEW_EXAMPLES = _error(
    "SZ-3220",
    (
        "结果为 {answer} 的例子至少要 {least} 个，现有 {found} 个",
        "at least {least} examples with {answer} are needed, there are {found}",
    ),
    (
        "规则由例子证明：至少两个违反、两个合法、一个无法判断。",
        "Examples prove a rule: two breaches, two lawful cases, one that cannot be told.",
    ),
    ("补上例子。", "Add examples."),
)
DATE_UNTRIED = _error(
    "SZ-3221",
    ("{day} 这一天没有例子", "there is no example on {day}"),
    (
        "依据开始或结束的前后各一日都要有例子，差一天就是错判。",
        "Both sides of each day on which the law begins or ends need one; a day off is a false accusation.",
    ),
    ("补上这一天的例子。", "Add an example on this day."),
)
TRANSITION_UNTRIED = _error(
    "SZ-3225",
    (
        "{provision} 的过渡条款 {clause} 缺例子：{wanted_zh}",
        "the transitional clause {clause} of {provision} lacks an example: {wanted_en}",
    ),
    (
        "过渡条款把规范带到它施行期间以外，差一天就是用错法律。",
        "A transitional clause takes a norm beyond its own days; a day off applies the wrong law.",
    ),
    ("补上这个例子。", "Add that example."),
)
MISSING_UNNAMED = _error(
    "SZ-3226",
    ("例子“{name}”没有写明缺哪些事实", "example “{name}” does not say which facts are missing"),
    (
        "“无法判断”要说出缺什么；不写明，说错了也没有例子发现。",
        "“Cannot tell” must name what is missing; unless the example does, nothing notices when that goes wrong.",
    ),
    ('加上 missing = ["…"]。', 'Add missing = ["…"].'),
)
NUMBER_UNTRIED = _error(
    "SZ-3222",
    (
        "没有 {fact} = {value} 的例子（{fact} {op} :{name}，即 {number}）",
        "no example with {fact} = {value} (for {fact} {op} :{name}, {number})",
    ),
    (
        "每个数的两侧都要有例子，差一就是错判。",
        "Both sides of each number need an example; one off is a false accusation.",
    ),
    ("补上例子。", "Add an example."),
)
IMPOSSIBLE_COUNT = _error(
    "SZ-3223",
    (
        "例子里 {count} 确定 {sure} 次却只可能 {possible} 次",
        "the example has {sure} sure but only {possible} possible {count}",
    ),
    ("确定的必然也是可能的。", "What is sure is possible as well."),
    ("改正例子。", "Correct the example."),
)
EXAMPLE_TWICE = _error(
    "SZ-3224",
    ("两个例子同名：{name}", "two examples are called {name}"),
    ("例子按名字指认。", "Examples are known by their names."),
    ("改一个名字。", "Rename one."),
)

# --- wording

JUDGING_WORDS = _error(
    "SZ-3230",
    ("文字里有“{found}”", "the words contain “{found}”"),
    (
        "是否违法由有权机关认定；这里只描述看到的事实。",
        "Whether the law was broken is for authorities to find; here only what was seen is described.",
    ),
    ("改用“涉嫌违反”“不符合……的要求”或描述事实的话。", "Describe the conduct, or say “may conflict with”."),
)
NOT_TRANSLATED = _error(
    "SZ-3231",
    ("{lang} 的文字不是这种语言", "the text under {lang} is not in that language"),
    ("两种语言的读者看到的必须一样多。", "Readers of both languages must be told the same."),
    ("补上译文。", "Translate it."),
)
SLOTS_DIFFER = _error(
    "SZ-3232",
    ("finding 两种语言的占位符不同：{slots}", "finding has different slots in the two languages: {slots}"),
    ("两种语言说的是同一件事。", "Both languages say the same thing."),
    ("补齐占位符。", "Use the same slots."),
)
INVISIBLE = _error(
    "SZ-3233",
    ("文字里有看不见的字符：{text}", "the text holds invisible characters: {text}"),
    ("看不见的字符能让法律看上去是另一个样子。", "Invisible characters can make law look different from what it is."),
    ("删去它们。", "Remove them."),
)

# --- conditions

NEVER_TRUE = _error(
    "SZ-3240",
    ("规则 {id} 的条件永远不成立", "the condition of rule {id} can never be TRUE"),
    ("这样的规则看似在检查，其实什么也不查。", "Such a rule looks as if it checked something and never does."),
    ("改正条件。", "Correct the condition."),
)
NEVER_FALSE = _error(
    "SZ-3241",
    ("规则 {id} 的条件永远不会不成立", "the condition of rule {id} can never be FALSE"),
    ("这样的规则会指责每一次联系。", "Such a rule would accuse every contact."),
    ("改正条件。", "Correct the condition."),
)
UNLESS_IDLE = _error(
    "SZ-3242",
    ("例外“{text}”在条件成立时永远不成立", "the exception “{text}” can never be TRUE while the condition is"),
    (
        "不起作用的例外会让人误以为已经考虑到它。",
        "An exception without effect makes readers believe it was considered.",
    ),
    ("改正或删去它。", "Correct or remove it."),
)
NUMBER_UNUSED = _error(
    "SZ-3243",
    ("数 :{name} 没有用到", "number :{name} is not used"),
    ("列出而不用的数会误导读者。", "A number that is listed and not used misleads."),
    ("删去它，或在条件里使用。", "Remove it, or use it."),
)
NUMBER_EMPTY = _error(
    "SZ-3244",
    ("数 :{name} 指向 {threshold}，那里没有数", "number :{name} points to {threshold}, which has no number"),
    ("法律没有给出数的地方不能比较。", "Where the law gives no number nothing can be compared."),
    ("改指有数的条目或字段。", "Point to an entry or field that has one."),
)
NUMBER_UNSURE = _error(
    "SZ-3245",
    (
        "违反类规则用了不确定的数 :{name}（{threshold}）",
        "a rule that says “breach” uses the uncertain number :{name} ({threshold})",
    ),
    ("不确定的数只能提示，不能指责。", "An uncertain number may warn, never accuse."),
    ("把 kind 改为 indicator，或 answer 改为 needs_person。", "Make kind indicator, or answer needs_person."),
)

# --- transitional law

TRANSITION_IDLE = _error(
    "SZ-3217",
    (
        "{provision} 的过渡条款 {clause} 没有增加任何一天",
        "the transitional clause {clause} of {provision} adds no day",
    ),
    (
        "溯及的日子须早于施行日；适用于旧事的条文须已失效，且说明此点的条文须在其后施行。",
        "A day to reach back to lies before the first day; a norm for older facts has ended, and the provision that "
        "says so is in force after that.",
    ),
    ("改正日期或依据，或删去该条款。", "Correct the day or the provision, or remove the clause."),
)

# --- facts and counts

FACT_UNUSED = _warning(
    "SZ-3250",
    ("事实 {name} 没有规则用到", "no rule uses the fact {name}"),
    (
        "闭合清单里的每一项都应有用处；以后的规则可能会用到。",
        "Each entry of the closed list should serve; later rules may use it.",
    ),
    ("以后用到，或删去。", "Use it later, or remove it."),
)
COUNT_UNUSED = _warning(
    "SZ-3251",
    ("计数 {name} 没有规则用到", "no rule uses the count {name}"),
    ("每个计数都要花时间；以后的规则可能会用到。", "Each count costs time; later rules may use it."),
    ("以后用到，或删去。", "Use it later, or remove it."),
)
COUNT_UNDECLARED = _error(
    "SZ-3252",
    (
        "事实 {name} 说由计数得出，但 counts.toml 里没有它",
        "fact {name} is said to be counted but is not declared in counts.toml",
    ),
    ("没有声明就没有引擎会去数。", "Without a declaration no engine counts it."),
    ("在 counts.toml 声明它。", "Declare it in counts.toml."),
)
SCOPE_FACT = _error(
    "SZ-3253",
    ("事实 {name} 必须存在，且取值恰为：{values}", "fact {name} must exist with exactly these values: {values}"),
    ("适用哪部法律由它决定。", "It decides which law binds."),
    ("改正 facts.toml。", "Correct facts.toml."),
)

# --- freshness

OVERDUE = _warning(
    "SZ-3260",
    (
        "{file} 应在 {check_by} 前复核，上次查看是 {seen}",
        "{file} was last seen on {seen} and should have been checked by {check_by}",
    ),
    ("法律会变；过期未核的，所有输出都会注明。", "Law changes; every output says so while it is overdue."),
    ("对照官方文本复核，更新 seen 和 check_by。", "Check it against the official text, then update seen and check_by."),
)
NO_META = _error(
    "SZ-3261",
    ("{file} 没有写明何时查看、何时复核", "{file} does not say when it was seen and when to check it again"),
    ("没有日期就不知道法律是否还新。", "Without dates nobody knows whether the law is still current."),
    ("加上 [meta] seen 和 check_by。", "Add [meta] with seen and check_by."),
)

# --- pairs of rules

CONTRADICTION = _error(
    "SZ-3270",
    (
        "{one} 与 {other} 条件和依据相同，结论却不同",
        "{one} and {other} have the same condition and law but different answers",
    ),
    ("同样的事不能既是“涉嫌违反”又是“需要人判断”。", "The same conduct cannot both be a breach and need a person."),
    ("合并，或写清区别。", "Merge them, or make the difference explicit."),
)
SAME_CONDITION = _warning(
    "SZ-3271",
    ("{one} 与 {other} 条件和依据相同", "{one} and {other} have the same condition and law"),
    ("同一件事会被说两遍。", "The same conduct would be found twice."),
    ("合并它们。", "Merge them."),
)

# --- warnings that were looked at and stand

ACCEPTED_IDLE = _error(
    "SZ-3280",
    (
        "没有 {code} 关于 {about} 的提醒，不需要这个例外",
        "there is no warning {code} about {about}: the exception is not needed",
    ),
    (
        "例外只为现有的提醒而设，否则会掩盖以后的问题。",
        "An exception is for a warning that is there, else it hides the next one.",
    ),
    ("从 accepted_warnings.toml 删去。", "Remove it from accepted_warnings.toml."),
)
ACCEPTED_ERROR = _error(
    "SZ-3281",
    ("{code} 不是提醒，不能作为例外", "{code} is no warning and cannot be accepted"),
    (
        "只有提醒可以在说明理由后保留，错误必须改正。",
        "Only a warning may stand with a reason; an error has to be corrected.",
    ),
    ("改正错误，删去这个例外。", "Correct the error and remove the exception."),
)
