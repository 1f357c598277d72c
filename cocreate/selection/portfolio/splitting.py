"""A candidate becomes several; it stays as their origin, with all that it rests on."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from cocreate.core import audit
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.core.provenance import Relation
from cocreate.errors import Conflict, Invalid
from cocreate.process.models import Process
from cocreate.selection import queries
from cocreate.selection.commands.candidates import came_from, check_not_scored, lock_long_list, make_candidate
from cocreate.selection.models import Sid
from cocreate.selection.portfolio import recording
from cocreate.selection.portfolio.models import SelectionMove
from cocreate.selection.portfolio.rules import PARTS_LEAST, PARTS_MOST, MoveKind, Part
from cocreate.selection.rules import CandidateKind
from cocreate.web.language import translate


def split_candidate(
    session: Session,
    actor: Actor,
    process: Process,
    sid: Sid,
    parts: Sequence[Part],
    *,
    reason: Translated,
    public_id: str | None = None,
) -> list[Sid]:
    """Several new candidates in the place of one on the long list. The same `public_id` again gives those made."""
    lock_long_list(session, process)
    known = recording.made_before(session, process, public_id)
    if known is not None:
        return queries.candidates_named(session, process, known.targets)
    check_not_scored(session, process)
    made, move = make_parts(session, actor, process, sid, parts, reason=reason, public_id=public_id)
    sid.is_withdrawn = True
    _put_behind(session, process, sid, made)
    told = move.targets
    audit.record(session, actor, "selection:candidate:split", sid.ref, process=process.public_id, parts=told)
    session.flush()
    return made


def make_parts(
    session: Session,
    actor: Actor,
    process: Process,
    sid: Sid,
    parts: Sequence[Part],
    *,
    reason: Translated,
    public_id: str | None,
    is_in_decision: bool = False,
) -> tuple[list[Sid], SelectionMove]:
    """The parts with their origin, and the move that says so; what becomes of the candidate itself, the caller says."""
    session.refresh(sid)
    if sid.is_withdrawn or sid.process_id != process.id:
        raise Conflict("selection.candidate.withdrawn")
    if not PARTS_LEAST <= len(parts) <= PARTS_MOST:
        raise Invalid("selection.move.split_needs_two")
    why = recording.checked_words(reason)
    made = [
        make_candidate(
            session,
            process,
            title=part.title,
            description=part.description,
            sub_domains=[sid.sub_domains[place] for place in part.sub_domains if place < len(sid.sub_domains)],
            kind=CandidateKind(sid.kind),
        )
        for part in parts
    ]
    for one in made:
        came_from(session, actor, process, one, [sid.ref], Relation.SPLIT_FROM, translate(why))
    move = recording.record_move(
        session,
        process,
        MoveKind.SPLIT,
        [sid],
        made,
        reason=why,
        is_in_decision=is_in_decision,
        public_id=public_id,
    )
    return made, move


def _put_behind(session: Session, process: Process, sid: Sid, made: Sequence[Sid]) -> None:
    """The parts stand where the candidate stood."""
    others = [row for row in queries.candidates(session, process) if row not in made]
    before = [row for row in others if row.position < sid.position]
    after = [row for row in others if row.position >= sid.position]
    for position, row in enumerate([*before, *made, *after], start=1):
        row.position = position
