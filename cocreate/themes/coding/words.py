"""What is said of double coding: refusals."""

from flask_babel import lazy_gettext as _l

from cocreate.web.messages import register

register(
    themes__coding__too_few=_l("There are too few answers in themes to draw a sample."),
    themes__coding__size=_l("A sample has from %(smallest)s to %(largest)s answers."),
    themes__coding__no_choice=_l("Please choose a theme, or none of them."),
    themes__coding__settled=_l("This answer is settled already."),
    themes__coding__earlier_reading=_l(
        "The answers were read again since. This sample belongs to an earlier reading and stays as it is."
    ),
)
