"""Where in a text some words stand, so that a page can mark them; loads nothing but the standard library."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"\w+(?:['’\-]\w+)*")


def marked(text: str, words: Sequence[str]) -> list[tuple[str, bool]]:
    """The text cut into pieces, each with whether it is one of the words; joined they are the text again.

    >>> marked("Meer fietspaden, graag", ["fietspaden"])
    [('Meer ', False), ('fietspaden', True), (', graag', False)]
    """
    wanted = {word.lower() for word in words}
    pieces: list[tuple[str, bool]] = []
    done = 0
    for match in _WORD.finditer(text):
        start = next((match.start() + i for i in range(len(match.group())) if match.group()[i:].lower() in wanted), -1)
        if start >= 0:
            pieces += [(text[done:start], False), (text[start : match.end()], True)]
            done = match.end()
    pieces.append((text[done:], False))
    return [piece for piece in pieces if piece[0]]
