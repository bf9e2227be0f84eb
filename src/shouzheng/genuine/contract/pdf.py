"""The words of a PDF, read in a helper process with bounded time, memory and pages.

A PDF is a program in disguise and comes from somebody who may wish to harm; a library that hangs or grows on one must
not take this process with it. Pictures of words are not read.
"""

from __future__ import annotations

import contextlib
import multiprocessing
from importlib.util import find_spec
from multiprocessing.connection import Connection

from shouzheng.genuine.contract.document import MOST_CHARS
from shouzheng.genuine.problems import NO_PDF_READER, PDF_DAMAGED, PDF_LOCKED, PDF_TOO_SLOW, PDF_WITHOUT_TEXT
from shouzheng.reference.problems import Problem, ProblemKind, ShouzhengError

MOST_PAGES = 120
#: Address space of the helper, in bytes, where the system can bound it.
MOST_MEMORY = 1_500_000_000
#: Seconds given to any PDF, and more for each megabyte.
SECONDS, SECONDS_PER_MB = 20, 2

_FAILED: dict[str, ProblemKind] = {"locked": PDF_LOCKED, "damaged": PDF_DAMAGED}


def is_pdf(content: bytes) -> bool:
    """True when the bytes begin as a PDF does (within the first kilobyte, as readers allow)."""
    return b"%PDF-" in content[:1024]


def pages_of_pdf(content: bytes, name: str, *, seconds: float | None = None) -> tuple[list[str], int]:
    """Return the text of each page (at most 120) and the number of pages left out.

    ``name`` is only for messages. Raises ``ShouzhengError`` for an encrypted, damaged or empty PDF, and when it takes
    longer than 20 seconds plus 2 for each megabyte.
    """
    if find_spec("pypdf") is None:
        raise ShouzhengError(Problem(NO_PDF_READER, name))
    limit = SECONDS + SECONDS_PER_MB * len(content) / 1_000_000 if seconds is None else seconds
    kind, pages, left_out = _from_helper(content, name, limit)
    if kind != "read":
        raise ShouzhengError(Problem(_FAILED[kind], name, (("detail", "".join(pages)[:200]),)))
    if not any(page.strip() for page in pages):
        raise ShouzhengError(Problem(PDF_WITHOUT_TEXT, name))
    return pages, left_out


_Answer = tuple[str, list[str], int]


def _from_helper(content: bytes, name: str, limit: float) -> _Answer:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    helper = context.Process(target=_read_in_helper, args=(theirs, content), daemon=True)
    helper.start()
    theirs.close()
    try:
        if not ours.poll(limit):
            raise ShouzhengError(Problem(PDF_TOO_SLOW, name, (("seconds", str(round(limit))),)))
        answer: _Answer = ours.recv()
    except EOFError:  # the helper was stopped by the system, mostly for want of memory
        answer = ("damaged", ["helper stopped"], 0)
    finally:
        ours.close()
        helper.kill()
        helper.join()
    return answer


def _read_in_helper(pipe: Connection, content: bytes) -> None:
    """Runs in the helper process: bounds its memory, reads, sends one answer."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # not on Windows, or bounded already
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    try:
        answer = extract(content)
    except Exception as error:  # whatever a damaged file makes the library raise; only the kind of error is told
        answer = ("damaged", [type(error).__name__], 0)
    with contextlib.suppress(OSError):
        pipe.send(answer)
    pipe.close()


def extract(content: bytes) -> _Answer:
    """Return ``("read", pages, pages left out)`` or ``("locked", [], 0)``; other errors are the library's own.

    Runs without any bound of its own: call it only in the helper.
    """
    import logging
    from io import BytesIO

    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = pypdf.PdfReader(BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        return "locked", [], 0
    total = len(reader.pages)
    pages: list[str] = []
    length = 0
    for number in range(min(total, MOST_PAGES)):
        page = reader.pages[number].extract_text()
        pages.append(page[: MOST_CHARS + 1])
        length += len(page)
        if length > MOST_CHARS:
            break
    return "read", pages, total - len(pages)
