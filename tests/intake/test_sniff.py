import sqlite3
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from shouzheng.intake.exports import open_export
from shouzheng.intake.sniff import look_at, really_is
from shouzheng.model.words import Lang
from shouzheng.reference.problems import ShouzhengError
from tests.intake.making import call, calls, saved, sms, smses


def _zip() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "a")
    return buffer.getvalue()


def _database() -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE recipes (name TEXT)")
    return connection.serialize()


WRONG_THINGS = {
    "a PNG picture": b"\x89PNG\r\n\x1a\n" + bytes(50),
    "a JPEG picture": b"\xff\xd8\xff\xe0" + bytes(50),
    "a GIF picture": b"GIF89a" + bytes(50),
    "a WebP picture": b"RIFF\x00\x00\x00\x00WEBPVP8 ",
    "a HEIC picture": b"\x00\x00\x00\x18ftypheic" + bytes(20),
    "an MP4, M4A or 3GP recording": b"\x00\x00\x00\x18ftypM4A " + bytes(20),
    "an AMR recording": b"#!AMR\n\x00",
    "a ZIP archive (perhaps a spreadsheet or document)": _zip(),
    "a GZIP file": b"\x1f\x8b\x08\x00" + bytes(20),
    "a PDF document": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
    "an SQLite database": _database(),
    "an adb backup (.ab)": b"ANDROID BACKUP\n5\n1\nnone\n",
    "an HTML page": b"\xef\xbb\xbf\n<!DOCTYPE html><html><body>smses</body></html>",
    "JSON data": b'[ {"address": "95000"} ]',
    "a vCard address book": b"BEGIN:VCARD\r\nVERSION:2.1\r\n",
    "plain text": "您好，smses <sms>".encode(),
    "plain text in UTF-16": "您好".encode("utf-16"),
    "text in UTF-32": "<smses/>".encode("utf-32"),
    "nothing but zero bytes (the file was never written)": bytes(4096),
    "unknown binary data": bytes(range(1, 256)) * 3,
    "XML, but no element in its first 64 KiB": b"<?xml version='1.0'?><!-- nothing -->",
}


@pytest.mark.parametrize("really", WRONG_THINGS)
def test_a_wrong_thing_named_xml_is_called_what_it_is(tmp_path: Path, really: str) -> None:
    with pytest.raises(ShouzhengError) as caught:
        open_export(saved(tmp_path, WRONG_THINGS[really]))
    (problem,) = caught.value.problems
    assert caught.value.exit_code == 2
    assert problem.code == "SZ-1010"
    assert problem.where == "sms-1.xml"
    said = problem.what(Lang.EN)
    assert really in said
    assert "although its name ends in .xml" in said
    assert "SMS Backup & Restore" in problem.repair(Lang.EN)
    assert problem.what(Lang.ZH_HANS) != said


def test_text_that_begins_like_a_picture_is_text() -> None:
    assert really_is(look_at("BM是一种图片格式".encode(), "a.txt")).en == "plain text"
    assert really_is(look_at(b"MZ is how programs begin", "a.txt")).en == "plain text"


@pytest.mark.parametrize("root", ["foo", "CallLogs", "SMSRecords", "SMSES"])
def test_another_root_is_named_with_those_that_are_known(tmp_path: Path, root: str) -> None:
    with pytest.raises(ShouzhengError) as caught:
        open_export(saved(tmp_path, f"<?xml version='1.0'?><{root}><a/></{root}>"))
    (problem,) = caught.value.problems
    assert (problem.code, caught.value.exit_code) == ("SZ-1012", 2)
    assert f"<{root}>" in problem.what(Lang.EN)
    assert "<smses>" in problem.what(Lang.EN)
    assert "<calls>" in problem.what(Lang.EN)


def test_a_hostile_root_name_is_harmless_to_look_at(tmp_path: Path) -> None:
    with pytest.raises(ShouzhengError) as caught:
        open_export(saved(tmp_path, "<a\u202eb\x1b[31m" + "x" * 90 + "/>"))
    said = caught.value.problems[0].what(Lang.EN)
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert len(said) < 300


def test_content_decides_and_the_reason_is_given_in_words(tmp_path: Path) -> None:
    messages = open_export(saved(tmp_path, smses(sms()), "calls.pdf"))
    assert len(list(messages)) == 1
    assert messages.report.format == "sms_backup_restore_messages"
    assert "<smses>" in messages.report.recognised_by.zh
    log = open_export(saved(tmp_path, calls(call()), "x"))
    assert len(list(log)) == 1
    assert log.report.format == "sms_backup_restore_calls"
    assert "<calls>" in log.report.recognised_by.en


def test_the_root_is_found_behind_comments_instructions_and_a_declaration() -> None:
    head = b'\xef\xbb\xbf <?xml version="1.0"?><?xml-stylesheet href="a>b"?><!-- <foo> -->' + (
        b'<!DOCTYPE smses [<!ENTITY a "<bar>">]><smses count="1">'
    )
    assert look_at(head, "a").root == "smses"
    assert look_at(b"<smses count=", "a").root == "smses"
    assert look_at(b"</smses>", "a").root is None
