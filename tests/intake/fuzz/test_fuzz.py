"""The short run: some hundred damaged files through every parser, always the same ones."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.intake.containers import all_containers
from shouzheng.intake.formats import all_formats
from tests.intake.fuzz.mutate import chance_of, mutated
from tests.intake.fuzz.seeds import Seeds, all_seeds
from tests.intake.fuzz.survive import holds, survives


@pytest.mark.parametrize("seeds", all_seeds(), ids=lambda seeds: seeds.name)
def test_damaged_files(tmp_path: Path, seeds: Seeds) -> None:
    chance = chance_of(seeds.name)
    ends = [seeds.read(seeds.place(tmp_path, seeds.contents[0]), None)]
    for number in range(12 if seeds.slow else 40):
        path = seeds.place(tmp_path, mutated(chance.choice(seeds.contents), chance, seeds.contents))
        ends.append(seeds.read(path, seeds.name if number % 2 and seeds.is_format else None))
    assert ends[0] == "read", "seeds that are never understood test nothing"


def test_every_format_and_container_is_fuzzed() -> None:
    fuzzed = {seeds.name for seeds in all_seeds()}
    # a folder is walked by the system; what lies in it is a file like any other
    expected = {block.name for block in all_formats()} | {block.name for block in all_containers()} - {"folder"}
    assert expected <= fuzzed


def test_the_fence_sees_what_goes_over_it(tmp_path: Path) -> None:
    """In a process of its own: a fence cannot be taken down again."""
    code = (
        "import pathlib, tempfile\n"
        "from tests.intake.fuzz.fence import Escaped, Fence\n"
        "fence = Fence()\n"
        "inside = pathlib.Path(tempfile.mkdtemp())\n"
        "fence.folder = inside\n"
        "(inside / 'a').write_text('x')\n"
        "fence.check()\n"
        "for outside in (lambda: open('/etc/passwd').close(), lambda: (inside.parent / 'b').mkdir(exist_ok=True)):\n"
        "    outside()\n"
        "    try:\n"
        "        fence.check()\n"
        "    except Escaped:\n"
        "        print('seen')\n"
    )
    here = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=here, capture_output=True, text=True, check=False)
    assert done.stdout == "seen\nseen\n", done.stderr


_TEXT_FORMATS = [block.name for block in all_formats() if block.read is not None]


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=400), st.sampled_from([None, *_TEXT_FORMATS]))
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, content: bytes, forced: str | None) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "any"
    path.write_bytes(content)
    survives(path, forced)


def test_the_same_seed_makes_the_same_file() -> None:
    content = all_seeds()[0].contents[0]
    assert mutated(content, chance_of(3)) == mutated(content, chance_of(3))
    assert len({mutated(content, chance_of(n)) for n in range(50)}) > 45


@pytest.mark.parametrize("name", ["oppo_calls", "android_calls_database"])
def test_small_seeds_are_read_like_the_whole_ones(name: str) -> None:
    seeds = next(each for each in all_seeds() if each.name == name)
    assert sum(map(len, seeds.small)) < sum(map(len, seeds.contents))
    for part, whole in zip(seeds.small, seeds.contents, strict=True):
        less, all_of_it = holds(part, name), holds(whole, name)
        assert less is not None
        assert all_of_it is not None
        assert less[:3] == all_of_it[:3]


@pytest.mark.parametrize("name", ["sms_ie_calls", "whatsapp_text", "ios_old_calls_database", "spreadsheet"])
def test_the_long_run_reads_from_memory_and_from_the_disk(tmp_path: Path, name: str) -> None:
    seeds, chance = next(each for each in all_seeds() if each.name == name), chance_of(name)
    ends = [seeds.try_one(tmp_path, seeds.pick(chance), None, chance) for _ in range(30)]
    assert ends.count("read") > 20
