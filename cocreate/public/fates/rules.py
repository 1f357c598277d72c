"""What can become of a contribution. Pure: each one has exactly one fate, so the sum is always their number."""

from dataclasses import dataclass
from enum import StrEnum

from cocreate.themes.rules import ThemeState


class Source(StrEnum):
    """Where people contributed."""

    ANSWER = "answer"  # a text in a consultation
    CARD = "card"  # of an Innovation Camp
    PROPOSAL = "proposal"  # a change of a challenge that somebody of the committee proposed


class FateKind(StrEnum):
    """The five ends, in the order in which they are told."""

    KEPT = "kept"
    MERGED = "merged"  # it lives on in something else
    ANSWERED = "answered"
    OUT_OF_SCOPE = "out_of_scope"
    WAITING = "waiting"  # not processed yet


TAKEN_UP = frozenset({FateKind.KEPT, FateKind.MERGED})


class Reason(StrEnum):
    """Why a contribution is out of scope: the published list."""

    OFF_TOPIC = "off_topic"
    OTHER_BODY = "other_body"
    EXISTS = "exists"
    NOT_POSSIBLE = "not_possible"
    SAYS_NOTHING = "says_nothing"
    UNCLEAR = "unclear"
    PERSONAL = "personal"
    NOT_CARRIED_ON = "not_carried_on"
    THEME_REJECTED = "theme_rejected"
    TAKEN_OFF = "taken_off"
    SHEET_LEFT_OUT = "sheet_left_out"
    MODERATED = "moderated"


FOUND = (
    Reason.THEME_REJECTED,
    Reason.TAKEN_OFF,
    Reason.SHEET_LEFT_OUT,
    Reason.MODERATED,
)  # follow from what was done elsewhere
CHOSEN = tuple(reason for reason in Reason if reason not in FOUND)  # what organisers choose from


class Act(StrEnum):
    """What people decide about contributions."""

    REPLY = "reply"
    SET_ASIDE = "set_aside"


class Step(StrEnum):
    """How far what was taken up has come."""

    TAKEN_UP = "taken_up"
    CARD = "card"
    CANDIDATE = "candidate"
    SHORTLIST = "shortlist"
    ACTION = "action"


@dataclass(frozen=True)
class Fate:
    """One end; `reason` only where it is out of scope."""

    kind: FateKind
    reason: str = ""


WAITS = Fate(FateKind.WAITING)


@dataclass(frozen=True)
class Mark:
    """What people decided about one contribution."""

    act: str
    reason: str = ""


def fate_of_answer(
    *,
    is_moderated: bool = False,
    is_left_out: bool = False,
    theme: str = "",
    is_merged: bool = False,
    is_sorted: bool = False,
    is_theme_answered: bool = False,
    mark: Mark | None = None,
) -> Fate:
    """From the state of its theme ("" for none) and what people decided; what was taken up beats what was set aside.

    What moderation hid comes before all: nobody can follow words that nobody may read.

    >>> fate_of_answer(theme="accepted").kind.value, fate_of_answer(theme="rejected").reason.value
    ('kept', 'theme_rejected')
    >>> fate_of_answer(theme="rejected", is_theme_answered=True).kind.value, fate_of_answer().kind.value
    ('answered', 'waiting')
    """
    if is_moderated:
        return Fate(FateKind.OUT_OF_SCOPE, Reason.MODERATED)
    if is_left_out:
        return Fate(FateKind.OUT_OF_SCOPE, Reason.SHEET_LEFT_OUT)
    if theme == ThemeState.ACCEPTED:
        return Fate(FateKind.MERGED if is_merged else FateKind.KEPT)
    if is_sorted:
        return Fate(FateKind.KEPT)
    if is_theme_answered:
        return Fate(FateKind.ANSWERED)
    if mark is not None:
        return fate_of_mark(mark)
    if theme == ThemeState.REJECTED:
        return Fate(FateKind.OUT_OF_SCOPE, Reason.THEME_REJECTED)
    return WAITS


def fate_of_mark(mark: Mark) -> Fate:
    """What people decided about a contribution that nothing took up."""
    if mark.act == Act.REPLY:
        return Fate(FateKind.ANSWERED)
    return Fate(FateKind.OUT_OF_SCOPE, mark.reason)


def fate_of_card(
    *,
    is_moderated: bool = False,
    is_promoted: bool = False,
    went_on: bool = False,
    is_removed: bool = False,
    mark: Mark | None = None,
) -> Fate:
    """A card stands behind a candidate, went into another card, or neither.

    >>> fate_of_card(is_removed=True).reason.value, fate_of_card(went_on=True, is_removed=True).kind.value
    ('taken_off', 'merged')
    """
    if is_moderated:
        return Fate(FateKind.OUT_OF_SCOPE, Reason.MODERATED)
    if is_promoted:
        return Fate(FateKind.KEPT)
    if went_on:
        return Fate(FateKind.MERGED)
    if mark is not None:
        return fate_of_mark(mark)
    return Fate(FateKind.OUT_OF_SCOPE, Reason.TAKEN_OFF) if is_removed else WAITS


def fate_of_proposal(answered: str) -> Fate:
    """From what the organisers answered to it (`validation.rules.Answered`).

    >>> fate_of_proposal("taken_up").kind.value, fate_of_proposal("not_taken_up").kind.value
    ('kept', 'answered')
    """
    if not answered:
        return WAITS
    return Fate(FateKind.KEPT if answered == "taken_up" else FateKind.ANSWERED)
