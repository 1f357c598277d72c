"""Words of the interface for what an export says besides the answers."""

from flask_babel import lazy_gettext as _l

from cocreate.survey.rules import Source

SHEET = {
    "sheet": _l("Sheet"),
    "day": _l("Day"),
    "language": _l("Language of the page"),
    "helix": _l("Group of the respondent"),
    "source": _l("Where the sheet comes from"),
    "flag": _l("What was odd about the sending"),
    "left_out": _l("Why it is left out of the results"),
    "unasked": _l("Questions that were not asked"),
    "revision": _l("Version of the questionnaire"),
    "person_name": _l("Name"),
    "person_email": _l("E-mail address"),
    "person_organisation": _l("Organisation"),
}
SOURCES = {
    Source.ONLINE: _l("Online"),
    Source.PAPER: _l("On paper"),
    Source.TELEPHONE: _l("By telephone"),
    Source.IMPORT: _l("Brought in from elsewhere"),
    Source.DEMO: _l("Demonstration"),
}
PARTS = {
    "comment": _l("Comment"),
    "comment-text": _l("Comment"),
    "other": _l("Other, namely"),
    "other-text": _l("Other, namely"),
    "no_opinion": _l("No opinion"),
    "title": _l("Title"),
    "description": _l("Description"),
    "actors": _l("Actors to involve"),
    "actor_types": _l("Groups of the actors"),
    "actor_roles": _l("Roles of the actors"),
    "actor_contacts": _l("Contacts of the actors"),
    "ids": _l("Identifiers of the files"),
    "lat": _l("Latitude"),
    "lon": _l("Longitude"),
}
YES, NO = _l("Yes"), _l("No")
