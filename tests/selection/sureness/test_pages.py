"""How sure it is, as people see it: who may, what it says, computing again, and other weights to look at."""

import random
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import SYSTEM, Role
from cocreate.process.models import Process
from cocreate.selection import commands, queries
from cocreate.selection.models import Score, Shortlist
from cocreate.selection.rules import ScoreGiven
from tests.conftest import csrf_token
from tests.factories import accounts
from tests.factories.process import make_process
from tests.factories.selection import ORGANISER, as_proposed, make_candidates, make_member, make_scoring


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def base(process: Process) -> str:
    return f"/en/p/{process.public_id}/selection"


@pytest.fixture
def shortlist(session: Session, process: Process) -> Shortlist:
    """Five candidates for two places, marked by five members who do not quite agree."""
    criteria = make_scoring(session, process, shortlist_size=2)
    draw = random.Random(7)
    rows = [
        (member.id, sid, ScoreGiven(criterion.public_id, min(4, max(0, round(draw.gauss(2.6 - place / 4, 1))))))
        for member in [make_member(session, process) for _ in range(5)]
        for place, sid in enumerate(queries.candidates(session, process))
        for criterion in criteria.criteria
    ]
    commands.give_scores(session, SYSTEM, process, criteria, rows)
    return commands.close_scoring(session, ORGANISER, process, criteria, seed=11)


def browser_of(session: Session, client: FlaskClient, process: Process, role: Role) -> FlaskClient:
    """A browser in which somebody with this role is signed in."""
    return accounts.sign_in(client.application.test_client(), accounts.make_member(session, process, role))


def publish(session: Session, process: Process, shortlist: Shortlist) -> None:
    commands.decide(session, ORGANISER, process, shortlist, as_proposed(shortlist), version=shortlist.version)
    session.commit()


def test_the_committee_sees_it_when_scoring_closed_and_everybody_when_it_is_decided(
    session: Session, client: FlaskClient, process: Process, base: str, shortlist: Shortlist
) -> None:
    member = browser_of(session, client, process, Role.COMMITTEE_MEMBER)
    for path in ("how-sure", "what-if"):
        assert member.get(f"{base}/{path}").status_code == 200
        assert client.get(f"{base}/{path}").status_code == 404
    publish(session, process, shortlist)
    for path in ("how-sure", "what-if", ""):
        assert client.get(f"{base}/{path}").status_code == 200


@pytest.mark.parametrize("is_judged", [True, False])
def test_no_weights_are_said_to_change_nothing_where_candidates_cannot_be_compared(
    session: Session, client: FlaskClient, process: Process, base: str, is_judged: bool
) -> None:
    """The second is a little better nowhere; or nobody could judge it on the last criterion."""
    make_candidates(session, process, "Reuse", "Rent")
    criteria = make_scoring(session, process, shortlist_size=1)
    member, last = make_member(session, process), criteria.criteria[-1]
    rows = [
        (member.id, sid, ScoreGiven(criterion.public_id, mark))
        for sid, mark in zip(queries.candidates(session, process), (4, 2), strict=True)
        for criterion in criteria.criteria
        if is_judged or mark == 4 or criterion is not last
    ]
    commands.give_scores(session, SYSTEM, process, criteria, rows)
    shortlist = commands.close_scoring(session, ORGANISER, process, criteria, seed=11)
    publish(session, process, shortlist)
    page = client.get(f"{base}/how-sure").text
    assert ("No other weights of these criteria would change the shortlist." in page) is is_judged
    assert ("Left out of this comparison" in page) is not is_judged


def test_the_page_says_the_chance_of_each_candidate_and_no_member_is_told_apart_in_public(
    session: Session, client: FlaskClient, process: Process, base: str, shortlist: Shortlist
) -> None:
    publish(session, process, shortlist)
    told, titles = shortlist.proposal, queries.titles(session, process)
    page = client.get(f"{base}/how-sure").text
    table = page.split("The same as a table")[1]
    for name in told["order"]:
        chance = told["certainty"][name]["probability"]
        said = "less than 1" if 0 < chance < 0.005 else "more than 99" if 0.995 <= chance < 1 else round(100 * chance)
        assert re.search(rf'{titles[name]["en"]}</th><td class="num">{said} %', table), name
    assert "the cut: 2 places above this line" in page
    assert "Without one member’s marks" in page and "Member 2" not in page
    inside = browser_of(session, client, process, Role.COMMITTEE_MEMBER).get(f"{base}/how-sure").text
    assert "Member 2" in inside
    assert "chance" in client.get(f"{base}/").text.lower()


def test_computing_again_finds_the_same_figures_and_says_so_when_a_mark_is_gone(
    session: Session, client: FlaskClient, process: Process, base: str, shortlist: Shortlist
) -> None:
    publish(session, process, shortlist)
    before = len(session.scalars(select(AuditEntry)).all())
    typed = {"csrf_token": csrf_token(client.get(f"{base}/how-sure").text)}
    for _ in range(2):
        again = client.post(f"{base}/how-sure/again", data=typed)
        assert again.status_code == 200
        assert re.search(r"All \d+ figures are the same, to the last digit", again.text)
    assert len(session.scalars(select(AuditEntry)).all()) == before, "looking is no act"
    session.delete(session.scalars(select(Score)).first())
    session.commit()
    gone = client.post(f"{base}/how-sure/again", data=typed).text
    assert "the others are not" in gone, re.findall(r"<main.*</main>", gone, re.S)


def test_other_weights_show_another_order_and_change_nothing(
    session: Session, client: FlaskClient, process: Process, base: str, shortlist: Shortlist
) -> None:
    publish(session, process, shortlist)
    stored, swap = dict(shortlist.proposal), shortlist.proposal["swap"]
    titles = queries.titles(session, process)
    page = client.get(f"{base}/how-sure").text
    link = re.search(r'href="([^"]*what-if\?[^"]*)"', page)
    assert link is not None
    tried = client.get(link[1].replace("&amp;", "&")).text.split('id="order"')[1]
    assert tried.index(titles[swap["behind"]]["en"]) < tried.index(f"{titles[swap['ahead']]['en']}</span></th>")
    assert "Comes in" in tried
    same = client.get(f"{base}/what-if?weight-link=2,5&weight-market=2.5&weight-business=2.5&weight-research=2.5").text
    assert "The shortlist stays the same" in same and 'value="2,5"' in same
    session.expire_all()
    assert queries.shortlist_of(session, process).proposal == stored


@pytest.mark.parametrize("typed", ["-1", "many", "nan", "1e9", ""])
def test_a_weight_that_is_none_comes_back_as_typed(
    session: Session, client: FlaskClient, process: Process, base: str, shortlist: Shortlist, typed: str
) -> None:
    publish(session, process, shortlist)
    answer = client.get(f"{base}/what-if", query_string={"weight-link": typed})
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text and "Please give a number from 0 to 1000." in answer.text
    zeros = {f"weight-{key}": "0" for key in shortlist.proposal["weights"]}
    nothing = client.get(f"{base}/what-if", query_string=zeros)
    assert nothing.status_code == 422 and "At least one weight must be above 0." in nothing.text


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_every_page_opens_in_every_language(
    session: Session, client: FlaskClient, process: Process, shortlist: Shortlist, language: str
) -> None:
    publish(session, process, shortlist)
    for path in ("how-sure", "what-if", "what-if?weight-link=80"):
        assert client.get(f"/{language}/p/{process.public_id}/selection/{path}").status_code == 200
