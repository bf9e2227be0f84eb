"""What people see of a matter: in three languages, with every reason, and with nothing private in a calendar."""

from __future__ import annotations

import json
from typing import Any

import pytest
from icalendar import Calendar

from shouzheng.model.words import Lang
from shouzheng.remedy.paper.calendar_file import calendar_file
from shouzheng.remedy.proceedings.view import due_screen, list_screen, reminders, seen_json, show_screen
from shouzheng.rulebook.load import load_rulebook
from tests.remedy.proceedings.made import matter, noted, received, seen, sent

ASKED = sent(
    "complaint", "2026-02-10", points=["recording"], note="\x1b[31m红\u202e", proof={"kind": "ems", "value": "EX0"}
)
RULEBOOK = load_rulebook()


@pytest.mark.parametrize("lang", list(Lang))
def test_the_screen_says_state_terms_and_next_step(lang: Lang) -> None:
    found = seen(matter("lender", ASKED, received("answer", "2026-03-05", points=[])), "2026-03-06")
    text = show_screen(found, RULEBOOK, lang, 80)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "2026-02-25" in text
    assert "EX0" in text
    assert "give_the_recording" in text
    assert {Lang.EN: "answered in part", Lang.ZH_HANS: "答复不完整", Lang.ZH_HANT: "答覆不完整"}[lang] in text


def test_with_steps_every_article_is_on_the_screen() -> None:
    found = seen(
        matter("mediation", sent("mediation_request", "2026-01-05"), received("agreement", "2026-01-20")), "2026-02-01"
    )
    text = "".join(show_screen(found, RULEBOOK, Lang.ZH_HANS, 1000, steps=True).split())
    assert "2026-01-20当日不计入（《中华人民共和国民事诉讼法（2023年修正）》第八十五条）" in text
    assert "2026-02-19是春节放假，顺延到2026-02-24" in text


def test_what_is_due_stands_in_the_order_of_its_days() -> None:
    found = seen(matter("lender", ASKED), "2026-02-20")
    text = due_screen([found], RULEBOOK, Lang.EN, 200)
    assert text.index("2026-02-25") < text.index("2026-03-12")
    assert due_screen([], RULEBOOK, Lang.EN, 80) == "Nothing is due."
    assert "No proceeding" in list_screen([], RULEBOOK, Lang.EN, 80)


def test_a_calendar_says_neither_whom_nor_what_unless_asked() -> None:
    found = seen(matter("lender", ASKED), "2026-02-20")
    plain = calendar_file(reminders([found], Lang.ZH_HANS, detail=False), found.today, Lang.ZH_HANS)
    detailed = calendar_file(reminders([found], Lang.ZH_HANS, detail=True), found.today, Lang.ZH_HANS)
    assert {str(event["SUMMARY"]) for event in Calendar.from_ical(plain).walk("VEVENT")} == {"守正：有一个期限"}
    assert any("答复" in str(event["SUMMARY"]) for event in Calendar.from_ical(detailed).walk("VEVENT"))
    assert len(Calendar.from_ical(plain).walk("VEVENT")) == 4


def test_ended_terms_are_not_put_into_the_calendar() -> None:
    found = seen(matter("lender", ASKED, received("answer", "2026-02-20")), "2026-02-21")
    assert reminders([found], Lang.EN, detail=True) == []


def test_the_calendar_says_where_to_look_and_holds_no_day_that_has_passed() -> None:
    found = seen(matter("lender", ASKED), "2026-03-01")
    plain = calendar_file(reminders([found], Lang.EN, detail=False), found.today, Lang.EN)
    events: list[Any] = list(Calendar.from_ical(plain).walk("VEVENT"))
    assert all("shouzheng proceedings due" in str(event["DESCRIPTION"]) for event in events)
    bells = {event["DTSTART"].dt >= found.today: len(event.walk("VALARM")) for event in events}
    assert bells == {True: 2}
    assert len(events) < sum(len(term.deadline.days) for term in found.standing.terms)


def test_a_report_after_the_six_months_did_not_end_the_term() -> None:
    def screen(day: str) -> str:
        found = matter("police_110", noted("act", "2026-01-04"), sent("police_report", day))
        return show_screen(seen(found, "2026-08-01"), RULEBOOK, Lang.EN, 300)

    assert "had passed before (2026-07-05 report to the police came after the last day)" in screen("2026-07-05").lower()
    assert "ended (2026-07-04" in screen("2026-07-04").lower()


def test_a_day_that_may_move_is_tentative() -> None:
    found = seen(matter("samr_12315", sent("complaint", "2026-12-24")), "2026-12-25")
    (reminder,) = reminders([found], Lang.EN, detail=True)
    assert reminder.tentative
    assert "not announced" in reminder.text


def test_the_data_hold_every_fact_and_every_step() -> None:
    data = json.loads(json.dumps(seen_json(seen(matter("lender", ASKED), "2026-05-15"), RULEBOOK)))
    assert data["state"] == "overdue"
    assert data["facts"]["overdue"] is True
    assert data["facts"]["reply_agrees"] is None
    assert [rule["id"] for rule in data["next"]] == ["late_lender"]
    assert all(way["steps"] for term in data["terms"] for way in term["ways"])
