"""At the side of the organisers' pages the line is marked that a page is part of, and no other."""

import re
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM, Role
from cocreate.core.stages import NavGroup
from cocreate.survey.inviting.mailings import create_mailing
from cocreate.survey.rules import MailingKind
from cocreate.web.navigation import SIDE_BY_SIDE, _grouped
from tests.factories.accounts import make_member, sign_in
from tests.factories.process import make_process
from tests.factories.survey import make_consultation

MARKED = re.compile(r'<a href="([^"]+)"[^>]* aria-current="page">([^<]+)</a>')


def marked(html: str) -> list[str]:
    """The lines at the side that are marked as where one is."""
    side = html[html.index('<nav class="side-nav"') :]
    return [label for _url, label in MARKED.findall(side[: side.index("</nav>")])]


def test_the_line_of_the_part_at_hand_is_marked_and_the_overview_only_on_its_own_page(
    client: FlaskClient, session: Session
) -> None:
    process = make_process(session)
    consultation = make_consultation(session, process)
    mailing = create_mailing(session, SYSTEM, consultation, MailingKind.INVITATION)
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


def parts(html: str) -> str:
    """The navigation between the parts of a process."""
    start = html.index('<nav class="sections"')
    return html[start : html.index("</nav>", start)]


def test_few_parts_stand_side_by_side_and_many_in_groups(client: FlaskClient, session: Session) -> None:
    process = make_process(session)
    session.commit()
    few = _grouped([(NavGroup.ABOUT, line(number)) for number in range(SIDE_BY_SIDE)])
    assert few == [line(number) for number in range(SIDE_BY_SIDE)]
    page = parts(client.get(f"/en/p/{process.public_id}/consultations/").text)
    groups = re.findall(r"<summary[^>]*>([^<]+)<", page)
    assert groups == ["Take part", "What it is about", "Results"][-len(groups) :] and groups


def test_a_part_of_no_group_and_one_that_is_alone_in_its_group_stand_by_themselves() -> None:
    lines = [(NavGroup.TAKE_PART, line(1)), (None, line(2)), *((NavGroup.RESULTS, line(n)) for n in range(3, 8))]
    last = line(7)
    last["is_current"] = True
    first, alone, group = _grouped([*lines[:-1], (NavGroup.RESULTS, last)])
    assert (first, alone) == (line(2), line(1))
    assert group["is_current"] and [one["label"] for one in group["entries"]] == ["3", "4", "5", "6", "7"]


def test_the_group_of_the_page_at_hand_is_marked_and_no_other(client: FlaskClient, session: Session) -> None:
    process = make_process(session)
    session.commit()
    page = parts(client.get(f"/en/p/{process.public_id}/challenges").text)
    assert re.findall(r'<summary[^>]* aria-current="true">([^<]+)<', page) == ["What it is about"]
    assert [label for _url, label in MARKED.findall(page)] == ["Challenges"]


def line(number: int) -> dict[str, Any]:
    return {"label": str(number), "url": f"/{number}", "is_current": False}
