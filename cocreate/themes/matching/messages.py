"""What the queue says when it refuses."""

from flask_babel import lazy_gettext as _l

from cocreate.web.messages import register

register(
    themes__match__held=_l("Somebody else has this statement on the screen now. Go on with the next one."),
    themes__match__needs_entry=_l("Please choose where the statement belongs."),
    themes__match__completes_challenge=_l("Only a challenge can be completed by a new sub-challenge."),
    themes__match__nothing_to_undo=_l("You have decided nothing yet that could be taken back."),
    themes__match__needs_title=_l("Please give the new sub-challenge a name, in at least one language."),
    themes__match__needs_statements=_l("Choose at least one of the statements that complete this challenge."),
)
