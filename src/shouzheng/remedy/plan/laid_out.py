"""One plan laid out for a letter: what it is, each payment with its day and sum to the fen, and what it comes to.

Payments alike that follow month by month on the same day of the month stand in one line with both ends, so that a plan
of five years is read at a glance; every other payment has a line of its own. Nothing is rounded here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from shouzheng.model.words import Words
from shouzheng.reference.counting import months_after
from shouzheng.remedy.plan.account import Account
from shouzheng.remedy.plan.inputs import OPTION_WORDS, OptionKind
from shouzheng.remedy.plan.money import percent, yuan
from shouzheng.remedy.plan.schedules import Payment, Schedule, arrears_of

#: From this many payments alike they stand in one line.
_TOGETHER = 3


def laid_out(schedule: Schedule, account: Account) -> tuple[Words, ...]:
    """Return the lines: the kind of plan, the payments, the sums, and what is disputed and not part of it."""
    return (_kind(schedule, account), *map(_run, _runs(schedule.payments)), _sums(schedule, account))


def day_words(day: date) -> Words:
    """Return a day as letters write it."""
    return Words(f"{day.year}年{day.month}月{day.day}日", day.isoformat())


def _kind(schedule: Schedule, account: Account) -> Words:
    option, words = schedule.option, OPTION_WORDS[schedule.option.kind]
    how = Words("", "")
    match option.kind:
        case OptionKind.EXTENSION:
            until = day_words(months_after(option.first, option.wait))
            meanwhile = Words("只付利息", "interest only") if option.rate_bp else Words("不付款", "no payment")
            how = Words(
                f"，自{day_words(option.first).zh}起缓{option.wait}个月，其间{meanwhile.zh}，"
                f"自{until.zh}起分{option.months}期付清",
                f", from {option.first} {option.wait} months of waiting ({meanwhile.en}), then from {until.en} "
                f"{option.months} payments",
            )
        case OptionKind.ARREARS_FIRST:
            first = arrears_of(account, option)
            how = Words(
                f"，先付逾期部分{yuan(first)}元，其余{yuan(schedule.total - first)}元按下列日期付",
                f", the arrears of {yuan(first)} yuan first, the other {yuan(schedule.total - first)} yuan as below",
            )
        case OptionKind.SETTLEMENT if schedule.given_up:
            how = Words(
                f"，现欠{yuan(schedule.start)}元，请求减免{yuan(schedule.given_up)}元，付{yuan(schedule.total)}元后结清",
                f", of {yuan(schedule.start)} yuan owed {yuan(schedule.given_up)} are asked to be waived; with "
                f"{yuan(schedule.total)} paid it is settled",
            )
        case _:
            pass
    rate = Words(f"，未付部分按年利率{percent(option.rate_bp)}计息", f", interest at {percent(option.rate_bp)} a year")
    if not option.rate_bp:
        rate = Words("", "")
    return Words(
        f"本人提出的付款安排（{words.zh}{how.zh}{rate.zh}）：", f"The payments I propose ({words.en}{how.en}{rate.en}):"
    )


def _runs(payments: Sequence[Payment]) -> Iterator[tuple[Payment, ...]]:
    """Yield payments alike that follow each other month by month; fewer than three one by one."""
    run: list[Payment] = []
    for payment in payments:
        if run and not _follows(run, payment):
            yield from _split(run)
            run = []
        run.append(payment)
    yield from _split(run)


def _follows(run: Sequence[Payment], payment: Payment) -> bool:
    first = run[0]
    # interest alone stands apart from payments that pay off as well
    alike = payment.fen == first.fen and (payment.interest == payment.fen) == (first.interest == first.fen)
    return alike and payment.day.day == first.day.day and payment.day == months_after(first.day, len(run))


def _split(run: list[Payment]) -> Iterator[tuple[Payment, ...]]:
    if len(run) >= _TOGETHER:
        yield tuple(run)
    else:
        yield from ((each,) for each in run)


def _run(run: tuple[Payment, ...]) -> Words:
    first, last = run[0], run[-1]
    interest = sum(each.interest for each in run)
    zh, en = f"（其中新计利息{yuan(interest)}元）", f" (of it new interest {yuan(interest)})"
    of_it = Words(zh, en) if interest else Words("", "")
    if first is last:
        return Words(
            f"第{first.no}期：{day_words(first.day).zh}，付{yuan(first.fen)}元{of_it.zh}。",
            f"no. {first.no}: {first.day}, {yuan(first.fen)} yuan{of_it.en}.",
        )
    total = sum(each.fen for each in run)
    return Words(
        f"第{first.no}期至第{last.no}期：{day_words(first.day).zh}至{day_words(last.day).zh}，每月{first.day.day}日各付"
        f"{yuan(first.fen)}元，小计{yuan(total)}元{of_it.zh}。",
        f"no. {first.no} to {last.no}: {first.day} to {last.day}, on the {first.day.day} of each month "
        f"{yuan(first.fen)} yuan, {yuan(total)} in all{of_it.en}.",
    )


def _sums(schedule: Schedule, account: Account) -> Words:
    count, interest = len(schedule.payments), schedule.interest
    zh, en = f"合计：共{count}期，{yuan(schedule.total)}元", f"In all: {count} payments, {yuan(schedule.total)} yuan"
    if interest:
        zh, en = f"{zh}，其中新计利息{yuan(interest)}元。", f"{en}, of it new interest {yuan(interest)}."
    elif schedule.option.kind is OptionKind.SETTLEMENT or schedule.total > account.balance:
        zh, en = f"{zh}。", f"{en}."
    else:
        zh, en = f"{zh}，请求期间不另计利息和费用。", f"{en}; I ask that no interest or fee be added meanwhile."
    if schedule.option.kind is OptionKind.ARREARS_FIRST and schedule.total > account.balance:
        more = yuan(schedule.total - account.balance)
        zh += f"其中{more}元是合同约定的以后各期付款里还没有到期的利息和费用。"
        en += f" Of it {more} are interest and fees in the contract’s later payments that are not owed yet."
    if account.disputed and schedule.option.kind is OptionKind.SETTLEMENT:
        zh += f"有争议的{yuan(account.disputed)}元不在其内，请确认付清后不再主张。"
        en += f" Not in it: {yuan(account.disputed)} yuan in dispute; please confirm that it is no longer claimed then."
    elif account.disputed:
        zh += f"有争议的{yuan(account.disputed)}元不在其内，本人另行提出异议。"
        en += f" Not in it: {yuan(account.disputed)} yuan that I dispute apart."
    return Words(zh, en)
