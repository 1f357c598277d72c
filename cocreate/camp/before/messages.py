"""What is said when something before a camp is refused."""

from flask_babel import lazy_gettext as _l

from cocreate.web.messages import register

register(
    camp__registration__closed=_l("This camp takes no registrations now."),
    camp__registration__known=_l("Somebody with this address is registered already."),
    camp__registration__unknown_value=_l("Please choose one of the answers."),
    camp__registration__gone=_l("This registration does not exist any more, or the link is not whole."),
)
