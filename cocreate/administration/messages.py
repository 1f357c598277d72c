"""What the administration says: our sentences for refusals."""

from flask_babel import lazy_gettext as _l

from cocreate.web.messages import register

register(
    administration__backup__failed=_l("The backup could not be made; the page about storage says why."),
    administration__maintenance__ends_first=_l("The end must lie in the future, and after the beginning."),
    administration__maintenance__read_only_late=_l("Nothing can be saved from a moment that lies after the end."),
    administration__features__default_language=_l("The default language must be one of those offered."),
    administration__proof__wrong=_l("This is not right, so nothing was changed. Please try again."),
    administration__proof__sign_in=_l(
        "You signed in too long ago. Sign out, sign in by a new link, and do this within a quarter of an hour."
    ),
)
