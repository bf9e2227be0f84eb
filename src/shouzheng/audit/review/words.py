"""What a reviewer's page says, in Chinese and English."""

from __future__ import annotations

from shouzheng.model.words import Words

TITLE = (
    Words("抽样复核 · 复核人甲", "Review of a sample: reviewer A"),
    Words("抽样复核 · 复核人乙", "Review of a sample: reviewer B"),
)
TASK = Words(
    "请独自逐条回答：按所列规则，这次联系是否不符合。抽样里两种都有；程序怎么看，这里不显示。不确定就选“说不清”。",
    "Answer alone, one contact after the other: does it break the rule shown? The sample holds both kinds; what the "
    "program thinks is not shown here. When unsure choose “unclear”.",
)
PRIVATE = Words(
    "这里是真实的人的联系记录，可能有私人的话：不要转发、截图或与另一位复核人讨论。答案和备注只存在这个浏览器里；"
    "做完后保存表，按“清除答案”，并删除这个文件。备注里不要写姓名和号码。",
    "These are records of real people and may hold private words: do not forward them, take pictures, or discuss them "
    "with the other reviewer. Answers and remarks are kept in this browser only; when done, save the sheet, press "
    "“Clear answers” and delete this file. Write no names or numbers into remarks.",
)
WITHOUT_SCRIPT = Words(
    "本页的脚本没有运行。下面列出全部联系，可以打印；答案请填在 {file} 的 answer 一列：yes（不符合）、no（没有不符合）"
    "或 unclear（说不清），按编号对应。",
    "The script of this page did not run. All contacts are listed below and can be printed; fill the column answer of "
    "{file} by number: yes (breaks the rule), no or unclear.",
)
UNKEPT = Words(
    "这个浏览器不保存答案：关闭本页之前请先保存表。",
    "This browser does not keep the answers: save the sheet before closing the page.",
)
NOTHING = Words("没有抽到联系：审计没有发现。", "There is nothing to review: the audit has no findings.")
PROGRESS = Words("第 {place} 条，共 {all} 条 · 已答 {done} 条", "{place} of {all} · {done} answered")
ANSWERED = Words("已答", "answered")
#: Buttons by the name that the script knows.
STEPS = {
    "previous": Words("← 上一条", "← Previous"),
    "next": Words("下一条 →", "Next →"),
    "open": Words("下一条未答", "Next unanswered"),
}
CONTACT = Words("第 {number} 条（共 {all} 条）", "Contact {number} of {all}")
ALLOWED = Words("可以的：", "Allowed: ")
TIME = Words("北京时间", "Beijing time")
BEFORE = Words("此前二十四小时内与同一人的联系", "Contacts with the same person in the 24 hours before")
NONE_BEFORE = Words("没有", "none")
TEXT = Words("这次联系的原话（私人内容）", "The words of this contact (private)")
NO_TEXT = Words("没有取出文字，或这次联系没有文字。", "No words: none were taken out, or the contact has none.")
QUESTION = Words("这次联系是否不符合这条规则？", "Does this contact break this rule?")
CHOICES = {
    "yes": Words("是，不符合", "yes, it does"),
    "no": Words("否", "no"),
    "unclear": Words("说不清", "unclear"),
}
REMARK = Words("备注（可不填）", "Remark (optional)")
SAVE = Words("保存表（CSV）", "Save the sheet (CSV)")
CLEAR = Words("清除答案", "Clear answers")
SURE = Words(
    "要从这个浏览器里清除全部答案和备注吗？没有保存的会丢失。",
    "Remove all answers and remarks from this browser? What was not saved is lost.",
)
CLEAR_NOW = Words("清除", "Clear")
KEEP = Words("不清除", "Keep them")
SAVED = Words(
    "表已交给浏览器下载，请交给组织复核的人。", "The sheet went to your downloads: hand it to whoever runs the review."
)
PARTLY = Words(
    "表已交给浏览器下载，但还有 {left} 条没有回答：全部答完的表才能用。",
    "The sheet went to your downloads, but {left} have no answer: only a complete sheet can be used.",
)
CLEARED = Words("已清除。", "Cleared.")
KEYS = Words("用按键：1 是，2 否，3 说不清，← → 换一条", "Use keys: 1 yes, 2 no, 3 unclear, ← → another contact")
