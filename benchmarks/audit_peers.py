"""Eight rules of the audit written by hand as people write them today: one DuckDB query a rule, and one Polars script.

Only rules whose facts stand in the invented archive, three of them with windows. Nothing of what makes an audit is in
these scripts: no law in force on the day, no "cannot tell", no mapping, no pseudonyms, no other sixty rules.
"""
# ruff: noqa: S608 -- the only values put into SQL are our own path

from __future__ import annotations

from pathlib import Path

#: Findings: (contact, rule).
Found = set[tuple[str, str]]
RULES = ("R01", "R05", "R07", "R10", "R33", "R43", "R48", "R48b")
_HOUR_MS = 3_600_000


def _queries(source: str) -> dict[str, str]:
    """One query for each rule; each reads the archive anew, as rules of a rule collection do."""
    call = "channel = 'call'"
    unanswered = f"{call} AND outcome <> 'connected'"
    effective = f"{call} AND outcome = 'connected' AND is_notice IS NOT TRUE AND debt_discussed IS NOT FALSE"
    of_day = 'PARTITION BY {by}, CAST("at" AS DATE) ORDER BY "at" RANGE UNBOUNDED PRECEDING'
    hour = '(PARTITION BY person ORDER BY "at" RANGE BETWEEN INTERVAL 3599999 MILLISECONDS PRECEDING AND CURRENT ROW)'
    return {
        "R01": f'SELECT contact_id FROM {source} WHERE (hour("at") >= 22 OR hour("at") < 8) '
        "AND agreed_time IS NOT TRUE",
        "R05": f"SELECT contact_id FROM (SELECT contact_id, {effective} AS yes, count(*) FILTER ({effective}) OVER "
        f"({of_day.format(by='person')}) AS n FROM {source}) WHERE yes AND n > 3",
        "R07": f"SELECT contact_id FROM (SELECT contact_id, {unanswered} AS yes, count(*) FILTER ({unanswered}) OVER "
        f"({of_day.format(by='person, line')}) AS n FROM {source}) WHERE yes AND n > 6",
        "R10": f"SELECT contact_id FROM (SELECT contact_id, count(*) OVER {hour} AS n, "
        f"count(DISTINCT number) OVER {hour} AS m FROM {source}) WHERE n >= 10 OR m >= 5",
        "R33": f"SELECT contact_id FROM {source} WHERE agency IS NOT NULL AND agency_published = false",
        "R43": f"SELECT contact_id FROM {source} WHERE days_since_settlement > 2",
        "R48": f"SELECT contact_id FROM {source} WHERE channel = 'visit' AND visitors < 2",
        "R48b": f"SELECT contact_id FROM {source} WHERE channel = 'visit' AND visit_recorded = false",
    }


def with_duckdb(archive: Path) -> Found:
    """Run one query after the other on two threads."""
    import duckdb

    source = f"read_parquet('{archive}/*.parquet', union_by_name = true)"
    with duckdb.connect(config={"threads": 2, "memory_limit": "3GB"}) as engine:
        return {(row[0], rule) for rule, query in _queries(source).items() for row in engine.execute(query).fetchall()}


def with_polars(archive: Path) -> Found:
    """Read the archive once and ask all eight of the frame."""
    import polars as pl

    frame = pl.read_parquet(f"{archive}/*.parquet", missing_columns="insert").sort("at")
    at, channel, outcome = pl.col("at"), pl.col("channel"), pl.col("outcome")
    call = channel == "call"
    not_notice = pl.col("is_notice").fill_null(value=False).not_()
    effective = call & (outcome == "connected") & not_notice & pl.col("debt_discussed").fill_null(value=True)
    unanswered = call & (outcome != "connected")
    frame = frame.with_columns(
        effective.fill_null(value=False).alias("effective"),
        unanswered.fill_null(value=False).alias("unanswered"),
        at.dt.date().alias("day"),
    )
    hour = at.dt.hour()
    visit = channel == "visit"
    asked = {
        "R01": ((hour >= 22) | (hour < 8)) & pl.col("agreed_time").fill_null(value=False).not_(),
        "R05": pl.col("effective") & (pl.col("effective").cum_sum().over("person", "day") > 3),
        "R07": pl.col("unanswered") & (pl.col("unanswered").cum_sum().over("person", "line", "day") > 6),
        "R33": pl.col("agency").is_not_null() & pl.col("agency_published").fill_null(value=True).not_(),
        "R43": pl.col("days_since_settlement") > 2,
        "R48": visit & (pl.col("visitors") < 2),
        "R48b": visit & pl.col("visit_recorded").fill_null(value=True).not_(),
    }
    found = {
        (contact, rule)
        for rule, condition in asked.items()
        for contact in frame.filter(condition)["contact_id"].to_list()
    }
    windows = frame.rolling(index_column="at", period=f"{_HOUR_MS}ms", group_by="person").agg(
        pl.col("contact_id").last(), pl.len().alias("n"), pl.col("number").n_unique().alias("m")
    )
    bursts = windows.filter((pl.col("n") >= 10) | (pl.col("m") >= 5))["contact_id"].to_list()
    return found | {(contact, "R10") for contact in bursts}
