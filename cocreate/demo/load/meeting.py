"""The committee's room: a meeting that led to the shortlist, and an open one to try out.

What the reference does not tell is drawn from the seed: who was there and how members voted. What is said in the
threads are the story's own reasons and the questions of its criteria.
"""

import random
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from cocreate.accounts.models import User
from cocreate.core.permissions import Actor, Role
from cocreate.demo.load.people import as_actor
from cocreate.demo.story import DemoContent
from cocreate.process.models import Process
from cocreate.selection.models import Sid
from cocreate.selection.queries import criteria_of
from cocreate.selection.room import commands, queries, threads
from cocreate.selection.room import motions as room_motions
from cocreate.selection.room.models import AgendaItem, CommitteeMeeting, Motion
from cocreate.selection.room.rules import MotionKind

ABOUT = {MotionKind.GRADIENT: "lever-digital", MotionKind.VOTE: "ll-health"}  # candidates of two motions
SHORTLIST = {
    "nl": "De shortlist (stemmen gesimuleerd)",
    "fr": "La liste restreinte (votes simulés)",
    "en": "The shortlist (votes simulated)",
    "de": "Die Shortlist (Stimmen simuliert)",
}
TRY_OUT = {
    "nl": "Een vergadering om uit te proberen",
    "fr": "Une réunion pour essayer",
    "en": "A meeting to try out",
    "de": "Eine Sitzung zum Ausprobieren",
}
POINTS = (
    (
        {
            "nl": "Rangschikkingen en scores naast elkaar",
            "fr": "Classements et notes côte à côte",
            "en": "Rankings and scores side by side",
            "de": "Rangfolgen und Noten nebeneinander",
        },
        20,
    ),
    (
        {
            "nl": "Van elf kandidaten naar zes",
            "fr": "De onze candidats à six",
            "en": "From eleven candidates to six",
            "de": "Von elf Kandidaten zu sechs",
        },
        40,
    ),
    (
        {"nl": "De beslissing", "fr": "La décision", "en": "The decision", "de": "Die Entscheidung"},
        15,
    ),
)
MOTIONS: tuple[tuple[MotionKind, dict[str, str], tuple[tuple[str, int], ...]], ...] = (
    (
        MotionKind.HANDS,
        {
            "nl": "Is er genoeg gezegd om te beslissen?",
            "fr": "En a-t-on assez dit pour décider ?",
            "en": "Has enough been said to decide?",
            "de": "Ist genug gesagt, um zu entscheiden?",
        },
        (("yes", 8), ("no", 1)),
    ),
    (
        MotionKind.GRADIENT,
        {
            "nl": "Digitaal wordt één transversaal domein dat alle andere dient",
            "fr": "Le numérique devient un domaine transversal au service de tous les autres",
            "en": "Digital becomes one transversal domain that serves all others",
            "de": "Digitales wird ein transversaler Bereich, der allen anderen dient",
        },
        (("1", 3), ("2", 3), ("3", 2), ("4", 1), ("6", 1)),
    ),
    (
        MotionKind.VOTE,
        {
            "nl": "Gezondheid en zorg blijven een domein op zich",
            "fr": "La santé et les soins restent un domaine à part entière",
            "en": "Health and care stay a domain of their own",
            "de": "Gesundheit und Pflege bleiben ein eigener Bereich",
        },
        (("yes", 8), ("no", 1), ("abstain", 1)),
    ),
    (
        MotionKind.CONSENT,
        {
            "nl": "De shortlist van vijf thematische domeinen en één transversaal domein aannemen",
            "fr": "Adopter la liste restreinte de cinq domaines thématiques et un domaine transversal",
            "en": "Adopt the shortlist of five thematic domains and one transversal domain",
            "de": "Die Shortlist aus fünf thematischen Bereichen und einem transversalen annehmen",
        },
        (("agree", 8), ("disagree", 1), ("abstain", 1)),
    ),
)


def meet(
    session: Session,
    organiser: Actor,
    process: Process,
    sids: Mapping[str, Sid],
    committee: Sequence[User],
    content: DemoContent,
) -> Motion:
    """Threads, then the meeting with its motions; the last one adopts the shortlist. An open meeting to try out."""
    members = [as_actor(member, Role.COMMITTEE_MEMBER) for member in committee]
    draw = random.Random(content.scoring.seed)
    _discuss(session, process, sids, members, content)
    named = [sids[reason.candidate].public_id for reason in content.scoring.reasons]
    meeting = _prepare(session, organiser, process, committee, SHORTLIST, named)
    commands.open_meeting(session, organiser, process, meeting)
    for member in members[:-1]:  # one is excused
        commands.attend(session, member, process, meeting, member.user_id or 0, is_here=True)
    for item in queries.agenda_of(session, meeting):
        _deal_with(session, organiser, process, item)
    motions = []
    for kind, title, spread in MOTIONS:
        about = [sids[ABOUT[kind]].public_id] if kind in ABOUT else []
        motion = room_motions.propose_motion(
            session,
            organiser,
            process,
            meeting,
            kind=kind,
            title=title,
            sids=about,
            is_hidden=kind is not MotionKind.HANDS,
        )
        _vote(session, organiser, process, motion, members[:-1], _drawn(draw, spread, len(members) - 1))
        motions.append(motion)
    commands.close_meeting(session, organiser, process, meeting)
    open_one = _prepare(session, organiser, process, committee, TRY_OUT, named[:1])
    commands.open_meeting(session, organiser, process, open_one)
    return motions[-1]


def _discuss(
    session: Session, process: Process, sids: Mapping[str, Sid], members: Sequence[Actor], content: DemoContent
) -> None:
    """In each candidate's thread the story's reason; on one criterion a question of it."""
    criteria = criteria_of(session, process)
    if criteria is None:
        return
    questions = {told.key: told.questions for told in content.criteria if told.questions}
    asked = [criterion for criterion in criteria.criteria if criterion.key in questions]
    for place, reason in enumerate(content.scoring.reasons):
        sid, author = sids[reason.candidate], members[place % len(members)]
        threads.write_post(session, author, process, sid, reason.reason.as_dict()["en"])
        if asked:
            criterion, asker = asked[place % len(asked)], members[(place + 3) % len(members)]
            question = questions[criterion.key][0].as_dict()["en"]
            threads.write_post(session, asker, process, sid, question, criterion=criterion)


def _prepare(
    session: Session,
    organiser: Actor,
    process: Process,
    committee: Sequence[User],
    title: dict[str, str],
    named: Sequence[str],
) -> CommitteeMeeting:
    chair, quorum = committee[0].id, len(committee) // 2 + 1
    meeting = commands.create_meeting(session, organiser, process, title=title, chair_id=chair, quorum=quorum)
    for words, minutes in POINTS:
        about = named if minutes == max(length for _, length in POINTS) else []
        commands.add_item(session, organiser, process, meeting, title=words, minutes=minutes, sids=about)
    return meeting


def _deal_with(session: Session, organiser: Actor, process: Process, item: AgendaItem) -> None:
    running = queries.running_item(session, item.meeting)
    seen = running.public_id if running is not None else ""
    commands.start_item(session, organiser, process, item, seen=seen)


def _drawn(draw: random.Random, spread: Sequence[tuple[str, int]], size: int) -> list[str]:
    """As many votes as there are members, shuffled; the most frequent answer fills up or gives way."""
    votes = [choice for choice, count in sorted(spread, key=lambda pair: pair[1]) for _ in range(count)]
    votes = ([spread[0][0]] * max(0, size - len(votes)) + votes)[:size]
    draw.shuffle(votes)
    return votes


def _vote(
    session: Session, organiser: Actor, process: Process, motion: Motion, members: Sequence[Actor], votes: Sequence[str]
) -> None:
    """Everybody votes who has no conflict of interest there."""
    room_motions.open_motion(session, organiser, process, motion)
    conflicted = queries.conflicted(session, process, motion)
    for member, choice in zip(members, votes, strict=True):
        if member.user_id not in conflicted:
            room_motions.cast_vote(session, member, process, motion, choice=choice)
    room_motions.close_motion(session, organiser, process, motion)
