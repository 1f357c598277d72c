"""What the tables give the mathematics: marks, members' weights, participants' ballots, and no name."""

import json

import pytest
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM
from cocreate.selection import commands, queries
from cocreate.selection.grounds import editing
from cocreate.selection.inputs import compute_again, scoring_inputs
from cocreate.selection.models import Sid
from cocreate.selection.reports import ScoringInputs
from cocreate.selection.rules import ScoreGiven
from tests.factories.camp import make_camp, make_seat
from tests.factories.grounds import make_weighing
from tests.factories.process import make_process
from tests.factories.selection import ORGANISER, make_candidates, make_member, make_round


def test_marks_weights_and_rankings_count_together_and_name_nobody(session: Session) -> None:
    process = make_process(session)
    sids = make_candidates(session, process, "A", "B", "C")
    keys = [sid.public_id for sid in sids]
    camp = make_camp(session, process)
    round_ = make_round(session, process, camp=camp)
    for number in range(12):
        seat = make_seat(session, camp, f"Person {number}", helix="research" if number % 2 else "business")[0]
        order = [[key] for key in (reversed(keys) if number < 9 else keys)]
        ballots = [(seat, dimension, order) for dimension in round_.dimensions]
        commands.cast_ballots(session, SYSTEM, process, round_, ballots)
    commands.close_round(session, ORGANISER, process, round_)
    criteria = commands.start_criteria(session, ORGANISER, process, shortlist_size=1)
    editing.set_crowd(
        session, ORGANISER, process, criteria, round_=round_, dimension="impact", weight=20, version=criteria.version
    )
    weighers = make_weighing(session, process, criteria, *[(30, 20, 20, 10, 20)] * 3, give=5)
    commands.open_scoring(session, ORGANISER, process, criteria)
    members = [make_member(session, process) for _ in range(3)]
    rows = [
        (member.id, sid, ScoreGiven(criterion.public_id, mark))
        for member in members
        for sid, mark in zip(sids, (3, 3, 2), strict=True)
        for criterion in criteria.judged
    ]
    commands.give_scores(session, SYSTEM, process, criteria, rows)
    inputs = scoring_inputs(session, process, criteria, 1)
    assert (len(inputs.entries), len(inputs.members), len(inputs.crowd.ballots)) == (36, 3, 12)
    assert {entry.assessor for entry in inputs.entries} == {"m1", "m2", "m3"}
    assert not {entry.criterion for entry in inputs.entries} & {inputs.crowd.criterion}
    written = json.dumps(inputs.plain())
    assert not any(person.public_id in written or person.name in written for person in (*members, *weighers))
    assert ScoringInputs.read(json.loads(written)) == inputs

    shortlist = commands.close_scoring(session, ORGANISER, process, criteria, seed=5)
    told = shortlist.proposal
    assert told["cells"][keys[2]][inputs.crowd.criterion]["mean"] == pytest.approx(3)
    assert {line["what"] for line in told["variations"] if line["kind"] == "helix"} == {"business", "research"}
    assert compute_again(session, process, shortlist).is_same
    sids[1].is_withdrawn = True  # split into others after the scoring
    session.add(Sid(process_id=process.id, title={"en": "B1"}, position=4))
    session.flush()
    session.expire_all()
    assert compute_again(session, process, queries.shortlist_of(session, process)).is_same
