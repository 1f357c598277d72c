"""What the record says when it refuses."""

from flask_babel import lazy_gettext as _l

from cocreate.web.messages import register

register(
    selection__decision__leaves_orders=_l(
        "Respondents or the participants of the camp see this otherwise: please write why the committee decides so."
    ),
    selection__record__needs_motion=_l("Please write what the committee voted on."),
    selection__record__more_votes_than_present=_l("There are more votes than people present."),
    selection__record__no_quorum=_l("%(present)s were present, and the quorum is %(quorum)s: nothing can be decided."),
    selection__record__not_carried=_l("The motion was not carried: it needs more votes for it than against it."),
    selection__record__signatures_needed=_l("A record needs from 0 to %(members)s signatures."),
    selection__record__being_signed=_l(
        "The record is drawn up and being signed. Take it back first to change the decision."
    ),
    selection__record__not_drawn_up=_l("There is no record to sign. It was taken back, or not drawn up yet."),
    selection__record__not_on_committee=_l("Only members of the steering committee sign."),
    selection__record__needs_name=_l("Please type your name: it is your signature."),
    selection__record__not_confirmed=_l("This does not show that it is you. Please try again."),
    selection__record__sign_in_again=_l("You signed in a while ago. Please sign in again with a new link, then sign."),
    selection__record__chair_publishes=_l("The chair named in the record publishes it, or an organiser."),
    selection__record__signatures_missing=_l("Signatures are missing: %(missing)s more."),
    selection__record__nothing_to_amend=_l("There is no published decision to amend."),
    selection__record__needs_reason=_l("Please write why the decision is to be amended, in at least one language."),
)
