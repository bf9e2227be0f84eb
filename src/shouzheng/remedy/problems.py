"""Problems of the outputs: codes SZ-5000 to SZ-5499."""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.reference.problems import Severity, register

NOTHING_READABLE = register(
    "SZ-5001",
    Severity.ERROR,
    Words("没有一个文件能读出内容", "not one of the files could be read"),
    Words("原因见上面各文件的说明", "see what was said of each file above"),
    Words("请按上面的提示重新导出，再运行一次", "export again as advised above, then run once more"),
)

PERSON_WITHOUT_CONSENT = register(
    "SZ-5002",
    Severity.WARNING,
    Words(
        "这是“{person}”的文件，但没有写明本人同意，因此没有读取",
        "this file is “{person}”'s, who has not agreed; it was not read",
    ),
    Words(
        "他人的通话和短信属于其个人信息，需要本人同意", "another person's calls and messages need that person's consent"
    ),
    Words(
        "取得本人同意后，在 case.toml 该人一项写上 consent = 日期时间",
        "once that person agrees, write consent = date and time in the person's entry of case.toml",
    ),
)

DOSSIER_FAILED = register(
    "SZ-5101",
    Severity.ERROR,
    Words("没能做出 PDF 档案", "the PDF dossier could not be made"),
    Words("排版程序说：{reason}", "the typesetter says: {reason}"),
    Words(
        "其他结果不受影响；可加 --no-pdf 先取得其他结果，并把这条说明告诉开发者",
        "the other results are not affected; use --no-pdf to get them, and tell the developers about this message",
    ),
)

CANNOT_WRITE = register(
    "SZ-5102",
    Severity.ERROR,
    Words("没能写入文件；没有留下写到一半的文件", "the file could not be written; no half-written file was left"),
    Words("系统说：{reason}", "the system says: {reason}"),
    Words(
        "请检查文件夹是否存在、能否写入、磁盘是否已满，然后再运行一次",
        "check that the folder exists and can be written and that the disk is not full, then run once more",
    ),
)

NO_OUTPUT_FOLDER = register(
    "SZ-5003",
    Severity.ERROR,
    Words("不能建立或使用输出文件夹（{detail}）", "the output folder cannot be made or used ({detail})"),
    Words("同名的文件已存在，或没有写入权限", "a file of that name exists, or there is no permission to write"),
    Words("用 --out 另选一个文件夹", "choose another folder with --out"),
)

SAME_FILE = register(
    "SZ-5004",
    Severity.WARNING,
    Words("与“{earlier}”逐字节相同，只读一次", "byte for byte the same as “{earlier}”; read only once"),
    Words("同一个文件给了两次，或复制后改了名", "the same file was given twice, or copied under another name"),
    Words("不需要做什么；同一记录不会重复计数", "nothing to do; no record is counted twice"),
)

ASSUMED_OWNER = register(
    "SZ-5005",
    Severity.WARNING,
    Words("不确定是谁的文件，按“{person}”的处理", "it is not certain whose file this is; taken as “{person}”'s"),
    Words(
        "case.toml 里没有一个人的 files 写明它，或不止一人写了", "no person's files in case.toml name it, or several do"
    ),
    Words(
        "在 case.toml 的 files 里写清楚每个人的文件名", "write the file names of each person under files in case.toml"
    ),
)

IN_TWO_FILES = register(
    "SZ-5006",
    Severity.NOTE,
    Words(
        "有 {count} 条记录前面的文件里已经有，只计一次",
        "{count} records stand in an earlier file too; each is counted once",
    ),
    Words("同一部手机多次导出，时间有重叠", "the same phone was exported several times, with overlap"),
    Words("不需要做什么；同一文件里重复的记录仍逐条计算", "nothing to do; repeated records within one file all count"),
)

SEEN_BY_SEVERAL = register(
    "SZ-5007",
    Severity.NOTE,
    Words(
        "有 {joined} 条记录与别的文件记的是同一次联系，合为一次计；其中 {disagreeing} 次联系各处记载不一致",
        "{joined} records show a contact that another file shows too; each contact counts once. "
        "Contacts told differently: {disagreeing}",
    ),
    Words(
        "通话记录、详单、录音、截图或几次导出记下了同一次联系",
        "call log, bill, recording, screenshot or several exports show the same contact",
    ),
    Words(
        "不需要做什么；各处记载都保留，不一致之处在档案里逐一列出",
        "nothing to do; every record is kept as a witness, and differences are listed in the dossier",
    ),
)

NOTE_OF_SEVERAL = register(
    "SZ-5008",
    Severity.WARNING,
    Words(
        "没有使用这份文字稿或改正：不确定它说的是哪一份原件",
        "this transcript or correction was not used: it is not certain which original it is about",
    ),
    Words(
        "案卷里有 {count} 份内容不同的原件可以配这个文件名",
        "{count} originals of the case, different in content, fit the name of this file",
    ),
    Words(
        "请把它与所说的那一份原件放在同一文件夹里一起加入，或在录音的页面上写文字稿",
        "add it together with its original from one folder, or write the transcript on the recording's page",
    ),
)

NOTE_WAITS = register(
    "SZ-5009",
    Severity.WARNING,
    Words(
        "这是关于一张图片或一段录音的改正或文字稿，它所说的原件还没有加入",
        "this is a correction or transcript of a picture or recording which is not in the case yet",
    ),
    Words("它单独没有联系可读；已经原样保存", "alone it holds no contact; it is kept as it is"),
    Words(
        "请把那张图片或那段录音也加入，名字不要改；读它的时候会用上这一份",
        "add that picture or recording too, its name unchanged; this will be used when it is read",
    ),
)
