"""The same questions as a page: one contact after the other, answered in a browser, saved as the sheet.

One file that loads nothing. Its policy forbids everything but its own style and its own small script, both bound by
their digests; what stands in the archive is text. The bytes hold what the sheet holds and nothing else: not what the
audit said, not the other's answers, no id of the archive. Answers are kept in the browser under the sample's id; any
other page opened from a file may share that store, so texts never go into it. NOT verified: who sits before the page.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator, Sequence
from html import escape
from importlib.resources import files

from shouzheng.audit.report.html import Html, tag
from shouzheng.audit.review import words as said
from shouzheng.audit.review.sample import Sample
from shouzheng.audit.review.sheets import ANSWERS, HEAD, SHEETS, Shown
from shouzheng.model.words import Lang, Words
from shouzheng.reference.script import in_script
from shouzheng.rulebook.load import Rulebook

#: The pages of the two reviewers, beside their sheets.
PAGES = ("sheet_a.html", "sheet_b.html")
#: Characters of a remark; the script knows the same number.
REMARK = 500
_Say = Callable[[Words], str]


def page(sample: Sample, items: Sequence[Shown], which: int, law: Rulebook, lang: Lang) -> bytes:
    """Return the page of reviewer ``which`` (0 or 1) with the questions in the order given."""

    def say(words: Words) -> str:
        return in_script(words.say(lang), lang)

    style, script = (files("shouzheng.audit.review").joinpath(f"page.{kind}").read_text("utf-8") for kind in _KINDS)
    policy = (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    title = say(said.TITLE[which])
    head = (
        f'<!doctype html>\n<html lang="{lang.value}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{escape(title)}</title><style>{style}</style><script>{script}</script></head><body>"
    )
    inside = [*_introduction(title, items, which, say)]
    inside += [_contact(each, number, len(items), law, say) for number, each in enumerate(items, 1)]
    if items:
        inside.append(_end(say))
    body = tag(
        "main",
        *inside,
        **{"data-key": sample_id(sample, which), "data-file": SHEETS[which], "data-head": ",".join(HEAD)},
    )
    return f"{head}{body}</body></html>\n".encode("utf-8", "replace")


_KINDS = ("css", "js")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def sample_id(sample: Sample, which: int) -> str:
    """Return the name under which a browser keeps the answers: of this result, sample and reviewer.

    It is made of what a reviewer may know, never of what the audit said: a short sample could be guessed back.
    """
    parts = [sample.report_hash, str(sample.seed), *(f"{each.item}:{each.rule}" for each in sample.items)]
    return f"shouzheng-review-{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:32]}-{which}"


def _introduction(title: str, items: Sequence[Shown], which: int, say: _Say) -> Iterator[Html]:
    yield tag("h1", title)
    yield tag("p", say(said.TASK))
    yield tag("p", say(said.PRIVATE), class_="note")
    if not items:
        yield tag("p", say(said.NOTHING))
        return
    yield tag("p", say(said.WITHOUT_SCRIPT.fill(file=SHEETS[which])), class_="note off")
    yield tag("p", say(said.UNKEPT), class_="note only", id="unkept", hidden="")
    count = tag("p", *_with(say(said.PROGRESS), say, place="1", all=str(len(items)), done="0"), role="status")
    bar = tag("progress", id="progress", max=str(len(items)), value="0", **{"aria-label": say(said.ANSWERED)})
    steps = [_button(name, say(words)) for name, words in said.STEPS.items()]
    yield tag("div", count, bar, tag("div", *steps, class_="row"), class_="bar")


def _with(sentence: str, say: _Say, **numbers: str) -> Iterator[str]:
    """Cut a sentence at its ``{slots}`` and give each number an element that the script can change."""
    for part in sentence.split("{"):
        name, closed, rest = part.partition("}")
        if not closed:
            yield name
            continue
        yield tag("span", numbers[name], id=name) if name in numbers else ""
        yield rest


def _button(name: str, words: str, kind: str = "") -> Html:
    return tag("button", words, type="button", id=name, **({"class_": kind} if kind else {}))


def _contact(each: Shown, number: int, of: int, law: Rulebook, say: _Say) -> Html:
    """Return one contact: rule, facts, what came before, its words folded, and the answers."""
    facts = ((say(said.TIME), each.time), *each.facts)
    pairs = [tag("div", tag("dt", label), tag("dd", value)) for label, value in facts]
    before = [tag("h3", say(said.BEFORE))]
    if each.before:
        before.append(tag("ul", *(tag("li", one) for one in each.before)))
    else:
        before.append(tag("p", say(said.NONE_BEFORE), class_="q"))
    if each.text:
        text = tag("details", tag("summary", say(said.TEXT)), tag("p", each.text, class_="words", dir="auto"), open="")
    else:
        text = tag("p", say(said.NO_TEXT), class_="q")
    heading = say(said.CONTACT.fill(number=number, all=of))
    return tag(
        "article",
        tag(
            "h2", heading, " ", tag("span", f"{each.item} · {each.rule}", class_="q"), id=f"h{each.item}", tabindex="-1"
        ),
        tag("p", each.question, class_="rule"),
        tag("p", say(said.ALLOWED), say(law.rule(each.rule).plain.allows), class_="q"),
        tag("dl", *pairs),
        *before,
        text,
        _answers(each.item, say),
        **{"aria-labelledby": f"h{each.item}", "data-item": each.item, "data-line": each.line()},
    )


def _answers(item: str, say: _Say) -> Html:
    choices = [
        tag(
            "label",
            Html(f'<input type="radio" name="a{escape(item)}" value="{answer}" autocomplete="off">'),
            tag("span", say(said.CHOICES[answer])),
            tag("kbd", str(number), **{"aria-hidden": "true"}),
        )
        for number, answer in enumerate(ANSWERS, 1)
    ]
    legend = tag("legend", say(said.QUESTION))
    remark = tag("textarea", id=f"r{item}", rows="2", maxlength=str(REMARK), autocomplete="off")
    return tag(
        "div",
        tag("fieldset", legend, tag("div", *choices, class_="answers")),
        tag("label", say(said.REMARK), for_=f"r{item}", class_="q"),
        remark,
        class_="ask",
    )


def _end(say: _Say) -> Html:
    """Return what stands below: save, clear, and whether single keys are listened to (WCAG 2.1.4)."""
    keys = Html('<input type="checkbox" id="keys" checked autocomplete="off">')
    sure = tag(
        "div", tag("p", say(said.SURE)), tag("div", *_sure(say), class_="row"), id="sure", hidden="", class_="note"
    )
    left = _with(say(said.PARTLY), say, left="0")
    told = (
        tag("p", say(said.SAVED), id="saved", hidden=""),
        tag("p", *left, id="partly", hidden=""),
        tag("p", say(said.CLEARED), id="cleared", hidden=""),
    )
    buttons = (_button("save", say(said.SAVE), "main"), _button("clear", say(said.CLEAR)))
    return tag(
        "div",
        tag("div", *buttons, class_="row"),
        tag("div", *told, role="status"),
        sure,
        tag("label", keys, tag("span", say(said.KEYS)), class_="keys q"),
        class_="end",
    )


def _sure(say: _Say) -> tuple[Html, Html]:
    return _button("yes", say(said.CLEAR_NOW)), _button("no", say(said.KEEP))
