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

NO_DATA = register(
    "SZ-9004",
    Severity.ERROR,
    Words("make evaluate 没有找到外部数据文件夹", "make evaluate found no folder with the outside data"),
    Words("没有写 DATA=文件夹，或文件夹里没有 fixtures", "DATA=folder was not given, or has no fixtures in it"),
    Words("make evaluate DATA=数据文件夹", "make evaluate DATA=folder"),
)
