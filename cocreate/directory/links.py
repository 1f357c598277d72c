"""Personal links: to what is kept of oneself, and to one's own registration. Signed; kept nowhere."""

from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from cocreate.directory.models import Person, Request
from cocreate.errors import NotFound


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
