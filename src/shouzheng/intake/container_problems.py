"""What can be wrong with something that holds other files: folders, archives, backups (codes SZ-1020 to SZ-1049)."""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.reference.problems import Severity, register

_AS_IT_IS = Words("原文件保留不动。", "Keep the original as it is.")

ARCHIVE_DAMAGED = register(
    "SZ-1020",
    Severity.ERROR,
    Words("这个压缩包或备份打不开：{detail}", "this archive or backup cannot be opened: {detail}"),
    Words("文件不完整、损坏，或不是它看上去的格式。", "It is incomplete, damaged, or not what it looks like."),
    Words("重新复制或重新导出；原文件保留不动。", "Copy or export it again, and keep this file as it is."),
)
MEMBER_DAMAGED = register(
    "SZ-1021",
    Severity.WARNING,
    Words("包里的这个文件读到一半就断了：{detail}", "this file inside the archive breaks off: {detail}"),
    Words("压缩包损坏或不完整；能读的部分已经读出。", "The archive is damaged or incomplete; what could be read was."),
    Words("重新复制或重新导出；原文件保留不动。", "Copy or export it again, and keep this file as it is."),
)
TOO_MUCH = register(
    "SZ-1022",
    Severity.WARNING,
    Words(
        "解开后的数据太多，停止解压（上限 {most} 字节，或压缩前的 {ratio} 倍）",
        "unpacking was stopped: too much data (limit {most} bytes, or {ratio} times the packed size)",
    ),
    Words(
        "正常的备份不会这样；可能是用来耗尽磁盘的文件。", "No real backup is like this; it may be made to fill a disk."
    ),
    Words(
        "问清文件来源；确认可信后手动解压，再读取文件夹。", "Ask where it comes from; if trusted, unpack it by hand."
    ),
)
TOO_MANY_MEMBERS = register(
    "SZ-1023",
    Severity.WARNING,
    Words("里面的文件超过 {most} 个，其余没有读取", "there are more than {most} files in it; the rest were not read"),
    Words("为免耗尽内存和时间，设有上限。", "There is a limit, to keep memory and time bounded."),
    Words("只给出含通话和短信导出文件的文件夹。", "Name only the folder that holds the exports."),
)
TOO_NESTED = register(
    "SZ-1024",
    Severity.WARNING,
    Words("压缩包套压缩包超过 {most} 层，没有再打开", "archives inside archives beyond {most} levels were not opened"),
    Words("正常的备份不会这样。", "No real backup is like this."),
    Words("需要的话手动解开，再读取里面的文件。", "If needed, unpack it by hand and read the files in it."),
)
MEMBER_LOCKED = register(
    "SZ-1025",
    Severity.WARNING,
    Words("包里的这个文件有密码，没有读取", "this file inside the archive has a password and was not read"),
    Words(
        "加密的 ZIP 由各种软件用不同方法写成。", "Encrypted ZIP files are written in several ways by several programs."
    ),
    Words("用写它的软件解压，再读取解开的文件夹。", "Unpack it with the program that wrote it, and read the folder."),
)
METHOD_UNKNOWN = register(
    "SZ-1026",
    Severity.WARNING,
    Words("包里的这个文件用了不认识的压缩方法，没有读取", "this file inside the archive is packed in an unknown way"),
    Words("压缩方法编号 {detail}。", "Its method is {detail}."),
    Words("用别的软件解压，再读取解开的文件夹。", "Unpack it with another program, and read the folder."),
)
STRANGE_NAME = register(
    "SZ-1027",
    Severity.WARNING,
    Words(
        "包里的文件名指向包外，只按内容读取", "a name in the archive points outside of it; only its content was read"
    ),
    Words(
        "这样的名字可以用来覆盖别的文件；程序从不按包里的名字写文件。",
        "Such names can be used to overwrite other files; nothing is ever written under a name from an archive.",
    ),
    Words("问清文件来源。", "Ask where the archive comes from."),
)
NOT_FOLLOWED = register(
    "SZ-1028",
    Severity.NOTE,
    Words("这是链接或特殊文件，没有读取", "this is a link or a special file and was not read"),
    Words("链接可以指向文件夹之外。", "A link may lead out of the folder."),
    Words("需要的话直接给出它指向的文件。", "If needed, name the file that it points to."),
)
PASSPHRASE_NEEDED = register(
    "SZ-1030",
    Severity.ERROR,
    Words("这份备份有密码", "this backup has a password"),
    Words(
        "密码由导出的人设定，程序不保存、不猜测。", "Whoever made the backup chose it; it is neither kept nor guessed."
    ),
    Words("在终端里重新运行，按提示输入密码。", "Run again in a terminal and type the password when asked."),
)
PASSPHRASE_WRONG = register(
    "SZ-1031",
    Severity.ERROR,
    Words("密码不对，或备份的开头已损坏", "the password is wrong, or the beginning of the backup is damaged"),
    Words("解密后的校验没有通过，两种原因无法区分。", "The check after decryption failed; the two causes look alike."),
    Words("核对密码（大小写、输入法全角），再试一次。", "Check the password (case, full-width input) and try again."),
)
ALTERED = register(
    "SZ-1032",
    Severity.ERROR,
    Words(
        "第 {chunk} 块解密校验失败：密码正确，但文件在此处被改动、损坏或截断",
        "chunk {chunk} fails its check: the password is right, so the file was altered, damaged or cut off here",
    ),
    Words(
        "每一块都有校验码；之前的内容已经读出，之后的不可信，没有读取。",
        "Every chunk has a check code; what stands before was read, what stands after cannot be trusted.",
    ),
    Words("找回导出时的原文件。", "Find the file as it was exported."),
)
NO_CRYPTOGRAPHY = register(
    "SZ-1033",
    Severity.ERROR,
    Words(
        "读取加密备份需要 cryptography，目前没有安装", "reading encrypted backups needs cryptography, which is missing"
    ),
    Words("安装不完整。", "The installation is incomplete."),
    Words("安装：pip install cryptography", "Install it: pip install cryptography"),
)
ENCRYPTION_UNKNOWN = register(
    "SZ-1034",
    Severity.ERROR,
    Words("不认识的加密方式或参数：{detail}", "unknown kind or parameters of encryption: {detail}"),
    Words("新版本写的文件，或文件头被改动。", "A newer version wrote it, or its header was altered."),
    Words("不加密重新导出一次。", "Export again without encryption."),
)
COMPANION_MISSING = register(
    "SZ-1035",
    Severity.NOTE,
    Words("数据库处于 WAL 模式，但旁边没有 -wal 文件", "the database is in WAL mode, but has no -wal file beside it"),
    Words(
        "正常关闭后本来就没有；若复制时应用还在运行，最近的记录可能还在 -wal 文件里。",
        "Usual after a clean close; if the app was still running, the newest records may be in the -wal file.",
    ),
    Words("把同名的 -wal 文件一起复制过来再读取。", "Copy the -wal file of the same name along, and read again."),
)
WAL_APPLIED = register(
    "SZ-1036",
    Severity.NOTE,
    Words("同名的 {name} 一并读取（{digest}）", "{name} beside it was read with it ({digest})"),
    Words(
        "最近的记录存放在那里；原文件没有改动，读取的是私有副本。",
        "The newest records lie there; the originals were not changed, a private copy was read.",
    ),
    _AS_IT_IS,
)
OTHERS = register(
    "SZ-1037",
    Severity.NOTE,
    Words(
        "{members} 个文件里有 {others} 个不是通话或短信导出，没有读取：{what_zh}",
        "{others} of {members} files in it are no exports and were not read: {what_en}",
    ),
    Words("格式按内容识别，与文件名无关。", "Formats are recognised by content, whatever the name."),
    Words(
        "如果其中有应当能读的文件，单独给出它，看原因。",
        "If one of them should be readable, name it by itself to see why.",
    ),
)
SAME_BYTES = register(
    "SZ-1038",
    Severity.NOTE,
    Words("与 {earlier} 逐字节相同，只读取一次", "the same bytes as {earlier}; read once"),
    Words("同一个文件给了两次。", "The same file was given twice."),
    _AS_IT_IS,
)
NOTHING_TO_READ = register(
    "SZ-1039",
    Severity.ERROR,
    Words("没有读到任何通话或短信记录", "not one record of a call or message could be read"),
    Words(
        "给出的文件都不是能识别的导出，或都读不懂。",
        "None of the files is an export that is known, or none was understood.",
    ),
    Words(
        "看上面各个文件的说明；用 shouzheng guide 查看怎样导出。",
        "See what is said of each file above; shouzheng guide shows how to export from the phone.",
    ),
)
NOTES_READ = register(
    "SZ-1040",
    Severity.NOTE,
    Words("旁边的 {name} 一并读取（{digest}）", "{name} beside it was read with it ({digest})"),
    Words(
        "那里写着人对这份原件的改正或文字稿；它自己也是一份原件，摘要一并记录。",
        "It holds what a person wrote about this original: corrections or a transcript. Its own digest is kept too.",
    ),
    _AS_IT_IS,
)
PDF_CONVERTED = register(
    "SZ-1041",
    Severity.WARNING,
    Words(
        "按文字的位置从 PDF 读出 {records} 条；表外 {outside} 行没有当作记录，例如：{example}",
        "{records} records were read by the places of words in the PDF; {outside} lines outside are none: {example}",
    ),
    Words(
        "PDF 里没有表格，只有摆放好的文字，个别文字可能归错列。",
        "A PDF has no tables, only words at places; some may have gone to the wrong column.",
    ),
    Words("与 PDF 逐条核对；原 PDF 请保留。", "Compare with the PDF, line by line, and keep the PDF."),
)
NO_TABLE_IN_PDF = register(
    "SZ-1042",
    Severity.WARNING,
    Words(
        "PDF 里没有找到有时间和对方号码的表格（看了 {pages} 页）",
        "no table with a time and a number in the PDF ({pages} pages)",
    ),
    Words("可能是扫描件、照片，或不是详单。", "It may be a scan or a photo, or no bill."),
    Words("下载电子版详单（PDF、CSV 或 XLSX）。", "Download the bill itself (PDF, CSV or XLSX)."),
)
PDF_UNREADABLE = register(
    "SZ-1043",
    Severity.ERROR,
    Words("PDF 打不开：{detail}", "the PDF cannot be opened: {detail}"),
    Words("文件损坏、太大，或加密方式不认识。", "It is damaged, too large, or encrypted in an unknown way."),
    Words("重新下载一份；原文件请保留。", "Download it again, and keep this file."),
)
PDF_PARTLY = register(
    "SZ-1044",
    Severity.WARNING,
    Words("PDF 有 {pages} 页没有读：{example}", "{pages} pages of the PDF were not read: {example}"),
    Words("这些页损坏、内容过多，或超过页数上限。", "They are damaged, hold too much, or are beyond the limit."),
    Words("重新下载一份；按月分开下载。", "Download it again, month by month."),
)
