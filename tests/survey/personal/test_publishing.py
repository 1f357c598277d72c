"""What tells who somebody is: nothing of it leaves the team before a person decided, whatever way answers go out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.camp import card_queries
from cocreate.core.permissions import SYSTEM
from cocreate.errors import Conflict, Invalid
from cocreate.ops.export import export_process
from cocreate.selection.evidence import Evidence, quotes_behind
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.commands.opening import close_consultation
from cocreate.survey.models import Answer, AnswerFlag, Consultation, Submission
from cocreate.survey.personal import commands
from cocreate.survey.personal.commands import look_at
from cocreate.survey.personal.moderating import blank_out, hide_answer, show_answer
from cocreate.survey.personal.rules import FlagState
from cocreate.themes import commands as themes
from cocreate.themes import queries
from cocreate.themes.models import Theme, ThemeAnswer
from cocreate.themes.rules import Belonging
from tests.factories.camp import make_camp
from tests.factories.survey import make_sheet
from tests.factories.themes import answered_consultation

NUMBER = "0475 12 34 56"
TELLING = f"More buses in the evening, please call me back on {NUMBER} about it."


@dataclass
class Ground:
    """A closed consultation with an accepted theme whose first quote holds a telephone number."""

    session: Session
    client: FlaskClient
    folder: Path
    consultation: Consultation
    theme: Theme
    answer: Answer

    @property
    def base(self) -> str:
        return f"/en/p/{self.consultation.process.public_id}"

    def page(self, rest: str) -> str:
        return self.client.get(self.base + rest).text


@pytest.fixture
def ground(session: Session, client: FlaskClient, tmp_path: Path) -> Ground:
    consultation = answered_consultation(session)
    import_submissions(session, SYSTEM, consultation, [make_sheet(consultation, new_challenge=TELLING)])
    themes.start_run(session, SYSTEM, consultation.process, consultation, seed=1, subsamples=8)
    session.commit()
    session.expire_all()
    answer = session.scalars(select(Answer).where(Answer.text == TELLING)).one()
    row = session.scalars(select(ThemeAnswer).where(ThemeAnswer.answer_id == answer.id)).one()
    session.get_one(Submission, answer.submission_id).may_quote = True
    row.quote_rank, row.strength = 0, 9.0  # before all other quotes and answers
    theme = session.get_one(Theme, row.theme_id)
    process = consultation.process
    themes.accept_theme(session, SYSTEM, process, theme, belongs_to=Belonging.NEW, version=theme.version)
    close_consultation(session, SYSTEM, consultation)
    process.minimum_cell = 1
    session.commit()
    return Ground(session, client, tmp_path, consultation, theme, answer)


def exported(ground: Ground) -> str:
    folder = ground.folder / f"export-{len(list(ground.folder.iterdir()))}"
    now = datetime(2026, 3, 1, tzinfo=UTC)
    export_process(ground.session, ground.consultation.process, folder, licence="CC0-1.0", now=now)
    return "".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.csv")))


def to_cite(ground: Ground) -> str:
    camp = make_camp(ground.session, ground.consultation.process)
    process = ground.consultation.process
    found = [answer.text for _theme, answer in card_queries.quotes(ground.session, process, camp.groups[0])]
    one = card_queries.find_quotable(ground.session, process, ground.answer.id)
    return " ".join([*found, one.text if one else ""])


def behind_candidates(ground: Ground) -> str:
    class Piece(Evidence):
        @property
        def themes(self) -> list[Theme]:
            return [ground.theme]

    found = quotes_behind(ground.session, [Piece(cards=[], merged_from=[], ranked=[])])
    return " ".join(answer.text for answers in found.values() for answer in answers)


WAYS: dict[str, Callable[[Ground], str]] = {
    "page of themes": lambda g: g.page("/themes/"),
    "page of a theme": lambda g: g.page(f"/themes/{g.theme.public_id}"),
    "page of the answer": lambda g: g.page(f"/answers/{g.answer.id}"),
    "results": lambda g: g.page(f"/consultations/{g.consultation.public_id}/results"),
    "open data as CSV": lambda g: g.page(f"/consultations/{g.consultation.public_id}/open-data.csv"),
    "open data as JSON": lambda g: g.page(f"/consultations/{g.consultation.public_id}/open-data.json"),
    "open data of the process": exported,
    "what cards may cite": to_cite,
    "evidence of candidates": behind_candidates,
}


def decide(ground: Ground, state: FlagState) -> None:
    flag = ground.session.get_one(AnswerFlag, ground.answer.id)
    commands.decide_flags(ground.session, SYSTEM, ground.consultation, [(flag, flag.state)], state)
    ground.session.commit()


@pytest.mark.parametrize("way", WAYS)
def test_words_that_tell_who_somebody_is_go_out_only_as_people_decided(ground: Ground, way: str) -> None:
    out = WAYS[way]
    assert "call me back" not in out(ground)  # nobody looked yet
    decide(ground, FlagState.REDACTED)
    shown = out(ground)
    assert NUMBER not in shown and "call me back on […] about it" in shown
    decide(ground, FlagState.HIDDEN)
    assert "call me back" not in out(ground)
    decide(ground, FlagState.CLEARED)
    assert NUMBER in out(ground)


@pytest.mark.parametrize("way", WAYS)
def test_an_answer_that_nobody_looked_at_yet_is_looked_at_before_it_goes_out(ground: Ground, way: str) -> None:
    ground.session.delete(ground.session.get_one(AnswerFlag, ground.answer.id))
    ground.session.commit()
    assert "call me back" not in WAYS[way](ground)


def test_a_text_that_was_changed_after_somebody_looked_is_looked_at_again(ground: Ground) -> None:
    decide(ground, FlagState.CLEARED)
    ground.answer.text = "More buses, and call me back on 0499 98 76 54 about it."
    ground.session.commit()
    assert "call me back" not in ground.page(f"/themes/{ground.theme.public_id}")
    looked = look_at([(ground.answer.id, ground.answer.text, "en")])
    assert commands.store_flags(ground.session, SYSTEM, ground.consultation, looked) == 1
    assert ground.session.get_one(AnswerFlag, ground.answer.id).state == FlagState.OPEN


def test_what_people_decided_stands_when_the_machine_looks_again(ground: Ground) -> None:
    decide(ground, FlagState.REDACTED)
    looked = look_at([(ground.answer.id, ground.answer.text, "en")])
    assert commands.store_flags(ground.session, SYSTEM, ground.consultation, looked) == 0
    assert ground.session.get_one(AnswerFlag, ground.answer.id).state == FlagState.REDACTED


def test_two_people_never_decide_over_each_other(ground: Ground) -> None:
    flag = ground.session.get_one(AnswerFlag, ground.answer.id)
    decide(ground, FlagState.HIDDEN)
    with pytest.raises(Conflict):
        commands.decide_flags(ground.session, SYSTEM, ground.consultation, [(flag, "open")], FlagState.CLEARED)


def test_the_team_still_reads_the_answers_of_its_theme(ground: Ground) -> None:
    answers, _pages = queries.answers_page(ground.session, ground.theme, 1)
    assert TELLING in {answer.text for answer in answers}


@pytest.mark.parametrize("way", WAYS)
def test_what_moderation_hid_goes_out_by_no_way_and_comes_back_as_it_was(ground: Ground, way: str) -> None:
    decide(ground, FlagState.REDACTED)
    before = hide_answer(ground.session, SYSTEM, ground.answer)
    ground.session.commit()
    assert "call me back" not in WAYS[way](ground)
    show_answer(ground.session, ground.answer, before)
    ground.session.commit()
    shown = WAYS[way](ground)
    assert "call me back on […] about it" in shown and NUMBER not in shown


def test_what_moderation_hid_stays_hidden_whatever_becomes_of_its_words(ground: Ground) -> None:
    hide_answer(ground.session, SYSTEM, ground.answer)
    ground.answer.text = "More buses in the evening, and call me back never."
    looked = look_at([(ground.answer.id, ground.answer.text, "en")])
    commands.store_flags(ground.session, SYSTEM, ground.consultation, looked)
    ground.session.commit()
    assert "call me back" not in ground.page(f"/themes/{ground.theme.public_id}")
    assert "call me back" not in WAYS["open data as CSV"](ground)


def test_passages_that_are_taken_out_are_nowhere_any_more(ground: Ground) -> None:
    decide(ground, FlagState.CLEARED)
    before, after = blank_out(ground.session, ground.answer, [NUMBER])
    ground.session.commit()
    assert len(before) == len(after) and "0475" not in after
    assert ground.session.get(AnswerFlag, ground.answer.id) is None  # nothing is left to look at
    shown = ground.page(f"/themes/{ground.theme.public_id}")
    assert NUMBER not in shown and "call me back on […" in shown
    with pytest.raises(Invalid):
        blank_out(ground.session, ground.answer, [NUMBER])
