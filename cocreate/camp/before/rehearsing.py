"""A rehearsal is a camp of its own, made like the real one and thrown away whole: nothing of it can be counted."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cocreate.camp import commands, snapshots
from cocreate.camp.board import hosting
from cocreate.camp.commands.operations import change_board
from cocreate.camp.models import Board, Camp, Card, Seat, WorkingGroup
from cocreate.camp.models_session import PlanStep
from cocreate.core import audit
from cocreate.core.ids import public_id
from cocreate.core.permissions import Actor
from cocreate.core.provenance import ProvenanceLink
from cocreate.errors import Conflict


def rehearsal_of(session: Session, camp: Camp) -> Camp | None:
    """The rehearsal of a camp that is going on."""
    return session.scalar(select(Camp).where(Camp.is_rehearsal, Camp.rehearses == camp.public_id))


def begin_rehearsal(session: Session, actor: Actor, camp: Camp) -> Camp:
    """The same groups, boards, prepared cards and plan, with a code and seats of its own; asked for twice it is one."""
    if camp.is_rehearsal:
        raise Conflict("camp.rehearsal.of_rehearsal")
    known = rehearsal_of(session, camp)
    if known is not None:
        return known
    made = commands.create_camp(
        session,
        actor,
        camp.process,
        title=camp.title,
        introduction=camp.introduction,
        votes_per_seat=camp.votes_per_seat,
        with_groups=False,
    )
    made.is_rehearsal, made.rehearses = True, camp.public_id
    made.is_anonymous, made.shows_cursors, made.video_link = camp.is_anonymous, camp.shows_cursors, camp.video_link
    for group in camp.groups:
        _copy_group(session, actor, group, made)
    for step in session.scalars(select(PlanStep).where(PlanStep.camp_id == camp.id).order_by(PlanStep.position)):
        told = {
            name: getattr(step, name) for name in ("position", "kind", "title", "help", "guide", "minutes", "settings")
        }
        session.add(PlanStep(camp_id=made.id, **told))
    session.flush()
    audit.record(session, actor, "camp:rehearsal:begin", camp.ref, process=camp.process.public_id, copy=made.public_id)
    return made


def _copy_group(session: Session, actor: Actor, group: WorkingGroup, camp: Camp) -> None:
    copy = commands.add_group(session, actor, camp, title=group.title, challenge=group.challenge)
    copy.is_plenary, copy.video_link = group.is_plenary, group.video_link
    state, empty = snapshots.board_state(session, group.board), snapshots.board_state(session, copy.board)
    zones = sorted(state["zones"].values(), key=lambda zone: zone["position"])
    _change(session, actor, copy.board, hosting.set_zones(empty, zones))
    for card in state["cards"].values():
        if card["is_removed"] or card["is_private"] or card["went_into"] or card["author"]:
            continue  # prepared cards only: what people wrote is no part of the preparation
        fresh = {"id": public_id(), "files": [], "comments": [], "reactions": {}, "votes": 0, "parents_votes": 0}
        rest = {"stack": "", "parents": [], "group": "", "is_promoted": False}
        references = [{**reference, "id": public_id()} for reference in card["references"]]
        _change(
            session,
            actor,
            copy.board,
            {"kind": "add_card", "card": {**card, **fresh, **rest, "references": references}},
        )


def _change(session: Session, actor: Actor, board: Board, change: dict[str, object]) -> None:
    change_board(session, actor, board, change, verb="camp:board:copy", op_id=f"copy-{public_id()}")


def clear_rehearsal(session: Session, actor: Actor, rehearsal: Camp) -> None:
    """Throw it away whole: seats, cards, votes, rounds, messages, and what the chain of evidence says of its cards."""
    if not rehearsal.is_rehearsal:
        raise Conflict("camp.rehearsal.real")
    for seat in session.scalars(select(Seat).where(Seat.camp_id == rehearsal.id)):
        commands.end_seat(session, actor, seat)
    cards = (
        select(Card.public_id)
        .join(Board, Card.board_id == Board.id)
        .join(WorkingGroup, Board.group_id == WorkingGroup.id)
        .where(WorkingGroup.camp_id == rehearsal.id)
    )
    for kind, name in (
        (ProvenanceLink.source_type, ProvenanceLink.source_id),
        (ProvenanceLink.target_type, ProvenanceLink.target_id),
    ):
        session.execute(
            delete(ProvenanceLink)
            .where(kind == Card.ref_type, name.in_(cards))
            .execution_options(synchronize_session=False)
        )
    process, original = rehearsal.process.public_id, rehearsal.rehearses
    audit.record(session, actor, "camp:rehearsal:clear", (Camp.ref_type, original), process=process)
    session.execute(delete(Camp).where(Camp.id == rehearsal.id).execution_options(synchronize_session=False))
    session.expire_all()
