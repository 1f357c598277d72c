"""Motions: who votes, what is seen when, when something is carried, and what is kept of it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import SYSTEM, Role
from cocreate.errors import Closed, Conflict, DomainError, Invalid, NotAllowed
from cocreate.selection import commands as selection
from cocreate.selection.room import commands, motions, queries
from cocreate.selection.room.rules import ASIDE, LEVELS, Majority, MotionKind, tally
from cocreate.selection.rules import ConflictKind
from cocreate.selection.sheets.commands import declare_conflict
from tests.factories.room import hold_meeting, make_motion, vote_all
from tests.factories.selection import ORGANISER, acting, make_member


@pytest.mark.parametrize(
    ("kind", "choices", "majority", "is_carried"),
    [
        ("vote", ["yes", "yes", "no"], "half", True),
        ("vote", ["yes", "no"], "half", False),  # a tie
        ("vote", ["yes", "abstain", "abstain"], "half", True),
        ("vote", ["yes", "yes", "no"], "two_thirds", True),  # exactly two thirds
        ("vote", ["yes", "yes", "yes", "no", "no"], "two_thirds", False),
        ("vote", ["abstain"], "half", False),
        ("vote", [], "half", False),
        ("consent", ["agree", "disagree", "abstain"], "half", True),
        ("consent", ["agree", "agree", "agree", "block"], "half", False),
        ("consent", ["abstain", "disagree"], "half", False),
        ("gradient", ["1", "2", "3", "7"], "half", True),
        ("gradient", ["1", "2", "4", "4"], "half", False),  # no opinion is a vote, too
        ("gradient", ["1", "1", "1", "8"], "half", False),
        ("gradient", ["1", "3", "5"], "two_thirds", True),
        ("hands", ["yes"], "half", True),
    ],
)
def test_a_motion_is_carried_by_its_stated_rule(kind: str, choices: list[str], majority: str, is_carried: bool) -> None:
    told = tally(kind, choices, majority=majority, present=len(choices), quorum=0)
    assert told.is_carried is is_carried
    assert told.votes == len(choices) == sum(told.counts.values())


def test_without_its_quorum_a_meeting_carries_nothing_but_a_show_of_hands_needs_none() -> None:
    assert not tally("vote", ["yes"], majority="half", present=1, quorum=2).is_carried
    assert tally("hands", ["yes"], majority="half", present=1, quorum=2).is_carried


def test_the_result_is_kept_with_who_was_there_and_who_stepped_aside(session: Session) -> None:
    held = hold_meeting(session, members=4, quorum=3)
    motion = make_motion(session, held, sids=(held.sids[0].public_id,))
    assert queries.outcome_of(session, motion) is None
    vote_all(session, held, motion, "yes", "yes", "no", ASIDE, reason="As discussed")
    motions.close_motion(session, SYSTEM, held.process, motion)
    outcome = queries.outcome_of(session, motion)
    assert outcome is not None and outcome.is_carried
    assert outcome.counts == {"yes": 2, "no": 1, "abstain": 0}
    assert [(vote.member_id, vote.choice) for vote in outcome.votes] == [
        (member.id, choice) for member, choice in zip(held.members, ("yes", "yes", "no"), strict=False)
    ]
    assert (outcome.present, outcome.quorum, outcome.recused) == (4, 3, [held.members[3].id])
    assert queries.motions_of(session, held.process) == [motion]
    # Whoever leaves the committee or the meeting afterwards changes nothing of it.
    commands.attend(session, SYSTEM, held.process, held.meeting, held.members[0].id, is_here=False)
    assert queries.outcome_of(session, motion) == outcome


def test_a_vote_can_be_changed_until_the_close_and_then_never(session: Session) -> None:
    held = hold_meeting(session)
    motion, ada = make_motion(session, held), held.members[0]
    for choice in ("no", "yes", "yes"):
        motions.cast_vote(session, acting(ada), held.process, motion, choice=choice)
    assert [vote.choice for vote in queries.votes_of(session, motion)] == ["yes"]
    for _ in range(2):
        motions.close_motion(session, SYSTEM, held.process, motion)
    with pytest.raises(Closed, match="not_open"):
        motions.cast_vote(session, acting(ada), held.process, motion, choice="no")
    with pytest.raises(Closed, match="over"):
        motions.open_motion(session, SYSTEM, held.process, motion)


def test_only_members_who_are_here_vote(session: Session) -> None:
    held = hold_meeting(session, here=2)
    motion = make_motion(session, held)
    observer = make_member(session, held.process, role=Role.OBSERVER)
    with pytest.raises(Conflict, match="not_present"):
        motions.cast_vote(session, acting(held.members[2]), held.process, motion, choice="yes")
    for outsider in (acting(observer, Role.OBSERVER), ORGANISER):
        with pytest.raises(NotAllowed, match="not_on_committee"):
            motions.cast_vote(session, outsider, held.process, motion, choice="yes")
    assert queries.votes_of(session, motion) == []


@pytest.mark.parametrize(("kind", "choice"), [(MotionKind.CONSENT, "block"), (MotionKind.GRADIENT, LEVELS[-1])])
def test_whoever_stands_in_the_way_says_why(session: Session, kind: MotionKind, choice: str) -> None:
    held = hold_meeting(session)
    motion, ada = make_motion(session, held, kind), acting(held.members[0])
    with pytest.raises(Invalid, match="needs_reason"):
        motions.cast_vote(session, ada, held.process, motion, choice=choice, reason="  ")
    motions.cast_vote(session, ada, held.process, motion, choice=choice, reason="It breaks the law")
    motions.close_motion(session, SYSTEM, held.process, motion)
    outcome = queries.outcome_of(session, motion)
    assert outcome is not None and not outcome.is_carried
    assert outcome.votes[0].reason == "It breaks the law"


@pytest.mark.parametrize(
    ("kind", "choice"), [(MotionKind.VOTE, "block"), (MotionKind.GRADIENT, "9"), (MotionKind.CONSENT, "")]
)
def test_an_answer_that_the_motion_does_not_have_is_refused(session: Session, kind: MotionKind, choice: str) -> None:
    held = hold_meeting(session)
    motion = make_motion(session, held, kind)
    with pytest.raises(Invalid, match="choose"):
        motions.cast_vote(session, acting(held.members[0]), held.process, motion, choice=choice, reason="x")


def test_a_conflict_of_interest_keeps_a_member_out_of_the_vote(session: Session) -> None:
    held = hold_meeting(session)
    ada, ben, _cleo = held.members
    food, mobility = held.sids
    kind = ConflictKind.EMPLOYED.value
    selection.start_criteria(session, SYSTEM, held.process)
    declare_conflict(session, acting(ada), held.process, food, ada.id, kind=kind)
    motion = make_motion(session, held, sids=(food.public_id,))
    other = make_motion(session, held, sids=(mobility.public_id,))
    with pytest.raises(NotAllowed, match="conflict"):
        motions.cast_vote(session, acting(ada), held.process, motion, choice="yes")
    motions.cast_vote(session, acting(ada), held.process, other, choice="yes")
    for member in held.members[1:]:
        motions.cast_vote(session, acting(member), held.process, motion, choice="yes")
    declare_conflict(session, acting(ben), held.process, food, ben.id, kind=kind)  # after the vote
    motions.close_motion(session, SYSTEM, held.process, motion)
    outcome = queries.outcome_of(session, motion)
    assert outcome is not None
    assert outcome.recused == sorted([ada.id, ben.id])
    assert (outcome.counts["yes"], len(outcome.votes), outcome.present) == (1, 1, 3)


def test_only_the_chair_and_organisers_open_and_close_a_motion(session: Session) -> None:
    held = hold_meeting(session)
    ada, ben = held.members[:2]
    held.meeting.chair_id = ada.id
    motion = motions.propose_motion(
        session, acting(ben), held.process, held.meeting, kind=MotionKind.VOTE, title={"en": "Vote now"}
    )
    with pytest.raises(NotAllowed, match="not_chair"):
        motions.open_motion(session, acting(ben), held.process, motion)
    motions.open_motion(session, acting(ada), held.process, motion)
    with pytest.raises(NotAllowed, match="not_chair"):
        motions.close_motion(session, acting(ben), held.process, motion)
    with pytest.raises(NotAllowed, match="not_chair"):
        motions.withdraw_motion(session, acting(ben), held.process, motion)  # it is open, so it is everybody's
    motions.close_motion(session, ORGANISER, held.process, motion)


def test_whoever_put_a_motion_takes_it_back_before_it_opens(session: Session) -> None:
    held = hold_meeting(session)
    ben = acting(held.members[1])
    motion = motions.propose_motion(
        session, ben, held.process, held.meeting, kind=MotionKind.CONSENT, title={"en": "Too early"}
    )
    for _ in range(2):
        motions.withdraw_motion(session, ben, held.process, motion)
    assert motion.state == "withdrawn"
    assert queries.outcome_of(session, motion) is None
    with pytest.raises(Closed, match="over"):
        motions.open_motion(session, SYSTEM, held.process, motion)


def test_a_form_sent_twice_puts_one_motion(session: Session) -> None:
    held = hold_meeting(session)
    options = {"kind": MotionKind.VOTE, "title": {"en": "Once"}, "form_id": "abcdefghijkl"}
    first, second = (motions.propose_motion(session, SYSTEM, held.process, held.meeting, **options) for _ in range(2))
    assert first is second and first.public_id == "abcdefghijkl"


def test_a_motion_names_what_it_decides_and_only_candidates_there_are(session: Session) -> None:
    held = hold_meeting(session)
    for wrong in ({"title": {"en": " "}}, {"title": {"en": "Fine"}, "sids": ("nosuchsid123",)}):
        with pytest.raises(Invalid):
            motions.propose_motion(session, SYSTEM, held.process, held.meeting, kind=MotionKind.VOTE, **wrong)


def test_a_show_of_hands_is_never_hidden(session: Session) -> None:
    held = hold_meeting(session)
    assert not make_motion(session, held, MotionKind.HANDS, is_hidden=True).is_hidden
    assert make_motion(session, held, MotionKind.VOTE, is_hidden=True, majority=Majority.TWO_THIRDS).is_hidden


def test_the_audit_trail_says_that_somebody_voted_but_not_how(session: Session) -> None:
    held = hold_meeting(session)
    motion = make_motion(session, held, is_hidden=True)
    vote_all(session, held, motion, "yes", "no", "abstain", reason="My own reason")
    lines = session.scalars(select(AuditEntry).where(AuditEntry.verb == "selection:motion:vote")).all()
    assert len(lines) == 3
    assert all(line.details == {} for line in lines)


def test_a_meeting_does_not_close_over_an_open_motion(session: Session) -> None:
    held = hold_meeting(session)
    motion = make_motion(session, held)
    with pytest.raises(Conflict, match="motion_open"):
        commands.close_meeting(session, SYSTEM, held.process, held.meeting)
    motions.close_motion(session, SYSTEM, held.process, motion)
    commands.close_meeting(session, SYSTEM, held.process, held.meeting)
    with pytest.raises(DomainError, match="closed"):
        make_motion(session, held)
