"""The people of an organisation: who belongs to it as what, and whom to invite."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts import queries as accounts
from cocreate.accounts.forms import InviteForm
from cocreate.accounts.manage import tell_sent
from cocreate.accounts.messages import ROLE_HELP
from cocreate.accounts.organisations import commands, inviting, queries
from cocreate.accounts.organisations.models import OrganisationMember
from cocreate.accounts.organisations.pages import pages
from cocreate.accounts.organisations.rules import MemberRole
from cocreate.accounts.rules import addresses_in
from cocreate.core.db import db, transaction
from cocreate.core.permissions import Role
from cocreate.errors import DomainError, NotFound
from cocreate.web.access import current_actor, requires
from cocreate.web.language import current_language
from cocreate.web.messages import say
from cocreate.web.security import limiter

OFFERED = {
    Role.ORGANISATION_MEMBER: MemberRole.MEMBER,
    Role.ORGANISATION_ADMINISTRATOR: MemberRole.ADMINISTRATOR,
}


@pages.get("/o/<organisation_id>/people")
@requires("accounts:colleagues:view")
def people() -> Any:
    """Who belongs to it, and open invitations."""
    return _page(db.session(), InviteForm(language=current_language(), role=Role.ORGANISATION_MEMBER.value))


@pages.post("/o/<organisation_id>/people/invite")
@limiter.limit("200 per hour", methods=["POST"])
@requires("accounts:colleagues:edit")
def invite() -> Any:
    """Mail an invitation to each address."""
    form = InviteForm()
    form.offer(tuple(OFFERED))
    if not form.validate_on_submit():
        return _page(db.session(), form)
    with transaction() as session:
        sent = inviting.invite_colleagues(
            session,
            current_actor(),
            g.organisation,
            emails=addresses_in(form.email.data or ""),
            role=OFFERED[Role(form.role.data)],
            language=form.language.data or current_language(),
            inviter=current_user.name or current_user.email,
        )
    if not sent.invited:
        form.email.errors = [say("organisations.member.already")]
        return _page(db.session(), form)
    tell_sent(sent)
    return redirect(url_for("organisations.people"))


@pages.post("/o/<organisation_id>/people/invitations/<organisation_invitation_id>/withdraw")
@requires("accounts:colleagues:edit")
def withdraw(organisation_invitation_id: str) -> Any:
    """The link of an invitation stops working."""
    with transaction() as session:
        inviting.withdraw(session, current_actor(), g.organisation, organisation_invitation_id)
    flash(_("The invitation is withdrawn."), "success")
    return redirect(url_for("organisations.people"))


@pages.post("/o/<organisation_id>/people/change")
@requires("accounts:colleagues:edit")
def change() -> Any:
    """Make somebody administrator, or a member again."""
    role = request.form.get("role", "")
    if role not in list(MemberRole):
        raise NotFound("organisations.member.absent")
    try:
        with transaction() as session:
            commands.change_member(session, current_actor(), g.organisation, _member(session), MemberRole(role))
        flash(_("Saved."), "success")
    except DomainError as error:
        flash(say(error), "error")
    return redirect(url_for("organisations.people"))


@pages.post("/o/<organisation_id>/people/remove")
@requires("accounts:colleagues:edit")
def remove() -> Any:
    """Somebody does not belong to it any more."""
    try:
        with transaction() as session:
            commands.remove_member(session, current_actor(), g.organisation, _member(session))
        flash(_("This person does not belong to the organisation any more."), "success")
    except DomainError as error:
        flash(say(error), "error")
    return redirect(url_for("organisations.people"))


def _member(session: Session) -> OrganisationMember:
    user = accounts.find_user_by_public_id(session, request.form.get("user", ""))
    member = queries.find_member(session, g.organisation, user.id) if user is not None else None
    if member is None:
        raise NotFound("organisations.member.absent")
    return member


def _page(session: Session, form: InviteForm) -> Any:
    offered = tuple(OFFERED)
    form.offer(offered)
    page = render_template(
        "accounts/organisations/people.html",
        form=form,
        members=queries.members_of(session, g.organisation),
        invitations=inviting.open_invitations(session, g.organisation),
        now=clock.now(),
        offered=offered,
        role_help={role.value: ROLE_HELP[role] for role in offered},
    )
    return page, 422 if form.errors else 200
