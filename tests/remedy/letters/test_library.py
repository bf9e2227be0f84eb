"""The folder of letters is read strictly: every mistake has its file, line and column, and nothing is half used."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from shouzheng.model.words import Lang
from shouzheng.reference.data_files import data_folder
from shouzheng.reference.problems import ShouzhengError
from shouzheng.remedy.letters.library import load_library
from shouzheng.remedy.letters.requests_file import not_grantable, read_requests
from shouzheng.rulebook.files.law_file import LawFile
from shouzheng.rulebook.load import load_rulebook

OBJECTION = "cn/third_person_objection.toml"


def _problems(folder: Path) -> list[tuple[str, str]]:
    with pytest.raises(ShouzhengError) as caught:
        load_library(load_rulebook(), folder)
    assert caught.value.exit_code == 3
    return [(problem.code, problem.where) for problem in caught.value.problems]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(data_folder("letters"), tmp_path / "letters")
    return tmp_path / "letters"


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        (OBJECTION, "{role}。", "{rolle}。", "SZ-5213"),
        (OBJECTION, "as: {role}.", "as:", "SZ-5213"),
        (OBJECTION, "{guarantee}", "{role}", "SZ-5214"),
        (OBJECTION, "本人明确表示：", "这已经构成侵权：", "SZ-5211"),
        (OBJECTION, "I state clearly", "Immediately, I state", "SZ-5211"),
        (OBJECTION, "contacts > 0", "kontacts > 0", "SZ-3104"),
        (OBJECTION, "contacts > 0", "contacts > TRUE", "SZ-3106"),
        (OBJECTION, 'channel = "lender"', 'channel = "nobody"', "SZ-3008"),
        (OBJECTION, '"pipl-44"', '"pipl-4400"', "SZ-3008"),
        (OBJECTION, '"pipl-44"', '"cf24-coll"', "SZ-5215"),
        (OBJECTION, "，依据的是{law}。", "。", "SZ-5213"),
        (OBJECTION, 'speaks_of = "third_persons"', 'speaks_of = "everything"', "SZ-3006"),
        (OBJECTION, "order = 20", 'order = 20\nordr = "x"', "SZ-3003"),
        (OBJECTION, 'id = "third_person_objection"', 'id = "objection"', "SZ-3010"),
        (OBJECTION, "order = 20", "order = ", "SZ-3002"),
        ("next/lender.toml", '"amount_objection"', '"amount"', "SZ-3008"),
        (OBJECTION, "停止与本人联系；二", "停止与本人联系，并告知借款人的地址；二", "SZ-5216"),
        ("cn/complaint_nfra.toml", "书面答复核查结果", "责令赔偿并书面答复", "SZ-5216"),
        ("cn/report_12321.toml", "请处理下列来电", "请告知机主，并处理下列来电", "SZ-5216"),
        ("cn/police_statement.toml", "不请求公安机关处理借款本身", "请公安机关减免本息", "SZ-5216"),
        ("cn/dispute_12315.toml", "请求：{wish}", "请核查催收行为。请求：{wish}", "SZ-5216"),
        ("cn/credit_objection.toml", "请依{law}核查处理", "请删除不良记录，依{law}核查处理", "SZ-5216"),
        ("portals/portal_nifa.toml", 'form = "portal"', 'form = "paper"', "SZ-3006"),
        ("portals/portal_nifa.toml", 'channel = "nifa"', 'channel = "nifaa"', "SZ-3008"),
        ("cn/civil_complaint.toml", "signer", "sign", "SZ-3004"),
        ("requests.toml", '"samr_12315"', '"samr"', "SZ-3008"),
        ("requests.toml", 'id = "damages"', 'id = "punish"', "SZ-3007"),
        ("where/nifa.toml", "for_nifa > 0", "for_niffa > 0", "SZ-3104"),
        ("where/nifa.toml", 'id = "nifa"', 'id = "nifas"', "SZ-3008"),
        ("where/nfra_12378.toml", "why_not", "why_nott", "SZ-3004"),
        ("next/lender.toml", '"lender_simple"', '"lender_easy"', "SZ-3008"),
        ("next/lender.toml", "contacts > 0", "days(contacts) > 0", "SZ-3101"),
        ("deadlines.toml", 'from = "lender"', 'from = "creditor"', "SZ-3008"),
        ("deadlines.toml", '"comp-time"', '"comp-times"', "SZ-3008"),
        ("deadlines.toml", 'unit = "month"', 'unit = "moon"', "SZ-3006"),
        ("guards.toml", "words", "word", "SZ-3004"),
    ],
)
def test_a_mistake_is_located(folder: Path, name: str, old: str, new: str, code: str) -> None:
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    found = _problems(folder)
    assert code in {each for each, _ in found}, found
    assert all(where.startswith((name, "next/", "deadlines", "cn/", "where/")) for _, where in found), found


def test_an_empty_or_unreadable_file_is_not_passed_over(folder: Path) -> None:
    (folder / "cn" / "empty.toml").write_text("", "utf-8")
    (folder / "next" / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    found = _problems(folder)
    assert {where.partition(":")[0] for _, where in found} == {"cn/empty.toml", "next/bytes.toml"}


def test_a_folder_without_guards_is_refused(folder: Path) -> None:
    (folder / "guards.toml").unlink()
    assert ("SZ-3001", "guards.toml") in _problems(folder)


def test_the_shipped_folder_is_sound_and_loaded_once() -> None:
    first = load_library(load_rulebook())
    assert load_library(load_rulebook()) is first
    assert next(iter(first.letters)) == "stop_contacting_others"
    assert first.hash.startswith("sha256:")


def test_what_each_body_cannot_do_is_held_against_letters_to_it() -> None:
    rulebook = load_rulebook()
    file = LawFile.read(data_folder("letters") / "requests.toml", data_folder("letters"))
    requests = read_requests(file, rulebook)
    assert not file.problems
    assert set().union(*(request.cannot for request in requests.values())) == set(rulebook.channels)
    for request in requests.values():
        for channel in request.cannot:
            found = not_grantable(channel, (), f"请{request.words[0]}。", requests, rulebook, "x")
            assert {problem.code for problem in found} == {"SZ-5216"}
            assert rulebook.channels[channel].cannot_do.zh in found[0].why(Lang.ZH_HANS)
            assert not_grantable(channel, [request.id], "请办理。", requests, rulebook, "x")
    assert not not_grantable("lender", (), "请停止与本人联系。", requests, rulebook, "x")
    assert not not_grantable(None, ["punish"], "请予以处罚。", requests, rulebook, "x")
