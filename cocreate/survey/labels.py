"""Words of the interface for the closed lists of a consultation."""

from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.process.rules import HelixCategory
from cocreate.survey.rules import ConsultationState, Flag, ResultsRule, Source
from cocreate.web.messages import say

# The families of the quadruple helix, as an answer about oneself; about others see `process.messages`.
MYSELF = {
    HelixCategory.CITIZEN: _l("As a citizen"),
    HelixCategory.BUSINESS: _l("For a company, or self-employed"),
    HelixCategory.RESEARCH: _l("For research or higher education"),
    HelixCategory.PUBLIC_SECTOR: _l("For a public service"),
    HelixCategory.CIVIL_SOCIETY: _l("For an association"),
    HelixCategory.OTHER: _l("Otherwise"),
}
STATES = {
    ConsultationState.DRAFT: _l("Draft"),
    ConsultationState.OPEN: _l("Open"),
    ConsultationState.CLOSED: _l("Closed"),
}
WORDS = {
    "no_opinion": _l("No opinion"),
    "actors": _l("Actors to involve"),
    "comment": _l("Comment"),
    "title": _l("Title"),
    "description": _l("Description"),
    "kind.rank_challenges": _l("Putting the challenges in order"),
    "kind.single_choice": _l("One choice of a list"),
    "kind.long_text": _l("Free text"),
    "kind.text_per_challenge": _l("Free text for each challenge"),
    "kind.project": _l("A project with actors"),
    "kind.helix": _l("Group of the respondent"),
}
SOURCES = {
    Source.ONLINE: _l("Online"),
    Source.PAPER: _l("On paper, entered by a helper"),
    Source.TELEPHONE: _l("By telephone, entered by a helper"),
    Source.IMPORT: _l("Brought in from a file"),
    Source.DEMO: _l("Demonstration"),
}
FLAGS = {
    Flag.HONEYPOT: _l("A field that people do not see was filled in"),
    Flag.FAST: _l("Sent within seconds"),
    Flag.AGAIN: _l("From a browser that had answered before"),
    Flag.DUPLICATE: _l("Long answers equal to those of another sheet"),
}
RESULTS_TOLD = {
    ResultsRule.LIVE: _l("Everybody can see the results at any time."),
    ResultsRule.AFTER_CLOSE: _l("Everybody can see the results once the consultation is closed."),
    ResultsRule.STAFF: _l("Only the team sees the results."),
}
SMALL_GROUPS = _l("The other groups together")


def helix_name(category: str) -> str:
    """The name of a helix category; of none: not said."""
    return say(f"helix.{category if category in set(HelixCategory) else ''}")


def word(code: str) -> Any:
    """The word behind a code of `kinds.Said`."""
    kind, dot, rest = code.partition(".")
    if kind == "helix" and dot:
        return MYSELF[HelixCategory(rest)] if rest in set(HelixCategory) else say("helix.")
    return WORDS.get(code, code)


def state_name(state: str) -> Any:
    """The name of a consultation's state."""
    return STATES[ConsultationState(state)]


def source_name(source: str) -> Any:
    """Where a sheet comes from, in words."""
    return SOURCES[Source(source)]


def flag_name(flag: str) -> Any:
    """What was odd about a sheet, in words; nothing for nothing."""
    return FLAGS[Flag(flag)] if flag else ""


def for_templates() -> dict[str, Any]:
    """What the survey's templates call."""
    return {
        "helix_name": helix_name,
        "word": word,
        "state_name": state_name,
        "myself": MYSELF,
        "source_name": source_name,
        "flag_name": flag_name,
        "flags": FLAGS,
    }
