"""The index follows what is stored: at once where something is hidden, after the worker came for all the rest."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.camp.rules import BoardState
from cocreate.core.permissions import SYSTEM, Role
from cocreate.directory.models import Consent, Person
from cocreate.directory.rules import Purpose
from cocreate.ecosystem.commands import place_asset
from cocreate.ecosystem.rules import Agreement, Part
from cocreate.process.models import Challenge, Process
from cocreate.process.rules import ChallengeState
from cocreate.public.models import NewsPost
from cocreate.public.news import commands as news
from cocreate.public.news.commands import NewsTold
from cocreate.search.following import catch_up
from cocreate.search.models import SearchChange, SearchDocument, SearchWord
from cocreate.selection.models import Sid
from cocreate.survey.models import Answer, AnswerFlag, Submission
from cocreate.themes.models import AnalysisRun, Theme, ThemeAnswer
from tests.factories.camp import make_camp, make_card, make_theme
from tests.factories.directory import make_person
from tests.factories.ecosystem import make_actor
from tests.factories.process import make_process
from tests.factories.search import find, index, reader, refs
from tests.factories.survey import make_sheet


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


def post(session: Session, process: Process, title: str, body: str = "") -> NewsPost:
    return news.publish_news(session, SYSTEM, process, NewsTold({"en": title}, {"en": body}))


def quoted(session: Session, process: Process, text: str) -> tuple[Theme, Answer]:
    """An answer in an accepted theme, of somebody who agreed to be quoted."""
    theme = make_theme(session, process)
    sheet = Submission(
        consultation_id=theme.run.consultation_id, day=clock.today(), language="en", receipt_hash=text, form_hash=text
    )
    session.add(sheet)
    session.flush()
    answer = Answer(submission_id=sheet.id, question_id=theme.question_id, text=text, has_text=True, text_language="en")
    session.add(answer)
    session.flush()
    session.add(ThemeAnswer(theme_id=theme.id, answer_id=answer.id, strength=1.0))
    session.commit()
    return theme, answer


def test_an_actor_is_found_by_the_asset_that_becomes_its_own(session: Session, process: Process) -> None:
    row, asset = make_actor(session, process, "Repair Works"), process.challenges[0].assets[0]
    asset.title = {"en": "Lathes"}
    index(session)
    assert refs(find(session, "lathes", kind="actor")) == []
    place_asset(session, SYSTEM, process, asset, Part.INDUSTRY, row)
    index(session)
    assert refs(find(session, "lathes", kind="actor")) == [row.public_id]
    place_asset(session, SYSTEM, process, asset, Part.INDUSTRY)
    index(session)
    assert refs(find(session, "lathes", kind="actor")) == []


def waits(session: Session) -> set[str]:
    return set(session.scalars(select(SearchChange.source)))


def test_what_is_published_is_found_once_the_worker_came(session: Session, process: Process) -> None:
    made = post(session, process, "Zeppelin over the harbour")
    assert find(session, "zeppelin").total == 0
    assert index(session) >= 1
    assert refs(find(session, "zeppelin")) == [made.public_id]
    assert waits(session) == set()
    assert catch_up() == 0


def test_what_is_changed_is_found_by_its_new_words_only(session: Session, process: Process) -> None:
    made = post(session, process, "Zeppelin")
    index(session)
    news.change_news(session, SYSTEM, process, made, NewsTold({"en": "Submarine"}, {}), version=made.version)
    assert find(session, "zeppelin").total == 0, "the old word no longer leads there, worker or not"
    index(session)
    assert find(session, "zeppelin").total == 0
    assert refs(find(session, "submarine")) == [made.public_id]
    assert session.scalar(select(SearchWord).where(SearchWord.word == "zeppelin")) is None


def test_what_is_removed_is_gone_at_once_and_leaves_no_word_behind(session: Session, process: Process) -> None:
    made = post(session, process, "Zeppelin", "Zeppelins again")
    index(session)
    news.remove_news(session, SYSTEM, process, made)
    assert find(session, "zeppelin").total == 0
    index(session)
    assert session.query(SearchDocument).filter_by(ref=made.public_id).count() == 0
    assert session.scalars(select(SearchWord.word).where(SearchWord.word.like("zeppelin%"))).all() == []


def test_what_was_rolled_back_is_not_noted(session: Session, process: Process) -> None:
    index(session)
    post(session, process, "Zeppelin")
    session.rollback()
    with session.begin_nested() as step:
        post(session, process, "Submarine")
        step.rollback()
    session.commit()
    assert session.scalar(select(NewsPost)) is None
    assert find(session, "zeppelin").total == find(session, "submarine").total == 0


Hide = Callable[[Session, Process, Theme, Answer], object]


def reject_theme(session: Session, process: Process, theme: Theme, answer: Answer) -> None:
    theme.state = "rejected"


def replace_run(session: Session, process: Process, theme: Theme, answer: Answer) -> None:
    session.execute(update(AnalysisRun).where(AnalysisRun.id == theme.run_id).values(is_current=False))


def hide_by_moderation(session: Session, process: Process, theme: Theme, answer: Answer) -> None:
    told = {"answer_id": answer.id, "consultation_id": theme.run.consultation_id, "spans": [], "text_hash": "x"}
    session.add(AnswerFlag(**told, state="hidden"))


def flag_many(session: Session, process: Process, theme: Theme, answer: Answer) -> None:
    told = {"answer_id": answer.id, "consultation_id": theme.run.consultation_id, "spans": [], "text_hash": "x"}
    session.execute(insert(AnswerFlag), [{**told, "state": "hidden"}])


def leave_out(session: Session, process: Process, theme: Theme, answer: Answer) -> None:
    session.execute(update(Submission).where(Submission.id == answer.submission_id).values(left_out="twice"))


def take_back_consent(session: Session, process: Process, theme: Theme, answer: Answer) -> None:
    session.execute(update(Submission), [{"id": answer.submission_id, "may_quote": False}])


def rewrite(session: Session, process: Process, theme: Theme, answer: Answer) -> None:
    session.execute(update(Answer).where(Answer.id == answer.id).values(text="Something else"))


def erase(session: Session, process: Process, theme: Theme, answer: Answer) -> None:
    session.execute(delete(Answer).where(Answer.id == answer.id))


def take_out_of_theme(session: Session, process: Process, theme: Theme, answer: Answer) -> None:
    session.execute(delete(ThemeAnswer).where(ThemeAnswer.answer_id == answer.id))


WAYS = (
    reject_theme,
    replace_run,
    hide_by_moderation,
    flag_many,
    leave_out,
    take_back_consent,
    rewrite,
    erase,
    take_out_of_theme,
)


@pytest.mark.parametrize("hide", WAYS, ids=lambda way: way.__name__)
def test_an_answer_that_is_published_no_more_is_not_found_from_that_moment_on(
    session: Session, process: Process, hide: Hide
) -> None:
    theme, answer = quoted(session, process, "We want a zeppelin over the harbour")
    index(session)
    key = answer.id
    assert refs(find(session, "zeppelin")) == [key]
    hide(session, process, theme, answer)
    session.commit()
    session.expire_all()
    for words in ("zeppelin", "zepelin", '"a zeppelin over"', "zeppelin harbour"):
        found = find(session, words)
        assert (found.total, found.kinds) == (0, {}), "before the worker came"
    index(session)
    assert find(session, "zeppelin").total == 0
    stored = session.scalars(select(SearchDocument.body_words).where(SearchDocument.source == "answer")).all()
    assert not any("zeppelin" in words for words in stored)


def test_a_new_sheet_of_answers_wakes_nobody(session: Session, process: Process) -> None:
    from cocreate.survey.commands.answering import import_submissions
    from tests.factories.survey import make_consultation

    consultation = make_consultation(session, process)
    index(session)
    import_submissions(session, SYSTEM, consultation, [make_sheet(consultation, new_challenge="Zeppelins")])
    session.commit()
    assert waits(session) == set()


def test_cards_are_found_once_their_board_is_closed_and_work_on_a_board_wakes_nobody(
    session: Session, process: Process
) -> None:
    camp = make_camp(session, process)
    board = camp.working_groups[0].board
    index(session)
    card = make_card(session, board, "A zeppelin for everybody")
    session.commit()
    assert waits(session) == set()
    board.state = BoardState.CLOSED.value
    index(session)
    assert refs(find(session, "zeppelin")) == [card.public_id]
    camp.is_rehearsal = True
    session.commit()
    assert find(session, "zeppelin").total == 0
    camp.is_rehearsal = False
    card.is_removed = True
    session.commit()
    assert find(session, "zeppelin").total == 0


def test_a_challenge_set_aside_is_for_the_team_only(session: Session, process: Process) -> None:
    row = session.scalars(select(Challenge).where(Challenge.process_id == process.id)).first()
    assert row is not None
    row.title = {"en": "Zeppelin"}
    index(session)
    assert refs(find(session, "zeppelin")) == [row.public_id]
    row.state = ChallengeState.SET_ASIDE.value
    session.commit()
    assert find(session, "zeppelin").total == 0
    index(session)
    assert find(session, "zeppelin").total == 0
    assert refs(find(session, "zeppelin", reader(session, process, Role.OBSERVER))) == [row.public_id]


def test_an_actor_that_asks_to_be_left_out_is_for_those_who_keep_the_register(
    session: Session, process: Process
) -> None:
    actor = make_actor(session, process, "Zeppelin Works")
    index(session)
    assert refs(find(session, "zeppelin")) == [actor.public_id]
    actor.agreement = Agreement.REFUSED.value
    session.commit()
    assert find(session, "zeppelin").total == 0
    index(session)
    assert refs(find(session, "zeppelin", reader(session, process, Role.ORGANISER))) == [actor.public_id]
    assert find(session, "zeppelin", reader(session, process, Role.OBSERVER)).total == 0


def test_experts_are_found_by_everybody_and_people_by_those_who_keep_the_directory(
    session: Session, process: Process
) -> None:
    expert = make_person(session, process, name="Ada Zeppelin", skills=("ballooning",), agrees=(Purpose.EXPERT,))
    quiet = make_person(session, process, name="Bert Zeppelin", email="bert.zeppelin@example.org")
    index(session)
    assert refs(find(session, "zeppelin")) == [expert.public_id]
    assert find(session, "example.org", reader(session, process, Role.ORGANISER)).total == 0
    organiser = find(session, "zeppelin", reader(session, process, Role.ORGANISER))
    assert sorted(refs(organiser)) == sorted([expert.public_id, quiet.public_id])
    consent = session.scalars(select(Consent).where(Consent.person_id == expert.id)).one()
    consent.withdrawn_on = clock.today()
    session.commit()
    session.expire_all()
    assert find(session, "zeppelin").total == find(session, "ballooning").total == 0
    index(session)
    session.delete(session.get(Person, quiet.id))
    session.commit()
    assert refs(find(session, "zeppelin", reader(session, process, Role.ORGANISER))) == [expert.public_id]


def test_a_process_that_is_hidden_or_deleted_takes_everything_with_it(session: Session, process: Process) -> None:
    post(session, process, "Zeppelin")
    session.add(Sid(process_id=process.id, title={"en": "Zeppelins"}, position=1))
    index(session)
    assert find(session, "zeppelin").total == 2
    process.is_public = False
    session.commit()
    assert find(session, "zeppelin").total == 0
    process.is_public = True
    session.execute(delete(Process).where(Process.id == process.id))
    session.commit()
    session.expire_all()
    assert find(session, "zeppelin").total == 0
    assert session.query(SearchDocument).filter(SearchDocument.process_id.is_not(None)).count() == 0
    catch_up()
    assert find(session, "zeppelin").total == 0
