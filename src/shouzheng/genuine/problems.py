"""The kinds of problems that this room reports (codes 3800–3999)."""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.reference.problems import Severity, register

UNKNOWN_INSTITUTION = register(
    "SZ-3800",
    Severity.ERROR,
    Words("名录中没有机构 {id}", "the directory has no institution {id}"),
    Words(
        "official_sites.toml 只能写 hotlines.toml 里有的机构",
        "official_sites.toml may only name those of hotlines.toml",
    ),
    Words("更正 institution 的值", "correct the value of institution"),
)
NOTHING_TO_READ = register(
    "SZ-3810",
    Severity.ERROR,
    Words("没有可读的内容", "there is nothing to read"),
    Words("既没有文字也没有号码", "neither words nor a number were given"),
    Words(
        "把短信原文放在引号里，或用 --file 文件名、--number 号码",
        "put the message in quotes, or use --file NAME or --number NUMBER",
    ),
)
CANNOT_READ_FILE = register(
    "SZ-3811",
    Severity.ERROR,
    Words("读不了这个文件：{detail}", "this file cannot be read: {detail}"),
    Words("文件不存在、没有权限、是文件夹，或不是文字", "it is missing, not permitted, a folder, or no text"),
    Words("检查文件名；手机截图请先转成文字", "check its name; turn a screenshot into text first"),
)
TOO_LARGE = register(
    "SZ-3812",
    Severity.ERROR,
    Words("内容太大：最多 {limit}", "too large: at most {limit}"),
    Words("过大的文件会让程序长时间没有回应", "a larger file would keep the program busy for long"),
    Words("只取需要的那一段", "take only the part that matters"),
)
NO_SUCH_EVENT = register(
    "SZ-3813",
    Severity.ERROR,
    Words("events.jsonl 里没有这条记录：{id}", "events.jsonl has no such record: {id}"),
    Words(
        "编号不对，或文件有多条记录而没有写 --id", "wrong id, or the file has several records and --id was not given"
    ),
    Words(
        "编号在 events.jsonl 每行的 id 里，也在 findings.json 里",
        "ids stand in each line of events.jsonl and in findings.json",
    ),
)
BAD_EVENT = register(
    "SZ-3814",
    Severity.ERROR,
    Words("不是 events.jsonl 的一行：第 {line} 行", "not a line of events.jsonl: line {line}"),
    Words("这一行不是本程序写的事件记录", "the line is no event that this program wrote"),
    Words("用 shouzheng check 重新生成 events.jsonl", "make events.jsonl anew with shouzheng check"),
)
CUT_OFF = register(
    "SZ-3815",
    Severity.WARNING,
    Words(
        "只读了前 {kept} 个字，后面 {left} 个字没有读", "only the first {kept} characters were read, {left} were not"
    ),
    Words("超过了能一次读完的长度", "the text is longer than what is read at once"),
    Words("没有读的部分请单独再读一次", "read the rest separately"),
)
PDF_LOCKED = register(
    "SZ-3820",
    Severity.ERROR,
    Words("PDF 有密码，打不开", "the PDF is locked with a password"),
    Words("加密的 PDF 不知道密码就读不出文字", "the words of an encrypted PDF cannot be read without its password"),
    Words(
        "用密码打开后另存一份不加密的，或把文字复制出来用 - 粘贴",
        "open it with the password and save it without, or paste the text by -",
    ),
)
PDF_DAMAGED = register(
    "SZ-3821",
    Severity.ERROR,
    Words("PDF 读不了：{detail}", "the PDF cannot be read: {detail}"),
    Words("文件损坏，或不是 PDF", "the file is damaged or no PDF"),
    Words("重新下载，或把文字复制出来用 - 粘贴", "download it again, or paste the text by -"),
)
PDF_WITHOUT_TEXT = register(
    "SZ-3822",
    Severity.ERROR,
    Words("PDF 里没有文字，可能是扫描件或照片", "the PDF holds no text; it may be a scan or a photograph"),
    Words("本程序不认图片里的字", "this program does not read words in pictures"),
    Words(
        "在贷款App里找可复制文字的合同，或手工抄录要点",
        "get the contract as text from the loan app, or type the main clauses",
    ),
)
PDF_TOO_SLOW = register(
    "SZ-3823",
    Severity.ERROR,
    Words("PDF 读了 {seconds} 秒还没有读完，已停止", "the PDF was not read after {seconds} seconds and was given up"),
    Words("文件太复杂，或者是有意做坏的", "the file is too complicated, or was made to do harm"),
    Words("把文字复制出来用 - 粘贴", "paste the text by -"),
)
NO_PDF_READER = register(
    "SZ-3824",
    Severity.ERROR,
    Words("没有装读 PDF 的组件 pypdf", "the part that reads PDF files, pypdf, is not installed"),
    Words("安装不完整", "the installation is incomplete"),
    Words("重新安装守正，或把文字复制出来用 - 粘贴", "install shouzheng again, or paste the text by -"),
)
MANY_PAGES = register(
    "SZ-3825",
    Severity.WARNING,
    Words("只读了前 {kept} 页，共 {all} 页", "only the first {kept} pages of {all} were read"),
    Words("合同很少这么长，其余页没有读", "contracts are rarely this long; the other pages were not read"),
    Words("把其余页单独存成一份再读", "save the other pages as a file of their own and read that"),
)
