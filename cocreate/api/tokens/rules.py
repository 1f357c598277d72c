"""Closed lists of tokens: what one may be for, and how long it lasts."""

from datetime import timedelta
from enum import StrEnum

from flask_babel import lazy_gettext as _l


class Scope(StrEnum):
    """What a token is for. It never allows more than its person may do."""

    READ = "read"
    PROCESSES = "processes"
    EVIDENCE = "evidence"
    CONTACTS = "contacts"
    CARDS = "cards"


SCOPE_NAMES = {
    Scope.READ: _l("Read all that I may see"),
    Scope.PROCESSES: _l("Create processes, change their texts, add and change challenges"),
    Scope.EVIDENCE: _l("Add documents, indicators and their values"),
    Scope.CONTACTS: _l("Add and update contacts"),
    Scope.CARDS: _l("Add cards to boards"),
}
LASTS = {"30": _l("30 days"), "90": _l("90 days"), "365": _l("One year")}
PREFIX = "cocreate_"  # so that scanners for secrets find one that was published by mistake
MOST = 20  # tokens of one person that are in force
NAME_MAX = 80
USE_NOTED_EVERY = timedelta(hours=1)
SHOWN_AGAIN_FOR = timedelta(minutes=10)
