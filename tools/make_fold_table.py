"""Write ``lexicon/fold/traditional.toml`` anew from the installed ``opencc`` package (developers only).

``opencc`` turns Traditional into Simplified Chinese, also by whole words; the table keeps what it does to single
characters, which is enough to *match* words (the folded text is never shown). Apache-2.0: the notice stays in the file.
"""

import sys
import unicodedata
from importlib.metadata import version
from pathlib import Path

import opencc

_TARGET = Path(__file__).resolve().parent.parent / "lexicon" / "fold" / "traditional.toml"
#: Han blocks of Unicode 16: Extension A, URO, and the supplementary ideographic planes 2 and 3.
_HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x32400))
_LINE = 80

_HEAD = """\
# Traditional to simplified, character by character. Made by tools/make_fold_table.py; do not edit by hand.
# Source: Open Chinese Convert (OpenCC) {version}, configuration "t2s" and "s2t",
#   https://github.com/BYVoid/OpenCC, Copyright BYVoid and contributors, licensed under the Apache License, Version 2.0
#   (http://www.apache.org/licenses/LICENSE-2.0). Changed: only single characters are kept, as pairs.

# Each pair is a traditional (or variant) character and what it is folded to.
"""


def _encodable(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _rows(name: str, entries: list[str], width: int) -> str:
    per_line = _LINE // width
    lines = ["".join(entries[i : i + per_line]) for i in range(0, len(entries), per_line)]
    return f"{name} = [\n" + "".join(f'  "{line}",\n' for line in lines) + "]\n"


def main() -> int:
    """Write the table; returns the exit code."""
    simplify, complicate = opencc.OpenCC("t2s").convert, opencc.OpenCC("s2t").convert
    han = [chr(code) for first, last in _HAN for code in range(first, last)]
    plain = [c for c in han if unicodedata.normalize("NFKC", c) == c]
    pairs = [(c, simplify(c)) for c in plain if simplify(c) != c and len(simplify(c)) == 1]
    # A character of GB 2312 is also at home in simplified text (乾坤), one of Big5 in traditional text (皇后).
    only_traditional = [c for c, _ in pairs if not _encodable(c, "gb2312")]
    only_simplified = [c for c in plain if complicate(c) != c and _encodable(c, "gb2312") and not _encodable(c, "big5")]
    parts = [
        _HEAD.format(version=version("opencc")),
        _rows("pairs", [a + b for a, b in pairs], 2),
        "\n# Characters that stand only in traditional text (not in GB 2312): a sign when in simplified text.\n",
        _rows("only_traditional", only_traditional, 1),
        "\n# Characters that stand only in simplified text (in GB 2312, not in Big5).\n",
        _rows("only_simplified", only_simplified, 1),
    ]
    _TARGET.write_text("".join(parts), encoding="utf-8")
    print(
        f"{_TARGET.name}: {len(pairs)} pairs, {len(only_traditional)} and {len(only_simplified)} marks", file=sys.stderr
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
