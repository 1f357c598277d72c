"""Everything that changes a consultation: making it, opening and closing it, and taking in answers."""

from cocreate.survey.commands.answering import SheetRefused, import_submissions, submit_answers
from cocreate.survey.commands.changing import change_answers
from cocreate.survey.commands.drafting import erase_expired_drafts, save_draft
from cocreate.survey.commands.editing import (
    QuestionChanges,
    create_consultation,
    move_question,
    update_consultation,
    update_question,
)
from cocreate.survey.commands.founding import create_from_draft
from cocreate.survey.commands.opening import close_consultation, open_consultation

__all__ = [
    "QuestionChanges",
    "SheetRefused",
    "change_answers",
    "close_consultation",
    "create_consultation",
    "create_from_draft",
    "erase_expired_drafts",
    "import_submissions",
    "move_question",
    "open_consultation",
    "save_draft",
    "submit_answers",
    "update_consultation",
    "update_question",
]
