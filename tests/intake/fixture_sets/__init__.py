"""Invented files of every format: one module each with a ``SET``; a test holds that no format is without one.

Each set has at least a ``good`` file, a ``truncated`` one (a copy that stopped), a ``hostile`` one (codes that do not
exist, half characters, impossible times) and a ``future`` one (fields and codes of a version that does not exist yet).
The fuzzer takes the same files as its seeds.
"""

import pkgutil
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path

#: 2026-01-02 10:00:00 in Beijing, in milliseconds.
NOON = 1_767_319_200_000
GATEWAY = "10690000001234"
MOBILE = "13000000021"
LANDLINE = "01000001111"


@dataclass(frozen=True)
class Case:
    """A file and what it holds: events (after parts of long SMS were joined), records that are no contacts, unread."""

    name: str
    content: bytes
    events: int
    non_contacts: int = 0
    unread: int = 0
    joined: int = 0
    companions: dict[str, bytes] = field(default_factory=dict)

    def save(self, folder: Path, name: str = "export.bin") -> Path:
        """Write the file, and its companions beside it."""
        path = folder / name
        path.write_bytes(self.content)
        for ending, data in self.companions.items():
            (folder / f"{name}{ending}").write_bytes(data)
        return path


@dataclass(frozen=True)
class FixtureSet:
    """All invented files of one format."""

    format: str
    cases: tuple[Case, ...]


@cache
def all_sets() -> tuple[FixtureSet, ...]:
    """Return the sets of this folder by name of module."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    return tuple(import_module(f"{__name__}.{name}").SET for name in names)
