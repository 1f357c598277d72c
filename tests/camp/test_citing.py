"""From a theme to what a camp made of it: information sheets and cards."""

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate.camp import card_queries
from cocreate.camp.models import CardSource
from cocreate.core.permissions import SYSTEM, Role
from cocreate.process.models import Process
from cocreate.survey.models import Consultation
from cocreate.themes import commands, queries
from cocreate.themes.models import Theme
from tests.factories.accounts import make_member, sign_in
from tests.factories.camp import make_camp, make_card
from tests.factories.themes import read_consultation


def accepted(session: Session) -> tuple[Consultation, Process, Theme]:
    consultation, themes = read_consultation(session)
    process = consultation.process
    commands.accept_theme(
        session,
        SYSTEM,
        process,
        themes[0],
        belongs_to=None,
        place=process.challenges[0],
        version=themes[0].version,
    )
    return consultation, process, themes[0]


def test_a_theme_leads_to_its_cards_and_sheets(client: FlaskClient, session: Session) -> None:
    _consultation, process, theme = accepted(session)
    camp = make_camp(session, process)
    shown = make_card(session, camp.groups[0].board, text="Night buses on demand")
    hidden = make_card(session, camp.groups[0].board, text="Nobody shall see this yet")
    hidden.is_private = True
    for card in (shown, hidden):
        session.add(CardSource(card_id=card.id, theme_id=theme.id))
    session.commit()
    assert card_queries.cards_citing(session, process, theme) == [shown]
    sign_in(client, make_member(session, process, Role.ANALYST))
    page = client.get(f"/en/p/{process.public_id}/manage/themes/{theme.public_id}").text
    assert "Night buses on demand" in page and "Nobody shall see this yet" not in page
    assert f"/boards/{camp.groups[0].board.public_id}/cards" in page
    groups = [group for group in camp.groups if group.challenge_id == theme.challenge_id]
    assert groups and all(f"/boards/{group.board.public_id}/sheet" in page for group in groups)


def test_a_card_that_cites_a_theme_of_an_earlier_reading_is_found_from_the_theme_it_is_now(session: Session) -> None:
    consultation, process, theme = accepted(session)
    camp = make_camp(session, process)
    card = make_card(session, camp.groups[0].board, text="Night buses on demand")
    session.add(CardSource(card_id=card.id, theme_id=theme.id))
    commands.start_run(session, SYSTEM, process, consultation, seed=5, subsamples=4)
    session.commit()
    session.expire_all()
    (heir,) = queries.accepted_themes(session, process)
    assert heir.id != theme.id
    assert card_queries.cards_citing(session, process, heir) == [card]
