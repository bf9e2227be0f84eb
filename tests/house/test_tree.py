"""The house rules that can be read off the tree itself."""

import ast
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def _tracked(suffix: str = "") -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    found = [ROOT / name for name in listed if name.endswith(suffix)]
    return [path for path in found if path.is_file() and not path.is_symlink()]


def _texts() -> list[tuple[Path, str]]:
    texts = []
    for path in _tracked():
        try:
            texts.append((path, path.read_text("utf-8")))
        except UnicodeDecodeError:
            continue
    assert len(texts) > 50
    return texts


def test_no_module_holds_two_ideas() -> None:
    sources = [p for p in _tracked(".py") if "tests" not in p.parts]
    long = {p.name: n for p in sources if (n := p.read_text("utf-8").count("\n")) > 420}
    assert sources
    assert long == {}


def test_every_package_says_what_happens_in_it() -> None:
    packages = [p for p in _tracked("__init__.py") if "src" in p.parts and "formats" not in p.parts]
    silent = [str(p.relative_to(ROOT)) for p in packages if not ast.get_docstring(ast.parse(p.read_text("utf-8")))]
    assert len(packages) >= 8
    assert silent == []


def test_no_registry_address_and_no_path_of_a_machine() -> None:
    registry = re.compile(r"https?://[^\s\"')]*(py" + r"pi|pythonho" + r"sted|npm" + r"js|/simple\b)", re.IGNORECASE)
    machine = re.compile(r"(?<![\w.])/(wo" + r"rk|ro" + r"ot|home/[a-z]+)/")
    guilty = [str(p.relative_to(ROOT)) for p, text in _texts() if registry.search(text) or machine.search(text)]
    assert guilty == []


def test_nothing_is_left_for_later_in_the_source() -> None:
    later = re.compile(r"raise NotImpl" + r"ementedError|\bTO" + r"DO\b|\bFIX" + r"ME\b")
    guilty = [str(p.relative_to(ROOT)) for p, text in _texts() if p.suffix == ".py" and later.search(text)]
    assert guilty == []


def test_lock_files_pin_by_hash_and_name_no_index() -> None:
    for name in ("base", "build", "dev"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
        pins = re.findall(r"^[A-Za-z0-9_.-]+(?:\[[a-z,]+\])?==", text, re.MULTILINE)
        assert pins
        assert text.count("--hash=sha256:") >= len(pins)
        assert "index" not in text
        assert "://" not in text  # httpcore is a package, an address is none


def test_base_lock_is_contained_in_the_developers_lock() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
        return set(re.findall(r"^([A-Za-z0-9_.-]+==[^ ;\\]+)", text, re.MULTILINE))

    assert pins("base") <= pins("dev")


def test_the_readmes_say_the_same() -> None:
    english, chinese = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh-CN.md"))

    def shape(text: str) -> tuple[int, int, int, list[str]]:
        commands = re.findall(r"^(?:make|\.venv).*?(?= *#| --lang|$)", text, re.MULTILINE)
        return text.count("\n## "), text.count("\n- "), text.count("\n|"), commands

    assert shape(english) == shape(chinese)
    for number in ("110", "96110", "12348", "12378", "12355"):
        assert number in english
        assert number in chinese


def test_every_test_that_a_document_names_exists() -> None:
    named = [
        (page.name, name)
        for page in _tracked(".md")
        for name in re.findall(r"`(tests/[A-Za-z0-9_./-]+)`", page.read_text("utf-8"))
    ]
    assert named
    assert [(page, name) for page, name in named if not (ROOT / name).exists()] == []


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for page in _tracked(".md"):
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", page.read_text("utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)} -> {target}")
    assert broken == []
