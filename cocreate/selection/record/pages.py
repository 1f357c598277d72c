"""Pages on which a record is drawn up, signed, published and amended; and the three orders before that."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from cocreate.accounts import security
from cocreate.accounts.models import User
from cocreate.accounts.second_factor import Confirmed, has_shown, way_of
from cocreate.core.db import db, transaction
from cocreate.core.permissions import ORGANISERS
from cocreate.errors import DomainError
from cocreate.selection import commands, queries, views
from cocreate.selection.commands import DecisionRefused
from cocreate.selection.commands.decisions import problems_before_signing
from cocreate.selection.evidence import evidence_of
from cocreate.selection.forms import choices_in, decision_form
from cocreate.selection.manage import manage, number_in
from cocreate.selection.models import Shortlist, Sid
from cocreate.selection.record import public_pages
from cocreate.selection.record import queries as records
from cocreate.selection.record.forms import AmendForm, PublishForm, RecordForm, SignForm
from cocreate.selection.record.models import DecisionRecord
from cocreate.selection.record.rules import RecordState, majority
from cocreate.selection.room.queries import MotionOutcome
from cocreate.selection.sheets.steering import shortlist_of_process
from cocreate.web.access import current_actor, may, requires
from cocreate.web.language import current_language, translate
from cocreate.web.messages import say

manage.context_processor(public_pages.for_templates)
HERE = "selection_manage.record"


@manage.get("/shortlist/orders")
@requires("selection:proposal:view")
def orders() -> str:
    """Three orders side by side, and where the sheet leaves one."""
    session, shortlist = db.session(), shortlist_of_process()
    found, choices = records.three_orders(session, g.process, shortlist), records.draft_of(session, shortlist)
    return render_template(
        "selection/record/orders.html",
        shortlist=shortlist,
        found=found,
        lines=public_pages.order_lines(found, choices),
        titles=queries.titles(session, g.process),
    )


@manage.get("/shortlist/record")
@requires("selection:proposal:view")
def record() -> Any:
    """Where the record stands: to be drawn up, being signed, or published."""
    return _page(shortlist_of_process())


def _page(shortlist: Shortlist, problem: str = "", status: int = 200, **forms: Any) -> Any:
    session = db.session()
    row, published = records.open_record(session, shortlist), records.published_records(session, shortlist)
    is_signing = row is not None and row.state == RecordState.SIGNING
    found = {"shortlist": shortlist, "record": row, "published": published, "problem": problem}
    if is_signing:
        assert row is not None
        page = render_template("selection/record/signing.html", **found, **_signing(shortlist, row, forms))
    elif row is None and published:
        page = render_template("selection/record/published.html", **found, form=forms.get("amending") or _amend_form())
    else:
        page = render_template("selection/record/draw_up.html", **found, **_drawing_up(shortlist, forms))
    return page, status


def _drawing_up(shortlist: Shortlist, forms: dict[str, Any]) -> dict[str, Any]:
    session = db.session()
    members, choices = queries.committee(session, g.process), records.draft_of(session, shortlist)
    carried = {told.public_id: told for told in records.carried_motions(session, g.process)}
    outcome = carried.get(request.values.get("source", ""))
    form = forms.get("drawing") or _record_form(shortlist, len(members), outcome)
    return {
        "form": form.offer(members),
        "carried": list(carried.values()),
        "outcome": outcome,
        "members": len(members),
        "problems": problems_before_signing(session, g.process, shortlist, choices),
        "choices": choices,
        "titles": queries.titles(session, g.process),
    }


def _record_form(shortlist: Shortlist, members: int, outcome: MotionOutcome | None) -> RecordForm:
    data = {"version": str(shortlist.version), "signatures": majority(members), "quorum": majority(members)}
    if outcome is not None:
        data |= {"source": outcome.public_id, "motion": translate(outcome.title)}
    return RecordForm(formdata=None, data=data).take(outcome)


def _amend_form() -> AmendForm:
    return AmendForm(formdata=None)


def _signing(shortlist: Shortlist, row: DecisionRecord, forms: dict[str, Any]) -> dict[str, Any]:
    session, me = db.session(), current_user._get_current_object()
    is_member = any(member.id == me.id for member in queries.committee(session, g.process))
    return {
        "snapshot": row.snapshot,
        "titles": public_pages.titles_in(row.snapshot),
        "sign_form": forms.get("signing") or _sign_form(me, row),
        "publish_form": forms.get("publishing") or PublishForm(formdata=None),
        "way": way_of(me),
        "has_signed": any(signature.member_id == me.id for signature in row.signatures),
        "may_sign": is_member and may("selection:record:sign"),
        "may_publish": may("selection:decision:make")
        and (row.chair_id == me.id or bool(current_actor().roles & ORGANISERS)),
        "missing": max(0, row.signatures_needed - len(row.signatures)),
    }


def _sign_form(me: User, row: DecisionRecord, *, is_sent: bool = False) -> SignForm:
    form = SignForm() if is_sent else SignForm(formdata=None, data={"seen": row.hash, "name": me.name})
    return form.ask_for(_("Code of your authenticator app")) if way_of(me) is Confirmed.SECOND_STEP else form


@manage.post("/shortlist/record")
@requires("selection:decision:make")
def draw_up() -> Any:
    """Freeze the sheet with its vote, for members to sign."""
    shortlist, form = shortlist_of_process(), RecordForm()
    members = queries.committee(db.session(), g.process)
    carried = records.carried_motions(db.session(), g.process)
    outcome = next((told for told in carried if told.public_id == form.source.data), None)
    form.offer(members).take(outcome)
    if not form.validate():
        return _page(shortlist, status=422, drawing=form)
    chair = next((member for member in members if member.public_id == form.chair.data), None)
    try:
        with transaction() as session:
            commands.draw_up(
                session,
                current_actor(),
                g.process,
                shortlist,
                form.told(outcome),
                version=number_in(form.version.data),
                signatures_needed=form.signatures.data or 0,
                chair=chair,
                opens_sheets=form.opens_sheets.data,
            )
    except DecisionRefused as error:
        db.session.rollback()
        return _page(shortlist_of_process(), say(error), error.status, drawing=form)
    except DomainError as error:
        db.session.rollback()
        fresh = shortlist_of_process()
        form.version.data = str(fresh.version)
        return _page(fresh, say(error), error.status, drawing=form)
    flash(_("The record is drawn up. Members can sign it now."), "success")
    return redirect(url_for(HERE), 303)


@manage.post("/shortlist/record/sign")
@security.per_person
@requires("selection:record:sign")
def sign() -> Any:
    """A member's name, after showing once more who they are."""
    shortlist = shortlist_of_process()
    row = records.open_record(db.session(), shortlist)
    if row is None or row.state != RecordState.SIGNING:
        return _page(shortlist, say("selection.record.not_drawn_up"), 409)
    me, actor = current_user._get_current_object(), current_actor()
    form = _sign_form(me, row, is_sent=True)
    if any(signature.member_id == me.id for signature in row.signatures):
        return redirect(url_for(HERE), 303)
    if not form.validate():
        return _page(shortlist, status=422, signing=form)
    way = way_of(me)
    try:
        with transaction() as session:
            if not has_shown(me, form.secret.data or ""):
                form.secret.errors = [_not_shown(way)]
                return _page(shortlist, status=422, signing=form)
            name, seen = form.name.data or "", form.seen.data or ""
            commands.sign(session, actor, g.process, shortlist, row, name=name, seen=seen, how=way)
    except DomainError as error:
        return _again(error, signing=form)
    flash(_("You have signed the record."), "success")
    return redirect(url_for(HERE), 303)


def _not_shown(way: Confirmed) -> str:
    is_link = way is Confirmed.SIGN_IN
    return say("selection.record.sign_in_again" if is_link else "selection.record.not_confirmed")


@manage.post("/shortlist/record/publish")
@requires("selection:decision:make")
def publish() -> Any:
    """Make the record public; it holds from now on."""
    form = PublishForm()
    shortlist = shortlist_of_process()
    row = records.open_record(db.session(), shortlist)
    if row is None and shortlist.decided_at is not None:  # sent twice
        return redirect(url_for("selection.index"), 303)
    if row is None or row.state != RecordState.SIGNING:
        return _page(shortlist, say("selection.record.not_drawn_up"), 409)
    if not form.validate() or not form.confirmed.data:
        form.confirmed.errors = [_("Please confirm, as publishing is final.")]
        return _page(shortlist, status=422, publishing=form)
    try:
        with transaction() as session:
            commands.publish(session, current_actor(), g.process, shortlist, row)
    except DomainError as error:
        return _again(error, publishing=form)
    flash(_("The decision is published."), "success")
    return redirect(url_for("selection.index"), 303)


@manage.post("/shortlist/record/take-back")
@requires("selection:decision:make")
def take_back() -> Any:
    """Back to the sheet, before publication."""
    shortlist = shortlist_of_process()
    row = records.open_record(db.session(), shortlist)
    if row is None or row.state != RecordState.SIGNING:  # sent twice, or somebody was quicker
        return redirect(url_for("selection_manage.decision"), 303)
    try:
        with transaction() as session:
            commands.take_back(session, current_actor(), g.process, shortlist, row)
    except DomainError as error:
        return _again(error)
    flash(_("The record is taken back. The sheet can be changed again."), "success")
    return redirect(url_for("selection_manage.decision"), 303)


@manage.post("/shortlist/record/amend")
@requires("selection:decision:make")
def amend() -> Any:
    """Begin a new decision about what was decided."""
    shortlist, form = shortlist_of_process(), AmendForm()
    if not form.validate():
        return _page(shortlist, status=422, amending=form)
    try:
        with transaction() as session:
            commands.amend(session, current_actor(), g.process, shortlist, form.reason.data)
    except DomainError as error:
        return _again(error, amending=form)
    return redirect(url_for("selection_manage.decision"), 303)


def _again(error: DomainError, **forms: Any) -> Any:
    db.session.rollback()
    return _page(shortlist_of_process(), say(error), error.status, **forms)


@manage.get("/shortlist/decision")
@requires("selection:decision:make")
def decision() -> Any:
    """The sheet on which the committee decides."""
    session, found = db.session(), shortlist_of_process()
    open_record = records.open_record(session, found)
    if open_record is not None and open_record.state == RecordState.SIGNING:
        return redirect(url_for("selection_manage.record"))
    if found.decided_at is not None and open_record is None:
        return redirect(url_for("selection_manage.shortlist"))
    lines = queries.score_table(session, g.process)
    chosen_of = {choice.sid: choice for choice in records.draft_of(session, found)}
    data: dict[str, Any] = {"version": str(found.version)}
    for place, line in enumerate(lines, start=1):
        key = line.sid.public_id
        chosen = chosen_of.get(key)
        keep = {"in": "yes", "out": "no"}.get(line.verdict, "") if chosen is None else "yes" if chosen.is_kept else "no"
        is_lever = line.sid.kind == "lever"
        data |= {
            f"keep-{key}": keep,
            f"position-{key}": (chosen.position if chosen else place if keep == "yes" else 0) or None,
            f"reason-{key}": chosen.reason if chosen else {},
            f"final_title-{key}": chosen.final_title if chosen else {},
            f"is_transversal-{key}": chosen.is_transversal if chosen and chosen.is_kept else is_lever,
            f"taken_up_in-{key}": list(chosen.taken_up_in) if chosen else [],
        }
    sids = [line.sid for line in lines]
    return _decision_page(found, sids, decision_form(sids)(formdata=None, data=data))


def _decision_page(found: Shortlist, sids: list[Sid], form: Any, problem: str = "", status: int = 200) -> Any:
    session = db.session()
    lines = queries.score_table(session, g.process)
    three = records.three_orders(session, g.process, found)
    return (
        render_template(
            "selection/manage/decide.html",
            shortlist=found,
            lines=lines,
            form=form,
            problem=problem,
            evidence=evidence_of(session, g.process, sids),
            language=current_language(),
            number=views.number,
            share=views.share,
            orders=[(order.key, order.places) for order in three.asked],
            amendment=records.open_record(session, found),
        ),
        status,
    )


@manage.post("/shortlist/decision")
@requires("selection:decision:make")
def decide() -> Any:
    """Keep as a draft, or go on to the record, for which nothing may be missing."""
    found = shortlist_of_process()
    sids = [line.sid for line in queries.score_table(db.session(), g.process)]
    form = decision_form(sids)()
    if not form.validate():
        return _decision_page(found, sids, form, status=422)
    goes_on, choices = request.form.get("then") == "record", choices_in(form, sids)
    try:
        with transaction() as session:
            version = number_in(form["version"].data)
            commands.save_draft(session, current_actor(), g.process, found, choices, version=version)
            problems = problems_before_signing(session, g.process, found, choices) if goes_on else {}
            if problems:
                raise DecisionRefused(problems)
    except DomainError as error:
        db.session.rollback()
        return _decision_refused(error, form, sids)
    flash(_("The draft is saved."), "success")
    return redirect(url_for("selection_manage.record" if goes_on else "selection_manage.decision"), 303)


def _decision_refused(error: DomainError, form: Any, sids: list[Sid]) -> Any:
    """Everything typed stays; each problem stands beside its candidate."""
    found = shortlist_of_process()
    form["version"].data = str(found.version)
    problem = say(error)
    for key, code in (error.problems if isinstance(error, DecisionRefused) else {}).items():
        if not key:
            problem = say(code)
        elif code in ("selection.decision.needs_reason", "selection.decision.leaves_orders"):
            form[f"reason-{key}"].form[current_language()].errors = [say(code)]
        elif code == "selection.decision.same_place":
            form[f"position-{key}"].errors = [say(code)]
        elif code.startswith("selection.decision.taken_up_in"):
            form[f"taken_up_in-{key}"].errors = [say(code)]
        else:
            form[f"keep-{key}"].errors = [say(code)]
    return _decision_page(found, sids, form, problem, error.status)
