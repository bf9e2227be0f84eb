import pytest

from shouzheng.intake.markup.encoding import TextEncoding, cuttable, detect

CHINESE = "您好，您的借款本期已到期，请按时还款。"


def _xml(declared: str, codec: str, text: str = CHINESE) -> bytes:
    return f"<?xml version='1.0' encoding='{declared}'?><a b='{text}'/>".encode(codec)


def _detected(head: bytes) -> TextEncoding:
    found = detect(head)
    assert found is not None
    return found


@pytest.mark.parametrize("declared", ["gb18030", "GBK", "gb2312", "GB2312"])
def test_declared_chinese_encodings_are_read_as_gb18030(declared: str) -> None:
    found = _detected(_xml(declared, "gb18030"))
    assert (found.codec, found.overruled, found.converted_from) == ("gb18030", False, "")


@pytest.mark.parametrize("declared", ["UTF-8", "utf-8", "utf8", "us-ascii"])
def test_declared_utf_8_is_utf_8(declared: str) -> None:
    assert _detected(_xml(declared, "utf-8")) == TextEncoding("utf-8", declared=declared.lower())


def test_a_lying_declaration_is_overruled_by_the_content() -> None:
    assert _detected(_xml("gb2312", "utf-8")) == TextEncoding("utf-8", declared="gb2312", overruled=True)
    assert _detected(_xml("UTF-8", "gb18030")) == TextEncoding("gb18030", declared="utf-8", overruled=True)
    without = f"<a b='{CHINESE}'/>".encode("gbk")
    assert _detected(without) == TextEncoding("gb18030", overruled=True)


def test_a_few_broken_bytes_do_not_overrule() -> None:
    damaged = _xml("UTF-8", "utf-8", "您" + "a" * 90).replace(b"a" * 50, b"\xff\xfe")
    assert _detected(damaged).codec == "utf-8"
    assert _detected("<a b='café €'/>".encode("latin-1", "replace")).codec == "utf-8"


def test_an_unknown_declaration_is_reported_and_utf_8_taken() -> None:
    found = _detected(_xml("KOI8-R", "ascii", "a"))
    assert found.codec == "utf-8"
    assert found.unknown
    assert not found.overruled


def test_a_byte_order_mark_is_believed_first() -> None:
    found = _detected(b"\xef\xbb\xbf" + _xml("gbk", "utf-8"))
    assert (found.codec, found.skip, found.overruled) == ("utf-8", 3, True)
    assert _detected("\ufeff<a/>".encode("utf-16-be")).converted_from == "utf-16-be"
    assert detect("\ufeff<a/>".encode("utf-32-le")) is None


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_shows_itself(codec: str) -> None:
    assert _detected("<smses/>".encode(codec)).converted_from == codec


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("size", [1, 2, 3, 5, 1000])
def test_utf_16_becomes_utf_8_however_it_is_chunked(codec: str, size: int) -> None:
    text = f"\ufeff<a b='{CHINESE}😀'/>"
    data = text.encode(codec)
    chunks = (data[i : i + size] for i in range(0, len(data), size))
    assert b"".join(cuttable(chunks, _detected(data))).decode() == text[1:]


def test_half_characters_at_any_place_of_utf_16_do_not_stop_it() -> None:
    data = "\ufeff<a/>".encode("utf-16-le") + b"\x3d\xd8" + b"a\0" + b"x"
    converted = b"".join(cuttable([data], _detected(data)))
    assert converted == b"<a/>" + "\ud83d".encode("utf-8", "surrogatepass") + b"a" + "\ufffd".encode()


@pytest.mark.parametrize("size", [1, 2, 3, 4, 100])
def test_the_mark_is_skipped_however_it_is_chunked(size: int) -> None:
    data = b"\xef\xbb\xbf<a/>"
    chunks = (data[i : i + size] for i in range(0, len(data), size))
    assert b"".join(cuttable(chunks, _detected(data))) == b"<a/>"
