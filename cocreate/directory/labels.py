"""Words of the interface for the closed lists about people, and for the day on which they are erased."""

from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from cocreate.directory.rules import GroupKind, Purpose, Reach, RequestState, Source, TakingPart, TermRole, Use
from cocreate.directory.words import Gender
from cocreate.process.rules import HelixCategory

HELIX = (
    (HelixCategory.BUSINESS.value, _l("Business")),
    (HelixCategory.RESEARCH.value, _l("Research")),
    (HelixCategory.PUBLIC_SECTOR.value, _l("Public sector")),
    (HelixCategory.CIVIL_SOCIETY.value, _l("Association")),
    (HelixCategory.CITIZEN.value, _l("Citizen")),
    (HelixCategory.OTHER.value, _l("Other")),
)
GENDERS = (
    (Gender.UNTOLD.value, _l("I would rather not say")),
    (Gender.WOMAN.value, _l("Woman")),
    (Gender.MAN.value, _l("Man")),
    (Gender.OTHER.value, _l("Something else")),
)
USES = {
    Use.CONSULTATION: _l("Answer consultations"),
    Use.CAMP: _l("Take part in a camp"),
    Use.COMMITTEE: _l("Sit in a committee"),
    Use.INTERVIEW: _l("Give an interview"),
    Use.EXPERTISE: _l("Give advice as an expert"),
}
REACHES = {
    Reach.MAIL: _l("By mail"),
    Reach.PHONE: _l("By telephone"),
    Reach.POST: _l("By post"),
    Reach.IN_PERSON: _l("In person"),
}
SOURCES = {
    Source.ENTERED: _l("Entered by the team"),
    Source.FILE: _l("From a file"),
    Source.REQUEST: _l("Registered by themselves"),
}
PURPOSES = {
    Purpose.KEEP: _l("Kept in the directory"),
    Purpose.WRITE: _l("May be written to"),
    Purpose.EXPERT: _l("Shown as an expert"),
}
TAKING_PART = {
    TakingPart.INVITED: _l("Invited"),
    TakingPart.YES: _l("Takes part"),
    TakingPart.NO: _l("Does not take part"),
}
REQUEST_STATES = {
    RequestState.WAITING: _l("Waiting"),
    RequestState.ACCEPTED: _l("Accepted"),
    RequestState.DECLINED: _l("Declined"),
}
GROUP_KINDS = {
    GroupKind.COMMITTEE: _l("Committee"),
    GroupKind.GROUP: _l("Working group"),
    GroupKind.PANEL: _l("Panel of experts"),
}
TERM_ROLES = {
    TermRole.CHAIR: _l("Chair"),
    TermRole.DEPUTY: _l("Deputy chair"),
    TermRole.MEMBER: _l("Member"),
    TermRole.SUBSTITUTE: _l("Substitute"),
}


def erased_when(until: date | None, spared: date | None = None) -> str:
    """When all that is kept of somebody goes, as that person and the team read it; `until` as in
    `queries.needed_until`, `spared` as in `Person.spared_until`."""
    if spared is not None and (until is None or until <= spared):
        return _(
            "All that the directory keeps is erased after %(day)s, with invitations and registrations under this "
            "address.",
            day=format_date(spared, "long"),
        )
    if until is None:
        return _(
            "All that the directory keeps is erased at once, with invitations and registrations under this address."
        )
    if until == date.max:
        return _(
            "All that the directory keeps is erased, with invitations and registrations under this address, as soon as "
            "there is nothing more to take part in. No day is set for that yet."
        )
    return _(
        "All that the directory keeps is erased after %(day)s, with invitations and registrations under this address: "
        "then there is nothing more to take part in. It is earlier where that ends earlier.",
        day=format_date(until, "long"),
    )
