"""The bundled example is what its generator writes, and everything in it is invented."""

import re
from pathlib import Path

from tools import make_example

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "yunling"


def test_the_files_are_up_to_date() -> None:
    for name, content in make_example.files().items():
        assert (EXAMPLE / name).read_text("utf-8") == content


def test_every_number_is_from_a_range_that_cannot_be_dialled() -> None:
    allowed = re.compile(r"(\+86)?1[3-9]00000\d{4}|010-0000\d{4}|1069000000\d{4}|9500\d|")
    for path in EXAMPLE.glob("*.xml"):
        numbers = re.findall(r'(?:number|address)="([^"]*)"', path.read_text("utf-8"))
        assert numbers
        assert [n for n in numbers if not allowed.fullmatch(n)] == []


def test_it_crosses_the_year_in_which_articles_were_renumbered() -> None:
    dates = [int(d) for p in EXAMPLE.glob("sms-*.xml") for d in re.findall(r' date="(\d+)"', p.read_text("utf-8"))]
    new_year = 1_767_196_800_000  # 2026-01-01 00:00 Beijing
    assert min(dates) < new_year < max(dates)


def test_it_holds_what_phones_really_write() -> None:
    everything = "".join(p.read_text("utf-8") for p in EXAMPLE.glob("*.xml"))
    for mark in ("&#55358;", "<mms ", 'presentation="2"', 'type="6"', 'type="3"', 'msg_box="1"', "（1/2）"):
        assert mark in everything
