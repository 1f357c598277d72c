"""The people of a process: who has which role, and whom to invite."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts import commands, invitations, queries
from cocreate.accounts.forms import InviteForm
from cocreate.accounts.messages import ROLE_HELP
from cocreate.accounts.models import Invitation
from cocreate.accounts.rules import addresses_in, may_hand_out
from cocreate.core.db import db, transaction
from cocreate.core.permissions import Role
from cocreate.errors import DomainError, NotFound
from cocreate.web.access import current_actor, requires
from cocreate.web.language import current_language
from cocreate.web.messages import say
from cocreate.web.security import limiter

people = Blueprint("people", __name__, url_prefix="/p/<process_id>/manage/people")


@people.get("")
@requires("accounts:people:view")
def index() -> Any:
    """Members and open invitations."""
    return _page(db.session(), InviteForm(language=current_language(), role=Role.ORGANISER.value))


@people.post("/invite")
@limiter.limit("200 per hour", methods=["POST"])
@requires("accounts:invitation:send")
def invite() -> Any:
    """Mail an invitation to each address."""
    form = InviteForm()
    form.offer(may_hand_out(current_actor().roles))
    if not form.validate_on_submit():
        return _page(db.session(), form)
    with transaction() as session:
        sent = invitations.invite_all(
            session,
            current_actor(),
            g.process,
            emails=addresses_in(form.email.data or ""),
            role=Role(form.role.data),
            language=form.language.data or current_language(),
            inviter=current_user.name or current_user.email,
        )
    if not sent.invited:
        form.email.errors = [say("accounts.role.already")]
        return _page(db.session(), form)
    tell_sent(sent)
    return redirect(url_for("people.index"))


def tell_sent(sent: invitations.Sent) -> None:
    """What became of the addresses, on the next page."""
    if len(sent.invited) == 1:
        flash(_("The invitation to %(email)s is on its way.", email=sent.invited[0]), "success")
    elif sent.invited:
        flash(_("%(count)s invitations are on their way.", count=len(sent.invited)), "success")
    if sent.already:
        flash(_("Already there, so not invited again: %(emails)s", emails=", ".join(sent.already)), "notice")


@people.post("/invitations/<invitation_id>/withdraw")
@requires("accounts:invitation:withdraw")
def withdraw(invitation_id: str) -> Any:
    """The link of an invitation stops working."""
    with transaction() as session:
        invitation = session.scalar(select(Invitation).where(Invitation.public_id == invitation_id).with_for_update())
        if invitation is None:
            raise NotFound("accounts.invitation.unknown")
        invitations.withdraw_invitation(session, current_actor(), g.process, invitation)
    flash(_("The invitation is withdrawn."), "success")
    return redirect(url_for("people.index"))


@people.post("/revoke")
@requires("accounts:role:revoke")
def revoke() -> Any:
    """Take a role from somebody."""
    try:
        with transaction() as session:
            user = queries.find_user_by_public_id(session, request.form.get("user", ""))
            role = request.form.get("role", "")
            if user is None or role not in list(Role):
                raise NotFound("accounts.role.absent")
            commands.revoke_role(session, current_actor(), g.process, user, Role(role))
    except DomainError as error:
        flash(say(error), "error")
        return redirect(url_for("people.index"))
    flash(_("The role is removed."), "success")
    return redirect(url_for("people.index"))


def _page(session: Session, form: InviteForm) -> Any:
    offered = may_hand_out(current_actor().roles)
    form.offer(offered)
    page = render_template(
        "accounts/people.html",
        form=form,
        members=queries.members(session, g.process.id),
        invitations=queries.open_invitations(session, g.process.id),
        now=clock.now(),
        offered=offered,
        role_help={role.value: ROLE_HELP[role] for role in offered},
    )
    return page, 422 if form.errors else 200
