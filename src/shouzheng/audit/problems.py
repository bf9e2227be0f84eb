"""What can be wrong with an archive, its mapping, or a run over it (codes SZ-6500 to SZ-6999)."""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.reference.problems import Severity, register

NO_AUDIT_EXTRA = register(
    "SZ-6500",
    Severity.ERROR,
    Words("缺少审计所需的程序库：{library}", "a library that the audit needs is missing: {library}"),
    Words("基本安装不含审计部分。", "The base installation comes without the audit."),
    Words("运行 pip install 'shouzheng[audit]'。", "Run pip install 'shouzheng[audit]'."),
)
NO_INPUT = register(
    "SZ-6501",
    Severity.ERROR,
    Words("没有找到可读的 Parquet 或 CSV 文件", "no Parquet or CSV file to read was found"),
    Words("文件或文件夹不存在，或里面没有这两种文件。", "It does not exist, or holds neither kind of file."),
    Words("检查路径；文件夹会连同子文件夹一起读。", "Check the path; folders are read with all that is in them."),
)
BAD_MAPPING = register(
    "SZ-6502",
    Severity.ERROR,
    Words("列对应表有误：{what}", "the mapping is wrong: {what}"),
    Words("写法不对，或所指的列、取值不存在。", "It is not written as it must be, or names what does not exist."),
    Words(
        "用 shouzheng audit map 生成一份，再按 docs/audit/mapping.md 修改。",
        "Let shouzheng audit map write one, and change it as docs/audit/mapping.md says.",
    ),
)
CANNOT_READ_INPUT = register(
    "SZ-6503",
    Severity.ERROR,
    Words("读不了输入：{detail}", "the input cannot be read: {detail}"),
    Words("文件损坏，或各文件的列不一致。", "A file is damaged, or the files do not have the same columns."),
    Words(
        "逐个检查文件；先用 shouzheng audit map 试读。", "Check the files one by one; try shouzheng audit map first."
    ),
)
IMPLAUSIBLE = register(
    "SZ-6504",
    Severity.ERROR,
    Words("列对应看来有误：{what}", "the mapping looks wrong: {what}"),
    Words(
        "抽查的记录不像催收联系记录；对应错了，结论全错。",
        "The sampled rows do not look like contacts; with a wrong mapping every answer would be wrong.",
    ),
    Words(
        "核对该列和时区；确认无误后加 --accept-mapping 再运行。",
        "Check the column and the time zone; when it is right, run again with --accept-mapping.",
    ),
)
ROWS_REFUSED = register(
    "SZ-6505",
    Severity.WARNING,
    Words(
        "有 {count} 行无法作为联系记录，已列在 refused.parquet：{reasons}",
        "{count} rows are no contacts and stand in refused.parquet: {reasons}",
    ),
    Words("缺少必需的值、时间不可能、编号重复等。", "A required value is missing, a time impossible, an id repeated."),
    Words("修正源数据后重新运行；报告里写明了数目。", "Mend the source and run again; the report states the number."),
)
VALUES_UNKNOWN = register(
    "SZ-6506",
    Severity.WARNING,
    Words(
        "列 {column} 有 {count} 个值看不懂，按未知处理（例：{example}）",
        "column {column}: {count} values are not understood and taken as unknown (such as {example})",
    ),
    Words("类型不对，或对应表没有列出这个取值。", "The type is wrong, or the mapping does not list the value."),
    Words("在列对应表的 values 里补上。", "Add it to the values of the mapping."),
)
OTHER_RUN = register(
    "SZ-6507",
    Severity.ERROR,
    Words("输出文件夹里是另一次审计的结果", "the output folder holds another run"),
    Words(
        "输入、对应表、法律或词库与上次不同，不能接着做。",
        "Input, mapping, law or lexicon differ from that run, so it cannot be continued.",
    ),
    Words("换一个输出文件夹，或加 --again 从头开始。", "Name another folder, or start anew with --again."),
)
CANNOT_WRITE_AUDIT = register(
    "SZ-6508",
    Severity.ERROR,
    Words("写不了审计结果：{detail}", "the result of the audit cannot be written: {detail}"),
    Words("没有权限，或磁盘已满。", "No permission, or the disk is full."),
    Words(
        "换一个文件夹，或腾出空间后重新运行；已做完的部分会接着用。",
        "Use another folder or free some space and run again; what is done is kept.",
    ),
)
WORKER_LOST = register(
    "SZ-6509",
    Severity.ERROR,
    Words("有工作进程中途停止", "a worker process stopped in the middle"),
    Words("可能内存不足，或被系统结束。", "It may have run out of memory or was ended by the system."),
    Words("原样再运行一次，会从停下的地方接着做。", "Run the same command again: it goes on where it stopped."),
)
NO_PSEUDONYM_KEY = register(
    "SZ-6510",
    Severity.ERROR,
    Words("假名密钥不可用：{what}", "the key of the pseudonyms cannot be used: {what}"),
    Words(
        "密钥文件须为至少 32 字节、只有本人可读的文件。",
        "It must be a file of at least 32 bytes that only you can read.",
    ),
    Words("不给 --key 时会在输出文件夹里新建一个。", "Without --key a new one is made in the output folder."),
)
