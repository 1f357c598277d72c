"""Closed lists and pure rules of a camp: the states of a board, the three aspects of the reference, join codes."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from cocreate.core.ids import READABLE

NAME_LIMIT = 80  # characters of a seat's name
SEATS_AT_ONCE = 500  # names in one list of personal links
CODE_GROUPS, CODE_SIZE = 2, 4


class BoardState(StrEnum):
    """What a board allows now."""

    PREPARING = "preparing"  # only those who run the camp may fill it
    OPEN = "open"
    LOCKED = "locked"  # everybody reads, nobody writes
    CLOSED = "closed"  # the work is done; the cards belong to the record


class Layout(StrEnum):
    """How cards stand in a zone."""

    LIST = "list"
    COLUMNS = "columns"
    FREE = "free"


class CardKind(StrEnum):
    """What a card says."""

    NOTE = "note"
    ASSET = "asset"
    NEED = "need"
    PROJECT = "project"
    ACTOR = "actor"
    LEVER = "lever"
    CANDIDATE = "candidate"


class Colour(StrEnum):
    """A card's colour beside that of its kind; each has a meaning that the board says in words."""

    NONE = ""
    IDEA = "idea"
    AGREED = "agreed"
    DOUBT = "doubt"
    QUESTION = "question"
    URGENT = "urgent"


class Reaction(StrEnum):
    """A quick sign on a card."""

    LIKE = "like"
    HEART = "heart"
    IDEA = "idea"
    QUESTION = "question"
    CONCERN = "concern"


class ReferenceKind(StrEnum):
    """What a card can rest on beside themes and files."""

    ASSET = "asset"
    ANSWER = "answer"
    LINK = "link"


class LinkRelation(StrEnum):
    """How one card stands to another."""

    SUPPORTS = "supports"
    NEEDS = "needs"
    CONTRADICTS = "contradicts"
    PART_OF = "part_of"


class StepKind(StrEnum):
    """What a step of the session plan is for."""

    WELCOME = "welcome"
    READ = "read"
    WRITE = "write"  # in private
    REVEAL = "reveal"
    CLUSTER = "cluster"
    DISCUSS = "discuss"
    VOTE = "vote"
    HARVEST = "harvest"
    BREAK = "break"


class RoundKind(StrEnum):
    """How people vote in a round."""

    DOTS = "dots"
    APPROVAL = "approval"
    GRADIENT = "gradient"
    RANKING = "ranking"


GRADIENT_LEVELS = 8  # from 1, whole-hearted agreement, to 8, I cannot go along (Kaner's gradients of agreement)


@dataclass(frozen=True)
class ZoneSpec:
    """A zone that a new board gets."""

    key: str
    title: dict[str, str]
    help: dict[str, str]


# The three aspects that the working groups of the reference went through (PROCESS, phase 3).
DEFAULT_ZONES = (
    ZoneSpec(
        "market",
        {
            "nl": "Marktpotentieel en vraag",
            "fr": "Potentiel de marché et demande",
            "en": "Market potential and demand",
            "de": "Marktpotenzial und Nachfrage",
        },
        {
            "nl": "Wie heeft hier nu of straks behoefte aan, en hoe groot kan dat worden?",
            "fr": "Qui en a besoin, aujourd’hui ou demain, et quelle ampleur cela peut-il prendre ?",
            "en": "Who needs this, now or soon, and how large can it become?",
            "de": "Wer braucht das, jetzt oder bald, und wie groß kann es werden?",
        },
    ),
    ZoneSpec(
        "strengths",
        {
            "nl": "Troeven en voordelen",
            "fr": "Atouts et avantages",
            "en": "Strengths and advantages",
            "de": "Stärken und Vorteile",
        },
        {
            "nl": "Wat kunnen onze ondernemingen, onderzoekers, overheden en burgers beter dan elders?",
            "fr": "Que font nos entreprises, chercheurs, pouvoirs publics et citoyens mieux qu’ailleurs ?",
            "en": "What do our companies, researchers, authorities and citizens do better than elsewhere?",
            "de": "Was können unsere Unternehmen, Forschenden, Behörden und Bürger besser als andere?",
        },
    ),
    ZoneSpec(
        "candidates",
        {
            "nl": "Bouwstenen voor innovatiedomeinen",
            "fr": "Éléments de domaines d’innovation",
            "en": "Elements of innovation domains",
            "de": "Bausteine für Innovationsbereiche",
        },
        {
            "nl": "Welke samenhangende activiteiten kunnen een strategisch innovatiedomein worden?",
            "fr": "Quelles activités cohérentes peuvent devenir un domaine d’innovation stratégique ?",
            "en": "Which activities belong together and could become a strategic innovation domain?",
            "de": "Welche Aktivitäten gehören zusammen und könnten ein strategischer Innovationsbereich werden?",
        },
    ),
)


def tidy_code(typed: str) -> str:
    """A join code as it is stored, whatever spaces, dashes or small letters people type.

    >>> tidy_code(" k7qm 2xrb")
    'K7QM-2XRB'
    """
    letters = "".join(letter for letter in typed.upper() if letter in READABLE)
    return "-".join(letters[i : i + CODE_SIZE] for i in range(0, len(letters), CODE_SIZE))


def tidy_name(typed: str) -> str:
    """A name on one line, without control characters, of at most 80 characters.

    >>> tidy_name("  Ada\\n Lovelace ")
    'Ada Lovelace'
    """
    visible = "".join(letter for letter in re.sub(r"\s+", " ", typed) if letter.isprintable())
    return visible.strip()[:NAME_LIMIT].strip()


STEPS_AT_MOST = 40  # in one plan
MINUTES_AT_MOST = 240  # of one step
LONGEST = timedelta(hours=12)  # that a step can be extended to from now

REMARK = ("comment", "remove_comment")
OWN = (
    *("add_card", "edit_card", "mark_card", "tag_card", "untag_card", "move_card", "remove_card", "restore_card"),
    *("cite_theme", "uncite_theme", "add_reference", "remove_reference", "attach_file", "detach_file"),
)
ORDER = (
    *("edit_card", "mark_card", "tag_card", "untag_card", "move_card", "stack_card", "unstack_card"),
    *("merge_cards", "split_card", "link_cards", "unlink_cards", "react", "unreact", *REMARK),
)
ALL_BUT_ADDING = tuple(
    dict.fromkeys((*ORDER, *(kind for kind in OWN if kind != "add_card"), "vote", "unvote", "cast_ballot"))
)
EVERYTHING = ("add_card", *ALL_BUT_ADDING)

# For those who take part; whoever runs the camp may do everything in every step.
MAY: dict[StepKind, tuple[str, ...]] = {
    StepKind.WELCOME: REMARK,
    StepKind.READ: REMARK,
    StepKind.BREAK: REMARK,
    StepKind.WRITE: OWN,
    StepKind.REVEAL: ALL_BUT_ADDING,
    StepKind.CLUSTER: ORDER,
    StepKind.DISCUSS: EVERYTHING,
    StepKind.VOTE: ("cast_ballot", *REMARK),
    StepKind.HARVEST: REMARK,
}


def mode_of(kind: StepKind, *, step: str, is_anonymous: bool) -> dict[str, Any]:
    """What a board allows while a step of this kind runs: the `mode` of its state.

    >>> mode_of(StepKind.BREAK, step="s1", is_anonymous=False)["may"]
    ['comment', 'remove_comment']
    """
    return {
        "step": step,
        "kind": kind.value,
        "may": list(MAY[kind]),
        "is_private": kind is StepKind.WRITE,
        "is_anonymous": is_anonymous,
    }


@dataclass(frozen=True)
class Clock:
    """When the running step ends, or how many seconds it had left when it was paused. Nobody has to tick."""

    ends_at: datetime | None
    left: int | None = None

    @classmethod
    def started(cls, minutes: int, now: datetime) -> Self:
        """A step begins."""
        return cls(now + timedelta(minutes=minutes))

    @property
    def is_paused(self) -> bool:
        """Whether time stands still."""
        return self.left is not None

    def remaining(self, now: datetime) -> int:
        """Whole seconds until the end; 0 once the time is over."""
        if self.left is not None:
            return self.left
        return max(0, round((self.ends_at - now).total_seconds())) if self.ends_at else 0

    def paused(self, now: datetime) -> Self:
        """Time stands still."""
        return self if self.is_paused else type(self)(None, self.remaining(now))

    def resumed(self, now: datetime) -> Self:
        """Time goes on with what was left."""
        return type(self)(now + timedelta(seconds=self.left)) if self.left is not None else self

    def extended(self, minutes: int, now: datetime) -> Self:
        """That much longer: from the end, or from now where the time is over already."""
        if self.left is not None:
            return type(self)(None, min(self.left + 60 * minutes, round(LONGEST.total_seconds())))
        end = max(self.ends_at, now) if self.ends_at else now
        return type(self)(min(end + timedelta(minutes=minutes), now + LONGEST))
