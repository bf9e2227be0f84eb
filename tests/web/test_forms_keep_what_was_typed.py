"""A form with one wrong field keeps all the others, and says beside the field what is wrong."""

import re
from collections.abc import Iterator

import pytest

from shouzheng.remedy.cases.statement import keep_statement
from tests.web.conftest import EXAMPLE, running_app
from tests.web.over_http import Window, empty_case, window, words_of
from tests.web.steps import CASE, MESSAGES, NAME


@pytest.fixture
def at_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    with running_app(tmp_path_factory.mktemp("forms") / "cases") as app:
        empty_case(app)
        with window(app) as one:
            yield one


def _value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)
    assert found is not None, name
    return found[1]


def _chosen(page: str, name: str) -> list[str]:
    field = re.search(rf'(?s)<select[^>]* name="{name}".*?</select>', page)
    assert field is not None, name
    return re.findall(r'<option value="([^"]*)" selected', field[0])


def test_a_message_with_a_wrong_day_keeps_every_other_field(at_home: Window) -> None:
    at_home.send(f"{CASE}/proceedings", do="new", channel="lender", title="投诉示例")
    of = re.search(r'name="of" value="([^"]+)"', at_home.get(f"{CASE}/proceedings"))
    assert of is not None
    fields = {"message": "sent:complaint", "proof": "ems", "proof_value": "E000X", "note": "寄给投诉处<b>"}
    points = ["stop_contacts", "recording"]
    for day in ("2027-01-01", "", "昨天"):
        answer = at_home.send(
            f"{CASE}/proceedings", do="message", of=of[1], day=day, points=points, in_writing="yes", **fields
        )
        page = answer.text
        assert answer.status_code == 400
        form = page[page.index('name="of"') : page.index('value="message">')]
        assert (_value(form, "proof_value"), _value(form, "note")) == ("E000X", "寄给投诉处&lt;b&gt;")
        assert _value(form, "day") == day
        assert (_chosen(form, "message"), _chosen(form, "proof")) == (["sent:complaint"], ["ems"])
        assert _chosen(form, "in_writing") == ["yes"]
        assert set(re.findall(r'name="points" value="(\w+)" checked', form)) == set(points)
        assert 'aria-describedby="e-day"' in form
        assert "写成 2026-02-10 的样子" in words_of(form[form.index('id="e-day"') - 20 :], theirs=True)
        assert "<details open>" in page
    answer = at_home.send(f"{CASE}/proceedings", do="message", of=of[1], day="2026-01-20", points=points[:1], **fields)
    assert answer.status_code == 200
    assert "记下了" in words_of(answer.text)
    assert "E000X" in answer.text


def test_a_new_matter_with_a_wrong_choice_keeps_its_title(at_home: Window) -> None:
    answer = at_home.send(f"{CASE}/proceedings", do="new", channel="nowhere", title="我的标题")
    assert answer.status_code == 400
    assert _value(answer.text, "title") == "我的标题"
    assert 'id="e-channel"' in answer.text
    assert "channel" not in words_of(answer.text, theirs=True)


def test_a_step_done_on_an_impossible_day_is_said_beside_it(at_home: Window) -> None:
    opened = at_home.app.running.state.case(NAME)
    with opened.writing() as case:
        keep_statement(case, EXAMPLE / "case.toml")
        case.add([MESSAGES.read_bytes()], MESSAGES.name, "application/xml")
    opened.work.wake()
    assert opened.work.wait(60)
    page = at_home.get(f"{CASE}/next")
    step = re.search(r'name="step" value="([^"]+)"', page)
    assert step is not None
    for day in ("2027-01-01", "前天"):
        answer = at_home.send(f"{CASE}/next", step=step[1], person="me", to="", day=day)
        assert answer.status_code == 400
        assert _value(answer.text, "day") == day
        assert answer.text.count('id="e-day"') == 1
    done = at_home.send(f"{CASE}/next", step=step[1], person="me", to="", day="2026-02-01")
    assert done.status_code == 200
    assert "记下了" in words_of(done.text)


DEBT = {"d0-lender": "云岭示例", "d0-got_on": "2025-03-10", "d0-got": "20000"}


def _said(page: str) -> list[str]:
    """Return what is said to be wrong at the top of a page."""
    top = re.search(r'(?s)role="alert">(.*?)</section>', page)
    assert top is not None
    return [words_of(each, theirs=True).strip() for each in re.findall(r"(?s)<strong>(.*?)</strong>", top[1])]


def test_an_empty_day_of_a_claim_is_one_fault(at_home: Window) -> None:
    answer = at_home.send(f"{CASE}/plan", income="工资 6800", **DEBT, **{"d0-claimed": "13000"})
    assert answer.status_code == 400
    assert _said(answer.text) == ["“第 1 笔债：对方哪天这样说”没有填，或者缺数字"]
    assert re.findall(r'name="([^"]+)"[^>]* aria-invalid', answer.text) + re.findall(
        r'aria-invalid="true"[^>]* name="([^"]+)"', answer.text
    ) == ["d0-claimed_on"]
    assert _value(answer.text, "d0-claimed") == "13000"


def test_each_line_that_is_not_understood_is_quoted_once_with_its_number(at_home: Window) -> None:
    lines = {"income": "工资 ６８００\n\n奖金看情况\n零工 约一千", "expenses": "房租 1800元"}
    payments = {"d0-payments": "2025-04-10 2000\n五月 还了两千"}
    answer = at_home.send(f"{CASE}/plan", **lines, **DEBT, **payments)
    assert answer.status_code == 400
    assert _said(answer.text) == [
        "“每月收入，一行一项”第 3 行看不懂：“奖金看情况”",
        "“每月收入，一行一项”第 4 行看不懂：“零工 约一千”",
        "“第 1 笔债：已经还过的，一行一次”第 2 行看不懂：“五月 还了两千”",
    ]
    beside = answer.text[answer.text.index('id="e-income"') :]
    assert "奖金看情况" in words_of(beside[: beside.index("</p>")], theirs=True)
    assert "奖金看情况\n零工 约一千</textarea>" in answer.text


def test_days_out_of_order_are_still_said(at_home: Window) -> None:
    fields = {**DEBT, "d0-payments": "2024-01-01 100"}
    answer = at_home.send(f"{CASE}/plan", income="工资 6800", **fields)
    assert _said(answer.text) == ["第 1 笔债：日期先后不对"]
