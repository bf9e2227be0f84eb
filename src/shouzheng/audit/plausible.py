"""Checks on a sample, before a run, whether mapped rows look like contacts: a wrong mapping makes every answer wrong.

Each check has a name and says what it saw. None of them judges a rule; shares are those of the sample.
"""
# ruff: noqa: S608 -- only names of columns of ``audit.archive`` are put into SQL

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng.audit.archive import BY_NAME
from shouzheng.audit.ingest import connect
from shouzheng.audit.mapping import ArchiveMapping
from shouzheng.audit.problems import CANNOT_READ_INPUT, DOUBTFUL
from shouzheng.audit.sampling import SampledIngest
from shouzheng.model.moment import Resolution
from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import shorten, visible
from shouzheng.rulebook.files.facts import FactDefinition

if TYPE_CHECKING:
    import duckdb

#: Shares above which a check speaks. They are this program's own: an ordinary archive lies far below each of them.
#: Night is 22:00 to 08:00 Beijing time, ten hours of 24: contacts spread evenly over the day give 42 %, working hours
#: taken eight hours off give more.
REFUSED, OUTSIDE, MIDNIGHT, NIGHT, MISSED, UNKNOWN, OWN, REPEATED = 0.05, 0.01, 0.5, 0.2, 0.01, 0.5, 0.8, 0.1
#: Fewer rows than this show nothing about shares.
_FEW = 50
#: Rows from which a person that never comes twice is strange.
_MANY = 1_000
_EARLIEST = int(datetime(2013, 1, 1, tzinfo=UTC).timestamp() * 1000)
_BEIJING = 480 * 60_000
_DAY = 86_400_000


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason to think that a mapping is wrong: the name of the check and what was seen."""

    check: str
    saw: Words

    def problem(self, where: str) -> Problem:
        """Return it as a problem (SZ-6531)."""
        return Problem(DOUBTFUL, where, (("check", self.check), ("zh", self.saw.zh), ("en", self.saw.en)))


def doubts(
    given: Sequence[Path], mapping: ArchiveMapping, facts: Mapping[str, FactDefinition], now: datetime | None = None
) -> list[Doubt]:
    """Return why the mapping may be wrong, empty when nothing speaks against it.

    ``now`` is when the archive is looked at. Raises ``ShouzhengError`` (SZ-6500 to SZ-6503).
    """
    import_error = None
    with tempfile.TemporaryDirectory(prefix="shouzheng-") as folder:
        engine = connect(Path(folder))
        import duckdb

        try:
            SampledIngest(given, mapping, facts, Path(folder), engine)
            engine.execute("CREATE TEMP TABLE looked AS SELECT * FROM mapped")
            return _Checks(engine, mapping, now or datetime.now(UTC)).run()
        except duckdb.Error as error:
            import_error = error
        finally:
            engine.close()
    detail = visible(shorten(str(import_error).splitlines()[0], 300))
    raise ShouzhengError(Problem(CANNOT_READ_INPUT, given[0].name, (("detail", detail),))) from import_error


class _Checks:
    def __init__(self, engine: duckdb.DuckDBPyConnection, mapping: ArchiveMapping, now: datetime) -> None:
        self._engine, self._mapping = engine, mapping
        self._given = {*mapping.columns, *mapping.same}
        self._latest = int((now + timedelta(days=2)).timestamp() * 1000)
        self._rows = self._number("SELECT count(*) FROM looked")
        self._contacts = self._number("SELECT count(*) FROM looked WHERE refused IS NULL")
        self._found: list[Doubt] = []

    def run(self) -> list[Doubt]:
        checks: tuple[Callable[[], None], ...] = (
            self._refused,
            self._times,
            self._people,
            self._calls,
            self._directions,
            self._values,
        )
        if self._rows >= _FEW:
            for check in checks:
                check()
        return self._found

    def _number(self, sql: str) -> int:
        found = self._engine.execute(sql).fetchone()
        return int(found[0] or 0) if found else 0

    def _share(self, where: str, of: str = "refused IS NULL") -> float:
        base = self._number(f"SELECT count(*) FROM looked WHERE {of}")
        return self._number(f"SELECT count(*) FROM looked WHERE ({of}) AND ({where})") / base if base >= _FEW else 0.0

    def _say(self, check: str, zh: str, en: str) -> None:
        self._found.append(Doubt(check, Words(zh, en)))

    def _over(self, check: str, share: float, most: float, zh: str, en: str) -> None:
        if share > most:
            percent = f"{share:.0%}" if share >= 0.01 else f"{share:.1%}"
            self._say(check, zh.format(percent), en.format(percent))

    def _refused(self) -> None:
        share = (self._rows - self._contacts) / self._rows
        reasons = self._engine.execute(
            "SELECT refused, count(*) AS n FROM looked WHERE refused IS NOT NULL GROUP BY 1 ORDER BY n DESC, 1 LIMIT 3"
        ).fetchall()
        listed = ", ".join(f"{reason} {count}" for reason, count in reasons)
        self._over(
            "refused",
            share,
            REFUSED,
            f"{{}} 的行读不成联系记录（{listed}）",
            f"{{}} of rows are no contacts ({listed})",
        )

    def _times(self) -> None:
        self._over(
            "years",
            self._share(f'"at" < {_EARLIEST} OR "at" > {self._latest}'),
            OUTSIDE,
            "{} 的时间早于 2013 年或在将来",
            "{} of times lie before 2013 or in the future",
        )
        if self._mapping.resolution is Resolution.DAY:
            return
        moment = f'(("at" + {_BEIJING}) % {_DAY})'
        midnight = self._share(f"{moment} = 0")
        self._over(
            "midnight", midnight, MIDNIGHT, "{} 的时间恰为零点：可能只有日期", "{} of times are midnight: days only?"
        )
        if midnight <= MIDNIGHT:
            self._over(
                "night",
                self._share(f"{moment} >= {22 * 3_600_000} OR {moment} < {8 * 3_600_000}"),
                NIGHT,
                "{} 的联系在北京时间 22:00 至 8:00：时区可能不对",
                "{} of contacts lie between 22:00 and 08:00 Beijing time: the time zone may be wrong",
            )

    def _people(self) -> None:
        people = self._number("SELECT count(DISTINCT person) FROM looked WHERE refused IS NULL")
        if self._contacts >= _MANY and people == self._contacts:
            self._say(
                "person",
                "每一行都是不同的人：该列可能是记录编号",
                "every row has a person of its own: an id of the row?",
            )
        if self._contacts >= _FEW and people == 1:
            self._say("one-person", "所有行都是同一个人", "all rows are of one person")
        ids = self._number("SELECT count(DISTINCT contact_id) FROM looked WHERE refused IS NULL")
        if self._contacts >= _FEW:
            share = 1 - ids / self._contacts
            self._over("ids", share, REPEATED, "{} 的记录编号重复", "{} of the contact ids are repeated")
        if "number" in self._given:
            self._over(
                "caller",
                self._share("person = number"),
                UNKNOWN,
                "{} 的行里被联系人就是主叫号码",
                "in {} of rows the caller is the person",
            )
        if "collector" in self._given:
            self._over(
                "collector",
                self._share("person = collector"),
                UNKNOWN,
                "{} 的行里被联系人就是催收员",
                "in {} of rows the collector is the person",
            )

    def _calls(self) -> None:
        if not {"seconds", "outcome"} <= self._given:
            return
        missed = (
            "refused IS NULL AND channel IN ('call', 'video_call') AND outcome IN ('missed', 'rejected', 'blocked')"
        )
        talked = (
            "refused IS NULL AND channel IN ('call', 'video_call') AND outcome = 'connected' AND seconds IS NOT NULL"
        )
        self._over(
            "missed-seconds",
            self._share("seconds > 0", missed),
            MISSED,
            "{} 的未接电话有通话秒数：该列可能含振铃时长",
            "{} of unanswered calls have seconds of talk: ringing may be counted",
        )
        self._over(
            "no-seconds",
            self._share("seconds = 0", talked),
            UNKNOWN,
            "{} 的接通电话为 0 秒",
            "{} of answered calls took 0 seconds",
        )

    def _directions(self) -> None:
        if "direction" in self._given:
            self._over(
                "direction",
                self._share("direction = 'outbound'"),
                OWN,
                "{} 是本人打给机构：方向可能写反（机构外呼应为 inbound）",
                "in {} the person made the contact: turned round? (what a dialler calls outbound is inbound here)",
            )

    def _values(self) -> None:
        for name in self._mapping.columns:
            column = BY_NAME.get(name)
            if column is None or not column.values or column.required:
                continue
            raw = f'"raw.{name}"'
            base = f"refused IS NULL AND {raw} IS NOT NULL AND trim(CAST({raw} AS VARCHAR)) <> ''"
            self._over(
                f"values-{name}",
                self._share(f"{name} IS NULL", base),
                UNKNOWN,
                f"列 {name} 有 {{}} 的取值看不懂",
                f"of column {name} {{}} of values are not understood",
            )
