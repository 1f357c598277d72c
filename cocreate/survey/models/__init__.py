"""Tables of a consultation: what is asked, what was answered, and, kept apart from it, who was invited."""

from cocreate.core.ids import random_key
from cocreate.survey.models.answering import (
    Answer,
    Draft,
    NamedSheet,
    PartCount,
    Submission,
    Tally,
    TrialSheet,
    Upload,
)
from cocreate.survey.models.asking import BankQuestion, Consultation, Document, Question, Revision
from cocreate.survey.models.flagging import AnswerFlag
from cocreate.survey.models.importing import ImportFile
from cocreate.survey.models.inviting import Contact, Delivery, Invitation, Mailing

__all__ = [
    "Answer",
    "AnswerFlag",
    "BankQuestion",
    "Consultation",
    "Contact",
    "Delivery",
    "Document",
    "Draft",
    "ImportFile",
    "Invitation",
    "Mailing",
    "NamedSheet",
    "PartCount",
    "Question",
    "Revision",
    "Submission",
    "Tally",
    "TrialSheet",
    "Upload",
    "random_key",
]
