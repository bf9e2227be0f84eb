"""Letters as a person reads them, compared to the character; read the golden files when one of these fails.

Files are written by ``python -m tests.remedy.letters.test_golden_letters`` and read line by line before they are
committed.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from shouzheng.model.case import InstitutionKind, Role
from shouzheng.model.words import Lang
from shouzheng.remedy.letters.fill import fill
from shouzheng.remedy.letters.offer import Fit, offers
from shouzheng.remedy.letters.paper import letter_text
from tests.remedy.yunling import CHATS, VARIANTS, library, situation

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "letters"
#: The letters read in each situation (variant of the example and who writes): ``<variant>.<person>.<letter>.txt``.
READ = {
    ("yunling", "me"): (
        "stop_contacting_others where_my_number name_the_agency give_the_recording amount_objection "
        "complaint_nfra report_nfra report_12321 operator_records police_statement report_nifa report_cba "
        "civil_complaint injunction_request lawyer_brief notice_to_contacts call_script settlement_confirmation "
        "settlement_checklist portal_nfra_12378 portal_nifa portal_cyberpolice portal_antifraud_96110 "
        "portal_telecom_carrier"
    ),
    ("yunling", "sister"): (
        "third_person_objection where_my_number name_the_agency give_the_recording report_nfra "
        "report_12321 operator_records police_statement civil_complaint call_script reply_to_collector portal_cac_12377"
    ),
    ("microloan", "me"): "report_local_finance extension_request portal_local_finance",
    ("microloan", "sister"): "report_local_finance portal_letters_12345",
    (
        "platform",
        "me",
    ): "hardship_statement stop_contacting_others civil_complaint dispute_12315 "
    "mediation_consumer_association platform_feedback portal_samr_12315 "
    "portal_platform_app portal_consumer_assoc",
    ("platform", "sister"): "platform_feedback",
    ("card", "me"): "stop_contacting_others give_the_recording amount_objection complaint_nfra card_instalment_70 "
    "credit_objection portal_pboc_12363",
    ("card", "sister"): "name_the_agency",
    ("guarantor", "me"): "stop_contacting_others complaint_nfra police_statement civil_complaint instalment_proposal "
    "guarantee_documents hardship_statement amount_objection notice_to_contacts",
    ("guarantor", "sister"): "injunction_request",
    ("colleague", "sister"): "third_person_objection police_statement portal_lender",
    ("colleague", "me"): "notice_to_contacts",
    ("bank", "me"): "hardship_statement escalation_lender portal_lender",
    ("bank", "sister"): "mediation_request",
    ("auto", "me"): "reply_to_collector mediation_request",
    ("auto", "sister"): "third_person_objection",
    ("assignee", "me"): "report_nifa",
    ("assignee", "sister"): "third_person_objection",
    ("unlicensed", "me"): "prosecutor_supervision portal_police_110 portal_prosecutor",
    ("unlicensed", "sister"): "organisation_objection portal_r12321",
    ("guarantee_firm", "me"): "reply_to_collector report_local_finance",
    ("guarantee_firm", "sister"): "organisation_objection",
    ("relative", "sister"): "reply_to_collector legal_aid_application",
    ("relative", "me"): "stop_contacting_others",
    ("employer", "sister"): "organisation_objection escalation_lender police_statement report_nfra",
    (
        "stranger",
        "sister",
    ): "third_person_objection reply_to_collector where_my_number portal_miit_12381 portal_bar_assoc",
    ("spouse", "sister"): "spouse_heir_statement reply_to_collector call_script civil_complaint",
    ("heir", "sister"): "spouse_heir_statement",
    ("minor", "me"): "portal_minors_12355",
    ("minor", "sister"): "legal_aid_application civil_complaint",
    ("unsaid_role", "sister"): "operator_records call_note portal_judicial_12348 portal_court_12368",
    ("unsaid", "me"): "stop_contacting_others name_the_agency amount_objection complaint_nfra",
    ("unsaid", "sister"): "third_person_objection",
    (CHATS, "me"): "takedown_notice portal_im_platform",
}
CASES = [(variant, person, name) for (variant, person), names in READ.items() for name in names.split()]


def _golden(variant: str, person: str, name: str) -> Path:
    return GOLDEN / f"{variant}.{person}.{name}.txt"


def _text(variant: str, person: str, name: str) -> str:
    return letter_text(fill(library().letters[name], situation(variant, person), library()))


def _fitting(variant: str, person: str) -> str:
    found = offers(situation(variant, person), library())
    return " ".join(each.letter.id for each in found if each.fit is Fit.YES)


def _fitting_table() -> str:
    return "".join(f"{variant}.{person}: {_fitting(variant, person)}\n" for variant, person in READ)


@pytest.mark.parametrize(("variant", "person", "name"), CASES)
def test_the_letter_reads_as_reviewed(variant: str, person: str, name: str) -> None:
    assert _text(variant, person, name) == _golden(variant, person, name).read_text("utf-8")


def test_every_letter_is_read_and_no_stray_file_lies_about() -> None:
    assert {name for _, _, name in CASES} == set(library().letters)
    files = {path.name for path in GOLDEN.glob("*.txt")}
    assert files == {_golden(*case).name for case in CASES} | {"en.txt", "fitting.txt"}
    assert {variant for variant, _ in READ} == {*VARIANTS, CHATS}


def test_situations_cover_every_role_kind_of_institution_and_channel() -> None:
    assert len(READ) >= 30
    positions = [situation(variant, person) for variant, person in READ]
    assert {each.writer.role for each in positions} == set(Role)
    kinds = {each.institution_kind for each in positions}
    assert kinds >= set(InstitutionKind) - {InstitutionKind.PRIVATE_PERSON, InstitutionKind.UNKNOWN}
    letters = library().letters
    channels = {letters[name].channel for _, _, name in CASES} - {None}
    assert channels == set(positions[0].rulebook.channels)


def test_exactly_the_reviewed_letters_fit_each_situation() -> None:
    assert _fitting_table() == (GOLDEN / "fitting.txt").read_text("utf-8")


def test_the_english_is_a_reading_aid() -> None:
    filled = fill(library().letters["third_person_objection"], situation(person="sister"), library())
    assert letter_text(filled, Lang.EN) == (GOLDEN / "en.txt").read_text("utf-8")


if __name__ == "__main__":
    for case in CASES:
        _golden(*case).write_text(_text(*case), "utf-8")
    (GOLDEN / "fitting.txt").write_text(_fitting_table(), "utf-8")
