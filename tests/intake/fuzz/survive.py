"""What must hold for any bytes at all, whatever parser reads them."""

from pathlib import Path

from shouzheng.intake.containers import Limits
from shouzheng.intake.exports import open_export
from shouzheng.intake.gathering import Gathering
from shouzheng.intake.report import ImportReport
from shouzheng.intake.screenshots.engine import used
from shouzheng.reference.problems import ShouzhengError
from tests.intake.screenshots.fake import FakeEngine

#: What may be unpacked out of one hostile file while fuzzing.
LIMITS = Limits(member=8 << 20, total=16 << 20, ratio=100, free=1 << 20, members=500, levels=3)
#: What may come out beyond the limit: the block in which it was reached, once for each level.
_LAST_BLOCKS = LIMITS.levels * (1 << 20)
#: Exit codes that say something about the input.
_ABOUT_THE_INPUT = (2, 4)


def survives(path: Path, forced_format: str | None = None) -> str:
    """Read a file to its end; returns how it ended, and raises ``AssertionError`` (or anything else) on a fault."""
    before = _beside(path)
    try:
        with used(FakeEngine()):  # what is fuzzed are our parsers, not the reading of drawn characters
            reader = open_export(path, forced_format=forced_format)
            ids = [event.id for event in reader]
    except ShouzhengError as error:
        return refused(error)
    finally:
        assert _beside(path) == before, "something was written beside the file"
    _adds_up(reader.report)
    assert len(set(ids)) == len(ids)
    return "read"


def walks(path: Path, _forced_format: str | None = None) -> str:
    """Walk a container to its end; returns how it ended, and raises on a fault."""
    before, unpacked = _beside(path), 0
    gathering = Gathering(ask=lambda _what, tried: ("口令 pass", None, None)[tried], limits=LIMITS)
    try:
        with used(FakeEngine()):
            for export in gathering.exports(path):
                unpacked += export.original.digest.length
                for _ in export:
                    pass
                _adds_up(export.report)
    except ShouzhengError as error:
        return refused(error)
    finally:
        assert _beside(path) == before, "something was written beside the file"
        most = LIMITS.total if path.is_dir() else min(LIMITS.total, LIMITS.free + path.stat().st_size * LIMITS.ratio)
        assert unpacked <= most + _LAST_BLOCKS, f"{unpacked} bytes were unpacked, {most} are allowed"
    return "read"


def refused(error: ShouzhengError, codes: tuple[int, ...] = _ABOUT_THE_INPUT) -> str:
    """Check that an error is one about the input and says something."""
    assert error.problems
    assert error.exit_code in codes, error
    return "refused"


def _beside(path: Path) -> list[str]:
    return sorted(each.name for each in path.parent.iterdir())


def _adds_up(report: ImportReport) -> None:
    """The report itself raises when its counts do not; here that unread records are shown harmlessly."""
    assert report.records >= 0
    for unread in report.unread:
        assert len(unread.excerpt) <= 200
        assert "\x1b" not in unread.why_zh + unread.why_en
