"""Every value has a name in both languages, and no word of ours says what only a court may say."""

import string
from collections.abc import Iterator, Mapping
from enum import Enum

import pytest

from shouzheng.judging.wording import FORBIDDEN
from shouzheng.model.case import InstitutionKind, KnownBy, PartyKind, ProductKind, Role
from shouzheng.model.event import Direction, NonContactKind, Outcome
from shouzheng.model.finding import FindingKind, Sureness
from shouzheng.model.law import NormForce
from shouzheng.model.words import Lang, Words
from shouzheng.reading.labels import LABELS
from shouzheng.reference.script import in_script
from shouzheng.remedy import help_lines, labels, overview, summary
from shouzheng.remedy.dossier import texts as dossier_texts
from shouzheng.remedy.paper.printable import printable

TABLES: list[tuple[Mapping[object, Words], type[Enum]]] = [
    (labels.ROLE, Role),  # type: ignore[list-item]
    (labels.INSTITUTION_KIND, InstitutionKind),  # type: ignore[list-item]
    (labels.PRODUCT_KIND, ProductKind),  # type: ignore[list-item]
    (labels.PARTY_KIND, PartyKind),  # type: ignore[list-item]
    (labels.KNOWN_BY, KnownBy),  # type: ignore[list-item]
    (labels.CALL, Direction),  # type: ignore[list-item]
    (labels.VIDEO_CALL, Direction),  # type: ignore[list-item]
    (labels.DIRECTION, Direction),  # type: ignore[list-item]
    (labels.OUTCOME, Outcome),  # type: ignore[list-item]
    (labels.NORM_FORCE, NormForce),  # type: ignore[list-item]
    (labels.SURENESS, Sureness),  # type: ignore[list-item]
    (labels.SURENESS_SHORT, Sureness),  # type: ignore[list-item]
    (labels.FINDING_KIND, FindingKind),  # type: ignore[list-item]
    (labels.NON_CONTACT, NonContactKind),  # type: ignore[list-item]
]


def own_words() -> Iterator[Words]:
    for table, _ in TABLES:
        yield from table.values()
    yield from dossier_texts.TEMPLATE.values()
    yield from dossier_texts.SENTENCES.values()
    yield from dossier_texts.SHOWS
    yield from dossier_texts.SHOWS_NOT
    yield from summary._TEXTS.values()
    yield from help_lines._WHEN.values()
    yield from (value for value in vars(overview).values() if isinstance(value, Words))


@pytest.mark.parametrize(("table", "kind"), TABLES)
def test_every_value_has_a_name(table: Mapping[object, Words], kind: type[Enum]) -> None:
    assert set(table) == set(kind)


def test_both_languages_speak_and_have_the_same_slots() -> None:
    def slots(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for words in own_words():
        assert bool(words.zh) == bool(words.en)
        assert slots(words.zh) == slots(words.en)


def test_no_word_of_ours_passes_judgment() -> None:
    for words in own_words():
        assert not any(word in words.zh or word in words.en.lower() for word in FORBIDDEN)


def test_the_fonts_have_every_character_of_ours_in_all_three_scripts() -> None:
    for words in own_words():
        for text in (words.zh, words.en, in_script(words.zh, Lang.ZH_HANT)):
            shown = text.replace("⟦U+…⟧", "")
            assert printable(shown) == shown


def test_folded_acts_are_real_acts() -> None:
    assert set(LABELS) >= labels.DISTRESSING
    assert {label for label in LABELS if label.startswith("threat_")} <= labels.DISTRESSING
