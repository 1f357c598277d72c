"""The recruitment meter: who is heard so far, who is missing, whom to invite next."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM, Role
from cocreate.errors import Conflict, Invalid
from cocreate.survey.inviting.contacts import opt_out
from cocreate.survey.inviting.meter import meter_of, set_targets
from cocreate.survey.inviting.models import Invitation
from cocreate.survey.models import Consultation
from tests.factories.accounts import make_member, sign_in
from tests.factories.inviting import make_contact, make_ticket
from tests.factories.survey import make_consultation, submit
from tests.survey.inviting.forms import manage


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return make_consultation(session)


@pytest.fixture
def organiser(client: FlaskClient, session: Session, consultation: Consultation) -> FlaskClient:
    return sign_in(client, make_member(session, consultation.process, Role.ORGANISER))


def answered(session: Session, consultation: Consultation, **people: int) -> None:
    """So many sheets of each group."""
    for helix, number in people.items():
        for each in range(number):
            submit(session, consultation, form=f"{helix} {each}", helix=helix, fit="yes" if each % 2 else "no")


def test_the_meter_counts_answers_by_group_language_and_choice(
    organiser: FlaskClient, session: Session, consultation: Consultation
) -> None:
    answered(session, consultation, citizen=6, business=1)
    with organiser.application.test_request_context("/en/"):
        found = {d.name: {c.key: c.count for c in d.categories} for d in meter_of(session, consultation).dimensions}
    assert found["helix"]["citizen"] == 6 and found["helix"]["business"] == 1 and found["helix"]["research"] == 0
    assert found["language"] == {"nl": 0, "fr": 0, "en": 7, "de": 0}
    assert found["q:fit"] == {"yes": 3, "partly": 0, "no": 4}
    page = organiser.get(manage(consultation, "meter")).text
    assert page.count('role="img"') == 3 and page.count("<table") == 3


def test_what_is_furthest_behind_comes_first_with_whom_to_invite(
    organiser: FlaskClient, session: Session, consultation: Consultation
) -> None:
    answered(session, consultation, citizen=6, business=1)
    make_contact(session, consultation.process, email="firm@example.org", helix="business")
    make_ticket(session, consultation, email="invited@example.org", helix="business")
    unreachable = make_contact(session, consultation.process, email="gone@example.org", helix="business")
    opt_out(session, SYSTEM, consultation.process, unreachable)
    targets = manage(consultation, "meter", "targets")
    typed = {"target-helix-citizen": "8", "target-helix-business": "20", "target-q:fit-partly": "2"}
    version = str(consultation.version)
    assert organiser.submit(targets, {**typed, "version": version}).status_code == 302
    session.expire_all()
    assert consultation.targets == {"helix": {"citizen": 8, "business": 20}, "q:fit": {"partly": 2}}

    page = organiser.get(manage(consultation, "meter")).text
    behind = page.split("Furthest behind")[1].split("</ul>")[0]
    assert behind.index("Partly") < behind.index("Businesses") < behind.index("Citizens")
    assert "1 of 20" in behind and "1 contact of this group is not invited yet" in behind
    organiser.submit(manage(consultation, "meter"), {"helix": "business"}, to=manage(consultation, "invitations/"))
    invited = sorted(ticket.contact.email for ticket in session.scalars(select(Invitation)))
    assert invited == ["firm@example.org", "invited@example.org"]
    assert "No contact of this group is left" in organiser.get(manage(consultation, "meter")).text


def test_the_meter_warns_of_groups_too_small_to_report(
    organiser: FlaskClient, session: Session, consultation: Consultation
) -> None:
    answered(session, consultation, citizen=6, business=2)
    page = organiser.get(manage(consultation, "meter")).text
    warning = page.split("notice--warning")[1].split("</div>")[0:3]
    assert any("Businesses" in part for part in warning) and not any("Citizens" in part for part in warning)
    live = organiser.get(manage(consultation, "meter", "now")).text
    assert "too few to report" in live and "<html" not in live


@pytest.mark.parametrize("text", ["-1", "many", "1.5", "9999999999", "٣"])
def test_a_target_that_is_no_number_is_refused_and_nothing_typed_is_lost(
    organiser: FlaskClient, session: Session, consultation: Consultation, text: str
) -> None:
    typed = {"target-helix-citizen": text, "target-helix-business": "7", "version": str(consultation.version)}
    refused = organiser.submit(manage(consultation, "meter", "targets"), typed)
    assert refused.status_code == 422 and f'value="{text}"' in refused.text and 'value="7"' in refused.text
    session.expire_all()
    assert consultation.targets == {}


def test_targets_changed_meanwhile_are_not_overwritten(session: Session, consultation: Consultation) -> None:
    seen = consultation.version
    set_targets(session, SYSTEM, consultation, {"helix": {"citizen": 5}}, version=seen)
    with pytest.raises(Conflict):
        set_targets(session, SYSTEM, consultation, {}, version=seen)
    with pytest.raises(Invalid):
        set_targets(session, SYSTEM, consultation, {"helix": {"x": -1}}, version=consultation.version)


def test_an_attribute_named_like_a_question_tells_whom_to_invite(
    organiser: FlaskClient, session: Session, consultation: Consultation
) -> None:
    make_contact(session, consultation.process, attributes={"fit": "Partly"})
    with organiser.application.test_request_context("/en/"):
        dimensions = {d.name: d for d in meter_of(session, consultation).dimensions}
    assert {c.key: c.waiting for c in dimensions["q:fit"].categories} == {"yes": 0, "partly": 1, "no": 0}
