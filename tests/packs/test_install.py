"""Putting in, refusing, going back: what is in use afterwards, and that nothing changes when something is wrong."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path

import pytest

from shouzheng.packs import install, store, trial
from shouzheng.packs.install import forget_key, rollback, trust_key, update
from shouzheng.packs.pack import made_pack
from shouzheng.packs.signing import fingerprint, public_of
from shouzheng.packs.status import PACK, PROGRAM, stale_parts, status
from shouzheng.packs.trial import Outcome
from shouzheng.packs.trust import Publisher, publishers, shipped_publishers
from shouzheng.reference import active_data
from shouzheng.reference.active_data import PARTS, Edition, read_record
from shouzheng.reference.data_files import folder_hash, shipped_folder
from shouzheng.reference.problems import ShouzhengError
from shouzheng.rulebook import difference
from shouzheng.rulebook.difference import own_samples
from shouzheng.rulebook.load import load_rulebook
from tests.packs.making import ALICE, FIRST, MALLORY, SECOND, TODAY, about, later, pack, shipped, trusting

ROLLED_BACK = Edition(date(2026, 1, 1), 1)


def _code(caught: pytest.ExceptionInfo[ShouzhengError]) -> str:
    return caught.value.problems[0].code


def _versions() -> dict[str, str]:
    return {state.part: str(state.version) for state in status().parts if state.source == PACK}


@pytest.mark.usefixtures("quick")
def test_an_update_is_used_with_the_hash_of_its_files_and_the_other_parts_stay(home: Path) -> None:
    change = update(trusting(home), pack(mark="new").content, TODAY)
    assert change.before == {"directory": active_data.shipped_edition("directory")[0]}
    found = {state.part: state for state in status().parts}
    assert (found["directory"].source, found["directory"].publisher) == (PACK, "小组")
    assert found["directory"].check_by == date(2026, 12, 31)
    assert {found[part].source for part in ("law", "lexicon", "letters")} == {PROGRAM}
    folder = home / "packs" / pack(mark="new").id / "directory"
    assert found["directory"].hash == folder_hash(folder) != folder_hash(shipped_folder("directory"))


def test_the_files_of_the_program_packed_and_put_in_have_the_hash_of_the_program(home: Path) -> None:
    everything = made_pack(shipped(*PARTS), about(), ALICE)
    change = update(trusting(home), everything.content, TODAY)  # with the real trial
    assert (change.added, change.removed) == ((), ())
    for state in status().parts:
        assert (state.source, str(state.version)) == (PACK, "2026-12-01.1")
        assert state.hash == folder_hash(shipped_folder(state.part))


def test_nobody_is_trusted_from_the_start(home: Path) -> None:
    assert shipped_publishers() == ()
    with pytest.raises(ShouzhengError) as caught:
        update(home, pack().content, TODAY)
    assert _code(caught) == "SZ-8005"
    assert fingerprint(public_of(ALICE)) in str(caught.value)
    assert not home.exists()


@pytest.mark.usefixtures("quick")
def test_a_key_trusted_for_one_part_brings_no_other(home: Path) -> None:
    trusting(home, parts=("directory",))
    both = made_pack(shipped("directory", "letters"), about(), ALICE)
    with pytest.raises(ShouzhengError) as caught:
        update(home, both.content, TODAY)
    assert _code(caught) == "SZ-8005"
    with pytest.raises(ShouzhengError):
        update(home, pack(key=MALLORY).content, TODAY)
    update(home, pack().content, TODAY)
    assert _versions() == {"directory": str(FIRST)}


def test_a_fingerprint_that_is_not_the_keys_trusts_nothing(home: Path) -> None:
    right = fingerprint(public_of(ALICE))
    wanted = Publisher(public_of(ALICE), "小组", PARTS, TODAY)
    for typed in ("", right[:-1], right[:9], fingerprint(public_of(MALLORY)), right.replace(right[0], "g", 1)):
        with pytest.raises(ShouzhengError) as caught:
            trust_key(home, wanted, typed)
        assert _code(caught) == "SZ-8013"
    assert publishers(home) == ()
    trust_key(home, wanted, right.upper().replace(" ", ":"))
    assert [each.fingerprint for each in publishers(home)] == [right]


@pytest.mark.usefixtures("quick")
def test_older_or_equal_data_is_refused_unless_it_is_asked_for(home: Path) -> None:
    update(trusting(home), pack(SECOND).content, TODAY)
    assert update(home, pack(SECOND).content, TODAY).same
    for other in (pack(FIRST), pack(SECOND, mark="same version, other content"), pack(ROLLED_BACK)):
        with pytest.raises(ShouzhengError) as caught:
            update(home, other.content, TODAY)
        assert _code(caught) == "SZ-8006"
    assert _versions() == {"directory": str(SECOND)}
    update(home, pack(ROLLED_BACK).content, TODAY, older=True)
    assert _versions() == {"directory": str(ROLLED_BACK)}  # older than the program's own, chosen on purpose


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("more", "code"),
    [({"effective": later(1)}, "SZ-8007"), ({"program": "9.0.0"}, "SZ-8008"), ({"effective": later(0)}, "")],
)
def test_a_pack_for_later_or_for_a_newer_program_waits(home: Path, more: dict[str, object], code: str) -> None:
    content = pack(**more).content  # type: ignore[arg-type]
    trusting(home)
    if code:
        with pytest.raises(ShouzhengError) as caught:
            update(home, content, TODAY)
        assert _code(caught) == code
    else:
        update(home, content, TODAY)
    assert bool(_versions()) is not bool(code)


@pytest.mark.usefixtures("quick")
def test_newer_data_of_the_program_stands_before_an_older_pack(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    update(trusting(home), pack().content, TODAY)
    assert _versions()
    newer = (Edition(date(2027, 3, 1), 1), date(2027, 9, 1))
    monkeypatch.setattr(active_data, "shipped_edition", lambda _part: newer)
    directory = next(state for state in status().parts if state.part == "directory")
    assert (directory.source, directory.outdated_pack) == (PROGRAM, True)


@pytest.mark.usefixtures("quick")
def test_going_back_step_by_step_and_at_once(home: Path) -> None:
    trusting(home)
    for version in (FIRST, SECOND):
        update(home, pack(version).content, TODAY)
    rollback(home, TODAY)
    assert _versions() == {"directory": str(FIRST)}
    rollback(home, TODAY)
    assert _versions() == {}
    with pytest.raises(ShouzhengError) as caught:
        rollback(home, TODAY)
    assert _code(caught) == "SZ-8011"
    update(home, pack(SECOND).content, TODAY)
    rollback(home, TODAY, shipped=True)
    assert _versions() == {}
    rollback(home, TODAY)
    assert _versions() == {"directory": str(SECOND)}


@pytest.mark.usefixtures("quick")
def test_going_back_passes_over_what_no_longer_holds(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trusting(home)
    for version in (FIRST, SECOND):
        update(home, pack(version).content, TODAY)
    monkeypatch.setattr(install, "tried", lambda *_: Outcome(trial.does_not_hold("x").problems))
    rollback(home, TODAY)
    assert _versions() == {}


@pytest.mark.usefixtures("quick")
def test_a_key_that_is_trusted_no_longer_takes_its_packs_along(home: Path) -> None:
    trusting(home)
    trusting(home, MALLORY)
    for version, key in ((FIRST, MALLORY), (SECOND, ALICE)):
        update(home, pack(version, key=key).content, TODAY)
    forget_key(home, fingerprint(public_of(ALICE)))
    assert _versions() == {}
    rollback(home, TODAY)
    assert _versions() == {"directory": str(FIRST)}
    with pytest.raises(ShouzhengError) as caught:
        forget_key(home, fingerprint(public_of(ALICE)))
    assert _code(caught) == "SZ-8014"


def _law_with(wanted: str, old: bytes, new: bytes) -> tuple[str, dict[str, bytes]]:
    """Return the name of a rule's file and the law with that file changed."""
    files = shipped("law")
    rule = next(name for name in files if f"/{wanted}" in name)
    assert old in files[rule]
    return rule, {**files, rule: files[rule].replace(old, new)}


def test_data_that_does_not_hold_is_never_used(home: Path) -> None:
    """The real trial: an example in a rule's own file that the rule does not give is found."""
    rule, files = _law_with("quiet_hours/", b'expect = "clear"', b'expect = "breach"')
    with pytest.raises(ShouzhengError) as caught:
        update(trusting(home), made_pack(files, about(), ALICE).content, TODAY)
    assert _code(caught) == "SZ-8009"
    assert caught.value.exit_code == 3
    assert any(rule.removeprefix("law/") in each.where for each in caught.value.problems)
    assert _versions() == {}
    assert [path.name for path in (home / "packs").iterdir()] == []


def test_a_law_that_decides_otherwise_is_shown_rule_by_rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A forged law, here one that hides night calls, is held against the examples of the law in use until now."""
    monkeypatch.setattr(difference, "own_samples", lambda book: [s for s in own_samples(book) if s.name[:4] == "R01:"])
    _, files = _law_with("quiet_hours/", b"OR minute_of_day <", b"AND minute_of_day <")
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    before, after = load_rulebook(shipped_folder("law")), load_rulebook(tmp_path / "law")
    changed = trial.changed_rules(before, after)
    assert changed["R01"] > 1
    assert trial.changed_rules(before, before) == {}


def test_rules_that_would_be_taken_away_are_named_and_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = install._rules(shipped_folder("law"))
    monkeypatch.setattr(install, "tried", lambda *_: Outcome((), (*sorted(ids - {"R20"}), "R99")))
    trusting(home)
    with pytest.raises(ShouzhengError) as caught:
        update(home, pack().content, TODAY)
    assert _code(caught) == "SZ-8010"
    assert "R20" in str(caught.value)
    shown = update(home, pack().content, TODAY, only_check=True)
    assert (shown.removed, shown.added) == (("R20",), ("R99",))
    assert _versions() == {}
    update(home, pack().content, TODAY, fewer=True)
    assert _versions()


@pytest.mark.usefixtures("quick")
def test_data_changed_on_the_disk_is_told_and_the_same_pack_or_going_back_repairs(home: Path) -> None:
    update(trusting(home), pack().content, TODAY)
    file = home / "packs" / pack().id / "directory" / "hotlines.toml"
    file.write_bytes(file.read_bytes().replace(b"95188", b"95000"))
    found = status()
    assert [problem.code for problem in found.problems] == ["SZ-8001"]
    update(home, pack().content, TODAY)  # the same pack again repairs it
    assert status().problems == ()
    file.unlink()
    rollback(home, TODAY)
    assert status().problems == ()
    update(home, pack().content, TODAY)
    assert status().problems == ()
    assert _versions()


@pytest.mark.parametrize("record", [b"", b"{}", b"[1]", b"\xff", b'{"format": 2}', b"[" * 99_999, b"x" * 300_000])
def test_a_record_that_cannot_be_read_is_told_and_going_back_leads_to_the_program(home: Path, record: bytes) -> None:
    home.mkdir()
    (home / "active.json").write_bytes(record)
    found = status()
    assert [problem.code for problem in found.problems] == ["SZ-8001"]
    assert {state.source for state in found.parts} == {PROGRAM}
    assert stale_parts(date(2026, 11, 30)) == ()
    rollback(home, TODAY)
    assert status().problems == ()


def test_a_record_cannot_lead_out_of_the_folder_of_packs(home: Path) -> None:
    home.mkdir()
    entry = '{"pack": "%s", "version": "2026-12-01.1", "hash": "sha256:%s", "over": "2026-11-22.1"}'
    for name in ("../../../etc", "/etc", "0" * 31, "0" * 32 + "/.."):
        text = f'{{"format": 1, "now": {{"law": {entry % (name, "0" * 64)}}}, "before": []}}'
        (home / "active.json").write_text(text, "utf-8")
        with pytest.raises(ShouzhengError):
            read_record(home)


@pytest.mark.usefixtures("quick")
def test_only_one_program_changes_the_data_at_a_time(home: Path) -> None:
    trusting(home)
    with store.changing(home), pytest.raises(ShouzhengError) as caught:
        update(home, pack().content, TODAY)
    assert _code(caught) == "SZ-8015"


@pytest.mark.usefixtures("quick")
def test_packs_that_nothing_names_are_kept_a_month_and_named_ones_longer(home: Path) -> None:
    trusting(home)
    for number in range(1, 13):
        update(home, pack(Edition(date(2026, 12, 1), number)).content, TODAY)
    folders = list((home / "packs").iterdir())
    assert len(folders) == 12
    for folder in folders:
        os.utime(folder, (time.time() - 40 * 86_400,) * 2)
    with store.changing(home):
        pass
    assert len(list((home / "packs").iterdir())) == 9  # the one in use and eight before it


@pytest.mark.usefixtures("quick")
def test_stale_is_what_the_data_says_and_not_a_day_earlier(home: Path) -> None:
    due = {part: active_data.shipped_edition(part)[1] for part in PARTS}
    for part, day in due.items():
        assert part not in stale_parts(day)
        assert part in stale_parts(date.fromordinal(day.toordinal() + 1))
    update(trusting(home), pack(check_by=date(2027, 6, 30)).content, TODAY)
    assert "directory" not in stale_parts(date(2027, 6, 30))
    assert "directory" in stale_parts(date(2027, 7, 1))
    assert [state.days_old(TODAY) for state in status().parts if state.part == "directory"] == [4]
