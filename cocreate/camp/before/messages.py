"""What is said when something before a camp is refused."""

from flask_babel import lazy_gettext as _l

from cocreate.web.messages import register

register(
    camp__registration__closed=_l("This camp takes no registrations now."),
    camp__registration__known=_l("Somebody with this address is registered already."),
    camp__registration__unknown_value=_l("Please choose one of the answers."),
    camp__grouping__nobody=_l("Nobody has a seat that could be placed."),
    camp__grouping__nobody_chosen=_l("Tick somebody first."),
    camp__grouping__accepted=_l("This proposal is accepted already. Propose again to change it as a whole."),
    camp__grouping__no_groups=_l("There is no working group yet."),
    camp__grouping__no_room=_l("The groups have no room for everybody."),
    camp__grouping__too_few=_l("There are too few people for these groups."),
    camp__grouping__pinned_too_many=_l("By their conditions more people must be in a group than it can have."),
    camp__preparing__many=_l("At most %(limit)s cards at a time."),
    camp__plenary__none=_l("There is no board of the plenary yet."),
    camp__rotation__one_group=_l("With one group there is nowhere to go on to."),
    camp__rehearsal__of_rehearsal=_l("A rehearsal has no rehearsal."),
    camp__rehearsal__real=_l("This is no rehearsal, so it is not cleared."),
    camp__rehearsal__none=_l("There is no rehearsal."),
    camp__template__not_empty=_l(
        "A template can be applied while the boards are empty and no step of the plan has run."
    ),
    camp__template__unreadable=_l("This file is not a template of a camp."),
    camp__zone__number=_l("A board has at least one zone and at most %(limit)s."),
    camp__video__not_https=_l("Please give an address that begins with https:// and has no blanks, name or password."),
    camp__registration__gone=_l("This registration does not exist any more, or the link is not whole."),
    camp__bring_in__large=_l("The file is too large: at most %(limit)s MB."),
    camp__bring_in__empty=_l("There is no note in this file."),
    camp__bring_in__nothing=_l("Tick at least one note, or choose a file."),
)
_steps = {"camp:grouping:searching": _l("Looking for groups that resemble the whole")}
register(**_steps)
