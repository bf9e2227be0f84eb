"""1,000 private messages with one attributed collector among them: no private text in any output but events.jsonl."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow.parquet as parquet
import pypdf
import pytest

from shouzheng.cli.main import main
from tests.cli.exports import sms, write, write_case

pytestmark = pytest.mark.evaluation


def _private(count: int) -> list[str]:
    folder = Path(os.environ["SHOUZHENG_DATA"]) / "corpus"
    table = parquet.read_table(folder / "private_sms_dev.parquet")
    column = next(name for name in ("text", "sms", "message", "body") if name in table.column_names)
    texts = [text for text in table[column].to_pylist() if text and len(text) >= 8 and text.isprintable()]
    assert len(texts) >= count
    return texts[:count]


def test_no_private_text_leaves_events_jsonl(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = _private(1000)
    threat = "再不还钱我们就上门打断你的腿"
    records = [sms(f"2026-03-{1 + n % 28:02d} 12:{n % 60:02d}:00", t, f"1800000{n:04d}") for n, t in enumerate(texts)]
    records.insert(500, sms("2026-03-15 22:30:00", threat))
    path = write(tmp_path / "sms-1.xml", "smses", *records)
    out = tmp_path / "out"
    assert main(["check", str(path), "--who", str(write_case(tmp_path)), "--out", str(out)]) == 1
    shown = capsys.readouterr()
    pages = "".join(page.extract_text() for page in pypdf.PdfReader(out / "dossier.pdf").pages)
    outputs = {
        "terminal": shown.out + shown.err,
        "findings.json": (out / "findings.json").read_text("utf-8"),
        "dossier.pdf": "".join(pages.split()),
    }
    assert threat in outputs["findings.json"]
    assert threat in outputs["dossier.pdf"]
    events = (out / "events.jsonl").read_text("utf-8")
    numbers = [f"1800000{n:04d}" for n in range(len(texts))]
    for name, output in outputs.items():
        leaked = [t for t in texts if t in output or "".join(t.split()) in output]
        assert leaked == [], name
        assert [n for n in numbers if n in output] == [], name
    assert sum(t in events for t in texts) > 900
