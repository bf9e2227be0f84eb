"""What the terminal says about letters: which fit, and what to look at before one is signed. No message is shown."""

from __future__ import annotations

from collections.abc import Iterable

from shouzheng.model.words import Lang, Words
from shouzheng.reference.terminal_text import wrap
from shouzheng.remedy.letters.fill import Filled
from shouzheng.remedy.letters.letter_file import Form
from shouzheng.remedy.letters.offer import Fit, Offer
from shouzheng.remedy.situation import Situation
from shouzheng.remedy.wording import Voice

#: The rule on truth in complaints, shown before signing (DESIGN §4; article 16 of the complaint measures).
TRUTH_RULE = "R55"

_FITTING = Words("适合的文书", "Letters that fit")
_OTHERS = Words("现在不适合的", "Not for now")
_SHEETS = Words("网站、电话的填写单和要点", "Sheets for websites and hotlines")
_NONE = Words("没有适合的文书。", "No letter fits.")
_FOR, _TO = Words("用处", "for"), Words("交给", "to")
_COURT = Words("人民法院（哪一个，先问12368或律师）", "a people’s court (ask 12368 or a lawyer which one)")
_CANNOT = Words("做不到", "cannot do")
_NOTE = Words("留意", "note")
_WRITTEN = Words("已写出，请先读完再签字", "Written; read it through before you sign")
_BLANKS = Words("还有 {count} 处要由你填写", "{count} places are for you to fill in")
_EVIDENCE = Words(
    "写到的证据：第 {numbers} 号，交之前逐条核对原件", "evidence named: {numbers}; check each original first"
)
_NUMBERS_OF = Words(
    "证据编号与 shouzheng case check --confirmed 的档案、case export 的证据包相同；改选以后请重新写。",
    "The evidence numbers are those of the dossier of shouzheng case check --confirmed and of the bundle of case "
    "export; write the papers anew after another selection.",
)
_NOT_SENT = Words("程序不会替你寄出或提交任何东西。", "The program sends and files nothing for you.")


def offers_screen(offers: Iterable[Offer], situation: Situation, lang: Lang, *, width: int, everything: bool) -> str:
    """Return the list of letters; with ``everything`` also those that do not fit, and why."""
    voice = Voice.for_case(lang, situation.case)
    listed = list(offers)
    lines = [voice.own(_FITTING)]
    fitting = [offer for offer in listed if offer.fit is Fit.YES]
    lines += [] if fitting else [voice.own(_NONE)]
    sheets = [offer.letter for offer in fitting if offer.letter.form is Form.PORTAL]
    for offer in fitting:
        if offer.letter.form is Form.PORTAL:
            continue
        letter = offer.letter
        told = [(_FOR, letter.purpose), (_CANNOT, letter.cannot_do)]
        if letter.form is Form.COURT:
            told.insert(1, (_TO, _COURT))
        elif letter.channel is not None:
            told.insert(1, (_TO, situation.rulebook.channels[letter.channel].name))
        lines += wrap(voice.own(letter.title), width, first=f"  {letter.id}  ", rest="    ")
        for label, words in told:
            lines += wrap(f"{voice.own(label)}{voice.colon}{voice.own(words)}", width, first="    ", rest="      ")
    if sheets:
        named = voice.listing(f"{letter.id}" for letter in sheets)
        lines += ["", *wrap(f"{voice.own(_SHEETS)}{voice.colon}{named}", width, rest="  ")]
    if everything:
        lines += ["", voice.own(_OTHERS)]
        for offer in listed:
            if offer.fit is not Fit.YES:
                text = f"{voice.own(offer.letter.title)}{voice.colon}{voice.own(offer.reason)}"
                lines += wrap(text, width, first=f"  {offer.letter.id}  ", rest="    ")
    return "\n".join(lines)


def written_screen(
    filled: Iterable[Filled],
    names: Iterable[str],
    situation: Situation,
    lang: Lang,
    width: int,
    *,
    from_case: bool = False,
) -> str:
    """Return what to know before signing: blanks, evidence, what the letter cannot do, and the rule on truth.

    ``from_case``: written from what is selected in an encrypted case, whose evidence numbers are those of the bundle.
    """
    voice = Voice.for_case(lang, situation.case)
    lines = [voice.own(_WRITTEN), *(f"  {name}" for name in names)]
    for each in filled:
        cannot = [each.letter.cannot_do]
        # a court that is asked for a judgment does give one: what its hotline cannot do is said of the hotline only
        if each.letter.channel is not None and each.letter.form is not Form.COURT:
            cannot.append(situation.rulebook.channels[each.letter.channel].cannot_do)
        lines += ["", voice.own(each.letter.title)]
        notes = [voice.say(_BLANKS, count=each.blanks)] if each.blanks else []
        if each.evidence:
            notes.append(voice.say(_EVIDENCE, numbers=voice.ranges(each.evidence)))
        notes += [f"{voice.own(_NOTE)}{voice.colon}{voice.own(words)}" for words in each.remarks]
        for words in dict.fromkeys(cannot):
            notes.append(f"{voice.own(_CANNOT)}{voice.colon}{voice.own(words)}")
        for note in notes:
            lines += wrap(note, width, first="  - ", rest="    ")
    lines += ["", *wrap(voice.own(situation.rulebook.rule(TRUTH_RULE).plain.next_step), width)]
    lines += wrap(voice.own(_NUMBERS_OF), width) if from_case else []
    return "\n".join([*lines, *wrap(voice.own(_NOT_SENT), width)])


def offers_json(offers: Iterable[Offer]) -> dict[str, object]:
    """Return the list as plain values (schema ``shouzheng.letters/1``)."""
    return {
        "schema": "shouzheng.letters/1",
        "letters": [
            {
                "id": offer.letter.id,
                "title": {"zh": offer.letter.title.zh, "en": offer.letter.title.en},
                "form": offer.letter.form.value,
                "channel": offer.letter.channel,
                "fits": offer.fit.value,
                "reason": {"zh": offer.reason.zh, "en": offer.reason.en},
                "condition": offer.letter.when_text,
            }
            for offer in offers
        ],
    }
