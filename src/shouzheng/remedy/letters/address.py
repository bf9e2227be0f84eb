"""``letters/address.toml``: how a letter addresses its reader, checked when loaded and fitted when filled."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from shouzheng.model.kinds import InstitutionKind
from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem
from shouzheng.remedy.letters.problems import WRONG_ADDRESS
from shouzheng.rulebook import problems
from shouzheng.rulebook.files.law_file import LawFile
from shouzheng.rulebook.load import Rulebook

#: Words for an office or firm that a polite 贵 stands before.
_FORM = re.compile("贵(?:机构|平台|单位|公司|协会|中心|组织|部门|[行院局所司处校社会署厅委])")
#: What is said to somebody else, in quotation marks: a form of address in it is theirs.
_QUOTED = re.compile("“[^“”]*”")
_YOU, _POLITE_YOU = "你", "您"


@dataclass(frozen=True, slots=True)
class Form:
    """A form of address, the channels so addressed, and what the condition has to hold."""

    words: str
    channels: tuple[str, ...]
    needs: str


@dataclass(frozen=True, slots=True)
class ToKind:
    """What a letter to a creditor of a kind says instead of a form of address."""

    kind: InstitutionKind
    written: Words
    instead: Words


@dataclass(frozen=True, slots=True)
class Address:
    """All of the file."""

    forms: tuple[Form, ...] = ()
    to_kinds: tuple[ToKind, ...] = ()

    def to(self, kind: InstitutionKind, text: Words) -> Words:
        """Return a text of a letter to a creditor as one of this kind is addressed."""
        for each in self.to_kinds:
            if each.kind is kind:
                text = Words(
                    text.zh.replace(each.written.zh, each.instead.zh), text.en.replace(each.written.en, each.instead.en)
                )
        return text


#: Nothing is addressed in any way: the value of a letter that was not read from a folder.
NO_FORMS = Address()


def read_address(file: LawFile, rulebook: Rulebook) -> Address:
    """Read the file; problems are in ``file.problems``."""
    root = file.root()
    forms = []
    for table in root.tables("form"):
        form = Form(table.text("words"), table.texts("channels"), table.text("needs", needed=False))
        table.finish()
        for place, channel in enumerate(form.channels):
            if channel not in rulebook.channels:
                table.report(problems.UNKNOWN_REFERENCE, "channels", place, what="channel", id=channel)
        forms.append(form)
    to_kinds = []
    for table in root.tables("to_kind"):
        kind = table.choice("kind", InstitutionKind, InstitutionKind.UNKNOWN)
        to_kinds.append(ToKind(kind, table.words("written"), table.words("instead")))
        table.finish()
    root.finish()
    return Address(tuple(forms), tuple(to_kinds))


def wrong_address(
    text: str, channel: str | None, *, to_a_body: bool, conditions: Iterable[str], address: Address, where: str
) -> list[Problem]:
    """Return a problem for each form of address in a text that does not fit its reader.

    A text for people (``to_a_body`` false) may say 你 or 您, and not both: relatives of one's parents' age are 您.
    ``conditions``: those of the paragraph and of the letter, one of which has to hold what the form needs.
    """
    outside = _QUOTED.sub("", text)
    you = [each for each in (_YOU, _POLITE_YOU) if each in outside]
    found = you if to_a_body or len(you) > 1 else []
    given = tuple(conditions)
    for words in dict.fromkeys(_FORM.findall(outside)):
        forms = [form for form in address.forms if form.words == words and channel in form.channels]
        if not any(not form.needs or any(form.needs in each for each in given) for form in forms):
            found.append(words)
    return [Problem(WRONG_ADDRESS, where, (("words", words), ("channel", channel or "-"))) for words in found]
