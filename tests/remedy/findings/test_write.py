"""findings.json: stable, complete for programs, and free of everything that is not confirmed."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

from shouzheng.model.case import Objection
from shouzheng.model.event import Direction
from shouzheng.model.law import CiteRole
from shouzheng.remedy.findings.write import SCHEMA, findings_bytes, findings_digest, findings_json, write_findings
from shouzheng.remedy.material import Material
from tests.remedy.sample import at, contact, event, material, night_finding, rich_material


def test_keys_stand_in_the_documented_order() -> None:
    keys = list(findings_json(rich_material()))
    assert keys == [
        "schema",
        "program",
        "as_of",
        "invented",
        "case",
        "law",
        "lexicon",
        "directory",
        "files",
        "overall",
        "rules",
        "left_out",
        "findings",
        "reminders",
        "links",
        "contacts",
        "confirmed",
    ]
    assert all(f"``{key}``" in (findings_json.__doc__ or "") for key in keys)


def test_the_same_material_gives_the_same_bytes() -> None:
    assert findings_bytes(rich_material()) == findings_bytes(rich_material())
    assert findings_digest(rich_material()) == hashlib.sha256(findings_bytes(rich_material())).hexdigest()


def test_versions_of_law_words_and_directory_are_named() -> None:
    content = json.loads(findings_bytes(rich_material()))
    assert content["schema"] == SCHEMA
    assert content["law"] == {"hash": "sha256:" + "1" * 64, "seen": "2026-11-22", "check_by": "2027-05-22"}
    assert content["lexicon"]["hash"] == "sha256:" + "2" * 64
    assert content["rules"]["judged"] == content["rules"]["of"] == 5
    assert content["rules"]["per_rule"][1]["missing"] == [{"fact": "debt_discussed", "verdicts": 9}]
    assert content["files"][0]["non_contacts"] == {"draft": 4}
    assert content["files"][0]["digest"].startswith("sha256:")


def test_findings_carry_their_words_law_and_evidence() -> None:
    first = json.loads(findings_bytes(rich_material()))["findings"][0]
    assert first["rule"] == "R20"
    assert [shown["words"] for shown in first["shown"]] == ["让你们全家不得安宁", "今晚就有人上门"]
    assert first["citations"][0]["article"] == "第五十条第一款第一项"
    assert first["citations"][0]["effective_from"] == "2026-01-01"
    assert first["facts"] == {"recipient_role": "debtor"}


def test_criminal_law_is_never_written() -> None:
    assert any(c.role is CiteRole.NEVER_PRINTED for f in rich_material().ranked for c in f.citations)
    text = findings_bytes(rich_material()).decode()
    assert "刑法" not in text
    assert "293" not in text


def test_only_contacts_that_a_finding_rests_on_are_written() -> None:
    built = rich_material()
    used = {event for finding in built.ranked for event in finding.events}
    content = json.loads(findings_bytes(built))
    assert {each["id"] for each in content["contacts"]} == used
    assert len(used) < len(built.contacts)
    assert [each["evidence"] for each in content["contacts"]] == sorted(
        each["evidence"] for each in content["contacts"]
    )


def test_a_refusal_is_tied_to_the_one_record_that_is_exactly_it() -> None:
    sent = event("e-no", at("2026-01-03T10:00:20"), direction=Direction.OUTBOUND)
    built = material((contact(sent),))
    party, owner = built.in_order[0].attribution.party, sent.owner
    assert party is not None

    def number(built: Material, **changed: str) -> object:
        stated = {"person": owner, "party": party, "how": sent.channel.value} | changed
        objection = Objection(at=at("2026-01-03T10:00:00"), **stated)
        told = replace(built, case=replace(built.case, objections=(objection,)))
        return json.loads(findings_bytes(told))["case"]["objections"][0]["evidence"]

    assert number(built) == 1
    assert number(built, how="call") is None
    assert number(material((contact(sent), contact(replace(sent, id="e-two"))))) is None


def test_private_parties_unread_words_and_names_of_persons_stay_out() -> None:
    text = findings_bytes(rich_material()).decode()
    for private in ("家人朋友", "18000000001", "私密原文", "林某（虚构）"):
        assert private not in text


def test_a_lone_surrogate_becomes_one_replacement_character() -> None:
    built = event("x", at("2026-01-05 23:00"), text="还\ud83d钱")
    content = json.loads(findings_bytes(material([contact(built)], [night_finding(built)])))
    assert content["contacts"][0]["text"] == "还\ufffd钱"


def test_an_empty_case_has_all_keys() -> None:
    content = json.loads(findings_bytes(material()))
    assert content["findings"] == content["contacts"] == content["files"] == []


def test_the_file_is_what_is_returned(tmp_path: Path) -> None:
    path = tmp_path / "findings.json"
    returned = write_findings(path, rich_material())
    assert json.loads(path.read_bytes()) == returned
    assert hashlib.sha256(path.read_bytes()).hexdigest() == findings_digest(rich_material())
    assert list(tmp_path.iterdir()) == [path]


def test_the_order_of_findings_given_does_not_matter() -> None:
    base = rich_material()
    turned = replace(base, judgement=replace(base.judgement, findings=base.judgement.findings[::-1]))
    assert findings_bytes(turned) == findings_bytes(base)
