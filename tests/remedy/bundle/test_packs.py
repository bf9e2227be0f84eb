"""Somebody else's evidence: packed, signed, joined with consent, and gone again when the consent is withdrawn."""

import json
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shouzheng.casefile.case import CaseFile, EventRow, new_case
from shouzheng.casefile.kdf import FLOOR
from shouzheng.casefile.verify import verify
from shouzheng.intake.event_lines import event_as_text
from shouzheng.reference.problems import ShouzhengError
from shouzheng.remedy.bundle.build import export_bundle
from shouzheng.remedy.bundle.join import Joined, fingerprint, import_pack
from shouzheng.remedy.bundle.pack import write_pack
from shouzheng.remedy.cases.beside import REPLACED, replaced
from shouzheng.remedy.cases.consent_changes import record_agreement, record_withdrawal
from shouzheng.remedy.cases.intake import add_files
from shouzheng.remedy.cases.statement import (
    Choice,
    Consent,
    choose,
    consents,
    describe_person,
    keep_statement,
    record_person,
    stated_case,
)
from shouzheng.remedy.cases.whose_phone import from_packs
from tests.remedy.cases.making import AS_OF, EXAMPLE, PASSPHRASE, checked, confirm, example_case, example_files

NOW = datetime(2026, 2, 8, 12, tzinfo=UTC)


@pytest.fixture
def hers(tmp_path: Path) -> Iterator[CaseFile]:
    """The case of an emergency contact with her own records."""
    case, _ = new_case(tmp_path / "hers", PASSPHRASE, FLOOR)
    text = (EXAMPLE / "case.toml").read_text("utf-8")
    start = text.index("[[party]]")
    mine = 'schema = 1\n[case]\ntitle = "姐姐的案卷（虚构）"\ninvented = true\n'
    mine += '[[person]]\nid = "me"\nrole = "emergency_contact"\n'
    parties = text[start : text.index("[[debt]]")]
    (tmp_path / "hers.toml").write_text(mine + 'name = "林某的姐姐（虚构）"\n' + parties, "utf-8")
    keep_statement(case, tmp_path / "hers.toml")
    add_files(case, example_files("sister-*.xml"), person="me")
    confirm(case)
    with case:
        yield case


@pytest.fixture
def his(tmp_path: Path) -> Iterator[CaseFile]:
    """The borrower's case, with his own records only."""
    with example_case(tmp_path / "his", files=example_files("sms-*.xml")) as case:
        yield case


def owners(case: CaseFile) -> dict[str, int]:
    found: dict[str, int] = {}
    for contact in checked(case).result.contacts:
        found[contact.event.owner] = found.get(contact.event.owner, 0) + 1
    return found


def joined(his: CaseFile, hers: CaseFile, out: Path, **options: bool) -> Joined:
    when = NOW + timedelta(days=len(list(out.parent.glob("*.zip"))))
    write_pack(hers, out, now=when, withdraw=options.get("withdraw", False))
    return import_pack(his, out, "sister")


def test_a_pack_joins_and_its_withdrawal_stops_later_exports(his: CaseFile, hers: CaseFile, tmp_path: Path) -> None:
    alone = owners(his)
    assert set(alone) == {"me"}
    done = joined(his, hers, tmp_path / "one.zip")
    assert (done.contacts, done.since, done.key) == (6, NOW, hers.header.signer.hex())
    assert owners(his) == {**alone, "sister": 6}
    assert consents(his, stated_case(his))["sister"].since == NOW
    (entry,) = his.entries("person")
    assert "key" in str(entry.content["how"])
    confirm(his)
    export_bundle(his, tmp_path / "with", as_of=AS_OF)
    assert '"owner":"sister"' in (tmp_path / "with" / "data" / "events.jsonl").read_text("utf-8")
    assert joined(his, hers, tmp_path / "two.zip", withdraw=True).since is None
    assert owners(his) == alone
    export_bundle(his, tmp_path / "without", as_of=AS_OF)
    assert '"owner":"sister"' not in (tmp_path / "without" / "data" / "events.jsonl").read_text("utf-8")
    assert verify(his).problems == ()
    assert [json.loads(line)["what"] for line in hers.log()][-2:] == ["export", "export"]


def test_a_pack_is_known_as_one_so_that_nobody_gives_it_to_somebody_else(
    his: CaseFile, hers: CaseFile, tmp_path: Path
) -> None:
    before = {each.no for each in his.originals()}
    joined(his, hers, tmp_path / "pack.zip")
    assert from_packs(his) == {each.no for each in his.originals()} - before


def test_a_pack_of_the_very_second_of_a_withdrawal_does_not_undo_it(
    his: CaseFile, hers: CaseFile, tmp_path: Path
) -> None:
    write_pack(hers, tmp_path / "one.zip", now=NOW)
    write_pack(hers, tmp_path / "two.zip", now=NOW, withdraw=True)
    assert import_pack(his, tmp_path / "one.zip", "sister").contacts == 6
    import_pack(his, tmp_path / "two.zip", "sister")
    with pytest.raises(ShouzhengError, match="SZ-5333"):
        import_pack(his, tmp_path / "one.zip", "sister")


def test_an_old_pack_does_not_undo_a_withdrawal_and_a_new_one_does(
    his: CaseFile, hers: CaseFile, tmp_path: Path
) -> None:
    joined(his, hers, tmp_path / "one.zip")
    joined(his, hers, tmp_path / "two.zip", withdraw=True)
    with pytest.raises(ShouzhengError) as caught:
        import_pack(his, tmp_path / "one.zip", "sister")
    assert caught.value.problems[0].code == "SZ-5333"
    assert set(owners(his)) == {"me"}
    again = joined(his, hers, tmp_path / "three.zip")
    assert again.since == NOW + timedelta(days=2)
    assert set(owners(his)) == {"me", "sister"}


def ids(case: CaseFile, owner: str) -> set[str]:
    return {contact.event.id for contact in checked(case).result.contacts if contact.event.owner == owner}


def test_what_the_person_took_out_of_a_newer_pack_no_longer_counts(
    his: CaseFile, hers: CaseFile, tmp_path: Path
) -> None:
    """Old bug: what an earlier pack held stayed in the borrower's case and in every bundle for good."""
    joined(his, hers, tmp_path / "one.zip")
    alone, every = ids(his, "me"), sorted(ids(his, "sister"))
    choose(hers, every[1:], Choice.REJECTED)
    joined(his, hers, tmp_path / "two.zip")
    assert (ids(his, "sister"), ids(his, "me")) == ({every[0]}, alone)
    assert replaced(his) == set(every[1:])
    confirm(his)
    export_bundle(his, tmp_path / "bundle", as_of=AS_OF)
    lines = (tmp_path / "bundle" / "data" / "events.jsonl").read_text("utf-8").splitlines()
    assert {each["id"] for each in map(json.loads, lines) if each["owner"] == "sister"} == {every[0]}
    choose(hers, every[1:3], Choice.CONFIRMED)
    joined(his, hers, tmp_path / "three.zip")
    assert ids(his, "sister") == set(every[:3])
    before = len(list(his.entries(REPLACED, history=True)))
    joined(his, hers, tmp_path / "four.zip")
    assert len(list(his.entries(REPLACED, history=True))) == before
    assert verify(his).problems == ()


def test_a_corrected_contact_names_the_one_that_stands_for_it_and_stays_rejected(
    his: CaseFile, hers: CaseFile, tmp_path: Path
) -> None:
    joined(his, hers, tmp_path / "one.zip")
    old, other, *_ = [c for c in checked(hers).result.contacts if c.event.owner == "me"]
    for number, contact in enumerate((old, other)):
        new = replace(contact.event, id=f"e{number:016x}", text="改正后的话（虚构）")
        line = event_as_text(new, contact.attribution, None)
        no = next(each.no for each in hers.originals() if each.digest == new.original)
        hers.add_events(no, [EventRow(new.id, new.time.utc.isoformat(), new.text or "", line)])
        hers.enter(REPLACED, contact.event.id, {"gone": True})
    choose(hers, ["e" + "0" * 16, "e" + "0" * 15 + "1"], Choice.CONFIRMED)
    choose(his, [old.event.id], Choice.REJECTED, "不是这件事")
    joined(his, hers, tmp_path / "two.zip")
    gone = {entry.subject: entry.content for entry in his.entries(REPLACED)}
    assert gone == {
        old.event.id: {"gone": True, "by": "e" + "0" * 16},
        other.event.id: {"gone": True, "by": "e" + "0" * 15 + "1"},
    }
    assert len(ids(his, "sister")) == 5
    assert "e" + "0" * 16 not in ids(his, "sister")  # what he rejected stays rejected in her new words
    assert "e" + "0" * 15 + "1" in ids(his, "sister")
    assert old.event.id not in ids(his, "sister")


def test_files_of_the_person_that_came_in_otherwise_are_not_touched(
    his: CaseFile, hers: CaseFile, tmp_path: Path
) -> None:
    joined(his, hers, tmp_path / "one.zip")
    add_files(his, example_files("calls-*.xml"), person="sister")
    both = ids(his, "sister")
    packed = {contact.event.id for contact in checked(hers).result.contacts}
    assert packed < both
    choose(hers, sorted(packed)[1:], Choice.REJECTED)
    joined(his, hers, tmp_path / "two.zip")
    assert ids(his, "sister") == both - set(sorted(packed)[1:])


def test_another_key_cannot_speak_for_the_person(his: CaseFile, hers: CaseFile, tmp_path: Path) -> None:
    joined(his, hers, tmp_path / "one.zip")
    with example_case(tmp_path / "other", files=example_files("calls-*.xml")) as other:
        confirm(other)
        for name, withdraw in (("x.zip", False), ("y.zip", True)):
            write_pack(other, tmp_path / name, now=NOW + timedelta(days=3), withdraw=withdraw)
            with pytest.raises(ShouzhengError) as caught:
                import_pack(his, tmp_path / name, "sister")
            assert caught.value.problems[0].code == "SZ-5332"
    assert owners(his)["sister"] == 6


@pytest.mark.parametrize("person", ["me"])
def test_a_pack_is_never_the_narrators_own(his: CaseFile, hers: CaseFile, tmp_path: Path, person: str) -> None:
    write_pack(hers, tmp_path / "one.zip", now=NOW)
    for case, name in ((his, person), (hers, "sister")):
        with pytest.raises(ShouzhengError) as caught:
            import_pack(case, tmp_path / "one.zip", name)
        assert caught.value.problems[0].code == "SZ-5334"


def test_a_changed_pack_is_refused(his: CaseFile, hers: CaseFile, tmp_path: Path) -> None:
    write_pack(hers, tmp_path / "one.zip", now=NOW)
    with zipfile.ZipFile(tmp_path / "one.zip") as good, zipfile.ZipFile(tmp_path / "bad.zip", "w") as bad:
        for info in good.infolist():
            content = good.read(info)
            bad.writestr(info, content.replace(b"emergency_contact", b"emergency_xxxxxxx"))
    with pytest.raises(ShouzhengError) as caught:
        import_pack(his, tmp_path / "bad.zip", "sister")
    assert (caught.value.problems[0].code, caught.value.exit_code) == ("SZ-5331", 4)
    assert "sister" not in owners(his)


def test_what_is_no_pack_is_said(his: CaseFile, tmp_path: Path) -> None:
    confirm(his)
    export_bundle(his, tmp_path / "bundle", as_of=AS_OF)
    (tmp_path / "x").write_bytes(b"x")
    locked = bytearray((tmp_path / "bundle.zip").read_bytes())
    locked[locked.index(b"PK\x01\x02") + 8] |= 1  # old bug: a member locked by a password was a crash
    (tmp_path / "locked.zip").write_bytes(bytes(locked))
    for name in ("bundle.zip", "x", "gone", ".", "locked.zip"):
        with pytest.raises(ShouzhengError) as caught:
            import_pack(his, tmp_path / name, "sister")
        assert caught.value.problems[0].code == "SZ-5330"
    assert list(his.entries("pack")) == []


def test_a_pack_holds_no_other_contacts(hers: CaseFile, tmp_path: Path) -> None:
    packed = write_pack(hers, tmp_path / "one.zip", now=NOW)
    chosen = {contact.event.id for contact in checked(hers, only_confirmed=True).result.contacts}
    assert packed.contacts == len(chosen)
    with zipfile.ZipFile(packed.path) as archive:
        archive.extractall(tmp_path / "open")
    (folder,) = (tmp_path / "open").iterdir()
    lines = (folder / "data" / "events.jsonl").read_text("utf-8").splitlines()
    assert {json.loads(line)["id"] for line in lines} == chosen
    shutil.rmtree(tmp_path / "open")


def test_nobody_agrees_for_somebody_else(tmp_path: Path) -> None:
    with example_case(tmp_path / "joint", files=example_files("*sms-*.xml")) as case:
        confirm(case)
        assert set(owners(case)) == {"me", "sister"}
        packed = write_pack(case, tmp_path / "mine.zip", now=NOW)
        assert packed.contacts == owners(case)["me"]
    with zipfile.ZipFile(packed.path) as archive:
        assert b"sister" not in archive.read("mine/data/events.jsonl")
    with example_case(tmp_path / "only", files=example_files("sister-*.xml")) as case:
        confirm(case)
        with pytest.raises(ShouzhengError) as caught:
            write_pack(case, tmp_path / "none.zip", now=NOW)
    assert caught.value.problems[0].code == "SZ-5300"


def test_a_fingerprint_can_be_read_aloud() -> None:
    assert fingerprint("00" * 32) == "66687-AADF8-62BD7-76C8F"


def refused(his: CaseFile, pack: Path, person: str, code: str, *, same_person: bool = False) -> None:
    """The pack is refused and nothing of it stays."""
    before = len(list(his.entries("person", history=True))), len(list(his.originals()))
    with pytest.raises(ShouzhengError) as caught:
        import_pack(his, pack, person, same_person=same_person)
    assert (caught.value.problems[0].code, caught.value.exit_code) == (code, 2)
    assert (len(list(his.entries("person", history=True))), len(list(his.originals()))) == before


def test_one_key_never_speaks_for_two_people(his: CaseFile, hers: CaseFile, tmp_path: Path) -> None:
    """Old fault: a colleague's pack came in as the sister's, who then had the colleague's name and consent."""
    write_pack(hers, tmp_path / "one.zip", now=NOW)
    import_pack(his, tmp_path / "one.zip", "zhou")
    write_pack(hers, tmp_path / "two.zip", now=NOW + timedelta(days=1))
    for name in ("one.zip", "two.zip"):
        refused(his, tmp_path / name, "sister", "SZ-5336", same_person=True)
    write_pack(hers, tmp_path / "gone.zip", now=NOW + timedelta(days=2), withdraw=True)
    refused(his, tmp_path / "gone.zip", "sister", "SZ-5336")
    assert "sister" not in owners(his)
    assert import_pack(his, tmp_path / "two.zip", "zhou").since == NOW + timedelta(days=1)


def test_a_known_person_is_never_renamed_by_a_pack(his: CaseFile, tmp_path: Path) -> None:
    with example_case(tmp_path / "colleague", files=example_files("calls-*.xml")) as other:
        confirm(other)  # its narrator is the debtor of the example, not the sister
        write_pack(other, tmp_path / "one.zip", now=NOW)
        write_pack(other, tmp_path / "two.zip", now=NOW + timedelta(days=1))
    refused(his, tmp_path / "one.zip", "sister", "SZ-5337")
    import_pack(his, tmp_path / "one.zip", "sister", same_person=True)
    import_pack(his, tmp_path / "two.zip", "sister")
    sister = next(person for person in stated_case(his).persons if person.id == "sister")
    assert (sister.name, sister.role) == ("林某的姐姐（虚构）", "emergency_contact")


def test_an_old_pack_does_not_undo_a_withdrawal_that_came_in_another_way(
    his: CaseFile, hers: CaseFile, tmp_path: Path
) -> None:
    """Old fault: the first pack of a person was never compared with what the person had said before."""
    write_pack(hers, tmp_path / "one.zip", now=NOW)
    record_withdrawal(his, "sister")
    refused(his, tmp_path / "one.zip", "sister", "SZ-5333")
    describe_person(his, "sister", name="姐姐（虚构）")
    refused(his, tmp_path / "one.zip", "sister", "SZ-5333")
    record_person(his, Consent("sister", datetime.now(UTC)))  # agreed again: the old pack is still older
    refused(his, tmp_path / "one.zip", "sister", "SZ-5333")


def test_a_withdrawal_as_the_first_pack_says_what_to_do(his: CaseFile, hers: CaseFile, tmp_path: Path) -> None:
    write_pack(hers, tmp_path / "gone.zip", now=NOW, withdraw=True)
    refused(his, tmp_path / "gone.zip", "sister", "SZ-5338")


def test_a_scope_stays_until_another_is_named(his: CaseFile, hers: CaseFile, tmp_path: Path) -> None:
    for number, (scope, kept) in enumerate(((("yunling",), ("yunling",)), (None, ("yunling",)), (("*",), ("*",)))):
        write_pack(hers, tmp_path / f"{number}.zip", now=NOW + timedelta(days=number))
        import_pack(his, tmp_path / f"{number}.zip", "sister", scope=scope)
        assert consents(his, stated_case(his))["sister"].scope == kept
    write_pack(hers, tmp_path / "x.zip", now=NOW + timedelta(days=9))
    with pytest.raises(ShouzhengError, match="SZ-5340"):
        import_pack(his, tmp_path / "x.zip", "sister", scope=("yunlin",))


def test_after_a_signed_withdrawal_nobody_else_records_a_consent(his: CaseFile, hers: CaseFile, tmp_path: Path) -> None:
    joined(his, hers, tmp_path / "one.zip")
    joined(his, hers, tmp_path / "two.zip", withdraw=True)
    describe_person(his, "sister", how="she told me")
    with pytest.raises(ShouzhengError, match="SZ-5343"):
        record_agreement(his, "sister", datetime.now(UTC), None)
    assert consents(his, stated_case(his))["sister"].since is None
    joined(his, hers, tmp_path / "three.zip")
    record_agreement(his, "sister", datetime.now(UTC), ["panshi"])
    assert consents(his, stated_case(his))["sister"].scope == ("panshi",)
