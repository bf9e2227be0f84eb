"""What ties contacts of several people or numbers together, and that nobody is said to be the same person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.judging.case import Contact
from shouzheng.judging.linking import TELLING, Tie, links_of
from shouzheng.model.event import Direction
from shouzheng.model.reading import Entity, EntityKind, Span
from tests.judging.making import AGENCY, LENDER, at, call, number, text

WORDS = "林先生您好，您的借款已经逾期，请于今日下午五点之前处理完毕"
WHEN = "2026-01-05 10:00:00"


def entity(kind: EntityKind, value: str) -> Entity:
    return Entity(kind, Span(0, 1), value, value=value)


def sent(words: str, from_number: str, *entities: Entity, **changes: Any) -> Contact:
    return text(WHEN, words, AGENCY, other=number(from_number), entities=entities, **changes)


def test_the_same_words_from_two_numbers_are_linked_with_the_reason() -> None:
    one, two = sent(WORDS, "13000000021"), sent(WORDS, "13000000022")
    (link,) = links_of([two, one])
    assert (link.tie, link.value, link.numbers) == (Tie.TEXT, WORDS, ("13000000021", "13000000022"))
    assert set(link.events) == {one.event.id, two.event.id}


def test_unmasked_words_are_the_same_words() -> None:
    masked = WORDS.replace("借款", "借 款").replace("逾期", "逾*期")
    assert [link.tie for link in links_of([sent(WORDS, "1"), sent(masked, "2")])] == [Tie.TEXT]


def test_one_number_that_repeats_itself_to_one_person_is_no_link() -> None:
    assert links_of([sent(WORDS, "13000000021"), sent(WORDS, "13000000021")]) == ()
    (link,) = links_of([sent(WORDS, "13000000021"), sent(WORDS, "13000000021", owner="sister")])
    assert link.owners == ("me", "sister")


def test_short_words_and_ones_own_link_nothing() -> None:
    short = "您好，请回电"
    assert len(short) < TELLING
    assert links_of([sent(short, "1"), sent(short, "2")]) == ()
    assert links_of([sent(WORDS, "1"), sent(WORDS, "2", direction=Direction.OUTBOUND)]) == ()


def test_accounts_numbers_and_links_tie_and_come_in_this_order() -> None:
    shared = [
        entity(EntityKind.LINK, "example.com"),
        entity(EntityKind.PHONE, "01000001111"),
        entity(EntityKind.ACCOUNT, "6200000000000000"),
        entity(EntityKind.ACCOUNT, "*1234"),
        entity(EntityKind.INSTITUTION, "云岭示例消金"),
    ]
    found = links_of([sent("甲", "1", *shared), sent("乙", "2", *shared)])
    assert [link.tie for link in found] == [Tie.ACCOUNT, Tie.PHONE, Tie.LINK]


def test_a_call_from_the_number_that_a_text_names_is_tied_to_it() -> None:
    written = sent("请回电", "10690000001234", entity(EntityKind.PHONE, "13000000021"))
    rung = call(at("2026-01-06 10:00:00"), AGENCY)
    (link,) = links_of([written, rung, call(WHEN, LENDER)])
    assert (link.tie, link.events) == (Tie.PHONE, (written.event.id, rung.event.id))


def test_no_reason_speaks_of_a_person() -> None:
    for tie in Tie:
        assert "同一人" not in tie.reason.zh
        assert "person" not in tie.reason.en


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.tuples(st.sampled_from([WORDS, WORDS + "！", "\ud800" * 30, ""]), st.sampled_from("123")), max_size=8),
    st.data(),
)
def test_the_order_of_contacts_makes_no_difference(rows: list[tuple[str, str]], data: st.DataObject) -> None:
    contacts = [
        replace(each, event=replace(each.event, id=f"e{n}"))
        for n, each in enumerate(sent(words, sender) for words, sender in rows)
    ]
    found = links_of(contacts)
    assert links_of(data.draw(st.permutations(contacts))) == found
    assert all(len(link.numbers) > 1 or len(link.owners) > 1 for link in found)
