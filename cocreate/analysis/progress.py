"""How far a long computation has come, said to whoever wants to know, and the way for them to call it off."""

from __future__ import annotations

from typing import Protocol


class Cancelled(Exception):
    """Raised by a `Progress` inside `advance` to stop the computation; the analysis lets it through untouched."""


class Progress(Protocol):
    """Anything that can be told how far we are.

    `advance` receives the share done so far (0 to 1, never falling within one run) and a short code such as
    ``"themes:grouping"`` that the interface translates. It may raise `Cancelled`.
    """

    def advance(self, fraction: float, message_code: str) -> None: ...


class SilentProgress:
    """Says nothing and never cancels: the default everywhere.

    >>> SilentProgress().advance(0.5, "themes:grouping")
    """

    def advance(self, fraction: float, message_code: str) -> None:
        return None


class PartOf:
    """A stretch of another progress, for a computation that is one step of a longer one.

    >>> class Printed:
    ...     def advance(self, fraction, message_code):
    ...         print(round(fraction, 2), message_code)
    >>> PartOf(Printed(), 0.2, 0.6).advance(0.5, "themes:grouping")
    0.4 themes:grouping
    """

    def __init__(self, whole: Progress, start: float, end: float) -> None:
        self._whole = whole
        self._start = start
        self._end = end

    def advance(self, fraction: float, message_code: str) -> None:
        share = min(1.0, max(0.0, fraction))
        self._whole.advance(self._start + share * (self._end - self._start), message_code)


SILENT = SilentProgress()
