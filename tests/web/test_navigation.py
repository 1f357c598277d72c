"""At the side of the organisers' pages the line is marked that a page is part of, and no other."""

import re

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM, Role
from cocreate.survey.inviting import commands as inviting
from cocreate.survey.rules import MailingKind
from tests.factories.accounts import make_member, sign_in
from tests.factories.process import make_process
from tests.factories.survey import make_consultation

MARKED = re.compile(r'<a href="([^"]+)" aria-current="page">([^<]+)</a>')


def marked(html: str) -> list[str]:
    """The lines at the side that are marked as where one is."""
    side = html[html.index('<nav class="side-nav"') :]
    return [label for _url, label in MARKED.findall(side[: side.index("</nav>")])]


def test_the_line_of_the_part_at_hand_is_marked_and_the_overview_only_on_its_own_page(
    client: FlaskClient, session: Session
) -> None:
    process = make_process(session)
    consultation = make_consultation(session, process)
    mailing = inviting.create_mailing(session, SYSTEM, consultation, MailingKind.INVITATION)
    organiser = sign_in(client, make_member(session, process, Role.ORGANISER))
    here = f"consultations/{consultation.public_id}"
    lines = {
        "": ["Overview"],
        "consultations/": ["Consultation"],
        here: ["Consultation"],
        f"{here}/rules": ["Consultation"],
        f"{here}/sheets/": ["Consultation"],
        f"mailings/{mailing.public_id}": ["Consultation"],
        "imports/": ["Consultation"],
        "contacts/new": ["Contacts"],
        "records": ["Records of processing"],
    }
    for path, expected in lines.items():
        assert marked(organiser.get(f"/en/p/{process.public_id}/manage/{path}").text) == expected, path


def test_nothing_is_part_of_the_home_of_a_process(client: FlaskClient, session: Session) -> None:
    process = make_process(session)
    session.commit()
    page = client.get(f"/en/p/{process.public_id}/consultations/").text
    band = page[page.index('class="process-band"') :]
    assert [label for _url, label in MARKED.findall(band[: band.index("</section>")])] == ["Consultation"]
