"""The shipped and the invented directory: strict reading, three answers, host names and look-alikes."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.genuine.directory.entries import Answer
from shouzheng.genuine.directory.hosts import Likeness, divide, one_edit, resemblance, skeleton
from shouzheng.genuine.directory.load import load_directory
from shouzheng.genuine.directory.lookup import domain_listing, named_in, number_listing
from shouzheng.reference.problems import ShouzhengError
from tests.genuine.making import HERE, TODAY, invented


def test_the_shipped_directory_is_sound() -> None:
    directory = load_directory()
    assert len(directory.institutions) >= 80
    assert directory.hash.startswith("sha256:")
    for institution in directory.institutions:
        assert institution.seen <= directory.seen
        assert institution.sources
        assert institution.unsure <= {*institution.numbers, *institution.sender_codes, *institution.domains}
        for domain in institution.domains:
            assert divide(domain, directory.web).certain, domain
            assert (
                resemblance(divide(domain, directory.web), directory) is None
                or domain_listing(directory, domain, TODAY).institutions
            )


def test_no_invented_number_of_tests_and_examples_is_listed() -> None:
    directory = load_directory()
    for number in ("95000", "95001", "13000000021", "010-00001111", "400-000-0001", "1069000000001"):
        assert number_listing(directory, number, TODAY).answer is Answer.NOT_FOUND


@pytest.mark.parametrize("written", ["95000", "+8695000", "4000000001", "400-000-0001", "1069000000001"])
def test_a_listed_number(written: str) -> None:
    listing = number_listing(invented(), written, TODAY)
    assert (listing.answer, listing.ids) == (Answer.LISTED, frozenset({"yunling"}))
    assert listing.unsure is (written.startswith("400") or written.startswith("4000"))


@pytest.mark.parametrize("written", ["95009", "950001", "10690000000011", "", "abc", "\ud800", "9" * 500])
def test_every_digit_counts(written: str) -> None:
    assert number_listing(invented(), written, TODAY).answer is Answer.NOT_FOUND


def test_stale_after_check_by() -> None:
    directory = invented()
    assert number_listing(directory, "95000", directory.check_by).answer is Answer.LISTED
    assert number_listing(directory, "95000", directory.check_by + timedelta(days=1)).answer is Answer.STALE
    assert number_listing(directory, "95009", date(2030, 1, 1)).answer is Answer.NOT_FOUND
    assert domain_listing(directory, "www.yunling.example", date(2030, 1, 1)).answer is Answer.STALE


def test_there_is_no_answer_that_says_unlicensed() -> None:
    assert {answer.value for answer in Answer} == {"listed", "not_found", "stale"}


@pytest.mark.parametrize(
    ("host", "registrable", "certain"),
    [
        ("www.a.com.cn", "a.com.cn", True),
        ("a.gov.cn", "a.gov.cn", True),
        ("x.y.top", "y.top", True),
        ("a.b.zz", "b.zz", False),
        ("com.cn", "com.cn", True),
        ("localhost", "localhost", False),
        ("a.com.", "a.com", True),
        ("", "", False),
        ("120.0.0.1", None, True),
        ("2130706433", None, True),
    ],
)
def test_hosts_are_divided(host: str, registrable: str | None, certain: bool) -> None:
    divided = divide(host, invented().web)
    assert (divided.registrable, divided.certain) == (registrable, certain)


@pytest.mark.parametrize(
    ("host", "likeness"),
    [
        ("yun1ing.example", Likeness.ALIKE),
        ("yunlіng.com", Likeness.ALIKE),  # Cyrillic і
        ("xn--yunlng-zva.com", Likeness.ALIKE),  # yunlìng
        ("yunlimg.com", Likeness.ONE_EDIT),
        ("yunilng.com", Likeness.ALIKE),
        ("yuling.com", Likeness.ONE_EDIT),
        ("yunnling.com", Likeness.ONE_EDIT),
        ("uynling.com", Likeness.ONE_EDIT),
        ("yunling.example.vip.top", Likeness.IN_FRONT),
        ("www.yunling.example.vip.top", Likeness.IN_FRONT),
        ("yunling.vip.top", Likeness.IN_FRONT),
        ("yunling.top", Likeness.OTHER_ENDING),
        ("yunling-pay.cn", Likeness.OTHER_ENDING),
        ("vip.top", None),
        ("yun.com", None),
        ("120.0.0.1", None),
        ("xn--.com", None),
        ("xn--999999999999.com", None),
    ],
)
def test_look_alikes(host: str, likeness: Likeness | None) -> None:
    directory = invented()
    found = resemblance(divide(host, directory.web), directory)
    assert (found.likeness if found else None) is likeness


def test_subdomains_of_a_listed_domain_are_listed_and_neighbours_are_not() -> None:
    directory = invented()
    assert domain_listing(directory, "m.yunling.example", TODAY).answer is Answer.LISTED
    assert domain_listing(directory, "myunling.example", TODAY).answer is Answer.NOT_FOUND
    assert domain_listing(directory, "panshi.example", TODAY).unsure


def _edit_distance(one: str, other: str) -> int:
    """Optimal string alignment distance by the textbook table: the oracle."""
    rows = [[i + j if i * j == 0 else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            cost = one[i - 1] != other[j - 1]
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + cost)
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="abc", max_size=6), st.text(alphabet="abc", max_size=6))
def test_one_edit_agrees_with_the_table(one: str, other: str) -> None:
    assert one_edit(one, other) is (_edit_distance(one, other) == 1)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_no_host_crashes(host: str) -> None:
    directory = invented()
    divided = divide(host, directory.web)
    resemblance(divided, directory)
    domain_listing(directory, host, TODAY)
    assert isinstance(skeleton(host, directory.web.alike), str)


def test_names_in_a_text() -> None:
    assert [one.id for one in named_in(invented(), "磐石银行和云岭贷，还有磐石示例银行业协会")] == ["panshi", "yunling"]
    assert named_in(invented(), "信用卡") == ()
    assert [one.id for one in named_in(load_directory(), "您的工行信用卡")] == ["icbc"]
    assert named_in(load_directory(), "云岭示例消费金融") == ()
    assert named_in(load_directory(), "中国银行业协会") == ()


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("hotlines.toml", 'kind = "bank"', 'kind = "shop"', r"hotlines\.toml:\d+"),
        ("hotlines.toml", 'sources = ["invented"]\nnote', 'source = ["invented"]\nnote', r"hotlines\.toml:\d+"),
        ("official_sites.toml", 'institution = "panshi"', 'institution = "nobody"', r"official_sites\.toml"),
        ("web_addresses.toml", "check_by = 2027-11-22", 'check_by = "soon"', r"web_addresses\.toml:\d+"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(tmp_path: Path, file: str, old: str, new: str, place: str) -> None:
    for path in (HERE / "directory").glob("*.toml"):
        text = path.read_text("utf-8")
        if path.name == file:
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / path.name).write_text(text, "utf-8")
    with pytest.raises(ShouzhengError) as caught:
        load_directory(tmp_path)
    assert caught.value.exit_code == 3
    assert any(re.match(place, problem.where) for problem in caught.value.problems)
