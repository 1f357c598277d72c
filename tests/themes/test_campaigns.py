"""Campaigns are shown as such, count as people decide, and every page with numbers says how."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import SYSTEM, Role
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.commands.opening import close_consultation
from cocreate.survey.models import Answer, Submission
from cocreate.themes import commands, queries
from cocreate.themes.models import AnalysisRun, Theme, ThemeAnswer
from cocreate.themes.rules import Belonging
from tests.factories.accounts import make_member, sign_in
from tests.factories.survey import make_sheet
from tests.factories.themes import answered_consultation

TEMPLATE = "We ask for a cycle path along the canal from the station to the park, safe for children."
COPIES = 12


class Site:
    """A consultation with a campaign of twelve, read; an analyst is at the page."""

    def __init__(self, session: Session, client: FlaskClient) -> None:
        self.session, self.client = session, client
        consultation = answered_consultation(session)
        sheets = [make_sheet(consultation, new_challenge=TEMPLATE) for _number in range(COPIES)]
        import_submissions(session, SYSTEM, consultation, sheets)
        commands.start_run(session, SYSTEM, consultation.process, consultation, seed=1, subsamples=8)
        session.commit()
        session.expire_all()
        run = queries.current_run(session, consultation)
        assert run is not None
        self.run: AnalysisRun = run
        self.template = run.campaigns["new_challenge"][0]["template"]
        rows = select(Theme).join(ThemeAnswer).where(ThemeAnswer.answer_id == self.template, ThemeAnswer.is_main)
        self.theme = session.scalars(rows).one()
        base = f"/en/p/{consultation.process.public_id}/manage/themes"
        self.board = f"{base}/of/{consultation.public_id}"
        self.page, self.report = f"{self.board}/campaigns", f"{self.board}/report"
        self.of_theme = f"{base}/{self.theme.public_id}"
        sign_in(client, make_member(session, consultation.process, Role.ANALYST, email="ada@example.org", name="Ada"))
        session.commit()

    def count(self, how: str, seen: str) -> int:
        told = {"template": self.template, "count": how, "seen": seen}
        return int(self.client.submit(self.page, told).status_code)  # type: ignore[attr-defined]


@pytest.fixture
def site(session: Session, client: FlaskClient) -> Site:
    return Site(session, client)


def test_a_campaign_is_shown_with_its_text_and_how_many_used_it(site: Site) -> None:
    shown = site.client.get(site.page).text
    assert TEMPLATE in shown and "12 answers" in shown and "12 word for word" in shown
    assert "Counted for every person" in shown and site.theme.size >= COPIES


def test_a_campaign_counts_once_if_people_say_so_and_every_page_says_which(site: Site) -> None:
    before = site.theme.size
    pages = (site.board, site.of_theme, site.report, site.page)
    assert not [page for page in pages if "left out of the numbers" in site.client.get(page).text]
    assert site.count("once", "many") == 303
    assert site.theme.size == before - COPIES + 1 == sum(site.theme.by_language.values())
    for page in pages:
        assert "11 answers are left out of the numbers" in site.client.get(page).text, page
    assert "19 of 20 answers are in a theme" in site.client.get(site.board).text
    shown = site.client.get(site.page).text
    assert "Counted once" in shown and "decided by Ada" in shown


def test_counting_for_every_person_again_brings_the_numbers_back(site: Site) -> None:
    before = (site.theme.size, dict(site.theme.by_helix))
    site.count("once", "many")
    site.count("many", "once")
    assert (site.theme.size, site.theme.by_helix) == before
    lines = site.session.scalars(select(AuditEntry).where(AuditEntry.verb == "themes:campaign:count")).all()
    assert [line.details["is_once"] for line in lines] == [True, False]
    assert "cycle path" not in str([line.details for line in lines])


def test_two_analysts_never_decide_over_each_other(site: Site) -> None:
    assert site.count("once", "many") == 303
    assert site.count("once", "many") == 409


def test_answers_that_oppose_each_other_stand_side_by_side(site: Site) -> None:
    one, other = site.session.scalars(select(Answer).where(Answer.text.contains("uses")).limit(2)).all()
    told = {"theme": "", "in_favour": one.id, "against": other.id, "closeness": 0.9, "words": [["more", "fewer"]]}
    site.run.oppositions = {"new_challenge": [told]}
    site.session.commit()
    shown = site.client.get(site.page).text
    assert "Pairs that oppose each other" in shown and "“more”" in shown and "“fewer”" in shown
    assert one.text in shown and other.text in shown


def test_a_form_that_names_no_campaign_is_refused_in_words(site: Site) -> None:
    assert site.client.submit(site.page, {}).status_code == 422  # type: ignore[attr-defined]
    assert site.theme.size >= COPIES


def test_a_new_reading_keeps_that_a_campaign_counts_once_and_says_so(site: Site) -> None:
    site.count("once", "many")
    consultation = site.run.consultation
    more = [make_sheet(consultation, new_challenge=TEMPLATE) for _number in range(2)]
    import_submissions(site.session, SYSTEM, consultation, more)
    commands.start_run(site.session, SYSTEM, consultation.process, consultation, seed=2, subsamples=4)
    site.session.commit()
    site.session.expire_all()
    run = queries.current_run(site.session, consultation)
    assert run is not None and run.id != site.run.id
    shown = site.client.get(site.page).text
    for said in ("14 answers", "Counted once", "decided by Ada", "kept from the reading before",
                 "13 answers are left out of the numbers"):  # fmt: skip
        assert said in shown, said
    assert (
        sum(theme.size for _question, themes in queries.themes_by_question(site.session, run) for theme in themes) == 19
    )
    (line,) = site.session.scalars(select(AuditEntry).where(AuditEntry.verb == "themes:campaign:keep")).all()
    assert line.details["copies"] == 13 and line.details["campaigns"] == 1
    template = run.campaigns["new_challenge"][0]["template"]
    told = {"template": template, "count": "many", "seen": "once"}
    assert site.client.submit(site.page, told).status_code == 303  # type: ignore[attr-defined]
    assert "kept from the reading before" not in site.client.get(site.page).text


def test_another_campaign_in_a_new_reading_counts_for_every_person(site: Site) -> None:
    site.count("once", "many")
    consultation = site.run.consultation
    site.session.execute(update(Submission).where(Submission.answers.any(text=TEMPLATE)).values(left_out="copies"))
    other = [make_sheet(consultation, new_challenge="Please " + TEMPLATE[::-1]) for _number in range(COPIES)]
    import_submissions(site.session, SYSTEM, consultation, other)
    commands.start_run(site.session, SYSTEM, consultation.process, consultation, seed=2, subsamples=4)
    site.session.commit()
    shown = site.client.get(site.page).text
    assert "Counted for every person" in shown and "left out of the numbers" not in shown


def test_every_public_list_of_themes_says_that_copies_count_once(site: Site) -> None:
    consultation = site.run.consultation
    process = consultation.process
    ((_question, themes),) = queries.themes_by_question(site.session, site.run)
    for theme in themes:
        commands.accept_theme(site.session, SYSTEM, process, theme, belongs_to=Belonging.NEW, version=theme.version)
    close_consultation(site.session, SYSTEM, consultation)
    process.minimum_cell = 1
    site.session.commit()
    base = f"/en/p/{process.public_id}"
    lists = (f"{base}/themes/", f"{base}/", f"{base}/consultations/{consultation.public_id}/results")
    for page in lists:
        shown = site.client.get(page).text
        assert f"themes/{site.theme.public_id}" in shown and "left out of the numbers" not in shown, page
    site.count("once", "many")
    for page in lists:
        assert "11 answers are left out of the numbers" in site.client.get(page).text, page
