"""Who takes part in a process: invited, registered, accepted or declined."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, events
from cocreate.core.db import Translated
from cocreate.core.permissions import SYSTEM, Actor
from cocreate.directory import letters, queries
from cocreate.directory.balance import Targets, checked_targets
from cocreate.directory.models import Participation, Person, Request
from cocreate.directory.people import add_person, change_person, completed, give, told_of
from cocreate.directory.rules import PersonTold, Purpose, RequestState, Source, TakingPart, Told
from cocreate.errors import Closed, Conflict, Invalid
from cocreate.process.models import Process


@dataclass(frozen=True)
class RequestConfirmed:
    """Somebody registered and confirmed the address; organisers decide. Both names are public ids."""

    process: str
    request: str


FORGOTTEN_AFTER = {  # a registration that was
    RequestState.ACCEPTED: timedelta(days=1),  # its details are in the directory now
    RequestState.DECLINED: timedelta(days=30),
}
UNCONFIRMED_AFTER, WAITING_AFTER = timedelta(days=14), timedelta(days=365)


def set_setup(
    session: Session, actor: Actor, process: Process, *, takes_requests: bool, introduction: Translated
) -> None:
    """Open or close the registration form, and say what it is about."""
    row = queries.setup_of(session, process)
    session.add(row)
    row.takes_requests, row.introduction = takes_requests, introduction
    session.flush()
    verb = "directory:requests:open" if takes_requests else "directory:requests:close"
    audit.record(session, actor, verb, process.ref, process=process.public_id)


def set_targets(session: Session, actor: Actor, process: Process, targets: Targets) -> None:
    """What mix of people a process aims for."""
    row = queries.setup_of(session, process)
    session.add(row)
    row.targets = checked_targets(targets)
    session.flush()
    audit.record(session, actor, "directory:targets:set", process.ref, process=process.public_id)


@dataclass(frozen=True)
class Invited:
    """What came of inviting: how many are invited now, and how many of them have to be told otherwise than by mail."""

    count: int
    unwritten: int


def invite(
    session: Session, actor: Actor, process: Process, people: Sequence[Person], *, write: bool = True
) -> Invited:
    """Ask people whether they take part. Written to is only who agreed; whoever was asked before is not asked again.

    Whoever took back that they may be kept is asked nothing; what such a person tells the team is noted (not `write`).
    """
    known = queries.standing(session, process, list(people))
    new = [person for person in people if person.id not in known and not (write and person.is_let_go)]
    unwritten = 0
    for person in new:
        made = Participation(
            process_id=process.id, person_id=person.id, state=TakingPart.INVITED.value, since=clock.now()
        )
        session.add(made)
        if write and person.email and not person.is_assisted and person.agrees_to(Purpose.WRITE):
            letters.write_invitation(session, person, process)
            made.written_at = clock.now()
        else:
            unwritten += 1
    session.flush()
    if new:
        audit.record(session, actor, "directory:people:invite", process.ref, process=process.public_id, people=len(new))
    return Invited(len(new), unwritten)


def set_participation(session: Session, actor: Actor, participation: Participation, state: TakingPart) -> None:
    """Somebody says, or the team notes, whether they take part."""
    if participation.state == state:
        return
    participation.state, participation.since = state.value, clock.now()
    session.flush()
    process = participation.process.public_id
    audit.record(session, actor, "directory:participation:set", participation.ref, process=process, state=state.value)


def send_request(
    session: Session,
    actor: Actor,
    process: Process,
    told: PersonTold,
    agreed: Collection[str],
    *,
    language: str,
    public_id: str | None = None,
) -> Request:
    """Somebody registers. Nobody learns whether an address is known; what was told before by it is not changed."""
    if not queries.setup_of(session, process).takes_requests:
        raise Closed("directory.request.closed")
    if Purpose.KEEP not in agreed:
        raise Invalid("directory.request.consent")
    checked = told.checked()
    waiting = select(Request).where(
        Request.process_id == process.id, Request.email == checked.email, Request.state == RequestState.WAITING
    )
    known = session.scalar(waiting.limit(1))
    if known is not None:
        return known
    rest = {name: value for name, value in asdict(checked).items() if name not in ("name", "email")}
    made = Request(
        process=process,
        name=checked.name,
        email=checked.email,
        told=rest,
        consents=sorted(set(agreed) & set(Purpose)),
        language=language,
        at=clock.now(),
    )
    if public_id is not None:
        made.public_id = public_id
    session.add(made)
    session.flush()
    letters.write_request(session, made)
    audit.record(session, actor, "directory:request:send", made.ref, process=process.public_id, anonymous=True)
    return made


def confirm_request(session: Session, actor: Actor, request: Request) -> None:
    """Whoever reads the address confirms it; twice is once."""
    if request.confirmed_at is None:
        request.confirmed_at = clock.now()
        session.flush()
        process = request.process.public_id
        audit.record(session, actor, "directory:request:confirm", request.ref, process=process, anonymous=True)
        events.announce(session, RequestConfirmed(process, request.public_id))


def told_in(request: Request) -> PersonTold:
    """What a registration told."""
    lists = {name: tuple(value) for name, value in request.told.items() if isinstance(value, list)}
    return PersonTold(name=request.name, email=request.email, **{**request.told, **lists})


def accept_request(session: Session, actor: Actor, process: Process, request: Request) -> Person:
    """Take somebody into the directory and the process. Of a known person only what was empty is filled."""
    _check_undecided(request)
    if request.confirmed_at is None:
        raise Conflict("directory.request.not_confirmed")
    told = told_in(request)
    person = queries.find_by_email(session, process, told.email)
    if person is None:
        person = add_person(session, actor, process, told, source=Source.REQUEST)
    else:
        known = completed(told_of(person), told)
        change_person(session, actor, person, known)
    for purpose in request.consents:
        give(session, person, Purpose(purpose), Told.FORM, language=request.language)
    found = queries.standing(session, process, [person]).get(person.id)
    if found is None:
        found = Participation(process_id=process.id, person_id=person.id)
        session.add(found)
    found.state, found.since = TakingPart.YES.value, clock.now()
    _decide(session, actor, request, RequestState.ACCEPTED)
    letters.write_accepted(session, person, process)
    return person


def decline_request(session: Session, actor: Actor, request: Request) -> None:
    """No place for somebody."""
    _check_undecided(request)
    _decide(session, actor, request, RequestState.DECLINED)


def take_back_request(session: Session, actor: Actor, request: Request) -> None:
    """Erase a registration at the wish of whoever sent it."""
    process = request.process.public_id
    audit.record(session, actor, "directory:request:take_back", request.ref, process=process, anonymous=True)
    session.delete(request)
    session.flush()


def forget_requests(session: Session) -> int:
    """Erase registrations whose time is over; tells how many."""
    now = clock.now()
    waiting = Request.state == RequestState.WAITING
    over = [(Request.state == state) & (Request.decided_at < now - kept) for state, kept in FORGOTTEN_AFTER.items()]
    over += [
        waiting & Request.confirmed_at.is_(None) & (Request.at < now - UNCONFIRMED_AFTER),
        waiting & (Request.at < now - WAITING_AFTER),
    ]
    erased = 0
    for condition in over:
        done = session.execute(delete(Request).where(condition))
        erased += int(getattr(done, "rowcount", 0))
    if erased:
        audit.record(session, SYSTEM, "directory:requests:forget", erased=erased)
    return erased


def _check_undecided(request: Request) -> None:
    if request.state != RequestState.WAITING:
        raise Conflict("directory.request.decided")


def _decide(session: Session, actor: Actor, request: Request, state: RequestState) -> None:
    request.state, request.decided_at = state.value, clock.now()
    session.flush()
    verb = "directory:request:accept" if state is RequestState.ACCEPTED else "directory:request:decline"
    audit.record(session, actor, verb, request.ref, process=request.process.public_id)
