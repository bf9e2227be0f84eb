"""What must hold for any bytes at all, whatever parser reads them."""

import os
from io import BytesIO
from pathlib import Path

from shouzheng.intake.containers import Limits
from shouzheng.intake.exports import ExportReader, open_export
from shouzheng.intake.gathering import Gathering
from shouzheng.intake.report import ImportReport
from shouzheng.intake.screenshots.engine import used
from shouzheng.intake.source import Source
from shouzheng.reference.problems import ShouzhengError
from tests.intake.fuzz.small import Held
from tests.intake.screenshots.fake import FakeEngine

#: What may be unpacked out of one hostile file while fuzzing.
LIMITS = Limits(member=8 << 20, total=16 << 20, ratio=100, free=1 << 20, members=500, levels=3)
#: What may come out beyond the limit: the block in which it was reached, once for each level.
_LAST_BLOCKS = LIMITS.levels * (1 << 20)
#: Exit codes that say something about the input.
_ABOUT_THE_INPUT = (2, 4)


def survives(path: Path, forced_format: str | None = None) -> str:
    """Read a file to its end; returns how it ended, and raises ``AssertionError`` (or anything else) on a fault."""
    with used(FakeEngine()):  # what is fuzzed are our parsers, not the reading of drawn characters
        return _read_through(path, forced_format)


def survives_in_memory(content: bytes, forced_format: str | None = None, path: Path | None = None) -> str:
    """Read bytes from memory, as a member of an archive is read: a tenth of the time goes into opening files else.

    ``path`` is where the same bytes lie, alone in their folder, for a format that needs random access.
    """
    with used(FakeEngine()):
        said = _read_through(_source(content, path), forced_format)
    assert path is None or _beside(path) == [path.name], "something was written beside the file"
    return said


def holds(content: bytes, format_name: str) -> Held | None:
    """Say what a file of a format holds; ``None`` when it is refused."""
    try:
        report = _read(open_export(_source(content), forced_format=format_name))
    except ShouzhengError:
        return None
    return report.events > 0, bool(report.non_contacts), report.joined > 0, report.unread_total


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


def _source(content: bytes, path: Path | None = None) -> Source:
    return Source("fuzzed", lambda: BytesIO(content), size=len(content), path=path)


def _read_through(given: Path | Source, forced_format: str | None) -> str:
    before = _beside(given) if isinstance(given, Path) else []
    try:
        _read(open_export(given, forced_format=forced_format))
    except ShouzhengError as error:
        return refused(error)
    finally:
        assert not isinstance(given, Path) or _beside(given) == before, "something was written beside the file"
    return "read"


def _read(reader: ExportReader) -> ImportReport:
    ids = [event.id for event in reader]
    _adds_up(reader.report)
    assert len(set(ids)) == len(ids)
    return reader.report


def _beside(path: Path) -> list[str]:
    return sorted(entry.name for entry in os.scandir(path.parent))


def _adds_up(report: ImportReport) -> None:
    """The report itself raises when its counts do not; here that unread records are shown harmlessly."""
    assert report.records >= 0
    for unread in report.unread:
        assert len(unread.excerpt) <= 200
        assert "\x1b" not in unread.why_zh + unread.why_en
