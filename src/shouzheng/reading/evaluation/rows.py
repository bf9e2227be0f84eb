"""Labelled rows out of a JSON Lines file: what they say, who was addressed, and what the labels are.

A row has ``text`` (``text_filled`` where slots were filled comes first) and ``kind`` and ``acts`` of the labelling
guideline. ``group`` (rows of one source), ``recipient`` or ``addressee``, ``speaker`` and ``channel`` may be missing.
Rows of the finer schemes of received messages and of templates are brought to the guideline where a label maps.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from shouzheng.model.case import Role
from shouzheng.reading.kinds.names import Kind
from shouzheng.reading.labels import GUIDELINE_ACTS
from shouzheng.reading.problems import NO_ROWS, ROW_UNREADABLE
from shouzheng.reference.problems import Problem, ShouzhengError

#: One row is at most this long; a longer line is reported, not read.
MOST_BYTES = 2_000_000

_ADDRESSEES = {
    "borrower": Role.DEBTOR,
    "debtor": Role.DEBTOR,
    "third_party": Role.OTHER_THIRD_PARTY,
}
#: Who speaks, where a row says so: these are a person's own words, which carry no collector's act.
_OWN_WORDS = frozenset(("borrower", "debtor", "contact", "relative", "third_party", "employer", "victim", "called"))

#: Labels of the finer schemes that mean one act of the guideline. The others have no counterpart and are not judged.
FINER_ACTS: dict[str, str] = {
    "insult": "insult",
    "contact_list_threat": "threat_exposure",
    "third_party_disclosure_threat": "threat_exposure",
    "employer_contact_threat": "threat_exposure",
    "visit_threat": "workplace_or_home_visit",
    "criminal_threat": "threat_legal_false",
    "false_legal_effect": "threat_legal_false",
    "exaggerated_legal_effect": "threat_legal_false",
    "threat_arrest": "threat_legal_false",
    "impersonation_authority": "impersonates_authority",
    "impersonate_court": "impersonates_authority",
    "police_named": "impersonates_authority",
    "third_party_disclosure": "discloses_debt_to_third_party",
    "deadline": "deadline_pressure",
}
#: Labels of the finer schemes that settle the kind, in the order in which they do.
_FINER_KINDS: tuple[tuple[Kind, frozenset[str]], ...] = (
    (Kind.SCAM, frozenset(("scam_phishing", "scam_prize", "scam_transfer"))),
    (Kind.LOAN_ADVERT, frozenset(("loan_advert",))),
    (Kind.COLLECTION_NOTICE, frozenset(("due_reminder", "compliant_collection_notice"))),
    (Kind.ORDINARY_NOTICE, frozenset(("ordinary_notice", "verification_code"))),
    (Kind.OTHER, frozenset(("advert", "ordinary_advert", "personal"))),
    (
        Kind.COLLECTION_PRESSURE,
        frozenset(
            (*FINER_ACTS, "threat", "threat_veiled", "legal_threat", "outsourcing_threat", "credit_record_threat")
        ),
    ),
    (Kind.COLLECTION_NOTICE, frozenset(("collection_contact", "collection_notice"))),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled text. ``judged`` are the acts on which the labels say yes or no; ``kind`` is None when unknown."""

    id: str
    text: str
    group: str
    addressee: Role
    own_words: bool
    channel: str | None
    kind: Kind | None
    acts: frozenset[str]
    judged: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows of a file, what could not be read, and labels that nobody knows with how often they stand there."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    unknown: tuple[tuple[str, int], ...]


def read_rows(path: Path) -> Rows:
    """Read a file of labelled rows; a bad line is reported and the next one read.

    Raises ``ShouzhengError`` with exit code 2 when the file cannot be opened or holds no labelled row.
    """
    rows: list[Row] = []
    problems: list[Problem] = []
    unknown: Counter[str] = Counter()
    for number, data, detail in _lines(path):
        row = _row(data, number, unknown) if data is not None else None
        if row is None:
            where = f"{path.name}:{number}"
            problems.append(Problem(ROW_UNREADABLE, where, (("detail", detail or "text, kind, acts"),)))
        else:
            rows.append(row)
    if not rows:
        raise ShouzhengError(Problem(NO_ROWS, path.name, (("detail", "0"),)), *problems[:20], exit_code=2)
    return Rows(tuple(rows), tuple(problems), tuple(sorted(unknown.items())))


def _lines(path: Path) -> Iterator[tuple[int, dict[str, object] | None, str]]:
    """Yield line number, object (None when it is none) and what is wrong; empty lines are passed over."""
    try:
        with path.open("rb") as file:
            number = 0
            while line := file.readline(MOST_BYTES):
                number += 1
                if len(line) == MOST_BYTES and not line.endswith(b"\n"):
                    while (rest := file.readline(MOST_BYTES)) and not rest.endswith(b"\n"):
                        pass
                    yield number, None, f"> {MOST_BYTES}"
                elif line.strip():
                    yield number, *_object(line)
    except OSError as error:
        raise ShouzhengError(Problem(NO_ROWS, path.name, (("detail", error.strerror or ""),)), exit_code=2) from error


def _object(line: bytes) -> tuple[dict[str, object] | None, str]:
    try:
        data = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return None, str(error)[:120]
    return (data, "") if isinstance(data, dict) else (None, "{…}")


def _row(data: dict[str, object], number: int, unknown: Counter[str]) -> Row | None:
    """Return the row of one object, ``None`` when it has no text or no labels."""
    text = data.get("text_filled") or data.get("text")
    named = data.get("acts")
    labels = {label for label in named if isinstance(label, str)} if isinstance(named, list) else None
    if not isinstance(text, str) or not text or (labels is None and "kind" not in data):
        return None
    name = _word(data, "id") or str(number)
    addressee = _word(data, "recipient") or _word(data, "addressee")
    kind, acts, judged = _gold(data, labels, unknown)
    return Row(
        id=name,
        text=text,
        group=_word(data, "group") or _word(data, "source_label") or name,
        addressee=_ADDRESSEES.get(addressee, Role.UNKNOWN),
        own_words=_word(data, "speaker") in _OWN_WORDS,
        channel=_word(data, "channel") or None,
        kind=kind,
        acts=acts,
        judged=judged,
    )


def _gold(
    data: dict[str, object], labels: set[str] | None, unknown: Counter[str]
) -> tuple[Kind | None, frozenset[str], frozenset[str]]:
    """Return kind, acts and the acts that these labels decide."""
    everything = frozenset(GUIDELINE_ACTS)
    if "kind" in data:
        named = _word(data, "kind")
        kind = Kind(named) if named in set(Kind) else None
        if kind is None:
            unknown[f"kind {named}"] += 1
        for label in (labels or set()) - everything:
            unknown[f"act {label}"] += 1
        return kind, frozenset(labels or ()) & everything, everything if labels is not None else frozenset()
    labels = labels or set()
    for label in labels - set(FINER_ACTS) - {name for _, names in _FINER_KINDS for name in names}:
        unknown[f"act {label}"] += 1
    role = _word(data, "role")
    acts = frozenset(FINER_ACTS[label] for label in labels if label in FINER_ACTS)
    if role in ("complaint", "question", "reply"):  # a person's own words: none of their labels is a collector's act
        return (Kind.VICTIM_REPLY if role != "complaint" else None), frozenset(), frozenset(FINER_ACTS.values())
    if _word(data, "addressee") == "third_party":
        return Kind.THIRD_PARTY_NOTICE, acts, frozenset(FINER_ACTS.values())
    kind = next((kind for kind, names in _FINER_KINDS if not names.isdisjoint(labels)), None)
    return kind, acts, frozenset(FINER_ACTS.values())


def _word(data: dict[str, object], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""
