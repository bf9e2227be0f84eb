"""Samples are drawn the same way again, judged blindly, and measured; outcomes are compared by two groups only."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from shouzheng.audit.generate.write import ARCHIVE, MAPPING, generate
from shouzheng.audit.local.run import audit
from shouzheng.audit.mapping import load_mapping
from shouzheng.audit.outcomes import compare
from shouzheng.audit.report.figures import read_figures
from shouzheng.audit.review.measure import kappa, measure
from shouzheng.audit.review.page import PAGES
from shouzheng.audit.review.sample import as_json, draw
from shouzheng.audit.review.sheets import KEY, LOG, SHEETS, answers_of
from shouzheng.cli.main import main
from shouzheng.reference.problems import ShouzhengError
from shouzheng.rulebook.load import load_rulebook

LAW = load_rulebook()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("review")
    generate(folder, 2_000, 2, texts=True)
    audit([folder / ARCHIVE], load_mapping(folder / MAPPING, LAW.facts), folder / "out", workers=1)
    return folder


def filled(path: Path, answer: dict[str, str], place: Path) -> Path:
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    with place.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(row | {"answer": answer[row["item"]]} for row in rows)
    return place


def test_the_same_seed_draws_the_same_sample_of_found_and_silent_contacts(made: Path) -> None:
    sample = draw(made / "out", 5, each=4)
    assert as_json(sample) == as_json(draw(made / "out", 5, each=4))
    assert as_json(sample) != as_json(draw(made / "out", 6, each=4))
    table = pq.read_table(made / "out" / "findings.parquet")
    found = set(zip(table["contact_id"].to_pylist(), table["rule"].to_pylist(), strict=True))
    assert all(((item.contact, item.rule) in found) is item.found for item in sample.items)
    for rule in sample.totals:
        kinds = [item.found for item in sample.items if item.rule == rule]
        assert 1 <= kinds.count(True) <= 4
        assert kinds.count(False) == 4


def test_earlier_contacts_of_the_same_day_stand_beside_a_contact(made: Path) -> None:
    fourth = [item for item in draw(made / "out", 5).items if item.rule == "R05" and item.found]
    assert fourth
    assert all(len(item.before) == 3 for item in fourth)
    assert all(0 < item.at - at <= 86_400_000 for item in fourth for at, _, _ in item.before)


def test_sheets_are_blind_and_the_command_takes_them_back_into_the_report(made: Path, tmp_path: Path) -> None:
    out = made / "out"
    assert main(["audit", "review", str(out), "--seed", "4"]) == 0
    key = json.loads((out / "review" / KEY).read_text("utf-8"))
    right = {item["item"]: "yes" if item["found"] else "no" for item in key["items"]}
    sheets = [(out / "review" / name).read_text("utf-8-sig") for name in SHEETS]
    assert sheets[0] != sheets[1]
    assert all("found" not in sheet.splitlines()[0] and "弄死" not in sheet for sheet in sheets)
    pages = [(out / "review" / name).read_text("utf-8") for name in PAGES]
    assert pages[0] != pages[1]
    assert all("弄死" not in page and key["items"][0]["contact"] not in page for page in pages)
    assert all((out / "review" / name).stat().st_mode & 0o077 == 0 for name in (*PAGES, *SHEETS, KEY))
    one, other = (filled(out / "review" / name, right, tmp_path / name) for name in SHEETS)
    assert main(["audit", "review", str(out), "--sheets", str(one), str(other)]) == 0
    review = json.loads((out / "review.json").read_text("utf-8"))
    assert review["kappa"] == 1
    assert review["disagreed"] == 0
    assert all(rule["precision"][0] == rule["recall"][0] == 1 for rule in review["rules"].values())
    assert all(rule["recall"][1] < 0.5 for rule in review["rules"].values())  # twenty silent ones show little
    assert main(["audit", "report", str(out), "--lang", "en"]) == 0
    assert "kappa) 1.00" in (out / "report.html").read_text("utf-8")


def test_texts_are_taken_out_only_with_name_and_reason_and_that_is_logged(made: Path) -> None:
    out = made / "out"
    words = ["audit", "review", str(out), "--texts-from", str(made / ARCHIVE), "--mapping", str(made / MAPPING)]
    assert main(words) == 2
    assert not (out / LOG).exists()
    assert main([*words, "--reviewer", "示例复核员", "--reason", "季度复核"]) == 0
    entries = [json.loads(line) for line in (out / LOG).read_text("utf-8").splitlines()]
    assert [(entry["reviewer"], entry["reason"]) for entry in entries] == [("示例复核员", "季度复核")]
    assert entries[0]["files"] == [*SHEETS, *PAGES]
    assert all("弄死" in (out / "review" / name).read_text("utf-8-sig") for name in entries[0]["files"])


def test_kappa_is_that_of_the_textbook() -> None:
    # 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: observed 0.7, by chance 0.5, so 0.4.
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    assert kappa(pairs) == pytest.approx(0.4)
    assert kappa([]) is None
    assert kappa([("yes", "yes")]) is None


def test_recall_takes_silent_violations_for_all_silent_contacts(tmp_path: Path) -> None:
    items = [{"item": str(n), "rule": "R01", "found": n < 10} for n in range(20)]
    key = tmp_path / KEY
    key.write_text(json.dumps({"seed": 1, "report_hash": "h", "items": items, "totals": {"R01": [100, 900]}}), "utf-8")
    answers = {str(n): "yes" if n < 9 or n == 15 else "no" for n in range(20)}
    found = measure(key, answers, answers | {"19": "unclear"})
    rule = found["rules"]["R01"]
    assert found["disagreed"] == 1
    assert rule["precision"][0] == pytest.approx(0.9)
    # 90 true findings; one of nine silent ones on which both agree: 100 of 900.
    assert rule["recall"][0] == pytest.approx(90 / 190)
    assert rule["recall"][1] < rule["recall"][0] < rule["recall"][2]


@pytest.mark.parametrize(
    "text", ["item,answer\n1,maybe\n", "item,answer\n1,yes\n1,yes\n", "x\n1\n", "item,answer\n,yes\n"]
)
def test_a_sheet_that_is_no_answer_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "s.csv").write_text(text, "utf-8")
    with pytest.raises(ShouzhengError) as refused:
        answers_of(tmp_path / "s.csv")
    assert refused.value.problems[0].code == "SZ-6537"


def test_sheets_of_another_sample_are_refused(tmp_path: Path) -> None:
    (tmp_path / KEY).write_text('{"seed": 1, "items": [{"item": "1", "rule": "R01"}], "totals": {}}', "utf-8")
    with pytest.raises(ShouzhengError):
        measure(tmp_path / KEY, {"2": "yes"}, {"1": "yes"})


def test_outcomes_are_compared_by_any_contact_to_a_third_person_and_nothing_else(made: Path, tmp_path: Path) -> None:
    table = pq.read_table(made / ARCHIVE)
    roles: dict[str, set[str]] = {}
    for debtor, role in zip(table["debtor"].to_pylist(), table["role"].to_pylist(), strict=True):
        roles.setdefault(debtor, set()).add(role)
    third = {debtor for debtor, of in roles.items() if of - {"debtor"}}
    lines = [f"{debtor},{int(debtor in third)},{int(number % 2)}" for number, debtor in enumerate(sorted(roles))]
    (tmp_path / "o.csv").write_text(
        "debtor,repaid,complaint\n" + "\n".join([*lines, lines[0], "stranger,1,1"]).replace(",1,", ",yes,", 1) + "\n",
        "utf-8",
    )
    found = compare(made / "out", tmp_path / "o.csv", None)
    assert set(found) == {"with", "without", "left_out", "report_hash"}
    assert found["left_out"] == {"not_in_archive": 1, "repeated": 1, "not_understood": 1}
    assert found["with"]["debtors"] == len(third)
    assert found["without"]["debtors"] == len(roles) - len(third)
    assert (found["with"]["repaid"][0], found["without"]["repaid"][0]) == (1, 0)
    assert main(["audit", "thirds", str(made / "out"), "--outcomes", str(tmp_path / "o.csv")]) == 0
    assert main(["audit", "report", str(made / "out"), "--lang", "en"]) == 0
    assert "no cause and effect" in (made / "out" / "report.html").read_text("utf-8")


def test_small_groups_of_outcomes_are_not_shown(made: Path, tmp_path: Path) -> None:
    table = pq.read_table(made / ARCHIVE)
    pairs = zip(table["debtor"].to_pylist(), table["role"].to_pylist(), strict=True)
    few = sorted({debtor for debtor, role in pairs if role != "debtor"})[:9]
    (tmp_path / "o.csv").write_text("debtor,repaid,complaint\n" + "".join(f"{d},1,0\n" for d in few), "utf-8")
    found = compare(made / "out", tmp_path / "o.csv", None)
    assert all(value is None for group in ("with", "without") for value in found[group].values())


def test_a_review_of_an_earlier_result_says_nothing_about_a_later_one(made: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    audit([made / ARCHIVE], load_mapping(made / MAPPING, LAW.facts), out, workers=1)
    (out / "review.json").write_text('{"report_hash": "of another result", "kappa": 1}', "utf-8")
    assert read_figures(out).review == {}
