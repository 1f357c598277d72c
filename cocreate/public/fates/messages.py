"""The names of fates, reasons and steps, and the sentences for what was refused."""

from flask_babel import lazy_gettext as _l

from cocreate.public.fates.counting import UNSAID
from cocreate.public.fates.rules import FateKind, Reason, Source, Step
from cocreate.public.fates.worklist import Why
from cocreate.web.messages import register, say

FATES = {
    FateKind.KEPT: _l("Taken up"),
    FateKind.MERGED: _l("Taken up, merged into something else"),
    FateKind.ANSWERED: _l("Answered"),
    FateKind.OUT_OF_SCOPE: _l("Out of scope"),
    FateKind.WAITING: _l("Not processed yet"),
}
FATE_HELP = {
    FateKind.KEPT: _l("It is part of an accepted theme, stands with a challenge, or became a candidate."),
    FateKind.MERGED: _l("What it was part of became part of something larger, where it counts."),
    FateKind.ANSWERED: _l("The organisers replied to it."),
    FateKind.OUT_OF_SCOPE: _l("It was set aside, with a reason from the list below."),
    FateKind.WAITING: _l("Nobody has decided about it so far."),
}
COLUMNS = {**{kind.value: name for kind, name in FATES.items()}, Step.TAKEN_UP.value: FATES[FateKind.KEPT]}
KINDS = {
    FateKind.KEPT: "success",
    FateKind.MERGED: "success",
    FateKind.ANSWERED: "notice",
    FateKind.OUT_OF_SCOPE: "neutral",
    FateKind.WAITING: "warning",
}
SOURCES = {
    Source.ANSWER: _l("Texts in consultations"),
    Source.CARD: _l("Cards of Innovation Camps"),
    Source.PROPOSAL: _l("Changes proposed for challenges"),
}
STEPS = {
    Step.TAKEN_UP: _l("Taken up in a theme or on a board"),
    Step.CARD: _l("On a card of the Innovation Camp"),
    Step.CANDIDATE: _l("Behind a candidate domain"),
    Step.SHORTLIST: _l("Behind a domain of the shortlist"),
    Step.ACTION: _l("Behind an action of the plan"),
}
REASONS = {
    Reason.OFF_TOPIC: _l("It is about something other than what was asked."),
    Reason.OTHER_BODY: _l("Another authority decides about it."),
    Reason.EXISTS: _l("It exists already, or is being done."),
    Reason.NOT_POSSIBLE: _l("It cannot be done, for a reason that is told."),
    Reason.SAYS_NOTHING: _l("It says nothing that could be taken up."),
    Reason.UNCLEAR: _l("Nobody could tell what it means."),
    Reason.PERSONAL: _l("It is about one person or one private matter."),
    Reason.NOT_CARRIED_ON: _l("The working group carried other ideas further."),
    Reason.THEME_REJECTED: _l("The analysts left its theme aside."),
    Reason.TAKEN_OFF: _l("It was taken off the board."),
    Reason.SHEET_LEFT_OUT: _l("The sheet that it came with does not count."),
    Reason.MODERATED: _l("It is hidden by moderation, for a reason of the published list."),
}
WHY = {
    Why.THEME: _l("In a theme that waits"),
    Why.NO_OPINION: _l("Without an opinion"),
    Why.EMPTY: _l("Without words"),
    Why.OTHER: _l("Alike to no other"),
    Why.NOT_PROCESSED: _l("The program could not read it"),
    Why.UNREAD: _l("Not read yet"),
    Why.CARDS: _l("Cards"),
    Why.PROPOSALS: SOURCES[Source.PROPOSAL],
}


def group_name(helix: str) -> str:
    """A group of the helix in words."""
    return str(_l("Not said")) if helix in ("", UNSAID) else say(f"helix.{helix}")


register(
    public__fate__needs_reason=_l("Choose a reason from the list."),
    public__fate__needs_words=_l("Write the reply in at least one language."),
    public__fate__nothing_chosen=_l("Tick at least one contribution that still waits."),
    public__fate__bad_address=_l("This is not a mail address. It looks like name@example.org."),
)
