"""Who may answer, look at and run a consultation."""

from cocreate.core.permissions import EVERYONE, ORGANISERS, STAFF, Permission, Role, define
from cocreate.process.rules import PhaseKind

define(
    Permission("survey:consultation:list", EVERYONE, "See which consultations a process has."),
    Permission("survey:consultation:view", EVERYONE, "See the page of a consultation."),
    Permission("survey:answer:submit", EVERYONE, "Answer an open consultation.", during=PhaseKind.CONSULTATION),
    Permission("survey:receipt:view", EVERYONE, "See one's own answers with a receipt code."),
    Permission("survey:results:view", EVERYONE, "See the results of a closed consultation."),
    Permission("survey:results:preview", STAFF, "See the results of a consultation before it is closed."),
    Permission("survey:consultation:manage", STAFF, "See the organisers' pages of a consultation and its counts."),
    Permission("survey:consultation:preview", STAFF, "See a questionnaire as respondents will."),
    Permission("survey:consultation:create", ORGANISERS, "Create a consultation."),
    Permission("survey:consultation:edit", ORGANISERS, "Change a consultation and its questions."),
    Permission("survey:consultation:settle", ORGANISERS, "Set the rules of a consultation."),
    Permission("survey:bank:view", STAFF, "See the questions that a process keeps for other consultations."),
    Permission("survey:bank:edit", ORGANISERS, "Keep a question for other consultations, or take it away."),
    Permission("survey:revisions:view", STAFF, "See the versions of a questionnaire and what differs between them."),
    Permission("survey:trial:give", STAFF, "Answer a questionnaire in test mode."),
    Permission("survey:trial:view", STAFF, "See the answers that were given in test mode."),
    Permission("survey:trial:erase", ORGANISERS, "Erase the answers that were given in test mode."),
    Permission("survey:consultation:open", ORGANISERS, "Open a consultation for answers."),
    Permission("survey:consultation:close", ORGANISERS, "Close a consultation."),
    Permission("survey:sheet:read", ORGANISERS | {Role.ANALYST}, "Read single sheets of answers."),
    Permission("survey:sheet:decide", ORGANISERS, "Leave sheets out of the results, or take them in again."),
    Permission("survey:document:view", EVERYONE, "See a document that a consultation offers."),
    Permission("survey:document:manage", ORGANISERS, "Add and remove the documents that a consultation offers."),
    Permission("survey:file:view", ORGANISERS | {Role.ANALYST}, "See the files that were handed in with answers."),
    Permission("survey:answers:export", ORGANISERS | {Role.ANALYST}, "Take out all answers as a file."),
    Permission("survey:records:view", ORGANISERS, "See the records of processing of personal data."),
    Permission("survey:answers:identify", ORGANISERS, "See who gave which answers, where this is not anonymous."),
)
