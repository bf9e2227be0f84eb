"""What is shown of hostile text: nothing that cannot be seen, nothing that turns the line around."""

import pytest

from shouzheng.reference.safe_text import _INVISIBLE, visible


@pytest.mark.parametrize("code", sorted(_INVISIBLE - {0x200D}))
def test_an_invisible_character_is_shown_as_its_number(code: int) -> None:
    assert visible(f"a{chr(code)}b") == f"a⟦U+{code:04X}⟧b"


def test_printable_text_stays_as_it_is() -> None:
    assert visible("云岭示例 95000, 还款？👨") == "云岭示例 95000, 还款？👨"
