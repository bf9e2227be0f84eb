"""A real iPhone's backup folder (plain): the one message is found, nothing else is opened, what is missing is said."""

import hashlib
import os
from pathlib import Path

import pytest

from shouzheng.intake.gathering import Gathering
from shouzheng.model.event import Channel, Direction

pytestmark = pytest.mark.evaluation


def test_the_backup_folder_gives_its_one_message() -> None:
    folder = Path(os.environ["SHOUZHENG_DATA"]) / "fixtures" / "ios_backup"
    stored = folder / "3d" / "3d0d7e5fb2ce288813306e4d4636395e047a3d28"
    gathering = Gathering()
    formats = []
    for export in gathering.exports(folder):
        (event,) = list(export)
        formats.append(export.format.name)
        assert (event.channel, event.direction) == (Channel.SMS, Direction.INBOUND)
        assert event.time.utc.isoformat() == "2019-08-29T23:13:30.539000+00:00"
        assert export.report.original.digest.hex == hashlib.sha256(stored.read_bytes()).hexdigest()
        assert export.report.original.member == "HomeDomain/Library/SMS/sms.db"
        assert (export.report.records, export.report.unread_total, export.report.tried) == (1, 0, True)
        assert "rotated_out" in [remark.code for remark in export.report.completeness]
    assert formats == ["ios_messages_database"]
    (report,) = gathering.containers
    assert (report.container, report.read, report.refused, report.others_total) == ("ios_backup", 1, 2, 0)
    assert [problem.code for problem in gathering.problems] == ["SZ-1140", "SZ-1144", "SZ-1144"]
    assert dict(gathering.problems[0].slots)["listed"] == "1089"
