"""What a lexicon and a directory hold, and what another one takes away from it: the comparison of a trial.

Taken from the data in use until now by the process that puts a pack in, and held against the new data in the trial: a
pack brings its own fitting examples, but not these. Not compared: the model of kinds, guides, working days and letters.
"""

from __future__ import annotations

import contextlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shouzheng.reference.problems import ShouzhengError

if TYPE_CHECKING:
    from shouzheng.genuine.directory.entries import Institution
    from shouzheng.model.case import Role
    from shouzheng.reading.entries import Act, ElementSpec, Example
    from shouzheng.reading.sign_folder import SignFile, SignFolder


@dataclass(frozen=True, slots=True)
class Sample:
    """An example of an entry (``acts/threat_arrest``), to whom it is said, and whether it must show the entry."""

    entry: str
    text: str
    addressee: Role
    wanted: bool


@dataclass(frozen=True, slots=True)
class Held:
    """Entries of a lexicon with their examples, and official numbers and web names of a directory, as words.

    ``None``: that part is not replaced, or is damaged, so that nothing can be taken away from it.
    """

    entries: frozenset[str] | None = None
    samples: tuple[Sample, ...] = ()
    official: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What is ``gone`` (an entry none of whose examples is found any more is gone too), what official is ``new``.

    ``otherwise``: entry that is still there → number of its examples that are now read otherwise.
    """

    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    otherwise: Mapping[str, int] = field(default_factory=dict)


def held_in(lexicon: Path | None, directory: Path | None) -> Held:
    """Return what these folders hold; ``None`` for a part that is not asked about, nothing of what does not load."""
    samples: tuple[Sample, ...] = ()
    entries = official = None
    if lexicon is not None:
        with contextlib.suppress(ShouzhengError):  # damaged: whatever replaces it takes nothing away
            entries, samples = _entries(lexicon)
    if directory is not None:
        with contextlib.suppress(ShouzhengError):
            official = frozenset(_official(directory))
    return Held(entries, samples, official)


def difference(before: Held, lexicon: Path, directory: Path) -> Difference:
    """Return how these folders differ from what was held; raises ``ShouzhengError`` where they do not load."""
    gone: set[str] = set()
    new: set[str] = set()
    otherwise: dict[str, int] = {}
    if before.entries is not None:
        lost, otherwise = _read_again(before, lexicon)
        gone |= lost
    if before.official is not None:
        now = frozenset(_official(directory))
        gone |= before.official - now
        new |= now - before.official
    return Difference(tuple(sorted(gone)), tuple(sorted(new)), otherwise)


def _entries(lexicon: Path) -> tuple[frozenset[str], tuple[Sample, ...]]:
    from shouzheng.reading.lexicon import load_lexicon

    loaded = load_lexicon(lexicon)
    named: list[tuple[str, Act | ElementSpec | SignFile[Any]]] = [
        *((f"acts/{act.label}", act) for act in loaded.acts),
        *((f"elements/{element.name}", element) for element in loaded.elements),
    ]
    for name, folder in _folders(lexicon):
        named += ((f"{name}/{file.name}", file) for file in folder.files)
    samples = tuple(
        Sample(name, example.text, example.addressee, wanted)
        for name, entry in named
        for wanted, example in _examples(entry.positive, entry.negative)
    )
    return frozenset(name for name, _ in named), samples


def _examples(positive: Iterable[Example], negative: Iterable[Example]) -> Iterator[tuple[bool, Example]]:
    yield from ((True, each) for each in positive)
    yield from ((False, each) for each in negative)


def _folders(lexicon: Path) -> Iterator[tuple[str, SignFolder[Any]]]:
    from shouzheng.genuine.contract.clause_words import load_checklist, load_clauses
    from shouzheng.genuine.marks import load_fraud_words

    loads: tuple[tuple[str, Callable[[Path], SignFolder[Any]]], ...] = (
        ("fraud", load_fraud_words),
        ("contract", load_clauses),
        ("contract_checklist", load_checklist),
    )
    for name, load in loads:
        yield name, load(lexicon)


def _read_again(before: Held, lexicon: Path) -> tuple[set[str], dict[str, int]]:
    """Return the entries of before that are gone, and of the others how many examples are read otherwise."""
    shows = _reader(lexicon)
    entries, _ = _entries(lexicon)
    still: defaultdict[str, set[bool]] = defaultdict(set)
    wrong: Counter[str] = Counter()
    for sample in before.samples:
        shown = sample.entry in shows(sample)
        if shown is not sample.wanted:
            wrong[sample.entry] += 1
        if sample.wanted:
            still[sample.entry].add(shown)
    silent = {name for name, found in still.items() if True not in found}
    gone = {*(before.entries or ()), *silent} - (entries - silent)
    return gone, {name: number for name, number in sorted(wrong.items()) if name not in gone}


def _reader(lexicon: Path) -> Callable[[Sample], set[str]]:
    """Return what tells the entries of the sample's own folder that its text shows."""
    from shouzheng.reading.lexicon import load_lexicon
    from shouzheng.reading.one import read

    loaded, folders = load_lexicon(lexicon), dict(_folders(lexicon))

    def shows(sample: Sample) -> set[str]:
        name = sample.entry.partition("/")[0]
        if name in folders:
            found = folders[name].find(sample.text, addressee=sample.addressee)
            return {f"{name}/{each.file.name}" for each in found if not each.quoted}
        reading = read(sample.text, loaded, addressee=sample.addressee)
        acts = {f"acts/{each.act}" for each in reading.acts}
        return acts | {f"elements/{each.name}" for each in reading.elements if each.span is not None}

    return shows


def _official(folder: Path) -> Iterator[str]:
    """Yield whose number or domain is which (``?``: unsure), which digits are of which kind, and kinds of hosts."""
    from shouzheng.genuine.directory.load import load_directory
    from shouzheng.reference.numbers import load_number_kinds

    directory = load_directory(folder)
    for institution in directory.institutions:
        yield from _of_one(institution)
    for row in load_number_kinds(folder).rows:
        yield from (f"{row.kind.value} {digits}" for digits in row.exact)
        yield from (f"{row.kind.value} {digits}…" for digits in row.prefixes)
    yield from (f"shortener {host}" for host in directory.web.shorteners)
    yield from (f"hosting {host}" for host in directory.web.hosting)
    yield from (f"alike {one} {other}" for one, other in directory.web.alike.items())


def _of_one(institution: Institution) -> Iterator[str]:
    yield institution.id
    for value in (*institution.numbers, *institution.sender_codes, *institution.domains):
        yield f"{institution.id} {value}" + (" ?" if value in institution.unsure else "")
