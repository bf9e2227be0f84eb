"""A structure-only sample shows the shape of a file and nothing that the file says."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shouzheng.cli.main import main
from shouzheng.intake.exports import open_export
from shouzheng.intake.formats import all_formats
from shouzheng.intake.skeleton.sample import write_skeleton
from shouzheng.intake.skeleton.values import MOST_LENGTH, blank, known_names, known_phrases
from shouzheng.intake.sniff import Content
from shouzheng.reference.problems import ShouzhengError
from tests.intake.fixture_sets import FixtureSet, all_sets
from tests.intake.making import saved

#: Characters of invented values that no placeholder and no name of a field is made of.
VALUES = st.text(alphabet="qjwzQJWZ0234567张王李赵钱孙周吴éßДя _-'\"<>&\\{}[],:;=\n\t\ud83d", min_size=4, max_size=300)
BLOBS = st.binary(min_size=4).map(b"\xf7\xf6\xf5".__add__)  # bytes that stand in no database by themselves
KEYS = st.text(alphabet="qjwz张王李0234567", min_size=4, max_size=20)
ROWS = st.lists(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4), min_size=1, max_size=4)


def windows(value: str) -> set[str]:
    """All four neighbouring letters or digits of a value."""
    pieces = {value[n : n + 4] for n in range(len(value) - 3)}
    return {piece for piece in pieces if piece.isalnum()}


def sample(folder: Path, content: str | bytes, name: str) -> bytes:
    out = folder / f"sample-{name}"
    write_skeleton(saved(folder, content, name), out)
    return out.read_bytes()


def as_xml(rows: list[dict[str, str]]) -> str:
    records = "".join(
        "<sms " + " ".join(f"{key}={quoteattr(value)}" for key, value in row.items()) + ">"
        + "".join(value.replace("&", "&amp;").replace("<", "&lt;") for value in row.values()) + "</sms>"
        for row in rows
    )  # fmt: skip
    return f"<?xml version='1.0'?><smses>{records}</smses>"


def as_broken_xml(rows: list[dict[str, str]]) -> str:
    return "<smses>" + "".join(f"<sms {key}={value}" for row in rows for key, value in row.items())


def as_table(rows: list[dict[str, str]]) -> str:
    return "number,date,body\n" + "".join(",".join(row.values()) + "\n" for row in rows)


def as_text(rows: list[dict[str, str]]) -> str:
    return "消息记录\n" + "\n".join(value for row in rows for value in row.values())


MAKERS: dict[str, Callable[[list[dict[str, str]]], str]] = {
    "a.xml": as_xml,
    "b.xml": as_broken_xml,
    "a.json": json.dumps,
    "b.json": lambda rows: json.dumps(rows, ensure_ascii=False)[:-3],
    "a.ndjson": lambda rows: "\n".join(json.dumps(row, ensure_ascii=False) for row in rows),
    "a.csv": as_table,
    "a.txt": as_text,
}


@pytest.mark.parametrize("name", sorted(MAKERS))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_no_four_characters_of_any_value_or_unknown_name_survive(
    name: str, tmp_path: Path, rows: list[dict[str, str]]
) -> None:
    content = MAKERS[name](rows).encode("utf-8", "replace")
    text = sample(tmp_path, content, name).decode("utf-8")
    for row in rows:
        for value in (*row.keys(), *row.values()):
            assert not [piece for piece in windows(value) if piece in text]


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(VALUES, st.integers(1000, 1 << 60), BLOBS, KEYS), min_size=1, max_size=5))
def test_nothing_survives_in_a_database(tmp_path: Path, rows: list[tuple[str, int, bytes, str]]) -> None:
    path = tmp_path / "a.db"
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    unknown = rows[0][3]
    connection.execute(f'CREATE TABLE sms (_id INTEGER PRIMARY KEY, body, date, pdu, "{unknown}")')
    for number, (text, at, data, key) in enumerate(rows, 1):
        values = (number, text.encode("utf-8", "replace").decode(), at, data, key)
        connection.execute("INSERT INTO sms VALUES (?, ?, ?, ?, ?)", values)
    connection.commit()
    connection.close()
    content = sample(tmp_path, path.read_bytes(), "a.db")
    for text, at, data, key in rows:
        for piece in windows(text) | windows(key) | ({str(at)} if set(str(at)) != {"1"} else set()):
            assert piece.encode() not in content
        assert data not in content
    copy = sqlite3.connect(tmp_path / "sample-a.db")
    assert copy.execute("SELECT count(*) FROM sms").fetchone() == (len(rows),)
    assert {row[0] for row in copy.execute("SELECT pdu FROM sms")} == {b""}
    copy.close()


@pytest.mark.parametrize("fixtures", all_sets(), ids=lambda each: each.format)
def test_the_sample_of_a_known_format_keeps_its_names_and_loses_its_values(
    fixtures: FixtureSet, tmp_path: Path
) -> None:
    block = next(each for each in all_formats() if each.name == fixtures.format)
    case = fixtures.cases[0]
    if block.content is Content.BINARY or case.companions:
        return
    endings = {Content.XML: ".xml", Content.JSON: ".json", Content.SQLITE: ".db"}
    is_table = block.media_type == "text/csv"
    name = f"a{endings.get(block.content, '.csv' if is_table else '.txt')}"
    path = case.save(tmp_path, name)
    values = {value for event in open_export(path, forced_format=block.name) for _, value in event.raw}
    text = known_phrases().sub("", sample(tmp_path, case.content, name).decode("utf-8", "replace"))
    for value in values - known_names():
        told = known_phrases().sub("", value)
        assert len(told) < 4 or told == blank(told) or told not in text or told == "null"
    if block.content in endings:
        again = open_export(tmp_path / f"sample-{name}")
        assert again.format.name == block.name


def test_long_values_are_cut_and_short_codes_stay(tmp_path: Path) -> None:
    text = sample(tmp_path, f'<smses><sms body="{"字" * 9000}" type="2" date="1767319200000" /></smses>', "a.xml")
    assert text.decode().count("文") == MOST_LENGTH
    assert b'type="2"' in text
    assert b'date="1111111111111"' in text


def test_what_has_no_sample_is_refused_and_the_file_itself_is_never_written_over(tmp_path: Path) -> None:
    picture = saved(tmp_path, b"\x89PNG\r\n\x1a\n" + bytes(99), "a.png")
    path = saved(tmp_path, "<smses/>", "a.xml")
    for given_path, out, code in ((picture, tmp_path / "o", "SZ-1180"), (path, path, "SZ-1181")):
        with pytest.raises(ShouzhengError) as caught:
            write_skeleton(given_path, out)
        assert caught.value.problems[0].code == code
    assert path.read_text() == "<smses/>"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.png", "a.xml"]


def test_the_command_writes_a_sample_and_keeps_a_name_that_the_person_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = saved(tmp_path, '[{"brainwave": "林先生您好", "body": "林先生您好"}]', "a.json")
    out = tmp_path / "s.json"
    assert main(["intake", "skeleton", str(path), "--out", str(out)]) == 0
    assert json.loads(out.read_text("utf-8")) == [{"xxxxxxxxx": "文文文文文", "body": "文文文文文"}]
    assert main(["intake", "skeleton", str(path), "--out", str(out), "--keep", "brainwave"]) == 0
    assert "brainwave" in out.read_text("utf-8")
    assert "自己打开看一遍" in capsys.readouterr().out
    assert main(["intake", "skeleton", str(path)]) == 2


@pytest.mark.parametrize("name", ["bill.csv", "bill.txt"])
@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16"])
def test_the_headings_of_a_bill_stay_and_its_lines_do_not(tmp_path: Path, name: str, codec: str) -> None:
    headings = "序号\t起始日期\t 对方号码 \t通话时长(分钟)\tDuration (Seconds)\t本人秘密"
    bill = f"客户姓名：林先生,13000000001\n{headings}\n1\t2026/1/2\t13000000021\t2\t61\t林先生\n"
    lines = sample(tmp_path, bill.encode(codec), name).decode("utf-8").splitlines()
    kept = "序号\t起始日期\t对方号码\t通话时长(分钟)\tDuration (Seconds)\t文文文文"
    assert lines[1:] == [kept, "1\t1111/1/1\t11111111111\t2\t61\t文文文"]
    assert "林" not in lines[0]
    assert "300000" not in lines[0]


def test_a_line_with_one_word_that_is_also_a_heading_is_no_heading(tmp_path: Path) -> None:
    text = sample(tmp_path, "时间,13000000021\n内容（备注）：林先生,姓名林\n", "a.csv").decode("utf-8")
    assert text == "文文,11111111111\n文文（文文）□文文文,文文文\n".replace("（", "□").replace("）", "□")


def test_options_may_stand_before_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = '<sms address="13000000021" date="1767319200000" type="1" body="还款" />'
    path, out = saved(tmp_path, f"<smses>{record}</smses>", "a.xml"), tmp_path / "s.xml"
    assert main(["intake", "skeleton", "--lang", "en", str(path), "--out", str(out)]) == 0
    assert "Open it and look" in capsys.readouterr().out
    assert main(["intake", "--lang", "en", str(path), "--offset", "480", str(path)]) == 0
    assert "total: 1 exports" in capsys.readouterr().out
