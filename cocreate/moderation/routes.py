"""Pages for everybody: the list of reasons with figures, a report, one's own contributions, an appeal."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.accounts.security import per_visitor
from cocreate.core.db import db, transaction
from cocreate.core.ids import form_public_id
from cocreate.errors import DomainError, NotFound
from cocreate.moderation import commands, messages, queries
from cocreate.moderation.commands import may_appeal
from cocreate.moderation.forms import AppealForm, ReportForm, named
from cocreate.moderation.kinds import ALL, EDITABLE, Subject
from cocreate.moderation.models import ModerationDecision
from cocreate.moderation.queries import figures_of
from cocreate.moderation.reasons import Reason, listed_reasons, reason_given
from cocreate.moderation.rules import Kind
from cocreate.survey import labels
from cocreate.survey.models import Answer, Consultation, Submission
from cocreate.survey.own_sheet import sheet_of_code
from cocreate.survey.routes import show_own_answers
from cocreate.web.access import current_actor, requires
from cocreate.web.messages import say


def for_templates() -> dict[str, Any]:
    """What every template of these pages needs."""
    return {
        "words": messages,
        "reason_of": reason_of,
        "url_of": url_of,
        "given": reason_given,
        "editable": EDITABLE,
    }


def reason_of(decision: ModerationDecision) -> Reason | None:
    """The reason that a decision gave."""
    return reason_given(decision.reason, decision.reason_title) if decision.reason else None


def url_of(subject: Subject) -> str:
    """Where everybody reads it."""
    values: dict[str, Any] = dict(subject.values)
    return url_for(subject.endpoint, **values)


pages = Blueprint("moderation", __name__, url_prefix="/p/<process_id>/moderation")
pages.context_processor(for_templates)
pages.context_processor(labels.for_templates)  # for the page of one's own answers, which comes back from an appeal


@pages.get("/")
@requires("moderation:rule:view")
def rules() -> str:
    """What is not published and why, and how often that happened."""
    session = db.session()
    return render_template(
        "moderation/rules.html",
        reasons=listed_reasons(session, g.process.organisation_id),
        figures=figures_of(session, g.process),
    )


@pages.route("/report/answer/<answer_id>", methods=["GET", "POST"])
@requires("moderation:report:make")
@per_visitor
def report_answer(answer_id: str) -> Any:
    """Report an answer that is quoted."""
    return _report(Kind.ANSWER, answer_id)


@pages.route("/report/card/<card_id>", methods=["GET", "POST"])
@requires("moderation:report:make")
@per_visitor
def report_card(card_id: str) -> Any:
    """Report a card that is on the record."""
    return _report(Kind.CARD, card_id)


@pages.route("/report/actor/<actor_id>", methods=["GET", "POST"])
@requires("moderation:report:make")
@per_visitor
def report_actor(actor_id: str) -> Any:
    """Report an entry of the ecosystem's register."""
    return _report(Kind.ACTOR, actor_id)


def _report(kind: Kind, key: str) -> Any:
    session = db.session()
    subject, form = ALL[kind].public(session, g.process, key), ReportForm()
    form.reason.choices = named(listed_reasons(session, g.process.organisation_id))
    if form.validate_on_submit():
        if not form.website.data:
            _store(kind, subject, form)
        flash(_("Thank you. A person looks at it; until then it stays where it is."), "success")
        return redirect(url_of(subject), 303)
    page = render_template("moderation/report.html", subject=subject, form=form)
    return page, 422 if form.errors else 200


def _store(kind: Kind, subject: Subject, form: ReportForm) -> None:
    with transaction() as session:
        commands.report(
            session,
            current_actor(),
            g.process,
            kind,
            subject.key,
            reason=form.reason.data,
            note=form.note.data or "",
            public_id=form_public_id(form.form_id.data),
        )


@pages.get("/mine")
@requires("moderation:own:view")
def mine() -> str:
    """What was decided about one's own contributions, as far as an account or a seat tells whose they are."""
    decided = queries.own_decisions(db.session(), g.process, current_actor())
    return render_template("moderation/mine.html", decided=decided, may_appeal=may_appeal)


@pages.route("/mine/<moderation_decision_id>", methods=["GET", "POST"])
@requires("moderation:appeal:make")
@per_visitor
def appeal(moderation_decision_id: str) -> Any:
    """Ask for a second look at a decision about one's own words: with an account or a seat, or with the code."""
    decision = queries.find_decision(db.session(), g.process, moderation_decision_id)
    if request.method == "POST" and "code" in request.form:
        return _with_code(decision)
    subject = _own_subject(decision)
    form = AppealForm()
    problem, status = "", 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            _ask(decision, form.words.data or "", by_code=False)
            flash(_("Somebody else looks at it now. The answer appears on this page."), "success")
            return redirect(url_for("moderation.mine"), 303)
        except DomainError as refused:
            problem, status = say(refused), refused.status
    page = render_template("moderation/appeal.html", form=form, decision=decision, subject=subject, problem=problem)
    return page, status


def _own_subject(decision: ModerationDecision) -> Subject:
    """What the decision is about, if an account or a seat tells that whoever asks wrote it."""
    own = queries.own_decisions(db.session(), g.process, current_actor())
    found = next((subject for row, subject in own if row.id == decision.id), None)
    if found is None or not (may_appeal(decision) or decision.appeal):
        raise NotFound()
    return found


def _with_code(decision: ModerationDecision) -> Any:
    consultation = _consultation_of(decision)
    code = request.form.get("code", "")[:100].replace("\x00", "")
    found = sheet_of_code(consultation, code)
    if not isinstance(found, Submission):
        return found
    if all(answer.id != decision.case.subject for answer in found.answers):
        raise NotFound()
    db.session.rollback()
    words = request.form.get("words", "").replace("\x00", "")
    try:
        _ask(decision, words, by_code=True)
    except DomainError as refused:
        g.appeal_problem = (decision.public_id, say(refused), words[:4000])
        return show_own_answers(consultation, code), refused.status
    flash(_("Somebody else looks at it now. The answer appears on this page."), "success")
    return show_own_answers(consultation, code)


def _consultation_of(decision: ModerationDecision) -> Consultation:
    session = db.session()
    answer = session.get(Answer, decision.case.subject) if decision.case.kind == Kind.ANSWER else None
    if answer is None:
        raise NotFound()
    submission = session.get_one(Submission, answer.submission_id)
    return session.get_one(Consultation, submission.consultation_id)


def _ask(decision: ModerationDecision, words: str, *, by_code: bool) -> None:
    with transaction() as session:
        row = queries.find_decision(session, g.process, decision.public_id)
        commands.appeal(session, current_actor(), g.process, row, words, by_code=by_code)
