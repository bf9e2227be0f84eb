"""The quick reading of plain TOML: equal to ``tomllib`` wherever it gives an answer; the real files are plain."""

import tomllib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shouzheng.reference.data_files import data_files, data_folder
from shouzheng.reference.plain_toml import loads, plain_loads

#: Pieces that meet and break every shape the reader knows.
_PIECES = [
    "a = 1\n",
    "b = -0\n",
    "b = 01\n",
    "a = 1_000\n",
    "c = 1.5\n",
    "c = 99999999999999999999\n",
    "long-key_1 = true # yes\n",
    "d = 2025-02-28\n",
    "d = 2025-02-30\n",
    "d = 2025-02-28 10:00:00\n",
    "d = 2025-02-28T10:00:00+08:00\n",
    't = "催收"\n',
    't = "a\\"b\\\\"\n',
    't = "a\\nb\\u4e2d"\n',
    't = "a\tb"\n',
    't = "a\x00b"\n',
    't = ""\n',
    't = """\nfirst\n"second" ""\n"""\n',
    't = """a""""\n',
    't = """a\\\n  b"""\n',
    "t = 'x\"y'\n",
    "t = '''x'''\n",
    't = "no end\n',
    'e = [1, "two", [3],]\n',
    'e = [\n  "x", # first\n\n  "y"\n]\n',
    "e = [, 1]\n",
    "e = [1 2]\n",
    "f = { a = 1, b = [true] }\n",
    "f = {}\n",
    "f = { a = 1, }\n",
    "f = { a = 1, a = 2 }\n",
    "f = { a.b = 1 }\n",
    "f.g = 1\n",
    '"quoted" = 1\n',
    "[t]\n",
    "[t.u]\n",
    "[ t ]\n",
    "[f.x]\n",
    "[[t]]\n",
    "[[t.u]]\n",
    "[e]\n",
    "[[e]]\n",
    "[.t]\n",
    "[t..u]\n",
    "[t]]\n",
    "[[t]\n",
    "[t] x = 1\n",
    "# remark\n",
    "# bad \x07\n",
    "   \t\n",
    "a = 1\r\n",
    "a = 1",
    "a",
    "=",
    "]",
    "}",
    '"',
    "\ufeff",
    "\ud800",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=7).map("".join))
@example("a = " + "[" * 50 + "]" * 50)
@example("a = " + "9" * 5000)
@settings(max_examples=500, deadline=None)
def test_what_is_read_quickly_is_what_tomllib_reads(text: str) -> None:
    quick = plain_loads(text)
    if quick is not None:
        assert repr(quick) == repr(tomllib.loads(text))


@given(st.text(alphabet="ab=[]{}\"'\\,.#-019 \t\n\r:T\x00", max_size=40))
@settings(max_examples=500, deadline=None)
def test_any_text_is_read_like_tomllib_or_not_at_all(text: str) -> None:
    quick = plain_loads(text)
    if quick is not None:
        assert repr(quick) == repr(tomllib.loads(text))


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_real_file_with_one_character_changed_is_read_like_tomllib(data: st.DataObject) -> None:
    text = (data_folder("law") / "cn/rules/quiet_hours/R02-night-national-standard.toml").read_text("utf-8")
    at = data.draw(st.integers(0, len(text) - 1))
    sign = data.draw(st.sampled_from(["", *"\"'\\[]{}=,.#- \n0a"]))
    changed = text[:at] + sign + text[at + 1 :]
    quick = plain_loads(changed)
    if quick is not None:
        assert repr(quick) == repr(tomllib.loads(changed))


_DATA = [path for name in ("law", "lexicon", "directory") for path in data_files(data_folder(name))]


def test_every_data_file_is_read_like_tomllib_and_nearly_all_are_plain() -> None:
    texts = [path.read_text("utf-8") for path in _DATA]
    assert [repr(loads(text)) for text in texts] == [repr(tomllib.loads(text)) for text in texts]
    assert sum(plain_loads(text) is None for text in texts) < len(texts) / 10


def test_what_is_not_plain_is_read_by_tomllib() -> None:
    assert plain_loads("a.b = 1.5") is None
    assert loads("a.b = 1.5") == {"a": {"b": 1.5}}
    with pytest.raises(tomllib.TOMLDecodeError, match="overwrite"):
        loads("a = 1\na = 2")
