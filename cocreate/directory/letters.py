"""Letters to people of the directory, with links of their own."""

from datetime import date
from typing import Any

from flask import current_app
from flask_babel import force_locale
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from cocreate.accounts.mails import full_address, path_of, worded
from cocreate.accounts.organisations.queries import sender_of
from cocreate.core import mail
from cocreate.directory.messages import erased_when
from cocreate.directory.models import Person, Request
from cocreate.errors import NotFound
from cocreate.process.models import Process
from cocreate.web.language import translate


def _signer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt=f"directory-{purpose}")


def own_token(person: Person) -> str:
    """What opens a person's own page, until the person ends all links."""
    return str(_signer("own").dumps([person.public_id, person.link_number]))


def person_of(session: Session, token: str) -> Person:
    """Whose page a token opens, or NotFound with one sentence for all that can be wrong with it."""
    said = _read("own", token)
    if not (isinstance(said, list) and len(said) == 2 and isinstance(said[0], str)):
        raise NotFound("directory.link.gone")
    asked = select(Person).where(Person.public_id == said[0]).options(joinedload(Person.organisation))
    found = session.scalar(asked)
    if found is None or found.link_number != said[1]:
        raise NotFound("directory.link.gone")
    return found


def request_token(request: Request) -> str:
    """What confirms the address of a registration, or takes it back."""
    return str(_signer("request").dumps(request.public_id))


def request_of(session: Session, token: str) -> Request:
    """The registration of a token."""
    said = _read("request", token)
    asked = select(Request).where(Request.public_id == said).options(joinedload(Request.process))
    found = session.scalar(asked) if isinstance(said, str) else None
    if found is None:
        raise NotFound("directory.link.gone")
    return found


def _read(purpose: str, token: str) -> Any:
    try:
        return _signer(purpose).loads(token[:300])
    except BadSignature:
        return None


def write_own_link(session: Session, person: Person) -> None:
    """The link to what is kept of oneself."""
    with force_locale(person.language):
        title = translate(person.organisation.title, person.language)
        _write(session, person, "own_link", organisation=title)


def write_invitation(session: Session, person: Person, process: Process) -> None:
    """Whether somebody would take part in a process."""
    with force_locale(person.language):
        title = translate(process.title, person.language)
        organisation = translate(person.organisation.title, person.language)
        _write(session, person, "take_part", title=title, organisation=organisation)


def write_accepted(session: Session, person: Person, process: Process) -> None:
    """That a registration was accepted."""
    with force_locale(person.language):
        title = translate(process.title, person.language)
        _write(session, person, "request_accepted", title=title)


def write_let_go(session: Session, person: Person, until: date | None, spared: date | None = None) -> None:
    """That somebody is kept no longer, and when all of it is erased; the link opens nothing after that."""
    with force_locale(person.language):
        title = translate(person.organisation.title, person.language)
        waits = until is not None or spared is not None
        _write(session, person, "let_go", organisation=title, erased=erased_when(until, spared), waits=waits)


def write_request(session: Session, request: Request) -> None:
    """That a registration came, and the link that confirms its address."""
    with force_locale(request.language):
        title = translate(request.process.title, request.language)
        link = full_address(path_of("directory_request.confirm", token=request_token(request)), request.language)
        brand, told = request.process.organisation, {"title": title, "link": link}
        subject, text, html = worded("request_received", brand=brand, language=request.language, **told)
        mail.write(
            session,
            sender=sender_of(brand, request.language),
            recipient=request.email,
            subject=subject,
            text=text,
            html=html,
            language=request.language,
        )


def _write(session: Session, person: Person, name: str, **told: Any) -> None:
    if person.email is None:
        return
    link = full_address(path_of("directory_own.show", token=own_token(person)), person.language)
    places = {"person": person.name, "link": link, **told}
    subject, text, html = worded(name, brand=person.organisation, language=person.language, **places)
    mail.write(
        session,
        sender=sender_of(person.organisation, person.language),
        recipient=person.email,
        subject=subject,
        text=text,
        html=html,
        language=person.language,
    )
