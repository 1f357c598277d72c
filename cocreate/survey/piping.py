"""Answers that stand in later questions: `{{key}}` in a title, help or choice is what was answered before."""

import re
from collections.abc import Iterable, Mapping

PIPE = re.compile(r"\{\{\s*([a-z0-9_]{1,40})\s*\}\}")
NOTHING = "…"  # what stands there without an answer
LONGEST = 200  # characters of an answer within a question


def keys_in(texts: Iterable[str]) -> list[str]:
    """The keys of the questions whose answers stand in these texts, each once.

    >>> keys_in(["How long is {{name}}?", "{{ name }} in {{city}}"])
    ['name', 'city']
    """
    return list(dict.fromkeys(key for text in texts for key in PIPE.findall(text)))


def filled(text: str, said: Mapping[str, str]) -> str:
    """A text with the answers in their places.

    >>> filled("How long is {{name}}, {{other}}?", {"name": "the Senne"})
    'How long is the Senne, …?'
    """
    return PIPE.sub(lambda found: shortened(said.get(found[1], "")), text)


def partly_filled(text: str, known: Mapping[str, str]) -> str:
    """A text in which only some answers are known; the other keys stay.

    >>> partly_filled("{{name}} in {{city}}", {"city": "Brussels"})
    '{{name}} in Brussels'
    """
    return PIPE.sub(lambda found: known.get(found[1], found[0]), text)


def without_piping(text: str) -> str:
    """A text for a place that has no answers, such as a list of questions.

    >>> without_piping("How long is {{name}}?")
    'How long is …?'
    """
    return filled(text, {})


def shortened(answer: str) -> str:
    """An answer that fits into a sentence: one line, not endless; nothing is “…”."""
    line = " ".join(answer[: 4 * LONGEST].split())
    return (line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…") or NOTHING
