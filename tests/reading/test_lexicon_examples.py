"""Every sentence of the lexicon gives the answer that its file promises."""

from __future__ import annotations

import pytest

from shouzheng.model.case import Role
from shouzheng.reading.entries import Example
from shouzheng.reading.labels import ACT_LABELS, GUIDELINE_ACTS, LABELS, ActKind
from shouzheng.reading.one import read
from tests.reading.making import lexicon, positives

_CASES = [
    pytest.param(act.label, example, wanted, id=f"{act.label}-{'shows' if wanted else 'shows-not'}-{number}")
    for act in lexicon().acts
    for wanted, examples in ((True, act.positive), (False, act.negative))
    for number, example in enumerate(examples)
]
_ELEMENT_CASES = [
    pytest.param(element.name, example, wanted, id=f"{element.name}-{'has' if wanted else 'has-not'}-{number}")
    for element in lexicon().elements
    for wanted, examples in ((True, element.positive), (False, element.negative))
    for number, example in enumerate(examples)
]


@pytest.mark.parametrize(("label", "example", "wanted"), _CASES)
def test_an_example_of_an_act(label: str, example: Example, wanted: bool) -> None:
    result = read(example.text, lexicon(), addressee=example.addressee)
    assert result.has(label) is wanted, f"{example.where}: {example.text}"


@pytest.mark.parametrize(("name", "example", "wanted"), _ELEMENT_CASES)
def test_an_example_of_an_element(name: str, example: Example, wanted: bool) -> None:
    result = read(example.text, lexicon(), addressee=example.addressee)
    found = {element.name: element.present for element in result.elements}
    assert found[name] is wanted, f"{example.where}: {example.text}"


def test_every_act_has_enough_examples_of_both_sides() -> None:
    assert len(lexicon().acts) >= 50
    for act in lexicon().acts:
        assert len(act.positive) >= 6, act.label
        assert len(act.negative) >= 6, act.label


def test_no_sentence_is_given_twice_on_one_side() -> None:
    for act in lexicon().acts:
        for side in (act.positive, act.negative):
            keys = [(example.text, example.addressee) for example in side]
            assert len(set(keys)) == len(keys), act.label


def test_every_hard_act_is_tried_on_lawful_words() -> None:
    for act in lexicon().acts:
        if act.kind is ActKind.HARD:
            texts = " ".join(example.text for example in act.negative)
            assert any(
                word in texts for word in ("请尽快还款", "可能依法", "将依法", "请按时还款", "请放心", "账单", "客服")
            )


def test_labels_are_those_of_the_law() -> None:
    assert len(LABELS) == len(set(LABELS)) == 54
    assert lexicon().labels <= set(ACT_LABELS)
    by_text = lexicon().labels & set(LABELS)
    assert by_text | set(lexicon().event_only) == set(LABELS), (
        "every label is read from words or listed as not readable"
    )
    assert not by_text & set(lexicon().event_only)
    assert all(name in GUIDELINE_ACTS for act in lexicon().acts for name in act.guideline)
    assert len({sign.id for act in lexicon().acts for sign in act.signs}) > 40


def test_a_label_that_hangs_on_the_addressee_cannot_be_told_when_he_is_unknown() -> None:
    assert "discloses_debt" not in lexicon().labels_for(Role.UNKNOWN)
    assert "discloses_debt" in lexicon().labels_for(Role.FRIEND)
    assert "discloses_debt" in lexicon().labels_for(Role.DEBTOR)
    assert lexicon().labels_for(Role.UNKNOWN) == lexicon().labels - {"discloses_debt", "blames_third_party"}


def test_examples_hold_no_dialable_number() -> None:
    import re

    texts = [e.text for e in positives()] + [e.text for act in lexicon().acts for e in act.negative]
    for text in texts:
        for number in re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)|0\d{2,3}-\d{7,8}|(?<!\d)9[56]\d{3}(?!\d)", text):
            assert re.fullmatch(r"1[3-9]00000\d{4}|010-0000\d{4}|9500\d|96110", number), text
