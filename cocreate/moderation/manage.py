"""Pages of those who decide: the queue, one case, the appeals; and of those who write the list of reasons."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from cocreate.analysis.text.unwanted import MINIMUM
from cocreate.core.db import db, transaction
from cocreate.core.ids import form_public_id
from cocreate.errors import DomainError, Invalid, NotFound
from cocreate.moderation import commands, learning, messages, queries
from cocreate.moderation.elsewhere import waiting_elsewhere
from cocreate.moderation.forms import AnswerForm, DecideForm, EditForm, ReasonForm
from cocreate.moderation.models import ModerationCase
from cocreate.moderation.queries import Filter, Line
from cocreate.moderation.reasons import all_reasons, listed_reasons, set_reason
from cocreate.moderation.routes import for_templates
from cocreate.moderation.rules import Kind, Outcome, Standing, Verdict, may_follow, passages_of
from cocreate.survey.personal.rules import spans_in
from cocreate.web.access import current_actor, may, requires
from cocreate.web.forms import number_in
from cocreate.web.messages import say
from cocreate.web.paging import page_number

manage = Blueprint("moderation_manage", __name__, url_prefix="/p/<process_id>/manage/moderation")
manage.context_processor(for_templates)


@manage.get("")
@requires("moderation:queue:view")
def queue() -> Any:
    """What was reported, a list at a time, with the form to decide about many at once."""
    return _queue(DecideForm())


@manage.post("")
@requires("moderation:case:decide")
def decide() -> Any:
    """Hide, show again or leave as they are those that are ticked."""
    form = DecideForm()
    form.offer(listed_reasons(db.session(), g.process.organisation_id))
    if not form.validate_on_submit():
        return _queue(form, status=422)
    try:
        count, batch = _decide(form, form.chosen.data or [])
    except DomainError as refused:
        db.session.rollback()
        return _queue(form, say(refused), refused.status)
    flash(ngettext("%(num)s contribution is decided.", "%(num)s contributions are decided.", count), "success")
    wanted = _filter()
    return redirect(url_for(".queue", show=wanted.list, kind=wanted.kind, reason_given=wanted.reason, undo=batch), 303)


def _decide(form: DecideForm, chosen: list[str]) -> tuple[int, str]:
    with transaction() as session:
        cases = queries.find_cases(session, g.process, chosen)
        wanted = [commands.Wanted(case, number_in(request.form.get(f"seen-{case.public_id}"))) for case in cases]
        batch = form_public_id(form.form_id.data)
        made = commands.decide(session, current_actor(), g.process, form.told(_verdict()), wanted, batch=batch)
        return len(made), made[0].batch


def _verdict() -> Verdict:
    pressed = request.form.get("verdict", "")
    if pressed not in set(Verdict):
        raise Invalid("unknown")
    return Verdict(pressed)


def _filter() -> Filter:
    asked = request.values
    shown, kind = asked.get("show", ""), asked.get("kind", "")
    return Filter(
        shown if shown in queries.LISTS else "waiting",
        kind if kind in set(Kind) else "",
        asked.get("reason_given", "")[:40],
    )


def _queue(form: DecideForm, problem: str = "", status: int = 200) -> Any:
    session, wanted = db.session(), _filter()
    form.offer(listed_reasons(session, g.process.organisation_id))
    lines, pages = queries.queue_page(session, g.process, wanted, page := page_number())
    page_text = render_template(
        "moderation/manage/queue.html",
        form=form,
        problem=problem,
        lines=lines,
        wanted=wanted,
        counts=queries.counts(session, g.process),
        appeals=sum(not row.outcome for row in queries.appeals(session, g.process)),
        elsewhere=[row for row in waiting_elsewhere(session, g.process) if may(row.permission)],
        reasons={reason.key: reason for reason in all_reasons(session, g.process.organisation_id)},
        scores=learning.scores_of(session, g.process),
        page=page,
        pages=pages,
        batch=form_public_id(request.args.get("undo")),
    )
    return page_text, status


@manage.get("/suggestions")
@requires("moderation:queue:view")
def suggestions() -> str:
    """What a program that learnt from decisions points at, how far to trust it, and from what it learnt."""
    session = db.session()
    scores = learning.scores_of(session, g.process)
    shown = learning.suggested(session, g.process, scores)
    return render_template(
        "moderation/manage/suggestions.html",
        learnt=learning.learning_of(session, g.process),
        lessons=learning.count_lessons(session),
        suggested=shown,
        least=MINIMUM,
    )


@manage.post("/suggestions")
@requires("moderation:case:decide")
def learn() -> Any:
    """Have the program learn anew."""
    try:
        with transaction() as session:
            task = learning.ask_for_suggestions(session, current_actor(), g.process)
    except DomainError as refused:
        flash(say(refused), "error")
        return redirect(url_for(".suggestions"), 303)
    return redirect(url_for("jobs.show", job_id=task.public_id, back=url_for(".suggestions")), 303)


@manage.post("/undo/<moderation_batch>")
@requires("moderation:case:decide")
def undo(moderation_batch: str) -> Any:
    """Take back what one press of a button decided."""
    try:
        with transaction() as session:
            if not commands.of_batch(session, g.process, moderation_batch):
                raise NotFound()
            commands.undo(session, current_actor(), g.process, moderation_batch)
        flash(_("Taken back: it waits again, as it was before."), "success")
    except DomainError as refused:
        if isinstance(refused, NotFound):
            raise
        flash(say(refused), "error")
    return redirect(url_for(".queue"), 303)


@manage.get("/cases/<moderation_case_id>")
@requires("moderation:queue:view")
def case(moderation_case_id: str) -> Any:
    """One contribution with what was said about it, all that was decided, and the form to take passages out."""
    row = queries.find_case(db.session(), g.process, moderation_case_id)
    return _case(row, EditForm())


@manage.post("/cases/<moderation_case_id>")
@requires("moderation:case:decide")
def decide_one(moderation_case_id: str) -> Any:
    """Decide about one contribution, or take passages out of it."""
    row = queries.find_case(db.session(), g.process, moderation_case_id)
    form = EditForm()
    form.offer(listed_reasons(db.session(), g.process.organisation_id))
    try:
        verdict = _verdict()
        if not form.validate_on_submit():
            return _case(row, form, status=422)
        if verdict is Verdict.EDIT:
            _take_out(form, row)
        else:
            _decide(form, [row.public_id])
    except DomainError as refused:
        db.session.rollback()
        return _case(queries.find_case(db.session(), g.process, moderation_case_id), form, say(refused), refused.status)
    flash(_("Decided. Whoever wrote it reads the reason with their own contributions."), "success")
    return redirect(url_for(".case", moderation_case_id=row.public_id), 303)


def _take_out(form: EditForm, row: ModerationCase) -> None:
    with transaction() as session:
        seen = commands.Wanted(
            queries.find_case(session, g.process, row.public_id), number_in(request.form.get(f"seen-{row.public_id}"))
        )
        commands.take_out(
            session,
            current_actor(),
            g.process,
            form.told(Verdict.EDIT),
            seen,
            passages_of(form.passages.data or ""),
            batch=form_public_id(form.form_id.data),
        )


def _case(row: ModerationCase, form: EditForm, problem: str = "", status: int = 200) -> Any:
    session = db.session()
    form.offer(listed_reasons(session, g.process.organisation_id))
    line = queries.lines_of(session, g.process, [row])[0]
    if not form.is_submitted():
        form.passages.data = "\n".join(_found(line))
    page = render_template(
        "moderation/manage/case.html",
        line=line,
        form=form,
        problem=problem,
        reasons={reason.key: reason for reason in all_reasons(session, g.process.organisation_id)},
        verdicts=[each for each in messages.VERDICTS if may_follow(Standing(row.standing), each)],
        standing=commands.standing_decision(row),
    )
    return page, status


def _found(line: Line) -> list[str]:
    """Passages that the machine would take out, to begin with."""
    if line.subject is None or line.subject.kind is not Kind.ANSWER:
        return []
    text = line.subject.text
    return list(
        dict.fromkeys(text[int(start) : int(stop)] for start, stop, _kind in spans_in(text, line.subject.language))
    )


@manage.get("/appeals")
@requires("moderation:queue:view")
def appeals() -> Any:
    """Those who wrote something and ask for a second look."""
    return _appeals()


def _appeals(problem: str = "", about: str = "", status: int = 200) -> Any:
    session = db.session()
    rows = queries.appeals(session, g.process)
    page = render_template(
        "moderation/manage/appeals.html",
        appeals=rows,
        subjects=queries.subjects_of(session, g.process, [row.decision.case for row in rows]),
        form=AnswerForm(),
        problem=problem,
        about=about,
        me=current_actor().user_id,
    )
    return page, status


@manage.post("/appeals/<moderation_appeal_id>")
@requires("moderation:appeal:decide")
def answer(moderation_appeal_id: str) -> Any:
    """Show it again, or leave it hidden."""
    form, pressed = AnswerForm(), request.form.get("outcome", "")
    if not form.validate_on_submit() or pressed not in set(Outcome):
        return _appeals(say("moderation.appeal.needs_answer"), moderation_appeal_id, 422)
    try:
        with transaction() as session:
            row = queries.find_appeal(session, g.process, moderation_appeal_id)
            commands.answer_appeal(session, current_actor(), g.process, row, Outcome(pressed), form.answer.data or "")
    except NotFound:
        raise
    except DomainError as refused:
        db.session.rollback()
        return _appeals(say(refused), moderation_appeal_id, refused.status)
    flash(_("Answered. Whoever asked reads it with their own contributions."), "success")
    return redirect(url_for(".appeals"), 303)


lists = Blueprint("moderation_reasons", __name__, url_prefix="/o/<organisation_id>/moderation")
lists.context_processor(for_templates)


@lists.get("")
@requires("moderation:reason:edit")
def index() -> str:
    """The list."""
    return render_template("moderation/reasons.html", reasons=all_reasons(db.session(), g.organisation.id))


@lists.route("/reason", methods=["GET", "POST"], defaults={"reason_key": ""})
@lists.route("/reasons/<reason_key>", methods=["GET", "POST"])
@requires("moderation:reason:edit")
def reason(reason_key: str) -> Any:
    """Write one reason anew, or one more."""
    known = all_reasons(db.session(), g.organisation.id)
    row = next((each for each in known if each.key == reason_key), None)
    if reason_key and row is None:
        raise NotFound()
    own = row is not None and row.is_own
    form = ReasonForm(data={"title": row.title, "help": row.help, "is_listed": row.is_listed} if row and own else {})
    problem, status = "", 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with transaction() as session:
                set_reason(
                    session,
                    current_actor(),
                    g.organisation,
                    reason_key,
                    title=form.title.data,
                    help=form.help.data,
                    is_listed=bool(form.is_listed.data),
                )
            flash(_("Saved. The pages of all your processes show it from now on."), "success")
            return redirect(url_for(".index"), 303)
        except DomainError as refused:
            problem, status = say(refused), refused.status
    return render_template("moderation/reason.html", form=form, row=row, problem=problem), status
