"""``shouzheng intake names BOOK.vcf EXPORT…``: whose number is it, of those numbers that stand in records already."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from shouzheng.cli.talk import progress, say_in, say_problems
from shouzheng.model.words import Lang
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import json_safe, shorten, visible

_DONE, _NOTHING = 0, 2


def look_up(book: Path, exports: Sequence[Path], lang: Lang, *, as_json: bool) -> int:
    """Print the names that an address book has for numbers of the exports; returns 0, or 2 when nothing was readable.

    The book itself is never imported: nobody else in it is shown, counted by name or kept. Nothing is written.
    """
    from shouzheng.intake.address_book import names_in
    from shouzheng.intake.exports import cannot_open, check_regular
    from shouzheng.intake.gathering import Gathering, size_of

    numbers: set[str] = set()
    problems: list[Problem] = []
    gathering, done = Gathering(), 0
    with progress(lang, sum(map(size_of, exports))) as tick:
        for path in exports:
            tick(path.name, done)
            try:
                for export in gathering.exports(path):
                    numbers.update(event.other.normal for event in export if event.other.normal is not None)
            except ShouzhengError as error:
                problems.extend(error.problems)
            done += size_of(path)
    try:
        check_regular(book)
        found = names_in(book, numbers)
    except OSError as error:
        raise ShouzhengError(cannot_open(book, error)) from error
    say_problems((*problems, *gathering.problems), lang)
    if as_json:
        print(json_safe(json.dumps({"numbers": len(numbers), "names": found.names}, ensure_ascii=False, indent=2)))
        return _DONE if numbers else _NOTHING
    for number, name in sorted(found.names.items()):
        print(f"{visible(number)}  {visible(shorten(name, 60))}")
    say_in(
        lang,
        f"记录里有 {len(numbers)} 个号码，其中 {len(found.names)} 个在通讯录里。家人朋友的号码可写进 case.toml 的 "
        f'[[party]]（kind = "private"）。通讯录里的其他人没有读取，也没有保存。',
        f"The records hold {len(numbers)} numbers, {len(found.names)} of them are in the address book. Numbers of "
        f'family and friends can go into a [[party]] of case.toml (kind = "private"). Nobody else in the address book '
        f"was taken, and nothing is kept.",
    )
    return _DONE if numbers else _NOTHING
