"""Answers that name actors, assets and projects: gathered, decided, traced back, and gone with the answer."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM, Actor, Role
from cocreate.core.provenance import origins
from cocreate.ecosystem import queries, suggesting
from cocreate.ecosystem.commands import suggesting as commands
from cocreate.ecosystem.models import ActorSuggestion, EcosystemActor, ProposedProject
from cocreate.ecosystem.rules import Part, SuggestionKind, SuggestionState
from cocreate.errors import Invalid
from cocreate.process.models import Process
from cocreate.survey.commands.answering import submit_answers
from cocreate.survey.commands.opening import close_consultation
from cocreate.survey.models import Answer, Consultation, Submission
from tests.factories.accounts import make_member, sign_in
from tests.factories.ecosystem import make_actor, propose
from tests.factories.process import make_process
from tests.factories.search import find, index, refs
from tests.factories.survey import make_consultation, make_sheet


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def consultation(session: Session, process: Process) -> Consultation:
    """Closed, with two proposed projects and an entry that two people wrote in two ways."""
    made = make_consultation(session, process)
    mobility = process.challenges[1].public_id
    for form, text in (("1", "Bus Lab vzw"), ("2", "BUS LAB"), ("3", "The buses should come more often.")):
        submit_answers(session, Actor(), made, make_sheet(made, assets={mobility: text}), form)
    propose(session, made, "Shared cargo bikes", "Bus Lab", "Repair Works", description="Bikes in every street.")
    propose(session, made, "Roofs for all", "Repair Works nv")
    close_consultation(session, SYSTEM, made)
    return made


def waiting(session: Session, kind: SuggestionKind) -> list[ActorSuggestion]:
    query = select(ActorSuggestion).where(ActorSuggestion.kind == kind, ActorSuggestion.state == "waiting")
    return list(session.scalars(query.order_by(ActorSuggestion.text)))


def test_answers_are_looked_at_once(session: Session, process: Process, consultation: Consultation) -> None:
    assert commands.gather(session, SYSTEM, process) == 7  # two entries, two projects, three actors; no sentence
    assert commands.gather(session, SYSTEM, process) == 0
    assert suggesting.waiting_counts(session, process) == {
        SuggestionKind.STRENGTH: 2,
        SuggestionKind.ACTOR: 3,
        SuggestionKind.PROJECT: 2,
    }


def test_what_waits_from_an_open_consultation_is_read_anew(session: Session, process: Process) -> None:
    consultation = make_consultation(session, process)
    propose(session, consultation, "Roofs for all", "Repair Works")
    assert commands.gather(session, SYSTEM, process) == 2
    project = waiting(session, SuggestionKind.PROJECT)[0].public_id
    answer = session.scalars(select(Answer).where(Answer.text == "Roofs for all")).one()
    answer.value = {"title": "Roofs for all", "actors": [{"name": "Roof Works"}, {"name": "Bus Lab"}]}
    assert commands.gather(session, SYSTEM, process) == 2
    assert [one.text for one in waiting(session, SuggestionKind.ACTOR)] == ["Bus Lab", "Roof Works"]
    assert waiting(session, SuggestionKind.PROJECT)[0].public_id == project


def test_what_is_written_alike_is_decided_together(
    session: Session, process: Process, consultation: Consultation
) -> None:
    commands.gather(session, SYSTEM, process)
    row = make_actor(session, process, "Bus Laboratory")
    first = waiting(session, SuggestionKind.STRENGTH)[0]
    assert commands.accept_as_actor(session, SYSTEM, process, first, row, part=Part.RESEARCH) == 2
    assert row.spellings == ["Bus Lab vzw", "BUS LAB"] or row.spellings == ["BUS LAB", "Bus Lab vzw"]
    assert [(one.challenge, one.part) for one in row.strengths] == [(process.challenges[1], "research")]
    assert {step.source[0] for step in origins(session, row.ref)} == {"answer"}
    assert len(origins(session, row.ref)) == 2
    assert waiting(session, SuggestionKind.STRENGTH) == []


def test_a_project_shows_its_actors_and_the_words_of_the_answer(
    session: Session, process: Process, consultation: Consultation
) -> None:
    commands.gather(session, SYSTEM, process)
    row = make_actor(session, process, "Repair Works")
    (_other, one) = waiting(session, SuggestionKind.PROJECT)
    challenge = process.challenges[1]
    for _time in range(2):
        made = commands.accept_as_project(
            session,
            SYSTEM,
            process,
            one,
            title={"en": "Shared cargo bikes"},
            challenge=challenge,
            involved=[commands.Involved(row, {})],
        )
    (line,) = queries.projects_of(session, challenge)
    assert line.project is made and line.project.description == {"en": "Bikes in every street."}
    assert [member.actor for member in line.members] == [row]
    assert origins(session, made.ref)[0].source == ("answer", one.answer_id)


def test_a_project_whose_words_tell_who_somebody_is_waits_for_a_look_at_the_answer(
    session: Session, process: Process
) -> None:
    consultation = make_consultation(session, process)
    propose(session, consultation, "A garden", description="Write to ada.example@example.org for the keys.")
    close_consultation(session, SYSTEM, consultation)
    commands.gather(session, SYSTEM, process)
    (one,) = waiting(session, SuggestionKind.PROJECT)
    with pytest.raises(Invalid) as refused:
        commands.accept_as_project(session, SYSTEM, process, one, title={"en": "A garden"}, challenge=None)
    assert refused.value.code == "ecosystem.personal"


def sheet_of(session: Session, one: ActorSuggestion) -> Submission:
    return session.get_one(Submission, session.get_one(Answer, one.answer_id).submission_id)


@pytest.mark.parametrize(
    ("told", "code"),
    [({"may_quote": False}, "ecosystem.not_to_quote"), ({"left_out": "copied"}, "ecosystem.left_out")],
)
def test_a_project_of_somebody_who_is_not_to_be_quoted_is_not_listed(
    session: Session, process: Process, consultation: Consultation, told: dict[str, Any], code: str
) -> None:
    commands.gather(session, SYSTEM, process)
    one = waiting(session, SuggestionKind.PROJECT)[0]
    for name, value in told.items():
        setattr(sheet_of(session, one), name, value)
    with pytest.raises(Invalid) as refused:
        commands.accept_as_project(session, SYSTEM, process, one, title={"en": "Roofs"}, challenge=None)
    assert refused.value.code == code and one.state == SuggestionState.WAITING


@pytest.mark.parametrize("change", ["never quoted", "left out", "says something else"])
def test_a_listed_project_leaves_every_page_when_its_words_may_no_longer_stand_there(
    session: Session, client: FlaskClient, process: Process, consultation: Consultation, change: str
) -> None:
    commands.gather(session, SYSTEM, process)
    one = waiting(session, SuggestionKind.PROJECT)[1]
    actor = make_actor(session, process, "Repair Works")
    made = commands.accept_as_project(
        session,
        SYSTEM,
        process,
        one,
        title={"en": "Shared cargo bikes"},
        challenge=process.challenges[0],
        involved=[commands.Involved(actor, {})],
    )
    index(session)
    assert "Bikes in every street" in client.get(f"/en/p/{process.public_id}/ecosystem/projects").text
    assert refs(find(session, "cargo bikes", kind="project")) == [made.public_id]
    match change:
        case "never quoted":
            sheet_of(session, one).may_quote = False
        case "left out":
            sheet_of(session, one).left_out = "copied"
        case _:
            session.execute(update(Answer).where(Answer.id == one.answer_id).values(text="A garden"))
    index(session)
    assert "cargo bikes" not in client.get(f"/en/p/{process.public_id}/ecosystem/projects").text
    assert queries.projects_of(session, process.challenges[0]) == [] == queries.projects_with(session, actor)
    assert refs(find(session, "cargo bikes", kind="project")) == []
    inside = sign_in(client, make_member(session, process, Role.ORGANISER))
    page = inside.get(f"/en/p/{process.public_id}/ecosystem/projects").text
    assert "Shared cargo bikes" in page and made.public_id in page


def test_an_answer_that_is_erased_takes_its_suggestions_and_its_project_along(
    session: Session, process: Process, consultation: Consultation
) -> None:
    commands.gather(session, SYSTEM, process)
    one = waiting(session, SuggestionKind.PROJECT)[0]
    commands.accept_as_project(session, SYSTEM, process, one, title={"en": "Roofs"}, challenge=None)
    answer_id = one.answer_id
    session.execute(delete(Answer).where(Answer.id == answer_id))
    session.expire_all()
    assert session.scalars(select(ProposedProject)).all() == []
    assert all(row.answer_id != answer_id for row in session.scalars(select(ActorSuggestion)))


def test_setting_aside_needs_a_reason_and_can_be_taken_back(
    session: Session, process: Process, consultation: Consultation
) -> None:
    commands.gather(session, SYSTEM, process)
    one = waiting(session, SuggestionKind.STRENGTH)[0]
    with pytest.raises(Invalid):
        commands.decline(session, SYSTEM, process, one, reason=" ")
    assert commands.decline(session, SYSTEM, process, one, reason="Not an actor") == 2
    commands.take_back(session, SYSTEM, process, one)
    assert one.state == SuggestionState.WAITING


def test_an_organiser_sorts_suggestions_on_the_pages(
    session: Session, client: FlaskClient, process: Process, consultation: Consultation
) -> None:
    sign_in(client, make_member(session, process, Role.ORGANISER))
    make_actor(session, process, "Repair Works sa")
    base = f"/en/p/{process.public_id}/manage/ecosystem/suggestions"
    client.submit(base)
    named = waiting(session, SuggestionKind.PROJECT)[1]
    shown = client.get(f"{base}?kind=project").text
    assert "Shared cargo bikes" in shown
    page = f"{base}/{named.public_id}"
    assert "Repair Works" in client.get(page).text
    known = session.scalars(select(EcosystemActor)).one()
    sent = {"verdict": "project", "title": "Shared cargo bikes", "language": "en", "actor-0": "new"}
    sent |= {"actor-1": known.public_id, "challenge": process.challenges[1].public_id}
    for _time in range(2):
        assert client.submit(base, sent, to=page, follow_redirects=True).status_code == 200
    assert [row.name for row in queries.all_actors(session, process)] == [{"en": "Bus Lab"}, {"en": "Repair Works sa"}]
    text = client.get(f"/en/p/{process.public_id}/ecosystem/projects").text
    assert "Bikes in every street." in text and "Bus Lab" in text

    entry = waiting(session, SuggestionKind.STRENGTH)[0]
    page = f"{base}/{entry.public_id}"
    refused = client.submit(page, {"verdict": "decline", "reason": ""})
    assert refused.status_code == 422 and "why it is set aside" in refused.text
    asset = {"verdict": "asset", "title": "Bus Lab", "language": "en", "part": "research"}
    client.submit(page, asset | {"challenge": process.challenges[1].public_id})
    session.refresh(process.challenges[1])
    assert [row.title for row in process.challenges[1].assets][-1] == {"en": "Bus Lab"}
    (line,) = queries.assets_by_part(session, process.challenges[1])[Part.RESEARCH]
    assert line.title == {"en": "Bus Lab"}


def test_a_removed_project_lets_its_suggestion_wait_again(
    session: Session, client: FlaskClient, process: Process, consultation: Consultation
) -> None:
    sign_in(client, make_member(session, process, Role.ORGANISER))
    commands.gather(session, SYSTEM, process)
    one = waiting(session, SuggestionKind.PROJECT)[0]
    made = commands.accept_as_project(session, SYSTEM, process, one, title={"en": "Roofs"}, challenge=None)
    page = f"/en/p/{process.public_id}/ecosystem/projects"
    client.submit(page, to=f"/en/p/{process.public_id}/manage/ecosystem/projects/{made.public_id}/remove")
    session.refresh(one)
    assert one.state == SuggestionState.WAITING and "Roofs" not in client.get(page).text
