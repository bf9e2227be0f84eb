"""README of a bundle, for a clerk who never heard of this program: what is inside, how to check it, what it shows."""

from __future__ import annotations

from dataclasses import dataclass

from shouzheng.model.words import Lang, Words
from shouzheng.reference.script import in_script


@dataclass(frozen=True, slots=True)
class About:
    """What the texts speak of: counts, the SHA-256 of ``verify.py``, the key that signed (hex), the case's id."""

    case: str
    contacts: int
    left: int
    findings: int
    verifier: str
    key: str
    lines: int
    proofs: tuple[Words, ...] = ()
    tables: bool = False
    originals: int = 0
    corrected: int = 0
    redacted: bool = False
    hidden: int = 0


_TITLE = Words("证据包说明（给收件人）", "About this evidence bundle (for whoever receives it)")
_WHAT = Words(
    "这个文件夹由提交人用程序“守正”从加密案卷导出，格式为 BagIt 1.0（RFC 8493）。"
    "只含提交人逐条选入的联系 {contacts} 次；案卷中已说明来源而没有选入的另有 {left} 次。",
    "The person who submits this folder exported it from an encrypted case with the program Shouzheng; it is a BagIt "
    "1.0 bag (RFC 8493). It holds only the contacts that the person selected: {contacts}; attributed but not selected: "
    "{left}.",
)
_WHAT_REDACTED = Words(
    "这个文件夹由提交人用程序“守正”从加密案卷导出，格式为 BagIt 1.0（RFC 8493）。提交人选入联系 {selected} 次，"
    "其中隐去 {hidden} 次，这里列出 {contacts} 次；案卷中已说明来源而没有选入的另有 {left} 次。",
    "The person who submits this folder exported it from an encrypted case with the program Shouzheng; it is a BagIt "
    "1.0 bag (RFC 8493). The person selected {selected} contacts; {hidden} of them are hidden and {contacts} listed "
    "here; attributed but not selected: {left}.",
)
_FILES = {
    "data/evidence-list.pdf, .docx": Words(
        "证据清单（可编辑的一份供签字）", "list of evidence (the Word file to sign)"
    ),
    "data/dossier.pdf": Words("联系明细、可疑之处及其依据、疑点", "the contacts, points to check, basis and doubts"),
    "data/findings.json": Words("同样的内容，供程序读取", "the same for programs"),
    "data/events.jsonl": Words("选入的联系，每行一次", "the selected contacts, one a line"),
    "data/extract.jsonl": Words(
        "选入记录在原件中的原样字节、位置和原件的 SHA-256", "the very bytes of the selected records, place and hash"
    ),
    "data/contacts.csv": Words("同样的联系，表格程序可打开", "the same contacts, for spreadsheet programs"),
    "data/sealed.json": Words(
        "封存的原件和案卷的 SHA-256，以后可与完整的一份对照",
        "SHA-256 of the sealed originals and of the case's log, to compare with the whole later",
    ),
    "data/*.parquet": Words("同样的内容，数据表", "the same as data tables"),
    "data/originals/": Words("完整原件", "whole originals"),
    "data/notes/": Words(
        "本人对截图的核对单、录音的文字稿，原样",
        "what a person corrected in pictures, wrote down of recordings, as it is",
    ),
    "data/transcripts/": Words("录音的文字稿，以录音为准", "transcripts; the recording counts"),
    "data/custody/log.jsonl": Words("保管记录", "the custody log"),
    "data/custody/head.txt, .sig": Words("保管记录末尾的行数和哈希，及其签名", "count and hash of its end, signed"),
    "data/proofs/": Words("时间证明", "time proofs"),
    "manifest-sha256.txt, tagmanifest-sha256.txt": Words("每个文件的 SHA-256", "SHA-256 of every file"),
    "signature.txt, .sig, signer.pem": Words("对清单的签名和公钥", "signature of the manifest, public key"),
    "verify.py": Words("核对程序，不到 300 行，可以先读再用", "the checking program, to be read before use"),
}
_CHECK = Words("怎样核对（任选其一，都不需要联网）", "How to check (either way, no network needed)")
_ONE = Words(
    "一、不用本程序，在 Linux 或 macOS 的终端里（macOS 用 shasum -a 256 代替 sha256sum；openssl 须 3.0 以上）：",
    "1. Without our program, in a terminal of Linux or macOS (there: shasum -a 256 instead of sha256sum; openssl "
    "3.0 or later):",
)
_FILE_SET = (
    "    { cut -c67- manifest-sha256.txt tagmanifest-sha256.txt; printf '%s\\n' signature.sig signature.txt \\",
    "        tagmanifest-sha256.txt; } | LC_ALL=C sort > ../listed.txt",
    "    find . ! -type d | cut -c3- | LC_ALL=C sort | diff ../listed.txt -",
)
_TWO = Words(
    "二、用 verify.py（Python 3.9 以上）。先核对它自己，下面这一行应显示 OK：",
    "2. With verify.py (Python 3.9 or later). Check the program itself first; this must say OK:",
)
_WINDOWS = Words(
    "Windows 没有 sha256sum 时：certutil -hashfile 文件名 SHA256，再与清单比较。",
    "On Windows without sha256sum: certutil -hashfile FILE SHA256, and compare with the manifest.",
)
_SET = Words(
    "多出来的文件要另外找：下面两行不应显示任何东西。",
    "Files that were put in are found like this; nothing may be shown:",
)
_COMPARE = Words(
    "signature.txt 第三行应等于 tagmanifest-sha256.txt 的 SHA-256：",
    "The third line of signature.txt must be the SHA-256 of tagmanifest-sha256.txt:",
)
_PROOFS = Words(
    "时间证明（有一份成立就够；ca.pem 是时间戳服务机构公布的根证书，请向该机构取得，存在这个文件夹的外面："
    "放在里面就多出一个文件，核对会不通过）：",
    "Time proofs (one good proof is enough; ca.pem is the root certificate that the time-stamp service publishes; get "
    "it from the service and keep it outside this folder, where it would be one file too many for the check):",
)
_NO_PROOFS = Words(
    "没有时间证明：无法由外人确定这些内容在何时已经存在。", "There is no time proof: no outsider fixes the time."
)
_SHOWS = Words("能说明什么", "What this shows")
_SHOWS_LINES = (
    Words("从导出到现在，每个文件没有改动、增加或减少。", "Since the export no file was changed, added or removed."),
    Words(
        "保管记录前后相接，共 {lines} 行；原件存入后没有换过。",
        "The custody log is unbroken, {lines} lines; no original was exchanged after it was stored.",
    ),
)
_NOT = Words("不能说明什么", "What this does not show")
_NOT_LINES = (
    Words(
        "签名的钥匙在提交人自己手里：掌握口令的人可以重写全部历史并重新签名。只有外部的时间证明能限制这一点。",
        "The signing key is the person's own: whoever has the passphrase can write a new history and sign it again. "
        "Only a time proof from outside limits that.",
    ),
    Words(
        "不能说明手机里的记录在存入之前是真的；必要时请当面查看原手机，或向运营商调取。",
        "It does not show that the phone's records were genuine before; look at the phone itself or ask the operator.",
    ),
    Words(
        "“可疑之处”是程序依规则列出、由人复核的线索，不是认定。",
        "Points to check come from rules and are for a person to review; they are no ruling.",
    ),
    Words(
        "号码属于谁由提交人说明，来电显示可以伪造。",
        "Whose number it is is the person's statement; caller id can be forged.",
    ),
)
_WHY = Words(
    "为什么不附完整的手机导出：它含有家人朋友的全部通话和短信。"
    "摘录注明原件的 SHA-256 和位置，需要时可当面核对封存的原件。",
    "Why the phone's whole export is not here: it holds all calls and messages of family and friends. The extract "
    "names hash and place in the original, which stays sealed and can be inspected.",
)
_WHOLE = Words(
    "注意：按提交人的要求，这里附有完整原件 {originals} 份，可能含无关的人的信息，请按涉及隐私的材料保管。",
    "Note: the person had {originals} whole originals put in; they may hold data of people who are not concerned. "
    "Please keep them as private material.",
)
_CORRECTED = Words(
    "有 {corrected} 次联系的文字经人核对或来自文字稿：证据清单写明是哪几次，data/extract.jsonl 的 notes 写明核对单的 "
    "SHA-256；机器原来读出的文字仍在 fields 里。",
    "The words of {corrected} contacts were checked by a person or are from a transcript: the list of evidence names "
    "them, “notes” in data/extract.jsonl gives the SHA-256; what the machine read stays in “fields”.",
)
_REDACTED = Words(
    "这是隐去部分人和文字的副本，供分享：█ 是隐去的字，隐去的人连同其联系没有列出，不附原件和记录的原样字节。"
    "完整的一份封存在提交人处，其哈希写在 data/sealed.json。",
    "This is a copy for sharing with hidden parts: █ stands for hidden characters, hidden persons and their contacts "
    "are not listed, and no originals or bytes of records go along. data/sealed.json names the sealed whole by hash.",
)
_NOTED = Words(
    "请提交人出示导出时抄下的几行，并与这里比较：签名公钥应等于本文末尾的 key，清单的 SHA-256 应等于上面算出的 "
    "tagmanifest-sha256.txt 的值，verify.py 的 SHA-256 应等于下面一行里的值。不同就不是当时导出的那一份。",
    "Ask the person for the lines noted at the export, and compare: the signing key must be “key” at the end of this "
    "text, the SHA-256 of the tag manifest must be what was just computed of tagmanifest-sha256.txt, that of verify.py "
    "what stands in the line below. Otherwise it is not the bundle that was exported then.",
)


def readme(about: About, names: tuple[str, ...], lang: Lang) -> bytes:
    """Return the text as UTF-8 with line ends that every editor shows; ``names`` are the files of the bundle."""

    def say(words: Words, **values: object) -> str:
        return in_script(words.say(lang), lang).format(**values)

    counts = {"contacts": about.contacts, "left": about.left, "hidden": about.hidden}
    what = _WHAT_REDACTED if about.redacted else _WHAT
    lines = [say(_TITLE), "", say(what, selected=about.contacts + about.hidden, **counts), ""]
    lines += [f"  {name:<45} {say(what)}" for name, what in _FILES.items() if _is_there(name, names)]
    if about.redacted:
        lines += ["", say(_REDACTED), ""]
    else:
        lines += ["", say(_WHOLE, originals=about.originals) if about.originals else say(_WHY), ""]
    lines += [say(_CORRECTED, corrected=about.corrected), ""] if about.corrected else []
    lines += [say(_CHECK), "", say(_ONE), *_commands(about, names), say(_SET), *_FILE_SET, say(_COMPARE)]
    lines += ["    sed -n 3p signature.txt; sha256sum tagmanifest-sha256.txt", say(_WINDOWS), "", say(_NOTED), ""]
    lines += [say(_TWO), f'    echo "{about.verifier}  verify.py" | sha256sum -c', "    python3 verify.py", ""]
    if about.proofs:
        lines += [say(_PROOFS), *(f"    {in_script(each.say(lang), lang)}" for each in about.proofs), ""]
    elif not about.redacted:
        lines += [say(_NO_PROOFS), ""]
    shows = _SHOWS_LINES[:1] if about.redacted else _SHOWS_LINES
    lines += [say(_SHOWS), *(f"  - {say(words, lines=about.lines)}" for words in shows), ""]
    lines += [say(_NOT), *(f"  - {say(words)}" for words in _NOT_LINES), ""]
    lines += [f"case {about.case}", f"key  {about.key}"]
    return ("\r\n".join(lines) + "\r\n").encode("utf-8")


def _commands(about: About, names: tuple[str, ...]) -> list[str]:
    commands = [
        "    sha256sum -c tagmanifest-sha256.txt",
        "    sha256sum -c manifest-sha256.txt",
        "    openssl pkeyutl -verify -pubin -inkey signer.pem -rawin -in signature.txt -sigfile signature.sig",
    ]
    if "data/custody/head.txt" in names:
        commands += [
            "    openssl pkeyutl -verify -pubin -inkey signer.pem -rawin \\",
            "        -in data/custody/head.txt -sigfile data/custody/head.sig",
        ]
    return commands


def _is_there(name: str, names: tuple[str, ...]) -> bool:
    first = name.split(",")[0]
    if first.endswith("/"):
        return any(each.startswith(first) for each in names)
    if "*" in first:
        return any(each.endswith(first.split("*")[1]) for each in names)
    return first in names or not first.startswith("data/")
