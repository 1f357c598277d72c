"""Moves after scoring: each changes the draft of the decision for one candidate, with a reason; all can be undone."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.analysis.choice.criteria import Verdict
from cocreate.core import audit
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.errors import Closed, Conflict, Invalid
from cocreate.process.models import Process
from cocreate.selection import queries
from cocreate.selection.commands.decisions import save_draft
from cocreate.selection.models import Decision, SelectionMove, Shortlist, Sid
from cocreate.selection.portfolio import recording
from cocreate.selection.portfolio.commands import RELATIONS, check_free, drop_targets, make_parts
from cocreate.selection.portfolio.rules import MoveKind, Part
from cocreate.selection.rules import Choice

Draft = dict[str, Choice]  # by public id of the candidate


def move_in_draft(
    session: Session,
    actor: Actor,
    process: Process,
    kind: MoveKind,
    sid: Sid,
    *,
    reason: Translated,
    into: Sequence[Sid] = (),
    public_id: str | None = None,
) -> SelectionMove:
    """Exclude a candidate, let others take it up, make it transversal or thematic. The same `public_id` moves once."""
    shortlist = _open_shortlist(session, process)
    known = recording.made_before(session, process, public_id)
    if known is not None:
        return known
    why = recording.checked_words(reason)
    draft = draft_of(session, shortlist)
    before = draft.get(sid.public_id)
    _check_subject(session, process, sid, draft, kind)
    _check_into(sid, into, draft, kind)
    draft[sid.public_id] = _moved(before or Choice(sid.public_id, is_kept=False), kind, why, into)
    _save(session, actor, process, shortlist, draft)
    move = recording.record_move(
        session,
        process,
        kind,
        [sid],
        into,
        reason=why,
        is_in_decision=True,
        before=_packed(sid, before),
        public_id=public_id,
    )
    _note(session, actor, process, move)
    session.flush()
    return move


def split_in_draft(
    session: Session,
    actor: Actor,
    process: Process,
    sid: Sid,
    parts: Sequence[Part],
    *,
    reason: Translated,
    public_id: str | None = None,
) -> list[Sid]:
    """After scoring a candidate becomes several: they stand in the decision without marks, each needs a reason."""
    shortlist = _open_shortlist(session, process)
    known = recording.made_before(session, process, public_id)
    if known is not None:
        return queries.candidates_named(session, process, known.targets)
    draft = draft_of(session, shortlist)
    before = draft.get(sid.public_id)
    _check_subject(session, process, sid, draft, MoveKind.SPLIT)
    made, move = make_parts(
        session, actor, process, sid, parts, reason=reason, public_id=public_id, is_in_decision=True
    )
    move.before = _packed(sid, before)
    draft[sid.public_id] = _moved(before or Choice(sid.public_id, is_kept=False), MoveKind.SPLIT, move.reason, made)
    _save(session, actor, process, shortlist, draft)
    _note(session, actor, process, move)
    session.flush()
    return made


def take_back_in_draft(session: Session, actor: Actor, process: Process, move: SelectionMove) -> None:
    """Undo a move of the decision: the draft says of its candidate what it said before."""
    shortlist = _open_shortlist(session, process)
    session.refresh(move)
    if move.undone_at is not None:
        return
    if not move.is_in_decision:
        raise Conflict("selection.move.of_the_list")
    targets = queries.candidates_named(session, process, move.targets)
    check_free(session, process, move, targets)
    draft = draft_of(session, shortlist)
    for name, choice in move.before.items():
        draft.pop(name, None)
        if choice is not None:
            draft[name] = Choice(**{**choice, "taken_up_in": tuple(choice["taken_up_in"])})
    if move.kind == MoveKind.SPLIT:
        for target in targets:
            draft.pop(target.public_id, None)
        drop_targets(
            session, queries.candidates_named(session, process, move.sources), targets, RELATIONS[MoveKind.SPLIT]
        )
    _save(session, actor, process, shortlist, draft)
    move.undone_at = clock.now()
    audit.record(session, actor, "selection:move:undo", move.ref, process=process.public_id, kind=move.kind)
    session.flush()


def draft_of(session: Session, shortlist: Shortlist) -> Draft:
    """The draft as it stands; where nothing was said yet, what the proposal says. Ties at the cut are left open."""
    said = {row.sid.public_id: choice_of(row) for row in queries.decisions_of(session, shortlist)}
    draft: Draft = {}
    for place, name in enumerate(shortlist.proposal["order"], start=1):
        verdict = shortlist.proposal["verdicts"][name]
        if name in said:
            draft[name] = said.pop(name)
        elif verdict != Verdict.UNDECIDED:
            is_kept = verdict == Verdict.IN
            draft[name] = Choice(name, is_kept=is_kept, position=place if is_kept else 0)
    return draft | said


def choice_of(row: Decision) -> Choice:
    """A row of the draft as a choice."""
    return Choice(
        sid=row.sid.public_id,
        is_kept=row.is_kept,
        position=row.position,
        reason=row.reason,
        final_title=row.final_title,
        is_transversal=row.is_transversal,
        taken_up_in=tuple(row.taken_up_in),
        note=row.note,
    )


def _moved(choice: Choice, kind: MoveKind, why: Translated, into: Sequence[Sid]) -> Choice:
    if kind in (MoveKind.TRANSVERSAL, MoveKind.THEMATIC):
        is_transversal = kind is MoveKind.TRANSVERSAL
        return replace(choice, is_kept=True, is_transversal=is_transversal, taken_up_in=(), reason=why)
    taken = tuple(other.public_id for other in into)
    return replace(choice, is_kept=False, is_transversal=False, position=0, taken_up_in=taken, reason=why)


def _check_subject(session: Session, process: Process, sid: Sid, draft: Draft, kind: MoveKind) -> None:
    session.refresh(sid)
    if sid.is_withdrawn or sid.process_id != process.id:
        raise Conflict("selection.candidate.withdrawn")
    leaves = kind in (MoveKind.EXCLUDE, MoveKind.MERGE, MoveKind.SPLIT)
    if leaves and any(sid.public_id in choice.taken_up_in for choice in draft.values()):
        raise Conflict("selection.move.others_live_in_it")
    if kind is MoveKind.THEMATIC and not (sid.public_id in draft and draft[sid.public_id].is_transversal):
        raise Conflict("selection.move.not_transversal")


def _check_into(sid: Sid, into: Sequence[Sid], draft: Draft, kind: MoveKind) -> None:
    if kind is not MoveKind.MERGE:
        return
    if not into or sid in into:
        raise Invalid("selection.move.choose_into")
    if any(other.is_withdrawn for other in into) or not all(_is_kept(draft, other) for other in into):
        raise Conflict("selection.move.into_dropped")


def _is_kept(draft: Draft, sid: Sid) -> bool:
    return sid.public_id in draft and draft[sid.public_id].is_kept


def _packed(sid: Sid, choice: Choice | None) -> dict[str, Any]:
    return {sid.public_id: None if choice is None else {**asdict(choice), "taken_up_in": list(choice.taken_up_in)}}


def _note(session: Session, actor: Actor, process: Process, move: SelectionMove) -> None:
    told: dict[str, Any] = {"kind": move.kind, "of": move.sources, "into": move.targets}
    audit.record(session, actor, "selection:decision:move", move.ref, process=process.public_id, **told)


def _save(session: Session, actor: Actor, process: Process, shortlist: Shortlist, draft: Draft) -> None:
    save_draft(session, actor, process, shortlist, list(draft.values()), version=shortlist.version)


def _open_shortlist(session: Session, process: Process) -> Shortlist:
    """The proposal, locked against another move or a publication at the same time."""
    session.execute(select(Process.id).where(Process.id == process.id).with_for_update())
    rows = select(Shortlist).where(Shortlist.process_id == process.id).with_for_update()
    shortlist = session.scalar(rows.execution_options(populate_existing=True))
    if shortlist is None:
        raise Conflict("selection.move.nothing_proposed")
    if shortlist.decided_at is not None:
        raise Closed("selection.decision.final")
    return shortlist
