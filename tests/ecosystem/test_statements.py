"""Statements of answers are set against proposed projects and actors too, each organisation once."""

import csv
import re
from collections.abc import Mapping
from io import StringIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core.ids import digest
from cocreate.core.permissions import SYSTEM, Role
from cocreate.ecosystem import commands as ecosystem
from cocreate.ecosystem.commands import joining, suggesting
from cocreate.ecosystem.entries import match_entries
from cocreate.ecosystem.models import ProposedProject
from cocreate.ecosystem.rules import ActorType, Agreement, Part
from cocreate.process.models import Challenge, Process
from cocreate.public.fates.own import Setting, tell
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.models import Answer, Consultation
from cocreate.survey.personal.moderating import hide_answer
from cocreate.themes.matching import commands, queries, views
from cocreate.themes.matching.models import Statement
from cocreate.themes.matching.queries import Voice, Wanted, places_of, statements_page
from cocreate.themes.matching.rules import Choice, EntryKind, Verdict
from tests.conftest import csrf_token
from tests.factories.accounts import make_member, sign_in
from tests.factories.ecosystem import make_actor
from tests.factories.matching import matched_consultation, waiting
from tests.factories.process import make_process
from tests.factories.survey import make_sheet

CODE = "K7QM-2XRB-9TDW"


def make_project(
    session: Session, process: Process, title: str, challenge: Challenge | None = None, answer: Answer | None = None
) -> ProposedProject:
    """A project as people proposed it."""
    made = ProposedProject(
        process_id=process.id,
        challenge=challenge,
        answer_id=answer.id if answer else None,
        text_hash=digest(answer.text) if answer else "",
        title={"en": title},
        description={"en": "With the neighbours"},
        created_at=clock.now(),
    )
    session.add(made)
    session.flush()
    return made


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session, challenges=("Public transport", "Green streets", "Family doctors"))


def belongs(session: Session, consultation: Consultation, row: Statement, entry: str) -> None:
    """A person says where a statement belongs."""
    where, choice = places_of(session, consultation.process), Choice(Verdict.BELONGS, entry)
    commands.decide(session, SYSTEM, consultation.process, row, choice, where, version=row.version)


def test_projects_and_actors_are_entries_with_all_that_is_written_of_them(session: Session, process: Process) -> None:
    doctors = process.challenges[2]
    kept = make_actor(session, process, "New Patients", description={"en": "Finds a doctor", "nl": "Zoekt een arts"})
    joined = make_actor(session, process, "NEW PATIENTS vzw", spellings=("Newpat",))
    ecosystem.add_strength(session, SYSTEM, process, joined, doctors, Part.SOCIAL, title={"en": "A telephone line"})
    joining.join_actors(session, SYSTEM, process, kept=kept, joined=joined)
    make_actor(session, process, "Ateliers", ActorType.CITIZEN_INITIATIVE)
    loose, firm = make_project(session, process, "Swings"), make_project(session, process, "A van", doctors)
    make_actor(session, make_process(session, title="Another"), "Elsewhere")
    found = match_entries(session, process)
    assert [(one.kind, one.title["en"], one.is_public) for one in found] == [
        (EntryKind.PROJECT, "Swings", True),
        (EntryKind.PROJECT, "A van", True),
        (EntryKind.ACTOR, "Ateliers", False),
        (EntryKind.ACTOR, "New Patients", True),
    ]
    assert [one.id for one in found[:2]] == [loose.public_id, firm.public_id]
    assert [one.challenge for one in found] == [None, doctors, None, None]
    assert found[3].description == {"en": "Finds a doctor – A telephone line", "nl": "Zoekt een arts"}
    assert (found[3].names, found[3].also) == (["New Patients", "NEW PATIENTS vzw", "Newpat"], [joined.public_id])


def test_the_machine_proposes_an_actor_that_is_named_and_projects_that_are_near(
    session: Session, process: Process
) -> None:
    row, project = make_actor(session, process, "New Patients"), make_project(session, process, "More trees and shade")
    session.commit()
    consultation = matched_consultation(session, process)
    named = [one for one in waiting(session, consultation) if "new patients" in one.text]
    assert len(named) == 2
    assert {(one.machine_verdict, one.machine_entry) for one in named} == {(Verdict.BELONGS, row.public_id)}
    assert all([word.lower() for word in one.words] == ["new", "patients"] for one in named)
    assert {near["kind"] for one in waiting(session, consultation) for near in one.near} > {"actor", "project"}
    trees = next(one for one in waiting(session, consultation) if "trees and shade" in one.text)
    assert project.public_id in [near["id"] for near in trees.near]
    run = queries.latest_run(session, consultation)
    assert run is not None and run.entries == 9 + 2


def test_what_was_decided_about_a_joined_actor_counts_for_the_one_that_stands_for_both(
    session: Session, process: Process
) -> None:
    kept, other = make_actor(session, process, "New Patients"), make_actor(session, process, "Newpat")
    session.commit()
    consultation = matched_consultation(session, process)
    one, two = waiting(session, consultation)[:2]
    belongs(session, consultation, one, other.public_id)
    join = joining.join_actors(session, SYSTEM, process, kept=kept, joined=other)
    assert join is not None
    belongs(session, consultation, two, other.public_id)  # from a page of before
    assert two.entry == kept.public_id

    def lines() -> dict[str, int]:
        places = places_of(session, process)
        rows = views.rows_of(queries.tallies(session, consultation), places, 5)
        return {row.title["en"]: row.people for row in rows if row.title and row.people}

    assert lines() == {"New Patients": 2}
    for key in (kept.public_id, other.public_id):
        found, total = statements_page(
            session, consultation, places_of(session, process), Wanted(entry=key, by=Voice.PEOPLE), 1
        )
        assert total == 2 and set(found) == {one, two}
    commands.start_reading(session, SYSTEM, process, consultation)
    session.commit()
    joining.part_actors(session, SYSTEM, process, join)
    assert lines() == {"New Patients": 1, "Newpat": 1}


def test_the_rank_of_a_decision_knows_that_two_became_one(session: Session, process: Process) -> None:
    kept, other = make_actor(session, process, "Newpat"), make_actor(session, process, "New Patients")
    session.commit()
    consultation = matched_consultation(session, process)
    row = next(one for one in waiting(session, consultation) if one.machine_entry == other.public_id)
    joining.join_actors(session, SYSTEM, process, kept=kept, joined=other)
    belongs(session, consultation, row, kept.public_id)
    assert row.rank == 1


def test_an_entry_that_was_removed_leaves_the_decision_and_no_name(session: Session, process: Process) -> None:
    row, project = make_actor(session, process, "New Patients"), make_project(session, process, "More trees and shade")
    session.commit()
    consultation = matched_consultation(session, process)
    one, two = waiting(session, consultation)[:2]
    belongs(session, consultation, one, row.public_id)
    belongs(session, consultation, two, project.public_id)
    ecosystem.remove_actor(session, SYSTEM, process, row)
    suggesting.remove_project(session, SYSTEM, process, project)
    commands.start_reading(session, SYSTEM, process, consultation)
    session.commit()
    session.expire_all()
    places = places_of(session, process)
    for number in (one.id, two.id):
        said = views.people_say(session.get_one(Statement, number), places)
        assert said is not None and (said.verdict, said.title) == (Verdict.BELONGS, None)
    assert queries.progress(session, consultation) == (2, 18)


@pytest.fixture
def known(session: Session, client: FlaskClient, process: Process) -> Mapping[str, str]:
    """The addresses of a queue with an actor that refused, a project without a challenge and one with; signed in."""
    row = make_actor(session, process, "New Patients")
    row.agreement = Agreement.REFUSED.value
    loose = make_project(session, process, "More trees and shade")
    firm = make_project(session, process, "Buses in the evening", process.challenges[0])
    ada = make_member(session, process, Role.ANALYST, email="ada@example.org")
    consultation = matched_consultation(session, process)
    sign_in(client, ada)
    base = f"/en/p/{process.public_id}/manage/themes/of/{consultation.public_id}/where/"
    return {"base": base, "actor": row.public_id, "loose": loose.public_id, "firm": firm.public_id}


def statement_with(session: Session, part: str) -> Statement:
    """The statement that says this."""
    return next(one for one in session.scalars(select(Statement)).unique() if part in one.text)


def press(client: FlaskClient, page: str, to: str, **data: str) -> str:
    """Send a form of a page that was read."""
    version = re.search(r'name="version" value="(\d+)"', page)
    data = {"csrf_token": csrf_token(page), "version": version[1] if version else "", **data}
    return client.post(to, data=data, follow_redirects=True).text


def test_the_queue_offers_actors_and_projects_by_key_and_in_the_list(
    client: FlaskClient, session: Session, known: Mapping[str, str]
) -> None:
    page = client.get(known["base"] + statement_with(session, "takes new patients").public_id).text
    first = re.search(r'value="belongs:(\w+)" data-key="1">.*?<small>(.*?)</small>', page)
    assert first and first.groups() == (known["actor"], "actor")
    listed = dict(re.findall(r'<optgroup label="([^"]+)">(.*?)</optgroup>', page, re.S))
    assert re.findall(r'value="(\w+)"', listed["Proposed projects"]) == [known["loose"], known["firm"]]
    assert re.findall(r'value="(\w+)"', listed["Actors"]) == [known["actor"]]
    assert known["firm"] not in listed["Public transport"]
    trees = client.get(known["base"] + statement_with(session, "trees and shade").public_id).text
    assert re.search(rf'value="belongs:{known["loose"]}".*?<small>proposed project</small>', trees)
    buses = client.get(known["base"] + statement_with(session, "More buses").public_id).text
    assert re.search(rf'value="belongs:{known["firm"]}".*?<small>proposed project – <span[^>]*>Public tr', buses)


def test_a_person_decides_for_an_actor_and_takes_it_back(
    client: FlaskClient, session: Session, known: Mapping[str, str]
) -> None:
    row = statement_with(session, "takes new patients")
    here = known["base"] + row.public_id
    press(client, client.get(here).text, here, decision=f"belongs:{known['actor']}")
    session.expire_all()
    assert (row.verdict, row.entry, row.rank) == (Verdict.BELONGS, known["actor"], 1)
    decided = client.get(here).text
    assert re.search(r"Decided by people</span> Belongs to <span[^>]*>New Patients", decided)
    refused = press(client, decided, here, decision="completes", entry=known["actor"])
    assert "Only a challenge can be completed by a new sub-challenge." in refused
    overview = client.get(known["base"]).text
    assert re.search(r'Belongs to <span[^>]*>New Patients</span></a> <span class="muted small">actor</span>', overview)
    file = client.get(known["base"] + "statements.csv").get_data(as_text=True).removeprefix("\ufeff")
    line = next(line for line in csv.DictReader(StringIO(file)) if line["statement"] == row.public_id)
    assert (line["people_entry_kind"], line["people_entry_title"]) == ("actor", "New Patients")
    assert (line["machine_entry"], line["machine_entry_kind"]) == (known["actor"], "actor")
    press(client, decided, known["base"] + "undo")
    session.expire_all()
    assert (row.verdict, row.entry) == ("", "")


def test_where_nothing_near_has_a_challenge_none_is_offered_to_be_completed(
    client: FlaskClient, session: Session, known: Mapping[str, str]
) -> None:
    row = statement_with(session, "takes new patients")
    row.near = [near for near in row.near if near["id"] in (known["actor"], known["loose"])]
    session.commit()
    assert 'data-key="c"' not in client.get(known["base"] + row.public_id).text


def test_who_wrote_an_answer_never_reads_of_an_actor_or_project_that_is_not_shown(
    session: Session, process: Process
) -> None:
    shown = make_actor(session, process, "Bus Friends")
    hidden = make_actor(session, process, "New Patients")
    hidden.is_hidden = True
    session.commit()
    consultation = matched_consultation(session, process)
    rows = waiting(session, consultation)[:3]
    project = make_project(session, process, "More trees", answer=session.get_one(Answer, rows[0].answer_id))
    hide_answer(session, SYSTEM, session.get_one(Answer, rows[0].answer_id))
    for row, entry in zip(rows, (shown, hidden, project), strict=True):
        belongs(session, consultation, row, entry.public_id)
    answers = [session.get_one(Answer, row.answer_id) for row in rows]
    told = tell(session, process, answers)
    assert [told[answer.id].passages[0].settings for answer in answers] == [
        (Setting("belongs", {"en": "Bus Friends"}),),
        (Setting("belongs", None),),
        (Setting("belongs", None),),
    ]


def test_the_page_of_a_receipt_says_that_something_is_not_shown(
    client: FlaskClient, session: Session, process: Process
) -> None:
    row = make_actor(session, process, "Lamp Lovers")
    row.agreement = Agreement.REFUSED.value
    session.commit()
    consultation = matched_consultation(session, process)
    sheet = make_sheet(consultation, new_challenge="It is dark in the park.", receipt_code=CODE)
    import_submissions(session, SYSTEM, consultation, [sheet])
    session.commit()
    commands.start_reading(session, SYSTEM, process, consultation)
    session.commit()
    belongs(session, consultation, statement_with(session, "dark in the park"), row.public_id)
    session.commit()
    receipt = f"/en/p/{process.public_id}/consultations/{consultation.public_id}/receipt"
    token = csrf_token(client.get(receipt).text)
    page = client.post(receipt, data={"csrf_token": token, "code": CODE}, follow_redirects=True).text
    assert "A person set it with something that is not shown here." in page and "Lamp Lovers" not in page
    row.agreement = Agreement.AGREED.value
    session.commit()
    page = client.post(receipt, data={"csrf_token": token, "code": CODE}, follow_redirects=True).text
    assert re.search(r"A person set it with: <span[^>]*>Lamp Lovers", page)


def test_an_actor_without_consent_stays_in_the_list_of_the_staff_alone(session: Session, process: Process) -> None:
    row = make_actor(session, process, "Neighbours", ActorType.CITIZEN_INITIATIVE)
    assert places_of(session, process).find(row.public_id) is not None
    assert places_of(session, process, public_only=True).find(row.public_id) is None
