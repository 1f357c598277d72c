"""What the closed lists of the ecosystem map are called on the screen."""

from flask_babel import lazy_gettext as _l

from cocreate.ecosystem.rules import ActorType, Agreement, Part, SuggestionKind

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
REASON_NAMES = {
    "same_name": _l("the same name, apart from legal form, accents or language"),
    "acronym": _l("one is the short form of the other"),
    "typing": _l("hardly a letter differs"),
    "more_words": _l("one has a place or a general word more"),
}
FIELD_NAMES = {
    "name": _l("Name"),
    "description": _l("What it does"),
    "type": _l("Type"),
    "website": _l("Address on the web"),
    "municipality": _l("Municipality"),
    "latitude": _l("Latitude"),
    "longitude": _l("Longitude"),
    "trl_from": _l("Technology readiness, from"),
    "trl_to": _l("Technology readiness, to"),
    "tags": _l("Tags"),
}
SUGGESTION_NAMES = {
    SuggestionKind.STRENGTH: _l("Added to lists"),
    SuggestionKind.ACTOR: _l("Named in projects"),
    SuggestionKind.PROJECT: _l("Projects"),
}
