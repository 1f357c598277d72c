"""The sentence for each code of the ecosystem map."""

from flask_babel import lazy_gettext as _l

from cocreate.web.messages import register

register(
    ecosystem__name=_l("An actor needs a name in at least one language."),
    ecosystem__website=_l("An address on the web begins with https:// or http://."),
    ecosystem__spot=_l("A latitude lies between -90 and 90, a longitude between -180 and 180."),
    ecosystem__trl=_l("Technology readiness goes from 1 to 9, and the first number is not above the second."),
    ecosystem__tags=_l("At most %(most)s tags of %(longest)s characters."),
    ecosystem__contact=_l("This is no mail address."),
    ecosystem__part=_l("Choose one of the four parts of the map."),
)
