"""The camps of the demonstration: one that went through its plan and is over, one that is ready to be tried."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.camp import history, session_queries, snapshots
from cocreate.camp.before import preparing, templating
from cocreate.camp.before.board_templates import BRUSSELS
from cocreate.camp.models import Board, Camp, Card, Operation, Seat
from cocreate.camp.models_session import VotingRound
from cocreate.camp.rules import BoardState, CardKind, LinkRelation, ReferenceKind
from cocreate.clock import ZONE
from cocreate.core import provenance
from cocreate.demo.content import load_content
from cocreate.demo.load.camping import cards_of
from cocreate.demo.story import LANGUAGES
from cocreate.public.queries import camp_figures


@pytest.fixture
def finished(demo_session: Session) -> Camp:
    return demo_session.scalars(select(Camp).where(Camp.is_open.is_(False))).one()


@pytest.fixture
def trial(demo_session: Session) -> Camp:
    return demo_session.scalars(select(Camp).where(Camp.is_open)).one()


def states(session: Session, camp: Camp) -> dict[str, dict]:
    """Every board's whole state, by the English title of its group."""
    return {group.title["en"]: snapshots.board_state(session, group.board) for group in camp.groups}


def test_every_board_is_what_its_journal_says(demo_session: Session) -> None:
    boards = list(demo_session.scalars(select(Board)))
    assert len(boards) == 14
    for board in boards:
        replayed = history.state_at(demo_session, board, board.number)
        assert replayed == snapshots.board_state(demo_session, board), board.group.title["en"]


def test_the_whole_plan_was_run_one_step_after_the_other(demo_session: Session, finished: Camp) -> None:
    steps = session_queries.steps_of(demo_session, finished)
    assert [(step.kind, step.minutes) for step in steps] == [(step.kind, step.minutes) for step in BRUSSELS.steps]
    assert finished.starts_at == steps[0].started_at and finished.step == ""
    assert finished.starts_at is not None and finished.starts_at.astimezone(ZONE).hour == 9
    assert finished.starts_at.astimezone(ZONE).weekday() < 5
    for step, following in pairwise(steps):
        assert step.started_at is not None and step.ended_at == following.started_at
        assert step.ended_at - step.started_at == timedelta(minutes=step.minutes)


def test_what_was_done_on_a_board_was_done_in_its_step(demo_session: Session, finished: Camp) -> None:
    steps = {step.kind: step for step in session_queries.steps_of(demo_session, finished)}
    when = {"stack_card": "cluster", "merge_cards": "cluster", "link_cards": "discuss", "vote": "discuss"}
    for group in finished.working_groups:
        done = list(
            demo_session.scalars(
                select(Operation).where(Operation.board_id == group.board.id).order_by(Operation.number)
            )
        )
        assert [entry.at for entry in done] == sorted(entry.at for entry in done)
        for entry in done:
            if entry.kind in when:
                step = steps[when[entry.kind]]
                assert step.started_at < entry.at < step.ended_at, entry.kind  # type: ignore[operator]
        private = [entry for entry in done if entry.kind == "add_card" and entry.change["card"]["is_private"]]
        assert len(private) == 12 and len([entry for entry in done if entry.kind == "reveal"]) == 1


def test_the_finished_boards_show_what_a_board_can_hold(demo_session: Session, finished: Camp) -> None:
    boards = states(demo_session, finished)
    cards = [card for state in boards.values() for card in state["cards"].values()]
    links = [link for state in boards.values() for link in state["links"].values()]
    assert {card["kind"] for card in cards} == {kind.value for kind in CardKind}
    assert sum(bool(card["title"]) for card in cards) >= 15 and sum(bool(card["tags"]) for card in cards) >= 30
    assert {"supports", "needs", "part_of"} == {link["relation"] for link in links} < set(LinkRelation)
    assert sum(bool(card["stack"]) for card in cards) == 3
    assert sum(len(card["comments"]) for card in cards) == len(load_content().camp.comments) >= 15
    assert sum(len(seats) for card in cards for seats in card["reactions"].values()) >= 40
    for title, state in boards.items():
        assert state["state"] == BoardState.CLOSED and state["round"] is None and state["mode"] == {}, title
        assert not any(card["is_private"] for card in state["cards"].values())


def test_a_merged_card_keeps_its_parents(demo_session: Session, finished: Camp) -> None:
    told = load_content().camp.merges[0]
    made = demo_session.scalars(select(Card).where(Card.title == told.title)).one()
    back = provenance.walk_back(demo_session, made.ref).of_type("card")
    parents = list(demo_session.scalars(select(Card).where(Card.public_id.in_(back))))
    assert len(parents) == len(told.cards) == 2 and all(card.went_into for card in parents)


def test_every_board_voted_once_and_the_plenary_by_helix(demo_session: Session, finished: Camp) -> None:
    for group in finished.groups:
        (vote,) = demo_session.scalars(select(VotingRound).where(VotingRound.board_id == group.board.id))
        seats = 60 if group.is_plenary else 10
        assert vote.closed_at is not None and vote.results["base"] == {"voted": seats, "could": seats}
        if group.is_plenary:
            assert vote.question == load_content().camp.question.as_dict()
            assert vote.results["families"] == {"business": 5, "citizen": 21, "research": 26, "small": 8}
            assert any(row["by_helix"]["research"] is not None for row in vote.results["cards"].values())


def test_the_plenary_says_where_its_cards_come_from(demo_session: Session, finished: Camp) -> None:
    plenary = preparing.plenary_of(finished)
    assert plenary is not None
    cards = list(demo_session.scalars(select(Card).where(Card.board_id == plenary.board.id)))
    assert len(cards) == 12 and [zone.key for zone in plenary.board.zones] == ["candidates"]
    for card in cards:
        (origin,) = provenance.walk_back(demo_session, card.ref).of_type("card")
        assert demo_session.scalars(select(Card).where(Card.public_id == origin)).one().text == card.text


def test_the_record_counts_what_groups_wrote_and_not_its_copies(demo_session: Session, finished: Camp) -> None:
    figures = next(one for one in camp_figures(demo_session, finished.process) if one.camp.id == finished.id)
    assert (figures.groups, figures.seats) == (6, 60)
    assert figures.cards == len([card for card in cards_of(demo_session, finished) if not card.went_into]) == 101


def test_the_trial_camp_is_ready_to_start(demo_session: Session, trial: Camp) -> None:
    steps = session_queries.steps_of(demo_session, trial)
    assert [step.kind for step in steps] == [step.kind for step in BRUSSELS.steps]
    assert not trial.step and not any(step.started_at for step in steps)
    assert preparing.plenary_of(trial) is not None and len(trial.working_groups) == 6
    assert demo_session.scalar(select(func.count()).select_from(Seat).where(Seat.camp_id == trial.id)) == 0
    for title, state in states(demo_session, trial).items():
        cards = list(state["cards"].values())
        assert state["state"] == BoardState.OPEN, title
        if title == "Plenary":
            assert not cards
            continue
        kinds = Counter(card["kind"] for card in cards)
        assert kinds["asset"] >= 3, title
        assert all(card["references"][0]["kind"] == ReferenceKind.ASSET for card in cards if card["kind"] == "asset")
        assert all(card["themes"] for card in cards if card["kind"] == "note")
    themed = [card for state in states(demo_session, trial).values() for card in state["cards"].values()]
    assert sum(bool(card["themes"]) for card in themed) >= 6


def test_texts_of_ours_are_in_four_languages(demo_session: Session, finished: Camp, trial: Camp) -> None:
    plan = [step.title for step in templating.plan_of(BRUSSELS).steps]
    for camp in (finished, trial):
        texts = [camp.title, camp.introduction, *(group.title for group in camp.working_groups)]
        texts += [part for g in camp.working_groups for zone in g.board.zones for part in (zone.title, zone.help)]
        assert all(set(text) == set(LANGUAGES) for text in texts)
        assert [step.title for step in session_queries.steps_of(demo_session, camp)] == plan


def test_cards_and_comments_are_in_the_languages_of_the_region() -> None:
    camp = load_content().camp
    assert {card.language for card in camp.cards} == {"fr", "nl", "en"}
    assert {remark.language for remark in camp.comments} == set(LANGUAGES)


def test_a_story_has_its_own_time_and_leaves_ours_alone() -> None:
    moment = clock.now() - timedelta(days=10)
    with clock.told(moment):
        assert clock.now() == moment
        with clock.told(moment + timedelta(hours=1)):
            assert clock.today() == (moment + timedelta(hours=1)).date()
        assert clock.now() == moment
    assert clock.now() > moment + timedelta(days=9)
