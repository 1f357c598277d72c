"""Double coding: a sample, people who code alone, how far all agree, and what they settle."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.accounts.models import User
from cocreate.core.permissions import SYSTEM, Role
from cocreate.themes import commands as themes
from cocreate.themes import double_coding
from cocreate.themes.models import CodingChoice, CodingRound, CodingUnit, Theme, ThemeAnswer
from cocreate.themes.queries import current_run, members_of
from cocreate.themes.steps import moving
from tests.factories.accounts import make_member, sign_in
from tests.factories.themes import read_consultation


class Site:
    """A read consultation, and an address for its pages of double coding."""

    def __init__(self, session: Session, app: Flask) -> None:
        self.session, self.app = session, app
        self.consultation, self.themes = read_consultation(session)
        self.base = f"/en/p/{self.consultation.process.public_id}/manage/themes/of/{self.consultation.public_id}/coding"

    def member(self, name: str, role: Role = Role.ANALYST) -> tuple[User, Any]:
        """Somebody of the team, and the browser in which they are signed in."""
        user = make_member(self.session, self.consultation.process, role, email=f"{name}@example.org", name=name)
        browser = self.app.test_client()
        sign_in(browser, user)
        return user, browser

    def draw(self, browser: Any, size: int = 19) -> CodingRound:
        told = {"question": self.themes[0].question.public_id, "size": str(size)}
        assert browser.submit(self.base, told).status_code == 303
        return self.session.scalars(select(CodingRound).order_by(CodingRound.id.desc())).first()  # type: ignore[return-value]

    def code(self, browser: Any, coding: CodingRound, change: dict[int, str] | None = None) -> None:
        """Code everything as the machine did, apart from what is named by number."""
        page = f"{self.base}/{coding.public_id}"
        for unit in self.units(coding):
            choice = (change or {}).get(unit.number, unit.machine)
            assert browser.submit(page, {"number": str(unit.number), "choice": choice}).status_code == 303

    def units(self, coding: CodingRound) -> list[CodingUnit]:
        rows = select(CodingUnit).where(CodingUnit.round_id == coding.id).order_by(CodingUnit.number)
        return list(self.session.scalars(rows))


@pytest.fixture
def site(session: Session, app: Flask) -> Site:
    return Site(session, app)


def test_a_sample_holds_each_theme_and_where_the_machine_had_put_each_answer(site: Site) -> None:
    _ada, browser = site.member("ada")
    units = site.units(site.draw(browser))
    machine = {unit.answer_id: unit.machine for unit in units}
    assert len(machine) == 19 and sorted(unit.number for unit in units) == list(range(1, 20))
    members = members_of(site.session, site.themes)
    assert all(machine[row.answer_id] == theme.public_id for theme in site.themes for row in members[theme.id])
    assert list(machine.values()).count("none") == 1


def test_a_form_sent_twice_draws_one_sample(site: Site) -> None:
    _user, browser = site.member("draws")
    told = {"question": site.themes[0].question.public_id, "size": "19", "form_id": "abcdefgh1234"}
    for _click in range(2):
        assert browser.submit(site.base, told).status_code == 303
    assert [row.public_id for row in site.session.scalars(select(CodingRound))] == ["abcdefgh1234"]


def test_what_people_moved_counts_as_the_machine_had_it(site: Site) -> None:
    ada, browser = site.member("ada")
    first, second = site.themes[:2]
    run = current_run(site.session, site.consultation)
    assert run is not None
    (moved, *_rest) = [row.answer_id for row in members_of(site.session, [first])[first.id]]
    moving.move_answers(
        site.session, SYSTEM, site.consultation.process, first, [moved], second, run=run, version=first.version
    )
    site.session.commit()
    machine = {unit.answer_id: unit.machine for unit in site.units(site.draw(browser))}
    assert machine[moved] == first.public_id and ada.id


def test_a_coder_sees_the_answer_and_the_list_and_nothing_of_others(site: Site) -> None:
    _ada, first = site.member("ada")
    _bob, second = site.member("bob", Role.FACILITATOR)
    coding = site.draw(first)
    page = f"{site.base}/{coding.public_id}"
    first.submit(page, {"number": "1", "choice": site.themes[0].public_id})
    shown = second.get(page).text
    assert "Answer 1 of 19" in shown and "checked" not in shown and "0 of 19" in shown
    assert "The results appear once you are through" in first.get(f"{page}/results").text


def test_nobody_reads_what_others_said_before_coding_and_a_settled_answer_waits_for_nobody(site: Site) -> None:
    _ada, first = site.member("ada")
    _bob, second = site.member("bob", Role.FACILITATOR)
    _cleo, third = site.member("cleo", Role.ORGANISER)
    _dan, observer = site.member("dan", Role.OBSERVER)
    coding = site.draw(first)
    page = f"{site.base}/{coding.public_id}/results"
    site.code(first, coding)
    site.code(second, coding, {1: "none"})
    for browser, is_blind in ((first, False), (second, False), (third, True), (observer, False)):
        shown = browser.get(page).text
        assert ("You have not coded all" in shown) is is_blind and ("Where people disagreed" in shown) is not is_blind
    assert first.submit(page, {"number": "1", "choice": "none", "seen": ""}).status_code == 303
    for unit in site.units(coding)[1:]:
        third.submit(f"{site.base}/{coding.public_id}", {"number": str(unit.number), "choice": unit.machine})
    assert "Where people disagreed" in third.get(page).text


def test_people_and_machine_are_compared_and_disagreements_settled(site: Site) -> None:
    _ada, first = site.member("ada")
    _bob, second = site.member("bob", Role.FACILITATOR)
    coding = site.draw(first)
    site.code(first, coding)
    other = next(unit for unit in site.units(coding) if unit.machine == site.themes[0].public_id)
    site.code(second, coding, {other.number: site.themes[1].public_id})
    page = f"{site.base}/{coding.public_id}/results"
    shown = first.get(page).text
    assert "Of 19 answers that at least two people coded, all said the same about 18" in shown
    assert "1 answer; 1 still to settle" in shown and "On 18 answers" in shown and "100 %" in shown
    before = site.session.execute(select(ThemeAnswer.theme_id, ThemeAnswer.answer_id, ThemeAnswer.strength)).all()
    sizes = [theme.size for theme in site.themes]
    told = {"number": str(other.number), "choice": site.themes[1].public_id, "seen": ""}
    assert first.submit(page, told).status_code == 303
    outcome = double_coding.outcome_of(site.session, coding)
    assert outcome.machine.units == 19 and outcome.open == 0
    assert outcome.machine.micro is not None and outcome.machine.micro.value == pytest.approx(18 / 19, abs=1e-3)
    after = site.session.execute(select(ThemeAnswer.theme_id, ThemeAnswer.answer_id, ThemeAnswer.strength)).all()
    assert before == after and sizes == [theme.size for theme in site.session.scalars(select(Theme)).all()]
    late = first.submit(page, told)
    assert late.status_code == 409 and "Somebody else changed this" in late.text


def test_a_choice_can_be_changed_until_it_is_settled(site: Site) -> None:
    ada, browser = site.member("ada")
    coding = site.draw(browser)
    page = f"{site.base}/{coding.public_id}"
    for choice in (site.themes[0].public_id, "none"):
        browser.submit(page, {"number": "1", "choice": choice})
    rows = site.session.scalars(select(CodingChoice)).all()
    assert [(row.coder_id, row.choice) for row in rows] == [(ada.id, "none")]
    refused = browser.submit(page, {"number": "2", "choice": "something"})
    assert refused.status_code == 422 and "Please choose a theme" in refused.text


def test_without_two_coders_nothing_is_said(site: Site) -> None:
    _ada, browser = site.member("ada")
    coding = site.draw(browser)
    site.code(browser, coding)
    shown = browser.get(f"{site.base}/{coding.public_id}/results").text
    assert "Nothing can be said yet" in shown and "Nothing to compare yet" in shown


def test_after_a_new_reading_samples_of_the_earlier_one_can_be_looked_at_and_stay(site: Site) -> None:
    _ada, first = site.member("ada")
    _bob, second = site.member("bob", Role.FACILITATOR)
    coding = site.draw(first)
    site.code(first, coding)
    site.code(second, coding)
    begun = site.draw(first)
    first.submit(f"{site.base}/{begun.public_id}", {"number": "1", "choice": "none"})
    themes.start_run(site.session, SYSTEM, site.consultation.process, site.consultation, seed=2, subsamples=4)
    site.session.commit()
    site.session.expire_all()
    listed = first.get(site.base).text
    assert listed.count("drawn from an earlier reading") == 2 and ">Code<" not in listed and ">Results<" in listed
    page = f"{site.base}/{coding.public_id}"
    shown = first.get(f"{page}/results").text
    assert "Of 19 answers that at least two people coded" in shown and "drawn from an earlier reading" in shown
    assert first.get(page).headers["Location"].endswith("/results")
    assert "People with each other" in first.get(f"{site.base}/{begun.public_id}/results").text, "nobody is at it"
    said = select(CodingChoice.unit_id, CodingChoice.choice, CodingUnit.settled).join(CodingUnit)
    before = site.session.execute(said).all()
    number = {"number": "1", "choice": site.themes[0].public_id, "seen": ""}
    for address in (page, f"{page}/results"):
        refused = first.submit(site.base, number, to=address)
        assert refused.status_code == 409 and "belongs to an earlier reading" in refused.text
    assert site.session.execute(said).all() == before


def test_the_report_tells_of_samples_of_earlier_readings_too(site: Site) -> None:
    _ada, first = site.member("ada")
    _bob, second = site.member("bob", Role.FACILITATOR)
    coding = site.draw(first)
    site.code(first, coding)
    site.code(second, coding)
    report = site.base.replace("/coding", "/report")
    assert "Krippendorff" in first.get(report).text and "earlier reading" not in first.get(report).text
    themes.start_run(site.session, SYSTEM, site.consultation.process, site.consultation, seed=2, subsamples=4)
    site.session.commit()
    site.session.expire_all()
    shown = first.get(report).text
    assert "Krippendorff" in shown and "drawn from the themes of an earlier reading" in shown


def test_an_odd_size_is_said_in_words(site: Site, client: FlaskClient) -> None:
    _ada, browser = site.member("ada")
    told = {"question": site.themes[0].question.public_id, "size": "3"}
    refused = browser.submit(site.base, told)
    assert refused.status_code == 422 and "From 10 to 400, please." in refused.text
