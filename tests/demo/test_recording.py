"""The demonstration's decision has a record that was signed and that anybody can compute again."""

from sqlalchemy.orm import Session

from cocreate.demo.load import find_demo
from cocreate.selection import queries
from cocreate.selection.record.checking import check
from cocreate.selection.record.freezing import files_of, pack, unpack
from cocreate.selection.record.queries import published_records


def test_the_decision_was_voted_on_signed_and_computes_to_the_same(demo_session: Session) -> None:
    process = find_demo(demo_session)
    assert process is not None
    shortlist = queries.shortlist_of(demo_session, process)
    assert shortlist is not None
    (record,) = published_records(demo_session, shortlist)
    assert len(record.signatures) >= record.signatures_needed > len(queries.committee(demo_session, process)) / 2
    assert record.snapshot["motion"]["text"]
    assert sum(count for _answer, count in record.snapshot["motion"]["counts"]) == record.snapshot["motion"]["present"]
    assert record.snapshot["recusals"], "somebody declared a conflict of interest"
    lines = check(unpack(pack(files_of(record))))
    assert [line for line in lines if line.is_equal is False] == []
    assert sum(line.is_equal is True for line in lines) > 15
