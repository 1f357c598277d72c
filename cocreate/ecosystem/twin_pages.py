"""Pages for entries that may stand for one organisation, and for what actors say about their own entries."""

from dataclasses import dataclass
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.core.db import db, transaction
from cocreate.ecosystem import queries
from cocreate.ecosystem.commands import joining, own_word
from cocreate.ecosystem.labels import FIELD_NAMES, REASON_NAMES, TYPE_NAMES
from cocreate.ecosystem.manage import manage
from cocreate.ecosystem.models import ActorChange, EcosystemActor
from cocreate.errors import DomainError, Invalid, NotFound
from cocreate.web.access import current_actor, requires
from cocreate.web.language import LANGUAGES, current_language
from cocreate.web.messages import say

MOST_SHOWN = 100  # pairs on one page; the next ones come as these are decided


@dataclass(frozen=True)
class Differs:
    """A field as it is and as it shall be; `language` where the text is in one."""

    field: Any  # lazy string
    language: str
    old: str
    new: str


@manage.get("/p/<process_id>/manage/ecosystem/twins")
@requires("ecosystem:actor:join")
def twins() -> str:
    """Pairs that may be one organisation, and joins that can be taken back."""
    return _twins_page()


@manage.post("/p/<process_id>/manage/ecosystem/twins")
@requires("ecosystem:actor:join")
def decide_twins() -> Any:
    """One organisation under the name that was chosen, or two."""
    told = request.form
    try:
        with transaction() as session:
            first, second = (_named(told.get(name, "")) for name in ("first", "second"))
            if told.get("verdict") == "two":
                joining.keep_apart(session, current_actor(), g.process, first, second)
                said = _("Noted: these are two organisations.")
            else:
                kept, joined = (second, first) if told.get("verdict") == "second" else (first, second)
                reasons = [reason for reason in told.getlist("reason") if reason in REASON_NAMES]
                joining.join_actors(session, current_actor(), g.process, kept=kept, joined=joined, reasons=reasons)
                said = _("Joined. You can take it back below.")
    except DomainError as error:
        db.session.rollback()
        return _twins_page(say(error)), error.status
    flash(said, "success")
    return redirect(url_for("ecosystem_manage.twins"))


@manage.post("/p/<process_id>/manage/ecosystem/joins/<join_id>/undo")
@requires("ecosystem:actor:join")
def part(join_id: str) -> Any:
    """Two entries again, each with what it had."""
    with transaction() as session:
        found = joining.find_join(session, g.process, join_id)
        joining.part_actors(session, current_actor(), g.process, found)
    flash(_("They are two entries again."), "success")
    return redirect(url_for("ecosystem_manage.twins"))


@manage.post("/p/<process_id>/manage/ecosystem/actors/<actor_id>/ask")
@requires("ecosystem:actor:ask")
def ask(actor_id: str) -> Any:
    """Send it the link to its own entry."""
    language = request.form.get("language", "")
    try:
        with transaction() as session:
            row = queries.find_actor(session, g.process, actor_id)
            known = language if language in LANGUAGES else current_language()
            own_word.ask_actor(session, current_actor(), g.process, row, language=known)
    except DomainError as error:
        flash(say(error), "error")
    else:
        flash(_("The link is on its way. Links that were sent before work no longer."), "success")
    return redirect(url_for("ecosystem_manage.actor", actor_id=actor_id))


@manage.get("/p/<process_id>/manage/ecosystem/changes")
@requires("ecosystem:change:decide")
def changes() -> str:
    """What actors ask for."""
    return _changes_page()


@manage.post("/p/<process_id>/manage/ecosystem/changes/<change_id>")
@requires("ecosystem:change:decide")
def decide_change(change_id: str) -> Any:
    """Do it, or say why not."""
    try:
        with transaction() as session:
            change = own_word.find_change(session, g.process, change_id)
            if request.form.get("verdict") == "accept":
                own_word.accept_change(session, current_actor(), g.process, change)
                said = _("Done.")
            else:
                reason = request.form.get("reason", "")
                own_word.decline_change(session, current_actor(), g.process, change, reason=reason)
                said = _("The entry stays as it is; the actor reads your reason behind its link.")
    except DomainError as error:
        db.session.rollback()
        return _changes_page(say(error)), error.status
    flash(said, "success")
    return redirect(url_for("ecosystem_manage.changes"))


def _named(public_id: str) -> EcosystemActor:
    """One of a pair; a form that names nobody is told that the two cannot be joined."""
    try:
        return queries.find_actor(db.session(), g.process, public_id)
    except NotFound:
        raise Invalid("ecosystem.join") from None


def _twins_page(problem: str = "") -> str:
    found = joining.suggested_joins(db.session(), g.process)
    return render_template(
        "ecosystem/manage/twins.html",
        twins=found[:MOST_SHOWN],
        count=len(found),
        joins=joining.joins_of(db.session(), g.process),
        problem=problem,
        reason_names=REASON_NAMES,
        type_names=TYPE_NAMES,
    )


def _changes_page(problem: str = "") -> str:
    waiting = own_word.changes_of(db.session(), g.process)
    lines = [(change, _old_and_new(change)) for change in waiting]
    done = own_word.changes_of(db.session(), g.process, waiting=False)
    return render_template("ecosystem/manage/changes.html", lines=lines, done=done, problem=problem)


def _old_and_new(change: ActorChange) -> list[Differs]:
    now = own_word.values_of(change.actor)
    return [line for name, wanted in change.content.items() for line in _said(name, now.get(name), wanted)]


def _said(name: str, now: Any, wanted: Any) -> list[Differs]:
    """A line a field; a text in several languages a line a language that differs."""
    if not (isinstance(now, dict) and isinstance(wanted, dict)):
        return [Differs(FIELD_NAMES[name], "", _shown(now), _shown(wanted))]
    both = [(code, now.get(code, ""), wanted.get(code, "")) for code in LANGUAGES]
    return [Differs(FIELD_NAMES[name], code, old, new) for code, old, new in both if old != new]


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    return "" if value is None else str(TYPE_NAMES.get(value, value))
