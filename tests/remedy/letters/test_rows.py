"""Rows of contacts in a letter: no mark that only the dossier explains."""

from __future__ import annotations

from dataclasses import replace

from shouzheng.model.moment import OffsetSource
from shouzheng.remedy.letters.rows import contact_row, evidence_row
from tests.remedy.yunling import situation


def test_an_offset_that_the_file_does_not_say_is_called_assumed_in_words() -> None:
    where = situation()
    row = next(iter(where.contacts.values()))
    row = replace(row, time=replace(row.time, offset_source=OffsetSource.ASSUMED))
    for pieces in (contact_row(row, where), evidence_row(1, row, (), where)):
        zh, en = ("".join(getattr(piece.text, lang) for piece in pieces) for lang in ("zh", "en"))
        assert "（UTC+08:00，推定）" in zh
        assert "(UTC+08:00, assumed)" in en
        assert "*" not in zh + en
