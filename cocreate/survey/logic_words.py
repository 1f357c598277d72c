"""Conditions as sentences, for respondents and makers; and answers that stand in later questions as `{{key}}`."""

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from cocreate.process.rules import HelixCategory
from cocreate.survey import labels
from cocreate.survey.kinds.base import QuestionLike
from cocreate.survey.kinds.choices import choices_of
from cocreate.survey.logic import Condition, is_well_formed
from cocreate.survey.rules import QuestionKind
from cocreate.web.language import current_language, translate

PIPE = re.compile(r"\{\{\s*([a-z0-9_]{1,40})\s*\}\}")
NOTHING = "…"  # what stands there without an answer
LONGEST = 200  # characters of an answer within a question


def keys_in(texts: Iterable[str]) -> list[str]:
    """The keys of the questions whose answers stand in these texts, each once.

    >>> keys_in(["How long is {{name}}?", "{{ name }} in {{city}}"])
    ['name', 'city']
    """
    return list(dict.fromkeys(key for text in texts for key in PIPE.findall(text)))


def filled(text: str, said: Mapping[str, str]) -> str:
    """A text with the answers in their places.

    >>> filled("How long is {{name}}, {{other}}?", {"name": "the Senne"})
    'How long is the Senne, …?'
    """
    return PIPE.sub(lambda found: shortened(said.get(found[1], "")), text)


def partly_filled(text: str, known: Mapping[str, str]) -> str:
    """A text in which only some answers are known; the other keys stay.

    >>> partly_filled("{{name}} in {{city}}", {"city": "Brussels"})
    '{{name}} in Brussels'
    """
    return PIPE.sub(lambda found: known.get(found[1], found[0]), text)


def without_piping(text: str) -> str:
    """A text for a place that has no answers, such as a list of questions.

    >>> without_piping("How long is {{name}}?")
    'How long is …?'
    """
    return filled(text, {})


def shortened(answer: str) -> str:
    """An answer that fits into a sentence: one line, not endless; nothing is “…”."""
    line = " ".join(answer[: 4 * LONGEST].split())
    return (line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…") or NOTHING


LONGEST_NAME = 90  # characters of a question's title within a sentence

# What is said about one fact; `wanted` is a list of quoted words, or a number.
STATEMENTS: Mapping[str, Callable[[str, str], str]] = {
    "has": lambda question, wanted: _("the answer to %(question)s is %(answer)s", question=question, answer=wanted),
    "has_any": lambda question, wanted: _("the answer to %(question)s is %(answer)s", question=question, answer=wanted),
    "contains": lambda question, wanted: _(
        "the answer to %(question)s contains %(answer)s", question=question, answer=wanted
    ),
    "above": lambda question, wanted: _(
        "the answer to %(question)s is above %(number)s", question=question, number=wanted
    ),
    "at_least": lambda question, wanted: _(
        "the answer to %(question)s is at least %(number)s", question=question, number=wanted
    ),
    "below": lambda question, wanted: _(
        "the answer to %(question)s is below %(number)s", question=question, number=wanted
    ),
    "at_most": lambda question, wanted: _(
        "the answer to %(question)s is at most %(number)s", question=question, number=wanted
    ),
    "chosen_at_least": lambda question, wanted: _(
        "at least %(number)s are chosen at %(question)s", question=question, number=wanted
    ),
    "chosen_at_most": lambda question, wanted: _(
        "at most %(number)s are chosen at %(question)s", question=question, number=wanted
    ),
}


def sentence(condition: Condition, questions: Iterable[QuestionLike], language: str) -> str:
    """“Only if the answer to “Do you cycle?” is “Yes”.”; nothing for an empty condition or one that is malformed."""
    if not condition or not is_well_formed(condition):
        return ""
    by_key = {question.key: question for question in questions}
    # A sentence for another language than the page's own: an organiser looks at a translation.
    with nullcontext() if language == current_language() else force_locale(language):
        return _("Only if %(condition)s.", condition=_clause(condition, by_key, language))


def _clause(condition: Condition, questions: Mapping[str, QuestionLike], language: str) -> str:
    if not condition:
        return _("everybody is asked")
    if "not" in condition:
        return _("it is not so that %(condition)s", condition=_inner(condition["not"], questions, language))
    if "all" in condition or "any" in condition:
        parts = condition["all"] if "all" in condition else condition["any"]
        if not parts:
            return _("everybody is asked") if "all" in condition else _("nobody is asked")
        joint = _(" and ") if "all" in condition else _(" or ")
        if len(parts) == 1:
            return _clause(parts[0], questions, language)
        return joint.join(_inner(part, questions, language) for part in parts)
    return _statement(condition, questions, language)


def _inner(condition: Condition, questions: Mapping[str, QuestionLike], language: str) -> str:
    """A part of a larger condition: with brackets where it has parts of its own."""
    clause = _clause(condition, questions, language)
    parts = condition.get("all") or condition.get("any") or ()
    return f"({clause})" if len(parts) > 1 else clause


def _statement(condition: Condition, questions: Mapping[str, QuestionLike], language: str) -> str:
    (operator,) = condition.keys() - {"fact"}
    key, _dot, row = condition["fact"].partition(".")
    question = questions.get(key)
    name = _name(question, key, row, language)
    wanted = condition[operator]
    if operator == "is":
        return (
            _("%(question)s is answered", question=name)
            if wanted == "answered"
            else _("%(question)s is not answered", question=name)
        )
    if operator in ("has", "has_any"):
        words = [wanted] if operator == "has" else list(wanted)
        return STATEMENTS[operator](name, _(" or ").join(_quoted(_label(question, word, language)) for word in words))
    return STATEMENTS[operator](name, _quoted(wanted) if operator == "contains" else f"{wanted:g}")


def _name(question: QuestionLike | None, key: str, row: str, language: str) -> str:
    """The question in quotation marks, and which row of it (of a challenge only its key is known here)."""
    title = without_piping(translate(question.title, language)) if question else ""
    title = title if len(title) <= LONGEST_NAME else f"{title[: LONGEST_NAME - 1].rstrip()}…"
    if not row or question is None:
        return _quoted(title or key)
    words = _listed(question, "rows", row, language) or translate(choices_of(question).get(row), language) or row
    return _quoted(f"{title or key}: {words}")


def _label(question: QuestionLike | None, word: str, language: str) -> str:
    """The words of a chosen key; a text that was typed stands for itself."""
    if question is None:
        return word
    if question.kind == QuestionKind.HELIX and word in set(HelixCategory):
        return str(labels.MYSELF[HelixCategory(word)])
    if question.kind == QuestionKind.MATRIX:
        return _listed(question, "columns", word, language) or word
    return translate(choices_of(question).get(word), language) or word


def _listed(question: QuestionLike, part: str, key: str, language: str) -> str:
    entries: Iterable[Mapping[str, Any]] = question.options.get(part) or ()
    return next((translate(entry.get("label"), language) for entry in entries if entry.get("key") == key), "")


def _quoted(text: str) -> str:
    return _("“%(words)s”", words=text)
