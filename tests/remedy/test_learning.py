"""The pages on prevention and rights: dated, with sources, law in force only, no promise and no threat."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from shouzheng.model.words import Lang
from shouzheng.reference.data_files import data_folder
from shouzheng.reference.problems import ShouzhengError
from shouzheng.reference.terminal_text import columns
from shouzheng.remedy.learning import law_of, list_screen, load_pages, page_of, page_screen, pages_json
from shouzheng.remedy.letters.citing import covers
from shouzheng.rulebook.load import load_rulebook

TODAY = date(2026, 11, 22)
NAMED = ("contract_terms", "licensed_lenders", "address_book", "what_complaints_do", "anti_collection_mills")


def test_the_pages_that_were_asked_for_are_there_and_dated() -> None:
    pages = load_pages(load_rulebook())
    assert set(NAMED) <= set(pages)
    for page in pages.values():
        assert len(page.points) >= 5
        assert page.sources
        assert page.written < page.check_by
        assert not page.check_by < TODAY


@pytest.mark.parametrize("lang", list(Lang))
def test_a_page_fits_the_terminal_and_says_when_it_was_written(lang: Lang) -> None:
    rulebook = load_rulebook()
    for page in load_pages(rulebook).values():
        text = page_screen(page, rulebook, TODAY, lang, width=60)
        assert "2026-11-22" in text
        assert "12348" in text
        assert all(columns(line) <= 60 for line in text.splitlines())


def test_only_law_in_force_is_named_and_articles_only_where_they_may_be() -> None:
    rulebook = load_rulebook()
    for page in load_pages(rulebook).values():
        for point in page.points:
            assert all(covers(rulebook, rulebook.provisions[name], TODAY) for name in point.provisions), page.id
            law = law_of(point, rulebook, TODAY)
            assert (law is not None) == bool(point.provisions)
            for name in point.provisions:
                provision = rulebook.provisions[name]
                if law is not None and not provision.citable and provision.article:
                    assert f"》{provision.article}" not in law.zh
    table = next(p for p in load_pages(rulebook)["contract_terms"].points if p.provisions == ("cd26-table",))
    assert law_of(table, rulebook, date(2026, 7, 31)) is None


def test_an_overdue_page_says_so() -> None:
    rulebook = load_rulebook()
    page = load_pages(rulebook)["contract_terms"]
    assert "可能过时" in page_screen(page, rulebook, date(2028, 1, 1), Lang.ZH_HANS, width=80)
    assert "可能过时" not in page_screen(page, rulebook, TODAY, Lang.ZH_HANS, width=80)


def test_list_and_data_name_every_page() -> None:
    rulebook = load_rulebook()
    pages = load_pages(rulebook)
    listed = list_screen(pages, Lang.ZH_HANS, width=80)
    data = pages_json(pages, rulebook, TODAY)
    assert all(name in listed for name in pages)
    assert [page["id"] for page in data["pages"]] == list(pages)  # type: ignore[attr-defined]


def test_an_unknown_page_is_refused_with_the_list() -> None:
    with pytest.raises(ShouzhengError) as caught:
        page_of(load_pages(load_rulebook()), "no\nsuch")
    assert caught.value.problems[0].code == "SZ-5224"
    assert "contract_terms" in caught.value.problems[0].repair(Lang.EN)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"cc-670"', '"cc-6700"', "SZ-3006"),
        ('id = "contract_terms"', 'id = "terms"', "SZ-3010"),
        ("written = 2026-11-22", "writen = 2026-11-22", "SZ-3004"),
        ("利息不得预先", "对方已构成犯罪，利息不得预先", "SZ-5211"),
        ("[[source]]", "[[sources]]", "SZ-3004"),
    ],
)
def test_a_mistake_is_located(tmp_path: Path, old: str, new: str, code: str) -> None:
    folder = tmp_path / "letters"
    shutil.copytree(data_folder("letters"), folder)
    path = folder / "learning" / "contract_terms.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ShouzhengError) as caught:
        load_pages(load_rulebook(), folder)
    assert caught.value.exit_code == 3
    assert code in {problem.code for problem in caught.value.problems}
    assert all(problem.where.startswith("learning/contract_terms.toml") for problem in caught.value.problems)
