"""What people are told, what they can have and erase, and what goes by itself on the day that was promised."""

import csv
import io
import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import jobs
from cocreate.core.audit import AuditEntry
from cocreate.core.db import Base
from cocreate.core.mail import OutgoingMail
from cocreate.core.permissions import SYSTEM, Role
from cocreate.core.provenance import ProvenanceLink
from cocreate.errors import Closed, Conflict, Invalid
from cocreate.process.models import Process
from cocreate.survey.commands.opening import close_consultation, open_consultation
from cocreate.survey.inviting.models import Contact, Invitation
from cocreate.survey.models import Answer, Consultation, Draft, Submission, Tally, TrialSheet, Upload
from cocreate.survey.protection import commands
from cocreate.survey.protection.queries import notice_for, records_of
from cocreate.survey.protection.rules import LegalBasis, Notice
from cocreate.survey.queries import counted_people
from cocreate.survey.rules import ConsultationState
from cocreate.themes.models import ThemeAnswer
from tests.factories.accounts import make_member, sign_in
from tests.factories.process import make_process
from tests.factories.survey import make_consultation, submit
from tests.factories.themes import read_consultation, show_everything

MARK = "TraceOfAPerson/7.0"


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def organiser(client: FlaskClient, session: Session, process: Process) -> FlaskClient:
    sign_in(client, make_member(session, process, Role.ORGANISER))
    return client


def public(consultation: Consultation, rest: str) -> str:
    return f"/en/p/{consultation.process.public_id}/consultations/{consultation.public_id}/{rest}"


def manage(consultation: Consultation, rest: str = "") -> str:
    return f"/en/p/{consultation.process.public_id}/manage/{rest}"


def count(session: Session, table: Any) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def in_days(days: int) -> Any:
    return clock.today() + timedelta(days=days)


def upload_of(consultation: Consultation, submission: Submission | None) -> Upload:
    return Upload(
        consultation_id=consultation.id,
        submission_id=submission.id if submission else None,
        question="plans",
        form_hash="x",
        name="plan.pdf",
        media_type="application/pdf",
        size=4,
        day=clock.today(),
        content=b"\x00\xff12",
    )


def give_everything(session: Session, consultation: Consultation) -> None:
    """A sheet with a file, a file without a sheet, a draft, a trial and an invitation."""
    submit(session, consultation, fit="yes", new_challenge="Words")
    sheet = session.scalars(select(Submission)).one()
    contact = Contact(process_id=consultation.process_id, email="ada@example.org", added_at=clock.now())
    session.add_all([contact, upload_of(consultation, sheet), upload_of(consultation, None)])
    session.flush()
    of = {"consultation_id": consultation.id}
    session.add_all(
        [
            Draft(**of, code_hash="x", content=b"", last_day=in_days(9)),
            TrialSheet(**of, day=clock.today(), language="en", content={}),
            Invitation(**of, contact_id=contact.id),
        ]
    )
    session.commit()


LEFT = (Submission, Answer, Upload, Draft, TrialSheet, Invitation)


def test_before_anybody_writes_a_notice_there_is_one_in_four_languages(client: FlaskClient, session: Session) -> None:
    consultation = make_consultation(session)
    for language, words in (
        ("en", "Nobody else"),
        ("nl", "Niemand anders"),
        ("fr", "Personne d’autre"),
        ("de", "Niemand sonst"),
    ):
        page = client.get(public(consultation, "privacy").replace("/en/", f"/{language}/")).text
        assert words in page
    form = client.get(public(consultation, "").rstrip("/")).text
    assert public(consultation, "privacy") in form


def test_organisers_write_the_notice_and_people_read_it(
    organiser: FlaskClient, session: Session, process: Process
) -> None:
    consultation = make_consultation(session, process)
    page = manage(consultation, f"consultations/{consultation.public_id}/privacy")
    day = in_days(90)
    sent = organiser.submit(
        page,
        {
            "version": str(consultation.version),
            "controller": "Ministry of Ideas",
            "contact": "privacy@example.org",
            "basis": "consent",
            "purpose-en": "To plan\nthe next years",
            "erase_on": day.isoformat(),
            "about_person": ["fit"],
        },
    )
    assert sent.status_code == 303
    told = organiser.get(public(consultation, "privacy")).text
    assert "Ministry of Ideas" in told and "article 6.1.a" in told and "the next years" in told
    assert consultation.erase_on == day and notice_for(consultation).about_person == ("fit",)
    line = session.scalars(select(AuditEntry).where(AuditEntry.verb == "survey:privacy:edit")).one()
    assert "Ministry" not in json.dumps(line.details) and line.details["erase_on"] == day.isoformat()
    stale = organiser.submit(page, {"version": "1", "basis": "consent", "controller": "Mine"})
    assert stale.status_code == 409 and 'value="Mine"' in stale.text


def test_a_notice_takes_long_and_strange_texts_kindly(
    organiser: FlaskClient, session: Session, process: Process
) -> None:
    consultation = make_consultation(session, process)
    page = manage(consultation, f"consultations/{consultation.public_id}/privacy")
    version = str(consultation.version)
    for values in (
        {"controller": "x" * 1_000_000},
        {"basis": "whim"},
        {"erase_on": "soon"},
        {"erase_on": "2020-01-01"},
    ):
        refused = organiser.submit(page, {"version": version, "basis": "consent", **values})
        assert refused.status_code == 422, values
    kept = organiser.submit(page, {"version": version, "basis": "consent", "controller": "مكتب 🌙\x00"})
    assert kept.status_code == 303 and "مكتب 🌙" in organiser.get(public(consultation, "privacy")).text


def test_after_the_opening_a_promise_can_only_become_stricter(session: Session, process: Process) -> None:
    consultation = make_consultation(session, process)
    plain, strict = Notice(), Notice(erases_results=True)
    commands.set_privacy(session, SYSTEM, consultation, plain, erase_on=in_days(90))
    commands.set_privacy(session, SYSTEM, consultation, strict, erase_on=in_days(60))
    for notice, day, code in (
        (strict, in_days(61), "survey.privacy.promised"),
        (strict, None, "survey.privacy.promised"),
        (plain, in_days(60), "survey.privacy.results_promised"),
    ):
        with pytest.raises(Closed) as refused:
            commands.set_privacy(session, SYSTEM, consultation, notice, erase_on=day)
        assert refused.value.code == code
    draft = make_consultation(session, process, state=ConsultationState.DRAFT)
    commands.set_privacy(session, SYSTEM, draft, strict, erase_on=in_days(9))
    commands.set_privacy(session, SYSTEM, draft, plain, erase_on=None)
    with pytest.raises(Invalid):
        commands.set_privacy(session, SYSTEM, draft, plain, erase_on=clock.today())
    with pytest.raises(Invalid):
        commands.set_privacy(session, SYSTEM, draft, Notice(about_person=("nothing",)), erase_on=None)
    with pytest.raises(Conflict):
        commands.set_privacy(session, SYSTEM, draft, plain, erase_on=None, version=0)


def test_on_the_promised_day_all_goes_but_the_results(session: Session, process: Process) -> None:
    consultation = make_consultation(session, process)
    give_everything(session, consultation)
    consultation.erase_on = clock.today()
    session.commit()
    jobs.do_the_hourly()
    session.expire_all()
    assert [count(session, table) for table in LEFT] == [0] * len(LEFT)
    assert counted_people(session, consultation).total == 1
    assert consultation.erased_at is not None and consultation.state == "closed"
    line = session.scalars(select(AuditEntry).where(AuditEntry.verb == "survey:retention:erase")).one()
    expected = {"sheets": 1, "files": 2, "drafts": 1, "trials": 1, "invitations": 1, "results": False}
    assert line.details == expected
    jobs.do_the_hourly()
    assert session.scalar(select(func.count()).where(AuditEntry.verb == "survey:retention:erase")) == 1
    with pytest.raises(Closed):
        commands.set_privacy(session, SYSTEM, consultation, Notice(), erase_on=in_days(5))


def test_what_was_erased_takes_no_more_answers(organiser: FlaskClient, session: Session, process: Process) -> None:
    consultation = make_consultation(session, process)
    submit(session, consultation, fit="yes")
    consultation.erase_on = clock.today()
    session.commit()
    jobs.do_the_hourly()
    session.expire_all()
    shown = organiser.get(manage(consultation, f"consultations/{consultation.public_id}")).text
    assert "The answers were erased on" in shown and "Open again" not in shown
    with pytest.raises(Closed) as refused:
        open_consultation(session, SYSTEM, consultation)
    assert refused.value.code == "survey.consultation.erased"


def test_a_draft_whose_day_has_passed_is_given_another_before_it_opens(
    organiser: FlaskClient, session: Session, process: Process
) -> None:
    draft = make_consultation(session, process, state=ConsultationState.DRAFT)
    draft.erase_on = in_days(-1)
    session.commit()
    jobs.do_the_hourly()
    session.expire_all()
    assert draft.erased_at is None and count(session, OutgoingMail) == 0
    page = manage(draft, f"consultations/{draft.public_id}")
    refused = organiser.submit(page, to=f"{page}/open", follow_redirects=True)
    assert f"answers are erased ({draft.erase_on.isoformat()}) has come" in refused.text
    assert draft.state == "draft"
    commands.set_privacy(session, SYSTEM, draft, Notice(), erase_on=in_days(30))
    assert open_consultation(session, SYSTEM, draft).state == "open"


def test_what_is_closed_is_not_opened_again_on_the_day_of_its_erasing(session: Session, process: Process) -> None:
    consultation = make_consultation(session, process, state=ConsultationState.CLOSED)
    consultation.erase_on = clock.today()
    with pytest.raises(Closed) as refused:
        open_consultation(session, SYSTEM, consultation)
    assert refused.value.code == "survey.consultation.erasing_due"


def test_the_results_go_too_where_people_were_told_so(session: Session, process: Process) -> None:
    consultation = make_consultation(session, process)
    give_everything(session, consultation)
    consultation.privacy, consultation.erase_on = Notice(erases_results=True).packed(), clock.today()
    session.commit()
    jobs.do_the_hourly()
    assert count(session, Tally) == 0


def test_nothing_goes_a_day_too_early_or_of_another_consultation(session: Session, process: Process) -> None:
    consultation, other = make_consultation(session, process), make_consultation(session, process)
    give_everything(session, consultation)
    consultation.erase_on, other.erase_on = in_days(1), clock.today()
    session.commit()
    jobs.do_the_hourly()
    session.expire_all()
    assert count(session, Submission) == 1 and count(session, Upload) == 2
    assert consultation.state == "open" and other.erased_at is not None


def test_an_erasing_that_stopped_halfway_goes_on(session: Session, process: Process) -> None:
    consultation = make_consultation(session, process)
    for number in range(5):
        submit(session, consultation, form=f"form {number}", fit="yes")
    assert commands.erase_some(session, consultation, size=3).sheets == 3
    consultation.erase_on = clock.today()
    session.commit()
    jobs.do_the_hourly()
    session.expire_all()
    assert count(session, Submission) == 0 and consultation.erased_at is not None


def test_organisers_are_warned_thirty_and_seven_days_before_once_each(session: Session, process: Process) -> None:
    consultation = make_consultation(session, process)
    make_member(session, process, Role.ORGANISER, language="nl")
    make_member(session, process, Role.OWNER)
    make_member(session, process, Role.OBSERVER)
    consultation.erase_on = in_days(31)
    session.commit()
    jobs.do_the_hourly()
    assert count(session, OutgoingMail) == 0
    for days, letters in ((30, 2), (29, 4), (7, 6)):  # another day is another promise, so it is warned of anew
        consultation.erase_on = in_days(days)
        session.commit()
        jobs.do_the_hourly()
        jobs.do_the_hourly()
        assert count(session, OutgoingMail) == letters
    texts = session.scalars(select(OutgoingMail.text)).all()
    assert all(consultation.public_id in text for text in texts)


def test_the_page_of_the_consultation_warns_too(organiser: FlaskClient, session: Session, process: Process) -> None:
    consultation = make_consultation(session, process)
    page = manage(consultation, f"consultations/{consultation.public_id}")
    for days, is_warned in ((31, False), (30, True), (0, True)):
        consultation.erase_on = in_days(days)
        session.commit()
        assert ("The answers will be erased on" in organiser.get(page).text) is is_warned
    consultation.erased_at = clock.now()
    session.commit()
    assert "The answers were erased on" in organiser.get(page).text


def test_whoever_has_the_code_downloads_everything_that_is_stored(client: FlaskClient, session: Session) -> None:
    consultation = make_consultation(session)
    code = submit(session, consultation, fit="yes", new_challenge="Words 🌙 كلمة").code
    sheet = session.scalars(select(Submission)).one()
    sheet.aside = {"fit": {"q-fit": "hidden"}}
    session.add(upload_of(consultation, sheet))
    session.commit()
    page = public(consultation, "my-data")
    told = json.loads(client.submit(page, {"code": code.lower(), "what": "json"}).data)
    assert {answer["question"] for answer in told["answers"]} == {"fit", "new_challenge", "helix"}
    assert "Words 🌙 كلمة" in [answer["text"] for answer in told["answers"]]
    assert told["typed_into_hidden_questions"] == sheet.aside and told["files"][0]["content"] == "AP8xMg=="
    document = client.submit(page, {"code": code, "what": "pdf"})
    assert document.data.startswith(b"%PDF") and document.mimetype == "application/pdf"


def test_a_wrong_code_gives_nothing(client: FlaskClient, session: Session) -> None:
    consultation = make_consultation(session)
    submit(session, consultation, fit="yes")
    session.commit()
    for code in ("", "AAAA-BBBB-CCCC", "\x00", "x" * 100_000, "🌙"):
        for what in ("json", "pdf", "erase", "erase for good", ""):
            refused = client.submit(public(consultation, "my-data"), {"code": code, "what": what})
            assert refused.status_code == 422 and "no answers with this code" in refused.text
    assert count(session, Submission) == 1


@pytest.mark.parametrize("state", ["open", "closed"])
def test_whoever_has_the_code_erases_their_sheet_after_being_asked_once_more(
    client: FlaskClient, session: Session, state: str
) -> None:
    consultation = make_consultation(session)
    code = submit(session, consultation, fit="yes").code
    submit(session, consultation, form="another", fit="no")
    if state == "closed":
        close_consultation(session, SYSTEM, consultation)
    session.commit()
    page = public(consultation, "my-data")
    asked = client.submit(page, {"code": code, "what": "erase"})
    assert "cannot be undone" in asked.text and count(session, Submission) == 2
    assert ("counted again without you" in asked.text) is (state == "closed")
    done = client.submit(page, {"code": code, "what": "erase for good"})
    assert done.status_code == 303
    assert "Your answers are erased" in client.get(page).text
    assert {"choice": "no"} in session.scalars(select(Answer.value)).all()
    assert count(session, Submission) == 1
    again = client.submit(page, {"code": code, "what": "erase for good"})
    assert again.status_code == 422
    line = session.scalars(select(AuditEntry).where(AuditEntry.verb == "survey:answer:erase")).one()
    assert (line.actor_kind, line.actor, line.at.hour, line.details) == ("anonymous", "", 0, {})


def test_an_erased_sheet_leaves_its_themes_and_the_evidence(session: Session) -> None:
    consultation, _themes = read_consultation(session)
    of_theme = session.scalars(select(ThemeAnswer)).first()
    assert of_theme is not None
    answer = session.get_one(Answer, of_theme.answer_id)
    sheet = session.get_one(Submission, answer.submission_id)
    links = select(func.count()).where(ProvenanceLink.source_id == answer.id)
    assert session.scalar(links)
    commands.erase_own_sheet(session, SYSTEM, consultation, sheet)
    session.commit()
    assert not session.scalar(links)
    assert not session.scalar(select(func.count()).where(ThemeAnswer.answer_id == answer.id))


def test_words_of_who_may_not_be_quoted_are_on_no_public_page(client: FlaskClient, session: Session) -> None:
    from cocreate.themes import commands as theming
    from cocreate.themes import queries as themes
    from cocreate.themes.rules import Belonging

    consultation, (theme, *_rest) = read_consultation(session)
    theming.accept_theme(session, SYSTEM, consultation.process, theme, belongs_to=Belonging.NEW, version=theme.version)
    show_everything(consultation)
    session.commit()
    quoted = themes.quotes_of(session, [theme], most=1)[theme.id][0]
    text, address = quoted.text, f"/en/p/{consultation.process.public_id}/answers/{quoted.id}"
    page = f"/en/p/{consultation.process.public_id}/themes/{theme.public_id}"
    assert text in client.get(page).text.replace("&#39;", "'") and client.get(address).status_code == 200
    session.get_one(Submission, session.get_one(Answer, quoted.id).submission_id).may_quote = False
    session.commit()
    assert text not in client.get(page).text.replace("&#39;", "'") and client.get(address).status_code == 404
    assert quoted.id not in [each.id for each in themes.quotes_of(session, [theme], most=5)[theme.id]]
    assert themes.quotes_of(session, [theme], most=1)[theme.id], "the next best stands in"
    staff, _pages = themes.answers_page(session, theme, 1)
    assert quoted.id in [each.id for each in staff], "the team reads all answers"


def test_the_records_of_processing_say_what_the_law_asks(
    organiser: FlaskClient, session: Session, process: Process
) -> None:
    consultation = make_consultation(session, process, title={"en": "=A question"})
    make_consultation(session, process, state=ConsultationState.DRAFT, title={"en": "Not yet"})
    notice = Notice(controller="Ministry", basis=LegalBasis.LEGAL_OBLIGATION)
    commands.set_privacy(session, SYSTEM, consultation, notice, erase_on=in_days(40))
    session.commit()
    assert [record.consultation for record in records_of(session, process)] == [consultation]
    page = organiser.get(manage(consultation, "records")).text
    assert "Ministry" in page and "article 6.1.c" in page and "Not yet" not in page
    file = organiser.get(manage(consultation, "records.csv")).text
    lines = list(csv.DictReader(io.StringIO(file.removeprefix("\ufeff"))))
    assert len(lines) == 1 and lines[0]["Processing"] == "'=A question"
    assert lines[0]["Erased on"] == in_days(40).isoformat() and "random keys" in lines[0]["Safety"]


def test_nothing_stored_or_logged_tells_of_the_browser_or_the_address(
    app: Flask,
    client: FlaskClient,
    session: Session,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    consultation = make_consultation(session)
    caplog.set_level(logging.DEBUG)
    traces = {"User-Agent": MARK, "X-Forwarded-For": "203.0.113.77", "Referer": f"https://{MARK}.example/"}
    where = {"environ_overrides": {"REMOTE_ADDR": "198.51.100.23"}, "headers": traces}
    page = public(consultation, "").rstrip("/")
    shown = client.get(page, **where).text
    token = shown.split('name="form_token" value="')[1].split('"')[0]
    csrf = shown.split('name="csrf_token" value="')[1].split('"')[0]
    sent = client.post(page, data={"csrf_token": csrf, "form_token": token, "q-fit": "yes"}, **where)
    assert sent.status_code == 303 and count(session, Submission) == 1
    rows = [row for table in Base.metadata.sorted_tables for row in session.execute(select(table)).all()]
    stored, logged = (
        repr(rows),
        caplog.text + "".join(capfd.readouterr()) + repr([record.__dict__ for record in caplog.records]),
    )
    assert "fit" in stored and "survey.submit" in logged, "both were really looked at"
    for trace in (MARK, "203.0.113.77", "198.51.100.23"):
        assert trace not in stored and trace not in logged
