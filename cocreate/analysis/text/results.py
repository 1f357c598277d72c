"""What goes into an analysis of texts and what comes out of it: plain values, ready to be stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from cocreate.analysis.text.duplicates import Campaign
from cocreate.analysis.text.levels import Merge
from cocreate.analysis.text.unplaced import Unplaced


class Stability(StrEnum):
    """How sure we are that a theme would come back with somewhat different answers."""

    SOLID = "solid"
    FAIR = "fair"
    FRAGILE = "fragile"


@dataclass(frozen=True)
class TextInput:
    """One answer to one question. `language` None or unknown means: find out."""

    id: str
    text: str
    language: str | None = None
    helix: str | None = None


@dataclass(frozen=True)
class Settings:
    """What can be chosen.

    `granularity` 1 is the proposal, more gives more themes; `subsamples` 12 is quick, 40 thorough, 0 a preview without
    stability; `interface_language` helps detection; `leave_out` holds texts (the question) whose words name no theme;
    answers above `limit` are counted as not processed. `themes` asks for so many themes; None lets the answers decide.
    """

    granularity: float = 1.0
    subsamples: int = 40
    quotes: int = 5
    interface_language: str | None = None
    leave_out: tuple[str, ...] = ()
    limit: int = 200_000
    themes: int | None = None


@dataclass(frozen=True)
class ReportWarning:
    """Something a reader of the report should know, as a code the interface can say in words."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class HelixShare:
    """Of the `base` placed answers of one helix category, `count` are in the theme.

    `low` and `high` bound the share with 95 % confidence (Wilson 1927); `lift` is the share over that of all answers.
    """

    count: int
    base: int
    share: float
    low: float
    high: float
    lift: float


@dataclass(frozen=True)
class Member:
    """An answer in a theme, and the part of it (characters `start` to `stop`) that speaks of the theme.

    `is_main` is true in exactly one theme an answer; a long answer may stand in others too, through its other
    statements. `strength` (0..1) is how near that part is to what the theme is about.
    """

    answer_id: str
    strength: float
    is_main: bool
    start: int
    stop: int


@dataclass(frozen=True)
class Distinctive:
    """A phrase that a group uses more than the others.

    `count` of the group's `base` answers in that language hold it, against `other_count` of `other_base`. `ratio` is
    how many times the odds are theirs, between `low` and `high` with 95 % confidence; `z` is the log-odds ratio over
    its standard error, by which phrases are ordered.
    """

    term: str
    language: str
    count: int
    base: int
    other_count: int
    other_base: int
    ratio: float
    low: float
    high: float
    z: float


@dataclass(frozen=True)
class OpposedAnswers:
    """Two answers of one theme that seem to oppose each other, with the words of the one and of the other that tell.

    A suggestion to look at: about five in six such pairs are really of opposite sides (see `text.opposition`).
    """

    theme: str
    in_favour: str
    against: str
    closeness: float
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ThemeResult:
    """One theme. `members` has the main ones first, strongest first; `quotes` are answer ids, best first.

    `size` counts the answers whose main theme this is, and so do all other counts; `also` the answers that speak of it
    beside their main theme. `voices` holds what one helix category says in it more than the others, `dissent` answers
    (ids) that go against its main line, most clearly first.
    """

    key: str
    labels: Mapping[str, str]
    size: int
    also: int
    members: tuple[Member, ...]
    quotes: tuple[str, ...]
    by_helix: Mapping[str, int]
    by_language: Mapping[str, int]
    helix_shares: Mapping[str, HelixShare]
    stability: float | None
    stability_level: Stability
    voices: Mapping[str, tuple[Distinctive, ...]] = field(default_factory=dict)
    dissent: tuple[str, ...] = ()


@dataclass(frozen=True)
class Placement:
    """The frozen themes of a run, small enough to be stored as JSON with it: where a new answer goes (`placing`).

    `encoder` is the name of the encoder, "" where words alone decide. `centres` and `means` hold float16 vectors in
    base64, by theme and by language ("" for any other); `words` the weight of each stem by theme, which count `share`
    beside the encoder; `floors` how near a statement must be to count for a theme beside the main one; `places` the
    middle of each theme on the map.
    """

    encoder: str
    themes: tuple[str, ...]
    centres: Mapping[str, str]
    means: Mapping[str, str]
    words: Mapping[str, Mapping[str, float]]
    share: float
    floors: Mapping[str, float]
    places: Mapping[str, tuple[float, float]]

    def to_dict(self) -> dict[str, Any]:
        """Plain dictionaries, lists, strings and numbers, ready for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Placement:
        """The same again from what `to_dict` gave and JSON kept."""
        return cls(**{**stored, "themes": tuple(stored["themes"])})


@dataclass(frozen=True)
class ThemeReport:
    """The themes of one question; the sizes of `themes` and the length of `unplaced` add up to `answers`.

    `tree` tells how the themes grow together into fewer (`levels.cut`); `positions` places each answer on a map, -1..1
    in both directions; `campaigns` are answers that share a text, largest first; `oppositions` pairs that disagree;
    `placement` is what `placing.place_new` needs to let new answers join these themes.
    """

    settings: Settings
    seed: int
    versions: Mapping[str, str]
    warnings: tuple[ReportWarning, ...]
    answers: int
    language_nmi: float
    languages: Mapping[str, str]
    themes: tuple[ThemeResult, ...]
    unplaced: Mapping[str, Unplaced]
    tree: tuple[Merge, ...] = ()
    positions: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    campaigns: tuple[Campaign, ...] = ()
    oppositions: tuple[OpposedAnswers, ...] = ()
    placement: Placement | None = None

    def to_dict(self) -> dict[str, Any]:
        """The report as plain dictionaries, lists, strings and numbers, ready for JSON."""
        return asdict(self)
