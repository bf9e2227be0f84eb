"""Takes a form with a small file that is nobody's secret (a data pack, a public key): bounded, into memory."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.web.forms import WORD, check_word
from shouzheng.web.problems import BAD_FORM, TOO_LARGE
from shouzheng.web.security import Session

_MOST_FIELDS, _LARGEST_FIELD = 20, 20_000


@dataclass(frozen=True, slots=True)
class SmallUpload:
    """The fields of the form, and the bytes of its one file (empty when none was chosen)."""

    fields: dict[str, str]
    content: bytes


async def read_upload(request: Request, session: Session, largest: int) -> SmallUpload:
    """Return what a form brought, ``largest`` bytes in all at most.

    Raises ``ShouzhengError``: SZ-7010 when it is too large, SZ-7011 when it is none, SZ-7003 without the word.
    """
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise ShouzhengError(Problem(BAD_FORM))
    stream = _bounded(request, largest)
    parser = MultiPartParser(
        request.headers, stream, max_files=1, max_fields=_MOST_FIELDS, max_part_size=_LARGEST_FIELD
    )
    try:
        form = await parser.parse()
    except (MultiPartException, ClientDisconnect, KeyError) as error:
        raise ShouzhengError(Problem(BAD_FORM)) from error
    try:
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        check_word(fields.get(WORD, ""), session)
        files = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
        return SmallUpload(fields, await files[0].read() if files else b"")
    finally:
        await form.close()


async def _bounded(request: Request, largest: int) -> AsyncGenerator[bytes, None]:
    length = 0
    async for chunk in request.stream():
        length += len(chunk)
        if length > largest:
            raise ShouzhengError(Problem(TOO_LARGE, slots=(("most", str(largest)),)))
        yield chunk
