"""What the closed lists of the ecosystem map are called on the screen."""

from flask_babel import lazy_gettext as _l

from cocreate.ecosystem.rules import ActorType, Agreement, Part

TYPE_NAMES = {
    ActorType.COMPANY: _l("Company"),
    ActorType.SOCIAL_ENTERPRISE: _l("Social enterprise"),
    ActorType.RESEARCH_GROUP: _l("Research group"),
    ActorType.PUBLIC_BODY: _l("Public body"),
    ActorType.ASSOCIATION: _l("Association"),
    ActorType.CITIZEN_INITIATIVE: _l("Citizens' initiative"),
    ActorType.INFRASTRUCTURE: _l("Infrastructure"),
}
PART_NAMES = {
    Part.MARKET: _l("Market potential"),
    Part.INDUSTRY: _l("Entrepreneurs and industry"),
    Part.RESEARCH: _l("Research"),
    Part.SOCIAL: _l("Social innovation and citizens"),
    Part.UNPLACED: _l("Without a place on the map yet"),
}
AGREEMENT_NAMES = {
    Agreement.NOT_ASKED: _l("Not asked yet"),
    Agreement.ASKED: _l("Asked, no answer yet"),
    Agreement.AGREED: _l("Agreed to stand in the register"),
    Agreement.REFUSED: _l("Does not want to stand in the register"),
}
