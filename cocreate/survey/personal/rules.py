"""What may be published of a text in which something tells who somebody is. Pure, apart from the finding itself."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from cocreate.core.ids import digest

GAP = "[…]"  # stands in published texts where a passage was


class FlagState(StrEnum):
    """Where a flagged answer stands."""

    OPEN = "open"  # found by the machine, and nobody looked: not published
    CLEARED = "cleared"  # harmless: published as it is
    REDACTED = "redacted"  # published without the passages
    HIDDEN = "hidden"  # never published
    MODERATED = "moderated"  # hidden by moderation, with a reason that is told elsewhere: whatever its words are


BY_REVIEW = (FlagState.OPEN, FlagState.CLEARED, FlagState.REDACTED, FlagState.HIDDEN)  # what the review decides
IN_SIGHT = frozenset({FlagState.CLEARED, FlagState.REDACTED})  # of these something may be published


class FlagLike(Protocol):
    """What is known of a flagged text."""

    @property
    def spans(self) -> Sequence[Sequence[int | str]]: ...
    @property
    def text_hash(self) -> str: ...
    @property
    def state(self) -> str: ...


def spans_in(text: str, language: str) -> list[list[int | str]]:
    """The passages that seem to tell who somebody is, as a flag stores them."""
    from cocreate.analysis.text.personal import find_personal  # brings lists of words: loaded once it is needed

    return [[span.start, span.stop, span.kind.value] for span in find_personal(text, language)] if text.strip() else []


def redacted(text: str, spans: Sequence[Sequence[int | str]]) -> str:
    """The text without the passages.

    >>> redacted("Call Ada on 02 123 45 67.", [[5, 8, "name"], [12, 24, "phone"]])
    'Call […] on […].'
    """
    from cocreate.analysis.text.personal import Kind, Span, redact

    found = [Span(int(start), int(stop), Kind(str(kind))) for start, stop, kind in spans]
    return redact(text, found, dict.fromkeys(Kind, GAP))


def public_text(text: str, language: str, flag: FlagLike | None) -> str | None:
    """What everybody may read of a text; None where it is nothing.

    A text that was not looked at yet, or was changed since, is looked at now, and what is found waits for a person.
    """
    if flag is not None and flag.state == FlagState.MODERATED:
        return None
    if flag is None or flag.text_hash != digest(text):
        return None if spans_in(text, language) else text
    if flag.state == FlagState.CLEARED:
        return text
    return redacted(text, flag.spans) if flag.state == FlagState.REDACTED else None


def are_clean(texts: Sequence[str], language: str = "") -> bool:
    """Whether the machine finds nothing in any of these texts."""
    return not any(spans_in(text, language) for text in texts)
