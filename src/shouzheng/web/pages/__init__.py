"""One module per page. A new page is one new file with a ``PAGES`` tuple; it is found by itself."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from shouzheng.web.visit import Page


@cache
def all_pages() -> tuple[Page, ...]:
    """Return the pages of every module in this folder; raises ``RuntimeError`` for a module without ``PAGES``."""
    found: list[Page] = []
    for module in pkgutil.iter_modules(__path__):
        if module.name.startswith("_"):
            continue
        pages = getattr(import_module(f"{__name__}.{module.name}"), "PAGES", None)
        if not isinstance(pages, tuple):
            raise RuntimeError(f"web page module {module.name} needs a PAGES tuple")
        found.extend(pages)
    return tuple(found)
