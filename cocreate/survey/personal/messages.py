"""What is said about personal data in answers."""

from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.web.messages import register

register(survey__flag__none_chosen=_l("Please tick at least one answer."))
_steps = {"survey:flag:looking": _l("Looking for what tells who somebody is")}
register(**_steps)

KINDS: dict[str, Any] = {
    "mail": _l("e-mail address"),
    "phone": _l("telephone number"),
    "address": _l("address"),
    "name": _l("name"),
    "national_number": _l("national number"),
    "account": _l("bank account"),
    "profile": _l("link to a person’s page"),
}


def kind_name(kind: str) -> str:
    """What a passage seems to tell."""
    return str(KINDS.get(kind, _l("personal data")))
