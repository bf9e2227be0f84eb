"""Of an address book only the names of numbers that were asked for come out."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.intake.address_book import names_in
from tests.intake.making import saved

_NEW = (
    "BEGIN:VCARD\nVERSION:3.0\nFN:云岭\\,示例\nTEL;TYPE=CELL:+86 130-0000-0021\nNOTE:秘密\nEND:VCARD\n"
    "BEGIN:VCARD\nVERSION:4.0\nN:王;某;;;\nitem1.TEL;TYPE=cell:130 0000\n  0022\nEND:VCARD\n"
    "BEGIN:VCARD\nFN:别人\nTEL:13000000099\nEND:VCARD\n"
)
_OLD = (
    "BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E4=BA=91=E5=B2=AD=\r\n=E7=A4=BA\r\n"
    "TEL;CELL:13000000021\r\nEND:VCARD\r\n"
)


def test_names_of_the_numbers_that_were_asked_for(tmp_path: Path) -> None:
    found = names_in(saved(tmp_path, _NEW, "a.vcf"), ["13000000021", "13000000022"])
    assert found.names == {"13000000021": "云岭,示例", "13000000022": "王某"}
    assert (found.cards, found.matched, found.broken) == (3, 2, 0)
    assert "秘密" not in repr(found)
    assert "别人" not in repr(found)


def test_quoted_printable_of_version_2_1(tmp_path: Path) -> None:
    assert names_in(saved(tmp_path, _OLD, "a.vcf"), {"13000000021"}).names == {"13000000021": "云岭示"}


def test_nothing_asked_for_is_nothing_given(tmp_path: Path) -> None:
    assert names_in(saved(tmp_path, _NEW, "a.vcf"), []).names == {}


def test_a_card_that_is_cut_off_is_counted(tmp_path: Path) -> None:
    found = names_in(saved(tmp_path, _NEW[:-10] + "\nBEGIN:VCARD\nFN:x\n", "a.vcf"), ["13000000021"])
    assert (found.cards, found.broken) == (2, 2)


@settings(deadline=None, max_examples=80)
@given(st.lists(st.one_of(st.text(max_size=30), st.sampled_from(_NEW.split("\n"))), max_size=30))
def test_any_lines_give_only_wanted_numbers(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    data = "\n".join(lines).encode("utf-8", "replace")
    found = names_in(saved(tmp_path_factory.mktemp("any"), data, "a.vcf"), ["13000000021"])
    assert found.names.keys() <= {"13000000021"}
    assert found.matched <= found.cards
