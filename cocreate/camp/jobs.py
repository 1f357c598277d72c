"""What happens beside the server: old uploads and registrations are erased, and groups are searched for."""

from dataclasses import asdict, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.camp import commands
from cocreate.camp.before import grouping, queries, registering
from cocreate.camp.before.grouping import Wish
from cocreate.camp.models import Camp
from cocreate.core import jobs
from cocreate.core.db import transaction
from cocreate.core.jobs import Job, JobContext
from cocreate.core.permissions import SYSTEM, Actor


@jobs.hourly
def clear_uploads(session: Session) -> None:
    """Delete what has waited for a card for too long."""
    commands.clear_uploads(session, SYSTEM)


JOB = "camp:grouping:search"


def ask_for(session: Session, actor: Actor, camp: Camp, wish: Wish, form_id: str) -> Job:
    """Queue a search; while one waits or runs, and for a form sent twice, that one. Invalid where none is possible."""
    session.execute(select(Camp.id).where(Camp.id == camp.id).with_for_update())
    for known in searches_of(session, camp):
        if not known.is_over or known.arguments["given"]["form_id"] == form_id:
            return known
    grouping.round_of(queries.seats_to_group(session, camp), queries.working_groups(session, camp))
    settled = wish if wish.seed is not None else replace(wish, seed=grouping.drawn_number())
    return jobs.enqueue(
        session, actor, JOB, process=camp.process, camp_id=camp.id, wish=asdict(settled), form_id=form_id
    )


def searches_of(session: Session, camp: Camp) -> list[Job]:
    """The latest searches of a camp, newest first."""
    rows = session.scalars(
        select(Job).where(Job.kind == JOB, Job.process_id == camp.process_id).order_by(Job.id.desc()).limit(100)
    )
    return [row for row in rows if row.arguments["given"]["camp_id"] == camp.id]


def latest_search(session: Session, camp: Camp) -> Job | None:
    """The search that was asked for last."""
    return next(iter(searches_of(session, camp)), None)


@jobs.job(JOB)
def search_groups(context: JobContext, camp_id: int, wish: dict[str, int], form_id: str) -> None:
    """Read, search, and keep what was found as the camp's proposal."""
    with context.reading() as session:
        camp = session.get_one(Camp, camp_id)
        given = grouping.round_of(queries.seats_to_group(session, camp), queries.working_groups(session, camp))
    found = grouping.search(given, Wish(**wish), context)
    with transaction() as session:
        grouping.keep(session, context.actor, session.get_one(Camp, camp_id), found, form_id=form_id)


# the search for groups is a job too


@jobs.hourly
def forget_registrations(session: Session) -> None:
    """Erase what has been kept for as long as was said."""
    registering.forget_old(session, SYSTEM)
