"""The recovery key as a sheet of paper: four lines with check characters, a QR code of the same, and what to do."""

from __future__ import annotations

import io
from datetime import date

import segno

from shouzheng.casefile import recovery
from shouzheng.model.words import Lang, Words
from shouzheng.reference.script import in_script
from shouzheng.remedy.paper.typesetting import typeset

_MAIN = "recovery.typ"
_TITLE = Words("案卷恢复码", "Recovery key of a case")
_LINES = (
    Words(
        "忘记口令时，只有这张纸能打开案卷。谁拿到这张纸和案卷文件夹，谁就能读到全部内容。",
        "Without the passphrase only this paper opens the case. Whoever has this paper and the case folder can read "
        "everything.",
    ),
    Words(
        "请折起来，与电脑分开存放；不要拍照存进手机，不要交给任何机构。",
        "Fold it and keep it away from the computer; do not photograph it into a phone, give it to no institution.",
    ),
    Words(
        "请现在就演练一次：shouzheng case recovery 案卷文件夹，然后输入上面四行。",
        "Rehearse it now: shouzheng case recovery CASE, then type the four lines above.",
    ),
    Words(
        "每行最后两个字符是校验位，抄错会指出是哪一行。没有字母 I、L、O、U；0 和 1 是数字。",
        "The last two characters of each line are check characters: a slip is found in its line. There are no letters "
        "I, L, O, U; 0 and 1 are digits.",
    ),
    Words(
        "打印后请删除这个 PDF 文件，并清空回收站和打印机的队列。",
        "Delete this PDF after printing, and empty the wastebasket and the printer's queue.",
    ),
)
_CASE = Words("案卷编号 {id}，{day}", "case {id}, {day}")


def recovery_pdf(key: bytes, case: str, day: date, lang: Lang = Lang.ZH_HANS) -> bytes:
    """Return the sheet as PDF; raises ``ShouzhengError`` (``SZ-5101``) when Typst refuses.

    The QR code (ISO/IEC 18004, error correction Q) holds the four lines joined, as they may be typed.
    """
    lines = recovery.written(key)
    drawn = io.BytesIO()
    segno.make(" ".join(lines), error="q", micro=False).save(drawn, kind="svg", scale=4, border=4, xmldecl=False)

    def say(words: Words) -> str:
        return in_script(words.say(lang), lang)

    view: dict[str, object] = {
        "lang": lang.value,
        "day": day.isoformat(),
        "title": say(_TITLE),
        "case": say(_CASE).format(id=case, day=day.isoformat()),
        "lines": list(lines),
        "words": [say(words) for words in _LINES],
        "qr": drawn.getvalue().decode("utf-8"),
    }
    return typeset(_MAIN, view, day, "recovery.pdf")
