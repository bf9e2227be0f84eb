"""What ``shouzheng gate`` prints: the answer first, then every reason with its law, then what nobody can judge yet."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from shouzheng.model.words import Lang, Words
from shouzheng.reference.safe_text import visible
from shouzheng.reference.script import in_script

if TYPE_CHECKING:
    from shouzheng.gate.papers.matched import PaperWishes
    from shouzheng.gate.templates import Template
    from shouzheng.gate.whole import Lost

_GO = {
    "allow": Words("可以联系", "allowed"),
    "hold": Words("先不要联系", "hold"),
    "refuse": Words("不得联系", "refused"),
    "ask_a_person": Words("须由人决定", "ask a person"),
}
_WISHES = {"objection": Words("拒绝联系", "objection"), "agreed_time": Words("约定时间", "agreed hours")}
_ANSWERS = {
    "breach": Words("不得这样做", "stands against it"),
    "needs_person": Words("须由人判断", "a person has to decide"),
    "cannot_tell": Words("缺少事实", "a fact is missing"),
}

_KINDS = {
    "contact": Words("联系", "contact"),
    "wish": Words("意愿", "wish"),
    "standing": Words("长期事实", "standing fact"),
    "imported": Words("导入的联系，日期", "imported contacts of"),
}
_HOW = {
    "missing": Words("日志里有，台账里没有", "stands in the log and is missing from the ledger"),
    "changed": Words("台账里的与日志不同", "is another one in the ledger than in the log"),
    "unknown": Words("台账里有，日志里没有", "stands in the ledger, and nothing in the log says so"),
}


class Pages:
    """Prints in one language, or as JSON."""

    def __init__(self, lang: Lang, *, as_json: bool) -> None:
        self._lang, self._as_json = lang, as_json

    def answer(self, answer: Mapping[str, Any]) -> None:
        """Print a decision."""
        if self._json(answer):
            return
        self._line(_GO[answer["decision"]].say(self._lang) + self._until(answer["until"]))
        for reason in answer["reasons"]:
            self._reason(reason)
        self._line(self._said(answer["coverage"]))
        if answer["undecided"]:
            named = ", ".join(each["rule"] for each in answer["undecided"])
            self._line(
                Words(f"联系前无法判断：{named}", f"not to be judged before the contact: {named}").say(self._lang)
            )
        self._line(Words(f"决定编号 {answer['id']}", f"decision {answer['id']}").say(self._lang))

    def _until(self, until: str | None) -> str:
        return "" if until is None else Words(f"，到 {until} 再问", f" until {until}").say(self._lang)

    def _reason(self, reason: Mapping[str, Any]) -> None:
        what = _ANSWERS[reason["answer"]].say(self._lang)
        self._line(f"  {reason['rule']} {self._said(reason['title'])} [{what}]")
        if reason["law"]:
            self._line(f"      {self._said(reason['law'])}")
        missing = [self._said(each["label"]) if each["label"] else each["fact"] for each in reason.get("missing", ())]
        if missing:
            self._line("      " + Words("缺少：", "missing: ").say(self._lang) + "; ".join(missing))

    def review(self, found: Mapping[str, Any]) -> None:
        """Print what stands against a text, and what to send instead."""
        if self._json(found):
            return
        passes = Words("没有规则反对这段文字", "no rule stands against this text")
        against = Words("这段文字不能发", "this text must not be sent")
        incomplete = Words(
            "没有规则断定这段文字不能发，但缺少必须写明的内容，补上之前不要发",
            "no rule is sure to stand against this text, but what it has to say is missing: do not send it as it is",
        )
        verdict = passes if found["passes"] else against if found["refused"] else incomplete
        self._line(verdict.say(self._lang))
        for reason in (*found["against"], *found["perhaps"]):
            self._reason(reason)
        for title, rows in (
            (Words("文字中有：", "the words: "), found["acts"]),
            (Words("缺少：", "missing: "), found["lacks"]),
        ):
            if rows:
                self._line(title.say(self._lang) + "; ".join(self._said(each) for each in rows))
        if not found["passes"]:
            self._line(Words("可以改用：", "send instead:").say(self._lang))
            for each in found["instead"]:
                self._line(f"  {each['template']}  {self._said(each)}\n    {each['text']}")

    def templates(self, templates: Sequence[Template]) -> None:
        """Print the library."""
        rows = [
            {"template": one.name, "zh": one.title.zh, "en": one.title.en, "text": one.text, "says": one.explains}
            for one in templates
        ]
        if self._json(rows):
            return
        for row in rows:
            self._line(f"{row['template']}  {self._said(row)}\n  {row['text']}")
            if self._lang is Lang.EN:
                self._line(f"  {row['says']}")

    def simulation(self, found: Mapping[str, Any]) -> None:
        """Print who would have been spared."""
        if self._json(found):
            return
        spared = found["spared"]
        total, stopped, people = found["contacts"], spared["contacts_stopped"], spared["people"]
        zh = f"{total} 次联系中，另一版法律会多挡下 {stopped} 次，涉及 {people} 人"
        en = f"of {total} contacts the other law would have stopped {stopped} more, to {people} people"
        self._line(Words(zh, en).say(self._lang))
        hours, night = spared["hours"], spared["night_hours"]
        zh = f"  有人被联系而本可不受打扰的钟点共 {hours} 个（按人计），其中夜间（22 时至 8 时）{night} 个"
        en = f"  hours in which somebody would have been left in peace: {hours} (per person), {night} at night (22–8)"
        self._line(Words(zh, en).say(self._lang))
        for title, rows in (
            (Words("按规则", "by rule"), spared["by_rule"]),
            (Words("按钟点", "by hour of the day"), spared["by_hour"]),
        ):
            if rows:
                self._line(f"  {title.say(self._lang)}: " + ", ".join(f"{key} {value}" for key, value in rows.items()))

    def replayed(self, number: int, differing: Sequence[str], lost: Sequence[Lost]) -> None:
        """Print how many decisions were made again, which came out differently, and what the tables do not hold."""
        rows = [{"kind": each.kind, "name": each.name, "how": each.how} for each in lost]
        if self._json({"decisions": number, "differing": list(differing), "lost": rows}):
            return
        zh, en = f"日志完整，重判 {number} 条", f"the log is whole, {number} decisions made again"
        if differing:
            zh, en = f"{zh}，不一致：{', '.join(differing)}", f"{en}, differing: {', '.join(differing)}"
        self._line(Words(zh, en).say(self._lang))
        if lost:
            zh, en = f"台账与日志有 {len(lost)} 处不符：", f"ledger and log do not agree on {len(lost)} things:"
            self._line(Words(zh, en).say(self._lang))
        for each in lost:
            self._line(f"  {_KINDS[each.kind].say(self._lang)}  {each.name}  {_HOW[each.how].say(self._lang)}")

    def done(self, values: Mapping[str, object]) -> None:
        """Print that something was entered."""
        if not self._json({"done": True, **values}):
            said = "  ".join(f"{name} {value}" for name, value in values.items())
            self._line(f"{Words('完成', 'done').say(self._lang)}  {said}".strip())

    def imported(self, found: PaperWishes) -> None:
        """Print the wishes of a paper with their proof, and what a person has to look at."""
        wishes = [
            {"id": one.id, "kind": one.kind.value, "person": one.person, "party": one.party, "at": one.at.isoformat()}
            | {"proof": one.proof}
            for one in found.wishes
        ]
        ask = [{"ask": one.code, "about": one.about, "zh": one.what.zh, "en": one.what.en} for one in found.ask]
        if self._json({"wishes": wishes, "ask_a_person": ask}):
            return
        for each in wishes:
            kind = _WISHES[each["kind"]].say(self._lang)
            self._line(f"{kind}  {each['person']} → {each['party']}  {each['at']}")
            self._line(f"    {each['proof']}")
        if ask:
            self._line(Words("须由人处理：", "for a person to look at:").say(self._lang))
        for one in found.ask:
            self._line(f"  {one.about}  {one.what.say(self._lang)}")

    def serving(self, host: str, port: str, durability: str) -> None:
        """Say where the service listens and what survives a crash."""
        self._line(f"http://{host}:{port}  {durability}")
        sys.stdout.flush()  # whoever waits for it in a pipe waits for this line

    def key(self, key: str, digest: str) -> None:
        """Print a new key, once, and its entry for the file of keys."""
        if self._json({"key": key, "sha256": digest}):
            return
        note = Words("密钥只显示这一次；文件里只写下面的散列", "shown this once; the file holds only its hash")
        entry = f'[[key]]\nname = ""\nsha256 = "{digest}"\nagencies = []\ncreditors = []\nrights = ["decide", "report"]'
        self._line(f"{key}\n# {note.say(self._lang)}\n{entry}")

    def _said(self, words: Mapping[str, Any]) -> str:
        return str(words["en" if self._lang is Lang.EN else "zh"])

    def _line(self, text: str) -> None:
        for part in text.split("\n"):
            print(in_script(visible(part), self._lang))

    def _json(self, value: object) -> bool:
        if self._as_json:
            print(json.dumps(value, ensure_ascii=False, indent=2))
        return self._as_json
