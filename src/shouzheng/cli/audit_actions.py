"""The other things that ``shouzheng audit`` does besides an audit, by their first word."""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path

from shouzheng.cli.audit_inputs import inputs
from shouzheng.cli.talk import progress, say_in
from shouzheng.model.words import Lang
from shouzheng.reference.problems import Problem, ShouzhengError


def _map(words: list[str], args: argparse.Namespace) -> int:
    """Propose a mapping: to ``--out`` or stdout."""
    from shouzheng.audit.problems import NO_INPUT
    from shouzheng.audit.propose import propose, see
    from shouzheng.rulebook.load import load_rulebook

    if not words:
        raise ShouzhengError(Problem(NO_INPUT, ""))
    with inputs(words, args, None) as given:
        proposal = propose(see(given), load_rulebook().facts)
    if args.json:
        print(json.dumps({"found": dict(proposal.found), "missing": list(proposal.missing)}, ensure_ascii=False))
    elif args.out is None:
        sys.stdout.write(proposal.text)
    else:
        _write(args.out, proposal.text)
        lang = Lang(args.lang)
        say_in(lang, f"已写到 {args.out}，请逐行核对。", f"Written to {args.out}; check every line.")
    return 0


def _write(path: Path, text: str) -> None:
    from shouzheng.audit.problems import CANNOT_WRITE_AUDIT
    from shouzheng.reference.atomic import replacing

    try:
        with replacing(path) as file:
            file.write(text.encode("utf-8"))
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise ShouzhengError(Problem(CANNOT_WRITE_AUDIT, path.name, (("detail", detail),))) from error


def _out(args: argparse.Namespace) -> Path:
    from shouzheng.audit.problems import NO_MAPPING_GIVEN

    if args.out is None:
        raise ShouzhengError(Problem(NO_MAPPING_GIVEN))
    out: Path = args.out
    return out


def _generate(_words: list[str], args: argparse.Namespace) -> int:
    """Make a synthetic archive in ``--out``."""
    from shouzheng.audit.generate.write import generate

    contacts, out, lang = _number(args.contacts), _out(args), Lang(args.lang)
    with progress(lang, contacts) as report:
        made = generate(out, contacts, args.seed, texts=args.texts, progress=lambda done: report("", done))
    if args.json:
        print(json.dumps({"contacts": made.contacts, "files": made.files, "planted": made.planted}))
    else:
        say_in(
            lang,
            f"{made.contacts} 条虚构联系，{made.files} 个文件，其中 {made.planted} 处已知违规（truth.parquet）：{out}",
            f"{made.contacts} invented contacts in {made.files} files, {made.planted} known findings: {out}",
        )
    return 0


def _number(text: str) -> int:
    """Return a whole number such as 20k or 1M; raises SZ-6532."""
    from shouzheng.audit.problems import BAD_COUNT

    found = re.fullmatch(r"([0-9]{1,12})([kKmM]?)", text.strip())
    number = int(found[1]) * {"": 1, "k": 1_000, "m": 1_000_000}[found[2].lower()] if found else 0
    if not 1 <= number <= 10**12:
        raise ShouzhengError(Problem(BAD_COUNT, "", (("what", text[:40]),)))
    return number


def _report(words: list[str], args: argparse.Namespace) -> int:
    """Write the report of a finished run anew, in this language."""
    from shouzheng.audit.report.sign import SIGNATURE
    from shouzheng.audit.report.write import write_report

    lang, folder = Lang(args.lang), _folder(words)
    was_signed = (folder / SIGNATURE).exists()
    page = write_report(folder, lang=lang, sign_with=args.sign)
    say_in(lang, f"报告：{page}", f"Report: {page}")
    if was_signed and args.sign is None:
        say_in(
            lang,
            "原来的签名不适用于新写的报告，已去掉；要签名请加 --sign。",
            "The old signature does not fit the report written anew and is gone; --sign signs it again.",
        )
    return 0


def _verify(words: list[str], args: argparse.Namespace) -> int:
    """Check the files of a report and, with a public key, its signature."""
    from shouzheng.audit.report.sign import check

    signed, lang = check(_folder(words), args.public_key), Lang(args.lang)
    if signed:
        say_in(lang, "文件完整，签名有效。", "All files are as signed, and the signature is valid.")
    else:
        say_in(
            lang,
            "文件与清单一致；没有给出公钥，未核对签名。",
            "The files fit; without a public key no signature was checked.",
        )
    return 0


def _review(words: list[str], args: argparse.Namespace) -> int:
    """Draw a sample into two blind sheets in ``--out``, or take two filled ones back."""
    from shouzheng.audit.local.layout import say
    from shouzheng.audit.problems import BAD_REVIEW
    from shouzheng.audit.review.measure import measure
    from shouzheng.audit.review.sheets import KEY, answers_of

    folder, lang = _folder(words), Lang(args.lang)
    if args.sheets is None:
        return _draw(folder, args, lang)
    first, second = args.sheets
    one, other = answers_of(first), answers_of(second)
    if first.read_bytes() == second.read_bytes():
        raise ShouzhengError(Problem(BAD_REVIEW, second.name, (("what", "1 = 2"),)))
    found = measure(folder / "review" / KEY, one, other)
    say(folder / "review.json", found)
    if args.json:
        print(json.dumps(found, ensure_ascii=False, sort_keys=True))
    kappa = "–" if found["kappa"] is None else f"{found['kappa']:.2f}"
    say_in(
        lang,
        f"复核 {found['reviewed']} 条，κ {kappa}；用 shouzheng audit report 写进报告。",
        f"{found['reviewed']} reviewed, kappa {kappa}; shouzheng audit report puts it into the report.",
    )
    return 0


def _draw(folder: Path, args: argparse.Namespace, lang: Lang) -> int:
    from shouzheng.audit.problems import NO_MAPPING_GIVEN
    from shouzheng.audit.review.page import PAGES, page
    from shouzheng.audit.review.sample import as_json, draw
    from shouzheng.audit.review.sheets import KEY, SHEETS, log_view, sheet, shown, texts_of
    from shouzheng.rulebook.load import load_rulebook

    law, sample = load_rulebook(), draw(folder, args.seed)
    place, texts = folder / "review", {}
    place.mkdir(mode=0o700, exist_ok=True)
    if args.texts_from is not None:
        from shouzheng.audit.mapping import load_mapping

        if args.mapping is None:
            raise ShouzhengError(Problem(NO_MAPPING_GIVEN))
        log_view(folder, args.reviewer, args.reason, len(sample.items), (*SHEETS, *PAGES))
        mapping = load_mapping(args.mapping, law.facts)
        with inputs([str(args.texts_from)], args, mapping) as given:
            texts = texts_of(given, mapping, sample, folder / "work")
    _write(place / KEY, as_json(sample))
    for which, (name, shows) in enumerate(zip(SHEETS, PAGES, strict=True)):
        items = shown(sample, which, law, lang, texts)
        _write(place / name, sheet(items).decode("utf-8"))
        _write(place / shows, page(sample, items, which, law, lang).decode("utf-8"))
    say_in(
        lang,
        f"{len(sample.items)} 条，在 {place}：两人各打开一个网页（{'、'.join(PAGES)}）或各填一份表，互不相看。",
        f"{len(sample.items)} questions in {place}: two people open one page each ({', '.join(PAGES)}), "
        "or fill in one sheet each, alone.",
    )
    return 0


def _thirds(words: list[str], args: argparse.Namespace) -> int:
    """Compare outcomes with and without contact to third persons, for the report."""
    from shouzheng.audit.local.layout import say
    from shouzheng.audit.outcomes import compare
    from shouzheng.audit.problems import BAD_OUTCOMES

    folder, lang = _folder(words), Lang(args.lang)
    if args.outcomes is None:
        raise ShouzhengError(Problem(BAD_OUTCOMES, "", (("what", "--outcomes"),)))
    found = compare(folder, args.outcomes, args.key)
    say(folder / "thirds.json", found)
    if args.json:
        print(json.dumps(found, sort_keys=True))
    left = found["left_out"]
    say_in(
        lang,
        f"已算好；用 shouzheng audit report 写进报告。未计入：档案里没有的 {left['not_in_archive']} 行，"
        f"重复的 {left['repeated']} 行；结果看不懂的 {left['not_understood']} 行。",
        f"Done; shouzheng audit report puts it into the report. Left out: {left['not_in_archive']} not in the archive, "
        f"{left['repeated']} repeated; {left['not_understood']} with an outcome that is not understood.",
    )
    return 0


def _register(words: list[str], args: argparse.Namespace) -> int:
    """Count the complaints of a register one by one, for the report."""
    from shouzheng.audit.local.layout import say
    from shouzheng.audit.problems import BAD_REGISTER
    from shouzheng.audit.register.sums import LATE, OVERDUE, count_complaints

    folder, lang = _folder(words), Lang(args.lang)
    if args.complaints is None or args.until is None:
        raise ShouzhengError(Problem(BAD_REGISTER, "", (("what", "--complaints, --until"),)))
    found = count_complaints(folder, args.complaints, _day(args.until), args.institution_kind)
    say(folder / "complaints.json", found)
    if args.json:
        print(json.dumps(found, ensure_ascii=False, sort_keys=True))
    else:
        left = sum(found["refused"].values())
        say_in(
            lang,
            f"{found['complaints']} 件投诉，{left} 行未计入；用 shouzheng audit report 写进报告。",
            f"{found['complaints']} complaints, {left} rows left out; shouzheng audit report puts it into the report.",
        )
    return 1 if any(each["all"] and each["all"][LATE] + each["all"][OVERDUE] for each in found["rules"].values()) else 0


def _day(text: str) -> date:
    from shouzheng.audit.problems import BAD_REGISTER

    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ShouzhengError(Problem(BAD_REGISTER, "", (("what", f"--until {text[:40]}"),))) from error


def _complaint(words: list[str], args: argparse.Namespace) -> int:
    """Answer the bundle of a complaint from the archive: ``audit complaint BUNDLE INPUT… --mapping … --out DIR``."""
    from shouzheng.audit.complaint import REPLY, REPLY_PAGE, answer, reply_csv, reply_page
    from shouzheng.audit.mapping import load_mapping
    from shouzheng.audit.problems import BAD_COMPLAINT, NO_MAPPING_GIVEN
    from shouzheng.rulebook.load import load_rulebook

    out, lang = _out(args), Lang(args.lang)
    if args.mapping is None or len(words) < 2:
        raise ShouzhengError(Problem(NO_MAPPING_GIVEN))
    pairs = [each.partition("=") for each in args.person]
    if not pairs or not all(name and own for name, _, own in pairs):
        raise ShouzhengError(Problem(BAD_COMPLAINT, "", (("what", "--person CASE=OWN"),)))
    out.mkdir(parents=True, exist_ok=True)
    mapping = load_mapping(args.mapping, load_rulebook().facts)
    persons = {name: own for name, _, own in pairs}
    with tempfile.TemporaryDirectory(prefix="shouzheng-") as work, inputs(words[1:], args, mapping) as given:
        replies = answer(Path(words[0]), given, mapping, persons, Path(work), out)
    _write(out / REPLY, reply_csv(replies).decode("utf-8"))
    _write(out / REPLY_PAGE, reply_page(replies, lang).decode("utf-8"))
    if args.json:
        print(json.dumps([asdict(each) for each in replies], ensure_ascii=False))
    say_in(lang, f"{len(replies)} 条已逐条答复：{out / REPLY_PAGE}", f"{len(replies)} answered: {out / REPLY_PAGE}")
    return 1 if any(each.rules for each in replies) else 0


def _folder(words: list[str]) -> Path:
    from shouzheng.audit.problems import NO_RESULT

    if len(words) != 1:
        raise ShouzhengError(Problem(NO_RESULT, "", (("what", "DIR"),)))
    return Path(words[0])


#: First word → what it does.
ACTIONS: dict[str, Callable[[list[str], argparse.Namespace], int]] = {
    "map": _map,
    "generate": _generate,
    "report": _report,
    "verify": _verify,
    "review": _review,
    "thirds": _thirds,
    "register": _register,
    "complaint": _complaint,
}
