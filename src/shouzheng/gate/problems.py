"""The kinds of problems that this room reports (codes 6000–6499)."""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.reference.problems import Severity, register

NOT_JSON = register(
    "SZ-6000",
    Severity.ERROR,
    Words("这不是有效的 JSON：{detail}", "this is no valid JSON: {detail}"),
    Words(
        "内容残缺、编码不是 UTF-8，或含有 NaN 等 JSON 没有的值", "it is cut off, not UTF-8, or holds NaN and the like"
    ),
    Words("按 /openapi.json 写请求", "write the request as /openapi.json says"),
)
TOO_LARGE = register(
    "SZ-6001",
    Severity.ERROR,
    Words("请求太大：最多 {limit}", "the request is too large: at most {limit}"),
    Words("过大的请求会拖住所有人", "larger requests would keep everybody waiting"),
    Words("分成几次提交", "send it in parts"),
)
TOO_DEEP = register(
    "SZ-6002",
    Severity.ERROR,
    Words("嵌套太深：最多 {limit} 层", "nested too deeply: at most {limit} levels"),
    Words("请求里没有这么深的内容", "nothing in a request is that deep"),
    Words("按 /openapi.json 写请求", "write the request as /openapi.json says"),
)
DUPLICATE_KEY = register(
    "SZ-6003",
    Severity.ERROR,
    Words("同一个键写了两次：{key}", "the same key stands twice: {key}"),
    Words("不同的程序会取不同的那一个", "different programs would take different ones of the two"),
    Words("只留一个", "keep one of them"),
)
MISSING_FIELD = register(
    "SZ-6010",
    Severity.ERROR,
    Words("缺少 {field}", "{field} is missing"),
    Words("没有它就无法判断这次联系", "without it the contact cannot be judged"),
    Words("补上 {field}：{form_zh}", "give {field}: {form}"),
)
UNKNOWN_FIELD = register(
    "SZ-6011",
    Severity.ERROR,
    Words("没有 {field} 这一项", "there is no field {field}"),
    Words("拼错的字段如果被忽略，判断就会依据错误的前提", "an ignored misspelling would change what is judged"),
    Words("改正或删去", "correct it or leave it out"),
)
WRONG_VALUE = register(
    "SZ-6012",
    Severity.ERROR,
    Words("{field} 的值不对", "the value of {field} is wrong"),
    Words("应为：{form_zh}", "it must be: {form}"),
    Words("改正后重发", "correct it and send again"),
)
NOT_STATEABLE = register(
    "SZ-6013",
    Severity.ERROR,
    Words("{fact} 不能由请求直接说明", "{fact} cannot be stated in a request"),
    Words(
        "它由本程序从联系、台账和意愿登记得出，或不在事实清单里",
        "the gate finds it itself, or it is no fact of the list",
    ),
    Words("只说明 law/facts.toml 中由机构或案卷给出的事实", "state only facts that papers or the institution show"),
)
CONTRADICTION = register(
    "SZ-6014",
    Severity.ERROR,
    Words("{first} 与 {second} 不能同时成立", "{first} and {second} cannot both be true"),
    Words("两项互相矛盾，其中至少一项写错", "they contradict each other: at least one of them is wrong"),
    Words("核对后改正其中一项，再发送", "find out which one is wrong, correct it and send again"),
)
IN_THE_FUTURE = register(
    "SZ-6015",
    Severity.ERROR,
    Words("{field} 的时间还没有到", "the time of {field} has not come yet"),
    Words(
        "已经发生的事不会在将来；这个时间比本机时钟晚",
        "what has happened is not in the future; this time is later than the clock of this machine",
    ),
    Words("核对时间、时区和本机时钟", "check the time, its offset and the clock of this machine"),
)
SAME_KEY_OTHER_REQUEST = register(
    "SZ-6020",
    Severity.ERROR,
    Words("这个 key 已用于另一个请求：{key}", "this key was used for another request: {key}"),
    Words("同一个 key 只能重发完全相同的请求", "one key may only repeat the very same request"),
    Words("新的联系用新的 key", "use a new key for a new contact"),
)
NO_SUCH_DECISION = register(
    "SZ-6021",
    Severity.ERROR,
    Words("没有这个决定：{id}", "there is no such decision: {id}"),
    Words("编号写错，属于另一机构，或已过保存期", "mistyped, another agency's, or past its retention"),
    Words("核对 decision 编号", "check the id of the decision"),
)
NOTHING_RESERVED = register(
    "SZ-6022",
    Severity.ERROR,
    Words("决定 {id} 没有可回报的预留", "decision {id} has no open reservation to report on"),
    Words("它没有放行，或结果已经回报过", "it did not allow the contact, or its outcome was reported"),
    Words("只回报放行且未回报的联系；更正请人工处理", "report allowed contacts once; corrections need a person"),
)
NO_SUCH_WISH = register(
    "SZ-6023",
    Severity.ERROR,
    Words("没有这条意愿记录：{id}", "there is no such wish on record: {id}"),
    Words(
        "编号写错，或不是这个人的记录；别人不能代为撤回", "mistyped, or another person's: nobody withdraws for another"
    ),
    Words("核对编号和 person", "check the id and person"),
)
BAD_LEDGER = register(
    "SZ-6030",
    Severity.ERROR,
    Words("台账打不开：{detail}", "the ledger cannot be opened: {detail}"),
    Words(
        "路径不存在、没有权限、文件损坏，或数据库连不上", "no such path, no permission, damaged, or no database there"
    ),
    Words("检查 --ledger", "check --ledger"),
)
LEDGER_BUSY = register(
    "SZ-6031",
    Severity.ERROR,
    Words("台账暂时不可用，没有作出决定", "the ledger is not available, no decision was made"),
    Words("数据库重启、连接中断或长时间被占用", "the database restarts, the connection broke or it is locked for long"),
    Words("不要联系；用同一个 key 重试", "do not make the contact; try again with the same key"),
)
NO_POSTGRES = register(
    "SZ-6032",
    Severity.ERROR,
    Words("没有安装 PostgreSQL 的驱动", "the driver for PostgreSQL is not installed"),
    Words("--ledger postgresql:// 需要 psycopg", "--ledger postgresql:// needs psycopg"),
    Words("pip install 'shouzheng[gate]'", "pip install 'shouzheng[gate]'"),
)
OTHER_KEY = register(
    "SZ-6033",
    Severity.ERROR,
    Words("这不是这本台账的化名密钥", "this is not the key that this ledger's pseudonyms were made with"),
    Words(
        "用另一把密钥就认不出任何人：用完的次数、拒绝和约定都会落空",
        "with another key nobody is known again: counts, refusals and agreements would all be lost",
    ),
    Words(
        "在 --key-file 写明这本台账一直使用的密钥文件", "give --key-file the file that this ledger was always used with"
    ),
)
NO_KEY_FILE = register(
    "SZ-6034",
    Severity.ERROR,
    Words("没有这个密钥文件：{name}", "there is no such key file: {name}"),
    Words(
        "台账里已有记录，只能用原来的密钥；只为空的新台账新建密钥",
        "the ledger holds records already and needs its own key: a key is only made for a new, empty ledger",
    ),
    Words("核对 --key-file，或从备份恢复密钥", "check --key-file, or restore the key from your copy"),
)
NO_LEDGER = register(
    "SZ-6035",
    Severity.ERROR,
    Words("这里没有台账：{name}", "there is no ledger here: {name}"),
    Words("没有什么可核对的，也没有新建任何文件", "there is nothing to check, and nothing was made"),
    Words("检查 --ledger", "check --ledger"),
)
BROKEN_CHAIN = register(
    "SZ-6040",
    Severity.ERROR,
    Words("决定日志在第 {seq} 条处断开", "the decision log is broken at entry {seq}"),
    Words("有记录被改动、删除或插入", "an entry was changed, removed or put in"),
    Words("停用这份日志，查明是谁、何时改动", "stop relying on it; find out who changed it and when"),
)
OTHER_LAW = register(
    "SZ-6041",
    Severity.ERROR,
    Words("第 {seq} 条是按另一版法律数据作出的：{hash}", "entry {seq} was decided under other law data: {hash}"),
    Words("重放必须用当时的法律数据", "a replay needs the law data of that decision"),
    Words("用 --law 指定那一版", "name that version with --law"),
)
BAD_POLICY = register(
    "SZ-6050",
    Severity.ERROR,
    Words("门禁的设置有误：{detail}", "the gate's policy file is wrong: {detail}"),
    Words("文件被改动，或填写有误", "it was changed, or filled in wrongly"),
    Words("改正 policy.toml，或恢复原文件", "correct policy.toml, or restore it"),
)
BAD_TEMPLATE = register(
    "SZ-6051",
    Severity.ERROR,
    Words("范本 {name} 有误：{detail}", "template {name} is wrong: {detail}"),
    Words("范本都要写全文字、情形和适用的人", "each template has texts, a situation and whom it is for"),
    Words("改正该文件", "correct the file"),
)
NO_TEMPLATE = register(
    "SZ-6052",
    Severity.ERROR,
    Words("没有这个范本：{name}", "there is no such template: {name}"),
    Words("范本在 gate/templates 里", "templates stand in gate/templates"),
    Words("用 gate review --list 查看", "list them with gate review --list"),
)
BAD_KEYS = register(
    "SZ-6060",
    Severity.ERROR,
    Words("密钥文件有误：{detail}", "the file of API keys is wrong: {detail}"),
    Words("每个密钥要有 name、sha256、agencies 和 rights", "each key needs name, sha256, agencies and rights"),
    Words("按 docs/gate/operation.md 填写", "fill it in as docs/gate/operation.md says"),
)
NO_KEY = register(
    "SZ-6061",
    Severity.ERROR,
    Words("没有有效的密钥", "there is no valid key"),
    Words("请求头缺少 Authorization: Bearer …，或密钥不对", "the header Authorization: Bearer … is missing or wrong"),
    Words("向运营者要密钥", "ask the operator for a key"),
)
NOT_YOURS = register(
    "SZ-6062",
    Severity.ERROR,
    Words("这个密钥无权这样做", "this key may not do that"),
    Words("密钥只管自己的机构和约定的用途", "a key is for its own agency and the agreed uses"),
    Words("用对应机构的密钥", "use the key of that agency"),
)
TOO_MANY = register(
    "SZ-6063",
    Severity.ERROR,
    Words("询问过于频繁，{seconds} 秒后再试", "asked too often, try again in {seconds} seconds"),
    Words("反复试探同一个人何时能再联系", "the same person's next contact was probed again and again"),
    Words("等到答复里的 until 再问", "wait for the until of the answer"),
)
NOT_FOUND = register(
    "SZ-6064",
    Severity.ERROR,
    Words("没有这个地址或方法", "there is no such address or method"),
    Words("地址见 /openapi.json", "addresses stand in /openapi.json"),
    Words("改正地址或方法", "correct the address or method"),
)
TOO_SLOW = register(
    "SZ-6065",
    Severity.ERROR,
    Words("请求内容没有在 {seconds} 秒内到齐", "the request did not arrive within {seconds} seconds"),
    Words("连接太慢或中断", "the connection is slow or broke off"),
    Words("用同一个 key 重发", "send it again with the same key"),
)
BAD_IMPORT_ROW = register(
    "SZ-6070",
    Severity.ERROR,
    Words("第 {line} 行不能导入：{detail}", "line {line} cannot be imported: {detail}"),
    Words("整批没有导入：少一条，次数就不可靠", "nothing was imported: with one missing no count can be relied on"),
    Words("改正该行后重新导入整个文件", "correct the line and import the whole file again"),
)
CANNOT_READ = register(
    "SZ-6071",
    Severity.ERROR,
    Words("读不了文件：{detail}", "the file cannot be read: {detail}"),
    Words("不存在、没有权限，或不是文字", "it is missing, not permitted, or no text"),
    Words("检查文件名", "check its name"),
)
NO_PAPER = register(
    "SZ-6073",
    Severity.ERROR,
    Words("这不是能读出意愿的文件：{detail}", "no wish can be read from this file: {detail}"),
    Words(
        "它不是 findings.json、证据包、case.toml 或本程序的文书，或者是没有文字的扫描件",
        "it is no findings.json, bundle, case.toml or letter of this program, or a scan without words",
    ),
    Words("请由人阅读，再用 gate wish 登记", "let a person read it and enter it with gate wish"),
)
CHANGED_BUNDLE = register(
    "SZ-6074",
    Severity.ERROR,
    Words("证据包被改动过，有 {count} 处不符", "the evidence bundle was changed: {count} things do not fit"),
    Words("没有导入任何内容", "nothing was imported from it"),
    Words("用 shouzheng verify 查看，请对方重新提供", "see shouzheng verify, and ask for the bundle again"),
)
