"""Later stages take people from the directory with one button: only those who agreed, and no more than is needed."""

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.camp.before import registering
from cocreate.camp.models import Registration
from cocreate.core.permissions import SYSTEM, Role
from cocreate.directory import letters, people, queries, taking_part
from cocreate.directory.rules import Purpose, TakingPart
from cocreate.process.models import Process
from cocreate.survey.inviting.contacts import opt_out
from cocreate.survey.inviting.models import Contact
from tests.factories.accounts import make_member, sign_in
from tests.factories.camp import make_camp
from tests.factories.directory import make_person
from tests.factories.inviting import make_contact
from tests.factories.process import make_organisation, make_process


def three_people(session: Session, process: Process) -> None:
    """One agreed and takes part, one agreed, one takes part."""
    people = [
        make_person(session, process, name="Both", email="both@example.org", gender="woman", agrees=(Purpose.WRITE,)),
        make_person(session, process, name="Agreed", agrees=(Purpose.WRITE,)),
        make_person(session, process, name="Helped", email="", reach="phone"),
    ]
    taking_part.invite(session, SYSTEM, process, people)
    for name in ("Both", "Helped"):
        (one,) = [one for one in queries.participants(session, process) if one.person.name == name]
        taking_part.set_participation(session, SYSTEM, one, TakingPart.YES)


def test_contacts_are_those_who_agreed(client: FlaskClient, session: Session) -> None:
    process = make_process(session)
    three_people(session, process)
    sign_in(client, make_member(session, process, Role.ORGANISER))
    place = f"/en/p/{process.public_id}/manage/contacts/"
    client.submit(place, {"whom": "here"}, to=f"{place}from-directory")
    assert session.scalars(select(Contact.name)).all() == ["Both"]
    client.submit(place, {"whom": "all"}, to=f"{place}from-directory")
    assert sorted(session.scalars(select(Contact.name))) == ["Agreed", "Both"]


def test_registrations_are_those_who_take_part_without_their_gender(client: FlaskClient, session: Session) -> None:
    process = make_process(session)
    three_people(session, process)
    camp = make_camp(session, process)
    sign_in(client, make_member(session, process, Role.ORGANISER))
    place = f"/en/p/{process.public_id}/manage/camps/{camp.public_id}/registrations"
    for _ in range(2):
        client.submit(place, to=f"{place}/from-directory")
    rows = session.scalars(select(Registration).order_by(Registration.name)).all()
    assert [(one.name, one.gender) for one in rows] == [("Both", ""), ("Helped", "")]
    taking_part.set_targets(session, SYSTEM, process, {"helix": {"business": 50}})
    assert "Who is missing?" in client.get(place).text


def test_erasing_somebody_reaches_what_was_taken_along(client: FlaskClient, session: Session) -> None:
    process = make_process(session)
    three_people(session, process)
    other = make_process(session, organisation=make_organisation(session, "other"))
    make_contact(session, other, email="both@example.org")
    make_contact(session, process, email="both@example.org", name="Both as a contact")
    camp = make_camp(session, process)
    registering.take_from_directory(session, SYSTEM, camp)
    both = queries.find_by_email(session, process, "both@example.org")
    assert both is not None
    told = client.get(f"/en/profile/{letters.own_token(both)}/data.json").get_json()
    assert [one["name"] for one in told["contacts"]] == ["Both as a contact"]
    assert [one["camp"] for one in told["camp_registrations"]] == [camp.public_id]
    people.erase_person(session, SYSTEM, both)
    assert session.scalars(select(Contact.process_id)).all() == [other.id], "another organisation's contact stays"
    assert session.scalars(select(Registration.name)).all() == ["Helped"]


def test_whoever_wants_no_mails_stays_on_record_for_that(session: Session) -> None:
    process = make_process(session)
    person = make_person(session, process, email="no@example.org")
    opt_out(session, SYSTEM, process, make_contact(session, process, email="no@example.org"))
    people.erase_person(session, SYSTEM, person)
    assert session.scalars(select(Contact.email)).all() == ["no@example.org"]
