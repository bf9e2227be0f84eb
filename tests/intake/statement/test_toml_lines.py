import tomllib

from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.intake.statement.toml_lines import LineIndex

TEXT = '''# comment = 1
schema = 1

[case]
title = "a # [b] = c"   # comment
long = """
[not.a.table]
key = 1
"""
raw = \'\'\'
[[nor]] = 2\'\'\'
list = [
  "x", # ]
  "[y]",
]
inline = { a = 1, b = [1, 2] }

[[party]]
id = "one"
numbers = ["1"]
[party.more]
deep = 1

[[party]]
"id" = "two"
dotted.key = 3
 [[party.child]]
 k = 1
 [[party.child]]
 k = 2
'''


def test_every_key_is_found_in_its_line() -> None:
    tomllib.loads(TEXT)
    lines = LineIndex(TEXT)
    assert lines.line() == 1
    assert lines.line("schema") == 2
    assert lines.line("case") == 4
    assert lines.line("case", "title") == 5
    assert lines.line("case", "long") == 6
    assert lines.line("case", "raw") == 10
    assert lines.line("case", "list") == 12
    assert lines.line("case", "inline") == 16
    assert lines.line("party", 0) == 18
    assert lines.line("party", 0, "numbers") == 20
    assert lines.line("party", 0, "more", "deep") == 22
    assert lines.line("party", 1, "id") == 25
    assert lines.line("party", 1, "dotted", "key") == 26
    assert lines.line("party", 1, "child", 0, "k") == 28
    assert lines.line("party", 1, "child", 1, "k") == 30


def test_what_is_not_there_is_in_the_line_of_what_encloses_it() -> None:
    lines = LineIndex(TEXT)
    assert lines.line("party", 1, "absent") == 24
    assert lines.line("case", "inline", "a") == 16
    assert lines.line("absent") == 1
    assert lines.line("case", "list", 1) == 12


@given(
    st.lists(
        st.sampled_from(["a", "=", "[", "]", "[[", '"', "'", "\n", "#", "{", "}", '"""', ".", "1", " "]), max_size=40
    )
)
@settings(deadline=None, max_examples=300)
def test_no_text_breaks_the_index(pieces: list[str]) -> None:
    assert LineIndex("".join(pieces)).line("a", 0, "b") >= 1
