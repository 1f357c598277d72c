"""The committee's room as people meet it: pages without script, refusals that lose nothing, and who sees votes."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate.accounts.models import User
from cocreate.core.ids import public_id
from cocreate.core.permissions import SYSTEM, Role
from cocreate.process.rules import PhaseKind
from cocreate.selection.record.queries import Respondents
from cocreate.selection.room import commands, motions, queries, threads
from cocreate.selection.room.rules import MotionKind
from tests.factories.accounts import make_member, sign_in
from tests.factories.process import close_phase
from tests.factories.room import Held, hold_meeting, make_motion, vote_all
from tests.factories.selection import acting, make_shortlist


@pytest.fixture
def held(session: Session) -> Held:
    return hold_meeting(session, quorum=2)


@pytest.fixture
def room(held: Held) -> str:
    return f"/en/p/{held.process.public_id}/selection/room"


def browser(client: FlaskClient, user: User) -> FlaskClient:
    return sign_in(client.application.test_client(), user)


def token_in(page: str) -> str:
    """The forgery token of a page that offers no form."""
    return page.split('data-csrf="')[1].split('"')[0]


@pytest.fixture
def olga(session: Session, client: FlaskClient, held: Held) -> FlaskClient:
    """An organiser's browser."""
    return browser(client, make_member(session, held.process, Role.ORGANISER, name="Olga"))


def test_an_organiser_prepares_a_meeting_with_its_agenda(
    session: Session, olga: FlaskClient, held: Held, room: str
) -> None:
    chair = held.members[0]
    key = public_id()
    words = {
        "form_id": key,
        "title-en": "The second meeting",
        "starts_at": "2026-12-01T14:00",
        "place": "Room 4",
        "chair": chair.public_id,
        "quorum": "2",
        "speaking_minutes": "4",
    }
    assert olga.submit(f"{room}/meetings/new", words).location.endswith(f"/meetings/{key}")
    meeting = queries.find_meeting(session, held.process, key)
    assert meeting is not None and (meeting.chair_id, meeting.quorum, meeting.speaking_minutes) == (chair.id, 2, 4)
    assert meeting.starts_at is not None and meeting.starts_at.isoformat() == "2026-12-01T13:00:00+00:00"
    item = {"form_id": public_id(), "title-en": "Healthy food", "minutes": "20", "sids": held.sids[0].public_id}
    assert olga.submit(f"{room}/meetings/{key}/agenda/new", item).status_code == 303
    page = olga.get(f"{room}/meetings/{key}").text
    assert "Healthy food" in page and "Chair: Ada" in page and "20 minutes" in page
    edit = olga.get(f"{room}/meetings/{key}/edit").text
    assert 'value="2026-12-01T14:00"' in edit
    changed = words | {"title-en": "The last meeting", "version": str(meeting.version)}
    assert olga.submit(f"{room}/meetings/{key}/edit", changed).status_code == 303
    index = olga.get(room).text
    assert "The last meeting" in index
    assert "No date yet" not in index, "the other one was opened, so it has its moment"


def test_a_refused_form_gives_back_what_was_typed(olga: FlaskClient, held: Held, room: str) -> None:
    wrong = {"place": "Room 4", "quorum": "many", "speaking_minutes": "3"}
    answer = olga.submit(f"{room}/meetings/new", wrong)
    assert answer.status_code == 422
    assert "Room 4" in answer.text and "Error:" in answer.text
    meeting = f"{room}/meetings/{held.meeting.public_id}"
    answer = olga.submit(f"{meeting}/motions/new", {"text-en": "All of it", "kind": "vote", "majority": "half"})
    assert answer.status_code == 422 and "All of it" in answer.text
    answer = olga.submit(f"{meeting}/agenda/new", {"title-en": "Scores", "minutes": "0"})
    assert answer.status_code == 422 and "Scores" in answer.text


def test_a_member_comes_speaks_and_votes_without_script(
    session: Session, client: FlaskClient, held: Held, room: str
) -> None:
    page = f"{room}/meetings/{held.meeting.public_id}"
    commands.attend(session, SYSTEM, held.process, held.meeting, held.members[0].id, is_here=False)
    motion = make_motion(session, held, MotionKind.CONSENT, sids=(held.sids[0].public_id,))
    ada = browser(client, held.members[0])
    assert "Say that you are here" in ada.get(page).text
    assert ada.submit(page, {"here": "yes"}, to=f"{page}/here").status_code == 303
    assert ada.submit(page, {"up": "yes"}, to=f"{page}/hand").status_code == 303
    assert "Lower my hand" in ada.get(page).text
    vote = f"{room}/motions/{motion.public_id}/vote"
    refused = ada.submit(page, {"choice": "block", "reason": ""}, to=vote)
    assert refused.status_code == 422
    assert re.search(r'<input checked[^>]*value="block"|value="block"[^>]* checked', refused.text), (
        "what was chosen stays"
    )
    assert ada.submit(page, {"choice": "block", "reason": "It is two things"}, to=vote).status_code == 303
    assert "Your vote: I block it" in ada.get(page).text


def test_hidden_votes_reach_nobody_before_the_close(
    session: Session, client: FlaskClient, olga: FlaskClient, held: Held, room: str
) -> None:
    motion = make_motion(session, held, is_hidden=True)
    vote_all(session, held, motion, "no", "no", reason="A secret thought")
    pages = [f"{room}/meetings/{held.meeting.public_id}", f"{room}/motions/{motion.public_id}", room]
    others = [browser(client, held.members[2]), olga]
    for person in others:
        for page in pages:
            assert "A secret thought" not in person.get(page).text
    assert "2 of 3 members present have answered" in olga.get(pages[0]).text
    motions.close_motion(session, SYSTEM, held.process, motion)
    for person in others:
        text = person.get(pages[1]).text
        assert "A secret thought" in text and "Not carried" in text
        assert "the committee has 3. The quorum of 2 was met." in " ".join(text.split())


def test_open_votes_are_seen_as_they_come(session: Session, olga: FlaskClient, held: Held, room: str) -> None:
    motion = make_motion(session, held, MotionKind.HANDS)
    vote_all(session, held, motion, "yes", reason="Gladly")
    assert "Gladly" in olga.get(f"{room}/meetings/{held.meeting.public_id}").text


def test_the_chair_leads_and_another_member_does_not(
    session: Session, client: FlaskClient, held: Held, room: str
) -> None:
    held.meeting.chair_id = held.members[1].id
    item = commands.add_item(session, SYSTEM, held.process, held.meeting, title={"en": "Scores"}, minutes=10)
    page = f"{room}/meetings/{held.meeting.public_id}"
    start = f"{page}/agenda/{item.public_id}/start"
    ada, ben = (browser(client, member) for member in held.members[:2])
    assert "Start: Scores" not in ada.get(page).text
    assert ada.submit(page, {"seen": ""}, to=start).status_code == 403
    assert "Start: Scores" in ben.get(page).text
    assert ben.submit(page, {"seen": ""}, to=start).status_code == 303
    assert "Time left:" in ada.get(page).text
    assert ben.submit(page, to=f"{page}/close").status_code == 303
    assert held.meeting.state == "closed"


def test_a_dossier_shows_no_score_while_scoring_is_blind(
    session: Session, olga: FlaskClient, held: Held, room: str
) -> None:
    dossier = f"{room}/candidates/{held.sids[0].public_id}"
    assert "Scores are shown once scoring is closed" in olga.get(dossier).text
    make_shortlist(session, held.process, size=1)
    text = olga.get(dossier).text
    assert "Place 1 of 2" in text and "Chance of a place on the shortlist" in text


def test_a_dossier_has_the_order_of_the_respondents_beside_that_of_the_camp(
    olga: FlaskClient, held: Held, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (sid.public_id for sid in held.sids[:2])
    said = Respondents(120, {"climate": 0.8, "food": 0.4}, {first: {"food": 1.0}, second: {"climate": 1.0}})
    monkeypatch.setattr("cocreate.selection.room.dossier_pages.respondents_of", lambda *_: said)
    page = olga.get(f"{room}/candidates/{first}").text
    row = re.search(r"Respondents of the consultation</td>(.*?)</tr>", page)
    assert row is not None
    assert re.findall(r">([^<]+)</td>", row[1]) == ["120", "40 %", "2"]


def test_people_write_answer_change_and_are_moderated_on_pages(
    session: Session, client: FlaskClient, olga: FlaskClient, held: Held, room: str
) -> None:
    dossier, key = f"{room}/candidates/{held.sids[0].public_id}", public_id()
    ada, ben = (browser(client, member) for member in held.members[:2])
    empty = ada.submit(dossier, {"form_id": key, "text": " "}, to=f"{dossier}/posts")
    assert empty.status_code == 422 and "Please fill this in" in empty.text
    for _ in range(2):
        ada.submit(dossier, {"form_id": key, "text": "Who are the users? <b>"}, to=f"{dossier}/posts")
    page = ben.get(dossier).text
    assert page.count("Who are the users? &lt;b&gt;") == 1
    ben.submit(dossier, {"form_id": public_id(), "answers": key, "text": "Hospitals"}, to=f"{dossier}/posts")
    post = queries.find_post(session, held.process, key)
    assert post is not None
    own = f"{room}/posts/{key}"
    assert "Change your words" in ada.get(own).text and "Change your words" not in ben.get(own).text
    assert ben.submit(dossier, {"text": "Mine", "version": str(post.version)}, to=own).status_code == 403
    ada.submit(own, {"text": "Which users?", "version": str(post.version)})
    assert "Who are the users?" in ben.get(own).text, "the earlier wording"
    assert olga.submit(own, {"reason": ""}, to=f"{own}/hide").status_code == 422
    olga.submit(own, {"reason": "Off topic"}, to=f"{own}/hide")
    shown = ben.get(dossier).text
    assert "Off topic" in shown and "Which users?" not in shown and "Hospitals" in shown
    assert "Which users?" in ada.get(dossier).text, "its author still reads it"


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.ANALYST, Role.FACILITATOR])
def test_the_room_is_for_the_committee(
    session: Session, client: FlaskClient, held: Held, room: str, role: Role
) -> None:
    somebody = browser(client, make_member(session, held.process, role))
    for page in (room, f"{room}/meetings/{held.meeting.public_id}", f"{room}/candidates/{held.sids[0].public_id}"):
        assert somebody.get(page).status_code == 403
    assert client.get(room).status_code == 302, "a visitor signs in first"


def test_an_observer_looks_on(session: Session, client: FlaskClient, held: Held, room: str) -> None:
    observer = browser(client, make_member(session, held.process, Role.OBSERVER))
    page = f"{room}/meetings/{held.meeting.public_id}"
    shown = observer.get(page)
    assert shown.status_code == 200
    assert "I am here" not in shown.text and "Put a motion" not in shown.text
    assert observer.post(f"{page}/here", data={"csrf_token": token_in(shown.text)}).status_code == 403


def test_out_of_its_phase_the_room_is_only_read(session: Session, client: FlaskClient, held: Held, room: str) -> None:
    close_phase(session, held.process, PhaseKind.SELECTION)
    ada, page = browser(client, held.members[0]), f"{room}/meetings/{held.meeting.public_id}"
    shown = ada.get(page)
    assert shown.status_code == 200 and "Raise my hand" not in shown.text
    assert ada.post(f"{page}/hand", data={"csrf_token": token_in(shown.text)}).status_code == 409


def test_words_of_another_process_are_nowhere_here(session: Session, olga: FlaskClient, held: Held, room: str) -> None:
    other = hold_meeting(session)
    motion = make_motion(session, other)
    post = threads.write_post(session, acting(other.members[0]), other.process, other.sids[0], "Elsewhere")
    for page in (
        f"{room}/meetings/{other.meeting.public_id}",
        f"{room}/motions/{motion.public_id}",
        f"{room}/candidates/{other.sids[0].public_id}",
        f"{room}/posts/{post.public_id}",
    ):
        assert olga.get(page).status_code == 404
