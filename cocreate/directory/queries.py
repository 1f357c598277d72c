"""Reads of the directory, named for what a screen needs."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, String, and_, cast, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from cocreate import clock
from cocreate.accounts import queries as accounts
from cocreate.accounts.models import User
from cocreate.core import stages
from cocreate.directory.equality import EqualityFigures
from cocreate.directory.models import Consent, Group, Participation, Person, Request, Setup, Term
from cocreate.directory.rules import Purpose, RequestState, TakingPart, folded
from cocreate.errors import NotFound
from cocreate.process.models import Process

PER_PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """Which people a page asks for; "" asks for all."""

    search: str = ""
    helix: str = ""
    language: str = ""
    use: str = ""
    consent: str = ""
    here: str = ""  # where they stand with the process: a rules.TakingPart, or "none"


def directory(process: Process) -> Select[Person]:
    """Everybody whom the organisation of a process knows."""
    return select(Person).where(Person.organisation_id == process.organisation_id)


def people_where(process: Process, wanted: Wanted) -> Select[Person]:
    """Those that fit, by name."""
    found = directory(process)
    for word in wanted.search.split():
        found = found.where(or_(_knows(word), Person.email == word.lower()))  # addresses only as a whole
    if wanted.helix:
        found = found.where(Person.helix == wanted.helix)
    if wanted.language:
        found = found.where(or_(Person.language == wanted.language, _holds(Person.speaks, wanted.language)))
    if wanted.use:
        found = found.where(_holds(Person.uses, wanted.use))
    if wanted.consent:
        found = found.where(_agreeing(wanted.consent))
    if wanted.here:
        here = select(Participation.person_id).where(Participation.process_id == process.id)
        if wanted.here == "none":
            found = found.where(Person.id.not_in(here))
        else:
            found = found.where(Person.id.in_(here.where(Participation.state == wanted.here)))
    return found.order_by(func.lower(Person.name), Person.id)


def people_page(session: Session, process: Process, wanted: Wanted, page: int) -> tuple[list[Person], int, int]:
    """The people of a page, how many pages there are, and how many people fit."""
    asked = people_where(process, wanted)
    return _page_of(session, asked, page)


def standing(session: Session, process: Process, people: list[Person]) -> dict[int, Participation]:
    """Where some people stand with a process: person id -> that."""
    asked = select(Participation).where(
        Participation.process_id == process.id, Participation.person_id.in_([one.id for one in people])
    )
    return {row.person_id: row for row in session.scalars(asked)}


def find_person(session: Session, process: Process, public_id: str) -> Person:
    """The person of an address, of this organisation only."""
    found = session.scalar(directory(process).where(Person.public_id == public_id))
    if found is None:
        raise NotFound()
    return found


def find_by_email(session: Session, process: Process, email: str) -> Person | None:
    """Whom the organisation knows under an address."""
    return session.scalar(directory(process).where(Person.email == email)) if email else None


def find_people(session: Session, process: Process, public_ids: list[str]) -> list[Person]:
    """Those of a ticked list, of this organisation only."""
    return list(session.scalars(directory(process).where(Person.public_id.in_(public_ids[:1000])).order_by(Person.id)))


def people_of_account(session: Session, user: User) -> list[Person]:
    """What organisations keep under the address of an account."""
    asked = select(Person).where(Person.email == user.email.lower()).options(joinedload(Person.organisation))
    return list(session.scalars(asked.order_by(Person.id)))


def account_of(session: Session, person: Person) -> User | None:
    """The account with a person's address."""
    user = accounts.find_user(session, person.email) if person.email else None
    return user if user is not None and user.active else None


def participants(session: Session, process: Process) -> list[Participation]:
    """Who was invited to or takes part in a process, by name."""
    asked = select(Participation).join(Person).where(Participation.process_id == process.id)
    return list(session.scalars(asked.options(joinedload(Participation.person)).order_by(func.lower(Person.name))))


def find_participation(session: Session, person: Person, public_id: str) -> Participation:
    """One of a person's own, with its process."""
    asked = select(Participation).where(Participation.person_id == person.id, Participation.public_id == public_id)
    found = session.scalar(asked.options(joinedload(Participation.process)))
    if found is None:
        raise NotFound()
    return found


def participations_of(session: Session, person: Person) -> list[Participation]:
    """Where somebody was invited or takes part, the newest first."""
    asked = select(Participation).where(Participation.person_id == person.id)
    return list(session.scalars(asked.options(joinedload(Participation.process)).order_by(Participation.id.desc())))


def terms_of(session: Session, person: Person) -> list[Term]:
    """Somebody's terms in groups, the newest first."""
    asked = select(Term).where(Term.person_id == person.id)
    loaded = asked.options(joinedload(Term.group).joinedload(Group.process))
    return list(session.scalars(loaded.order_by(Term.starts.desc(), Term.id)))


def needed_until(session: Session, person: Person, day: date) -> date | None:
    """The last day of what somebody takes part in: of processes that they said yes to, of terms in groups, and of what
    later stages know them for by their address, such as a camp that they registered for.

    None where all of it is over, or there is nothing; the last of all days where no end is set.
    """
    taken = [one.process for one in participations_of(session, person) if one.state == TakingPart.YES]
    ends = [_last_day(process) for process in taken] + [term.ends or date.max for term in terms_of(session, person)]
    if person.email:
        asked = [one.person_needed_until(session, person.organisation_id, person.email) for one in stages.announced()]
        ends += [end for end in asked if end is not None]
    return max((end for end in ends if end >= day), default=None)


def _last_day(process: Process) -> date:
    return max((clock.last_day(phase.ends_at) for phase in process.phases), default=date.max)


def kept_no_longer(session: Session) -> list[int]:
    """Keys of the people of all organisations who took back that they may be kept."""
    return list(session.scalars(select(Person.id).where(_let_go()).order_by(Person.id)))


def setup_of(session: Session, process: Process) -> Setup:
    """How people come to a process; a row that is not stored yet where nobody has changed anything."""
    found = session.scalar(select(Setup).where(Setup.process_id == process.id))
    return found or Setup(process_id=process.id, takes_requests=False, introduction={}, targets={})


def requests_of(session: Session, process: Process) -> list[Request]:
    """Registrations that wait, and then those that were decided, the newest first."""
    asked = select(Request).where(Request.process_id == process.id).order_by(Request.id.desc())
    return sorted(session.scalars(asked), key=lambda row: row.state != RequestState.WAITING)


def find_request(session: Session, process: Process, public_id: str) -> Request:
    """The registration of an address, of this process only."""
    asked = select(Request).where(Request.process_id == process.id, Request.public_id == public_id)
    found = session.scalar(asked.with_for_update())
    if found is None:
        raise NotFound()
    return found


def groups_of(session: Session, process: Process) -> list[Group]:
    """Groups of a process with their terms and people."""
    asked = select(Group).where(Group.process_id == process.id).order_by(Group.id)
    return list(session.scalars(asked.options(selectinload(Group.terms).joinedload(Term.person))))


def find_group(session: Session, process: Process, public_id: str) -> Group:
    """The group of an address, of this process only."""
    asked = select(Group).where(Group.process_id == process.id, Group.public_id == public_id)
    found = session.scalar(asked.options(selectinload(Group.terms).joinedload(Term.person)))
    if found is None:
        raise NotFound()
    return found


def find_term(group: Group, public_id: str) -> Term:
    """The term of an address, of this group only."""
    for term in group.terms:
        if term.public_id == public_id:
            return term
    raise NotFound()


def sitting(group: Group, day: date) -> list[Person]:
    """Who sits in a group on a day."""
    return [term.person for term in group.terms if term.person is not None and term.span.holds(day)]


def taking_part(session: Session, process: Process) -> list[Person]:
    """People of the directory who said that they take part in a process."""
    here = select(Participation.person_id).where(
        Participation.process_id == process.id, Participation.state == TakingPart.YES
    )
    return list(session.scalars(directory(process).where(Person.id.in_(here)).order_by(Person.id)))


def may_be_written_to(session: Session, process: Process) -> list[Person]:
    """People of the directory who have an address and agreed to be written to, but for those who are kept no longer."""
    asked = directory(process).where(Person.email.is_not(None), _agreeing(Purpose.WRITE), ~_let_go())
    return list(session.scalars(asked.order_by(Person.id)))


def experts(
    session: Session, process: Process, search: str = "", helix: str = "", page: int = 1
) -> tuple[list[Person], int, int]:
    """A page of those who agreed to be found, the number of pages, and how many fit."""
    return _page_of(session, experts_where(process, search, helix), page)


def experts_where(process: Process, search: str = "", helix: str = "") -> Select[Person]:
    """Those who agreed to be found, by name."""
    asked = directory(process).where(_agreeing(Purpose.EXPERT))
    for word in search.split():
        asked = asked.where(_knows(word))
    if helix:
        asked = asked.where(Person.helix == helix)
    return asked.order_by(func.lower(Person.name), Person.id)


@dataclass(frozen=True)
class Open:
    """What there is of the directory for everybody, asked in one look for every page of a process."""

    registration: bool
    experts: bool
    figures: bool


def open_to_all(session: Session, process: Process) -> Open:
    """Whether one can register, find experts, and see how equally people take part."""
    here = exists().where(Setup.process_id == process.id, Setup.takes_requests)
    expert = exists().where(Person.organisation_id == process.organisation_id, _agreeing(Purpose.EXPERT))
    figures = exists().where(EqualityFigures.process_id == process.id)
    return Open(*map(bool, session.execute(select(here, expert, figures)).one()))


def _page_of(session: Session, asked: Select[Person], page: int) -> tuple[list[Person], int, int]:
    total = session.scalar(select(func.count()).select_from(asked.order_by(None).subquery())) or 0
    pages = max(1, -(-total // PER_PAGE))
    rows = session.scalars(asked.offset((min(page, pages) - 1) * PER_PAGE).limit(PER_PAGE))
    return list(rows), pages, total


def _agreeing(purpose: str) -> Any:
    holds = select(Consent.person_id).where(Consent.purpose == purpose, Consent.withdrawn_on.is_(None))
    return Person.id.in_(holds)


def _let_go() -> Any:
    taken_back = select(Consent.person_id).where(Consent.purpose == Purpose.KEEP, Consent.withdrawn_on.is_not(None))
    return and_(Person.id.in_(taken_back), ~_agreeing(Purpose.KEEP))


def _knows(word: str) -> Any:
    return Person.found_by.contains(folded(word), autoescape=True)


def _holds(column: Any, code: str) -> Any:
    return cast(column, String).contains(f'"{code}"', autoescape=True)
