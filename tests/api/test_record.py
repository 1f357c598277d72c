"""Programs read the people, what became of contributions, news, documents and cards; and add a card."""

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.api.rules import Scope
from cocreate.camp.models import Card
from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import SYSTEM, Role
from cocreate.directory.rules import Purpose
from cocreate.public.documents import commands as documents
from cocreate.public.fates import commands as fates
from cocreate.public.fates.rules import Act
from cocreate.public.news import commands as news
from cocreate.public.news.commands import NewsTold
from cocreate.public.population import Attribute, PopulationTold, set_population
from cocreate.selection import commands as selection
from cocreate.themes import commands as themes
from cocreate.themes.rules import Belonging
from tests.factories.accounts import make_member
from tests.factories.api import make_token, program
from tests.factories.camp import make_camp, make_card
from tests.factories.directory import make_person
from tests.factories.process import make_organisation, make_process
from tests.factories.themes import read_consultation


def test_the_directory_is_for_the_team_and_experts_for_everybody(app: Flask, session: Session) -> None:
    process = make_process(session)
    ada = make_person(session, process, name="Ada", email="ada@example.org", agrees=(Purpose.EXPERT,), phone="0470")
    ben = make_person(session, process, name="Ben", helix="business", gender="man", help_needed="A lift")
    make_person(session, make_process(session, organisation=make_organisation(session, "other")), name="Zoe")
    organiser = make_token(session, make_member(session, process, Role.ORGANISER))
    analyst = make_token(session, make_member(session, process, Role.ANALYST))
    path = f"/processes/{process.public_id}"
    asks = program(app, organiser)
    first = asks.get(f"{path}/people", query_string={"limit": 1}).json
    assert [row["name"] for row in first["items"]] == ["Ada"] and first["next"] == ada.public_id
    (told,) = asks.get(f"{path}/people", query_string={"after": first["next"]}).json["items"]
    assert (told["id"], told["email"], told["standing"], told["agrees_to"]) == (ben.public_id, ben.email, "none", [])
    one = asks.get(f"{path}/people/{ada.public_id}")
    assert one.json["agrees_to"] == ["expert"] and "0470" not in one.text and "A lift" not in one.text
    assert [r["name"] for r in asks.get(f"{path}/people", query_string={"helix": "business"}).json["items"]] == ["Ben"]
    for other in (program(app, analyst), program(app)):
        assert other.get(f"{path}/people").status_code in (401, 403)
        assert other.get(f"{path}/people/{ada.public_id}").status_code in (401, 403)
    (expert,) = program(app).get(f"{path}/experts").json["items"]
    assert expert["name"] == "Ada" and "email" not in expert


def test_the_sums_of_the_fates_are_all_contributions_and_the_chain_leads_on(app: Flask, session: Session) -> None:
    consultation, (first, second, _third) = read_consultation(session)
    process = consultation.process
    themes.accept_theme(session, SYSTEM, process, first, belongs_to=Belonging.NEW, version=first.version)
    themes.reject_theme(session, SYSTEM, process, second, reason="Too wide", version=second.version)
    fates.reply_to_theme(session, SYSTEM, process, fates.Told(Act.REPLY, {"en": "Yes"}), first)
    consultation.results_rule = "live"
    board = make_camp(session, process).groups[0].board
    card = make_card(session, board, "Night buses", themes=(first.public_id,))
    sid = selection.promote_card(session, SYSTEM, process, card, title={"en": "Night mobility"})
    session.commit()
    path = f"/processes/{process.public_id}"
    told = program(app).get(f"{path}/fates").json
    assert told["contributions"] == sum(row["contributions"] for row in told["fates"])
    kept = next(row for row in told["fates"] if (row["source"], row["fate"]) == ("answer", "kept"))
    assert kept["contributions"] == first.size
    assert told["out_of_scope"] == [{"reason": "theme_rejected", "contributions": second.size}]
    assert None in {row["contributions"] for row in told["by_helix"]}, "small groups are hidden"
    chain = program(app).get(f"{path}/chain", query_string={"at": f"sid-{sid.public_id}"}).json
    assert {(one["type"], one["id"]) for one in chain["things"]} == {
        ("theme", first.public_id),
        ("card", card.public_id),
        ("sid", sid.public_id),
    }
    assert [one["answers"] for one in chain["things"] if one["type"] == "theme"] == [None], "six of five families"
    assert {"source": f"card-{card.public_id}", "target": f"sid-{sid.public_id}"} in chain["steps"]
    assert program(app).get(f"{path}/chain", query_string={"at": "sid-nothing"}).status_code == 404


def test_news_documents_and_the_population_are_read_by_everybody(app: Flask, session: Session) -> None:
    process = make_process(session)
    path = f"/processes/{process.public_id}"
    told = NewsTold({"en": "We begin"}, {"en": "All about it"}, place="Town hall")
    post = news.publish_news(session, SYSTEM, process, told)
    content = b"%PDF-1.4\n%%EOF\n"
    row = documents.offer_document(session, SYSTEM, process, title={"en": "The plan"}, name="plan.pdf", content=content)
    shares = PopulationTold({"business": 40.0, "citizen": 60.0}, "Statistics office", "", 2025)
    set_population(session, SYSTEM, process, Attribute.HELIX, shares)
    session.commit()
    (item,) = program(app).get(f"{path}/news").json["items"]
    assert (item["id"], item["title"], item["happens_at"]) == (post.public_id, {"en": "We begin"}, None)
    assert program(app).get(f"{path}/news/{post.public_id}").json == item
    (document,) = program(app).get(f"{path}/documents").json["items"]
    (version,) = document["versions"]
    found = app.test_client().get(version["address"].removeprefix("http://localhost"), follow_redirects=True)
    assert found.data == content and version["size"] == len(content)
    assert program(app).get(f"{path}/documents/{row.public_id}").json == document
    (population,) = program(app).get(f"{path}/population").json["items"]
    assert population["id"] == "helix" and {"category": "citizen", "percent": 60.0} in population["shares"]


def test_the_cards_of_a_camp_are_those_of_boards_in_sight(app: Flask, session: Session) -> None:
    process = make_process(session)
    camp = make_camp(session, process)
    closed, live = camp.groups[0].board, camp.groups[1].board
    shown, hidden = make_card(session, closed, "Shade"), make_card(session, live, "Trees")
    closed.state = "closed"
    session.commit()
    path = f"/processes/{process.public_id}/camps/{camp.public_id}/cards"
    (told,) = program(app).get(path).json["items"]
    assert (told["id"], told["board"]) == (shown.public_id, closed.public_id) and "author" not in told
    staff = program(app, make_token(session, make_member(session, process, Role.FACILITATOR)))
    assert {row["id"] for row in staff.get(path).json["items"]} == {shown.public_id, hidden.public_id}


def test_a_facilitator_s_program_adds_a_card_once(app: Flask, session: Session) -> None:
    process = make_process(session)
    board = make_camp(session, process).groups[0].board
    before = make_card(session, board, "There already")
    facilitator = make_member(session, process, Role.FACILITATOR)
    asks = program(app, make_token(session, facilitator))
    path = f"/processes/{process.public_id}/boards/{board.public_id}/cards"
    given = {"zone": "market", "text": "Repair cafés", "tags": ["repair"]}
    made = [asks.post(path, given, headers={"Idempotency-Key": "one"}) for _number in range(2)]
    assert [answer.status_code for answer in made] == [201, 201] and made[0].json == made[1].json
    session.expire_all()
    card = session.scalars(select(Card).where(Card.public_id == made[0].json["id"])).one()
    assert (card.text, card.tags, card.author_id) == ("Repair cafés", ["repair"], None) and card.rank > before.rank
    line = session.scalars(select(AuditEntry).where(AuditEntry.subject == card.public_id)).one()
    assert (line.verb, line.actor) == ("camp:card:add", facilitator.public_id)
    assert asks.post(path, {**given, "zone": "nowhere"}).json["error"] == "camp.zone.unknown"
    assert asks.post(path, {**given, "themes": ["zzzzzzzzzzzz"]}).json["error"] == "camp.theme.unknown"
    assert asks.post(path, {**given, "text": "x" * 3000}).status_code == 422
    reader = program(app, make_token(session, facilitator, scopes=(Scope.READ,)))
    assert reader.post(path, given).status_code == 403
    committee = program(app, make_token(session, make_member(session, process, Role.COMMITTEE_MEMBER)))
    assert committee.post(path, given).status_code == 403
    assert program(app).post(path, given).status_code == 400  # a browser's visit would show its proof
    board.state = "closed"
    session.commit()
    assert asks.post(path, given).status_code == 409
