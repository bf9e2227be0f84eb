"""Problems of the case file (SZ-4xxx). None of them ever repeats a passphrase, a key or a word of the case."""

from __future__ import annotations

from shouzheng.casefile.details import Detailed
from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem, ProblemKind, Severity, ShouzhengError, register

#: Exit code of a wrong passphrase or a damaged case (DESIGN §8).
DAMAGED_EXIT = 4

NOT_A_CASE = register(
    "SZ-4001",
    Severity.ERROR,
    Words("这里没有案卷", "there is no case here"),
    Words("文件夹里没有可读的 case.json", "the folder holds no readable case.json"),
    Words("请给出案卷文件夹，或用 case new 新建", "name the folder of a case, or make one with case new"),
)
HEADER_GONE = register(
    "SZ-4004",
    Severity.ERROR,
    Words("案卷的开头 case.json 不见了、是空的或被截断", "case.json, the header of the case, is gone, empty or cut"),
    Words(
        "旁边还有案卷的索引或原件；没有 case.json，口令和恢复码都打不开它们",
        "the index or originals of a case are beside it; without case.json neither passphrase nor recovery key opens "
        "them",
    ),
    Words(
        "不要新建案卷，也不要动其他文件：请从备份放回 case.json；文件夹里有 case.json.copy 时，把它复制一份、改名为 "
        "case.json 即可（tools/decrypt_case.py 会自己用它）。新建时被中断、里面还没有东西的，可以删掉再建",
        "make no new case and leave the other files: put case.json back from a backup; where the folder has "
        "case.json.copy, copy it and name the copy case.json (tools/decrypt_case.py uses it by itself). One whose "
        "making was cut short, "
        "with nothing in it yet, may be deleted and made again",
    ),
)
NEWER_FORMAT = register(
    "SZ-4002",
    Severity.ERROR,
    Words("案卷的格式版本是 {version}，这个程序只认识 1", "the case has format {version}; this program knows 1"),
    Words("案卷由更新的程序建立", "a newer program made the case"),
    Words("请换用更新的程序；案卷没有被改动", "use a newer program; nothing was changed"),
)
ALREADY_THERE = register(
    "SZ-4003",
    Severity.ERROR,
    Words("文件夹不是空的，不能在这里新建案卷", "the folder is not empty; no case can be made in it"),
    Words("新案卷需要一个空的或还不存在的文件夹", "a new case needs an empty folder or one that does not exist yet"),
    Words("请另选一个文件夹", "choose another folder"),
)
WRONG_PASSPHRASE = register(
    "SZ-4010",
    Severity.ERROR,
    Words("口令不对，或者案卷的开头损坏", "wrong passphrase or damaged header"),
    Words("用这个口令解不开案卷的主密钥", "this passphrase does not open the master key of the case"),
    Words(
        "请再试一次，注意大小写和输入法；忘记口令时用恢复码打开",
        "try again and mind capitals and the input method; without the passphrase use the recovery key",
    ),
)
WEAK_PASSPHRASE = register(
    "SZ-4011",
    Severity.ERROR,
    Words("口令太短", "the passphrase is too short"),
    Words("少于 {least} 个字符的口令可以被猜出来", "a passphrase of fewer than {least} characters can be guessed"),
    Words("请用几个不相干的词", "use several unrelated words"),
)
WRONG_RECOVERY = register(
    "SZ-4012",
    Severity.ERROR,
    Words("恢复码第 {line} 行不对", "line {line} of the recovery key is wrong"),
    Words("这一行的校验位与字符不符，多半是抄错", "its check characters do not fit, so it was most likely miscopied"),
    Words("请对照纸上的恢复码检查这一行", "compare this line with the printed key"),
)
IN_USE = register(
    "SZ-4020",
    Severity.ERROR,
    Words("案卷正被另一个程序写入", "another program is writing to this case"),
    Words("同一时间只能有一个程序写入", "only one program may write at a time"),
    Words("请关闭另一个窗口后再试", "close the other window and try again"),
)
CANNOT_STORE = register(
    "SZ-4021",
    Severity.ERROR,
    Detailed("没能存入案卷（{reason}）", "it could not be stored in the case ({reason})"),
    Words("磁盘已满、没有权限，或文件正在变化", "the disk is full, there is no permission, or the file is changing"),
    Words("已存入的都还在；排除原因后再存一次", "what was stored before is safe; remove the cause and store again"),
)
NO_SUCH_FILE = register(
    "SZ-4024",
    Severity.ERROR,
    Words("没有这个文件，没有存入", "there is no such file; it was not stored"),
    Words("名字或路径写错，或者它已被移走", "its name or path is mistyped, or it was moved away"),
    Words("核对名字和路径后再存一次", "check name and path and store again"),
)
NO_CONTACTS_KEPT = register(
    "SZ-4025",
    Severity.ERROR,
    Words("原件已存入，但联系没有存入", "the original is stored, but its contacts are not"),
    Words("读出联系以后没能写进案卷，多半是磁盘已满", "they could not be written; most likely the disk is full"),
    Words(
        "排除原因后运行 case read 案卷（下一次 case add 也会先读它）；原件不用再存",
        "remove the cause, then run case read CASE (the next case add reads it first, too); the original is safe",
    ),
)
NOT_A_FILE = register(
    "SZ-4022",
    Severity.WARNING,
    Detailed("没有存入：{kind}", "not stored: {kind}"),
    Words(
        "只存入普通文件；链接、设备和管道的内容可能随时变化",
        "only plain files are stored: what links, devices and pipes lead to can change",
    ),
    Words("请给出它所指的文件本身", "name the file itself"),
)
CHANGED_WHILE_READ = register(
    "SZ-4023",
    Severity.WARNING,
    Words("读的时候文件变了；存下的是读到的内容", "the file changed while being read; what was read is stored"),
    Words("另一个程序正在写它", "another program is writing to it"),
    Words("等它写完后再存一次，两份都会保留", "store it again when that is done; both are kept"),
)
BLOB_DAMAGED = register(
    "SZ-4030",
    Severity.ERROR,
    Detailed("原件“{name}”损坏：{detail}", "original “{name}” is damaged: {detail}"),
    Words("磁盘出错，或有人改动了案卷里的文件", "the disk failed, or somebody changed the files of the case"),
    Words("请从备份中恢复案卷，不要继续写入", "restore the case from a backup and write no more"),
)
LOG_DAMAGED = register(
    "SZ-4031",
    Severity.ERROR,
    Detailed(
        "保管记录从第 {line} 行起不可信：{detail}", "the custody log is not to be trusted from line {line}: {detail}"
    ),
    Words("有人改动、删除或截断了记录，或磁盘出错", "it was changed, cut or the disk failed"),
    Words("请从备份中恢复案卷，不要继续写入", "restore the case from a backup and write no more"),
)
INDEX_DAMAGED = register(
    "SZ-4032",
    Severity.ERROR,
    Detailed("案卷的索引打不开或已损坏：{detail}", "the index of the case cannot be opened or is damaged: {detail}"),
    Words("磁盘出错，或有人改动了文件", "the disk failed, or somebody changed the file"),
    Words("请从备份中恢复案卷；原件仍可用解密工具取出", "restore from a backup; originals can still be decrypted"),
)
EVENT_CHANGED = register(
    "SZ-4033",
    Severity.ERROR,
    Detailed("一条联系记录与存入时不同：{detail}", "a contact is not as it was stored: {detail}"),
    Words("有人改动了索引", "somebody changed the index"),
    Words("请从备份中恢复案卷，不要继续写入", "restore the case from a backup and write no more"),
)
HEAD_COPY = register(
    "SZ-4034",
    Severity.ERROR,
    Detailed("案卷的 head.json 不可信：{detail}", "head.json of the case cannot be trusted: {detail}"),
    Words(
        "它证明保管记录没有被截断；没有它，就看不出末尾有没有少几行",
        "it shows that the custody log was not cut; without it nobody can tell whether lines are missing at its end",
    ),
    Words(
        "请从备份中放回这个案卷的 head.json（较旧的也可以），或恢复整个案卷",
        "put head.json of this case back from a backup (an older one will do), or restore the whole case",
    ),
)
UNKNOWN_FILES = register(
    "SZ-4035",
    Severity.WARNING,
    Words("有 {count} 个存放的文件不在索引里", "{count} stored files that the index does not know"),
    Words(
        "存入时断电或被中止会留下这样的文件；没有发生过这种事时，可能是索引被换成了旧的",
        "an interrupted “add” leaves such files; if nothing was interrupted, an older index may have been put in place",
    ),
    Words(
        "当时没有说“已存入”的请再存一次；否则请与备份比较",
        "add again what was not said to be stored then; otherwise compare with a backup",
    ),
)
NOT_READ_YET = register(
    "SZ-4036",
    Severity.WARNING,
    Words("有 {count} 份原件还没有读出联系：{names}", "originals whose contacts were not read yet: {count}: {names}"),
    Words(
        "存入时断电、被中止或磁盘已满；它们的联系不在案卷里，检查和导出都不含",
        "their adding was cut short, or the disk was full; no check or export holds their contacts",
    ),
    Words("运行 case read 案卷（下次 case add 也会先读它们）", "run case read CASE (the next case add reads them too)"),
)
UNKNOWN_THING = register(
    "SZ-4040",
    Severity.ERROR,
    Words("案卷里没有“{name}”", "the case holds no “{name}”"),
    Words("编号写错，或者它在另一个案卷里", "the number is mistyped, or it is in another case"),
    Words("用 case list 查看编号", "see the numbers with case list"),
)
EMPTY_NOTE = register(
    "SZ-4041",
    Severity.ERROR,
    Words("笔记是空的，没有记下", "the note is empty and was not stored"),
    Words("没有写字，或只有空格", "no words were given, or only blanks"),
    Words("写上文字；更正用 --of 编号", "write some words; --of NUMBER corrects a note"),
)

NO_KEYRING = register(
    "SZ-4050",
    Severity.ERROR,
    Words("这台电脑上没有可用的系统钥匙串（{reason}）", "this computer has no key ring that can be used ({reason})"),
    Words(
        "需要可选部分 [keyring]，以及 macOS 钥匙串、Windows 凭据管理器，或已登录桌面的 Secret Service／KWallet",
        "it needs the optional part [keyring] and the macOS Keychain, the Windows Credential Manager, or a Secret "
        "Service or KWallet of a desktop that is logged in",
    ),
    Words(
        "pip install 'shouzheng[keyring]'；没有钥匙串时照常输入口令",
        "pip install 'shouzheng[keyring]'; without a key ring type the passphrase as always",
    ),
)
NOT_REMEMBERED = register(
    "SZ-4051",
    Severity.ERROR,
    Words("系统钥匙串里没有这个案卷的钥匙", "the key ring holds no key of this case"),
    Words(
        "没有存过、已经删除，或换过口令（旧钥匙随之失效）",
        "none was put there, it was removed, or the passphrase was changed, which voids the old one",
    ),
    Words(
        "照常输入口令，或用 case keyring CASE --remember 再存一次",
        "type the passphrase, or put it there with case keyring CASE --remember",
    ),
)


def damaged(kind: ProblemKind, **slots: object) -> ShouzhengError:
    """Return the error of a wrong key or a damaged case (exit code 4)."""
    return ShouzhengError(Problem(kind, "", tuple((k, str(v)) for k, v in slots.items())), exit_code=DAMAGED_EXIT)


def refused(kind: ProblemKind, where: str = "", **slots: object) -> ShouzhengError:
    """Return an error of wrong use or a failing disk (exit code 2)."""
    return ShouzhengError(Problem(kind, where, tuple((k, str(v)) for k, v in slots.items())), exit_code=2)
