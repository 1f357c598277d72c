"""What the page of a questionnaire does with files: take them in before anything else is judged."""

from typing import Any

from flask import current_app, request
from flask_limiter.errors import RateLimitExceeded
from werkzeug.exceptions import RequestEntityTooLarge

from cocreate.core.db import transaction
from cocreate.survey import queries, receipts
from cocreate.survey.commands import uploads
from cocreate.survey.models import Consultation
from cocreate.survey.rules import Problem, QuestionKind
from cocreate.web.access import current_actor
from cocreate.web.errors import page
from cocreate.web.messages import say
from cocreate.web.security import limiter

UPLOADS = limiter.shared_limit("60 per minute; 600 per hour", scope="survey:uploads")


def from_page(
    consultation: Consultation, typed: dict[str, str], *, is_trial: bool = False, is_helped: bool = False
) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """What was typed, with the ids of the files that came along, which are stored by then; and what was refused.

    Call it first, whatever the form was sent for: a file is there once, and a page shown again has lost it otherwise.
    Test mode takes the files of a draft too, and a helper's page those of answers that come later.
    """
    is_taking = consultation.is_taking_from_helpers if is_helped else consultation.is_taking_answers
    asks_for_files = any(question.kind == QuestionKind.FILES for question in consultation.active_questions)
    if not asks_for_files or not (is_trial or is_taking):
        return typed, ()
    files = {name: sent for name, sent in request.files.to_dict(flat=False).items() if any(s.filename for s in sent)}
    if not files and not any("-drop-" in name for name in typed):
        return typed, ()
    found: list[Problem] = []
    token = receipts.read_form_token(consultation, typed.get("form_token", ""))
    if token is None:  # the files go with a new form, which has to be sent once more
        typed = {**typed, "form_token": receipts.issue_form_token(consultation)}
        token = receipts.read_form_token(consultation, typed["form_token"])
        found.append(Problem("", "", "survey.sheet.form_unknown"))
    assert token is not None  # just issued
    try:
        with UPLOADS:
            pass
    except RateLimitExceeded:
        return typed, (*found, Problem("", "", "survey.sheet.too_often"))
    with transaction() as session:
        if queries.submission_by_form(session, consultation, token.secret) is not None:
            return typed, ()  # sent already: it counts as it was then
        typed, refused = uploads.take_in(session, current_actor(), consultation, files, typed, token.secret)
    return typed, (*found, *refused)


def too_large(error: RequestEntityTooLarge) -> Any:
    """More than the server reads at all: nothing of it arrived, but the browser still has the words."""
    limit = current_app.extensions["cocreate_settings"].max_upload_mb
    return page(413, say("survey.sheet.too_large", limit=limit), code="413")
