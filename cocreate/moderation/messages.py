"""The names of verdicts and lists, and the sentences for what was refused."""

from flask_babel import lazy_gettext as _l

from cocreate.moderation.queries import KEPT, SHOWN_AGAIN
from cocreate.moderation.rules import Kind, Standing, Verdict
from cocreate.web.messages import register

KINDS = {Kind.ANSWER: _l("Answer"), Kind.CARD: _l("Card"), Kind.ACTOR: _l("Actor of the ecosystem")}
VERDICTS = {
    Verdict.KEEP: _l("Left as it is"),
    Verdict.HIDE: _l("Hidden"),
    Verdict.EDIT: _l("Passages taken out"),
    Verdict.RESTORE: _l("Shown again"),
}
STANDINGS = {
    Standing.SHOWN: (_l("In sight"), "neutral"),
    Standing.HIDDEN: (_l("Hidden"), "warning"),
    Standing.EDITED: (_l("Passages taken out"), "notice"),
}
LISTS = {
    "waiting": _l("Waiting"),
    "hidden": _l("Hidden"),
    "edited": _l("Passages taken out"),
    "decided": _l("All that is decided"),
}
ENDS = {KEPT: _l("Left as it is"), SHOWN_AGAIN: _l("Shown again")}

register(
    moderation__reason=_l("Choose a reason from the list."),
    moderation__passages=_l("Copy each passage exactly as it stands in the text, one a line."),
    moderation__edit__one=_l("Passages are taken out of one contribution at a time."),
    moderation__edit__kind=_l("Passages can only be taken out of answers. Hide it, or change it where it is kept."),
    moderation__none_chosen=_l("Tick between one and %(limit)s contributions."),
    moderation__already=_l("It stands like this already. Look at it again."),
    moderation__undo__late=_l("This can no longer be undone: something was decided since, or words were taken out."),
    moderation__appeal__late=_l("Nothing is hidden by this decision now, or it was looked at a second time already."),
    moderation__appeal__own=_l("You decided this yourself. Somebody else has to look at it now."),
    moderation__appeal__needs_answer=_l("Tell whoever asked why you decide so."),
    moderation__reasons__most=_l("A list has at most %(limit)s reasons."),
    moderation__learning__too_few=_l(
        "A program can suggest something once it has %(limit)s decisions to learn from, of both kinds."
    ),
    moderation__reasons__last=_l("At least one reason has to stay on the list."),
)
