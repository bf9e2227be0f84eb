"""A contract's reading on a terminal: first what is missing, then clause by clause the words, the law, what to do."""

from __future__ import annotations

from datetime import date

from shouzheng.genuine.contract.law import LawSaid
from shouzheng.genuine.contract.reading import Clause, ContractReading, Place
from shouzheng.genuine.screen import Page
from shouzheng.model.law import Verified
from shouzheng.model.words import Lang, Words
from shouzheng.reference.safe_text import shorten, visible

_LONGEST_PLACE = 160
#: Shown by default; a tired reader gets the essence, ``--all`` the rest.
_FEW_LAWS, _FEW_PLACES = 2, 2
#: Contracts before this day are judged by law of which the base keeps little (Civil Code in force from 2021-01-01).
_OLD_LAW = date(2021, 1, 1)

_KNOWN = {
    Verified.TWO: Words("两处文本核对过", "compared in two texts"),
    Verified.ONE: Words("只见过一处文本", "seen in one text only"),
    Verified.MEMORY: Words("凭记忆，未见文本", "recalled, text not seen"),
}


def contract_screen(
    reading: ContractReading, lang: Lang, *, width: int = 80, ansi: bool = False, everything: bool = False
) -> str:
    """Return the reading as text of at most ``width`` columns; ``everything``: all places and all law of each topic."""
    page = Page(lang, width, ansi)
    _summary(page, reading)
    _missing(page, reading)
    for clause in reading.clauses:
        _clause(page, clause, everything)
    if not reading.clauses:
        page.head(Words("没有认出要留意的条款", "No clause to note was recognised"))
        page.say(
            page.own(
                Words(
                    "换一种写法的条款本程序认不出，请自己再看一遍。",
                    "Clauses in other words are not recognised; please read it yourself.",
                )
            )
        )
    _foot(page, reading, everything)
    return page.text()


def _summary(page: Page, reading: ContractReading) -> None:
    count = len(reading.clauses)
    page.head(
        Words(
            f"合同读完了：{count} 类条款值得再看一遍",
            f"The contract was read: {count} kinds of clauses to look at again",
        )
    )
    lender = visible(shorten(reading.lender, 60)) if reading.lender else page.own(Words("没有看出", "not seen"))
    page.say(page.own(Words("出借人：", "Lender: ")) + lender)
    if reading.signed:
        page.say(
            page.own(
                Words(
                    f"合同日期：{reading.signed}，下面的法律按这一天",
                    f"Date: {reading.signed}; the law below is of that day",
                )
            )
        )
    else:
        words = Words(
            f"没有看出合同日期，下面的法律按 {reading.law_of}；加 --signed 日期 可以指定",
            f"No date seen; the law below is of {reading.law_of}. Give the date with --signed",
        )
        page.say(page.own(words))


def _missing(page: Page, reading: ContractReading) -> None:
    missing = [item for item in reading.items if item.place is None]
    page.head(Words("没有看到的（可能写在别的文件里）", "Not seen (may stand in another document)"))
    if not missing:
        page.say(page.own(Words("清单上的都有。", "Everything on the list is there.")))
    for item in missing:
        page.say(page.own(item.title), "  · ", "    ")
        page.say(page.own(item.ask), "    ", "    ")
    present = [page.own(item.title) for item in reading.items if item.place is not None]
    if present:
        page.say(page.own(Words("已有：", "There: ")) + page.own(Words("；", "; ")).join(present))


def _clause(page: Page, clause: Clause, everything: bool) -> None:
    page.head(clause.title)
    places = clause.places if everything else clause.places[:_FEW_PLACES]
    law = clause.law if everything else clause.law[:_FEW_LAWS]
    for place in places:
        page.say(_quote(page, place), "  “", "   ")
    more = clause.more + len(clause.places) - len(places)
    if more:
        page.say(page.own(Words(f"同类条款还有 {more} 处", f"{more} more clauses of this kind")), "  ", "  ")
    for said in law:
        page.say(_law(page, said, everything), "  · ", "    ")
    if len(clause.law) > len(law):
        left = len(clause.law) - len(law)
        page.say(page.own(Words(f"另有 {left} 条规定", f"{left} more provisions")), "    ", "    ")
    page.say(page.own(clause.ask), "  → ", "    ")


def _quote(page: Page, place: Place) -> str:
    number = "" if place.page is None else page.own(Words(f"（第 {place.page} 页）", f" (page {place.page})"))
    return f"{visible(shorten(place.text.strip(), _LONGEST_PLACE))}”{number}"


def _law(page: Page, said: LawSaid, everything: bool) -> str:
    """One provision: title and article (only where citable), what it says, whom it binds, how well it is known."""
    title = said.instrument.title
    article = said.provision.article if said.provision.citable else ""
    named = Words(f"《{title.zh}》{article}", f"{title.en}{' ' if article else ''}{article}")
    text = f"{page.own(named)}{page.own(Words('：', ': '))}{page.own(said.provision.gist)}"
    notes = [] if said.provision.verified is Verified.TWO else [_KNOWN[said.provision.verified]]
    if said.instrument.force.is_soft:
        notes.append(Words("标准或自律文本，不是法律", "a standard or association text, not law"))
    if not said.general:
        binds = said.instrument.binds
        whole = everything and bool(binds.zh)
        some = Words("只管一部分机构或业务", "binds only some institutions or products")
        notes.append(Words(f"只约束：{binds.zh}", f"binds only: {binds.en}") if whole else some)
    if not notes:
        return text
    listed = page.own(Words("；", "; ")).join(page.own(note) for note in notes)
    return f"{text}{page.own(Words('（', ' ('))}{listed}{page.own(Words('）', ')'))}"


def _foot(page: Page, reading: ContractReading, everything: bool) -> None:
    page.lines.append("")
    lines = [
        Words(
            "条款下面的规定没有另外注明的，在两处文本里核对过。",
            "Provisions without a remark were compared in two texts.",
        ),
        Words(
            "签约以后的催收和用您信息的做法，按做的那一天的法律看。",
            "What is done later, collecting or using your data, is judged by the law of the day on which it is done.",
        ),
        Words(
            "这只是帮您找到条款，不是法律意见：条款有没有效由法院判断。免费咨询打 12348。",
            "This helps to find clauses and is no legal advice: a court decides what holds. Free advice: 12348.",
        ),
    ]
    if reading.law_of < _OLD_LAW:
        old = Words("2021年以前的法律，这里收得不全。", "Of the law before 2021 little is kept here.")
        lines.insert(0, old)
    if not everything:
        lines.append(Words("加 --all 看全部条款和规定。", "--all shows all clauses and provisions."))
    document = reading.document
    if document.left_out or document.pages_left_out:
        cut = Words(
            f"注意：有 {document.pages_left_out} 页、{document.left_out} 个字没有读。",
            f"Note: {document.pages_left_out} pages and {document.left_out} characters were not read.",
        )
        lines.insert(0, cut)
    for line in lines:
        page.say(page.own(line), "", "")
