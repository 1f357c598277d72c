"""From the boards to the long list, and from the long list to the participants' ranking, without retyping."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.camp.models import Camp, Card, Operation
from cocreate.core import provenance
from cocreate.core.audit import AuditEntry
from cocreate.core.db import db
from cocreate.core.permissions import SYSTEM, Role
from cocreate.core.provenance import Relation
from cocreate.errors import Conflict, Invalid
from cocreate.process.models import Process
from cocreate.selection import commands, queries
from cocreate.selection.evidence import evidence_of
from cocreate.selection.harvest import Grouping, bundles_of
from cocreate.selection.models import RankingRound, Sid
from cocreate.selection.rules import CandidateKind, Dimension
from tests.conftest import csrf_token
from tests.factories.accounts import make_member, sign_in
from tests.factories.camp import FACILITATOR, do, guest, make_camp, make_card, make_seat, make_theme
from tests.factories.process import make_process
from tests.factories.selection import make_candidates


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def camp(session: Session, process: Process) -> Camp:
    return make_camp(session, process)


def tag(session: Session, card: Card, *tags: str) -> None:
    card.tags = list(tags)
    session.flush()


def test_a_stack_is_one_line_with_the_votes_and_themes_of_all_its_cards(
    session: Session, process: Process, camp: Camp
) -> None:
    board = camp.groups[0].board
    theme = make_theme(session, process)
    top, under = (
        make_card(session, board, "Repair hubs\nmore words"),
        make_card(session, board, themes=(theme.public_id,)),
    )
    alone = make_card(session, board, "Reuse")
    under.stack = top.public_id
    seat, _token = make_seat(session, camp)
    for card in (top, under):
        do(session, guest(seat), board, "vote", card=card.public_id)
    session.flush()
    first, second = bundles_of(session, camp)
    assert (first.title, first.votes, first.themes, len(first.cards)) == ("Repair hubs", 2, 1, 2)
    assert second.cards == (alone,)


def test_a_tag_gathers_cards_of_several_boards(session: Session, process: Process) -> None:
    camp = make_camp(session, process)
    cards = [make_card(session, group.board, f"Heat in {n}") for n, group in enumerate(camp.groups[:2])]
    for card in cards:
        tag(session, card, "heat")
    tag(session, make_card(session, camp.groups[0].board), "water", "heat")
    heat, water = bundles_of(session, camp, Grouping.TAGS)
    assert (heat.title, len(heat.cards), len(heat.groups)) == ("heat", 3, 2)
    assert (water.title, len(water.cards)) == ("water", 1)


def test_what_cannot_be_taken_up_is_not_offered(session: Session, process: Process, camp: Camp) -> None:
    board = camp.groups[0].board
    taken, gone, merged, private = (make_card(session, board, text) for text in ("taken", "gone", "merged", "private"))
    commands.promote_card(session, FACILITATOR, process, taken)
    do(session, FACILITATOR, board, "remove_card", card=gone.public_id)
    merged.went_into, private.is_private = ["elsewhere"], True
    session.flush()
    assert bundles_of(session, camp) == []


def test_a_pile_of_levers_is_proposed_as_a_lever(session: Session, process: Process, camp: Camp) -> None:
    card = make_card(session, camp.groups[0].board, zone="candidates")
    card.kind = "lever"
    session.flush()
    assert [bundle.kind for bundle in bundles_of(session, camp, zone_key="candidates")] == [CandidateKind.LEVER]
    assert bundles_of(session, camp, zone_key="market") == []


def test_several_cards_become_one_candidate_once_with_all_their_parents(
    session: Session, process: Process, camp: Camp
) -> None:
    board = camp.groups[0].board
    parent, first, second = (make_card(session, board, text) for text in ("parent", "first", "second"))
    provenance.link(
        session,
        SYSTEM,
        source=parent.ref,
        target=first.ref,
        relation=Relation.MERGED_FROM,
        process=process.public_id,
    )
    sid = commands.promote_cards(session, FACILITATOR, process, [first, second], title={"en": "Both"})
    again = commands.promote_cards(session, FACILITATOR, process, [first, second], title={"en": "Twice"})
    assert again.id == sid.id and sid.title == {"en": "Both"}
    assert first.is_promoted and second.is_promoted
    assert session.scalar(select(func.count()).where(Operation.kind == "promote")) == 2
    behind = [line.card.public_id for line in evidence_of(session, process, [sid])[sid.id].cards]
    assert set(behind) == {first.public_id, parent.public_id, second.public_id}
    verbs = session.scalars(select(AuditEntry.verb).where(AuditEntry.verb == "selection:candidate:promote")).all()
    assert len(verbs) == 1


def test_a_card_that_stands_behind_a_candidate_stays_there(session: Session, process: Process, camp: Camp) -> None:
    board = camp.groups[0].board
    old, new = make_card(session, board, "old"), make_card(session, board, "new")
    first = commands.promote_card(session, FACILITATOR, process, old)
    second = commands.promote_cards(session, FACILITATOR, process, [old, new])
    assert second.id != first.id
    behind = evidence_of(session, process, [first, second])
    assert [line.card.id for line in behind[first.id].cards] == [old.id]
    assert [line.card.id for line in behind[second.id].cards] == [new.id]


def test_cards_of_a_rehearsal_never_count(session: Session, process: Process, camp: Camp) -> None:
    card = make_card(session, camp.groups[0].board)
    camp.is_rehearsal = True
    session.flush()
    with pytest.raises(Conflict, match="rehearsal"):
        commands.promote_card(session, FACILITATOR, process, card)


def test_the_long_list_is_ranked_in_one_step_and_only_once(session: Session, process: Process, camp: Camp) -> None:
    sids = make_candidates(session, process)
    round_ = commands.rank_long_list(session, SYSTEM, process, camp)
    assert commands.rank_long_list(session, SYSTEM, process, camp).id == round_.id
    assert round_.state == "open"
    assert round_.shown == [sid.public_id for sid in sids]
    assert round_.dimensions == [dimension.value for dimension in Dimension]


def test_a_list_of_one_is_not_ranked(session: Session, process: Process, camp: Camp) -> None:
    make_candidates(session, process, "Alone")
    with pytest.raises(Invalid, match="needs_two"):
        commands.rank_long_list(session, SYSTEM, process, camp)


def facilitator(session: Session, client: FlaskClient, process: Process) -> FlaskClient:
    return sign_in(client, make_member(session, process, Role.FACILITATOR))


def keys_of(page: str) -> list[str]:
    return re.findall(r'name="pick" value="([^"]+)"', page)


def test_ticked_lines_become_candidates_with_the_titles_typed(
    session: Session, process: Process, camp: Camp, client: FlaskClient
) -> None:
    board = camp.groups[0].board
    for text in ("Repair hubs", "Urban farms", "Left out"):
        make_card(session, board, text, zone="candidates")
    db.session.commit()
    browser = facilitator(session, client, process)
    address = f"/en/p/{process.public_id}/manage/long-list/harvest"
    page = browser.get(address).text
    keys = dict(zip(re.findall(r"Take up “([^”]+)”", page), keys_of(page), strict=True))
    sent = {
        "csrf_token": csrf_token(page),
        "camp": camp.public_id,
        "by": "cards",
        "pick": [keys["Repair hubs"], keys["Urban farms"]],
        f"title-{keys['Repair hubs']}": "Circular repair",
        f"kind-{keys['Urban farms']}": "lever",
        "how": "each",
    }
    assert browser.post(address, data=sent).status_code == 303
    assert browser.post(address, data=sent).status_code == 422  # a second click finds nothing left to tick
    rows = session.scalars(select(Sid).order_by(Sid.id)).all()
    assert {(sid.title["en"], sid.kind) for sid in rows} == {("Circular repair", "sid"), ("Urban farms", "lever")}
    assert len(keys_of(browser.get(address).text)) == 1


def test_all_ticked_lines_become_one_and_a_refusal_keeps_what_was_typed(
    session: Session, process: Process, camp: Camp, client: FlaskClient
) -> None:
    cards = [make_card(session, camp.groups[0].board, text, zone="candidates") for text in ("Repair", "Reuse")]
    db.session.commit()
    browser = facilitator(session, client, process)
    address = f"/en/p/{process.public_id}/manage/long-list/harvest"
    page = browser.get(address).text
    names = keys_of(page)
    titles = {f"title-{name}": "Circular <b>life</b>" for name in names}
    sent = {"csrf_token": csrf_token(page), "camp": camp.public_id, "by": "cards", "how": "together", **titles}
    refused = browser.post(address, data=sent)
    assert refused.status_code == 422
    assert "Tick at least one" in refused.text and "Circular &lt;b&gt;life" in refused.text
    assert browser.post(address, data={**sent, "pick": names}).status_code == 303
    sid = session.scalars(select(Sid)).one()
    assert sid.title == {"en": "Circular <b>life</b>"}
    assert {line.card.id for line in evidence_of(session, process, [sid])[sid.id].cards} == {card.id for card in cards}


def test_from_the_long_list_to_the_live_result_and_the_people_of_the_camp_are_told(
    session: Session, process: Process, camp: Camp, client: FlaskClient
) -> None:
    sids = make_candidates(session, process, "Repair", "Reuse", "Rent")
    seats = [make_seat(session, camp, helix=helix) for helix in ("business", "business", "research")]
    db.session.commit()
    browser = facilitator(session, client.application.test_client(), process)
    page = browser.get(f"/en/p/{process.public_id}/manage/long-list").text
    opened = browser.post(
        f"/en/p/{process.public_id}/manage/long-list/rank",
        data={"csrf_token": csrf_token(page), "camp": camp.public_id},
        follow_redirects=True,
    )
    assert "The ranking so far" in opened.text and "of 3 seats" in opened.text
    round_ = session.scalars(select(RankingRound)).one()
    guest_page = client.application.test_client()
    assert guest_page.get(f"/en/seat/{seats[0][1]}").status_code in (200, 302, 303)
    for seat, _token in seats:
        order = [[sid.public_id] for sid in sids]
        commands.cast_ballot(session, guest(seat), process, round_, seat, Dimension.IMPACT.value, order)
    db.session.commit()
    live = browser.get(f"/en/p/{process.public_id}/manage/rankings/{round_.public_id}/so-far").text
    assert re.search(r"3\s*</", live) and "people have ranked" in live
    closed = client.application.test_client().get(f"/en/p/{process.public_id}/selection/rankings/{round_.public_id}")
    assert "people have ranked" not in closed.text
    assert queries.open_round_of(session, camp) is not None
