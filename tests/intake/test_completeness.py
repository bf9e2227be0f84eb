from pathlib import Path

import pytest

from shouzheng.intake.report import ImportReport
from tests.intake.making import MOBILE, NOON, call, calls, opened, read, saved, sms, smses

DAY = 86_400_000


def _codes(report: ImportReport) -> list[str]:
    return [remark.code for remark in report.completeness]


def _log(folder: Path, *records: str) -> ImportReport:
    return opened(saved(folder, calls(*records), "calls-1.xml"))[1]


def test_messages_without_any_service_sender_are_remarked(tmp_path: Path) -> None:
    _, report = read(tmp_path, smses(sms(address=MOBILE)))
    assert _codes(report) == ["no_service_senders", "blocked_texts"]
    _, report = read(tmp_path, smses(sms(address=MOBILE), sms(address="95000", type=2)))
    assert "no_service_senders" in _codes(report), "what the person sent shows nothing about what was received"
    for sender in ("10690000001234", "95000", "+8695000"):
        _, report = read(tmp_path, smses(sms(address=MOBILE), sms(address=sender)))
        assert "no_service_senders" not in _codes(report)


def test_a_call_log_is_not_asked_for_service_senders(tmp_path: Path) -> None:
    assert _codes(_log(tmp_path, call())) == []


@pytest.mark.parametrize(("count", "full"), [(499, False), (500, True), (501, False), (1000, True)])
def test_a_log_of_exactly_500_or_1000_calls_is_probably_full(tmp_path: Path, count: int, full: bool) -> None:
    report = _log(tmp_path, *[call(date=NOON + n * 60_000, type=1 + n % 2) for n in range(count)])
    assert ("call_log_full" in _codes(report)) is full
    if full:
        assert str(count) in report.completeness[0].what.zh


def test_exactly_500_messages_are_no_full_log(tmp_path: Path) -> None:
    _, report = read(tmp_path, smses(*[sms(date=NOON + n) for n in range(500)]))
    assert "call_log_full" not in _codes(report)


def _gaps(report: ImportReport) -> str | None:
    return next((remark.what.en for remark in report.completeness if remark.code == "gaps"), None)


def test_a_gap_of_fourteen_days_among_daily_records_is_named(tmp_path: Path) -> None:
    hours = [NOON + n * 3_600_000 for n in range(10)]
    later = [hours[-1] + 14 * DAY + n * 3_600_000 for n in range(10)]
    report = _log(tmp_path, *[call(date=at) for at in (hours + later)[::-1]])
    said = _gaps(report)
    assert said is not None
    assert "2026-01-02–2026-01-16" in said


def test_a_shorter_gap_or_seldom_records_are_not_remarked(tmp_path: Path) -> None:
    hours = [NOON + n * 3_600_000 for n in range(10)]
    almost = [hours[-1] + 14 * DAY - 1]
    assert _gaps(_log(tmp_path, *[call(date=at) for at in hours + almost])) is None
    weekly = [call(date=NOON + n * 7 * DAY + (20 * DAY if n > 5 else 0)) for n in range(12)]
    assert _gaps(_log(tmp_path, *weekly)) is None


def test_the_median_decides_what_is_usual(tmp_path: Path) -> None:
    """Distances of under a day must be more than half of all."""
    half = [NOON, NOON + 1000, NOON + 20 * DAY]
    assert _gaps(_log(tmp_path, *[call(date=at) for at in half])) is None
    more = [NOON, NOON + 1000, NOON + 2000, NOON + 20 * DAY]
    assert _gaps(_log(tmp_path, *[call(date=at) for at in more])) is not None


def test_records_just_under_a_day_apart_are_usual(tmp_path: Path) -> None:
    times = [NOON + n * (DAY - 1) for n in range(6)]
    times.append(times[-1] + 15 * DAY)
    assert _gaps(_log(tmp_path, *[call(date=at) for at in times])) is not None
    times = [NOON + n * DAY for n in range(6)]
    times.append(times[-1] + 15 * DAY)
    assert _gaps(_log(tmp_path, *[call(date=at) for at in times])) is None


def test_many_gaps_are_counted_and_the_longest_named(tmp_path: Path) -> None:
    times = [NOON + block * 30 * DAY + n * 60_000 for block in range(9) for n in range(9)]
    said = _gaps(_log(tmp_path, *[call(date=at) for at in times]))
    assert said is not None
    assert "and 3 more" in said


@pytest.mark.parametrize(("kinds", "one"), [([1] * 6, True), ([2] * 6, True), ([1] * 5 + [2], False), ([1] * 4, False)])
def test_one_direction_only(tmp_path: Path, kinds: list[int], one: bool) -> None:
    report = _log(tmp_path, *[call(type=kind) for kind in kinds])
    assert ("one_direction" in _codes(report)) is one


def test_withheld_calls_are_counted(tmp_path: Path) -> None:
    report = _log(tmp_path, call(number=""), call(presentation=2), call())
    (remark,) = report.completeness
    assert remark.code == "withheld_numbers"
    assert "2" in remark.what.zh


def test_an_empty_export_says_so(tmp_path: Path) -> None:
    events, report = read(tmp_path, smses())
    assert events == []
    assert _codes(report) == ["no_contacts"]
    assert (report.first, report.last, report.records) == (None, None, 0)


def test_every_remark_is_said_in_both_languages_and_accuses_nobody(tmp_path: Path) -> None:
    records = [call(date=NOON + n * 60_000, number="") for n in range(499)] + [call(date=NOON + 90 * DAY)]
    remarks = list(_log(tmp_path, *records).completeness)
    remarks += read(tmp_path, smses(sms(address=MOBILE)))[1].completeness
    remarks += read(tmp_path, smses())[1].completeness
    assert len({remark.code for remark in remarks}) == 7
    for remark in remarks:
        for words in (remark.what, remark.causes, remark.advice):
            assert words.zh.endswith("。")
            assert words.en.endswith(".")
            assert not [word for word in ("违法", "犯罪", "构成", "违反", "故意") if word in words.zh]


def test_first_and_last_are_by_time_not_by_place(tmp_path: Path) -> None:
    report = _log(tmp_path, call(date=NOON + 5), call(date=NOON), call(date=NOON + 9))
    assert report.first is not None
    assert report.last is not None
    assert (report.first.raw, report.last.raw) == (str(NOON), str(NOON + 9))
