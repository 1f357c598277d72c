"""The parts of which the demonstration's story is made: challenges, domains, actions, cards and borrowed voices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGES = ("nl", "fr", "en", "de")


@dataclass(frozen=True)
class Text:
    """A text in the four languages of the demonstration."""

    nl: str
    fr: str
    en: str
    de: str

    def in_language(self, language: str) -> str:
        """The text in that language, English where we do not have it."""
        return str(getattr(self, language)) if language in LANGUAGES else self.en

    def as_dict(self) -> dict[str, str]:
        return {language: self.in_language(language) for language in LANGUAGES}


@dataclass(frozen=True)
class HelixPart:
    key: str
    helix: str | None  # business, research, public_sector, civil_society; None for "other"
    percent: int
    count: int
    title: Text


@dataclass(frozen=True)
class Organisation:
    key: str
    helix: str
    name: Text


@dataclass(frozen=True)
class Megatrend:
    key: str
    title: Text
    trends: tuple[Text, ...]


@dataclass(frozen=True)
class Transition:
    key: str
    title: Text
    description: Text
    priorities: tuple[Text, ...]


@dataclass(frozen=True)
class SubChallenge:
    key: str
    title: Text
    description: Text


@dataclass(frozen=True)
class Challenge:
    key: str
    section: str  # of the plan
    title: Text
    description: Text
    sub_challenges: tuple[SubChallenge, ...]
    assets: tuple[Organisation, ...]


@dataclass(frozen=True)
class Phase:
    key: str
    title: Text
    description: Text


@dataclass(frozen=True)
class Process:
    title: Text
    summary: Text
    source: str
    respondents: int
    fit_share_percent: int
    camp_participants: int
    budget_million_euro: int
    helix: tuple[HelixPart, ...]
    megatrends: tuple[Megatrend, ...]
    transitions: tuple[Transition, ...]
    challenges: tuple[Challenge, ...]
    transversal_additions: tuple[Text, ...]
    sub_dimension_additions: tuple[Text, ...]
    phases: tuple[Phase, ...]


@dataclass(frozen=True)
class Candidate:
    """A domain or lever of the long list; `reconstructed` where the plan does not name it."""

    key: str
    kind: str  # sid or lever
    reconstructed: bool
    title: Text
    description: Text
    challenges: tuple[str, ...]
    became: tuple[str, ...]  # keys of the SIDs into which it went


@dataclass(frozen=True)
class Sid:
    key: str
    section: str
    transversal: bool
    title: Text
    description: Text
    challenges: tuple[str, ...]
    sub_domains: tuple[Text, ...]


@dataclass(frozen=True)
class Criterion:
    key: str
    title: Text
    description: Text
    questions: tuple[Text, ...]


@dataclass(frozen=True)
class Dimension:
    key: str
    title: Text


@dataclass(frozen=True)
class Axis:
    number: str
    title: Text
    description: Text


@dataclass(frozen=True)
class Action:
    number: str
    axis: str
    title: Text
    description: Text
    actors: tuple[Organisation, ...]
    sids: tuple[str, ...]


@dataclass(frozen=True)
class Voice:
    """A borrowed sentence; its use and topic are guessed from its words."""

    text: str
    language: str
    source: str
    licence: str
    url_or_ref: str
    use: str
    topic: str


@dataclass(frozen=True)
class Source:
    """Where voices come from, as its licence wants it told."""

    key: str
    title: str
    authors: str
    licence: str
    licence_url: str
    origin: str
    period: str
    changes: Text


@dataclass(frozen=True)
class Attribution:
    notice: Text
    process_source: Text
    share_alike: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Zone:
    key: str
    title: Text


@dataclass(frozen=True)
class WorkingGroup:
    challenge: str
    title: Text


@dataclass(frozen=True)
class CampCard:
    """A card written for the demonstration; `topics` are the words by which it can cite a theme."""

    key: str
    group: str
    zone: str
    kind: str
    language: str
    title: str
    text: str
    topics: tuple[str, ...]


@dataclass(frozen=True)
class CardTie:
    """How one card stands to another."""

    source: str
    relation: str
    target: str


@dataclass(frozen=True)
class Stacked:
    """A card that lies under another."""

    card: str
    onto: str


@dataclass(frozen=True)
class Merged:
    """A card that was made of others."""

    key: str
    cards: tuple[str, ...]
    language: str
    title: str
    text: str


@dataclass(frozen=True)
class Remark:
    """What somebody says about a card."""

    card: str
    language: str
    text: str


@dataclass(frozen=True)
class Camp:
    title: Text
    origin: str
    question: Text  # of the vote in the plenary
    participants: int
    zones: tuple[Zone, ...]
    groups: tuple[WorkingGroup, ...]
    topics: Mapping[str, Text]
    cards: tuple[CampCard, ...]
    links: tuple[CardTie, ...]
    stacks: tuple[Stacked, ...]
    merges: tuple[Merged, ...]
    comments: tuple[Remark, ...]


@dataclass(frozen=True)
class Reason:
    candidate: str
    outcome: str  # kept, kept_as_transversal, merged
    reason: Text


@dataclass(frozen=True)
class Profile:
    """What the generator aims at for one candidate: a mean per criterion and per ranking dimension."""

    criteria: Mapping[str, float]
    dimensions: Mapping[str, float]


@dataclass(frozen=True)
class Scoring:
    """Parameters from which a loader draws scores and rankings; nothing here is a result."""

    seed: int
    lowest: int
    highest: int
    spread: float
    committee: tuple[Organisation, ...]
    weights: Mapping[str, float]
    profiles: Mapping[str, Profile]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class DemoContent:
    process: Process
    organisations: tuple[Organisation, ...]
    long_list: tuple[Candidate, ...]
    sids: tuple[Sid, ...]
    criteria: tuple[Criterion, ...]
    dimensions: tuple[Dimension, ...]
    axes: tuple[Axis, ...]
    actions: tuple[Action, ...]
    voices: tuple[Voice, ...]
    camp: Camp
    scoring: Scoring
    attribution: Attribution
