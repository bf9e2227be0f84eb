from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.model.event import Number, NumberKind
from shouzheng.reference.data_files import data_folder
from shouzheng.reference.numbers import classify, load_number_kinds
from shouzheng.reference.problems import ShouzhengError

K = NumberKind


@pytest.mark.parametrize(
    ("raw", "normal", "kind"),
    [
        ("13000000021", "13000000021", K.MOBILE),
        ("+8613000000021", "13000000021", K.MOBILE),
        ("008613000000021", "13000000021", K.MOBILE),
        ("8613000000021", "13000000021", K.MOBILE),
        ("08613000000021", "13000000021", K.MOBILE),
        ("+86 130-0000-0021", "13000000021", K.MOBILE),
        ("\u202a+86 130 0000 0021\u202c", "13000000021", K.MOBILE),
        ("１３００００００021", "13000000021", K.MOBILE),
        ("tel:+8613000000021", "13000000021", K.MOBILE),
        ("19900000001", "19900000001", K.MOBILE),
        ("16200000001", "16200000001", K.VIRTUAL_OPERATOR),
        ("16500000001", "16500000001", K.VIRTUAL_OPERATOR),
        ("16700000001", "16700000001", K.VIRTUAL_OPERATOR),
        ("17000000033", "17000000033", K.VIRTUAL_OPERATOR),
        ("+8617100000033", "17100000033", K.VIRTUAL_OPERATOR),
        ("17300000033", "17300000033", K.MOBILE),
        ("010-00001111", "01000001111", K.LANDLINE),
        ("(010)00001111", "01000001111", K.LANDLINE),
        ("+86 10 00001111", "01000001111", K.LANDLINE),
        ("+861060000000", "01060000000", K.LANDLINE),
        ("0086-21-00001111", "02100001111", K.LANDLINE),
        ("+86 571 00001111", "057100001111", K.LANDLINE),
        ("0571-0000111", "05710000111", K.LANDLINE),
        ("00001111", "00001111", K.UNKNOWN),
        ("+12345", "+12345", K.UNKNOWN),
        ("+8600", None, K.UNKNOWN),
        ("80001111", "80001111", K.LANDLINE),
        ("8000111", "8000111", K.LANDLINE),
        ("10690000001234", "10690000001234", K.PORT_106),
        ("106900000012345678", "106900000012345678", K.PORT_106),
        ("10690000001234567890", "10690000001234567890", K.PORT_106),
        ("+86106900000012345678", "106900000012345678", K.PORT_106),
        ("8610690000001234", "10690000001234", K.PORT_106),
        ("95000", "95000", K.SERVICE_95),
        ("+8695000", "95000", K.SERVICE_95),
        ("9500012345", "9500012345", K.SERVICE_95),
        ("96000", "96000", K.SERVICE_96),
        ("10000", "10000", K.SERVICE_10),
        ("10010100", "10010100", K.SERVICE_10),
        ("12300", "12300", K.SERVICE_12),
        ("400-000-0000", "4000000000", K.TOLL_400),
        ("+864000000000", "4000000000", K.TOLL_400),
        ("8000000000", "8000000000", K.TOLL_800),
        ("4000000000转801", "4000000000", K.TOLL_400),
        ("4000000000,1", "4000000000", K.TOLL_400),
        ("110", "110", K.EMERGENCY),
        ("119", "119", K.EMERGENCY),
        ("120", "120", K.EMERGENCY),
        ("12110", "12110", K.EMERGENCY),
        ("114", "114", K.SHORT),
        ("661234", "661234", K.SHORT),
        ("+852 0000 0000", "+85200000000", K.FOREIGN),
        ("0085200000000", "+85200000000", K.FOREIGN),
        ("+339001234567", "+339001234567", K.FOREIGN),
        ("", None, K.WITHHELD),
        (" ", None, K.WITHHELD),
        ("-1", None, K.WITHHELD),
        ("-2", None, K.WITHHELD),
        ("Private number", None, K.WITHHELD),
        ("私人号码", None, K.WITHHELD),
        ("null", None, K.UNKNOWN),
        ("未知", None, K.UNKNOWN),
        ("-3", None, K.UNKNOWN),
        ("insert-address-token", None, K.UNKNOWN),
        ("138****0021", None, K.UNKNOWN),
        ("138xxxx0021", None, K.UNKNOWN),
        ("+86138****0021", None, K.UNKNOWN),
        ("1380000＊＊＊＊", None, K.UNKNOWN),
        ("*86#", None, K.UNKNOWN),
        ("+", None, K.UNKNOWN),
        ("张三", "张三", K.NAME),
        ("YUNLING", "YUNLING", K.NAME),
        ("95000客服", "95000客服", K.NAME),
        ("Someone@Example.CN", "someone@example.cn", K.EMAIL),
        ("9" * 65, None, K.UNKNOWN),
        ("9018675309", "9018675309", K.UNKNOWN),
    ],
)
def test_kinds_and_normal_forms(raw: str, normal: str | None, kind: NumberKind) -> None:
    assert classify(raw) == Number(raw, normal, kind)
    assert classify(raw).normal == normal


@given(st.text(max_size=40))
@settings(deadline=None, max_examples=400)
def test_anything_is_classified_and_kept_as_written(raw: str) -> None:
    number = classify(raw)
    assert number.raw == raw
    if number.kind is K.WITHHELD:
        assert number.normal is None


@given(st.integers(5, 18).flatmap(lambda n: st.text("0123456789", min_size=n, max_size=n)))
@settings(deadline=None, max_examples=200)
def test_no_digit_of_a_gateway_is_lost(rest: str) -> None:
    for written in (f"106{rest}", f"+86106{rest}" if len(rest) > 7 else f"106{rest}"):
        number = classify(written)
        assert (number.normal, number.kind) == (f"106{rest}", K.PORT_106)


@given(st.text("0123456789", min_size=9, max_size=9), st.sampled_from(["", "+86", "0086", "86", "086", "+86 "]))
@settings(deadline=None, max_examples=200)
def test_mobiles_are_one_number_however_they_are_written(rest: str, prefix: str) -> None:
    assert classify(f"{prefix}13{rest}").normal == f"13{rest}"


@given(st.text("+0123456789", min_size=1, max_size=20) | st.from_regex(r"(\\+|00|0)?86[0-9]{0,14}", fullmatch=True))
@settings(deadline=None, max_examples=500)
def test_a_normal_form_is_its_own_normal_form(raw: str) -> None:
    normal = classify(raw).normal
    if normal is not None:
        assert classify(normal).normal == normal


def test_the_table_is_dated_and_names_its_sources() -> None:
    table = load_number_kinds()
    assert table.seen < table.check_by
    assert all(row.sources for row in table.rows)
    for kind in NumberKind:
        words = table.label(kind)
        assert words.zh != words.en


def _table(folder: Path, text: str) -> Path:
    (folder / "number_kinds.toml").write_text(text, "utf-8")
    return folder


GOOD = data_folder("directory").joinpath("number_kinds.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[meta]", "[meta"),
        ("seen = 2026-11-22", 'seen = "soon"'),
        ('kind = "port_106"', 'kind = "port_107"'),
        ('sources = ["mobile-2023"]', 'sources = ["hearsay"]'),
        ('sources = ["mobile-2023"]', "sources = []"),
        ('prefixes = ["106"]', "prefixes = 106"),
        ('prefixes = ["106"]', ""),
        ("min_digits = 8", "min_digits = 99"),
        ("min_digits = 8", "min_digits = true"),
        ('zh = "手机号"', ""),
        ("[meta]", "[other]"),
    ],
)
def test_a_wrong_table_is_an_error_of_configuration(tmp_path: Path, old: str, new: str) -> None:
    assert old in GOOD
    with pytest.raises(ShouzhengError) as caught:
        load_number_kinds(_table(tmp_path, GOOD.replace(old, new)))
    assert (caught.value.problems[0].code, caught.value.exit_code) == ("SZ-3411", 3)


def test_an_absent_table_is_an_error_of_configuration(tmp_path: Path) -> None:
    with pytest.raises(ShouzhengError) as caught:
        load_number_kinds(tmp_path)
    assert caught.value.exit_code == 3
