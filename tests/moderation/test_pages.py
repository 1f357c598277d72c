"""The pages of moderation: for everybody, for whoever wrote something, for those who decide, for an organisation."""

from html import unescape

from flask.testing import FlaskClient
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.rules import MemberRole
from cocreate.core.ids import digest
from cocreate.core.permissions import SYSTEM, Actor, Role
from cocreate.ecosystem.models import ProposedProject
from cocreate.moderation import commands
from cocreate.moderation.models import ModerationAppeal, ModerationCase, ModerationReason, ModerationReport
from cocreate.moderation.queries import figures_of
from cocreate.moderation.reasons import listed_reasons
from cocreate.moderation.rules import Kind, Verdict
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.models import Answer, Consultation
from cocreate.themes.models import ThemeAnswer
from tests.factories.accounts import make_colleague, sign_in
from tests.factories.camp import guest, make_camp, make_card, make_seat
from tests.factories.survey import make_sheet
from tests.moderation.conftest import Scene

CODE = "K7QM-2XRB-9TDW"


def test_anybody_reports_without_an_account_and_a_second_click_is_nothing(client: FlaskClient, scene: Scene) -> None:
    page = f"{scene.base}/moderation/report/answer/{scene.answers[0].id}"
    empty = client.submit(page, {"reason": "", "note": "Look here"})
    assert empty.status_code == 422 and "Look here" in empty.text
    for _click in range(2):
        sent = client.submit(page, {"reason": "insult", "note": "Look here", "form_id": "abcdefghijkl"})
        assert sent.status_code == 303 and sent.location.endswith(f"/answers/{scene.answers[0].id}")
    (row,) = scene.session.scalars(select(ModerationReport)).all()
    assert (row.reason, row.note, row.reporter_id) == ("insult", "Look here", None)


def test_a_program_that_fills_in_every_field_is_thanked_and_not_heard(client: FlaskClient, scene: Scene) -> None:
    page = f"{scene.base}/moderation/report/answer/{scene.answers[0].id}"
    assert client.submit(page, {"reason": "insult", "website": "https://spam.example"}).status_code == 303
    assert not scene.session.scalars(select(ModerationReport)).all()


def test_every_public_page_with_words_leads_to_a_report(client: FlaskClient, scene: Scene) -> None:
    scene.process.minimum_cell = 1
    scene.session.commit()
    theme = client.get(f"{scene.base}/themes/{scene.theme.public_id}").text
    assert f"/answers/{scene.answers[0].id}" in theme
    answer = client.get(f"{scene.base}/answers/{scene.answers[0].id}").text
    assert f"/moderation/report/answer/{scene.answers[0].id}" in answer


def test_a_proposed_project_is_reported_and_leaves_its_page_when_that_is_upheld(
    client: FlaskClient, scene: Scene
) -> None:
    answer = scene.answers[0]
    scene.session.execute(delete(ThemeAnswer).where(ThemeAnswer.answer_id == answer.id))
    told = {"title": {"en": "A night bus"}, "description": {"en": answer.text}, "created_at": clock.now()}
    project = ProposedProject(process_id=scene.process.id, answer_id=answer.id, text_hash=digest(answer.text), **told)
    scene.session.add(project)
    scene.session.commit()
    page, report = f"{scene.base}/ecosystem/projects", f"{scene.base}/moderation/report/answer/{answer.id}"
    assert report in client.get(page).text and "A night bus" in client.get(report).text
    sent = client.submit(report, {"reason": "insult", "form_id": "abcdefghijkl"})
    assert sent.status_code == 303 and sent.location.endswith(f"/ecosystem/projects#{project.public_id}")
    (case,) = scene.session.scalars(select(ModerationCase)).all()
    scene.decide(Verdict.HIDE, case)
    scene.session.commit()
    assert "A night bus" not in client.get(page).text and client.get(report).status_code == 404


def test_those_who_decide_work_through_the_queue(client: FlaskClient, scene: Scene) -> None:
    cases = [scene.report(number, reason) for number, reason in ((0, "insult"), (1, "insult"), (2, "advertising"))]
    scene.come_as(client, Role.FACILITATOR)
    page = f"{scene.base}/manage/moderation"
    shown = unescape(client.get(page).text)
    assert all(answer.text in shown for answer in scene.answers[:3])
    assert scene.answers[2].text not in unescape(client.get(f"{page}?reason_given=insult").text)
    seen = {f"seen-{case.public_id}": case.version for case in cases}
    ticked = [case.public_id for case in cases[:2]]
    refused = client.submit(page, {"chosen": ticked, "verdict": "hide", "reason": "", "note": "Be kind", **seen})
    assert refused.status_code == 422 and "Be kind" in refused.text and "Choose a reason" in refused.text
    form = {
        "chosen": ticked,
        "verdict": "hide",
        "reason": "insult",
        "note": "Be kind",
        "form_id": "abcdefghijkl",
        **seen,
    }
    for _click in range(2):
        assert client.submit(page, form).status_code == 303
    assert [row.standing for row in scene.session.scalars(select(ModerationCase).order_by(ModerationCase.id))] == [
        "hidden",
        "hidden",
        "shown",
    ]
    after = unescape(client.get(f"{page}?undo=abcdefghijkl").text)
    assert scene.answers[0].text not in after and "/undo/abcdefghijkl" in after
    assert client.submit(f"{page}?undo=abcdefghijkl", to=f"{page}/undo/abcdefghijkl").status_code == 303
    assert scene.answers[0].text in unescape(client.get(page).text)
    assert client.submit(page, to=f"{page}/undo/zzzzzzzzzzzz").status_code == 404


def test_passages_are_taken_out_on_the_page_of_one_contribution(client: FlaskClient, scene: Scene) -> None:
    case, text = scene.report(reason="personal"), scene.answers[0].text
    scene.come_as(client)
    page = f"{scene.base}/manage/moderation/cases/{case.public_id}"
    form = {"verdict": "edit", "reason": "personal", f"seen-{case.public_id}": case.version}
    refused = client.submit(page, {**form, "passages": "not in there"})
    assert refused.status_code == 422 and "not in there" in refused.text
    assert client.submit(page, {**form, "passages": text[:5]}).status_code == 303
    assert scene.session.get_one(Answer, scene.answers[0].id).text == "[" + "…" * 3 + "]" + text[5:]
    assert "Passages taken out" in client.get(page).text


def test_flags_found_elsewhere_stand_in_the_queue_for_those_who_may_see_them(client: FlaskClient, scene: Scene) -> None:
    consultation = scene.session.scalars(select(Consultation)).one()
    told = make_sheet(consultation, new_challenge="Write to jan.peeters@example.org, please.")
    import_submissions(scene.session, SYSTEM, consultation, [told])
    from cocreate.survey.personal.commands import ask_to_look

    ask_to_look(scene.session, SYSTEM, consultation)
    scene.come_as(client)
    assert f"/consultations/{consultation.public_id}/personal" in client.get(f"{scene.base}/manage/moderation").text


def test_others_see_no_queue(client: FlaskClient, scene: Scene) -> None:
    case = scene.report()
    page = f"{scene.base}/manage/moderation"
    scene.come_as(client, Role.COMMITTEE_MEMBER)
    for address in (page, f"{page}/cases/{case.public_id}", f"{page}/appeals"):
        assert client.get(address).status_code == 403


def hidden_sheet(scene: Scene) -> tuple[Answer, str]:
    """An answer in the theme whose writer has a code; hidden."""
    consultation = scene.session.scalars(select(Consultation)).one()
    text = "The buses at night, and this lot at the top are fools."
    import_submissions(
        scene.session, SYSTEM, consultation, [make_sheet(consultation, new_challenge=text, receipt_code=CODE)]
    )
    answer = scene.session.scalars(select(Answer).where(Answer.text == text)).one()
    scene.session.add(ThemeAnswer(theme_id=scene.theme.id, answer_id=answer.id, strength=1.0, quote_rank=1))
    scene.session.flush()
    told = {"reason": "insult"}
    case = commands.report(scene.session, Actor(), scene.process, Kind.ANSWER, answer.id, **told).case
    scene.decide(Verdict.HIDE, case, note="Say it without the word")
    scene.session.commit()
    return answer, f"{scene.base}/consultations/{consultation.public_id}/receipt"


def test_whoever_has_the_code_reads_why_and_asks_for_a_second_look(client: FlaskClient, scene: Scene) -> None:
    _answer, receipt = hidden_sheet(scene)
    own = client.submit(receipt, {"code": CODE}).text
    assert "It insults or threatens somebody" in own and "Say it without the word" in own
    assert "hidden by moderation" in own
    decision = scene.session.scalars(select(ModerationCase)).one().decisions[0]
    ask = f"{scene.base}/moderation/mine/{decision.public_id}"
    empty = client.submit(receipt, {"code": CODE, "words": ""}, to=ask)
    assert empty.status_code == 422 and "Please fill this in" in empty.text
    wrong = client.submit(receipt, {"code": "WRONG", "words": "Please"}, to=ask)
    assert wrong.status_code == 422 and not scene.session.scalars(select(ModerationAppeal)).all()
    for _click in range(2):
        sent = client.submit(receipt, {"code": CODE, "words": "It is a figure of speech"}, to=ask)
        assert sent.status_code == 200 and "will answer here" in sent.text
    (asked,) = scene.session.scalars(select(ModerationAppeal)).all()
    scene.come_as(client)
    page = f"{scene.base}/manage/moderation/appeals"
    assert "It is a figure of speech" in client.get(page).text
    silent = client.submit(page, {"outcome": "upheld", "answer": ""}, to=f"{page}/{asked.public_id}")
    assert silent.status_code == 422
    told = {"outcome": "upheld", "answer": "Agreed, it stays"}
    assert client.submit(page, told, to=f"{page}/{asked.public_id}").status_code == 303
    own = client.submit(receipt, {"code": CODE}).text
    assert "Agreed, it stays" in own and "hidden by moderation" not in own


def test_a_code_opens_no_decision_about_somebody_else(client: FlaskClient, scene: Scene) -> None:
    _answer, receipt = hidden_sheet(scene)
    other = scene.report()
    (decision,) = scene.decide(Verdict.HIDE, other)
    scene.session.commit()
    ask = f"{scene.base}/moderation/mine/{decision.public_id}"
    assert client.submit(receipt, {"code": CODE, "words": "Please"}, to=ask).status_code == 404
    assert client.get(ask).status_code == 404


def test_a_seat_asks_for_a_second_look_at_its_card(client: FlaskClient, session: Session, scene: Scene) -> None:
    camp = make_camp(session, scene.process)
    seat, token = make_seat(session, camp)
    themes = {"themes": (scene.theme.public_id,)}
    card = make_card(session, camp.groups[0].board, "A night network", actor=guest(seat), **themes)
    told = {"reason": "insult"}
    case = commands.report(session, Actor(), scene.process, Kind.CARD, card.public_id, **told).case
    (decision,) = scene.decide(Verdict.HIDE, case)
    session.commit()
    page = f"{scene.base}/moderation/mine"
    assert "A night network" not in client.get(page).text
    client.submit(f"/en/seat/{token}")
    assert "A night network" in client.get(page).text
    assert client.submit(f"{page}/{decision.public_id}", {"words": "It is only a net"}).status_code == 303
    assert "will answer here" in client.get(page).text


def test_small_numbers_are_not_published(client: FlaskClient, scene: Scene) -> None:
    page = f"{scene.base}/moderation/"
    assert "Nothing was reported" in client.get(page).text
    cases = [scene.report(number) for number in range(4)]
    scene.decide(Verdict.HIDE, *cases[:4])
    figures = figures_of(scene.session, scene.process)
    assert set(figures.decisions.values()) == {"hidden"} and figures.total == "hidden" and figures.days is None
    more = [scene.report(number) for number in (4, 5)]
    scene.decide(Verdict.KEEP, *more)
    figures = figures_of(scene.session, scene.process)
    assert figures.reports == 6 and figures.total == 6 and set(figures.decisions.values()) == {"hidden"}
    scene.session.commit()
    shown = client.get(page).text
    assert "too few to show" in shown and "It stirs up hatred" in shown


def test_an_organisation_writes_its_own_list(client: FlaskClient, scene: Scene) -> None:
    session, organisation = scene.session, scene.process.organisation
    runner = make_colleague(session, organisation, MemberRole.ADMINISTRATOR)
    session.commit()
    sign_in(client, runner)
    base = f"/en/o/{organisation.short_name}/moderation"
    assert client.submit(f"{base}/reason", {"title-en": ""}).status_code == 422
    told = {"title-en": "It is about another city", "help-en": "We ask about ours", "is_listed": "y"}
    assert client.submit(f"{base}/reason", told).status_code == 303
    assert client.submit(f"{base}/reasons/insult", {"title-en": "Insults", "is_listed": "y"}).status_code == 303
    assert client.submit(f"{base}/reasons/hatred", {"title-en": "Hatred"}).status_code == 303
    keys = [reason.key for reason in listed_reasons(session, organisation.id)]
    assert "hatred" not in keys and len(keys) == 7
    shown = client.get(f"{scene.base}/moderation/").text
    assert "It is about another city" in shown and "Insults" in shown and "Hatred" not in shown
    assert client.get(f"{base}/reasons/unknown").status_code == 404
    assert session.scalars(select(ModerationReason)).all()


def test_a_list_never_becomes_empty(client: FlaskClient, scene: Scene) -> None:
    organisation = scene.process.organisation
    runner = make_colleague(scene.session, organisation, MemberRole.ADMINISTRATOR)
    scene.session.commit()
    sign_in(client, runner)
    keys = [reason.key for reason in listed_reasons(scene.session, organisation.id)]
    for key in keys:
        page = f"/en/o/{organisation.short_name}/moderation/reasons/{key}"
        answered = client.submit(page, {"title-en": "Gone"})
        assert answered.status_code == (303 if key != keys[-1] else 409)
