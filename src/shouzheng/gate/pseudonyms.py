"""Keyed pseudonyms: nobody's id, number or debt stands in the ledger or the log as it was written in the request."""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import replace
from pathlib import Path

from shouzheng.gate.ledger.store import Store
from shouzheng.gate.ledger.tables import KEY_MARK
from shouzheng.gate.problems import BAD_LEDGER, NO_KEY_FILE, OTHER_KEY
from shouzheng.gate.request import PlannedContact, Standing, StandingScope, Wish
from shouzheng.reference.problems import Problem, ShouzhengError

_KEY_BYTES = 32
#: Bytes of a pseudonym: two of a billion people meet with a chance below 2^-36.
_SIZE = 12


class Pseudonyms:
    """Makes pseudonyms with one key (BLAKE2b in keyed mode); without the key nobody can tell or guess who is meant."""

    def __init__(self, key: bytes) -> None:
        if len(key) < _KEY_BYTES:
            raise ShouzhengError(Problem(BAD_LEDGER, slots=(("detail", "key"),)))
        self._people = hashlib.blake2b(key=key[:64], digest_size=_SIZE, person=b"shouzheng-person")
        #: Key of the hashes that refused texts are remembered by.
        self.sketch_key = hashlib.blake2b(b"texts", key=key[:64]).digest()
        #: Tells this key from another one and nothing else of it: a ledger is bound to it at its first use.
        self.fingerprint = hashlib.blake2b(
            b"fingerprint", key=key[:64], digest_size=16, person=b"shouzheng-mark"
        ).hexdigest()
        self._others = hashlib.blake2b(key=key[:64], digest_size=_SIZE, person=b"shouzheng-others")

    def person(self, written: str) -> str:
        """Return the pseudonym of a person: the same whether named as contacted person or as debtor."""
        made = self._people.copy()
        made.update(written.encode())
        return "p" + made.hexdigest()

    def other(self, kind: str, written: str) -> str:
        """Return the pseudonym of a debt or line."""
        made = self._others.copy()
        made.update(f"{kind}\0{written}".encode())
        return kind[0] + made.hexdigest()

    def planned(self, planned: PlannedContact) -> PlannedContact:
        """Return the planned contact with pseudonyms; creditor, agency and the caller's number stay as they are."""
        debtor = person = self.person(planned.person)
        if planned.debtor != planned.person:
            debtor = self.person(planned.debtor)
        return PlannedContact(  # field by field: replace() asks every field what it is, for each contact
            planned.key,
            person,
            debtor,
            planned.creditor,
            planned.channel,
            planned.number,
            planned.at,
            planned.role,
            planned.institution,
            planned.agency,
            None if planned.debt is None else self.other("debt", planned.debt),
            planned.product,
            planned.contract_day,
            None if planned.line is None else self.other("line", planned.line),
            planned.zone,
            planned.text,
            planned.template,
            planned.about_debt,
            planned.minor,
            planned.stated,
            planned.at_has_zone,
        )

    def wish(self, wish: Wish) -> Wish:
        """Return the wish with pseudonyms."""
        return replace(wish, person=self.person(wish.person), by=None if wish.by is None else self.person(wish.by))

    def standing(self, standing: Standing) -> Standing:
        """Return the standing fact with pseudonyms where it is about a person or debt."""
        if standing.scope is StandingScope.PERSON:
            return replace(standing, of=self.person(standing.of))
        if standing.scope is StandingScope.DEBT:
            return replace(standing, of=self.other("debt", standing.of))
        return standing


def bind(store: Store, pseudonyms: Pseudonyms) -> None:
    """Bind a ledger to its key at the first use; raises ``ShouzhengError`` (SZ-6033) for another key.

    A ledger made before keys were bound is bound to the one it is opened with: what it was used with is not told there.
    """
    with store.transaction(()) as session:
        bound = session.mark(KEY_MARK)
        if bound is None:
            session.enter_mark(KEY_MARK, pseudonyms.fingerprint)
            bound = session.mark(KEY_MARK)
    if bound != pseudonyms.fingerprint:
        raise ShouzhengError(Problem(OTHER_KEY))


def key_for(store: Store, path: Path) -> bytes:
    """Return the key of a file for a ledger; one is made only for a ledger that holds nothing yet.

    Raises ``ShouzhengError``: SZ-6034 where the ledger is used and the file is missing, SZ-6030 for one not readable.
    """
    if not path.exists():
        with store.transaction(()) as session:
            if not session.is_empty():
                raise ShouzhengError(Problem(NO_KEY_FILE, path.name, (("name", path.name),)))
    return load_key(path)


def load_key(path: Path) -> bytes:
    """Return the key of a file; makes one, readable by its owner only, where there is none. Raises ``ShouzhengError``.

    All nodes of one ledger need the same key: with another one nobody's earlier contacts are found.
    """
    try:
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return bytes.fromhex(path.read_text("ascii").strip())
        with os.fdopen(handle, "w", encoding="ascii") as file:
            key = secrets.token_bytes(_KEY_BYTES)
            file.write(key.hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
            return key
    except (OSError, ValueError) as error:
        detail = f"{path.name}: {getattr(error, 'strerror', None) or type(error).__name__}"
        raise ShouzhengError(Problem(BAD_LEDGER, slots=(("detail", detail),))) from error
