"""Cuts the text of a condition into tokens and refuses, with its exact place, whatever the language does not have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import Problem, ProblemKind
from shouzheng.rulebook import problems

#: Longest condition read, in characters. The longest real condition has a few hundred.
MAX_LENGTH = 8_000
#: Largest integer literal and named number: 10^12 fen is ten thousand million yuan.
MAX_INTEGER = 10**12


class Kind(StrEnum):
    """What a token is."""

    KEYWORD = "keyword"
    NAME = "name"
    NAMED = "named number"
    INTEGER = "integer"
    TEXT = "text"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """One token with its offset in the text; ``value`` is the unquoted text of a literal, else the token itself."""

    kind: Kind
    value: str
    at: int


class ExpressionError(Exception):
    """One error in a condition: kind, offset, and slots of the message. Raised by tokenizer, parser and type check."""

    def __init__(self, kind: ProblemKind, text: str, at: int, **slots: str) -> None:
        self.kind, self.text, self.at = kind, text, at
        self.slots = slots
        super().__init__(f"{self.line}:{self.column} {self.problem('').what(Lang.EN)}")

    @property
    def line(self) -> int:
        """Line in the condition, from 1."""
        return self.text.count("\n", 0, self.at) + 1

    @property
    def column(self) -> int:
        """Column in the line, from 1, in characters."""
        return self.at - (self.text.rfind("\n", 0, self.at) + 1) + 1

    def problem(self, where: str) -> Problem:
        """Return the error as a problem at this place."""
        return Problem(self.kind, where, tuple(self.slots.items()))


KEYWORDS = frozenset(["AND", "OR", "NOT", "IN", "BETWEEN", "IS", "NULL", "TRUE", "FALSE"])

_FUNCTION = Words("函数", "a function call")
_USE_FACT = Words(
    "需要计算的东西应是 facts.toml 里的一个事实。", "What has to be computed must be a fact in facts.toml."
)
_CASE = Words("CASE 分支", "CASE")
_MATCHING = Words("文字匹配", "text matching")
_CONVERSION = Words("类型转换", "a conversion")
_SUBQUERY = Words("子查询", "a subquery")
_DATES = Words("时间运算", "date and time arithmetic")
_DIVISION = Words("除法", "division")
_OPERATOR = Words("这种写法", "this operator")
#: Words that SQL knows and this language does not, with what they are.
_REFUSED_WORDS: dict[str, Words] = {
    **dict.fromkeys(["CASE", "WHEN", "THEN", "ELSE", "END"], _CASE),
    **dict.fromkeys(["LIKE", "ILIKE", "SIMILAR", "REGEXP", "RLIKE", "GLOB", "MATCH", "ESCAPE"], _MATCHING),
    **dict.fromkeys(["CAST", "TRY_CAST", "CONVERT", "COLLATE"], _CONVERSION),
    **dict.fromkeys(
        ["SELECT", "FROM", "WHERE", "EXISTS", "ANY", "ALL", "SOME", "UNION", "WITH", "VALUES", "OVER"], _SUBQUERY
    ),
    **dict.fromkeys(["DATE", "TIME", "TIMESTAMP", "INTERVAL", "EXTRACT", "AT"], _DATES),
    **dict.fromkeys(["DIV", "MOD"], _DIVISION),
    **dict.fromkeys(["XOR", "DISTINCT", "UNKNOWN", "ISNULL", "NOTNULL"], _OPERATOR),
}
_COMMENT = Words("注释", "a comment"), Words("说明写在规则的文字里。", "Put remarks into the rule's words.")
_QUOTED = (
    Words("带引号的名字", "a quoted name"),
    Words("事实名不加引号。", "Write names bare, values in single quotes."),
)
_REFUSED_SIGNS: dict[str, tuple[Words, Words]] = {
    "--": _COMMENT,
    "/*": _COMMENT,
    "||": (Words("文字拼接", "joining texts"), _USE_FACT),
    "::": (_CONVERSION, _USE_FACT),
    "!=": (_OPERATOR, Words("写 <>。", "Write <>.")),
    "==": (_OPERATOR, Words("写 =。", "Write =.")),
    "/": (_DIVISION, Words("把除法改写成另一边的乘法。", "Multiply the other side instead.")),
    "%": (Words("取余", "a remainder"), _USE_FACT),
    '"': _QUOTED,
    "`": _QUOTED,
    "[": (Words("下标", "an index"), _USE_FACT),
    ";": (Words("多条语句", "several statements"), Words("一个条件就是一个表达式。", "A condition is one expression.")),
}
_DECIMAL = Words("小数", "a decimal number"), Words("金额用分，比例用基点。", "Use whole numbers: fen, basis points.")
_CAPITALS = Words("大写的名字", "a name with capitals"), Words("事实名用小写字母。", "Fact names use small letters.")
_SMALL = Words("小写关键字", "a keyword in small letters"), Words("关键字用大写。", "Write keywords in capitals.")

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
      | (?P<refused>--|/\*|\|\||::|!=|==|[/%"`\[;])
      | (?P<sign><=|>=|<>|[=<>+\-*(),])
      | (?P<decimal>[0-9]+(?:\.[0-9]*|[eE_][0-9A-Za-z_]*)|\.[0-9]+)
      | (?P<integer>[0-9]+)
      | (?P<text>'(?:[^'\r\n]|'')*')
      | (?P<named>:[a-z][a-z0-9_]*)
      | (?P<word>[A-Za-z_][A-Za-z0-9_]*)""",
    re.VERBOSE,
)
_FACT_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a condition, ending with an END token; raises ``ExpressionError`` at the first refusal."""
    if len(text) > MAX_LENGTH:
        detail = Words(f"超过 {MAX_LENGTH} 个字符", f"more than {MAX_LENGTH} characters")
        raise ExpressionError(problems.TOO_LARGE, text, MAX_LENGTH, detail_zh=detail.zh, detail_en=detail.en)
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _bad_character(text, at)
        if match.lastgroup != "space":
            tokens.append(_token(text, at, str(match.lastgroup), match.group()))
        at = match.end()
    tokens.append(Token(Kind.END, "", len(text)))
    return tokens


def refuse(text: str, at: int, found: str, construct: Words, instead: Words = _USE_FACT) -> ExpressionError:
    """Return the error for a construct that SQL has and this language refuses."""
    return ExpressionError(
        problems.REFUSED,
        text,
        at,
        found=found,
        construct_zh=construct.zh,
        construct_en=construct.en,
        instead_zh=instead.zh,
        instead_en=instead.en,
    )


def refuse_call(text: str, name: Token) -> ExpressionError:
    """Return the error for a function call."""
    return refuse(text, name.at, f"{name.value}(…)", _FUNCTION)


def _token(text: str, at: int, group: str, found: str) -> Token:
    match group:
        case "refused":
            raise refuse(text, at, found, *_REFUSED_SIGNS[found])
        case "decimal":
            raise refuse(text, at, found, *_DECIMAL)
        case "integer":
            return _integer(text, at, found)
        case "text":
            return Token(Kind.TEXT, found[1:-1].replace("''", "'"), at)
        case "named":
            return Token(Kind.NAMED, found[1:], at)
        case "word":
            return _word(text, at, found)
    return Token(Kind.SIGN, found, at)


def _integer(text: str, at: int, found: str) -> Token:
    if len(found) > len(str(MAX_INTEGER)) or int(found) > MAX_INTEGER:
        detail = Words(f"整数不能大于 {MAX_INTEGER}", f"integers may not exceed {MAX_INTEGER}")
        raise ExpressionError(problems.TOO_LARGE, text, at, detail_zh=detail.zh, detail_en=detail.en)
    return Token(Kind.INTEGER, found, at)


def _word(text: str, at: int, found: str) -> Token:
    upper = found.upper()
    if upper in KEYWORDS:
        if found != upper:
            raise refuse(text, at, found, *_SMALL)
        return Token(Kind.KEYWORD, found, at)
    if upper in _REFUSED_WORDS:
        raise refuse(text, at, found, _REFUSED_WORDS[upper])
    if not _FACT_NAME.match(found):
        raise refuse(text, at, found, *_CAPITALS)
    return Token(Kind.NAME, found, at)


def _bad_character(text: str, at: int) -> ExpressionError:
    if text[at] == "'":
        return ExpressionError(
            problems.SYNTAX, text, at, expected_zh="结束的单引号", expected_en="a closing quote", found="'"
        )
    found = text[at] if text[at].isprintable() else f"U+{ord(text[at]):04X}"
    return ExpressionError(problems.BAD_CHARACTER, text, at, found=found)
