"""Everything that changes a consultation: making it, opening and closing it, and taking in answers."""

from cocreate.survey.commands.answering import SheetRefused, asks_to_quote, import_submissions, submit_answers
from cocreate.survey.commands.asking import (
    QuestionChanges,
    add_question,
    duplicate_question,
    move_question,
    remove_question,
    set_condition,
    update_question,
)
from cocreate.survey.commands.banking import drop_question, keep_question, take_question
from cocreate.survey.commands.changing import change_answers
from cocreate.survey.commands.deciding import leave_out, take_in
from cocreate.survey.commands.drafting import erase_expired_drafts, save_draft
from cocreate.survey.commands.editing import create_consultation, update_consultation
from cocreate.survey.commands.founding import create_from_draft
from cocreate.survey.commands.late import allow_late, end_late, is_relied_on
from cocreate.survey.commands.mapping import bring_outline
from cocreate.survey.commands.opening import close_consultation, open_consultation
from cocreate.survey.commands.parting import say_farewell
from cocreate.survey.commands.settling import ConsultationRules, rules_of, settle_rules
from cocreate.survey.commands.translating import translate_texts
from cocreate.survey.commands.trying import erase_trials, keep_trial

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
