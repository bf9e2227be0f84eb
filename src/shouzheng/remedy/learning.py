"""Short pages on prevention and rights (``letters/learning/*.toml``): our words, dated, with the law they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from shouzheng.model.words import Lang, Words
from shouzheng.reference.data_files import data_files, data_folder, folder_hash
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.script import in_script
from shouzheng.reference.terminal_text import wrap
from shouzheng.remedy.letters.citing import covers, listed_law
from shouzheng.remedy.letters.guards import Forbidden, forbidden_in, read_guards
from shouzheng.remedy.letters.library import GUARDS
from shouzheng.remedy.letters.problems import NO_SUCH_PAGE
from shouzheng.rulebook import problems
from shouzheng.rulebook.files.law_file import LawFile
from shouzheng.rulebook.load import BAD_LAW, Rulebook, no_folder

_FOLDER = "learning"
_LAW, _CALL = Words("依据", "law"), Words("电话或网址", "call or visit")
_SOURCES, _WRITTEN = (
    Words("来源", "Sources"),
    Words("写于 {day}，请在 {until} 前再核对", "Written {day}; check again by {until}"),
)
_OVERDUE = Words("已过核对日期，内容可能过时", "past its date of checking; it may be out of date")
_PAGES = Words("可以看的页（shouzheng learn 名称）", "Pages (shouzheng learn NAME)")
_NO_ADVICE = Words(
    "这是整理好的常识，不是法律意见；拿不准的问12348。",
    "This is general knowledge, no legal advice; in doubt ask 12348.",
)


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to know, the provisions it rests on, and the channels it names."""

    text: Words
    provisions: tuple[str, ...]
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page; ``written`` is the day its facts were seen, ``check_by`` when to look again."""

    id: str
    order: int
    title: Words
    summary: Words
    written: date
    check_by: date
    points: tuple[Point, ...]
    sources: tuple[Words, ...]


def load_pages(rulebook: Rulebook, folder: Path | None = None) -> Mapping[str, Page]:
    """Return the pages by id, in their order; raises ``ShouzhengError`` (exit 3) with every located problem."""
    if folder is None:
        try:
            folder = data_folder("letters")
        except FileNotFoundError as error:
            raise no_folder(str(error)) from error
    return _cached(rulebook, folder.resolve(), folder_hash(folder))


@lru_cache(maxsize=2)
def _cached(rulebook: Rulebook, folder: Path, _content: str) -> Mapping[str, Page]:
    guard_file = LawFile.read(folder / GUARDS, folder)
    guards = read_guards(guard_file)
    found: list[Page] = []
    wrong: list[Problem] = [*guard_file.problems]
    for path in data_files(folder / _FOLDER):
        file = LawFile.read(path, folder)
        if not file.problems:
            found.append(_read(file, rulebook, guards))
        wrong += file.problems
    if wrong:
        raise ShouzhengError(*wrong, exit_code=BAD_LAW)
    return {page.id: page for page in sorted(found, key=lambda page: (page.order, page.id))}


def _read(file: LawFile, rulebook: Rulebook, guards: tuple[Forbidden, ...]) -> Page:
    root = file.root()
    points = []
    for table in root.tables("point"):
        point = Point(
            Words(table.text("zh"), table.text("en")),
            table.texts("provisions", needed=False, allowed=rulebook.provisions),
            table.texts("channels", needed=False, allowed=rulebook.channels),
        )
        table.finish()
        points.append(point)
    sources = []
    for table in root.tables("source"):
        sources.append(Words(table.text("zh"), table.text("en")))
        table.finish()
    page = Page(
        id=root.text("id"),
        order=root.integer("order", low=1, high=999) or 0,
        title=root.words("title"),
        summary=root.words("summary"),
        written=root.day("written") or date.min,
        check_by=root.day("check_by") or date.max,
        points=tuple(points),
        sources=tuple(sources),
    )
    root.finish()
    if file.name.rpartition("/")[2] != f"{page.id}.toml":
        root.report(problems.FILE_NAME, "id", expected=f"{page.id}.toml")
    for words in (page.title, page.summary, *(point.text for point in points)):
        for text in (words.zh, words.en):
            file.problems += forbidden_in(text, guards, file.name)
    return page


def page_of(pages: Mapping[str, Page], name: str) -> Page:
    """Return the page of this name; raises ``ShouzhengError`` (``SZ-5224``, exit 2)."""
    if name not in pages:
        slots = (("id", name[:60]), ("allowed", ", ".join(pages)))
        raise ShouzhengError(Problem(NO_SUCH_PAGE, slots=slots))
    return pages[name]


def law_of(point: Point, rulebook: Rulebook, today: date) -> Words | None:
    """Return the law of a point that is in force today, with its articles where they may be printed."""
    current = [
        rulebook.provisions[name] for name in point.provisions if covers(rulebook, rulebook.provisions[name], today)
    ]
    return listed_law(rulebook, current) if current else None


def list_screen(pages: Mapping[str, Page], lang: Lang, *, width: int) -> str:
    """Return the list of pages."""

    def say(words: Words) -> str:
        return in_script(words.say(lang), lang)

    colon = ": " if lang is Lang.EN else "："
    lines = [say(_PAGES)]
    for page in pages.values():
        lines += wrap(f"{say(page.title)}{colon}{say(page.summary)}", width, first=f"  {page.id}  ", rest="    ")
    return "\n".join(lines)


def page_screen(page: Page, rulebook: Rulebook, today: date, lang: Lang, *, width: int) -> str:
    """Return a page as lines of at most ``width`` columns."""

    def say(words: Words) -> str:
        return in_script(words.say(lang), lang)

    colon = ": " if lang is Lang.EN else "："
    lines = [say(page.title), *wrap(say(page.summary), width), ""]
    for number, point in enumerate(page.points, 1):
        lines += wrap(say(point.text), width, first=f"{number}. ", rest="   ")
        law = law_of(point, rulebook, today)
        if law is not None:
            lines += wrap(f"{say(_LAW)}{colon}{say(law)}", width, first="   ", rest="     ")
        if point.channels:
            channels = [rulebook.channels[name] for name in point.channels]
            called = [f"{say(each.name)} {' '.join(each.hotline)}".strip() for each in channels]
            text = (", " if lang is Lang.EN else "、").join(called)
            lines += wrap(f"{say(_CALL)}{colon}{text}", width, first="   ", rest="     ")
    lines += ["", f"{say(_SOURCES)}{colon}"]
    for source in page.sources:
        lines += wrap(say(source), width, first="  - ", rest="    ")
    written = say(_WRITTEN).format(day=page.written.isoformat(), until=page.check_by.isoformat())
    lines += wrap(written, width)
    if page.check_by < today:
        lines += wrap(say(_OVERDUE), width)
    return "\n".join([*lines, *wrap(say(_NO_ADVICE), width)])


def pages_json(pages: Mapping[str, Page], rulebook: Rulebook, today: date) -> dict[str, object]:
    """Return pages as plain values, both languages inside (schema ``shouzheng.learning/1``)."""
    return {
        "schema": "shouzheng.learning/1",
        "pages": [_page_json(page, rulebook, today) for page in pages.values()],
    }


def _page_json(page: Page, rulebook: Rulebook, today: date) -> dict[str, object]:
    return {
        "id": page.id,
        "title": _both(page.title),
        "summary": _both(page.summary),
        "written": page.written.isoformat(),
        "check_by": page.check_by.isoformat(),
        "overdue": page.check_by < today,
        "points": [
            {
                "text": _both(point.text),
                "law": _both(law) if (law := law_of(point, rulebook, today)) else None,
                "channels": list(point.channels),
            }
            for point in page.points
        ],
        "sources": [_both(source) for source in page.sources],
    }


def _both(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}
