from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.intake.markup.encoding import TextEncoding
from shouzheng.intake.text_records import PieceKind, cut_records, lines_of, utf_8

_BEGIN, _END = b"BEGIN:X", b"END:X"


def _cut(data: bytes, size: int = 1 << 20, most: int = 1 << 20) -> list[tuple[str, int, int, bytes]]:
    chunks = [data[place : place + size] for place in range(0, len(data), size)]
    return [(p.kind.value, p.offset, p.length, p.data) for p in cut_records(chunks, _BEGIN, _END, most=most)]


def test_records_stray_text_and_what_was_left_open() -> None:
    data = b"BEGIN:X\na\nEND:X\n\nwords\n begin:x \r\nb\nBEGIN:X\nc\nend:x\nBEGIN:X\nd"
    pieces = _cut(data)
    assert [piece[0] for piece in pieces] == ["record", "stray", "broken", "record", "cut_off"]
    assert [data[offset : offset + length] for _, offset, length, _ in pieces] == [
        b"BEGIN:X\na\nEND:X\n",
        b"words\n",
        b" begin:x \r\nb\n",
        b"BEGIN:X\nc\nend:x\n",
        b"BEGIN:X\nd",
    ]
    assert pieces[0][3] == b"BEGIN:X\na\nEND:X"


def test_a_record_over_the_limit_is_passed_over() -> None:
    data = b"BEGIN:X\n" + b"x" * 5000 + b"\nEND:X\nBEGIN:X\nEND:X\n"
    assert [piece[0] for piece in _cut(data, most=1000)] == ["too_large", "record"]


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from([_BEGIN, _END, b"a", b"", b" END:X ", b"\xff", b"\r"]), max_size=12), st.integers(1, 9))
def test_the_size_of_chunks_never_matters_and_no_byte_is_lost(lines: list[bytes], size: int) -> None:
    data = b"\n".join(lines)
    pieces = _cut(data, size)
    assert pieces == _cut(data)
    covered = b"".join(data[offset : offset + length] for _, offset, length, _ in pieces)
    assert covered.translate(None, b"\r\n \t") == data.translate(None, b"\r\n \t")


def test_lines_of_any_length() -> None:
    data = b"a\r\n" + b"b" * 100 + b"\nc"
    found = list(lines_of([data[place : place + 7] for place in range(0, len(data), 7)], longest=20))
    assert [(offset, length) for offset, _, length in found] == [(0, 3), (3, 101), (104, 1)]
    assert found[0][1] == b"a"
    assert set(found[1][1]) == {ord("b")}
    assert len(found[1][1]) <= 28


def test_other_encodings_become_utf_8() -> None:
    text = "您好"
    assert b"".join(utf_8([text.encode("gb18030")], TextEncoding("gb18030"))).decode() == text
    assert b"".join(utf_8([b"\xef\xbb\xbfa"], TextEncoding("utf-8", 3))) == b"a"
    assert PieceKind.RECORD.value == "record"
