"""A recording with its player: bytes by range out of the encrypted case, time codes that jump, transcripts by hand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from shouzheng.casefile.sealed_stream import PIECE
from shouzheng.web.cases.recording import clock, current, seconds_of
from tests.intake.recordings.sounds import wav
from tests.web.conftest import App, let_in
from tests.web.heard_and_seen import client, filled
from tests.web.steps import CASE, NAME

pytestmark = pytest.mark.usefixtures("read_by_our_engine")


def test_the_sound_is_given_whole_and_in_ranges_and_lies_nowhere_plain(browser: Browser, app: App) -> None:
    long = wav(80.0)
    assert len(long) > PIECE
    with let_in(browser, app) as visitor:
        filled(visitor)
        with app.running.state.case(NAME).writing() as case:
            number = case.add([long], "CallRecord_20260104-102233_13000000021.wav", "text/html").no
        path = f"{CASE}/recording/{number}/sound"
        ranges = {
            "bytes=0-99": (0, 100),
            f"bytes={PIECE - 5}-{PIECE + 5}": (PIECE - 5, PIECE + 6),
            "bytes=-7": (-7, None),
        }
        with client(visitor) as asking:
            whole = asking.get(path)
            assert (whole.status_code, whole.content, whole.headers["accept-ranges"]) == (200, long, "bytes")
            assert whole.headers["content-type"] == "audio/wav"
            for asked, (first, end) in ranges.items():
                part = asking.get(path, headers={"Range": asked})
                assert (part.status_code, part.content) == (206, long[first:end])
                assert part.headers["content-range"].endswith(f"/{len(long)}")
            assert asking.get(path, headers={"Range": f"bytes={len(long)}-"}).status_code == 416
            for odd in ("bytes=5-2,9-10", "lines=1-2", "bytes=-"):
                assert asking.get(path, headers={"Range": odd}).content == long
            app.running.state.lock(NAME)
            assert asking.get(path).headers["location"] == "/locked"
        assert not any(b"WAVEfmt" in each.read_bytes() for each in app.cases.rglob("*") if each.is_file())


def test_a_time_code_jumps_in_the_player(browser: Browser, app: App) -> None:
    with let_in(browser, app) as visitor:
        _, number = filled(visitor)
        visitor.go(f"{CASE}/recording/{number}")
        visitor.page.wait_for_function("document.querySelector('audio').readyState > 0")
        visitor.page.locator(".code").last.click()
        visitor.page.wait_for_function("document.querySelector('audio').currentTime >= 5.2")


def test_without_script_a_time_code_is_a_link_and_the_draft_of_a_machine_is_marked(browser: Browser, app: App) -> None:
    with let_in(browser, app, script=False, width=390) as visitor:
        _, number = filled(visitor)
        path = f"{CASE}/recording/{number}"
        visitor.go(path)
        assert "机器草稿" in visitor.text()
        assert not visitor.page.get_by_text("你今天不还钱就上门").first.is_visible()
        visitor.send(visitor.page.locator(".code").last)
        source = visitor.page.locator("audio").get_attribute("src")
        assert source is not None
        assert source.endswith("/sound#t=5.2")
        visitor.page.get_by_text("改正，或者再加几段").click()
        visitor.page.locator("[name=p2-time]").fill("0:07")
        visitor.page.locator("[name=p2-text]").fill("听不清")
        visitor.page.locator("[name=by]").fill("林某")
        visitor.press("听过，都对了，存好")
        assert "林某 听过并核对" in visitor.text()
        assert visitor.page.locator(".pieces li").count() == 3
        opened = app.running.state.case(NAME)
        assert opened.work.wait(60)
        call = [row.text for row in opened.timeline.rows if row.is_call]
        assert call == ["你今天不还钱就上门\n听不清"]


def test_a_piece_without_a_time_is_not_lost_and_two_windows_are_told_apart(browser: Browser, app: App) -> None:
    with let_in(browser, app) as visitor:
        _, number = filled(visitor)
        path = f"{CASE}/recording/{number}"
        visitor.go(path)
        visitor.page.get_by_text("改正，或者再加几段").click()
        visitor.page.locator("[name=p2-text]").fill("没有时间的一句")
        visitor.press("先存着")
        assert "SZ-7032" in visitor.text()
        assert visitor.page.locator("[name=p2-text]").input_value() == "没有时间的一句"
        with client(visitor) as asking:
            word = visitor.page.locator("[name=word]").first.input_value()
            given = {"word": word, "seen": visitor.page.locator("[name=seen]").input_value(), "do": "right"}
            pieces = {"p0-time": "1", "p0-text": "另一个窗口"}
            assert asking.post(path, data=given | pieces).status_code == 303
            late = asking.post(path, data=given | {"p0-time": "2", "p0-text": "迟到的"})
            assert late.status_code == 409
            assert "另一个窗口" in late.text
            assert "迟到的" in late.text
            assert asking.post(path, data=given).status_code == 400
        visitor.trouble = []


@given(st.integers(0, 863_999))
@settings(deadline=None, max_examples=60)
def test_a_time_code_reads_back(tenths: int) -> None:
    assert seconds_of(clock(tenths / 10)) == pytest.approx(tenths / 10)


@pytest.mark.parametrize("text", ["", "x", "1:60", "1:2", "-1", "99999999", "٣:00", "1:00:00:00", "0:0\x00"])
def test_other_text_is_no_time_code(text: str) -> None:
    assert seconds_of(text) is None


def test_a_transcript_of_four_hundred_pieces_can_be_stored_and_a_long_piece_is_not_cut(
    browser: Browser, app: App
) -> None:
    with let_in(browser, app) as visitor:
        _, number = filled(visitor)
        path = f"{CASE}/recording/{number}"
        visitor.go(path)
        hidden = "el => [...el.form.querySelectorAll('[type=hidden]')].map(each => [each.name, each.value])"
        fields = dict(visitor.page.locator("[name=p0-text]").evaluate(hidden))
        many = {f"p{n}-text": f"第{n}句" for n in range(400)} | {
            f"p{n}-time": f"{n // 60}:{n % 60:02d}" for n in range(400)
        }
        speakers = {f"p{n}-speaker": "" for n in range(403)}
        with client(visitor) as asking:
            kept = asking.post(
                path, data={**fields, **many, **speakers, "do": "draft"}, headers={"Origin": visitor.origin}
            )
            assert kept.status_code == 303, kept.text[:300]
            with app.running.state.case(NAME).reading() as case:
                stored = next(each for each in case.originals() if each.no == int(number))
                held = current(case, stored)
            assert held.transcript is not None
            assert [each.text for each in held.transcript.pieces] == [f"第{n}句" for n in range(400)]
            long = {**fields, "seen": held.mark, "p0-text": "长" * 4_001, "p0-time": "0:01", "do": "draft"}
            refused = asking.post(path, data=long, headers={"Origin": visitor.origin})
        assert (refused.status_code, "长" * 4_001 in refused.text, "SZ-7034" in refused.text) == (400, True, True)
