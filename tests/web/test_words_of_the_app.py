"""No page speaks of commands, options or files of the program: what to do is said as it is done in the app."""

import html
import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from urllib.parse import unquote

import pytest

import shouzheng
from shouzheng.model.words import Lang
from shouzheng.reference.problems import Problem, ProblemKind, registered
from shouzheng.web import repairs
from shouzheng.web.cases.statement_words import label
from shouzheng.web.rendering import Say
from shouzheng.web.visit import shown_problem
from tests.web.conftest import running_app
from tests.web.heard_and_seen import our_engine
from tests.web.over_http import Window, empty_case, full_case, window, words_of
from tests.web.steps import CASE, NAME, PASSPHRASE

FREE = ("/", "/genuine", "/help", "/cases", "/cases/new", "/data", "/guides", "/notes", "/locked", "/nothing")
SECTIONS = ("person", "party", "debt", "objection", "agreed_time", "stay")
OF_CASE = (
    *("", "/who", "/files", "/numbers?all=yes", "/timeline", "/pictures", "/findings", "/next", "/letters"),
    *("/proceedings", "/plan", "/bundle", "/dossier", "/diary", "/recovery"),
    *(f"/who/{section}/new" for section in SECTIONS),
)
#: Links to pages of one thing each: a letter, a contact, a picture, a recording, a guide, an item.
ONE = re.compile(r'href="([^"?]*/(?:letters|contact|screenshot|recording|guides|who/\w+)/[^"#]+)"')
#: Options, files and words of the program; a code stands only in words that say what it is for.
SHELL = re.compile(
    r"(?<![\w-])--[a-z][\w-]*|\b[\w.-]+\.toml\b|\bTOML\b|\w = [\"\[]|\bshouzheng [a-z]|pip install|SHOUZHENG_"
    r"|\b(?:findings|events|case|head)\.jsonl?\b|\b[a-z]+_[a-z_]+\b"
)
CODE = re.compile(r"SZ-[0-9]{4}")
IN_WORDS = re.compile(r"（(?:求助时报编号|求助時報編號) SZ-[0-9]{4}）|\(when asking for help: SZ-[0-9]{4}\)")
#: Names of files and folders as they are on the person's own phone, computer or in an app.
THEIRS = re.compile(r"result\.json|(?<=[\w/])call_rec|sound_recorder|spam_sms|MIUI/[\w/]+|[\w/]*call_rec\b")
#: Kinds that only a command can meet; a page would say them in general words.
# fmt: off
ONLY_COMMANDS = frozenset([
    "SZ-1013", "SZ-1180", "SZ-1181", "SZ-1302", "SZ-1303", "SZ-1304", "SZ-1470", "SZ-1471", "SZ-2001",
    "SZ-2002", "SZ-2004", "SZ-2005", "SZ-2015", "SZ-2022", "SZ-2024", "SZ-2027", "SZ-2033", "SZ-2035",
    "SZ-3800", "SZ-3813", "SZ-3814", "SZ-3820", "SZ-3821", "SZ-3823", "SZ-3824", "SZ-4050", "SZ-5310",
    "SZ-5311", "SZ-5320", "SZ-5330", "SZ-5334", "SZ-5336", "SZ-5337", "SZ-5338", "SZ-5342", "SZ-5343",
    "SZ-7040",
])
# fmt: on


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    with our_engine(), running_app(tmp_path_factory.mktemp("words") / "cases") as app:
        full_case(app)
        empty_case(app, "空")
        with window(app) as one:
            yield one


def _everywhere(seen: Window) -> list[str]:
    """Return the addresses of all pages, and of the pages of single things that they lead to."""
    pages = [*FREE, *(case + page for case in (CASE, "/case/空") for page in OF_CASE)]
    found: dict[str, None] = dict.fromkeys(pages)
    for page in pages:
        kinds: dict[str, int] = {}
        for address in ONE.findall(seen.get(page)):
            kind = address.rsplit("/", 2)[-2]
            kinds[kind] = kinds.get(kind, 0) + 1
            if kind != "contact" or kinds[kind] <= 2:
                found[unquote(html.unescape(address))] = None
    return list(found)


@pytest.mark.parametrize("lang", list(Lang))
def test_no_page_names_a_command_an_option_or_a_file_of_the_program_and_all_say_nin(seen: Window, lang: Lang) -> None:
    seen.speak(Lang.ZH_HANS)
    paths = _everywhere(seen)
    assert {"/guides/first-day", f"/case/{NAME}/who/person/sister"} <= {unquote(path) for path in paths}
    assert len(paths) > 60
    seen.speak(lang)
    faults = []
    for path in paths:
        text = words_of(seen.get(path))
        faults += [(path, found) for found in SHELL.findall(THEIRS.sub(" ", text))]
        faults += [(path, found) for found in CODE.findall(IN_WORDS.sub(" ", text))]
        faults += [(path, found) for found in re.findall(".{0,9}你.{0,9}", text.replace("→ 你的姓名", ""))]
    assert faults == []


def _kinds() -> tuple[ProblemKind, ...]:
    for module in pkgutil.walk_packages(shouzheng.__path__, "shouzheng."):
        if "problems" in module.name:
            import_module(module.name)
    return registered()


@pytest.mark.parametrize("lang", list(Lang))
def test_no_problem_that_a_page_shows_speaks_of_the_command_line(lang: Lang) -> None:
    kinds = _kinds()
    assert len(kinds) > 400
    for kind in kinds:
        names = re.findall(r"\{(\w+)", "".join(words.zh + words.en for words in (kind.what, kind.why, kind.repair)))
        shown = shown_problem(Problem(kind, "case.toml:7:1", tuple((name, "……") for name in names)), Say(lang))
        for text in (shown.what, shown.why, shown.repair):
            assert text
            assert not SHELL.search(text), (kind.code, text)
            assert "{" not in text.replace("{{", ""), (kind.code, text)
        assert shown.where == ""


def test_what_a_page_can_meet_says_what_to_do_there() -> None:
    general = {kind.code for kind in _kinds() if not repairs.has_own(kind)}
    assert {code for code in general if code < "SZ-6000" or "SZ-7000" <= code < "SZ-9000"} == ONLY_COMMANDS


def test_texts_for_the_pages_stand_under_codes_that_there_are_and_use_their_slots_only() -> None:
    kinds = {kind.code: kind for kind in _kinds()}
    for code in repairs.codes():
        kind = kinds[code]
        given = set(re.findall(r"\{(\w+)", "".join(w.zh + w.en for w in (kind.what, kind.why, kind.repair))))
        for words in repairs.texts(kind):
            assert set(re.findall(r"\{(\w+)", words.zh + words.en)) <= given, code


@pytest.mark.parametrize("lang", list(Lang))
def test_a_wrong_field_of_who_is_who_is_named_as_the_form_names_it_and_keeps_what_was_typed(
    seen: Window, lang: Lang
) -> None:
    seen.speak(lang)
    say = Say(lang)
    typed = {
        "party": ({"kind": "creditor", "name": "云岭", "numbers": "1390000****"}, "numbers", "1390000****"),
        "debt": ({"creditor": "yunling", "due": "一万二"}, "due", "一万二"),
        "agreed_time": ({"person": "me", "party": "yunling", "from": "七点", "to": "21:00"}, "from", "七点"),
        "objection": ({"person": "me", "party": "yunling", "how": "电话里说的"}, "at", "电话里说的"),
        "stay": ({"from": "2026-01-05", "to": "2026-01-01", "zone": "+09:00"}, "to", "2026-01-01"),
    }
    for section, (fields, wrong, kept) in typed.items():
        answer = seen.send(f"{CASE}/who/{section}/new", seen="0", **fields)
        assert answer.status_code == 400
        text = words_of(answer.text, theirs=True)
        token = label(f"{section}.{wrong}")
        assert token is not None
        assert say.words(token) in text
        assert f'id="e-{wrong}"' in answer.text
        assert kept in answer.text
        assert not SHELL.search(text), (section, SHELL.findall(text))


def test_removing_what_is_still_named_elsewhere_says_so_in_words(seen: Window) -> None:
    seen.speak(Lang.ZH_HANS)
    version = re.search(r'name="seen" value="(\d+)"', seen.get(f"{CASE}/who/party/yunling"))
    assert version is not None
    answer = seen.send(f"{CASE}/who/party/yunling", seen=version[1], do="remove", kind="creditor")
    text = words_of(answer.text, theirs=True)
    assert answer.status_code == 400
    assert "“欠谁的”选的那一项不在了，或正要删掉" in text
    assert "yunling" not in text


def test_empty_and_unknown_answers_speak_of_the_fields(seen: Window) -> None:
    seen.speak(Lang.ZH_HANS)
    answers = [
        seen.send("/genuine", words="", sender=""),
        seen.send("/cases", name=NAME + "没有", passphrase=PASSPHRASE),
        seen.send("/cases/new", name="a/b", passphrase=PASSPHRASE, again=PASSPHRASE),
        seen.send(f"{CASE}/recovery", code="不是恢复码"),
        seen.send(f"{CASE}/bundle"),
    ]
    for answer in answers:
        text = words_of(answer.text, theirs=True)
        assert answer.status_code in (400, 404), answer.url
        assert not SHELL.search(text), SHELL.findall(text)
        assert "怎么办" in text
    assert "把短信原文粘贴到第一格" in words_of(answers[0].text, theirs=True)
