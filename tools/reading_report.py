"""Write ``docs/reading.md``: how good the reading is on real messages, in figures only.

Run ``SHOUZHENG_DATA=folder python -m tools.reading_report``. The messages are not part of the project, so the page is
made only where they are; ``make docs`` leaves it alone. No message and no piece of one is written.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.evaluation.figures import FRAUD, ORDINARY, fraud_figures, hard_acts_in_private_texts, without_addressee
from tests.evaluation.split import is_frozen

from shouzheng.model.words import Lang
from shouzheng.reading.evaluation.counts import Count
from shouzheng.reading.evaluation.measure import Answer, Result, measure, our_reader
from shouzheng.reading.evaluation.report import FEW, as_markdown
from shouzheng.reading.evaluation.rows import Row, read_rows
from shouzheng.reading.evaluation.run import evaluate
from shouzheng.reading.kinds.loading import load_kinds
from shouzheng.reading.kinds.names import KIND_WORDS, Kind
from shouzheng.reading.lexicon import load_lexicon

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reading.md"

_HEAD = """# How good is the reading?

Made by `tools/reading_report.py` from real messages that are not part of the project. Figures only.
To measure on your own labelled rows: `shouzheng reading eval FILE.jsonl [--json]`.

A kind says what a text looks like and accuses nobody. An act always comes with the characters that show it. The small
statistical model behind the kinds (`lexicon/kinds/model.toml`) was trained on {texts} invented texts
(`lexicon/training`, `tools/train_kinds.py`) and on nothing that anybody received; it can show no act.

**How to read the tables.** *Seen*: rows that were read while patterns and training texts were written, so these figures
flatter. *Frozen*: a third of the sources (more than half of the rows), set aside by a hash of their names; nobody read
them. Their total figures were looked at repeatedly while the model was made, so they are not wholly blind. Intervals
are wide because there are few rows; a star marks labels with fewer than fifteen. *Keywords* is a plain list of words
(`lexicon/baseline.toml`) on the same rows.

The role of the addressee is an input of a reading (a message in the debtor's phone, a message to a sister). Where rows
state it, it is given to the reading; the labelled kind never is. Texts without a known addressee are taken for
collection less easily, and most rows without one are articles, posts, replies and adverts: on other files the gain from
this may be smaller (the figure "from the text alone" leaves the role out everywhere).

**Tried and left out.** A second model that weighs loose cues of threats, exposure, false legal words and insults
(characters around the cue, trained on invented clauses only). On the frozen part it found one further act for two false
ones at the threshold at which recall began to rise, so it does not accuse anybody.
"""


def sections(corpus: Path) -> Iterator[str]:
    """Yield the parts of the page."""
    messages = corpus / "messages_dev.jsonl"
    texts = next(line for line in _model_lines() if line.startswith("texts = ")).removeprefix("texts = ")
    yield _HEAD.format(texts=f"{int(texts):,}")
    yield from _aims(messages, corpus)
    parts: dict[str, tuple[str, bool | None]] = {
        "frozen": ("Messages, frozen part", True),
        "seen": ("Messages, seen part", False),
        "all": ("Messages, all", None),
    }
    for title, frozen in parts.values():

        def keep(row: Row, frozen: bool | None = frozen) -> bool:
            return frozen is None or is_frozen(row.group) is frozen

        report = evaluate(messages, keep=keep)
        yield f"## {title}: {report.ours.rows} rows of {report.ours.groups} sources\n"
        yield as_markdown(report, Lang.EN)
        if frozen is not False:
            alone = without_addressee(messages, keep)
            yield f"Kinds from the text alone, addressee unknown: macro F1 {alone:.2f}.\n"
    yield from _frauds(corpus)
    yield from _finer(corpus)
    yield from _suppressed(messages)
    yield "## Kinds\n\n| kind | |\n|---|---|"
    yield "\n".join(f"| {kind} | {words.zh}<br>{words.en} |" for kind, words in KIND_WORDS.items())
    yield f"\nLexicon `{load_lexicon().hash}`.\n"


def _aims(messages: Path, corpus: Path) -> Iterator[str]:
    every = evaluate(messages).ours
    frozen = evaluate(messages, keep=lambda row: is_frozen(row.group)).ours
    yield "## Aims, and what was reached\n\n| aim | on all rows | on the frozen part |\n|---|---:|---:|"
    rows = [
        ("kinds, macro F1 ≥ 0.85", every.kinds.macro_f1, frozen.kinds.macro_f1),
        *(
            (f"hard acts, {name} ≥ {aim}", getattr(_hard(every), name), getattr(_hard(frozen), name))
            for name, aim in (("precision", 0.95), ("recall", 0.85))
        ),
    ]
    frequent = [
        (f"{label}, F1 ≥ 0.85", figure.count.f1, frozen.acts.by_label[label].count.f1)
        for label, figure in every.acts.by_label.items()
        if figure.count.support >= FEW
    ]
    yield "\n".join(f"| {name} | {_two(first)} | {_two(second)} |" for name, first, second in (*rows, *frequent))
    found = fraud_figures(corpus)
    for name, labels in (("frauds taken for fraud ≥ 90 %", FRAUD), ("the same without investment adverts", FRAUD[:2])):
        parts = [[found[f"fake base station: {label}, {part}"] for label in labels] for part in ("seen", "frozen")]
        shares = [
            sum(hit for hit, _ in some) / sum(of for _, of in some) for some in ([*parts[0], *parts[1]], parts[1])
        ]
        yield f"| {name} | {shares[0]:.1%} | {shares[1]:.1%} |"
    for name in ("private messages", "our ordinary texts"):
        hit, total = found[name]
        yield f"| {name} taken for fraud ≤ 2 % | {hit / total:.1%} | |"
    accused, total = hard_acts_in_private_texts(corpus)
    yield f"| hard acts in {total:,} private messages ≤ {total // 2000} | {accused} | |\n"


def _hard(result: Result) -> Count:
    return result.hard.by_label["hard_acts"].count


def _two(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _suppressed(messages: Path) -> Iterator[str]:
    """Say what leaving out the acts of texts taken for commentary or a reply would do; it is not done."""
    reader = our_reader(load_lexicon(), load_kinds())

    def silent(row: Row) -> Answer:
        answer = reader(row)
        quiet = answer.kind in (Kind.COMMENTARY, Kind.VICTIM_REPLY)
        return Answer(answer.kind, frozenset()) if quiet else answer

    rows = read_rows(messages).rows
    yield "## Acts in commentary and replies\n"
    yield "Acts are not left out because the *guessed* kind is commentary or a reply; this is what that would change.\n"
    yield "| all acts together | precision | recall |\n|---|---:|---:|"
    for name, one in (("as it is", reader), ("left out", silent)):
        total = sum((figure.count for figure in measure(rows, one).acts.by_label.values()), Count())
        yield f"| {name} | {_two(total.precision)} | {_two(total.recall)} |"
    yield ""


def _model_lines() -> list[str]:
    return (ROOT / "lexicon" / "kinds" / "model.toml").read_text("utf-8").splitlines()


def _frauds(corpus: Path) -> Iterator[str]:
    found = fraud_figures(corpus)
    yield "## Fraud\n"
    yield (
        "A text is taken for fraud when its kind is `scam`. Marks of fraud in `shouzheng genuine` are a second, "
        "separate answer and are not counted here.\n"
    )
    yield "| texts | taken for fraud | of | share |\n|---|---:|---:|---:|"
    yield "\n".join(f"| {name} | {hit} | {total} | {hit / total:.1%} |" for name, (hit, total) in found.items()) + "\n"
    yield f"Ordinary texts: {len(ORDINARY)} invented bills, codes, deliveries, reminders, with those of `tests/lawful`."
    yield "Investment: share tips and adverts of funds, some of them by honest houses.\n"


def _finer(corpus: Path) -> Iterator[str]:
    yield "## Templates of lenders, and received messages with finer labels\n"
    yield "Only labels that have a counterpart in the guideline are counted; one labeller, all rows seen.\n"
    yield "| file | rows | kinds macro F1 | hard acts precision | recall |\n|---|---:|---:|---:|---:|"
    for name in ("templates_dev", "direct_dev"):
        ours = evaluate(corpus / f"{name}.jsonl").ours
        hard = ours.hard.by_label["hard_acts"].count
        shown = [f"{x:.2f}" if x is not None else "–" for x in (ours.kinds.macro_f1, hard.precision, hard.recall)]
        yield f"| {name} | {ours.rows} | {' | '.join(shown)} |"
    yield ""


def main() -> int:
    """Write the page; returns 2 when SHOUZHENG_DATA names no folder with the messages."""
    named = os.environ.get("SHOUZHENG_DATA", "")
    corpus = Path(named) / "corpus"
    if not named or not corpus.is_dir():
        print("SHOUZHENG_DATA names no folder with the outside data", file=sys.stderr)
        return 2
    PAGE.write_text("\n".join(sections(corpus)), "utf-8", newline="\n")
    print(PAGE.relative_to(ROOT), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
