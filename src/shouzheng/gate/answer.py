"""The answer as JSON: the same text for client, log and replay."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from shouzheng.gate.book import Book
from shouzheng.gate.decision import Decision, Reason, ShownLeaf, Undecided
from shouzheng.gate.json_text import as_json, text_json
from shouzheng.judging.wording import cited, printable
from shouzheng.model.law import Citation
from shouzheng.model.moment import BEIJING
from shouzheng.model.verdict import Answer
from shouzheng.model.words import Words

Json = dict[str, object]


def answer_json(
    book: Book, decision: Decision, decision_id: str, key: str, reservation: tuple[int, int] | None
) -> tuple[str, str]:
    """Return the answer without its undecided rules, and these, as JSON texts; ``whole`` puts them together.

    ``reservation`` holds the instants (milliseconds) from which and until which the permission holds.
    """
    undecided, digest = undecided_json(decision.undecided)
    rest = rest_of_answer(book, decision, digest)
    return answer_text(decision, decision_id, key, reservation, rest), undecided


def answer_text(decision: Decision, decision_id: str, key: str, reservation: tuple[int, int] | None, rest: str) -> str:
    """Return the answer as JSON: what is this contact's own, and the rest that all contacts alike have."""
    until = "null" if decision.until is None else f'"{_time(decision.until)}"'
    reserved = "null" if reservation is None else f'{{"from":{reservation[0]},"valid_until":{reservation[1]}}}'
    return (
        f'{{"decision":"{decision.go.value}","until":{until},"id":{text_json(decision_id)},'
        f'"key":{text_json(key)},"reservation":{reserved},{rest}'
    )


def rest_of_answer(book: Book, decision: Decision, undecided_digest: str) -> str:
    """Return the part of an answer behind its reservation, with the closing bracket."""
    rest: Json = {
        "rules_judged": decision.rules_judged,
        "rules_total": decision.rules_total,
        "coverage": _words(decision.coverage),
        "law": book.rulebook.hash,
        "lexicon": book.lexicon.hash,
        "policy": book.policy.hash,
        "reasons": [reason_json(book, reason) for reason in decision.reasons],
        "undecided_digest": undecided_digest,
    }
    return as_json(rest)[1:]


def whole(answer: str, undecided: str) -> str:
    """Return the complete answer."""
    return f'{answer[:-1]},"undecided":{undecided}}}'


@lru_cache(maxsize=1024)
def undecided_json(undecided: tuple[Undecided, ...]) -> tuple[str, str]:
    """Return the list of undecided rules as JSON, and its digest."""
    text = as_json([{"rule": each.rule, "missing": list(each.missing)} for each in undecided])
    return text, hashlib.sha256(text.encode()).hexdigest()[:16]


def reason_json(book: Book, reason: Reason) -> Json:
    """Return one reason: rule, law, leaves with their words, what is missing and how to say it."""
    printed = printable(reason.citations)
    return {
        "rule": reason.rule,
        "answer": reason.answer.value,
        "title": _words(reason.title),
        "law": _words(cited(printed)) if printed else None,
        "articles": [_article(each) for each in printed],
        "leaves": [_leaf(book, leaf) for leaf in reason.leaves],
        "missing": [{"fact": name, "label": _label(book, name)} for name in reason.missing],
        "ways": list(reason.ways),
    }


def _article(citation: Citation) -> Json:
    return {
        "provision": citation.provision.id,
        "instrument": _words(citation.instrument.title),
        "article": citation.provision.article if citation.provision.citable else None,
        "role": citation.role.value,
    }


def _leaf(book: Book, leaf: ShownLeaf) -> Json:
    shown: Json = {"name": leaf.name, "label": _label(book, leaf.name), "value": leaf.value}
    return {**shown, "withheld": True} if leaf.withheld else shown


def _label(book: Book, name: str) -> Json | None:
    fact = book.rulebook.facts.get(name)
    return _words(fact.label) if fact else None


def _words(words: Words) -> Json:
    return {"zh": words.zh, "en": words.en}


def _time(at: datetime) -> str:
    return at.astimezone(BEIJING).isoformat(timespec="milliseconds")


def rules_of(reasons: Iterable[Reason]) -> list[str]:
    """Return the rules that stand against a contact, and the gate's own reasons, for logs and metrics."""
    return [reason.rule for reason in reasons if not _only_lacks(reason)]


def lacking_of(reasons: Iterable[Reason]) -> list[str]:
    """Return the rules that stand against nothing and only lack a fact."""
    return [reason.rule for reason in reasons if _only_lacks(reason)]


def _only_lacks(reason: Reason) -> bool:
    return reason.answer is Answer.CANNOT_TELL and not reason.rule.startswith("gate.")
