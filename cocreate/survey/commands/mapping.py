"""The outline on which a question lets people set a point, brought by an organiser while nobody has been asked yet."""

from sqlalchemy.orm import Session

from cocreate.core import audit
from cocreate.core.permissions import Actor
from cocreate.errors import Closed, Invalid
from cocreate.survey.commands.editing import refuse_if_changed, refuse_if_closed
from cocreate.survey.models import Question
from cocreate.survey.outlining import Outline
from cocreate.survey.rules import clean_text

LONGEST_ATTRIBUTION = 300


def bring_outline(
    session: Session,
    actor: Actor,
    question: Question,
    outline: Outline | None,
    attribution: str,
    *,
    version: int | None = None,
) -> Question:
    """Keep an outline with its question, so that it goes wherever the question goes; None keeps the one there is.

    The answers rely on it: what was ever put to people stays.
    """
    consultation = question.consultation
    refuse_if_closed(consultation)
    refuse_if_changed(question.version, version)
    if consultation.opened_at is not None:
        raise Closed("survey.question.only_in_draft")
    areas = outline.areas if outline else question.options.get("outline", {}).get("areas")
    if not areas:
        raise Invalid("survey.outline.none")
    if len(attribution) > LONGEST_ATTRIBUTION:
        raise Invalid("survey.option.too_long", limit=LONGEST_ATTRIBUTION)
    kept = {"areas": areas, "attribution": clean_text(attribution)}
    question.options = {**question.options, "region": "own", "outline": kept}
    session.flush()
    audit.record(
        session,
        actor,
        "survey:question:outline",
        question.ref,
        process=consultation.process.public_id,
        areas=len(areas),
        points=sum(len(ring) // 2 for area in areas for ring in area["rings"]),
        is_new=outline is not None,
    )
    return question
