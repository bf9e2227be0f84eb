"""Findings, contacts and the list of evidence as rows of a paper: channel, time, words, evidence number, rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from shouzheng.judging.wording import CHANNELS
from shouzheng.model.case import Objection
from shouzheng.model.event import Channel, Outcome
from shouzheng.model.moment import Moment
from shouzheng.model.words import Lang, Words
from shouzheng.reference.safe_text import visible
from shouzheng.remedy.findings.read import ContactRow, FoundRow
from shouzheng.remedy.labels import CALL, DIRECTION, OUTCOME, ROLE, VIDEO_CALL
from shouzheng.remedy.letters.sentences import for_the_addressee
from shouzheng.remedy.letters.slots import Piece, Pieces, own, theirs
from shouzheng.remedy.situation import Situation
from shouzheng.remedy.wording import offset_text, ranges, seconds_text, time_text

_CALLS = (Channel.CALL, Channel.VIDEO_CALL)


def finding_rows(
    rows: Iterable[FoundRow], situation: Situation, called: Words, unnamed: Collection[str] = ()
) -> list[Pieces]:
    """Return findings as numbered sentences with their evidence numbers.

    Two that read the same say when each was, and a call that nobody answered says so. ``unnamed`` are the instruments
    that the addressee is not told of.
    """
    said = [(row, for_the_addressee(row, situation, called, unnamed)) for row in rows]
    often = Counter(words.zh for _, words in said)
    return [
        _finding_row(place, row, words, situation, timed=often[words.zh] > 1)
        for place, (row, words) in enumerate(said, 1)
    ]


def _finding_row(place: int, row: FoundRow, said: Words, situation: Situation, *, timed: bool) -> Pieces:
    numbers = sorted(set(row.evidence))
    zh, en = said.zh.rstrip("。"), said.en.rstrip(".")
    zh_tail, en_tail = f"证据第{'、'.join(map(str, numbers))}号", f"evidence {', '.join(map(str, numbers))}"
    contacts = [situation.contacts[event] for event in row.events]
    if timed and contacts:
        first = time_text(min(contacts, key=lambda contact: contact.place).time)
        zh_tail, en_tail = f"{zh_tail}，{first}", f"{en_tail}, {first}"
    if len(contacts) == 1 and contacts[0].channel in _CALLS and contacts[0].outcome is Outcome.MISSED:
        missed = OUTCOME[Outcome.MISSED]
        zh_tail, en_tail = f"{zh_tail}，{missed.zh}", f"{en_tail}, {missed.en}"
    return (own(f"{place}. {zh}（{zh_tail}）。", f"{place}. {en} ({en_tail})."),)


def point_rows(findings: Iterable[FoundRow]) -> list[Pieces]:
    """Return one line for each rule, the gravest first: what, how many, from when to when, which evidence."""
    by_rule: dict[str, list[FoundRow]] = {}
    for row in sorted(findings, key=lambda row: (-row.severity, row.day, row.number)):
        by_rule.setdefault(row.rule, []).append(row)
    return [_point(place, group) for place, group in enumerate(by_rule.values(), 1)]


def _point(place: int, group: list[FoundRow]) -> Pieces:
    days = sorted(row.day for row in group)
    when = days[0].isoformat() if days[0] == days[-1] else f"{days[0].isoformat()}至{days[-1].isoformat()}"
    listed = ranges(number for row in group for number in row.evidence)
    title = group[0].title
    return (
        own(
            f"{place}. {visible(title.zh)}：{len(group)}项，{when}，证据第{'、'.join(listed)}号。",
            f"{place}. {visible(title.en)}: {len(group)}, {when.replace('至', ' to ')}, evidence {', '.join(listed)}.",
        ),
    )


def contact_row(row: ContactRow, situation: Situation, *, number_only: bool = False) -> Pieces:
    """Return a contact: evidence number, time with its zone, way, outcome, number, receiver, exact words.

    ``number_only`` leaves out receiver and words, which name the debt: some bodies deal with numbers and no more.
    """
    pieces: list[Piece] = [
        own(f"证据第{row.evidence}号，", f"Evidence {row.evidence}, "),
        *_when_and_way(row),
        *_outcome(row),
    ]
    if row.number:
        pieces += [own("，对方号码 ", ", number "), theirs(row.number)]
    if number_only:
        return (*pieces, own("。", "."))
    if row.owner != situation.writer.id:
        pieces += [own("，接收人：", ", received by "), *_receiver(row.owner, situation)]
    if row.text:
        pieces += [own("，原话：“", ", words: “"), theirs(row.text), own("”", "”")]
    return (*pieces, own("。", "."))


def evidence_row(place: int, row: ContactRow, findings: Iterable[FoundRow], situation: Situation) -> Pieces:
    """Return a line of the list of evidence: number, name, source, what it is to show, page left to write in."""
    titles = [visible(found.title.zh) for found in findings if row.id in found.events]
    english = [visible(found.title.en) for found in findings if row.id in found.events]
    shows = Words("、".join(dict.fromkeys(titles)), ", ".join(dict.fromkeys(english)))
    return (
        own(f"{place}. ", f"{place}. "),
        *_when_and_way(row),
        own("；来源：", "; source: the phone of "),
        *_receiver(row.owner, situation),
        own(
            f"的手机记录（档案证据第{row.evidence}号）；证明内容：{shows.zh}；页码：第　　页。",
            f" (evidence {row.evidence} of the dossier); shows: {shows.en}; page:     .",
        ),
    )


def refusal_row(place: int, number: int, objection: Objection, situation: Situation) -> Pieces:
    """Return the line of the list of evidence for the record of the writer's refusal."""
    way = CHANNELS[Channel(objection.how)]
    return (
        own(f"{place}. ", f"{place}. "),
        _when(objection.at),
        own(f"，{way.zh}（发出）；来源：", f", {way.en} (sent); source: the phone of "),
        *_receiver(objection.person, situation),
        own(
            f"的手机记录（档案证据第{number}号）；证明内容：明确拒绝联系；页码：第　　页。",
            f" (evidence {number} of the dossier); shows: the refusal; page:     .",
        ),
    )


def _when(moment: Moment) -> Piece:
    # whoever reads a letter has no key to marks: an offset that the file does not say is called assumed in words
    offset = offset_text(moment)
    zone, assumed = f"UTC{offset.rstrip('*')}", offset.endswith("*")
    zh, en = ("，推定", ", assumed") if assumed else ("", "")
    return Piece(Words(f"{time_text(moment)}（{zone}{zh}）", f"{time_text(moment)} ({zone}{en})"), own=False)


def _when_and_way(row: ContactRow) -> list[Piece]:
    call = {Channel.CALL: CALL, Channel.VIDEO_CALL: VIDEO_CALL}.get(row.channel)
    kind = call[row.direction] if call else CHANNELS[row.channel]
    way = (
        kind
        if call
        else Words(f"{kind.zh}（{DIRECTION[row.direction].zh}）", f"{kind.en} ({DIRECTION[row.direction].en})")
    )
    return [_when(row.time), own(f"，{way.zh}", f", {way.en}")]


def _outcome(row: ContactRow) -> list[Piece]:
    if row.channel not in _CALLS:
        return []
    words = OUTCOME[row.outcome]
    pieces = [own(f"，{words.zh}", f", {words.en}")] if words.zh else []
    if row.outcome is Outcome.CONNECTED and row.seconds:
        pieces.append(own(f"，{seconds_text(row.seconds, Lang.ZH_HANS)}", f", {seconds_text(row.seconds, Lang.EN)}"))
    return pieces


def _receiver(owner: str, situation: Situation) -> Pieces:
    person = situation.case.person(owner)
    role = Piece(ROLE[person.role])
    return (role, own(" ", " "), theirs(person.name)) if person.name else (role,)
