"""What findings say: nothing that must not be said, whatever happens, and whole scenes as readable text files."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.judging.case import Contact, Judgement
from shouzheng.judging.wording import FORBIDDEN, is_forbidden
from shouzheng.model.case import Objection, Role
from shouzheng.model.event import Channel, Direction
from shouzheng.model.law import CiteRole
from shouzheng.model.words import Words
from shouzheng.rulebook.load import load_rulebook
from tests.judging.making import (
    AGENCY,
    AGENCY_2,
    BANK,
    CASE,
    FRIEND,
    LENDER,
    READABLE,
    SCAM,
    THREAT,
    at,
    call,
    day_of_calls,
    judge,
    missed,
    text,
    threats,
)

GOLDEN = Path(__file__).parent / "golden"


@st.composite
def contacts(draw: st.DrawFn) -> Contact:
    """Any contact: before and after the new year, from anybody to anybody, with or without words."""
    party = draw(st.sampled_from([LENDER, AGENCY, AGENCY_2, BANK, SCAM, FRIEND, None]))
    owner = draw(st.sampled_from(["me", "sister", "nobody"]))
    direction = draw(st.sampled_from([Direction.INBOUND, Direction.INBOUND, Direction.OUTBOUND, Direction.UNKNOWN]))
    when = f"{draw(st.sampled_from(['2025-12', '2026-01', '2026-03']))}-{draw(st.integers(20, 31))}"
    when = f"{when} {draw(st.sampled_from([0, 7, 12, 22, 23])):02d}:30:00"
    acts = draw(st.lists(st.sampled_from(sorted(READABLE.by_role[Role.DEBTOR])), max_size=4, unique=True))
    if not acts:
        return call(when, party, owner=owner, direction=direction)
    channel = draw(st.sampled_from([Channel.SMS, Channel.LETTER, Channel.SOCIAL_POST, Channel.PUBLIC_NOTICE]))
    return text(when, THREAT, party, *acts, channel=channel, owner=owner, direction=direction)


@given(st.lists(contacts(), max_size=12))
@settings(deadline=None, max_examples=40)
def test_findings_hold_to_the_rules_of_wording_and_of_time(given_: list[Contact]) -> None:
    by_id = {contact.event.id: contact for contact in given_}
    for finding in judge(given_).findings:
        texts = [finding.title, finding.sentence, finding.next_step, *finding.doubts]
        assert [words for words in texts if is_forbidden(words)] == []
        assert "{" not in finding.sentence.zh + finding.sentence.en
        assert finding.events
        assert finding.doubts
        for citation in finding.citations:
            assert citation.role in (CiteRole.FORBIDS, CiteRole.SUPPORTS)
            title = citation.instrument.title.zh
            assert title in finding.sentence.zh
            if not citation.provision.citable:
                assert f"{title}》{citation.provision.article or '第'}" not in finding.sentence.zh
            for event in finding.events:
                day = by_id[event].event.time.beijing.date()
                in_its_days = citation.provision.in_force.covers(day) or citation.through is not None
                assert in_its_days, (finding.rule, citation.provision.id, day)
        for event in finding.events:
            assert by_id[event].event.direction is not Direction.OUTBOUND
            # of private persons nothing counts but what their words alone do, such as a threat to life
            assert by_id[event].attribution.party != "family" or load_rulebook().rule(finding.rule).decided_by_words


# --- goldens: what people read, as text files


def night_over_new_year() -> list[Contact]:
    return [missed("2025-12-31 23:40:00"), call("2026-01-01 00:30:00", LENDER), call("2026-02-02 22:15:00")]


def threats_over_new_year() -> list[Contact]:
    return threats("2025-12-30 12:00:00", "2025-12-31 23:12:45", "2026-01-01 00:21:07", "2026-01-03 09:00:00")


def many_calls() -> list[Contact]:
    return [*day_of_calls(5), *[missed(f"2026-02-04 {9 + n:02d}:00:00") for n in range(8)]]


def to_the_sister() -> list[Contact]:
    words = "请让他把钱还上"
    told = text("2026-02-05 12:00:00", words, AGENCY, "discloses_debt", "demands_third_party_pay", owner="sister")
    return [told, missed("2026-02-06 12:00:00", AGENCY, owner="sister"), call("2026-02-07 23:00:00", owner="sister")]


def posing_as_police() -> list[Contact]:
    return [text("2026-01-03 15:40:12", "我是民警", SCAM, "impersonates_police", "demands_private_transfer")]


REFUSED = replace(CASE, objections=(Objection("sister", at("2026-02-05 20:00:00"), "panshi"),))
SCENES = {
    "night_over_new_year": (night_over_new_year, CASE),
    "threats_over_new_year": (threats_over_new_year, CASE),
    "many_calls": (many_calls, CASE),
    "to_the_sister": (to_the_sister, REFUSED),
    "posing_as_police": (posing_as_police, CASE),
}


def as_text(judgement: Judgement, contacts: Sequence[Contact]) -> str:
    """What a person would read of a judgement; events by their place in the scene."""
    place = {contact.event.id: str(number) for number, contact in enumerate(contacts, 1)}
    parts = [f"{judgement.coverage.zh} / {judgement.coverage.en}"]
    for finding in judgement.findings:
        events = " ".join(place[event] for event in finding.events)
        head = f"[{finding.rule}] {finding.title.zh} / {finding.title.en}"
        facts = f"{finding.day} · severity {finding.severity} · {finding.sureness.value} · {finding.kind.value}"
        facts += f" · grade {finding.grade.value} · events {events}"
        lines = [head, facts, *(_both(words) for words in (finding.sentence, *finding.doubts, finding.next_step))]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _both(words: Words) -> str:
    return f"  {words.zh}\n  {words.en}"


@pytest.mark.parametrize("scene", SCENES)
def test_findings_read_as_in_the_golden_file(scene: str) -> None:
    """A change of law or wording shows here; after reading it, write the files anew with SHOUZHENG_WRITE_GOLDEN=1."""
    make, case = SCENES[scene]
    contacts = make()
    told = as_text(judge(contacts, case), contacts)
    path = GOLDEN / f"{scene}.txt"
    if os.environ.get("SHOUZHENG_WRITE_GOLDEN") == "1":
        path.write_text(told, "utf-8")
    assert path.read_text("utf-8") == told


@pytest.mark.parametrize("scene", SCENES)
def test_golden_files_hold_no_forbidden_word(scene: str) -> None:
    told = (GOLDEN / f"{scene}.txt").read_text("utf-8")
    assert [word for word in FORBIDDEN if re.search(word, told, re.IGNORECASE)] == []
