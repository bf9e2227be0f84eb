"""Is this message genuine? Asked without any case; nothing is stored."""

from __future__ import annotations

from starlette.responses import Response

from shouzheng.genuine.assess import assess
from shouzheng.genuine.directory.load import load_directory
from shouzheng.genuine.inputs import is_number, nothing
from shouzheng.genuine.question import Question, about_text
from shouzheng.model.words import Lang
from shouzheng.reading.lexicon import load_lexicon
from shouzheng.reference.numbers import classify
from shouzheng.reference.problems import ShouzhengError
from shouzheng.web.pages._genuine_answer import answer_of
from shouzheng.web.visit import Again, Page, Visit


def show(visit: Visit) -> Response:
    """Show the empty question."""
    return visit.page("genuine.html", words="", sender="", answer=None)


def act(visit: Visit) -> Response:
    """Answer the question; the same may be asked in another language (``lang``)."""
    if visit.text("lang") in set(Lang):
        visit.session.lang = Lang(visit.text("lang"))
    words, sender = visit.text("words"), visit.text("sender")[:60]
    again = Again("/genuine", {"words": words, "sender": sender})
    try:
        question = _question(words, sender)
    except ShouzhengError as error:
        return visit.page("genuine.html", 400, error.problems, words=words, sender=sender, answer=None, again=again)
    found = assess(question, load_directory(), load_lexicon(), visit.today)
    return visit.page("genuine.html", words=words, sender=sender, answer=answer_of(found, visit.say), again=again)


def _question(words: str, sender: str) -> Question:
    """A number in the large field alone is a question about that number."""
    number = classify(sender) if sender.strip() else None
    if number is None and is_number(words):
        return Question(sender=classify(words))
    question = about_text(words, sender=number)
    if question.text is None and question.sender is None:
        raise nothing()
    return question


PAGES = (Page("/genuine", show=show, act=act),)
