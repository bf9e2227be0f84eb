"""The report hides small cells, shows nothing that names or runs, and is bound by its signature."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.audit.local.run import audit
from shouzheng.audit.mapping import load_mapping
from shouzheng.audit.report.figures import read_figures
from shouzheng.audit.report.intervals import wilson
from shouzheng.audit.report.sign import MANIFEST, SIGNATURE, check
from shouzheng.audit.report.suppress import SMALL, hidden
from shouzheng.audit.report.tables import inert
from shouzheng.audit.report.write import write_report
from shouzheng.model.words import Lang
from shouzheng.reference.problems import ShouzhengError
from shouzheng.rulebook.load import load_rulebook
from tests.audit.making import rows_of, table_of
from tests.audit.test_local import MAPPING

LAW = load_rulebook()
HOSTILE = '</td><script>alert(1)</script><img src=x onerror="x">\u202egnp.exe'
FORMULA = '=HYPERLINK("http://example.invalid")'
NAMED = "示例人物甲"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    rows = rows_of(4, 600)
    for number, row in enumerate(rows):
        row["person"] = f"{NAMED}{row['person']}{number % 60}"
        row["agency"] = HOSTILE if number % 3 == 0 else FORMULA if number % 3 == 1 else None
        row["contact_id"] = f"{HOSTILE}{number}"
        row["text"] = row["text"] if row["text"] and row["text"].strip() else None
    pq.write_table(table_of(rows), folder / "in.parquet")
    (folder / "mapping.toml").write_text(MAPPING, "utf-8")
    mapping = load_mapping(folder / "mapping.toml", LAW.facts)
    audit([folder / "in.parquet"], mapping, folder / "out", workers=1)
    return folder / "out"


def key_files(folder: Path) -> tuple[Path, Path]:
    key = Ed25519PrivateKey.generate()
    private, public = folder / "key.pem", folder / "public.pem"
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public.write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return private, public


@pytest.mark.parametrize("lang", [Lang.ZH_HANS, Lang.EN])
def test_names_out_of_the_archive_are_inert_and_texts_and_people_stand_nowhere(out: Path, lang: Lang) -> None:
    page = write_report(out, lang=lang).read_text("utf-8")
    assert "<script" not in page
    assert "<img" not in page
    assert "\u202e" not in page
    assert "&lt;script&gt;" in page
    assert "default-src 'none'" in page
    assert "http://" not in page.replace("http://example.invalid", "")
    for path in (each for each in out.iterdir() if each.is_file()):
        assert NAMED.encode() not in path.read_bytes(), path
    assert "弄死" not in page


def test_every_table_and_the_page_say_how_many_rules_were_judged(out: Path) -> None:
    page = write_report(out, lang=Lang.EN).read_text("utf-8")
    figures = read_figures(out)
    assert 0 < len(figures.judged) < len(figures.rules)
    assert f"{len(figures.judged)} of {len(figures.rules)} rules judged" in page


def test_the_csv_holds_no_formula_and_no_small_cell(out: Path) -> None:
    write_report(out)
    rows = list(csv.DictReader(io.StringIO((out / "rates.csv").read_text("utf-8-sig"))))
    assert any(row["value"] == "'" + FORMULA for row in rows)
    assert not any(row["value"].startswith("=") for row in rows)
    assert all(int(row["judged"]) >= SMALL for row in rows if row["hidden"] == "0" and row["judged"] != "0")
    assert any(row["hidden"] == "1" for row in rows)
    totals = {row["rule"]: row for row in rows if row["by"] == "all"}
    for by in ("agency", "hour", "role", "week", "channel"):
        for rule, total in totals.items():
            mine = [row for row in rows if row["by"] == by and row["rule"] == rule]
            gone = [row for row in mine if row["hidden"] == "1"]
            if total["hidden"] == "0" and gone:
                rest = int(total["judged"]) - sum(int(row["judged"]) for row in mine if row["hidden"] == "0")
                assert len(gone) > 1 or rest == 0, (by, rule)
                assert rest >= SMALL, (by, rule)


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.integers(0, 60), max_size=12))
@settings(deadline=None, max_examples=150)
def test_what_is_hidden_cannot_be_had_by_subtraction(cells: dict[str, int]) -> None:
    gone = hidden(cells)
    filled = {name: count for name, count in cells.items() if count}
    assert all(name in gone for name, count in filled.items() if count < SMALL)
    rest = set(filled) - gone
    if gone and rest:
        assert len(gone) > 1
        assert sum(filled[name] for name in gone) >= SMALL


def test_wilson_intervals_are_the_known_ones() -> None:
    # Newcombe, Statistics in Medicine 17 (1998) 857, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    for found, of, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        assert wilson(found, of) == pytest.approx((low, high), abs=5e-5)
    assert wilson(5, 5)[1] == 1
    with pytest.raises(ValueError, match="3 of 2"):
        wilson(3, 2)


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx"])
def test_formulas_are_made_inert(text: str) -> None:
    assert inert(text) == "'" + text
    assert inert("x" + text) == "x" + text


def test_a_signed_report_is_checked_file_by_file(out: Path, tmp_path: Path) -> None:
    private, public = key_files(tmp_path)
    write_report(out, sign_with=private)
    assert check(out, public)
    assert not check(out, None)
    _, other = key_files(tmp_path)
    with pytest.raises(ShouzhengError) as refused:
        check(out, other)
    assert refused.value.problems[0].code == "SZ-6535"
    content = (out / "rates.csv").read_bytes()
    (out / "rates.csv").write_bytes(content + b"x")
    with pytest.raises(ShouzhengError):
        check(out, None)
    (out / "rates.csv").write_bytes(content)
    (out / MANIFEST).write_bytes((out / MANIFEST).read_bytes().replace(b"law", b"Law"))
    with pytest.raises(ShouzhengError):
        check(out, public)


def test_an_unsigned_report_leaves_no_older_signature_behind(out: Path, tmp_path: Path) -> None:
    private, public = key_files(tmp_path)
    write_report(out, sign_with=private)
    write_report(out)
    assert not (out / SIGNATURE).exists()
    with pytest.raises(ShouzhengError):
        check(out, public)


def test_a_manifest_reaches_no_file_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    for name in ("../x", "/etc/hostname", ".hidden"):
        (tmp_path / "r" / MANIFEST).write_text(json.dumps({"files": {name: "0"}}), "utf-8")
        with pytest.raises(ShouzhengError):
            check(tmp_path / "r", None)


@pytest.mark.parametrize("content", [b"", b"no key", b"\x00" * 50])
def test_a_bad_signing_key_is_named(out: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "key.pem").write_bytes(content)
    with pytest.raises(ShouzhengError) as refused:
        write_report(out, sign_with=tmp_path / "key.pem")
    assert refused.value.problems[0].code == "SZ-6534"


def test_without_a_whole_result_there_is_no_report(tmp_path: Path) -> None:
    with pytest.raises(ShouzhengError) as refused:
        write_report(tmp_path)
    assert refused.value.problems[0].code == "SZ-6533"


def test_the_same_result_gives_the_same_files(out: Path) -> None:
    def files() -> dict[str, bytes]:
        write_report(out)
        return {name: (out / name).read_bytes() for name in ("report.html", "summary.pdf", "rates.csv", MANIFEST)}

    assert files() == files()


def test_tables_that_a_cluster_wrote_as_folders_are_reported_and_bound_too(out: Path, tmp_path: Path) -> None:
    for name in ("findings.parquet", "tally.parquet", "missing.parquet"):
        table = pq.read_table(out / name)
        (tmp_path / name).mkdir()
        pq.write_table(table.slice(0, 5), tmp_path / name / "part-0.parquet")
        pq.write_table(table.slice(5), tmp_path / name / "part-1.parquet")
    (tmp_path / "result.json").write_bytes((out / "result.json").read_bytes())
    write_report(out)
    write_report(tmp_path)
    assert (tmp_path / "rates.csv").read_bytes() == (out / "rates.csv").read_bytes()
    assert not check(tmp_path, None)
    (tmp_path / "findings.parquet" / "part-0.parquet").unlink()
    with pytest.raises(ShouzhengError):
        check(tmp_path, None)


def test_an_archive_without_any_contact_is_named(tmp_path: Path) -> None:
    pq.write_table(table_of([{**row, "at": 17} for row in rows_of(4, 2)]), tmp_path / "in.parquet")
    pq.write_table(table_of(rows_of(4, 2)).slice(0, 0), tmp_path / "empty.parquet")
    (tmp_path / "mapping.toml").write_text(MAPPING, "utf-8")
    for name in ("in", "empty"):
        with pytest.raises(ShouzhengError) as refused:
            audit([tmp_path / f"{name}.parquet"], load_mapping(tmp_path / "mapping.toml", LAW.facts), tmp_path / name)
        assert refused.value.problems[0].code == "SZ-6541"


def test_an_archive_of_one_contact_gives_a_report(tmp_path: Path) -> None:
    pq.write_table(table_of(rows_of(4, 1)), tmp_path / "in.parquet")
    (tmp_path / "mapping.toml").write_text(MAPPING, "utf-8")
    audit([tmp_path / "in.parquet"], load_mapping(tmp_path / "mapping.toml", LAW.facts), tmp_path / "out", workers=1)
    write_report(tmp_path / "out")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out" / "rates.csv").read_text("utf-8-sig"))))
    assert all(row["judged"] in ("", "0") for row in rows)


def test_each_duty_of_the_institution_is_named_and_what_would_show_it(tmp_path: Path) -> None:
    rows = rows_of(9, 120)
    for number, row in enumerate(rows):
        row["person"], row["text"] = f"{row['person']}{number % 30}", None
        row["institution_kind"], row["product_kind"], row["role"] = "bank", "credit_card", "debtor"
    table = table_of(rows)
    late = pa.array([number % 40 for number in range(len(rows))], pa.int32())
    table = table.append_column("used", late).append_column("kind", pa.array(["simple"] * len(rows)))
    pq.write_table(table, tmp_path / "in.parquet")
    more = 'complaint_working_days = "used"\ncomplaint_class = "kind"\n[practice]'
    (tmp_path / "mapping.toml").write_text(MAPPING.replace("[practice]", more), "utf-8")
    audit([tmp_path / "in.parquet"], load_mapping(tmp_path / "mapping.toml", LAW.facts), tmp_path / "out", workers=1)
    page = write_report(tmp_path / "out", lang=Lang.EN).read_text("utf-8")
    part = page[page.index("Duties of the institution itself") :]
    part = part[: part.index("<h2>")]
    lines = {row.split("<td>")[2][:4].strip(): row for row in part.split("<tr>")[2:]}
    assert {"R33", "R48b", "R56", "R57", "R60"} <= set(lines)
    days = 15  # threshold cmp-simple
    found = sum(number % 40 > days for number in range(len(rows)))
    assert f'>{found}</td><td class="n">{len(rows)}</td><td>–</td>' in lines["R60"]
    assert "Complaints are answered in time" in lines["R60"]
    assert "complaint_working_days" not in part  # it is there: only what is lacking is asked for
    for lacking in ("agency_list_complete", "agency_published", "recording_available"):
        assert lacking in part[part.index("would tell") :]
