"""Closed lists of the administration."""

from datetime import timedelta
from enum import StrEnum

PAGE = 50  # rows on a page of a list
KEPT_REPORTS = 20  # of each kind
JUST_NOW = timedelta(seconds=10)  # a task asked for again within this is the same wish: a double click


class ReportKind(StrEnum):
    """What was checked."""

    HEALTH = "health"
    AUDIT = "audit"
    STORAGE = "storage"
    BACKUP = "backup"


class Which(StrEnum):
    """Accounts that one may look for."""

    ALL = "all"
    ACTIVE = "active"
    DEACTIVATED = "deactivated"
    ADMINISTRATORS = "administrators"
    WITHOUT_SECOND_STEP = "without_second_step"
    NEVER_CAME = "never_came"
    CLOSED = "closed"


class UserAct(StrEnum):
    """What is done to an account only after showing once more who one is."""

    FORGET_SECOND_STEP = "forget-second-step"
    MAKE_ADMINISTRATOR = "make-administrator"
    NO_ADMINISTRATOR = "no-administrator"
    CLOSE = "close"
