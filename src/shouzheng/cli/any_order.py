"""A parser of one subcommand that takes options before, between and after the words, and errs with its own usage."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any


class AnyOrder(argparse.ArgumentParser):
    """``note CASE --of 2 TEXT`` as well as ``note CASE TEXT --of 2``: plain argparse refuses a late optional word."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._within = False

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Parse all of ``args``; what is left over ends the program with the usage of this subcommand (exit 2)."""
        if self._within:  # the library's own way there calls this method for each half
            return super().parse_known_args(args, namespace)
        self._within = True
        try:
            found, left = self.parse_known_intermixed_args(args, namespace)
        finally:
            self._within = False
        if left:
            self.error("unrecognized arguments: " + " ".join(left))
        return found, []
