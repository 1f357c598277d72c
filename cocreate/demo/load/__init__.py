"""Loads the demonstration, stage by stage, through the commands that everybody else uses."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit
from cocreate.core.audit import AuditEntry
from cocreate.core.db import db, transaction
from cocreate.core.permissions import SYSTEM, Role
from cocreate.core.provenance import ProvenanceLink
from cocreate.demo.content import load_content
from cocreate.demo.load import (
    actors,
    asking,
    camping,
    choosing,
    directory,
    evidence,
    fates,
    framing,
    informing,
    matching,
    meeting,
    moderating,
    noticing,
    planning,
    programs,
    publishing,
    reading,
    recording,
    shaping,
    sorting,
    trying,
)
from cocreate.demo.load.people import as_actor, committee_names, demo_organisation, make_people, seat_people
from cocreate.process.models import Process
from cocreate.survey import tallies

LOADED = "demo:process:load"  # the line in the audit trail that says a demonstration is whole
FIRST_MEETING = 62  # days ago: the committee met before the first phase ended
Progress = Callable[[float, str], None]  # the share done, 0 to 1, and what is being done


@dataclass(frozen=True)
class Stretch:
    """One stage's share of the whole progress."""

    progress: Progress
    start: float
    end: float
    name: str

    def __call__(self, fraction: float) -> None:
        self.progress(self.start + (self.end - self.start) * min(1.0, max(0.0, fraction)), self.name)


# Name and end of each stage, in shares of the time that they take.
STAGES = (
    ("people", 0.02),
    ("process", 0.05),
    ("consultation", 0.1),
    ("themes", 0.75),
    ("camp", 0.93),
    ("selection", 0.97),
    ("plan", 1.0),
)


def find_demo(session: Session) -> Process | None:
    """The demonstration, if a whole one is there."""
    whole = select(AuditEntry.process).where(AuditEntry.verb == LOADED)
    return session.scalar(select(Process).where(Process.is_demo, Process.public_id.in_(whole)).order_by(Process.id))


def remove_unfinished(session: Session) -> int:
    """Take away what an interrupted loading left behind; returns how many processes that were."""
    whole = select(AuditEntry.process).where(AuditEntry.verb == LOADED)
    broken = list(session.scalars(select(Process.public_id).where(Process.is_demo, Process.public_id.not_in(whole))))
    session.execute(delete(ProvenanceLink).where(ProvenanceLink.process.in_(broken)))
    session.execute(delete(Process).where(Process.public_id.in_(broken)))
    for public_id in broken:
        audit.record(session, SYSTEM, "demo:process:remove", (Process.ref_type, public_id))
    return len(broken)


def load_demo(progress: Progress = lambda fraction, name: None) -> Process:
    """The demonstration, loaded now unless it is there already. Needs an application context."""
    with transaction() as session:
        known = find_demo(session)
        if known is not None:
            return known
        remove_unfinished(session)
    content, now = load_content(), clock.now()
    ends = [0.0, *(end for _name, end in STAGES)]
    stretch = {name: Stretch(progress, ends[place], end, name) for place, (name, end) in enumerate(STAGES)}

    stretch["people"](0.0)
    with transaction() as session:
        people = make_people(session, len(content.scoring.committee))
    owner, organiser = as_actor(people["owner"], Role.OWNER), as_actor(people["organiser"], Role.ORGANISER)
    facilitator, analyst = as_actor(people["facilitator"], Role.FACILITATOR), as_actor(people["analyst"], Role.ANALYST)
    committee = [people[name] for name in committee_names(len(content.scoring.committee))]

    stretch["process"](0.0)
    with transaction() as session:
        organisation = demo_organisation(session, people["owner"])
        process, challenges = framing.frame(session, owner, organisation, content, now)
        evidence.fill_library(session, organiser, process, challenges)
        matching.fill_matrix(session, organiser, process, challenges, content)
        matching.join_and_tag(session, organiser, process, challenges)
        day = (now - timedelta(days=FIRST_MEETING)).date()
        matching.validate(session, organiser, process, challenges, day, len(committee))
        seat_people(session, process, people)
        directory.fill_directory(session, organiser, process, committee)

    stretch["consultation"](0.0)
    with transaction() as session:
        consultation = asking.consult(session, organiser, process, challenges, content, stretch["consultation"])

    stretch["themes"](0.0)
    run = reading.read_answers(analyst, process.id, consultation.id, stretch["themes"])
    sorting.read_statements(analyst, process.id, consultation.id)
    with transaction() as session:
        actors.map_ecosystem(session, organiser, session.get_one(Process, process.id), challenges, content)

    stretch["camp"](0.0)
    with transaction() as session:
        process = session.get_one(Process, process.id)
        themes = reading.accept_larger_themes(session, analyst, process, run, challenges, content)
        topics = reading.topics_of_themes(session, themes, content)
        sorting.sort_statements(session, analyst, process, consultation, challenges, content)
        member = as_actor(committee[0], Role.COMMITTEE_MEMBER)
        while tallies.fold(session, consultation):
            pass  # the information sheets tell what the results say, so nothing may wait to be counted
        informing.write_sheets(session, analyst, member, organiser, process, challenges)
        camp = camping.hold_camp(
            session, facilitator, process, challenges, content, themes, topics, now, stretch["camp"]
        )
        trying.open_trial_camp(session, facilitator, process, themes)

    stretch["selection"](0.0)
    with transaction() as session:
        sids = choosing.list_candidates(session, facilitator, process, camp, content)
        shaping.link_challenges(session, organiser, process, sids, challenges, content)
        choosing.rank(session, organiser, process, camp, sids, content)
        shortlist = choosing.score(session, organiser, process, sids, committee, content)
        motion = meeting.meet(session, organiser, process, sids, committee, content)
        shaping.shape(session, member, process, shortlist, sids, content)
        choosing.fill_in(session, member, process, shortlist, sids, content)
        recording.keep_record(session, organiser, process, shortlist, committee, motion)

    stretch["plan"](0.0)
    with transaction() as session:
        planning.plan(session, organiser, process, sids, content)
        fates.decide_fates(session, analyst, process)
        moderating.moderate(session, facilitator, organiser, process)
        publishing.publish(session, organiser, process)
        programs.add_webhook(session, organiser, process)
        noticing.follow_along(session, process, people)
        audit.record(session, SYSTEM, LOADED, process.ref, process=process.public_id)
    progress(1.0, "plan")
    db.session.expire_all()
    return process
