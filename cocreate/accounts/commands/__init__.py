"""Writes about people: accounts, roles and invitations."""

from cocreate.accounts.commands.ending import close_user, deactivate_user, reactivate_user
from cocreate.accounts.commands.invitations import (
    Sent,
    accept_invitation,
    check_invitation,
    invite,
    invite_all,
    withdraw_invitation,
)
from cocreate.accounts.commands.roles import grant_role, grant_site_role, revoke_role, revoke_site_role
from cocreate.accounts.commands.users import (
    create_user,
    describe_user,
    end_sessions,
    forget_second_factor,
    send_sign_in_link,
    set_password,
)

__all__ = [
    "Sent",
    "accept_invitation",
    "check_invitation",
    "close_user",
    "create_user",
    "deactivate_user",
    "describe_user",
    "end_sessions",
    "forget_second_factor",
    "grant_role",
    "grant_site_role",
    "invite",
    "invite_all",
    "reactivate_user",
    "revoke_role",
    "revoke_site_role",
    "send_sign_in_link",
    "set_password",
    "withdraw_invitation",
]
