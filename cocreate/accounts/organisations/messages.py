"""What organisations say when they refuse something."""

from flask_babel import lazy_gettext as _l

from cocreate.web.messages import register

register(
    organisations__short_name__invalid=_l(
        "A short name has small letters, digits and hyphens, at most %(limit)s characters."
    ),
    organisations__short_name__taken=_l("Another organisation has this short name. Please choose another one."),
    organisations__founding__administrators=_l("On this site, organisations are set up by its administrators."),
    organisations__several=_l("You belong to several organisations. Please name the one that runs this."),
    organisations__not_yours=_l("You do not belong to this organisation."),
    organisations__accent__invalid=_l("A colour is written as # and six signs, such as #1d5fa7."),
    organisations__accent__pale=_l(
        "This colour cannot be read well on our paper: %(ratio)s to 1 where %(needed)s is needed. Try %(better)s."
    ),
    organisations__logo__too_large=_l("A logo has at most %(limit)s megabytes."),
    organisations__logo__too_many_pixels=_l("A logo has at most %(limit)s million pixels."),
    organisations__logo__markup=_l("SVG pictures can carry programs. Please bring the logo as PNG or JPEG."),
    organisations__logo__unreadable=_l("This is no picture that we can read. Please bring PNG, JPEG, WebP or GIF."),
    organisations__letter__unknown_place=_l("There is no place %(place)s in this letter; see the list of places."),
    organisations__letter__missing_place=_l("The text needs the place %(place)s."),
    organisations__member__already=_l("This person already belongs to the organisation."),
    organisations__member__absent=_l("This person does not belong to the organisation any more."),
    organisations__member__last_administrator=_l(
        "An organisation needs an administrator: first make somebody else administrator."
    ),
)
