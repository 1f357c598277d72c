"""What somebody can choose from, put in order or give points to: all of it, and what one person is offered of it."""

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from cocreate.survey import lists
from cocreate.survey.kinds.base import Ground, QuestionLike
from cocreate.survey.logic import holds
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.rules import QuestionKind

OTHER = "other"  # the key of "other, namely"
OTHER_LABEL: Mapping[str, str] = {
    "en": "Other, namely",
    "nl": "Andere, namelijk",
    "fr": "Autre, à savoir",
    "de": "Anderes, nämlich",
}
WITH_OTHER = (QuestionKind.SINGLE_CHOICE, QuestionKind.MULTIPLE_CHOICE)
NO_OPINION = "no_opinion"  # in fields and facts, in the place of a choice


@dataclass(frozen=True)
class Choice:
    """One thing to choose; `has_text` is "other, namely", beside which people write."""

    key: str
    label: Mapping[str, str]
    is_exclusive: bool = False
    has_text: bool = False
    condition: Mapping[str, Any] = field(default_factory=dict)


def is_about_challenges(question: QuestionLike) -> bool:
    """Whether the challenges of the process are what is chosen from."""
    return question.kind == QuestionKind.RANK_CHALLENGES or question.options.get("about") == "challenges"


def all_choices(question: QuestionLike, ground: Ground) -> tuple[Choice, ...]:
    """Everything there is, as it was written: choices, the rows of a matrix, a ready list, or the challenges."""
    options = question.options
    if is_about_challenges(question):
        return tuple(Choice(key, title) for key, title in ground.titles().items())
    if name := options.get("list"):
        found = list(_ready(str(name)))
    else:
        written = options.get("rows" if question.kind == QuestionKind.MATRIX else "choices", [])
        found = [
            Choice(
                each["key"],
                each.get("label") or {},
                is_exclusive=bool(each.get("is_exclusive")),
                condition=each.get("condition") or {},
            )
            for each in written
        ]
    if question.kind in WITH_OTHER and options.get("other") and all(choice.key != OTHER for choice in found):
        found.append(Choice(OTHER, OTHER_LABEL, has_text=True))
    return tuple(found)


@cache
def _ready(name: str) -> tuple[Choice, ...]:
    return tuple(Choice(key, label) for key, label in lists.entries(name).items())


def choices_of(question: QuestionLike, ground: Ground | None = None) -> dict[str, Mapping[str, str]]:
    """Key -> label in several languages, in the order in which they were written."""
    return {choice.key: choice.label for choice in all_choices(question, ground or Ground())}


def offered(
    question: QuestionLike, ground: Ground, *, facts: Mapping[str, tuple[str, ...]], seed: str, language: str
) -> list[Choice]:
    """What one person is shown, in the order shown.

    facts     what they said before: conditions and filters ask them
    seed      a text of this person's own; the same seed gives the same order. Without one nothing is shuffled
    language  whose alphabet sorts

    "Other, namely" and choices that exclude the others are not filtered, and come last.
    """
    shown = [choice for choice in all_choices(question, ground) if holds(choice.condition, facts)]
    plain = [choice for choice in shown if not (choice.has_text or choice.is_exclusive)]
    kept = {choice.key for choice in _filtered(plain, question.options.get("filter"), facts)}
    offers = [choice for choice in shown if choice.has_text or choice.is_exclusive or choice.key in kept]
    return in_order(question, offers, seed=seed, language=language)


def in_order(question: QuestionLike, choices: Iterable[Choice], *, seed: str, language: str) -> list[Choice]:
    """Choices in the order in which one person sees them, whichever of them are offered."""
    shown = list(choices)
    plain = [choice for choice in shown if not (choice.has_text or choice.is_exclusive)]
    if question.options.get("random"):
        plain = shuffled(plain, question.key, seed)
    elif question.options.get("sorted") or question.options.get("list") in lists.ALPHABETICAL:
        plain.sort(key=lambda choice: _by_alphabet(choice.label.get(language) or next(iter(choice.label.values()), "")))
    last = [choice for choice in shown if choice.has_text] + [choice for choice in shown if choice.is_exclusive]
    return plain + last


def shuffled(choices: Sequence[Choice], question: str, seed: str) -> list[Choice]:
    """An order of a person's own: by a hash that the seed keys, so that it needs no memory to come out the same."""
    if not seed:
        return list(choices)
    key = hashlib.sha256(seed.encode()).digest()

    def place(choice: Choice) -> bytes:
        return hashlib.blake2b(f"{question}\0{choice.key}".encode(), key=key, digest_size=16).digest()

    return sorted(choices, key=place)


def narrowed(question: QuestionLike, ground: Ground, choices: Iterable[Choice]) -> tuple[QuestionLike, Ground]:
    """The question as if it had these choices only, in this order, so that a kind reads and judges what was offered."""
    kept = list(choices)
    if is_about_challenges(question):
        known = {challenge.public_id: challenge for challenge in ground.challenges}
        return question, replace(ground, challenges=tuple(known[choice.key] for choice in kept))
    name = "rows" if question.kind == QuestionKind.MATRIX else "choices"
    options = {key: value for key, value in question.options.items() if key not in {"list", "other", name}}
    options[name] = [
        {"key": choice.key, "label": choice.label, "is_exclusive": choice.is_exclusive}
        for choice in kept
        if not choice.has_text
    ]
    options["other"] = any(choice.has_text for choice in kept)
    draft = QuestionDraft(
        key=question.key,
        kind=QuestionKind(question.kind),
        title=question.title,
        help=question.help,
        is_required=question.is_required,
        is_soft=question.is_soft,
        condition=question.condition,
        options=options,
    )
    return draft, ground


def number_option(question: QuestionLike, name: str, default: int = 0) -> int:
    """A whole number of the question's options; what a file may have written instead counts as left out."""
    value = question.options.get(name)
    return value if type(value) is int else default


def is_one_of(key: Any, known: Iterable[str]) -> bool:
    """Whether a value of whatever type is one of these keys."""
    return isinstance(key, str) and key in known


def _filtered(choices: list[Choice], wanted: Any, facts: Mapping[str, tuple[str, ...]]) -> list[Choice]:
    if not isinstance(wanted, Mapping):
        return choices
    chosen = facts.get(str(wanted.get("fact", "")), ())
    keeps_others = wanted.get("keep") == "others"
    return [choice for choice in choices if (choice.key in chosen) is not keeps_others]


def _by_alphabet(label: str) -> tuple[str, str]:
    """Accents do not count, unless nothing else tells two words apart."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", label) if not unicodedata.combining(sign))
    return plain.casefold(), label
