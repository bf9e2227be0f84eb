"""The repayment plan: a plain form, then the month, what loans cost, and plans that can be kept; PDF to take along."""

from __future__ import annotations

from starlette.responses import Response

from shouzheng.genuine.directory.load import load_directory
from shouzheng.reference.problems import ShouzhengError
from shouzheng.remedy.labels import INSTITUTION_KIND, PRODUCT_KIND
from shouzheng.remedy.plan.paper import plan_pdf
from shouzheng.remedy.plan.plan_file import parse_plan
from shouzheng.remedy.plan.screen import voice_of
from shouzheng.remedy.plan.sections import sections
from shouzheng.remedy.plan.working import Plan, work_out
from shouzheng.rulebook.load import load_rulebook
from shouzheng.web.cases import statement as statements
from shouzheng.web.cases.plan_form import MOST_DEBTS, PLAN, DebtForm, PlanForm, as_plan_toml, form_of
from shouzheng.web.cases.statement_fields import Kind
from shouzheng.web.pictures.money import money
from shouzheng.web.pictures.plans import compared
from shouzheng.web.visit import Page, Visit, missing


def _kept(visit: Visit) -> dict[str, str]:
    with visit.case.reading() as case:
        content = next((entry.content for entry in case.entries(PLAN)), {})
    return {str(key): str(value) for key, value in content.items()}


def _worked_out(visit: Visit, form: PlanForm) -> Plan:
    given = parse_plan(as_plan_toml(form, visit.today.isoformat()))
    return work_out(given, load_rulebook(), load_directory(), visit.today)


def show(visit: Visit) -> Response:
    """Show the form and, when it was filled in, the plan."""
    given = _kept(visit)
    return _page(visit, form_of(given), 200) if given else _page(visit, _begun(visit), 200, empty=True)


def _begun(visit: Visit) -> PlanForm:
    """Begin with the lenders of the statement."""
    with visit.case.reading() as case:
        stated = statements.current(case, visit.case.name)
    names = dict(stated.named(Kind.CREDITOR))
    debts = []
    for item in stated.items("debt")[:MOST_DEBTS]:
        contract = str(item.get("contract_date", ""))
        name = names.get(str(item.get("creditor")), "")
        debts.append(DebtForm(name, product=str(item.get("product_kind", "")), contract=contract, got_on=contract))
    return PlanForm(debts=tuple(debts))


def _page(visit: Visit, form: PlanForm, status: int, *, empty: bool = False) -> Response:
    problems, plan, parts = [], None, []
    if not empty:
        try:
            plan = _worked_out(visit, form)
            problems = list(plan.problems)
            parts = list(sections(plan, load_rulebook()))
        except ShouzhengError as error:
            problems, status = list(error.problems), 400
    voice = voice_of(visit.lang, plan.given) if plan is not None else None
    debts = [*form.debts, *[DebtForm()] * min(1, MOST_DEBTS - len(form.debts))]
    return visit.page(
        "plan.html",
        status,
        problems,
        form=form,
        debts=debts,
        parts=parts,
        money=money(plan, visit.say) if plan is not None else None,
        compared=compared(plan, visit.say) if plan is not None else (),
        voice=voice,
        institutions=INSTITUTION_KIND,
        products=PRODUCT_KIND,
    )


def act(visit: Visit) -> Response:
    """Store the form and show what comes of it."""
    keys = [key for key in PlanForm.__slots__ if key != "debts"]
    keys += [f"d{place}-{key}" for place in range(MOST_DEBTS) for key in DebtForm.__slots__]
    given = {key: visit.text(key)[:4000] for key in keys if visit.text(key)}
    with visit.case.writing(judged=False) as case:
        case.enter(PLAN, "plan", given)
    form = form_of(given)
    try:
        _worked_out(visit, form)
    except ShouzhengError:
        return _page(visit, form, 400)
    return visit.go(f"/case/{visit.case.name}/plan#plan")


def download(visit: Visit) -> Response:
    """Give the plan as PDF."""
    given = _kept(visit)
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
