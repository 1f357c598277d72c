"""The sum of all fates is the number of contributions, whatever people do."""

import random

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core.ids import public_id
from cocreate.core.permissions import SYSTEM
from cocreate.errors import Conflict
from cocreate.process import validations as validating
from cocreate.process.models import Process
from cocreate.process.rules import Answered, CommentKind
from cocreate.public.fates import commands, worklist
from cocreate.public.fates.counting import (
    Whole,
    by_helix,
    count_contributions,
    rest_of,
    safe_table,
    steps_of,
    whole_of,
    without_one_fate,
)
from cocreate.public.fates.flows import GROUPS, THEMES, flows_of
from cocreate.public.fates.remembering import remembered_groups
from cocreate.public.fates.rules import Act, FateKind, Reason, Source, Step
from cocreate.public.fates.worklist import Why
from cocreate.public.models import FateMark
from cocreate.selection import commands as selection
from cocreate.survey.commands.sheets import leave_out
from cocreate.survey.models import Answer, Consultation, Submission
from cocreate.survey.protection import commands as protection
from cocreate.survey.rules import LeftOut
from cocreate.themes import commands as themes
from cocreate.themes.models import AnalysisRun, Theme, UnplacedAnswer
from cocreate.themes.rules import Belonging, ThemeState
from tests.factories.camp import do, guest, make_camp, make_card, make_seat
from tests.factories.themes import answered_consultation, read_consultation

STEPS = ("accept", "reject", "reopen", "merge", "aside", "reply", "undo", "card", "promote", "erase")
ASIDE = commands.Told(Act.SET_ASIDE, {}, Reason.OFF_TOPIC)
REPLY = commands.Told(Act.REPLY, {"en": "Thank you, this is planned."})


def checked(session: Session, process: Process) -> Whole:
    """The whole, after the laws that always hold."""
    session.flush()
    whole = whole_of(session, process)
    assert whole.counts == whole_of(session, process, read=remembered_groups).counts
    assert whole.total == count_contributions(session, process, whole.cards)
    assert sum(whole.of(kind) for kind in FateKind) == whole.total
    counts = worklist.waiting_counts(whole)
    for why in Why:
        if why not in (Why.CARDS, Why.PROPOSALS):
            assert len(session.scalars(worklist.waiting_answers(whole, why)).all()) == counts[why], why
    flows = flows_of(whole).flows
    assert sum(f.value for f in flows if f.source.level == GROUPS) == pytest.approx(
        whole.from_source(Source.ANSWER) + whole.from_source(Source.CARD)
    )
    into, out = (
        {s: sum(f.value for f in flows if getattr(f, end).name == s) for s in {getattr(f, end).name for f in flows}}
        for end in ("target", "source")
    )
    for name, value in out.items():
        if name[0] >= THEMES:
            assert value <= into[name] + 1e-6, f"more leaves {name} than comes in"
    return whole


@pytest.fixture
def read(session: Session) -> tuple[Consultation, list[Theme]]:
    return read_consultation(session)


def test_before_anything_is_read_every_text_waits(session: Session) -> None:
    consultation = answered_consultation(session)
    whole = checked(session, consultation.process)
    assert whole.total == whole.of(FateKind.WAITING) == 19
    assert worklist.waiting_counts(whole)[Why.UNREAD] == 19


def test_each_decision_about_a_theme_is_the_fate_of_its_answers(
    session: Session, read: tuple[Consultation, list[Theme]]
) -> None:
    consultation, (first, second, third) = read
    process = consultation.process
    themes.accept_theme(session, SYSTEM, process, first, belongs_to=Belonging.NEW, version=first.version)
    themes.reject_theme(session, SYSTEM, process, second, reason="Too wide", version=second.version)
    whole = checked(session, process)
    assert whole.of(FateKind.KEPT) == first.size
    assert whole.of(FateKind.OUT_OF_SCOPE) == second.size and whole.reasons == [(Reason.THEME_REJECTED, second.size)]
    assert whole.of(FateKind.WAITING) == third.size + 1
    commands.reply_to_theme(session, SYSTEM, process, REPLY, second)
    assert checked(session, process).of(FateKind.ANSWERED) == second.size


def test_answers_of_themes_that_became_one_are_merged(session: Session, read: tuple[Consultation, list[Theme]]) -> None:
    consultation, (first, second, _third) = read
    process = consultation.process
    size = first.size + second.size
    merged = themes.merge_themes(session, SYSTEM, process, [first, second], labels={"en": "Both"})
    assert checked(session, process).of(FateKind.MERGED) == 0  # nobody accepted it so far
    themes.accept_theme(session, SYSTEM, process, merged, belongs_to=Belonging.NEW, version=merged.version)
    assert checked(session, process).of(FateKind.MERGED) == size


def test_what_is_set_aside_waits_again_when_that_is_taken_back(
    session: Session, read: tuple[Consultation, list[Theme]]
) -> None:
    process = read[0].process
    whole = checked(session, process)
    alone = worklist.waiting_answers(whole, Why.NO_OPINION)
    decision = commands.decide_answers(session, SYSTEM, process, ASIDE, alone)
    assert decision.size == 1
    after = checked(session, process)
    assert after.reasons == [(Reason.OFF_TOPIC, 1)] and not worklist.waiting_counts(after)[Why.NO_OPINION]
    assert commands.undo(session, SYSTEM, process, decision) == 1
    assert checked(session, process).counts == whole.counts
    assert commands.undo(session, SYSTEM, process, decision) == 0


def test_a_sheet_that_does_not_count_says_so(session: Session, read: tuple[Consultation, list[Theme]]) -> None:
    consultation, _themes = read
    sheet = session.scalars(select(Submission).where(Submission.consultation_id == consultation.id)).first()
    assert sheet is not None
    leave_out(session, SYSTEM, consultation, [sheet], LeftOut.DUPLICATE, reason="Sent twice")
    assert (Reason.SHEET_LEFT_OUT, 1) in checked(session, consultation.process).reasons


def test_cards_end_as_candidates_in_other_cards_aside_or_wait(
    session: Session, read: tuple[Consultation, list[Theme]]
) -> None:
    process = read[0].process
    camp = make_camp(session, process)
    board, other = camp.groups[0].board, camp.groups[1].board
    seat, _token = make_seat(session, camp, helix="research")
    promoted = make_card(session, board, "A night network", actor=guest(seat))
    merged, also = (make_card(session, board, text, actor=guest(seat)) for text in ("Trees", "Shade"))
    aside, waits = make_card(session, other, "The moon"), make_card(session, other, "Benches")
    removed = make_card(session, board, "A slip of the pen", actor=guest(seat))
    selection.promote_card(session, SYSTEM, process, promoted, title={"en": "Night mobility"})
    parts = {"cards": [merged.public_id, also.public_id], "zone": "market", "rank": 1, "title": "", "text": "Both"}
    do(session, guest(seat), board, "merge_cards", card=public_id(), **parts)
    do(session, guest(seat), board, "remove_card", card=removed.public_id)
    commands.decide_cards(session, SYSTEM, process, ASIDE, [aside])
    whole = checked(session, process)
    fates = {each.card.public_id: each.fate.kind for each in whole.cards}
    assert fates == {
        promoted.public_id: FateKind.KEPT,
        merged.public_id: FateKind.MERGED,
        also.public_id: FateKind.MERGED,
        aside.public_id: FateKind.OUT_OF_SCOPE,
        removed.public_id: FateKind.OUT_OF_SCOPE,
        waits.public_id: FateKind.WAITING,
    }
    assert steps_of(whole)[Step.CANDIDATE][Source.CARD] == 1


def test_a_proposed_change_of_a_challenge_is_taken_up_or_answered(session: Session) -> None:
    process = answered_consultation(session).process
    asked = validating.ask_committee(session, SYSTEM, process, process.challenges[0])
    one, two = (
        validating.comment(session, SYSTEM, process, asked, CommentKind.CHANGE, text) for text in ("Floods", "Heat")
    )
    validating.comment(session, SYSTEM, process, asked, CommentKind.COMMENT, "Well written")
    validating.answer(session, SYSTEM, process, one, Answered.TAKEN_UP, "Added")
    whole = checked(session, process)
    assert whole.from_source(Source.PROPOSAL) == 2
    assert whole.of(FateKind.KEPT, Source.PROPOSAL) == whole.of(FateKind.WAITING, Source.PROPOSAL) == 1
    validating.answer(session, SYSTEM, process, two, Answered.NOT_TAKEN_UP, "It is in another challenge")
    assert checked(session, process).of(FateKind.ANSWERED, Source.PROPOSAL) == 1


@pytest.mark.parametrize("seed", range(4))
def test_whatever_people_do_the_sum_stays_the_number_of_contributions(
    session: Session, read: tuple[Consultation, list[Theme]], seed: int
) -> None:
    """Forty random steps of analysts, organisers, a camp and respondents, with the laws checked after each."""
    consultation, _found = read
    process, chance = consultation.process, random.Random(seed)
    camp = make_camp(session, process)
    seat, _token = make_seat(session, camp, helix="business")
    texts = [f"Idea number {number}" for number in range(40)]
    for number in range(40):
        whole = whole_of(session, process)
        standing = [theme for theme in whole.graph.themes.values() if theme.state != ThemeState.MERGED]
        theme, board = chance.choice(standing), chance.choice(camp.groups).board
        step = chance.choice(
            ["accept", "reject", "reopen", "merge", "aside", "reply", "undo", "card", "promote", "erase"]
        )
        if step == "accept":
            themes.accept_theme(session, SYSTEM, process, theme, belongs_to=Belonging.NEW, version=theme.version)
        elif step == "reject":
            themes.reject_theme(session, SYSTEM, process, theme, reason="Too wide", version=theme.version)
        elif step == "reopen" and theme.state != ThemeState.PROPOSED:
            themes.reopen_theme(session, SYSTEM, process, theme, version=theme.version)
        elif step == "merge" and len(standing) > 2:
            themes.merge_themes(session, SYSTEM, process, chance.sample(standing, 2), labels={"en": "Both"})
        elif step == "aside":
            why = chance.choice([why for why in Why if why not in (Why.CARDS, Why.PROPOSALS)])
            if worklist.waiting_counts(whole)[why]:
                some = worklist.waiting_answers(whole, why)
                commands.decide_answers(session, SYSTEM, process, chance.choice([ASIDE, REPLY]), some)
        elif step == "reply" and not whole.stands[theme.id].is_answered:
            commands.reply_to_theme(session, SYSTEM, process, REPLY, theme)
        elif step == "undo":
            for made in worklist.decisions_made(session, process)[:1]:
                commands.undo(session, SYSTEM, process, made.decision)
        elif step == "card":
            cited = tuple(t.public_id for t in standing if t.state == ThemeState.ACCEPTED)[:2]
            make_card(session, board, texts[number], actor=guest(seat), themes=cited)
        elif step == "promote" and whole.cards:
            card = chance.choice(whole.cards).card
            selection.promote_card(session, SYSTEM, process, card, title={"en": texts[number]})
        elif step == "erase":
            sheet = session.scalars(select(Submission).where(Submission.consultation_id == consultation.id)).first()
            if sheet is not None:
                protection.erase_own_sheet(session, SYSTEM, consultation, sheet)
        checked(session, process)


def test_small_groups_are_hidden_and_cannot_be_worked_out(
    session: Session, read: tuple[Consultation, list[Theme]]
) -> None:
    consultation, (first, second, _third) = read
    process = consultation.process
    process.minimum_cell = 2
    themes.accept_theme(session, SYSTEM, process, first, belongs_to=Belonging.NEW, version=first.version)
    themes.accept_theme(session, SYSTEM, process, second, belongs_to=Belonging.NEW, version=second.version)
    whole = checked(session, process)
    shown = [n for row in by_helix(whole, Source.ANSWER).rows.values() for n in row.values() if isinstance(n, int)]
    assert all(number == 0 or number >= 2 for number in shown)
    groups = [f for f in flows_of(whole).flows if f.source.level == GROUPS and f.source.key != "hidden"]
    assert all(flow.value >= 2 for flow in groups)


def test_large_groups_are_shown_beside_small_ones() -> None:
    counts = {"research": (40, 10), "business": (30, 2), "citizen": (50, 20), "civil_society": (3, 9)}
    told = [(group, column, row[place]) for group, row in counts.items() for place, column in enumerate(("up", "wait"))]
    table = safe_table(told, ("up", "wait"), 5)
    assert table.shown("research", "up") == 40 and table.shown("citizen", "wait") == 20
    assert table.shown("business", "wait") == table.shown("civil_society", "up") == 0
    assert rest_of(table, "wait", 41) == 41 - sum(table.shown(group, "wait") for group in counts) >= 5


def test_nothing_is_decided_twice(session: Session, read: tuple[Consultation, list[Theme]]) -> None:
    process = read[0].process
    alone = worklist.waiting_answers(whole_of(session, process), Why.NO_OPINION)
    first = commands.decide_answers(session, SYSTEM, process, ASIDE, alone, public_id="abcdefghijkl")
    assert commands.decide_answers(session, SYSTEM, process, ASIDE, alone, public_id="abcdefghijkl").id == first.id
    with pytest.raises(Conflict):
        commands.decide_answers(session, SYSTEM, process, REPLY, alone)
    assert len(session.scalars(select(FateMark)).all()) == 1


def test_a_mark_goes_with_the_answer_that_it_was_about(
    session: Session, read: tuple[Consultation, list[Theme]]
) -> None:
    consultation, _themes = read
    process = consultation.process
    alone = worklist.waiting_answers(whole_of(session, process), Why.NO_OPINION)
    answer = session.get_one(Answer, session.scalars(alone).one())
    commands.decide_answers(session, SYSTEM, process, ASIDE, alone)
    protection.erase_own_sheet(session, SYSTEM, consultation, session.get_one(Submission, answer.submission_id))
    assert not session.scalars(select(FateMark)).all()
    checked(session, process)


def test_the_check_up_finds_an_answer_with_two_fates(session: Session, read: tuple[Consultation, list[Theme]]) -> None:
    consultation, _themes = read
    assert without_one_fate(session) == []
    left = session.scalars(select(UnplacedAnswer)).one()
    twin = AnalysisRun(consultation_id=consultation.id, seed=1, started_at=clock.now(), is_current=True)
    session.add(twin)
    session.flush()
    session.add(UnplacedAnswer(run_id=twin.id, answer_id=left.answer_id, reason=left.reason))
    session.flush()
    assert without_one_fate(session) == [consultation.process.public_id]
