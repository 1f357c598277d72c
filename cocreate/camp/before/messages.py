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
    camp__registration__gone=_l("This registration does not exist any more, or the link is not whole."),
)
