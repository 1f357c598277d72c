"""A candidate that was split into others after the scoring: people decide about those, with a reason."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM, Role
from cocreate.process.models import Process
from cocreate.selection import commands, queries
from cocreate.selection.models import Shortlist, Sid
from cocreate.selection.rules import Choice
from tests.factories.accounts import make_member, sign_in
from tests.factories.process import make_process
from tests.factories.selection import ORGANISER, as_proposed, make_shortlist


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def shortlist(session: Session, process: Process) -> Shortlist:
    return make_shortlist(session, process)


@pytest.fixture
def half(session: Session, process: Process, shortlist: Shortlist) -> Sid:
    """Nobody scored it."""
    sid = Sid(process_id=process.id, title={"en": "Half of the circular city"}, position=99)
    session.add(sid)
    session.flush()
    return sid


def test_a_candidate_that_nobody_scored_is_decided_on_with_a_reason(
    session: Session, process: Process, shortlist: Shortlist, half: Sid
) -> None:
    kept = Choice(half.public_id, is_kept=True)
    with pytest.raises(commands.DecisionRefused) as refused:
        choices = [*as_proposed(shortlist), kept]
        commands.decide(session, ORGANISER, process, shortlist, choices, version=shortlist.version)
    assert refused.value.problems == {half.public_id: "selection.decision.needs_reason"}
    choices = [*as_proposed(shortlist), replace(kept, reason={"en": "It stands by itself"})]
    commands.decide(session, ORGANISER, process, shortlist, choices, version=shortlist.version)
    last = queries.score_table(session, process)[-1]
    assert (last.sid.id, last.total, last.probability, last.is_later) == (half.id, None, None, True)
    assert half.id in {line.sid.id for line in queries.shortlisted(session, process)}


def test_a_decision_that_forgets_it_is_refused(
    session: Session, process: Process, shortlist: Shortlist, half: Sid
) -> None:
    with pytest.raises(commands.DecisionRefused) as refused:
        choices = as_proposed(shortlist)
        commands.decide(session, ORGANISER, process, shortlist, choices, version=shortlist.version)
    assert refused.value.problems == {half.public_id: "selection.decision.choose"}


def test_saving_a_draft_again_keeps_its_rows(session: Session, process: Process, shortlist: Shortlist) -> None:
    choices = as_proposed(shortlist)
    commands.save_draft(session, ORGANISER, process, shortlist, choices, version=shortlist.version)
    first = {row.sid_id: row.public_id for row in queries.decisions_of(session, shortlist)}
    commands.save_draft(session, ORGANISER, process, shortlist, choices[1:], version=shortlist.version)
    left = {row.sid_id: row.public_id for row in queries.decisions_of(session, shortlist)}
    assert len(left) == len(first) - 1
    assert left.items() <= first.items()


def test_its_pages_say_that_nobody_scored_it(
    session: Session, client: FlaskClient, process: Process, shortlist: Shortlist, half: Sid
) -> None:
    base = f"/en/p/{process.public_id}"
    member = sign_in(client.application.test_client(), make_member(session, process, Role.COMMITTEE_MEMBER))
    for path in ("manage/shortlist", "manage/shortlist/decision"):
        page = member.get(f"{base}/{path}").text
        assert "Half of the circular city" in page, path
        assert "Not scored" in page, path
    choices = [*as_proposed(shortlist), Choice(half.public_id, is_kept=True, reason={"en": "It stands by itself"})]
    commands.decide(session, SYSTEM, process, shortlist, choices, version=shortlist.version)
    assert "split from another after the scoring" in client.get(f"{base}/selection/").text
