"""Consultations with their questions, their published results, and the contacts that are invited to them."""

from collections.abc import Iterable
from typing import Any

from flask import g
from marshmallow import fields
from marshmallow.validate import Length, OneOf

from cocreate.api.rules import Scope
from cocreate.api.v1.fields import PageWanted, Shape, page_of, paged, plain, texts
from cocreate.api.v1.operations import operation, resource
from cocreate.core.db import db, transaction
from cocreate.errors import Closed, NotFound
from cocreate.process.rules import HelixCategory
from cocreate.settings import LANGUAGES
from cocreate.survey import queries, tallies
from cocreate.survey.inviting.contacts import import_contacts
from cocreate.survey.inviting.rules import MOST_ATTRIBUTES, ContactDetails
from cocreate.survey.models import Consultation, Question
from cocreate.survey.results.page import QuestionResult, results_of
from cocreate.survey.results.parts import Table
from cocreate.survey.rules import Access, ConsultationState
from cocreate.web.access import current_actor, may
from cocreate.web.charts import Chart

part = resource("consultations", "Consultations", "Questionnaires put to the quadruple helix.")
MOST_CONTACTS = 500


class ConsultationTold(Shape):
    """A questionnaire."""

    id = fields.String(required=True)
    title = texts()
    introduction = texts()
    state = fields.String(required=True, validate=OneOf([state.value for state in ConsultationState]))
    is_taking_answers = fields.Boolean(required=True)
    is_anonymous = fields.Boolean(required=True)
    access = fields.String(required=True, validate=OneOf([access.value for access in Access]))
    opened_at = fields.AwareDateTime(required=True, allow_none=True)
    closed_at = fields.AwareDateTime(required=True, allow_none=True)
    has_public_results = fields.Boolean(required=True)


class QuestionTold(Shape):
    """One question; `options` are those of its kind (docs/questionnaire.md)."""

    id = fields.String(required=True)
    key = fields.String(required=True)
    kind = fields.String(required=True)
    title = texts()
    help = texts()
    is_required = fields.Boolean(required=True)
    options = fields.Dict(required=True)


class QuestionnaireTold(ConsultationTold):
    """A questionnaire with its questions; null where one needs a personal link to see them."""

    questions = fields.List(fields.Nested(QuestionTold), required=True, allow_none=True)


class TableTold(Shape):
    """Numbers as the page of results prints them, in the language asked for; small groups are hidden."""

    caption = fields.String(required=True)
    headers = fields.List(fields.String(), required=True)
    rows = fields.List(fields.List(fields.String()), required=True)


class QuestionResultTold(Shape):
    """The results of one question."""

    question = fields.String(required=True)
    key = fields.String(required=True)
    sentences = fields.List(fields.String(), required=True)
    tables = fields.List(fields.Nested(TableTold), required=True)


class ResultsTold(Shape):
    """What was answered."""

    people = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Null while there are too few to show anything."}
    )
    groups = fields.List(
        fields.Nested(TableTold), required=True, metadata={"description": "Who answered, by group and by language."}
    )
    questions = fields.List(fields.Nested(QuestionResultTold), required=True)
    waiting = fields.Integer(required=True, metadata={"description": "Sheets that came in and are not counted yet."})


class ContactGiven(Shape):
    """Somebody whom a process may write to; an address that is there is brought up to date."""

    email = plain(320, shortest=3, required=True)
    name = plain(200, load_default="")
    language = fields.String(load_default="en", validate=OneOf(LANGUAGES))
    organisation = plain(200, load_default="")
    helix = fields.String(load_default="", validate=OneOf(["", *(each.value for each in HelixCategory)]))
    attributes = fields.Dict(
        keys=plain(40, shortest=1), values=plain(200), load_default=dict, validate=Length(max=MOST_ATTRIBUTES)
    )


class ContactsGiven(Shape):
    """Some contacts."""

    contacts = fields.List(fields.Nested(ContactGiven), required=True, validate=Length(min=1, max=MOST_CONTACTS))


class ContactsTold(Shape):
    """What came of it."""

    added = fields.Integer(required=True)
    updated = fields.Integer(required=True)


def consultation_told(row: Consultation) -> dict[str, Any]:
    """A consultation as programs read it."""
    own = (
        *("title", "introduction", "state", "is_taking_answers", "is_anonymous", "access"),
        *("opened_at", "closed_at", "has_public_results"),
    )
    return {"id": row.public_id, **{name: getattr(row, name) for name in own}}


def _question_told(row: Question) -> dict[str, Any]:
    own = ("key", "kind", "title", "help", "is_required", "options")
    return {"id": row.public_id, **{name: getattr(row, name) for name in own}}


def consultation_of_address(consultation_id: str) -> Consultation:
    """The consultation; a draft is for those who prepare it."""
    row = queries.find_consultation(db.session(), g.process, consultation_id)
    if row is None or (row.state == ConsultationState.DRAFT and not may("survey:consultation:manage")):
        raise NotFound()
    return row


@operation(part, "/consultations", "survey:consultation:list", answers=paged(ConsultationTold), wants=PageWanted)
def consultations(wanted: dict[str, Any]) -> dict[str, Any]:
    """List the consultations.

    Newest first; drafts only for those who prepare them.
    """
    rows = queries.consultations_of(db.session(), g.process)
    sees_drafts = may("survey:consultation:manage")
    shown = (row for row in rows if sees_drafts or row.state != ConsultationState.DRAFT)
    return page_of(map(consultation_told, shown), wanted)


@operation(part, "/consultations/<consultation_id>", "survey:consultation:view", answers=QuestionnaireTold)
def consultation(consultation_id: str) -> dict[str, Any]:
    """Show a consultation with its questions."""
    row = consultation_of_address(consultation_id)
    is_shown = row.access == Access.OPEN or row.has_public_results or may("survey:consultation:preview")
    questions = [_question_told(question) for question in row.active_questions] if is_shown else None
    return {**consultation_told(row), "questions": questions}


@operation(
    part,
    "/consultations/<consultation_id>/results",
    "survey:results:view",
    answers=ResultsTold,
    refuses=(409,),
)
def results(consultation_id: str) -> dict[str, Any]:
    """Show the results of a consultation.

    By the rule that was fixed before the opening: for everybody while it is open, after its close, or never; for those
    who run the process at any time. Answers one by one are in the open data of the consultation.
    """
    row = consultation_of_address(consultation_id)
    if not row.has_public_results and not may("survey:results:preview"):
        raise Closed("api.results.early")
    session = db.session()
    found = results_of(session, row, queries.ground_of(session, g.process))
    groups = [chart for chart in (found.by_helix, found.by_language) if chart is not None]
    return {
        "people": found.base,
        "groups": _tables_told(groups),
        "questions": [_result_told(result) for result in found.questions],
        "waiting": tallies.waiting(session, row),
    }


def _tables_told(tables: Iterable[Chart | Table]) -> list[dict[str, Any]]:
    return [{"caption": table.caption, "headers": table.headers, "rows": table.rows} for table in tables]


def _result_told(result: QuestionResult) -> dict[str, Any]:
    shown = result.shown
    return {
        "question": result.question.public_id,
        "key": result.question.key,
        "sentences": [str(sentence) for sentence in shown.sentences],
        "tables": _tables_told([*shown.charts, *shown.tables, *shown.details]),
    }


@operation(
    part,
    "/contacts",
    "survey:contacts:edit",
    method="POST",
    answers=ContactsTold,
    takes=ContactsGiven,
    scope=Scope.CONTACTS,
)
def bring_contacts(given: dict[str, Any]) -> dict[str, Any]:
    """Add and update contacts.

    Those who asked for no more mails stay so. Sending the same again changes nothing.
    """
    details = {told.email: told for told in (ContactDetails(**one).checked() for one in given["contacts"])}
    with transaction() as session:
        done = import_contacts(session, current_actor(), g.process, list(details.values()))
    return {"added": done.added, "updated": done.updated}
