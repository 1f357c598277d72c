"""Forming working groups: the machine proposes, people move and accept, and both stay on record apart."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.camp import commands
from cocreate.camp import jobs as camp_jobs
from cocreate.camp.before import grouping, queries, registering
from cocreate.camp.before.grouping import Wish
from cocreate.camp.before.rules import Details
from cocreate.camp.models import Camp, GroupingProposal, Seat
from cocreate.core import jobs, provenance
from cocreate.core.audit import AuditEntry
from cocreate.core.db import transaction
from cocreate.core.permissions import Role
from cocreate.errors import Conflict, Invalid
from tests.factories.accounts import make_member, sign_in
from tests.factories.camp import FACILITATOR, make_camp

HELIX = ("business", "research", "public_sector")


@pytest.fixture
def camp(session: Session) -> Camp:
    """A camp with three groups and twelve accepted people, four of each category; half wish for the first group."""
    made = make_camp(session, boards="preparing")
    for number in range(12):
        wishes = (made.groups[0].public_id,) if number % 2 else ()
        details = Details(f"Person {number:02}", helix=HELIX[number % 3], language="fr", wishes=wishes)
        registering.accept(session, FACILITATOR, registering.enter(session, FACILITATOR, made, details))
    return made


@pytest.fixture
def host(session: Session, app: Flask, camp: Camp) -> FlaskClient:
    """A signed-in facilitator's browser."""
    client = app.test_client()
    sign_in(client, make_member(session, camp.process, Role.FACILITATOR))
    return client


def page(camp: Camp, rest: str = "") -> str:
    """A page of forming groups."""
    return f"/en/p/{camp.process.public_id}/manage/camps/{camp.public_id}/grouping/{rest}"


def propose(session: Session, camp: Camp, **wish: int) -> GroupingProposal:
    """A proposal, stored."""
    seats, groups = queries.seats_to_group(session, camp), queries.working_groups(session, camp)
    given = grouping.round_of(seats, groups)
    return grouping.keep(session, FACILITATOR, camp, grouping.search(given, Wish(**{"seed": 1, **wish})))


def test_the_whole_way_from_asking_to_sitting(session: Session, host: FlaskClient, camp: Camp) -> None:
    commands.issue_seat(session, FACILITATOR, camp, name="Fatima", is_facilitator=True)
    session.commit()
    assert "12 people" in host.get(page(camp)).text
    told = {"helix": "2", "gender": "1", "language": "1", "wishes": "2", "seed": "7"}
    assert host.submit(page(camp), told).status_code == 303  # type: ignore[attr-defined]
    shown = host.get(page(camp)).text
    assert "Draw number 7" in shown
    assert "Person 03" in shown and "Fatima" not in shown
    proposal = session.scalars(select(GroupingProposal)).one()
    assert all(seat.group_id is None for seat in queries.seats_to_group(session, camp)), "nobody sits anywhere yet"
    somebody = next(seat for seat in queries.seats_to_group(session, camp))
    target = next(g for g in camp.groups if g.public_id != proposal.proposed[somebody.public_id])
    told = {"seat": somebody.public_id, "to": target.public_id}
    host.submit(page(camp), told, to=page(camp, f"{proposal.public_id}/move"))  # type: ignore[attr-defined]
    assert "moved by hand</span>" in re.sub(r"\s+", " ", host.get(page(camp)).text)
    host.submit(page(camp), to=page(camp, f"{proposal.public_id}/accept"))  # type: ignore[attr-defined]
    session.expire_all()
    places = {seat.public_id: seat.group.public_id for seat in queries.seats_to_group(session, camp) if seat.group}
    assert places == proposal.changed
    assert proposal.proposed[somebody.public_id] != target.public_id, "what the machine said stays"
    line = session.scalars(select(AuditEntry).where(AuditEntry.verb == "camp:grouping:accept")).one()
    assert line.details == {"people": 12, "moved": 1}
    (origin,) = provenance.origins(session, somebody.ref)
    assert (origin.source, origin.relation) == (proposal.ref, "placed_by")


def test_the_proposal_is_balanced_and_can_be_made_again(session: Session, camp: Camp) -> None:
    first, again = propose(session, camp), propose(session, camp)
    assert first.proposed == again.proposed
    look = grouping.look_at(first, queries.seats_to_group(session, camp), queries.working_groups(session, camp))
    assert look.balance.imbalance["helix"] < 0.4
    assert set(look.balance.sizes.values()) == {4}
    assert look.balance.wishes_met[0] == 4, "as many as there is room for"
    assert not look.moved


def test_conditions_that_were_set_are_kept_by_the_next_proposal(
    session: Session, host: FlaskClient, camp: Camp
) -> None:
    ada, ben, *_others = queries.seats_to_group(session, camp)
    last = camp.groups[2].public_id
    told = {"pin": last, "apart": ben.public_id, "first_wish": "", "second_wish": ""}
    assert host.submit(page(camp, f"seats/{ada.public_id}"), told).status_code == 303  # type: ignore[attr-defined]
    session.expire_all()
    made = propose(session, camp)
    assert made.proposed[ada.public_id] == last
    assert made.proposed[ben.public_id] != last
    grouping.move(session, FACILITATOR, made, [ben.public_id], last)
    session.commit()
    warned = host.get(page(camp)).text
    assert "although they should not be" in warned
    grouping.move(session, FACILITATOR, made, [ada.public_id], camp.groups[0].public_id)
    session.commit()
    assert "Not in the group where they must be" in host.get(page(camp)).text


def test_what_cannot_be_is_refused_with_a_reason(session: Session, host: FlaskClient, camp: Camp) -> None:
    made = propose(session, camp)
    session.commit()
    nobody = host.submit(page(camp), {"to": camp.groups[0].public_id}, to=page(camp, f"{made.public_id}/move"))  # type: ignore[attr-defined]
    assert nobody.status_code == 303
    assert "Tick somebody first" in host.get(page(camp)).text
    with pytest.raises(Invalid):
        grouping.move(session, FACILITATOR, made, [next(iter(made.proposed))], "elsewhere")
    grouping.accept(session, FACILITATOR, made)
    with pytest.raises(Conflict):
        grouping.accept(session, FACILITATOR, made)
    with pytest.raises(Invalid):
        grouping.round_of([], camp.groups)
    with pytest.raises(Invalid):
        grouping.round_of(queries.seats_to_group(session, camp), [])
    for seat in session.scalars(select(Seat)):
        seat.attributes = {**seat.attributes, "pin": camp.groups[0].public_id}
    with pytest.raises(Invalid):
        propose(session, camp)
    session.commit()
    told = {"helix": "2", "gender": "1", "language": "1", "wishes": "2", "seed": ""}
    answer = host.submit(page(camp), told)  # type: ignore[attr-defined]
    assert (answer.status_code, "more people must be in a group" in answer.text) == (422, True)


def waiting(session: Session, camp: Camp, form_id: str = "aaaaaaaaaaaa") -> jobs.Job:
    """A search that was asked for and that no worker has taken yet."""
    job = camp_jobs.ask_for(session, FACILITATOR, camp, Wish(), form_id)
    session.info.clear()  # what would start it after the commit
    session.commit()
    return job


def test_while_groups_are_searched_for_the_page_says_how_far_it_is_and_can_stop_it(
    session: Session, host: FlaskClient, camp: Camp
) -> None:
    job = waiting(session, camp)
    shown = host.get(page(camp)).text
    assert "Groups are being searched for" in shown and 'http-equiv="refresh"' in shown
    assert "Propose</button>" not in shown
    assert camp_jobs.ask_for(session, FACILITATOR, camp, Wish(), "bbbbbbbbbbbb").id == job.id, "one at a time"
    session.rollback()
    assert host.get(page(camp, "search.json")).json["state"] == "queued"  # type: ignore[index]
    assert host.submit(page(camp), to=page(camp, "search/stop")).status_code == 303  # type: ignore[attr-defined]
    stopped = host.get(page(camp)).text
    assert "The search was stopped" in stopped and 'http-equiv="refresh"' not in stopped
    jobs.run(job.id)
    assert session.scalars(select(GroupingProposal)).all() == []


def test_a_search_that_is_stopped_while_it_runs_proposes_nothing(
    session: Session, camp: Camp, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = waiting(session, camp)
    key = job.id

    def stop(fraction: float) -> None:
        if fraction > 0.2:
            with transaction() as other:
                jobs.cancel(other, FACILITATOR, other.get_one(jobs.Job, key))

    jobs.run(key, watch=stop)
    session.expire_all()
    assert session.get_one(jobs.Job, key).state == "cancelled"
    assert session.get_one(jobs.Job, key).percent < 50
    assert session.scalars(select(GroupingProposal)).all() == []


def test_the_same_form_sent_twice_makes_one_proposal(session: Session, host: FlaskClient, camp: Camp) -> None:
    session.commit()
    told = {"helix": "2", "gender": "1", "language": "1", "wishes": "2", "seed": "7", "form_id": "aaaaaaaaaaaa"}
    for _ in range(2):
        assert host.submit(page(camp), told).status_code == 303  # type: ignore[attr-defined]
    (made,) = session.scalars(select(GroupingProposal)).all()
    assert (made.public_id, made.seed) == ("aaaaaaaaaaaa", 7)
