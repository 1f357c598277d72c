"""Several people at the same moment: what one does is done once, on SQLite and on PostgreSQL."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.app import create_app
from cocreate.core.db import db, transaction
from cocreate.core.permissions import SYSTEM
from cocreate.errors import DomainError
from cocreate.process.models import Process
from cocreate.selection import commands, queries
from cocreate.selection.models import CriteriaSet, RankingBallot, RankingRound, Score, Shortlist, Sid
from cocreate.selection.rules import ScoreGiven
from cocreate.settings import Settings
from tests.factories.camp import FACILITATOR, guest, make_camp, make_card, make_seat
from tests.factories.process import make_process
from tests.factories.selection import (
    ORGANISER,
    acting,
    as_proposed,
    make_candidates,
    make_member,
    make_round,
    make_scoring,
    make_shortlist,
)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def site(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Flask]:
    """The application on either database."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    app = create_app(replace(settings, database_url=url) if url else settings)
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()


def arrange(site: Flask, make: Callable[[Session], Any]) -> Any:
    with site.app_context(), transaction() as session:
        made = make(session)
    return made


def at_once(site: Flask, people: int, act: Callable[[Session, int], Any]) -> list[Any]:
    """What each of them gets: a result, or the code of a refusal. Anything else fails the test."""
    outcomes: list[Any] = []
    barrier = threading.Barrier(people)

    def run(number: int) -> None:
        with site.app_context():
            barrier.wait()
            try:
                with transaction() as session:
                    outcome = act(session, number)
                outcomes.append(outcome)
            except DomainError as error:
                outcomes.append(error.code)
            except Exception as error:
                outcomes.append(error)
            db.session.remove()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)], outcomes
    return outcomes


def count(site: Flask, model: Any) -> int:
    with site.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_one_card_becomes_one_candidate(site: Flask) -> None:
    def make(session: Session) -> Any:
        process = make_process(session)
        card = make_card(session, make_camp(session, process).groups[0].board)
        return process.id, type(card), card.id

    process_id, kind, card_id = arrange(site, make)

    def promote(session: Session, number: int) -> str:
        process, card = session.get_one(Process, process_id), session.get_one(kind, card_id)
        return commands.promote_card(session, FACILITATOR, process, card, title={"en": str(number)}).public_id

    assert len(set(at_once(site, 4, promote))) == 1
    assert count(site, Sid) == 1


def test_candidates_merged_twice_become_one(site: Flask) -> None:
    def make(session: Session) -> Any:
        process = make_process(session)
        return process.id, [sid.id for sid in make_candidates(session, process, "A", "B")]

    process_id, keys = arrange(site, make)

    def merge(session: Session, number: int) -> str:
        sids = [session.get_one(Sid, key) for key in keys]
        process = session.get_one(Process, process_id)
        commands.merge_candidates(session, ORGANISER, process, sids, title={"en": "Both"}, form_token=f"form{number}")
        return "merged"

    assert sorted(at_once(site, 3, merge)) == ["merged", *["selection.candidate.withdrawn"] * 2]
    assert count(site, Sid) == 3


def test_one_person_who_ranks_on_two_devices_has_one_ballot(site: Flask) -> None:
    def make(session: Session) -> Any:
        process = make_process(session)
        make_candidates(session, process)
        round_ = make_round(session, process)
        return process.id, round_.id, make_seat(session, round_.camp)[0].id

    process_id, round_id, seat_id = arrange(site, make)

    def rank(session: Session, number: int) -> str:
        from cocreate.camp.models import Seat

        process, round_ = session.get_one(Process, process_id), session.get_one(RankingRound, round_id)
        seat = session.get_one(Seat, seat_id)
        order = {"impact": [[key] for key in round_.shown[number:]]}
        commands.send_ranking(session, guest(seat), process, round_, seat, order)
        return "sent"

    assert at_once(site, 4, rank) == ["sent"] * 4
    assert count(site, RankingBallot) == 1


def test_a_score_saved_in_two_windows_is_one_score_and_scoring_closes_once(site: Flask) -> None:
    def make(session: Session) -> Any:
        process = make_process(session)
        criteria = make_scoring(session, process)
        member = make_member(session, process)
        return process.id, criteria.id, member.id, acting(member), queries.candidates(session, process)[0].id

    process_id, criteria_id, member_id, actor, sid_id = arrange(site, make)

    def score(session: Session, number: int) -> str:
        process, criteria = session.get_one(Process, process_id), session.get_one(CriteriaSet, criteria_id)
        marks = [ScoreGiven(criterion.public_id, number) for criterion in criteria.criteria]
        commands.save_scores(session, actor, process, criteria, member_id, session.get_one(Sid, sid_id), marks)
        return "saved"

    assert at_once(site, 4, score) == ["saved"] * 4
    assert count(site, Score) == 4

    def close(session: Session, number: int) -> int:
        process, criteria = session.get_one(Process, process_id), session.get_one(CriteriaSet, criteria_id)
        return commands.close_scoring(session, SYSTEM, process, criteria).id

    assert len(set(at_once(site, 3, close))) == 1
    assert count(site, Shortlist) == 1


def test_of_two_decisions_one_counts(site: Flask) -> None:
    def make(session: Session) -> Any:
        process = make_process(session)
        shortlist = make_shortlist(session, process)
        return process.id, shortlist.id, shortlist.version

    process_id, shortlist_id, version = arrange(site, make)

    def publish(session: Session, number: int) -> str:
        row = session.get_one(Shortlist, shortlist_id)
        choices = [replace(choice, reason={"en": f"Version {number}"}) for choice in as_proposed(row)]
        commands.decide(session, ORGANISER, session.get_one(Process, process_id), row, choices, version=version)
        return "published"

    assert sorted(at_once(site, 3, publish)) == ["published", *["selection.decision.final"] * 2]
