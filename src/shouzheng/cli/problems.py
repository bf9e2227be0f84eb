"""Problems in the use of the program: codes SZ-9000 to SZ-9499."""

from __future__ import annotations

from shouzheng.casefile.details import Detailed
from shouzheng.model.words import Words
from shouzheng.reference.problems import Severity, register

PARQUET_WITHOUT_OUT = register(
    "SZ-9001",
    Severity.ERROR,
    Words("--parquet 要和 --out 一起用", "--parquet needs --out"),
    Words("没有说明写到哪个文件夹", "no folder was named to write to"),
    Words("加上 --out 文件夹名", "add --out with the name of a folder"),
)

NO_DATA = register(
    "SZ-9004",
    Severity.ERROR,
    Words("make evaluate 没有找到外部数据文件夹", "make evaluate found no folder with the outside data"),
    Words("没有写 DATA=文件夹，或文件夹里没有 fixtures", "DATA=folder was not given, or has no fixtures in it"),
    Words("make evaluate DATA=数据文件夹", "make evaluate DATA=folder"),
)

OUR_FAULT = register(
    "SZ-9002",
    Severity.ERROR,
    Words(
        "程序自身出错（{kind}，{place}），没有得出结果",
        "the program itself failed ({kind}, {place}); there is no result",
    ),
    Words("这是程序的缺陷，不是您的文件有问题", "this is a fault of the program, not of your file"),
    Words(
        "原来的结果没有改动。请报告这个代码和位置；设 SHOUZHENG_DEBUG=1 可看详情（可能含私人内容，勿外发）",
        "earlier results are unchanged. Report code and place; SHOUZHENG_DEBUG=1 shows details (they may be private)",
    ),
)

NO_MEMORY = register(
    "SZ-9003",
    Severity.ERROR,
    Words("内存不够", "not enough memory"),
    Words("文件里确认过的联系太多，或电脑内存太小", "too many attributed contacts, or too little memory"),
    Words("按时间把导出文件分成几份，分别运行", "split the export by time and run the parts one by one"),
)

NO_OUTPUT = register(
    "SZ-9005",
    Severity.ERROR,
    Words("输出没能写完（{reason}）", "the output could not be written ({reason})"),
    Words("输出写往的磁盘已满或不能写", "the disk that the output goes to is full or cannot be written"),
    Words("请把输出写到别处，再运行一次", "send the output elsewhere and run again"),
)

NO_SUCH_EVENT = register(
    "SZ-9020",
    Severity.ERROR,
    Words("{file} 中没有找到唯一的事件 {event}", "{file} has no single event {event}"),
    Words("事件按行号或 id 指定", "an event is named by its line or its id"),
    Words(
        "写成 {example}（第 2 行）或 {file}#事件id；findings.json 里有每个事件的 id",
        "write {example} (line 2) or {file}#ID; findings.json holds the id of each event",
    ),
)

NO_SOURCE = register(
    "SZ-9070",
    Severity.ERROR,
    Words("没有说明用哪个案件", "no case was named"),
    Words("要么给文件，要么给加密案卷，两种不能一起用", "give files or an encrypted case, not both"),
    Words(
        "next、letter list、letter write：--from 文件夹 --who case.toml；letter print：文件 --who case.toml；"
        "或一律写 --case 案卷文件夹",
        "next, letter list, letter write: --from DIR --who case.toml; letter print: FILES --who case.toml; "
        "or for all of them --case CASE",
    ),
)

NO_PASSPHRASE = register(
    "SZ-9044",
    Severity.ERROR,
    Words("没有输入口令", "no passphrase was given"),
    Words("直接按了回车，或者标准输入是空的", "Enter was pressed at once, or standard input is empty"),
    Words("输入案卷的口令；忘记时用 --recovery", "type the passphrase of the case; without it use --recovery"),
)
PASSPHRASES_DIFFER = register(
    "SZ-9006",
    Severity.ERROR,
    Words("两次输入的口令不一样", "the two passphrases differ"),
    Words("至少有一次打错了", "at least one was mistyped"),
    Words("请再运行一次；什么都没有改动", "run the command again; nothing was changed"),
)

BAD_OUT = register(
    "SZ-9040",
    Severity.ERROR,
    Words("--out 要写成 .jsonl 或 .parquet 文件", "--out must be a .jsonl or .parquet file"),
    Words("文件名的结尾决定写成哪种", "the end of its name says which of them is written"),
    Words("例如 --out events.jsonl", "for instance --out events.jsonl"),
)

BAD_OFFSET = register(
    "SZ-9041",
    Severity.ERROR,
    Words("--offset 是与UTC相差的分钟，-840 到 840", "--offset is minutes from UTC, -840 to 840"),
    Words("世界上的时区都在这个范围里", "all zones of the world are within"),
    Words("北京时间写 480", "Beijing time is 480"),
)

NOT_TO_BE_GIVEN = register(
    "SZ-9053",
    Severity.ERROR,
    Words("不能这样记：没有这一项，或它不由您来说；什么都没有改动", "this cannot be noted, and nothing was changed"),
    Words(
        "文件要在案卷里，不是别人的证据包，人要写在陈述里；联系要没有号码，对方要写在陈述里",
        "the file must be in the case and no pack of somebody else's, the person stated; the contact must have no "
        "number, and the party be stated",
    ),
    Words(
        "用 case list CASE 查文件，case person CASE 查人；有号码的，把号码写进 case.toml",
        "see files with case list CASE and persons with case person CASE; where there is a number, state it in "
        "case.toml",
    ),
)
BAD_SELECTION = register(
    "SZ-9050",
    Severity.ERROR,
    Words(
        "没有这样一项可选，或编号不唯一；什么都没有改动", "there is no such single thing to select; nothing was changed"
    ),
    Words(
        "只有陈述里说明了来源的联系、由它们得出的发现和陈述里的各方可以选",
        "only contacts that the statement attributes, findings from them, and parties of the statement can be selected",
    ),
    Words("用 case select CASE 查看编号", "see the ids with case select CASE"),
)

NEEDS_OFFSET = register(
    "SZ-9051",
    Severity.ERROR,
    Words("时间要写明与UTC的时差", "a time must be written with its offset from UTC"),
    Words("没有时差就不知道是哪一刻", "without it nobody knows which moment is meant"),
    Words("例如 2026-11-20T10:00:00+08:00", "for instance 2026-11-20T10:00:00+08:00"),
)

CANNOT_READ = register(
    "SZ-9052",
    Severity.ERROR,
    Detailed("文件不能读或写（{reason}）", "the file cannot be read or written ({reason})"),
    Words("文件不存在、没有权限，或磁盘已满", "it does not exist, there is no permission, or the disk is full"),
    Words("检查名字和位置后再试", "check name and place and try again"),
)

NO_MODEL_NAMED = register(
    "SZ-9060",
    Severity.ERROR,
    Words("没有说明用哪个语音模型", "no speech model was named"),
    Words("本程序不带语音模型，也从不下载。", "No speech model comes with this program, and none is ever downloaded."),
    Words("加上 --model 模型所在的文件夹", "add --model with the folder that holds the model"),
)

SKELETON_WITHOUT_OUT = register(
    "SZ-9061",
    Severity.ERROR,
    Words("没有说明结构样本写到哪里", "it was not said where to write the sample"),
    Words("skeleton 要和 --out 一起用", "skeleton needs --out"),
    Words("加上 --out 文件名", "add --out with the name of a file"),
)
