"""Putting in a pack, going back, and no longer trusting a key: every change is tried first and made by one rename."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

from shouzheng import __version__
from shouzheng.packs import store, trust
from shouzheng.packs.held import Difference, held_in
from shouzheng.packs.make import earliest_check
from shouzheng.packs.manifest import Manifest
from shouzheng.packs.pack import Pack, read_pack
from shouzheng.packs.problems import FEWER_RULES, NOT_TRIED, NOTHING_BEFORE, OLDER, PROGRAM_TOO_OLD, TOO_EARLY
from shouzheng.packs.signing import same_fingerprint
from shouzheng.packs.trial import does_not_hold, tried
from shouzheng.packs.trust import Publisher
from shouzheng.reference.active_data import (
    Choice,
    Edition,
    Installed,
    Record,
    folder_in,
    is_newer,
    read_record,
    shipped_edition,
    sound_folder,
)
from shouzheng.reference.data_files import folder_hash, shipped_folder
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.rulebook.load import load_rulebook

#: What is taken away that a message names at most.
_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Change:
    """What an update does: its list, who signed it, versions before by part, and rules that come, go and change.

    ``changed``: rule → number of examples of the law in use that it answers otherwise. ``other``: what goes, comes and
    is read otherwise in lexicon and directory. ``same``: in use already.
    """

    manifest: Manifest
    publisher: Publisher
    before: dict[str, Edition]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: Mapping[str, int] = field(default_factory=dict)
    same: bool = False
    other: Difference = field(default_factory=Difference)

    @property
    def taken_away(self) -> tuple[str, ...]:
        """Rules, entries of the lexicon, official numbers and web names that are no longer there."""
        return self.removed + self.other.gone


def update(
    home: Path, content: bytes, today: date, *, older: bool = False, fewer: bool = False, only_check: bool = False
) -> Change:
    """Check a pack, try its data, and make it the one in use (not with ``only_check``); return what changes.

    ``older`` allows data that is older than what is in use, ``fewer`` data that lacks rules, entries of the lexicon or
    official numbers of today's. Raises ``ShouzhengError`` (SZ-8001 to SZ-8015, SZ-8020, and what the loaders say of the
    data); nothing is changed then.
    """
    pack = read_pack(content)
    publisher = trust.publisher_of(home, pack)
    _fits(pack.manifest, today)
    with store.changing(home):
        record = read_record(home)
        before = {part: _version_now(record.now, part) for part in pack.manifest.parts}
        change = Change(pack.manifest, publisher, before, (), ())
        again = all(_is_this(record.now, part, pack) for part in pack.manifest.parts)
        if again and all(_is_sound(home, part, record.now[part]) for part in pack.manifest.parts):
            return replace(change, same=True)
        if not (older or again):
            _not_older(pack.manifest, before)
        folder = store.unpack(home, pack)
        try:
            change = _tried(home, record.now, folder, change, today)
            _not_promised_longer(pack)
            if change.taken_away and not (fewer or only_check):
                raise _fewer(change.taken_away)
            if not only_check:
                entries = {part: _entry(pack, part, folder) for part in pack.manifest.parts}
                store.put_in_place(home, folder, pack)
                store.choose(home, record, {**record.now, **entries})
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return change


def _fits(manifest: Manifest, today: date) -> None:
    """Raise ``ShouzhengError`` when the pack is not for this program or not for this day."""
    if _numbers(manifest.program) > _numbers(__version__):
        slots = (("needed", manifest.program), ("here", __version__))
        raise ShouzhengError(Problem(PROGRAM_TOO_OLD, slots=slots))
    day = max(manifest.effective, manifest.version.day)
    if day > today:
        slots = (("day", day.isoformat()), ("today", today.isoformat()))
        raise ShouzhengError(Problem(TOO_EARLY, slots=slots))


def _not_promised_longer(pack: Pack) -> None:
    """Raise ``ShouzhengError`` when the list calls the data good for longer than its own files say (after the trial).

    ``make`` refuses the same; a list that another program signed need not have gone that way.
    """
    try:
        due = earliest_check(pack.files)
    except (ShouzhengError, RecursionError) as error:  # a file that no loader reads, and that is no sound TOML
        raise does_not_hold(type(error).__name__) from error
    if due is not None and pack.manifest.check_by > due:
        raise does_not_hold(f"check_by {pack.manifest.check_by} > {due}")


def _numbers(version: str) -> list[int]:
    return [int(digits) if digits.isdigit() else 0 for digits in version.split(".")[:3]]


def _version_now(now: Choice, part: str) -> Edition:
    entry = now.get(part)
    return entry.version if entry and is_newer(part, entry) else shipped_edition(part)[0]


def _is_this(now: Choice, part: str, pack: Pack) -> bool:
    entry = now.get(part)
    return entry is not None and entry.pack == pack.id and is_newer(part, entry)


def _is_sound(home: Path, part: str, entry: Installed) -> bool:
    try:
        sound_folder(part, folder_in(home, part, entry), entry.hash)
    except ShouzhengError:
        return False
    return True


def _not_older(manifest: Manifest, before: dict[str, Edition]) -> None:
    older = [
        Problem(OLDER, slots=(("part", part), ("now", str(now)), ("version", str(manifest.version))))
        for part, now in before.items()
        if manifest.version <= now
    ]
    if older:
        raise ShouzhengError(*older)


def _entry(pack: Pack, part: str, folder: Path) -> Installed:
    return Installed(pack.id, pack.manifest.version, folder_hash(folder / part), shipped_edition(part)[0])


def _tried(home: Path, now: Choice, folder: Path, change: Change, today: date) -> Change:
    """Try the unpacked data together with the parts that stay; raises ``ShouzhengError`` when it does not hold."""
    chosen = _folders(home, now)
    law_before = chosen["law"][0] if "law" in chosen else shipped_folder("law")
    before = _rules(law_before)
    places = {part: chosen[part][0] if part in chosen else shipped_folder(part) for part in change.manifest.parts}
    held = held_in(places.get("lexicon"), places.get("directory"))
    chosen |= {part: (folder / part, folder_hash(folder / part)) for part in change.manifest.parts}
    outcome = tried(chosen, today, law_before if "law" in change.manifest.parts else None, held)
    if outcome.problems:
        raise ShouzhengError(*does_not_hold("、".join(change.manifest.parts)).problems, *outcome.problems, exit_code=3)
    added, removed = set(outcome.rules) - before, before - set(outcome.rules)
    rules = replace(change, added=tuple(sorted(added)), removed=tuple(sorted(removed)), changed=outcome.changed)
    return replace(rules, other=outcome.other)


def _rules(folder: Path) -> set[str]:
    try:
        return {rule.id for rule in load_rulebook(folder).rules}
    except ShouzhengError:  # damaged law in use: whatever replaces it takes nothing away
        return set()


def _fewer(removed: tuple[str, ...]) -> ShouzhengError:
    named = ", ".join(removed[:_MOST_NAMED]) + (" …" if len(removed) > _MOST_NAMED else "")
    return ShouzhengError(Problem(FEWER_RULES, slots=(("count", str(len(removed))), ("what", named))))


def rollback(home: Path, today: date, *, shipped: bool = False) -> tuple[Choice, ...]:
    """Go back to the data before the last change, or with ``shipped`` to what came with the program.

    Earlier data is tried again, because the program may have changed since; what no longer holds is passed over, kept
    in the record, and returned (newest first). A record that cannot be read leads to the program's own data.
    Raises ``ShouzhengError``: SZ-8011 when there is nothing to go back to, SZ-8020 when a trial could not be made
    (nothing is changed then), SZ-8002, SZ-8015.
    """
    with store.changing(home):
        try:
            record = read_record(home)
        except ShouzhengError:
            store.write_record(home, Record({}), Record({}))
            return ()
        if not record.now and (shipped or not record.before):
            raise ShouzhengError(Problem(NOTHING_BEFORE))
        if shipped:
            store.choose(home, record, {})
            return ()
        left, passed = list(record.before), list[Choice]()
        before = left.pop() if left else {}
        while before and not _holds(home, before, today):
            passed.append(before)
            before = left.pop() if left else {}
        if not before and not record.now:
            raise ShouzhengError(Problem(NOTHING_BEFORE))
        store.write_record(home, Record(before, (*left, *reversed(passed))), record)
    return tuple(passed)


def _holds(home: Path, choice: Choice, today: date) -> bool:
    """Try an earlier state; raises ``ShouzhengError`` (SZ-8020) when that could not be done: nothing is known then."""
    try:
        return not tried(_folders(home, choice), today).problems
    except ShouzhengError as error:
        if any(each.kind is NOT_TRIED for each in error.problems):
            raise
        return False


def _folders(home: Path, choice: Choice) -> dict[str, tuple[Path, str]]:
    """Return folder and hash of each part that a choice takes from a pack."""
    return {part: (folder_in(home, part, each), each.hash) for part, each in choice.items() if is_newer(part, each)}


def trust_key(home: Path, publisher: Publisher, typed: str) -> None:
    """Trust a key whose fingerprint the person typed, for these parts and no others: what it brought of others goes.

    Raises ``ShouzhengError`` (SZ-8013, SZ-8018, SZ-8002).
    """
    with store.changing(home):
        known = trust.publishers(home)
        trust.keep(home, trust.with_key(known, publisher, typed))
        narrowed = any(set(each.parts) - set(publisher.parts) for each in known if each.key == publisher.key)
        meant = (None, publisher.key) if narrowed else (publisher.key,)  # again after a stop in between: it is finished
        _use_no_more(home, lambda part, key: key in meant and part not in publisher.parts)


def forget_key(home: Path, typed: str) -> Publisher:
    """Trust a key no longer, and use none of its packs any more; return it. Raises ``ShouzhengError`` (SZ-8014).

    The list of keys is written first, so that no damage of the record keeps a key trusted. After a stop between the two
    the same call again finishes it (and still says SZ-8014).
    """
    with store.changing(home):
        known = trust.publishers(home)
        try:
            left, gone = trust.without_key(known, typed)
        except ShouzhengError:
            _use_no_more(home, lambda _, key: _is_stranger(key, typed, known))
            raise
        trust.keep(home, left)
        _use_no_more(home, lambda _, key: key in (None, gone.key))
    return gone


def _is_stranger(key: bytes | None, typed: str, known: tuple[Publisher, ...]) -> bool:
    return key is not None and all(each.key != key for each in known) and same_fingerprint(typed, key)


def _use_no_more(home: Path, is_meant: Callable[[str, bytes | None], bool]) -> None:
    """Take parts (by part and key that brought them) out of every state of the record.

    The key is ``None`` for a pack that cannot be read. A record that cannot be read counts as one such pack: where that
    is meant, it becomes an empty one, as in going back.
    """
    try:
        record = read_record(home)
    except ShouzhengError:
        if is_meant("", None):
            store.write_record(home, Record({}), Record({}))
        return

    def left_of(choice: Choice) -> Choice:
        return {part: entry for part, entry in choice.items() if not _is_meant(home, part, entry, is_meant)}

    *before, now = (left_of(choice) for choice in (*record.before, record.now))
    if (now, before) == (record.now, list(record.before)):
        return
    # a state that became the same as the one after it is nothing to go back to
    kept = tuple(one for one, after in pairwise([*before, now]) if one != after)
    store.write_record(home, Record(now, kept), record)


def _is_meant(home: Path, part: str, entry: Installed, is_meant: Callable[[str, bytes | None], bool]) -> bool:
    try:
        key = store.pack_in(home, entry.pack).key
    except ShouzhengError:
        return is_meant(part, None)
    return is_meant(part, key)
