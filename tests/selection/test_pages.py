"""The selection as people meet it: pages, refusals that lose nothing, and who sees what when."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.core.db import db
from cocreate.core.permissions import SYSTEM, Actor, Role
from cocreate.process.models import Process
from cocreate.process.rules import PhaseKind
from cocreate.selection import commands, queries
from cocreate.selection.models import RankingBallot, Score, Sid
from cocreate.selection.record.queries import open_record
from tests.conftest import csrf_token
from tests.factories.accounts import make_member, sign_in
from tests.factories.camp import make_camp, make_card, make_seat, make_theme
from tests.factories.process import close_phase, make_process
from tests.factories.selection import (
    CARRIED,
    ORGANISER,
    as_proposed,
    make_candidates,
    make_round,
    make_scoring,
    make_shortlist,
    score_all,
)
from tests.reading import fields_of

EMOJI_AND_RTL = "👩🏽‍🔬 والعدالة <script>alert(1)</script>"


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def base(process: Process) -> str:
    return f"/en/p/{process.public_id}"


def browser_of(session: Session, client: FlaskClient, process: Process, role: Role) -> FlaskClient:
    """A browser in which somebody with this role is signed in."""
    return sign_in(client.application.test_client(), make_member(session, process, role))


def take_seat(client: FlaskClient, token: str) -> FlaskClient:
    """Open a personal link and sit down."""
    address = f"/en/seat/{token}"
    assert client.submit(address).status_code in (302, 303)
    return client


def test_a_facilitator_makes_a_card_a_candidate_and_the_card_shows_it(
    session: Session, client: FlaskClient, process: Process, base: str
) -> None:
    board = make_camp(session, process).groups[0].board
    theme = make_theme(session, process)
    card = make_card(session, board, f"Repair hubs {EMOJI_AND_RTL}", themes=(theme.public_id,))
    facilitator = browser_of(session, client, process, Role.FACILITATOR)
    address = f"{base}/manage/long-list/promote?card={card.public_id}"
    page = facilitator.get(address).text
    assert "Repair cafés" in page
    assert "<script>alert" not in page
    data = {"card": card.public_id, "into": "", "kind": "sid", "title-en": "", "title-fr": ""}
    refused = facilitator.submit(address, data, to=f"{base}/manage/long-list/promote")
    assert refused.status_code == 422
    for title in ("Circular city", "Sent twice"):
        done = facilitator.post(
            f"{base}/manage/long-list/promote", data={**data, "title-en": title, "csrf_token": csrf_token(page)}
        )
        assert done.status_code in (302, 303)
    session.refresh(card)
    assert card.is_promoted
    assert [sid.title for sid in queries.candidates(session, process)] == [{"en": "Circular city"}]


def test_participants_do_not_promote(session: Session, client: FlaskClient, process: Process, base: str) -> None:
    card = make_card(session, make_camp(session, process).groups[0].board)
    guest = browser_of(session, client, process, Role.PARTICIPANT)
    assert guest.get(f"{base}/manage/long-list/promote?card={card.public_id}").status_code == 403
    assert guest.get(f"{base}/manage/long-list").status_code == 403


def test_a_candidate_with_too_much_text_comes_back_with_everything_typed(
    session: Session, client: FlaskClient, process: Process, base: str
) -> None:
    organiser = browser_of(session, client, process, Role.ORGANISER)
    typed = {"title-nl": EMOJI_AND_RTL, "description-en": "x" * 1_000_000, "kind": "lever", "token": "form1"}
    refused = organiser.submit(f"{base}/manage/long-list/new", typed)
    assert refused.status_code == 422
    assert "too long" in refused.text
    assert "👩🏽‍🔬 والعدالة &lt;script&gt;" in refused.text
    assert "x" * 1_000_000 in refused.text
    typed["description-en"], typed["sub_domains-en"], typed["sub_domains-fr"] = "Short", "Repair\nReuse", "Réparer"
    for _ in range(2):
        assert organiser.submit(f"{base}/manage/long-list/new", typed).status_code == 303
    (sid,) = queries.candidates(session, process)
    assert sid.sub_domains == [{"en": "Repair", "fr": "Réparer"}, {"en": "Reuse"}]
    assert sid.kind == "lever"


def test_a_stale_description_is_shown_again_and_saved_only_on_purpose(
    session: Session, client: FlaskClient, process: Process, base: str
) -> None:
    sid = make_candidates(session, process)[0]
    organiser = browser_of(session, client, process, Role.ORGANISER)
    address = f"{base}/manage/long-list/{sid.public_id}"
    typed = {"kind": "sid", "title-en": "Mine", "version": str(sid.version)}
    assert organiser.submit(address, {**typed, "title-en": "Theirs"}).status_code == 303
    stale = organiser.submit(address, typed)
    assert stale.status_code == 409
    assert 'value="Mine"' in stale.text
    typed["version"] = fields_of(stale.text)["version"]
    assert organiser.submit(address, typed).status_code == 303
    assert db.session.get_one(Sid, sid.id).title == {"en": "Mine"}


def test_candidates_are_moved_merged_withdrawn_with_a_reason_and_brought_back(
    session: Session, client: FlaskClient, process: Process, base: str
) -> None:
    first, second, third = make_candidates(session, process, "A", "B", "C")
    first.sub_domains = [{"en": "Repair"}]
    organiser = browser_of(session, client, process, Role.ORGANISER)
    long_list, page = f"{base}/manage/long-list", f"{base}/manage/long-list/{first.public_id}"
    assert organiser.submit(page, {}, to=f"{page}/move").status_code == 303
    assert [sid.id for sid in queries.candidates(session, process)] == [second.id, first.id, third.id]
    silent = organiser.submit(page, {"reason": " "}, to=f"{page}/withdraw")
    assert silent.status_code == 422
    assert "Please say why" in silent.text
    assert "Repair</textarea>" in silent.text
    assert organiser.submit(page, {"reason": "Outside our powers"}, to=f"{page}/withdraw").status_code == 303
    assert "Outside our powers" in organiser.get(long_list).text
    assert organiser.submit(page, {}, to=f"{page}/restore").status_code == 303
    merge = f"{long_list}/merge?sid={first.public_id}&sid={third.public_id}"
    typed = {
        "sid": [first.public_id, third.public_id],
        "kind": "sid",
        "token": "once",
        "title-fr": "Ensemble",
        "reason": "Alike",
    }
    for missing in ("title-fr", "reason"):
        assert organiser.submit(merge, {**typed, missing: ""}, to=f"{long_list}/merge").status_code == 422
    assert organiser.submit(merge, typed, to=f"{long_list}/merge").status_code == 303
    assert [sid.title for sid in queries.candidates(session, process)] == [second.title, {"fr": "Ensemble"}]


def test_a_guest_ranks_on_one_page_changes_it_and_sees_the_receipt(
    session: Session, client: FlaskClient, process: Process, base: str
) -> None:
    a, b, c = make_candidates(session, process, "A", "B", "C")
    round_ = make_round(session, process)
    seat, token = make_seat(session, round_.camp, helix="citizen")
    guest = take_seat(client, token)
    address = f"{base}/selection/rankings/{round_.public_id}"
    empty = guest.submit(address, {})
    assert empty.status_code == 422
    assert "at least one candidate" in empty.text
    typed = {
        f"rank-impact-{a.public_id}": "2",
        f"rank-impact-{b.public_id}": "1",
        f"rank-prosperity-{c.public_id}": "1",
    }
    for _ in range(2):
        assert guest.submit(address, typed).headers["Location"].endswith("/sent")
    assert session.scalar(select(func.count()).select_from(RankingBallot)) == 2
    receipt = guest.get(f"{address}/sent").text
    assert receipt.index(">B<") < receipt.index(">A<")
    assert "1 other candidate stands behind these" in receipt
    commands.close_round(session, ORGANISER, process, round_)
    late = guest.post(address, data={**typed, f"rank-impact-{a.public_id}": "3", "csrf_token": csrf_token(empty.text)})
    assert late.status_code == 409
    assert re.search(rf'id="rank-impact-{a.public_id}".*?value="3" selected', late.text, re.S)
    assert queries.ballots_of(session, round_, Actor(), seat.id)["impact"].order == [[b.public_id], [a.public_id]]


def test_results_of_a_handful_of_people_are_for_insiders_only(
    session: Session, client: FlaskClient, process: Process, base: str
) -> None:
    make_candidates(session, process, "A", "B", "C")
    round_ = make_round(session, process)
    seats = [make_seat(session, round_.camp, helix="business")[0] for _ in range(3)]
    rows = [(seat, "impact", [[round_.shown[0]]]) for seat in seats]
    commands.cast_ballots(session, ORGANISER, process, round_, rows)
    commands.close_round(session, ORGANISER, process, round_)
    address = f"{base}/selection/rankings/{round_.public_id}"
    public = client.get(address).text
    assert "Too few people ranked" in public
    assert '<svg class="chart chart--bars' not in public
    inside = browser_of(session, client, process, Role.COMMITTEE_MEMBER).get(address).text
    assert "Only insiders see this dimension" in inside


def test_strangers_do_not_rank_and_a_round_in_preparation_is_not_theirs(
    session: Session, client: FlaskClient, process: Process, base: str
) -> None:
    make_candidates(session, process)
    round_ = make_round(session, process, is_open=False)
    address = f"{base}/selection/rankings/{round_.public_id}"
    assert client.get(address).status_code == 404
    commands.open_round(session, ORGANISER, process, round_)
    page = client.get(address)
    assert "open your personal link" in page.text
    assert client.post(address, data={"csrf_token": csrf_token(page.text)}).status_code in (302, 403)
    assert session.scalar(select(func.count()).select_from(RankingBallot)) == 0


def test_a_member_saves_some_marks_and_sees_only_the_own_ones(
    session: Session, client: FlaskClient, process: Process, base: str
) -> None:
    criteria = make_scoring(session, process)
    other = make_member(session, process, Role.COMMITTEE_MEMBER, name="Other")
    score_all(session, process, criteria, {other.id: [1, 1, 1, 1, 1]})
    sid = queries.candidates(session, process)[0]
    member = browser_of(session, client, process, Role.COMMITTEE_MEMBER)
    address = f"{base}/selection/scores/{sid.public_id}"
    page = member.get(address).text
    assert " checked" not in page.split("criterion__fields", 1)[1]
    first, second = (criterion.public_id for criterion in criteria.criteria[:2])
    typed = {f"mark-{first}": "4", f"reason-{first}": EMOJI_AND_RTL, f"mark-{second}": "none", "then": "next"}
    done = member.submit(address, typed)
    assert done.headers["Location"].endswith(queries.candidates(session, process)[1].public_id)
    again = member.get(address).text
    assert fields_of(again)[f"mark-{first}"] == "4"
    assert fields_of(again)[f"mark-{second}"] == "none"
    assert "👩🏽‍🔬" in again
    assert "<script>alert" not in again
    assert "2 of 4 marks" in member.get(f"{base}/selection/scores").text


def test_a_reason_of_a_megabyte_or_without_a_mark_comes_back_as_typed(
    session: Session, client: FlaskClient, process: Process, base: str
) -> None:
    criteria = make_scoring(session, process)
    sid, first = queries.candidates(session, process)[0], criteria.criteria[0].public_id
    member = browser_of(session, client, process, Role.COMMITTEE_MEMBER)
    address = f"{base}/selection/scores/{sid.public_id}"
    long = member.submit(address, {f"mark-{first}": "3", f"reason-{first}": "y" * 1_000_000})
    assert long.status_code == 422
    assert "y" * 1_000_000 in long.text
    assert fields_of(long.text)[f"mark-{first}"] == "3"
    lonely = member.submit(address, {f"reason-{first}": "Because"})
    assert lonely.status_code == 422
    assert ">Because<" in lonely.text or "Because</textarea>" in lonely.text
    assert member.submit(address, {f"mark-{first}": "9"}).status_code == 422
    assert session.scalar(select(func.count()).select_from(Score)) == 0


def test_the_organiser_sees_how_far_members_are_but_no_mark_before_the_closing(
    session: Session, client: FlaskClient, process: Process, base: str
) -> None:
    criteria = make_scoring(session, process)
    member = make_member(session, process, Role.COMMITTEE_MEMBER, name="Marta")
    score_all(session, process, criteria, {member.id: [4, 3, 2, 1, 0]})
    organiser = browser_of(session, client, process, Role.ORGANISER)
    page = organiser.get(f"{base}/manage/criteria").text
    assert "Marta" in page
    assert "20 of 20" in page
    assert "Nothing is proposed yet" in organiser.get(f"{base}/manage/shortlist").text
    assert organiser.get(f"{base}/selection/scores").status_code == 403
    assert organiser.submit(f"{base}/manage/criteria", to=f"{base}/manage/scoring/close").status_code == 303
    page = organiser.get(f"{base}/manage/shortlist").text
    assert "Marta" in page
    assert "Proposed" in page


def test_weights_that_do_not_add_up_come_back_as_typed(
    session: Session, client: FlaskClient, process: Process, base: str
) -> None:
    organiser = browser_of(session, client, process, Role.ORGANISER)
    organiser.submit(f"{base}/manage/criteria", to=f"{base}/manage/criteria/start")
    page = organiser.get(f"{base}/manage/criteria").text
    typed = {**fields_of(page), "weight-link": "40"}
    refused = organiser.post(f"{base}/manage/criteria/weights", data=typed)
    assert refused.status_code == 422
    assert "they add up to 115" in refused.text
    assert fields_of(refused.text)["weight-link"] == "40"
    saved = organiser.post(f"{base}/manage/criteria/weights", data={**typed, "weight-market": "10"})
    assert saved.status_code == 303
    criteria = queries.criteria_of(session, process)
    assert criteria is not None
    assert [criterion.weight for criterion in criteria.criteria] == [40, 10, 25, 25]


def test_nobody_scores_outside_the_phase_of_the_selection(
    session: Session, client: FlaskClient, process: Process, base: str
) -> None:
    criteria = make_scoring(session, process)
    sid = queries.candidates(session, process)[0]
    member = browser_of(session, client, process, Role.COMMITTEE_MEMBER)
    address = f"{base}/selection/scores/{sid.public_id}"
    token = csrf_token(member.get(address).text)
    close_phase(session, process, PhaseKind.SELECTION)
    late = member.post(address, data={f"mark-{criteria.criteria[0].public_id}": "3", "csrf_token": token})
    assert late.status_code == 409


def test_a_decision_without_its_reason_comes_back_as_typed_and_is_published_with_it(
    session: Session, client: FlaskClient, process: Process, base: str
) -> None:
    shortlist = make_shortlist(session, process)
    order = shortlist.proposal["order"]
    member = browser_of(session, client, process, Role.COMMITTEE_MEMBER)
    address = f"{base}/manage/shortlist/decision"
    typed = fields_of(member.get(address).text)
    assert [typed[f"keep-{key}"] for key in order] == ["yes", "yes", "no", "no", "no"]
    typed |= {
        f"keep-{order[2]}": "yes",
        f"position-{order[2]}": "1",
        f"final_title-{order[2]}-fr": "Alimentation saine",
        "then": "record",
    }
    refused = member.post(address, data=typed)
    assert refused.status_code == 422
    assert "please write why" in refused.text
    assert "Another candidate has the same place" in refused.text
    assert fields_of(refused.text)[f"final_title-{order[2]}-fr"] == "Alimentation saine"
    assert fields_of(refused.text)[f"keep-{order[2]}"] == "yes"
    assert client.get(f"{base}/selection/").text.count("Alimentation") == 0
    typed = fields_of(refused.text) | {f"reason-{order[2]}-en": EMOJI_AND_RTL, "then": "record"}
    typed |= {f"position-{order[0]}": "3", f"position-{order[1]}": "2"}
    assert member.post(address, data=typed).location.endswith("/manage/shortlist/record")
    assert client.get(f"{base}/selection/").text.count("Alimentation") == 0
    commands.draw_up(session, SYSTEM, process, shortlist, CARRIED, version=shortlist.version, signatures_needed=0)
    record = open_record(session, shortlist)
    assert record is not None
    commands.publish(session, ORGANISER, process, shortlist, record)
    public = client.get(f"{base}/selection/").text
    assert "Decided by the steering committee" in public
    assert "kept against the proposal" in public
    assert "👩🏽‍🔬 والعدالة &lt;script&gt;" in public
    assert queries.shortlisted(session, process)[0].sid.public_id == order[2]
    changed = member.post(address, data=typed | {f"keep-{order[0]}": "no", f"reason-{order[0]}-en": "No"})
    assert changed.status_code == 409
    assert "final" in changed.text


def test_a_draft_waits_and_another_sheet_does_not_overwrite_it(
    session: Session, client: FlaskClient, process: Process, base: str
) -> None:
    shortlist = make_shortlist(session, process)
    key = shortlist.proposal["order"][0]
    address = f"{base}/manage/shortlist/decision"
    first, second = (browser_of(session, client, process, role) for role in (Role.ORGANISER, Role.COMMITTEE_MEMBER))
    typed = fields_of(first.get(address).text)
    theirs = fields_of(second.get(address).text)
    assert first.post(address, data=typed | {f"reason-{key}-nl": "Halve zin", "then": "draft"}).status_code == 303
    assert "Halve zin" in first.get(address).text
    stale = second.post(address, data=theirs | {f"reason-{key}-nl": "Autre", "then": "draft"})
    assert stale.status_code == 409
    assert "Autre" in stale.text
    assert "Halve zin" not in client.get(f"{base}/selection/").text


def test_a_reason_of_a_megabyte_does_not_lose_the_decision(
    session: Session, client: FlaskClient, process: Process, base: str
) -> None:
    shortlist = make_shortlist(session, process)
    key = shortlist.proposal["order"][0]
    member = browser_of(session, client, process, Role.COMMITTEE_MEMBER)
    address = f"{base}/manage/shortlist/decision"
    typed = fields_of(member.get(address).text) | {f"reason-{key}-en": "z" * 1_000_000, "then": "record"}
    refused = member.post(address, data=typed)
    assert refused.status_code == 422
    assert "z" * 1_000_000 in refused.text


def test_before_the_decision_the_public_sees_the_rules_and_no_candidate(
    session: Session, client: FlaskClient, process: Process, base: str
) -> None:
    make_shortlist(session, process)
    page = client.get(f"{base}/selection/").text
    assert "Link with the societal challenges" in page
    assert "Circular city" not in page
    assert client.get(f"{base}/manage/shortlist").status_code == 302


@pytest.mark.parametrize("language", ["nl", "fr", "en", "de"])
def test_every_page_opens_in_every_language(
    session: Session, client: FlaskClient, process: Process, language: str
) -> None:
    camp = make_camp(session, process)
    card = make_card(session, camp.groups[0].board)
    make_candidates(session, process)
    round_ = make_round(session, process, camp=camp)
    commands.close_round(session, ORGANISER, process, round_)
    shortlist = make_shortlist(session, process)
    criteria = queries.criteria_of(session, process)
    assert criteria is not None
    sid = queries.candidates(session, process)[0].public_id
    organiser, member = (browser_of(session, client, process, r) for r in (Role.ORGANISER, Role.COMMITTEE_MEMBER))
    base = f"/{language}/p/{process.public_id}"
    for path in (
        "long-list",
        f"long-list/{sid}",
        "long-list/new",
        f"long-list/promote?card={card.public_id}",
        "rankings",
        "criteria",
        f"criteria/{criteria.criteria[0].public_id}",
        "shortlist",
        "shortlist/decision",
    ):
        assert organiser.get(f"{base}/manage/{path}").status_code == 200, path
    for path in ("", f"rankings/{round_.public_id}", "scores", f"scores/{sid}"):
        assert member.get(f"{base}/selection/{path}").status_code == 200, path
    commands.decide(session, ORGANISER, process, shortlist, as_proposed(shortlist), version=shortlist.version)
    assert client.get(f"{base}/selection/").status_code == 200
