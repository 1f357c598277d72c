"""What organisers and loaders do to a consultation, and what is recorded of it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core import audit, events
from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import SYSTEM, Actor
from cocreate.errors import Closed, Conflict, Invalid
from cocreate.survey import queries
from cocreate.survey.commands.answering import SheetRefused, import_submissions, submit_answers
from cocreate.survey.commands.consultations import create_consultation, update_consultation
from cocreate.survey.commands.opening import close_consultation, open_consultation
from cocreate.survey.commands.questions import QuestionChanges, move_question, update_question
from cocreate.survey.events import ConsultationClosed, ConsultationOpened, SubmissionReceived
from cocreate.survey.models import Answer, Submission
from cocreate.survey.rules import AnswerGiven, AnswerSheet, ConsultationState
from tests.factories.process import make_process
from tests.factories.survey import make_consultation, make_sheet, submit


def verbs(session: Session) -> list[str]:
    found = session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id))
    return [verb for verb in found if verb.startswith("survey:")]


def test_a_new_consultation_brings_the_six_questions_and_the_same_form_makes_it_once(session: Session) -> None:
    process = make_process(session)
    made = create_consultation(session, SYSTEM, process, form_token="t1")
    assert create_consultation(session, SYSTEM, process, form_token="t1") is made
    assert [question.key for question in made.questions] == [
        "rank_challenges",
        "fit",
        "new_challenge",
        "assets",
        "project",
        "helix",
    ]
    assert verbs(session) == ["survey:consultation:create"]


def test_opening_and_closing_go_their_way_and_tell_it_after_the_commit(session: Session) -> None:
    heard: list[object] = []
    for kind in (ConsultationOpened, ConsultationClosed, SubmissionReceived):
        events.on(kind)(heard.append)
    consultation = make_consultation(session)
    submit(session, consultation, new_challenge="Housing")
    close_consultation(session, SYSTEM, consultation)
    assert heard == []
    session.commit()
    assert [type(event) for event in heard] == [ConsultationOpened, SubmissionReceived, ConsultationClosed]
    with pytest.raises(Conflict):
        close_consultation(session, SYSTEM, consultation)
    open_consultation(session, SYSTEM, consultation)
    assert consultation.closed_at is None
    assert verbs(session)[-2:] == ["survey:consultation:close", "survey:consultation:reopen"]
    assert audit.verify(session).is_intact


def test_an_empty_questionnaire_or_one_without_challenges_does_not_open(session: Session) -> None:
    bare = make_consultation(session, make_process(session, challenges=()), state=ConsultationState.DRAFT)
    with pytest.raises(Invalid, match="no_challenges"):
        open_consultation(session, SYSTEM, bare)
    for question in bare.questions:
        question.is_active = False
    with pytest.raises(Invalid, match="no_questions"):
        open_consultation(session, SYSTEM, bare)


def test_words_can_be_mended_while_open_but_what_is_asked_cannot_change(session: Session) -> None:
    consultation = make_consultation(session)
    question = consultation.questions[1]
    update_question(session, SYSTEM, question, QuestionChanges({"en": "Fits?"}, {}, False, True), version=1)
    assert question.title == {"en": "Fits?"}
    with pytest.raises(Conflict, match="changed_meanwhile"):
        update_question(session, SYSTEM, question, QuestionChanges({"en": "?"}, {}, False, True), version=1)
    with pytest.raises(Invalid, match="no_reason"):
        update_question(session, SYSTEM, question, QuestionChanges({"en": "?"}, {}, False, False))
    with pytest.raises(Closed, match="only_in_draft"):
        move_question(session, SYSTEM, question, 1)
    close_consultation(session, SYSTEM, consultation)
    with pytest.raises(Closed, match="closed_for_edits"):
        update_consultation(session, SYSTEM, consultation, title={"en": "New"}, introduction={})


def test_questions_of_a_draft_change_places_and_a_switched_off_one_is_not_asked(session: Session) -> None:
    draft = make_consultation(session, state=ConsultationState.DRAFT)
    first = draft.questions[0]
    move_question(session, SYSTEM, first, -1)
    assert first.position == 1
    move_question(session, SYSTEM, first, 1)
    update_question(
        session, SYSTEM, first, QuestionChanges(first.title, first.help, is_required=False, is_active=False)
    )
    session.expire_all()
    assert [question.key for question in draft.active_questions][:2] == ["fit", "new_challenge"]
    open_consultation(session, SYSTEM, draft)
    with pytest.raises(SheetRefused):
        submit_answers(session, Actor(), draft, make_sheet(draft, order=["x"]), "form")


def test_a_closed_consultation_refuses_an_answer(session: Session) -> None:
    consultation = make_consultation(session, state=ConsultationState.CLOSED)
    with pytest.raises(Closed):
        submit(session, consultation, new_challenge="Housing")


def test_a_repeat_is_known_and_another_form_is_another_person(session: Session) -> None:
    consultation = make_consultation(session)
    first = submit(session, consultation, form="one", new_challenge="Housing")
    assert submit(session, consultation, form="one", new_challenge="Changed").code == first.code
    assert submit(session, consultation, form="two", new_challenge="Housing").code != first.code
    assert queries.participation(session, consultation).total == 2
    own = queries.submission_by_receipt(session, consultation, first.code)
    assert [answer.text for answer in own.answers if answer.text] == ["Housing"]


def test_615_sheets_are_loaded_with_language_and_attribution(session: Session) -> None:
    consultation = make_consultation(session)
    ids = [challenge.public_id for challenge in consultation.process.challenges]
    borrowed = AnswerGiven("new_challenge", text="Meer bomen", text_language="nl", attribution={"source": "S"})
    told = make_sheet(consultation, order=ids, fit="yes", assets=dict.fromkeys(ids, "Een lab in de stad"))
    sheets = [AnswerSheet("fr", (*told.answers, borrowed)) for _ in range(614)]
    sheets.append(make_sheet(consultation, new_challenge="Known", receipt_code="DEMO-CODE-0001"))
    seen: list[float] = []
    loaded = import_submissions(session, SYSTEM, consultation, sheets, seen.append)
    assert seen[-1] == 1.0 and seen == sorted(seen)
    assert len({receipt.code for receipt in loaded}) == 615
    people = queries.participation(session, consultation)
    assert (people.total, people.by_language) == (615, {"fr": 614, "en": 1})
    answer = session.scalars(select(Answer).where(Answer.text == "Meer bomen").limit(1)).one()
    assert (answer.text_language, answer.attribution) == ("nl", {"source": "S"})
    assert session.scalars(select(Submission.source).distinct()).all() == ["demo"]
    assert queries.submission_by_receipt(session, consultation, "demo code 0001") is not None


def test_one_bad_sheet_stops_the_whole_load(session: Session) -> None:
    consultation = make_consultation(session)
    with pytest.raises(SheetRefused):
        import_submissions(
            session, SYSTEM, consultation, [make_sheet(consultation, fit="yes"), make_sheet(consultation, fit="maybe")]
        )
    assert queries.participation(session, consultation).total == 0
