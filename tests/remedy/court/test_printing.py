"""The court-style print: every confirmed record, numbered lines, page and hash on every page, nothing private."""

from __future__ import annotations

import io
import re
import struct
import zlib
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader

from shouzheng.model.event import Attachment, Direction, TextSource
from shouzheng.model.original import Digest
from shouzheng.model.words import Lang
from shouzheng.reference.problems import ShouzhengError
from shouzheng.remedy.check import check
from shouzheng.remedy.court.media import find_pictures
from shouzheng.remedy.court.printing import Selection, court_pdf, court_view, print_digest
from shouzheng.remedy.gather import material_of
from shouzheng.remedy.material import Material
from tests.remedy.letters.test_filling import HOSTILE
from tests.remedy.sample import digest
from tests.remedy.yunling import EXAMPLE, TODAY

ALL = Selection()


@cache
def material() -> Material:
    """The bundled example."""
    return material_of(check(sorted(EXAMPLE.glob("*.xml")), EXAMPLE / "case.toml", None, as_of=TODAY))


@cache
def pages() -> tuple[str, ...]:
    """The text of each page."""
    return tuple(page.extract_text() for page in PdfReader(io.BytesIO(court_pdf(material(), ALL))).pages)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _with(first: object = None, **changes: object) -> Material:
    """The example with its first contact changed."""
    contacts = list(material().in_order)
    event = replace(contacts[0].event, **changes)  # type: ignore[arg-type]
    contacts[0] = replace(contacts[0], event=event)
    return replace(material(), contacts=tuple(contacts))


def test_every_confirmed_record_is_there_with_its_exact_words() -> None:
    text = _plain("".join(pages()))
    view = court_view(material(), material().in_order, ALL, Lang.ZH_HANS, {})
    records = view["records"]
    assert isinstance(records, list)
    assert [row["n"] for row in records] == list(range(1, len(material().in_order) + 1))
    text = re.sub(r"\d", "", text)  # the numbers of lines stand between the words
    for contact in material().in_order:
        if contact.event.text:
            assert re.sub(r"\d", "", _plain(contact.event.text)) in text


def test_each_page_has_its_number_the_count_and_the_hash() -> None:
    wanted = print_digest(material(), material().in_order)
    for place, page in enumerate(pages(), 1):
        assert f"第{place}页，共{len(pages())}页" in _plain(page)
        assert wanted in _plain(page)


def test_lines_are_numbered_from_one_on_each_page_of_records() -> None:
    for page in pages()[1:3]:
        numbers = [int(found) for found in re.findall(r"^(\d{1,2})(?= |$)", page, flags=re.MULTILINE)]
        assert numbers[:5] == [1, 2, 3, 4, 5], page[:200]


def test_the_cover_has_zone_roster_files_and_how_to_compute_again() -> None:
    cover = _plain(pages()[0])
    assert "+08:00" in cover
    for name in ("林某的姐姐（虚构）", "磐石示例商务咨询有限公司", "010-00001111", "sms-20260205090000.xml"):
        assert _plain(name) in cover
    for report in material().reports:
        assert report.original.digest.hex in cover
    assert "sha256sum" in cover
    assert "certutil" in cover


def test_nothing_private_and_no_private_party_is_printed() -> None:
    text = "".join(pages())
    assert "18000000001" not in text
    assert "19000000002" not in text
    assert "家人朋友" not in text


def test_a_print_of_a_range_says_so_and_has_another_hash() -> None:
    chosen = Selection(person="sister", party="panshi", since=date(2026, 1, 1), until=date(2026, 1, 31))
    contacts = [contact for contact in material().in_order if chosen.takes(contact)]
    assert {contact.event.owner for contact in contacts} == {"sister"}
    assert print_digest(material(), contacts) != print_digest(material(), material().in_order)
    view = court_view(material(), contacts, chosen, Lang.ZH_HANS, {})
    assert "仅林某的姐姐（虚构）手机中的记录" in str(view["chosen"])
    assert f"所选范围以外的{len(material().in_order) - len(contacts)}条" in str(view["left_out"])


def test_an_empty_range_is_refused() -> None:
    with pytest.raises(ShouzhengError) as caught:
        court_pdf(material(), Selection(since=date(2030, 1, 1)))
    assert caught.value.problems[0].code == "SZ-5223"


def test_hostile_words_are_text_and_bytes_repeat() -> None:
    hostile = _with(text=HOSTILE, direction=Direction.UNKNOWN)
    first = court_pdf(hostile, ALL)
    assert first == court_pdf(hostile, ALL)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(first)).pages)
    assert '#import "x" $x$ *粗* {law} {writer}' in text
    assert "⟦U+202E⟧" in text


def test_a_changed_word_changes_the_hash() -> None:
    changed = _with(text="别的话")
    assert print_digest(changed, changed.in_order) != print_digest(material(), material().in_order)


def _png() -> bytes:
    def part(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)
    rows = b"\x00\xff\x00\x00\x00\xff\x00" * 2
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")


def _attached(content: bytes) -> Material:
    import hashlib

    known = Attachment("image/png", "拍照.png", Digest("sha256", hashlib.sha256(content).hexdigest(), len(content)))
    return _with(attachments=(known, Attachment("image/jpeg", "IMG_0001.jpg", digest("gone"))))


def test_media_are_listed_and_shown_where_the_same_file_is_found(tmp_path: Path) -> None:
    content = _png()
    (tmp_path / "照片.png").write_bytes(content)
    (tmp_path / "other.png").write_bytes(content[:-1] + b"x")
    with_media = _attached(content)
    pictures = find_pictures(tmp_path, with_media)
    assert len(pictures) == 1
    reader = PdfReader(io.BytesIO(court_pdf(with_media, ALL, Lang.ZH_HANS, pictures)))
    text = _plain("".join(page.extract_text() for page in reader.pages))
    assert "拍照.png" in text
    assert "IMG_0001.jpg" in text
    assert digest("gone").hex in text
    assert sum(len(page.images) for page in reader.pages) == 1


def test_a_file_that_only_calls_itself_a_picture_does_not_stop_the_print(tmp_path: Path) -> None:
    broken = b"\x89PNG\r\n\x1a\n" + b"no picture at all"
    (tmp_path / "a.png").write_bytes(broken)
    with_media = _attached(broken)
    pictures = find_pictures(tmp_path, with_media)
    assert len(pictures) == 1
    pdf = court_pdf(with_media, ALL, Lang.ZH_HANS, pictures)
    assert "拍照.png" in _plain("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def test_english_labels() -> None:
    view = court_view(material(), material().in_order, ALL, Lang.EN, {})
    labels = view["t"]
    assert isinstance(labels, dict)
    assert labels["heading"] == "Print of communications"


def test_what_was_done_while_reading_is_said_in_words_and_no_key_is_printed() -> None:
    changed = _with(notes=("split_sms_joined", "some_new_mark"), text_source=TextSource.BY_HAND)
    for lang, joined in ((Lang.ZH_HANS, "已按顺序拼接"), (Lang.EN, "a long SMS stored in parts")):
        text = str(court_view(changed, changed.in_order, ALL, lang, {})["records"])
        assert joined in text
        assert not any(key in text for key in ("split_sms_joined", "some_new_mark", "by_hand"))
    assert "1 more marks" in text
