import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.intake.split_marks import Mark, join_bodies, mark_of, unmarked


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("(1/2)您好", Mark(1, 2, "", "您好", "")),
        ("（2/2）再见", Mark(2, 2, "", "再见", "")),
        ("[1/3] 您好", Mark(1, 3, "", "您好", "")),
        ("【3/3】您好", Mark(3, 3, "", "您好", "")),
        ("您好(1/2)", Mark(1, 2, "", "您好", "")),
        ("您好 （ 1 ／ 2 ）", Mark(1, 2, "", "您好", "")),
        ("【示例】（1/2）您好", Mark(1, 2, "【示例】", "您好", "")),
        ("（1/2）【示例】您好", Mark(1, 2, "【示例】", "您好", "")),
        ("您好(2/2)【示例】", Mark(2, 2, "", "您好", "【示例】")),
        ("1/2 您好", Mark(1, 2, "", "您好", "", False)),
        ("您好 2/2", Mark(2, 2, "", "您好", "", False)),
        ("您好（待续）", Mark(0, 0, "", "您好", "")),
        ("您好，未完待续", Mark(0, 0, "", "您好，", "")),
        ("您好待续…", Mark(0, 0, "", "您好", "")),
    ],
)
def test_marks(text: str, mark: Mark) -> None:
    assert mark_of(text) == mark


@pytest.mark.parametrize(
    "text",
    [
        "",
        "您好",
        "1/2号之前还款",
        "还款1/2",
        "(0/2)您好",
        "(3/2)您好",
        "(1/1)您好",
        "(1/99)您好",
        "还款日（5/12）",
        "您好(1/2)再见",
        "http://a.example/1/2",
        "2026/1/2 还款",
        "24/7",
        "故事待续的部分",
        "(1/2)" + "长" * 1000,
    ],
)
def test_what_is_no_mark(text: str) -> None:
    assert mark_of(text) is None


def _mark(text: str) -> Mark:
    found = mark_of(text)
    assert found is not None
    return found


def test_bodies_are_joined_with_one_signature() -> None:
    parts = [_mark("【示例】（1/2）您好，请"), _mark("【示例】（2/2）还款")]
    assert join_bodies(parts) == "【示例】您好，请还款"
    assert join_bodies([_mark("您好，请(1/2)【示例】"), _mark("还款(2/2)【示例】")]) == "您好，请还款【示例】"
    assert join_bodies([_mark("【甲】(1/2)a"), _mark("【乙】(2/2)b")]) is None
    assert join_bodies([_mark("a（待续）"), unmarked("b【示例】")]) == "ab【示例】"


@given(st.text(max_size=120))
@settings(deadline=None, max_examples=300)
def test_any_text_has_a_mark_or_none(text: str) -> None:
    found = mark_of(text)
    assert found is None or (found.total == 0 or 1 <= found.number <= found.total)
