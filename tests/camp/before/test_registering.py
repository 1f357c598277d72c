"""Registering for a camp: by oneself, from a file, accepted into a seat, and forgotten in time."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.camp import commands
from cocreate.camp import queries as camp_queries
from cocreate.camp.before import queries, registering
from cocreate.camp.before.rules import Details
from cocreate.camp.models import Camp, Registration, Seat
from cocreate.core import mail
from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import SYSTEM, Role
from cocreate.errors import Closed, Conflict, Invalid
from cocreate.process.models import Process
from tests.factories.accounts import make_member, sign_in
from tests.factories.camp import FACILITATOR, make_camp
from tests.factories.process import make_process


@pytest.fixture
def process(session: Session) -> Process:
    """A published process with three challenges."""
    return make_process(session)


@pytest.fixture
def camp(session: Session, process: Process) -> Camp:
    """Its camp, which takes registrations."""
    made = make_camp(session, process, boards="preparing")
    registering.open_registrations(session, FACILITATOR, made, is_open=True)
    return made


@pytest.fixture
def host(session: Session, app: Flask, process: Process) -> FlaskClient:
    """A signed-in organiser's browser."""
    client = app.test_client()
    sign_in(client, make_member(session, process, Role.ORGANISER))
    return client


def page(camp: Camp, rest: str = "register") -> str:
    """A page of the camp for everybody."""
    return f"/en/p/{camp.process.public_id}/camps/{camp.public_id}/{rest}"


def manage(camp: Camp, rest: str = "registrations") -> str:
    """A page of the camp for those who run it."""
    return f"/en/p/{camp.process.public_id}/manage/camps/{camp.public_id}/{rest}"


def told(camp: Camp, **more: str) -> dict[str, str]:
    """A filled-in form."""
    first, second = (group.public_id for group in camp.groups[:2])
    filled = {"name": "Ada", "email": "ADA@example.org", "helix": "research", "language": "fr", "agrees": "y"}
    return {**filled, "first_wish": second, "second_wish": first, "gender": "woman", **more}


def test_somebody_registers_and_takes_it_back_with_the_link_of_the_letter(
    session: Session, client: FlaskClient, camp: Camp
) -> None:
    answer = client.submit(page(camp), told(camp))  # type: ignore[attr-defined]
    assert "Your registration has arrived" in answer.text
    (made,) = queries.registrations_of(session, camp)
    assert (made.email, made.helix, made.language, made.gender) == ("ada@example.org", "research", "fr", "woman")
    assert made.wishes == [camp.groups[1].public_id, camp.groups[0].public_id]
    (letter,) = mail.outbox(session)
    assert (letter.recipient, letter.language) == ("ada@example.org", "fr")
    link = re.search(r"http://localhost(?::\d+)?(/fr/registration/\S+)", letter.text)
    assert link
    shown = client.get(link[1]).text
    assert "ada@example.org" in shown and camp.groups[1].title["en"] in shown
    erased = client.submit(link[1], to=f"{link[1]}/erase")  # type: ignore[attr-defined]
    assert erased.status_code == 200
    assert session.scalar(select(Registration)) is None
    assert client.get(link[1]).status_code == 404
    lines = session.scalars(select(AuditEntry).where(AuditEntry.verb.startswith("camp:registration:"))).all()
    assert {(line.verb, line.actor_kind) for line in lines} == {
        ("camp:registration:send", "anonymous"),
        ("camp:registration:erase", "anonymous"),
    }


def test_without_consent_a_category_or_an_address_nothing_is_stored(
    session: Session, client: FlaskClient, camp: Camp
) -> None:
    for missing in ("agrees", "helix", "email"):
        answer = client.submit(page(camp), told(camp, **{missing: ""}))  # type: ignore[attr-defined]
        assert (answer.status_code, "error-summary" in answer.text) == (422, True), missing
    odd = client.submit(page(camp), told(camp, email="nowhere"))  # type: ignore[attr-defined]
    assert odd.status_code == 422
    assert session.scalar(select(Registration)) is None


def test_registering_again_neither_tells_nor_changes_what_somebody_told(
    session: Session, client: FlaskClient, camp: Camp
) -> None:
    answers = [client.submit(page(camp), told(camp, name=name)).text for name in ("Ada", "Mallory")]  # type: ignore[attr-defined]
    assert all("Your registration has arrived" in answer for answer in answers)
    (made,) = queries.registrations_of(session, camp)
    assert made.name == "Ada"
    assert len(mail.outbox(session)) == 1, "nobody floods a mailbox"
    made.at = clock.now() - timedelta(minutes=11)
    session.commit()
    client.submit(page(camp), told(camp))  # type: ignore[attr-defined]
    assert len(mail.outbox(session)) == 2, "whoever lost the letter gets another"


def test_a_camp_that_takes_no_registrations_says_so(session: Session, client: FlaskClient, camp: Camp) -> None:
    open_page = client.get(page(camp)).text
    registering.open_registrations(session, FACILITATOR, camp, is_open=False)
    assert 'name="email"' in open_page
    assert "takes no registrations" in client.get(page(camp)).text
    with pytest.raises(Closed):
        registering.register(session, SYSTEM, camp, Details("Ada", "ada@example.org"))


def test_a_link_that_is_not_ours_opens_nothing(client: FlaskClient, camp: Camp) -> None:
    assert client.get("/en/registration/forged.token").status_code == 404
    assert client.get(f"/en/registration/{camp.public_id}").status_code == 404


def test_who_is_accepted_gets_a_seat_that_opens_no_board_before_there_is_a_group(
    session: Session, app: Flask, host: FlaskClient, camp: Camp
) -> None:
    registering.register(session, SYSTEM, camp, Details("Ada", "ada@example.org", helix="research", gender="woman"))
    registering.enter(session, FACILITATOR, camp, Details("Ben", helix="business"))
    host.submit(manage(camp), to=manage(camp, "registrations/accept-all"))  # type: ignore[attr-defined]
    host.submit(manage(camp), to=manage(camp, "registrations/invite"))  # type: ignore[attr-defined]
    host.submit(manage(camp), to=manage(camp, "registrations/invite"))  # type: ignore[attr-defined]
    letters = [letter for letter in mail.outbox(session) if "/seat/" in letter.text]
    assert [letter.recipient for letter in letters] == ["ada@example.org"], "once, and only who has an address"
    token = re.search(r"/seat/(\w+)", letters[0].text)
    assert token
    seat = camp_queries.seat_by_token(session, token[1])
    assert seat and (seat.name, seat.helix, seat.awaits_group) == ("Ada", "research", True)
    guest = app.test_client()
    guest.submit(f"/en/seat/{token[1]}")  # type: ignore[attr-defined]
    board = f"/en/p/{camp.process.public_id}/boards/{camp.groups[0].board.public_id}/"
    assert guest.get(board).status_code == 404
    commands.seat_in_group(session, FACILITATOR, seat, camp.groups[0])
    session.commit()
    assert guest.get(board).status_code == 200


def test_who_is_declined_or_erased_loses_the_seat(session: Session, host: FlaskClient, camp: Camp) -> None:
    ada, ben = (registering.enter(session, FACILITATOR, camp, Details(name)) for name in ("Ada", "Ben"))
    seats = [registering.accept(session, FACILITATOR, one) for one in (ada, ben)]
    assert registering.accept(session, FACILITATOR, ada) is seats[0], "twice is once"
    host.submit(manage(camp), to=manage(camp, f"registrations/{ada.public_id}/decline"))  # type: ignore[attr-defined]
    host.submit(manage(camp), to=manage(camp, f"registrations/{ben.public_id}/erase"))  # type: ignore[attr-defined]
    session.expire_all()
    assert all(seat.ended_at is not None for seat in seats)
    assert [one.name for one in queries.registrations_of(session, camp, "declined")] == ["Ada"]
    host.submit(manage(camp), to=manage(camp, f"registrations/{ada.public_id}/accept"))  # type: ignore[attr-defined]
    session.expire_all()
    assert seats[0].ended_at is None, "accepted after all"


def test_a_file_of_registrations_comes_in_whole_or_not_at_all(session: Session, host: FlaskClient, camp: Camp) -> None:
    title = camp.groups[1].title["en"]
    head = "E-mail;Naam;Taal;Helix;Geslacht;Wens\n"
    good = f"{head}ada@example.org;Ada;fr;research;V;2, 1\nben@example.org;Ben;nl;bedrijf;;{title}\n"
    bad = good + "nowhere;Eve;fr;research;;\n"

    def send(text: str) -> str:
        shown = host.get(manage(camp)).text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', shown)
        assert token
        data = {"csrf_token": token[1], "file": (BytesIO(text.encode()), "people.csv")}
        return host.post(manage(camp, "registrations/import"), data=data, follow_redirects=True).text

    assert "Nothing was stored" in send(bad)
    assert session.scalar(select(Registration)) is None
    assert "2 registrations are new" in send(good)
    assert "0 registrations are new" in send(good)
    ada, ben = queries.registrations_of(session, camp)
    assert (ada.gender, ada.language, ada.wishes) == (
        "woman",
        "fr",
        [g.public_id for g in (camp.groups[1], camp.groups[0])],
    )
    assert (ben.helix, ben.wishes) == ("business", [camp.groups[1].public_id])


def test_an_organiser_enters_somebody_by_hand_once(session: Session, host: FlaskClient, camp: Camp) -> None:
    filled = {"name": "Ben", "email": "ben@example.org", "helix": "business", "language": "nl", "gender": ""}
    assert host.submit(manage(camp), {**filled, "first_wish": "", "second_wish": ""}).status_code == 303  # type: ignore[attr-defined]
    again = host.submit(manage(camp), {**filled, "first_wish": "", "second_wish": ""})  # type: ignore[attr-defined]
    assert (again.status_code, "registered already" in again.text) == (422, True)
    with pytest.raises(Conflict):
        registering.enter(session, FACILITATOR, camp, Details("Ben", "ben@example.org"))
    with pytest.raises(Invalid):
        registering.enter(session, FACILITATOR, camp, Details(" "))


def test_what_was_told_is_forgotten_thirty_days_after_the_camp_and_the_seat_stays(session: Session, camp: Camp) -> None:
    made = registering.enter(
        session, FACILITATOR, camp, Details("Ada", gender="woman", wishes=(camp.groups[0].public_id,))
    )
    seat = registering.accept(session, FACILITATOR, made)
    camp.starts_at = clock.now() - timedelta(days=29)
    session.flush()
    assert registering.forget_old(session, SYSTEM) == 0
    camp.starts_at = clock.now() - timedelta(days=31)
    session.flush()
    assert registering.forget_old(session, SYSTEM) == 1
    assert session.scalar(select(Registration)) is None
    assert session.scalars(select(Seat)).one() is seat
    assert set(seat.attributes) == {"awaits_group"}
