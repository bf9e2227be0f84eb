"""Starts a new rule: a file with every heading and failing examples, to be filled in by whoever knows the law."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path

from shouzheng.reference.problems import Problem, ProblemKind, ShouzhengError
from shouzheng.rulebook import problems
from shouzheng.rulebook.load import BAD_LAW, COUNTRY, Rulebook
from shouzheng.rulebook.select import in_force

_ID = re.compile(r"R[0-9]{2,4}[a-z]?\Z")
_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*\Z")
_USAGE = 2

_TEMPLATE = """\
# New rule. The examples are meant to fail until the condition says what the law says; try: shouzheng rule test {id}
id = "{id}"
topic = "{topic}"
status = "experimental"
kind = "element"
severity = 3
group = "event"
answer = "breach"
supports = []
decided_by_words = false

[title]
zh = {title}
en = "New rule {id}"

[plain]
forbids = {{ zh = "（写明禁止什么）", en = "(say what it forbids)" }}
allows = {{ zh = "（写明不禁止什么）", en = "(say what it does not forbid)" }}
doubt = {{ zh = "（写明还可能是什么）", en = "(say what else it could be)" }}
next_step = {{ zh = "（写明可以做什么）", en = "(say what to do)" }}

[applies]
contacted = ["anyone"]
institution_kinds = ["any"]

[[cites]]
provision = "{provision}"
role = "forbids"

[condition]
when = "direction = 'inbound' AND FALSE"
finding = {{ zh = "{{channel}}于北京时间{{time}}联系", en = "{{channel}} at {{time}} Beijing time" }}
{tests}"""

_TEST = """
[[tests]]
name = {{ zh = "{zh}", en = "{en}" }}
day = {day}
facts = {{ direction = "inbound" }}
expect = "{expect}"{missing}
"""


def new_rule(rulebook: Rulebook, folder: Path, rule_id: str, topic: str, slug: str, title: str, provision: str) -> Path:
    """Write the file of a new rule under a law folder and return its path; never overwrites (``ShouzhengError``)."""
    for what, text, pattern in (("id", rule_id, _ID), ("topic", topic, _SLUG), ("slug", slug, _SLUG)):
        if not pattern.match(text):
            raise _refused(problems.BAD_NAME, what=what, name=text)
    if any(rule.id == rule_id for rule in rulebook.rules):
        raise _refused(problems.RULE_EXISTS, id=rule_id)
    if provision not in rulebook.provisions:
        problem = Problem(problems.UNKNOWN_REFERENCE, slots=(("what", "provision"), ("id", provision)))
        raise ShouzhengError(problem, exit_code=_USAGE)
    path = folder / COUNTRY / "rules" / topic / f"{rule_id}-{slug}.toml"
    text = _TEMPLATE.format(
        id=rule_id,
        topic=topic,
        title=json.dumps(title, ensure_ascii=False),
        provision=provision,
        tests=_tests(rulebook, provision),
    )
    try:
        if path.exists():
            raise _refused(problems.RULE_EXISTS, id=rule_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise _refused(problems.CANNOT_WRITE, detail=f"{path.name[:80]} ({error.strerror or 'I/O'})") from error
    return path


def _tests(rulebook: Rulebook, provision: str) -> str:
    """Two breaches, two lawful cases, one that cannot be told, and both sides of the first day."""
    interval = in_force(rulebook, rulebook.provisions[provision])
    if interval is None:
        problem = Problem(problems.UNKNOWN_REFERENCE, slots=(("what", "provision in force"), ("id", provision)))
        raise ShouzhengError(problem, exit_code=BAD_LAW)
    first: date = interval.first
    cases = [
        ("最先想到的违反情形", "the first breach to think of", first, "breach"),
        ("另一种违反情形", "another breach", first, "breach"),
        ("看似违反的合法联系", "a lawful contact that looks alike", first, "clear"),
        ("另一次合法联系", "another lawful contact", first, "clear"),
        ("没有人知道的情形", "what nobody knows", first, "cannot_tell"),
        ("施行的前一日", "the day before the law", first - timedelta(days=1), "not_applicable"),
    ]
    missing = {"cannot_tell": '\nmissing = ["direction"]'}
    return "".join(
        _TEST.format(zh=zh, en=en, day=day, expect=expect, missing=missing.get(expect, ""))
        for zh, en, day, expect in cases
    )


def _refused(kind: ProblemKind, **slots: str) -> ShouzhengError:
    return ShouzhengError(Problem(kind, slots=tuple(slots.items())), exit_code=_USAGE)
