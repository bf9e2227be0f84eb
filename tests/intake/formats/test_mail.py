"""E-mails: headers stay as they were, the server's time comes first, and hostile mail ends in words."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.intake.formats._mail import words_of
from shouzheng.intake.hints import Hints, said
from shouzheng.model.event import Channel, Direction
from shouzheng.model.moment import OffsetSource
from shouzheng.reference.problems import ShouzhengError
from tests.intake.fixture_sets.mail import SET, mail
from tests.intake.making import codes, opened, saved

_GOOD = next(case.content for case in SET.cases if case.name == "good")


def test_the_receiving_servers_time_is_the_time(tmp_path: Path) -> None:
    (event,), report = opened(saved(tmp_path, _GOOD, "a.eml"))
    assert event.time.device.isoformat() == "2026-01-02T10:00:05+08:00"
    assert event.time.offset_source is OffsetSource.STATED
    assert event.sent is not None
    assert event.sent.device.isoformat() == "2026-01-02T09:59:58+08:00"
    assert (event.channel, event.direction) == (Channel.EMAIL, Direction.INBOUND)
    assert event.other.raw == "collector@example.com"
    assert codes(report) == ["SZ-1115"]


def test_text_in_a_subset_that_uses_more_than_the_subset(tmp_path: Path) -> None:
    (event,), _ = opened(saved(tmp_path, _GOOD, "a.eml"))
    assert event.text == "通知\n还钱䶮"
    (attachment,) = event.attachments
    assert (attachment.media_type, attachment.name) == ("application/pdf", "a.pdf")
    assert attachment.digest is not None
    assert attachment.digest.length == 4


def test_headers_are_kept_as_written(tmp_path: Path) -> None:
    (event,), _ = opened(saved(tmp_path, mail(), "a.eml"))
    assert [name for name, _ in event.raw] == [
        "Received",
        "From",
        "To",
        "Date",
        "Subject",
        "Message-ID",
        "MIME-Version",
        "Content-Type",
    ]
    assert dict(event.raw)["Subject"].startswith("=?utf-8?B?")


def test_without_a_servers_line_the_time_is_a_claim(tmp_path: Path) -> None:
    (event,), report = opened(saved(tmp_path, mail(received=""), "a.eml"))
    assert event.direction is Direction.UNKNOWN
    assert "time_is_the_senders_claim" in event.notes
    assert "SZ-1165" in codes(report)


def test_ones_own_address_makes_a_mail_outbound(tmp_path: Path) -> None:
    with said(Hints(frozenset(["Collector@example.com"]))):
        (event,), _ = opened(saved(tmp_path, mail(), "a.eml"))
    assert (event.direction, event.other.raw) == (Direction.OUTBOUND, "someone@example.net")


def test_the_words_of_a_page() -> None:
    assert words_of("<style>x</style><p>还&nbsp;钱</p><div>a<br>b</div><script>y</script>") == "还\xa0钱\na\nb"
    for hostile in ("<", "<script", "<a ", "&#", "<script></style>", "<!--"):
        assert len(words_of(hostile * 200_000)) <= len(hostile) * 200_000


@settings(deadline=None, max_examples=100)
@given(st.integers(0, len(_GOOD)), st.binary(max_size=40))
def test_damaged_mails_are_accounted_for(tmp_path_factory: pytest.TempPathFactory, place: int, wrong: bytes) -> None:
    data = _GOOD[:place] + wrong + _GOOD[place:]
    path = saved(tmp_path_factory.mktemp("any"), data, "a.eml")
    try:
        events, report = opened(path, forced_format="mail")
    except ShouzhengError as error:  # the first bytes may have become the mark of something else
        assert {problem.code for problem in error.problems} <= {"SZ-1010", "SZ-1012"}  # noqa: PT017
        return
    assert report.records == len(events) + report.unread_total
