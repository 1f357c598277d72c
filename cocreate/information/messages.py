"""What is said when something about an information sheet cannot be done."""

from flask_babel import lazy_gettext as _l

from cocreate.web.messages import register

register(
    information__text__too_long=_l("This text is too long: at most %(limit)s characters."),
    information__text__unknown_figure=_l(
        "Nobody knows the figure “%(figure)s”. Copy the name of a figure from the list below."
    ),
    information__text__changed=_l(
        "Somebody else changed this block while you wrote. Your words are still here: compare, then save again."
    ),
    information__comment__empty=_l("Please write what you want to say, in at most %(limit)s characters."),
    information__version__not_last=_l("Only the last version can be approved. Somebody has kept a newer one."),
    information__version__not_approved=_l("A version is approved before it is published."),
)
