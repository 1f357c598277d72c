"""The home page: what is under way first, each process with its organisation, and one organisation alone on request."""

from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.process.models import Process
from cocreate.process.queries import by_standing
from cocreate.process.rules import Standing
from tests.factories.process import make_organisation, make_process


def shifted(process: Process, days: int) -> Process:
    """With every phase moved in time."""
    for phase in process.phases:
        phase.starts_at, phase.ends_at = (at + timedelta(days=days) for at in (phase.starts_at, phase.ends_at))
    return process


def test_a_process_is_to_come_under_way_or_over(session: Session) -> None:
    over, coming = shifted(make_process(session), -30), shifted(make_process(session), 30)
    now = make_process(session, open_phases=())  # between two phases
    now.phases[-1].ends_at = clock.now() + timedelta(days=9)
    now.phases[-1].starts_at = clock.now() + timedelta(days=3)
    assert by_standing([over, coming, now], clock.now()) == {
        Standing.UNDER_WAY: [now],
        Standing.TO_COME: [coming],
        Standing.OVER: [over],
    }


def test_the_home_page_lists_by_state_and_shows_one_organisation_on_request(
    client: FlaskClient, session: Session
) -> None:
    city = make_organisation(session, "city", "City of Example")
    make_process(session, title="Cool streets", organisation=city)
    shifted(make_process(session, title="Old plan"), -30)
    make_process(session, title="Secret", is_public=False)
    session.commit()
    page = client.get("/en/").text
    assert page.index("Under way") < page.index("Cool streets") < page.index("Finished") < page.index("Old plan")
    assert "City of Example" in page and "Secret" not in page
    alone = client.get("/en/?organisation=city").text
    assert "Cool streets" in alone and "Old plan" not in alone
    assert "Old plan" in client.get("/en/?organisation=nobody").text
