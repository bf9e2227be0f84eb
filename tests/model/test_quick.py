"""The cheap way to make a noun makes the same noun."""

from __future__ import annotations

import inspect
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace
from datetime import UTC, datetime

import pytest

from shouzheng.model.moment import Moment, Resolution
from shouzheng.model.original import Position
from shouzheng.model.quick import maker, quick


@dataclass(frozen=True, slots=True)
class Plain:
    one: int
    two: str = "2"
    three: tuple[int, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if self.one < 0:
            raise ValueError("negative")


@quick
@dataclass(frozen=True, slots=True)
class Quick:
    one: int
    two: str = "2"
    three: tuple[int, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if self.one < 0:
            raise ValueError("negative")


def test_signature_defaults_and_check_are_those_of_the_dataclass() -> None:
    assert list(inspect.signature(Quick).parameters) == list(inspect.signature(Plain).parameters)
    for arguments in ((1,), (1, "x"), (1, "x", (3,))):
        quick_one, plain_one = Quick(*arguments), Plain(*arguments)
        assert (quick_one.one, quick_one.two, quick_one.three) == (plain_one.one, plain_one.two, plain_one.three)
        assert repr(quick_one) == repr(plain_one).replace("Plain", "Quick")
    assert Quick(one=1, three=(2,)) == Quick(1, "2", (2,))
    with pytest.raises(ValueError, match="negative"):
        Quick(-1)
    with pytest.raises(TypeError):
        Quick()  # type: ignore[call-arg]


def test_it_stays_frozen_and_can_be_copied_hashed_and_pickled() -> None:
    one = Quick(1)
    with pytest.raises(FrozenInstanceError):
        one.one = 2  # type: ignore[misc]
    assert replace(one, one=5) == Quick(5)
    assert hash(one) == hash(Quick(1))
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 -- our own bytes


def test_what_cannot_be_set_through_a_slot_is_refused() -> None:
    @dataclass(frozen=True)
    class NoSlots:
        one: int

    @dataclass(frozen=True, slots=True)
    class Factory:
        one: list[int] = field(default_factory=list)

    for cls in (NoSlots, Factory):
        with pytest.raises(TypeError, match="cannot be set through a slot"):
            quick(cls)


def test_the_nouns_that_are_made_quickly_keep_their_checks() -> None:
    assert Position(1, 2, 3, "a").path == "a"
    with pytest.raises(ValueError, match="aware datetime in UTC"):
        Moment("x", datetime(2026, 1, 1), 480, Resolution.SECOND)  # noqa: DTZ001 -- what must be refused
    assert Moment("x", datetime(2026, 1, 1, tzinfo=UTC), 480, Resolution.SECOND).day_no > 0


def test_a_maker_makes_the_same_noun_with_the_same_signature() -> None:
    make = maker(Quick)
    assert list(inspect.signature(make).parameters) == list(inspect.signature(Plain).parameters)
    for arguments in ((1,), (1, "x"), (1, "x", (3,))):
        made = make(*arguments)
        assert type(made) is Quick
        assert made == Quick(*arguments)
        assert (hash(made), repr(made)) == (hash(Quick(*arguments)), repr(Quick(*arguments)))
    made = make(three=(2,), one=1)
    assert made == Quick(1, "2", (2,)) == pickle.loads(pickle.dumps(made))  # noqa: S301 -- our own bytes
    assert replace(made, one=5) == Quick(5, "2", (2,))
    with pytest.raises(FrozenInstanceError):
        made.one = 2  # type: ignore[misc]
    with pytest.raises(ValueError, match="negative"):
        make(-1)
    with pytest.raises(TypeError):
        make()  # type: ignore[call-arg]


def test_what_is_not_simply_made_of_its_fields_gets_no_maker() -> None:
    @dataclass(frozen=True, slots=True)
    class Below(Plain):
        four: int = 4

    @dataclass(frozen=True, slots=True)
    class Listed:
        one: list[int] = field(default_factory=list)

    @dataclass(frozen=True)
    class Loose:
        one: int

    for cls in (Below, Listed, Loose):
        with pytest.raises(TypeError):
            maker(cls)
