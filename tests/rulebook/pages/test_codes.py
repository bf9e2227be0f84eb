"""A page for each code of the law, made from the registry that the program itself uses."""

from __future__ import annotations

from shouzheng.reference.problems import registered
from shouzheng.rulebook.pages.codes import code_page, codes, codes_page


def test_every_code_of_the_law_has_its_page_and_its_line_in_the_index() -> None:
    wanted = {kind.code for kind in registered() if "SZ-3000" <= kind.code < "SZ-3400"}
    assert {kind.code for kind in codes()} == wanted
    index = codes_page()
    for code in wanted:
        assert f"[{code}]({code}.md)" in index


def test_a_page_says_what_why_and_how_to_repair_in_both_languages() -> None:
    for kind in codes():
        text = code_page(kind)
        assert text.startswith(f"# {kind.code}\n")
        assert "{{" not in text
        for heading in ("## 为什么 / Why", "## 怎么办 / What to do"):
            assert heading in text
        assert ("is listed in law/accepted_warnings.toml" in text) is (kind.severity.value == "warning")
        assert text.endswith("[全部代码 / all codes](README.md)\n")
