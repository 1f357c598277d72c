"""Words for outcomes, kinds of remarks and answers."""

from flask_babel import lazy_gettext as _l

from cocreate.process.validation.rules import Answered, CommentKind, Outcome

OUTCOMES = {
    Outcome.ASKED: _l("Before the committee"),
    Outcome.VALIDATED: _l("Validated"),
    Outcome.CHANGES: _l("Sent back to be worked on"),
    Outcome.SET_ASIDE: _l("Set aside"),
    Outcome.EXCEPTION: _l("Opened by exception, not validated"),
}
KINDS = {CommentKind.COMMENT: _l("A remark"), CommentKind.CHANGE: _l("A proposed change")}
ANSWERED = {Answered.TAKEN_UP: _l("Taken up"), Answered.NOT_TAKEN_UP: _l("Not taken up")}
