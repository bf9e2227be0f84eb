"""Findings, contacts and the list of evidence as rows of a paper: channel, time, words, evidence number, rule."""

from __future__ import annotations

from collections.abc import Iterable

from shouzheng.judging.wording import CHANNELS
from shouzheng.model.case import Objection
from shouzheng.model.event import Channel, Outcome
from shouzheng.model.moment import Moment
from shouzheng.model.words import Lang, Words
from shouzheng.reference.safe_text import visible
from shouzheng.remedy.findings_reader import ContactRow, FoundRow
from shouzheng.remedy.labels import CALL, DIRECTION, OUTCOME, ROLE, VIDEO_CALL
from shouzheng.remedy.letters.slots import Piece, Pieces, own, theirs
from shouzheng.remedy.situation import Situation
from shouzheng.remedy.wording import offset_text, ranges, seconds_text, time_text

#: Remarks of findings to the person, and what the addressee reads instead: the rule in words and no article, and where
#: the way of counting is explained.
_FOR_THE_PERSON = (
    (Words("（条号未核实）", " [article number not verified]"), Words("", "")),
    (
        Words("（按本程序的口径）", " (by this program's definition)"),
        Words("（计数方法见证据档案）", " (counted as the dossier explains)"),
    ),
)


def for_the_addressee(row: FoundRow) -> Words:
    """Return the sentence of a finding as a letter has it: what is meant for the person only is taken out."""
    zh, en = visible(row.sentence.zh), visible(row.sentence.en)
    for remark, instead in _FOR_THE_PERSON:
        zh, en = zh.replace(remark.zh, instead.zh), en.replace(remark.en, instead.en)
    return Words(zh, en)


def finding_row(place: int, row: FoundRow) -> Pieces:
    """Return a finding as a numbered sentence with its evidence numbers."""
    numbers = sorted(set(row.evidence))
    said = for_the_addressee(row)
    zh, en = said.zh.rstrip("。"), said.en.rstrip(".")
    listed = Words("、".join(map(str, numbers)), ", ".join(map(str, numbers)))
    return (own(f"{place}. {zh}（证据第{listed.zh}号）。", f"{place}. {en} (evidence {listed.en})."),)


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
        own("；来源：", "; source: "),
        *_receiver(row.owner, situation),
        own(
            f"的手机记录（档案证据第{row.evidence}号）；证明内容：{shows.zh}；页码：第　　页。",
            f"’s phone (evidence {row.evidence} of the dossier); shows: {shows.en}; page:     .",
        ),
    )


def refusal_row(place: int, number: int, objection: Objection, situation: Situation) -> Pieces:
    """Return the line of the list of evidence for the record of the writer's refusal."""
    way = CHANNELS[Channel(objection.how)]
    return (
        own(f"{place}. ", f"{place}. "),
        _when(objection.at),
        own(f"，{way.zh}（发出）；来源：", f", {way.en} (sent); source: "),
        *_receiver(objection.person, situation),
        own(
            f"的手机记录（档案证据第{number}号）；证明内容：明确拒绝联系；页码：第　　页。",
            f"’s phone (evidence {number} of the dossier); shows: the refusal; page:     .",
        ),
    )


def _when(moment: Moment) -> Piece:
    # whoever reads a letter has no key to marks: an offset that the file does not say is called assumed in words
    offset = offset_text(moment)
    zone, assumed = f"UTC{offset.rstrip('*')}", offset.endswith("*")
    said = (f"{time_text(moment)}（{zone}{each if assumed else ''}）" for each in ("，推定", ", assumed"))
    return Piece(Words(*said), own=False)


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
    if row.channel not in (Channel.CALL, Channel.VIDEO_CALL):
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
