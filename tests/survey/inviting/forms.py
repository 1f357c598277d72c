"""Filling in a questionnaire as a browser does."""

import re

from cocreate.survey.models import Consultation
from tests.conftest import csrf_token


def address(consultation: Consultation, *rest: str, language: str = "en") -> str:
    """A page of a consultation."""
    return "/".join([f"/{language}/p/{consultation.process.public_id}/consultations/{consultation.public_id}", *rest])


def manage(consultation: Consultation, *rest: str) -> str:
    """An organiser's page of a consultation."""
    start = f"/en/p/{consultation.process.public_id}/manage/consultations/{consultation.public_id}"
    return "/".join([start, *rest])


def filled(html: str, **fields: str) -> dict[str, str]:
    """A filled-in form from a page: question keys with underscores, as in `new_challenge=…`."""
    found = re.search(r'name="form_token" value="([^"]*)"', html)
    assert found, "the page has no questionnaire"
    typed = {f"q-{name}": value for name, value in fields.items()}
    return {"csrf_token": csrf_token(html), "form_token": found[1], **typed}
