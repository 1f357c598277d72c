"""Candidates, rounds, committees and scores to test with."""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.models import Membership, User
from cocreate.core.permissions import SYSTEM, Actor, ActorKind, Role
from cocreate.process.models import Process
from cocreate.selection import commands, queries
from cocreate.selection.models import CriteriaSet, RankingRound, Shortlist, Sid
from cocreate.selection.record.rules import Motion
from cocreate.selection.rules import Choice, ScoreGiven

from .camp import make_camp
from .process import make_process

_numbers = count(1)
ORGANISER = Actor(kind=ActorKind.USER, ref="organiser1", roles=frozenset({Role.VISITOR, Role.ACCOUNT, Role.ORGANISER}))
CARRIED = Motion("The shortlist as on the sheet", counts={"for": 2, "against": 0, "abstained": 1}, present=3, quorum=2)


def make_candidates(session: Session, process: Process, *titles: str) -> list[Sid]:
    """Candidates on the long list, five of them unless named."""
    wanted = titles or ("Circular city", "Resilient buildings", "Healthy food", "Shared mobility", "Digital services")
    return [
        commands.add_candidate(session, SYSTEM, process, title={"en": title, "nl": f"{title} (nl)"}) for title in wanted
    ]


def make_round(session: Session, process: Process, *, is_open: bool = True, **options: Any) -> RankingRound:
    """A round of rankings in a camp of the process, open unless told otherwise."""
    camp = options.pop("camp", None) or make_camp(session, process)
    round_ = commands.create_round(session, SYSTEM, process, camp, **options)
    if is_open:
        commands.open_round(session, SYSTEM, process, round_)
    return round_


def make_member(session: Session, process: Process, *, role: Role = Role.COMMITTEE_MEMBER, name: str = "") -> User:
    """Somebody with a role in the process, by default on the steering committee."""
    number = next(_numbers)
    user = User(
        email=f"member{number}@example.org",
        name=name or f"Member {number}",
        fs_uniquifier=f"member-{number}",
        active=True,
    )
    session.add(user)
    session.flush()
    session.add(Membership(user_id=user.id, process_id=process.id, role=role.value, since=clock.now()))
    session.flush()
    session.refresh(user)
    return user


def acting(user: User, *roles: Role) -> Actor:
    """The actor that a signed-in person is, by default a committee member."""
    held = frozenset({Role.VISITOR, Role.ACCOUNT, *(roles or (Role.COMMITTEE_MEMBER,))})
    return Actor(kind=ActorKind.USER, ref=user.public_id, user_id=user.id, roles=held)


def make_scoring(session: Session, process: Process | None = None, **options: Any) -> CriteriaSet:
    """The four criteria on a process with candidates, open for scoring."""
    process = process or make_process(session)
    if not queries.candidates(session, process):
        make_candidates(session, process)
    criteria = commands.start_criteria(session, SYSTEM, process, **options)
    commands.open_scoring(session, SYSTEM, process, criteria)
    return criteria


def score_all(
    session: Session, process: Process, criteria: CriteriaSet, marks: Mapping[int, Sequence[int | None]]
) -> None:
    """One line of marks per member (by key), one mark per candidate, the same on every criterion."""
    sids = queries.candidates(session, process)
    rows = [
        (member, sid, ScoreGiven(criterion.public_id, mark))
        for member, line in marks.items()
        for sid, mark in zip(sids, line, strict=True)
        for criterion in criteria.judged
    ]
    commands.give_scores(session, SYSTEM, process, criteria, rows)


def make_shortlist(session: Session, process: Process, *, size: int = 2) -> Shortlist:
    """A proposal that keeps the first `size` of five candidates."""
    criteria = make_scoring(session, process, shortlist_size=size)
    members = [make_member(session, process) for _ in range(3)]
    marks = [4, 3, 2, 1, 0][: len(queries.candidates(session, process))]
    score_all(session, process, criteria, {member.id: marks for member in members})
    return commands.close_scoring(session, SYSTEM, process, criteria, seed=1)


def as_proposed(shortlist: Shortlist, **changes: Choice) -> list[Choice]:
    """The decision that follows the proposal."""
    told = shortlist.proposal
    return [Choice(sid=name, is_kept=name in told["selected"]) for name in told["order"]]
