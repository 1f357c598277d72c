"""Closed lists and pure rules of a camp: the states of a board, the three aspects of the reference, join codes."""

import re
from dataclasses import dataclass
from enum import StrEnum

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
