"""JSON without blanks, the same text for the same value: for the log, the client and the digest of both."""

from __future__ import annotations

import json
from json.encoder import encode_basestring

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def as_json(value: object) -> str:
    """Return JSON without blanks, the same for the same value."""
    return _ENCODE(value)


def text_json(value: str | None) -> str:
    """Return the JSON of one text or of nothing, as ``as_json`` does, without its way round."""
    return "null" if value is None else encode_basestring(value)
