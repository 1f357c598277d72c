"""What the plan says when it refuses something."""

from flask_babel import lazy_gettext as _l

from cocreate.web.messages import register

register(plan__number__taken=_l("Number %(number)s is used already."))
