"""The queue's pages, without script: one statement at a time, and what the whole comes to."""

import csv
import re
from html import unescape
from io import StringIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM, Role
from cocreate.survey.models import Consultation
from cocreate.themes import commands as commands_of_themes
from cocreate.themes.matching import commands, queries
from cocreate.themes.matching.rules import Choice, Verdict
from cocreate.themes.models import CampaignCopy
from cocreate.themes.queries import current_run
from tests.conftest import csrf_token
from tests.factories.accounts import make_member, sign_in
from tests.factories.matching import matched_consultation, places, waiting
from tests.factories.process import make_process


@pytest.fixture
def consultation(session: Session, client: FlaskClient) -> Consultation:
    """A queue, and its analyst signed in."""
    process = make_process(session, challenges=("Public transport", "Green streets", "Family doctors"))
    ada = make_member(session, process, Role.ORGANISER, email="ada@example.org")
    found = matched_consultation(session, process)
    sign_in(client, ada)
    return found


def base(consultation: Consultation) -> str:
    return f"/en/p/{consultation.process.public_id}/manage/themes/of/{consultation.public_id}/where/"


def send(client: FlaskClient, page: str, to: str, **data: str) -> str:
    """Send a form of a page and read the page that follows."""
    token = csrf_token(client.get(page).text)
    answer = client.post(to, data={"csrf_token": token, **data}, follow_redirects=True)
    return answer.text


def address(page: str) -> str:
    """Where the form of the decision goes."""
    found = re.search(r'action="([^"]+/where/[a-z0-9]{12})"', page)
    assert found, page
    return found[1]


def decide(client: FlaskClient, page: str, decision: str, **more: str) -> str:
    """Press a button on a statement's page."""
    here = address(page)
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version
    token = csrf_token(page)
    data = {"csrf_token": token, "version": version[1], "decision": decision, **more}
    return client.post(here, data=data, follow_redirects=True).text


def test_one_statement_follows_the_other_until_none_waits(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    page = send(client, base(consultation), base(consultation) + "next")
    seen = []
    for _turn in range(18):
        seen.append(address(page))
        nearest = re.search(r'value="(belongs:\w+)" data-key="1"', page)
        assert nearest
        page = decide(client, page, nearest[1])
    assert len(set(seen)) == 18
    assert "Nothing waits for you" in page and "How often the machine’s proposal was right" in page
    assert queries.progress(session, consultation) == (18, 18)


def test_a_statement_shows_its_answer_the_machines_word_and_why(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    row = next(row for row in waiting(session, consultation) if row.words)
    page = client.get(base(consultation) + row.public_id).text
    assert f"<mark>{row.words[0]}</mark>" in page
    assert "Machine’s proposal" in page and "in 100" in page
    for key in ("1", "2", "3", "4", "5", "n", "t", "c", "s"):
        assert f'data-key="{key}"' in page
    assert f"{row.answer.question.title['en']}" in page


def test_an_entry_of_the_whole_list_can_be_chosen(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    page = send(client, base(consultation), base(consultation) + "next")
    here = address(page).rsplit("/", 1)[1]
    challenge = consultation.process.challenges[2]
    refused = decide(client, page, "belongs", entry="")
    assert "Please choose where the statement belongs." in refused
    decide(client, refused, "completes", entry=challenge.public_id)
    session.expire_all()
    row = queries.find_statement(session, consultation, here)
    assert (row.verdict, row.entry) == (Verdict.COMPLETES, challenge.public_id)
    assert row.text in client.get(base(consultation) + "completing").text


def test_a_decision_is_taken_back_with_one_button(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    page = send(client, base(consultation), base(consultation) + "next")
    first = address(page)
    page = decide(client, page, "transversal")
    assert address(page) != first and "Take back my last decision" in page
    token = csrf_token(page)
    page = client.post(base(consultation) + "undo", data={"csrf_token": token}, follow_redirects=True).text
    assert address(page) == first and "Taken back" in page
    assert queries.progress(session, consultation) == (0, 18)


def test_what_somebody_else_decided_meanwhile_is_shown_instead_of_overwritten(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    page = send(client, base(consultation), base(consultation) + "next")
    row = queries.find_statement(session, consultation, address(page).rsplit("/", 1)[1])
    row.held_by_id = row.held_until = None
    where = places(session, consultation)
    commands.decide(session, SYSTEM, consultation.process, row, Choice(Verdict.NEW), where, version=row.version)
    session.commit()
    answer = decide(client, page, "transversal")
    assert "Somebody else changed this in the meantime" in answer and "Decided by people" in answer
    session.expire_all()
    assert queries.find_statement(session, consultation, row.public_id).verdict == Verdict.NEW


def test_the_overview_counts_people_and_machine_and_hides_small_groups(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    row = waiting(session, consultation)[0]
    where = places(session, consultation)
    commands.decide(session, SYSTEM, consultation.process, row, Choice(Verdict.NEW), where, version=row.version)
    session.commit()
    tallies = queries.tallies(session, consultation)
    assert sum(t.people for t in tallies.values()) == 1
    assert sum(t.machine for t in tallies.values()) == 17
    assert all(sum(t.by_helix.values()) == t.total for t in tallies.values())
    page = client.get(base(consultation)).text
    assert "How many belong where" in page and ">hidden<" in page


def test_copies_of_a_campaign_that_counts_once_are_left_out_of_the_sums(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    commands_of_themes.start_run(session, SYSTEM, consultation.process, consultation, seed=1, subsamples=8)
    session.commit()
    run = current_run(session, consultation)
    assert run is not None
    session.add(CampaignCopy(run_id=run.id, answer_id=waiting(session, consultation)[0].answer_id))
    session.commit()
    assert sum(tally.total for tally in queries.tallies(session, consultation).values()) == 17
    assert "1 answer is left out of the numbers" in client.get(base(consultation)).text
    run.is_current = False
    session.flush()
    assert sum(tally.total for tally in queries.tallies(session, consultation).values()) == 18


def test_the_file_holds_every_statement_with_both_words(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    row = waiting(session, consultation)[0]
    where = places(session, consultation)
    choice = Choice(Verdict.BELONGS, row.near[0]["id"])
    commands.decide(session, SYSTEM, consultation.process, row, choice, where, version=row.version)
    session.commit()
    text = client.get(base(consultation) + "statements.csv").get_data(as_text=True).removeprefix("\ufeff")
    lines = {line["statement"]: line for line in csv.DictReader(StringIO(text))}
    assert len(lines) == 18
    line = lines[row.public_id]
    assert (line["text"], line["machine"], line["people"]) == (row.text, row.machine_verdict, "belongs")
    assert line["people_entry_title"] and line["place_in_proposal"] == str(row.rank)


def test_a_sub_challenge_is_made_of_what_people_say_is_missing(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    challenge = consultation.process.challenges[0]
    rows = waiting(session, consultation)[:2]
    where = places(session, consultation)
    for row in rows:
        choice = Choice(Verdict.COMPLETES, challenge.public_id)
        commands.decide(session, SYSTEM, consultation.process, row, choice, where, version=row.version)
    session.commit()
    to = f"{base(consultation)}completing/{challenge.public_id}"
    page = client.get(to).text
    token = re.search(r'name="token"[^>]*value="(\w+)"', page)
    assert token and rows[0].text in page
    nameless = send(client, to, to, token=token[1], statement=rows[0].public_id)
    assert "Please fill this in, in at least one language." in nameless
    fields = {"token": token[1], "statement": rows[0].public_id, "title-en": "Evening buses"}
    done = send(client, to, to, **fields)
    assert "The sub-challenge is added" in done and rows[1].text in done
    session.expire_all()
    assert "Evening buses" in [part.title["en"] for part in consultation.process.challenges[0].sub_challenges]


def listed(client: FlaskClient, consultation: Consultation, query: str = "") -> list[str]:
    """The statements that the list leads to."""
    page = client.get(f"{base(consultation)}statements{query}").text
    return re.findall(r'<th scope="row"[^>]*><a href="[^"]+/where/(\w+)">', page)


def test_a_decided_statement_is_found_again_and_decided_anew(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    one, two = waiting(session, consultation)[:2]
    where = places(session, consultation)
    entry = next(near["id"] for near in one.near if near["id"] != one.machine_entry)
    for row, choice in ((one, Choice(Verdict.BELONGS, entry)), (two, Choice(Verdict.TRANSVERSAL))):
        commands.decide(session, SYSTEM, consultation.process, row, choice, where, version=row.version)
    session.commit()
    assert len(listed(client, consultation)) == 18
    assert listed(client, consultation, "?by=people") == [two.public_id, one.public_id]  # the latest first
    assert len(listed(client, consultation, "?by=machine")) == 16
    assert listed(client, consultation, f"?by=people&entry={entry}") == [one.public_id]
    assert one.public_id in listed(client, consultation, f"?verdict=belongs&entry={entry}")
    assert one.public_id not in listed(client, consultation, f"?entry={one.machine_entry}")
    page = client.get(f"{base(consultation)}{one.public_id}").text
    decide(client, page, "new")
    session.expire_all()
    assert one.verdict == Verdict.NEW
    assert listed(client, consultation, f"?by=people&entry={entry}") == []
    assert one.public_id in listed(client, consultation, "?verdict=new&by=people")


def test_every_line_of_the_overview_leads_to_as_many_statements_as_it_counts(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    row = waiting(session, consultation)[0]
    choice, where = Choice(Verdict.NEW), places(session, consultation)
    commands.decide(session, SYSTEM, consultation.process, row, choice, where, version=row.version)
    session.commit()
    page = client.get(base(consultation)).text
    lines = re.findall(
        r'<th scope="row"><a href="[^"]+/where/statements(\?[^"]+)">.*?</th>'
        r'<td class="num">(\d+)</td><td class="num">(\d+)</td>',
        page,
    )
    assert sum(int(people) + int(machine) for _query, people, machine in lines) == 18
    for query, people, machine in lines:
        assert len(listed(client, consultation, unescape(query))) == int(people) + int(machine)


def test_the_list_has_pages_and_says_when_nothing_is_like_that(
    client: FlaskClient, consultation: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 10)
    first, second = listed(client, consultation), listed(client, consultation, "?page=2")
    assert (len(first), len(second), len({*first, *second})) == (10, 8, 18)
    page = client.get(f"{base(consultation)}statements?by=machine").text
    assert "Page 1 of 2" in page and "by=machine&amp;page=2" in page and "18 statements" in page
    gone = client.get(f"{base(consultation)}statements?entry=gone&verdict=belongs").text
    assert "No statement is like that" in gone and '<option value="gone" selected>' in gone
    assert len(listed(client, consultation, "?verdict=nonsense&by=nobody&page=-1")) == 10


def test_an_observer_sees_and_decides_nothing(client: FlaskClient, session: Session) -> None:
    found = matched_consultation(session)
    sign_in(client, make_member(session, found.process, Role.OBSERVER, email="otto@example.org"))
    row = waiting(session, found)[0]
    page = client.get(base(found) + row.public_id).text
    assert row.text in unescape(re.sub("<[^>]+>", "", page)) and 'name="decision"' not in page
    assert row.public_id in listed(client, found)
    assert client.get(base(found) + "statements.csv").status_code == 403
    assert client.post(base(found) + "next").status_code in (400, 403)
