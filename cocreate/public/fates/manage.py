"""Pages on which organisers work through what is not processed yet, reply to themes, and take decisions back."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.orm import Session
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField

from cocreate.camp.models import Card
from cocreate.core.db import db, transaction
from cocreate.core.ids import form_public_id, public_id
from cocreate.errors import DomainError, Invalid
from cocreate.public.fates import commands, counting, messages, news, worklist
from cocreate.public.fates.commands import Told
from cocreate.public.fates.messages import REASONS
from cocreate.public.fates.remembering import remembered_groups
from cocreate.public.fates.rules import CHOSEN, Act, FateKind, Reason
from cocreate.public.fates.worklist import Why
from cocreate.public.models import FateDecision
from cocreate.themes.models import Theme
from cocreate.themes.queries import find_theme
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import Form, TranslatedField
from cocreate.web.messages import say
from cocreate.web.paging import page_number

TICKED, ALL = "ticked", "all"


class DecideForm(Form):
    """Contributions of a list, and what is decided about them."""

    form_id = HiddenField(default=public_id)
    chosen = SelectMultipleField(_l("Contributions"), validate_choice=False)
    scope = RadioField(
        _l("About which of them"), choices=[(TICKED, _l("Those that are ticked")), (ALL, _l("All in this list"))],
        default=TICKED,
    )  # fmt: skip
    reason = SelectField(
        _l("Reason for setting them aside"),
        choices=[("", _l("Choose a reason")), *((reason.value, REASONS[reason]) for reason in CHOSEN)],
    )
    words = TranslatedField(
        _l("A reply, or a note to the reason"), long=True, description=_l("Everybody can read it. Name nobody in it.")
    )

    def told(self, act: Act) -> Told:
        """What is decided, by the button that was pressed."""
        reason = Reason(self.reason.data) if self.reason.data and act is Act.SET_ASIDE else None
        return Told(act, self.words.data, reason)


class ReplyForm(Form):
    """A reply to all that a theme is made of."""

    form_id = HiddenField(default=public_id)
    words = TranslatedField(
        _l("Reply"), long=True, needed=True, description=_l("Everybody can read it. Name nobody in it.")
    )


manage = Blueprint("fates_manage", __name__, url_prefix="/p/<process_id>/manage/fates")


@manage.get("")
@requires("public:fate:work")
def waiting() -> Any:
    """What waits, a list at a time, with the form to decide about it."""
    return _page(DecideForm(), asked_for())


@manage.post("")
@requires("public:fate:decide")
def decide() -> Any:
    """Reply to, or set aside, what is ticked or the whole list."""
    form, why, problem, status = DecideForm(), asked_for() or Why.THEME, "", 422
    try:
        if form.validate_on_submit():
            with transaction() as session:
                done = _decide(session, form, why)
                told = ngettext("%(num)s contribution is decided.", "%(num)s contributions are decided.", done.size)
            flash(told, "success")
            return redirect(url_for(".waiting", why=why.value), 303)
    except DomainError as error:
        db.session.rollback()
        problem, status = say(error), error.status
    return _page(form, why, problem, status)


def _decide(session: Session, form: DecideForm, why: Why) -> FateDecision:
    act = Act(request.form.get("act", "")) if request.form.get("act") in set(Act) else None
    if act is None:
        raise Invalid("unknown")
    whole, told = counting.whole_of(session, g.process), form.told(act)
    is_all, chosen = form.scope.data == ALL, form.chosen.data or []
    key = form_public_id(form.form_id.data)
    if why is Why.CARDS:
        wait = [each.card for each in whole.cards if each.fate.kind is FateKind.WAITING]
        cards: list[Card] = wait if is_all else [card for card in wait if card.public_id in chosen]
        return commands.decide_cards(session, current_actor(), g.process, told, cards, public_id=key)
    texts = worklist.waiting_answers(whole, why)
    mine = texts if is_all else commands.chosen_answers(texts, chosen)
    return commands.decide_answers(session, current_actor(), g.process, told, mine, public_id=key)


def asked_for() -> Why | None:
    """The list that the address names, if there is such a list."""
    why = request.values.get("why", "")
    return Why(why) if why in set(Why) else None


def _page(form: DecideForm, why: Why | None, problem: str = "", status: int = 200) -> Any:
    session = db.session()
    whole = counting.whole_of(session, g.process, read=remembered_groups)
    return (
        render_template(
            "public/fates/manage/waiting.html",
            whole=whole,
            waiting=worklist.waiting_page(session, whole, why, page_number()),
            page=page_number(),
            form=form,
            problem=problem,
            words=messages,
            lists=list(Why),
            watches=news.waiting(session, g.process),
        ),
        status,
    )


@manage.get("/themes")
@requires("public:fate:work")
def themes() -> str:
    """The themes that stand, and which of them have a reply."""
    whole = counting.whole_of(db.session(), g.process, read=remembered_groups)
    return render_template("public/fates/manage/themes.html", themes=worklist.themes_to_answer(whole))


@manage.get("/themes/<theme_id>")
@requires("public:fate:decide")
def theme(theme_id: str) -> Any:
    """Where a reply to a theme is written."""
    return _theme_page(find_theme(db.session(), g.process, theme_id), ReplyForm())


@manage.post("/themes/<theme_id>")
@requires("public:fate:decide")
def reply(theme_id: str) -> Any:
    """Reply to all that a theme is made of."""
    form, problem, status = ReplyForm(), "", 422
    row = find_theme(db.session(), g.process, theme_id)
    try:
        if form.validate_on_submit():
            told, key = commands.Told(Act.REPLY, form.words.data), form_public_id(form.form_id.data)
            with transaction() as session:
                commands.reply_to_theme(session, current_actor(), g.process, told, row, public_id=key)
            flash(_("Everybody who contributed to the theme can read the reply."), "success")
            return redirect(url_for(".themes"), 303)
    except DomainError as error:
        db.session.rollback()
        problem, status = say(error), error.status
    return _theme_page(find_theme(db.session(), g.process, theme_id), form, problem, status)


def _theme_page(row: Theme, form: ReplyForm, problem: str = "", status: int = 200) -> Any:
    return render_template("public/fates/manage/theme.html", theme=row, form=form, problem=problem), status


@manage.get("/decisions")
@requires("public:fate:work")
def decisions() -> str:
    """What was decided so far, each to be taken back."""
    made = worklist.decisions_made(db.session(), g.process)
    return render_template("public/fates/manage/decisions.html", made=made, words=messages)


@manage.post("/decisions/<fate_decision_id>/undo")
@requires("public:fate:decide")
def undo(fate_decision_id: str) -> Any:
    """Take one back."""
    with transaction() as session:
        decision = commands.find_decision(session, g.process, fate_decision_id)
        commands.undo(session, current_actor(), g.process, decision)
    flash(_("The decision is taken back; its contributions are again as they were before."), "success")
    return redirect(url_for(".decisions"), 303)


@manage.post("/news")
@requires("public:fate:tell")
def tell() -> Any:
    """Write to those who asked to be told that there is news."""
    with transaction() as session:
        if news.waiting(session, g.process):
            news.tell_later(session, current_actor(), g.process)
    flash(_("The mails are being written; each address is erased with its mail."), "success")
    return redirect(url_for(".waiting"), 303)
