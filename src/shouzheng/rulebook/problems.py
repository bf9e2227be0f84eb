"""The kinds of problem that loading and checking the law can meet (codes SZ-3000 to SZ-3399).

``SZ-30xx`` files and tables, ``SZ-31xx`` the expression language, ``SZ-32xx`` the linter's own checks, ``SZ-33xx``
rule tests and use of the rulebook.
"""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.reference.problems import ProblemKind, Severity, register


def _error(code: str, what: tuple[str, str], why: tuple[str, str], repair: tuple[str, str]) -> ProblemKind:
    return register(code, Severity.ERROR, Words(*what), Words(*why), Words(*repair))


def _warning(code: str, what: tuple[str, str], why: tuple[str, str], repair: tuple[str, str]) -> ProblemKind:
    return register(code, Severity.WARNING, Words(*what), Words(*why), Words(*repair))


# --- files and tables -------------------------------------------------------------------------------------------

NO_FOLDER = _error(
    "SZ-3000",
    ("找不到法律数据：{path}", "law data is not there: {path}"),
    ("没有法律数据就不能作任何判断。", "Without the law data nothing can be judged."),
    ("检查文件夹，或重新安装程序。", "Check the folder, or install the program again."),
)
UNREADABLE_FILE = _error(
    "SZ-3001",
    ("读不了这个文件：{detail}", "this file cannot be read: {detail}"),
    ("法律数据必须是 UTF-8 文本，且不超过 {limit} 字节。", "Law data must be UTF-8 text of at most {limit} bytes."),
    ("另存为 UTF-8，或把文件拆开。", "Save it as UTF-8, or split the file."),
)
BAD_TOML = _error(
    "SZ-3002",
    ("TOML 语法错误：{detail}", "TOML syntax error: {detail}"),
    (
        "文件按 TOML 1.0 读取；语法错误的文件一条也不会被采用。",
        "Files are read as TOML 1.0; nothing of a broken file is used.",
    ),
    ("改正该行。", "Correct that line."),
)
UNKNOWN_KEY = _error(
    "SZ-3003",
    ("不认识的键：{key}", "unknown key: {key}"),
    (
        "写错的键若被忽略，法律的意思会悄悄改变。",
        "If a misspelt key were ignored, the meaning of the law would change silently.",
    ),
    ("这里可用的键：{allowed}", "Keys allowed here: {allowed}"),
)
MISSING_KEY = _error(
    "SZ-3004",
    ("缺少键：{key}", "missing key: {key}"),
    ("每一项都必须写明，程序不替法律填空。", "Each entry must be stated; the program does not fill gaps in the law."),
    ("补上这个键。", "Add the key."),
)
WRONG_TYPE = _error(
    "SZ-3005",
    ("{key} 的类型不对：应为{expected}", "{key} has the wrong type: expected {expected}"),
    ("程序不做隐式转换。", "Nothing is converted silently."),
    ("改成{expected}。", "Write {expected}."),
)
NOT_ALLOWED = _error(
    "SZ-3006",
    ("{key} 的值 {value} 不在允许的范围内", "{key} has the value {value}, which is not allowed"),
    ("取值是封闭的清单。", "The values are a closed list."),
    ("可用的值：{allowed}", "Allowed values: {allowed}"),
)
DUPLICATE_ID = _error(
    "SZ-3007",
    ("编号 {id} 重复；另一处在 {other}", "id {id} is used twice; the other is at {other}"),
    ("编号必须唯一，否则引用指向哪一条不清楚。", "Ids must be unique, or it is unclear what a reference points to."),
    ("改一个编号。", "Rename one of them."),
)
UNKNOWN_REFERENCE = _error(
    "SZ-3008",
    ("{what} {id} 不存在", "{what} {id} does not exist"),
    ("引用的法律条目必须在法律数据里。", "A reference must point to an entry of the law data."),
    ("检查拼写，或先补上该条目。", "Check the spelling, or add the entry first."),
)
DATES_REVERSED = _error(
    "SZ-3009",
    ("失效日 {last} 早于施行日 {first}", "the last day {last} is before the first day {first}"),
    ("施行期间是首尾都包含的区间。", "The period in force includes both its first and its last day."),
    ("改正日期。", "Correct the dates."),
)
FILE_NAME = _error(
    "SZ-3010",
    ("文件名应为 {expected}", "the file should be called {expected}"),
    ("按编号和主题找得到文件。", "A file is found by its id and topic."),
    ("改文件名或文件夹。", "Rename the file or its folder."),
)
EMPTY_TEXT = _error(
    "SZ-3011",
    ("{key} 是空的，或还是新建规则时的占位文字", "{key} is empty, or still says what a new rule starts with"),
    ("空文字会使一种语言的读者什么也看不到。", "An empty text leaves the readers of one language with nothing."),
    ("补上文字。", "Write the text."),
)
UNKNOWN_AS_VALUE = _error(
    "SZ-3012",
    ("unknown 不能是取值", "“unknown” cannot be a value"),
    (
        "未知用“没有值”表示；若它是一个取值，NOT IN 会把不知道的人当成第三人。",
        "Unknown is the absence of a value; as a value, NOT IN would turn somebody unknown into a third person.",
    ),
    ("从清单里删去 unknown。", "Remove it from the list."),
)
COUNT_WITHOUT_FACTS = _error(
    "SZ-3013",
    ("计数 {count} 缺少事实 {fact}", "count {count} lacks the fact {fact}"),
    (
        "每个计数有两列：确定的和可能的，都要在 facts.toml 里。",
        "Each count has two columns, sure and possible, and both must be in facts.toml.",
    ),
    ("在 facts.toml 补上 int 型的 {fact}。", "Add {fact} with type int to facts.toml."),
)
BAD_SLOT = _error(
    "SZ-3014",
    ("{key} 里的占位符有误：{slot}", "{key} has a bad slot: {slot}"),
    ("只有规定的占位符能被填入。", "Only the listed slots are filled in."),
    ("可用的占位符：{allowed}", "Slots: {allowed}"),
)
NO_RULES = _error(
    "SZ-3015",
    ("{path} 里没有一条规则", "there is no rule in {path}"),
    (
        "空的规则集什么也判断不了，却会看起来像“没有问题”。",
        "An empty rulebook judges nothing and would look like “all is well”.",
    ),
    ("检查文件夹。", "Check the folder."),
)

UNKNOWN_FILE = _error(
    "SZ-3016",
    ("{name} 不属于法律数据的任何一处", "{name} belongs nowhere in the law data"),
    (
        "放错地方的文件若被忽略，里面的法律就悄悄失效。",
        "If a misplaced file were ignored, its law would silently not apply.",
    ),
    ("移到正确的文件夹，或删去。", "Move it to its folder, or remove it."),
)

# --- the expression language --------------------------------------------------------------------------------------

BAD_CHARACTER = _error(
    "SZ-3100",
    ("不认识的字符 {found}", "unexpected character {found}"),
    ("条件是封闭的小语言，其余写法一律拒绝。", "Conditions are a small closed language; anything else is refused."),
    ("删去该字符。", "Remove it."),
)
REFUSED = _error(
    "SZ-3101",
    ("不允许使用{construct_zh}：{found}", "{construct_en} is not allowed: {found}"),
    (
        "各引擎对它的理解不同，会使法律在不同机器上意思不同。",
        "Engines understand it differently, so the law would mean different things on different machines.",
    ),
    ("{instead_zh}", "{instead_en}"),
)
SYNTAX = _error(
    "SZ-3102",
    ("这里应为{expected_zh}，却是 {found}", "expected {expected_en} here, found {found}"),
    ("条件不完整或顺序不对。", "The condition is incomplete or out of order."),
    (
        "可用：AND OR NOT、= <> < <= > >=、[NOT] IN、[NOT] BETWEEN、IS [NOT] NULL、+ - *、括号。",
        "There are AND OR NOT, = <> < <= > >=, [NOT] IN, [NOT] BETWEEN, IS [NOT] NULL, + - * and brackets.",
    ),
)
TOO_LARGE = _error(
    "SZ-3103",
    ("表达式过大：{detail_zh}", "expression too large: {detail_en}"),
    (
        "长度和嵌套有上限，恶意的规则文件不能使程序崩溃。",
        "Length and nesting are bounded so that a hostile rule file cannot crash the program.",
    ),
    ("拆成几条规则，或改写成计数或事实。", "Split the rule, or make it a count or a fact."),
)
UNKNOWN_FACT = _error(
    "SZ-3104",
    ("没有叫 {name} 的事实{near_zh}", "there is no fact called {name}{near_en}"),
    ("规则只能用 facts.toml 里的事实。", "Rules may only use facts listed in facts.toml."),
    ("检查拼写，或先在 facts.toml 定义它。", "Check the spelling, or define it in facts.toml first."),
)
UNKNOWN_NUMBER = _error(
    "SZ-3105",
    ("没有叫 :{name} 的数", "there is no number called :{name}"),
    ("数都有名字和出处，写在规则的 [numbers] 里。", "Numbers have a name and a source, in the rule's [numbers]."),
    ("在 [numbers] 里补上。", "Add it to [numbers]."),
)
TYPE_MISMATCH = _error(
    "SZ-3106",
    ("类型不符：应为{expected_zh}，却是{found_zh}", "type mismatch: expected {expected_en}, found {found_en}"),
    ("真假、整数、取值三类从不混用。", "Booleans, integers and enum values are never mixed."),
    ("改正两边的类型。", "Make both sides the same type."),
)
NOT_A_VALUE = _error(
    "SZ-3107",
    ("{fact} 没有取值 {value}", "{fact} has no value {value}"),
    (
        "写错的取值永远不会相等，规则就悄悄失效。",
        "A misspelt value never equals anything and the rule would silently fail.",
    ),
    ("可用的取值：{allowed}", "Values: {allowed}"),
)
COUNT_MISUSED = _error(
    "SZ-3108",
    (
        "计数 {name} 只能用 > >= < <= 与整数或数名比较",
        "count {name} may only be compared by > >= < <= with an integer or named number",
    ),
    (
        "计数有确定和可能两个值，其他用法说不清是哪一个。",
        "A count has a sure and a possible value; in any other use it is unclear which is meant.",
    ),
    ("例如写 {name} > :limit。", "Write {name} > :limit, for instance."),
)
OVERFLOW = _error(
    "SZ-3109",
    ("计算可能超出 64 位整数", "the calculation may leave the range of 64-bit integers"),
    ("溢出的结果在各引擎不同。", "What an overflow gives differs between engines."),
    ("给事实写上 min 和 max，或改写算式。", "Give the facts min and max, or rewrite the calculation."),
)
POSSIBLE_NAMED = _error(
    "SZ-3110",
    ("规则里不写 {name}", "{name} is not written in rules"),
    ("规则只写计数本身，存疑的部分由程序改写。", "A rule names only the count; the doubt is added when it is loaded."),
    ("去掉 _possible。", "Drop “_possible”."),
)

# --- use of the rulebook

UNKNOWN_RULE = _error(
    "SZ-3300",
    ("没有编号为 {id} 的规则", "there is no rule {id}"),
    ("规则按编号查找，例如 R02。", "Rules are found by their id, R02 for instance."),
    ("shouzheng rule list 列出全部规则。", "shouzheng rule list shows them all."),
)
EXAMPLE_FAILS = _error(
    "SZ-3301",
    ("例子“{name}”不符：{wrong}", "example “{name}” fails: {wrong}"),
    ("规则与它自己的例子不一致，或两个引擎不一致。", "The rule and its own examples disagree, or two engines do."),
    ("改正条件、依据或例子。", "Correct the condition, the citations or the example."),
)
BAD_FACTS = _error(
    "SZ-3302",
    ("读不懂事件文件：{detail}", "the event file cannot be used: {detail}"),
    (
        '需要 JSON：{{"day": "2025-03-01", "facts": {{…}}}}，事实与取值以 facts.toml 为准。',
        'It is JSON {{"day": "2025-03-01", "facts": {{…}}}} with the facts and values of facts.toml.',
    ),
    ("改正文件，或写出规则自带例子的名字。", "Correct it, or name one of the rule's own examples."),
)
BAD_NAME = _error(
    "SZ-3303",
    ("{what} 不能是 {name}", "{what} cannot be {name}"),
    (
        "编号形如 R66；主题和文件名用小写字母、数字和连字符。",
        "Ids look like R66; topics and names use small letters, digits, - and _.",
    ),
    ("换一个名字。", "Choose another name."),
)
RULE_EXISTS = _error(
    "SZ-3304",
    ("规则 {id} 已经存在", "rule {id} exists already"),
    ("不覆盖任何已有的规则。", "No existing rule is overwritten."),
    ("换一个编号。", "Choose another id."),
)
CANNOT_WRITE = _error(
    "SZ-3305",
    ("规则的文件写不进去：{detail}", "the rule's file cannot be written: {detail}"),
    (
        "随程序安装的法律数据常是只读的；名字过长或与别的文件同名也写不进去。",
        "Law that was installed with the program is often read-only; a long name or one of another file fails as well.",
    ),
    (
        "复制法律数据的文件夹，用 --law 指定副本，或换一个名字。",
        "Copy the law folder and name the copy with --law, or choose another name.",
    ),
)
