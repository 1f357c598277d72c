"""One's own sheet: saved and gone on with later, changed after sending, taken along, for whoever has its code."""

import json
from collections.abc import Iterable
from typing import Any

from flask import Response, g, render_template, request
from flask import session as visit
from flask_babel import gettext as _
from flask_limiter.errors import RateLimitExceeded

from cocreate.accounts.mails import letter
from cocreate.accounts.organisations.queries import sender_of
from cocreate.accounts.rules import normal_email
from cocreate.core import mail
from cocreate.core.db import begin_reading, db, transaction
from cocreate.errors import Closed, Invalid, NotFound
from cocreate.survey import filling, labels, queries, receipts, sheets
from cocreate.survey.commands.drafting import save_draft
from cocreate.survey.filling import CHANGE_CODE, LET_PASS, PAGE
from cocreate.survey.inviting import way_in
from cocreate.survey.kinds import Said, kind_of
from cocreate.survey.kinds.base import AnswerLike
from cocreate.survey.models import Consultation, Draft, Question, Submission
from cocreate.survey.routes import (
    CODES,
    consultation_of_address,
    opening_day,
    pages,
    show_code_form,
    show_form,
    turned_away,
)
from cocreate.web.access import current_actor, requires
from cocreate.web.language import address, current_language, translate
from cocreate.web.messages import say
from cocreate.web.security import limiter

SAVES = limiter.shared_limit("20 per minute; 200 per hour", scope="survey:drafts")
LETTERS = limiter.shared_limit("3 per minute; 10 per hour", scope="survey:draft-letters")
TICKET = "ticket"  # in what is saved: the personal link with which it was begun, sealed with the rest
KEPT = ("form_token", "revision", LET_PASS, PAGE)  # beside the fields of questions


@pages.post("/<consultation_id>/save")
@requires("survey:answer:submit")
def save(consultation_id: str) -> Any:
    """Keep the form as it is, and show the code that opens it."""
    consultation, typed = consultation_of_address(consultation_id), request.form.to_dict()
    if (turned := turned_away(consultation, typed)) is not None:
        return turned
    typed, refused_files = filling.from_page(consultation, typed)
    if refused_files:
        return show_form(consultation, typed, refused_files, status=422)
    token = receipts.read_form_token(consultation, typed.get("form_token", ""))
    if token is None:
        return show_form(consultation, typed, warning="survey.sheet.form_unknown", status=422)
    kept = {name: text for name, text in typed.items() if name in KEPT or name.startswith("q-")}
    if ticket := way_in.ticket_in(visit, consultation):
        kept[TICKET] = ticket
    try:
        with SAVES, transaction() as session:
            if queries.submission_by_form(session, consultation, token.secret) is not None:
                return show_form(consultation, typed, warning="survey.draft.sent_already", status=409)
            code, draft = save_draft(session, current_actor(), consultation, token.secret, kept)
    except RateLimitExceeded:
        return show_form(consultation, typed, warning="survey.draft.too_often", status=429)
    return show_saved(consultation, code, draft)


@pages.post("/<consultation_id>/save/letter")
@requires("survey:answer:submit")
def send_code(consultation_id: str) -> Any:
    """Send the code to an address that somebody types; it stands nowhere but in that letter."""
    consultation, code = consultation_of_address(consultation_id), typed_code()
    draft = queries.draft_by_code(db.session(), consultation, code)
    if draft is None:
        return show_resume(consultation, code, problem=say("survey.draft.unknown"), status=422)
    try:
        recipient = normal_email(request.form.get("email", "")[:400])
        with LETTERS, transaction() as session:
            write_letter(session, consultation, code, draft, recipient)
    except Invalid as refused:
        return show_saved(consultation, code, draft, problem=say(refused), status=422)
    except RateLimitExceeded:
        return show_saved(consultation, code, draft, problem=say("survey.draft.too_often"), status=429)
    return show_saved(consultation, code, draft, is_sent=True)


@pages.route("/<consultation_id>/resume", methods=["GET", "POST"])
@requires("survey:consultation:view")
def resume(consultation_id: str) -> Any:
    """Go on with what was saved."""
    consultation = consultation_of_address(consultation_id)
    if not consultation.is_taking_answers:
        return render_template("survey/not_open.html", consultation=consultation, opens_at=opening_day())
    if request.method == "GET":
        return show_resume(consultation, "")
    code = typed_code()
    try:
        with CODES:
            typed = queries.typed_in_draft(db.session(), consultation, code)
    except RateLimitExceeded:
        return show_resume(consultation, code, problem=say("survey.receipt.too_often"), status=429)
    if typed is None:
        return show_resume(consultation, code, problem=say("survey.draft.unknown"), status=422)
    if ticket := typed.pop(TICKET, ""):  # what was begun with a personal link is sent with that link
        way_in.keep_ticket(visit, consultation, ticket)
    way = way_in.way_in(db.session(), consultation, current_actor(), visit)
    if not way.is_allowed:
        return render_template("survey/inviting/no_way_in.html", consultation=consultation, way=way), 403
    return show_form(consultation, typed)


def typed_code() -> str:
    """A code as somebody typed it, of a length that can be one."""
    return request.form.get("code", "")[:100].replace("\x00", "")


def show_saved(
    consultation: Consultation, code: str, draft: Draft, *, problem: str = "", is_sent: bool = False, status: int = 200
) -> Any:
    """The code. This answer to the form is the only place where it stands, so it is not kept by the browser."""
    page = render_template(
        "survey/saved.html",
        consultation=consultation,
        code=code,
        last_day=draft.last_day,
        email=request.form.get("email", "")[:400],
        problem=problem,
        is_sent=is_sent,
    )
    return page, status


def show_resume(consultation: Consultation, code: str, *, problem: str = "", status: int = 200) -> Any:
    """Where the code is typed."""
    return render_template("survey/resume.html", consultation=consultation, code=code, problem=problem), status


def write_letter(session: Any, consultation: Consultation, code: str, draft: Draft, recipient: str) -> None:
    """The letter to oneself. The code stands behind the #, which browsers do not send to any server."""
    language = current_language()
    names = {"process_id": g.process.public_id, "consultation_id": consultation.public_id}
    link = f"{address('survey.resume', language=language, **names)}#{code}"
    title = translate(consultation.title, language)
    told = {"title": title, "link": link, "code": code, "last_day": draft.last_day}
    text, html = letter("saved_answers", brand=g.process.organisation, **told)
    subject = _("Go on with “%(title)s”", title=title)
    sender = sender_of(g.process.organisation, language)
    written = {"subject": subject, "text": text, "html": html, "language": language}
    mail.write(session, sender=sender, recipient=recipient, **written, leaves_no_trace=True)


@pages.post("/<consultation_id>/change")
@requires("survey:answer:submit")
def change(consultation_id: str) -> Any:
    """The questionnaire with one's answers in it, to be changed and sent again."""
    consultation, code = consultation_of_address(consultation_id), typed_code()
    if not consultation.is_taking_answers or not consultation.allows_editing:
        raise Closed("survey.receipt.no_changes")
    found = sheet_of_code(consultation, code)
    return show_form(consultation, refilled(found, code)) if isinstance(found, Submission) else found


@pages.post("/<consultation_id>/receipt/answers.<any(json,txt):form>")
@requires("survey:receipt:view")
def own_file(consultation_id: str, form: str) -> Any:
    """One's own answers as a file; the code travels in the form, never in the address."""
    consultation = consultation_of_address(consultation_id)
    found = sheet_of_code(consultation, typed_code())
    if not isinstance(found, Submission):
        return found
    content = as_json(consultation, found) if form == "json" else as_text(consultation, found)
    return Response(
        content,
        mimetype="application/json" if form == "json" else "text/plain",
        headers={
            "Content-Disposition": f'attachment; filename="{consultation.public_id}-answers.{form}"',
            "Cache-Control": "no-store",
        },
    )


def sheet_of_code(consultation: Consultation, code: str) -> Any:
    """The sheet of a receipt code; or the page that says that there is none, or that too many were tried."""
    begin_reading()
    try:
        with CODES:
            found = queries.submission_by_receipt(db.session(), consultation, code)
    except RateLimitExceeded:
        return show_code_form(consultation, code, say("survey.receipt.too_often"), 429)
    return found if found is not None else show_code_form(consultation, code, say(NotFound("survey.receipt.unknown")))


def refilled(submission: Submission, code: str) -> dict[str, str]:
    """The fields of the form as they were, those of hidden questions too."""
    typed = {name: text for fields in submission.aside.values() for name, text in fields.items()}
    for question, answers in by_question(submission):
        typed |= kind_of(question).refill(question, answers)
    return typed | {CHANGE_CODE: code}


def by_question(submission: Submission) -> list[tuple[Question, list[AnswerLike]]]:
    """The answers of a sheet, in the order of the questions."""
    found: dict[Question, list[AnswerLike]] = {}
    for answer in submission.answers:
        found.setdefault(answer.question, []).append(answer)
    return sorted(found.items(), key=lambda pair: pair[0].position)


def as_json(consultation: Consultation, submission: Submission) -> str:
    """Everything that we keep of the sheet, and nothing else."""
    kept = {
        "consultation": consultation.title,
        "day": submission.day.isoformat(),
        "language": submission.language,
        "changed": submission.edits,
        "answers": [
            {
                "question": question.key,
                "title": question.title,
                "item": answer.item,
                "value": answer.value,
                "text": answer.text,
            }
            for question, answers in by_question(submission)
            for answer in answers
        ],
        "typed_into_hidden_questions": submission.aside,
    }
    return json.dumps(kept, ensure_ascii=False, indent=2) + "\n"


def as_text(consultation: Consultation, submission: Submission) -> str:
    """The answers as they are read on the page, in the language of the page."""
    blocks = [f"{translate(consultation.title)}\n{submission.day.isoformat()}"]
    for question, said in sheets.said_in_submission(submission, queries.ground_for(db.session(), consultation)):
        blocks.append("\n".join([translate(question.title), *_lines(said)]))
    return "\n\n".join(blocks) + "\n"


def _lines(said: Iterable[Said]) -> Iterable[str]:
    for each in said:
        word = str(labels.word(each.code)) if each.code else ""
        parts = [translate(each.label), word, translate(each.content), each.text]
        yield "  " + " ".join(filter(None, parts)).replace("\n", "\n  ")
