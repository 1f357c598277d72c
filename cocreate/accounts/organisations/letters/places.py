"""Places in a letter's words, such as {link}: which there are, whether they are right, and what is filled in. Pure."""

import re
from collections.abc import Collection, Mapping

from markupsafe import Markup, escape

_PLACE = re.compile(r"\{([a-z_]+)\}")
_BRACES = re.compile(r"[{}]")
_ADDRESS = re.compile(r"https?://\S+", re.ASCII)


def unknown_in(words: str, known: Collection[str]) -> list[str]:
    """What stands in braces and is no place of the letter, as it was typed.

    >>> unknown_in("{link} {lnik} { name}", ["link"])
    ['{lnik}', '{ name}']
    """
    found = re.findall(r"\{[^{}]*\}", words)
    wrong = [each for each in found if each[1:-1] not in known]
    return wrong or (["{"] if _BRACES.search(re.sub(r"\{[^{}]*\}", "", words)) else [])


def missing_in(words: str, needed: Collection[str]) -> list[str]:
    """Places that must be there and are not.

    >>> missing_in("See {link}", ["link", "own"])
    ['own']
    """
    there = set(_PLACE.findall(words))
    return [name for name in needed if name not in there]


def filled(words: str, values: Mapping[str, object]) -> str:
    """The words with their values.

    >>> filled("Dear {person}", {"person": "{link}", "link": "x"})
    'Dear {link}'
    """
    return _PLACE.sub(lambda place: str(values.get(place[1], place[0])), words)


def filled_html(words: str, values: Mapping[str, object]) -> Markup:
    """The same as paragraphs of HTML; a value that is an address becomes a link."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", words) if block.strip()]
    return Markup("\n").join(Markup("<p>{}</p>").format(_paragraph(block, values)) for block in blocks)


def _paragraph(block: str, values: Mapping[str, object]) -> Markup:
    parts, end = [], 0
    for place in _PLACE.finditer(block):
        parts += [_lines(block[end : place.start()]), _value(str(values.get(place[1], place[0])))]
        end = place.end()
    return Markup("").join([*parts, _lines(block[end:])])


def _lines(words: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in words.split("\n"))


def _value(value: str) -> Markup:
    if _ADDRESS.fullmatch(value):
        return Markup('<a href="{0}">{0}</a>').format(value)
    return escape(value)
