"""What the directory says when it refuses something, and its words for closed lists."""

from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from cocreate.directory.rules import GroupKind, Purpose, Reach, RequestState, Source, TakingPart, TermRole, Use
from cocreate.directory.words import Gender
from cocreate.process.rules import HelixCategory
from cocreate.web.messages import register

register(
    directory__person__name=_l("A name is needed, of at most %(limit)s characters."),
    directory__person__helix=_l("This group is not one of the list."),
    directory__person__language=_l("This language is not one of the interface."),
    directory__person__address_needed=_l(
        "Without an e-mail address, please choose how else this person is reached: by telephone, by post or in person."
    ),
    directory__person__no_address=_l("This is not a complete e-mail address."),
    directory__person__known=_l("Somebody with this address is already in the directory."),
    directory__person__no_mail=_l("There is no address to write to."),
    directory__link__gone=_l("This link does not work, or no longer. The newest letter has one that does."),
    directory__file__no_name_column=_l(
        "No column with names was found. Please write “name” at the head of that column."
    ),
    directory__file__many_lines=_l("At most %(limit)s lines can be read at once. Please divide the file."),
    directory__file__address_twice=_l("This address stands in an earlier line, too."),
    directory__targets__range=_l("Targets are whole percents, and at most 100 together."),
    directory__request__closed=_l("The registration is not open now."),
    directory__request__not_confirmed=_l(
        "The address is not confirmed yet. The person has a letter with a link for that."
    ),
    directory__request__decided=_l("This was decided already."),
    directory__request__consent=_l("Without your agreement to be kept in the directory we cannot register you."),
    directory__group__seats=_l("Seats are a number from 1 to %(most)s."),
    directory__group__full=_l("All %(seats)s seats are taken on these days."),
    directory__group__chair=_l("The group has a chair on these days."),
    directory__term__order=_l("A term must end after it begins."),
    directory__term__twice=_l("This person sits in the group on these days already."),
    directory__equality__already=_l(
        "You have sent this already. Nobody can say which of the sheets is yours, so it stays."
    ),
)


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
