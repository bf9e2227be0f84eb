"""Thumbnails of the court print out of an encrypted case: inside a message, an original of its own, or not at all."""

from __future__ import annotations

import base64
import hashlib
import io
import random
from dataclasses import replace
from pathlib import Path

from pypdf import PdfReader

from shouzheng.model.event import Attachment
from shouzheng.model.original import Digest
from shouzheng.remedy.court.case_media import case_pictures
from shouzheng.remedy.court.media import find_pictures
from shouzheng.remedy.court.printing import Selection, court_pdf
from shouzheng.remedy.gather import material_of
from shouzheng.remedy.material import Material
from tests.remedy.cases.making import checked, confirm, example_case
from tests.remedy.court.test_printing import _png
from tests.remedy.yunling import EXAMPLE

_MMS = """<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>
<smses count="1"><mms date="1770000000000" msg_box="1" address="13000000021" sub="null" m_type="132" text_only="0">
<parts><part seq="-1" ct="application/smil" name="null" text="&lt;smil/&gt;" />
<part seq="0" ct="image/png" name="催.png" cl="催.png" text="null" data="{data}" /></parts>
<addrs><addr address="13000000021" type="137" charset="106" /></addrs></mms></smses>
"""


def _file(folder: Path, data: str) -> Path:
    path = folder / "sms-20260206090000.xml"
    path.write_text(_MMS.format(data=data), "utf-8")
    return path


def _materials(folder: Path, data: str) -> tuple[Material, dict[str, str]]:
    """The records selected in a case of one message with a picture, and the kinds of the pictures found."""
    with example_case(folder / "case", files=[_file(folder, data)]) as case:
        confirm(case)
        material = material_of(checked(case, only_confirmed=True).result)
        return material, {key: each.kind for key, each in case_pictures(case, material).items()}


def test_a_picture_in_a_message_of_the_case_is_printed_without_a_folder(tmp_path: Path) -> None:
    content = _png()
    material, kinds = _materials(tmp_path, base64.b64encode(content).decode())
    (part,) = material.in_order[0].event.attachments
    assert part.digest is not None
    assert kinds == {part.digest.hex: "png"}
    assert find_pictures(tmp_path, material) == {}  # no such file lies anywhere
    with example_case(tmp_path / "again", files=[_file(tmp_path, base64.b64encode(content).decode())]) as case:
        pictures = case_pictures(case, material)
    plain = PdfReader(io.BytesIO(court_pdf(material, Selection())))
    shown = PdfReader(io.BytesIO(court_pdf(material, Selection(), pictures=pictures)))
    assert sum(len(page.images) for page in plain.pages) == 0
    assert sum(len(page.images) for page in shown.pages) == 1


def test_what_is_no_picture_or_no_base64_stays_in_the_list(tmp_path: Path) -> None:
    noise = random.Random(7).randbytes(300)  # noqa: S311 - no secret
    material, kinds = _materials(tmp_path, base64.b64encode(noise).decode())
    assert len(material.in_order[0].event.attachments) == 1
    assert kinds == {}


def test_a_picture_that_is_an_original_of_its_own_is_found_by_its_digest_only(tmp_path: Path) -> None:
    path = EXAMPLE / "sms-20260205090000.xml"
    with example_case(tmp_path / "case", files=[path]) as case:
        confirm(case)
        material = material_of(checked(case, only_confirmed=True).result)
        content = _png()
        key = Digest("sha256", hashlib.sha256(content).hexdigest(), len(content))
        (contact, *rest) = material.in_order
        event = replace(contact.event, attachments=(Attachment("image/png", "拍照.png", key),))
        with_media = replace(material, contacts=(replace(contact, event=event), *rest))
        assert case_pictures(case, with_media) == {}
        case.add(io.BytesIO(content), "任意名.png", "image/png")
        assert list(case_pictures(case, with_media)) == [key.hex]


def test_the_number_of_copies_stands_on_the_cover(tmp_path: Path) -> None:
    material, _ = _materials(tmp_path, base64.b64encode(_png()).decode())
    for copies, said in ((3, "一式3份"), (None, "一式份")):
        reader = PdfReader(io.BytesIO(court_pdf(material, Selection(copies=copies))))
        assert said in "".join("".join(page.extract_text().split()) for page in reader.pages)
