"""One broken law for each code: what is changed in the tiny law, and where the problem must be found."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

TINY = Path(__file__).parent / "tiny_law"

FACTS, COUNTS = "facts.toml", "counts.toml"
INSTRUMENTS, THRESHOLDS, LPR, CHANNELS = (
    f"cn/{name}.toml" for name in ("instruments", "thresholds", "lpr", "channels")
)
PEACE, STANDARD, NEW = (f"cn/provisions/{name}.toml" for name in ("peace-act", "night-standard", "order-new"))
R01, R02, R03, R04 = (
    "cn/rules/night/R01-night.toml",
    "cn/rules/frequency/R02-calls.toml",
    "cn/rules/abuse/R03-insults.toml",
    "cn/rules/guards/R04-checklist.toml",
)


@dataclass(frozen=True)
class Broken:
    """In ``file`` the first ``old`` becomes ``new``; ``code`` is then reported at the first ``at`` (in ``at_file``).

    ``at`` = "" means the file's beginning. ``old`` = "" replaces the whole file; ``new`` = ``None`` removes it.
    """

    code: str
    file: str
    old: str
    new: str | None
    at: str
    at_file: str | None = None

    @property
    def place(self) -> str:
        return self.at_file or self.file


CASES = [
    # --- files and tables
    Broken("SZ-3000", LPR, "", None, ""),
    Broken("SZ-3001", R04, "", "\udcff", ""),
    Broken("SZ-3002", R01, "severity = 2", "severity = = 2", "= 2"),
    Broken("SZ-3003", R01, "severity = 2", "severity = 2\nseverty = 3", "severty"),
    Broken("SZ-3003", FACTS, 'en = "it is a call"', 'en = "it is a call"\nunits = ""', "units"),
    Broken("SZ-3004", R02, 'topic = "frequency"\n', "", ""),
    Broken(
        "SZ-3004",
        R01,
        'words = { zh = "双方约定的时段", en = "hours both sides agreed to" }',
        "",
        "[[condition.unless]]",
    ),
    Broken("SZ-3005", R02, "severity = 2", 'severity = "2"', '"2"'),
    Broken("SZ-3005", R02, "day = 2024-07-01", 'day = "2024-07-01"', '"2024-07-01"'),
    Broken("SZ-3005", R02, "day = 2024-07-01", "day = 2024-07-01T10:00:00", "2024-07-01T10:00:00"),
    Broken("SZ-3005", INSTRUMENTS, 'scope_products = ["any"]', 'scope_products = ["any", 3]', "3]"),
    Broken("SZ-3006", R02, "severity = 2", "severity = 6", "6"),
    Broken("SZ-3006", R02, 'kind = "element"', 'kind = "elemental"', '"elemental"'),
    Broken("SZ-3006", R02, 'answer = "breach"', 'answer = "clear"', '"clear"'),
    Broken("SZ-3006", R02, 'contacted = ["debtor"]', 'contacted = ["unknown"]', '"unknown"'),
    Broken("SZ-3006", R02, "calls_day = 4,", 'calls_day = "four",', '"four"'),
    Broken("SZ-3006", R02, "is_call = true,", "is_call = 1,", "1,"),
    Broken("SZ-3006", COUNTS, 'partition = "owner"', 'partition = "debt"', "partition"),
    Broken("SZ-3006", COUNTS, '{ kind = "calendar_day" }', '{ kind = "rolling" }', "kind ="),
    Broken("SZ-3006", FACTS, "[fact.insult]", "[fact.day]", "[fact.day]"),
    Broken("SZ-3006", INSTRUMENTS, 'sources = ["made-up"]', 'sources = ["elsewhere"]', '"elsewhere"'),
    Broken("SZ-3007", PEACE, 'id = "peace-2"', 'id = "peace-1"', ""),
    Broken("SZ-3007", INSTRUMENTS, 'id = "order-new"', 'id = "order-old" ', 'id = "order-old" '),
    Broken("SZ-3008", R02, 'provision = "std-6"', 'provision = "std-66"', '"std-66"'),
    Broken("SZ-3008", R02, 'most = "std-calls"', 'most = "std-call"', '"std-call"'),
    Broken("SZ-3008", R02, 'supports = ["desk"]', 'supports = ["desk", "door"]', '"door"'),
    Broken("SZ-3008", R02, "is_call = true,", "is_cal = true,", "true,"),
    Broken("SZ-3008", THRESHOLDS, 'provisions = ["guide-3"]', 'provisions = ["guide-4"]', '"guide-4"'),
    Broken("SZ-3008", CHANNELS, '["peace-1"]', '["peace-3"]', '"peace-3"'),
    Broken("SZ-3008", INSTRUMENTS, 'superseded_by = "night-standard"', 'superseded_by = "x"', "superseded_by"),
    Broken("SZ-3008", PEACE, 'instrument = "peace-act"', 'instrument = "peace"', "instrument"),
    Broken("SZ-3009", INSTRUMENTS, "effective_to = 2024-06-30", "effective_to = 2022-06-30", "effective_to"),
    Broken("SZ-3009", CHANNELS, "to = 2022-12-31", "to = 2017-12-31", "to = 2017"),
    Broken("SZ-3010", R02, 'id = "R02"', 'id = "R05"', "id ="),
    Broken("SZ-3010", R02, 'topic = "frequency"', 'topic = "calls"', "topic ="),
    Broken("SZ-3011", R02, 'en = "Calls a day"', 'en = " "', '" "'),
    Broken("SZ-3011", PEACE, 'article = "第一条"', 'article = ""', "article ="),
    Broken("SZ-3012", FACTS, '["inbound", "outbound"]', '["inbound", "outbound", "unknown"]', '"unknown"'),
    Broken("SZ-3013", COUNTS, "[count.calls_day]", "[count.calls_week]", "[count.calls_week]"),
    Broken("SZ-3014", R02, "{date}共{count}次", "{date}共{counted}次", '"{date}共{counted}次"'),
    Broken("SZ-3014", R02, "{date}共{count}次", "{date}共{count.real}次", '"{date}共{count.real}次"'),
    Broken("SZ-3014", R02, "{date}共{count}次", "{date}共{count次", '"{date}共{count次"'),
    # --- the expression language
    Broken("SZ-3100", R02, "calls_day > :most", "calls_day ＞ :most", "＞"),
    Broken("SZ-3101", R02, "calls_day > :most", "abs(calls_day) > :most", "abs("),
    Broken("SZ-3101", R01, "OR minute_of_day < :night_end", "OR minute_of_day / 60 < 8", "/ 60"),
    Broken("SZ-3102", R02, "calls_day > :most", "calls_day >", '"\nfinding'),
    Broken("SZ-3103", R02, "calls_day > :most", "calls_day > 9000000000000", "9000000000000"),
    Broken("SZ-3104", R02, "calls_day > :most", "call_day > :most", "call_day"),
    Broken("SZ-3104", COUNTS, "is_call AND direction", "calls_day > 1 AND direction", "calls_day > 1"),
    Broken("SZ-3105", R02, "calls_day > :most", "calls_day > :mots", ":mots"),
    Broken("SZ-3106", R02, "is_call AND", "minute_of_day AND", "minute_of_day AND"),
    Broken("SZ-3106", R01, 'when = "agreed"', 'when = "agreed = 1"', '1"\nprovision'),
    Broken("SZ-3107", R03, "direction = 'inbound'", "direction = 'incoming'", "'incoming'"),
    Broken("SZ-3108", R02, "calls_day > :most", "calls_day = :most", "calls_day ="),
    Broken("SZ-3109", R02, "calls_day > :most", "day_no * day_no > 1", "day_no *"),
    Broken("SZ-3110", R02, "calls_day > :most", "calls_day_possible > :most", "calls_day_possible >"),
    # --- the linter's own checks
    Broken("SZ-3200", STANDARD, "effective_from = 2024-07-01", "effective_from = 2024-06-01", "effective_from"),
    Broken("SZ-3201", NEW, 'previous = "old-42"\n', "", "next", "cn/provisions/order-old.toml"),
    Broken(
        "SZ-3202",
        NEW,
        "effective_from = 2026-01-01",
        "effective_from = 2026-01-02",
        "next",
        "cn/provisions/order-old.toml",
    ),
    Broken(
        "SZ-3203",
        THRESHOLDS,
        "effective_from = 2024-07-01",
        "effective_from = 2024-06-01",
        "effective_from = 2024-06-01",
    ),
    Broken(
        "SZ-3204",
        R01,
        '["guide-hours.end_minute", "std-hours.end_minute"]',
        '["std-hours.end_minute", "std-hours.end_minute"]',
        "night_end =",
    ),
    Broken("SZ-3205", CHANNELS, "to = 2022-12-31", "to = 2022-12-30", "[[authority]]"),
    Broken(
        "SZ-3206",
        LPR,
        "[sources]",
        '[[lpr]]\nfrom = 2026-01-20\none_year_bp = 3\nfive_year_bp = 3\nverification = "one"\n'
        'sources = ["made-up"]\n\n[sources]',
        "[[lpr]]",
    ),
    Broken("SZ-3210", R02, 'role = "forbids"', 'role = "supports"', "[[cites]]"),
    Broken(
        "SZ-3211",
        R01,
        "[numbers]",
        '[[cites]]\nprovision = "guide-3"\nrole = "context"\n\n[numbers]',
        '[[cites]]\nprovision = "guide-3"\nrole = "context"',
    ),
    Broken("SZ-3212", R03, 'role = "never_printed"', 'role = "context"', 'role = "context"\n\n[condition]'),
    Broken(
        "SZ-3212",
        R01,
        '[[condition.unless]]\nwhen = "agreed"\nprovision = "std-5"',
        '[[condition.unless]]\nwhen = "agreed"\nprovision = "penal-9"',
        'provision = "penal-9"',
    ),
    Broken(
        "SZ-3213",
        R02,
        'institution_kinds = ["bank", "microloan"]',
        'institution_kinds = ["microloan"]',
        'provision = "std-6"',
    ),
    Broken(
        "SZ-3214",
        STANDARD,
        "effective_from = 2024-07-01",
        "effective_from = 2020-01-01\neffective_to = 2020-02-01",
        'provision = "std-5"',
        R01,
    ),
    Broken(
        "SZ-3215", R01, '["guide-hours.end_minute", "std-hours.end_minute"]', '"std-hours.end_minute"', "night_end ="
    ),
    Broken("SZ-3216", PEACE, 'verification = "two"', 'verification = "memory"', "citable"),
    Broken("SZ-3220", R03, 'expect = "cannot_tell"', 'expect = "clear"', ""),
    Broken("SZ-3221", R02, "day = 2024-06-30", "day = 2024-06-29", "[[cites]]"),
    Broken("SZ-3221", R03, "day = 2025-12-31", "day = 2025-12-30", "[[cites]]"),
    Broken("SZ-3222", R02, "calls_day = 3, inst", "calls_day = 2, inst", "most ="),
    Broken("SZ-3222", R01, "minute_of_day = 479", "minute_of_day = 478", "night_end ="),
    Broken(
        "SZ-3223",
        R02,
        "calls_day = 3, calls_day_possible = 4",
        "calls_day = 5, calls_day_possible = 4",
        "calls_day = 5",
    ),
    Broken("SZ-3224", R02, 'en = "ninth call"', 'en =  "fourth call"', 'name = { zh = "例子2"'),
    Broken("SZ-3226", R03, 'missing = ["insult"]\n', "", 'expect = "cannot_tell"'),
    Broken("SZ-3230", R02, 'en = "Calls a day"', 'en = "A crime a day"', "en ="),
    Broken("SZ-3230", R02, "示例：疑点", "构成违法", 'zh = "构成'),
    Broken("SZ-3231", R02, 'en = "Calls a day"', 'en = "每日次数"', "[title]"),
    Broken("SZ-3231", R02, 'zh = "每日次数"', 'zh = "Calls per day"', "zh ="),
    Broken("SZ-3232", R02, "{date}共{count}次", "共{count}次", "finding ="),
    Broken("SZ-3233", R02, "示例：疑点", "示例：\u202e疑点", 'zh = "示例：\u202e'),
    Broken("SZ-3240", R02, "calls_day > :most", "calls_day > :most AND calls_day < 2", "when ="),
    Broken("SZ-3240", R03, "AND insult", "AND insult AND NOT insult", "when ="),
    Broken(
        "SZ-3241", R03, "direction = 'inbound' AND insult", "insult OR NOT insult OR direction = 'inbound'", "when ="
    ),
    Broken("SZ-3242", R01, 'when = "agreed"', "when = \"agreed AND direction = 'outbound'\"", 'when = "agreed'),
    Broken("SZ-3243", R02, 'most = "std-calls"', 'most = "std-calls"\nleast = "std-calls"', "least"),
    Broken("SZ-3244", R02, 'most = "std-calls"', 'most = "no-number"', "most ="),
    Broken(
        "SZ-3245",
        THRESHOLDS,
        'provisions = ["std-6"]\nforce = "law"\nfirm = true',
        'provisions = ["std-6"]\nforce = "law"\nfirm = false',
        "most =",
        R02,
    ),
    Broken("SZ-3250", R03, "AND insult", "AND direction = 'inbound'", "[fact.insult]", FACTS),
    Broken("SZ-3251", R02, "calls_day > :most", "minute_of_day > :most", "[count.calls_day]", COUNTS),
    Broken(
        "SZ-3252",
        FACTS,
        "[fact.calls_day]",
        '[fact.calls_week]\ntype = "int"\nunit = "count"\nmay_be_unknown = false\n'
        'computed_by = "judging.counts"\nzh = "当周次数"\nen = "calls of the week"\n\n[fact.calls_day]',
        "[fact.calls_week]",
    ),
    Broken("SZ-3253", FACTS, ', "private_loan", "other"]', ', "private_loan", "others"]', "[fact.product_kind]"),
    Broken("SZ-3260", PEACE, "check_by = 2027-05-22", "check_by = 2026-05-22", "check_by"),
    Broken("SZ-3261", PEACE, "[meta]\nseen = 2026-11-22\ncheck_by = 2027-05-22\n", "", ""),
]


def broken_law(case: Broken, folder: Path) -> Path:
    """Copy the tiny law into a folder and break it."""
    copy = folder / "law"
    shutil.copytree(TINY, copy)
    path = copy / case.file
    if case.new is None:
        path.unlink()
        return copy
    text = path.read_text(encoding="utf-8")
    if case.old and case.old not in text:
        raise ValueError(f"{case.file} does not hold {case.old!r}")
    changed = text.replace(case.old, case.new, 1) if case.old else case.new
    path.write_bytes(changed.encode("utf-8", "surrogateescape"))
    return copy
