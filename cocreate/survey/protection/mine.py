"""One's own sheet as data: everything that is stored with it, for whoever has its code."""

from base64 import b64encode
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from cocreate.survey.models import Consultation, Submission, Upload


def own_data(session: Session, consultation: Consultation, submission: Submission) -> dict[str, Any]:
    """All of it, as JSON values; what is a fingerprint of a code is named, not shown."""
    uploads = session.scalars(
        select(Upload).where(Upload.submission_id == submission.id).options(undefer(Upload.content)).order_by(Upload.id)
    )
    answers = sorted(submission.answers, key=lambda answer: (answer.question.position, answer.item))
    not_asked = set(submission.unasked or ())
    return {
        "consultation": {"id": consultation.public_id, "title": consultation.title},
        "sheet": submission.id,
        "day": submission.day.isoformat(),
        "language": submission.language,
        "group": submission.helix,
        "source": submission.source,
        "noticed": submission.flag,
        "left_out_of_results": submission.left_out,
        "reason_of_that_decision": submission.decision_reason,
        "questions_not_asked": [question.key for question in consultation.questions if question.id in not_asked],
        "questionnaire_version": submission.revision,
        "changed_times": submission.edits,
        "may_be_quoted": submission.may_quote,
        "orders_shown": submission.orders,
        "typed_into_hidden_questions": submission.aside,
        "answers": [
            {
                "question": answer.question.key,
                "title": answer.question.title,
                "about": answer.item,
                "value": answer.value,
                "text": answer.text,
                "text_language": answer.text_language,
            }
            for answer in answers
        ],
        "files": [
            {
                "question": upload.question,
                "name": upload.name,
                "media_type": upload.media_type,
                "content": b64encode(upload.content).decode(),
            }
            for upload in uploads
        ],
        "also_stored": "fingerprints of the receipt code and of the form, which cannot be turned back",
    }
