"""Letters as a person reads them, compared to the character; read the golden files when one of these fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from shouzheng.model.words import Lang
from shouzheng.remedy.letters.fill import fill
from shouzheng.remedy.letters.offer import Fit, offers
from shouzheng.remedy.letters.paper import letter_text
from tests.remedy.yunling import VARIANTS, library, situation

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "letters"
#: Which letters fit whom: each is a golden file ``<variant>.<person>.<letter>.txt``.
FITTING = {
    ("yunling", "me"): (
        "stop_contacting_others where_my_number name_the_agency give_the_recording amount_objection "
        "complaint_nfra report_nfra report_12321 operator_records police_statement"
    ),
    ("yunling", "sister"): (
        "third_person_objection where_my_number name_the_agency give_the_recording report_nfra "
        "report_12321 operator_records police_statement"
    ),
    ("microloan", "me"): "report_local_finance",
    ("microloan", "sister"): "report_local_finance",
    ("platform", "me"): "dispute_12315",
    ("card", "me"): "stop_contacting_others give_the_recording amount_objection complaint_nfra",
    ("guarantor", "me"): "stop_contacting_others complaint_nfra police_statement",
    ("colleague", "sister"): "third_person_objection police_statement",
    ("unsaid", "me"): "stop_contacting_others name_the_agency amount_objection complaint_nfra",
    ("unsaid", "sister"): "third_person_objection",
}
CASES = [(variant, person, name) for (variant, person), names in FITTING.items() for name in names.split()]


@pytest.mark.parametrize(("variant", "person", "name"), CASES)
def test_the_letter_reads_as_reviewed(variant: str, person: str, name: str) -> None:
    filled = fill(library().letters[name], situation(variant, person), library())
    golden = GOLDEN / f"{variant}.{person}.{name}.txt"
    assert letter_text(filled) == golden.read_text("utf-8")


def test_every_letter_and_no_stray_file_is_golden() -> None:
    assert {name for _, _, name in CASES} == set(library().letters)
    assert {path.name for path in GOLDEN.glob("*.txt")} == {f"{v}.{p}.{n}.txt" for v, p, n in CASES} | {"en.txt"}
    assert len(CASES) >= 30
    assert set(VARIANTS) == {variant for variant, _, _ in CASES}


@pytest.mark.parametrize(("variant", "person"), [("yunling", "me"), ("yunling", "sister")])
def test_exactly_these_letters_fit_the_example(variant: str, person: str) -> None:
    fitting = [o.letter.id for o in offers(situation(variant, person), library()) if o.fit is Fit.YES]
    assert sorted(fitting) == sorted(FITTING[(variant, person)].split())


def test_the_english_is_a_reading_aid() -> None:
    filled = fill(library().letters["third_person_objection"], situation(person="sister"), library())
    assert letter_text(filled, Lang.EN) == (GOLDEN / "en.txt").read_text("utf-8")
