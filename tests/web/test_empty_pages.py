"""A case with nothing in it: each page says what will stand there and leads to the one step that is missing."""

import re
from collections.abc import Iterator

import pytest

from shouzheng.model.words import Lang
from shouzheng.web.pages._phones import lines, with_links
from shouzheng.web.pages._roles import OTHERS, USUAL
from tests.web.conftest import EXAMPLE, running_app
from tests.web.over_http import Window, empty_case, window, words_of
from tests.web.steps import CASE, MESSAGES, NAME

EMPTY = ("/next", "/pictures", "/timeline", "/letters", "/dossier")


@pytest.fixture
def at_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    with running_app(tmp_path_factory.mktemp("empty") / "cases") as app:
        empty_case(app)
        with window(app) as one:
            yield one


def _buttons(page: str) -> list[str]:
    main = page[page.index("<main") : page.index("</main>")]
    return re.findall(r'<a class="button[^"]*" href="([^"]+)"', main)


def test_each_empty_page_says_what_will_stand_there_and_leads_to_the_first_missing_step(at_home: Window) -> None:
    opened = at_home.app.running.state.case(NAME)
    for step in ("who", "files", "numbers"):
        if step == "files":
            at_home.send(f"{CASE}/who", role="no_connection", name="")
        if step == "numbers":
            with opened.writing() as case:
                case.add([MESSAGES.read_bytes()], MESSAGES.name, "application/xml")
            opened.work.wake()
            assert opened.work.wait(60)
        for path in EMPTY:
            if step == "numbers" and path in ("/timeline", "/next", "/letters"):
                continue  # something stands there by now
            page = at_home.get(CASE + path)
            said = re.search(r'(?s)id="nothing"><p>(.*?)</p>', page)
            assert said is not None, (step, path)
            assert "这里会" in said[1]
            assert _buttons(page) == [f"{CASE}/{step}"], (step, path)
    assert "这里会" in at_home.get(f"{CASE}/proceedings")


def test_the_first_answers_are_seven_and_the_others_are_folded(at_home: Window) -> None:
    page = at_home.get(f"{CASE}/who")
    usual, _, others = page.partition("另一种关系")
    assert re.findall(r'name="role" value="(\w+)"', usual) == list(USUAL)
    assert re.findall(r'name="role" value="(\w+)"', others) == list(OTHERS)
    assert len(USUAL) == 7
    assert "checked" not in page
    assert "存好了" not in words_of(page)
    for role in ("guarantor", "no_connection", "spouse"):
        answer = at_home.send(f"{CASE}/who", role=role, name="林某（虚构）").text
        assert "存好了" in words_of(answer)
        assert re.findall(r'value="(\w+)" required checked', answer) == [role]
    assert "<details open><summary>另一种关系" in answer
    with at_home.app.running.state.case(NAME).writing() as case:
        assert 'role = "spouse"' in str(next(iter(case.entries("statement"))).content["toml"])


def test_who_helps_is_asked_for_the_person_helped(at_home: Window) -> None:
    page = at_home.send(f"{CASE}/who", role="helper", name="").text
    assert "您在帮谁？" in words_of(page)
    assert "不是您自己" in words_of(page)
    stored = at_home.send(f"{CASE}/who/person/new", helping="yes", seen="0", role="debtor", name="甲某（虚构）").text
    assert "存好了" in words_of(stored)
    assert re.findall(r'value="(\w+)" required checked', stored) == ["helper"]


def test_nothing_is_needed_that_cannot_be_filled_in(at_home: Window) -> None:
    for section in ("debt", "objection", "agreed_time"):
        page = at_home.get(f"{CASE}/who/{section}/new")
        assert "<select" not in page
        assert _buttons(page) == [f"{CASE}/who/party/new?then={section}"]
    after = at_home.send(f"{CASE}/who/party/new", seen="0", then="debt", kind="creditor", name="云岭示例")
    assert after.url.path.endswith("/who/debt/new")
    assert "存好了" in words_of(after.text)
    for section in ("debt", "objection", "agreed_time", "stay"):
        page = at_home.get(f"{CASE}/who/{section}/new")
        for field in re.findall(r"(?s)<select[^>]*required[^>]*>.*?</select>", page):
            assert len(re.findall("<option", field)) > 1
    assert re.search(r'value="party-1" selected', at_home.get(f"{CASE}/who/debt/new"))


def test_who_has_no_name_is_called_in_words(at_home: Window) -> None:
    at_home.send(f"{CASE}/who/party/new", seen="0", kind="creditor")
    for lang, person, party in (
        (Lang.ZH_HANS, "本人", "第 1 个对方（没写名称）"),
        (Lang.EN, "yourself", "party 1 (no name)"),
    ):
        at_home.speak(lang)
        text = words_of(at_home.get(f"{CASE}/who/objection/new"))
        assert person in text
        assert party in text
        assert "party-1" not in text


def test_help_lines_can_be_dialled_and_stand_in_the_data(at_home: Window) -> None:
    root = EXAMPLE.parents[1]
    data = [*(root / "law").rglob("*.toml"), *(root / "directory").glob("*.toml"), *(root / "letters").rglob("*.toml")]
    written = "".join(path.read_text("utf-8") for path in data)
    numbers = [line.number for line in lines()]
    assert numbers[:3] == ["110", "120", "12356"]
    page = at_home.get("/help")
    for number in numbers:
        assert re.search(rf"(?<![0-9]){number}(?![0-9])", written), number
        assert f'href="tel:{number}"' in page
    assert "通知原文没有读到" in words_of(page)
    assert with_links("打110或<b>12356；1101、X110、400-810-8866") == (
        '打<a class="dial" href="tel:110">110</a>或&lt;b&gt;<a class="dial" href="tel:12356">12356</a>；1101、X110、'
        '<a class="dial" href="tel:400-810-8866">400-810-8866</a>'
    )
