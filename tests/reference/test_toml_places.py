"""The place of every key in a TOML text, and of every character inside a string, escapes and all."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.reference.data_files import data_files, data_folder
from shouzheng.reference.toml_places import Path, line_and_column, scan, string_offsets

TEXT = """\
# a remark with [brackets] and "quotes"
top = 1
'literal key' = "x"
inline = { zh = "一", en = 'two', deep = { list = [1, [2, 3]] } }
dotted.inner.value = true

[table]
text = "with \\" escape # and no remark"
multi = \"\"\"
first "line"
second\"\"\"
raw = '''
it's [raw]'''

[[array]]
name = "one"

[array.sub]
key = 1

[[array]]
name = "two"
list = [
    # a remark, with comma
    "a", # another
    "b",
]

[[array.inner]]
x = 1

[[array.inner]]
x = 2
"""

PLACES: list[tuple[Path, str]] = [
    (("top",), "top"),
    (("literal key",), "'literal key'"),
    (("inline", "en"), "en = 'two'"),
    (("inline", "deep", "list", 1, 1), "3]]"),
    (("dotted", "inner", "value"), "dotted.inner"),
    (("dotted", "inner"), "dotted.inner"),
    (("table",), "[table]"),
    (("table", "multi"), "multi"),
    (("table", "raw"), "raw ="),
    (("array",), "[[array]]"),
    (("array", 0), "[[array]]"),
    (("array", 0, "name"), 'name = "one"'),
    (("array", 0, "sub", "key"), "key = 1"),
    (("array", 1, "name"), 'name = "two"'),
    (("array", 1, "list", 1), '"b",'),
    (("array", 1, "inner", 0, "x"), "x = 1"),
    (("array", 1, "inner", 1, "x"), "x = 2"),
]


@pytest.mark.parametrize(("path", "start"), PLACES, ids=[str(path) for path, _ in PLACES])
def test_finds_the_place_of_a_key(path: Path, start: str) -> None:
    tomllib.loads(TEXT)
    assert TEXT[scan(TEXT)[path].key :].startswith(start)


def test_finds_the_place_of_a_value() -> None:
    places = scan(TEXT)
    assert TEXT[places["table", "text"].value :].startswith('"with')
    assert TEXT[places["inline", "en"].value :].startswith("'two'")


def _paths(value: object, path: Path = ()) -> set[Path]:
    found = {path} if path else set()
    if isinstance(value, dict):
        for key, inner in value.items():
            found |= _paths(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            found |= _paths(inner, (*path, index))
    return found


def test_every_key_of_the_shipped_law_has_a_place() -> None:
    for file in data_files(data_folder("law")):
        text = file.read_text(encoding="utf-8")
        places = scan(text)
        for path in _paths(tomllib.loads(text)):
            assert path in places, (file.name, path)
            if isinstance(path[-1], str):
                assert text[places[path].key :].lstrip("[").startswith((path[-1], f'"{path[-1]}"', str(path[0])))


_PLAIN = st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters='"\\')
_ESCAPED = st.sampled_from(["\\n", '\\"', "\\\\", "\\t", "\\u4e00", "\\U0001F600"])


@settings(deadline=None, max_examples=80)
@given(st.lists(st.one_of(_PLAIN, _ESCAPED), max_size=20))
def test_offsets_of_characters_in_a_string(pieces: list[str]) -> None:
    text = f'key = "{"".join(pieces)}"'
    value = tomllib.loads(text)["key"]
    offsets = string_offsets(text, scan(text)["key",].value)
    assert len(offsets) == len(value) + 1
    at = text.index('"') + 1
    for piece, offset in zip(pieces, offsets, strict=False):
        assert offset == at
        at += len(piece)
    assert offsets[-1] == at


@pytest.mark.parametrize(
    ("literal", "character", "line", "column"),
    [
        ('"""\nab\ncd"""', 3, 3, 1),
        ('"""ab\ncd"""', 3, 2, 1),
        ("'''\nab'''", 1, 2, 2),
        ('"""\na\\\n   b"""', 1, 3, 4),
        ("'a\\b'", 2, 1, 8),
    ],
)
def test_places_in_strings_of_several_lines(literal: str, character: int, line: int, column: int) -> None:
    text = f"k = {literal}"
    value = tomllib.loads(text)["k"]
    offsets = string_offsets(text, scan(text)["k",].value)
    assert text[offsets[character]] == value[character]
    assert line_and_column(text, offsets[character]) == (line, column)


def test_no_string_at_the_place() -> None:
    assert string_offsets("k = 1", 4) == [4]
