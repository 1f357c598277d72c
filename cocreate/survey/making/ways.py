"""The page on which somebody writes when a question, or one of its choices, is shown."""

from collections.abc import Mapping
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.core.db import db, transaction
from cocreate.errors import DomainError, NotFound
from cocreate.process.rules import HelixCategory
from cocreate.survey import commands, labels, queries
from cocreate.survey.logic_words import sentence
from cocreate.survey.making import conditions
from cocreate.survey.making.conditions import BLANKS, JOINTS, TESTS, Line, Written
from cocreate.survey.making.facts import Fact, known_facts
from cocreate.survey.making.parts import Mistake
from cocreate.survey.manage import manage, question_of_address
from cocreate.survey.models import Consultation, Question
from cocreate.survey.rules import clean_text
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import number_in
from cocreate.web.language import current_language, translate
from cocreate.web.messages import say


@manage.route("/<consultation_id>/questions/<question_id>/condition", methods=["GET", "POST"])
@requires("survey:consultation:edit")
def condition(consultation_id: str, question_id: str) -> Any:
    """Rows of "question – is – answer", joined by all, any or none."""
    consultation, found = question_of_address(consultation_id, question_id)
    choice = request.args.get("choice", "")
    stored = _stored(found, choice)
    written = conditions.lines_of(stored)
    if request.method == "GET":
        return _page(consultation, found, choice, stored, written or Written(), is_deep=written is None)
    written = conditions.read_lines(request.form)
    if "more" in request.form:
        return _page(consultation, found, choice, stored, written)
    mistakes = conditions.mistakes_in(written, facts_before(consultation, found))
    if mistakes:
        return _page(consultation, found, choice, stored, written, mistakes, status=422)
    try:
        with transaction() as session:
            commands.set_condition(
                session,
                current_actor(),
                found,
                conditions.condition_of(written),
                choice=choice,
                version=number_in(request.form.get("version")),
                reason=clean_text(request.form.get("reason", "")),
            )
    except DomainError as error:
        consultation, found = question_of_address(consultation_id, question_id)
        return _page(
            consultation, found, choice, _stored(found, choice), written, problem=say(error), status=error.status
        )
    flash(_("Saved."), "success")
    return redirect(url_for(".show", consultation_id=consultation_id) + f"#question-{found.key}")


def facts_before(consultation: Consultation, found: Question) -> dict[str, Fact]:
    """What the question can ask about: only what comes before it."""
    before = [q for q in consultation.active_questions if q.position < found.position]
    return known_facts(before, queries.ground_of(db.session(), g.process))


def choice_name(fact: Fact, key: str) -> str:
    """What a choice of a fact is called."""
    if words := translate(fact.choices.get(key)):
        return words
    if key in set(HelixCategory):
        return str(labels.MYSELF[HelixCategory(key)])
    return _("agreed") if key == "given" else key


def fact_name(fact: Fact) -> str:
    """What a fact is called: the question, and its row."""
    part = translate(fact.part)
    return f"{translate(fact.title)} – {part}" if part else translate(fact.title)


def _stored(found: Question, choice: str) -> Mapping[str, Any]:
    if not choice:
        return found.condition
    rows = [row for row in found.options.get("choices", ()) if row["key"] == choice]
    if not rows:
        raise NotFound()
    return rows[0].get("condition") or {}


def _page(
    consultation: Consultation,
    found: Question,
    choice: str,
    stored: Mapping[str, Any],
    written: Written,
    mistakes: list[Mistake] | None = None,
    *,
    is_deep: bool = False,
    problem: str = "",
    status: int = 200,
) -> Any:
    errors: dict[str, list[str]] = {}
    for mistake in mistakes or ():
        errors.setdefault(mistake.field, []).append(say(mistake.code, **mistake.params))
    blanks = BLANKS if request.method == "GET" or "more" in request.form else 0
    rows = [row for row in found.options.get("choices", ()) if row["key"] == choice]
    page = render_template(
        "survey/manage/condition.html",
        consultation=consultation,
        question=found,
        choice=rows[0]["label"] if rows else None,
        stored=stored,
        condition_sentence=sentence(stored, consultation.questions, current_language()),
        joint=written.joint,
        lines=[*written.lines, *[Line()] * blanks],
        facts=list(facts_before(consultation, found).values()),
        fact_name=fact_name,
        choice_name=choice_name,
        joints=JOINTS,
        tests=TESTS,
        errors=errors,
        is_deep=is_deep,
        problem=problem,
        typed_reason=clean_text(request.form.get("reason", "")),
    )
    return page, status
