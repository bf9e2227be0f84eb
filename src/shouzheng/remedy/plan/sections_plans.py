"""The plans of one debt, the payments made, and the loan not taken yet, in words."""

from __future__ import annotations

from collections.abc import Iterator

from shouzheng.genuine.directory.entries import Answer
from shouzheng.model.words import Words
from shouzheng.reference.safe_text import shorten, visible
from shouzheng.remedy.plan.before import Afford, BeforeView
from shouzheng.remedy.plan.inputs import OPTION_WORDS
from shouzheng.remedy.plan.money import yuan
from shouzheng.remedy.plan.schedules import Schedule
from shouzheng.remedy.plan.section import DAY, MOST_ROWS, Cell, Section, Table, literal, money, say
from shouzheng.remedy.plan.working import FITS_WORDS, KEPT_WORDS, Checked, DebtView, Fits, Plan, Progress


def plan_sections(view: DebtView, plan: Plan) -> Iterator[Section]:
    """Yield the plans side by side and the payments of the one that counts."""
    title = say("还款方案", "Plans")
    if not view.plans:
        text = say("没有余额，不需要方案。", "Nothing is owed: no plan is needed.")
        if view.account.balance:
            text = say(
                "按每月可分配的数额，五年内还不清，程序不提方案；可谈减免、调解，先问12348。",
                "Within five years the share does not pay it off, so none is proposed; ask for a "
                "reduction or mediation, and "
                "12348 first.",
            )
        yield Section(title, 2, sentences=(text,))
        return
    head = (
        say("方案", "plan"),
        say("期数", "payments"),
        say("首期", "first"),
        say("每月最多（元）", "most a month (yuan)"),
        say("合计（元）", "total (yuan)"),
        say("请对方减免（元）", "to be waived (yuan)"),
        say("付得起吗", "affordable?"),
    )
    yield Section(
        title, 2, table=Table(head, tuple(_plan_row(each) for each in view.plans)), sentences=tuple(_plan_words(view))
    )
    if any(progress.debt.id == view.debt.id for progress in plan.progress):
        return  # the plan that was chosen is told with the payments made
    for each in view.plans:
        if each.fits is Fits.YES:
            yield _schedule(each.schedule)
            return


def _plan_row(each: Checked) -> tuple[Cell, ...]:
    laid_out = each.schedule
    first = laid_out.payments[0].day.isoformat() if laid_out.payments else "-"
    count = str(len(laid_out.payments))
    return (
        Cell(OPTION_WORDS[laid_out.option.kind]),
        Cell(Words(count, count), own=False, right=True),
        literal(first),
        money(laid_out.most),
        money(laid_out.total),
        money(laid_out.given_up),
        Cell(FITS_WORDS[each.fits]),
    )


def _plan_words(view: DebtView) -> Iterator[Words]:
    if any(each.by_program for each in view.plans):
        yield say(
            "程序按每月可分配的数额提出，不计利息；要对方同意。",
            "Proposed by the program within the share, without interest; the lender must agree.",
        )
    for each in view.plans:
        name = _named(each)
        if each.short and each.fits is not Fits.YES:
            yield say(
                f"{name.zh}：每月比可分配的多 {yuan(each.short)} 元。",
                f"{name.en}: {yuan(each.short)} yuan a month above the share.",
            )
        if each.too_long:
            yield say(f"{name.zh}：信用卡个性化分期最长五年。", f"{name.en}: card instalments run five years at most.")
        if each.schedule.given_up:
            yield say(
                f"{name.zh}：要对方同意减免 {yuan(each.schedule.given_up)} 元，并书面确认结清。",
                f"{name.en}: the lender must waive {yuan(each.schedule.given_up)} yuan and confirm in "
                "writing that it is settled.",
            )


def _named(each: Checked) -> Words:
    """The kind of plan with its number of payments: there may be two of a kind."""
    words, count = OPTION_WORDS[each.schedule.option.kind], len(each.schedule.payments)
    return say(f"{words.zh}（{count}期）", f"{words.en} ({count})")


def _schedule(laid_out: Schedule) -> Section:
    head = (
        say("期", "no."),
        DAY,
        say("付款（元）", "payment (yuan)"),
        say("其中利息（元）", "interest (yuan)"),
        say("剩余（元）", "left (yuan)"),
    )
    rows = []
    for payment in laid_out.payments[:MOST_ROWS]:
        no = str(payment.no)
        rows.append(
            (
                Cell(Words(no, no), own=False, right=True),
                literal(payment.day.isoformat()),
                money(payment.fen),
                money(payment.interest),
                money(payment.left),
            )
        )
    title = OPTION_WORDS[laid_out.option.kind]
    return Section(say(f"付款表：{title.zh}", f"Payments: {title.en}"), 2, table=Table(head, tuple(rows)))


def progress_section(progress: Progress) -> Section:
    """The payments made under a chosen plan."""
    head = (
        say("期", "no."),
        DAY,
        say("应付（元）", "due (yuan)"),
        say("已付（元）", "paid (yuan)"),
        say("状态", "state"),
    )
    rows = []
    for step in progress.steps[:MOST_ROWS]:
        no = str(step.payment.no)
        cells = (
            literal(step.payment.day.isoformat()),
            money(step.payment.fen),
            money(step.paid),
            Cell(KEPT_WORDS[step.kept]),
        )
        rows.append((Cell(Words(no, no), own=False, right=True), *cells))
    paid = sum(each.fen for each in progress.paid)
    proved = sum(1 for each in progress.paid if each.proof)
    sentences = [
        say(f"按 {progress.agreed} 的余额。", f"For what was owed on {progress.agreed}."),
        say(
            f"共付 {len(progress.paid)} 次、{yuan(paid)} 元，有凭证的 {proved} 次。",
            f"Payments: {len(progress.paid)}, {yuan(paid)} yuan in all; with proof: {proved}.",
        ),
    ]
    if progress.over:
        sentences.append(
            say(f"比方案多付 {yuan(progress.over)} 元。", f"{yuan(progress.over)} yuan more than the plan.")
        )
    return Section(
        say("还款记录：", "Payments made: "), 1, progress.debt.lender, tuple(sentences), Table(head, tuple(rows))
    )


_AFFORD_WORDS = {
    Afford.YES: say("付得起", "you can afford it"),
    Afford.NO: say("付不起，差的数额会逼着再借", "you cannot afford it; the gap would force new loans"),
    Afford.UNKNOWN: say(
        "还不能说付得起，有的付款没有写在文件里",
        "whether you can afford it cannot be said, payments are missing in the file",
    ),
}


def before_section(view: BeforeView) -> Section:
    """A loan not taken yet: who lends, can it be afforded."""
    afford = _AFFORD_WORDS[view.afford]
    return Section(
        say("借款之前：", "Before borrowing: "),
        1,
        view.before.lender,
        (
            _directory_words(view),
            say(
                f"付款最多的一个月连同已有债务要付 {yuan(view.most)} 元，每月最多可还 {yuan(view.affordable)} 元："
                f"{afford.zh}。",
                f"With other debts the heaviest month asks for {yuan(view.most)} yuan, and at most "
                f"{yuan(view.affordable)} are there: {afford.en}.",
            ),
            *_unknown_words(view),
            say(
                "签字前请对方出示综合融资成本明示表并逐项核对；表外的费用先问清楚。",
                "Before signing ask for the table of all costs and check each item; ask about any charge outside it.",
            ),
        ),
    )


def _unknown_words(view: BeforeView) -> tuple[Words, ...]:
    """Name the old debts whose payments are not all in the file."""
    if not view.unknown:
        return ()
    names = [visible(shorten(name, 60)) for name in view.unknown]
    zh, en = "、".join(names), ", ".join(names)
    return (
        say(
            f"没有算足的已有债务（文件里没有写全以后各期，或选定的方案已有欠付）：{zh}。"
            "请写明各期应付（[[debt.due]]）或谈定新的方案再算。",
            f"Old debts not fully counted (later payments missing in the file, or the chosen plan is behind): {en}. "
            "Add the instalments ([[debt.due]]) or agree on a new plan, and work it out again.",
        ),
    )


def _directory_words(view: BeforeView) -> Words:
    """What the directory says of the lender: listed, stale or not found, never more."""
    names_zh = "、".join(each.name.zh for each in view.institutions)
    names_en = ", ".join(each.name.en for each in view.institutions)
    found = {
        Answer.LISTED: say(
            f"名录里有：{names_zh}。名称相同不等于就是它，请在它自己的App或官网核对。",
            f"Listed in the directory: {names_en}. A name proves nothing; check in its own app or website.",
        ),
        Answer.STALE: say(
            f"名录里有：{names_zh}，但名录该复核了，请自行核对。",
            f"Listed in the directory: {names_en}, but the directory is due to be checked; look yourself.",
        ),
        Answer.NOT_FOUND: say(
            "名录里没有找到。名录不全，这不说明它没有牌照；请查合同上的出借人和监管部门公布的名单。",
            "Not found in the directory, which is not complete: this does not say that it has no "
            "licence. Check the lender in the contract against the regulator’s lists.",
        ),
    }
    return found[view.answer]
