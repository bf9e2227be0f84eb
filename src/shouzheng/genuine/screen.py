"""The answer on a terminal: the verdict, what to do, then why. Calm, short lines, hostile text made harmless.

Our own words are converted for ``zh-Hant``; the message's own words never are. Threats and insults stay folded unless
asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from shouzheng.genuine.advice import what_to_do
from shouzheng.genuine.answer import Assessment, LinkCheck, NumberCheck, Verdict
from shouzheng.genuine.directory.entries import Answer, Listing
from shouzheng.genuine.marks import Mark
from shouzheng.model.reading import Span
from shouzheng.model.words import Lang, Words
from shouzheng.reference.safe_text import shorten, visible
from shouzheng.reference.script import in_script
from shouzheng.reference.terminal_text import heading, wrap

_LONGEST_QUOTE = 80
_LONGEST_NAME = 40
_MOST_LISTED = 6
_MOST_MARKS = 4
_NARROWEST = 30

_FOLDED = Words("（伤人的话已折起，加 --show-words 查看）", "(harsh words are folded; --show-words shows them)")
#: What the directory says of a number, link or name.
ANSWERS = {
    Answer.LISTED: Words("名录里有", "listed"),
    Answer.NOT_FOUND: Words("名录里没有（不等于假的）", "not in the directory (which does not mean false)"),
    Answer.STALE: Words("名录里有，但已过核对期", "listed, but overdue for checking"),
}


@dataclass
class Page:
    """Lines for a terminal of a width, in a language."""

    lang: Lang
    width: int = 80
    ansi: bool = False
    lines: list[str] = field(default_factory=list)

    def own(self, words: Words, quoted: str = "") -> str:
        """Return our own words in the language and script; ``quoted`` takes the place of ``{quoted}``, unconverted."""
        return in_script(words.say(self.lang), self.lang).replace("{quoted}", quoted)

    def head(self, words: Words, quoted: str = "") -> None:
        """Add a heading with an empty line before it."""
        if self.lines:
            self.lines.append("")
        lines = wrap(self.own(words, quoted), max(self.width, _NARROWEST))
        self.lines.extend(heading(line, self.ansi) for line in lines)

    def say(self, text: str, first: str = "  ", rest: str = "  ") -> None:
        """Add a wrapped line that is already in the script it should be in."""
        self.lines.extend(wrap(text, max(self.width, _NARROWEST), first=first, rest=rest))

    def text(self) -> str:
        """Return the page."""
        return "\n".join(self.lines)


def screen(answer: Assessment, lang: Lang, *, width: int = 80, ansi: bool = False, show_words: bool = False) -> str:
    """Return the answer as text of at most ``width`` columns."""
    page = Page(lang, width, ansi)
    page.head(headline(answer), visible(shorten(answer.named or "", _LONGEST_NAME)))
    page.head(Words("现在怎么做", "What to do now"))
    for place, step in enumerate(what_to_do(answer), start=1):
        page.say(page.own(step), f"  {place}. ", "     ")
    if any(not mark.quoted for mark in answer.marks):
        _marks(page, answer, show_words)
    if answer.verdict is Verdict.CANNOT_TELL:
        page.head(Words("为什么说不准", "Why it cannot be told"))
        for reason in answer.reasons:
            page.say(page.own(reason), "  · ", "    ")
    _looked_up(page, answer)
    some = any(one.span is not None for one in answer.elements)
    if answer.verdict is not Verdict.FRAUD_MARKS and some:
        _elements(page, answer)
    _foot(page, answer)
    return page.text()


def headline(answer: Assessment) -> Words:
    """Return the verdict in one sentence; ``{quoted}`` stands for the name as the message has it."""
    if answer.verdict is Verdict.FRAUD_MARKS:
        return Words(
            "这里有诈骗的特征。先别转账，别点链接。", "This carries marks of fraud. Do not pay, do not open links."
        )
    if answer.verdict is Verdict.LOOKS_LIKE_NOTICE:
        return Words(
            "文字看起来像“{quoted}”的通知。但这不能证明是它发的。",
            "The words look like a notice of “{quoted}”. That does not prove who sent it.",
        )
    if answer.question.text is None:
        return Words("光凭号码说不准是谁。", "The number alone does not tell who it is.")
    return Words(
        "光看这些，说不准真假。先核对，再决定。", "It cannot be told whether this is real. Check first, then decide."
    )


def _marks(page: Page, answer: Assessment, show_words: bool) -> None:
    """The most telling marks with the words that show them; the same advice is said once."""
    page.head(Words("为什么这样说", "Why") if answer.verdict is Verdict.FRAUD_MARKS else Words("要留意", "Take note"))
    shown = [mark for mark in answer.marks if not mark.quoted]
    said: set[Words] = set()
    for mark in shown[:_MOST_MARKS]:
        page.say(page.own(mark.title), "  · ", "    ")
        _quote(page, answer, mark, show_words)
        if mark.advice not in said:
            page.say(page.own(mark.advice), "    ", "    ")
            said.add(mark.advice)
    if len(shown) > _MOST_MARKS:
        more = len(shown) - _MOST_MARKS
        page.say(page.own(Words(f"还有 {more} 处，见 --json", f"{more} more, see --json")), "  · ", "    ")


def _quote(page: Page, answer: Assessment, mark: Mark, show_words: bool) -> None:
    if mark.span is None or answer.question.text is None:
        return
    if not show_words and any(_overlap(mark.span, harsh) for harsh in answer.harsh):
        page.say(page.own(_FOLDED), "    ", "    ")
        return
    words = answer.question.text[mark.span.start : mark.span.end]
    page.say(f"“{visible(shorten(words, _LONGEST_QUOTE))}”", "    ", "    ")


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _looked_up(page: Page, answer: Assessment) -> None:
    checks = [("", check) for check in answer.numbers[:_MOST_LISTED]]
    if answer.sender is not None:
        checks.insert(0, (page.own(Words("来自 ", "from ")), answer.sender))
    unlisted = answer.named is not None and not answer.claimed
    if not checks and not answer.links and not unlisted:
        return
    page.head(Words("查了这些", "Looked up"))
    if unlisted:
        name = visible(shorten(answer.named or "", _LONGEST_NAME))
        page.say(f"{name}{page.own(Words('：', ': '))}{page.own(ANSWERS[Answer.NOT_FOUND])}", "  · ", "    ")
    for before, check in checks:
        page.say(before + _of_number(page, check), "  · ", "    ")
    for link in answer.links[:_MOST_LISTED]:
        page.say(_of_link(page, link), "  · ", "    ")
    more = len(answer.numbers) + len(answer.links) - len(checks) - len(answer.links[:_MOST_LISTED])
    if more > 0:
        page.say(page.own(Words(f"另有 {more} 个没有列出", f"{more} more not listed here")), "  · ", "    ")


def _of_number(page: Page, check: NumberCheck) -> str:
    shown = visible(shorten(check.number.raw, _LONGEST_NAME)) or page.own(check.label)
    colon, comma = page.own(Words("：", ": ")), page.own(Words("，", ", "))
    return f"{shown}{colon}{page.own(check.label)}{comma}{_of_listing(page, check.listing)}"


def _of_link(page: Page, link: LinkCheck) -> str:
    """The host, its registrable domain where that is not obvious, and what the directory says of it."""
    full, domain = (visible(shorten(name or "", 2 * _LONGEST_NAME)) for name in (link.host.host, link.host.registrable))
    shown = full
    if domain and full not in (domain, f"www.{domain}"):
        shown += page.own(Words("，真正的域名是 {quoted}", ", the domain is really {quoted}"), domain)
    if not link.host.certain:
        shown += page.own(Words("（域名分段不确定）", " (division of the name uncertain)"))
    return f"{shown}{page.own(Words('：', ': '))}{_said_of_link(page, link)}"


def _said_of_link(page: Page, link: LinkCheck) -> str:
    if link.resembles is None:
        return _of_listing(page, link.listing)
    name = link.resembles.institution.name
    like = Words(
        f"像“{name.zh}”，但不是名录里它的域名", f"resembles “{name.en}”, and is not its domain in the directory"
    )
    return page.own(like)


def _of_listing(page: Page, listing: Listing) -> str:
    said = page.own(ANSWERS[listing.answer])
    if not listing.institutions:
        return said
    names = page.own(Words("、", ", ")).join(page.own(one.name) for one in listing.institutions[:_MOST_LISTED])
    unsure = page.own(Words("，只有一个来源，不确定", ", one source only, uncertain")) if listing.unsure else ""
    return f"{said}{page.own(Words('：', ': '))}{names}{unsure}"


def _elements(page: Page, answer: Assessment) -> None:
    page.head(Words("还款通知一般会写的", "What a repayment notice usually says"))
    comma, colon = page.own(Words("、", ", ")), page.own(Words("：", ": "))
    for present, label in (
        (True, Words("写了", "there")),
        (False, Words("没写（可以问对方要）", "missing (you can ask)")),
    ):
        titles = [page.own(_short(one.title)) for one in answer.elements if (one.span is not None) is present]
        if titles:
            page.say(f"{page.own(label)}{colon}{comma.join(titles)}", "  · ", "    ")


def _short(title: Words) -> Words:
    return Words(title.zh.removeprefix("写明"), title.en)


def _foot(page: Page, answer: Assessment) -> None:
    page.lines.append("")
    seen = answer.directory_seen.isoformat()
    page.say(
        page.own(
            Words(
                f"名录更新到 {seen}，不完整。号码、名字都可以伪造，所以这里从不说“是真的”。",
                f"Directory as of {seen}, not complete. Numbers and names can be forged, so no answer says “genuine”.",
            )
        ),
        "",
        "",
    )
    if answer.directory_stale:
        page.say(
            page.own(Words("名录已过核对期，请更新。", "The directory is overdue for checking; please update.")), "", ""
        )
