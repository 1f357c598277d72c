"""Answers that stand in a form when somebody opens it: those that its makers chose, and those in the link.

Nothing is answered by it: people see it, may change it, and it arrives when they send the form. A consent is always
given by oneself, and files come from nowhere but one's own device.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from cocreate.survey.kinds import kind_of
from cocreate.survey.kinds.base import QuestionLike
from cocreate.survey.rules import LONGEST_TEXT, QuestionKind, clean_text

BY_ONESELF = frozenset({QuestionKind.CONSENT, QuestionKind.FILES})
MOST = 100  # fields of a link


def filled_in(questions: Sequence[QuestionLike], link: Mapping[str, str]) -> dict[str, str]:
    """The fields of a form that is opened for the first time; `link` is what stands behind its question mark.

    >>> from cocreate.survey.questionnaire import QuestionDraft
    >>> town = QuestionDraft("town", QuestionKind.SHORT_TEXT, {}, options={"beforehand": {"": "Brussels"}})
    >>> filled_in([town], {}), filled_in([town], {"q-town": "Ghent", "page": "3"})
    ({'q-town': 'Brussels'}, {'q-town': 'Ghent'})
    """
    found: dict[str, str] = {}
    told = [(name, text) for name, text in link.items() if name.startswith("q-")][:MOST]
    for question in questions:
        kind = kind_of(question)
        if not kind.asks or kind.name in BY_ONESELF:
            continue
        chosen: Mapping[str, Any] = question.options.get("beforehand") or {}
        own = {name: text for name, text in told if kind.owns(question, name)}
        found |= own or {kind.field(question, *filter(None, [part])): str(text) for part, text in chosen.items()}
    return {name: clean_text(text)[:LONGEST_TEXT] for name, text in found.items()}
