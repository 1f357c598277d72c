"""The committee validates challenges: what was asked stays, votes add up, and no consultation opens without it."""

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM, Role
from cocreate.errors import Conflict, Invalid
from cocreate.process import commands as process_commands
from cocreate.process import validations
from cocreate.process.models import Challenge, ChallengeValidation, Process, ValidationComment
from cocreate.process.queries import challenges_of
from cocreate.process.rules import Answered, ChallengeState, CommentKind, Meeting, Outcome
from cocreate.process.versions import versions_of
from cocreate.survey.commands.opening import open_consultation
from cocreate.survey.kinds import kind_of
from cocreate.survey.models import Question
from cocreate.survey.rules import ConsultationState, QuestionKind
from tests.factories.accounts import make_member, sign_in
from tests.factories.api import Program, make_token
from tests.factories.process import make_process
from tests.factories.survey import make_consultation

NINE = Meeting(date(2020, 9, 1), 9, 8, 0, 1)


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


def make_draft(session: Session, process: Process, title: str = "Heat") -> Challenge:
    return process_commands.add_challenge(
        session, SYSTEM, process, title={"en": title}, description={}, state=ChallengeState.DRAFT
    )


def lay_before(session: Session, process: Process, challenge: Challenge) -> ChallengeValidation:
    return validations.ask_committee(session, SYSTEM, process, challenge)


def test_a_validated_draft_is_listed_with_the_version_that_was_decided_on(session: Session, process: Process) -> None:
    draft = make_draft(session, process)
    asked = lay_before(session, process, draft)
    assert lay_before(session, process, draft) is asked  # a double click
    process_commands.describe_challenge(
        session, SYSTEM, process, draft, title={"en": "Heat and floods"}, description={}, version=draft.version
    )
    validations.decide(session, SYSTEM, process, asked, Outcome.VALIDATED, NINE, reason={"en": "Floods added"})
    assert (asked.asked_version, asked.decided_version) == (1, 2)
    assert draft.id in {row.id for row in challenges_of(session, process)}
    newest, first = versions_of(session, draft)
    assert first.content["title"] == {"en": "Heat"} and newest.is_fixed


@pytest.mark.parametrize("votes", [(9, 8, 2, 0), (0, 0, 0, 0), (9, 5, -1, 0)])
def test_votes_of_more_people_than_were_there_are_refused(
    votes: tuple[int, int, int, int], session: Session, process: Process
) -> None:
    asked = lay_before(session, process, make_draft(session, process))
    meeting = Meeting(date(2020, 9, 1), *votes)
    with pytest.raises(Invalid) as refused:
        validations.decide(session, SYSTEM, process, asked, Outcome.VALIDATED, meeting, reason={})
    assert refused.value.code == "validation.votes"


def test_sending_back_and_setting_aside_need_a_reason_and_a_decision_is_final(
    session: Session, process: Process
) -> None:
    draft = make_draft(session, process)
    asked = lay_before(session, process, draft)
    for outcome in (Outcome.CHANGES, Outcome.SET_ASIDE):
        with pytest.raises(Invalid, match="reason"):
            validations.decide(session, SYSTEM, process, asked, outcome, NINE, reason={})
    validations.decide(session, SYSTEM, process, asked, Outcome.CHANGES, NINE, reason={"en": "Too wide"})
    assert draft.state == ChallengeState.DRAFT
    with pytest.raises(Conflict, match="over"):
        validations.decide(session, SYSTEM, process, asked, Outcome.VALIDATED, NINE, reason={})
    again = lay_before(session, process, draft)
    validations.decide(session, SYSTEM, process, again, Outcome.SET_ASIDE, NINE, reason={"en": "Elsewhere"})
    assert draft.state == ChallengeState.SET_ASIDE
    assert [row.outcome for row in validations.validations_of(session, draft)] == ["set_aside", "changes"]


def test_a_listed_challenge_of_a_public_process_is_not_set_aside(session: Session, process: Process) -> None:
    asked = lay_before(session, process, process.challenges[0])
    with pytest.raises(Conflict, match="listed"):
        validations.decide(session, SYSTEM, process, asked, Outcome.SET_ASIDE, NINE, reason={"en": "No"})


def test_a_consultation_about_challenges_opens_only_when_all_are_validated_or_excepted(
    session: Session, process: Process
) -> None:
    consultation = make_consultation(session, process, state=ConsultationState.DRAFT)
    validations.require_validation(session, SYSTEM, process, is_needed=True)
    with pytest.raises(Conflict) as refused:
        open_consultation(session, SYSTEM, consultation)
    assert (refused.value.code, refused.value.params) == ("validation.missing", {"count": 3})
    first = lay_before(session, process, process.challenges[0])
    validations.decide(session, SYSTEM, process, first, Outcome.VALIDATED, NINE, reason={})
    waiting = validations.not_validated(session, process)
    assert len(waiting) == 2
    with pytest.raises(Invalid, match="reason"):
        validations.make_exceptions(session, SYSTEM, process, waiting, reason={})
    assert validations.make_exceptions(session, SYSTEM, process, waiting, reason={"en": "No meeting before May"}) == 2
    open_consultation(session, SYSTEM, consultation)
    assert consultation.state == ConsultationState.OPEN


def test_points_about_challenges_wait_for_the_committee_like_a_ranking(session: Session, process: Process) -> None:
    consultation = make_consultation(session, process, state=ConsultationState.DRAFT)
    for question in consultation.questions:
        question.is_active = not kind_of(question).needs_challenges
    told = {"title": {"en": "Points"}, "options": {"about": "challenges"}, "position": 99}
    consultation.questions.append(Question(key="points", kind=QuestionKind.POINTS.value, **told))
    validations.require_validation(session, SYSTEM, process, is_needed=True)
    with pytest.raises(Conflict) as refused:
        open_consultation(session, SYSTEM, consultation)
    assert refused.value.code == "validation.missing"


def test_a_challenge_that_is_added_to_a_validated_list_is_a_draft_and_nobody_is_asked_about_it(
    session: Session, client: FlaskClient, process: Process
) -> None:
    consultation = make_consultation(session, process, state=ConsultationState.DRAFT)
    validations.require_validation(session, SYSTEM, process, is_needed=True)
    validations.make_exceptions(session, SYSTEM, process, process.challenges, reason={"en": "No meeting before May"})
    open_consultation(session, SYSTEM, consultation)
    session.commit()
    organiser = sign_in(client, make_member(session, process, Role.ORGANISER))
    page = f"/en/p/{process.public_id}/manage/challenges"
    added = organiser.submit(page, {"title-en": "Floods", "token": "abcdefghijkl"}, follow_redirects=True)
    assert "as a draft" in added.text
    visitor = client.application.test_client()
    assert "Floods" not in visitor.get(f"/en/p/{process.public_id}/consultations/{consultation.public_id}").text
    assert "Floods" not in visitor.get(f"/en/p/{process.public_id}/challenges").text
    program = Program(client.application.test_client(), make_token(session, make_member(session, process, Role.OWNER)))
    made = program.post(
        f"/processes/{process.public_id}/challenges", {"title": {"en": "Heat"}}, headers={"Idempotency-Key": "heat"}
    )
    assert (made.status_code, made.json["state"]) == (201, "draft")


def test_texts_that_were_changed_after_the_decision_are_said_to_be(
    session: Session, client: FlaskClient, process: Process
) -> None:
    row = process.challenges[0]
    asked = lay_before(session, process, row)
    validations.decide(session, SYSTEM, process, asked, Outcome.VALIDATED, NINE, reason={})
    session.commit()
    base, changed = f"/en/p/{process.public_id}/challenges", "The text was changed since."
    pages = (base, f"{base}/{row.public_id}")
    assert all("Validated" in (said := client.get(page).text) and changed not in said for page in pages)
    told = {"title": row.title, "description": {"en": "Rewritten"}, "version": row.version}
    process_commands.describe_challenge(session, SYSTEM, process, row, **told)
    session.commit()
    assert [client.get(page).text.count(changed) for page in pages] == [1, 1]
    organiser = sign_in(client, make_member(session, process, Role.ORGANISER))
    manage = f"/en/p/{process.public_id}/manage/validation"
    assert organiser.get(manage).text.count("changed since") == 1
    assert changed in organiser.get(f"{manage}/{row.public_id}").text
    told = {"title": row.title, "description": {}, "version": row.version}
    process_commands.describe_challenge(session, SYSTEM, process, row, **told)
    assert validations.changed_since(session, [asked]) == set()


def test_a_member_comments_the_organiser_answers_and_decides_on_the_pages(
    session: Session, client: FlaskClient, process: Process
) -> None:
    draft = make_draft(session, process)
    session.commit()
    organiser = sign_in(client, make_member(session, process, Role.ORGANISER))
    member = sign_in(client.application.test_client(), make_member(session, process, Role.COMMITTEE_MEMBER, name="Mia"))
    page = f"/en/p/{process.public_id}/manage/validation/{draft.public_id}"
    organiser.submit(page, to=page + "/ask")
    asked = validations.latest(session, draft)
    assert asked is not None
    room = f"{page}/{asked.public_id}"
    form = {"form_id": "abcdefghij12", "kind": "change", "text": "Add <floods>"}
    member.submit(page, form, to=room + "/comments")
    member.submit(page, form, to=room + "/comments")
    assert session.scalar(select(func.count()).select_from(ValidationComment)) == 1
    assert member.submit(page, {"outcome": "validated"}, to=room + "/decision").status_code == 403
    assert "Add &lt;floods&gt;" in organiser.get(page).text
    (remark,) = session.scalars(select(ValidationComment)).all()
    one = f"{room}/comments/{remark.public_id}"
    refused = organiser.submit(page, {"answered": "not_taken_up", "answer": ""}, to=one)
    assert refused.status_code == 422 and "say why" in refused.text
    organiser.submit(page, {"answered": "not_taken_up", "answer": "Floods are another challenge"}, to=one)
    told = {"outcome": "validated", "day": "2020-09-01", "present": "9", "in_favour": "12"}
    told |= {"against": "0", "abstained": "0", "reason-en": "Well done"}
    wrong = organiser.submit(page, told, to=room + "/decision")
    assert wrong.status_code == 422 and "Well done" in wrong.text
    organiser.submit(page, told | {"in_favour": "8", "abstained": "1"}, to=room + "/decision")
    public = client.application.test_client().get(f"/en/p/{process.public_id}/challenges/{draft.public_id}").text
    assert "9 members present, 8 in favour, 0 against, 1 abstained" in public
    assert "Well done" in public and "Mia" not in public and "floods" not in public


def test_comments_after_the_decision_are_refused(session: Session, process: Process) -> None:
    asked = lay_before(session, process, make_draft(session, process))
    validations.decide(session, SYSTEM, process, asked, Outcome.VALIDATED, NINE, reason={})
    with pytest.raises(Conflict, match="over"):
        validations.comment(session, SYSTEM, process, asked, CommentKind.COMMENT, "Too late")


def test_what_nobody_answered_before_the_decision_is_answered_after_it_and_that_is_said(
    session: Session, client: FlaskClient, process: Process
) -> None:
    draft = make_draft(session, process)
    asked = lay_before(session, process, draft)
    known, open_still = (
        validations.comment(session, SYSTEM, process, asked, CommentKind.CHANGE, text) for text in ("Floods", "Heat")
    )
    validations.answer(session, SYSTEM, process, known, Answered.TAKEN_UP, "Added")
    validations.decide(session, SYSTEM, process, asked, Outcome.VALIDATED, NINE, reason={})
    with pytest.raises(Conflict, match="over"):
        validations.answer(session, SYSTEM, process, known, Answered.NOT_TAKEN_UP, "The committee knew another answer")
    session.commit()
    organiser = sign_in(client, make_member(session, process, Role.ORGANISER))
    waiting = f"/en/p/{process.public_id}/manage/fates"
    page = f"/en/p/{process.public_id}/manage/validation/{draft.public_id}"
    listed = organiser.get(waiting).text
    assert "Heat" in listed and "Floods" not in listed and f"{draft.public_id}#{open_still.public_id}" in listed
    told = {"answered": "taken_up", "answer": "In the second sentence"}
    organiser.submit(page, told, to=f"{page}/{asked.public_id}/comments/{open_still.public_id}")
    assert "answered after the decision" in organiser.get(page).text
    assert "Heat" not in organiser.get(waiting).text
    session.refresh(known)
    assert (known.is_answered_late, open_still.is_answered_late) == (False, True)


def test_an_organiser_requires_validation_and_records_an_exception(
    session: Session, client: FlaskClient, process: Process
) -> None:
    organiser = sign_in(client, make_member(session, process, Role.ORGANISER))
    page = f"/en/p/{process.public_id}/manage/validation"
    organiser.submit(page, {"needed": "yes"}, to=page + "/require")
    assert "Not validated yet (3)" in organiser.get(page).text
    refused = organiser.submit(page, {"reason-en": ""}, to=page + "/exceptions")
    assert refused.status_code == 422
    organiser.submit(page, {"reason-en": "No meeting before May"}, to=page + "/exceptions")
    assert "Not validated yet" not in organiser.get(page).text
    public = client.application.test_client().get(f"/en/p/{process.public_id}/challenges").text
    assert public.count("Opened by exception, not validated") == 3
