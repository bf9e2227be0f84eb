"""What every stream that reads through another one shares: it ends with the one below."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from shouzheng.intake.source import Readable


class Wrapped:
    """Base of a stream over ``_stream``; a context manager that leaves the stream below when it is left."""

    _stream: Readable

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None, /
    ) -> None:
        self._stream.__exit__(kind, value, traceback)
