"""The text of an attributed string comes out exactly, or not at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.intake.apple.typed_stream import text_of
from tests.intake.fixture_sets._apple import typed_stream

_TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300)


@settings(deadline=None, max_examples=200)
@given(_TEXTS, st.booleans())
def test_every_text_comes_back(text: str, mutable: bool) -> None:
    assert text_of(typed_stream(text, mutable=mutable)) == text


def test_a_text_of_a_megabyte() -> None:
    assert text_of(typed_stream("催" * 400_000)) == "催" * 400_000


@settings(deadline=None, max_examples=300)
@given(_TEXTS, st.integers(0, 60), st.binary(max_size=8))
def test_damaged_bytes_give_an_error_or_a_text(text: str, place: int, wrong: bytes) -> None:
    data = typed_stream(text)
    damaged = data[:place] + wrong + data[place + len(wrong) :]
    try:
        found = text_of(damaged)
    except ValueError:
        return
    assert isinstance(found, str)


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=200))
def test_any_bytes_are_no_attributed_string(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        text_of(data)


def test_a_string_in_another_object_is_not_taken_for_the_text() -> None:
    other = typed_stream("x").replace(b"NSAttributedString", b"NSUnattributedStr.")
    with pytest.raises(ValueError, match="class"):
        text_of(other)
