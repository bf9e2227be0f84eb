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
MIXED_INPUT = register(
    "SZ-6546",
    Severity.ERROR,
    Words("输入里既有 Parquet 又有 CSV 或文本文件：{names}", "the input holds Parquet and CSV or text files: {names}"),
    Words("一次审计的文件须为同一种格式。", "The files of one audit are of one format."),
    Words("把不是档案的文件移开，或分开给出。", "Move away what is no archive, or name the files one by one."),
)
NOT_UTF8 = register(
    "SZ-6547",
    Severity.ERROR,
    Words("CSV 文件不是 UTF-8，看来是 {encoding}", "the CSV file is not UTF-8 but looks like {encoding}"),
    Words("旧版 Excel 存出的 CSV 常是 GBK（GB18030）。", "Excel in Chinese often saves CSV as GBK (GB18030)."),
    Words(
        "在 Excel 里另存为“CSV UTF-8”，或运行 iconv -f {encoding} -t UTF-8 旧文件 > 新文件。",
        "Save it in Excel as “CSV UTF-8”, or run iconv -f {encoding} -t UTF-8 OLD > NEW.",
    ),
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
NO_MAPPING_GIVEN = register(
    "SZ-6530",
    Severity.ERROR,
    Words("没有给出列对应表或输出文件夹", "the mapping or the output folder was not named"),
    Words("审计要知道哪一列是什么，结果写到哪里。", "The audit must know which column is what, and where to write."),
    Words(
        "写 shouzheng audit 输入 --mapping 表.toml --out 文件夹；表可由 shouzheng audit map 生成。",
        "Use shouzheng audit INPUT --mapping FILE.toml --out FOLDER; shouzheng audit map writes the mapping.",
    ),
)
DOUBTFUL = register(
    "SZ-6531",
    Severity.ERROR,
    Words("列对应看来有误（{check}）：{zh}", "the mapping looks wrong ({check}): {en}"),
    Words(
        "抽查的记录不像催收联系记录；对应错了，结论全错。",
        "The sampled rows do not look like contacts; with a wrong mapping every answer would be wrong.",
    ),
    Words(
        "核对该列和时区；确认无误后加 --accept-mapping 再运行。",
        "Check the column and the time zone; when it is right, run again with --accept-mapping.",
    ),
)
BAD_COUNT = register(
    "SZ-6532",
    Severity.ERROR,
    Words("数目看不懂：{what}", "this number is not understood: {what}"),
    Words("须为正整数，可写 20k、1M。", "It must be a positive whole number, such as 20k or 1M."),
    Words("改正后重新运行。", "Correct it and run again."),
)
NO_RESULT = register(
    "SZ-6533",
    Severity.ERROR,
    Words("该文件夹里没有完整的审计结果：{what}", "this folder holds no whole result of an audit: {what}"),
    Words("审计没有做完，或不是审计的输出文件夹。", "The audit was not finished, or it is another folder."),
    Words("先运行 shouzheng audit，做完再试。", "Run shouzheng audit to its end first."),
)
BAD_SIGNING_KEY = register(
    "SZ-6534",
    Severity.ERROR,
    Words("签名密钥不可用：{what}", "the signing key cannot be used: {what}"),
    Words("须为 Ed25519 私钥（PEM，不加密）。", "It must be an Ed25519 private key (PEM, not encrypted)."),
    Words(
        "用 openssl genpkey -algorithm ed25519 生成，权限设为只有本人可读。",
        "Make one with openssl genpkey -algorithm ed25519, readable by its owner only.",
    ),
)
BAD_PUBLIC_KEY = register(
    "SZ-6548",
    Severity.ERROR,
    Words("公钥文件不可用：{what}", "the public key cannot be used: {what}"),
    Words("须为机构公布的 Ed25519 公钥（PEM）。", "It must be the published Ed25519 public key (PEM)."),
    Words("核对是否给错了文件；不能用报告旁边的私钥。", "Check that it is the right file, not a private key."),
)
BAD_SIGNATURE = register(
    "SZ-6535",
    Severity.ERROR,
    Words("签名或文件不符：{what}", "a signature or a file does not match: {what}"),
    Words("文件在签名后被改动，或不是这把公钥签的。", "It was changed after signing, or signed with another key."),
    Words("向出具方索取原件。", "Ask whoever issued the report for the original."),
)
PDF_FAILED = register(
    "SZ-6536",
    Severity.ERROR,
    Words("摘要 PDF 没有生成：{what}", "the PDF summary could not be made: {what}"),
    Words("排版程序拒绝了内容；网页版和表格不受影响。", "The typesetter refused; page and tables are not affected."),
    Words("请把这条信息报告给我们。", "Please report this message to us."),
)
BAD_REVIEW = register(
    "SZ-6537",
    Severity.ERROR,
    Words("复核表不可用：{what}", "a review sheet cannot be used: {what}"),
    Words(
        "两份表须出自同一次抽样，由两人各填一份，答案只能是 yes、no、unclear。",
        "Both must be of one sample and of two people, answers yes, no, unclear.",
    ),
    Words(
        "用 shouzheng audit review 写出的表，填好 answer 一列再试。", "Fill the answer column of the sheets as written."
    ),
)
BAD_OUTCOMES = register(
    "SZ-6538",
    Severity.ERROR,
    Words("还款和投诉结果文件不可用：{what}", "the file of outcomes cannot be used: {what}"),
    Words("须为 CSV 或 Parquet，列为 debtor, repaid, complaint。", "CSV or Parquet with debtor, repaid, complaint."),
    Words("repaid 和 complaint 填 0 或 1，每个债务人一行。", "repaid and complaint are 0 or 1, one row a debtor."),
)
BAD_REGISTER = register(
    "SZ-6545",
    Severity.ERROR,
    Words("投诉登记不可用：{what}", "the register of complaints cannot be used: {what}"),
    Words(
        "须为 CSV 或 Parquet，至少有列 complaint, received, answered。",
        "CSV or Parquet with at least the columns complaint, received, answered.",
    ),
    Words(
        "每件投诉一行：编号、受理日、答复日（未答复留空）；另可有 class 和 institution_kind。",
        "One row a complaint: number, day accepted, day answered (empty while open); class (simple, complex, extended) "
        "and institution_kind where kept.",
    ),
)
NOT_ADDABLE = register(
    "SZ-6540",
    Severity.ERROR,
    Words("新的记录不能并入这次审计：{what}", "new contacts cannot be added to this audit: {what}"),
    Words(
        "原输入、对应表、法律或词库与那次审计不同。",
        "Its input, mapping, law or lexicon is not that of the audit in the folder.",
    ),
    Words("对全部输入重新审计，另用一个文件夹。", "Audit all of the input again, in another folder."),
)
NO_CONTACTS = register(
    "SZ-6541",
    Severity.ERROR,
    Words("{rows} 行里没有一条能作为联系记录：{reasons}", "none of {rows} rows is a contact: {reasons}"),
    Words("输入是空的，或列对应表不对。", "The input is empty, or the mapping is wrong."),
    Words("核对输入和列对应表。", "Check the input and the mapping."),
)
BAD_COMPLAINT = register(
    "SZ-6539",
    Severity.ERROR,
    Words("证据包不可用：{what}", "the evidence bundle cannot be used: {what}"),
    Words("缺少清单或联系明细，或文件被改动。", "Its list or its contacts are missing, or a file was changed."),
    Words("先用 shouzheng verify 核对证据包。", "Check it with shouzheng verify first."),
)
CANNOT_READ_DATABASE = register(
    "SZ-6542",
    Severity.ERROR,
    Words("读不了数据库的表：{what}", "the table of the database cannot be read: {what}"),
    Words(
        "连不上服务器、没有权限，或没有这张表、这一列。地址可能含密码，所以这里不写。",
        "No connection, no permission, or no such table or column. The address may hold a password and is not shown.",
    ),
    Words(
        "先用 psql 以同一地址试查这张表；用 --table 写 schema.表名，密码放在 PGPASSWORD 或 ~/.pgpass。",
        "Try the same address with psql; name the table with --table schema.name, the password in PGPASSWORD or "
        "~/.pgpass.",
    ),
)
SPARK_FAILED = register(
    "SZ-6543",
    Severity.ERROR,
    Words("Spark 没有完成：{detail}", "Spark did not finish: {detail}"),
    Words(
        "找不到 Java，或集群、输入有问题；没有留下结果。", "Java, the cluster or the input failed; no result was left."
    ),
    Words("看 Spark 的日志，改正后重新运行。", "Look into the log of Spark, mend it and run again."),
)
NOT_ON_SPARK = register(
    "SZ-6544",
    Severity.ERROR,
    Words("{what} 不能与 --engine spark 一起用", "{what} does not go with --engine spark"),
    Words("追加记录和读取 PostgreSQL 由单机完成。", "Additions and PostgreSQL are for one machine."),
    Words(
        "去掉 --engine spark，或把表先写成 Parquet。", "Leave out --engine spark, or write the table to Parquet first."
    ),
)
