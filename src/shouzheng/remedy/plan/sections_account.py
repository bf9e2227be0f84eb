"""The statement of one debt in words."""

from __future__ import annotations

from collections.abc import Iterator

from shouzheng.model.words import Words
from shouzheng.reference.safe_text import shorten
from shouzheng.remedy.letters.citing import law_words
from shouzheng.remedy.plan.account import KEPT_BACK_LAW, ORDER_LAW, PART_WORDS, ROW_WORDS, Account, Kind
from shouzheng.remedy.plan.money import yuan
from shouzheng.remedy.plan.section import AMOUNT, DAY, MOST_ROWS, Cell, Section, Table, literal, money, say
from shouzheng.rulebook.load import Rulebook

#: Most characters of a note in the statement; all of it stands in the data.
_NOTE = 24


def account_section(account: Account, rulebook: Rulebook) -> Section:
    """The statement of account."""
    head = (DAY, say("事项", "what"), AMOUNT, say("记到哪里", "set against"), say("余额（元）", "left (yuan)"))
    rows = []
    for row in account.rows[:MOST_ROWS]:
        note = f" {shorten(row.note, _NOTE)}" if row.note else ""
        what = Words(ROW_WORDS[row.kind].zh + note, ROW_WORDS[row.kind].en + note)
        rows.append(
            (literal(row.day.isoformat()), Cell(what), money(row.fen), Cell(_parts(row.parts)), money(row.left))
        )
    sentences = [_owed(account)]
    if account.disputed:
        sentences.append(
            say(f"有争议 {yuan(account.disputed)} 元，单列。", f"Disputed and apart: {yuan(account.disputed)} yuan.")
        )
    sentences += list(_differences(account))
    sentences += list(_how_used(account, rulebook))
    if len(account.rows) > MOST_ROWS:
        sentences.append(
            say(f"只列出前 {MOST_ROWS} 行，其余见数据。", f"The first {MOST_ROWS} rows; the rest is in the data.")
        )
    return Section(say("对账单", "Statement of account"), 2, table=Table(head, tuple(rows)), sentences=tuple(sentences))


def _how_used(account: Account, rulebook: Rulebook) -> Iterator[Words]:
    """How payments were used and by which law; only what the statement needs is said."""
    unsaid = [row.day for row in account.rows if row.kind is Kind.PAID and not row.said_by_lender]
    if unsaid:
        provision = rulebook.provisions[ORDER_LAW]
        law = law_words(rulebook, provision)
        yield say(
            f"对方没有说明怎样抵充的付款，按费用、利息、本金的次序（{law.zh}）；条文说的是实现债权的费用，"
            "合同里的服务费算不算，要看合同；违约金排在最后，条文没有写它。",
            f"Payments whose use the lender has not stated go to costs, interest, principal in this order ({law.en}). "
            "The article means the costs of realising the claim; whether a service fee is one depends on the contract. "
            "Penalties come last: the article does not name them.",
        )
        first = provision.in_force.first
        if min(unsaid) < first:
            yield say(
                f"{first} 以前的付款，当时的条文没有收录，也按这个次序。",
                f"Payments before {first} follow the same order; the text of that time is not on record.",
            )
    if any(row.kind is Kind.KEPT_BACK for row in account.rows):
        law = law_words(rulebook, rulebook.provisions[KEPT_BACK_LAW])
        yield say(
            f"预先扣下的没有到手，不算本金（{law.zh}）。",
            f"What was kept back never arrived and is no principal ({law.en}).",
        )


def _parts(parts: tuple[tuple[str, int], ...]) -> Words:
    def one(part: str, fen: int, lang: str) -> str:
        words = PART_WORDS[part]
        return f"{words.zh if lang == 'zh' else words.en} {'+' if fen > 0 else '−'}{yuan(abs(fen))}"

    return say("，".join(one(*each, "zh") for each in parts), ", ".join(one(*each, "en") for each in parts))


def _owed(account: Account) -> Words:
    parts = [(PART_WORDS[part], yuan(fen)) for part, fen in account.owed if fen]
    zh = "，".join(f"{words.zh} {amount} 元" for words, amount in parts) or "没有欠款"
    en = ", ".join(f"{words.en} {amount}" for words, amount in parts) or "nothing"
    return say(
        f"到手 {yuan(account.received)} 元，已付 {yuan(account.paid)} 元。"
        f"无争议余额 {yuan(account.balance)} 元：{zh}。",
        f"Received {yuan(account.received)}, paid {yuan(account.paid)}. Owed and undisputed "
        f"{yuan(account.balance)} yuan: {en}.",
    )


def _differences(account: Account) -> Iterator[Words]:
    claim = account.debt.claim
    if claim is None:
        yield say(
            "对方没有给出分项余额；可以请它书面说明。",
            "The lender has given no figures by part; ask for them in writing.",
        )
    for part, fen in account.differences:
        words, amount = PART_WORDS[part], yuan(abs(fen))
        more = say("多", "more") if fen > 0 else say("少", "less")
        yield say(
            f"{words.zh}：对方说的比对账单{more.zh} {amount} 元，请它说明。",
            f"{words.en}: the lender says {amount} yuan {more.en} than the statement; ask why.",
        )
