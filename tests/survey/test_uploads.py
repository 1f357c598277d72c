"""Files: what comes in, what is refused and why, who sees it, and what organisers offer."""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import jobs
from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import SYSTEM, Role
from cocreate.errors import Conflict, Invalid
from cocreate.process.models import Process
from cocreate.survey import receipts
from cocreate.survey.commands.answering import submit_answers
from cocreate.survey.commands.files import (
    add_document,
    attach,
    erase_forgotten,
    keep_until,
    missing_files,
    remove_document,
    take_in,
)
from cocreate.survey.commands.opening import close_consultation, open_consultation
from cocreate.survey.filetypes import KNOWN, LONGEST_NAME, MEGABYTE, clean_name, is_really, taken
from cocreate.survey.models import Answer, Consultation, Document, Submission, TrialSheet, Upload
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.rules import AnswerGiven, AnswerSheet, ConsultationState, QuestionKind
from tests.conftest import csrf_token
from tests.factories.accounts import make_member, sign_in
from tests.factories.process import make_process
from tests.factories.survey import make_consultation

PDF = b"%PDF-1.7\n%nothing much\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
TAKEN = re.compile(r'name="(q-plan-file-\d)" value="([^"]+)"')


def office(*names: str, mimetype: str = "") -> bytes:
    """A zip with these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        if mimetype:
            parts.writestr("mimetype", mimetype)
        for name in names:
            parts.writestr(name, "x")
    return made.getvalue()


GOOD = {
    "plan.pdf": PDF,
    "photo.PNG": PNG,
    "photo.jpeg": b"\xff\xd8\xff\xe0rest",
    "text.docx": office("[Content_Types].xml", "word/document.xml"),
    "table.xlsx": office("[Content_Types].xml", "xl/workbook.xml"),
    "talk.pptx": office("[Content_Types].xml", "ppt/presentation.xml"),
    "text.odt": office("content.xml", mimetype=KNOWN["odt"]),
    "notes.txt": "Déjà vu مرحبا".encode(),
    "old.csv": "a;é\n".encode("cp1252"),
    "wide.csv": "a;b".encode("utf-16"),
}


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def consultation(session: Session, process: Process) -> Consultation:
    asked = (
        QuestionDraft("plan", QuestionKind.FILES, {"en": "Your plan"}, options={"max_files": 2, "max_megabytes": 1}),
        QuestionDraft("email", QuestionKind.SHORT_TEXT, {"en": "E-mail"}, options={"format": "email"}),
    )
    return make_consultation(session, process, questions=asked)


def address(consultation: Consultation, *rest: str, language: str = "en", manage: bool = False) -> str:
    start = f"/{language}/p/{consultation.process.public_id}{'/manage' if manage else ''}/consultations"
    return "/".join([start, consultation.public_id, *rest])


def hidden(html: str) -> dict[str, str]:
    """The fields of a page that nobody types into."""
    token = re.search(r'name="form_token" value="([^"]*)"', html)
    assert token
    return {"csrf_token": csrf_token(html), "form_token": token[1], **dict(TAKEN.findall(html))}


def file(name: str, content: bytes) -> tuple[io.BytesIO, str]:
    return (io.BytesIO(content), name)


def send(client: FlaskClient, consultation: Consultation, page: str, typed: Mapping[str, Any], **options: Any) -> Any:
    data = {**hidden(page), **typed}
    return client.post(address(consultation, **options), data=data, content_type="multipart/form-data")


# What a file is


@pytest.mark.parametrize("name", GOOD)
def test_a_file_that_is_what_it_says_is_taken(name: str) -> None:
    file = taken(name, GOOD[name], tuple(KNOWN))
    assert file.name == name and file.media_type in KNOWN.values()


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("disguise", [".pdf", ".png", ".docx", ".odt", ".exe"])
def test_a_renamed_file_is_refused(name: str, disguise: str) -> None:
    if name.endswith(disguise) or name.lower().endswith(disguise):
        assert is_really(disguise[1:], GOOD[name])
        return
    with pytest.raises(Invalid) as refused:
        taken(f"file{disguise}", GOOD[name], tuple(KNOWN))
    wanted = "survey.file.other_type" if disguise == ".exe" else "survey.file.not_what_it_says"
    assert refused.value.code == wanted


def test_macros_and_control_signs_are_not_let_in() -> None:
    assert not is_really("docx", office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"))
    assert not is_really("txt", b"MZ\x90\x00\x03")
    assert not is_really("odt", office("content.xml", mimetype=KNOWN["ods"]))
    assert not is_really("docx", office("[Content_Types].xml", "word/document.xml")[:40])


@given(
    st.sampled_from([*KNOWN, "exe", ""]), st.binary(max_size=200), st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe"])
)
def test_no_content_brings_the_judge_to_fall(extension: str, content: bytes, start: bytes) -> None:
    assert is_really(extension, start + content) in (True, False)


@given(st.text(max_size=300))
def test_a_cleaned_name_leads_nowhere_and_hides_nothing(name: str) -> None:
    clean = clean_name(name)
    assert 0 < len(clean) <= LONGEST_NAME and clean_name(clean) == clean
    assert not set(clean) & set('/\\\x00\n\r\u202e\u200f') and not clean.startswith(".")  # fmt: skip


# Handing in


def test_a_file_arrives_with_the_answers_and_only_staff_can_save_it(
    client: FlaskClient, session: Session, process: Process, consultation: Consultation
) -> None:
    page = client.get(address(consultation)).text
    assert 'enctype="multipart/form-data"' in page and 'type="file"' in page
    name = "../Plan \u202efdp.мой.pdf"
    sent = send(client, consultation, page, {"q-plan-new": file(name, PDF)})
    assert sent.status_code == 303
    thanks = client.get(sent.headers["Location"]).text
    assert "Plan fdp.мой.pdf" in thanks and "\u202e" not in thanks
    upload = session.scalars(select(Upload)).one()
    submission = session.scalars(select(Submission)).one()
    assert (upload.submission_id, upload.name, upload.size) == (submission.id, "Plan fdp.мой.pdf", len(PDF))
    assert session.scalars(select(Answer)).one().value == {"files": [upload.id], "names": [upload.name]}
    entry = session.scalars(select(AuditEntry).where(AuditEntry.verb == "survey:file:hand_in")).one()
    assert (entry.actor_kind, entry.actor, entry.details) == ("anonymous", "", {"files": 1})

    page = address(consultation, "files", manage=True)
    assert client.get(f"{page}/{upload.id}").status_code == 302  # asked to sign in
    facilitator = client.application.test_client()
    sign_in(facilitator, make_member(session, process, Role.FACILITATOR))
    assert facilitator.get(f"{page}/{upload.id}").status_code == 403
    organiser = client.application.test_client()
    sign_in(organiser, make_member(session, process, Role.ORGANISER))
    assert "Plan fdp.мой.pdf" in organiser.get(page).text
    saved = organiser.get(f"{page}/{upload.id}")
    assert saved.data == PDF and saved.mimetype == "application/pdf"
    assert saved.headers["Content-Disposition"].startswith('attachment; filename="Plan fdp.___.pdf"')
    assert (
        saved.headers["X-Content-Type-Options"] == "nosniff" and "sandbox" in saved.headers["Content-Security-Policy"]
    )
    assert organiser.get(f"{page}/{'0' * 32}").status_code == 404


def test_a_mistake_elsewhere_or_a_change_of_language_loses_no_file(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    page = client.get(address(consultation)).text
    failed = send(client, consultation, page, {"q-plan-new": file("plan.pdf", PDF), "q-email": "no mail"})
    assert failed.status_code == 422 and "no e-mail address" in failed.text and "plan.pdf" in failed.text
    switch = {"q-plan-new": file("photo.png", PNG), "q-email": "ana@example.org", "switch_language": "nl"}
    dutch = send(client, consultation, failed.text, switch, language="nl")
    assert dutch.status_code == 200 and "plan.pdf" in dutch.text and "photo.png" in dutch.text
    assert 'value="ana@example.org"' in dutch.text
    assert session.query(Submission).count() == 0 and session.query(Upload).count() == 2
    sent = send(client, consultation, dutch.text, {"q-email": "ana@example.org"}, language="nl")
    assert sent.status_code == 303
    assert {upload.submission_id for upload in session.scalars(select(Upload))} == {
        session.scalars(select(Submission.id)).one()
    }
    again = send(client, consultation, dutch.text, {"q-plan-new": file("late.pdf", PDF)}, language="nl")
    assert again.status_code == 303  # the same form counts once, as it was sent first
    assert session.query(Submission).count() == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("plan.pdf", b"", "is empty"),
        ("plan.pdf", PNG, "is not what its name says"),
        ("plan.exe", b"MZ", "is of a type that is not taken here"),
        ("noname", PDF, "is of a type that is not taken here"),
        ("plan.pdf", PDF + b"x" * MEGABYTE, "is larger than 1 MB"),
        ("مرحبا👩🏽‍🚀.txt", b"\x00\x01", "is not what its name says"),
    ],
)
def test_a_file_that_is_not_taken_is_told_why_and_nothing_else_is_lost(
    client: FlaskClient, session: Session, consultation: Consultation, name: str, content: bytes, said: str
) -> None:
    page = client.get(address(consultation)).text
    typed = {"q-plan-new": [file("good.pdf", PDF), file(name, content)], "q-email": "ana@example.org"}
    shown = send(client, consultation, page, typed)
    assert shown.status_code == 422 and said in shown.text and 'href="#q-plan"' in shown.text
    assert "good.pdf" in shown.text and 'value="ana@example.org"' in shown.text
    assert session.query(Submission).count() == 0
    assert session.scalars(select(Upload.name)).all() == ["good.pdf"]
    assert send(client, consultation, shown.text, {}).status_code == 303


def test_more_files_than_asked_for_are_refused_until_one_is_taken_out(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    page = client.get(address(consultation)).text
    three = [file(f"{n}.pdf", PDF) for n in range(3)]
    shown = send(client, consultation, page, {"q-plan-new": three})
    assert shown.status_code == 422 and "At most 2 files" in shown.text
    first = session.scalars(select(Upload).where(Upload.name == "0.pdf")).one()
    changed = {f"q-plan-drop-{first.id}": "1", "q-plan-new": file("2.pdf", PDF)}
    assert send(client, consultation, shown.text, changed).status_code == 303
    assert sorted(session.scalars(select(Upload.name))) == ["1.pdf", "2.pdf"]


def test_nobody_sends_the_file_of_another_form(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    page = client.get(address(consultation)).text
    kept = send(client, consultation, page, {"q-plan-new": file("plan.pdf", PDF), "q-email": "no mail"}).text
    stranger = client.application.test_client()
    theirs = stranger.get(address(consultation)).text
    stolen = send(stranger, consultation, theirs, hidden(kept) | hidden(theirs))
    assert stolen.status_code == 422 and "is no longer here" in stolen.text
    made_up = send(stranger, consultation, theirs, {"q-plan-file-1": f"{'0' * 32}:x.pdf"})
    assert made_up.status_code == 422
    renamed = send(client, consultation, kept, {"q-plan-file-1": hidden(kept)["q-plan-file-1"] + ".exe"})
    assert renamed.status_code == 422
    assert send(client, consultation, kept, {}).status_code == 303


def test_a_file_with_an_unknown_form_waits_for_it_to_be_sent_again(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    page = client.get(address(consultation)).text
    shown = send(client, consultation, page, {"form_token": "nonsense", "q-plan-new": file("plan.pdf", PDF)})
    assert shown.status_code == 422 and "could not be recognised" in shown.text and "plan.pdf" in shown.text
    assert send(client, consultation, shown.text, {}).status_code == 303
    assert session.scalars(select(Upload)).one().submission_id


def test_far_too_large_a_form_is_answered_in_words(client: FlaskClient, consultation: Consultation) -> None:
    page = client.get(address(consultation)).text
    shown = send(client, consultation, page, {"q-plan-new": file("plan.pdf", b"x" * (33 * MEGABYTE))})
    assert shown.status_code == 413
    assert "at most 32 MB" in shown.text and "your words should still be there" in shown.text


def test_a_closed_consultation_keeps_no_file(client: FlaskClient, session: Session, consultation: Consultation) -> None:
    page = client.get(address(consultation)).text
    close_consultation(session, SYSTEM, consultation)
    shown = send(client, consultation, page, {"q-plan-new": file("plan.pdf", PDF), "q-email": "ana@example.org"})
    assert shown.status_code == 409 and "ana@example.org" in shown.text
    assert session.query(Upload).count() == 0


def test_a_file_whose_sheet_is_never_sent_is_erased_after_a_day(session: Session, consultation: Consultation) -> None:
    typed = {"q-plan": ""}
    sent = type("Sent", (), {"filename": "plan.pdf", "read": lambda self, size: PDF[:size]})()
    files = {"q-plan-new": [sent]}
    _typed, problems = take_in(session, SYSTEM, consultation, files, typed, "one")
    kept, _problems = take_in(session, SYSTEM, consultation, files, typed, "two")
    assert problems == []
    key, _colon, name = kept["q-plan-file-1"].partition(":")
    sheet = AnswerSheet("en", (AnswerGiven("plan", {"files": [key], "names": [name]}),))
    submit_answers(session, SYSTEM, consultation, sheet, "two")
    session.commit()
    jobs.do_the_hourly()
    assert session.query(Upload).count() == 2
    for upload in session.scalars(select(Upload)):
        upload.day = clock.today() - timedelta(days=2)
    session.commit()
    jobs.do_the_hourly()
    assert [upload.form_hash for upload in session.scalars(select(Upload))] == [receipts.form_hash("two")]


def test_a_file_of_a_form_that_was_saved_waits_as_long_as_the_form(
    session: Session, consultation: Consultation
) -> None:
    sent = type("Sent", (), {"filename": "plan.pdf", "read": lambda self, size: PDF[:size]})()
    for form in ("saved", "left"):
        take_in(session, SYSTEM, consultation, {"q-plan-new": [sent]}, {}, form)
    keep_until(session, consultation, "saved", clock.today() + timedelta(days=30))
    erase_forgotten(session, clock.today() + timedelta(days=31))
    assert [upload.form_hash for upload in session.scalars(select(Upload))] == [receipts.form_hash("saved")]
    erase_forgotten(session, clock.today() + timedelta(days=32))
    assert session.query(Upload).count() == 0


def test_a_sheet_sent_anew_keeps_its_files_and_gives_up_those_it_no_longer_names(
    session: Session, consultation: Consultation
) -> None:
    sent = type("Sent", (), {"filename": "plan.pdf", "read": lambda self, size: PDF[:size]})()
    typed, _problems = take_in(session, SYSTEM, consultation, {"q-plan-new": [sent, sent]}, {}, "one")
    ids = [typed[f"q-plan-file-{n}"].partition(":")[0] for n in (1, 2)]
    both = AnswerSheet("en", (AnswerGiven("plan", {"files": ids, "names": ["plan.pdf"] * 2}),))
    submit_answers(session, SYSTEM, consultation, both, "one")
    submission = session.scalars(select(Submission)).one()
    one = AnswerSheet("en", (AnswerGiven("plan", {"files": ids[:1], "names": ["plan.pdf"]}),))
    assert missing_files(session, consultation, one, "later")
    assert missing_files(session, consultation, one, "later", submission.id) == []
    attach(session, consultation, one, "later", submission.id)
    assert session.scalars(select(Upload.id)).all() == ids[:1]


# Offering


def test_organisers_offer_documents_and_respondents_find_them(
    client: FlaskClient, session: Session, process: Process
) -> None:
    consultation = make_consultation(session, process, state=ConsultationState.DRAFT)
    organiser = client.application.test_client()
    sign_in(organiser, make_member(session, process, Role.ORGANISER))
    page = address(consultation, "documents", manage=True)
    wrong = organiser.submit(page, {"file": file("plan.pdf", PNG), "title-en": "Kept"})
    assert wrong.status_code == 422 and "is not what its name says" in wrong.text and 'value="Kept"' in wrong.text
    assert organiser.submit(page, {"title-en": "Kept"}).status_code == 422
    for _twice in range(2):
        added = organiser.submit(page, {"file": file("plan.pdf", PDF), "title-en": "The plan"})
        assert added.status_code == 302
    organiser.submit(page, {"file": file("map.png", PNG)})
    plan, picture = session.scalars(select(Document).order_by(Document.id))
    at = address(consultation, "documents", plan.public_id)
    assert client.get(at).status_code == 404 and organiser.get(at).status_code == 200

    open_consultation(session, SYSTEM, consultation)
    shown = client.get(address(consultation)).text
    assert "The plan" in shown and at in shown
    saved = client.get(at)
    assert saved.data == PDF and saved.headers["Content-Disposition"].startswith("attachment")
    image = client.get(address(consultation, "documents", picture.public_id))
    assert image.mimetype == "image/png" and image.headers["Content-Disposition"].startswith("inline")
    assert image.headers["X-Content-Type-Options"] == "nosniff"
    gone = organiser.submit(page, {}, to=f"{page}/{plan.public_id}/remove", follow_redirects=True)
    assert "no longer offered" in gone.text and client.get(at).status_code == 404
    verbs = session.scalars(select(AuditEntry.verb).where(AuditEntry.verb.like("survey:document:%"))).all()
    assert verbs == ["survey:document:add", "survey:document:add", "survey:document:remove"]


def test_test_mode_takes_a_file_before_the_opening_and_keeps_its_name_alone(
    client: FlaskClient, session: Session
) -> None:
    plan = QuestionDraft("plan", QuestionKind.FILES, {"en": "Your plan"}, is_required=True)
    draft = make_consultation(session, questions=(plan,), state=ConsultationState.DRAFT)
    sign_in(client, make_member(session, draft.process, Role.ORGANISER))
    page = address(draft, "try", manage=True)
    without = client.submit(page, {})
    assert without.status_code == 422 and session.query(TrialSheet).count() == 0
    wrong = client.submit(page, {"q-plan-new": file("plan.exe", b"MZ")}, content_type="multipart/form-data")
    assert wrong.status_code == 422 and "of a type that is not taken here" in wrong.text
    sent = {**hidden(client.get(page).text), "q-plan-new": file("plan.pdf", PDF)}
    kept = client.post(page, data=sent, content_type="multipart/form-data", follow_redirects=True)
    assert "count for nothing" in kept.text and "plan.pdf" in kept.text
    assert session.query(TrialSheet).count() == 1 and session.query(Upload).count() == 0


def test_a_text_between_the_questions_shows_its_picture_and_files(
    client: FlaskClient, session: Session, process: Process
) -> None:
    asked = (
        QuestionDraft("intro", QuestionKind.INFORMATION, {"en": "Read this"}, {"en": "One.\n\nTwo <b>.\nThree."}),
        QuestionDraft("more", QuestionKind.LONG_TEXT, {"en": "What do you think?"}),
    )
    consultation = make_consultation(session, process, state=ConsultationState.DRAFT, questions=asked)
    picture = add_document(session, SYSTEM, consultation, name="map.png", content=PNG)
    plan = add_document(session, SYSTEM, consultation, name="plan.pdf", content=PDF)
    consultation.questions[0].options = {
        "image": picture.public_id,
        "alt": {"en": "A map"},
        "documents": [plan.public_id],
    }
    open_consultation(session, SYSTEM, consultation)
    shown = client.get(address(consultation)).text
    assert 'alt="A map"' in shown and picture.public_id in shown and shown.count(plan.public_id) == 1
    assert "Two &lt;b&gt;." in shown and "Documents to read" not in shown
    with pytest.raises(Conflict, match="in_use"):
        remove_document(session, SYSTEM, consultation, plan)
