"""Templates: our own words in the language of the page, other people's words literal and harmless.

Everything is escaped by default. ``w("中文", "English")`` says our own words, Traditional by conversion; ``theirs``
shows what somebody else wrote: never converted, controls and direction marks visible, isolated from what is around.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from shouzheng.model.moment import BEIJING
from shouzheng.model.words import Lang, Words
from shouzheng.reference.safe_text import shorten, visible
from shouzheng.reference.script import in_script

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Characters of somebody else's text that a page shows at most.
MOST_SHOWN = 20_000


@cache
def environment() -> Environment:
    """Return the environment of the templates in this package; an unknown name in a template is an error."""
    made = Environment(
        loader=PackageLoader("shouzheng.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"theirs": theirs, "plain": plain, "beijing": beijing}
    return made


@lru_cache(maxsize=8192)
def said(words: Words, lang: Lang) -> str:
    """Return our own words in the language and script."""
    return in_script(words.say(lang), lang)


class Say:
    """Says words of ours in one language; what fills a slot stays as it is."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def __call__(self, zh: str, en: str, /, **slots: object) -> str:
        """Return the words with their slots filled after conversion."""
        text = said(Words(zh, en), self.lang)
        return text.format(**slots) if slots else text

    def words(self, words: Words) -> str:
        """Return words that stand in a table or file of ours."""
        return said(words, self.lang)


def theirs(text: object, limit: int = MOST_SHOWN) -> Markup:
    """Return somebody else's words for a page, isolated and with line breaks kept; the cut is marked."""
    safe = visible(shorten(str(text), limit), keep_newlines=True)
    return Markup('<bdi class="theirs" dir="auto">{}</bdi>').format(escape(safe))


def plain(text: object, limit: int = 120) -> str:
    """Return somebody else's words where no element may stand (an option, a title), on one line."""
    return visible(shorten(str(text), limit))


def beijing(moment: str) -> str:
    """Return an instant (ISO 8601 with its offset) as Beijing time to the minute; any other text as it is."""
    try:
        return datetime.fromisoformat(moment).astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError):
        return plain(moment, 40)


def rendered(name: str, context: Mapping[str, object]) -> bytes:
    """Return a page as bytes; half a character that slipped in becomes ``?``."""
    return environment().get_template(name).render(context).encode("utf-8", "replace")
