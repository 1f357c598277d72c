"""What data protection says when it refuses something."""

from flask_babel import lazy_gettext as _l

from cocreate.web.messages import register

register(
    survey__privacy__day_passed=_l("The day on which answers are erased lies in the future."),
    survey__privacy__promised=_l(
        "People have answered with this promise: answers can be erased earlier than announced, but not later."
    ),
    survey__privacy__results_promised=_l("People were told that the results are erased too, so that stays."),
    survey__privacy__erased=_l("The answers of this consultation were erased, so its notice stays as it was."),
    survey__privacy__unknown_question=_l("The questions have changed in the meantime. Please look again."),
)
