"""Numbers that no foreign key tells about: what they point to, and how they are written anew."""

from collections.abc import Callable, Mapping
from typing import Any

# A way of writing a reference: (table, what stands there) -> what stands in its place.
Turn = Callable[[str, Any], Any]


def _each(table: str) -> Callable[[Any, Turn], Any]:
    return lambda value, turn: value if value is None else [turn(table, one) for one in value]


def _one(table: str) -> Callable[[Any, Turn], Any]:
    return lambda value, turn: value if value is None else turn(table, value)


def _tally(value: int, turn: Turn) -> int:
    """Question 0 stands for the sheets themselves."""
    return int(turn("question", value)) if value else 0


def _motion(value: Mapping[str, Any], turn: Turn) -> Mapping[str, Any]:
    """Members who were there and who stepped aside; empty before the close."""
    return {key: _each("user")(told, turn) if key in ("present", "aside") else told for key, told in value.items()}


_LEADS = {
    "challenge_id": "challenge",
    "sub_challenge_id": "sub_challenge",
    "decided_by_id": "user",
    "merged_into_id": "theme",
    "theme_id": "theme",
}


def _picture(value: Mapping[str, Any], turn: Turn) -> Mapping[str, Any]:
    """Themes by number with their decisions, and answers with their rows in themes (themes.steps)."""

    def row(told: Mapping[str, Any]) -> dict[str, Any]:
        return {k: _one(_LEADS[k])(v, turn) if k in _LEADS else v for k, v in told.items()}

    themes = {str(turn("theme", int(key))): row(told) for key, told in value.get("themes", {}).items()}
    answers = {
        key: {**told, "rows": [row(one) for one in told["rows"]]} for key, told in value.get("answers", {}).items()
    }
    found = {"themes": themes, "answers": answers}
    return {key: found.get(key, told) for key, told in value.items()}


# (table, column) -> how its value is written anew. Every number inside JSON that is a key belongs here.
POINTERS: Mapping[tuple[str, str], Callable[[Any, Turn], Any]] = {
    ("motion", "result"): _motion,
    ("submission", "unasked"): _each("question"),
    ("tally", "question_id"): _tally,
    ("theme_step", "after"): _picture,
    ("theme_step", "before"): _picture,
    ("theme_step", "made"): _one("theme"),
}

# Columns that name an account by its id in addresses, where the kind of whoever acted is `user`: (table, kind, name).
ACTORS = (("operation", "actor_kind", "actor"), ("provenance_link", "actor_kind", "actor"))
