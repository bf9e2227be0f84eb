import json

import pytest

from shouzheng.cli.main import main


def test_the_list_and_one_guide(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guide"]) == 0
    listed = capsys.readouterr().out
    assert "xiaomi" in listed
    assert main(["--lang", "en", "guide", "Xiaomi"]) == 0
    shown = capsys.readouterr().out
    assert "MIUI/sound_recorder/call_rec/" in shown
    assert "[believed, not checked, 2026-08-31;" in shown


def test_in_the_other_script_and_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "zh-Hant", "guide", "iphone"]) == 0
    assert "備份" in capsys.readouterr().out
    assert main(["guide", "--json"]) == 0
    guides = json.loads(capsys.readouterr().out)
    assert {"name", "steps", "checked"} <= set(guides[0])


def test_an_unknown_name_lists_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "guide", "nokia"]) == 2
    assert "SZ-1481" in (said := capsys.readouterr().err)
    assert "xiaomi" in said
