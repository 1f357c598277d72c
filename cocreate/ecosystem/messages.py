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
register(
    ecosystem__table__nothing=_l("Please choose a file, or paste a table."),
    ecosystem__table__no_name=_l("This table has no column with the name of the actor. Call it “name”."),
    ecosystem__table__too_many=_l("These are more than %(limit)s lines. Please bring a smaller table."),
    ecosystem__line__no_name=_l("has no name"),
    ecosystem__line__type=_l("has a type that is none of the seven"),
    ecosystem__line__helix=_l("has a group of the quadruple helix that is none"),
    ecosystem__line__long=_l("has a text that is too long"),
    ecosystem__line__website=_l("has an address on the web that is none"),
    ecosystem__line__contact=_l("has a mail address that is none"),
    ecosystem__line__spot=_l("has a place that is not on earth"),
    ecosystem__line__trl=_l("has a technology readiness that is not from 1 to 9"),
    ecosystem__line__tags=_l("has too many tags, or too long ones"),
    ecosystem__line__challenge=_l("names a challenge that this process does not have"),
    ecosystem__line__part=_l("names a part of the map that there is not"),
)
register(
    ecosystem__join=_l("These two cannot be joined: one of them is part of another entry."),
    ecosystem__reason=_l("Please say why it is set aside."),
    ecosystem__personal=_l(
        "The words of this project seem to tell who somebody is. Look at the answer under Consultation first."
    ),
    ecosystem__not_to_quote=_l("Whoever proposed this does not want to be quoted, so it cannot be listed."),
    ecosystem__left_out=_l("This sheet is left out of the results, so what it proposes cannot be listed."),
    ecosystem__link=_l("This link does not work any more. Ask the organisers for a new one."),
    ecosystem__no_contact=_l("There is no mail address to write to."),
    ecosystem__nothing_new=_l("Nothing was changed."),
    ecosystem__suggestion__over=_l("This was decided already."),
    ecosystem__suggestion__challenge=_l("Please choose the challenge that it belongs to."),
)
