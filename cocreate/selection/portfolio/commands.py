"""Candidates are linked to challenges, split, turned transversal and back; any move can be taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, provenance
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.core.provenance import Relation
from cocreate.errors import Closed, Conflict, Invalid
from cocreate.process.models import Process
from cocreate.process.queries import challenges_of
from cocreate.selection import queries
from cocreate.selection.commands.candidates import came_from, check_not_scored, lock_long_list, make_candidate
from cocreate.selection.models import SelectionMove, Sid, SidChallenge
from cocreate.selection.portfolio import recording
from cocreate.selection.portfolio.rules import PARTS_LEAST, PARTS_MOST, STRENGTHS, MoveKind, Part
from cocreate.selection.rules import REASON_LIMIT, CandidateKind
from cocreate.web.language import translate

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
