"""The demonstration's committee: two rounds of scoring, two members who keep out of a candidate each."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.process.models import Process
from cocreate.selection import queries
from cocreate.selection.models import CriteriaSet
from cocreate.selection.sheets import queries as sheets
from cocreate.selection.sheets.compare import changes


def test_the_committee_scores_twice_and_two_members_keep_out(demo_session: Session) -> None:
    criteria = demo_session.scalars(select(CriteriaSet)).one()
    process = demo_session.get_one(Process, criteria.process_id)
    first, second = sheets.rounds_closed(demo_session, criteria)
    shortlist = queries.shortlist_of(demo_session, process)
    assert shortlist is not None and shortlist.proposal == second.report
    assert set(second.purpose) == {"nl", "fr", "en", "de"} and not first.purpose
    assert [len(members) for members in sheets.conflicts(demo_session, process).values()] == [1, 1]
    for round_ in (first, second):
        assert (round_.facts["conflicts"], round_.facts["set_aside"]) == (2, 0)
        assert round_.facts["handed_in"] == round_.facts["members"] - 1
        assert all(round_.facts["confidence"].values()) and len(round_.facts["checks"]) == 2
    told = changes(*(sheets.counted_scores(demo_session, process, criteria, row.number) for row in (first, second)))
    assert told.up > 0 and told.down > 0 and told.up + told.down < told.both / 4
