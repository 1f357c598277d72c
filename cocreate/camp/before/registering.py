"""People register, or are entered; organisers accept them, which makes a seat, and send personal links."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import current_app
from flask_babel import force_locale, format_datetime
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from cocreate import clock
from cocreate.accounts.mails import full_address, letter, path_of, worded
from cocreate.accounts.organisations.queries import sender_of
from cocreate.camp import commands, seating
from cocreate.camp.before import queries
from cocreate.camp.before.rules import Details, RegistrationState, erased_after
from cocreate.camp.models import Camp, Registration, Seat
from cocreate.camp.rules import tidy_name
from cocreate.core import audit, mail
from cocreate.core.ids import digest
from cocreate.core.permissions import Actor
from cocreate.directory import queries as directory
from cocreate.errors import Closed, Conflict
from cocreate.process.models import Process
from cocreate.web.language import translate


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="camp-registration")


def own_token(registration: Registration) -> str:
    """What opens one's own registration; kept nowhere."""
    return str(_signer().dumps(registration.public_id))


def registration_named(token: str) -> str | None:
    """The public id in a token, if we signed it."""
    try:
        found = _signer().loads(token)
    except BadSignature:
        return None
    return found if isinstance(found, str) else None


def write_receipt(session: Session, registration: Registration) -> None:
    """That we have it, and the link to see or erase it."""
    if registration.email is None:
        return
    with force_locale(registration.language):
        title = translate(registration.camp.title, registration.language)
        text, html = letter(
            "registration",
            brand=registration.camp.process.organisation,
            title=title,
            starts=_start(registration),
            until=format_datetime(erased_after(registration.camp.starts_at, registration.at), "d MMMM y"),
            link=full_address(path_of("camp_registering.own", token=own_token(registration)), registration.language),
        )
        _write(session, registration, _("Your registration: %(title)s", title=title), text, html)


def write_personal_link(session: Session, registration: Registration, token: str) -> None:
    """The link that seats them, and when to come."""
    with force_locale(registration.language):
        title = translate(registration.camp.title, registration.language)
        subject, text, html = worded(
            "personal_link",
            brand=registration.camp.process.organisation,
            language=registration.language,
            title=title,
            person=registration.name,
            starts=_start(registration),
            link=full_address(path_of("camp.personal", token=token), registration.language),
            own=full_address(path_of("camp_registering.own", token=own_token(registration)), registration.language),
        )
        _write(session, registration, subject, text, html)


def _start(registration: Registration) -> str:
    starts = registration.camp.starts_at
    return str(format_datetime(starts, "EEEE d MMMM y, HH:mm")) if starts else ""


def _write(session: Session, registration: Registration, subject: str, text: str, html: str) -> None:
    assert registration.email is not None
    mail.write(
        session,
        sender=sender_of(registration.camp.process.organisation, registration.language),
        recipient=registration.email,
        subject=subject,
        text=text,
        html=html,
        language=registration.language,
    )


AGAIN_AFTER = timedelta(minutes=10)  # a letter again; a form sent twice writes one, and nobody floods a mailbox
BY_OURSELVES = ("gender", "language", "wishes")  # attributes of a seat that a registration told


def open_registrations(session: Session, actor: Actor, camp: Camp, *, is_open: bool) -> None:
    """Let people register, or no longer."""
    if camp.takes_registrations == is_open:
        return
    camp.takes_registrations = is_open
    session.flush()
    verb = "camp:registrations:open" if is_open else "camp:registrations:close"
    audit.record(session, actor, verb, camp.ref, process=camp.process.public_id)


def register(session: Session, actor: Actor, camp: Camp, details: Details) -> Registration:
    """Somebody registers; who did already, with this address, stays as they were and is written to again.

    Nobody can find out whether an address is registered, nor change what somebody else told.
    """
    if not camp.takes_registrations or camp.is_rehearsal:
        raise Closed("camp.registration.closed")
    told = _checked(session, camp, details)
    known = queries.find_registration_by_email(session, camp, told.email) if told.email else None
    made = known or _add(session, camp, told)
    if known is None:
        _note(session, actor, "camp:registration:send", made, anonymous=True)
    if known is None or known.at < clock.now() - AGAIN_AFTER:
        write_receipt(session, made)
    return made


def enter(session: Session, actor: Actor, camp: Camp, details: Details) -> Registration:
    """An organiser enters somebody."""
    told = _checked(session, camp, details)
    if told.email and queries.find_registration_by_email(session, camp, told.email) is not None:
        raise Conflict("camp.registration.known")
    made = _add(session, camp, told)
    _note(session, actor, "camp:registration:enter", made)
    return made


@dataclass(frozen=True)
class Imported:
    """What came of a file."""

    added: int
    known: int


def import_registrations(session: Session, actor: Actor, camp: Camp, lines: Sequence[Details]) -> Imported:
    """Enter those whose address is new; what others told themselves stays."""
    known = set(session.scalars(select(Registration.email).where(Registration.camp_id == camp.id)))
    groups = [group.public_id for group in queries.working_groups(session, camp)]
    new = [told for line in lines if (told := line.checked(groups)).email not in known]
    for told in new:
        session.add(_row(camp, told))
    session.flush()
    audit.record(session, actor, "camp:registrations:import", camp.ref, process=camp.process.public_id, added=len(new))
    return Imported(len(new), len(lines) - len(new))


def take_from_directory(session: Session, actor: Actor, camp: Camp) -> Imported:
    """Enter the people of the directory who take part in the process. Gender stays there: it was not told for this."""
    people = directory.taking_part(session, camp.process)
    unwritten = select(Registration.name).where(Registration.camp_id == camp.id, Registration.email.is_(None))
    known = set(session.scalars(unwritten))
    lines = [
        Details(tidy_name(one.name), one.email, one.language, one.works_for, one.helix)
        for one in people
        if one.email or tidy_name(one.name) not in known
    ]
    done = import_registrations(session, actor, camp, lines)
    return Imported(done.added, len(people) - done.added)


def accept(session: Session, actor: Actor, registration: Registration) -> Seat:
    """Make a seat, which waits for its group, with what the forming of groups looks at. Twice is once."""
    seat = registration.seat
    if seat is None:
        seat, _token = commands.issue_seat(
            session,
            actor,
            registration.camp,
            name=registration.name,
            helix=registration.helix,
            token=seating.token_for(f"registration-{registration.public_id}"),
        )
        seat.attributes = {
            "awaits_group": True,
            "gender": registration.gender,
            "language": registration.language,
            "wishes": list(registration.wishes),
        }
        registration.seat = seat
    seat.ended_at = None
    _decide(session, actor, registration, RegistrationState.ACCEPTED)
    return seat


def accept_all(session: Session, actor: Actor, camp: Camp) -> int:
    """Accept whoever waits; tells how many."""
    waiting = queries.registrations_of(session, camp, RegistrationState.WAITING)
    for registration in waiting:
        accept(session, actor, registration)
    return len(waiting)


def decline(session: Session, actor: Actor, registration: Registration) -> None:
    """No place for somebody; a seat that was made ends."""
    if registration.seat is not None:
        commands.end_seat(session, actor, registration.seat)
    _decide(session, actor, registration, RegistrationState.DECLINED)


def invite(session: Session, actor: Actor, camp: Camp) -> int:
    """Send the personal link to everybody accepted who has an address and has not got it; tells how many."""
    accepted = queries.registrations_of(session, camp, RegistrationState.ACCEPTED)
    to_write = [one for one in accepted if one.invited_at is None and one.email and token_of(one)]
    for registration in to_write:
        write_personal_link(session, registration, token_of(registration))
        registration.invited_at = clock.now()
    session.flush()
    audit.record(
        session, actor, "camp:registrations:invite", camp.ref, process=camp.process.public_id, written=len(to_write)
    )
    return len(to_write)


def token_of(registration: Registration) -> str:
    """The token of a registration's seat; "" once it was replaced by hand, as we keep only its hash."""
    token = seating.token_for(f"registration-{registration.public_id}")
    seat = registration.seat
    return token if seat is not None and seat.ended_at is None and seat.token_hash == digest(token) else ""


def erase(session: Session, actor: Actor, registration: Registration) -> None:
    """Forget what somebody told; the seat, if one was made, ends, and what was written on boards stays."""
    if registration.seat is not None:
        commands.end_seat(session, actor, registration.seat)
    _forget(session, registration)
    _note(session, actor, "camp:registration:erase", registration, anonymous=True)


def forget_old(session: Session, actor: Actor) -> int:
    """Erase registrations whose time is over; the seats stay, without gender, language and wishes."""
    old = queries.to_forget(session, clock.now())
    for camp in {registration.camp_id: registration.camp for registration in old}.values():
        count = sum(registration.camp_id == camp.id for registration in old)
        audit.record(
            session, actor, "camp:registrations:forget", camp.ref, process=camp.process.public_id, erased=count
        )
    for registration in old:
        _forget(session, registration)
    return len(old)


def _forget(session: Session, registration: Registration) -> None:
    if registration.seat is not None:
        told = registration.seat.attributes
        registration.seat.attributes = {key: value for key, value in told.items() if key not in BY_OURSELVES}
    session.delete(registration)
    session.flush()


def _checked(session: Session, camp: Camp, details: Details) -> Details:
    return details.checked([group.public_id for group in queries.working_groups(session, camp)])


def _row(camp: Camp, told: Details) -> Registration:
    return Registration(
        camp=camp,
        name=told.name,
        email=told.email,
        language=told.language,
        organisation=told.organisation,
        helix=told.helix,
        gender=told.gender,
        wishes=list(told.wishes),
        note=told.note,
        at=clock.now(),
    )


def _add(session: Session, camp: Camp, told: Details) -> Registration:
    made = _row(camp, told)
    session.add(made)
    session.flush()
    return made


def _decide(session: Session, actor: Actor, registration: Registration, state: RegistrationState) -> None:
    if registration.state == state:
        return
    registration.state = state.value
    session.flush()
    verb = "camp:registration:accept" if state is RegistrationState.ACCEPTED else "camp:registration:decline"
    _note(session, actor, verb, registration)


def _note(session: Session, actor: Actor, verb: str, registration: Registration, *, anonymous: bool = False) -> None:
    process = registration.camp.process.public_id
    audit.record(session, actor, verb, registration.ref, process=process, anonymous=anonymous)


def kept_of_person(session: Session, organisation_id: int, email: str) -> dict[str, list[dict[str, Any]]]:
    """Registrations with the address, as JSON values."""
    rows = [
        {
            "camp": one.camp.public_id,
            "name": one.name,
            "language": one.language,
            "organisation": one.organisation,
            "helix": one.helix,
            "gender": one.gender,
            "wishes": one.wishes,
            "note": one.note,
            "state": one.state,
            "on": one.at.date().isoformat(),
        }
        for one in _registrations(session, organisation_id, email)
    ]
    return {"camp_registrations": rows}


def forget_person(session: Session, actor: Actor, organisation_id: int, email: str) -> None:
    """Erase them; what was written on boards stays."""
    for one in _registrations(session, organisation_id, email):
        erase(session, actor, one)


def person_needed_until(session: Session, organisation_id: int, email: str) -> date | None:
    """The day of the last camp for which they were not declined; the last of all days where a camp has none yet."""
    wanted = [one for one in _registrations(session, organisation_id, email) if one.state != RegistrationState.DECLINED]
    return max((_day_of(one.camp) for one in wanted), default=None)


def _day_of(camp: Camp) -> date:
    return camp.starts_at.astimezone(clock.ZONE).date() if camp.starts_at else date.max


def _registrations(session: Session, organisation_id: int, email: str) -> list[Registration]:
    asked = select(Registration).join(Camp).join(Process)
    asked = asked.where(Process.organisation_id == organisation_id, Registration.email == email)
    return list(session.scalars(asked.options(joinedload(Registration.camp)).order_by(Registration.id)))
