"""Whether somebody may see, at this moment, what a notice leads to: asked when it is shown or sent, not when kept."""

from collections.abc import Iterable
from typing import Any

from flask import current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from cocreate.accounts.models import User
from cocreate.core.permissions import OUTSIDERS, TABLE, Role


def permission_of(path: str) -> str:
    """The permission that the page at a path of ours asks for; nothing where there is no such page."""
    adapter = current_app.url_map.bind("localhost")
    try:
        endpoint, _values = adapter.match(path.partition("#")[0].partition("?")[0], method="GET")
    except (HTTPException, RequestRedirect):
        return ""
    return str(getattr(current_app.view_functions[endpoint], "permission", ""))


def may_see(user: User, permission: str, process: Any) -> bool:
    """Whether the page opens for this person: a role for it, and a process that is there for them. When it is open is
    not asked: what is over may still be told."""
    return user.active and opens(user.roles_in(process) | {Role.VISITOR, Role.ACCOUNT}, permission, process)


def opens(roles: Iterable[Role], permission: str, process: Any) -> bool:
    """The same for whoever has these roles there."""
    mine = frozenset(roles)
    if process is not None and (not process.is_there or (not process.is_public and not mine - OUTSIDERS)):
        return False
    return permission in TABLE and not mine.isdisjoint(TABLE[permission].roles)
