"""Writes a synthetic archive batch by batch: Parquet files of at most 500,000 contacts, the truth, and the mapping."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy
import pyarrow as pa
import pyarrow.parquet as pq

from shouzheng.audit.generate.background import CHANNELS, OUTCOMES, ROLES, background
from shouzheng.audit.generate.plants import PLANTS, WITH_TEXTS, Step
from shouzheng.audit.problems import CANNOT_WRITE_AUDIT
from shouzheng.reference.problems import Problem, ShouzhengError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

#: Contacts of one file, which is also what is held in memory.
BATCH = 500_000
#: One background contact in so many is replaced by a planted one, about.
_RARE = 400
#: 2026-02-02 00:00 Beijing, a Monday: the day 0 of every archive, in milliseconds since 1970 UTC.
START_MS = 1_769_961_600_000
CREDITOR = "云岭示例消费金融有限公司"
_AGENCIES = ("示例催收代理甲", "示例催收代理乙", "示例催收代理丙", "示例催收代理丁")
ARCHIVE, TRUTH, MAPPING = "archive", "truth.parquet", "mapping.toml"
#: People of the plants are numbered from here, those of the background from 0, in every batch.
_PLANTED = 5_000_000
#: Numbers that a batch has for its people.
_ROOM = 10_000_000
_FLAGS = (
    *("named_as_contact", "agreed_time", "is_notice", "debt_discussed", "debtor_reachable", "agency_published"),
    *("from_private_account", "private_contact_agreed", "number_altered", "visit_recorded", "credentials_shown"),
    "visit_scene",
)
_WHOLE = ("days_since_settlement", "visitors")
_TEXTS = (
    "【云岭示例消费金融】您的账单已出，本期应还1,234.00元，请于还款日前通过官方App还款。客服95000",
    "【云岭示例消费金融】您好，您的借款已逾期，请通过官方App还款，如有困难可致电客服95000协商。",
)
TRUTH_SCHEMA = pa.schema([("contact_id", pa.string()), ("rule", pa.string())])
MAPPING_TEXT = """# Invented archive of `shouzheng audit generate`.
[time]
offset_minutes = 480
resolution = "s"
[columns]
contact_id = "contact_id"
at = "at"
channel = "channel"
direction = "direction"
outcome = "outcome"
seconds = "seconds"
person = "person"
line = "line"
number = "number"
role = "role"
debtor = "debtor"
agency = "agency"
collector = "collector"
objected_at = "objected_at"
visit_place = "visit_place"
{more}
[same]
creditor = "云岭示例消费金融有限公司"
institution_kind = "consumer_finance"
product_kind = "online_consumer_loan"
[practice]
objections_complete = true
agreements_complete = true
about_debt = true
"""


@dataclass(frozen=True, slots=True)
class Generated:
    """What was written: contacts, files, and how many of them break a rule (contact and rule)."""

    folder: Path
    contacts: int
    files: int
    planted: int


def generate(
    out: Path, contacts: int, seed: int, *, texts: bool = False, progress: Callable[[int], None] | None = None
) -> Generated:
    """Write an archive of exactly so many contacts to ``out``: the same seed gives the same rows.

    ``archive/part-*.parquet``, ``truth.parquet`` (contact_id, rule) and ``mapping.toml``. Raises ``ShouzhengError``
    (SZ-6508) when the folder cannot be written.
    """
    try:
        (out / ARCHIVE).mkdir(parents=True, exist_ok=True)
        for old in (out / ARCHIVE).glob("part-*.parquet"):
            old.unlink()
        files = planted = done = 0
        with pq.ParquetWriter(out / TRUTH, TRUTH_SCHEMA) as truth:
            while done < contacts:
                size = min(BATCH, contacts - done)
                table, known = batch(seed, files, size, texts=texts, before=done)
                pq.write_table(table, out / ARCHIVE / f"part-{files:05}.parquet", compression="zstd")
                truth.write_table(known)
                planted += known.num_rows
                files, done = files + 1, done + size
                if progress is not None:
                    progress(done)
        more = "\n".join(f'{name} = "{name}"' for name in (*_FLAGS, *_WHOLE, *(("text",) if texts else ())))
        (out / MAPPING).write_text(MAPPING_TEXT.format(more=more), "utf-8")
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise ShouzhengError(Problem(CANNOT_WRITE_AUDIT, out.name, (("detail", detail),))) from error
    return Generated(out, contacts, files, planted)


def batch(seed: int, number: int, size: int, *, texts: bool, before: int) -> tuple[pa.Table, pa.Table]:
    """Return the contacts of one file and its truth; ``before`` are the contacts of the files before it."""
    chance = numpy.random.default_rng([seed, number])
    steps = list(_planted(chance, size, texts))
    plain = background(chance, size - len(steps))
    table = pa.concat_tables([_plain_table(plain, chance, texts), _planted_table(steps)], promote_options="default")
    order = numpy.argsort(table["at"].cast(pa.int64()).to_numpy(), kind="stable")
    table = table.take(pa.array(order))
    ids = pa.array(numpy.arange(before, before + size)).cast(pa.string())
    table = table.add_column(0, "contact_id", _joined("c", _padded(ids, 12)))
    for name in ("person", "debtor"):
        whole = pa.array(table[name].to_numpy() + number * _ROOM)
        table = table.set_column(table.schema.get_field_index(name), name, _joined(name[0], _padded(whole, 11)))
        if name == "person":
            line = pa.array(whole.to_numpy() % 10_000)
            table = table.append_column("line", _joined("1300000", _padded(line, 4)))
    where = numpy.empty(size, dtype=numpy.int64)
    where[order] = numpy.arange(size)
    rows = [(int(where[size - len(steps) + place]), rule) for place, one in enumerate(steps) for rule in one.step.rules]
    names = table["contact_id"].take(pa.array([row for row, _ in rows], pa.int64()))
    return table, pa.table({"contact_id": names, "rule": pa.array([r for _, r in rows], pa.string())}, TRUTH_SCHEMA)


@dataclass(frozen=True, slots=True)
class _Planted:
    step: Step
    person: int
    debtor: int
    day: int


def _planted(chance: numpy.random.Generator, size: int, texts: bool) -> Iterator[_Planted]:
    """Give the planted contacts of a batch: whole rounds of all plants, or of as many as there is room for."""
    plants = [*PLANTS.values(), *(WITH_TEXTS.values() if texts else ())]
    whole = sum(len(steps) for steps in plants)
    rounds = max(1, size // (_RARE * whole // 8))
    person, room = _PLANTED, size // 2
    for _ in range(rounds):
        for steps in plants:
            if len(steps) > room:
                continue
            room -= len(steps)
            day = int(chance.integers(2, 100))
            for step in steps:
                yield _Planted(step, person + step.who, person, day)
            person += 1 + max(step.who for step in steps)


def _padded(whole: pa.Array, width: int) -> pa.Array:
    import pyarrow.compute as pc

    return pc.utf8_lpad(whole.cast(pa.string()), width, "0")


def _joined(prefix: str, values: pa.Array) -> pa.Array:
    import pyarrow.compute as pc

    return pc.binary_join_element_wise(prefix, values, "")


def _instants(seconds: Array, known: Array | None = None) -> pa.Array:
    """Return timestamps without a zone: Beijing time, as the mapping says."""
    beijing = START_MS + 480 * 60_000 + seconds * 1000
    return pa.array(beijing, pa.int64(), mask=None if known is None else ~known).cast(pa.timestamp("ms"))


def _plain_table(plain: dict[str, Array], chance: numpy.random.Generator, texts: bool) -> pa.Table:
    role, size = plain["role"], len(plain["person"])
    is_third = role > 0
    taken = numpy.where(plain["channel"] == 0, -1, chance.integers(0, len(_TEXTS), size)) if texts else None
    columns = {
        "at": _instants(plain["second"]),
        "channel": _words(CHANNELS, plain["channel"]),
        "direction": pa.array(["inbound"]).take(pa.array(numpy.zeros(size, dtype=numpy.int32))),
        "outcome": _words(OUTCOMES, plain["outcome"]),
        "seconds": pa.array(plain["seconds"], pa.int32(), mask=plain["seconds"] < 0),
        "person": pa.array(plain["person"], pa.int64()),
        "number": _joined("0100000", _padded(pa.array(9_000 + plain["number"]), 4)),
        "role": _words(ROLES, role),
        "debtor": pa.array(plain["debtor"], pa.int64()),
        "agency": _words(_AGENCIES, plain["agency"]),
        "collector": _joined("k", _padded(pa.array(plain["collector"]), 4)),
        "objected_at": _instants(plain["objected"], plain["objected"] >= 0),
        "named_as_contact": pa.array(numpy.ones(size, dtype=bool), mask=~is_third),
        "debtor_reachable": pa.array(numpy.zeros(size, dtype=bool), mask=~is_third),
        "agency_published": pa.array(numpy.ones(size, dtype=bool), mask=plain["agency"] < 0),
    }
    if taken is not None:
        columns["text"] = _words(_TEXTS, taken)
    return pa.table(columns)


def _words(values: tuple[str, ...], codes: Array) -> pa.Array:
    found = pa.array(values).take(pa.array(codes, pa.int32(), mask=codes < 0))
    import pyarrow.compute as pc

    return pc.if_else(pc.equal(found, ""), pa.scalar(None, pa.string()), found)


def _planted_table(planted: list[_Planted]) -> pa.Table:
    """Return the planted contacts: calls by the creditor itself to the debtor, where a step does not say otherwise."""
    rows = [
        {
            "channel": "call",
            "direction": "inbound",
            "role": "debtor",
            "collector": "k0999",
            "number": f"0100000{8_000 + one.step.number}",
            **one.step.columns,
            "person": one.person,
            "debtor": one.debtor,
            "text": one.step.text,
        }
        for one in planted
    ]
    kinds = {
        **dict.fromkeys(("channel", "direction", "outcome", "number", "role", "agency", "collector"), pa.string()),
        **dict.fromkeys(_FLAGS, pa.bool_()),
        **dict.fromkeys(("seconds", *_WHOLE), pa.int32()),
        **dict.fromkeys(("person", "debtor"), pa.int64()),
        "visit_place": pa.string(),
    }
    if any(one.step.text for one in planted):
        kinds["text"] = pa.string()
    columns = {name: pa.array([row.get(name) for row in rows], kind) for name, kind in kinds.items()}
    second = numpy.array([one.day * 86_400 + one.step.second for one in planted], dtype=numpy.int64)
    refused = [None if one.step.objected is None else one.day * 86_400 + one.step.objected for one in planted]
    known = numpy.array([each is not None for each in refused], dtype=bool)
    columns["at"] = _instants(second)
    columns["objected_at"] = _instants(numpy.array([each or 0 for each in refused], dtype=numpy.int64), known)
    return pa.table(columns)
