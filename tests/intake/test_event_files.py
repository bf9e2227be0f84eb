import json
import stat
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.intake.event_files import JsonLinesWriter, event_as_json
from shouzheng.model.attribution import Attribution
from shouzheng.model.case import KnownBy, PartyKind
from shouzheng.model.event import ContactEvent
from shouzheng.model.reading import ActShown, Element, Entity, EntityKind, Reading, Span
from shouzheng.reference.problems import ShouzhengError
from tests.intake.making import MOBILE, NOON, addr, call, calls, mms, opened, part, read, saved, sms, smses

KEYS = [
    "id",
    "owner",
    "channel",
    "direction",
    "outcome",
    "time",
    "sent",
    "day_no",
    "minute_of_day",
    "seconds",
    "other",
    "others",
    "contact_name",
    "sim",
    "text",
    "text_source",
    "attachments",
    "attribution",
    "reading",
    "notes",
    "source",
    "raw",
]
READING = Reading(
    acts=(ActShown("threat", Span(0, 2), "p1", True),),
    entities=(
        Entity(EntityKind.AMOUNT, Span(3, 5), "12元", fen=1200),
        Entity(EntityKind.DATE, Span(6, 8), "今天", day=date(2026, 1, 2)),
    ),
    elements=(Element("who", Span(0, 1)), Element("amount", None)),
    disguised=True,
    lexicon="sha256:0",
)


def _event(folder: Path, body: str = "您好") -> ContactEvent:
    (event,), _ = read(folder, smses(sms(body=body, date_sent=NOON - 1000)))
    return event


def test_an_event_is_written_with_all_keys_in_order(tmp_path: Path) -> None:
    event = _event(tmp_path)
    attribution = Attribution(
        kind=PartyKind.CREDITOR, party="p", creditor="p", known_by=KnownBy.CONTRACT, confirmed=True
    )
    line = event_as_json(event, attribution, READING)
    assert list(line) == KEYS
    assert line["time"] == {
        "utc": "2026-01-02T02:00:00.000Z",
        "raw": str(NOON),
        "offset_minutes": 480,
        "resolution": "ms",
        "offset_source": "readable_date",
    }
    assert (line["day_no"], line["minute_of_day"]) == (20455, 600)
    assert line["other"] == {"raw": "10690000001234", "normal": "10690000001234", "kind": "port_106"}
    assert line["attribution"]["party"] == "p"  # type: ignore[index]
    reading = line["reading"]
    assert reading == {
        "acts": [{"act": "threat", "span": [0, 2], "pattern": "p1", "disguised": True}],
        "entities": [
            {"kind": "amount", "span": [3, 5], "text": "12元", "fen": 1200, "day": None, "value": None},
            {"kind": "date", "span": [6, 8], "text": "今天", "fen": None, "day": "2026-01-02", "value": None},
        ],
        "elements": [{"name": "who", "span": [0, 1]}, {"name": "amount", "span": None}],
        "disguised": True,
        "lexicon": "sha256:0",
    }
    assert line["source"] == {
        "sha256": event.original.hex,
        "length": event.original.length,
        "format": "sms_backup_restore_messages",
        "positions": [
            {
                "record": 1,
                "offset": event.positions[0].offset,
                "length": event.positions[0].length,
                "path": "smses/sms[1]",
            }
        ],
    }
    assert ["address", "10690000001234"] in line["raw"]  # type: ignore[operator]
    assert json.loads(json.dumps(line)) == line


def test_every_kind_of_record_can_be_written(tmp_path: Path) -> None:
    messages, _ = read(
        tmp_path, smses(sms(), mms(part(ct="image/png", data="AAAA", cl="a"), addr(MOBILE, 137)), sms(type=2))
    )
    log, _ = opened(saved(tmp_path, calls(call(), call(number="", presentation=2)), "calls-1.xml"))
    with JsonLinesWriter(tmp_path / "events.jsonl") as writer:
        for event in [*messages, *log]:
            writer.write(event_as_json(event))
    lines = [json.loads(line) for line in (tmp_path / "events.jsonl").read_text("utf-8").splitlines()]
    assert writer.lines == len(lines) == 5
    assert all(list(line) == KEYS for line in lines)
    assert lines[1]["attachments"][0]["digest"]["length"] == 3
    assert lines[4]["other"] == {"raw": "", "normal": None, "kind": "withheld"}
    assert lines[0]["attribution"] is None


def test_text_is_written_literally_and_half_characters_never_crash(tmp_path: Path) -> None:
    event = replace(_event(tmp_path), text="催收😀\u2028\u202e\ud83d", raw=(("body", "\udc00"),))
    path = tmp_path / "events.jsonl"
    with JsonLinesWriter(path) as writer:
        writer.write(event_as_json(event))
    content = path.read_text("utf-8")
    assert "催收😀" in content
    line = json.loads(content)
    assert line["text"] == "催收😀\u2028\u202e\ufffd"
    assert line["raw"] == [["body", "\ufffd"]]
    assert content.count("\n") == 1


@given(st.text(max_size=60))
@settings(deadline=None, max_examples=60)
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("lines") / "a.jsonl"
    with JsonLinesWriter(path) as writer:
        writer.write({"text": text})
    written = path.read_bytes()
    assert written.endswith(b"\n")
    assert written.count(b"\n") == 1
    assert json.loads(written)["text"] == text


def test_the_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text("old\n", "utf-8")

    def interrupted() -> None:
        with JsonLinesWriter(path) as writer:
            writer.write({"a": 1})
            assert path.read_text("utf-8") == "old\n"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert path.read_text("utf-8") == "old\n"
    assert [entry.name for entry in tmp_path.iterdir()] == ["events.jsonl"]
    with JsonLinesWriter(path) as writer:
        writer.write({"a": 1})
    assert path.read_text("utf-8") == '{"a":1}\n'
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(list(tmp_path.iterdir())) == 1


def test_where_nothing_can_be_written_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(ShouzhengError) as caught, JsonLinesWriter(tmp_path / "absent" / "events.jsonl"):
        pass
    assert (caught.value.problems[0].code, caught.value.exit_code) == ("SZ-1301", 2)
    (tmp_path / "taken").mkdir()
    with pytest.raises(ShouzhengError), JsonLinesWriter(tmp_path / "taken") as writer:
        writer.write({})
    assert [entry.name for entry in tmp_path.iterdir()] == ["taken"]
    with pytest.raises(RuntimeError, match="with block"):
        JsonLinesWriter(tmp_path / "a").write({})
