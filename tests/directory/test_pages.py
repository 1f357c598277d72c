"""Pages of the directory: what the team, the person and everybody see."""

import html
import io
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.accounts.models import Invitation
from cocreate.core.mail import OutgoingMail
from cocreate.core.permissions import SYSTEM, Role
from cocreate.directory import equality, letters, queries, taking_part
from cocreate.directory.models import Group, Person, Request
from cocreate.directory.rules import Purpose, TakingPart
from cocreate.process.models import Process
from tests.factories.accounts import make_member, make_user, role_of, sign_in
from tests.factories.directory import make_group, make_person, make_request, sit
from tests.factories.process import make_organisation, make_process


def words_of(page: str) -> str:
    """What a page says, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def organiser(client: FlaskClient, session: Session, process: Process) -> FlaskClient:
    return sign_in(client, make_member(session, process, Role.ORGANISER))


def test_an_organiser_adds_finds_and_invites_somebody(client: FlaskClient, session: Session) -> None:
    process = make_process(session)
    organiser(client, session, process)
    place = f"/en/p/{process.public_id}/manage/directory"
    told = {
        "form_id": "abcdefghijkl",
        "name": "Ada Lovelace",
        "email": "ada@example.org",
        "helix": "research",
        "skills": "soil, law",
        "language": "nl",
        "speaks": ["fr", "en"],
        "uses": ["camp"],
        "reach": "mail",
    }
    assert client.submit(f"{place}/new", told).status_code == 302
    ada = session.scalars(select(Person)).one()
    assert (ada.skills, ada.speaks, ada.uses) == (["soil", "law"], ["fr", "en"], ["camp"])
    assert "Ada Lovelace" in client.get(f"{place}/?search=LAW&here=none").text
    assert "Nobody is here" in client.get(f"{place}/?search=physics").text
    invited = client.submit(f"{place}/", {"person": [ada.public_id]}, to=f"{place}/invite", follow_redirects=True)
    assert "1 person is invited" in words_of(invited.text) and "ask otherwise" in words_of(invited.text)


def test_errors_give_back_what_was_typed(client: FlaskClient, session: Session) -> None:
    process = make_process(session)
    organiser(client, session, process)
    page = client.submit(
        f"/en/p/{process.public_id}/manage/directory/new",
        {"name": "Ada", "email": "", "reach": "mail", "language": "en", "skills": "law"},
    )
    assert page.status_code == 422
    assert "Without an e-mail address" in page.text and re.search(r">\s*law</textarea>", page.text)


def test_somebody_else_changed_it_meanwhile(client: FlaskClient, session: Session) -> None:
    process = make_process(session)
    organiser(client, session, process)
    ada = make_person(session, process)
    place = f"/en/p/{process.public_id}/manage/directory/{ada.public_id}"
    told = {"name": "Ada", "email": ada.email, "reach": "mail", "language": "en", "version": "1"}
    assert client.submit(place, told).status_code == 302
    late = client.submit(place, {**told, "name": "Late"})
    assert late.status_code == 422 and "Somebody else changed this" in late.text
    assert 'value="Late"' in late.text


def test_a_file_is_looked_at_and_brought_in(client: FlaskClient, session: Session) -> None:
    process = make_process(session)
    organiser(client, session, process)
    place = f"/en/p/{process.public_id}/manage/directory/import"

    def send(text: str, step: str):  # type: ignore[no-untyped-def]
        file = (io.BytesIO(text.encode()), "people.csv")
        return client.submit(place, {"file": file, "language": "nl", "source": "List 2026", "step": step})

    looked = send("name,email,shoe size\nAda,ada@example.org,38\n", "look")
    assert "Nothing is stored yet" in looked.text and "shoe size" in looked.text
    wrong = send("name,email\nAda,ada@example.org\nBen,nowhere\n", "store")
    assert wrong.status_code == 422 and "This is not a complete e-mail address" in wrong.text
    assert session.scalars(select(Person)).all() == []
    assert send("name,email\nAda,ada@example.org\n", "store").status_code == 302
    assert session.scalars(select(Person.source_note)).all() == ["List 2026"]


def test_somebody_registers_confirms_and_is_accepted(client: FlaskClient, session: Session) -> None:
    process = make_process(session)
    taking_part.set_setup(session, SYSTEM, process, takes_requests=True, introduction={"en": "Shape the region"})
    place = f"/en/p/{process.public_id}/take-part"
    told = {"name": "Ada", "email": "ada@example.org", "language": "nl", "gender": "woman", "keep": "y", "write": "y"}
    refused = client.submit(place, {**told, "keep": ""})
    assert refused.status_code == 422 and "Without your agreement" in refused.text
    assert "ada@example.org" in client.submit(place, told).text
    token = letters.request_token(session.scalars(select(Request)).one())
    assert "please confirm" in client.get(f"/en/take-part/{token}").text
    assert "Your address is confirmed" in client.submit(f"/en/take-part/{token}").text
    organiser(client, session, process)
    manage = f"/en/p/{process.public_id}/manage/participants"
    request = session.scalars(select(Request)).one()
    accepted = client.submit(f"{manage}/", to=f"{manage}/{request.public_id}/accept", follow_redirects=True)
    assert "Ada takes part now" in accepted.text
    letter = session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc())).first()
    assert letter is not None and "/nl/profile/" in letter.text


def test_a_closed_registration_says_so(client: FlaskClient, session: Session) -> None:
    process = make_process(session)
    page = client.get(f"/en/p/{process.public_id}/take-part")
    assert page.status_code == 200 and "The registration is not open now." in page.text


@pytest.mark.parametrize("has_account", [True, False])
def test_whoever_sits_in_a_committee_erases_everything_by_the_own_link(
    client: FlaskClient, session: Session, has_account: bool
) -> None:
    process = make_process(session)
    user = make_user(session, email="ada@example.org") if has_account else None
    ada = make_person(session, process, email="ada@example.org")
    group = make_group(session, process, role=Role.COMMITTEE_MEMBER.value)
    sit(session, group, ada)
    session.commit()
    place = f"/en/profile/{letters.own_token(ada)}"
    assert "is erased" in client.submit(place, to=f"{place}/erase").text
    session.expire_all()
    assert session.scalars(select(Person)).all() == [] == session.scalars(select(Invitation)).all()
    assert user is None or role_of(user, process) == []


def test_ones_own_page_changes_agrees_answers_and_erases(client: FlaskClient, session: Session) -> None:
    process = make_process(session)
    ada = make_person(session, process, name="Ada", agrees=(Purpose.KEEP,))
    taking_part.invite(session, SYSTEM, process, [ada])
    place = f"/en/profile/{letters.own_token(ada)}"
    (part,) = queries.participations_of(session, ada)
    client.submit(place, {"state": "yes"}, to=f"{place}/part/{part.public_id}")
    client.submit(place, {"expert": "y", "keep": "y"}, to=f"{place}/consents")
    told = {"name": "Ada L.", "language": "fr", "gender": "woman", "skills": "law", "version": str(ada.version)}
    assert client.submit(place, told).status_code == 303
    session.refresh(ada)
    assert (ada.name, ada.gender, ada.agrees_to("expert")) == ("Ada L.", "woman", True)
    assert queries.taking_part(session, process) == [ada]
    data = client.get(f"{place}/data.json").get_json()
    assert data["details"]["skills"] == ["law"] and data["processes"][0]["state"] == "yes"
    assert {one["purpose"] for one in data["consents"]} == {"keep", "expert"}
    assert "is erased" in client.submit(place, to=f"{place}/erase").text
    assert client.get(place).status_code == 404


def test_a_link_that_was_ended_opens_nothing(client: FlaskClient, session: Session) -> None:
    ada = make_person(session, make_process(session))
    place = f"/en/profile/{letters.own_token(ada)}"
    client.submit(place, to=f"{place}/links")
    gone = client.get(place)
    assert gone.status_code == 404 and "The newest letter has one that does" in gone.text
    assert client.get(f"/en/profile/{letters.own_token(ada)}").status_code == 200
    assert client.get("/en/profile/nonsense").status_code == 404


def test_nobody_answers_for_somebody_else(client: FlaskClient, session: Session) -> None:
    process = make_process(session)
    ada, ben = make_person(session, process), make_person(session, process)
    taking_part.invite(session, SYSTEM, process, [ben])
    (part,) = queries.participations_of(session, ben)
    place = f"/en/profile/{letters.own_token(ada)}"
    assert client.submit(place, {"state": "no"}, to=f"{place}/part/{part.public_id}").status_code == 404
    assert part.state == TakingPart.INVITED


def test_an_account_finds_what_is_kept_under_its_address(client: FlaskClient, session: Session) -> None:
    make_person(session, make_process(session), email="ada@example.org")
    sign_in(client, make_user(session, email="ada@example.org"))
    assert "Agency of Testland" in client.get("/en/account/profiles").text
    assert "What is kept of me" in client.get("/en/account/").text


def test_experts_are_shown_as_they_agreed_and_no_more(client: FlaskClient, session: Session) -> None:
    process = make_process(session)
    shown = {"works_for": "Lab", "function": "Head", "skills": ("soil",), "email": "secret@example.org"}
    make_person(session, process, name="Shown Expert", agrees=(Purpose.EXPERT,), phone="02 555", **shown)
    make_person(session, process, name="Hidden Person")
    make_person(
        session,
        make_process(session, organisation=make_organisation(session, "other")),
        name="Elsewhere Expert",
        agrees=(Purpose.EXPERT,),
    )
    page = client.get(f"/en/p/{process.public_id}/experts?search=SOIL").text
    assert "Shown Expert" in page and "Head, Lab" in page
    for secret in ("Hidden Person", "Elsewhere Expert", "secret@example.org", "02 555"):
        assert secret not in page
    told = client.get(f"/en/p/{process.public_id}/experts.json").get_json()
    assert told["total"] == 1 and "email" not in told["experts"][0]
    assert client.get(f"/en/p/{process.public_id}/experts.json?search=secret@example.org").get_json()["total"] == 0


def test_a_committee_is_made_seated_and_measured(client: FlaskClient, session: Session) -> None:
    process = make_process(session)
    organiser(client, session, process)
    place = f"/en/p/{process.public_id}/manage/groups"
    made = client.submit(
        f"{place}/new", {"title-en": "Steering committee", "kind": "committee", "seats": "3", "role": ""}
    )
    group = session.scalars(select(Group)).one()
    assert made.status_code == 302
    here = f"{place}/{group.public_id}"
    ada = make_person(session, process, name="Ada", helix="research")
    told = {"person": ada.public_id, "sits_as": "chair", "starts": "2026-01-01", "form_id": "termtermterm"}
    for _ in range(2):
        assert client.submit(here, told, to=f"{here}/seat").status_code == 302
    again = client.submit(here, {**told, "form_id": "otherotherot"}, to=f"{here}/seat")
    assert again.status_code == 422 and "sits in the group on these days already" in again.text
    client.submit(here, {"aim-helix-business": "50"}, to=f"{here}/targets")
    shown = words_of(client.get(here).text)
    assert "short of Business (1 person)" in shown
    wrong = client.submit(here, {"aim-helix-business": "150"}, to=f"{here}/targets")
    assert wrong.status_code == 422 and 'value="150"' in wrong.text
    assert "Ada" in client.get(f"{place}/").text


def test_equal_opportunities_are_told_and_shown_apart_from_people(client: FlaskClient, session: Session) -> None:
    process = make_process(session, minimum_cell=2)
    people = [make_person(session, process) for _ in range(2)]
    taking_part.invite(session, SYSTEM, process, people)
    for person in people:
        (part,) = queries.participations_of(session, person)
        place = f"/en/profile/{letters.own_token(person)}/equality/{part.public_id}"
        assert client.submit(place, {"gender": "woman"}).status_code == 303
        assert "You have sent this already" in client.get(place).text
    page = words_of(client.get(f"/en/p/{process.public_id}/equality").text)
    assert "2 sheets" in page and "Woman 2" in page


def test_other_organisations_see_nothing_of_it(client: FlaskClient, session: Session) -> None:
    mine = make_process(session, organisation=make_organisation(session, "mine"))
    other = make_process(session, organisation=make_organisation(session, "other"))
    person, group = make_person(session, other), make_group(session, other)
    term = sit(session, group, person)
    request = make_request(session, other)
    organiser(client, session, mine)
    base = f"/en/p/{mine.public_id}/manage"
    for path in (
        f"directory/{person.public_id}",
        f"directory/{person.public_id}/data.json",
        f"groups/{group.public_id}",
    ):
        assert client.get(f"{base}/{path}").status_code == 404
    for path in (
        f"directory/{person.public_id}/erase",
        f"participants/{request.public_id}/accept",
        f"groups/{group.public_id}/delete",
        f"groups/{group.public_id}/terms/{term.public_id}/remove",
    ):
        assert client.submit(f"{base}/directory/new", to=f"{base}/{path}").status_code == 404
    client.submit(f"{base}/directory/new", {"person": [person.public_id]}, to=f"{base}/directory/invite")
    assert queries.participants(session, mine) == []
    assert person.name not in client.get(f"{base}/directory/export.csv").text


def test_figures_wait_for_enough_people(session: Session) -> None:
    process = make_process(session)
    assert equality.figures(session, process) is None
