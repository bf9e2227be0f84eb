"""From rows to figures: labels are never an input, own words carry no act, the baseline stands beside."""

from __future__ import annotations

from dataclasses import replace

from shouzheng.model.case import Role
from shouzheng.reading.evaluation.baseline import keyword_reader
from shouzheng.reading.evaluation.measure import Answer, measure, our_reader
from shouzheng.reading.evaluation.rows import Row
from shouzheng.reading.kinds.loading import load_kinds
from shouzheng.reading.kinds.names import KINDS, Kind
from shouzheng.reading.labels import GUIDELINE_ACTS, GUIDELINE_HARD_ACTS
from shouzheng.reading.lexicon import load_lexicon

THREAT = "再不还钱就打断你的腿，今天必须还！"
ROW = Row(
    id="1", text=THREAT, group="g", addressee=Role.DEBTOR, own_words=False, channel="sms",
    kind=Kind.COLLECTION_PRESSURE, acts=frozenset(("threat_violence",)), judged=frozenset(GUIDELINE_ACTS),
)  # fmt: skip


def test_the_labels_are_no_input() -> None:
    reader = our_reader(load_lexicon(), load_kinds())
    for kind in (*KINDS, None):
        assert reader(replace(ROW, kind=kind, acts=frozenset(), channel=None, id="x", group="y")) == reader(ROW)


def test_a_threat_is_read_with_what_shows_it() -> None:
    answer = our_reader(load_lexicon(), load_kinds())(ROW)
    assert answer.kind is Kind.COLLECTION_PRESSURE
    assert "threat_violence" in answer.acts
    assert any(name == "threat_violence" and pattern for name, pattern in answer.shown)


def test_own_words_carry_no_hard_act() -> None:
    answer = our_reader(load_lexicon(), load_kinds())(replace(ROW, own_words=True))
    assert answer.kind is Kind.VICTIM_REPLY
    assert answer.acts.isdisjoint(GUIDELINE_HARD_ACTS)


def test_no_identity_is_told_of_written_messages_only() -> None:
    def reader(_row: Row) -> Answer:
        return Answer(Kind.COLLECTION_PRESSURE, frozenset(("no_identity",)))

    for channel, expected in (("sms", 1), ("call", 0), (None, 1)):
        result = measure([replace(ROW, channel=channel, acts=frozenset())], reader)
        assert result.acts.by_label["no_identity"].count.false == expected


def test_acts_that_the_labels_do_not_decide_are_not_counted() -> None:
    def reader(_row: Row) -> Answer:
        return Answer(Kind.OTHER, frozenset(("insult", "states_amount")))

    result = measure([replace(ROW, judged=frozenset(("insult",)), acts=frozenset(), kind=None)], reader)
    assert result.acts.by_label["insult"].count.false == 1
    assert result.acts.by_label["states_amount"].count.false == 0
    assert result.kinds.macro_f1 is None
    assert result.hard.by_label["hard_acts"].count.false == 1


def test_a_perfect_reader_makes_no_error() -> None:
    result = measure([ROW, replace(ROW, id="2", group="h")], lambda row: Answer(row.kind or Kind.OTHER, row.acts))
    assert result.errors == ()
    assert result.kinds.macro_f1 == 1
    assert result.hard.by_label["hard_acts"].count.right == 2
    assert (result.rows, result.groups) == (2, 2)


def test_an_error_says_what_was_too_much_and_what_too_little() -> None:
    (error,) = measure([ROW], lambda _row: Answer(Kind.OTHER, frozenset(("insult",)))).errors
    assert (error.wrong_kind, error.false, error.missed) == (True, ("insult",), ("threat_violence",))


def test_the_baseline_reads_words() -> None:
    reader = keyword_reader()
    assert reader(ROW).acts >= {"threat_violence", "deadline_pressure"}
    assert reader(replace(ROW, text="你好呀")).kind is Kind.OTHER
