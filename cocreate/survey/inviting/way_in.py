"""Whether somebody may answer now, by which personal link, and that each person answers once.

Using a ticket flips one mark in the transaction that stores the sheet. In a consultation that said it is not anonymous,
a row tells whose sheet it is; in an anonymous one nothing joins the two.
"""

import hmac
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from flask import current_app
from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from cocreate.core.ids import keyed_bytes
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, NotAllowed
from cocreate.survey.inviting.models import Contact, Invitation
from cocreate.survey.models import Consultation, NamedSheet
from cocreate.survey.rules import Access

ID_LENGTH, SEAL_LENGTH = 12, 24  # characters; a seal of 96 bits


def ticket_token(invitation: Invitation) -> str:
    """What the personal link of an invitation ends in."""
    return invitation.public_id + _seal("ticket", invitation.public_id)


def find_by_ticket(session: Session, consultation: Consultation, token: str) -> Invitation | None:
    """The invitation behind a link of this consultation, used and withdrawn ones too; None for a link that is none."""
    public_id = _read("ticket", token)
    if public_id is None:
        return None
    wanted = select(Invitation).where(Invitation.consultation_id == consultation.id, Invitation.public_id == public_id)
    return session.scalar(wanted.execution_options(populate_existing=True))


def opt_out_token(contact: Contact) -> str:
    """What a contact's "no more mails" link ends in."""
    return contact.public_id + _seal("opt-out", contact.public_id)


def find_by_opt_out(session: Session, token: str) -> Contact | None:
    """The contact behind a "no more mails" link."""
    public_id = _read("opt-out", token)
    return None if public_id is None else session.scalar(select(Contact).where(Contact.public_id == public_id))


def _seal(use: str, public_id: str) -> str:
    key = str(current_app.config["SECRET_KEY"])
    return keyed_bytes(key, f"survey:{use}:{public_id}").hex()[:SEAL_LENGTH]


def _read(use: str, token: str) -> str | None:
    public_id, seal = token[:ID_LENGTH], token[ID_LENGTH:]
    if len(token) != ID_LENGTH + SEAL_LENGTH or not token.isascii() or "\x00" in token:
        return None
    return public_id if hmac.compare_digest(seal, _seal(use, public_id)) else None


TICKETS, ANSWERED = "survey_tickets", "survey_answered"  # names in the browser's visit
REMEMBERED = 20  # consultations that a visit remembers; it travels with every request
STRANGERS = frozenset({"survey.way_in.no_link", "survey.way_in.sign_in"})  # refusals of whoever may see no question


@dataclass(frozen=True)
class WayIn:
    """How somebody comes to the questionnaire; `refusal` is the code of the sentence that says why not."""

    refusal: str = ""
    invitation: Invitation | None = None
    user_id: int | None = None  # where each account answers once
    is_again: bool = False  # this browser has already answered, and nothing else tells people apart; or see for_helper
    helper: Actor | None = None  # who enters a paper or telephone answer

    @property
    def is_allowed(self) -> bool:
        """Whether the questionnaire opens."""
        return not self.refusal

    @property
    def is_stranger(self) -> bool:
        """Whether not even the questions are shown: no link, or nobody signed in."""
        return self.refusal in STRANGERS


def way_in(session: Session, consultation: Consultation, actor: Actor, visit: Mapping[str, Any]) -> WayIn:
    """How whoever asks comes in: by the address alone, by a personal link, or by being signed in."""
    ticket = _ticket(session, consultation, visit)
    if consultation.access == Access.ACCOUNT:
        if actor.user_id is None:
            return WayIn("survey.way_in.sign_in")
        used = select(Invitation.is_used).where(
            Invitation.consultation_id == consultation.id, Invitation.user_id == actor.user_id
        )
        refusal = "survey.ticket.used" if session.scalar(used) else ""
        return WayIn(refusal, None if ticket is None or ticket.is_used else ticket, actor.user_id)
    if ticket is not None:
        return WayIn("survey.ticket.used" if ticket.is_used else "", ticket)
    if consultation.access == Access.LINK:
        return WayIn("survey.way_in.no_link")
    return WayIn(is_again=consultation.public_id in visit.get(ANSWERED, []))


def for_helper(session: Session, consultation: Consultation, helper: Actor, email: str) -> WayIn:
    """For an answer on paper or by telephone; of an invited person the ticket is used, so that it counts once.

    In an anonymous consultation a used one is no refusal, since whoever tries an address would learn who has answered:
    the sheet comes in and is marked.
    """
    if not email:
        return WayIn(helper=helper)
    invited = select(Invitation).join(Contact, Contact.id == Invitation.contact_id)
    mine = invited.where(Invitation.consultation_id == consultation.id, Contact.email == email.strip().lower())
    ticket = session.scalar(mine.where(~Invitation.is_revoked).execution_options(populate_existing=True))
    if ticket is None:
        return WayIn("survey.ticket.no_such_address", helper=helper)
    if ticket.is_used and consultation.is_anonymous:
        return WayIn(is_again=True, helper=helper)
    return WayIn("survey.ticket.used" if ticket.is_used else "", ticket, helper=helper)


def check(consultation: Consultation, way: WayIn | None) -> None:
    """Refuse whoever has no way in; a caller that gives none may only answer where the address alone is enough."""
    if way is None and consultation.access != Access.OPEN:
        raise NotAllowed("survey.way_in.no_link")
    if way is not None and not way.is_allowed:
        raise NotAllowed(way.refusal)


def use(session: Session, consultation: Consultation, way: WayIn, submission_id: str) -> None:
    """Mark that this person has answered, once: of two at the same time one gets Conflict, and its sheet is undone."""
    contact_id = None
    if way.invitation is not None:
        contact_id = way.invitation.contact_id
        if not _claim(session, Invitation.id == way.invitation.id) and way.user_id is None:
            raise Conflict("survey.ticket.used")
    if way.user_id is not None:
        _claim_account(session, consultation, way.user_id)
    if not consultation.is_anonymous and (contact_id is not None or way.user_id is not None):
        named = {"submission_id": submission_id, "contact_id": contact_id, "user_id": way.user_id}
        session.execute(insert(NamedSheet).values(**named))


def keep_ticket(visit: MutableMapping[str, Any], consultation: Consultation, token: str) -> None:
    """Remember, in this browser's visit, the personal link that was followed."""
    kept = [pair for pair in visit.get(TICKETS, []) if pair[0] != consultation.public_id]
    visit[TICKETS] = [*kept, [consultation.public_id, token]][-REMEMBERED:]


def ticket_in(visit: Mapping[str, Any], consultation: Consultation) -> str:
    """The personal link that this browser's visit remembers; "" for none."""
    return next((token for about, token in visit.get(TICKETS, []) if about == consultation.public_id), "")


def forget_ticket(visit: MutableMapping[str, Any], consultation: Consultation) -> None:
    """Somebody else answers on this device: the link of the one before is not theirs."""
    visit[TICKETS] = [pair for pair in visit.get(TICKETS, []) if pair[0] != consultation.public_id]


def remember_answer(visit: MutableMapping[str, Any], consultation: Consultation) -> None:
    """Remember, in this browser alone, that it has answered."""
    kept = [name for name in visit.get(ANSWERED, []) if name != consultation.public_id]
    visit[ANSWERED] = [*kept, consultation.public_id][-REMEMBERED:]


def _ticket(session: Session, consultation: Consultation, visit: Mapping[str, Any]) -> Invitation | None:
    token = ticket_in(visit, consultation)
    found = find_by_ticket(session, consultation, token) if token else None
    return None if found is None or found.is_revoked else found


def _claim(session: Session, which: Any) -> bool:
    """Flip the mark if it is still unset; PostgreSQL lets the second of two wait here, and then finds it set."""
    unused = update(Invitation).where(which, ~Invitation.is_used, ~Invitation.is_revoked)
    flipped = session.execute(unused.values(is_used=True).execution_options(synchronize_session=False))
    return bool(flipped.rowcount)  # type: ignore[attr-defined]


def _claim_account(session: Session, consultation: Consultation, user_id: int) -> None:
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    adding = postgresql.insert(Invitation) if on_postgresql else sqlite.insert(Invitation)
    ticket = {"consultation_id": consultation.id, "user_id": user_id, "is_used": True, "is_revoked": False}
    added = session.execute(adding.values(**ticket).on_conflict_do_nothing().returning(Invitation.id)).first()
    mine = (Invitation.consultation_id == consultation.id) & (Invitation.user_id == user_id)
    if added is None and not _claim(session, mine):
        raise Conflict("survey.ticket.used")
