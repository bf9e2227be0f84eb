"""Chinese numerals to integers; no floating point anywhere."""

from __future__ import annotations

_DIGITS = {
    **{char: value for value, char in enumerate("〇一二三四五六七八九")},
    **{char: value for value, char in enumerate("零壹贰叁肆伍陆柒捌玖")},
    "参": 3,
    "两": 2,
}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}

#: All characters of Chinese numerals, folded.
NUMERAL_CHARS = "".join(_DIGITS) + "".join(_SMALL) + "".join(_LARGE)

_LONGEST = 24


def chinese_integer(text: str) -> int | None:
    """Return the value of a numeral such as 三千五百, 两万三 (= 23000), 一百零五, 二〇二六; ``None`` when it is none.

    A last digit without a unit after 百, 千, 万 or 亿 counts tenths of that unit (三千五 = 3500), as people say it.
    """
    if not text or len(text) > _LONGEST:
        return None
    if all(char in _DIGITS for char in text):
        return _digit_by_digit(text)
    return _with_units(text)


def _digit_by_digit(text: str) -> int | None:
    """One digit, or a row of digits as in years (二〇二六); 两 stands only alone."""
    if len(text) > 1 and "两" in text:
        return None
    value = 0
    for char in text:
        value = value * 10 + _DIGITS[char]
    return value


def _with_units(text: str) -> int | None:
    total = section = 0
    digit: int | None = None
    last_unit = 1 << 62  # the unit before, inside the section: units must fall (三百五千 is no numeral)
    last_large = 1 << 62
    tenth = 0  # a tenth of the unit written last, for 三千五
    zero = False
    for index, char in enumerate(text):
        if char in _DIGITS:
            if digit is not None:
                return None
            if _DIGITS[char] == 0:
                zero = True
            else:
                digit = _DIGITS[char]
            continue
        if char in _SMALL:
            unit = _SMALL[char]
            if unit >= last_unit or (digit is None and not (unit == 10 and section == 0)):
                return None
            section += (1 if digit is None else digit) * unit
            last_unit, tenth = unit, unit // 10
        elif char not in _LARGE:
            return None
        else:
            unit = _LARGE[char]
            section += digit or 0
            if unit >= last_large or section == 0 or index == 0:
                return None
            total += section * unit
            section, last_unit, last_large, tenth = 0, 1 << 62, unit, unit // 10
        digit, zero = None, False
    if digit is not None:
        section += digit * tenth if tenth > 1 and not zero else digit
    return total + section
