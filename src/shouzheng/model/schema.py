"""The documented schema of the tables that leave the program: events, readings and findings, as plain data.

The Parquet writer and ``docs/schema.md`` are both made from this, so they cannot disagree. Times are UTC instants in
milliseconds beside the offset, raw text and resolution; calendar columns are integers in Beijing time; money is integer
fen; numbers and ids are text.
"""

from __future__ import annotations

from dataclasses import dataclass

from shouzheng.model.words import Words

#: Raised when a column changes its meaning or type, or goes; new nullable columns do not raise it.
SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its Arrow type as text, whether it may be null, its unit, and what it holds."""

    name: str
    arrow: str
    nullable: bool
    doc: Words
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table with what a row is and its columns in order."""

    name: str
    doc: Words
    columns: tuple[Column, ...]


_TIME = "timestamp[ms, UTC]"
_TEXTS = "list<string>"
_WHOLES = "list<int64>"


def _must(name: str, arrow: str, zh: str, en: str, unit: str = "") -> Column:
    return Column(name, arrow, False, Words(zh, en), unit)


def _may(name: str, arrow: str, zh: str, en: str, unit: str = "") -> Column:
    return Column(name, arrow, True, Words(zh, en), unit)


EVENTS = Table(
    "events",
    Words("每行一次联系（通话、短信、彩信等）", "one contact a row (call, SMS, MMS and so on)"),
    (
        _must(
            "id",
            "string",
            "事件编号，由原文件摘要和记录序号得出",
            "event id, from the original's digest and the record's number",
        ),
        _must("owner", "string", "这是谁的手机（案情文件里的编号）", "whose phone this is (id in the case file)"),
        _must("channel", "string", "渠道：call、sms、mms 等", "channel: call, sms, mms and so on"),
        _must("direction", "string", "方向：inbound、outbound、unknown", "direction: inbound, outbound, unknown"),
        _must("outcome", "string", "结果：connected、missed 等", "outcome: connected, missed and so on"),
        _must("time", _TIME, "时刻（UTC）", "the instant in UTC"),
        _must("time_raw", "string", "文件里的原样写法", "as the file had it"),
        _must("time_offset_minutes", "int32", "手机当时与UTC的时差", "the device's offset from UTC", "minute"),
        _must("time_resolution", "string", "精度：ms、s、min、day", "resolution: ms, s, min, day"),
        _must("time_offset_source", "string", "时差的来源", "how the offset is known"),
        _may("sent", _TIME, "对方或短信中心的时刻", "time of the sender or message centre"),
        _may("sent_raw", "string", "上一栏的原样写法", "the same as the file had it"),
        _must("day_no", "int32", "北京时间的日号，1970-01-01 为 0", "Beijing day, 1970-01-01 is 0", "day"),
        _may(
            "minute_of_day",
            "int32",
            "北京时间当天的第几分钟；只知日期时为空",
            "minute of the Beijing day; null when only the day is known",
            "minute",
        ),
        _may(
            "seconds", "int64", "通话时长；来源没有说明时为空", "talk time; null when the source does not say", "second"
        ),
        _must("other_raw", "string", "对方号码，原样", "the other party's number as written"),
        _may(
            "other_normal",
            "string",
            "对方号码，归一化；隐藏或看不懂时为空",
            "the number normalised; null when withheld or not understood",
        ),
        _must("other_kind", "string", "号码类型", "kind of number"),
        _must("others", _TEXTS, "其他收发方号码，原样", "further numbers as written"),
        _may("contact_name", "string", "手机通讯录里的名字", "name in the phone's contacts"),
        _may("sim", "string", "SIM 卡，原样", "SIM as written"),
        _may("text", "string", "文字内容", "the words"),
        _may(
            "text_source",
            "string",
            "文字来源：record、ocr、speech、by_hand",
            "source of the words: record, ocr, speech, by_hand",
        ),
        _must("attachment_types", _TEXTS, "附件的媒体类型", "media types of the attachments"),
        _must(
            "attachment_digests",
            _TEXTS,
            "附件摘要，与上一栏一一对应；没有数据时为空文字",
            "digests of the attachments in the same order; empty text without data",
        ),
        _must(
            "party_kind",
            "string",
            "对方是谁：creditor、agency、scam、private、unknown",
            "who it is: creditor, agency, scam, private, unknown",
        ),
        _may("party", "string", "对方编号（案情文件）", "the party's id in the case file"),
        _may("creditor", "string", "代表哪个债权人（编号）", "id of the creditor on whose behalf"),
        _may("debt", "string", "哪一笔债务（编号）", "id of the debt"),
        _must("institution_kind", "string", "机构类型", "kind of institution"),
        _must("product_kind", "string", "产品类型", "kind of product"),
        _may("known_by", "string", "本人如何得知", "how the person knows"),
        _must("evidence", "string", "归属的依据", "what the attribution rests on"),
        _may("claim", "string", "短信自称的签名，不是证明", "the signature that the text claims; never proof"),
        _must("confirmed", "bool", "是否由本人确认", "whether the person confirmed it"),
        _must("notes", _TEXTS, "修复过什么（短代码）", "short codes of what had to be repaired"),
        _must("source_sha256", "string", "原文件的 SHA-256", "SHA-256 of the original"),
        _must("source_length", "int64", "原文件长度", "length of the original", "byte"),
        _must("source_format", "string", "格式名", "name of the format"),
        _must(
            "source_records",
            _WHOLES,
            "记录序号，从1开始；合并的长短信有多个",
            "record numbers from 1; several for a joined SMS",
        ),
        _must("source_offsets", _WHOLES, "记录在文件里的位置", "places of the records in the file", "byte"),
        _must("source_lengths", _WHOLES, "记录的长度", "lengths of the records", "byte"),
        _must(
            "raw",
            "map<string, string>",
            "记录的全部字段，原样、按原顺序",
            "every field of the record as written, in its order",
        ),
    ),
)

READINGS = Table(
    "readings",
    Words("每行一处读出的内容：行为、实体或要素", "one thing a row that was read in a text: act, entity or element"),
    (
        _must("event", "string", "事件编号", "event id"),
        _must("kind", "string", "act、entity 或 element", "act, entity or element"),
        _must("label", "string", "行为、实体类型或要素的名称", "name of the act, kind of entity or element"),
        _may("start", "int32", "起始字符；要素缺失时为空", "first character; null for a missing element", "character"),
        _may("end", "int32", "结束字符（不含）", "end, not included", "character"),
        _may("text", "string", "实体的原文", "the entity as written"),
        _may("pattern", "string", "命中的模式", "the pattern that matched"),
        _must("disguised", "bool", "是否经过还原才能读出", "whether the characters had to be unmasked"),
        _may("fen", "int64", "金额", "amount of money", "fen"),
        _may("day", "date32", "日期", "date"),
        _may("value", "string", "其他实体的归一化值", "normalised value of other entities"),
        _must("lexicon", "string", "词库的摘要", "hash of the lexicon"),
    ),
)

FINDINGS = Table(
    "findings",
    Words("每行一项需要人工核对的疑点，不是结论", "one suspicion a row, to be checked by a person; never a judgment"),
    (
        _must("id", "string", "疑点编号", "id of the finding"),
        _must("rule", "string", "规则编号", "id of the rule"),
        _must("kind", "string", "element、indicator 或 reminder", "element, indicator or reminder"),
        _must("title_zh", "string", "标题（中文）", "title in Chinese"),
        _must("title_en", "string", "标题（英文）", "title in English"),
        _must("day", "date32", "适用法律的北京日期", "the Beijing day whose law applies"),
        _must("events", _TEXTS, "事件编号，按时间", "event ids in time order"),
        _must("sentence_zh", "string", "说明（中文）", "sentence in Chinese"),
        _must("sentence_en", "string", "说明（英文）", "sentence in English"),
        _must("provisions", _TEXTS, "条文编号", "ids of the provisions"),
        _must("sureness", "string", "把握程度", "how sure"),
        _must("severity", "int32", "轻重，5为最重", "severity, 5 is the gravest"),
        _must("doubts_zh", _TEXTS, "还可能是什么（中文）", "what else it could be, in Chinese"),
        _must("doubts_en", _TEXTS, "还可能是什么（英文）", "what else it could be, in English"),
        _must("next_step_zh", "string", "下一步（中文）", "next step in Chinese"),
        _must("next_step_en", "string", "下一步（英文）", "next step in English"),
        _must("grade", "string", "证据来源等级 A–F", "grade of the source, A to F"),
        _must("supports", _TEXTS, "可用于哪些渠道", "ids of the channels it supports"),
        _may("party", "string", "对方编号", "the party's id"),
        _must("confirmed_by_person", "bool", "本人是否已核对", "whether the person has checked it"),
    ),
)

TEXT_READINGS = Table(
    "text_readings",
    Words("每行一段文字的读出结果（成列读取）", "what was read in one text a row (reading by column)"),
    (
        _may(
            "acts",
            "list<struct<act: string, start: int32, end: int32, pattern: string, disguised: bool>>",
            "行为及其字符位置和命中的模式；本人所写的文字没有行为；文字为空值时为空值",
            "acts with their characters and patterns; none in the person's own words; null for a null text",
            "character",
        ),
        _may(
            "entities",
            "list<struct<kind: string, start: int32, end: int32, text: string, fen: int64, day: date32, "
            "value: string>>",
            "实体：原文、位置，以及金额（分）、日期或归一化值之一",
            "entities: as written, their characters, and one of fen, day and normalised value",
            "character",
        ),
        _may(
            "elements",
            "list<struct<element: string, start: int32, end: int32>>",
            "写明了的要素及其首次出现的位置；没有列出的即为缺失",
            "elements that are there, with their first place; those not listed are missing",
            "character",
        ),
        _may(
            "disguised",
            "bool",
            "是否有行为或常见借贷用语经过还原才能读出",
            "whether an act or a common word of lending had to be unmasked",
        ),
    ),
)

TABLES = (EVENTS, READINGS, TEXT_READINGS, FINDINGS)


def schema_markdown() -> str:
    """Return ``docs/schema.md``: every table with its columns, in Chinese and English."""
    lines = [
        "# 数据表说明 · Schema of the tables",
        "",
        f"Generated by `make docs` from `model/schema.py`. Schema version {SCHEMA_VERSION}.",
        "",
        "时间是 UTC 毫秒，旁边另存时差、原样写法和精度；日号和分钟数按北京时间；金额是整数分；号码和编号是文字。",
        "",
        "Times are UTC milliseconds beside the offset, raw text and resolution; calendar columns are integers in "
        "Beijing time; money is integer fen; numbers and ids are text.",
    ]
    for table in TABLES:
        lines += ["", f"## {table.name}", "", f"{table.doc.zh}。{table.doc.en}.", ""]
        lines += ["| column | type | unit | null | 内容 | content |", "|---|---|---|---|---|---|"]
        for column in table.columns:
            null = "yes" if column.nullable else ""
            lines.append(
                f"| `{column.name}` | `{column.arrow}` | {column.unit} | {null} | {column.doc.zh} | {column.doc.en} |"
            )
    return "\n".join(lines) + "\n"
