"""Questions as they stand on an untouched form are written once and kept: most people who open a page see the same."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from flask import g
from markupsafe import Markup

from cocreate.survey.filling import AskedHere
from cocreate.survey.kinds.base import Typed
from cocreate.survey.rules import QuestionKind
from cocreate.web.language import current_language

MOST = 2000  # pieces that one process keeps, a few kilobytes each

# Kinds whose piece of page depends on nothing but the question, its choices and the language.
SELF_CONTAINED = frozenset(
    {
        QuestionKind.HELIX,
        QuestionKind.SINGLE_CHOICE,
        QuestionKind.MULTIPLE_CHOICE,
        QuestionKind.SCALE,
        QuestionKind.SHORT_TEXT,
        QuestionKind.LONG_TEXT,
        QuestionKind.NUMBER,
        QuestionKind.DATE,
        QuestionKind.CONSENT,
    }
)


@lru_cache(maxsize=MOST)
def _shelf(key: tuple[Any, ...]) -> dict[str, Markup]:
    """The place of one piece, empty at first; the least used places are given up."""
    return {}


def shelf_of(each: AskedHere, typed: Typed, errors: Mapping[str, Sequence[str]]) -> dict[str, Markup]:
    """Where the template finds the piece, or puts it: `{"piece": …}`. A touched question has a place of its own.

    A question's version is counted by the database, so a change in any process is another piece.
    """
    question = each.question
    version = getattr(question, "version", None)  # none: words of earlier answers stand in it
    if version is None or question.kind not in SELF_CONTAINED or question.options.get("random"):
        return {}
    if any(each.kind.owns(question, field) for field in (*typed, *errors)):
        return {}
    name = getattr(question, "public_id", "")
    choices = tuple(choice.key for choice in each.choices)
    return _shelf((name, version, each.number, choices, current_language(), g.get("content_language")))
