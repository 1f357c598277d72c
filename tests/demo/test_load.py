"""The loaded demonstration: as published, traceable from end to end, and loaded once only."""

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

from click.testing import CliRunner
from flask import Flask
from pytest import MonkeyPatch
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.camp.models import Camp, CardVote, Seat
from cocreate.core import audit, provenance
from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import SYSTEM
from cocreate.demo.content import ALLOWED_LICENCES, load_content
from cocreate.demo.load import find_demo, load_demo, remove_unfinished
from cocreate.demo.load.camping import cards_of
from cocreate.demo.sheets import RECEIPT_TO_TRY, make_sheets
from cocreate.ecosystem.queries import hidden_projects, projects_of
from cocreate.plan.models import Action
from cocreate.process.models import Challenge, Process
from cocreate.process.rules import PhaseKind
from cocreate.selection.models import Criterion, Decision, Score, SelectionMove, Shortlist, Sid, SidChallenge
from cocreate.selection.portfolio.way import way_of
from cocreate.survey.models import Answer, Consultation, Question, Submission
from cocreate.themes.matching import queries as matching
from cocreate.themes.models import Theme


def demo_of(session: Session) -> Process:
    process = find_demo(session)
    assert process is not None
    return process


def count(session: Session, model: type, *where: object) -> int:
    return session.scalar(select(func.count()).select_from(model).where(*where)) or 0  # type: ignore[arg-type]


def test_615_people_answered_in_the_published_mix(demo_session: Session) -> None:
    mix = Counter(demo_session.scalars(select(Submission.helix)))
    assert mix == {
        "research": 271,
        "citizen": 215,
        "business": 49,
        "public_sector": 43,
        "civil_society": 25,
        "other": 12,
    }
    assert Counter(demo_session.scalars(select(Submission.language))) == {"fr": 277, "nl": 184, "en": 105, "de": 49}


def test_two_thirds_find_the_challenges_fit(demo_session: Session) -> None:
    fits = demo_session.scalars(select(Answer.value).join(Question).where(Question.key == "fit"))
    counts = Counter((value or {})["choice"] for value in fits)
    assert counts["yes"] == 412 and counts["partly"] > counts["no"] > 0 and counts.total() == 615


def test_every_free_answer_is_borrowed_once_and_says_from_where(demo_session: Session) -> None:
    voices = {voice.text: voice for voice in load_content().voices}
    answers = list(demo_session.scalars(select(Answer).where(Answer.has_text)))
    assert len(answers) > 1000
    assert [text for text, times in Counter(answer.text for answer in answers).items() if times > 1] == []
    for answer in answers:
        assert answer.text_language == voices[answer.text].language
        assert answer.attribution["source"] and answer.attribution["licence"] in ALLOWED_LICENCES


def test_somebody_says_nothing_in_another_language_than_the_page(demo_session: Session) -> None:
    spoken = demo_session.execute(select(Submission.language, Answer.text_language).join(Answer).where(Answer.has_text))
    assert all(page == said for page, said in spoken)


def test_the_same_seed_gives_the_same_sheets() -> None:
    keys = {challenge.key: f"id-{challenge.key}" for challenge in load_content().process.challenges}
    today = clock.today()

    def made(seed: int) -> list[object]:
        return list(make_sheets(load_content(), keys, first_day=today - timedelta(20), last_day=today, seed=seed))

    assert made(1) == made(1) != made(2)


def test_rankings_of_challenges_have_a_shape(demo_session: Session) -> None:
    titles = {c.public_id: c.title["en"] for c in demo_session.scalars(select(Challenge))}
    firsts: Counter[str] = Counter()
    for value in demo_session.scalars(select(Answer.value).join(Question).where(Question.key == "rank_challenges")):
        if value and value.get("order"):
            firsts[titles[value["order"][0]]] += 1
    (best, most), *_others, (last, fewest) = firsts.most_common()
    assert best == "Climate and energy" and last != best and most > 2 * fewest > 0


def test_sixty_people_filled_six_boards_with_cards_that_cite_themes(demo_session: Session) -> None:
    camp = demo_session.scalars(select(Camp).where(Camp.is_open.is_(False))).one()
    seats = list(demo_session.scalars(select(Seat).where(Seat.camp_id == camp.id)))
    assert len(seats) == 60 and len(camp.working_groups) == 6
    assert set(Counter(seat.group_id for seat in seats).values()) == {10}
    assert all(re.fullmatch(r"Participant \d+", seat.name) for seat in seats)
    cards = cards_of(demo_session, camp)
    assert 90 <= len(cards) <= 120 and all(card.author_id for card in cards)
    assert sum(bool(card.sources) for card in cards) > 0.8 * len(cards)
    votes = Counter(demo_session.scalars(select(CardVote.seat_id)))
    assert len(votes) == 60 and max(votes.values()) <= camp.votes_per_seat


def test_the_long_list_is_eight_and_three_of_which_five_are_reconstructed(demo_session: Session) -> None:
    sids = list(demo_session.scalars(select(Sid).order_by(Sid.position)))
    assert Counter(sid.kind for sid in sids) == {"sid": 8, "lever": 3}
    assert sum(sid.is_reconstructed for sid in sids) == 5
    assert [sid.title for sid in sids] == [told.title.as_dict() for told in load_content().long_list]
    for sid in sids:
        assert provenance.walk_back(demo_session, sid.ref).of_type("card"), f"{sid.title['en']} comes from no card"


def test_from_every_shortlisted_domain_one_can_walk_back_to_answers(demo_session: Session) -> None:
    kept = list(demo_session.scalars(select(Sid).join(Decision).where(Decision.is_kept)))
    assert len(kept) == 6
    for sid in kept:
        back = provenance.walk_back(demo_session, sid.ref)
        answers = back.of_type("answer")
        assert back.of_type("theme") and answers
        stored = count(demo_session, Answer, Answer.id.in_(answers[:500]), Answer.has_text)
        assert stored == len(answers[:500]), "a step leads to nothing"


def test_from_an_answer_one_can_walk_on_to_an_action(demo_session: Session) -> None:
    sid = demo_session.scalars(select(Sid).join(Decision).where(Decision.is_kept).order_by(Decision.position)).first()
    assert sid is not None
    answer = provenance.walk_back(demo_session, sid.ref).of_type("answer")[0]
    assert provenance.walk_forward(demo_session, ("answer", answer)).of_type("action")


def test_the_committee_decided_with_reasons_where_it_left_the_proposal(demo_session: Session) -> None:
    shortlist = demo_session.scalars(select(Shortlist)).one()
    assert shortlist.decided_at is not None
    decisions = list(demo_session.scalars(select(Decision)))
    assert Counter(d.is_kept for d in decisions) == {True: 6, False: 5}
    assert sum(d.is_transversal for d in decisions) == 1
    differing = [d for d in decisions if d.is_kept != d.was_proposed]
    assert differing and all(set(d.reason) == {"nl", "fr", "en", "de"} for d in differing)
    assert sum(demo_session.scalars(select(Criterion.weight))) == 100
    assert len(set(demo_session.scalars(select(Score.member_id)))) == 10


def test_eight_and_three_became_five_and_one_by_moves_that_give_their_reasons(demo_session: Session) -> None:
    moves = list(demo_session.scalars(select(SelectionMove)))
    assert Counter(move.kind for move in moves) == {"merge": 5, "transversal": 1}
    assert all(move.is_in_decision and set(move.reason) == {"nl", "fr", "en", "de"} for move in moves)
    process = demo_session.scalars(select(Process).where(Process.is_demo)).one()
    step = way_of(demo_session, process).to_shortlist
    assert step is not None
    assert Counter(station.is_transversal for station in step.before) == {False: 8, True: 3}
    assert Counter(station.is_transversal for station in step.after) == {False: 5, True: 1}
    assert all(passage.targets for passage in step.passages), "every candidate lives on"


def test_every_candidate_is_linked_with_the_challenges_of_the_story_in_four_languages(demo_session: Session) -> None:
    links = list(demo_session.scalars(select(SidChallenge)))
    assert len(links) == 11 * 6
    assert all(set(link.reason) == {"nl", "fr", "en", "de"} for link in links if link.strength)
    told = {each.title.en: len(each.challenges) for each in load_content().long_list}
    served = Counter(link.sid.title["en"] for link in links if link.strength >= 2)
    assert all(served[title] >= least for title, least in told.items())


def test_the_plan_serves_the_shortlist(demo_session: Session) -> None:
    actions = list(demo_session.scalars(select(Action)))
    assert sorted(action.number for action in actions) == sorted(action.number for action in load_content().actions)
    assert all(action.actors for action in actions)
    assert {d.sid_id for d in demo_session.scalars(select(Decision).where(Decision.is_kept))} == {
        sid.id for action in actions for sid in action.sids
    }


def test_projects_are_listed_in_words_that_may_be_quoted(demo_session: Session) -> None:
    process = demo_of(demo_session)
    assert len(projects_of(demo_session, None, process=process)) == 18
    assert hidden_projects(demo_session, process) == []


def test_larger_themes_are_accepted_and_small_ones_left_to_judge(demo_session: Session) -> None:
    themes = list(demo_session.scalars(select(Theme)))
    accepted = [theme for theme in themes if theme.state == "accepted"]
    assert len(accepted) >= 15 and {theme.state for theme in themes} == {"accepted", "proposed"}
    assert all(theme.belongs_to and theme.decided_by_id and not theme.labels for theme in accepted)


def test_the_queue_of_statements_is_filled_and_its_first_ones_are_decided(demo_session: Session) -> None:
    consultation = demo_session.scalars(select(Consultation)).first()
    assert consultation is not None
    decided, everything = matching.progress(demo_session, consultation)
    assert decided == 60 and everything > 500
    assert len(matching.ranks(demo_session, consultation)) == 60
    assert matching.completing(demo_session, consultation)


def test_the_trail_of_the_loading_is_intact(demo_session: Session) -> None:
    found = audit.verify(demo_session)
    assert found.is_intact and found.lines > 500


def test_every_stage_can_be_played_with_now(demo_session: Session) -> None:
    process = demo_of(demo_session)
    assert process.is_public and process.is_demo
    now_open = {PhaseKind.CONSULTATION, PhaseKind.CAMP, PhaseKind.SELECTION, PhaseKind.PLAN}
    assert process.open_phases() == {kind.value for kind in now_open}
    for phase in process.phases:
        assert ("demonstration" in phase.summary["en"]) == (phase.kind in now_open), "an open phase says why it is open"
    assert demo_session.scalars(select(Consultation)).one().is_taking_answers
    assert demo_session.scalars(select(Camp).where(Camp.is_open)).one().join_code


def test_loading_twice_changes_nothing(demo_session: Session) -> None:
    process = demo_of(demo_session)
    before = count(demo_session, AuditEntry)
    assert load_demo().public_id == process.public_id
    assert count(demo_session, AuditEntry) == before and count(demo_session, Process) == 1


def test_what_an_interrupted_loading_left_is_taken_away(demo_session: Session) -> None:
    whole = demo_of(demo_session)
    own_organisation = whole.organisation
    half = Process(title={"en": "Half"}, is_demo=True, created_at=clock.now(), organisation=own_organisation)
    own = Process(title={"en": "Somebody's own"}, created_at=clock.now(), organisation=own_organisation)
    demo_session.add_all([half, own])
    demo_session.flush()
    audit.record(demo_session, SYSTEM, "process:process:create", half.ref, process=half.public_id)
    assert remove_unfinished(demo_session) == 1
    left = set(demo_session.scalars(select(Process.public_id)))
    assert left == {whole.public_id, own.public_id}
    assert audit.verify(demo_session).is_intact


def test_a_visitor_can_look_up_the_sheet_of_the_receipt_to_try(demo_app: Flask, demo_session: Session) -> None:
    consultation = demo_session.scalars(select(Consultation)).one()
    page = f"/en/p/{demo_of(demo_session).public_id}/consultations/{consultation.public_id}/receipt"
    shown = demo_app.test_client().submit(page, {"code": RECEIPT_TO_TRY})  # type: ignore[attr-defined]
    assert shown.status_code == 200
    assert "borrowed from" in shown.text and "CC" in shown.text


def test_the_command_prints_links_that_sign_in(demo_app: Flask, monkeypatch: MonkeyPatch) -> None:
    from cocreate.cli import cli

    settings = demo_app.extensions["cocreate_settings"]
    monkeypatch.setenv("COCREATE_DATA_DIR", str(settings.data_dir))
    done = CliRunner().invoke(cli, ["demo"], catch_exceptions=False)
    assert done.exit_code == 0
    links = dict(re.findall(r"^(\S.*?)\s{2,}http://localhost:8000(\S+)$", done.stdout, re.MULTILINE))
    for role in ("Visitor", "Organiser", "Facilitator", "Steering committee member", "Participant of a camp"):
        browser = demo_app.test_client()
        assert browser.get(links[role]).status_code == 200, role
        if "/account/link/" in links[role]:
            inside = browser.submit(links[role], follow_redirects=True)  # type: ignore[attr-defined]
            assert inside.status_code == 200 and "/p/" in inside.request.path, role


def test_without_the_demonstration_there_is_an_administrator_to_begin(monkeypatch: MonkeyPatch, tmp_path: Path) -> None:
    from cocreate.cli import cli

    monkeypatch.setenv("COCREATE_DATA_DIR", f"{tmp_path}/empty")
    for _twice in range(2):
        done = CliRunner().invoke(cli, ["demo", "--empty"], catch_exceptions=False)
        assert done.exit_code == 0 and done.stdout.count("/account/link/") == 1
    people = CliRunner().invoke(cli, ["user", "list"], catch_exceptions=False)
    assert people.output.count("@") == 1 and "administrator" in people.output
