"""The repayment plan: a plain form, then the month, what loans cost, and plans that can be kept; PDF to take along."""

from __future__ import annotations

from starlette.responses import Response

from shouzheng.genuine.directory.load import load_directory
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.labels import INSTITUTION_KIND, PRODUCT_KIND
from shouzheng.remedy.plan.paper import plan_pdf
from shouzheng.remedy.plan.plan_file import parse_plan
from shouzheng.remedy.plan.screen import voice_of
from shouzheng.remedy.plan.sections import sections
from shouzheng.remedy.plan.working import Plan, work_out
from shouzheng.rulebook.load import load_rulebook
from shouzheng.web.cases import statement as statements
from shouzheng.web.cases.plan_form import MOST_DEBTS, PLAN, DebtForm, PlanForm, as_plan_toml, form_of
from shouzheng.web.cases.plan_words import LABELS, Fault, by_lender, faults, label_of
from shouzheng.web.cases.seen import Held, held
from shouzheng.web.cases.statement_fields import Kind
from shouzheng.web.page_voice import PageVoice
from shouzheng.web.pictures.money import money
from shouzheng.web.pictures.plans import compared
from shouzheng.web.problems import CHANGED_MEANWHILE
from shouzheng.web.visit import Page, ShownProblem, Visit, missing, shown_problem

_SUBJECT = "plan"


def _held(visit: Visit) -> Held:
    with visit.case.reading() as case:
        return held(case, PLAN).get(_SUBJECT, Held())


def _kept(now: Held) -> dict[str, str]:
    return {str(key): str(value) for key, value in now.content.items()}


def _worked_out(visit: Visit, form: PlanForm) -> Plan:
    given = parse_plan(as_plan_toml(form, visit.today.isoformat()))
    return work_out(given, load_rulebook(), load_directory(), visit.today)


def show(visit: Visit) -> Response:
    """Show the form and, when it was filled in, the plan."""
    given = _kept(_held(visit))
    return _page(visit, form_of(given), 200) if given else _page(visit, _begun(visit), 200, empty=True)


def _begun(visit: Visit) -> PlanForm:
    """Begin with the lenders of the statement."""
    with visit.case.reading() as case:
        stated = statements.current(case, visit.case.name)
    names = dict(stated.named(Kind.CREDITOR, visit.lang))
    debts = []
    for item in stated.items("debt")[:MOST_DEBTS]:
        contract = str(item.get("contract_date", ""))
        name = names.get(str(item.get("creditor")), "")
        debts.append(DebtForm(name, product=str(item.get("product_kind", "")), contract=contract, got_on=contract))
    return PlanForm(debts=tuple(debts))


def _page(
    visit: Visit, form: PlanForm, status: int, *, empty: bool = False, others: list[tuple[str, str, str]] | None = None
) -> Response:
    """Show the form and what comes of it; ``others`` are fields that another window stored otherwise, with both."""
    problems: list[Problem] = [] if others is None else [Problem(CHANGED_MEANWHILE)]
    plan, parts, wrong = None, [], list[Fault]()
    if not empty:
        try:
            plan = _worked_out(visit, form)
            problems += by_lender(plan.problems, form)
            parts = list(sections(plan, load_rulebook()))
            wrong = faults(form, visit.today.isoformat(), (), visit.say)
        except ShouzhengError as error:
            wrong = faults(form, visit.today.isoformat(), error.problems, visit.say)
            status = 400 if others is None else status
    voice = PageVoice.like(voice_of(visit.lang, plan.given)) if plan is not None else None
    debts = [*form.debts, *[DebtForm()] * min(1, MOST_DEBTS - len(form.debts))]
    return visit.page(
        "plan.html",
        status,
        [*problems, *(each.problem for each in wrong)],
        form=form,
        debts=debts,
        parts=parts,
        money=money(plan, visit.say) if plan is not None else None,
        compared=compared(plan, visit.say) if plan is not None else (),
        voice=voice,
        institutions=INSTITUTION_KIND,
        products=PRODUCT_KIND,
        labels=LABELS,
        wrong=_by_field(wrong, visit),
        seen=_held(visit).mark,
        others=others,
    )


def _by_field(found: list[Fault], visit: Visit) -> dict[str, list[ShownProblem]]:
    """Return what is wrong with each field, in the words of the page."""
    wrong: dict[str, list[ShownProblem]] = {}
    for each in found:
        if each.field:
            wrong.setdefault(each.field, []).append(shown_problem(each.problem, visit.say))
    return wrong


def act(visit: Visit) -> Response:
    """Store the form and show what comes of it; what another window stored meanwhile is shown beside it."""
    keys = [key for key in PlanForm.__slots__ if key != "debts"]
    keys += [f"d{place}-{key}" for place in range(MOST_DEBTS) for key in DebtForm.__slots__]
    given = {key: visit.text(key)[:4000] for key in keys if visit.text(key)}
    form = form_of(given)
    with visit.case.writing(judged=False) as case:
        now = held(case, PLAN).get(_SUBJECT, Held())
        other = _kept(now)
        different = [key for key in keys if other.get(key, "") != given.get(key, "")]
        clash = bool(now.mark != visit.whole("seen") and different)
        if not clash:
            case.enter(PLAN, _SUBJECT, given)
    if clash:
        both = [(label_of(key, visit.say), other.get(key, ""), given.get(key, "")) for key in different]
        return _page(visit, form, 409, others=both)
    try:
        _worked_out(visit, form)
    except ShouzhengError:
        return _page(visit, form, 400)
    return visit.go(f"/case/{visit.case.name}/plan#plan")


def download(visit: Visit) -> Response:
    """Give the plan as PDF."""
    given = _kept(_held(visit))
    if not given:
        raise missing()
    content = plan_pdf(_worked_out(visit, form_of(given)), load_rulebook(), visit.lang)
    with visit.case.writing(judged=False) as case:
        case.record("export", {"file": "plan.pdf"})
    return visit.file(content, "plan.pdf", "application/pdf")


PAGES = (
    Page("/case/{case}/plan", show=show, act=act, case=True),
    Page("/case/{case}/plan.pdf", show=download, case=True),
)
