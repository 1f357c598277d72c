"""What everybody sees of themes: accepted ones when their time has come, and no number that tells of few people."""

import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.analysis.disclosure import HIDDEN
from cocreate.camp import queries as camps
from cocreate.core.permissions import SYSTEM, Role
from cocreate.ops.export import export_process
from cocreate.public import queries
from cocreate.public.editions import facts_of
from cocreate.public.figures import figures_of
from cocreate.search.sources.voices import answers, proposed_themes, themes
from cocreate.selection import commands as selection
from cocreate.survey.commands.opening import close_consultation
from cocreate.survey.models import Answer, Submission
from cocreate.survey.protection.commands import erase_some
from cocreate.themes import commands, publishing
from cocreate.themes.models import Theme, ThemeAnswer
from cocreate.themes.rules import Belonging
from tests.factories.accounts import make_member, sign_in
from tests.factories.camp import make_camp, make_card
from tests.factories.themes import read_consultation

SMALL = "too few answers to show how many"


class Site:
    """An open consultation with an accepted theme of six answers by five families of the helix."""

    def __init__(self, session: Session, client: FlaskClient) -> None:
        self.session, self.client = session, client
        self.consultation, (self.theme, *_others) = read_consultation(session)
        self.process = self.consultation.process
        words, options = {"en": "Later buses"}, {"belongs_to": Belonging.NEW}
        commands.rename_theme(session, SYSTEM, self.process, self.theme, labels=words, version=self.theme.version)
        commands.accept_theme(session, SYSTEM, self.process, self.theme, version=self.theme.version, **options)
        self.base = f"/en/p/{self.process.public_id}"
        session.commit()

    def close(self) -> None:
        close_consultation(self.session, SYSTEM, self.consultation)
        self.session.commit()

    def page(self, rest: str) -> str:
        return self.client.get(self.base + rest).text

    def texts(self) -> list[str]:
        mine = select(Answer.text).join(ThemeAnswer, ThemeAnswer.answer_id == Answer.id)
        return list(self.session.scalars(mine.where(ThemeAnswer.theme_id == self.theme.id)))

    def sheets(self) -> list[Submission]:
        mine = select(Submission).join(Answer).join(ThemeAnswer, ThemeAnswer.answer_id == Answer.id)
        return list(self.session.scalars(mine.where(ThemeAnswer.theme_id == self.theme.id)))


@pytest.fixture
def site(session: Session, client: FlaskClient) -> Site:
    return Site(session, client)


def table(site: Site, folder: Path, name: str) -> list[dict[str, Any]]:
    folder = folder / f"export-{len(list(folder.iterdir()))}"
    export_process(site.session, site.process, folder, licence="CC0-1.0", now=datetime(2026, 3, 1, tzinfo=UTC))
    (path,) = folder.rglob(f"{name}.csv")
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def test_a_theme_of_few_answers_is_told_without_number_groups_and_words(site: Site, tmp_path: Path) -> None:
    site.close()
    for page in ("/themes/", f"/themes/{site.theme.public_id}", "/"):
        shown = site.page(page)
        assert "Later buses" in shown and SMALL in shown and "6 answers" not in shown, page
        assert not [text for text in site.texts() if text in shown], page
    assert "<table" not in site.page(f"/themes/{site.theme.public_id}")
    assert facts_of(site.session, site.process)["themes"][0]["answers"] == "hidden"
    assert "themes" not in [figure.key for figure in figures_of(site.session, site.process)]
    assert {row["size"] for row in table(site, tmp_path, "themes")} == {"hidden"}
    assert table(site, tmp_path, "theme_counts") == table(site, tmp_path, "theme_answers") == []


def test_a_larger_theme_is_told_with_its_number_and_its_words(site: Site) -> None:
    site.process.minimum_cell = 1
    site.close()
    shown = site.page(f"/themes/{site.theme.public_id}")
    assert "6 answers" in shown and "<table" in shown and any(text in shown for text in site.texts())


def test_a_page_hides_the_cells_that_the_report_hides(site: Site) -> None:
    site.process.minimum_cell = 3
    for number, sheet in enumerate(site.sheets()):
        sheet.helix = "research" if number == 0 else "citizen"
    site.close()
    told = publishing.told_of(site.session, [site.theme])[site.theme.id]
    assert told.size == 6 and told.by_helix == {"citizen": HIDDEN, "research": HIDDEN}
    report = site.client.get(f"{site.base}/themes/report/{site.consultation.public_id}/themes.json").json
    (theme,) = report["questions"][0]["themes"]
    assert theme["answers"] == 6
    assert {key: share["count"] for key, share in theme["by_helix"].items() if key in told.by_helix} == {
        "citizen": "hidden",
        "research": "hidden",
    }


def test_nobody_sees_themes_before_the_close(site: Site, tmp_path: Path) -> None:
    site.process.minimum_cell = 1
    site.session.commit()
    address = f"/themes/{site.theme.public_id}"
    found = [answer for answer in site.session.scalars(select(ThemeAnswer.answer_id)) if answer]
    assert site.client.get(site.base + address).status_code == 404
    assert not [page for page in ("/themes/", "/", "/fates/") if "Later buses" in site.page(page)]
    assert {site.client.get(f"{site.base}/answers/{key}").status_code for key in found} == {404}
    assert facts_of(site.session, site.process)["themes"] == []
    assert [*themes(site.session, site.process, None), *answers(site.session, site.process, None)] == []
    assert table(site, tmp_path, "themes") == []
    site.close()
    assert site.client.get(site.base + address).status_code == 200 and "Later buses" in site.page("/")
    assert [each.ref for each in themes(site.session, site.process, None)] == [site.theme.public_id]


def test_the_team_and_the_boards_of_a_camp_have_them_before_the_close(site: Site) -> None:
    board = make_camp(site.session, site.process).groups[0].board
    assert site.theme in camps.citable_themes(site.session, site.process, board.group)
    assert site.theme.public_id in [each.ref for each in proposed_themes(site.session, site.process, None)]
    sign_in(site.client, make_member(site.session, site.process, Role.ANALYST))
    site.session.commit()
    assert site.client.get(f"{site.base}/themes/{site.theme.public_id}").status_code == 200
    assert "Later buses" in site.page("/themes/")


def test_results_that_are_public_while_people_answer_have_their_themes(site: Site) -> None:
    site.consultation.results_rule = "live"
    site.session.commit()
    assert site.client.get(f"{site.base}/themes/{site.theme.public_id}").status_code == 200


def trail_of(site: Site) -> queries.SidTrail:
    board = make_camp(site.session, site.process).groups[0].board
    card = make_card(site.session, board, "Night buses", themes=(site.theme.public_id,))
    sid = selection.promote_card(site.session, SYSTEM, site.process, card, title={"en": "Night mobility"})
    site.session.commit()
    return queries.trail_of_sid(site.session, sid)


def cited(trail: queries.SidTrail) -> list[Theme]:
    return [theme for card in trail.cards for theme in card.themes]


def test_a_domain_names_no_theme_before_the_close(site: Site) -> None:
    trail = trail_of(site)
    assert len(trail.cards) == 1 and cited(trail) == [] and trail.answers is None


def test_a_domain_does_not_count_the_answers_of_a_small_theme(site: Site) -> None:
    site.close()
    trail = trail_of(site)
    assert cited(trail) == [site.theme] and trail.answers is None


def test_the_number_of_a_theme_stands_when_the_answers_are_erased(site: Site) -> None:
    site.process.minimum_cell = 1
    site.close()
    erase_some(site.session, site.consultation, 100)
    site.consultation.erased_at = clock.now()
    site.session.commit()
    assert "6 answers" in site.page("/themes/")
