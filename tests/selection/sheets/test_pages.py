"""The score sheet and the pages around it as people meet them: what is seen by whom, and what comes back as typed."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.models import User
from cocreate.core.permissions import Role
from cocreate.process.models import Evidence, Process
from cocreate.selection import commands, queries
from cocreate.selection.models import CriteriaSet, Score
from cocreate.selection.sheets import queries as reads
from tests.factories.accounts import make_member, sign_in
from tests.factories.camp import make_camp, make_card, make_theme
from tests.factories.process import make_process
from tests.factories.selection import ORGANISER, as_proposed, make_scoring, score_all
from tests.reading import fields_of

LINE = [4, 3, 2, 1, 0]
SECRET = "Ask Jan about the patents 🤫"


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def base(process: Process) -> str:
    return f"/en/p/{process.public_id}"


@pytest.fixture
def criteria(session: Session, process: Process) -> CriteriaSet:
    return make_scoring(session, process, shortlist_size=2)


@pytest.fixture
def mia(session: Session, process: Process) -> User:
    return make_member(session, process, Role.COMMITTEE_MEMBER, name="Mia")


def browser(client: FlaskClient, user: User) -> FlaskClient:
    return sign_in(client.application.test_client(), user)


def organiser_of(session: Session, client: FlaskClient, process: Process) -> FlaskClient:
    return browser(client, make_member(session, process, Role.ORGANISER))


def test_a_sheet_keeps_confidence_evidence_and_a_note_that_only_its_author_sees(
    session: Session, client: FlaskClient, process: Process, base: str, criteria: CriteriaSet, mia: User
) -> None:
    sid, first = queries.candidates(session, process)[0], criteria.criteria[0].public_id
    theme = make_theme(session, process, "Repair cafés")
    card = make_card(session, make_camp(session, process).groups[0].board, "Repair hubs", themes=(theme.public_id,))
    commands.promote_card(session, ORGANISER, process, card, into=sid)
    known = {"kind": "indicator", "title": {"en": "Jobs in repair"}, "created_at": clock.now()}
    session.add(Evidence(process_id=process.id, **known))
    session.commit()
    member, address = browser(client, mia), f"{base}/selection/scores/{sid.public_id}"
    offered = member.get(address).text
    assert "Repair hubs" in offered and "Jobs in repair" in offered
    typed = {f"mark-{first}": "3", f"confidence-{first}": "high", f"reason-{first}": "Strong", f"note-{first}": SECRET}
    typed[f"evidence-{first}"] = f"card:{card.public_id}"
    assert member.submit(address, typed).status_code == 303
    again = member.get(address).text
    assert SECRET in again
    shown = fields_of(again)
    assert (shown[f"confidence-{first}"], shown[f"evidence-{first}"]) == ("high", f"card:{card.public_id}")
    assert member.submit(address, typed | {f"evidence-{first}": "card:elsewhere"}).status_code == 422
    score_all(session, process, criteria, {make_member(session, process, Role.COMMITTEE_MEMBER).id: LINE})
    commands.close_scoring(session, ORGANISER, process, criteria)
    session.commit()
    pages = ["manage/shortlist", "manage/scoring", "manage/scoring/leanings", "manage/criteria", "manage/conflicts"]
    organiser = organiser_of(session, client, process)
    told = "".join(organiser.get(f"{base}/{page}").text for page in pages)
    assert "Strong" in told and "Repair hubs" in told and "confidence: high" in told
    assert "patents" not in told


def test_a_confidence_without_a_mark_comes_back_with_everything_typed(
    session: Session, client: FlaskClient, process: Process, base: str, criteria: CriteriaSet, mia: User
) -> None:
    sid, (first, second, *_rest) = queries.candidates(session, process)[0], criteria.criteria
    member, address = browser(client, mia), f"{base}/selection/scores/{sid.public_id}"
    typed = {f"confidence-{first.public_id}": "low", f"note-{second.public_id}": SECRET}
    refused = member.submit(address, typed)
    assert refused.status_code == 422
    assert "Choose a mark for your reason to belong to" in refused.text
    assert SECRET in refused.text and fields_of(refused.text)[f"confidence-{first.public_id}"] == "low"
    assert session.scalars(select(Score)).all() == []


def test_a_member_declares_a_conflict_judges_no_more_and_takes_it_back(
    session: Session, client: FlaskClient, process: Process, base: str, criteria: CriteriaSet, mia: User
) -> None:
    sid, first = queries.candidates(session, process)[0], criteria.criteria[0].public_id
    member, address = browser(client, mia), f"{base}/selection/scores/{sid.public_id}"
    empty = member.submit(address, {"words": "My employer"}, to=f"{address}/conflict")
    assert empty.status_code == 422
    assert "My employer" in empty.text and "Please choose one of the answers" in empty.text
    declared = member.submit(address, {"kind": "employed", "words": "My employer"}, to=f"{address}/conflict")
    assert declared.status_code == 303
    page = member.get(address).text
    assert "You have a conflict of interest" in page and f"mark-{first}" not in page
    assert member.submit(address, {f"mark-{first}": "4"}).status_code == 403
    assert "conflict of interest" in member.get(f"{base}/selection/scores").text
    told = organiser_of(session, client, process).get(f"{base}/manage/conflicts").text
    assert "Mia" in told and "My employer" in told and "by the member" in told
    assert member.submit(address, to=f"{address}/conflict/end").status_code == 303
    assert f"mark-{first}" in member.get(address).text


def test_an_organiser_declares_one_for_a_member_and_settles_what_the_record_says(
    session: Session, client: FlaskClient, process: Process, base: str, mia: User
) -> None:
    criteria = make_scoring(session, process, shortlist_size=2)
    sid = queries.candidates(session, process)[0]
    organiser = organiser_of(session, client, process)
    typed = {"member": mia.public_id, "candidate": sid.public_id, "kind": "author", "words": "Wrote it"}
    address = f"{base}/manage/conflicts"
    assert organiser.submit(address, typed | {"member": "nobody"}).status_code == 422
    assert organiser.submit(address, typed).status_code == 303
    page = organiser.get(address).text
    assert "Wrote it" in page and "by an organiser" in page
    assert "This was settled before scoring opened" in page
    late = organiser.submit(address, {"rule": "names", "version": str(criteria.version)}, to=f"{address}/rule")
    assert late.status_code == 409
    (row,) = reads.conflicts_listed(session, process)
    own = browser(client, mia).get(f"{base}/selection/scores/{sid.public_id}").text
    assert "An organiser declared it for you" in own and "take it back" not in own
    assert organiser.submit(address, to=f"{address}/{row.public_id}/end").status_code == 303
    assert "None was declared" in organiser.get(address).text


def test_an_incomplete_sheet_is_not_handed_in_and_says_what_is_missing(
    session: Session, client: FlaskClient, process: Process, base: str, criteria: CriteriaSet, mia: User
) -> None:
    member, sheet = browser(client, mia), f"{base}/selection/scores"
    refused = member.submit(sheet, to=f"{base}/selection/sheet/hand-in")
    assert refused.status_code == 422
    assert "something is still missing: 5" in refused.text
    score_all(session, process, criteria, {mia.id: LINE})
    session.commit()
    assert member.submit(sheet, to=f"{base}/selection/sheet/hand-in").status_code == 303
    assert "Your sheet is handed in" in member.get(sheet).text
    assert "handed in" in organiser_of(session, client, process).get(f"{base}/manage/criteria").text
    assert member.submit(sheet, to=f"{base}/selection/sheet/take-back").status_code == 303
    assert "Hand in my sheet" in member.get(sheet).text


def test_a_second_round_shows_the_own_marks_and_then_what_moved(
    session: Session, client: FlaskClient, process: Process, base: str, criteria: CriteriaSet, mia: User
) -> None:
    other = make_member(session, process, Role.COMMITTEE_MEMBER, name="Otto")
    score_all(session, process, criteria, {mia.id: LINE, other.id: LINE})
    shortlist = commands.close_scoring(session, ORGANISER, process, criteria, seed=1)
    session.commit()
    organiser, address = organiser_of(session, client, process), f"{base}/manage/scoring"
    without = organiser.submit(address, {"form_id": "a" * 12}, to=f"{address}/again")
    assert without.status_code == 422
    typed = fields_of(organiser.get(address).text) | {"purpose-en": "The dossiers were discussed."}
    for _ in range(2):  # a double click
        assert organiser.post(f"{address}/again", data=typed).status_code == 303
    assert len(reads.rounds_of(session, criteria)) == 2
    sid = queries.candidates(session, process)[4]
    member, sheet = browser(client, mia), f"{base}/selection/scores/{sid.public_id}"
    page = member.get(sheet).text
    assert "In round 1 you gave: 0." in page and "The committee’s mean was 0.0." in page
    assert "The dossiers were discussed." in member.get(f"{base}/selection/scores").text
    marks = {f"mark-{criterion.public_id}": "4" for criterion in criteria.criteria}
    assert member.submit(sheet, marks).status_code == 303
    assert organiser.submit(f"{base}/manage/criteria", to=f"{base}/manage/scoring/close").status_code == 303
    told = organiser.get(address).text
    assert "From round 1 to round 2" in told
    assert "1 of 2 members changed a mark: 4 went up and 0 down, of 40 given in both rounds." in told
    assert "0.0 → 50.0" in told and "+50.00" in told
    session.refresh(shortlist)
    commands.decide(session, ORGANISER, process, shortlist, as_proposed(shortlist), version=shortlist.version)
    session.commit()
    public = client.get(f"{base}/selection/").text
    assert "0.0 → 50.0" in public and "The dossiers were discussed." in public
    assert "Mia" not in public and "Otto" not in public


def test_the_own_place_among_strict_and_mild_is_marked_and_nobody_is_named(
    session: Session, client: FlaskClient, process: Process, base: str, criteria: CriteriaSet, mia: User
) -> None:
    member, address = browser(client, mia), f"{base}/manage/scoring/leanings"
    assert "Nothing to see before scoring closes" in member.get(address).text
    others = [make_member(session, process, Role.COMMITTEE_MEMBER, name=f"Otto {n}") for n in range(3)]
    score_all(session, process, criteria, {mia.id: [1, 1, 1, 0, 0]} | {each.id: [3, 3, 3, 2, 2] for each in others})
    commands.close_scoring(session, ORGANISER, process, criteria)
    session.commit()
    page = member.get(address).text
    assert "You (member 1)" in page and "stricter than the others" in page
    assert "Otto" not in page
    assert "You (member" not in organiser_of(session, client, process).get(address).text
    observer = browser(client, make_member(session, process, Role.OBSERVER))
    assert observer.get(address).status_code == 403
    assert observer.get(f"{base}/manage/conflicts").status_code == 403


@pytest.mark.parametrize("rule", ["count", "names"])
def test_the_record_names_a_conflict_only_where_that_was_settled(
    session: Session, client: FlaskClient, process: Process, base: str, criteria: CriteriaSet, mia: User, rule: str
) -> None:
    criteria.conflict_rule = rule
    other = make_member(session, process, Role.COMMITTEE_MEMBER)
    sid = queries.candidates(session, process)[0]
    member, address = browser(client, mia), f"{base}/selection/scores/{sid.public_id}"
    session.commit()
    member.submit(address, {"kind": "money", "words": "Shares"}, to=f"{address}/conflict")
    score_all(session, process, criteria, {other.id: LINE})
    shortlist = commands.close_scoring(session, ORGANISER, process, criteria, seed=1)
    commands.decide(session, ORGANISER, process, shortlist, as_proposed(shortlist), version=shortlist.version)
    session.commit()
    public = client.get(f"{base}/selection/").text
    assert "1 time a member did not judge a candidate" in public
    assert ("Mia" in public) == (rule == "names")
    assert "Shares" not in public
