"""Fixed words of the dossier, by part. Calm and plain: what a clerk needs and what a person can bear."""

from __future__ import annotations

from shouzheng.model.words import Words

#: Words that the template itself places (headings, table heads, running lines).
TEMPLATE: dict[str, Words] = {
    "title": Words("联系记录与证据档案", "Dossier of contacts and evidence"),
    "brand": Words("守正·守证", "Shouzheng"),
    "invented": Words(
        "示例：人物、机构、号码与内容均为虚构", "Example: all persons, bodies, numbers and words are invented"
    ),
    "page": Words("第 {page} 页，共 {pages} 页", "page {page} of {pages}"),
    "id": Words("档案标识", "Dossier id"),
    "contents": Words("目录", "Contents"),
    "none": Words("无", "none"),
    "summary": Words("摘要", "Summary"),
    "facts": Words("案情与材料", "The case and its files"),
    "picture": Words("联系的日期与时刻", "When the contacts came"),
    "findings": Words("逐项发现", "Findings one by one"),
    "contacts": Words("联系明细", "All contacts with a stated sender"),
    "same": Words("相同的内容", "what is the same"),
    "links_why": Words("依据", "why"),
    "links": Words("不同来源之间相同的内容", "What contacts of different sources share"),
    "unsure": Words("不能判断的事项", "What could not be judged"),
    "completeness": Words("未读记录与完整性", "Unread records and completeness"),
    "limits": Words("能证明什么，不能证明什么", "What this shows and what it does not"),
    "help": Words("可以打给谁", "Whom to call"),
    "annex": Words("附录", "Annex"),
    "long": Words("长文字全文", "Long texts in full"),
    "stated": Words("以下由本人陈述，程序未作核实。", "Stated by the person; not verified by the program."),
    "persons": Words("人员", "Persons"),
    "parties": Words("各方及其号码", "Parties and their numbers"),
    "debts": Words("借款", "Debts"),
    "objections": Words("提出过的拒绝", "Objections made"),
    "agreed": Words("约定的联系时间", "Agreed contact hours"),
    "files": Words("所用文件", "Files used"),
    "who": Words("谁在联系", "Who made contact"),
    "found": Words("发现了什么", "What was found"),
    "gaps": Words("文件里可能缺少的", "What the files may lack"),
    "cannot": Words("还不能判断的", "What cannot be judged yet"),
    "steps": Words("接下来可以做的", "What to do next"),
    "table_twin": Words("同样的内容，表格形式", "The same as a table"),
    "norms": Words("当日有效的规定", "Norms that day"),
    "sep": Words("·", ", "),
    "sure": Words("把握程度", "How sure"),
    "doubt": Words("也可能是", "What else it could be"),
    "common": Words("对每一项都适用的疑点", "Doubts that hold for every item"),
    "next": Words("下一步", "Next step"),
    "supports": Words("可用于", "Can be raised with"),
    "rule": Words("规则", "rule"),
    "finding": Words("发现", "findings"),
    "evidence": Words("证据", "evidence"),
    "grade": Words("等级", "grade"),
    "no": Words("证据", "no."),
    "looked": Words("判断时看的事实", "facts looked at"),
    "shows": Words("能说明", "It shows"),
    "shows_not": Words("不能说明", "It does not show"),
    "grades": Words("来源等级", "Grades of sources"),
    "recompute": Words("怎样核对文件", "How to check the files"),
    "unread": Words("没有读懂的记录", "Records that were not understood"),
    "remarks": Words("完整性说明", "Remarks on completeness"),
    "overall": Words("全部文件合看", "All files together"),
    "causes": Words("常见原因", "usual causes"),
    "advice": Words("建议", "advice"),
    "day": Words("日期", "day"),
    "total": Words("合计", "all"),
    "calls": Words("通话", "calls"),
    "texts": Words("文字等", "texts etc."),
    "night": Words("22–08时", "22–08 h"),
    "hours": Words("各时刻", "by hour"),
    "hour_unit": Words("时", "h"),
    "time": Words("时间（所在时区）", "time (UTC offset)"),
    "way": Words("方式", "way"),
    "number": Words("对方号码（原样）", "other party as written"),
    "party": Words("何人，如何得知", "who, and how known"),
    "name": Words("名称", "name"),
    "role": Words("身份", "role"),
    "when_to": Words("什么时候打", "when"),
    "numbers": Words("号码", "numbers"),
    "records": Words("记录", "records"),
    "events": Words("联系", "contacts"),
    "joined": Words("并入", "joined"),
    "non_contacts": Words("非联系", "no contact"),
    "not_read": Words("未读", "unread"),
    "place": Words("位置", "place"),
    "why": Words("原因", "why"),
    "times": Words("次数", "times"),
    "missing": Words("还缺的事实", "missing facts"),
    "codes": Words("不能直接印出的字符", "Characters that cannot be printed"),
    "code": Words("代码", "code"),
}

#: Sentences; ``{slots}`` are filled by the builder.
SENTENCES: dict[str, Words] = {
    "summary_intro": Words(
        "这一页是全部要点。后面“逐项发现”和“联系明细”印有对方的原话，可能让人难受；可以先不看，也可以请信任的人代看。",
        "This page holds the main points. Later parts print the other side's own words, which may be hard to read: "
        "you may leave them for now, or ask somebody you trust to read them.",
    ),
    "tile_contacts": Words("次标明来源的联系", "contacts with a stated sender"),
    "tile_days": Words("天有联系", "days with contact"),
    "tile_night": Words("次在 22:00–08:00", "at 22:00–08:00"),
    "tile_findings": Words("项发现", "findings"),
    "period": Words("{first} 至 {last}", "{first} to {last}"),
    "party_line": Words(
        "{total} 次（通话 {calls}，文字等 {texts}；夜间 {night}）",
        "{total} (calls {calls}, texts etc. {texts}; at night {night})",
    ),
    "found_line": Words("{count} 项，发现 {numbers}", "{count}, findings {numbers}"),
    "more": Words("另有 {count} 类，见后文。", "{count} more kinds, see below."),
    "left_out": Words(
        "另有 {contacts} 次联系没有人确认是谁（其中通话 {calls} 次），没有列入本档案，只计数。",
        "{contacts} more contacts ({calls} calls) come from numbers nobody named; they are counted, not shown.",
    ),
    "left_hard": Words(
        "其中 {hard} 次，单凭文字就可能违规；认得来源的话，请写进 case.toml。",
        "The words of {hard} of them alone may be a breach; if you know whose they are, write it into case.toml.",
    ),
    "as_of": Words("整理日期", "Made on"),
    "span": Words("记录期间", "Period"),
    "confirmed": Words("标明来源的联系", "Contacts with a stated sender"),
    "found_number": Words("发现", "Findings"),
    "law_hash": Words("法律数据", "Law data"),
    "lexicon_hash": Words("词表", "Lexicon"),
    "directory_hash": Words("目录", "Directory"),
    "program": Words("程序", "Program"),
    "seen": Words("截至 {day}", "as of {day}"),
    "overdue": Words(
        "法律数据应在 {day} 前复核，已过期；请更新后再用。",
        "The law data should have been checked by {day}; update it before use.",
    ),
    "identity": Words(
        "档案标识是同时写出的 findings.json 的 SHA-256 前 16 位，每页页脚都印有；全文：",
        "The id on each page is the first 16 digits of the SHA-256 of findings.json, written with it; in full: ",
    ),
    "consented": Words("{day} 同意列入", "agreed on {day}"),
    "narrator": Words("陈述人", "narrator"),
    "acts_for": Words("受{name}委托", "for {name}"),
    "contract": Words("合同日期 {day}", "contract of {day}"),
    "due": Words("本人所述欠款 {yuan} 元", "due, as stated: {yuan} yuan"),
    "objection": Words("{day}，{person}向{party}：", "{day}, {person} to {party}: "),
    "agreement": Words("{person}与{party}：{start}–{end}", "{person} and {party}: {start}–{end}"),
    "complete_agreed": Words("本人陈述：没有其他约定的联系时间。", "Stated: no other agreed hours."),
    "open_agreed": Words("本人没有说明是否另有约定。", "Not stated whether other hours were agreed."),
    "complete_objections": Words("本人陈述：没有提出过其他拒绝。", "Stated: no other objections."),
    "open_objections": Words("本人没有说明是否还提出过其他拒绝。", "Not stated whether there were other objections."),
    "some_left": Words(
        "另有 {count} 条，与所列联系的人或各方无关，没有列出。",
        "{count} more concern nobody whose contacts are listed; they are left out.",
    ),
    "some_hidden": Words("部分已隐去：{count} 条没有列出。", "Some are hidden: {count} are not listed."),
    "length": Words("{length} 字节", "{length} bytes"),
    "recognised": Words("识别为 {format}", "read as {format}"),
    "picture_note": Words(
        "每格一小时（北京时间），格内数字是联系次数；底色深浅与数字一致，黑白打印也可看清。"
        "斜线底是 22:00–08:00。只列有联系的日期。",
        "One square is one hour, Beijing time; the figure is the number of contacts, the shade follows it and reads in "
        "grey. Hatched: 22:00–08:00. Only days with contact are listed.",
    ),
    "weeks": Words("天数较多，每行为一周（周一起）。", "Many days: one row is a week from Monday."),
    "months": Words("时间较长，每行为一个月。", "A long period: one row is a month."),
    "night_from": Words(
        "{party}：{period}，写明夜间时段 {start}–{end} 的是{title}。",
        "{party}: {period}, {start}–{end} is named by {title}.",
    ),
    "period_from": Words("{first} 起", "from {first}"),
    "period_to": Words("{first} 至 {last}", "{first} to {last}"),
    "night_if": Words("（产品类型未说明，是否适用待定）", " (product not stated: may or may not apply)"),
    "night_before": Words("在此之前的阴影只作参考。", "Before that the shade is only for orientation."),
    "night_none": Words(
        "{party}：没有找到以数字写明夜间时段、且适用于它的规定；阴影只作参考。",
        "{party}: no rule with numbered night hours was found for it; the shade is only for orientation.",
    ),
    "night_unknown": Words(
        "{party}：机构类型未说明，不能判断夜间时段的规定从何时起适用。",
        "{party}: kind of institution not stated, so it is open from when a night rule binds it.",
    ),
    "undated": Words(
        "{count} 次只有日期、没有时刻，不在格内。", "{count} contacts have a day but no hour and are in no square."
    ),
    "picture_alt": Words(
        "按日期和小时排列的联系次数图；同样的数字见其后的表格。",
        "Grid of contacts by day and hour; the same figures are in the table after it.",
    ),
    "findings_intro": Words(
        "每一项都是供人核对的疑点，不是结论。灰底并加下划线的，是触发该项的原话；原话照录，不作修改。",
        "Each item is a suspicion for a person to check, not a judgment. Underlined on grey: the exact words that "
        "triggered it, quoted unchanged.",
    ),
    "hard_words": Words("以下有威胁或侮辱性原话。", "Threatening or insulting words follow."),
    "more_quotes": Words("另有 {count} 处原话，见所列证据。", "{count} more quotations stand in the evidence listed."),
    "in_force": Words("{first} 起施行", "in force from {first}"),
    "in_force_until": Words("{first} 至 {last} 有效", "in force {first} to {last}"),
    "no_article": Words("条号未核实，故不印", "article not verified, so not printed"),
    "finding_one": Words("发现 {numbers}", "Finding {numbers}"),
    "finding_many": Words("发现 {numbers}（{count} 项）", "Findings {numbers} ({count})"),
    "evidence_no": Words("证据 {numbers}", "evidence {numbers}"),
    "contacts_intro": Words(
        "按时间排列，每次联系一个证据号；重复的联系不合并，几份文件记下的同一次联系列为一条，注明各处记载。"
        "文字照录；⏎ 是原文换行，⟦U+…⟧ 是看不见或印不出的字符。"
        "时区带 * 的是推定（文件没有写明）。",
        "By time, one evidence number each. Repetitions are not merged; one contact in several files is one line that "
        "names them. Words are verbatim; ⏎ is a line end, ⟦U+…⟧ a character that is invisible or cannot be printed. "
        "* marks an offset the file does not state.",
    ),
    "numbers_skip": Words(
        "编号一经给出不再改变，后来加入的记录接着往后编；缺号是已排除或未列入的记录。",
        "Numbers once given stay, and records added later follow after them; gaps are records excluded or not listed.",
    ),
    "seen_by": Words(
        "{count} 处记载，互相印证：{seen}。", "Shown by {count} records that corroborate each other: {seen}."
    ),
    "copied_in": Words(
        "{count} 份记录都有（出自同一部手机，不算互相印证）：{seen}。",
        "In {count} records (of one phone, so they do not corroborate each other): {seen}.",
    ),
    "differ": Words("{point}的记载不一致：{said}。", "The records differ in {point}: {said}."),
    "not_in_bill": Words(
        "同期详单里没有对应的一条：未得到印证，不等于没有发生。",
        "The bill of that time has no such entry: not corroborated, which does not mean that it did not happen.",
    ),
    "links_intro": Words(
        "以下内容在不同号码或不同人收到的联系里相同。相同只说明内容相同，不说明是同一个人：文字可以转抄，号码可以冒用，"
        "短链接和大网站许多人都用。",
        "These contents are the same in contacts from different numbers or to different people. That shows the same "
        "content, not the same person: texts are copied, numbers forged, short links and big sites used by many.",
    ),
    "link_line": Words("{reason}；{count} 次，{where}", "{reason}; {count} contacts, {where}"),
    "link_numbers": Words("来自 {count} 个号码", "from {count} numbers"),
    "link_owners": Words("{count} 个人收到", "to {count} people"),
    "links_more": Words("另有 {count} 处相同，见 findings.json。", "{count} more are in findings.json."),
    "no_words": Words("无文字", "no words"),
    "withheld": Words("未显示号码", "number withheld"),
    "beijing": Words("北京 {time}", "Beijing {time}"),
    "phone_of": Words("{name}的手机", "phone of {name}"),
    "cut": Words("（全文 {length} 字，见附录）", " ({length} characters, in full in the annex)"),
    "capped": Words(
        "（全文 {length} 字，此处印前 {shown} 字，其余见原文件）",
        " ({length} characters; the first {shown} are printed, the rest is in the original file)",
    ),
    "unsure_intro": Words(
        "缺少事实时，程序回答“不能判断”，不作猜测。把缺的事实写进 case.toml 后重新运行即可。",
        "Where a fact is missing the answer is “cannot tell”, never a guess. Write it into case.toml and run again.",
    ),
    "spoken": Words("通话或文字的内容", "what was said or written"),
    "fact_times": Words("{fact}（{count} 次）", "{fact} ({count})"),
    "cannot_count": Words("{count} 次不能判断", "{count} × cannot tell"),
    "person_count": Words("{count} 次需人判断", "{count} × needs a person"),
    "from_papers": Words(
        "另有 {count} 条规则要看合同、账目、文书或机构自己的材料，记录本身看不出，这里不判断。",
        "{count} further rules need a contract, accounts, papers or the institution's own files; records alone cannot "
        "show them, and they are not judged here.",
    ),
    "private_out": Words(
        "本人确认为私人往来的 {count} 次联系，没有列入。",
        "{count} contacts that the person marked as private are not included.",
    ),
    "counted": Words(
        "每份文件：记录 = 联系 + 并入 + 非联系 + 未读，已逐份核对。",
        "For each file: records = contacts + joined + no contact + unread, checked.",
    ),
    "unread_more": Words("另有 {count} 条未读，未逐条列出。", "{count} more unread records are not listed singly."),
    "unread_place": Words("第 {record} 条记录，字节 {offset}", "record {record}, byte {offset}"),
    "unread_row": Words("第 {record} 条记录，{path}", "record {record}, {path}"),
    "private_note": Words(
        "未读记录可能是私人内容，这里只列位置与原因。",
        "Unread records may be private: only place and reason are listed.",
    ),
    "declared": Words("文件自称 {count} 条", "the file declares {count}"),
    "help_note": Words(
        "号码可能变更，请以官方渠道为准。投诉不会免除债务，也不会停止计息；对真实债权机构的合理联系，请继续回应。",
        "Numbers change: check with the official source. A complaint does not cancel a debt or stop interest; keep "
        "answering reasonable contact from the real creditor.",
    ),
    "recompute_text": Words(
        "对每个文件运行下面一行，与“案情与材料”里列出的值比较，一字不差即为同一份文件。",
        "Run one of these lines on each file and compare with the value listed under “The case and its files”; if they "
        "agree it is the same file.",
    ),
}

#: Stands before contacts and findings in a copy with hidden parts.
HIDDEN_PARTS = Words(
    "这是隐去部分内容的副本：█ 是隐去的字，隐去的人连同其联系没有列出；其余照录。",
    "This is a copy with hidden parts: █ stands for hidden characters, hidden persons and their contacts are not "
    "listed; the rest is verbatim.",
)
_NOTHING_LEFT_OUT = Words(
    "每次联系的时间、号码和文字，都照文件原样列出，没有删减；几份文件记下的同一次联系只列一条，并注明各处记载。",
    "Time, number and words of each contact as the file has them, nothing left out; a contact that several files "
    "show is listed once with all of them.",
)
_PARTS_HIDDEN = Words(
    "所列联系的时间、号码和文字照文件列出，但部分内容已隐去：█ 是隐去的字，隐去的人的联系没有列出。"
    "完整的一份封存在本人处。",
    "Time, number and words of the contacts listed as the file has them, but parts are hidden: █ stands for hidden "
    "characters, and contacts of hidden persons are not listed. The whole is kept sealed by the person.",
)
_NO_TIME_PROOF = Words(
    "档案形成的时间。摘要值由本人的电脑算出，没有第三方时间证明。",
    "When the dossier was made. The digests come from the person's own computer; nobody else vouches for the time.",
)


def shows(*, redacted: bool) -> tuple[Words, ...]:
    """Return what a dossier shows; one with hidden parts never says that nothing was left out."""
    return tuple(_PARTS_HIDDEN if redacted and each is _NOTHING_LEFT_OUT else each for each in SHOWS)


def shows_not(proof: Words | None) -> tuple[Words, ...]:
    """Return what a dossier does not show; ``proof`` says what time proofs show that go along with it."""
    return tuple(proof if proof is not None and each is _NO_TIME_PROOF else each for each in SHOWS_NOT)


SHOWS: tuple[Words, ...] = (
    Words(
        "读取时每个文件的内容：SHA-256 与长度列在“案情与材料”。此后文件若改动一个字节，重算的值就会不同。",
        "What each file held when read: its SHA-256 and length are listed. One changed byte gives another value.",
    ),
    _NOTHING_LEFT_OUT,
    Words(
        "每项发现依据哪些证据、哪些原话、当日有效的哪一条规定，可以逐项核对。",
        "For each finding the evidence, the exact words and the provision in force that day, to be checked.",
    ),
)

SHOWS_NOT: tuple[Words, ...] = (
    Words(
        "文件在读取之前有没有改动过。应用导出的文件可以编辑（D 级）：请保留原手机，需要时当面出示，"
        "或向运营商调取详单。",
        "Whether a file was changed before it was read. App exports can be edited (grade D): keep the phone and show "
        "it, or ask the operator for the itemised bill.",
    ),
    Words(
        "电话究竟是谁打的。来电显示可以伪造；号码属于谁，是本人的陈述；文字里自称的身份不是证明。",
        "Who really called. Caller numbers can be spoofed; whose number it is, is the person's own statement; a name "
        "claimed in a text is no proof.",
    ),
    _NO_TIME_PROOF,
    Words(
        "记录是否齐全。导出可能缺短信、旧通话或被拦截的内容，见“未读记录与完整性”；没有列入的联系不等于没有发生。",
        "Whether the records are complete. Exports can lack messages, old calls or blocked items; a contact that is "
        "not listed may still have happened.",
    ),
    Words(
        "法律上的结论。对文字的理解由程序按词表作出，可能有误；本档案帮助整理事实，不是法律意见，"
        "疑难请咨询律师或法律援助。",
        "A legal conclusion. Words are read by a program and may be misread; this helps to order facts and is not "
        "legal advice. Ask a lawyer or legal aid.",
    ),
    Words(
        "推荐性标准和行业自律规范，对成员或经约定适用；与它不符，不当然违法。",
        "Recommended standards and association texts bind members or by agreement; departing from them is not in "
        "itself unlawful.",
    ),
)
