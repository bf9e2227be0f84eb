import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.intake.markup.lift import LONG, lift
from shouzheng.intake.markup.parse import parse_record

BLOB = base64.b64encode(bytes(range(256)) * 16)


def test_a_long_value_is_taken_out_and_the_rest_stays() -> None:
    record = b'<mms a="1"><part b="2" data="' + BLOB + b'" c="3"/></mms>'
    skeleton, values = lift(record, b"data")
    ((mark, value),) = values.items()
    assert bytes(value) == BLOB
    assert len(skeleton) < 100
    parsed = parse_record(skeleton).elements[1].attributes
    assert parsed == {"b": "2", "data": mark, "c": "3"}


@pytest.mark.parametrize(
    "record",
    [
        b'<mms><part data="' + b"A" * (LONG - 1) + b'" x="' + b"B" * LONG + b'"/></mms>',
        b'<mms><part metadata="' + BLOB + b'"/></mms>',
        b'<mms><part data = "' + BLOB + b'"/></mms>',
        b'<mms><part data="' + BLOB + b'&#10;"/></mms>',
        b'<mms><!-- data="x --><part data="' + BLOB + b'"/></mms>',
        b"<mms><part text=' data=\"" + BLOB + b"\"'/></mms>",
        b'<mms>data="' + BLOB + b'"</mms>',
    ],
)
def test_whatever_is_not_plainly_such_a_value_is_left_alone(record: bytes) -> None:
    assert lift(record, b"data").skeleton == record


@given(st.lists(st.tuples(st.sampled_from(["data", "text", "x"]), st.integers(0, 6000), st.booleans()), max_size=6))
@settings(deadline=None, max_examples=100)
def test_lifting_and_putting_back_is_the_same_as_parsing(fields: list[tuple[str, int, bool]]) -> None:
    parts = "".join(
        f"<part {name}={quote}{'A' * length}{quote} z='1'/>"
        for name, length, single in fields
        if (quote := "'\""[single])
    )
    record = f"<mms>{parts}</mms>".encode()
    skeleton, values = lift(record, b"data")
    lifted = [
        {key: bytes(values[value]).decode() if value in values else value for key, value in element.attributes.items()}
        for element in parse_record(skeleton).elements
    ]
    assert lifted == [element.attributes for element in parse_record(record).elements]
