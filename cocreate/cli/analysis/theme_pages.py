"""The themes of a file as a page to read: what was found, in whose words, and how far to trust it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cocreate import __version__
from cocreate.analysis.report import Stability, ThemeReport, ThemeResult
from cocreate.analysis.text.language import UNDETERMINED
from cocreate.analysis.text.levels import cut
from cocreate.core.documents import Block, Document, Grid, Heading, Paragraph, Points, Words

SURE = {
    Stability.SOLID: "solid",
    Stability.FAIR: "fair",
    Stability.FRAGILE: "may fall apart with other answers",
}
NOT_PLACED = {
    "empty": "Nothing in it can be read as words.",
    "no_opinion": "Its words only decline to answer.",
    "other": "A few letters, or a script that is not read.",
    "not_processed": "The analysis stopped at its limit before it.",
}
NAMES = {"nl": "Dutch", "fr": "French", "en": "English", "de": "German"}
QUOTES, LONGEST_QUOTE, FEWEST = 4, 600, 3


@dataclass(frozen=True)
class Level:
    """A theme at the level of detail that was asked for: one fine theme, or several that grew together."""

    key: str
    labels: Mapping[str, str]
    themes: tuple[ThemeResult, ...]

    @property
    def size(self) -> int:
        """Answers whose main theme is here."""
        return sum(theme.size for theme in self.themes)

    @property
    def language(self) -> str:
        """The language in which most of its answers are, of those that have a name."""
        spoken = sum((Counter(theme.by_language) for theme in self.themes), Counter())
        named = [code for code, _ in spoken.most_common() if code in self.labels]
        return named[0] if named else next(iter(self.labels), "")

    @property
    def name(self) -> str:
        """Its name in that language."""
        return self.labels.get(self.language, self.key)

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        parts = [theme.key for theme in self.themes]
        return {"key": self.key, "labels": dict(self.labels), "size": self.size, "themes": parts}


def at_level(report: ThemeReport, wanted: int | None) -> list[Level]:
    """The themes as found, or grown together until at most `wanted` are left; largest first."""
    keys = [theme.key for theme in report.themes]
    families = cut(report.tree, keys, wanted if wanted is not None else len(keys))
    named = {merge.key: merge.labels for merge in report.tree} | {t.key: t.labels for t in report.themes}
    parts: dict[str, list[ThemeResult]] = {}
    for theme in report.themes:
        parts.setdefault(families[theme.key], []).append(theme)
    found = [Level(key, named[key], tuple(themes)) for key, themes in parts.items()]
    return sorted(found, key=lambda one: -one.size)


def document_of(report: ThemeReport, shown: Sequence[Level], said: Mapping[str, str], *, question: str) -> Document:
    """The page: overview, each theme with quotes, answers in no theme, method."""
    placed = report.answers - len(report.unplaced)
    spoken = Counter(report.languages.values())
    lede = (
        f"{report.answers} answers ({_counted(_named(spoken))}). {placed} stand in {len(shown)} themes, each in "
        f"exactly one; {len(report.unplaced)} stand in none."
    )
    blocks: list[Block] = [Heading("The themes"), _overview(shown, placed)]
    blocks += [Heading("What to know"), Points(_notes(report))]
    for one in shown:
        blocks += _theme(one, placed, said, report.languages)
    return Document(question, "en", (*blocks, *_unplaced(report), *_method(report)), lede)


def _overview(shown: Sequence[Level], placed: int) -> Grid:
    rows = [
        (
            Words(one.name, one.language),
            str(one.size),
            f"{one.size / placed:.0%}",
            _counted(_named(_languages(one))),
            _sure(one),
        )
        for one in shown
    ]
    headers = ("Theme", "Answers", "Share", "Languages", "How sure")
    return Grid(f"Themes of {placed} answers, largest first", headers, rows, frozenset({1, 2}))


def _theme(one: Level, placed: int, said: Mapping[str, str], languages: Mapping[str, str]) -> list[Block]:
    blocks: list[Block] = [Heading(Words(one.name, one.language), 3)]
    also = sum(theme.also for theme in one.themes)
    line = f"{one.size} of {placed} answers ({one.size / placed:.0%})"
    blocks.append(Paragraph(f"{line}; {also} more speak of it beside their main theme." if also else f"{line}."))
    spoken = _languages(one)  # a label that rests on one or two answers is theirs, not the theme's
    others = [Words(one.labels[code], code) for code in one.labels if code != one.language and spoken[code] >= FEWEST]
    if others:
        blocks += [Paragraph("In other languages:", is_small=True), Points(others)]
    if len(one.themes) > 1:
        parts = [Words(f"{Level(t.key, t.labels, (t,)).name} ({t.size})") for t in one.themes]
        blocks += [Paragraph("It holds:", is_small=True), Points(parts)]
    by_group = sum((Counter(theme.by_helix) for theme in one.themes), Counter[str]())
    if by_group:
        blocks.append(Paragraph(f"By group: {_counted(by_group)}", is_small=True))
    quotes = _quotes(one, said, languages)
    if quotes:
        blocks += [Paragraph("In their words:", is_small=True), Points(quotes)]
    return blocks


def _quotes(one: Level, said: Mapping[str, str], languages: Mapping[str, str]) -> list[Words]:
    """The best quotes, in turn from each of the themes it holds."""
    in_turn = [quote for turn in range(QUOTES) for t in one.themes for quote in t.quotes[turn : turn + 1]]
    return [Words(f"“{_short(said[key])}”", languages.get(key, "")) for key in in_turn[:QUOTES]]


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_QUOTE else f"{plain[:LONGEST_QUOTE].rsplit(' ', 1)[0]} […]"


def _languages(one: Level) -> Counter[str]:
    return sum((Counter(theme.by_language) for theme in one.themes), Counter[str]())


def _named(languages: Mapping[str, int]) -> dict[str, int]:
    """The same with names of languages instead of codes."""
    return {"another language" if code == UNDETERMINED else NAMES.get(code, code): n for code, n in languages.items()}


def _sure(one: Level) -> str:
    levels = [theme.stability_level for theme in one.themes]
    if len(levels) == 1:
        return SURE[levels[0]]
    fragile = levels.count(Stability.FRAGILE)
    return f"{len(levels)} themes, {fragile} of them fragile" if fragile else f"{len(levels)} themes"


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {n}" for name, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _notes(report: ThemeReport) -> list[str]:
    import cocreate.themes.messages  # noqa: F401  (the sentences)
    from cocreate.web.messages import say

    notes = [say(warning.code, **warning.params) for warning in report.warnings]
    return [
        *notes,
        f"Themes follow the language of the answers by {report.language_nmi:.3f} (0: not at all, 1: altogether).",
    ]


def _unplaced(report: ThemeReport) -> list[Block]:
    if not report.unplaced:
        return []
    counts = Counter(reason.value for reason in report.unplaced.values())
    rows = [(name.replace("_", " "), str(n), NOT_PLACED.get(name, "")) for name, n in counts.most_common()]
    caption = f"{len(report.unplaced)} answers in no theme"
    return [Heading("In no theme"), Grid(caption, ("Class", "Answers", "Why"), rows, frozenset({1}))]


def _method(report: ThemeReport) -> list[Block]:
    settings = ", ".join(f"{key} {value}" for key, value in report.to_dict()["settings"].items() if value is not None)
    versions = ", ".join(f"{name} {version}" for name, version in report.versions.items())
    return [
        Heading("How this was made"),
        Paragraph(
            "Each answer became a point whose neighbours say the same in any language; groups that hold together in "
            "most subsamples are the themes. Names are phrases that the answers use, quotes are the answers' own "
            "words. The machine proposes; people decide.",
        ),
        Paragraph(f"cocreate {__version__}, seed {report.seed}. Settings: {settings}. {versions}.", is_small=True),
    ]
