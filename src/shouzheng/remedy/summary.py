"""The summary in the terminal: contacts, by whom and when; what was found; what is missing; what to do; whom to call.

Calm on purpose: threatening words never appear here, only the place in the dossier where they stand. Contacts that
nobody attributed appear as counts. Whatever other people wrote passes through ``visible``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from shouzheng.model.finding import Finding
from shouzheng.model.words import Lang, Words
from shouzheng.reference.safe_text import visible
from shouzheng.reference.terminal_text import columns, heading, wrap
from shouzheng.remedy.dossier.links import link_line
from shouzheng.remedy.dossier.texts import SENTENCES, TEMPLATE
from shouzheng.remedy.labels import DISTRESSING, PARTY_KIND, SURENESS_SHORT
from shouzheng.remedy.material import Material, is_sign
from shouzheng.remedy.overview import RuleGroup, by_party, by_rule, count, next_steps, open_lines
from shouzheng.remedy.wording import Voice

#: Lines of each list; the rest is in the dossier.
MOST_PARTIES, MOST_LINKS, MOST_GAPS, MOST_OPEN, MOST_STEPS = 8, 3, 5, 5, 8

_TEXTS: dict[str, Words] = {
    "title": Words("守正 摘要", "Shouzheng summary"),
    "invented": Words("（示例：内容均为虚构）", " (example: everything is invented)"),
    "contacts": Words("联系", "Contacts"),
    "none": Words("没有标明来源的联系。", "No contact with a stated sender."),
    "confirmed": Words(
        "已确认 {contacts} 次，{first} 至 {last}，{days} 天有联系。",
        "{contacts} confirmed, {first} to {last}, on {days} days.",
    ),
    "inbound": Words(
        "对方打来或发来 {inbound} 次，其中 22:00–08:00 有 {night} 次；来电未接通 {unanswered} 次。",
        "{inbound} from the other side, {night} of them at 22:00–08:00; {unanswered} calls not answered.",
    ),
    "outbound": Words("本人打出或发出 {outbound} 次。", "{outbound} made by the person."),
    "by": Words("{name}（{kind}）：{line}", "{name} ({kind}): {line}"),
    "more_parties": Words("另有 {count} 方，见档案。", "{count} more parties, see the dossier."),
    "found": Words("发现：{kinds} 类，{items} 项", "Found: {kinds} kinds, {items} findings"),
    "nothing": Words("没有发现。", "Nothing found."),
    "nothing_judged": Words("没有可供判断的联系。", "There was no contact to judge."),
    "group": Words("{title}：{count} 项，{sure}；{where}", "{title}: {count}, {sure}; {where}"),
    "signs": Words("以下只是迹象，本身不是违规：", "Only signs, in themselves no breach:"),
    "where": Words("见档案第 {numbers} 项", "dossier, finding {numbers}"),
    "folded": Words(
        "原话令人不适，已折叠；全文见档案第 {numbers} 项",
        "upsetting words, folded; in full in the dossier, finding {numbers}",
    ),
    "evidence": Words("证据 {numbers}", "evidence {numbers}"),
    "unread": Words(
        "有 {count} 条记录没有读懂，位置见档案。", "{count} records were not understood; the dossier says where."
    ),
    "complete": Words("没有看出缺失，但仍不能保证齐全。", "No gap was seen; that is no guarantee of completeness."),
    "private": Words("确认为私人的 {count} 次联系没有列入。", "{count} contacts marked as private are left out."),
    "written": Words("已写出", "Written"),
    "note": Words("这是供核对的线索，不是法律意见。", "These are points to check, not legal advice."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the text, its marker (``-``, ``1.`` or empty) and its depth."""

    text: str
    marker: str = ""
    depth: int = 1


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The summary as plain data, in one language."""

    lang: Lang
    head: tuple[str, ...]
    sections: tuple[Section, ...]


def summarise(material: Material, lang: Lang, files: Sequence[Path] = ()) -> Summary:
    """Return the summary of the material; ``files`` are the outputs written, named at the end."""
    voice = Voice.for_case(lang, material.case)
    say = voice.say
    title = f"{say(_TEXTS['title'])}  {material.as_of.isoformat()}"
    case = visible(material.case.title) + (say(_TEXTS["invented"]) if material.case.invented else "")
    sections = [
        _contacts(material, voice),
        _found(material, voice),
        Section(say(TEMPLATE["links"]), _links(material, voice)),
        Section(say(TEMPLATE["gaps"]), _gaps(material, voice)),
        Section(say(TEMPLATE["cannot"]), _open(material, voice)),
        Section(say(TEMPLATE["steps"]), _steps(material, voice)),
        Section(say(TEMPLATE["help"]), _help(material, voice)),
    ]
    if files:
        sections.append(Section(say(_TEXTS["written"]), tuple(Line(visible(path.name)) for path in files)))
    return Summary(lang, (title, case), tuple(section for section in sections if section.lines))


def summary_text(
    material: Material, files: Sequence[Path] = (), lang: Lang = Lang.ZH_HANS, *, ansi: bool = False, width: int = 80
) -> str:
    """Return the summary as text of at most ``width`` columns; no control sequence unless ``ansi``."""
    return render(summarise(material, lang, files), ansi=ansi, width=width)


def render(summary: Summary, *, ansi: bool = False, width: int = 80) -> str:
    """Return the text of a summary, wrapped to ``width`` columns, without a final newline."""
    wide = summary.lang is not Lang.EN
    out = [heading(summary.head[0], ansi)]
    for text in filter(None, summary.head[1:]):
        out += wrap(text, width, wide_ambiguous=wide)
    for section in summary.sections:
        out += ["", heading(section.title, ansi)]
        for line in section.lines:
            first = "  " * line.depth + (f"{line.marker} " if line.marker else "")
            rest = " " * columns(first)
            out += wrap(line.text, width, first=first, rest=rest, wide_ambiguous=wide)
    return "\n".join(out)


def _contacts(material: Material, voice: Voice) -> Section:
    counts = count(material.in_order)
    say = voice.say
    lines = []
    if counts.first and counts.last:
        period = {"first": counts.first, "last": counts.last, "days": counts.days}
        lines.append(Line(say(_TEXTS["confirmed"], contacts=counts.contacts, **period)))
        numbers = {"inbound": counts.inbound, "night": counts.night, "unanswered": counts.unanswered}
        lines.append(Line(say(_TEXTS["inbound"], **numbers)))
        if counts.outbound:
            lines.append(Line(say(_TEXTS["outbound"], outbound=counts.outbound)))
    else:
        lines.append(Line(say(_TEXTS["none"])))
    parties = by_party(material)
    for each in parties[:MOST_PARTIES]:
        party, c = each.party, each.counts
        if party is not None:
            line = say(SENTENCES["party_line"], total=c.contacts, calls=c.calls, texts=c.texts, night=c.night)
            name = visible(party.name or party.id)
            lines.append(Line(say(_TEXTS["by"], name=name, kind=say(PARTY_KIND[party.kind]), line=line), "-"))
    if len(parties) > MOST_PARTIES:
        lines.append(Line(say(_TEXTS["more_parties"], count=len(parties) - MOST_PARTIES), "-"))
    left = material.left_out
    if left.contacts:
        lines.append(Line(say(SENTENCES["left_out"], contacts=left.contacts, calls=left.calls)))
    if left.with_hard_words:
        lines.append(Line(say(SENTENCES["left_hard"], hard=left.with_hard_words)))
    if left.private:
        lines.append(Line(say(_TEXTS["private"], count=left.private)))
    return Section(say(_TEXTS["contacts"]), tuple(lines))


def _found(material: Material, voice: Voice) -> Section:
    groups = by_rule(material)
    if not groups:
        nothing = _TEXTS["nothing"] if material.contacts else _TEXTS["nothing_judged"]
        return Section(voice.say(_TEXTS["found"], kinds=0, items=0), (Line(voice.say(nothing)),))
    breaches = [group for group in groups if not is_sign(group.lead)]
    signs = [group for group in groups if is_sign(group.lead)]
    lines = [Line(_group(material, group, voice), "-") for group in breaches]
    if signs:
        lines.append(Line(voice.say(_TEXTS["signs"])))
        lines += [Line(_group(material, group, voice), "-") for group in signs]
    title = voice.say(_TEXTS["found"], kinds=len(groups), items=len(material.judgement.findings))
    return Section(title, tuple(lines))


def _group(material: Material, group: RuleGroup, voice: Voice) -> str:
    """Say one rule's findings; those with threatening words are folded to their place in the dossier."""
    pairs = list(zip(group.numbers, group.findings, strict=True))
    folded = [number for number, finding in pairs if is_distressing(material, finding)]
    shown = [number for number in group.numbers if number not in folded]
    parts = [_TEXTS["folded"].fill(numbers=voice.ranges(folded))] if folded else []
    parts += [_TEXTS["where"].fill(numbers=voice.ranges(shown))] if shown else []
    return voice.say(
        _TEXTS["group"],
        title=visible(voice.own(group.lead.title)),
        count=len(group.findings),
        sure=voice.say(SURENESS_SHORT[group.lead.sureness]),
        where=("; " if voice.lang is Lang.EN else "；").join(voice.say(part) for part in parts),
    )


def is_distressing(material: Material, finding: Finding) -> bool:
    """True when the finding, or any text it rests on, shows an act whose words may hurt to read."""
    if any(shown.act in DISTRESSING for shown in finding.shown):
        return True
    readings = (material.by_id[event].reading for event in finding.events)
    return any(act.act in DISTRESSING for reading in readings if reading for act in reading.acts)


def _links(material: Material, voice: Voice) -> tuple[Line, ...]:
    """Say what contacts of different numbers or people share, without the words themselves."""
    links = material.links
    lines = []
    for link in links[:MOST_LINKS]:
        numbers = voice.ranges(sorted(material.evidence[event] for event in link.events))
        lines.append(
            Line(f"{link_line(link, voice)}{voice.colon}{voice.say(_TEXTS['evidence'], numbers=numbers)}", "-")
        )
    if len(links) > MOST_LINKS:
        lines.append(Line(voice.say(SENTENCES["links_more"], count=len(links) - MOST_LINKS), "-"))
    return tuple(lines)


def _gaps(material: Material, voice: Voice) -> tuple[Line, ...]:
    remarks = [remark.what for remark in material.gaps]
    lines = [Line(visible(voice.own(what)), "-") for what in remarks[:MOST_GAPS]]
    if len(remarks) > MOST_GAPS:
        lines.append(Line(voice.say(SENTENCES["more"], count=len(remarks) - MOST_GAPS), "-"))
    unread = sum(report.unread_total for report in material.reports)
    if unread:
        lines.append(Line(voice.say(_TEXTS["unread"], count=unread), "-"))
    if not lines and material.reports:
        lines.append(Line(voice.say(_TEXTS["complete"])))
    return tuple(lines)


def _open(material: Material, voice: Voice) -> tuple[Line, ...]:
    lines = [Line(visible(text), "-") for text in open_lines(material, voice, MOST_OPEN)]
    if material.judgement.rules_total and material.contacts:
        lines.append(Line(visible(voice.own(material.judgement.coverage))))
    if material.law.overdue(material.as_of):
        lines.append(Line(voice.say(SENTENCES["overdue"], day=material.law.check_by)))
    return tuple(lines)


def _steps(material: Material, voice: Voice) -> tuple[Line, ...]:
    steps = next_steps(material, voice)[:MOST_STEPS]
    return tuple(Line(visible(step), f"{number}.") for number, step in enumerate(steps, 1))


def _help(material: Material, voice: Voice) -> tuple[Line, ...]:
    lines = [
        Line(f"{voice.say(line.name)}{voice.colon}{voice.say(line.when)}", f"{line.number:<6}")
        for line in material.help_lines
    ]
    return (*lines, Line(voice.say(_TEXTS["note"])))
