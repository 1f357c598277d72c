"""Words."""

from flask_babel import lazy_gettext as _l

from cocreate.survey.rules import MailingKind, MailingState, Source

MAILING_KINDS = {MailingKind.INVITATION: _l("Invitation"), MailingKind.REMINDER: _l("Reminder")}

MAILING_STATES = {
    MailingState.DRAFT: _l("Draft"),
    MailingState.SENDING: _l("Being sent"),
    MailingState.SENT: _l("Sent"),
}

SOURCES = {
    Source.ONLINE: _l("Online"),
    Source.PAPER: _l("On paper"),
    Source.TELEPHONE: _l("By telephone"),
    Source.IMPORT: _l("From a file"),
    Source.DEMO: _l("Demonstration"),
}
