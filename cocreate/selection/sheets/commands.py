"""Sheets are handed in and taken back; conflicts of interest are declared, and set the marks concerned aside."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit
from cocreate.core.permissions import ORGANISERS, Actor, ActorKind
from cocreate.errors import Closed, Conflict, Invalid, NotAllowed
from cocreate.process.models import Process
from cocreate.selection import queries
from cocreate.selection.commands.criteria import lock_criteria
from cocreate.selection.commands.scoring import check_undecided, propose
from cocreate.selection.models import ConflictOfInterest, CriteriaSet, ScoreSheet, ScoringRound, Sid
from cocreate.selection.rules import WORDS_LIMIT, ConflictKind, ConflictRule
from cocreate.selection.sheets import queries as sheets


class SheetIncomplete(Invalid):
    """Something is not said yet; `missing` has the keys of the candidates that it is about."""

    def __init__(self, missing: list[int]) -> None:
        super().__init__("selection.sheet.incomplete", count=len(missing))
        self.missing = missing


def hand_in_sheet(session: Session, actor: Actor, process: Process, criteria_set: CriteriaSet, member_id: int) -> None:
    """Say that a sheet is complete. Handing in again is nothing."""
    round_ = _own_open_round(session, actor, process, criteria_set, member_id)
    lines = sheets.sheet_lines(session, process, criteria_set, member_id, round_.number)
    missing = [line.sid_id for line in lines if not line.is_complete]
    if missing:
        raise SheetIncomplete(missing)
    sheet = _sheet(session, round_, member_id)
    if sheet.submitted_at is None:
        sheet.submitted_at = clock.now()
        audit.record(session, actor, "selection:sheet:hand_in", round_.ref, process=process.public_id)
    session.flush()


def take_back_sheet(
    session: Session, actor: Actor, process: Process, criteria_set: CriteriaSet, member_id: int
) -> None:
    """Open one's own sheet again, until the round closes. Taking back again is nothing."""
    round_ = _own_open_round(session, actor, process, criteria_set, member_id)
    sheet = _sheet(session, round_, member_id)
    if sheet.submitted_at is not None:
        sheet.submitted_at = None
        audit.record(session, actor, "selection:sheet:take_back", round_.ref, process=process.public_id)
    session.flush()


def _own_open_round(
    session: Session, actor: Actor, process: Process, criteria_set: CriteriaSet, member_id: int
) -> ScoringRound:
    lock_criteria(session, criteria_set)
    if actor.kind is not ActorKind.SYSTEM and actor.user_id != member_id:
        raise NotAllowed("selection.score.not_yours")
    if member_id not in sheets.seated(session, process):
        raise NotAllowed("selection.score.not_on_committee")
    round_ = sheets.current_round(session, criteria_set)
    if round_ is None:
        raise Closed("selection.scoring.not_open")
    if round_.closed_at is not None:
        raise Closed("selection.scoring.closed")
    return round_


def _sheet(session: Session, round_: ScoringRound, member_id: int) -> ScoreSheet:
    mine = ScoreSheet.round_id == round_.id, ScoreSheet.member_id == member_id
    known = session.scalar(select(ScoreSheet).where(*mine).execution_options(populate_existing=True))
    if known is None:
        known = ScoreSheet(round_id=round_.id, member_id=member_id)
        session.add(known)
    return known


def declare_conflict(
    session: Session,
    actor: Actor,
    process: Process,
    sid: Sid,
    member_id: int,
    *,
    kind: str,
    words: str = "",
) -> ConflictOfInterest:
    """A member says so, or an organiser for a member. Declaring the same again changes its words, and nothing else.

    Marks of that candidate are set aside at once, those of a round that is already closed as well: its proposal is then
    computed again with the same seed.
    """
    is_own = actor.user_id == member_id
    _check_declared_by(session, actor, process, sid, member_id, is_own=is_own)
    if kind not in set(ConflictKind):
        raise Invalid("selection.conflict.kind")
    if len(words) > WORDS_LIMIT:
        raise Invalid("too_long", limit=WORDS_LIMIT)
    criteria_set = _lock(session, process)
    mine = ConflictOfInterest.sid_id == sid.id, ConflictOfInterest.member_id == member_id
    row = session.scalar(select(ConflictOfInterest).where(*mine).execution_options(populate_existing=True))
    is_new = row is None or row.ended_at is not None
    if row is None:
        row = ConflictOfInterest(sid_id=sid.id, member_id=member_id)
        session.add(row)
    row.kind, row.words = kind, words.strip()
    if is_new:
        row.is_own, row.declared_at, row.ended_at = is_own, clock.now(), None
    session.flush()
    # That there is one, never what it is about: the trail is read by people who need not know.
    audit.record(session, actor, "selection:conflict:declare", sid.ref, process=process.public_id, is_own=is_own)
    if is_new and criteria_set is not None:
        _propose_again(session, actor, process, criteria_set)
    return row


def end_conflict(session: Session, actor: Actor, process: Process, row: ConflictOfInterest) -> None:
    """Take back what was declared by mistake; the marks that were set aside count again. Again is nothing."""
    is_own = actor.user_id == row.member_id
    _check_declared_by(session, actor, process, row.sid, row.member_id, is_own=is_own)
    if is_own and not row.is_own:
        raise NotAllowed("selection.conflict.not_own")
    criteria_set = _lock(session, process)
    session.refresh(row)
    if row.ended_at is not None:
        return
    row.ended_at = clock.now()
    session.flush()
    audit.record(session, actor, "selection:conflict:end", row.sid.ref, process=process.public_id, is_own=is_own)
    if criteria_set is not None:
        _propose_again(session, actor, process, criteria_set)


def _check_declared_by(
    session: Session, actor: Actor, process: Process, sid: Sid, member_id: int, *, is_own: bool
) -> None:
    if sid.process_id != process.id:
        raise Conflict("selection.candidate.withdrawn")
    if not is_own and actor.kind is not ActorKind.SYSTEM and actor.roles.isdisjoint(ORGANISERS):
        raise NotAllowed("selection.score.not_yours")
    if member_id not in sheets.seated(session, process):
        raise NotAllowed("selection.score.not_on_committee")


def _lock(session: Session, process: Process) -> CriteriaSet | None:
    """Wait for our turn; refuse once the decision is published."""
    session.execute(select(Process.id).where(Process.id == process.id).with_for_update())
    criteria_set = queries.criteria_of(session, process)
    if criteria_set is not None:
        lock_criteria(session, criteria_set)
    check_undecided(session, queries.shortlist_of(session, process))
    return criteria_set


def _propose_again(session: Session, actor: Actor, process: Process, criteria_set: CriteriaSet) -> None:
    """What the last closed round proposes, with the marks that count now."""
    closed = sheets.rounds_closed(session, criteria_set)
    if closed:
        seed = closed[-1].report["seed"]
        propose(session, actor, process, criteria_set, closed[-1], "selection:scoring:again", seed=seed)


def set_conflict_rule(
    session: Session, actor: Actor, process: Process, criteria_set: CriteriaSet, rule: str, *, version: int
) -> None:
    """What the public record will say of conflicts; settled before scoring opens, as people declare them knowing it."""
    lock_criteria(session, criteria_set)
    if rule not in set(ConflictRule):
        raise Invalid("selection.conflict.rule")
    if criteria_set.conflict_rule == rule:
        return
    if criteria_set.scoring_opened_at is not None:
        raise Closed("selection.conflict.rule_settled")
    if criteria_set.version != version:
        raise Conflict("changed_meanwhile")
    criteria_set.conflict_rule = rule
    audit.record(session, actor, "selection:conflict:rule", criteria_set.ref, process=process.public_id, rule=rule)
    session.flush()
