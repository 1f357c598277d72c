"""Somebody is told of something once, sees it beside the bell as long as it may be seen, and reads it."""

from datetime import timedelta
from unittest.mock import ANY

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts import commands as accounts
from cocreate.core.permissions import SYSTEM, Role
from cocreate.core.telling import Kind, Telling, tell
from cocreate.notices import commands, queries
from cocreate.notices.mailing import forget_old
from cocreate.notices.messages import on_a_page, plain
from cocreate.notices.models import Notice
from cocreate.notices.rules import KEPT, WISHES, Frequency, Wish
from cocreate.process.models import Process
from cocreate.web.language import speaking
from tests.factories.accounts import make_member, make_user, sign_in
from tests.factories.notices import make_notice
from tests.factories.process import make_process


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


def kept(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Notice)) or 0


def test_what_is_told_is_kept_once_the_telling_is_committed(session: Session, process: Process) -> None:
    user = make_user(session)
    path = f"/p/{process.public_id}/challenges"
    tell(session, Telling(user.id, Kind.REPLY, "Somebody answers", path, process.id))
    session.rollback()
    assert kept(session) == 0
    user, process = make_user(session), make_process(session)
    tell(session, Telling(user.id, Kind.REPLY, "Somebody answers", path, process.id))
    session.commit()
    row = session.scalars(select(Notice)).one()
    assert (row.user_id, row.permission, row.read_at) == (user.id, "process:view", None)


def test_under_one_key_a_person_is_told_once(session: Session, process: Process) -> None:
    for user in (make_user(session), make_user(session)):
        for _again in range(2):
            telling = Telling(user.id, Kind.CAMP, "Tomorrow", f"/p/{process.public_id}/", process.id, key="camp:1")
            tell(session, telling)
            session.commit()
    assert kept(session) == 2


def test_the_bell_counts_what_one_may_see_in_one_look(session: Session, process: Process) -> None:
    user = make_member(session, process, Role.ORGANISER)
    hidden = make_process(session, title="Secret", is_public=False)
    for place in (process, process, hidden):
        make_notice(session, place, user)
    session.commit()
    roles = user.roles_in(process)  # known of whoever asks for a page
    asked: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *a: asked.append(a[2]))
    assert queries.unread_count(session, user) == 2
    # What holds for the whole installation is kept for two seconds by a server, and in tests by nobody.
    beside = ("BEGIN", "SELECT installation_setting", "SELECT maintenance")
    assert roles and [line for line in asked if not line.startswith(beside)] == [ANY]


def test_a_notice_vanishes_with_the_role_and_comes_back_with_it(session: Session, process: Process) -> None:
    process.is_public = False
    user = make_member(session, process, Role.OBSERVER)
    make_notice(session, process, user)
    assert len(queries.notices_of(session, user)) == queries.unread_count(session, user) == 1
    accounts.revoke_role(session, SYSTEM, process, user, Role.OBSERVER)
    assert queries.notices_of(session, user) == [] and queries.unread_count(session, user) == 0
    accounts.grant_role(session, SYSTEM, process, user, Role.ANALYST)
    assert queries.unread_count(session, user) == 1


def test_a_kind_that_is_switched_off_is_not_shown(session: Session, process: Process) -> None:
    user = make_user(session)
    make_notice(session, process, user, kind=Kind.NEWS)
    wishes = WISHES | {Kind.NEWS: Wish(is_shown=False, mail=Frequency.WEEKLY)}
    commands.choose(session, SYSTEM, user, wishes, queries.hours_of(session, user.id))
    assert queries.unread_count(session, user) == 0 and queries.notices_of(session, user) == []
    assert queries.wishes_of(session, user.id) == wishes


def test_a_notice_speaks_the_language_of_its_reader(app: Flask, session: Session, process: Process) -> None:
    params = {"title": {"fr": "Vélos & <b>rails</b>"}, "at": {"at": "2026-03-01T08:00:00+00:00"}}
    row = Notice(text="The committee meets on %(at)s: %(title)s", params=params)
    with app.test_request_context("/en/"), speaking("en"):
        assert plain(row) == "The committee meets on 1 March 2026, 09:00: Vélos & <b>rails</b>"
        said = on_a_page(row)
        assert said.endswith('<span lang="fr">Vélos &amp; &lt;b&gt;rails&lt;/b&gt;</span>')


def test_the_page_shows_notices_and_marks_them_as_read(client: FlaskClient, session: Session, process: Process) -> None:
    user = make_user(session)
    first, _second = (make_notice(session, process, user, f"Number {n}") for n in (1, 2))
    session.commit()
    sign_in(client, user)
    page = client.get("/en/account/notices")
    assert "Number 1" in page.text and "Notices: 2 new" in page.text
    client.submit("/en/account/notices", to=f"/en/account/notices/{first.public_id}/read")
    assert "Notices: 1 new" in client.get("/en/").text
    answer = client.submit("/en/account/notices", to=f"/en/account/notices/{first.public_id}/open")
    assert answer.status_code == 303 and answer.location.endswith(f"/en/p/{process.public_id}/challenges")
    client.submit("/en/account/notices", to="/en/account/notices/read")
    assert queries.unread_count(session, user) == 0


def test_one_process_is_read_without_the_others(client: FlaskClient, session: Session, process: Process) -> None:
    user, other = make_user(session), make_process(session, title="Elsewhere")
    make_notice(session, process, user, "Here")
    make_notice(session, other, user, "There")
    session.commit()
    sign_in(client, user)
    page = f"/en/account/notices?process={other.public_id}"
    assert "There" in client.get(page).text and "Here" not in client.get(page).text
    client.submit(page, {"process": other.public_id}, to="/en/account/notices/read")
    assert [row.text for row in queries.notices_of(session, user) if row.read_at is None] == ["Here"]


def test_nobody_reads_the_notice_of_somebody_else(client: FlaskClient, session: Session, process: Process) -> None:
    row = make_notice(session, process, make_user(session))
    session.commit()
    sign_in(client, make_user(session))
    session.commit()
    assert client.submit("/en/account/", to=f"/en/account/notices/{row.public_id}/open").status_code == 404


def test_visitors_have_no_bell(client: FlaskClient, session: Session, process: Process) -> None:
    session.commit()
    assert "account/notices" not in client.get(f"/en/p/{process.public_id}/challenges").text


def test_wishes_are_chosen_on_a_page(client: FlaskClient, session: Session) -> None:
    user = make_user(session)
    session.commit()
    sign_in(client, user)
    form = {f"{kind.value}-mail": "never" for kind in Kind} | {"hour": "17", "weekday": "4", "camp-is_shown": "y"}
    assert client.submit("/en/account/notices/wishes", form).status_code == 303
    found, hours = queries.wishes_of(session, user.id), queries.hours_of(session, user.id)
    assert {wish.mail for wish in found.values()} == {Frequency.NEVER} and (hours.hour, hours.weekday) == (17, 4)
    assert found[Kind.CAMP].is_shown and not found[Kind.NEWS].is_shown
    answer = client.submit("/en/account/notices/wishes", form | {"hour": "77"})
    assert answer.status_code == 422


def test_old_notices_are_erased(session: Session, process: Process) -> None:
    user = make_user(session)
    read, unread = make_notice(session, process, user), make_notice(session, process, user)
    commands.read_notice(session, read)
    with clock.told(clock.now() + KEPT + timedelta(days=1)):
        forget_old(session)
        assert session.scalars(select(Notice.id)).all() == [unread.id]
    with clock.told(clock.now() + 2 * KEPT + timedelta(days=1)):
        forget_old(session)
    assert kept(session) == 0
