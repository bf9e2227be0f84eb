"""What is sent back: status, content (JSON) and headers; problems name themselves in both languages."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from starlette.responses import Response

from shouzheng.model.words import Lang
from shouzheng.reference.problems import Problem

_STATUS = {
    "SZ-6000": 400, "SZ-6001": 413, "SZ-6002": 400, "SZ-6003": 400,
    "SZ-6020": 409, "SZ-6021": 404, "SZ-6022": 409, "SZ-6023": 404,
    "SZ-6031": 503, "SZ-6052": 404, "SZ-6061": 401, "SZ-6062": 403, "SZ-6063": 429, "SZ-6064": 404, "SZ-6065": 408,
}  # fmt: skip
_UNPROCESSABLE = 422
_TOO_MANY = 429


@dataclass(frozen=True, slots=True)
class Reply:
    """Status, content (JSON) and headers of an answer."""

    status: int
    content: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> Response:
        """Return it as the framework sends it."""
        return Response(self.content, self.status, self.headers, "application/json")


#: What is told of a fault of ours: nothing that a stranger could use.
FAULT = Reply(500, b'{"problems":[]}')


def refusal(problems: Sequence[Problem]) -> Reply:
    """Return the reply that names problems; the first one gives the status."""
    status = _STATUS.get(problems[0].code, _UNPROCESSABLE)
    headers = {"Retry-After": dict(problems[0].slots)["seconds"]} if status == _TOO_MANY else {}
    return Reply(status, problems_json(problems).encode(), headers)


def answer(text: str) -> Reply:
    """Return the reply with a JSON text; halves of characters that a client sent go back as they came."""
    return Reply(200, text.encode("utf-8", "surrogatepass"))


def problems_json(problems: Sequence[Problem]) -> str:
    """Return problems as JSON: code, place, what, why and how to repair it, in both languages."""
    listed = [
        {
            "code": each.code,
            "where": each.where,
            **{
                name: {"zh": say(Lang.ZH_HANS), "en": say(Lang.EN)}
                for name, say in (("what", each.what), ("why", each.why), ("repair", each.repair))
            },
        }
        for each in problems
    ]
    return json.dumps({"problems": listed}, ensure_ascii=True)
