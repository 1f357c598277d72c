"""Pages on which a question is chosen, worded, copied, moved, taken away, and shown only to some."""

from collections.abc import Mapping
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.core.db import db, transaction
from cocreate.core.ids import public_id
from cocreate.errors import DomainError, NotFound
from cocreate.process.rules import HelixCategory
from cocreate.survey import labels, queries
from cocreate.survey.commands.questions import (
    QuestionChanges,
    add_question,
    duplicate_question,
    move_question,
    remove_question,
    set_condition,
    update_question,
)
from cocreate.survey.forms import QuestionForm
from cocreate.survey.kinds import KINDS
from cocreate.survey.logic_words import sentence
from cocreate.survey.making import conditions
from cocreate.survey.making.conditions import BLANKS, JOINTS, TESTS, Fact, FactKind, Line, Written, known_facts
from cocreate.survey.making.options import STARTING, fields_of, gallery, mistakes_in, parts_of, read_options
from cocreate.survey.making.parts import Around, Mistake, Rows, typed
from cocreate.survey.manage import manage, question_of_address
from cocreate.survey.models import Consultation, Question
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.revisions import requirement_of
from cocreate.survey.routes import consultation_of_address
from cocreate.survey.rules import QuestionKind, clean_text
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import number_in
from cocreate.web.language import NAMES, current_language, translate
from cocreate.web.messages import say

BLANK_ROWS = 3
WORDLESS = (QuestionKind.PAGE, QuestionKind.INFORMATION)  # these may do without a title


@manage.route("/<consultation_id>/questions/new", methods=["GET", "POST"])
@requires("survey:consultation:edit")
def add(consultation_id: str) -> Any:
    """First the gallery; then the form of the kind that was chosen."""
    consultation, kind = consultation_of_address(consultation_id), request.args.get("kind", "")
    after = neighbour(consultation, request.args.get("after", ""))
    if kind not in KINDS:
        return show_gallery(consultation, after)
    form = QuestionForm(data=None if request.method == "POST" else {"token": public_id(), "is_active": True})
    given = _given(fields_of(kind, STARTING.get(QuestionKind(kind), {})))
    if request.method == "GET" or "more" in given:
        return _page(form, consultation, None, kind, given)
    mistakes = _mistakes(form, kind, given)
    if not form.validate() or mistakes:
        return _page(form, consultation, None, kind, given, mistakes, status=422)
    draft = QuestionDraft(
        key=_key_typed(form),
        kind=QuestionKind(kind),
        title=form.title.data,
        help=form.help.data,
        is_required=form.requirement.data == "required",
        is_soft=form.requirement.data == "soft",
        options=read_options(kind, given, {}),
    )
    try:
        with transaction() as session:
            add_question(
                session,
                current_actor(),
                consultation,
                draft,
                after=after,
                reason=form.reason.data or "",
                token=form.token.data or "",
            )
    except DomainError as error:
        consultation = consultation_of_address(consultation_id)
        return _page(form, consultation, None, kind, given, problem=say(error), status=error.status)
    flash(_("The question is in the questionnaire."), "success")
    return _back(consultation)


def show_gallery(
    consultation: Consultation, after: Question | None, *, reason: str = "", problem: str = "", status: int = 200
) -> Any:
    """What can be asked, and what the bank keeps."""
    page = render_template(
        "survey/manage/gallery.html",
        consultation=consultation,
        after=after,
        groups=gallery(),
        kept=queries.bank_of(db.session(), g.process),
        token=public_id(),
        reason=reason,
        problem=problem,
    )
    return page, status


@manage.route("/<consultation_id>/questions/<question_id>", methods=["GET", "POST"])
@requires("survey:consultation:edit")
def question(consultation_id: str, question_id: str) -> Any:
    """The words of a question, and how it is asked."""
    consultation, found = question_of_address(consultation_id, question_id)
    form = QuestionForm(data=_form_data(found)) if request.method == "GET" else QuestionForm()
    given = _given(fields_of(found.kind, found.options))
    only_live = consultation.opened_at is not None
    if request.method == "GET" or "more" in given:
        return _page(form, consultation, found, found.kind, given)
    mistakes = _mistakes(form, found.kind, given, only_live=only_live)
    if not form.validate() or mistakes:
        return _page(form, consultation, found, found.kind, given, mistakes, status=422)
    changes = QuestionChanges(
        title=form.title.data,
        help=form.help.data,
        is_required=form.requirement.data == "required",
        is_soft=form.requirement.data == "soft",
        is_active=bool(form.is_active.data),
        key=None if only_live else form.key.data or None,
        options=read_options(found.kind, given, found.options, only_live=only_live),
    )
    try:
        with transaction() as session:
            update_question(
                session,
                current_actor(),
                found,
                changes,
                version=number_in(form.version.data),
                reason=form.reason.data or "",
            )
    except DomainError as error:
        consultation, found = question_of_address(consultation_id, question_id)
        form.version.data = str(found.version)
        return _page(form, consultation, found, found.kind, given, problem=say(error), status=error.status)
    flash(_("Saved."), "success")
    return _back(consultation)


@manage.post("/<consultation_id>/questions/<question_id>/move")
@requires("survey:consultation:edit")
def move(consultation_id: str, question_id: str) -> Any:
    """One place up or down; or to the place where it was dropped."""
    consultation, found = question_of_address(consultation_id, question_id)
    place = number_in(request.form.get("place"))
    step = place - found.position if place else (-1 if request.form.get("up") == "yes" else 1)
    with transaction() as session:
        move_question(session, current_actor(), found, step)
    return _back(consultation)


@manage.post("/<consultation_id>/questions/<question_id>/copy")
@requires("survey:consultation:edit")
def copy(consultation_id: str, question_id: str) -> Any:
    """The same question once more."""
    consultation, found = question_of_address(consultation_id, question_id)
    token = typed(request.form, "token", 16)
    return _do(consultation, lambda session: duplicate_question(session, current_actor(), found, token=token))


@manage.post("/<consultation_id>/questions/<question_id>/remove")
@requires("survey:consultation:edit")
def remove(consultation_id: str, question_id: str) -> Any:
    """Take it out of the draft."""
    consultation, found = question_of_address(consultation_id, question_id)
    return _do(consultation, lambda session: remove_question(session, current_actor(), found))


def around_of(consultation: Consultation, found: Question | None) -> Around:
    """What a question can refer to: the questions before it that have choices, and the files."""
    before = [q for q in consultation.questions if found is None or q.position < found.position]
    facts = known_facts(before, queries.ground_of(db.session(), g.process))
    filters = [
        (fact.name, f"{translate(fact.title)} {translate(fact.part)}".strip())
        for fact in facts.values()
        if fact.kind in (FactKind.CHOICE, FactKind.CHOICES)
    ]
    documents = [(each.public_id, each.name) for each in queries.documents_of(db.session(), consultation)]
    return Around(filters, documents)


def _page(
    form: QuestionForm,
    consultation: Consultation,
    found: Question | None,
    kind: str,
    given: dict[str, str],
    mistakes: list[Mistake] | None = None,
    *,
    problem: str = "",
    status: int = 200,
) -> Any:
    """The form of a question, with what was typed, whatever it was."""
    only_live = consultation.opened_at is not None and found is not None
    parts = [part for part in parts_of(kind) if part.is_live or not only_live]
    errors: dict[str, list[str]] = {}
    for mistake in mistakes or ():
        errors.setdefault(mistake.field, []).append(say(mistake.code, **mistake.params))
    page = render_template(
        "survey/manage/question.html",
        form=form,
        consultation=consultation,
        question=found,
        kind=kind,
        is_wordless=kind == QuestionKind.PAGE,
        asks=KINDS[QuestionKind(kind)].asks,
        parts=parts,
        names=NAMES,
        tables={part.name: _row_numbers(part, given) for part in parts if isinstance(part, Rows)},
        around=around_of(consultation, found),
        given=given,
        errors=errors,
        problem=problem,
        only_live=only_live,
    )
    return page, status


def _row_numbers(part: Rows, given: dict[str, str]) -> list[int]:
    """The rows that were there, and some blank ones below."""
    numbers = part.numbers(given)
    blanks = BLANK_ROWS if request.method == "GET" or given.get("more") == part.name else 0
    start = max(numbers, default=-1) + 1
    return [*numbers, *range(start, start + blanks)]


def _given(stored: dict[str, str]) -> dict[str, str]:
    return request.form.to_dict() if request.method == "POST" else stored


def _mistakes(form: QuestionForm, kind: str, given: dict[str, str], *, only_live: bool = False) -> list[Mistake]:
    found = mistakes_in(kind, given, only_live=only_live)
    if not form.title.data and kind not in WORDLESS:
        found.insert(0, Mistake("title-en", "survey.question.untitled"))
    return found


def _key_typed(form: QuestionForm) -> str:
    words: dict[str, str] = form.title.data
    return str(form.key.data or words.get("en") or next(iter(words.values()), "page"))


def _form_data(found: Question) -> dict[str, Any]:
    return {
        "version": str(found.version),
        "title": found.title,
        "help": found.help,
        "requirement": requirement_of(found),
        "is_active": found.is_active,
        "key": found.key,
    }


def neighbour(consultation: Consultation, name: str) -> Question | None:
    """The question after which a new one is to come, if any."""
    return next((question for question in consultation.questions if question.public_id == name), None)


def _do(consultation: Consultation, command: Any) -> Any:
    try:
        with transaction() as session:
            command(session)
    except DomainError as error:
        flash(say(error), "error")
    return _back(consultation)


def _back(consultation: Consultation) -> Any:
    return redirect(url_for(".show", consultation_id=consultation.public_id) + "#questions")


@manage.route("/<consultation_id>/questions/<question_id>/condition", methods=["GET", "POST"])
@requires("survey:consultation:edit")
def condition(consultation_id: str, question_id: str) -> Any:
    """Rows of "question – is – answer", joined by all, any or none."""
    consultation, found = question_of_address(consultation_id, question_id)
    choice = request.args.get("choice", "")
    stored = _stored(found, choice)
    written = conditions.lines_of(stored)
    if request.method == "GET":
        return _ways_page(consultation, found, choice, stored, written or Written(), is_deep=written is None)
    written = conditions.read_lines(request.form)
    if "more" in request.form:
        return _ways_page(consultation, found, choice, stored, written)
    mistakes = conditions.mistakes_in(written, facts_before(consultation, found))
    if mistakes:
        return _ways_page(consultation, found, choice, stored, written, mistakes, status=422)
    try:
        with transaction() as session:
            set_condition(
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
        return _ways_page(
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


def _ways_page(
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
