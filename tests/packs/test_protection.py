"""What a pack takes away: acts, examples, official numbers; and who is asked, who is dropped, what is kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from shouzheng.cli.data_pages import change_lines
from shouzheng.packs import install, signing, store, trial
from shouzheng.packs.held import Difference, difference, held_in
from shouzheng.packs.install import forget_key, rollback, trust_key, update
from shouzheng.packs.pack import made_pack
from shouzheng.packs.signing import fingerprint, public_of, sound
from shouzheng.packs.status import PACK, PROGRAM, status
from shouzheng.packs.trial import Outcome
from shouzheng.packs.trust import publishers
from shouzheng.reference.active_data import FOLDERS, read_record
from shouzheng.reference.data_files import shipped_folder
from shouzheng.reference.problems import ShouzhengError
from tests.packs.making import ALICE, FIRST, MALLORY, SECOND, TODAY, about, no_trial, pack, shipped, trusting

LEXICON, DIRECTORY = shipped_folder("lexicon"), shipped_folder("directory")
ALICE_TYPED = fingerprint(public_of(ALICE))


def _codes(act: Callable[[], object]) -> list[str]:
    with pytest.raises(ShouzhengError) as caught:
        act()
    return [problem.code for problem in caught.value.problems]


def _installed() -> set[str]:
    return {state.part for state in status().parts if state.source != PROGRAM}


def test_the_same_data_takes_nothing_away() -> None:
    assert difference(held_in(LEXICON, DIRECTORY), LEXICON, DIRECTORY) == Difference()


def test_acts_that_are_gone_or_silent_and_examples_read_otherwise_are_found(tmp_path: Path) -> None:
    lexicon = tmp_path / "lexicon"
    shutil.copytree(LEXICON, lexicon)
    (lexicon / "acts" / "threat_arrest.toml").unlink()
    (lexicon / "fraud" / "authority_script.toml").unlink()
    silent = lexicon / "acts" / "insult.toml"  # its place is kept, with signs and examples of something else
    other = (LEXICON / "acts" / "obscene.toml").read_text("utf-8").replace("obscene", "insult")
    silent.write_text(other, "utf-8")
    found = difference(held_in(LEXICON, None), lexicon, DIRECTORY)
    assert {"acts/threat_arrest", "fraud/authority_script"} <= set(found.gone)
    assert "acts/insult" in {*found.gone, *found.otherwise}
    assert found.new == ()


def test_official_numbers_that_change_are_one_gone_and_one_new(tmp_path: Path) -> None:
    directory = tmp_path / "directory"
    shutil.copytree(DIRECTORY, directory)
    file = directory / "hotlines.toml"
    file.write_bytes(file.read_bytes().replace(b'"95188"', b'"13900000000"'))
    found = difference(held_in(None, DIRECTORY), LEXICON, directory)
    assert "alipay 95188" in found.gone
    assert "alipay 13900000000" in found.new
    assert difference(held_in(DIRECTORY, None), LEXICON, directory) == Difference()  # nothing that loads, nothing lost


def test_a_pack_that_takes_protection_away_is_shown_and_refused(home: Path) -> None:
    """The real trial: a directory in which the number against fraud is another."""
    files = {name: data.replace(b'"96110"', b'"13900000000"') for name, data in shipped("directory").items()}
    content = made_pack(files, about(), ALICE).content
    change = update(trusting(home), content, TODAY, only_check=True)
    assert any("96110" in name for name in change.other.gone)
    said = "\n".join(words.zh + words.en for words in change_lines(change, only_check=True))
    assert "96110" in said
    assert "13900000000" in said


def test_what_is_gone_needs_the_persons_word(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = tuple(sorted(install._rules(shipped_folder("law"))))
    other = Difference(("acts/threat_arrest",), (), {"acts/insult": 2})
    monkeypatch.setattr(install, "tried", lambda *_: Outcome((), ids, other=other))
    trusting(home)
    with pytest.raises(ShouzhengError) as caught:
        update(home, pack().content, TODAY)
    assert [problem.code for problem in caught.value.problems] == ["SZ-8010"]
    assert "acts/threat_arrest" in str(caught.value)
    assert _installed() == set()
    shown = update(home, pack().content, TODAY, only_check=True)
    said = "\n".join(words.en for words in change_lines(shown, only_check=True))
    assert "acts/insult ×2" in said
    update(home, pack().content, TODAY, fewer=True)
    assert _installed() == {"directory"}


@pytest.mark.usefixtures("quick")
def test_trust_for_fewer_parts_stops_the_use_of_the_others(home: Path) -> None:
    trusting(home)
    trusting(home, MALLORY)
    for version, key in ((FIRST, MALLORY), (SECOND, ALICE)):
        update(home, pack(version, key=key).content, TODAY)
    trusting(home, parts=("directory", "law"))
    assert _installed() == {"directory"}
    trusting(home, parts=("letters",))
    assert _installed() == set()
    rollback(home, TODAY)
    found = {state.part: state for state in status().parts}["directory"]
    assert (found.source, found.version) == (PACK, FIRST)  # somebody else's is left


@pytest.mark.usefixtures("quick")
def test_a_trial_that_could_not_be_made_leaves_everything(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trusting(home)
    for version in (FIRST, SECOND):
        update(home, pack(version).content, TODAY)
    record = read_record(home)

    def late(*_: object) -> Outcome:
        raise trial.not_tried("> 300 s")

    monkeypatch.setattr(install, "tried", late)
    assert _codes(lambda: rollback(home, TODAY)) == ["SZ-8020"]
    assert read_record(home) == record
    rollback(home, TODAY, shipped=True)  # needs no trial
    assert _installed() == set()


def test_a_trial_without_time_says_nothing_of_the_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "MOST_SECONDS", 0)
    assert _codes(lambda: trial.tried({}, TODAY)) == ["SZ-8020"]


@pytest.mark.usefixtures("quick")
def test_what_is_passed_over_is_told_and_kept(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trusting(home)
    for version in (FIRST, SECOND):
        update(home, pack(version).content, TODAY)
    monkeypatch.setattr(install, "tried", lambda *_: Outcome(trial.does_not_hold("x").problems))
    passed = rollback(home, TODAY)
    assert [state["directory"].version for state in passed] == [FIRST]
    assert _installed() == set()
    assert _codes(lambda: rollback(home, TODAY)) == ["SZ-8011"]
    monkeypatch.setattr(install, "tried", no_trial)  # as after an update of the program
    assert rollback(home, TODAY) == ()
    assert _installed() == {"directory"}


@pytest.mark.usefixtures("quick")
def test_a_damaged_record_does_not_keep_a_key_trusted(home: Path) -> None:
    update(trusting(home), pack().content, TODAY)
    (home / "active.json").write_text("{", "utf-8")
    assert _codes(lambda: forget_key(home, fingerprint(public_of(MALLORY)))) == ["SZ-8014"]
    assert (home / "active.json").read_text("utf-8") == "{"  # a mistyped fingerprint changes nothing
    forget_key(home, ALICE_TYPED)
    assert publishers(home) == ()
    assert (_installed(), status().problems) == (set(), ())


@pytest.mark.usefixtures("quick")
def test_forgetting_that_was_stopped_in_between_is_finished_by_the_next_try(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    update(trusting(home), pack().content, TODAY)

    def full(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(store, "write_record", full)
        assert _codes(lambda: forget_key(home, ALICE_TYPED)) == ["SZ-8002"]
    assert publishers(home) == ()
    assert _codes(lambda: forget_key(home, ALICE_TYPED)) == ["SZ-8014"]
    assert _installed() == set()


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("due", "extra", "refused"),
    [
        (date(2026, 12, 31), b"", False),
        (date(2027, 1, 1), b"", True),
        (date(9999, 12, 31), b"", True),
        (date(2026, 12, 31), b"check_by = 2027-01-01T00:00:00\n", False),
        (date(2026, 12, 31), b"= no TOML", True),
        (date(2026, 12, 31), b"a = " + b"[" * 50_000, True),
    ],
)
def test_a_pack_is_good_no_longer_than_its_files_say(home: Path, due: date, extra: bytes, refused: bool) -> None:
    files = {
        "directory/a.toml": b"[meta]\ncheck_by = 2026-12-31\n",
        "directory/b.toml": b"[meta]\n" + extra,
    }
    content = made_pack(files, about(check_by=due), ALICE).content
    trusting(home)
    if refused:
        assert _codes(lambda: update(home, content, TODAY)) == ["SZ-8009"]
    else:
        update(home, content, TODAY)
    assert bool(_installed()) is not refused


def _encodings() -> list[bytes]:
    """Return every encoding of a point of small order, with y and with y + p where that fits, and both signs."""
    prime, eighth = 2**255 - 19, 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
    ys = (0, 1, prime - 1, prime, prime + 1, eighth, prime - eighth)
    return [(y | sign << 255).to_bytes(32, "little") for y in ys for sign in (0, 1)]


def test_no_encoding_of_a_point_of_small_order_is_a_key() -> None:
    for raw in (*_encodings(), b"\xff" * 32, b"", bytes(31)):
        assert _codes(lambda raw=raw: sound(raw)) == ["SZ-8012"]  # type: ignore[misc]
    for key in (ALICE, MALLORY):
        assert sound(public_of(key)) == public_of(key)


def test_under_such_a_key_a_forged_signature_would_hold() -> None:
    """Why they are refused: OpenSSL takes one signature for many contents, without any private key."""
    forged = 0
    for raw in _encodings():
        for first in _encodings():
            held = sum(signing.is_signed(bytes([n]), first + bytes(32), raw) for n in range(16))
            forged += held > 0
    assert forged > 0


def test_a_lock_that_cannot_be_opened_is_not_called_another_program(home: Path) -> None:
    (home / FOLDERS).mkdir(parents=True)
    (home / "lock").mkdir()

    def change() -> None:
        with store.changing(home):
            raise AssertionError

    assert _codes(change) == ["SZ-8002"]


def test_a_mistyped_fingerprint_narrows_nothing(home: Path) -> None:
    trusting(home)
    known = publishers(home)
    narrower = type(known[0])(known[0].key, "小组", ("law",), TODAY)
    assert _codes(lambda: trust_key(home, narrower, "0000")) == ["SZ-8013"]
    assert publishers(home) == known
