"""``shouzheng audit … --engine spark``: the same command, judged by Spark's workers."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shouzheng.cli.talk import say_problems
from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import Problem, ShouzhengError

if TYPE_CHECKING:
    from shouzheng.audit.mapping import ArchiveMapping


def run_on_spark(words: list[str], mapping: ArchiveMapping, args: argparse.Namespace) -> dict[str, Any]:
    """Check the mapping on a sample, judge, and write the report; returns the figures.

    Raises ``ShouzhengError``: SZ-6544 for what only one machine does, SZ-6543 when Spark fails, SZ-6531 for doubts.
    """
    from shouzheng.audit.database import is_address
    from shouzheng.audit.plausible import doubts
    from shouzheng.audit.problems import CANNOT_WRITE_AUDIT, NOT_ON_SPARK, ROWS_REFUSED
    from shouzheng.audit.report.write import write_report
    from shouzheng.audit.spark.engine import audit_in, frame_of, sample, session
    from shouzheng.rulebook.load import load_rulebook

    lang = Lang(args.lang)
    for what, asked in (("--new", args.new), ("PostgreSQL", any(map(is_address, words)))):
        if asked:
            raise ShouzhengError(Problem(NOT_ON_SPARK, "", (("what", what),)))
    try:
        with session() as spark, tempfile.TemporaryDirectory(prefix="shouzheng-") as place:
            frame = frame_of(spark, words)
            looked = sample(frame, Path(place) / "sample.parquet")
            found = [each.problem(args.mapping.name) for each in doubts([looked], mapping, load_rulebook().facts)]
            if found and not args.accept_mapping:
                raise ShouzhengError(*found, exit_code=3)
            sums = audit_in(spark, frame, mapping, args.out, args.key)
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise ShouzhengError(Problem(CANNOT_WRITE_AUDIT, args.out.name, (("detail", detail),))) from error
    if sums.refused:
        listed = ", ".join(f"{reason} {count}" for reason, count in sorted(sums.refused.items()))
        slots = (("count", str(sum(sums.refused.values()))), ("reasons", listed))
        say_problems([Problem(ROWS_REFUSED, "", slots)], lang)
    accepted = [Words(problem.what(Lang.ZH_HANS), problem.what(Lang.EN)) for problem in found]
    write_report(args.out, lang=lang, sign_with=args.sign, accepted=accepted)
    return sums.as_json()
