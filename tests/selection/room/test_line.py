"""The live line of a meeting: whoever may enter the room hears that something changed, and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate.accounts.models import Membership, User
from cocreate.core.permissions import SYSTEM, Role
from cocreate.selection.room import commands
from tests.conftest import csrf_token
from tests.factories.accounts import make_member, sign_in
from tests.factories.room import Held, hold_meeting, make_motion, vote_all


@pytest.fixture
def held(session: Session) -> Held:
    found = hold_meeting(session)
    session.commit()
    return found


class Line:
    """Somebody's browser with a meeting open."""

    def __init__(self, app: Flask, client: FlaskClient, *, token: str = "") -> None:
        token = token or csrf_token(client.get("/en/account/sign-in", follow_redirects=True).text)
        self.socket = app.extensions["socketio"].test_client(
            app, namespace="/committee", auth={"csrf": token, "language": "en"}, flask_test_client=client
        )

    def join(self, payload: Any) -> dict[str, Any]:
        return dict(self.socket.emit("join", payload, namespace="/committee", callback=True))

    def heard(self) -> list[Any]:
        return [event["args"][0] for event in self.socket.get_received("/committee") if event["name"] == "changed"]


@pytest.fixture
def arrive(session: Session, app: Flask, held: Held) -> Callable[[User], Line]:
    def come(user: User) -> Line:
        session.commit()
        client = sign_in(app.test_client(), user)
        page = client.get(f"/en/p/{held.process.public_id}/selection/room/meetings/{held.meeting.public_id}")
        token = page.text.split('data-csrf="')[1].split('"')[0] if page.status_code == 200 else ""
        return Line(app, client, token=token)

    return come


def test_whoever_follows_a_meeting_hears_of_a_change_once_it_is_committed(
    session: Session, held: Held, arrive: Callable[[User], Line]
) -> None:
    ada = arrive(held.members[0])
    assert ada.join({"meeting": held.meeting.public_id}) == {"ok": True, "meeting": held.meeting.public_id}
    motion = make_motion(session, held, is_hidden=True)
    session.rollback()
    assert ada.heard() == []
    motion = make_motion(session, held, is_hidden=True)
    vote_all(session, held, motion, "no", "no", reason="Never")
    session.commit()
    assert ada.heard() == [{"meeting": held.meeting.public_id}] * 4, "that something changed, and never what"


def test_another_meeting_is_not_heard(session: Session, held: Held, arrive: Callable[[User], Line]) -> None:
    ada = arrive(held.members[0])
    other = commands.create_meeting(session, SYSTEM, held.process, title={"en": "Another"})
    session.commit()
    assert ada.join({"meeting": other.public_id})["ok"]
    assert ada.join({"meeting": held.meeting.public_id})["ok"]
    commands.open_meeting(session, SYSTEM, held.process, other)
    session.commit()
    assert ada.heard() == []


def test_who_may_not_enter_the_room_hears_nothing(session: Session, held: Held, arrive: Callable[[User], Line]) -> None:
    outsider = arrive(make_member(session, held.process, Role.PARTICIPANT))
    assert outsider.join({"meeting": held.meeting.public_id})["error"] == "not_allowed"
    commands.close_meeting(session, SYSTEM, held.process, held.meeting)
    session.commit()
    assert outsider.heard() == []


def test_a_role_that_has_ended_is_noticed_at_the_next_join(
    session: Session, held: Held, arrive: Callable[[User], Line]
) -> None:
    ada = arrive(held.members[0])
    assert ada.join({"meeting": held.meeting.public_id})["ok"]
    session.query(Membership).filter_by(user_id=held.members[0].id).delete()
    session.commit()
    session.expire_all()
    assert ada.join({"meeting": held.meeting.public_id})["error"] == "not_allowed"


@pytest.mark.parametrize(
    "payload", [None, "x", {}, {"meeting": 3}, {"meeting": "x", "more": 1}, {"meeting": "x" * 9000}]
)
def test_nonsense_is_refused(held: Held, arrive: Callable[[User], Line], payload: Any) -> None:
    assert arrive(held.members[0]).join(payload)["error"] in ("selection.meeting.malformed", "not_found")


def test_a_line_without_the_page_s_token_is_not_opened(app: Flask, held: Held) -> None:
    client = sign_in(app.test_client(), held.members[0])
    assert not Line(app, client, token="forged").socket.is_connected("/committee")
