"""API keys: kept only as hashes, each for certain agencies, creditors and uses.

A key is 256 random bits, so a plain SHA-256 is enough: there is nothing to guess (passwords would need a slow hash).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from shouzheng.gate.problems import BAD_KEYS, NO_KEY, NOT_YOURS
from shouzheng.gate.request import Standing, StandingScope
from shouzheng.reference.problems import Problem, ShouzhengError

_HEX = 64


class Right(StrEnum):
    """What a key may be used for."""

    DECIDE = "decide"
    REPORT = "report"
    WISH = "wish"
    STATE = "state"
    REVIEW = "review"
    METRICS = "metrics"


@dataclass(frozen=True, slots=True)
class Client:
    """Who holds a key. ``agencies`` are those it acts for; a creditor that calls itself stands among them as well."""

    name: str
    digest: str
    agencies: frozenset[str]
    creditors: frozenset[str]
    rights: frozenset[Right]

    def needs(self, right: Right) -> None:
        """Raise ``ShouzhengError`` (SZ-6062) unless the key has this right."""
        if right not in self.rights:
            raise ShouzhengError(Problem(NOT_YOURS, right.value))

    def is_for(self, party: str, creditor: str) -> None:
        """Raise ``ShouzhengError`` (SZ-6062) unless the key is for this agency and creditor."""
        if party not in self.agencies or creditor not in self.creditors:
            raise ShouzhengError(Problem(NOT_YOURS, "agency, creditor"))

    def may_state(self, standing: Standing) -> None:
        """Raise ``ShouzhengError`` (SZ-6062) for a fact about a creditor or agency that the key is not for."""
        own = {StandingScope.CREDITOR: self.creditors, StandingScope.AGENCY: self.agencies}.get(standing.scope)
        if own is not None and standing.of not in own:
            raise ShouzhengError(Problem(NOT_YOURS, standing.scope.value))


class Keys:
    """All keys of a service."""

    def __init__(self, clients: Iterable[Client]) -> None:
        self._clients = tuple(clients)

    def client(self, authorization: str) -> Client:
        """Return who holds the key of an ``Authorization`` header; raises ``ShouzhengError`` (SZ-6061).

        Every hash is compared, in constant time: how long it takes tells nothing.
        """
        scheme, _, key = authorization.partition(" ")
        digest = hashlib.sha256(key.strip().encode("utf-8", "surrogatepass")).hexdigest()
        found = None
        for client in self._clients:
            if hmac.compare_digest(client.digest, digest):
                found = client
        if found is None or scheme.lower() != "bearer":
            raise ShouzhengError(Problem(NO_KEY))
        return found


def load_keys(path: Path) -> Keys:
    """Read the file of keys; raises ``ShouzhengError`` (SZ-6060, exit code 3)."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        clients = [_client(entry) for entry in data["key"]]
        if len({client.name for client in clients}) != len(clients) or not clients:
            raise ValueError("names")
        return Keys(clients)
    except (OSError, KeyError, TypeError, ValueError) as error:
        detail = f"{type(error).__name__}: {error}"[:120]
        raise ShouzhengError(Problem(BAD_KEYS, path.name, (("detail", detail),)), exit_code=3) from error


def _client(entry: dict[str, object]) -> Client:
    digest = str(entry["sha256"])
    if len(digest) != _HEX or not set(digest) <= set("0123456789abcdef"):
        raise ValueError("sha256")
    names = {name: entry[name] for name in ("agencies", "creditors", "rights")}
    if not all(isinstance(each, list) for each in names.values()):
        raise TypeError("lists are needed")
    rights = frozenset(Right(str(right)) for right in names["rights"])  # type: ignore[attr-defined]  # lists by now
    agencies, creditors = (frozenset(map(str, names[name])) for name in ("agencies", "creditors"))  # type: ignore[call-overload]
    return Client(str(entry["name"]), digest, agencies, creditors, rights)


def new_key() -> tuple[str, str]:
    """Return a new key and its hash; the key is shown once and kept nowhere."""
    key = "sz_" + secrets.token_urlsafe(32)
    return key, hashlib.sha256(key.encode()).hexdigest()
