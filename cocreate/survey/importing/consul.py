"""Exports of CONSUL: proposals and comments as sheets of answers, in the two layouts that go round.

CONSUL itself uses the names of its columns (`public_created_at`); collections from several sites use words (`Date`).
"""

from cocreate.core.grids import Grid
from cocreate.survey.importing.plans import ColumnPlan, Role, TablePlan, to
from cocreate.survey.importing.platforms import ABOUT, COMMENT, PROPOSAL, Plan, Texts
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.rules import QuestionKind

CITY: Texts = {"nl": "Stad", "fr": "Ville", "en": "City", "de": "Stadt"}
PROJECT: Texts = {"nl": "Project", "fr": "Projet", "en": "Project", "de": "Projekt"}


def is_proposals(headings: set[str]) -> bool:
    """Whether these are the columns of an export of proposals."""
    own = {"id", "title", "description", "cached_votes_up", "comments_count"}
    return own <= headings or {"URL", "Title", "Description", "Supporters"} <= headings


def is_comments(headings: set[str]) -> bool:
    """The same for comments."""
    own = {"id", "body", "commentable_id", "commentable_type", "cached_votes_up"}
    return own <= headings or {"URL", "Text", "Likes", "Dislikes"} <= headings


def proposals(grid: Grid, title: str, language: str) -> TablePlan:
    """A proposal is a project with title and description, made for a project and in a city."""
    plan = Plan(grid, language)
    plan.questions.append(QuestionDraft("proposal", QuestionKind.PROJECT, PROPOSAL))
    plan.put(_named(grid, "title", "Title"), to("proposal", "title"))
    plan.put(_named(grid, "description", "Description"), to("proposal", "description"))
    return _completed(plan, ("project", "Proposed for Project", PROJECT), ("city", "City", CITY)).made(title)


def comments(grid: Grid, title: str, language: str) -> TablePlan:
    """A comment is a text, with what it is about."""
    plan = Plan(grid, language)
    plan.questions.append(QuestionDraft("comment", QuestionKind.LONG_TEXT, COMMENT))
    plan.put(_named(grid, "body", "Text"), to("comment"))
    about = _named(grid, "commentable_id", "Project")
    return _completed(plan, ("about", about, ABOUT), ("city", "City", CITY)).made(title)


def _completed(plan: Plan, *choices: tuple[str, str, Texts]) -> Plan:
    for heading in ("public_created_at", "Date"):
        if heading in plan.grid.headings:
            plan.put(heading, ColumnPlan(Role.DAY))
    for key, heading, words in choices:
        plan.choice(key, heading, words)
    return plan


def _named(grid: Grid, *names: str) -> str:
    return next(name for name in names if name in grid.headings)
