"""Problems of letters and next steps: codes SZ-5200 to SZ-5299."""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.reference.problems import ProblemKind, Severity, register


def _error(code: str, what: tuple[str, str], why: tuple[str, str], repair: tuple[str, str]) -> ProblemKind:
    return register(code, Severity.ERROR, Words(*what), Words(*why), Words(*repair))


# --- the result of `check`

FINDINGS_UNREADABLE = _error(
    "SZ-5200",
    ("读不了检查结果：{detail}", "the result of the check cannot be read: {detail}"),
    (
        "文书只写检查结果和 case.toml 里有的内容，所以先要有 findings.json",
        "letters state only what the result of the check and case.toml hold, so findings.json is needed first",
    ),
    (
        "先运行 shouzheng check … --out 文件夹，再把该文件夹写在这里",
        "run shouzheng check … --out FOLDER first and name that folder here",
    ),
)
FINDINGS_SHAPE = _error(
    "SZ-5201",
    ("检查结果里这一处不对：应为{expected_zh}", "the result of the check is wrong here: expected {expected_en}"),
    ("文件被改动过，或由别的版本写出", "the file was changed, or another version wrote it"),
    ("用本版本重新运行 shouzheng check", "run shouzheng check again with this version"),
)
NOT_THIS_CASE = _error(
    "SZ-5202",
    ("检查结果与 case.toml 对不上：{detail}", "the result of the check and case.toml do not match: {detail}"),
    (
        "检查之后改过 case.toml，或者拿错了其中一个文件",
        "case.toml was changed after the check, or one of the two files is of another case",
    ),
    ("用现在的 case.toml 重新运行 shouzheng check", "run shouzheng check again with the present case.toml"),
)

# --- who writes to whom

NO_SUCH_PERSON = _error(
    "SZ-5203",
    ("case.toml 里没有编号为“{id}”的人", "case.toml has no person “{id}”"),
    ("文书要知道由谁来写", "a letter must know who writes it"),
    ("可用的编号：{allowed}", "ids that can be used: {allowed}"),
)
WHICH_INSTITUTION = _error(
    "SZ-5204",
    ("不清楚写给哪一家机构（{id}）", "it is not clear which institution is meant ({id})"),
    ("每一家机构要分别写，案情里有多家或没有这一家", "each institution gets its own letter, and the case has several"),
    ("用 --to 写明债权机构的编号；可用的：{allowed}", "name the creditor with --to; there are: {allowed}"),
)
NO_SUCH_LETTER = _error(
    "SZ-5205",
    ("没有名为“{id}”的文书", "there is no letter “{id}”"),
    ("名称写错，或者不在清单里", "the name is misspelt or not in the list"),
    ("可用的：{allowed}", "there are: {allowed}"),
)
LETTER_DOES_NOT_FIT = _error(
    "SZ-5206",
    ("这份文书不适合写信的人或这件事：{reason_zh}", "this letter does not fit the writer or the case: {reason_en}"),
    (
        "文书只在案件里有相应事实时才提供，免得写出不真实的话",
        "a letter is offered only when the case holds its facts, so that nothing untrue is written",
    ),
    (
        "用 shouzheng letter list 看适合的文书；确有其事的，先把记录导入并补全 case.toml",
        "see shouzheng letter list for those that fit; if it did happen, import the records and complete case.toml",
    ),
)

# --- truth guards

CITATION_UNUSABLE = _error(
    "SZ-5210",
    ("不能引用 {provision}：{reason_zh}", "{provision} cannot be cited: {reason_en}"),
    (
        "写错或当日未施行的条文，会毁掉整份文书的可信度",
        "an article that is wrong, or was not in force that day, ruins the whole paper",
    ),
    (
        "用现在的法律数据重新运行 shouzheng check；仍然如此的，请告诉开发者",
        "run shouzheng check again with the present law data; if it stays so, tell the developers",
    ),
)
FORBIDDEN_WORDS = _error(
    "SZ-5211",
    ("文字里有不许出现的“{words}”", "the text holds “{words}”, which is not allowed"),
    ("{why_zh}", "{why_en}"),
    ("换一种说法，只写事实和请求", "say it otherwise: facts and requests only"),
)
UNKNOWN_SLOT = _error(
    "SZ-5212",
    ("不认识的填写处：{slot}", "unknown slot: {slot}"),
    ("每一处都要来自案件，或在 [blanks] 里写明是空白", "each comes from the case or is a blank named in [blanks]"),
    ("可用的：{allowed}", "there are: {allowed}"),
)
LANGUAGES_DIFFER = _error(
    "SZ-5213",
    ("中英文的填写处不一致：{slots}", "the two languages have different slots: {slots}"),
    ("英文是中文的释义，不能说别的话", "the English explains the Chinese and may not say anything else"),
    ("让两种文字的填写处相同", "use the same slots in both"),
)
UNUSED_BLANK = _error(
    "SZ-5214",
    ("空白“{slot}”没有用到", "the blank “{slot}” is not used"),
    ("多半是写错了名字", "most likely a misspelling"),
    ("删去它，或在正文里用上", "take it away or use it in a paragraph"),
)
NOT_CITABLE = _error(
    "SZ-5215",
    ("条文 {provision} 不能打印条号", "the article of {provision} may not be printed"),
    ("没有两份独立文本核对过的条号不写进文书", "an article number that was not confirmed is not put into letters"),
    ("换用可引用的条文，或只写文件名称和内容", "use one that may be cited, or describe the duty"),
)
CANNOT_GRANT = _error(
    "SZ-5216",
    ("{channel_zh}给不了所请求的“{request_zh}”", "{channel_en} cannot grant what is asked: {request_en}"),
    ("它做不到的是：{cannot_zh}", "what it cannot do: {cannot_en}"),
    (
        "改为请求它职责内的事，或另写给有权的单位（letters/requests.toml）",
        "ask for what is in its power, or write to a body that has it (letters/requests.toml)",
    ),
)
NOT_ITS_NORM = _error(
    "SZ-5217",
    ("{channel_zh}不能依 {provision} 处理", "{channel_en} cannot act on {provision}"),
    (
        "写给一个单位的文书只引它能据以处理的规定",
        "a letter cites only norms on which its addressee can act",
    ),
    (
        "去掉这一条，或另写给有权的单位（letters/norms.toml）",
        "take it out, or write to a body that can act on it (letters/norms.toml)",
    ),
)
WRONG_ADDRESS = _error(
    "SZ-5218",
    ("称呼“{words}”不适合收信的一方（{channel}）", "“{words}” is no form of address for the reader ({channel})"),
    (
        "给单位的文书不写你、您，称呼要合对方的身份",
        "a letter to a body says neither 你 nor 您, and addresses it as what it is",
    ),
    ("照 letters/address.toml 改写，或在那里补上", "write it as in letters/address.toml, or add the form there"),
)

# --- steps already done

BAD_DONE = _error(
    "SZ-5220",
    (
        "--done 要写成 步骤=日期，日期不晚于今天，“{given}”不是",
        "--done is STEP=DATE, not after today; “{given}” is not",
    ),
    ("要知道哪一步在哪一天做完，才能算期限", "deadlines are counted from the day on which a step was done"),
    ("例如 --done lender=2026-02-10；步骤：{allowed}", "for instance --done lender=2026-02-10; steps: {allowed}"),
)
EXISTS = _error(
    "SZ-5221",
    ("文件已经在那里：{names}", "the file is there already: {names}"),
    ("你可能已经在里面填写或修改过，程序不覆盖", "you may have filled it in or changed it, and it is not overwritten"),
    ("换一个文件夹，或确认不要旧的以后加 --replace", "choose another folder, or add --replace to give up the old one"),
)
NOTHING_TO_PRINT = _error(
    "SZ-5223",
    ("所选范围里没有可以打印的记录", "the range chosen holds no record that can be printed"),
    (
        "只打印已确认属于哪一方的联系，私人和未确认的不打印；用案卷时只打印选入的",
        "only contacts that are attributed are printed, never private ones, and of a case only those selected",
    ),
    (
        "补上对方的号码，或放宽 --person、--party、--since、--until；用案卷时先用 shouzheng case select 选入",
        "add the other side's numbers, or widen --person, --party, --since, --until; in a case first select contacts "
        "with shouzheng case select",
    ),
)
NO_SUCH_PAGE = _error(
    "SZ-5224",
    ("没有名为“{id}”的页", "there is no page “{id}”"),
    ("名称写错，或者不在清单里", "the name is misspelt or not in the list"),
    ("可用的：{allowed}", "there are: {allowed}"),
)
