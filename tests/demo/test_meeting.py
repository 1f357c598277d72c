"""The demonstration's committee met before it decided, and left a meeting open to try out."""

from sqlalchemy.orm import Session

from cocreate.demo.load import find_demo
from cocreate.selection import queries as selection
from cocreate.selection.room import queries


def test_the_committee_met_and_adopted_the_shortlist(demo_session: Session) -> None:
    process = find_demo(demo_session)
    assert process is not None
    outcomes = [queries.outcome_of(demo_session, motion) for motion in queries.motions_of(demo_session, process)]
    assert [outcome.kind for outcome in outcomes if outcome] == ["hands", "gradient", "vote", "consent"]
    assert [len(outcome.recused) for outcome in outcomes if outcome] == [0, 0, 1, 0], "who declared a conflict"
    adopted = outcomes[-1]
    assert adopted is not None and adopted.is_carried
    members = selection.committee(demo_session, process)
    assert adopted.present == len(adopted.votes) == len(members) - 1
    assert sum(adopted.counts.values()) == adopted.present >= (adopted.quorum or 0)
    open_one, held = queries.meetings_of(demo_session, process)
    assert (open_one.state, held.state) == ("open", "closed")
    assert all(item.ended_at is not None for item in queries.agenda_of(demo_session, held))
    sids = selection.candidates(demo_session, process, with_withdrawn=True)
    assert sum(queries.post_counts(demo_session, sids).values()) > 5
