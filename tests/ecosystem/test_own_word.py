"""An actor's own link: see the entry, correct it, agree, ask for removal; organisers decide about corrections."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.mail import OutgoingMail
from cocreate.core.permissions import SYSTEM, Role
from cocreate.ecosystem.commands.joining import join_actors
from cocreate.ecosystem.models import ActorChange, EcosystemActor
from cocreate.ecosystem.rules import ActorType
from cocreate.process.models import Process
from tests.factories.accounts import make_member, sign_in, sign_out
from tests.factories.ecosystem import make_actor
from tests.factories.process import make_process


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def row(session: Session, process: Process) -> EcosystemActor:
    told = {"contact": "desk@example.org", "municipality": "Ixelles", "spellings": ("Canal street",)}
    return make_actor(session, process, "Neighbours", ActorType.CITIZEN_INITIATIVE, **told)


def ask(session: Session, client: FlaskClient, process: Process, row: EcosystemActor) -> str:
    """An organiser sends the link; the path that stands in the mail."""
    if "Manage" not in client.get(f"/en/p/{process.public_id}/manage/ecosystem").text:
        sign_in(client, make_member(session, process, Role.ORGANISER))
    page = f"/en/p/{process.public_id}/manage/ecosystem/actors/{row.public_id}"
    client.submit(page, {"language": "en"}, to=f"{page}/ask")
    mail = session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc())).first()
    assert mail is not None and mail.recipient == "desk@example.org" and "Neighbours" in mail.text
    found = re.search(r"http://localhost(/en/p/\S+/ecosystem/own/\S+)", mail.text)
    assert found
    return found[1]


def test_an_actor_agrees_and_is_shown_from_then_on(
    session: Session, client: FlaskClient, process: Process, row: EcosystemActor
) -> None:
    own = ask(session, client, process, row)
    sign_out(client)
    assert "Neighbours" not in client.get(f"/en/p/{process.public_id}/ecosystem").text
    for _time in range(2):
        client.submit(own, {"agrees": "yes"}, to=f"{own}/agreement")
    assert "Neighbours" in client.get(f"/en/p/{process.public_id}/ecosystem").text
    client.submit(own, {"agrees": "no"}, to=f"{own}/agreement")
    assert "Neighbours" not in client.get(f"/en/p/{process.public_id}/ecosystem").text


def test_corrections_wait_for_an_organiser_who_sees_old_and_new(
    session: Session, client: FlaskClient, process: Process, row: EcosystemActor
) -> None:
    own = ask(session, client, process, row)
    sent = {
        "name-en": "Neighbours of the canal",
        "type": "association",
        "municipality": "Forest",
        "message": "We moved",
    }
    client.submit(own, sent)
    session.refresh(row)
    assert row.municipality == "Ixelles"
    page = f"/en/p/{process.public_id}/manage/ecosystem/changes"
    shown = client.get(page).text
    assert all(words in shown for words in ("Ixelles", "Forest", "Neighbours of the canal", "We moved"))
    change = session.scalars(select(ActorChange)).one()
    client.submit(page, {"verdict": "accept"}, to=f"{page}/{change.public_id}")
    session.refresh(row)
    assert (row.name, row.municipality, row.type) == ({"en": "Neighbours of the canal"}, "Forest", "association")
    assert set(row.spellings) == {"Canal street", "Neighbours"} and row.contact == "desk@example.org"


def test_corrections_that_change_nothing_are_not_sent(
    session: Session, client: FlaskClient, process: Process, row: EcosystemActor
) -> None:
    own = ask(session, client, process, row)
    same = {"name-en": "Neighbours", "type": "citizen_initiative", "municipality": "Ixelles"}
    answer = client.submit(own, same)
    assert answer.status_code == 422 and "Nothing was changed" in answer.text


def test_a_refused_correction_tells_the_actor_why(
    session: Session, client: FlaskClient, process: Process, row: EcosystemActor
) -> None:
    own = ask(session, client, process, row)
    client.submit(own, {"name-en": "Neighbours", "type": "company"})
    page = f"/en/p/{process.public_id}/manage/ecosystem/changes"
    change = session.scalars(select(ActorChange)).one()
    assert client.submit(page, {"verdict": "decline"}, to=f"{page}/{change.public_id}").status_code == 422
    client.submit(page, {"verdict": "decline", "reason": "You told us otherwise"}, to=f"{page}/{change.public_id}")
    assert "You told us otherwise" in client.get(own).text


def test_removal_hides_the_entry_at_once_and_erases_it_when_accepted(
    session: Session, client: FlaskClient, process: Process, row: EcosystemActor
) -> None:
    row.type = ActorType.COMPANY.value
    own = ask(session, client, process, row)
    assert "Neighbours" in client.get(f"/en/p/{process.public_id}/ecosystem").text
    for _time in range(2):
        client.submit(own, to=f"{own}/removal")
    assert "Neighbours" not in client.get(f"/en/p/{process.public_id}/ecosystem").text
    change = session.scalars(select(ActorChange)).one()
    page = f"/en/p/{process.public_id}/manage/ecosystem/changes"
    client.submit(page, {"verdict": "accept"}, to=f"{page}/{change.public_id}")
    assert session.scalars(select(EcosystemActor)).all() == []
    assert client.get(own).status_code == 404


def test_the_own_link_of_a_joined_entry_speaks_for_the_whole_entry(
    session: Session, client: FlaskClient, process: Process, row: EcosystemActor
) -> None:
    row.type = ActorType.COMPANY.value
    own = ask(session, client, process, row)
    kept = make_actor(session, process, "Association of the quay")
    join_actors(session, SYSTEM, process, kept=kept, joined=row)
    session.commit()
    sign_out(client)
    register = f"/en/p/{process.public_id}/ecosystem"
    assert "Everybody sees it" in client.get(own).text and "of the quay" in client.get(register).text
    client.submit(own, {"agrees": "no"}, to=f"{own}/agreement")
    assert "of the quay" not in client.get(register).text and "not shown to everybody" in client.get(own).text
    client.submit(own, {"agrees": "yes"}, to=f"{own}/agreement")
    assert "of the quay" in client.get(register).text


def test_a_removal_that_was_asked_for_takes_all_spellings_along(
    session: Session, client: FlaskClient, process: Process, row: EcosystemActor
) -> None:
    joined = make_actor(session, process, "Neighbours asbl")
    join_actors(session, SYSTEM, process, kept=row, joined=joined)
    own = ask(session, client, process, row)
    client.submit(own, to=f"{own}/removal")
    change = session.scalars(select(ActorChange)).one()
    page = f"/en/p/{process.public_id}/manage/ecosystem/changes"
    client.submit(page, {"verdict": "accept"}, to=f"{page}/{change.public_id}")
    assert session.scalars(select(EcosystemActor)).all() == []
    sign_out(client)
    assert "Neighbours" not in client.get(f"/en/p/{process.public_id}/ecosystem").text


def test_a_newer_link_ends_the_one_before_and_a_guessed_one_opens_nothing(
    session: Session, client: FlaskClient, process: Process, row: EcosystemActor
) -> None:
    old = ask(session, client, process, row)
    new = ask(session, client, process, row)
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)
    assert client.get(new[:-1] + ("0" if new[-1] != "0" else "1")).status_code == 404
    other = make_actor(session, process, "Nobody asked", contact="other@example.org")
    assert client.get(new.replace(row.public_id, other.public_id)).status_code == 404


def test_without_an_address_nobody_is_written_to(session: Session, client: FlaskClient, process: Process) -> None:
    row = make_actor(session, process, "Repair Works")
    sign_in(client, make_member(session, process, Role.ORGANISER))
    page = f"/en/p/{process.public_id}/manage/ecosystem/actors/{row.public_id}"
    answer = client.submit(page, to=f"{page}/ask", follow_redirects=True)
    assert "no mail address" in answer.text and session.scalars(select(OutgoingMail)).all() == []
