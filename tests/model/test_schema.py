from shouzheng.model.schema import EVENTS, FINDINGS, READINGS, TABLES, TEXT_READINGS, schema_markdown

ARROW = {
    "string",
    "bool",
    "int32",
    "int64",
    "date32",
    "timestamp[ms, UTC]",
    "list<string>",
    "list<int64>",
    "map<string, string>",
}


def test_columns_are_typed_named_once_and_described_in_both_languages() -> None:
    assert TABLES == (EVENTS, READINGS, TEXT_READINGS, FINDINGS)
    for table in TABLES:
        names = [column.name for column in table.columns]
        assert len(names) == len(set(names))
        for column in table.columns:
            assert column.arrow in ARROW or column.arrow.startswith("list<struct<")
            assert column.doc.zh
            assert column.doc.en.isascii()


def test_money_is_whole_fen_and_numbers_are_text() -> None:
    columns = {column.name: column for table in TABLES for column in table.columns}
    assert (columns["fen"].arrow, columns["fen"].unit) == ("int64", "fen")
    assert columns["other_raw"].arrow == columns["other_normal"].arrow == "string"
    assert columns["time"].arrow == "timestamp[ms, UTC]"
    assert not [column for column in columns.values() if "float" in column.arrow or "decimal" in column.arrow]


def test_the_page_shows_every_column() -> None:
    page = schema_markdown()
    for table in TABLES:
        assert f"## {table.name}\n" in page
        for column in table.columns:
            assert f"| `{column.name}` | `{column.arrow}` |" in page
    assert page.endswith("|\n")
    assert all(line.count("|") == 7 for line in page.splitlines() if line.startswith("|"))
