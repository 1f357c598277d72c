"""Following: one button with an account, a confirmed address without one, and nothing left of it after leaving."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core.mail import OutgoingMail
from cocreate.core.permissions import SYSTEM, Role
from cocreate.core.telling import Kind
from cocreate.errors import Invalid, NotFound
from cocreate.notices import following
from cocreate.notices.following import find_thing, thing_of_mark
from cocreate.notices.links import confirm_path, leave_path
from cocreate.notices.models import Follow, Follower, Notice
from cocreate.notices.rules import UNCONFIRMED, Frequency, Item
from cocreate.notices.storing import News, tell_all
from cocreate.process.models import Process
from tests.factories.accounts import make_member, make_user, sign_in
from tests.factories.notices import make_follower
from tests.factories.process import make_process


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


def count(session: Session, model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def told(session: Session, user_id: int) -> list[str]:
    return list(session.scalars(select(Notice.text).where(Notice.user_id == user_id).order_by(Notice.id)))


def test_one_button_follows_and_another_ends_it(client: FlaskClient, session: Session, process: Process) -> None:
    user = make_user(session)
    session.commit()
    sign_in(client, user)
    page, challenge = f"/en/p/{process.public_id}/", process.challenges[0]
    fiche = f"{page}challenges/{challenge.public_id}"
    mark = f"challenge.{challenge.public_id}"
    for _twice in range(2):
        client.submit(fiche, {"item": mark}, to=f"{page}follow")
    assert following.marks_of(session, process, user.id) == {mark}
    assert "Follow no longer" in client.get(fiche).text and "Follow no longer" not in client.get(page).text
    assert "Climate" in client.get("/en/account/notices").text
    client.submit(fiche, {"item": mark}, to=f"{page}unfollow")
    assert count(session, Follow) == 0


def test_followers_hear_of_their_thing_and_people_of_the_process_of_all(session: Session, process: Process) -> None:
    member, follower, other = make_member(session, process, Role.OBSERVER), make_user(session), make_user(session)
    challenge = process.challenges[0]
    thing = find_thing(session, process, "challenge", challenge.public_id)
    following.follow(session, SYSTEM, process, follower.id, thing)
    path = f"/p/{process.public_id}/challenges"
    about = [(Item.CHALLENGE, challenge.public_id)]
    tell_all(session, process, News(Kind.SHEET, "About it", path, "1"), (Role.OBSERVER,), about)
    tell_all(session, process, News(Kind.SHEET, "About all", path, "2"), (Role.OBSERVER,))
    assert told(session, member.id) == ["About it", "About all"]
    assert told(session, follower.id) == ["About it"] and told(session, other.id) == []


def test_an_address_counts_once_it_is_confirmed(client: FlaskClient, session: Session, process: Process) -> None:
    session.commit()
    page = f"/en/p/{process.public_id}/follow"
    answer = client.submit(page, {"email": " Ada@Example.org ", "frequency": "at_once"})
    assert answer.status_code == 303
    mail = session.scalars(select(OutgoingMail)).one()
    follow = session.scalars(select(Follow)).one()
    assert mail.recipient == "ada@example.org" and confirm_path(follow) in mail.text and mail.leaves_no_trace
    tell_all(session, process, News(Kind.NEWS, "Too early", f"/p/{process.public_id}/challenges", "1"), ())
    assert count(session, Notice) == 0
    path = "/en" + confirm_path(follow)
    client.get(path)
    assert session.scalars(select(Follow)).one().confirmed_at is None  # opening is not yet confirming
    client.submit(path)
    tell_all(session, process, News(Kind.NEWS, "In time", f"/p/{process.public_id}/challenges", "2"), ())
    assert [row.subject for row in session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))][1:] == ["In time"]


def test_asking_again_tells_nobody_whether_an_address_is_known(
    client: FlaskClient, session: Session, process: Process
) -> None:
    follower = make_follower(session, process)
    session.commit()
    page = f"/en/p/{process.public_id}/follow"
    answers = [client.submit(page, {"email": each, "frequency": "daily"}) for each in (follower.email, "new@x.org")]
    assert len({(answer.status_code, answer.location) for answer in answers}) == 1
    assert count(session, OutgoingMail) == 2  # for the known one, the first only


def test_what_is_no_address_is_refused_and_stays_in_the_field(
    client: FlaskClient, session: Session, process: Process
) -> None:
    session.commit()
    answer = client.submit(f"/en/p/{process.public_id}/follow", {"email": "ada at example", "frequency": "daily"})
    assert answer.status_code == 422 and "ada at example" in answer.text
    with pytest.raises(Invalid):
        following.ask_by_mail(
            session,
            process,
            find_thing(session, process, "", ""),
            email="x" * 250 + "@example.org",
            language="en",
            frequency=Frequency.DAILY,
        )


def test_one_click_erases_the_address_and_all_that_waited(
    client: FlaskClient, session: Session, process: Process
) -> None:
    follower = make_follower(session, process)
    tell_all(session, process, News(Kind.NEWS, "Hello", f"/p/{process.public_id}/challenges", "1"), ())
    session.commit()
    path = "/en" + leave_path(follower)
    assert "What you follow" in client.get(path).text
    assert client.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert count(session, Follower) == count(session, Follow) == count(session, Notice) == 0
    assert client.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200  # once more does no harm
    assert client.get(path).status_code == 404


def test_leaving_the_last_thing_erases_the_address(client: FlaskClient, session: Session, process: Process) -> None:
    follower = make_follower(session, process)
    row = session.scalars(select(Follow)).one()
    session.commit()
    path = "/en" + leave_path(follower)
    client.submit(path, {"follow": row.public_id}, to=f"{path}/drop")
    assert count(session, Follower) == 0


def test_what_nobody_confirms_is_erased_after_a_week(session: Session, process: Process) -> None:
    make_follower(session, process)
    thing = find_thing(session, process, "", "")
    following.ask_by_mail(session, process, thing, email="no@example.org", language="en", frequency=Frequency.DAILY)
    following.forget_unconfirmed(session)
    assert count(session, Follower) == 2
    with clock.told(clock.now() + UNCONFIRMED * 2):
        following.forget_unconfirmed(session)
    assert [row.email for row in session.scalars(select(Follower))] == ["follower@example.org"]


def test_nobody_follows_what_is_not_there_for_them(client: FlaskClient, session: Session, process: Process) -> None:
    hidden = make_process(session, title="Hidden", is_public=False)
    session.commit()
    assert client.get(f"/en/p/{hidden.public_id}/follow").status_code == 404
    for mark in ("challenge.nothing", "person.ada", "challenge", "theme.x"):
        assert client.get(f"/en/p/{process.public_id}/follow?item={mark}").status_code == 404
    with pytest.raises(NotFound):
        thing_of_mark(session, hidden, f"challenge.{process.challenges[0].public_id}")
