"""Problems of structure-only samples: SZ-1180 and SZ-1181."""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.reference.problems import Severity, register

NO_SKELETON = register(
    "SZ-1180",
    Severity.ERROR,
    Words("不能为这种文件做结构样本（{really_zh}）", "no structure-only sample can be made of this ({really_en})"),
    Words(
        "只有 XML、JSON、表格、文本和 SQLite 数据库可以。", "Only XML, JSON, tables, text and SQLite can be sampled."
    ),
    Words(
        "压缩包请先解压；图片、录音和加密文件没有结构样本。",
        "Unpack archives first; pictures, sound and encrypted files have none.",
    ),
)

OUT_IS_INPUT = register(
    "SZ-1181",
    Severity.ERROR,
    Words("结构样本不能写在原文件上", "the sample cannot be written over the file itself"),
    Words("--out 和输入是同一个文件。", "--out names the input."),
    Words("给 --out 换一个文件名。", "Name another file with --out."),
)
