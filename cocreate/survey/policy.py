"""Who may answer, look at and run a consultation, invite to it, and take things out and in."""

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


define(
    Permission("survey:import:manage", ORGANISERS, "Take in questionnaires and answers from files."),
    Permission("survey:questionnaire:export", STAFF, "Take out a questionnaire, without answers, as a file."),
)


define(
    Permission("survey:invitation:follow", EVERYONE, "Follow a personal link to a consultation."),
    Permission("survey:contact:opt_out", EVERYONE, "Ask for no more mails, by the link in a mail."),
    Permission("survey:contact:opt_in", EVERYONE, "Ask for mails again, by the same link."),
    Permission("survey:contacts:view", ORGANISERS, "See the contacts of a process."),
    Permission("survey:contacts:edit", ORGANISERS, "Add, change, import and delete contacts."),
    Permission("survey:contacts:export", ORGANISERS, "Take out the contacts of a process as a file."),
    Permission("survey:invitations:manage", ORGANISERS, "Invite contacts, hand out their links, and withdraw them."),
    Permission("survey:mailings:manage", ORGANISERS, "Write and send invitations and reminders."),
    Permission("survey:meter:view", STAFF, "See answers against targets while a consultation is open."),
    Permission("survey:meter:edit", ORGANISERS, "Set the targets of a consultation."),
    Permission("survey:late:allow", ORGANISERS, "Let helpers enter answers for some days after the close."),
    Permission(
        "survey:answer:enter",
        ORGANISERS | {Role.FACILITATOR},
        "Enter an answer that somebody gave on paper or by telephone.",  # when: Consultation.is_taking_from_helpers
    ),
    Permission("survey:odd:view", ORGANISERS | {Role.ANALYST}, "See which answers were sent in an odd way."),
)


READERS = ORGANISERS | {Role.ANALYST}

define(
    Permission("survey:flag:view", READERS, "See answers in which something seems to tell who somebody is."),
    Permission("survey:flag:decide", READERS, "Decide what is published of such answers, and have them looked for."),
)


define(
    Permission("survey:translation:exchange", ORGANISERS, "Take texts of a consultation out, and translations in."),
)
