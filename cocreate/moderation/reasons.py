"""The published list of reasons: ours, with what an organisation wrote in their place or beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.accounts.models import Organisation
from cocreate.core import audit
from cocreate.core.db import Translated
from cocreate.core.ids import public_id as new_id
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid
from cocreate.moderation.models import ModerationReason
from cocreate.moderation.rules import Ground

MOST = 40  # reasons of one organisation

OURS: Mapping[str, tuple[Any, Any]] = {
    Ground.PERSONAL: (
        _l("It tells who somebody is"),
        _l("Names of private people, addresses, telephone numbers, or what else leads to one person."),
    ),
    Ground.INSULT: (_l("It insults or threatens somebody"), _l("Ideas may be criticised sharply; people may not.")),
    Ground.HATRED: (
        _l("It stirs up hatred"),
        _l("Against people for their origin, faith, sex, orientation, age or disability."),
    ),
    Ground.UNLAWFUL: (_l("The law forbids it"), _l("Slander, calls for violence, and other offences.")),
    Ground.ADVERTISING: (_l("It is advertising"), _l("It sells something instead of answering the question.")),
    Ground.MEANINGLESS: (
        _l("It is made by a program or means nothing"),
        _l("Random letters, or one text sent many times."),
    ),
    Ground.NOT_OWN: (
        _l("It is somebody else’s text or name"),
        _l("Copied without permission, or written in another’s name."),
    ),
}


@dataclass(frozen=True)
class Reason:
    """One reason; its words are ours (which the catalogue translates) or the organisation's, in its languages."""

    key: str
    title: Any
    help: Any
    is_listed: bool = True
    is_own: bool = False  # the organisation wrote these words

    @property
    def own_title(self) -> Translated:
        """The organisation's words for it, if any."""
        return dict(self.title) if self.is_own else {}


def all_reasons(session: Session, organisation_id: int) -> list[Reason]:
    """Ours in our order, then an organisation's own; those no longer listed too."""
    mine = select(ModerationReason).where(ModerationReason.organisation_id == organisation_id)
    rows = list(session.scalars(mine.order_by(ModerationReason.position, ModerationReason.id)))
    written = {row.key: Reason(row.key, row.title, row.help, row.is_listed, True) for row in rows}
    ours = [written.pop(key) if key in written else Reason(key, *said) for key, said in OURS.items()]
    return [*ours, *written.values()]


def listed_reasons(session: Session, organisation_id: int) -> list[Reason]:
    """Those that are given now."""
    return [reason for reason in all_reasons(session, organisation_id) if reason.is_listed]


def reason_given(key: str, written: Translated) -> Reason:
    """A reason as a decision gave it: in the organisation's words of then, or in ours."""
    ours = OURS.get(key, (key, ""))
    return Reason(key, written, {}, is_own=True) if written else Reason(key, *ours)


def find_reason(reasons: Sequence[Reason], key: str) -> Reason:
    """The reason with a key, of a list; Invalid for one that is not on it."""
    found = next((reason for reason in reasons if reason.key == key), None)
    if found is None:
        raise Invalid("moderation.reason")
    return found


def set_reason(
    session: Session,
    actor: Actor,
    organisation: Organisation,
    key: str,
    *,
    title: Translated,
    help: Translated,
    is_listed: bool,
) -> ModerationReason:
    """Write one reason anew, or add one (`key` is ""). At least one stays listed."""
    known = all_reasons(session, organisation.id)
    if key:
        find_reason(known, key)
    elif len(known) >= MOST:
        raise Conflict("moderation.reasons.most", limit=MOST)
    if not title:
        raise Invalid("required")
    if not is_listed and not any(reason.is_listed for reason in known if reason.key != key):
        raise Conflict("moderation.reasons.last")
    row = session.scalar(
        select(ModerationReason).where(ModerationReason.organisation_id == organisation.id, ModerationReason.key == key)
    )
    if row is None:
        row = ModerationReason(organisation_id=organisation.id, key=key or new_id(), position=len(known))
        session.add(row)
    row.title, row.help, row.is_listed = dict(title), dict(help), is_listed
    session.flush()
    audit.record(session, actor, "moderation:reason:set", row.ref, key=row.key, is_listed=is_listed)
    return row
