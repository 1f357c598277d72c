"""An organiser writes the action plan; everybody reads it."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate.core import provenance
from cocreate.core.permissions import SYSTEM, Role
from cocreate.errors import NotFound
from cocreate.plan import commands, queries
from tests.factories.accounts import make_member, sign_in
from tests.factories.process import make_process
from tests.factories.selection import make_candidates


def test_an_action_names_its_actors_and_the_domains_it_serves(session: Session, client: FlaskClient) -> None:
    process = make_process(session)
    sid, _other = make_candidates(session, process, "Circular city", "Shared mobility")
    sign_in(client, make_member(session, process, Role.ORGANISER))
    home = f"/en/p/{process.public_id}/manage/plan/"
    assert client.submit(home, {"number": "1", "title-en": "Building together"}).status_code == 302
    assert client.submit(home, {"number": "1", "title-en": "Again"}).status_code == 409
    (axis,) = queries.axes_of(session, process)
    page = f"{home}axes/{axis.public_id}/new"
    form = {"number": "1.1", "title-en": "Repair hub", "actors": "City\n\n University ", "sids": [sid.public_id]}
    assert client.submit(page, form).status_code == 302
    ((action,),) = [axis.actions for axis in queries.axes_of(session, process)]
    assert action.actors == ["City", "University"]
    assert [link.target for link in provenance.outcomes(session, sid.ref)] == [action.ref]
    shown = client.application.test_client().get(f"/en/p/{process.public_id}/plan/").text
    assert "Repair hub" in shown and "City, University" in shown and "Circular city" in shown


def test_two_people_who_change_the_same_action_lose_nothing(session: Session, client: FlaskClient) -> None:
    process = make_process(session)
    sign_in(client, make_member(session, process, Role.OWNER))
    home = f"/en/p/{process.public_id}/manage/plan/"
    client.submit(home, {"number": "1", "title-en": "Building together"})
    (axis,) = queries.axes_of(session, process)
    client.submit(f"{home}axes/{axis.public_id}/new", {"number": "1.1", "title-en": "Repair hub"})
    action = queries.axes_of(session, process)[0].actions[0]
    page = f"{home}actions/{action.public_id}"
    form = {"version": "1", "number": "1.1", "title-en": "First"}
    assert client.submit(page, form).status_code == 302
    late = client.submit(page, form | {"title-en": "Second"})
    assert late.status_code == 409 and 'value="Second"' in late.text
    version = re.search(r'name="version"[^>]*value="(\d+)"', late.text)
    assert version and client.submit(page, form | {"title-en": "Second", "version": version[1]}).status_code == 302


def test_a_domain_that_an_action_serves_later_leads_to_it_too(session: Session) -> None:
    process = make_process(session)
    (sid,) = make_candidates(session, process, "Circular city")
    axis = commands.add_axis(session, SYSTEM, process, number="1", title={"en": "Building together"})
    action = commands.add_action(session, SYSTEM, process, axis, number="1.1", title={"en": "Repair hub"})
    told = {"title": {"en": "Repair hub"}, "description": {}, "actors": []}
    commands.describe_action(session, SYSTEM, process, action, **told, sids=[sid], version=action.version)
    assert [link.target for link in provenance.outcomes(session, sid.ref)] == [action.ref]


def test_an_action_is_not_found_beneath_another_process(session: Session) -> None:
    process, other = make_process(session), make_process(session)
    axis = commands.add_axis(session, SYSTEM, process, number="1", title={"en": "Building together"})
    action = commands.add_action(session, SYSTEM, process, axis, number="1.1", title={"en": "Repair hub"})
    assert queries.find_action(session, process, action.public_id) is action
    with pytest.raises(NotFound):
        queries.find_action(session, other, action.public_id)
