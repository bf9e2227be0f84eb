"""A complaint's bundle is answered contact by contact from the institution's records."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shouzheng.audit.complaint import DIFFERS, EVENTS, FOUND, NOT_ASKED, NOT_FOUND, REPLY, REPLY_PAGE, read_bundle
from shouzheng.cli.main import main
from shouzheng.reference.problems import ShouzhengError
from shouzheng.remedy.bundle.build import export_bundle
from tests.remedy.cases.making import AS_OF, confirm, example_case

MAPPING = """
[columns]
contact_id = "id"
at = { from = "at", as = "text" }
channel = "channel"
direction = "direction"
outcome = "outcome"
person = "person"
number = "number"
text = "text"
[same]
creditor = "云岭示例消费金融有限公司"
"""


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("complaint")
    with example_case(folder / "case") as case:
        confirm(case)
        export_bundle(case, folder / "out", as_of=AS_OF)
    return next(path for path in (folder / "out", *(folder / "out").rglob("*")) if (path / EVENTS).exists())


def row_of(event: dict[str, Any], number: int, **other: str) -> dict[str, str]:
    """The institution's own record of one contact: its clock is forty seconds ahead."""
    utc = datetime.strptime(event["time"]["utc"], "%Y-%m-%dT%H:%M:%S.%fZ")  # noqa: DTZ007 - made Beijing time below
    outcome = event["outcome"] if event["outcome"] != "unknown" else ""
    return {
        "id": f"r{number}",
        "at": (utc + timedelta(hours=8, seconds=40)).strftime("%Y-%m-%d %H:%M:%S"),
        "channel": event["channel"],
        "direction": event["direction"] if event["direction"] != "unknown" else "",
        "outcome": outcome,
        "person": f"own-{event['owner']}",
        "number": "",
        "text": event["text"] or "",
        **other,
    }


def write(folder: Path, rows: list[dict[str, str]]) -> tuple[Path, Path]:
    with (folder / "archive.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    (folder / "m.toml").write_text(MAPPING, "utf-8")
    return folder / "archive.csv", folder / "m.toml"


def test_every_contact_is_answered_found_missing_or_different(bundle: Path, tmp_path: Path) -> None:
    events = read_bundle(bundle)
    assert len(events) > 5
    owners = sorted({event["owner"] for event in events})
    rows = [row_of(event, number) for number, event in enumerate(events)]
    texts = [number for number, event in enumerate(events) if event["text"]]
    rows[texts[0]]["text"] = "另一段文字"
    rows[texts[1]]["at"] = "2019-01-01 10:00:00"
    archive, mapping = write(tmp_path, rows)
    words = ["audit", "complaint", str(bundle), str(archive), "--mapping", str(mapping), "--out", str(tmp_path / "out")]
    names = [part for owner in owners for part in ("--person", f"{owner}=own-{owner}")]
    assert main([*words, *names, "--lang", "en"]) == 0
    replies = list(csv.DictReader(io.StringIO((tmp_path / "out" / REPLY).read_text("utf-8-sig"))))
    answers = {int(reply["item"]) - 1: reply for reply in replies}
    assert len(answers) == len(events)
    assert answers[texts[0]]["answer"] == DIFFERS
    assert answers[texts[0]]["differs"] == "text"
    assert answers[texts[1]]["answer"] == NOT_FOUND
    others = [reply["answer"] for number, reply in answers.items() if number not in texts[:2]]
    assert set(others) == {FOUND}
    assert "does not show that it did not take place" in (tmp_path / "out" / REPLY_PAGE).read_text("utf-8")


def test_records_of_other_people_answer_nothing(bundle: Path, tmp_path: Path) -> None:
    events = read_bundle(bundle)
    archive, mapping = write(tmp_path, [row_of(event, number) for number, event in enumerate(events)])
    words = ["audit", "complaint", str(bundle), str(archive), "--mapping", str(mapping), "--out", str(tmp_path / "out")]
    assert main(words) == 2
    assert main([*words, "--person", "somebody=own-x"]) == 0
    replies = list(csv.DictReader(io.StringIO((tmp_path / "out" / REPLY).read_text("utf-8-sig"))))
    assert {reply["answer"] for reply in replies} == {NOT_ASKED}


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"time": {"utc": "never"}}', "\udcff"])
def test_a_changed_or_broken_bundle_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / EVENTS).write_text(content, "utf-8", "surrogateescape")
    (tmp_path / "manifest-sha256.txt").write_text(f"{'0' * 64}  {EVENTS}\n", "utf-8")
    with pytest.raises(ShouzhengError) as refused:
        read_bundle(tmp_path)
    assert refused.value.problems[0].code == "SZ-6539"


def test_a_zip_is_read_like_a_folder(bundle: Path, tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "b.zip", "w") as packed:
        for path in (EVENTS, "manifest-sha256.txt"):
            packed.write(bundle / path, f"bundle/{path}")
    assert json.dumps(read_bundle(tmp_path / "b.zip")) == json.dumps(read_bundle(bundle))
