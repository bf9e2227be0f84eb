"""The legal half of a sentence: by the force of the norm, articles only when citable, no word that is not ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from shouzheng.judging.wording import FORBIDDEN, cited, is_forbidden, legal_half, printable, sentence
from shouzheng.model.law import Citation, CiteRole, InForce, Instrument, NormForce, Provision, Verified
from shouzheng.model.words import Words
from shouzheng.rulebook.load import load_rulebook

SINCE = InForce(date(2021, 1, 1))


def instrument(zh: str, en: str, force: NormForce) -> Instrument:
    return Instrument(en, Words(zh, en), "", "", force, SINCE, ("any",), ("any",), Verified.TWO, ())


CODE = instrument("示例法典", "Example Code", NormForce.LAW)
MEASURES = instrument("示例催收管理办法（2012年修正）", "Example Measures (2012 text)", NormForce.DEPARTMENTAL_RULE)
STANDARD = instrument("示例 催收 指引", "Example guidance", NormForce.NATIONAL_STANDARD)
CONVENTION = instrument("示例自律公约", "Example convention", NormForce.SELF_REGULATION)
POLICY = instrument("示例若干意见", "Example opinions", NormForce.JUDICIAL_POLICY)
PENAL = instrument("示例刑事司法解释", "Example reading of criminal law", NormForce.JUDICIAL_INTERPRETATION)


def cite(
    of: Instrument, article: str = "第一条", *, role: CiteRole = CiteRole.FORBIDS, citable: bool = True, gist: str = ""
) -> Citation:
    words = Words(gist or "不得骚扰", gist or "no harassment")
    return Citation(Provision(f"{of.id}-{article}", of.id, article, words, SINCE, citable, Verified.TWO), of, role)


@pytest.mark.parametrize("force", [f for f in NormForce if not f.is_soft and f is not NormForce.JUDICIAL_POLICY])
def test_hard_norms_are_possibly_breached(force: NormForce) -> None:
    half = legal_half([cite(replace(CODE, force=force))], only_compare=False)
    assert half.zh == "涉嫌违反《示例法典》第一条"
    assert half.en == "possibly in breach of Example Code (《示例法典》 第一条)"


@pytest.mark.parametrize("force", [NormForce.NATIONAL_STANDARD, NormForce.SELF_REGULATION, NormForce.JUDICIAL_POLICY])
def test_soft_norms_are_not_met_and_never_breached(force: NormForce) -> None:
    half = legal_half([cite(replace(STANDARD, force=force))], only_compare=False)
    assert half.zh == "不符合《示例 催收 指引》第一条的要求"
    assert half.en == "not in line with the requirements of Example guidance (《示例 催收 指引》 第一条)"
    assert "违反" not in half.zh
    assert "breach" not in half.en


def test_hard_soft_and_supporting_norms_stand_apart() -> None:
    half = legal_half(
        [
            cite(STANDARD, "5.3 业务管理"),
            cite(CODE, "第二条"),
            cite(MEASURES, "第三条", role=CiteRole.SUPPORTS),
            cite(CONVENTION, "第四条"),
            cite(CODE, "第五条"),
        ],
        only_compare=False,
    )
    assert half.zh == (
        "涉嫌违反《示例法典》第二条、第五条，不符合《示例 催收 指引》5.3 业务管理、《示例自律公约》第四条的要求，"
        "另可参照《示例催收管理办法（2012年修正）》第三条"
    )


def test_an_article_that_is_not_citable_is_never_printed() -> None:
    half = legal_half(
        [cite(MEASURES, "第七条", citable=False, gist="不得骚扰无关第三人（条号待核）。")], only_compare=False
    )
    assert half.zh == "涉嫌违反《示例催收管理办法（2012年修正）》其中关于不得骚扰无关第三人的规定（概括，条号未核实）"
    assert "第七条" not in half.zh
    assert "第七条" not in half.en
    assert "[in our words; article number not verified]" in half.en


def test_a_remark_in_the_english_gist_is_not_said_twice() -> None:
    half = legal_half([cite(CODE, citable=False, gist="no calls (number not confirmed)")], only_compare=False)
    assert "(number not confirmed)" not in half.en
    assert "where it deals with this: no calls [in our words; article number not verified]" in half.en


def test_a_citable_provision_without_an_article_is_named_by_its_duty() -> None:
    assert "条号未核实" in cited([cite(CODE, " ")]).zh


def test_citable_and_uncitable_provisions_of_one_instrument() -> None:
    named = cited([cite(CODE, "第九条", citable=False), cite(CODE, "第二条"), cite(CODE, "第二条")])
    assert named.zh == "《示例法典》第二条、《示例法典》其中关于不得骚扰的规定（概括，条号未核实）"


def test_a_title_within_a_title_gets_single_marks() -> None:
    named = cited([cite(replace(CODE, title=Words("关于执行《示例法》的规定", "Rules on the Example Law")))])
    assert named.zh == "《关于执行〈示例法〉的规定》第一条"


def test_a_pattern_is_only_put_beside_the_norm() -> None:
    half = legal_half([cite(CODE), cite(CONVENTION, role=CiteRole.SUPPORTS)], only_compare=True)
    assert half.zh == "这只是一种情形提示，须由人对照《示例法典》第一条、《示例自律公约》第一条判断"
    for word in ("违反", "不符合"):
        assert word not in half.zh
    assert "breach" not in half.en


@pytest.mark.parametrize("role", [CiteRole.CONTEXT, CiteRole.NEVER_PRINTED])
def test_context_and_criminal_law_are_never_named(role: CiteRole) -> None:
    citations = [cite(CODE), cite(MEASURES, "第九十九条", role=role)]
    assert printable(citations) == (citations[0],)
    for only_compare in (True, False):
        half = legal_half(citations, only_compare=only_compare)
        assert "第九十九条" not in half.zh + half.en
        assert "办法" not in half.zh


def test_an_instrument_whose_title_speaks_of_crimes_is_never_named() -> None:
    half = legal_half([cite(PENAL), cite(CODE)], only_compare=False)
    assert "刑事" not in half.zh
    assert "criminal" not in half.en


def test_without_a_norm_that_may_be_printed_nothing_is_said_to_be_broken() -> None:
    half = legal_half([cite(PENAL)], only_compare=False)
    assert half.zh == "适用何种规定须由人判断"
    assert legal_half([], only_compare=True) == half
    assert legal_half([cite(CODE, role=CiteRole.SUPPORTS)], only_compare=False) == half


def test_a_duty_that_speaks_of_crimes_is_left_out() -> None:
    half = legal_half([cite(MEASURES, citable=False, gist="构成犯罪的，依法追究刑事责任")], only_compare=False)
    assert half.zh == "涉嫌违反《示例催收管理办法（2012年修正）》的有关规定（条号未核实）"
    assert not is_forbidden(half)


def test_a_sentence_has_one_full_stop_and_a_capital_letter() -> None:
    said = sentence(
        Words("深夜来电。", "phone call at night."), Words("涉嫌违反《示例法典》", "possibly in breach of it")
    )
    assert said == Words("深夜来电，涉嫌违反《示例法典》。", "Phone call at night: possibly in breach of it.")


def test_the_law_itself_holds_no_forbidden_word_where_findings_print_it() -> None:
    law = load_rulebook()
    printed = [
        (rule.id, words)
        for rule in law.rules
        for words in (rule.title, rule.finding, rule.plain.doubt, rule.plain.next_step)
    ]
    printed += [(count.name, count.unsure_because) for count in law.counts.values()]
    printed += [(fact.name, fact.label) for fact in law.facts.values()]
    assert [name for name, words in printed if is_forbidden(words)] == []
    assert set(FORBIDDEN) >= {"构成", "犯罪", "寻衅滋事", "criminal"}


def test_every_rule_of_the_law_that_may_be_hit_has_a_norm_to_name() -> None:
    law = load_rulebook()
    for rule in law.rules:
        if rule.condition is None:
            continue
        forbids = [law.provisions[c.provision] for c in rule.cites if c.role is CiteRole.FORBIDS]
        assert forbids, rule.id
        assert any(not is_forbidden(law.instruments[p.instrument].title) for p in forbids), rule.id


def test_transitional_law_is_named_beside_the_norm() -> None:
    """A norm that applies outside its own days says by which provision."""
    rulebook = load_rulebook()
    clause, norm = rulebook.provisions["pl21-31"], rulebook.provisions["pl15-26"]
    through = Citation(clause, rulebook.instruments[clause.instrument], CiteRole.CONTEXT)
    instrument = rulebook.instruments[norm.instrument]
    said = cited([Citation(norm, instrument, CiteRole.FORBIDS, through)])
    assert said.zh.endswith("第三十一条适用）")
    assert "第二十六条（依《" in said.zh
    assert "[applied under " in said.en
    assert "适用）" not in cited([Citation(norm, instrument, CiteRole.FORBIDS)]).zh
