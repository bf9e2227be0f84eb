"""A picture and a recording for the pages: invented, small, read by an engine of our own instead of the real one."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from shouzheng.casefile.case import CaseFile
from shouzheng.intake.screenshots import engine
from shouzheng.intake.screenshots.engine import Line
from tests.intake.recordings.sounds import wav
from tests.intake.screenshots.drawing import Chat, png
from tests.intake.screenshots.fake import FakeEngine
from tests.web.conftest import Visitor
from tests.web.steps import NAME, make_case

PICTURE, SOUND = "Screenshot_20260105-221530_WeChat.png", "CallRecord_20260103-102233_13000000021.wav"
#: What the engine says stands in the picture: a time, then a message of which it is not sure.
READ = (
    Line("2026年1月2日 20:47", 0.99, 250, 170, 470, 190),
    Line("明天上门我你", 0.61, 135, 215, 400, 245),
)
DRAFT = """# machine: 示例模型
[00:00:01.0 --> 00:00:02] 对方：你今天不还钱就上门
[00:00:05.2] 本人：请按规定来
"""

#: A plan that shows both pictures of money.
FIGURES = {
    "income": "工资 6800",
    "expenses": "房租 3300",
    "d0-lender": "云岭示例消费金融有限公司",
    "d0-got_on": "2025-03-01",
    "d0-got": "12000",
    "d0-payments": "2025-05-10 2000",
}


@contextmanager
def our_engine() -> Iterator[None]:
    """Let the work of a case, which runs on a thread of its own, read pictures with the engine above."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "_rapid", lambda: FakeEngine(READ))
        yield


def picture() -> bytes:
    """Return the picture."""
    return png(Chat([("time", "2026年1月2日 20:47"), ("left", "明天上门找你")]))


def put_in(case: CaseFile) -> tuple[int, int]:
    """Store picture and recording, with a machine's transcript beside it; returns the numbers of both."""
    seen = case.add([picture()], PICTURE, "image/png").no
    heard = case.add([wav(8.0)], SOUND, "audio/x-wav").no
    case.add([DRAFT.encode()], f"{SOUND}.transcript.txt", "text/plain")
    return seen, heard


def filled(visitor: Visitor) -> tuple[int, int]:
    """Make a case with picture and recording in it, and wait until both were read; returns their numbers."""
    make_case(visitor)
    opened = visitor.app.running.state.case(NAME)
    with opened.writing() as case:
        numbers = put_in(case)
    opened.work.wake()
    assert opened.work.wait(60)
    return numbers


def client(visitor: Visitor) -> httpx.Client:
    """Return a client with the session of the window."""
    name = visitor.app.running.state.door.cookie
    cookie = next(each["value"] for each in visitor.context.cookies() if each["name"] == name)
    headers = {"Origin": visitor.origin, "Cookie": f"{name}={cookie}"}
    return httpx.Client(base_url=visitor.origin, headers=headers, timeout=30)
