"""``shouzheng intake skeleton FILE --out SAMPLE``: the shape of a file that could not be read, without what it says."""

from __future__ import annotations

from pathlib import Path

from shouzheng.cli.problems import SKELETON_WITHOUT_OUT
from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import Problem, ShouzhengError

_DONE = Words(
    "已写出 {file}（{kind_zh}）：值都换成了占位符。发给别人之前，请自己打开看一遍。",
    "Wrote {file} ({kind_en}): every value was replaced by a placeholder. Open it and look before you send it.",
)


def make_skeleton(given: Path, out: Path | None, keep: frozenset[str], lang: Lang) -> int:
    """Write the sample and return 0; raises ``ShouzhengError`` (exit 2) when none can be made."""
    from shouzheng.intake.skeleton.sample import write_skeleton
    from shouzheng.reference.safe_text import visible
    from shouzheng.reference.script import in_script

    if out is None:
        raise ShouzhengError(Problem(SKELETON_WITHOUT_OUT), exit_code=2)
    kind = write_skeleton(given, out, keep)
    said = _DONE.fill(file=visible(out.name), kind_zh=kind.zh, kind_en=kind.en)
    print(in_script(said.say(lang), lang))
    return 0
