"""LimeSurvey's relevance expressions as our conditions, as far as a condition can say the same.

Grammar read here: `or`/`||`, `and`/`&&`, `!`/`not`, comparisons of one question with one word or number, `is_empty(q)`,
`!is_empty(q)`, `count(q1, q2, …)` compared with a number, `if(c, 1, 0)` and parentheses. Whatever else stands in an
expression makes it one that cannot be expressed, and `NotExpressed` says what.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Condition = dict[str, Any]
_TOKENS = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>\"[^\"]*\"|'[^']*')|(?P<name>[A-Za-z_][A-Za-z0-9_.:]*)"
    r"|(?P<sign>\|\||&&|==|!=|<=|>=|[<>!(),=]))"
)
_SAME = {"eq": "==", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">=", "and": "&&", "or": "||", "not": "!"}
_COMPARE = {">": "above", ">=": "at_least", "<": "below", "<=": "at_most"}
_TURNED = {">": "<", "<": ">", ">=": "<=", "<=": ">=", "==": "==", "!=": "!="}
_SUFFIX = re.compile(r"\.(NAOK|value|valueNAOK|code|shown|relevanceStatus)$")


class NotExpressed(Exception):
    """The expression says something that our conditions cannot."""


@dataclass(frozen=True)
class Variable:
    """What a name of an expression stands for."""

    fact: str = ""
    choice: str = ""  # of a tick box: the choice that it ticks
    is_number: bool = False
    values: dict[str, str] | None = None  # code of an answer there -> its key here
    equation: str = ""  # the name is computed: its expression


Lookup = Callable[[str], Variable | None]


def condition_of(expression: str, lookup: Lookup) -> Condition:
    """The condition that says the same; empty for an expression that always holds.

    >>> condition_of('Q1.NAOK == "A1" and !is_empty(Q2)', lambda name: Variable(name.lower(), values={"A1": "a1"}))
    {'all': [{'fact': 'q1', 'has': 'a1'}, {'fact': 'q2', 'is': 'answered'}]}
    """
    text = expression.strip()
    if text in ("", "1"):
        return {}
    return _Reader(text, lookup).read()


class _Reader:
    """A descent through one expression."""

    def __init__(self, text: str, lookup: Lookup, depth: int = 0) -> None:
        self.lookup = lookup
        self.depth = depth
        self.tokens: list[tuple[str, str]] = []
        self.at = 0
        place = 0
        while place < len(text.rstrip()):
            found = _TOKENS.match(text, place)
            if found is None:
                raise NotExpressed(text[place:].strip()[:40])
            kind = str(found.lastgroup)
            word = found.group(kind)
            if kind == "name" and word.lower() in _SAME:
                kind, word = "sign", _SAME[word.lower()]
            self.tokens.append((kind, "==" if word == "=" else word))
            place = found.end()
        if len(self.tokens) > 600:
            raise NotExpressed(text[:40])

    def read(self) -> Condition:
        """The whole expression."""
        found = self.either(0)
        if self.at < len(self.tokens):
            raise NotExpressed(self.tokens[self.at][1])
        return found

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            raise NotExpressed("…")
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, sign: str) -> None:
        if self.take() != ("sign", sign):
            raise NotExpressed(self.tokens[self.at - 1][1])

    def either(self, level: int) -> Condition:
        return self.joined("||", "any", lambda: self.both(level), level)

    def both(self, level: int) -> Condition:
        return self.joined("&&", "all", lambda: self.single(level), level)

    def joined(self, sign: str, name: str, part: Callable[[], Condition], level: int) -> Condition:
        if level > 40:
            raise NotExpressed("((((…")
        parts = [part()]
        while self.peek() == sign:
            self.at += 1
            parts.append(part())
        return parts[0] if len(parts) == 1 else {name: parts}

    def single(self, level: int) -> Condition:
        sign = self.peek()
        if sign == "!" and self.tokens[self.at][0] == "sign":
            self.at += 1
            return negated(self.single(level + 1))
        if sign == "(" and self.tokens[self.at][0] == "sign":
            self.at += 1
            inner = self.either(level + 1)
            self.expect(")")
            return inner
        return self.comparison(level)

    def comparison(self, level: int) -> Condition:
        kind, word = self.take()
        if kind == "name" and self.peek() == "(":
            return self.call(word, level)
        if kind == "name" and self.peek() in ("==", "!=", *_COMPARE):
            return self.compared(word, self.take()[1], self.take())
        if kind in ("number", "text") and self.peek() in ("==", "!=", *_COMPARE):
            sign = _TURNED[self.take()[1]]
            other = self.take()
            if other[0] == "name":
                return self.compared(other[1], sign, (kind, word))
            if sign in ("==", "!="):
                return {} if (word.strip("\"'") == other[1].strip("\"'")) == (sign == "==") else {"any": []}
        if kind == "number":
            return {} if float(word) else {"any": []}
        raise NotExpressed(word)

    def call(self, function: str, level: int) -> Condition:
        self.expect("(")
        if function.lower() == "is_empty":
            fact = self.variable(self.take())
            self.expect(")")
            return unanswered(fact)
        if function.lower() in ("count", "countif"):
            return self.counted(function)
        if function.lower() == "if":
            condition = self.either(level + 1)
            self.expect(",")
            then = self.take()[1]
            self.expect(",")
            otherwise = self.take()[1]
            self.expect(")")
            if (then, otherwise) == ("1", "0"):
                return condition
        raise NotExpressed(f"{function}()")

    def counted(self, function: str) -> Condition:
        if function.lower() != "count":
            raise NotExpressed(f"{function}()")
        facts = [self.variable(self.take())]
        while self.peek() == ",":
            self.at += 1
            facts.append(self.variable(self.take()))
        self.expect(")")
        sign, (kind, number) = self.take()[1], self.take()
        names = {each.fact for each in facts}
        if kind != "number" or not number.isdigit() or sign not in (*_COMPARE, "=="):
            raise NotExpressed("count()")
        least = {">": int(number) + 1, ">=": int(number)}
        most = {"<": int(number) - 1, "<=": int(number)}
        if len(names) != 1:  # of several questions only "at least one" can be said
            if least.get(sign) == 1:
                return {"any": [answered(each) for each in facts]}
            raise NotExpressed("count()")
        fact = names.pop()
        if sign in least:
            return {"fact": fact, "chosen_at_least": least[sign]}
        if sign in most and most[sign] >= 0:
            return {"fact": fact, "chosen_at_most": most[sign]}
        if sign == "==":
            return {"all": [{"fact": fact, way: int(number)} for way in ("chosen_at_least", "chosen_at_most")]}
        raise NotExpressed("count()")

    def variable(self, token: tuple[str, str]) -> Variable:
        kind, name = token
        found = self.lookup(_SUFFIX.sub("", name)) if kind == "name" else None
        if found is None:
            raise NotExpressed(name)
        return found

    def compared(self, name: str, sign: str, other: tuple[str, str]) -> Condition:
        about = self.variable(("name", name))
        kind, word = other
        word = word.strip("\"'") if kind == "text" else word
        if kind == "name":
            raise NotExpressed(f"{name} {sign} {word}")
        if about.equation:
            return self.computed(about.equation, sign, word)
        if about.choice:
            ticked: Condition = {"fact": about.fact, "has": about.choice}
            if (word, sign) in (("Y", "=="), ("", "!=")):
                return ticked
            if (word, sign) in (("Y", "!="), ("", "==")):
                return {"not": ticked}
            raise NotExpressed(f'{name} {sign} "{word}"')
        if sign in _COMPARE:
            try:
                return {"fact": about.fact, _COMPARE[sign]: _number(word)}
            except ValueError as error:
                raise NotExpressed(f'{name} {sign} "{word}"') from error
        if not word:
            return unanswered(about) if sign == "==" else answered(about)
        if about.is_number:
            holds = _equal(about.fact, word, name)
        elif about.values is not None and word not in about.values:
            raise NotExpressed(f'{name} {sign} "{word}"')
        else:
            holds = {"fact": about.fact, "has": (about.values or {}).get(word, word)}
        return holds if sign == "==" else {"not": holds}

    def computed(self, equation: str, sign: str, word: str) -> Condition:
        if self.depth > 5 or (sign, word) not in {("==", "1"), ("==", "0"), ("!=", "0"), ("!=", "1")}:
            raise NotExpressed(equation[:60])
        found = _Reader(equation, self.lookup, self.depth + 1).read()
        return found if (sign == "==") == (word == "1") else negated(found)


def answered(about: Variable) -> Condition:
    """It has an answer; a tick box: it is ticked."""
    if about.choice:
        return {"fact": about.fact, "has": about.choice}
    if about.equation:
        raise NotExpressed(about.equation[:60])
    return {"fact": about.fact, "is": "answered"}


def unanswered(about: Variable) -> Condition:
    """The opposite."""
    if about.choice or about.equation:
        return {"not": answered(about)}
    return {"fact": about.fact, "is": "unanswered"}


def negated(condition: Condition) -> Condition:
    """The opposite of a condition, as short as it gets."""
    if set(condition) == {"not"}:
        return dict(condition["not"])
    if condition.get("is") in ("answered", "unanswered"):
        other = "answered" if condition["is"] == "unanswered" else "unanswered"
        return {"fact": condition["fact"], "is": other}
    return {"not": condition}


def _number(word: str) -> float:
    found = float(word)
    return int(found) if found.is_integer() else found


def _equal(fact: str, word: str, name: str) -> Condition:
    try:
        number = _number(word)
    except ValueError as error:
        raise NotExpressed(f'{name} == "{word}"') from error
    return {"all": [{"fact": fact, "at_least": number}, {"fact": fact, "at_most": number}]}
