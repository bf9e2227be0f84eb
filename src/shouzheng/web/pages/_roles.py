"""Who the person is, as the page asks for it: the usual answers first, the others folded, the precise one remembered.

Who has nothing to do with the debt is a third person to the law base, and so is who helps; what was really answered is
kept beside the statement, so that the page shows it again.
"""

from __future__ import annotations

from shouzheng.casefile.case import CaseFile
from shouzheng.model.kinds import Role
from shouzheng.model.words import Words
from shouzheng.remedy.labels import ROLE

HELPER = "helper"
#: Kind of the entry that keeps the answer.
_ANSWER = "who_am_i"
#: The answers that most people give, in words that need no law.
USUAL: dict[str, Words] = {
    Role.DEBTOR.value: Words("我借的钱", "I borrowed the money"),
    Role.GUARANTOR.value: Words("我是担保人", "I am the guarantor"),
    Role.EMERGENCY_CONTACT.value: Words("我是紧急联系人", "I am an emergency contact"),
    Role.RELATIVE.value: Words("我是家人、亲戚", "I am a relative"),
    Role.COLLEAGUE.value: Words("我是同事", "I am a colleague"),
    "no_connection": Words("我和这笔债没有关系", "I have no connection with it"),
    HELPER: Words("我在帮别人整理", "I am helping somebody"),
}
OTHERS: dict[str, Words] = {role.value: words for role, words in ROLE.items() if role.value not in USUAL}
_THIRD = frozenset(["no_connection", HELPER])


def role_of(answer: str) -> str:
    """Return the role of the law base for an answer; any other text stays, and is refused by the check."""
    return Role.OTHER_THIRD_PARTY.value if answer in _THIRD else answer


def keep_answer(case: CaseFile, answer: str) -> None:
    """Keep what was really answered."""
    case.enter(_ANSWER, "me", {"answer": answer[:60]})


def answered(case: CaseFile, role: str) -> str:
    """Return the answer that a stated role came from, empty while nobody has answered."""
    kept = next((str(entry.content.get("answer", "")) for entry in case.entries(_ANSWER)), "")
    if kept in _THIRD and role == Role.OTHER_THIRD_PARTY.value:
        return kept
    return "" if role == Role.UNKNOWN.value and not kept else role
