"""A glance never misses what the full reading would show."""

from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.model.case import Role
from shouzheng.reading.glance import may_show_act
from shouzheng.reading.lexicon import load_lexicon
from shouzheng.reading.one import read

LEXICON = load_lexicon()
_BY_ENTITY = {act.label for act, _ in LEXICON.entity_signs}
_PIECES = [example.text for act in LEXICON.acts for example in (*act.positive, *act.negative)]


def test_every_positive_example_is_noticed() -> None:
    positive = [e for a in LEXICON.acts if a.label not in _BY_ENTITY for e in a.positive]
    assert len(positive) > 80
    assert [e.text for e in positive if not may_show_act(e.text, LEXICON, e.addressee)] == []


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(_PIECES) | st.text(max_size=8), max_size=3).map("".join), st.sampled_from(Role))
def test_what_a_glance_lets_pass_shows_no_act_of_words(text: str, role: Role) -> None:
    if not may_show_act(text, LEXICON, role):
        assert {shown.act for shown in read(text, LEXICON, addressee=role).acts} <= _BY_ENTITY
