"""The kinds of problems that the reading room reports (codes 3500–3799: lexicon)."""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.reference.problems import Severity, register

_PRINTED = Words(
    "同一版本的词库必须给出同一结果，因此不猜测", "one lexicon must give one result, so nothing is guessed"
)
_REPAIR = Words("按 lexicon/README.md 更正该行", "correct the line as lexicon/README.md describes")

NOT_TOML = register(
    "SZ-3500",
    Severity.ERROR,
    Words("词库文件不是合法的 TOML：{detail}", "lexicon file is not valid TOML: {detail}"),
    _PRINTED,
    _REPAIR,
)
UNKNOWN_KEY = register(
    "SZ-3501",
    Severity.ERROR,
    Words("不认识的键 {key}；允许的键：{allowed}", "unknown key {key}; allowed: {allowed}"),
    Words("拼错的键若被忽略，规则会悄悄失效", "a misspelt key that is ignored would silently change the reading"),
    _REPAIR,
)
MISSING_KEY = register("SZ-3502", Severity.ERROR, Words("缺少键 {key}", "key {key} is missing"), _PRINTED, _REPAIR)
WRONG_VALUE = register(
    "SZ-3503",
    Severity.ERROR,
    Words("键 {key} 的值不对：应为 {expected}", "wrong value for {key}: {expected} expected"),
    _PRINTED,
    _REPAIR,
)
WRONG_PATTERN = register(
    "SZ-3504",
    Severity.ERROR,
    Words("写法“{pattern}”第 {column} 字处有误：{detail}", "pattern “{pattern}”, character {column}: {detail}"),
    _PRINTED,
    _REPAIR,
)
UNKNOWN_NAME = register(
    "SZ-3505",
    Severity.ERROR,
    Words("没有名为 {name} 的{what_zh}", "there is no {what_en} named {name}"),
    _PRINTED,
    _REPAIR,
)
NOT_FOLDED = register(
    "SZ-3506",
    Severity.ERROR,
    Words("“{word}”须写成归一后的形式“{folded}”", "“{word}” must be written in its folded form “{folded}”"),
    Words(
        "文本先归一再比对，未归一的词永远不会命中", "texts are folded before matching: an unfolded word never matches"
    ),
    _REPAIR,
)
TWICE = register(
    "SZ-3507",
    Severity.ERROR,
    Words("{what} 重复：首次见于 {first}", "{what} is given twice: first at {first}"),
    _PRINTED,
    _REPAIR,
)
NO_LEXICON = register(
    "SZ-3508",
    Severity.ERROR,
    Words("词库文件夹不完整：缺 {name}", "the lexicon folder is incomplete: {name} is missing"),
    Words("没有词库就无法读文本", "without a lexicon no text can be read"),
    Words("重新安装程序或恢复 lexicon 文件夹", "install the program again or restore the lexicon folder"),
)
_MEASURED = Words("没有带标注的行就无法计算指标", "without labelled rows there is nothing to measure")
NO_ROWS = register(
    "SZ-3520",
    Severity.ERROR,
    Words("文件中没有可用的标注行：{detail}", "the file has no labelled row: {detail}"),
    _MEASURED,
    Words(
        "每行一个 JSON 对象，含 text、kind、acts；见 docs/reading.md",
        "one JSON object a line with text, kind and acts; see docs/reading.md",
    ),
)
ROW_UNREADABLE = register(
    "SZ-3521",
    Severity.WARNING,
    Words("这一行没有计入：{detail}", "this line was not counted: {detail}"),
    Words("每行须为含 text 与 kind 或 acts 的 JSON 对象", "a line is a JSON object with text and kind or acts"),
    Words("更正或删去该行", "correct or remove the line"),
)
