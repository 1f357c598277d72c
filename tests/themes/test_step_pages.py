"""The pages on which answers move, themes are split and steps are undone, as an analyst meets them."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.permissions import Role
from cocreate.themes import queries
from cocreate.themes.models import Theme, ThemeStep, UnplacedAnswer
from tests.factories.accounts import make_member, sign_in
from tests.factories.themes import read_consultation


@pytest.fixture
def themes(session: Session, client: FlaskClient) -> list[Theme]:
    consultation, themes = read_consultation(session)
    sign_in(client, make_member(session, consultation.process, Role.ANALYST, email="ada@example.org", name="Ada"))
    session.commit()
    return themes


def base(theme: Theme) -> str:
    return f"/en/p/{theme.question.consultation.process.public_id}/manage/themes"


def of(theme: Theme) -> str:
    return f"{base(theme)}/of/{theme.question.consultation.public_id}"


def answers_of(session: Session, theme: Theme) -> list[str]:
    return [row.answer_id for row in queries.members_of(session, [theme])[theme.id] if row.is_main]


def test_chosen_answers_move_and_the_history_says_so_and_brings_them_back(
    client: FlaskClient, session: Session, themes: list[Theme]
) -> None:
    first, second = themes[:2]
    chosen, page = answers_of(session, first)[:2], f"{base(first)}/{first.public_id}/answers"
    told = {"answer": chosen, "target": second.public_id, "do": "move", "version": str(first.version)}
    client.submit(page, told)  # type: ignore[attr-defined]
    assert (first.size, second.size) == (4, 8)
    history = f"{of(first)}/history"
    shown = client.get(history).text
    assert "Answers moved" in shown and "2 answers" in shown and "Ada" in shown and "Undo step 1" in shown
    step = session.scalars(select(ThemeStep)).one()
    client.submit(history, to=f"{history}/{step.public_id}/undo")  # type: ignore[attr-defined]
    assert (first.size, second.size) == (6, 6)
    again = client.get(history).text
    assert "Undone" in again and "Undo step 1" not in again


def test_a_step_on_which_another_rests_says_why_it_stays(
    client: FlaskClient, session: Session, themes: list[Theme]
) -> None:
    first = themes[0]
    for name in ("One", "Two"):
        told = {"labels-en": name, "version": str(first.version)}
        client.submit(f"{base(first)}/{first.public_id}", told, to=f"{base(first)}/{first.public_id}/name")  # type: ignore[attr-defined]
    history = f"{of(first)}/history"
    shown = client.get(history).text
    assert "Undo step 2" in shown and "Undo step 1" not in shown and "undo that one first" in shown
    step = session.scalars(select(ThemeStep).where(ThemeStep.number == 1)).one()
    refused = client.submit(history, to=f"{history}/{step.public_id}/undo")  # type: ignore[attr-defined]
    assert refused.status_code == 409 and "undo that one first" in refused.text


def test_chosen_answers_become_a_theme_of_their_own(client: FlaskClient, session: Session, themes: list[Theme]) -> None:
    first = themes[0]
    page = f"{base(first)}/{first.public_id}/answers"
    told = {"answer": answers_of(session, first)[:1], "do": "split", "labels-en": "Late", "version": str(first.version)}
    assert client.submit(page, told).status_code == 303  # type: ignore[attr-defined]
    new = session.scalars(select(Theme).where(Theme.stability.is_(None), Theme.run_id == first.run_id)).one()
    assert new.title == {"en": "Late"} and new.size == 1 and first.size == 5
    assert "Late" in client.get(of(first)).text


def test_a_split_without_a_name_keeps_what_was_chosen(
    client: FlaskClient, session: Session, themes: list[Theme]
) -> None:
    first = themes[0]
    (one,) = answers_of(session, first)[:1]
    page = f"{base(first)}/{first.public_id}/answers"
    refused = client.submit(page, {"answer": [one], "do": "split", "version": str(first.version)})  # type: ignore[attr-defined]
    assert refused.status_code == 422 and "give the new theme a name" in refused.text
    assert re.search(rf'value="{one}"[^>]* checked', refused.text)


def test_the_proposal_shows_two_parts_and_carries_out_what_it_showed(
    client: FlaskClient, session: Session, themes: list[Theme]
) -> None:
    first = themes[0]
    page = f"{base(first)}/{first.public_id}/split"
    shown = client.get(page).text
    count = re.search(r"Becomes a new theme: (\d) answer", shown)
    assert count is not None and "Stays in this theme" in shown
    client.submit(page, {"labels-en": "A part", "version": str(first.version)})  # type: ignore[attr-defined]
    assert first.size == 6 - int(count[1])


def test_an_answer_that_stood_in_no_theme_goes_into_one(
    client: FlaskClient, session: Session, themes: list[Theme]
) -> None:
    first = themes[0]
    out = list(session.scalars(select(UnplacedAnswer.answer_id)))
    page = f"{of(first)}/unplaced/{first.question.public_id}"
    assert "no opinion" in client.get(page).text
    client.submit(page, {"answer": out, "target": first.public_id})  # type: ignore[attr-defined]
    assert first.size == 7 and not list(session.scalars(select(UnplacedAnswer)))
    assert "no theme" in client.get(f"{of(first)}/history").text
