"""While the machine reads, people erase their sheets and change their words."""

from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core.db import transaction
from cocreate.core.jobs import JobContext
from cocreate.core.permissions import SYSTEM
from cocreate.survey.commands import sheets as sheets_commands
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.commands.sheets import take_in
from cocreate.survey.models import Answer, AnswerFlag, Consultation, Submission
from cocreate.survey.personal.commands import look
from cocreate.survey.protection.commands import erase_own_sheet
from cocreate.survey.rules import LeftOut
from cocreate.themes import counting, queries
from cocreate.themes.jobs import analyse, join, search
from cocreate.themes.joining import count_late
from cocreate.themes.matching.jobs import match
from cocreate.themes.matching.models import MatchRun, Statement
from cocreate.themes.models import AnalysisRun, AnswerSearch, Request, TextVector, Theme, ThemeAnswer
from tests.factories.survey import make_sheet
from tests.factories.themes import answered_consultation, read_consultation

GONE = "More buses in the evening, please."
OTHER = "My neighbour Ada Lovelace (ada@example.org) wants a library. It should open on Sunday."


def erase(text: str) -> None:
    """Somebody withdraws the sheet that says so."""
    with transaction() as session:
        sheet = session.scalars(select(Submission).join(Answer).where(Answer.text == text)).one()
        consultation = session.get_one(Consultation, sheet.consultation_id)
        erase_own_sheet(session, SYSTEM, consultation, sheet)


def reword(text: str, into: str = "Libraries!") -> None:
    """Somebody writes something else."""
    with transaction() as session:
        session.scalars(select(Answer).where(Answer.text == text)).one().text = into


def leave_out(text: str) -> None:
    """Somebody decides that the sheet that says so does not count."""
    with transaction() as session:
        sheet = session.scalars(select(Submission).join(Answer).where(Answer.text == text)).one()
        consultation = session.get_one(Consultation, sheet.consultation_id)
        sheets_commands.leave_out(session, SYSTEM, consultation, [sheet], LeftOut.TRIAL, "Sent to try it out")


class Meanwhile:
    """A context of a job in which something happens once, when the job says how far it is for the `turn`-th time.

    Some jobs say so already before they read.
    """

    def __init__(self, happen: Callable[[], None], turn: int = 2) -> None:
        self.happen, self.turns_left = happen, turn
        self.context = JobContext(0, SYSTEM, watch=self._look_on)

    def _look_on(self, _fraction: float) -> None:
        self.turns_left -= 1
        if self.turns_left == 0:
            self.happen()

    @property
    def has_happened(self) -> bool:
        return self.turns_left <= 0


def new_run(session: Session, consultation: Consultation) -> AnalysisRun:
    run = AnalysisRun(consultation_id=consultation.id, seed=1, settings={"subsamples": 4}, started_at=clock.now())
    session.add(run)
    session.commit()
    return run


@pytest.mark.parametrize("happen", [erase, reword])
def test_an_answer_that_goes_during_a_reading_is_left_out_and_the_rest_is_stored(
    session: Session, happen: Callable[[str], None]
) -> None:
    consultation = answered_consultation(session)
    run = new_run(session, consultation)
    meanwhile = Meanwhile(partial(happen, GONE))
    analyse(meanwhile.context, run.id)
    session.expire_all()
    assert meanwhile.has_happened and run.is_current
    told = run.coverage["new_challenge"]
    assert (told["answers"], told["placed"], told["unplaced"]) == (18, 17, {"no_opinion": 1})
    assert sum(theme.size for theme in run.themes) == 17
    here = session.scalars(select(Answer.text).join(ThemeAnswer).where(ThemeAnswer.is_main)).all()
    assert len(here) == 17 and GONE not in here and "Libraries!" not in here
    counts = counting.tallies(session, consultation, run)
    assert all(counts.of(theme.id).total == theme.size for theme in run.themes)
    assert {theme.id: theme.by_helix for theme in run.themes} == {
        theme.id: dict(sorted(counts.of(theme.id).by_helix)) for theme in run.themes
    }
    assert session.scalar(select(func.count()).select_from(TextVector)) == 17


def test_a_sheet_that_is_left_out_during_a_reading_does_not_count_in_what_is_stored(session: Session) -> None:
    consultation = answered_consultation(session)
    run = new_run(session, consultation)
    meanwhile = Meanwhile(partial(leave_out, GONE))
    analyse(meanwhile.context, run.id)
    session.expire_all()
    assert meanwhile.has_happened and run.is_current
    (answer,) = session.scalars(select(Answer).where(Answer.text == GONE)).all()
    held = session.scalars(select(Theme).join(ThemeAnswer).where(ThemeAnswer.answer_id == answer.id)).all()
    assert held, "it was read, and is there to be taken in again"
    assert sum(theme.size for theme in run.themes) == 17
    counts = counting.tallies(session, consultation, run)
    assert {theme.id: (theme.size, theme.by_helix) for theme in run.themes} == {
        theme.id: (counts.of(theme.id).total, dict(sorted(counts.of(theme.id).by_helix))) for theme in run.themes
    }
    with transaction() as now:
        take_in(now, SYSTEM, consultation, [now.get_one(Submission, answer.submission_id)], "It was none")
    session.expire_all()
    assert sum(theme.size for theme in run.themes) == 18


def test_what_was_found_in_words_that_changed_meanwhile_is_not_kept_of_the_new_ones(session: Session) -> None:
    consultation = answered_consultation(session)
    import_submissions(session, SYSTEM, consultation, [make_sheet(consultation, new_challenge=OTHER)])
    run = new_run(session, consultation)
    analyse(Meanwhile(partial(reword, OTHER)).context, run.id)
    assert session.scalar(select(func.count()).select_from(AnswerFlag)) == 0
    changed = select(Request).join(Answer, Request.answer_id == Answer.id).where(Answer.text == "Libraries!")
    assert session.scalars(changed).all() == []


def test_a_look_for_personal_data_passes_over_what_was_erased_meanwhile(session: Session) -> None:
    consultation = answered_consultation(session)
    import_submissions(session, SYSTEM, consultation, [make_sheet(consultation, new_challenge=OTHER)])
    session.commit()
    look(Meanwhile(partial(erase, OTHER), turn=1).context, consultation.id)
    assert session.scalar(select(func.count()).select_from(AnswerFlag)) == 0


@pytest.mark.parametrize("happen", [erase, reword])
def test_a_late_answer_that_goes_while_it_is_placed_joins_nothing(
    session: Session, happen: Callable[[str], None]
) -> None:
    consultation, _themes = read_consultation(session)
    late = ["Buses should run in the evening too.", "Plant trees along our streets.", "Too few family doctors."]
    sheets = [make_sheet(consultation, new_challenge=text) for text in late]
    import_submissions(session, SYSTEM, consultation, sheets)
    session.commit()
    run = queries.current_run(session, consultation)
    assert run is not None
    meanwhile = Meanwhile(partial(happen, late[0]), turn=1)
    join(meanwhile.context, run.id)
    session.expire_all()
    assert meanwhile.has_happened and run.coverage["new_challenge"]["answers"] == 21
    joined = session.scalars(select(Answer.text).join(ThemeAnswer).where(ThemeAnswer.came_by == "joined")).all()
    assert set(joined) <= set(late[1:]) and joined
    assert count_late(session, run) == (0 if happen is erase else 1)


def test_a_search_by_meaning_stands_an_erased_answer(session: Session) -> None:
    consultation = answered_consultation(session)
    asked = AnswerSearch(consultation_id=consultation.id, words="buses", at=clock.now())
    session.add(asked)
    session.commit()
    meanwhile = Meanwhile(partial(erase, GONE), turn=1)
    search(meanwhile.context, asked.id)
    assert meanwhile.has_happened
    assert session.scalar(select(func.count()).select_from(TextVector)) == 17


@pytest.mark.parametrize("happen", [erase, reword])
def test_an_answer_that_goes_while_statements_are_read_makes_none(
    session: Session, happen: Callable[[str], None]
) -> None:
    consultation = answered_consultation(session)
    fresh = f"Nobody said before that lanes {happen.__name__} cars."  # the encoder has to read, and says how far it is
    import_submissions(session, SYSTEM, consultation, [make_sheet(consultation, new_challenge=fresh)])
    run = MatchRun(consultation_id=consultation.id, started_at=clock.now())
    session.add(run)
    session.commit()
    meanwhile = Meanwhile(partial(happen, fresh))
    match(meanwhile.context, run.id)
    session.expire_all()
    assert meanwhile.has_happened and run.statements == 18
    said = session.scalars(select(Statement)).all()
    assert len(said) == 18 and not {fresh, "Libraries!"} & {row.text for row in said}
