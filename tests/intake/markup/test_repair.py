import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.intake.markup.parse import RecordError, parse_record
from shouzheng.intake.markup.repair import repair


def _value(written: str | bytes) -> tuple[str, tuple[str, ...]]:
    data = written if isinstance(written, bytes) else written.encode()
    record = parse_record(b'<a b="' + data + b'"/>')
    return record.elements[0].attributes["b"], record.notes


@pytest.mark.parametrize("written", ["&#55357;&#56838;", "&#xD83D;&#xde06;", "&#55357;&#xDE06;", "&#0055357;&#056838;"])
def test_a_pair_of_surrogate_references_is_one_character_and_no_note(written: str) -> None:
    assert _value(f"a{written}b") == ("a😆b", ())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("&#55357;", "\ufffd"),
        ("&#56838;", "\ufffd"),
        ("&#56838;&#55357;", "\ufffd\ufffd"),
        ("&#55357;&#55357;&#56838;", "\ufffd😆"),
        ("&#55357; &#56838;", "\ufffd \ufffd"),
        ("&#55357;&#65;", "\ufffdA"),
        ("&#55295;&#56838;", "\ud7ff\ufffd"),
        ("&#55357;&#57344;", "\ufffd\ue000"),
        ("&#55357;&#56838;&#55357;", "😆\ufffd"),
        ("&#xDBFF;x", "\ufffdx"),
    ],
)
def test_half_a_pair_is_marked_and_noted_once(written: str, read: str) -> None:
    assert _value(written) == (read, ("lone_surrogate",))


@pytest.mark.parametrize(
    "written", ["&#0;", "&#x0;", "&#11;", "&#x1F;", "&#65534;", "&#xFFFF;", "&#1114112;", "\x00", "\x1b"]
)
def test_control_characters_are_marked_and_noted(written: str) -> None:
    assert _value(f"a{written}b{written}") == ("a\ufffdb\ufffd", ("control_character",))


def test_bytes_that_are_not_utf_8_are_marked_and_noted() -> None:
    assert _value(b"a\xffb") == ("a\ufffdb", ("invalid_utf8",))
    assert _value("催".encode("gbk"))[1] == ("invalid_utf8",)


def test_surrogates_written_as_bytes_are_paired_too() -> None:
    assert _value(b"\xed\xa0\xbd\xed\xb8\x86") == ("😆", ())
    assert _value(b"\xed\xa0\xbdx") == ("\ufffdx", ("lone_surrogate",))


def test_several_repairs_in_one_record_are_all_noted() -> None:
    value, notes = _value(b"&#55357;&#0;")
    assert value == "\ufffd\ufffd"
    assert notes == ("lone_surrogate", "control_character")


@pytest.mark.parametrize("written", ["a&#10;b&#9;c&#13;d", "a\nb\tc\rd"])
def test_line_ends_in_values_stay_line_ends(written: str) -> None:
    assert _value(written) == ("a\nb\tc\rd", ())


def test_ordinary_references_are_left_to_the_parser() -> None:
    assert _value("&lt;&amp;&#65;&#x42;&quot;&#128514;") == ('<&AB"😂', ())


def test_gb18030_is_decoded_with_its_own_note() -> None:
    record = parse_record('<a b="催收😀"/>'.encode("gb18030"), "gb18030")
    assert record.elements[0].attributes["b"] == "催收😀"
    assert record.notes == ()
    assert parse_record(b'<a b="\xff\xff"/>', "gb18030").notes == ("invalid_gb18030",)


@given(st.binary(max_size=200))
@settings(deadline=None, max_examples=300)
def test_repair_never_fails_and_always_gives_utf_8(data: bytes) -> None:
    for codec in ("utf-8", "gb18030"):
        repair(data, codec).data.decode("utf-8")


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufffe\uffff"), max_size=80))
@settings(deadline=None, max_examples=300)
def test_a_text_that_is_written_properly_comes_back_unchanged(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    assert _value(escaped) == (text, ())


@given(st.text(max_size=60))
@settings(deadline=None, max_examples=300)
def test_a_text_written_as_phones_write_it_comes_back_whole(text: str) -> None:
    """Every UTF-16 unit as a reference, as old versions of the app did."""
    units = text.encode("utf-16-be", "surrogatepass")
    written = "".join(f"&#{int.from_bytes(units[i : i + 2])};" for i in range(0, len(units), 2))
    value, notes = _value(written)
    plain = all(ord(c) >= 0x20 and not 0xD800 <= ord(c) <= 0xDFFF and ord(c) not in (0xFFFE, 0xFFFF) for c in text)
    if plain:
        assert (value, notes) == (text, ())
    else:
        assert len(value) <= len(text)


@pytest.mark.parametrize(
    ("written", "undefined"),
    [
        ("<a b='&nbsp;'/>", True),
        ("<a b='&lol9;'/>", True),
        ("<a b='1' b='2'/>", False),
        ("<a b='x & y'/>", False),
        ("<a><b></a>", False),
        ("<a b='&#99999999999999999999;'/>", False),
        ("<a b=1/>", False),
        ("<a b='1'c='2'/>", False),
        ("", False),
        ("<a/><b/>", False),
        ("<!DOCTYPE a [<!ENTITY x 'y'>]><a b='&x", False),
    ],
)
def test_what_is_not_well_formed_says_why(written: str, undefined: bool) -> None:
    with pytest.raises(RecordError) as caught:
        parse_record(written.encode())
    assert caught.value.undefined_entity is undefined
    assert caught.value.detail
