"""Patterns that an organiser gives for short texts, held to those that can be tried in no time at all.

Python's matcher tries every way in which a text may fit; for a pattern such as `(a+)+b` there are more ways than one
can wait for. So the ways are counted before a pattern is used: what allows too many, or looks around or back, is
refused. Refusing nested repetitions alone (the simpler way) lets `a*a*a*a*b` through.
"""

import re
from functools import lru_cache

LONGEST_PATTERN = 200
LONGEST_TRIED = 300  # characters of a text
MOST_WAYS = LONGEST_TRIED**2 * 8  # two endless repetitions and three "perhaps": a moment at worst

_COUNTS = re.compile(r"\{([0-9]{0,3})(,?)([0-9]{0,3})\}")


class UnsafePattern(ValueError):
    """The pattern cannot be used: it is none, or it could take for ever."""


@lru_cache(maxsize=256)
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, ready to be tried, or UnsafePattern.

    >>> bool(compiled("[A-Z]{2} ?[0-9]+").fullmatch("BE 0123"))
    True
    """
    if len(pattern) > LONGEST_PATTERN:
        raise UnsafePattern("too long")
    try:
        made = re.compile(pattern)
        ways, end = _alternatives(pattern, 0)
    except (re.error, RecursionError, OverflowError, IndexError) as error:
        raise UnsafePattern(str(error)) from error
    if end != len(pattern) or ways > MOST_WAYS:
        raise UnsafePattern("too many ways to fit")
    return made


def is_safe(pattern: str) -> bool:
    """Whether the pattern can be used."""
    try:
        compiled(pattern)
    except UnsafePattern:
        return False
    return True


def fits(pattern: str, text: str) -> bool:
    """Whether a short text fits as a whole. A pattern that cannot be used keeps nobody from answering."""
    return len(text) <= LONGEST_TRIED and (not is_safe(pattern) or compiled(pattern).fullmatch(text) is not None)


def _alternatives(pattern: str, at: int) -> tuple[int, int]:
    """In how many ways one of the alternatives from here can fit, and where they end."""
    ways, branch = 0, 1
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            ways, branch, at = ways + branch, 1, at + 1
            continue
        one, at = _piece(pattern, at)
        least, most, at = _repetition(pattern, at)
        branch = min(branch * _repeated(one, least, most), MOST_WAYS + 1)
    return min(ways + branch, MOST_WAYS + 1), at


def _piece(pattern: str, at: int) -> tuple[int, int]:
    """The ways of one sign, class or group, and where it ends."""
    sign = pattern[at]
    if sign == "\\":
        if pattern[at + 1] in "123456789":
            raise UnsafePattern("looks back")
        return 1, at + 2
    if sign == "[":
        end = at + 2 if pattern[at + 1] == "^" else at + 1
        end += 2 if pattern[end] == "\\" else 1  # a bracket in the first place is a sign of the class
        while pattern[end] != "]":
            end += 2 if pattern[end] == "\\" else 1
        return 1, end + 1
    if sign == "(":
        if pattern.startswith("(?", at) and not pattern.startswith("(?:", at):
            raise UnsafePattern("looks around")
        ways, end = _alternatives(pattern, at + (3 if pattern.startswith("(?:", at) else 1))
        return ways, end + 1
    return 1, at + 1


def _repetition(pattern: str, at: int) -> tuple[int, int, int]:
    """How often the piece before may come, at least and at most, and where that is said to the end."""
    least = most = 1
    if at < len(pattern) and pattern[at] in "*+?":
        least, most = {"*": (0, LONGEST_TRIED), "+": (1, LONGEST_TRIED), "?": (0, 1)}[pattern[at]]
        at += 1
    elif found := _COUNTS.match(pattern, at):
        low, comma, high = found.groups()
        if low or high:
            least = int(low or 0)
            most = int(high) if high else LONGEST_TRIED if comma else least
        at = found.end()
    else:
        return 1, 1, at
    if at < len(pattern) and pattern[at] in "?+":  # lazy, or without going back
        at += 1
    return least, most, at


def _repeated(ways: int, least: int, most: int) -> int:
    """The ways of a piece that may come so often."""
    if ways == 1:
        return most - least + 1
    total = 0
    for times in range(least, most + 1):
        total += ways**times
        if total > MOST_WAYS:
            break
    return min(total, MOST_WAYS + 1)
