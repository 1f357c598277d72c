"""What programs read: the same as people see, in pages, with tags that save a second copy."""

from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from cocreate.api.pages import description
from cocreate.core.permissions import SYSTEM, Role
from cocreate.process import commands
from cocreate.process.evidence.commands import EvidenceTold, InterviewTold, add_evidence
from cocreate.process.evidence.rules import Consent, EvidenceKind
from cocreate.process.fiches import rest_on
from cocreate.process.rules import ChallengeState
from cocreate.survey.rules import ConsultationState
from tests.factories.accounts import make_member, make_user
from tests.factories.api import make_token, program
from tests.factories.camp import make_camp, make_card
from tests.factories.process import make_process
from tests.factories.selection import make_candidates
from tests.factories.survey import make_consultation, submit
from tests.factories.themes import read_consultation, show_everything


def test_a_visitor_sees_public_processes_and_a_member_the_own_hidden_one_too(app: Flask, session: Session) -> None:
    shown = make_process(session, title="Shown")
    hidden = make_process(session, title="Hidden", is_public=False)
    token = make_token(session, make_member(session, hidden, Role.OBSERVER))
    assert [row["id"] for row in program(app).get("/processes").json["items"]] == [shown.public_id]
    mine = [row["id"] for row in program(app, token).get("/processes").json["items"]]
    assert mine == [hidden.public_id, shown.public_id]
    assert program(app).get(f"/processes/{hidden.public_id}").status_code == 404
    assert (
        program(app, make_token(session, make_user(session))).get(f"/processes/{hidden.public_id}").status_code == 404
    )
    assert program(app, token).get(f"/processes/{hidden.public_id}").json["title"]["en"] == "Hidden"


def test_a_list_is_read_page_by_page_without_a_gap(app: Flask, session: Session) -> None:
    process = make_process(session)
    for number in range(7):
        commands.add_challenge(session, SYSTEM, process, title={"en": f"Challenge {number}"}, description={})
    session.commit()
    path, found, after = f"/processes/{process.public_id}/challenges", [], ""
    whole = [row["id"] for row in program(app).get(path).json["items"]]
    while True:
        page = program(app).get(path, query_string={"limit": 2, "after": after}).json
        found += [row["id"] for row in page["items"]]
        assert len(page["items"]) <= 2
        if page["next"] is None:
            break
        after = page["next"]
    assert found == whole and len(found) >= 7
    gone = program(app).get(path, query_string={"after": "nosuchthing1"})
    assert (gone.status_code, gone.json["error"]) == (422, "api.cursor.unknown")


def test_a_program_reads_who_gave_an_interview_only_as_far_as_that_was_agreed(app: Flask, session: Session) -> None:
    process = make_process(session)
    challenge = commands.add_challenge(session, SYSTEM, process, title={"en": "Heat"}, description={})
    talk = InterviewTold("Ada Example", "City lab", Consent.UNNAMED, "in confidence", ("We lack space.",), "en")
    told = {"title": {"en": "Talk with Ada Example"}, "summary": {"en": "Ada says"}, "source": "Ada's notes"}
    row = add_evidence(
        session, SYSTEM, process, EvidenceKind.INTERVIEW, EvidenceTold(**told, day=date(2024, 5, 1), interview=talk)
    )
    rest_on(session, SYSTEM, process, challenge, row, reason={"en": "Space"})
    token = make_token(session, make_member(session, process, Role.OBSERVER))
    paths = ("/evidence", f"/evidence/{row.public_id}", f"/challenges/{challenge.public_id}")
    for path in (f"/processes/{process.public_id}{path}" for path in paths):
        signed_out, inside = program(app).get(path).text, program(app, token).get(path).text
        assert "We lack space." in signed_out
        assert "Ada" not in signed_out and "2024-05-01" not in signed_out and "Ada" in inside
    row.interview.consent = Consent.NAMED.value
    session.commit()
    assert "Ada Example" in program(app).get(f"/processes/{process.public_id}/evidence").text


def test_an_answer_that_is_known_is_not_sent_again(app: Flask, session: Session) -> None:
    process = make_process(session)
    path = f"/processes/{process.public_id}"
    first = program(app).get(path)
    same = program(app).get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"") and same.headers["ETag"] == first.headers["ETag"]
    process.region = "Elsewhere"
    session.commit()
    assert program(app).get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_refusals_are_problem_details_in_the_language_asked_for(app: Flask, session: Session) -> None:
    process = make_process(session)
    path = f"/processes/{process.public_id}/challenges"
    answer = program(app).post(path, {}, headers={"Accept-Language": "nl"})
    # A program without a token is a visitor, whose writes would need the proof of a page.
    assert answer.status_code == 400 and answer.mimetype == "application/problem+json"
    token = make_token(session, make_member(session, process, Role.ORGANISER))
    wrong = program(app, token).post(path, {"title": {"en": "x" * 301, "xx": "?"}})
    assert wrong.status_code == 422 and set(wrong.json["fields"]["json"]["title"]) == {"en", "xx"}
    missing = program(app, token).get(
        f"/processes/{process.public_id}/camps/nosuchcamp12", headers={"Accept-Language": "fr"}
    )
    assert missing.json["detail"] == "Il n’y a rien à cette adresse."
    assert program(app).get("/nothing/here").mimetype == "application/problem+json"


def test_drafts_are_for_insiders(app: Flask, session: Session) -> None:
    process = make_process(session)
    draft = commands.add_challenge(
        session, SYSTEM, process, title={"en": "Not yet"}, description={}, state=ChallengeState.DRAFT
    )
    consultation = make_consultation(session, process, state=ConsultationState.DRAFT)
    token = make_token(session, make_member(session, process, Role.ANALYST))
    paths = (f"challenges/{draft.public_id}", f"consultations/{consultation.public_id}")
    for path in paths:
        full = f"/processes/{process.public_id}/{path}"
        assert program(app).get(full).status_code == 404
        assert program(app, token).get(full).status_code == 200
        ids = [row["id"] for row in program(app).get(full.rsplit("/", 1)[0]).json["items"]]
        assert full.rsplit("/", 1)[1] not in ids


def test_results_come_by_the_rule_of_the_consultation_and_hide_small_groups(app: Flask, session: Session) -> None:
    process = make_process(session)
    consultation = make_consultation(session, process, state=ConsultationState.OPEN)
    for number in range(3):
        submit(session, consultation, form=f"form {number}", fit="yes")
    session.commit()
    path = f"/processes/{process.public_id}/consultations/{consultation.public_id}/results"
    early = program(app).get(path)
    assert (early.status_code, early.json["error"]) == (409, "api.results.early")
    token = make_token(session, make_member(session, process, Role.ANALYST))
    told = program(app, token).get(path).json
    assert (told["people"], told["groups"], told["questions"]) == (None, [], [])


def test_themes_come_with_quotes_and_without_small_counts(app: Flask, session: Session) -> None:
    consultation, themes = read_consultation(session)
    process = consultation.process
    accepted = themes[0]
    accepted.state = "accepted"
    path = f"/processes/{process.public_id}/themes"
    session.commit()
    assert program(app).get(path).json["items"] == []
    assert program(app).get(f"{path}/{accepted.public_id}").status_code == 404
    show_everything(consultation)
    process.minimum_cell = 5
    session.commit()
    (told,) = program(app).get(path).json["items"]
    assert (told["id"], told["size"], told["by_helix"]) == (accepted.public_id, None, {})
    assert program(app).get(f"{path}/{accepted.public_id}").json["quotes"] == []
    assert program(app).get(f"{path}/{accepted.public_id}/answers").json == {"items": [], "next": None}
    process.minimum_cell = 1
    session.commit()
    (told,) = program(app).get(path).json["items"]
    assert told["size"] == 6 == sum(told["by_helix"].values())
    one = program(app).get(f"{path}/{accepted.public_id}").json
    answers = program(app).get(f"{path}/{accepted.public_id}/answers").json["items"]
    assert {quote["text"] for quote in one["quotes"]} <= {answer["text"] for answer in answers}
    assert program(app).get(f"{path}/{themes[1].public_id}").status_code == 404


def test_a_live_board_is_for_those_who_may_see_it_and_a_closed_one_for_all(app: Flask, session: Session) -> None:
    process = make_process(session)
    camp = make_camp(session, process)
    board = camp.groups[0].board
    card = make_card(session, board, text="Repair cafés")
    session.commit()
    path = f"/processes/{process.public_id}/boards/{board.public_id}"
    staff = program(app, make_token(session, make_member(session, process, Role.FACILITATOR)))
    assert program(app).get(path).status_code == 404
    assert program(app, make_token(session, make_user(session))).get(path).status_code == 404
    assert [row["text"] for row in staff.get(path).json["cards"]] == ["Repair cafés"]
    card.is_private = True
    session.commit()
    assert staff.get(path).json["cards"] == []
    card.is_private, board.state = False, "closed"
    session.commit()
    told = program(app).get(path).json
    assert told["state"] == "closed" and told["cards"][0]["id"] == card.public_id
    assert "author" not in told["cards"][0]


def test_the_decision_is_read_once_it_is_published(app: Flask, session: Session) -> None:
    process = make_process(session)
    sids = make_candidates(session, process, "Cool streets", "Shared repair")
    session.commit()
    assert [row["id"] for row in program(app).get(f"/processes/{process.public_id}/candidates").json["items"]] == [
        sid.public_id for sid in sids
    ]
    for name in ("decisions", "rankings", "criteria", "plan"):
        assert program(app).get(f"/processes/{process.public_id}/{name}").json == {"items": [], "next": None}


def test_the_description_names_every_address_and_only_those(app: Flask, session: Session) -> None:
    told: dict[str, Any] = description()
    described = {
        (path.replace("{", "<").replace("}", ">"), m.upper())
        for path, ms in told["paths"].items()
        for m in ms
        if m != "parameters"
    }
    there = {
        (rule.rule, method)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and rule.endpoint != "api_docs.openapi"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert described == there
    assert (
        told["openapi"].startswith("3.1")
        and program(app).get("/openapi.json").json["paths"].keys() == told["paths"].keys()
    )


def test_other_sites_read_only_where_whoever_installs_it_says_so(app: Flask, session: Session) -> None:
    asked = program(app).get("/processes", headers={"Origin": "https://data.example.org"})
    assert "Access-Control-Allow-Origin" not in asked.headers
