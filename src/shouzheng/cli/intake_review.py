"""``shouzheng intake review PICTURE…``: a page with picture and reading side by side, and the corrections file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from shouzheng.cli.talk import progress, say_in, say_problems
from shouzheng.model.words import Lang
from shouzheng.reference.problems import ShouzhengError
from shouzheng.reference.safe_text import shorten, visible

_DONE, _NOTHING = 0, 2


def review_pictures(pictures: Sequence[Path], folder: Path | None, lang: Lang) -> int:
    """Write page and corrections file for each picture; returns 0, or 2 when not one could be read.

    What is wrong with one picture is said, and the next one follows.
    """
    from shouzheng.intake.exports import cannot_open, check_regular
    from shouzheng.intake.gathering import size_of
    from shouzheng.intake.screenshots.review import review

    written, problems, done = [], [], 0
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    with progress(lang, sum(map(size_of, pictures))) as tick:
        for path in pictures:
            tick(path.name, done)
            try:
                check_regular(path)
                written.append(review(path, folder, lang))
            except OSError as error:
                problems.append(cannot_open(path, error))
            except ShouzhengError as error:
                problems.extend(error.problems)
            done += size_of(path)
    say_problems(problems, lang)
    for page, corrections in written:
        names = [visible(shorten(path.name, 120)) for path in (page, corrections)]
        say_in(
            lang,
            f"用浏览器打开 {names[0]} 核对；要改正，编辑 {names[1]}，与图片放在一起再读一次。",
            f"open {names[0]} in a browser to check; to correct, edit {names[1]} beside the picture, and read again",
        )
    if written:
        say_in(
            lang,
            "这些文件含有聊天内容，只留给自己。",
            "These files hold the words of the chat; keep them to yourself.",
        )
    return _DONE if written else _NOTHING
