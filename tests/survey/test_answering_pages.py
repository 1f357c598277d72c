"""What a respondent meets on the pages of a consultation."""

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.app import create_app
from cocreate.core.audit import AuditEntry
from cocreate.core.db import db
from cocreate.core.permissions import SYSTEM
from cocreate.process.models import Process
from cocreate.process.rules import PhaseKind
from cocreate.settings import Settings
from cocreate.survey import queries
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.commands.opening import close_consultation, open_consultation
from cocreate.survey.models import Answer, Consultation, Submission
from cocreate.survey.questionnaire import RIS3
from cocreate.survey.questionnaires.words import QUOTE
from cocreate.survey.rules import LONGEST_TEXT, ConsultationState
from tests.conftest import csrf_token
from tests.factories.process import close_phase, make_process
from tests.factories.survey import make_consultation, make_sheet

CODE = re.compile(r'id="receipt-code" value="([^"]+)"')


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return make_consultation(session)


def address(consultation: Consultation, *rest: str, language: str = "en") -> str:
    return "/".join([f"/{language}/p/{consultation.process.public_id}/consultations/{consultation.public_id}", *rest])


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, f"no hidden field {name}"
    return found[1]


def filled(html: str, **fields: str) -> dict[str, str]:
    """A filled-in form from a page: question keys with underscores, as in `new_challenge=…`."""
    typed = {f"q-{name.replace('__', '-')}": value for name, value in fields.items()}
    return {"csrf_token": csrf_token(html), "form_token": hidden(html, "form_token"), **typed}


def test_answers_come_back_with_the_receipt_code(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    climate, mobility, _health = (challenge.public_id for challenge in consultation.process.challenges)
    page = client.get(address(consultation, language="nl")).text
    typed = filled(page, fit="partly", fit__comment="Bijna goed", new_challenge="Wonen 🏠", helix="citizen")
    typed |= {f"q-rank_challenges-rank-{climate}": "2", f"q-rank_challenges-rank-{mobility}": "1"}
    typed |= {
        f"q-assets-{climate}": "Het klimaatlab",
        "q-project-title": "Deelfietsen",
        "q-project-actor-1-name": "Stad",
        "q-project-actor-2-name": "MIVB",
    }

    thanks = client.post(address(consultation, language="nl"), data=typed, follow_redirects=True)

    code = CODE.search(thanks.text)[1]
    assert re.fullmatch(r"\w{4}-\w{4}-\w{4}", code)
    assert code not in thanks.request.url
    stranger = client.application.test_client()
    own = stranger.submit(address(consultation, "receipt"), {"code": code.lower().replace("-", " ")})
    assert own.status_code == 200
    for words in ("Bijna goed", "Wonen 🏠", "Het klimaatlab", "Deelfietsen", "MIVB", "As a citizen", "Partly"):
        assert words in own.text
    stored = session.scalars(select(Submission)).one()
    assert (stored.language, stored.helix, stored.flag) == ("nl", "citizen", "fast")
    texts = {answer.question.key: answer for answer in session.scalars(select(Answer))}
    assert texts["rank_challenges"].value["order"] == [mobility, climate]
    assert texts["project"].text == "Deelfietsen" and [actor["name"] for actor in texts["project"].value["actors"]] == [
        "Stad",
        "MIVB",
    ]
    assert texts["assets"].item == climate
    assert texts["fit"].text_language == "nl"


def test_nothing_joins_a_person_to_a_sheet(client: FlaskClient, session: Session, consultation: Consultation) -> None:
    page = client.get(address(consultation)).text
    thanks = client.post(address(consultation), data=filled(page, new_challenge="Housing"), follow_redirects=True)
    code = CODE.search(thanks.text)[1]
    entry = session.scalars(select(AuditEntry).where(AuditEntry.verb == "survey:answer:submit")).one()
    assert (entry.actor_kind, entry.actor, entry.details) == ("anonymous", "", {})
    assert (entry.at.hour, entry.at.minute, entry.at.second) == (0, 0, 0)
    stored = session.scalars(select(Submission)).one()
    kept = {column.name: str(getattr(stored, column.name)) for column in Submission.__table__.columns}
    assert code.replace("-", "") not in " ".join(kept.values()).replace("-", "")
    assert not [name for name in kept if name.endswith("_at") or "user" in name or "seat" in name or "address" in name]
    for table in ("submission", "answer"):  # hidden row numbers would tell the order
        with pytest.raises(Exception, match="no such column"):
            session.connection().exec_driver_sql(f"SELECT rowid FROM {table}")


def test_the_same_form_sent_twice_is_stored_once_and_shows_the_same_code(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    page = client.get(address(consultation)).text
    first = client.post(address(consultation), data=filled(page, new_challenge="Housing"), follow_redirects=True)
    again = client.post(address(consultation), data=filled(page, new_challenge="Housing!"), follow_redirects=True)
    assert CODE.search(first.text)[1] == CODE.search(again.text)[1]
    assert "had already arrived" in again.text and "had already arrived" not in first.text
    assert [answer.text for answer in session.scalars(select(Answer))] == ["Housing"]
    assert "Answers from this browser have arrived" in client.get(address(consultation)).text
    another = client.get(address(consultation) + "?another=1", follow_redirects=True).text
    client.post(address(consultation), data=filled(another, new_challenge="Housing"))
    assert session.query(Submission).count() == 2


def test_a_text_that_is_too_long_comes_back_with_everything_typed(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    page = client.get(address(consultation)).text
    megabyte = "long text " * 100_000
    typed = filled(page, new_challenge=megabyte, helix="research", fit__comment="مرحبا <script>")
    shown = client.post(address(consultation), data=typed)
    assert shown.status_code == 422
    assert "<title>Error:" in shown.text
    assert "This text has 999999 characters; at most 5000 fit." in shown.text
    assert 'href="#q-new_challenge"' in shown.text
    assert megabyte.strip() in shown.text and "مرحبا &lt;script&gt;" in shown.text
    assert re.search(r'value="research" checked', shown.text)
    assert hidden(shown.text, "form_token") == typed["form_token"]
    assert session.query(Submission).count() == 0
    exact = client.post(address(consultation), data=typed | {"q-new_challenge": "x" * LONGEST_TEXT})
    assert exact.status_code == 303


def test_a_text_line_has_its_label_and_keeps_what_was_typed(client: FlaskClient, consultation: Consultation) -> None:
    page = client.get(address(consultation)).text
    assert '<label class="label" for="q-project-title">Title of the project</label>' in page
    shown = client.post(address(consultation), data=filled(page, project__title="A <lab>", helix="robot"))
    assert shown.status_code == 422
    assert re.search(r'name="q-project-title"[^>]* value="A &lt;lab&gt;"', shown.text)


def test_far_too_much_text_is_refused_with_a_page_and_not_a_crash(
    client: FlaskClient, consultation: Consultation
) -> None:
    page = client.get(address(consultation)).text
    shown = client.post(address(consultation), data=filled(page, new_challenge="x" * 11_000_000))
    assert shown.status_code == 413
    assert "too large" in shown.text


def test_odd_signs_are_taken_as_they_are(client: FlaskClient, session: Session, consultation: Consultation) -> None:
    page = client.get(address(consultation)).text
    client.post(address(consultation), data=filled(page, new_challenge=" שלום\x00 👩🏽‍🚀\r\nzwei ", helix="other"))
    assert session.scalars(select(Answer.text).where(Answer.has_text)).all() == ["שלום 👩🏽‍🚀\nzwei"]


def test_an_empty_form_asks_for_at_least_one_answer(client: FlaskClient, consultation: Consultation) -> None:
    page = client.get(address(consultation)).text
    shown = client.post(address(consultation), data=filled(page, new_challenge="   "))
    assert shown.status_code == 422 and "answer at least one" in shown.text


@pytest.mark.parametrize(
    ("field", "value"),
    [("q-fit", "perhaps"), ("q-helix", "robot"), ("q-rank_challenges-none", "1")],
)
def test_made_up_choices_are_refused_and_nothing_is_lost(
    client: FlaskClient, consultation: Consultation, field: str, value: str
) -> None:
    first = consultation.process.challenges[0].public_id
    page = client.get(address(consultation)).text
    typed = filled(page, new_challenge="Housing") | {f"q-rank_challenges-rank-{first}": "1", field: value}
    shown = client.post(address(consultation), data=typed)
    assert shown.status_code == 422 and "Housing</textarea>" in shown.text


def test_a_required_question_without_an_answer_says_so_at_its_place(client: FlaskClient, session: Session) -> None:
    consultation = make_consultation(session, state=ConsultationState.DRAFT)
    consultation.questions[1].is_required = True
    open_consultation(session, SYSTEM, consultation)
    page = client.get(address(consultation)).text
    shown = client.post(address(consultation), data=filled(page, new_challenge="Housing"))
    assert shown.status_code == 422
    assert '<a href="#q-fit">Question 2: Please fill this in.</a>' in shown.text


def test_switching_the_language_midway_keeps_every_answer(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    page = client.get(address(consultation)).text
    typed = filled(page, new_challenge="Logement", fit="no")
    shown = client.post(address(consultation, language="fr"), data=typed | {"switch_language": "fr"})
    assert shown.status_code == 200
    assert "Quels défis sont les plus importants pour vous" in shown.text
    assert "Logement</textarea>" in shown.text and 'value="no" checked' in shown.text
    assert session.query(Submission).count() == 0
    client.post(address(consultation, language="fr"), data=filled(shown.text, new_challenge="Logement"))
    assert session.scalars(select(Submission.language)).all() == ["fr"]


def test_whoever_was_typing_at_the_close_gets_the_words_back(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    page = client.get(address(consultation)).text
    close_consultation(session, SYSTEM, consultation)
    shown = client.post(address(consultation), data=filled(page, new_challenge="Too late but mine", fit="yes"))
    assert shown.status_code == 409
    assert "closed while you were answering" in shown.text and "Too late but mine" in shown.text
    assert session.query(Submission).count() == 0


def test_the_end_of_the_phase_closes_too_and_a_form_already_stored_keeps_its_receipt(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    page = client.get(address(consultation)).text
    first = client.post(address(consultation), data=filled(page, new_challenge="In time"), follow_redirects=True)
    close_phase(session, consultation.process, PhaseKind.CONSULTATION)
    late = client.get(address(consultation))
    assert "The time for answering is over" in late.text
    again = client.post(address(consultation), data=filled(page, new_challenge="In time"), follow_redirects=True)
    assert CODE.search(first.text)[1] == CODE.search(again.text)[1]
    other = filled(page, new_challenge="Late") | {"form_token": "made up"}
    assert client.post(address(consultation), data=other).status_code == 409


def test_a_draft_shows_nothing_of_itself(client: FlaskClient, session: Session) -> None:
    consultation = make_consultation(session, state=ConsultationState.DRAFT)
    shown = client.get(address(consultation))
    assert shown.status_code == 200 and "still being prepared" in shown.text
    assert consultation.title["en"] not in shown.text


def test_a_hidden_process_hides_its_consultation(client: FlaskClient, session: Session) -> None:
    consultation = make_consultation(session, make_process(session, is_public=False))
    assert client.get(address(consultation)).status_code == 404


def test_a_wrong_code_is_answered_plainly_and_never_put_in_the_address(
    client: FlaskClient, consultation: Consultation
) -> None:
    shown = client.submit(address(consultation, "receipt"), {"code": "K7QM-2XRB-9TDW\x00"})
    assert shown.status_code == 422
    assert "no answers with this code" in shown.text and 'value="K7QM-2XRB-9TDW"' in shown.text


def test_a_code_opens_its_own_consultation_only(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    page = client.get(address(consultation)).text
    thanks = client.post(address(consultation), data=filled(page, new_challenge="Housing"), follow_redirects=True)
    other = make_consultation(session, consultation.process)
    shown = client.submit(address(other, "receipt"), {"code": CODE.search(thanks.text)[1]})
    assert shown.status_code == 422


def test_a_program_that_fills_in_everything_is_flagged_and_not_dropped(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    page = client.get(address(consultation)).text
    sent = client.post(
        address(consultation), data=filled(page, new_challenge="Buy") | {"website": "http://spam.example"}
    )
    assert sent.status_code == 303
    assert session.scalars(select(Submission.flag)).all() == ["honeypot"]


def test_a_forged_form_token_brings_the_form_back(client: FlaskClient, consultation: Consultation) -> None:
    page = client.get(address(consultation)).text
    shown = client.post(address(consultation), data=filled(page, new_challenge="Mine") | {"form_token": "x.y.z"})
    assert shown.status_code == 422
    assert "Mine</textarea>" in shown.text
    assert client.post(address(consultation), data=filled(shown.text, new_challenge="Mine")).status_code == 303


def test_results_are_public_after_the_close_with_small_groups_hidden(client: FlaskClient, session: Session) -> None:
    process: Process = make_process(session)
    consultation = make_consultation(session, process)
    ids = [challenge.public_id for challenge in process.challenges]
    sheets = [make_sheet(consultation, order=ids, fit="yes", comment="Good", helix="citizen") for _ in range(20)]
    sheets += [make_sheet(consultation, order=ids[::-1], fit="no", helix="research", language="fr") for _ in range(9)]
    sheets += [make_sheet(consultation, fit="no", helix="business") for _ in range(2)]
    import_submissions(session, SYSTEM, consultation, sheets)
    assert "No results yet" in client.get(address(consultation, "results")).text
    close_consultation(session, SYSTEM, consultation)
    shown = client.get(address(consultation, "results")).text
    assert ">31</p>" in shown and "20 (65 %)" in shown
    assert "29 of 31 respondents put challenges in order" in shown
    assert "respondents chose an answer. 20 added a comment." in " ".join(shown.split())
    group_table = re.search(r"Answers by group.*?</table>", shown, re.S)[0]
    assert "The other groups together" in group_table and "Businesses" not in group_table
    assert queries.participation(session, consultation).by_helix["business"] == 2


def test_a_flood_from_one_address_is_slowed_down_and_no_text_is_lost(settings: Settings) -> None:
    app = create_app(replace(settings, rate_limits=True))
    with app.app_context():
        consultation = make_consultation(db.session())
        db.session.commit()
        page, receipt = address(consultation), address(consultation, "receipt")
        db.session.remove()
    flood = app.test_client()
    form = filled(flood.get(page).text, new_challenge="Kept")
    sent = [flood.post(page, data=form) for _ in range(121)]
    assert [answer.status_code for answer in sent[:120]] == [303] * 120
    assert sent[120].status_code == 429 and "Kept</textarea>" in sent[120].text
    tries = [flood.post(receipt, data={"code": "x", "csrf_token": form["csrf_token"]}) for _ in range(13)]
    assert [answer.status_code for answer in tries] == [422] * 12 + [429]
    assert "Too many codes were tried" in tries[-1].text


def test_what_is_said_about_quoting_depends_on_whether_it_is_asked(client: FlaskClient, session: Session) -> None:
    unasked, asked = (make_consultation(session, questions=questions) for questions in (RIS3, (*RIS3, QUOTE)))
    assert "What is written may be quoted in public." in client.get(address(unasked)).text
    shown = client.get(address(asked)).text
    assert "quoted in public only if you agreed to it above" in shown and "What is written may be" not in shown
