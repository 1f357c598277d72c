"""The chain of evidence can be walked both ways, and merging keeps the origins."""

from sqlalchemy.orm import Session

from cocreate.core import provenance
from cocreate.core.permissions import SYSTEM
from cocreate.core.provenance import Ref, Relation


def step(session: Session, source: Ref, target: Ref, relation: Relation) -> None:
    provenance.link(session, SYSTEM, source=source, target=target, relation=relation, process="p")


def chain(session: Session) -> None:
    for answer, theme in (("a1", "t1"), ("a2", "t1"), ("a3", "t2")):
        step(session, ("answer", answer), ("theme", theme), Relation.FOUND_IN)
    for theme in ("t1", "t2"):
        step(session, ("theme", theme), ("theme", "t3"), Relation.MERGED_FROM)
    step(session, ("theme", "t3"), ("card", "c1"), Relation.CITES)
    step(session, ("card", "c1"), ("sid", "s1"), Relation.PROMOTED_FROM)


def test_a_domain_leads_back_to_every_answer_through_merged_themes(session: Session) -> None:
    chain(session)
    walk = provenance.walk_back(session, ("sid", "s1"))
    assert set(walk.of_type("answer")) == {"a1", "a2", "a3"}
    assert walk.of_type("card") == ("c1",)
    assert walk.refs[0] == ("card", "c1")


def test_an_answer_leads_forward_to_the_domain(session: Session) -> None:
    chain(session)
    assert provenance.walk_forward(session, ("answer", "a3")).of_type("sid") == ("s1",)


def test_the_same_step_twice_is_one_step(session: Session) -> None:
    chain(session)
    chain(session)
    assert len(provenance.origins(session, ("theme", "t3"))) == 2


def test_a_circle_does_not_walk_for_ever(session: Session) -> None:
    step(session, ("theme", "x"), ("theme", "y"), Relation.COPIED_FROM)
    step(session, ("theme", "y"), ("theme", "x"), Relation.COPIED_FROM)
    assert provenance.walk_back(session, ("theme", "x")).refs == (("theme", "y"),)


def test_thousands_of_answers_are_walked_in_batches(session: Session) -> None:
    steps = [(("answer", f"a{n}"), ("theme", "big")) for n in range(1500)]
    provenance.link_many(session, SYSTEM, steps=steps, relation=Relation.FOUND_IN, process="p")
    step(session, ("theme", "big"), ("card", "c"), Relation.CITES)
    assert len(provenance.walk_back(session, ("card", "c")).of_type("answer")) == 1500
    starts = [("answer", f"a{n}") for n in range(1500)]
    assert provenance.walk_forward(session, *starts).of_type("card") == ("c",)
