"""The short run: some hundred damaged files through every parser, always the same ones."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.intake.formats import all_formats
from tests.intake.fuzz.mutate import chance_of, mutated
from tests.intake.fuzz.seeds import Seeds, all_seeds
from tests.intake.fuzz.survive import survives, walks


@pytest.mark.parametrize("seeds", all_seeds(), ids=lambda seeds: seeds.name)
def test_damaged_files(tmp_path: Path, seeds: Seeds) -> None:
    chance = chance_of(seeds.name)
    path = tmp_path / "fuzzed"
    path.write_bytes(seeds.contents[0])
    ends = [walks(path) if seeds.container else survives(path)]
    for number in range(12 if seeds.slow else 40):
        path.write_bytes(mutated(chance.choice(seeds.contents), chance, seeds.contents))
        forced = seeds.name if number % 2 and not seeds.container else None
        ends.append(walks(path) if seeds.container else survives(path, forced))
    assert ends[0] == "read", "seeds that are never understood test nothing"


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
