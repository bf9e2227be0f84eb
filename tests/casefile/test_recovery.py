"""The recovery key on paper."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.casefile import recovery
from shouzheng.reference.problems import ShouzhengError

KEYS = st.binary(min_size=recovery.BYTES, max_size=recovery.BYTES)


def _line_or_key(text: str) -> int | bytes:
    try:
        return recovery.read(text)
    except ShouzhengError as error:
        return int(dict(error.problems[0].slots)["line"])


@given(KEYS)
@settings(deadline=None)
def test_what_is_printed_is_read_back_however_it_is_typed(key: bytes) -> None:
    lines = recovery.written(key)
    assert len(lines) == 4
    assert recovery.read("\n".join(lines)) == key
    assert recovery.read("".join(lines).replace("-", " ").lower().replace("0", "o").replace("1", "l")) == key


@given(KEYS, st.integers(0, 3), st.integers(0, 7), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
@settings(deadline=None)
def test_a_slip_is_found_in_its_line_or_changes_nothing(key: bytes, line: int, place: int, char: str) -> None:
    lines = [text.replace("-", "") for text in recovery.written(key)]
    wrong = [*lines]
    wrong[line] = lines[line][:place] + char + lines[line][place + 1 :]
    if wrong == lines:
        return
    found = _line_or_key("".join(wrong))
    assert found == line + 1 or (isinstance(found, bytes) and found != key)  # checks miss one slip in 1,024


@pytest.mark.parametrize("text", ["", "ABCD", "7" * 41, "\x00\ud800" * 30])
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(ShouzhengError) as caught:
        recovery.read(text)
    assert caught.value.exit_code == 4  # docs/exit_codes.md; it was 2


def test_only_whole_keys_are_written() -> None:
    with pytest.raises(ValueError, match="20 bytes"):
        recovery.written(b"short")
