"""A mapping is proposed from names and values, shows nobody, and is doubted when rows do not look like contacts."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from shouzheng.audit.generate.write import ARCHIVE, MAPPING, generate
from shouzheng.audit.mapping import load_mapping
from shouzheng.audit.plausible import doubts
from shouzheng.audit.propose import propose, see
from shouzheng.cli.main import main
from shouzheng.rulebook.load import load_rulebook

LAW = load_rulebook()
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def chinese(folder: Path, **other: list[Any]) -> Path:
    size = 60
    columns: dict[str, list[Any]] = {
        "流水号": [f"n{number}" for number in range(size)],
        "呼叫时间": [f"2026-03-{1 + number % 28:02} 1{number % 8}:00:00" for number in range(size)],
        "渠道": ["电话"] * (size - 1) + ["鸽子"],
        "呼叫方向": ["呼出"] * size,
        "通话结果": ["接通", "无人接听", "关机"] * (size // 3),
        "时长": [30, 0, 0] * (size // 3),
        "被联系人": [f"张三{number}13000001234" for number in range(size)],
        "关系": ["本人", "紧急联系人", "同事"] * (size // 3),
        "委托方": ["云岭示例消费金融有限公司"] * size,
        "备注": ["家住示例路1号"] * size,
        **other,
    }
    path = folder / "通话.csv"
    pyarrow.csv.write_csv(pa.table({name: [str(v) for v in values] for name, values in columns.items()}), path)
    return path


def test_a_chinese_export_is_understood_and_nobody_is_shown(tmp_path: Path) -> None:
    proposal = propose(see([chinese(tmp_path)]), LAW.facts)
    assert not proposal.missing
    columns = tomllib.loads(proposal.text)["columns"]
    assert columns["at"] == {"from": "呼叫时间", "as": "text"}
    assert columns["channel"]["values"] == {"电话": "call"}
    assert columns["direction"]["values"] == {"呼出": "inbound"}
    assert columns["outcome"]["values"] == {"接通": "connected", "无人接听": "missed", "关机": "blocked"}
    assert columns["role"]["values"]["同事"] == "colleague"
    assert "鸽子" in proposal.text
    for secret in ("张三", "1234", "示例路"):
        assert secret not in proposal.text
    path = tmp_path / "m.toml"
    path.write_text(proposal.text, "utf-8")
    load_mapping(path, LAW.facts)


def test_epochs_and_english_names_are_understood(tmp_path: Path) -> None:
    table = pa.table({"Call ID": ["a"], "start_time": [1_770_000_000], "agency published": [True], "Type": ["SMS"]})
    pq.write_table(table, tmp_path / "in.parquet")
    proposal = propose(see([tmp_path / "in.parquet"]), LAW.facts)
    columns = tomllib.loads(proposal.text)["columns"]
    assert columns["at"] == {"from": "start_time", "as": "epoch_s"}
    assert columns["agency_published"] == "agency published"
    assert columns["channel"]["values"] == {"SMS": "sms"}
    assert proposal.missing == ("person", "creditor")


def test_hostile_names_and_values_stay_in_their_place(tmp_path: Path) -> None:
    name = 'x"\n[same]\ncreditor = "y'
    table = pa.table({name: ['a"]\n[practice]\nabout_debt = true', "b\u202e"], "channel": ["call", 'v"\nz = 1']})
    pq.write_table(table, tmp_path / "in.parquet")
    data = tomllib.loads(propose(see([tmp_path / "in.parquet"]), LAW.facts).text)
    assert data["same"] == {}
    assert data["practice"] == {}
    assert set(data["columns"]) == {"channel"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    generate(folder, 2_000, 9)
    return folder


def changed(made: Path, folder: Path, text: str = "", **columns: object) -> tuple[list[Path], Path]:
    """The archive with other columns, and its mapping with another text in place of ``offset_minutes = 480``."""
    table = pq.read_table(made / ARCHIVE)
    for name, values in columns.items():
        table = table.set_column(table.schema.get_field_index(name), name, pa.array(values))
    pq.write_table(table, folder / "in.parquet")
    mapping = (made / MAPPING).read_text("utf-8")
    (folder / "m.toml").write_text(mapping.replace("offset_minutes = 480", text or "offset_minutes = 480"), "utf-8")
    return [folder / "in.parquet"], folder / "m.toml"


def checks(given: list[Path], mapping: Path) -> set[str]:
    return {doubt.check for doubt in doubts(given, load_mapping(mapping, LAW.facts), LAW.facts, NOW)}


def test_an_ordinary_archive_raises_no_doubt(made: Path, tmp_path: Path) -> None:
    assert checks(*changed(made, tmp_path)) == set()


@pytest.mark.parametrize("offset", [0, -480])
def test_a_wrong_zone_is_seen(made: Path, tmp_path: Path, offset: int) -> None:
    assert "night" in checks(*changed(made, tmp_path, f"offset_minutes = {offset}"))


def test_each_check_sees_its_mistake(made: Path, tmp_path: Path) -> None:
    size, table = 2_000, pq.read_table(made / ARCHIVE)
    assert "person" in checks(*changed(made, tmp_path, person=[f"p{n}" for n in range(size)]))
    assert "one-person" in checks(*changed(made, tmp_path, person=["p"] * size))
    assert "ids" in checks(*changed(made, tmp_path, contact_id=[f"c{n // 2}" for n in range(size)]))
    assert "direction" in checks(*changed(made, tmp_path, direction=["outbound"] * size))
    assert "values-role" in checks(*changed(made, tmp_path, role=["那个人"] * size))
    assert "missed-seconds" in checks(*changed(made, tmp_path, seconds=[20] * size))
    assert "no-seconds" in checks(*changed(made, tmp_path, seconds=[0] * size))
    assert "caller" in checks(*changed(made, tmp_path, person=table["number"].to_pylist()))
    assert "refused" in checks(*changed(made, tmp_path, channel=["call", "?"] * (size // 2)))
    days = [datetime(2026, 3, 1 + n % 28) for n in range(size)]  # noqa: DTZ001 - times without a zone
    assert "midnight" in checks(*changed(made, tmp_path, at=days))
    assert "years" in checks(*changed(made, tmp_path, at=[datetime(2031, 1, 1, 10)] * size))  # noqa: DTZ001


def test_the_command_goes_from_a_proposal_to_a_report(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given, mapping = changed(made, tmp_path)
    words = ["audit", str(given[0]), "--mapping", str(mapping), "--out", str(tmp_path / "out"), "--workers", "1"]
    assert main([*words, "--lang", "en"]) == 1
    assert "2000 contacts" in capsys.readouterr().out
    assert (tmp_path / "out" / "report.html").exists()
    assert main(["audit", "verify", str(tmp_path / "out")]) == 0
    assert main(["audit", "map", str(given[0])]) == 0
    assert "[columns]" in capsys.readouterr().out


def test_a_doubtful_mapping_stops_the_command_unless_it_is_accepted(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given, mapping = changed(made, tmp_path, "offset_minutes = 0")
    words = ["audit", str(given[0]), "--mapping", str(mapping), "--out", str(tmp_path / "out"), "--workers", "1"]
    assert main(words) == 3
    assert "SZ-6531" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assert main([*words, "--accept-mapping"]) == 1
    page = tmp_path / "out" / "report.html"
    assert "22:00 至 8:00：时区可能不对" in page.read_text("utf-8")
    assert main(["audit", "report", str(tmp_path / "out"), "--lang", "en"]) == 0
    assert "the time zone may be wrong" in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["audit", "nowhere"], 2),
        (["audit", "generate", "--contacts", "many", "--out", "x"], 2),
        (["audit", "generate", "--contacts", "5"], 2),
        (["audit", "report"], 2),
        (["audit", "verify", "nowhere"], 2),
        (["audit", "map"], 2),
        (["audit", "map", "nowhere.csv"], 2),
    ],
)
def test_wrong_use_ends_with_2(words: list[str], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(words) == code
