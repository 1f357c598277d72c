"""Somebody writes other words into a sheet that was read: nothing that was found in the old ones stays behind."""

from dataclasses import dataclass

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from cocreate.core import provenance
from cocreate.core.permissions import SYSTEM, Actor
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.commands.sheets import change_answers
from cocreate.survey.models import Answer, AnswerFlag, Consultation, Submission
from cocreate.survey.rules import AnswerSheet
from cocreate.themes import commands, joining, queries
from cocreate.themes.campaigns import count_campaign
from cocreate.themes.joining import count_late
from cocreate.themes.matching import commands as matching
from cocreate.themes.matching.models import Statement
from cocreate.themes.matching.rules import Choice, Verdict
from cocreate.themes.models import AnalysisRun, Request, TextVector, Theme, ThemeAnswer, ThemeStep
from cocreate.themes.steps import history, moving
from cocreate.themes.steps.history import history_page
from tests.factories.matching import places
from tests.factories.survey import make_sheet, submit
from tests.factories.themes import answered_consultation

BUSES = (
    "We ask for more buses in the evening and at the weekend, since the last one leaves our station at eight and takes"
    " nobody home who works late. "
)
OLD = BUSES + "Whoever wants to know more about our group of commuters in the valley may write to ada@example.org."
NEW = BUSES + "Then the library next to the school should open on Sunday too, with a room for all who study."


@dataclass
class Site:
    """A read consultation with one sheet of which we know the code."""

    session: Session
    consultation: Consultation
    code: str
    answer: Answer

    @property
    def run(self) -> AnalysisRun:
        run = queries.current_run(self.session, self.consultation)
        assert run is not None
        return run

    @property
    def home(self) -> Theme:
        """The theme that the answer is in."""
        rows = select(Theme).join(ThemeAnswer).where(ThemeAnswer.answer_id == self.answer.id, ThemeAnswer.is_main)
        return self.session.scalars(rows.where(Theme.run_id == self.run.id)).one()

    def change(self, **answers: str) -> None:
        sheet = make_sheet(self.consultation, **answers) if answers else AnswerSheet("en", ())
        change_answers(self.session, Actor(), self.consultation, sheet, self.code, "a form")
        self.session.commit()
        self.session.expire_all()

    def rows_of_it(self, table: type) -> int:
        mine = select(func.count()).select_from(table).where(table.answer_id == self.answer.id)
        return self.session.scalar(mine) or 0

    def adds_up(self, answers: int) -> bool:
        told, run = self.run.coverage["new_challenge"], self.run
        members = queries.members_of(self.session, run.themes)
        return (
            told["answers"] == answers == told["placed"] + sum(told["unplaced"].values())
            and told["placed"] == sum(theme.size for theme in run.themes)
            and all(theme.size == sum(row.is_main for row in members[theme.id]) for theme in run.themes)
        )


@pytest.fixture
def site(session: Session) -> Site:
    consultation = answered_consultation(session)
    consultation.allows_editing = True
    code = submit(session, consultation, new_challenge=OLD).code
    commands.start_run(session, SYSTEM, consultation.process, consultation, seed=1, subsamples=4)
    session.commit()
    session.expire_all()
    answer = session.scalars(select(Answer).where(Answer.text == OLD)).one()
    return Site(session, consultation, code, answer)


def test_nothing_that_was_found_in_the_old_words_stays(site: Site) -> None:
    home = site.home
    assert all(map(site.rows_of_it, (ThemeAnswer, Request, AnswerFlag, TextVector))) and site.adds_up(20)
    assert site.answer.id in provenance.walk_back(site.session, home.ref).of_type("answer")
    site.change(new_challenge=NEW)
    assert site.answer.text == NEW
    assert not any(map(site.rows_of_it, (ThemeAnswer, Request, AnswerFlag, TextVector))) and site.adds_up(19)
    assert site.answer.id not in provenance.walk_back(site.session, home.ref).of_type("answer")


def test_a_changed_answer_is_new_to_the_analyst_and_joins_with_its_new_words(site: Site) -> None:
    site.change(new_challenge="Trees in all our streets give shade.")
    assert count_late(site.session, site.run) == 1
    late = [make_sheet(site.consultation, new_challenge=text) for text in ("Busses at night!", "More doctors!")]
    import_submissions(site.session, SYSTEM, site.consultation, late)
    site.consultation.process.minimum_cell = 3
    joining.start_joining(site.session, SYSTEM, site.run)
    site.session.commit()
    site.session.expire_all()
    said = select(Answer.text).join(ThemeAnswer).where(ThemeAnswer.theme_id == site.home.id)
    assert "Plant more trees in the streets." in site.session.scalars(said).all()
    assert count_late(site.session, site.run) == 0


def test_a_sheet_sent_again_with_the_same_words_keeps_its_place(site: Site) -> None:
    before = site.home.id
    site.change(new_challenge=OLD, helix="research")
    assert site.home.id == before and site.adds_up(20)


def test_an_answer_that_is_taken_back_leaves_the_counts(site: Site) -> None:
    size, home = site.home.size, site.home
    site.change(fit="yes")
    assert site.session.scalars(select(Answer).where(Answer.has_text, Answer.text == OLD)).all() == []
    assert home.size == size - 1 and site.adds_up(19)


def test_what_people_moved_stays_in_the_history_and_undoing_brings_no_old_place_back(site: Site) -> None:
    home = site.home
    other = next(theme for theme in site.run.themes if theme.id != home.id)
    mate = next(row for row in queries.members_of(site.session, [home])[home.id] if row.answer_id != site.answer.id)
    chosen = [site.answer.id, mate.answer_id]
    process = site.consultation.process
    moving.move_answers(site.session, SYSTEM, process, home, chosen, other, run=site.run, version=home.version)
    site.session.commit()
    site.change(new_challenge=NEW)
    lines, _pages = history_page(site.session, site.run, 1)
    assert [line.answers for line in lines] == [2] and site.adds_up(19)
    step = site.session.scalars(select(ThemeStep)).one()
    history.undo_step(site.session, SYSTEM, process, site.run, step)
    site.session.expire_all()
    assert not site.rows_of_it(ThemeAnswer) and count_late(site.session, site.run) == 1 and site.adds_up(19)
    back = site.session.scalars(select(ThemeAnswer.theme_id).where(ThemeAnswer.answer_id == mate.answer_id)).all()
    assert back == [home.id]
    assert site.answer.id not in provenance.walk_back(site.session, home.ref).of_type("answer")


def test_undoing_a_move_links_and_counts_no_answer_that_was_erased_since(site: Site) -> None:
    home = site.home
    other = next(theme for theme in site.run.themes if theme.id != home.id)
    process, key = site.consultation.process, site.answer.id
    moving.move_answers(site.session, SYSTEM, process, home, [key], other, run=site.run, version=home.version)
    site.session.commit()
    site.session.execute(delete(Submission).where(Submission.id == site.answer.submission_id))
    site.session.commit()
    links = provenance.walk_back(site.session, home.ref).of_type("answer")
    history.undo_step(site.session, SYSTEM, process, site.run, site.session.scalars(select(ThemeStep)).one())
    assert provenance.walk_back(site.session, home.ref).of_type("answer") == links
    assert key not in links


def test_statements_stay_where_their_words_do(site: Site) -> None:
    process = site.consultation.process
    matching.start_reading(site.session, SYSTEM, process, site.consultation)
    site.session.commit()
    mine = select(Statement).where(Statement.answer_id == site.answer.id).order_by(Statement.start)
    first, second = site.session.scalars(mine).all()
    where, choice = places(site.session, site.consultation), Choice(Verdict.NEW)
    for row in (first, second):
        matching.decide(site.session, SYSTEM, process, row, choice, where, version=row.version)
    site.session.commit()
    kept = first.id
    site.change(new_challenge=NEW)
    assert [(row.id, row.verdict) for row in site.session.scalars(mine)] == [(kept, Verdict.NEW)]


def test_a_copy_with_words_of_its_own_counts_again_and_another_stands_for_a_template(site: Site) -> None:
    run, letter = site.run, [site.answer.id]
    letter += site.session.scalars(
        select(ThemeAnswer.answer_id)
        .where(ThemeAnswer.is_main, ThemeAnswer.answer_id != site.answer.id)
        .order_by(ThemeAnswer.answer_id)
        .limit(2)
    ).all()
    told = {"template": site.answer.id, "members": letter, "exact": 3, "filled": 0}
    run.campaigns = {"new_challenge": [told]}
    run.oppositions = {"new_challenge": [{"theme": "t1", "in_favour": letter[0], "against": letter[1], "words": []}]}
    count_campaign(site.session, SYSTEM, site.consultation.process, run, letter[0], is_once=True, seen=False)
    site.session.commit()
    site.change(new_challenge=NEW)
    (campaign,) = site.run.campaigns["new_challenge"]
    assert (campaign["template"], campaign["members"], campaign["is_once"]) == (letter[1], letter[1:], True)
    assert site.run.oppositions == {"new_challenge": []}
    assert sum(theme.size for theme in site.run.themes) == 17, "eighteen others, of which one is a copy"
