"""What the administration says when it refuses something, and the names of what it shows."""

from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.administration.rules import UserAct, Which
from cocreate.core.jobs import JobState
from cocreate.web.messages import register

register(
    administration__backup__failed=_l("The backup could not be made; the page about storage says why."),
    administration__maintenance__ends_first=_l("The end must lie in the future, and after the beginning."),
    administration__maintenance__read_only_late=_l("Nothing can be saved from a moment that lies after the end."),
    administration__features__default_language=_l("The default language must be one of those offered."),
    administration__proof__wrong=_l("This is not right, so nothing was changed. Please try again."),
    administration__proof__sign_in=_l(
        "You signed in too long ago. Sign out, sign in by a new link, and do this within a quarter of an hour."
    ),
)


WHICH_NAMES: dict[Which, Any] = {
    Which.ALL: _l("All but closed ones"),
    Which.ACTIVE: _l("Can sign in"),
    Which.DEACTIVATED: _l("Switched off"),
    Which.ADMINISTRATORS: _l("Administrators"),
    Which.WITHOUT_SECOND_STEP: _l("Run something, and have no second step"),
    Which.NEVER_CAME: _l("Never signed in"),
    Which.CLOSED: _l("Closed"),
}

STATE_NAMES: dict[str, Any] = {
    JobState.QUEUED.value: _l("Waiting"),
    JobState.RUNNING.value: _l("Under way"),
    JobState.DONE.value: _l("Finished"),
    JobState.FAILED.value: _l("Failed"),
    JobState.CANCELLED.value: _l("Stopped"),
}
STATE_TONES = {"queued": "notice", "running": "action", "done": "success", "failed": "danger", "cancelled": "neutral"}

# Heading, what will happen, button.
ACT_WORDS: dict[UserAct, tuple[Any, Any, Any]] = {
    UserAct.FORGET_SECOND_STEP: (
        _l("Take away the second step"),
        _l(
            "For somebody who lost both phone and recovery codes. All visits end, and signing in asks for a new app. "
            "Make sure that it really is this person who asks, and not somebody who reads their mail."
        ),
        _l("Take away the second step"),
    ),
    UserAct.MAKE_ADMINISTRATOR: (
        _l("Make administrator of the installation"),
        _l(
            "Administrators see and change every account, every setting and every organisation of this installation, "
            "and can give themselves a role in any process."
        ),
        _l("Make administrator"),
    ),
    UserAct.NO_ADMINISTRATOR: (
        _l("Take away the administration"),
        _l("This person does not run the installation any more. Roles in processes and organisations stay."),
        _l("Take away the administration"),
    ),
    UserAct.CLOSE: (
        _l("Close the account for good"),
        _l(
            "All roles end; name, address, password and letters are erased and cannot be brought back. What the person "
            "said and decided stays where it is, with nobody's name. What organisations keep in their directories is "
            "erased there."
        ),
        _l("Close the account"),
    ),
}

JOB_NAMES: dict[str, Any] = {
    "administration:audit": _l("Computing the seals of the audit trail"),
    "administration:backup": _l("Making a backup"),
    "administration:health": _l("Check-up of the installation"),
    "administration:storage": _l("Measuring what takes room"),
    "core:mail:send": _l("Sending a letter"),
    "survey:import": _l("Taking in a file of answers"),
    "themes:analyse": _l("Finding themes"),
    "themes:match": _l("Putting answers to themes"),
    "themes:opinions": _l("Finding groups of opinion"),
    "themes:search": _l("Looking for similar answers"),
}


CHECKED: dict[str, Any] = {
    "address": _l("Address"),
    "clock": _l("Clock"),
    "contributions": _l("Contributions"),
    "data folder": _l("Data folder"),
    "database": _l("Database"),
    "mail": _l("Mail"),
    "organisations": _l("Organisations"),
    "people": _l("People"),
    "redis": _l("Valkey or Redis"),
    "search": _l("Search"),
    "secret key": _l("Secret key"),
    "worker": _l("Worker"),
}


def checked(about: str) -> str:
    """What a finding of the check-up is about."""
    return str(CHECKED.get(about, about))


def job_name(kind: str) -> str:
    """What a kind of task does, or its code where only that is known."""
    return str(JOB_NAMES.get(kind, kind))


# What takes room in a process, by the table that holds it.
TABLE_NAMES: dict[str, Any] = {
    "card_file": _l("files on cards"),
    "data_file": _l("open data"),
    "document": _l("pictures and documents in questions"),
    "import_file": _l("files of answers that were brought in"),
    "record_document_version": _l("documents"),
    "text_vector": _l("figures for finding themes"),
    "upload": _l("files in answers"),
}
