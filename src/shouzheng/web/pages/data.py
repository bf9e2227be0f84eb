"""How old the law, the lexicon and the directory are; putting in a data pack, going back, trusting a publisher."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import islice

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from shouzheng import __version__
from shouzheng.model.words import Words
from shouzheng.packs import install, store
from shouzheng.packs.archive import MOST_PACK
from shouzheng.packs.pack import read_pack
from shouzheng.packs.problems import NO_PARTS
from shouzheng.packs.said import PART_WORDS, one_line, passed_over, source_words
from shouzheng.packs.signing import MOST_KEY, public_key
from shouzheng.packs.status import PROGRAM, DataStatus, PartState, status
from shouzheng.packs.trust import Publisher
from shouzheng.reference.active_data import PARTS, packs_home
from shouzheng.reference.atomic import replacing
from shouzheng.reference.no_traces import copies_stay_in_memory
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.web.small_uploads import SmallUpload, read_upload
from shouzheng.web.visit import Page, Visit, missing

#: A pack that was checked and waits for the person's word, in the folder of packs.
_WAITING = "waiting.szpack"
#: What a form needs around its file, in bytes.
_AROUND = 60_000
#: Rules, entries and numbers of one kind that the page of a change names at most.
_MOST_NAMED = 60
_DONE = {
    "used": Words(
        "已装入。从下一次启动守正起使用；这一次仍用原来的数据。",
        "It was put in. It is used from the next start on; this run keeps the data it began with.",
    ),
    "same": Words("这一份已经装入，没有改动。", "This one was put in already; nothing was changed."),
    "back": Words("已退回。从下一次启动守正起使用。", "Gone back. It is used from the next start on."),
    "trusted": Words("已信任这个发布者。", "This publisher is trusted now."),
    "forgotten": Words(
        "已不再信任。它的数据包都不再使用。", "Trusted no longer. None of its data packs is used any more."
    ),
}


@dataclass(frozen=True, slots=True)
class _Row:
    """One part as the page shows it."""

    title: Words
    state: PartState
    source: Words
    days: int
    late: bool


def show(visit: Visit) -> Response:
    """Show the age of each part and whether it should have been checked again."""
    return _page(visit, done=_DONE.get(visit.text("done")))


def _page(visit: Visit, code: int = 200, error: ShouzhengError | None = None, done: Words | None = None) -> Response:
    found = status()
    problems = (*(error.problems if error else ()), *found.problems)
    return visit.page(
        "data.html",
        code,
        problems,
        rows=[_row(state, visit.today) for state in found.parts],
        stale=bool(found.stale(visit.today)),
        waits=_waits(found),
        publishers=found.publishers,
        can_go_back=found.can_go_back,
        any_pack=any(state.source != PROGRAM for state in found.parts),
        takes_packs=packs_home() is not None,
        part_words=PART_WORDS,
        done=done,
        version=__version__,
        folder=visit.state.settings.cases,
        in_memory=copies_stay_in_memory(),
    )


def _row(state: PartState, today: date) -> _Row:
    return _Row(PART_WORDS[state.part], state, source_words(state), state.days_old(today), state.is_stale(today))


def _waits(found: DataStatus) -> bool:
    """True when something that is shown is used only from the next start on."""
    return any(not state.used_here for state in found.parts)


async def check(visit: Visit) -> Response:
    """Take a data pack, check and try it, and show what it would change; nothing is used yet."""
    try:
        upload = await read_upload(visit.request, visit.session, MOST_PACK + _AROUND)
        return await run_in_threadpool(_checked, visit, upload)
    except ShouzhengError as error:
        return await run_in_threadpool(_page, visit, 400, error)


def _checked(visit: Visit, upload: SmallUpload) -> Response:
    home = store.home_or_problem()
    change = install.update(home, upload.content, visit.today, only_check=True)
    if change.same:
        return visit.go("/data?done=same")
    try:
        with replacing(home / _WAITING) as file:
            file.write(upload.content)
    except OSError as error:
        raise store.unwritable(error) from error
    return visit.page(
        "data_update.html",
        change=change,
        manifest=change.manifest,
        pack=read_pack(upload.content).id,
        words=PART_WORDS,
        named=_named,
    )


def _named(names: Collection[str]) -> str:
    """Return the names on one line, the first of many, with their number."""
    shown = ", ".join(one_line(name) for name in islice(names, _MOST_NAMED))
    return f"{shown} … ({len(names)})" if len(names) > _MOST_NAMED else shown


def use(visit: Visit) -> Response:
    """Put in the pack that was checked: it is checked and tried again, so that nothing could change in between."""
    try:
        home = store.home_or_problem()
        content = _waiting_pack(visit)
        install.update(home, content, visit.today, fewer=visit.text("fewer") == "yes")
        (home / _WAITING).unlink(missing_ok=True)
    except ShouzhengError as error:
        return _page(visit, 400, error)
    return visit.go("/data?done=used")


def _waiting_pack(visit: Visit) -> bytes:
    try:
        content = (store.home_or_problem() / _WAITING).read_bytes()
    except OSError as error:
        raise store.unwritable(error) from error
    if read_pack(content).id != visit.text("pack"):
        raise missing()
    return content


def back(visit: Visit) -> Response:
    """Go back to the data before, or to what came with the program."""
    try:
        passed = install.rollback(store.home_or_problem(), visit.today, shipped=visit.text("to") == "shipped")
    except ShouzhengError as error:
        return _page(visit, 400, error)
    return _page(visit, done=passed_over(passed)) if passed else visit.go("/data?done=back")


async def trust(visit: Visit) -> Response:
    """Trust a publisher's key whose fingerprint the person typed from elsewhere."""
    try:
        upload = await read_upload(visit.request, visit.session, MOST_KEY + _AROUND)
        await run_in_threadpool(_trusted, visit, upload)
    except ShouzhengError as error:
        return await run_in_threadpool(_page, visit, 400, error)
    return visit.go("/data?done=trusted")


def _trusted(visit: Visit, upload: SmallUpload) -> None:
    key, fields = public_key(upload.content), upload.fields
    parts = tuple(part for part in PARTS if fields.get(f"part_{part}") == "yes")
    if not parts:
        raise ShouzhengError(Problem(NO_PARTS))
    publisher = Publisher(key, fields.get("name", "").strip() or "?", parts, visit.today)
    install.trust_key(store.home_or_problem(), publisher, fields.get("fingerprint", ""))


def forget(visit: Visit) -> Response:
    """Trust a publisher no longer."""
    try:
        install.forget_key(store.home_or_problem(), visit.text("fingerprint"))
    except ShouzhengError as error:
        return _page(visit, 400, error)
    return visit.go("/data?done=forgotten")


PAGES = (
    Page("/data", show=show),
    Page("/data/check", take=check),
    Page("/data/use", act=use),
    Page("/data/back", act=back),
    Page("/data/trust", take=trust),
    Page("/data/forget", act=forget),
)
