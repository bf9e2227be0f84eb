"""Only numbers that stand in the channel file are printed."""

from shouzheng.remedy.help_lines import channel_names, help_lines
from shouzheng.rulebook.load import load_rulebook


def test_the_shipped_file_gives_the_numbers_danger_first() -> None:
    lines = help_lines(load_rulebook().channels)
    assert [line.number for line in lines] == ["110", "96110", "12348", "12378"]
    assert all(line.name.zh and line.name.en and line.when.zh and line.when.en for line in lines)
    assert not any(line.name.zh.startswith(line.number) for line in lines)


def test_the_youth_line_is_for_cases_with_a_minor() -> None:
    assert "12355" in {line.number for line in help_lines(load_rulebook().channels, minor=True)}


def test_a_number_that_is_not_in_the_file_is_not_printed() -> None:
    channels = {key: channel for key, channel in load_rulebook().channels.items() if "110" not in channel.hotline}
    assert "110" not in {line.number for line in help_lines(channels)}
    assert help_lines({}) == ()


def test_channels_have_names() -> None:
    names = channel_names(load_rulebook().channels)
    assert names["police_110"].en == "Police"
