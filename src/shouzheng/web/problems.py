"""Problems of the local pages (SZ-7000 to SZ-7499)."""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.reference.problems import Severity, register

NO_KEY = register(
    "SZ-7001",
    Severity.ERROR,
    Words("这一页打不开", "this page cannot be opened"),
    Words(
        "浏览器没有带上启动时给的钥匙：也许换了浏览器，也许程序重新启动过",
        "the browser does not carry the key given at the start: another browser, or the program was started anew",
    ),
    Words(
        "请再启动一次守正，它会打开正在运行的页面；已经存好的都还在。有危险打 110",
        "start Shouzheng once more: it opens the pages that are running, and what was stored is still there. In danger "
        "call 110",
    ),
)
OTHER_HOST = register(
    "SZ-7002",
    Severity.ERROR,
    Words("这个网址不是守正的网址", "this is not the address of Shouzheng"),
    Words("请求里写的主机名不是本机的地址和端口", "the host in the request is not this computer's address and port"),
    Words("请用启动时打开的网址", "use the address that was opened at the start"),
)
OTHER_ORIGIN = register(
    "SZ-7003",
    Severity.ERROR,
    Words("没有执行：这一步不是从守正的页面来的", "not done: this step does not come from a page of Shouzheng"),
    Words(
        "表单来自别的网页，或者缺少这一次的口令字", "the form comes from another page or lacks the word of this session"
    ),
    Words("请回到首页，再做一次", "go back to the first page and do it once more"),
)
TOO_LARGE = register(
    "SZ-7010",
    Severity.ERROR,
    Words("太大了，没有收下", "too large, and not taken"),
    Words("一次最多收下 {most} 字节", "at most {most} bytes are taken at a time"),
    Words("只粘贴一条短信；文件请用“放入文件”那一页", "paste one message only; for files use the page for files"),
)
BAD_FORM = register(
    "SZ-7011",
    Severity.ERROR,
    Words("表单没有完整到达", "the form did not arrive whole"),
    Words("浏览器中途断开，或内容的格式不对", "the browser broke off, or the content has another form"),
    Words("请再试一次；已存入的文件不受影响", "try once more; files that were stored already are not touched"),
)
NO_SUCH_PAGE = register(
    "SZ-7012",
    Severity.ERROR,
    Words("没有这一页", "there is no such page"),
    Words("网址写错了，或者这一项已经不在了", "the address is wrong, or the thing is no longer there"),
    Words("请回到首页", "go back to the first page"),
)
CASE_CLOSED = register(
    "SZ-7020",
    Severity.ERROR,
    Words("案卷已经锁上", "the case is locked"),
    Words("一段时间没有操作，或者按了“隐藏”", "nothing was done for a while, or it was hidden"),
    Words(
        "请用口令再打开；没有存好的内容请再填一次",
        "open it again with the passphrase; fill in anew what was not stored",
    ),
)
PASSPHRASES_DIFFER = register(
    "SZ-7021",
    Severity.ERROR,
    Words("两次输入的口令不一样", "the two passphrases differ"),
    Words("口令要输入两次，用来发现打错", "it is typed twice so that a slip is found"),
    Words("请再输入一次", "type both once more"),
)
BAD_CASE_NAME = register(
    "SZ-7022",
    Severity.ERROR,
    Words("这个名字不能用，或者已经有了", "this name cannot be used, or is taken"),
    Words(
        "名字用作文件夹名：1 到 40 个字，不含斜杠、引号和 : * ? < > | # % & +",
        "it names a folder: 1 to 40 characters without slashes, quotes and : * ? < > | # % & +",
    ),
    Words("请换一个名字", "choose another name"),
)
NOT_ARRIVED = register(
    "SZ-7030",
    Severity.WARNING,
    Words("“{name}”没有完整存入", "“{name}” was not stored whole"),
    Words("传到一半时程序或浏览器停了", "the program or the browser stopped while it was being sent"),
    Words("请把这个文件再放入一次", "bring this file once more"),
)
CHANGED_MEANWHILE = register(
    "SZ-7031",
    Severity.WARNING,
    Words("这一项在另一个窗口里改过", "this was changed in another window"),
    Words("您打开这一页之后，它又被存过一次", "it was stored once more after you had opened this page"),
    Words("下面是两边的内容，请选一个，什么都没有丢", "both are shown below: choose one; nothing is lost"),
)
NO_NAME_GIVEN = register(
    "SZ-7080",
    Severity.WARNING,
    Words("还没有存：新的一方没有名字", "not stored yet: somebody new has no name"),
    Words("没有名字，以后认不出是谁", "without a name nobody can tell later who it was"),
    Words(
        "写个认得出的称呼就行，例如“上门的两个人”；不知道就选“不知道”",
        "any name that you recognise will do, such as “the two who came”; or choose “I do not know”",
    ),
)
NO_TIME_CODE = register(
    "SZ-7032",
    Severity.WARNING,
    Words("这一段没有时间码，还没有存：{text}", "a piece has no time code, so nothing was stored yet: {text}"),
    Words("文字稿靠时间码找到录音里的那一句", "the time code is how the sentence is found in the recording"),
    Words(
        "写成 1:05（一分零五秒）再存；填的内容都还在", "write it as 1:05 and store again; what you typed is still here"
    ),
)
NOTHING_WRITTEN = register(
    "SZ-7033",
    Severity.WARNING,
    Words("没有存：文字稿一段也没有", "not stored: the transcript has no piece"),
    Words("每一段的字都是空的", "the words of every piece are empty"),
    Words("至少写一段；以前存的还在", "write one piece at the least; what was stored before is still there"),
)
PIECE_TOO_LONG = register(
    "SZ-7034",
    Severity.WARNING,
    Words("这一段太长，还没有存：{text}", "a piece is too long, so nothing was stored yet: {text}"),
    Words("一段最多 {most} 个字，多出的会丢", "a piece has at most {most} characters; the rest would be lost"),
    Words(
        "按时间码分成几段再存；填的内容都还在",
        "divide it into pieces, each with its time, and store again; what you typed is still here",
    ),
)
PLAN_BLANK = register(
    "SZ-7035",
    Severity.WARNING,
    Words("“{field}”没有填，或者缺数字", "“{field}” is empty, or a figure is missing"),
    Words("没有它就算不出来", "nothing can be worked out without it"),
    Words("请补上，再点“算一算”；您填的都还在", "fill it in and work it out again; what you typed is still here"),
)
PLAN_FIELD = register(
    "SZ-7036",
    Severity.WARNING,
    Words("“{field}”里的“{value}”看不懂", "“{value}” in “{field}” is not understood"),
    Words(
        "金额写成元，最多两位小数；日期在 1990 年到 2099 年之间",
        "amounts are yuan with two decimals at most; days lie between 1990 and 2099",
    ),
    Words(
        "金额写成 1800，日期写成 2025-04-10；您填的都还在",
        "write an amount as 1800 and a day as 2025-04-10; what you typed is still here",
    ),
)
PLAN_DAYS = register(
    "SZ-7037",
    Severity.WARNING,
    Words("第 {n} 笔债：日期先后不对", "debt {n}: the days are out of order"),
    Words(
        "合同和拿到钱的日子在前，还款和对方的说法在后",
        "contract and money come first, payments and what they say later",
    ),
    Words("请对照合同和流水改正；您填的都还在", "correct the days; what you typed is still here"),
)
PLAN_LINE = register(
    "SZ-7038",
    Severity.WARNING,
    Words("“{field}”第 {n} 行看不懂：“{line}”", "line {n} of “{field}” is not understood: “{line}”"),
    Words("一行写一项，末尾是数字，单位是元", "a line is one item and ends in a figure, in yuan"),
    Words("写成“工资 6800”的样子；您填的都还在", "write it as “wage 6800”; what you typed is still here"),
)
PLAN_PAYMENT = register(
    "SZ-7039",
    Severity.WARNING,
    Words("“{field}”第 {n} 行看不懂：“{line}”", "line {n} of “{field}” is not understood: “{line}”"),
    Words("一行写一次：哪天，多少元", "a line is one payment: the day, then the yuan"),
    Words("写成“2025-04-10 2000”的样子；您填的都还在", "write it as “2025-04-10 2000”; what you typed is still here"),
)
OUR_FAULT = register(
    "SZ-7050",
    Severity.ERROR,
    Words(
        "程序自身出错（{kind}，{place}），这一步没有做", "the program itself failed ({kind}, {place}); nothing was done"
    ),
    Words("这是程序的毛病，不是您的", "this is a fault of the program, not yours"),
    Words(
        "已存好的都在。请回到首页再试；可以把错误号告诉开发者",
        "what was stored is safe; go back and try again, or report this",
    ),
)
NO_PORT = register(
    "SZ-7040",
    Severity.ERROR,
    Words("本机页面启动不了：端口 {port} 用不了", "the local pages cannot start: port {port} cannot be used"),
    Words("端口被别的程序占用，或系统不允许", "another program holds the port, or the system refuses"),
    Words("去掉 --port，由系统选一个", "leave out --port, and the system chooses one"),
)
