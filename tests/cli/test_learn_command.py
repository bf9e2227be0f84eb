"""``shouzheng learn`` from the outside."""

from __future__ import annotations

import json

import pytest

from shouzheng.cli.main import main


def test_the_list_a_page_and_the_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["learn"]) == 0
    assert "anti_collection_mills" in capsys.readouterr().out
    assert main(["learn", "contract_terms", "--as-of", "2026-11-22"]) == 0
    out = capsys.readouterr().out
    assert "第六百七十条" in out
    assert "来源" in out
    assert main(["learn", "contract_terms", "--lang", "en"]) == 0
    assert "Sources" in capsys.readouterr().out
    assert main(["learn", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["pages"]) >= 5


def test_an_unknown_page_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["learn", "nothing"]) == 2
    assert "SZ-5224" in capsys.readouterr().err
