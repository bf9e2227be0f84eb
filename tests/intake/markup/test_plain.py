"""What is read without a parser must be exactly what the parser reads."""

from xml.parsers import expat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.intake.markup import parse, plain
from shouzheng.intake.markup.parse import RecordError, parse_record
from shouzheng.intake.markup.plain import plain_element

PIECES = [
    b"<sms",
    b"<a-b.c_1",
    b"<\xe5\x82\xac",
    b' a="1"',
    b' body="\xe5\x82\xac\xf0\x9f\x98\x80"',
    b' b = "2"',
    b"  c='3'",
    b' d=""',
    b' a="x>y"',
    b' e="\'"',
    b' f="&amp;"',
    b' g="&#55357;&#56838;"',
    b' h="<"',
    b' i="\n"',
    b' j="\xff"',
    b' k="\xef\xbf\xbf"',
    b' l="\xef\xbf\xbd"',
    b' m="\x00"',
    b' n="\x7f\xc2\x80"',
    b' o="\xed\xa0\xbd"',
    b' 1p="1"',
    b' x:y="1"',
    b' q="1"r="2"',
    b" ",
    b"/>",
    b" />",
    b">",
    b"</sms>",
    b'"',
    b"=",
]


def _by_parser(data: bytes) -> tuple[str, dict[str, str]] | None:
    try:
        (element,) = parse._parse(data, ()).elements
    except expat.ExpatError:
        return None
    return element.name, element.attributes


@given(st.lists(st.sampled_from(PIECES), max_size=8), st.booleans())
@settings(deadline=None, max_examples=1500)
def test_a_plain_record_is_read_as_the_parser_reads_it(pieces: list[bytes], whole: bool) -> None:
    data = b"".join(pieces)
    if whole:
        data = b"<sms" + data + b" />"
    found = plain_element(data)
    if found is not None:
        assert found == _by_parser(data)
        assert list(found[1]) == list((_by_parser(data) or ("", {}))[1])


@given(st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), st.text(max_size=20), min_size=1, max_size=8))
@settings(deadline=None, max_examples=500)
def test_any_values(attributes: dict[str, str]) -> None:
    data = ("<sms" + "".join(f' {name}="{value}"' for name, value in attributes.items()) + " />").encode(
        "utf-8", "surrogatepass"
    )
    found = plain_element(data)
    if found is not None:
        assert found == ("sms", attributes) == _by_parser(data)


def test_what_phones_write_is_plain() -> None:
    assert plain_element('<sms address="95000" body="【云岭】您好，\'1>0\'😀" />'.encode()) == (
        "sms",
        {"address": "95000", "body": "【云岭】您好，'1>0'😀"},
    )
    assert plain_element(b'<call number=""/>') == ("call", {"number": ""})


@pytest.mark.parametrize(
    "data", [b"<sms />", b"<sms/>", b'<sms a="1">', b'<sms a="1" a="2"/>', b'<sms a="1"b="2"/>', b"", b'<sms  a="1"/>']
)
def test_what_is_not_plain_is_left_to_the_parser(data: bytes) -> None:
    assert plain_element(data) is None


def test_the_same_name_twice_is_refused_every_time() -> None:
    for _ in range(3):
        with pytest.raises(RecordError, match="duplicate"):
            parse_record(b'<sms a="1" a="2" />')


def test_many_shapes_do_not_stay_in_memory() -> None:
    for number in range(2500):
        assert plain_element(b'<sms x%d="1" />' % number) == ("sms", {f"x{number}": "1"})
    assert len(plain._SHAPES) <= 1000


@pytest.mark.parametrize(
    "data",
    [
        b'<sms a="1" b="/>',
        b'<sms a="1" b="2" c="3"/>',
        b'<sms a="1" b="2">',
        b'<sms a="1" b="&amp;"/>',
        b'<sms a="1" b="<"/>',
        b'<sms a="1" b="\x01"/>',
        b'<sms a="1" b="\xef\xbf\xbf"/>',
        b'<sms a="1" b="2"/><sms a="1" b="2"/>',
        b'<sms a="1" b="2\n"/>',
    ],
)
def test_a_remembered_shape_lets_nothing_else_pass(data: bytes) -> None:
    assert plain_element(b'<sms a="1" b="2"/>') == ("sms", {"a": "1", "b": "2"})
    before = plain_element(data)
    assert before is None or data == b'<sms a="1" b="2" c="3"/>'
