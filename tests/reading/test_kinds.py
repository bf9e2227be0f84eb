"""The kind of a text: the model's arithmetic, the order of decisions, and invented texts of every kind."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.model.case import Role
from shouzheng.reading.fold import fold
from shouzheng.reading.kinds.grams import MOST_CHARACTERS, grams, plain, row_of
from shouzheng.reading.kinds.loading import load_kinds
from shouzheng.reading.kinds.model import KindModel, pack_weights, scale, unpack_weights
from shouzheng.reading.kinds.names import KIND_WORDS, KINDS, Kind
from shouzheng.reading.kinds.reader import (
    COLLECTION_TO_UNKNOWN,
    OTHER,
    PRESSURE_ACTS,
    REPLY,
    REPLY_LEAD,
    best_kind,
)
from shouzheng.reading.kinds.told import kind_of as kind_of_reading
from shouzheng.reading.labels import GUIDELINE_ACTS
from shouzheng.reading.lexicon import load_lexicon
from shouzheng.reading.one import read
from shouzheng.reference.data_files import data_folder
from shouzheng.reference.problems import ShouzhengError
from tests.reading.ordinary_set import ordinary_texts

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)


def kind_of(text: str, acts: frozenset[str] = frozenset(), role: Role = Role.UNKNOWN) -> Kind:
    return load_kinds().guess(fold(text).text, acts, role).kind


def by_numpy(model: KindModel, folded: str) -> list[int]:
    """The scores once more, as ``lexicon/grammar.md`` defines them, on arrays of 64 bits."""
    codes = np.array([ord(char) for char in plain(folded)], np.uint64)
    keep = np.uint64(2**32)
    hashed = []
    for order in (1, 2, 3):
        value = np.full(max(len(codes) - order + 1, 0), order * 0x9E3779B1 % 2**32, np.uint64)
        for place in range(order):
            value = (value * np.uint64(1_000_003) + codes[place : place + len(value)]) % keep
        hashed.append((value * np.uint64(2_654_435_761) % keep) >> np.uint64(32 - model.bits))
    found = grams(plain(folded))
    first = [found.index(gram) for gram in set(found)]
    weights = np.frombuffer(model.weights, np.int8).reshape(-1, len(KINDS)).astype(np.int64)
    total = weights[np.concatenate(hashed)[first].astype(np.int64)].sum(0)
    return [int(score) for score in total * scale(len(first)) >> 16]


@settings(deadline=None, max_examples=150)
@given(ANY_TEXT)
def test_two_ways_to_add_up_agree(text: str) -> None:
    model = load_kinds().model
    folded = fold(text).text
    assert model.scores(folded) == by_numpy(model, folded)


@settings(deadline=None, max_examples=100)
@given(st.text(st.sampled_from("逾期还款1230\ud800\u202e\x00 \n。x"), max_size=80))
def test_any_text_has_a_kind(text: str) -> None:
    guess = load_kinds().guess(fold(text).text)
    assert guess.kind in KINDS
    assert len(guess.scores) == len(KINDS)
    assert guess.margin >= 0


@pytest.mark.parametrize("text", ["", " ", "\n\u3000\t", "\x00" * 10])
def test_nothing_is_something_else(text: str) -> None:
    assert kind_of(text) is Kind.OTHER


@pytest.mark.parametrize("text", ["。", "1", "\ud800", "喂"])
def test_next_to_nothing_has_a_kind(text: str) -> None:
    assert kind_of(text) in KINDS


def test_a_megabyte_is_cut() -> None:
    assert len(plain("还" * 1_000_000)) == MOST_CHARACTERS + 2
    assert len(plain("1" * 1_000_000)) == 3
    assert kind_of("还" * 1_000_000) in KINDS


def test_the_plain_form_forgets_blanks_and_digits() -> None:
    assert plain("逾期 12 天，欠1,860.00元") == plain("逾期3天，欠2,1.5元") == "^逾期0天，欠0,0.0元$"
    assert grams("^ab$") == ["^", "a", "b", "$", "^a", "ab", "b$", "^ab", "ab$"]


def test_rows_are_spread_and_fixed() -> None:
    assert row_of("还款", 17) == row_of("还款", 17)
    assert len({row_of(chr(0x4E00 + n) + "款", 17) for n in range(1000)}) > 950
    # by hand: (((2·seed mod 2^32)·step + code)·step + code)·spread, the upper bits
    value = 2 * 0x9E3779B1 % 2**32
    for char in "还款":
        value = (value * 1_000_003 + ord(char)) % 2**32
    assert row_of("还款", 17) == (value * 2_654_435_761 % 2**32) >> 15


def test_scale_is_exact() -> None:
    assert [scale(n) for n in (1, 4, 100)] == [65536, 32768, 6553]


def test_weights_survive_the_file() -> None:
    weights = bytes(range(256)) * 9
    assert unpack_weights(pack_weights(weights), len(weights)) == weights
    for text, size in ((pack_weights(weights), 5), ("?", 9), ("AAAA", 9)):
        with pytest.raises(ValueError, match=r".+"):
            unpack_weights(text, size)


def test_every_kind_has_words_and_the_pressure_acts_exist() -> None:
    assert set(KIND_WORDS) == set(KINDS)
    assert set(GUIDELINE_ACTS) >= PRESSURE_ACTS


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("反诈中心民警提醒，凡是让您先交保证金才能放款的都是诈骗，切勿转账。", Kind.COMMENTARY),
        ("催收机构不得联系债务人以外的人，违反规定的，监管部门可以处罚。", Kind.COMMENTARY),
        ("你们别再打我妈电话了，我下个月发工资就还。", Kind.VICTIM_REPLY),
        ("打错了，我不认识这个人。", Kind.VICTIM_REPLY),
        ("您的网银即将过期，请立即登录http://b.example.top升级，逾期账户停用。", Kind.SCAM),
        ("您的手机号被节目组抽中二等奖，请登录领奖网址填写资料，领取奖金和电脑。", Kind.SCAM),
        ("您是林小溪的紧急联系人，她在云岭钱包的借款没还，麻烦您转告她尽快处理。", Kind.THIRD_PARTY_NOTICE),
        ("最后通知：今天下午三点前不还清，就起诉你并上门。", Kind.COLLECTION_PRESSURE),
        ("您的借款已逾期5天，请尽快还款，如有困难可申请延期。", Kind.COLLECTION_NOTICE),
        ("无抵押信用贷款，最高30万，当天放款，有需要请联系王经理。", Kind.LOAN_ADVERT),
        ("【示例银行】验证码000001，五分钟内有效，请勿泄露。", Kind.ORDINARY_NOTICE),
        ("周末火锅店开业，全场五折，欢迎光临，退订回T。", Kind.OTHER),
        ("晚上一起打球吗？我在楼下等你。", Kind.OTHER),
    ],
)
def test_plain_cases_of_every_kind(text: str, kind: Kind) -> None:
    assert kind_of(text) is kind


def test_the_addressee_decides_who_is_a_third_party() -> None:
    text = "您好，关于借款逾期的事，请尽快处理，否则我们将起诉。"
    assert kind_of(text, role=Role.OTHER_THIRD_PARTY) is Kind.THIRD_PARTY_NOTICE
    assert kind_of(text, role=Role.DEBTOR) is Kind.COLLECTION_PRESSURE
    told = "您是他的紧急联系人，他的借款逾期了，麻烦您转告他。"
    assert kind_of(told) is Kind.THIRD_PARTY_NOTICE
    assert kind_of(told, role=Role.DEBTOR) is not Kind.THIRD_PARTY_NOTICE


def test_who_addresses_nobody_known_collects_less_often() -> None:
    """The same words, the same scores; only what nobody knows of the addressee is held against collection."""
    kinds = load_kinds()
    folded = fold("您的借款已逾期5天，请尽快还款").text
    known, unknown = (kinds.guess(folded, (), role).scores for role in (Role.DEBTOR, Role.UNKNOWN))
    for kind in (Kind.COLLECTION_PRESSURE, Kind.COLLECTION_NOTICE):
        place = KINDS.index(kind)
        assert known[place] - unknown[place] == COLLECTION_TO_UNKNOWN * kinds.model.unit
    assert known[KINDS.index(Kind.LOAN_ADVERT)] == unknown[KINDS.index(Kind.LOAN_ADVERT)]


def test_a_reply_has_to_lead_something_else() -> None:
    unit = load_kinds().model.unit
    scores = [0] * len(KINDS)
    for lead, kind in ((REPLY_LEAD, Kind.VICTIM_REPLY), (REPLY_LEAD - 1, Kind.OTHER)):
        scores[REPLY], scores[OTHER] = 10 * unit + lead * unit // 10 + (lead == REPLY_LEAD), 10 * unit
        assert best_kind(scores, unit) is kind


def test_own_words_are_a_reply_whatever_they_say() -> None:
    text, lexicon = "您的借款已逾期5天，请尽快还款", load_lexicon()
    reading = read(text, lexicon)
    assert kind_of_reading(text, reading, lexicon, load_kinds()) is Kind.COLLECTION_NOTICE
    assert kind_of_reading(text, reading, lexicon, load_kinds(), own_words=True) is Kind.VICTIM_REPLY


def test_an_act_turns_a_notice_into_pressure() -> None:
    text = "您的借款已逾期5天，请尽快还款，如有困难可申请延期。"
    assert kind_of(text, frozenset(("states_amount",))) is Kind.COLLECTION_NOTICE
    for act in PRESSURE_ACTS:
        assert kind_of(text, frozenset((act,))) is Kind.COLLECTION_PRESSURE


def test_the_cues_that_counted_are_named() -> None:
    assert "blame" in load_kinds().guess(fold("限你今天还清，后果自负").text).cues
    assert load_kinds().guess(fold("今天吃什么").text).cues == ()


def test_ordinary_texts_are_hardly_ever_called_fraud() -> None:
    texts = ordinary_texts()
    assert len(texts) >= 300
    assert sum(kind_of(text) is Kind.SCAM for text in texts) <= 0.02 * len(texts)


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("kinds/cues.toml", "points = 15", "points = 600", "SZ-3503"),
        ("kinds/cues.toml", 'kind = "scam"', 'kind = "fraud"', "SZ-3503"),
        ("kinds/cues.toml", 'id = "blame"', 'id = "law-suit-next"', "SZ-3507"),
        ("kinds/cues.toml", "points = 12", "pionts = 12", "SZ-3501"),
        ("kinds/model.toml", "bits = 17", "bits = 16", "SZ-3503"),
        ("kinds/model.toml", '"commentary", ', "", "SZ-3503"),
        ("kinds/model.toml", "unit = ", "unit = -", "SZ-3503"),
    ],
)
def test_damaged_files_are_refused_with_the_place(tmp_path: Path, name: str, old: str, new: str, code: str) -> None:
    folder = tmp_path / "lexicon"
    for part in ("kinds", "fold", "words"):
        shutil.copytree(data_folder("lexicon") / part, folder / part)
    path = folder / name
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(ShouzhengError) as caught:
        load_kinds(folder)
    assert caught.value.exit_code == 3
    assert code in {problem.code for problem in caught.value.problems}
    assert all(problem.where.startswith(name) for problem in caught.value.problems)


def test_missing_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "lexicon").mkdir()
    with pytest.raises(ShouzhengError) as caught:
        load_kinds(tmp_path / "lexicon")
    assert [problem.code for problem in caught.value.problems] == ["SZ-3508", "SZ-3508"]
