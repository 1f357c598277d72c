"""What is asked for, and why: on a theme's page, counted on its usual base, and erased with the answer."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM, Role
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.models import Answer, Consultation, Submission
from cocreate.themes import commands, queries
from cocreate.themes.asking import asked_page, count_asking, quotable, requests_in, store_requests
from cocreate.themes.models import CampaignCopy, Request, Theme, ThemeAnswer
from tests.factories.accounts import make_member, sign_in
from tests.factories.survey import make_sheet
from tests.factories.themes import answered_consultation

LONG = "We need more buses in the evening because the last one leaves at eight. The stop is too dark and dangerous."


class Site:
    def __init__(self, session: Session, client: FlaskClient) -> None:
        self.session, self.client = session, client
        self.consultation: Consultation = answered_consultation(session)
        process = self.consultation.process
        import_submissions(session, SYSTEM, self.consultation, [make_sheet(self.consultation, new_challenge=LONG)])
        commands.start_run(session, SYSTEM, process, self.consultation, seed=1, subsamples=4)
        session.commit()
        session.expire_all()
        self.answer = session.scalars(select(Answer).where(Answer.text == LONG)).one()
        mine = select(Theme).join(ThemeAnswer).where(ThemeAnswer.answer_id == self.answer.id, ThemeAnswer.is_main)
        self.theme = session.scalars(mine).one()
        self.page = f"/en/p/{process.public_id}/manage/themes/{self.theme.public_id}"
        sign_in(client, make_member(session, process, Role.ANALYST, email="ada@example.org"))
        session.commit()

    def copies(self, count: int) -> None:
        sheets = [make_sheet(self.consultation, new_challenge=LONG) for _number in range(count)]
        import_submissions(self.session, SYSTEM, self.consultation, sheets)
        fresh = self.session.scalars(select(Answer).where(Answer.text == LONG, Answer.id != self.answer.id)).all()
        for answer in fresh:
            row = {"theme_id": self.theme.id, "answer_id": answer.id, "strength": 0.5, "is_main": True}
            self.session.add(ThemeAnswer(**row))
        store_requests(self.session, requests_in((answer.id, LONG, "en") for answer in fresh))
        self.session.commit()


@pytest.fixture
def site(session: Session, client: FlaskClient) -> Site:
    return Site(session, client)


def test_a_themes_page_tells_what_is_asked_for_and_why_with_the_words_that_decided(site: Site) -> None:
    shown = site.client.get(site.page).text
    part = shown[shown.index("What is asked for, and why") : shown.index("From here")]
    count = count_asking(site.session, site.theme)
    assert 0 < count.asking < count.answers == site.theme.size
    assert f"{count.asking} of {count.answers} answers ask for something." in part
    assert "buses <mark>should</mark> run later at night." in part and "No reason was found." in part
    part = site.client.get(f"{site.page}/asked").text
    assert "<mark>We need</mark> more buses in the evening" in part
    assert "<mark>because</mark> the last one leaves at eight." in part and "dangerous" in part
    assert f"/answers/{site.answer.id}" in part


def test_an_answer_half_dutch_half_french_is_read_and_shown_each_half_in_its_language(site: Site) -> None:
    dutch = "Wij vragen meer groen in de wijk omdat het er te warm is."
    french = "Il faudrait aussi plus de bancs publics dans notre quartier. C'est dangereux pour les aînés."
    site.answer.text, site.answer.text_language = f"{dutch} {french}", "nl"
    store_requests(site.session, requests_in([(site.answer.id, site.answer.text, "nl")]))
    site.session.commit()
    asked, _pages = asked_page(site.session, site.theme, 1)
    mine = [each for each in asked if each.answer.id == site.answer.id]
    told = [[(part.language, part.text) for part in (each.proposal, *each.reasons)] for each in mine]
    assert told == [
        [("nl", "Wij vragen meer groen in de wijk"), ("nl", "omdat het er te warm is.")],
        [("fr", french.split(". ")[0] + "."), ("fr", french.split(". ")[1])],
    ]
    assert list(mine[1].proposal.words) == ["faudrait"]
    page = site.client.get(f"{site.page}/asked").text
    assert re.search(r'lang="nl"[^>]*><p><mark>Wij vragen</mark>', page)
    assert re.search(r'lang="fr"[^>]*><p>Il <mark>faudrait</mark>', page)


def test_all_that_is_asked_for_has_pages_of_its_own(site: Site) -> None:
    site.copies(30)
    assert f"{site.page}/asked" in site.client.get(site.page).text
    first, second = (site.client.get(f"{site.page}/asked?page={number}").text for number in (1, 2))
    asked = site.session.scalar(
        select(func.count()).select_from(Request).join(ThemeAnswer, ThemeAnswer.answer_id == Request.answer_id)
        .where(ThemeAnswer.theme_id == site.theme.id, ThemeAnswer.is_main)
    )  # fmt: skip
    links = [set(re.findall(r"/answers/(\w+)", shown)) for shown in (first, second)]
    assert asked is not None and len(links[0]) == 25 and len(links[0] | links[1]) == asked


def test_the_most_typical_answers_come_first(site: Site) -> None:
    found, _pages = asked_page(site.session, site.theme, 1)
    rows = select(ThemeAnswer.answer_id, ThemeAnswer.strength).where(ThemeAnswer.theme_id == site.theme.id)
    strength = {row.answer_id: row.strength for row in site.session.execute(rows)}
    strengths = [strength[each.answer.id] for each in found]
    assert len(strengths) > 1 and strengths == sorted(strengths, reverse=True)


def test_sheets_left_out_and_copies_that_count_once_ask_for_nothing(site: Site) -> None:
    before = count_asking(site.session, site.theme)
    site.session.add(CampaignCopy(run_id=site.theme.run_id, answer_id=site.answer.id))
    site.session.flush()
    after = count_asking(site.session, site.theme)
    assert (after.asking, after.answers) == (before.asking - 1, before.answers - 1)
    assert site.answer.id not in {each.answer.id for each in asked_page(site.session, site.theme, 1)[0]}


def test_what_an_answer_asks_for_in_passing_is_not_its_main_themes(site: Site) -> None:
    other = next(row for _q, rows in queries.themes_by_question(site.session, site.theme.run) for row in rows
                 if row.id != site.theme.id)  # fmt: skip
    passing = {"theme_id": other.id, "answer_id": site.answer.id, "strength": 0.4, "is_main": False}
    site.session.add(ThemeAnswer(**passing, start=0, stop=72))
    site.session.flush()
    assert site.answer.id not in {each.answer.id for each in asked_page(site.session, site.theme, 1)[0]}


def test_only_who_agreed_and_tells_nothing_of_themselves_is_quoted(site: Site) -> None:
    assert site.answer.id in {each.answer.id for each in quotable(site.session, site.theme)}
    site.answer.text = LONG + " Call me on 02 123 45 67, ada.peeters@example.org."
    site.session.flush()
    assert site.answer.id not in {each.answer.id for each in quotable(site.session, site.theme)}
    site.answer.text = LONG
    sheet = site.session.get_one(Submission, site.answer.submission_id)
    sheet.may_quote = False
    site.session.flush()
    assert site.answer.id not in {each.answer.id for each in quotable(site.session, site.theme)}


def test_what_was_asked_for_is_erased_with_the_answer(site: Site) -> None:
    mine = select(func.count()).select_from(Request).where(Request.answer_id == site.answer.id)
    assert site.session.scalar(mine) == 1
    site.session.execute(delete(Submission).where(Submission.id == site.answer.submission_id))
    assert site.session.scalar(mine) == 0


def test_a_theme_read_before_proposals_were_looked_for_claims_nothing(site: Site) -> None:
    site.session.execute(delete(Request))
    site.session.commit()
    assert "What is asked for" not in site.client.get(site.page).text
