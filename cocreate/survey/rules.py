"""Closed lists and pure rules of a consultation."""

from enum import StrEnum


class ConsultationState(StrEnum):
    """Where a consultation stands. Nothing goes back to draft."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class QuestionKind(StrEnum):
    """What can be asked, and what an `Answer` then holds."""

    RANK_CHALLENGES = "rank_challenges"  # value: {"order": [challenge public id, …], "shown": [...]}
    SINGLE_CHOICE = "single_choice"  # value: {"choice": key}; text: optional comment
    LONG_TEXT = "long_text"  # text
    TEXT_PER_CHALLENGE = "text_per_challenge"  # one answer per challenge: item + text
    PROJECT = "project"  # value: {"title": str, "actors": [str, …]}; text: description (title included)
    HELIX = "helix"  # value: {"choice": HelixCategory}; copied to Submission.helix
