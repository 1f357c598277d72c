"""People say how strongly a candidate serves each challenge, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.errors import Closed, Conflict, Invalid
from cocreate.process.models import Process
from cocreate.process.queries import challenges_of
from cocreate.selection import queries
from cocreate.selection.models import Sid
from cocreate.selection.portfolio.models import SidChallenge
from cocreate.selection.portfolio.rules import STRENGTHS
from cocreate.selection.rules import REASON_LIMIT


@dataclass(frozen=True)
class LinkGiven:
    """How strongly the candidate serves a challenge (by public id)."""

    challenge: str
    strength: int
    reason: Translated = field(default_factory=dict)


class LinksRefused(Invalid):
    """A link lacks its reason; `problems` has a code per challenge."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("selection.link.incomplete")
        self.problems = problems


def confirm_links(
    session: Session, actor: Actor, process: Process, sid: Sid, given: Sequence[LinkGiven], *, seen: str | None = None
) -> None:
    """Say which challenges a candidate serves, until the decision is published. Saying the same again is nothing.

    `seen` is what `stamp_of` said when the form was opened: somebody else's links are not overwritten unseen.
    """
    _lock(session, process, sid)
    challenges = {challenge.public_id: challenge for challenge in challenges_of(session, process)}
    _check(given, set(challenges))
    known = {row.challenge_id: row for row in links_of_sid(session, sid)}
    wanted = {challenges[link.challenge].id: (link.strength, _words(link)) for link in given}
    if wanted == {key: (row.strength, row.reason) for key, row in known.items() if key in wanted}:
        return
    if seen is not None and seen != stamp_of(list(known.values())):
        raise Conflict("changed_meanwhile")
    for key, (strength, reason) in wanted.items():
        row = known.get(key)
        if row is None:
            row = SidChallenge(sid_id=sid.id, challenge_id=key)
            session.add(row)
        row.strength, row.reason, row.at = strength, reason, clock.now()
    served = {link.challenge: link.strength for link in given if link.strength}
    audit.record(session, actor, "selection:link:confirm", sid.ref, process=process.public_id, strengths=served)
    session.flush()


def links_of_sid(session: Session, sid: Sid) -> list[SidChallenge]:
    """What was confirmed for a candidate."""
    rows = select(SidChallenge).where(SidChallenge.sid_id == sid.id).order_by(SidChallenge.id)
    return list(session.scalars(rows.execution_options(populate_existing=True)))


def stamp_of(rows: Sequence[SidChallenge]) -> str:
    """A word for the state of some links; another one once anything changed."""
    return max((row.at.isoformat() for row in rows), default="")


def _words(link: LinkGiven) -> Translated:
    return {code: text.strip() for code, text in link.reason.items() if text.strip()}


def _check(given: Sequence[LinkGiven], challenges: set[str]) -> None:
    named = [link.challenge for link in given]
    if len(set(named)) != len(named) or set(named) - challenges or any(x.strength not in STRENGTHS for x in given):
        raise Invalid("selection.link.unknown")
    if any(len(text) > REASON_LIMIT for link in given for text in link.reason.values()):
        raise Invalid("too_long", limit=REASON_LIMIT)
    silent = {x.challenge: "selection.link.needs_reason" for x in given if x.strength and not _words(x)}
    if silent:
        raise LinksRefused(silent)


def _lock(session: Session, process: Process, sid: Sid) -> None:
    session.execute(select(Process.id).where(Process.id == process.id).with_for_update())
    session.refresh(sid)
    if sid.is_withdrawn or sid.process_id != process.id:
        raise Conflict("selection.candidate.withdrawn")
    shortlist = queries.shortlist_of(session, process)
    if shortlist is not None and shortlist.decided_at is not None:
        raise Closed("selection.decision.final")
