"""What an analyst chose to look at: a question, a helix category, a language, a state, and how many families."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _

from cocreate.analysis.text.levels import FAMILIES
from cocreate.process.rules import HelixCategory
from cocreate.survey.models import Question
from cocreate.themes.rules import USUAL_FAMILIES, Choice, ThemeState
from cocreate.web.language import NAMES, translate
from cocreate.web.messages import say

Options = list[tuple[str, str]]
SHOWN_STATES = (ThemeState.PROPOSED, ThemeState.ACCEPTED, ThemeState.REJECTED)


def chosen() -> Choice:
    """From the address at hand; what no form offers counts as everything."""
    args = request.args
    helix, state = args.get("helix", ""), args.get("state", "")
    return Choice(
        question=args.get("question", "")[:16],
        helix=helix if helix in set(HelixCategory) else "",
        language=args.get("language", "")[:3],
        state=state if state in SHOWN_STATES else "",
        families=min(max(args.get("families", USUAL_FAMILIES, type=int), 1), FAMILIES),
    )


def helix_options() -> Options:
    """The helix categories, for a list to choose from."""
    return [(key.value, say(f"helix.{key}")) for key in HelixCategory]


@dataclass(frozen=True)
class Lists:
    """What the form of a choice offers."""

    questions: Options
    helix: Options
    languages: Options
    states: Options
    most: int = FAMILIES


def lists_of(questions: Iterable[Question], languages: Iterable[str]) -> Lists:
    """The lists to choose from, given the questions with themes and the languages of the answers."""
    return Lists(
        [(question.public_id, translate(question.title)) for question in questions],
        helix_options(),
        language_options(languages),
        state_options(),
    )


def language_options(languages: Iterable[str]) -> Options:
    """The languages that answers are in, by name."""
    return [(code, language_name(code)) for code in languages]


def language_name(code: str) -> str:
    """Its name in itself where we know it, else its code."""
    return NAMES.get(code) or code or _("Unknown")


def state_options() -> Options:
    """Where a theme can stand, for a list to choose from."""
    return [("proposed", _("waiting")), ("accepted", _("accepted")), ("rejected", _("rejected"))]
