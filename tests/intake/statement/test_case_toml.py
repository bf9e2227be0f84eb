from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from shouzheng.intake.statement.case_toml import default_case, load_case
from shouzheng.model.case import InstitutionKind, KnownBy, PartyKind, ProductKind, Role
from shouzheng.model.moment import OffsetSource, Resolution
from shouzheng.model.words import Lang
from shouzheng.reference.problems import Problem, ShouzhengError

WHOLE = """
schema = 1
[case]
title = "云岭示例案"
invented = true
offset = "+09:00"
[statements]
no_other_agreed_times = true
[[person]]
id = "me"
role = "debtor"
name = "林某"
files = ["sms-*.xml", "calls-*.xml"]
minor = false
[[person]]
id = "姐姐"
role = "emergency_contact"
files = ["sister-*.xml"]
consent = 2026-01-02T10:00:00.5+08:00
[[party]]
id = "yunling"
kind = "creditor"
name = "云岭示例消费金融有限公司"
institution_kind = "consumer_finance"
numbers = ["95000", "1069000000*", "+86 010-00001111"]
signatures = ["【云岭示例消金】"]
known_by = "contract"
note = "合同首页"
about_debt = true
[[party]]
id = "agency"
kind = "agency"
acts_for = "yunling"
numbers = ["13000000021"]
[[debt]]
id = "loan"
creditor = "yunling"
product_kind = "online_consumer_loan"
contract_date = 2025-03-01
due = "12000.5"
[[objection]]
person = "姐姐"
party = "agency"
at = 2025-12-30T20:15:00+08:00
how = "sms"
words = "请不要再联系我"
evidence = "短信"
[[agreed_time]]
person = "me"
party = "yunling"
from = "22:30"
to = "6:00"
since = 2025-06-01
until = 2025-07-01
"""


def _saved(folder: Path, text: str | bytes) -> Path:
    path = folder / "case.toml"
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return path


def _problems(folder: Path, text: str | bytes) -> list[Problem]:
    with pytest.raises(ShouzhengError) as caught:
        load_case(_saved(folder, text))
    assert caught.value.exit_code == 2
    for problem in caught.value.problems:
        for lang in (Lang.ZH_HANS, Lang.EN):
            assert problem.what(lang)
            assert problem.why(lang)
            assert problem.repair(lang)
    return list(caught.value.problems)


def _codes(folder: Path, text: str) -> list[tuple[str, str]]:
    return [(problem.code, problem.where.rpartition(":")[2]) for problem in _problems(folder, text)]


def test_a_whole_statement_is_read(tmp_path: Path) -> None:
    case = load_case(_saved(tmp_path, WHOLE))
    assert (case.title, case.invented, case.offset_minutes) == ("云岭示例案", True, 540)
    assert (case.agreements_complete, case.objections_complete) == (True, False)
    me, sister = case.persons
    assert (me.id, me.role, me.is_narrator, me.minor, me.consented) == ("me", Role.DEBTOR, True, False, None)
    assert me.files == ("sms-*.xml", "calls-*.xml")
    assert (sister.role, sister.is_narrator, sister.minor) == (Role.EMERGENCY_CONTACT, False, None)
    assert sister.consented is not None
    assert sister.consented.utc == datetime(2026, 1, 2, 2, 0, 0, 500_000, UTC)
    assert sister.consented.resolution is Resolution.MILLISECOND
    yunling, agency = case.parties
    assert yunling.numbers == ("95000", "1069000000*", "01000001111")
    assert yunling.signatures == ("云岭示例消金",)
    assert (yunling.kind, yunling.institution_kind) == (PartyKind.CREDITOR, InstitutionKind.CONSUMER_FINANCE)
    assert (yunling.known_by, yunling.known_note, yunling.about_debt) == (KnownBy.CONTRACT, "合同首页", True)
    assert (agency.acts_for, agency.about_debt, agency.known_by) == ("yunling", None, KnownBy.OTHER)
    (debt,) = case.debts
    assert (debt.due_fen, debt.contract_date) == (1_200_050, date(2025, 3, 1))
    assert debt.product_kind is ProductKind.ONLINE_CONSUMER_LOAN
    (objection,) = case.objections
    assert objection.at.raw == "2025-12-30T20:15:00+08:00"
    assert objection.at.utc == datetime(2025, 12, 30, 12, 15, tzinfo=UTC)
    assert (objection.at.offset_minutes, objection.at.offset_source) == (480, OffsetSource.STATED)
    assert objection.words == "请不要再联系我"
    (hours,) = case.agreed_times
    assert (hours.from_minute, hours.to_minute) == (22 * 60 + 30, 6 * 60)
    assert (hours.since, hours.until) == (date(2025, 6, 1), date(2025, 7, 1))


def test_nobody_stated_anything() -> None:
    case = default_case()
    assert [person.id for person in case.persons] == ["me"]
    assert case.persons[0].role is Role.UNKNOWN
    assert case.persons[0].is_narrator
    assert (case.agreements_complete, case.objections_complete, case.offset_minutes) == (False, False, 480)


def test_the_smallest_statement_is_the_default_case(tmp_path: Path) -> None:
    assert load_case(_saved(tmp_path, "schema = 1")) == default_case()


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode()
    assert load_case(_saved(tmp_path, data)) == load_case(_saved(tmp_path, WHOLE))
    broken = b"\xef\xbb\xbf" + b"schema = 1\r\n\r\n[case]\r\nx = 1\r\n"
    assert [problem.where for problem in _problems(tmp_path, broken)] == ["case.toml:4"]


def test_the_narrator_can_be_another_than_the_first(tmp_path: Path) -> None:
    text = 'schema = 1\n[[person]]\nid = "a"\nrole = "friend"\n[[person]]\nid = "b"\nrole = "debtor"\nnarrator = true'
    first, second = load_case(_saved(tmp_path, text)).persons
    assert (first.is_narrator, second.is_narrator) == (False, True)
    assert second == replace(second, is_narrator=True)
    twice = text.replace('role = "friend"', 'role = "friend"\nnarrator = true')
    assert _codes(tmp_path, twice) == [("SZ-2035", "9")]


def test_all_problems_are_told_at_once_each_in_its_line(tmp_path: Path) -> None:
    text = """schema = 2
titel = "x"
[case]
title = 5
offset = "8"
colour = "red"
[[person]]
role = "borrower"
id = "a b"
files = "sms.xml"
consent = 2026-01-02T10:00:00
[[party]]
id = "p"
kind = "creditor"
numbers = ["138****0021", "1069*", 95000]
about_debt = "yes"
[[party]]
id = "p"
kind = "agency"
acts_for = "nobody"
known_by = "heard"
[[debt]]
creditor = "q"
due = 12000.00
contract_date = "2025-03-01"
[[objection]]
person = "you"
party = "p"
at = 2025-12-30
[[agreed_time]]
person = "a b"
party = "p"
from = "19:00"
to = "25:00"
since = 1800-01-01
"""
    found = _codes(tmp_path, text)
    assert len(found) == len(set(found))
    assert set(found) == {
        ("SZ-2005", "1"),
        ("SZ-2010", "2"),
        ("SZ-2012", "4"),
        ("SZ-2022", "5"),
        ("SZ-2010", "6"),
        ("SZ-2013", "8"),
        ("SZ-2015", "9"),
        ("SZ-2012", "10"),
        ("SZ-2020", "11"),
        ("SZ-2012", "15"),
        ("SZ-2012", "16"),
        ("SZ-2030", "18"),
        ("SZ-2031", "20"),
        ("SZ-2013", "21"),
        ("SZ-2011", "22"),
        ("SZ-2031", "23"),
        ("SZ-2024", "24"),
        ("SZ-2012", "25"),
        ("SZ-2031", "27"),
        ("SZ-2020", "29"),
        ("SZ-2023", "34"),
        ("SZ-2021", "35"),
    }


def test_allowed_values_are_printed(tmp_path: Path) -> None:
    text = 'schema = 1\n[[person]]\nid = "me"\nrole = "borrower"'
    (problem,) = _problems(tmp_path, text)
    repair = problem.repair(Lang.EN)
    for role in Role:
        assert role.value in repair
    (problem,) = _problems(tmp_path, "schema = 1\n[case]\nname = 1")
    assert "title" in problem.repair(Lang.ZH_HANS)


@pytest.mark.parametrize(
    ("numbers", "code"),
    [
        ('["138****0021"]', "SZ-2025"),
        ('["null"]', "SZ-2025"),
        ('["*"]', "SZ-2025"),
        ('["106900*0"]', "SZ-2025"),
        ('["1069*"]', "SZ-2026"),
        ('["1069000*"]', "SZ-2026"),
        ('["9500*"]', "SZ-2026"),
        ('["+86 1069*"]', "SZ-2026"),
        ('[""]', "SZ-2014"),
        ("[95000]", "SZ-2012"),
        ('"95000"', "SZ-2012"),
    ],
)
def test_numbers_that_could_take_in_others_are_refused(tmp_path: Path, numbers: str, code: str) -> None:
    text = f'schema = 1\n[[party]]\nid = "p"\nkind = "creditor"\nnumbers = {numbers}'
    assert _codes(tmp_path, text) == [(code, "5")]


def test_prefixes_and_named_senders_are_kept(tmp_path: Path) -> None:
    text = (
        'schema = 1\n[[party]]\nid = "p"\nkind = "private"\nnumbers = ["95000*", "+86 10690000*", "YUNLING", "a@B.cn"]'
    )
    assert load_case(_saved(tmp_path, text)).parties[0].numbers == ("95000*", "10690000*", "YUNLING", "a@b.cn")


TWO = """schema = 1
[[party]]
id = "a"
kind = "creditor"
{one}
[[party]]
id = "b"
kind = "creditor"
{two}
"""


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ('numbers = ["13000000021"]', 'numbers = ["+86 130-0000-0021"]'),
        ('numbers = ["1069000000*"]', 'numbers = ["95000", "1069000000*"]'),
        ('signatures = ["云岭示例"]', 'signatures = ["【云岭示例】"]'),
    ],
)
def test_one_number_or_signature_has_one_owner(tmp_path: Path, one: str, two: str) -> None:
    (problem,) = _problems(tmp_path, TWO.format(one=one, two=two))
    assert (problem.code, problem.where) == ("SZ-2034", "case.toml:9")
    assert "5" in problem.what(Lang.ZH_HANS)


def test_a_number_inside_anothers_prefix_is_allowed(tmp_path: Path) -> None:
    text = TWO.format(one='numbers = ["1069000000*"]', two='numbers = ["10690000001234", "10690000001234"]')
    assert load_case(_saved(tmp_path, text)).parties[1].numbers[0] == "10690000001234"


def test_only_agencies_act_for_creditors(tmp_path: Path) -> None:
    text = TWO.format(one="", two='acts_for = "a"')
    assert _codes(tmp_path, text) == [("SZ-2033", "9")]
    text = TWO.replace('id = "b"\nkind = "creditor"', 'id = "b"\nkind = "agency"')
    assert _codes(tmp_path, text.format(one="", two='acts_for = "b"')) == [("SZ-2032", "9")]


@pytest.mark.parametrize(
    "due", ['"12,000"', '"-1"', '"1.234"', '"１２"', '"1e3"', '""', "12000", "1.5", '"999999999999"']
)
def test_money_is_exact_text_or_refused(tmp_path: Path, due: str) -> None:
    text = f'schema = 1\n[[party]]\nid = "p"\nkind = "creditor"\n[[debt]]\nid = "d"\ncreditor = "p"\ndue = {due}'
    assert _codes(tmp_path, text) == [("SZ-2024", "8")]


@pytest.mark.parametrize(("due", "fen"), [("0", 0), ("12000.00", 1_200_000), ("0.1", 10), ("0.07", 7), (" 5 ", 500)])
def test_yuan_become_fen(tmp_path: Path, due: str, fen: int) -> None:
    text = f'schema = 1\n[[party]]\nid = "p"\nkind = "creditor"\n[[debt]]\nid = "d"\ncreditor = "p"\ndue = "{due}"'
    assert load_case(_saved(tmp_path, text)).debts[0].due_fen == fen


@pytest.mark.parametrize("offset", ["+08:00", "-12:00", "+14:00", "+05:45", "-03:30"])
def test_offsets(tmp_path: Path, offset: str) -> None:
    minutes = load_case(_saved(tmp_path, f'schema = 1\n[case]\noffset = "{offset}"')).offset_minutes
    sign = -1 if offset[0] == "-" else 1
    assert minutes == sign * (int(offset[1:3]) * 60 + int(offset[4:]))


@pytest.mark.parametrize("offset", ["8", "+8:00", "+08", "+15:00", "-13:00", "+08:75", "Asia/Shanghai", "+14:01"])
def test_what_is_no_offset(tmp_path: Path, offset: str) -> None:
    assert _codes(tmp_path, f'schema = 1\n[case]\noffset = "{offset}"') == [("SZ-2022", "3")]


HOURS = """schema = 1
[[party]]
id = "p"
kind = "creditor"
[[agreed_time]]
person = "me"
party = "p"
from = "{0}"
to = '{1}'"""


def test_agreed_hours(tmp_path: Path) -> None:
    for start, end, minutes in (("0:00", "24:00", (0, 1440)), ("23:59", "00:00", (1439, 0))):
        (hours,) = load_case(_saved(tmp_path, HOURS.format(start, end))).agreed_times
        assert (hours.from_minute, hours.to_minute) == minutes
    assert _codes(tmp_path, HOURS.format("24:00", "1:00")) == [("SZ-2023", "8")]
    assert _codes(tmp_path, HOURS.format("1:00", "1:00")) == [("SZ-2023", "9")]
    assert _codes(tmp_path, HOURS.format("7pm", "9:60")) == [("SZ-2023", "8"), ("SZ-2023", "9")]
    text = HOURS.format("19:00", "21:00") + "\nsince = 2025-06-01\nuntil = 2025-05-31"
    assert _codes(tmp_path, text) == [("SZ-2021", "11")]


def test_times_need_an_offset_and_a_sane_year(tmp_path: Path) -> None:
    text = 'schema = 1\n[[person]]\nid = "me"\nrole = "debtor"\nconsent = {}'
    assert _codes(tmp_path, text.format("2026-01-02T10:00:00")) == [("SZ-2020", "5")]
    assert _codes(tmp_path, text.format("2026-01-02")) == [("SZ-2020", "5")]
    assert _codes(tmp_path, text.format("10:00:00")) == [("SZ-2012", "5")]
    assert _codes(tmp_path, text.format('"2026-01-02"')) == [("SZ-2012", "5")]
    for year in ("0001", "1989", "2100", "9999"):
        assert _codes(tmp_path, text.format(f"{year}-01-01T00:00:00+14:00")) == [("SZ-2021", "5")]


def test_missing_keys_are_named_at_their_table(tmp_path: Path) -> None:
    text = "schema = 1\n[[person]]\n[[party]]\n[[debt]]\n[[objection]]\n[[agreed_time]]"
    found = [(problem.where, dict(problem.slots)["key"]) for problem in _problems(tmp_path, text)]
    assert found == [
        ("case.toml:2", "id"),
        ("case.toml:2", "role"),
        ("case.toml:3", "id"),
        ("case.toml:3", "kind"),
        ("case.toml:4", "id"),
        ("case.toml:4", "creditor"),
        *[("case.toml:5", key) for key in ("person", "party", "at")],
        *[("case.toml:6", key) for key in ("person", "party", "from", "to")],
    ]


@pytest.mark.parametrize(
    "text",
    ["schema = 1\nperson = 5", "schema = 1\nperson = [1]", "schema = 1\ncase = 3", "schema = 1\n[person]\nid = 'a'"],
)
def test_a_table_of_the_wrong_shape_is_said(tmp_path: Path, text: str) -> None:
    assert "SZ-2012" in [code for code, _ in _codes(tmp_path, text)]


@pytest.mark.parametrize(
    ("content", "code", "where"),
    [
        ("a = \n", "SZ-2004", "case.toml:1"),
        ("a = 1\n\n[b\n", "SZ-2004", "case.toml:3"),
        ("a = 1\na = 2", "SZ-2004", "case.toml:2"),
        (b"a = 1\nb = '\xff'", "SZ-2002", "case.toml:2"),
        (b"#" * (1 << 20) + b"#", "SZ-2003", "case.toml"),
        ("a = " + "[" * 100_000, "SZ-2004", "case.toml"),
    ],
)
def test_a_file_that_is_no_toml(tmp_path: Path, content: str | bytes, code: str, where: str) -> None:
    (problem,) = _problems(tmp_path, content)
    assert (problem.code, problem.where) == (code, where)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "absent.toml", tmp_path, tmp_path / "a\0"):
        with pytest.raises(ShouzhengError) as caught:
            load_case(path)
        assert (caught.value.problems[0].code, caught.value.exit_code) == ("SZ-2001", 2)


def test_hostile_values_are_harmless_in_messages(tmp_path: Path) -> None:
    text = 'schema = 1\n[[person]]\nid = "me"\nrole = "\\u202e\\u001b[31m"\n"ke\\u001by" = 1'
    for problem in _problems(tmp_path, text):
        said = problem.what(Lang.EN) + problem.repair(Lang.EN)
        assert "\x1b" not in said
        assert "\u202e" not in said


def test_the_bundled_example_is_sound() -> None:
    example = Path(__file__).resolve().parents[3] / "examples" / "yunling" / "case.toml"
    assert load_case(example).invented
