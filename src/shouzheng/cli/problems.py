"""Problems in the use of the program: codes SZ-9000 to SZ-9499."""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.reference.problems import Severity, register

PARQUET_WITHOUT_OUT = register(
    "SZ-9001",
    Severity.ERROR,
    Words("--parquet 要和 --out 一起用", "--parquet needs --out"),
    Words("没有说明写到哪个文件夹", "no folder was named to write to"),
    Words("加上 --out 文件夹名", "add --out with the name of a folder"),
)
