"""Moves on the long list: transversal and back, and taking any move back; excluding and merging are in `candidates`."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, provenance
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.core.provenance import Relation
from cocreate.errors import Conflict
from cocreate.process.models import Process
from cocreate.selection import queries
from cocreate.selection.commands.candidates import lock_long_list
from cocreate.selection.models import Sid
from cocreate.selection.portfolio import recording
from cocreate.selection.portfolio.models import SelectionMove
from cocreate.selection.portfolio.rules import MoveKind
from cocreate.selection.rules import CandidateKind

RELATIONS = {MoveKind.MERGE: Relation.MERGED_FROM, MoveKind.SPLIT: Relation.SPLIT_FROM}


def set_kind(
    session: Session, actor: Actor, process: Process, sid: Sid, kind: CandidateKind, *, reason: Translated
) -> SelectionMove | None:
    """Make a candidate a lever that serves all the others, or a domain of its own again; nothing where it is one."""
    lock_long_list(session, process)
    session.refresh(sid)
    if sid.is_withdrawn or sid.process_id != process.id:
        raise Conflict("selection.candidate.withdrawn")
    if sid.kind == kind:
        return None
    why = recording.checked_words(reason)
    sid.kind = kind.value
    move_kind = MoveKind.TRANSVERSAL if kind is CandidateKind.LEVER else MoveKind.THEMATIC
    move = recording.record_move(session, process, move_kind, [sid], reason=why)
    audit.record(session, actor, "selection:candidate:turn", sid.ref, process=process.public_id, kind=sid.kind)
    session.flush()
    return move


def take_back(session: Session, actor: Actor, process: Process, move: SelectionMove) -> None:
    """Undo a move of the long list: its candidates are as they were, and the move stays readable as taken back."""
    lock_long_list(session, process)
    session.refresh(move)
    if move.undone_at is not None:
        return
    if move.is_in_decision:
        raise Conflict("selection.move.not_of_the_list")
    sources = queries.candidates_named(session, process, move.sources)
    targets = queries.candidates_named(session, process, move.targets)
    check_free(session, process, move, targets)
    kind = MoveKind(move.kind)
    if kind in RELATIONS:
        drop_targets(session, sources, targets, RELATIONS[kind])
    for sid in sources:
        if kind is MoveKind.TRANSVERSAL:
            sid.kind = CandidateKind.SID.value
        elif kind is MoveKind.THEMATIC:
            sid.kind = CandidateKind.LEVER.value
        else:
            sid.is_withdrawn, sid.withdrawal_reason = False, ""
    move.undone_at = clock.now()
    audit.record(session, actor, "selection:move:undo", move.ref, process=process.public_id, kind=move.kind)
    session.flush()


def check_free(session: Session, process: Process, move: SelectionMove, targets: Sequence[Sid]) -> None:
    """Nothing rests on the move: no later move of the same candidates, no card put behind what it made."""
    made = set() if move.kind not in RELATIONS or move.is_into_others else set(move.targets)
    moved = {*move.sources, *made}
    for other in recording.standing_moves(session, process):
        is_later = (other.at, other.id) > (move.at, move.id)
        if is_later and (moved & set(other.sources) or made & set(other.targets)):
            raise Conflict("selection.move.built_upon")
    refs = [sid.ref for sid in targets if sid.public_id in made]
    if refs and any(step.relation == Relation.PROMOTED_FROM for step in provenance.origins(session, *refs)):
        raise Conflict("selection.move.cards_since")


def drop_targets(session: Session, sources: Sequence[Sid], targets: Sequence[Sid], relation: Relation) -> None:
    """What a move made leaves the list, and has no origins any more."""
    for target in targets:
        target.is_withdrawn = True
        for source in sources:
            provenance.unlink(session, source=source.ref, target=target.ref, relation=relation)
