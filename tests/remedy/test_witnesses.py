"""Several files about the same contacts, from the files to findings.json and the dossier."""

from __future__ import annotations

import itertools
import json
from datetime import date
from pathlib import Path
from typing import cast

from shouzheng.model.words import Lang
from shouzheng.remedy.check import CheckResult, check
from shouzheng.remedy.dossier.data import build_view
from shouzheng.remedy.dossier.pdf import dossier_pdf
from shouzheng.remedy.findings.write import findings_json
from shouzheng.remedy.gather import material_of
from shouzheng.remedy.summary import summary_text
from tests.cli.exports import COLLECTOR, call, sms, write, write_case

TODAY = date(2026, 11, 22)
NIGHT = ("2026-03-01 22:30:00", "2026-03-02 23:10:00", "2026-03-03 22:45:00")


def _log(folder: Path, name: str = "calls-1.xml", *more: str) -> Path:
    return write(folder / name, "calls", *[call(at, kind=1, seconds=60) for at in NIGHT], *more)


def _bill(folder: Path, *rows: str) -> Path:
    path = folder / "bill.csv"
    path.write_text("通话时间,对方号码,主被叫,通话时长\n" + "".join(f"{row}\n" for row in rows), "utf-8")
    return path


def _rows(seconds: int = 60) -> list[str]:
    return [f"{at[:-2]}08,{COLLECTOR},被叫,{seconds}" for at in NIGHT]


def _counts(result: CheckResult) -> list[tuple[str, int]]:
    return [(finding.rule, len(finding.events)) for finding in result.judgement.findings]


def test_log_and_bill_count_once_and_both_are_named(tmp_path: Path) -> None:
    who = write_case(tmp_path)
    alone = check([_log(tmp_path)], who, None, as_of=TODAY)
    both = check([_log(tmp_path), _bill(tmp_path, *_rows())], who, None, as_of=TODAY)
    assert len(both.contacts) == len(alone.contacts) == 3
    assert _counts(both) == _counts(alone) != []
    assert [dict(p.slots) for p in both.problems if p.code == "SZ-5007"] == [{"joined": "3", "disagreeing": "0"}]
    shown = findings_json(material_of(both))["contacts"]
    assert isinstance(shown, list)
    assert {(row["grade"], row["corroborated"], len(row["witnesses"])) for row in shown} == {("B", True, 2)}
    assert {w["format"] for row in shown for w in row["witnesses"]} == {"sms_backup_restore_calls", "operator_bill_csv"}


def test_the_order_of_the_files_changes_no_finding(tmp_path: Path) -> None:
    who = write_case(tmp_path)
    extra = call("2026-03-04 22:00:30", kind=1, seconds=5)
    files = [_log(tmp_path), _log(tmp_path, "calls-2.xml", extra), _bill(tmp_path, *_rows())]
    seen = set()
    for order in itertools.permutations(files):
        material = material_of(check(list(order), who, None, as_of=TODAY))
        content = findings_json(material)
        seen.add(json.dumps([content["findings"], content["contacts"]], ensure_ascii=False))
    assert len(seen) == 1
    assert [len(contact.event.witnesses) for contact in material.in_order] == [3, 3, 3, 0]


def test_a_forged_row_is_not_corroborated_and_never_called_false(tmp_path: Path) -> None:
    forged = call("2026-03-02 20:00:00", kind=1, seconds=77)
    files = [_log(tmp_path, "calls-1.xml", forged), _bill(tmp_path, *_rows())]
    material = material_of(check(files, write_case(tmp_path), None, as_of=TODAY))
    rows: object = []
    for lang, words in ((Lang.ZH_HANS, "未得到印证"), (Lang.EN, "not corroborated")):
        rows = build_view(material, lang)["contacts"]
        assert isinstance(rows, list)
        told = [json.dumps(row["seen_by"], ensure_ascii=False) for row in rows]
        assert [words in line for line in told] == [False, True, False, False]
        assert not any("虚假" in line or "false" in line for line in told)
    assert isinstance(rows, list)
    assert [row["grade"] for row in rows] == ["B", "D", "B", "B"]


def test_differences_stand_in_the_dossier(tmp_path: Path) -> None:
    files = [_log(tmp_path), _bill(tmp_path, *[row.replace(":08", ":03") for row in _rows(seconds=600)])]
    result = check(files, write_case(tmp_path), None, as_of=TODAY)
    rows = build_view(material_of(result), Lang.EN)["contacts"]
    assert isinstance(rows, list)
    assert all("talk time" in json.dumps(row["seen_by"]) and row["grade"] == "D" for row in rows)
    assert [dict(p.slots)["disagreeing"] for p in result.problems if p.code == "SZ-5007"] == ["3"]


def test_a_withheld_call_that_the_bill_shows_is_counted_as_unknown_no_more(tmp_path: Path) -> None:
    withheld = call(NIGHT[0], number="-2", kind=1, seconds=60)
    log = write(tmp_path / "calls-1.xml", "calls", withheld, call("2026-03-09 10:00:00", number="-2", kind=3))
    result = check([log, _bill(tmp_path, *_rows())], write_case(tmp_path), None, as_of=TODAY)
    assert [len(contact.event.witnesses) for contact in result.contacts] == [2, 0, 0]
    assert (result.unattributed.contacts, result.unattributed.calls) == (1, 1)


def test_what_two_numbers_share_is_said_in_every_output_and_nobody_is_called_the_same(tmp_path: Path) -> None:
    words = "林先生您好，您的借款已经逾期，请于今日下午五点之前处理完毕"
    who = write_case(tmp_path)
    who.write_text(who.read_text("utf-8").replace(f'"{COLLECTOR}"', f'"{COLLECTOR}", "13000000022"'), "utf-8")
    path = write(
        tmp_path / "sms-1.xml", "smses", sms(NIGHT[0], words), sms(NIGHT[1], words, "13000000022"), sms(NIGHT[2], "好")
    )
    material = material_of(check([path], who, None, as_of=TODAY))
    (link,) = cast("list[dict[str, object]]", findings_json(material)["links"])
    assert (link["same"], link["evidence"], link["numbers"]) == ("text", [1, 2], [COLLECTOR, "13000000022"])
    for lang, reason in ((Lang.ZH_HANS, "文字相同"), (Lang.EN, "the same text")):
        view = cast("dict[str, list[dict[str, str]]]", build_view(material, lang)["links"])
        assert [row["evidence"] for row in view["rows"]] == ["1、2" if lang is Lang.ZH_HANS else "1, 2"]
        summary = summary_text(material, (), lang)
        assert reason in summary
        assert words not in summary
        assert "是同一个人" not in summary.replace("不说明是同一个人", "")
    assert len(dossier_pdf(material)) > 10_000
