"""Mails with notices: due when the person wishes, never empty, and nothing stands in two of them."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts import commands as accounts
from cocreate.accounts.models import User
from cocreate.core.mail import OutgoingMail
from cocreate.core.permissions import SYSTEM, Role
from cocreate.core.telling import Kind
from cocreate.notices import commands, queries
from cocreate.notices.links import stop_path
from cocreate.notices.mailing import send_waiting
from cocreate.notices.models import Follower, Notice
from cocreate.notices.rules import STALE, WISHES, Frequency, Hours, Wish, is_due, last_mail
from cocreate.notices.storing import News, tell_all
from cocreate.process.models import Process
from tests.factories.accounts import make_member, make_user
from tests.factories.notices import make_follower, make_notice
from tests.factories.process import make_process

MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)  # half past eight in Brussels


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


def mails(session: Session, user: User | Follower) -> list[OutgoingMail]:
    mine = select(OutgoingMail).where(OutgoingMail.recipient == user.email, OutgoingMail.subject.not_like("%confirm%"))
    return list(session.scalars(mine.order_by(OutgoingMail.id)))


def wish(session: Session, user: User, frequency: Frequency, hours: Hours | None = None) -> None:
    wishes = {kind: Wish(mail=frequency) for kind in Kind}
    commands.choose(session, SYSTEM, user, wishes, hours or Hours())


def test_the_daily_mail_leaves_at_the_hour_and_tells_all_that_came_before(session: Session, process: Process) -> None:
    user = make_user(session)
    with clock.told(MONDAY):
        make_notice(session, process, user, "One thing")
        make_notice(session, process, user, "Another thing")
        send_waiting(session)
    with clock.told(MONDAY + timedelta(hours=23)):  # half past seven
        send_waiting(session)
        assert mails(session, user) == []
    with clock.told(MONDAY + timedelta(hours=24)):
        send_waiting(session)
        send_waiting(session)
    (mail,) = mails(session, user)
    assert mail.subject == "2 notices: Region 2030"
    assert "One thing" in mail.text and "Another thing" in mail.html and "/notices/stop/" in mail.unsubscribe


def test_a_mail_speaks_its_reader_s_language(session: Session, process: Process) -> None:
    user = make_user(session, language="fr")
    wish(session, user, Frequency.AT_ONCE)
    make_notice(session, process, user)
    (mail,) = mails(session, user)
    assert mail.language == "fr" and "Tous les avis" in mail.text


def test_at_once_is_at_once(session: Session, process: Process) -> None:
    user = make_user(session)
    wish(session, user, Frequency.AT_ONCE)
    make_notice(session, process, user, "The hall burns")
    make_notice(session, process, user, "The fire is out")
    assert [mail.subject for mail in mails(session, user)] == ["The hall burns", "The fire is out"]


def test_never_is_never(session: Session, process: Process) -> None:
    user = make_user(session)
    wish(session, user, Frequency.NEVER)
    make_notice(session, process, user)
    wish(session, user, Frequency.AT_ONCE)  # what came before stays unsent
    send_waiting(session)
    assert mails(session, user) == []


def test_what_was_read_before_is_not_sent_and_no_mail_is_empty(session: Session, process: Process) -> None:
    user = make_user(session)
    with clock.told(MONDAY):
        commands.read_notice(session, make_notice(session, process, user))
    with clock.told(MONDAY + timedelta(days=2)):
        send_waiting(session)
    assert mails(session, user) == []


def test_nobody_gets_mail_about_what_they_may_not_see_any_more(session: Session, process: Process) -> None:
    user = make_member(session, process, Role.OBSERVER)
    other = make_process(session, title="Public")
    with clock.told(MONDAY):
        make_notice(session, process, user, "Behind the door")
        make_notice(session, other, user, "On the street")
    process.is_public = False
    accounts.revoke_role(session, SYSTEM, process, user, Role.OBSERVER)
    session.flush()
    with clock.told(MONDAY + timedelta(days=1)):
        send_waiting(session)
    (mail,) = mails(session, user)
    assert mail.subject == "On the street" and "Behind the door" not in mail.text + mail.html


def test_an_address_hears_of_public_things_only_and_leaves_no_trace(session: Session, process: Process) -> None:
    follower = make_follower(session, process, frequency=Frequency.AT_ONCE)
    news = News(Kind.NEWS, "Hello", f"/p/{process.public_id}/challenges", "n:1")
    room = News(Kind.NEWS, "For the committee", f"/p/{process.public_id}/manage/", "n:2")
    tell_all(session, process, news, ())
    tell_all(session, process, news, ())
    tell_all(session, process, room, ())
    (mail,) = mails(session, follower)
    assert mail.subject == "Hello" and mail.leaves_no_trace and "/follow/mine/" in mail.unsubscribe


def test_mails_stop_with_one_click(client: FlaskClient, session: Session, process: Process) -> None:
    user = make_user(session)
    session.commit()
    path = "/en" + stop_path(user)
    assert client.get(path).status_code == 200
    assert client.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert {wish.mail for wish in queries.wishes_of(session, user.id).values()} == {Frequency.NEVER}
    assert all(wish.is_shown for wish in queries.wishes_of(session, user.id).values())
    assert client.post(path, data={}).status_code == 400  # a page of somebody else's sends no proof
    assert client.get(path[:-3] + "abc").status_code == 404


@given(
    made=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 30)),
    later=st.timedeltas(timedelta(0), timedelta(days=9)),
    hour=st.integers(0, 23),
    weekday=st.integers(0, 6),
)
def test_every_mail_is_due_within_its_time_once(made: datetime, later: timedelta, hour: int, weekday: int) -> None:
    """Also over the change of the clock: what happened is told within a day (or a week), and the slot lies before."""
    at, now, hours = made.replace(tzinfo=UTC), made.replace(tzinfo=UTC) + later, Hours(hour, weekday)
    for frequency, longest in ((Frequency.DAILY, timedelta(days=1)), (Frequency.WEEKLY, timedelta(days=7))):
        slot = last_mail(frequency, now, hours)
        assert slot is not None and slot <= now < slot + longest + timedelta(hours=2)
        assert is_due(frequency, at, now, hours) is (at < slot)
        if later > longest + timedelta(hours=2):
            assert is_due(frequency, at, now, hours)


EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("told"), st.sampled_from([Kind.NEWS, Kind.DECISION, Kind.ROLE, Kind.TASK])),
        st.tuples(st.just("read"), st.integers(0, 5)),
        st.tuples(st.just("sent"), st.booleans()),  # whether the machine stops before the commit
        st.tuples(st.just("waited"), st.integers(1, 200)),  # hours
    ),
    max_size=25,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=EVENTS, frequency=st.sampled_from([None, Frequency.DAILY, Frequency.WEEKLY, Frequency.AT_ONCE]))
def test_no_mail_is_empty_and_no_notice_stands_in_two(
    app: Flask, session: Session, story: list[tuple[str, object]], frequency: Frequency | None
) -> None:
    session.rollback()
    process, user = make_process(session), make_user(session)
    if frequency is not None:
        wish(session, user, frequency)
    session.commit()
    now, number = MONDAY, 0
    for what, value in [*story, ("waited", 200), ("sent", False)]:
        with clock.told(now):
            if what == "told":
                number += 1
                make_notice(session, process, user, f"<{number}>", kind=Kind(str(value)))
                session.commit()
            elif what == "read":
                rows = queries.notices_of(session, user)
                if rows:
                    commands.read_notice(session, rows[int(str(value)) % len(rows)])
                session.commit()
            elif what == "sent":
                send_waiting(session)
                session.rollback() if value else session.commit()
            else:
                now += timedelta(hours=int(str(value)))
    written = mails(session, user)
    told = [line for mail in written for line in mail.text.splitlines() if line.startswith("* <")]
    assert len(told) == len(set(told)) and all("* <" in mail.text for mail in written)
    due = {
        row.text
        for row in session.scalars(select(Notice).where(Notice.user_id == user.id))
        if row.read_at is None
        and row.made_at > now - STALE
        and (frequency or WISHES[Kind(row.kind)].mail) is not Frequency.NEVER
    }
    assert {line[2:].split(" (")[0] for line in told} >= due  # nothing that still waited was left out
    session.execute(delete(OutgoingMail))
    session.commit()
