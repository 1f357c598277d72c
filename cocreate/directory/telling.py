"""All that is kept of somebody, told to that person: for reading, and to take along."""

from typing import Any

from sqlalchemy.orm import Session

from cocreate.core import stages
from cocreate.directory import queries
from cocreate.directory.forms import stored_in
from cocreate.directory.models import Person
from cocreate.directory.people import told_of
from cocreate.directory.rules import WORDINGS, Purpose
from cocreate.web.language import translate


def all_about(session: Session, person: Person) -> dict[str, Any]:
    """Details, consents with their wording, participations, terms, and what later stages keep, as JSON values."""
    elsewhere: dict[str, Any] = {}
    for stage in stages.announced():
        if person.email:
            elsewhere |= stage.kept_of_person(session, person.organisation_id, person.email)
    return elsewhere | {
        "organisation": translate(person.organisation.title),
        "details": stored_in(told_of(person)) | {"skills": list(person.skills)},
        "source": {"how": person.source, "note": person.source_note, "on": person.added_at.date().isoformat()},
        "consents": [
            {
                "purpose": one.purpose,
                "wording": str(WORDINGS[Purpose(one.purpose)][one.wording]),
                "told": one.told,
                "given_on": one.given_on.isoformat(),
                "withdrawn_on": one.withdrawn_on.isoformat() if one.withdrawn_on else None,
            }
            for one in person.consents
        ],
        "let_go_from": person.let_go_from.isoformat() if person.let_go_from else None,
        "processes": [
            {"process": translate(one.process.title), "state": one.state, "since": one.since.date().isoformat()}
            for one in queries.participations_of(session, person)
        ],
        "groups": [
            {
                "group": translate(term.group.title),
                "process": translate(term.group.process.title),
                "as": term.role,
                "from": term.starts.isoformat(),
                "until": term.ends.isoformat() if term.ends else None,
            }
            for term in queries.terms_of(session, person)
        ],
    }
