"""Participants beside the population: in words, with their doubt, and without giving a small group away."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate.analysis.disclosure import suppress
from cocreate.analysis.representativity import Standing
from cocreate.core.permissions import SYSTEM, Role
from cocreate.errors import Invalid
from cocreate.process.models import Process
from cocreate.public.population import (
    Attribute,
    PopulationTold,
    base_of,
    compare,
    populations_of,
    read_shares,
    set_population,
)
from cocreate.survey.commands.answering import import_submissions
from tests.conftest import BrowserLikeClient
from tests.factories.accounts import make_member, sign_in
from tests.factories.process import make_process
from tests.factories.survey import make_consultation, make_sheet

NAMES = {"business": "business", "bedrijven": "business", "citizen": "citizen"}


def test_a_small_group_is_neither_shown_nor_compared() -> None:
    shown = suppress({"business": 40, "research": 30, "citizen": 2}, 5)
    lines = {line.category: line for line in compare(shown, 72, {"business": 50, "research": 20, "citizen": 30})}
    assert lines["citizen"].count is None and lines["citizen"].standing is None
    hidden_with_it = [line.category for line in lines.values() if line.count is None]
    assert len(hidden_with_it) == 2, "or the total would tell the hidden one"


def test_the_base_never_tells_how_few_did_not_say() -> None:
    shown = suppress({"business": 40, "research": 30}, 5)
    assert base_of(shown, 70, 5) == 70
    assert base_of(shown, 73, 5) == 73, "three who did not say"
    assert base_of(shown, 80, 5) == 70, "ten who did not say may be told"


def test_a_difference_within_the_doubt_is_none() -> None:
    shown = suppress({"business": 52, "citizen": 48}, 5)
    standings = {line.category: line.standing for line in compare(shown, 100, {"business": 50, "citizen": 80})}
    assert standings == {"business": Standing.NEAR, "citizen": Standing.BELOW}


def test_a_pasted_table_is_read_with_heading_comma_and_names_of_another_language() -> None:
    text = 'Groep;Aandeel\nBedrijven; 25,5 %\n\n"Citizen"\t60\n'
    assert read_shares(text, NAMES) == {"business": 25.5, "citizen": 60.0}


@pytest.mark.parametrize("line", ["Martians; 5", "business; many", "business"])
def test_a_line_that_cannot_be_read_is_named(line: str) -> None:
    with pytest.raises(Invalid, match="line") as refused:
        read_shares(f"citizen; 10\n{line}", NAMES)
    assert refused.value.params["line"] == 2


@pytest.mark.parametrize(
    ("shares", "source", "code"),
    [
        ({}, "A census", "shares"),
        ({"business": 101.0}, "A census", "shares"),
        ({"business": 60.0, "citizen": 50.0}, "A census", "sum"),
        ({"business": 60.0}, "", "source"),
    ],
)
def test_shares_need_sense_and_a_source(session: Session, shares: dict[str, float], source: str, code: str) -> None:
    process = make_process(session)
    with pytest.raises(Invalid, match=f"public.population.{code}"):
        set_population(session, SYSTEM, process, Attribute.HELIX, PopulationTold(shares, source))


@pytest.fixture
def process(session: Session) -> Process:
    """Sixty citizens and twenty researchers answered."""
    consultation = make_consultation(session, make_process(session))
    helixes = ["citizen"] * 60 + ["research"] * 20
    sheets = [make_sheet(consultation, helix=helix, fit="yes") for helix in helixes]
    import_submissions(session, SYSTEM, consultation, sheets)
    session.commit()
    return consultation.process


def test_the_record_says_in_words_who_is_missing(client: FlaskClient, session: Session, process: Process) -> None:
    sign_in(client, make_member(session, process, Role.ORGANISER))
    assert isinstance(client, BrowserLikeClient)
    here = f"/en/p/{process.public_id}/manage/record/population/helix"
    wrong = client.submit(here, {"table": "Martians; 5\nCitizens; 5", "source": "A census of 2025"})
    assert wrong.status_code == 422 and "A census of 2025" in wrong.text and "Line 1 cannot be read" in wrong.text
    told = {"share_citizen": "50", "share_research": "10", "share_business": "40", "source": "A census", "year": "2025"}
    assert client.submit(here, told).status_code == 303
    record = client.get(f"/en/p/{process.public_id}/").text
    assert "Fewer than in the population: Businesses (0 % instead of 40 %)." in record.replace("\xa0", " ").replace(
        "0%", "0 %"
    )
    assert "A census" in record and "(2025)" in record and "Shares of 80 people" in record
    assert client.submit(here, to=f"{here}/remove").status_code == 303
    assert populations_of(session, process) == {}
    assert "Compared with the population" not in client.get(f"/en/p/{process.public_id}/").text
