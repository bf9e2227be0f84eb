"""Argon2id (RFC 9106): from a passphrase to the key that opens the master key, slow on purpose.

The cost is fitted to the machine when a case is made, and written into the header, so that it opens anywhere.
"""

from __future__ import annotations

import os
import time
import unicodedata
from dataclasses import dataclass, replace

from argon2.low_level import Type, hash_secret_raw

#: Bytes of salt (RFC 9106 §3.1 recommends 16) and of the key.
SALT_BYTES, KEY_BYTES = 16, 32
#: About how long opening a case shall take on the machine that made it, in seconds.
TARGET_SECONDS = 0.8
#: Never less than this: the second recommended choice of RFC 9106 §4 (64 MiB, 3 passes).
LEAST_MEMORY_KIB, LEAST_PASSES = 65_536, 3
#: Never more than this, whatever a header says: a hostile header must not exhaust the machine.
MOST_MEMORY_KIB, MOST_PASSES, MOST_LANES = 2_097_152, 64, 16
#: No more than this is chosen here, so that opening a case stays under 500 MB in all; and trials of a calibration.
CALIBRATED_MEMORY_KIB, _TRIALS = 262_144, 3
#: Shortest passphrase in characters; the strength comes from several words, not from this floor.
LEAST_CHARACTERS = 8


@dataclass(frozen=True, slots=True)
class Cost:
    """Argon2id parameters: memory in KiB, passes over it, lanes."""

    memory_kib: int
    passes: int
    lanes: int

    def is_allowed(self) -> bool:
        """True between the floor of a new case and the ceiling of an opened one."""
        return (
            LEAST_MEMORY_KIB <= self.memory_kib <= MOST_MEMORY_KIB
            and LEAST_PASSES <= self.passes <= MOST_PASSES
            and 1 <= self.lanes <= MOST_LANES
        )


FLOOR = Cost(LEAST_MEMORY_KIB, LEAST_PASSES, 2)


def new_salt() -> bytes:
    """Return a random salt."""
    return os.urandom(SALT_BYTES)


def key_of(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """Return the key of a passphrase; raises ``ValueError`` for a cost that is not allowed.

    The passphrase is normalised (NFKC), so that full-width letters of an input method do not lock anybody out.
    """
    if not cost.is_allowed():
        raise ValueError("Argon2id cost outside the allowed range")
    secret = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
    return hash_secret_raw(secret, salt, cost.passes, cost.memory_kib, cost.lanes, KEY_BYTES, Type.ID)


def calibrated(target: float = TARGET_SECONDS) -> Cost:
    """Return the cost that takes about ``target`` seconds here, never below the floor.

    Memory first, up to ``CALIBRATED_MEMORY_KIB``, then passes. Time of the processor counts, not of the clock, and the
    best of three trials: what else runs on the machine, or on other threads of this process (the pages, reading), must
    not make a case weaker for good. Time grows in proportion to memory and passes (measured, not proven for every
    machine).
    """
    salt = bytes(SALT_BYTES)
    seconds = min(_trial(salt) for _ in range(_TRIALS))
    wanted = LEAST_MEMORY_KIB * LEAST_PASSES * max(target / seconds, 1.0)  # KiB passed over
    memory = min(int(wanted / LEAST_PASSES / LEAST_MEMORY_KIB) * LEAST_MEMORY_KIB, CALIBRATED_MEMORY_KIB)
    passes = min(max(int(wanted / memory), LEAST_PASSES), MOST_PASSES)
    return Cost(memory, passes, FLOOR.lanes)


def _trial(salt: bytes) -> float:
    """Seconds that the floor takes when its lanes have as many processors as this machine can give them.

    Each lane but a single one is a thread of its own inside the library, whose time nobody can ask for, and the time of
    the process counts all its other threads. So the same memory is passed over in one lane, which runs on the calling
    thread, and its time is divided (measured: one lane and two take the same time of the processor within a tenth).
    """
    started = time.thread_time()
    key_of("calibration", salt, replace(FLOOR, lanes=1))
    return max((time.thread_time() - started) / min(FLOOR.lanes, os.cpu_count() or 1), 1e-3)
