"""What the committee's room says when it refuses something."""

from flask_babel import lazy_gettext as _l

from cocreate.web.messages import register

register(
    selection__meeting__malformed=_l("This page is not up to date: please load it again."),
    selection__meeting__needs_title=_l("Please give the meeting a title, in at least one language."),
    selection__meeting__item_needs_title=_l("Please give the point a title, in at least one language."),
    selection__meeting__minutes=_l("A whole number of minutes from 1 to %(limit)s, please."),
    selection__meeting__unknown_candidate=_l("This names a candidate that is not on the list."),
    selection__meeting__not_chair=_l("Only the chair of this meeting and the organisers do this."),
    selection__meeting__not_on_committee=_l("Only members of the steering committee do this."),
    selection__meeting__not_open=_l("This meeting is not open now."),
    selection__meeting__closed=_l("This meeting is over, so it stays as it was."),
    selection__meeting__quorum_fixed=_l("The quorum does not change any more once a meeting has opened."),
    selection__meeting__item_began=_l("The committee has dealt with this point, so it stays on the agenda."),
    selection__meeting__motion_open=_l("A motion is still open: close it or take it back before the meeting ends."),
    selection__meeting__unknown_step=_l("The clock cannot do this."),
    selection__meeting__not_present=_l("Say first that you are here."),
    selection__motion__needs_title=_l("Please say in one line what is to be decided, in at least one language."),
    selection__motion__over=_l("This motion is over; put a new one."),
    selection__motion__not_open=_l("Nobody can vote on this motion now."),
    selection__motion__conflict=_l("You have a conflict of interest here, so you take no part in this vote."),
    selection__motion__choose=_l("Please choose one of the answers."),
    selection__motion__needs_reason=_l("Whoever stands in the way says why: please give a reason."),
    selection__post__other_thread=_l("This post belongs to another thread."),
    selection__post__empty=_l("Please write something first."),
    selection__post__not_yours=_l("You change and take back only what you wrote yourself."),
    selection__post__withdrawn=_l("This post was taken back by its author."),
    selection__post__hidden=_l("This post is hidden."),
    selection__post__needs_reason=_l("Please give a reason that everybody here may read."),
)
