"""The cutter must lose nothing, end always, and not care how the stream was chunked."""

from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shouzheng.intake.markup.cutter import EXCERPT, Cutter, Grammar, Piece, PieceKind
from shouzheng.intake.markup.scanner import MISC_LIMIT, Limits

GRAMMAR = Grammar(frozenset([b"smses"]), frozenset([b"sms", b"mms"]))
#: Limits that small inputs can reach; a value limit below the quick path's makes the slow path do all the work.
SMALL = Limits(attribute=1000, record=3000, depth=3)


def _chunks(data: bytes, size: int) -> Iterator[bytes]:
    for at in range(0, len(data), size):
        yield data[at : at + size]


def _cut(data: bytes, size: int = 1 << 20, limits: Limits | None = None) -> list[Piece]:
    return list(Cutter(GRAMMAR, limits).pieces(_chunks(data, size)))


def _shape(data: bytes) -> list[tuple[str, bytes]]:
    return [(piece.kind.value, data[piece.offset : piece.offset + piece.length]) for piece in _cut(data)]


def test_records_are_cut_with_their_places() -> None:
    data = b'\n<smses count="2">\n <sms a="1" />\n <mms b="2"><parts><part/></parts></mms> </smses>\n'
    assert _shape(data) == [
        ("root", b'<smses count="2">'),
        ("record", b'<sms a="1" />'),
        ("record", b'<mms b="2"><parts><part/></parts></mms>'),
        ("root_end", b"</smses>"),
    ]
    assert [piece.name for piece in _cut(data)] == [b"smses", b"sms", b"mms", b"smses"]


def test_signs_inside_quotes_comments_and_cdata_do_not_cut() -> None:
    data = (
        b"<smses><!-- <sms/> --><?x <sms/> ?><sms a='\"/>' b=\"'>\"/><sms><![CDATA[<sms/></sms>]]></sms>"
        b"<sms><!-- </sms> --></sms></smses>"
    )
    assert _shape(data)[1:-1] == [
        ("record", b"<sms a='\"/>' b=\"'>\"/>"),
        ("record", b"<sms><![CDATA[<sms/></sms>]]></sms>"),
        ("record", b"<sms><!-- </sms> --></sms>"),
    ]


@pytest.mark.parametrize(
    "bad",
    [
        b'<sms body="never closed />',
        b'<sms body="one quote too many"" />',
        b'<sms body="a < b" />',
        b'<sms body="no end" ',
        b"<mms><parts><part",
        b'<mms><parts><part text="x"/></parts>',
        b"</sms>",
        b"</mms></parts>",
        b"<!-- never closed",
        b"<![CDATA[ never closed",
        b"<? never closed",
        b"<",
        b"<>",
        b"< sms/>",
        b"<foo><bar>",
        b"<sms " + b"<" * 50,
    ],
)
def test_one_bad_record_costs_nothing_but_itself(bad: bytes) -> None:
    data = b"<smses>" + b'<sms n="1"/>' + bad + b'\n<sms n="2"/>' + b"<mms n='3'></mms></smses>"
    if bad.startswith((b"<!-- ", b"<![", b"<?")):
        data = data.replace(b"</smses>", b" " * MISC_LIMIT + b"</smses>")
    shape = _shape(data)
    records = [text for kind, text in shape if kind == "record"]
    assert records == [b'<sms n="1"/>', b'<sms n="2"/>', b"<mms n='3'></mms>"]
    assert [kind for kind, _ in shape if kind not in ("root", "root_end", "record")] == ["broken"]
    assert shape[-1] == ("root_end", b"</smses>")


def test_text_between_records_is_a_piece_of_its_own() -> None:
    data = b"<smses> a <sms/>\nb c\n<sms/><![CDATA[d]]></smses>tail"
    assert _shape(data)[1:] == [
        ("stray_text", b"a "),
        ("record", b"<sms/>"),
        ("stray_text", b"b c\n"),
        ("record", b"<sms/>"),
        ("cdata", b"<![CDATA[d]]>"),
        ("root_end", b"</smses>"),
        ("stray_text", b"tail"),
    ]


def test_a_document_type_declaration_is_one_piece_whatever_is_in_it() -> None:
    doctype = b"""<!DOCTYPE smses [<!ENTITY a "]>"> <!-- ]> ' --> <!ENTITY b SYSTEM 'file:///x'> <?p ]> ?> %c; ]>"""
    data = doctype + b"<smses><sms/></smses>"
    assert _shape(data)[0] == ("doctype", doctype)
    assert [kind for kind, _ in _shape(data)] == ["doctype", "root", "record", "root_end"]


def test_nesting_is_bounded() -> None:
    deep = b"<sms>" + b"<a>" * 40 + b"</a>" * 40 + b"</sms>"
    data = b"<smses>" + deep + b"<sms/></smses>"
    assert [piece.kind for piece in _cut(data)] == [
        PieceKind.ROOT,
        PieceKind.TOO_DEEP,
        PieceKind.RECORD,
        PieceKind.ROOT_END,
    ]


@pytest.mark.parametrize("size", [1, 7, 100, 1 << 20])
def test_what_is_too_large_is_passed_over_and_named(size: int) -> None:
    long_value = b'<sms a="' + b"x" * 1001 + b'"/>'
    long_record = b"<mms>" + b'<part a="xxxxxxxx"/>' * 200 + b"</mms>"
    fits = b'<sms a="' + b"x" * 1000 + b'"/>'
    data = b"<smses>" + long_value + fits + long_record + b"<sms/></smses>"
    pieces = _cut(data, size, SMALL)
    assert [piece.kind.value for piece in pieces[1:-1]] == ["too_large", "record", "too_large", "record"]
    assert pieces[1].data == long_value[:EXCERPT]
    assert pieces[3].data == long_record[:EXCERPT]
    assert pieces[2].data == fits


@pytest.mark.parametrize("cut", range(1, 60))
def test_a_truncated_file_keeps_what_is_whole(cut: int) -> None:
    whole = b'<smses><sms n="1"/><sms n="2">\n<a/></sms>\n<!-- c --></smses>'
    data = whole[:cut]
    shape = _shape(data)
    assert ("record", b'<sms n="1"/>') in shape or cut < 19
    assert b"".join(text for _, text in shape).replace(b"\n", b"") == _covered(data)
    if len(whole) > cut > 7:
        assert shape[-1][0] != "root_end"


def _covered(data: bytes) -> bytes:
    """What must be accounted for: everything but blank text and whole comments between records."""
    return data.replace(b"\n", b"").replace(b"<!-- c -->", b"")


PARTS = [
    b'<sms a="1"/>',
    b"<sms b='2' c=\"x>y\"></sms>",
    b"<sms ",
    b"<mms>",
    b"</mms>",
    b"<parts>",
    b"</parts>",
    b"</smses>",
    b'<smses count="3">',
    b"<smses/>",
    b'"',
    b"'",
    b"<",
    b">",
    b"/>",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"<?",
    b"?>",
    b"<!DOCTYPE",
    b"<!DOCTYPE a [",
    b"<!ENTITY x 'y'>",
    b"]>",
    b" ",
    b"\n",
    b"text",
    b' a="',
    b"x" * 900,
    b'<part data="',
    b"\xff\x00",
    b"=",
    b"&#1;",
    b"<" + b"n" * 300,
    "催".encode(),
]


@given(st.lists(st.sampled_from(PARTS), max_size=30), st.sampled_from([1, 2, 3, 7, 16, 64]), st.booleans())
@example([b"<!DOCTYPE a [", b"<!--", b"]>", b"-->"], 1, False)
@settings(deadline=None, max_examples=400)
def test_chunking_never_matters(parts: list[bytes], size: int, small: bool) -> None:
    data = b"".join(parts)
    limits = SMALL if small else None
    assert _cut(data, size, limits) == _cut(data, len(data) or 1, limits)


@given(st.binary(max_size=300), st.sampled_from([1, 5, 1000]))
@settings(deadline=None, max_examples=300)
def test_any_bytes_are_cut_into_pieces_in_order_that_do_not_overlap(noise: bytes, size: int) -> None:
    data = b"<smses><sms/>" + noise + b"\n<sms/></smses>"
    end = 0
    for piece in _cut(data, size):
        assert piece.offset >= end
        assert piece.length > 0
        end = piece.offset + piece.length
        if piece.kind in (PieceKind.RECORD, PieceKind.ROOT):
            assert piece.data == data[piece.offset : end]
        else:
            assert data[piece.offset : end].startswith(piece.data)
    assert end <= len(data)


@given(st.lists(st.sampled_from(PARTS), max_size=25))
@settings(deadline=None, max_examples=300)
def test_only_blank_text_and_whole_comments_lie_between_pieces(parts: list[bytes]) -> None:
    data = b"".join(parts)
    at = 0
    gaps = []
    for piece in _cut(data):
        gaps.append(data[at : piece.offset])
        at = piece.offset + piece.length
    gaps.append(data[at:])
    for gap in gaps:
        left = gap.strip()
        assert left == b"" or (left.startswith((b"<!--", b"<?")) and left.endswith((b"-->", b"?>")))
