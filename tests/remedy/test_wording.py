"""Our words are converted, other people's are not; citations stay whole."""

import pytest

from shouzheng.model.law import CiteRole
from shouzheng.model.moment import OffsetSource, Resolution
from shouzheng.model.words import Lang, Words
from shouzheng.remedy.wording import (
    CITATION_LIMIT,
    Voice,
    citation_words,
    offset_text,
    ranges,
    seconds_text,
    time_text,
    with_citations,
)
from tests.remedy.sample import CASE, CIVIL, PEACE, at, cite


@pytest.mark.parametrize(
    ("sentence", "citations"),
    [
        ("涉嫌违反《中华人民共和国民法典》第一千零三十三条。", ["《中华人民共和国民法典》第一千零三十三条"]),
        ("涉嫌违反《治安管理处罚法》第五十条第一款第一项、第二项。", ["《治安管理处罚法》第五十条第一款第一项"]),
        ("不符合《风控指引》5.3的要求。", ["《风控指引》5.3"]),
        ("参照《刑法修正》第二百九十三条之一、第三条。", ["《刑法修正》第二百九十三条之一", "第三条"]),
        ("《甲法（2020年修正）》第四条和《乙法》", ["《甲法（2020年修正）》第四条", "《乙法》"]),
        ("《中華人民共和國民法典》第一千零三十三條", ["《中華人民共和國民法典》第一千零三十三條"]),
        ("see Civil Code, art. 1033 and others", ["Code, art. 1033"]),
        ("in breach of Civil Code (《民法典（2020年）》 第一千零三十三条).", ["《民法典（2020年）》 第一千零三十三条"]),
        ("没有引用。", []),
    ],
)
def test_citations_are_kept_on_one_line(sentence: str, citations: list[str]) -> None:
    rich = with_citations(sentence)
    pieces = [rich] if isinstance(rich, str) else rich
    assert [piece["c"] for piece in pieces if isinstance(piece, dict)] == citations
    assert "".join(p if isinstance(p, str) else p["c"] if isinstance(p, dict) else p[0] for p in pieces) == sentence


def test_a_citation_wider_than_a_line_keeps_its_end_together() -> None:
    sentence = f"违反《{'很长的名称' * 10}》第十二条。"
    rich = with_citations(sentence)
    kept = [piece["c"] for piece in rich if isinstance(piece, dict)]
    assert len(kept) == 1
    assert kept[0].endswith("》第十二条")
    assert len(kept[0]) < CITATION_LIMIT


def test_names_survive_the_conversion_to_traditional() -> None:
    voice = Voice.for_case(Lang.ZH_HANT, CASE)
    words = Words("云岭示例消费金融有限公司于北京时间22:30联系，涉嫌违反规定。", "")
    assert voice.own(words) == "云岭示例消费金融有限公司於北京時間22:30聯繫，涉嫌違反規定。"


def test_quoted_words_are_never_converted() -> None:
    assert Voice(Lang.ZH_HANT).quote("还钱，后天联系你") == "还钱，后天联系你"


def test_slots_are_filled_after_the_conversion() -> None:
    assert Voice(Lang.ZH_HANT).say(Words("联系{name}", ""), name="台湾的云") == "聯繫台湾的云"


def test_braces_in_names_are_harmless() -> None:
    assert Voice(Lang.EN).say(Words("", "from {name}"), name="{evil} {0}") == "from {evil} {0}"


def test_an_article_that_is_not_citable_is_not_printed() -> None:
    hidden = cite(CIVIL, "x", "第九百九十九条", "", "", citable=False)
    assert citation_words(hidden).zh == "《中华人民共和国民法典》"
    assert citation_words(PEACE) == Words(
        "《中华人民共和国民法典》第一千零三十三条", "Civil Code (《中华人民共和国民法典》第一千零三十三条)"
    )
    assert hidden.role is CiteRole.FORBIDS


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [([], []), ([3], ["3"]), ([1, 2], ["1", "2"]), ([5, 1, 2, 3, 3], ["1–3", "5"]), ([2, 4, 6], ["2", "4", "6"])],
)
def test_numbers_are_listed_as_ranges(numbers: list[int], expected: list[str]) -> None:
    assert ranges(numbers) == expected


def test_a_time_is_as_fine_as_its_source() -> None:
    assert time_text(at("2026-01-05 09:00:07")) == "2026-01-05 09:00:07"
    assert time_text(at("2026-01-05 09:00:07", resolution=Resolution.MINUTE)) == "2026-01-05 09:00"
    assert time_text(at("2026-01-05 09:00:07", resolution=Resolution.DAY)) == "2026-01-05"


def test_the_offset_is_printed_and_a_guess_is_marked() -> None:
    assert offset_text(at("2026-01-05 09:00")) == "+08:00"
    assert offset_text(at("2026-01-05 09:00", source=OffsetSource.ASSUMED)) == "+08:00*"
    assert offset_text(at("2026-01-05 09:00", offset=-210)) == "-03:30"


def test_talk_time_in_words() -> None:
    assert seconds_text(35, Lang.ZH_HANS) == "35秒"
    assert seconds_text(95, Lang.EN) == "1 min 35 s"
