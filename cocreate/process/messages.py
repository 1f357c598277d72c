"""What the process stage says when it refuses something."""

from flask_babel import lazy_gettext as _l

from cocreate.web.messages import register

register(
    process__phase__order=_l("A phase must end after it starts."),
    process__minimum_cell__range=_l("The smallest published group is a number from 1 to 50."),
    process__challenge__consulted=_l("People have already been asked about this challenge, so it stays."),
)
