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


def marked_phrases(text: str, phrases: Sequence[str]) -> list[tuple[str, bool]]:
    """The same for phrases as they stand in the text, each where it stands first.

    >>> marked_phrases("We ask for trees. We need to act.", ["we need to", "we ask"])
    [('We ask', True), (' for trees. ', False), ('We need to', True), (' act.', False)]
    """
    spans = []
    for phrase in phrases:
        match = re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text, re.IGNORECASE)
        if match:
            spans.append(match.span())
    pieces: list[tuple[str, bool]] = []
    done = 0
    for start, stop in sorted(spans):
        if start >= done:
            pieces += [(text[done:start], False), (text[start:stop], True)]
            done = stop
    pieces.append((text[done:], False))
    return [piece for piece in pieces if piece[0]]
