"""Questions with choices to test with, one of each kind, as a file or an editor would write them."""

from collections.abc import Mapping
from typing import Any

from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.rules import QuestionKind


def choices(*keys: str, **more: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Choices called by their keys; `more` adds to one: `choices("a", "none", none={"is_exclusive": True})`."""
    return [{"key": key, "label": {"en": key.upper(), "nl": f"{key} nl"}, **more.get(key, {})} for key in keys]


def make_question(kind: QuestionKind, key: str = "asked", **options: Any) -> QuestionDraft:
    """A question of a kind with these options; `is_required`, `is_soft` and `condition` are its own."""
    own = {name: options.pop(name) for name in ("is_required", "is_soft", "condition") if name in options}
    return QuestionDraft(key=key, kind=kind, title={"en": f"Which {key}?"}, options=options, **own)


GALLERY = (
    make_question(QuestionKind.SINGLE_CHOICE, "single", choices=choices("a", "b"), other=True, comment=True),
    make_question(QuestionKind.SINGLE_CHOICE, "buttons", list="yes_no", display="buttons"),
    make_question(QuestionKind.SINGLE_CHOICE, "country", list="eu_countries", other=True),
    make_question(
        QuestionKind.MULTIPLE_CHOICE,
        "several",
        choices=choices("a", "b", "c", "none", none={"is_exclusive": True}),
        other=True,
        comment=True,
        min=2,
        max=3,
    ),
    make_question(QuestionKind.SCALE, "scale", labels={"1": {"en": "Bad"}, "5": {"en": "Good"}}, no_opinion=True),
    make_question(QuestionKind.SCALE, "stars", display="stars"),
    make_question(QuestionKind.MATRIX, "matrix", rows=choices("r1", "r2"), columns=choices("c1", "c2", "c3")),
    make_question(QuestionKind.MATRIX, "grid", rows=choices("r1", "r2"), columns=choices("c1", "c2"), multiple=True),
    make_question(QuestionKind.RANKING, "ranking", choices=choices(*"abcdefg"), top=3, no_opinion=True),
    make_question(QuestionKind.POINTS, "points", choices=choices("a", "b", "c"), total=10, exact=True),
    make_question(QuestionKind.POINTS, "budget", about="challenges"),
    make_question(QuestionKind.RANK_CHALLENGES, "challenges"),
    make_question(QuestionKind.HELIX, "helix"),
)
