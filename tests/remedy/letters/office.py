"""Word files as LibreOffice and a plain reader see them: conversion to PDF, and the text of both kinds of file."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from pathlib import Path

import docx
from pypdf import PdfReader

from shouzheng.remedy.paper.printable import font_paths
from shouzheng.remedy.paper.word_file import JOINER

_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>{folder}</dir><cachedir>{cache}</cachedir>
<alias><family>仿宋</family><prefer><family>Noto Serif SC</family></prefer></alias>
<alias><family>宋体</family><prefer><family>Noto Serif SC</family></prefer></alias></fontconfig>"""
_SPACE = re.compile(r"\s+")


def squeezed(text: str) -> str:
    """Text without white space and without joiners: what must be the same however lines break."""
    return _SPACE.sub("", text).replace(JOINER, "")


def word_text(content: bytes) -> str:
    """All paragraphs of the body, one a line."""
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)


def pdf_pages(content: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def pdf_body(content: bytes, title: str) -> str:
    """The text of a letter's PDF without the foot of its pages, squeezed."""
    pages = pdf_pages(content)
    text = ""
    for place, page in enumerate(pages, 1):
        foot = squeezed(f"{title}第{place}页，共{len(pages)}页")
        body = squeezed(page)
        assert body.endswith(foot), body[-80:]
        text += body[: -len(foot)]
    return text


def office_pdfs(files: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """Convert Word files with LibreOffice in one run; the fonts of our own PDFs stand in for those of Windows."""
    office = shutil.which("soffice")
    assert office, "soffice (Debian: libreoffice-writer-nogui) is needed to see Word files as an office program does"
    fonts = folder / "fonts.conf"
    fonts.write_text(_FONTS.format(folder=font_paths()[0].parent, cache=folder / "cache"), "utf-8")
    for name, content in files.items():
        (folder / f"{name}.docx").write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    papers = [str(folder / f"{name}.docx") for name in files]
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder / "pdf"), *papers],
        check=True,
        capture_output=True,
        timeout=120,
        env={**os.environ, "FONTCONFIG_FILE": str(fonts), "HOME": str(folder)},
    )
    return {name: (folder / "pdf" / f"{name}.pdf").read_bytes() for name in files}
