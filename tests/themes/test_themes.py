"""From free answers to themes that people decide about."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core import jobs, provenance
from cocreate.core.audit import AuditEntry, verify
from cocreate.core.permissions import SYSTEM
from cocreate.core.provenance import Relation
from cocreate.errors import Conflict, Invalid
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.commands.opening import close_consultation
from cocreate.survey.models import Consultation
from cocreate.themes import commands, queries
from cocreate.themes.models import AnalysisRun, Theme
from cocreate.themes.rules import Belonging, ThemeState
from tests.factories.survey import make_consultation, make_sheet
from tests.factories.themes import SAID, answered_consultation, read_consultation


def answers_of(session: Session, theme: Theme) -> set[str]:
    return {m.answer_id for m in queries.members_of(session, [theme])[theme.id]}


def test_every_free_answer_is_in_one_theme_or_counted_as_saying_nothing(session: Session) -> None:
    consultation, themes = read_consultation(session)
    run = queries.current_run(session, consultation)
    assert run is not None and run.finished_at is not None
    told = run.coverage["new_challenge"]
    assert told["answers"] == 19
    assert told["unplaced"] == {"no_opinion": 1}
    assert sum(theme.size for theme in themes) == told["placed"] == 18
    members = [answer for theme in themes for answer in answers_of(session, theme)]
    assert len(members) == len(set(members)) == 18


def test_a_theme_keeps_the_way_back_to_its_answers(session: Session) -> None:
    _consultation, themes = read_consultation(session)
    walk = provenance.walk_back(session, themes[0].ref)
    assert set(walk.of_type("answer")) == answers_of(session, themes[0])


def test_a_theme_gathers_the_four_languages(session: Session) -> None:
    _consultation, themes = read_consultation(session)
    assert all(len(theme.by_language) > 1 for theme in themes)
    assert all(sum(theme.by_helix.values()) == theme.size for theme in themes)


def test_without_free_answers_there_is_nothing_to_read(session: Session) -> None:
    consultation = make_consultation(session)
    with pytest.raises(Invalid, match=r"themes\.run\.nothing_to_read"):
        commands.start_run(session, SYSTEM, consultation.process, consultation)


def test_two_readings_at_once_are_refused(session: Session) -> None:
    consultation = answered_consultation(session)
    commands.start_run(session, SYSTEM, consultation.process, consultation)
    with pytest.raises(Conflict, match=r"themes\.run\.under_way"):
        commands.start_run(session, SYSTEM, consultation.process, consultation)


def test_a_cancelled_reading_shows_nothing_and_can_be_started_again(session: Session) -> None:
    consultation = answered_consultation(session)
    run = commands.start_run(session, SYSTEM, consultation.process, consultation, subsamples=4)
    assert run.job is not None
    jobs.cancel(session, SYSTEM, run.job)
    session.commit()
    session.refresh(run.job)
    assert run.job.state == jobs.JobState.CANCELLED
    assert queries.current_run(session, consultation) is None
    jobs.retry(session, SYSTEM, run.job)
    session.commit()
    session.expire_all()
    assert session.get_one(AnalysisRun, run.id).is_current


def test_an_accepted_theme_says_where_it_belongs(session: Session) -> None:
    consultation, (first, *_rest) = read_consultation(session)
    process = consultation.process
    with pytest.raises(Invalid, match=r"themes\.theme\.needs_place"):
        commands.accept_theme(session, SYSTEM, process, first, belongs_to=None, version=first.version)
    part = process.challenges[1].sub_challenges[0]
    commands.accept_theme(session, SYSTEM, process, first, belongs_to=None, place=part, version=first.version)
    assert (first.state, first.belongs_to) == (ThemeState.ACCEPTED, Belonging.SUB_CHALLENGE)
    assert (first.challenge_id, first.sub_challenge_id) == (part.challenge_id, part.id)
    assert queries.accepted_themes(session, process) == [first]


def test_a_rejection_needs_a_reason(session: Session) -> None:
    consultation, (first, *_rest) = read_consultation(session)
    with pytest.raises(Invalid, match=r"themes\.theme\.needs_reason"):
        commands.reject_theme(session, SYSTEM, consultation.process, first, reason="  ", version=first.version)


def test_the_machines_words_survive_a_new_name(session: Session) -> None:
    consultation, (first, *_rest) = read_consultation(session)
    before = dict(first.machine_labels)
    commands.rename_theme(
        session, SYSTEM, consultation.process, first, labels={"nl": "Avondbussen"}, version=first.version
    )
    assert first.machine_labels == before
    assert first.title["nl"] == "Avondbussen"


def test_a_decision_on_an_old_page_is_refused(session: Session) -> None:
    consultation, (first, *_rest) = read_consultation(session)
    seen = first.version
    commands.rename_theme(session, SYSTEM, consultation.process, first, labels={"en": "Buses"}, version=seen)
    session.commit()
    with pytest.raises(Conflict, match="changed_meanwhile"):
        commands.reject_theme(session, SYSTEM, consultation.process, first, reason="No", version=seen)


def test_merging_makes_a_new_theme_and_keeps_the_origins(session: Session) -> None:
    consultation, themes = read_consultation(session)
    one, two = themes[:2]
    together = answers_of(session, one) | answers_of(session, two)
    merged = commands.merge_themes(session, SYSTEM, consultation.process, [one, two], labels={"en": "Both"})
    assert merged.size == len(together) == len(answers_of(session, merged))
    assert sum(merged.by_helix.values()) == sum(merged.by_language.values()) == merged.size
    assert one.state == two.state == ThemeState.MERGED
    assert {s.relation for s in provenance.origins(session, merged.ref)} == {Relation.MERGED_FROM}
    assert set(provenance.walk_back(session, merged.ref).of_type("answer")) == together
    with pytest.raises(Conflict):
        commands.merge_themes(session, SYSTEM, consultation.process, [one, themes[-1]], labels={"en": "Again"})


def test_a_new_reading_keeps_the_names_and_decisions_that_people_gave(session: Session) -> None:
    consultation, themes = read_consultation(session)
    process = consultation.process
    chosen = themes[0]
    commands.rename_theme(session, SYSTEM, process, chosen, labels={"en": "Our own words"}, version=chosen.version)
    session.flush()
    commands.accept_theme(session, SYSTEM, process, chosen, belongs_to=Belonging.NEW, version=chosen.version)
    import_submissions(
        session, SYSTEM, consultation, [make_sheet(consultation, new_challenge=SAID["trees"][0] + " Now.")]
    )
    commands.start_run(session, SYSTEM, process, consultation, seed=2, subsamples=8)
    session.commit()
    session.expire_all()
    (kept,) = queries.accepted_themes(session, process)
    assert kept.id != chosen.id
    assert kept.title["en"] == "Our own words"
    assert kept.belongs_to == Belonging.NEW
    assert ("theme", chosen.public_id) in [s.source for s in provenance.origins(session, kept.ref)]


def test_the_audit_trail_tells_of_decisions_without_peoples_words(session: Session) -> None:
    consultation, (first, *_rest) = read_consultation(session)
    commands.reject_theme(session, SYSTEM, consultation.process, first, reason="A secret word", version=first.version)
    session.commit()
    lines = session.scalars(select(AuditEntry)).all()
    assert "themes:theme:reject" in {line.verb for line in lines}
    assert "secret" not in str([line.details for line in lines])
    assert verify(session).is_intact


def accepted(session: Session, consultation: Consultation, theme: Theme) -> None:
    """A theme that stands, with words of its own."""
    process = consultation.process
    words = {"en": "Better buses"}
    commands.rename_theme(session, SYSTEM, process, theme, labels=words, version=theme.version)
    commands.accept_theme(session, SYSTEM, process, theme, belongs_to=Belonging.NEW, version=theme.version)


def test_a_reader_of_the_results_goes_from_a_question_to_its_accepted_themes(
    client: FlaskClient, session: Session
) -> None:
    consultation, themes = read_consultation(session)
    kept, refused = themes[0], themes[1]
    accepted(session, consultation, kept)
    process = consultation.process
    commands.reject_theme(session, SYSTEM, process, refused, reason="Another matter", version=refused.version)
    close_consultation(session, SYSTEM, consultation)
    process.minimum_cell = 1
    session.commit()
    page = f"/en/p/{consultation.process.public_id}/consultations/{consultation.public_id}/results"
    shown = client.get(page).text.partition("What people wrote, by theme")[2]
    assert f"/en/p/{consultation.process.public_id}/themes/{kept.public_id}" in shown and "Better buses" in shown
    assert refused.public_id not in shown and "<q lang=" in shown
    part = client.get(f"{page}?language=en").text
    assert "What people wrote, by theme" not in part  # themes are of all answers


def test_a_theme_of_few_answers_has_no_number_and_no_quote_beside_the_results(
    client: FlaskClient, session: Session
) -> None:
    consultation, themes = read_consultation(session)
    accepted(session, consultation, themes[0])
    close_consultation(session, SYSTEM, consultation)
    session.commit()
    page = f"/en/p/{consultation.process.public_id}/consultations/{consultation.public_id}/results"
    shown = client.get(page).text.partition("What people wrote, by theme")[2]
    assert "1 more theme is on the page of themes" in shown and "Better buses" not in shown and "<q" not in shown
