"""Everything that changes a consultation: making it, opening and closing it, and taking in answers."""

from cocreate.survey.commands.answering import SheetRefused, asks_to_quote, import_submissions, submit_answers
from cocreate.survey.commands.consultations import (
    ConsultationRules,
    create_consultation,
    create_from_draft,
    rules_of,
    say_farewell,
    settle_rules,
    update_consultation,
)
from cocreate.survey.commands.drafting import erase_expired_drafts, save_draft
from cocreate.survey.commands.opening import allow_late, close_consultation, end_late, is_relied_on, open_consultation
from cocreate.survey.commands.questions import (
    QuestionChanges,
    add_question,
    bring_outline,
    drop_question,
    duplicate_question,
    keep_question,
    move_question,
    remove_question,
    set_condition,
    take_question,
    translate_texts,
    update_question,
)
from cocreate.survey.commands.sheets import change_answers, erase_trials, keep_trial, leave_out, take_in

__all__ = [
    "ConsultationRules",
    "QuestionChanges",
    "SheetRefused",
    "add_question",
    "allow_late",
    "asks_to_quote",
    "bring_outline",
    "change_answers",
    "close_consultation",
    "create_consultation",
    "create_from_draft",
    "drop_question",
    "duplicate_question",
    "end_late",
    "erase_expired_drafts",
    "erase_trials",
    "import_submissions",
    "is_relied_on",
    "keep_question",
    "keep_trial",
    "leave_out",
    "move_question",
    "open_consultation",
    "remove_question",
    "rules_of",
    "save_draft",
    "say_farewell",
    "set_condition",
    "settle_rules",
    "submit_answers",
    "take_in",
    "take_question",
    "translate_texts",
    "update_consultation",
    "update_question",
]
