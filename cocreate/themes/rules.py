"""Closed lists of the analysis: where a theme stands, and where it belongs."""

from dataclasses import dataclass, replace
from enum import StrEnum


class ThemeState(StrEnum):
    """A theme is proposed by the machine; everything after that is a person's decision."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    MERGED = "merged"  # became part of another theme


class Belonging(StrEnum):
    """Where an accepted theme belongs."""

    CHALLENGE = "challenge"
    SUB_CHALLENGE = "sub_challenge"
    TRANSVERSAL = "transversal"  # cuts across all challenges
    NEW = "new"  # no challenge speaks of it yet


class CameBy(StrEnum):
    """Who put an answer into a theme."""

    RUN = "run"  # the reading that found the theme
    JOINED = "joined"  # the machine, when the answer came after the reading
    PERSON = "person"


NOT_READ = "not_read"  # the class of answers that came after the reading and joined no theme
SAME_THEME = 0.5  # share of common answers from which a theme of a new run is the decided theme of the run before
USUAL_FAMILIES = 6  # of a question's themes, when nobody moved the slider


@dataclass(frozen=True)
class Choice:
    """The filter of the board and of the map, as its form says it; "" is everything."""

    question: str = ""
    helix: str = ""
    language: str = ""
    state: str = ""
    families: int = USUAL_FAMILIES

    @property
    def values(self) -> dict[str, str]:
        """For addresses: what differs from everything."""
        said = {name: getattr(self, name) for name in ("question", "helix", "language", "state")}
        found = {name: value for name, value in said.items() if value}
        return found | ({} if self.families == USUAL_FAMILIES else {"families": str(self.families)})

    def about(self, question: str) -> "Choice":
        """The same of one question."""
        return replace(self, question=question)

    def answers_of(self, question: str) -> dict[str, str]:
        """For the address of a list of answers to one question, of the same people."""
        found = {"question": question, "helix": self.helix, "language": self.language}
        return {name: value for name, value in found.items() if value}
