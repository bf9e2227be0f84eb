"""Every fixed text of the court-style print, in both languages."""

from __future__ import annotations

from shouzheng.model.words import Words

TEXTS = {
    "heading": Words("通信记录打印件", "Print of communications"),
    "what": Words(
        "按时间先后逐条打印短信、聊天和通话记录，没有合并或删节；行号从每页第一行起算，引用时写“第几页第几行”。",
        "Messages, chats and calls in order of time, none merged or shortened; lines are counted on each page, so that "
        "a line is cited by page and line.",
    ),
    "invented": Words("【虚构示例】", "[Invented example]"),
    "case": Words("案件", "Case"),
    "chosen": Words("范围", "Range"),
    "period": Words("{first}至{last}，共{count}条记录", "{first} to {last}, {count} records"),
    "only_person": Words("仅{name}手机中的记录", "only from the phone of {name}"),
    "only_party": Words("仅与{name}有关的记录", "only with {name}"),
    "copies_label": Words("份数", "Copies"),
    "copies": Words("一式{count}份，本份为第　　份", "{count} in all; this is no.　　"),
    "zone_label": Words("时间", "Time"),
    "zone": Words(
        "设备当时显示的时间，括号内为与世界标准时的差（本打印件中：{offsets}）；北京时间为UTC+08:00。",
        "As the device showed it, with its offset from UTC (in this print: {offsets}); Beijing is UTC+08:00.",
    ),
    "zone_assumed": Words(
        "带 * 的时差文件里没有写，按 case.toml 推定。", " * The file does not say; taken from case.toml."
    ),
    "roster": Words("人员与号码", "Persons and numbers"),
    "roster_note": Words("由本人说明，没有核实。", "As the person states; not verified."),
    "own_phone": Words("记录取自其手机", "records are from this phone"),
    "withheld": Words("未显示号码", "number withheld"),
    "unnamed": Words("未写名称的一方", "a party without name"),
    "files": Words("原始文件", "Original files"),
    "length": Words("字节", "bytes"),
    "counts": Words(
        "读到{records}条，其中联系{events}条、草稿等{other}条、未能读出{unread}条",
        "{records} records read: {events} contacts, {other} drafts and the like, {unread} unread",
    ),
    "recompute": Words(
        "复算：Linux、macOS 用 sha256sum 或 shasum -a 256；Windows 用 certutil -hashfile 文件名 SHA256。"
        "算出的值与上列一致，说明文件没有改动；不能说明文件由谁、何时制作。",
        "To compute again: sha256sum or shasum -a 256 on Linux and macOS, certutil -hashfile NAME SHA256 on Windows. "
        "The same value shows that the file is unchanged, not who made it or when.",
    ),
    "hash": Words("本打印件内容的 SHA-256", "SHA-256 of the content printed"),
    "left": Words("没有打印的", "Not printed"),
    "left_out": Words(
        "未确认属于谁的联系{unknown}条、私人联系{private}条、所选范围以外的{other}条",
        "contacts not attributed: {unknown}; private: {private}; outside the range chosen: {other}",
    ),
    "not_chosen": Words("、案卷里没有选入的{count}条", "; in the case and not selected: {count}"),
    "records": Words("记录", "Records"),
    "legend": Words(
        "每条先列证据编号、时间、方式、来源等级，次行为来自 → 发给，再下为原话。"
        "⏎ 表示原文换行，⟦U+…⟧ 表示字体没有或不可见的字符。",
        "Each: evidence number, time, way, grade of the source; then from → to; then the exact words. ⏎ is a line end "
        "in the original, ⟦U+…⟧ a character that is invisible or not in the font.",
    ),
    "grade": Words("来源等级", "grade"),
    "cut": Words(
        "原文{length}字，这里印{shown}字，全文在原始文件中",
        "{length} characters, {shown} printed; the rest is in the original",
    ),
    "text_source": Words("文字来自 {source}，不是手机自存的文字", "words by {source}, not stored by the phone"),
    "repaired": Words("读取时的标记：{said}", "marked while reading: {said}"),
    "attached": Words("附件：{names}", "attached: {names}"),
    "media": Words("附件清单", "Annex: media"),
    "media_note": Words(
        "图片只在案卷或所给的文件夹里找到与摘要一致的内容时印出缩图；原件另行提交。",
        "A picture is shown only where content with the same digest was found in the case or the folder given; "
        "originals are handed in separately.",
    ),
    "no_media": Words("所选记录中没有附件。", "The records chosen hold no attachments."),
    "no_digest": Words("导出文件没有保存内容", "the export does not hold its content"),
    "alt": Words("证据第{number}号的附件缩图", "thumbnail of an attachment of evidence {number}"),
    "evidence": Words("证据第", "evidence "),
    "page": Words("第 {page} 页，共 {pages} 页", "page {page} of {pages}"),
}
#: Where the words of a record come from, when the phone did not store them as text.
TEXT_SOURCE = {
    "ocr": Words("图片识别", "reading a picture by machine"),
    "speech": Words("语音转写", "a transcript of speech"),
    "by_hand": Words("人工录入", "typing by hand"),
}
