"""Accounts of others: made, helped in, changed after a look at who asks."""

from sqlalchemy.orm import Session

from cocreate.accounts import commands as accounts
from cocreate.accounts.models import User
from cocreate.administration.rules import UserAct
from cocreate.api.tokens import end_token, tokens_of
from cocreate.core import audit
from cocreate.core.permissions import Actor, Role


def make_account(session: Session, actor: Actor, *, email: str, name: str, language: str) -> User:
    """An account, and a letter with a link to come in."""
    made = accounts.create_user(session, actor, email=email, name=name, language=language)
    send_link(session, actor, made)
    return made


def send_link(session: Session, actor: Actor, user: User) -> None:
    """A letter with a link that signs in once."""
    accounts.send_sign_in_link(session, user.email, language=user.language)
    audit.record(session, actor, "administration:sign_in_link:send", user.ref)


def is_done(user: User, act: UserAct) -> bool:
    """Whether there is nothing left to do: somebody clicked twice, or a colleague was faster."""
    is_administrator = any(role.name == Role.ADMINISTRATOR.value for role in user.roles)
    return {
        UserAct.FORGET_SECOND_STEP: not user.has_second_factor,
        UserAct.MAKE_ADMINISTRATOR: is_administrator,
        UserAct.NO_ADMINISTRATOR: not is_administrator,
        UserAct.CLOSE: user.is_closed,
    }[act]


def change_user(session: Session, actor: Actor, user: User, act: UserAct) -> None:
    """Do it, unless it is done."""
    if is_done(user, act):
        return
    match act:
        case UserAct.FORGET_SECOND_STEP:
            accounts.forget_second_factor(session, actor, user)
        case UserAct.MAKE_ADMINISTRATOR:
            accounts.grant_site_role(session, actor, user)
        case UserAct.NO_ADMINISTRATOR:
            accounts.revoke_site_role(session, actor, user)
        case UserAct.CLOSE:
            for token in tokens_of(session, user):
                end_token(session, actor, token)
            accounts.close_user(session, actor, user)
