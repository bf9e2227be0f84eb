"""Only confirmed contacts can become material; numbers of evidence and findings are stable."""

import itertools
from dataclasses import replace

import pytest

from shouzheng.judging.case import Judgement
from shouzheng.model.finding import Sureness
from shouzheng.remedy.material import DataState, UnconfirmedContactError, card_key
from tests.remedy.sample import (
    AS_OF,
    FAMILY,
    NOBODY,
    PLAIN,
    YUNLING,
    at,
    contact,
    event,
    material,
    night_finding,
    rich_material,
)


def test_an_unattributed_contact_is_refused() -> None:
    with pytest.raises(UnconfirmedContactError, match="not confirmed"):
        material([contact(event("x", at("2026-01-05 09:00"), text="你好"), NOBODY)])


def test_an_attributed_contact_that_the_person_has_not_confirmed_is_refused() -> None:
    guessed = replace(YUNLING, confirmed=False)
    with pytest.raises(UnconfirmedContactError):
        material([contact(event("x", at("2026-01-05 09:00"), text=PLAIN), guessed)])


def test_a_private_contact_is_refused_although_it_is_confirmed() -> None:
    with pytest.raises(UnconfirmedContactError):
        material([contact(event("x", at("2026-01-05 09:00"), text="晚上回家吃饭吗"), FAMILY)])


def test_a_finding_on_a_contact_outside_the_material_is_refused() -> None:
    built = event("x", at("2026-01-05 23:00"), text=PLAIN)
    with pytest.raises(UnconfirmedContactError, match="f-night-x"):
        material([], [night_finding(built)])


def test_the_same_event_twice_is_refused_because_counts_would_double() -> None:
    one = contact(event("x", at("2026-01-05 09:00"), text=PLAIN))
    with pytest.raises(ValueError, match="twice"):
        material([one, one])


def test_replacing_the_contacts_of_good_material_is_guarded_too() -> None:
    good = rich_material()
    stranger = contact(event("y", at("2026-01-05 09:00"), text="私人"), NOBODY)
    with pytest.raises(UnconfirmedContactError):
        replace(good, contacts=(*good.contacts, stranger))


def test_evidence_is_numbered_by_time_and_equal_times_keep_the_order_of_the_file() -> None:
    same = at("2026-01-05 09:00")
    built = material(
        [contact(event(key, when)) for key, when in (("c", at("2026-02-01 08:00")), ("b", same), ("a", same))]
    )
    assert dict(built.evidence) == {"b": 1, "a": 2, "c": 3}


def test_findings_are_ranked_by_severity_and_like_ones_stand_together() -> None:
    ranked = rich_material().ranked
    assert [finding.severity for finding in ranked] == sorted((f.severity for f in ranked), reverse=True)
    keys = [card_key(finding) for finding in ranked]
    changes = sum(left != right for left, right in itertools.pairwise(keys))
    assert changes + 1 == len(set(keys)) == 3


def test_possible_breaches_stand_before_signs_however_grave() -> None:
    built = event("x", at("2026-01-05 23:00"), text=PLAIN)
    sign = replace(night_finding(built), id="s", rule="R01", severity=5, sureness=Sureness.INDICATOR)
    ranked = material([contact(built)], [sign, night_finding(built)]).ranked
    assert [finding.rule for finding in ranked] == ["R02", "R01"]


def test_alternating_doubts_do_not_tear_a_rule_into_many_cards() -> None:
    contacts = [contact(event(f"n{day}", at(f"2026-01-0{day} 23:00"), text=PLAIN)) for day in range(1, 9)]
    findings = [night_finding(c.event) for c in contacts]
    findings = [replace(f, doubts=f.doubts[:1]) if n % 2 else f for n, f in enumerate(findings)]
    keys = [card_key(finding) for finding in material(contacts, findings).ranked]
    assert len(set(keys)) == 2
    assert keys == sorted(keys, key=keys.index)


def test_each_event_knows_the_numbers_of_its_findings() -> None:
    built = event("x", at("2026-01-05 23:00"), text=PLAIN)
    first, second = night_finding(built), replace(night_finding(built), id="other", rule="R99")
    one = material([contact(built)], [second, first])
    assert one.finding_numbers == {"x": (1, 2)}
    assert [f.rule for f in one.ranked] == ["R02", "R99"]


def test_law_is_overdue_only_after_its_day() -> None:
    assert DataState("sha256:0", check_by=AS_OF).overdue(AS_OF) is False
    assert DataState("sha256:0", check_by=AS_OF.replace(day=21)).overdue(AS_OF) is True
    assert DataState("sha256:0").overdue(AS_OF) is False


def test_empty_material_is_allowed() -> None:
    nothing = material()
    assert nothing.ranked == ()
    assert nothing.judgement == Judgement((), (), 0, 0, 0)
