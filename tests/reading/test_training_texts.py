"""The invented training texts and the model made from them."""

from __future__ import annotations

import re
import tomllib

import numpy as np
import pytest
from tools.train_kinds import (
    MODEL,
    PER_TEMPLATE,
    SEEDS,
    VIEWS,
    average,
    model_text,
    rows_of,
    sample_weights,
    training_hash,
)
from tools.training_texts import FOLDER, Choice, Sample, Slot, Writer, parse, read_slots, read_templates, write_samples

from shouzheng.reading.kinds.loading import load_kinds
from shouzheng.reading.kinds.names import KINDS, Kind
from tests.reading.ordinary_set import ordinary_texts


def test_the_template_language() -> None:
    assert parse("还{款|{清|上}|}<amount>") == (
        "还",
        Choice((("款",), (Choice((("清",), ("上",))),), ())),
        Slot("amount"),
    )
    writer = Writer({"amount": (parse("{1|2}元"),)}, seed=1)
    texts = {writer.write(parse("还{款|{清|上}|}<amount>")) for _ in range(200)}
    assert texts == {f"还{a}{b}元" for a in ("款", "清", "上", "") for b in "12"}


@pytest.mark.parametrize("source", ["{a|b", "a}", "a|b", "{a", "<a"])
def test_broken_templates_are_refused(source: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse(source)


def test_every_kind_has_many_templates_and_every_slot_exists() -> None:
    slots = read_slots()
    for kind in KINDS:
        templates = read_templates(kind)
        assert len(templates) >= 35, kind
        writer = Writer(slots, seed=1)
        assert all(any(writer.write(tree).strip() for _ in range(9)) for tree in templates)


def test_the_same_seed_writes_the_same_texts() -> None:
    assert write_samples(1, 6, seed=3) == write_samples(1, 6, seed=3)
    assert write_samples(1, 6, seed=3) != write_samples(1, 6, seed=4)


def test_numbers_in_the_texts_are_invented() -> None:
    texts = [sample.text for sample in write_samples(4, 0, seed=5)]
    for text in texts:
        for number in re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", text):
            assert re.fullmatch(r"1[3-9]00000\d{4}", number), text
        for host in re.findall(r"[a-z0-9.]+\.(?:cn|com|top|tk|cc)\b", text):
            assert "example" in host


def test_no_ordinary_text_was_trained_on() -> None:
    ordinary = set(ordinary_texts())
    assert not any(sample.text in ordinary for sample in write_samples(PER_TEMPLATE, 0, SEEDS[0]))


def test_the_model_is_that_of_the_texts() -> None:
    data = tomllib.loads(MODEL.read_text("utf-8"))
    assert data["training"] == training_hash(), "texts changed: python -m tools.train_kinds"
    assert MODEL.stat().st_size < 5_000_000
    assert FOLDER.name == "training"
    assert load_kinds().model.bits == data["bits"]


def test_training_is_repeatable_and_learns() -> None:
    samples = [
        Sample(text, kind, text)
        for text, kind in (
            ("还款到期", Kind.COLLECTION_NOTICE), ("账单到期", Kind.COLLECTION_NOTICE),
            ("一起吃饭", Kind.OTHER), ("晚上吃饭", Kind.OTHER),
        )
    ]  # fmt: skip
    first, second = average(samples), average(samples)
    assert np.array_equal(first, second)
    assert model_text(first, 4) == model_text(second, 4)
    rows, counts = rows_of(["到期", "吃饭"], 1)
    scores = np.add.reduceat(first[rows], [0, counts[0]], axis=0)
    assert [KINDS[place] for place in scores.argmax(1)] == [Kind.COLLECTION_NOTICE, Kind.OTHER]


def test_a_view_looks_at_grams_of_its_length_only() -> None:
    assert rows_of(["还款"], 1)[1].tolist() == [4 + 3 + 2]
    assert rows_of(["还款"], 2)[1].tolist() == [3 + 2]
    assert sum(view.share for view in VIEWS) == pytest.approx(1)


def test_kinds_weigh_alike_however_many_texts_they_have() -> None:
    many = [Sample(f"{n}", Kind.OTHER, "a") for n in range(30)]
    weights = sample_weights([*many, Sample("x", Kind.SCAM, "b")])
    assert weights[:30].sum() == pytest.approx(0.5)
    assert weights[30] == pytest.approx(0.5)
