"""Templates of boards and plans: ready-made ones, and those that a camp hands out and takes in as JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cocreate.camp import commands, snapshots
from cocreate.camp.before.board_templates import BoardTemplate, ZoneTemplate, in_languages
from cocreate.camp.before.zoning import MOST_COLUMNS, MOST_ZONES, give_zones, held
from cocreate.camp.board import hosting
from cocreate.camp.board.reading import KEY
from cocreate.camp.commands.operations import change_board
from cocreate.camp.commands.planning import StepTexts
from cocreate.camp.commands.running import GROUPS, HOME, NEXT
from cocreate.camp.models import Board, Camp, Card, Seat, WorkingGroup
from cocreate.camp.models_session import PlanStep
from cocreate.camp.rounds import RoundSpec
from cocreate.camp.rules import MINUTES_AT_MOST, STEPS_AT_MOST, CardKind, Layout, RoundKind, StepKind
from cocreate.core import audit
from cocreate.core.ids import public_id
from cocreate.core.permissions import Actor
from cocreate.core.provenance import ProvenanceLink
from cocreate.errors import Conflict, Invalid
from cocreate.settings import LANGUAGES

FORMAT = "cocreate-camp-template"
LARGEST = 200_000  # bytes of a file
LONGEST_TITLE, LONGEST_TEXT = 300, 5000
MOST_VOTES = 50


@dataclass(frozen=True)
class Plan:
    """What a template puts into a camp."""

    zones: tuple[dict[str, Any], ...]
    steps: tuple[StepTexts, ...]


def plan_of(template: BoardTemplate) -> Plan:
    """A ready-made template in the languages that we speak."""
    steps = tuple(
        StepTexts(
            kind=step.kind,
            title=in_languages(step.title),
            minutes=step.minutes,
            help=in_languages(step.help) if step.help else {},
            guide=in_languages(step.guide) if step.guide else {},
            settings=dict(step.settings),
        )
        for step in template.steps
    )
    return Plan(tuple(_zone(zone, place) for place, zone in enumerate(template.zones)), steps)


def _zone(zone: ZoneTemplate, position: int) -> dict[str, Any]:
    return hosting.zone_data(
        zone.key,
        in_languages(zone.title),
        position=position,
        help=in_languages(zone.help) if zone.help else {},
        layout=zone.layout.value,
        columns=[{"key": key, "title": in_languages(title)} for key, title in zone.columns],
    )


def can_take(session: Session, camp: Camp) -> bool:
    """Whether every board of the groups is empty and no step has run: only then is there nothing to lose."""
    boards = [group.board.id for group in camp.groups if not group.is_plenary]
    has_cards = session.scalar(select(Card.id).where(Card.board_id.in_(boards)).limit(1)) is not None
    ran = select(PlanStep.id).where(PlanStep.camp_id == camp.id, PlanStep.started_at.is_not(None)).limit(1)
    return not has_cards and session.scalar(ran) is None


def apply_template(session: Session, actor: Actor, camp: Camp, plan: Plan, *, name: str) -> None:
    """Give every group's board the zones, and the camp the plan in place of what it had.

    The plenary's board gets them too, unless cards are on it already.
    """
    if not can_take(session, camp):
        raise Conflict("camp.template.not_empty")
    for group in sorted(camp.groups, key=lambda group: group.board.id):
        if plan.zones and not (group.is_plenary and held(session, [group.board])):
            give_zones(session, actor, group.board, plan.zones)
    for step in session.scalars(select(PlanStep).where(PlanStep.camp_id == camp.id).order_by(PlanStep.position)):
        commands.remove_step(session, actor, camp, step)
    for texts in plan.steps:
        commands.add_step(session, actor, camp, texts)
    audit.record(session, actor, "camp:template:apply", camp.ref, process=camp.process.public_id, template=name)


def document_of(session: Session, camp: Camp) -> dict[str, Any]:
    """A camp's zones (of its first group) and plan, without any card, name or process."""
    first = next((group for group in camp.groups if not group.is_plenary), None)
    zones = snapshots.board_state(session, first.board)["zones"] if first is not None else {}
    steps = session.scalars(select(PlanStep).where(PlanStep.camp_id == camp.id).order_by(PlanStep.position))
    names = ("kind", "title", "minutes", "help", "guide", "settings")
    return {
        "format": FORMAT,
        "version": 1,
        "title": camp.title,
        "zones": sorted(zones.values(), key=lambda zone: zone["position"]),
        "steps": [{name: getattr(step, name) for name in names} for step in steps],
    }


def read_document(content: bytes) -> Plan:
    """A template from a file, read strictly; Invalid says that it is none."""
    if len(content) > LARGEST:
        raise Invalid("camp.template.unreadable")
    try:
        told = json.loads(content)
        if told["format"] != FORMAT or told["version"] != 1:
            raise ValueError
        zones = tuple(_read_zone(zone, place) for place, zone in enumerate(_list(told["zones"], MOST_ZONES)))
        steps = tuple(_read_step(step) for step in _list(told["steps"], STEPS_AT_MOST))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Invalid("camp.template.unreadable") from None
    if len({zone["key"] for zone in zones}) < len(zones):
        raise Invalid("camp.template.unreadable")
    return Plan(zones, steps)


def _list(value: object, most: int) -> list[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise ValueError
    return value


def _texts(value: Mapping[str, Any], limit: int, *, needed: bool = False) -> dict[str, str]:
    found = {code: str(value[code]).replace("\x00", "").strip()[:limit] for code in LANGUAGES if value.get(code)}
    if needed and not any(found.values()):
        raise ValueError
    return {code: text for code, text in found.items() if text}


def _key(value: object) -> str:
    if not isinstance(value, str) or not KEY.fullmatch(value):
        raise ValueError
    return value


def _read_zone(zone: Mapping[str, Any], position: int) -> dict[str, Any]:
    columns = [
        {"key": _key(column["key"]), "title": _texts(column["title"], LONGEST_TITLE, needed=True)}
        for column in _list(zone.get("columns", []), MOST_COLUMNS)
    ]
    layout = Layout(zone.get("layout", "list"))
    if layout is Layout.COLUMNS and not columns:
        raise ValueError
    return hosting.zone_data(
        _key(zone["key"]),
        _texts(zone["title"], LONGEST_TITLE, needed=True),
        position=position,
        help=_texts(zone.get("help", {}), LONGEST_TEXT),
        layout=layout.value,
        columns=columns,
    )


def _read_step(step: Mapping[str, Any]) -> StepTexts:
    minutes = step["minutes"]
    if not isinstance(minutes, int) or isinstance(minutes, bool) or not 1 <= minutes <= MINUTES_AT_MOST:
        raise ValueError
    kind, settings = StepKind(step["kind"]), {}
    if kind is StepKind.VOTE:
        settings = _read_round(step.get("settings", {})).packed()
    groups = step.get("settings", {}).get(GROUPS, "")
    if groups not in ("", NEXT, HOME):
        raise ValueError
    if groups:
        settings[GROUPS] = groups
    return StepTexts(
        kind=kind,
        title=_texts(step["title"], LONGEST_TITLE, needed=True),
        minutes=minutes,
        help=_texts(step.get("help", {}), LONGEST_TEXT),
        guide=_texts(step.get("guide", {}), LONGEST_TEXT),
        settings=settings,
    )


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_VOTES:
        raise ValueError
    return value


def _read_round(told: Mapping[str, Any]) -> RoundSpec:
    return RoundSpec(
        kind=RoundKind(told.get("kind", RoundKind.DOTS.value)),
        question=_texts(told.get("question", {}), LONGEST_TITLE),
        zones=tuple(_key(key) for key in _list(told.get("zones", []), MOST_ZONES)),
        card_kinds=tuple(CardKind(kind).value for kind in _list(told.get("card_kinds", []), len(CardKind))),
        votes_each=_number(told.get("votes_each", 5)),
        most_per_card=_number(told.get("most_per_card", 1)),
        is_hidden=told.get("is_hidden", True) is not False,
    )


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
