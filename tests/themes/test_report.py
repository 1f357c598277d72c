"""The report on themes: one for the team with everything, one for everybody after the close with what is safe."""

import csv
import io
import json
from typing import Any

import pytest
from docx import Document as read_docx
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core import made_files
from cocreate.core.ids import digest
from cocreate.core.jobs import Job
from cocreate.core.permissions import SYSTEM, Role
from cocreate.survey.commands.opening import close_consultation
from cocreate.survey.models import Answer, AnswerFlag, Consultation, Submission
from cocreate.survey.personal.commands import Looked, decide_flags, store_flags
from cocreate.survey.personal.rules import FlagState
from cocreate.themes import commands
from cocreate.themes.models import Theme, ThemeAnswer
from cocreate.themes.reporting import routes
from cocreate.themes.rules import Belonging
from tests.factories.accounts import make_member, sign_in
from tests.factories.survey import make_consultation
from tests.factories.themes import read_consultation


class Site:
    def __init__(self, session: Session, client: FlaskClient) -> None:
        self.session, self.client = session, client
        self.consultation, self.themes = read_consultation(session)
        process = self.consultation.process
        first, second, _third = self.themes
        self.words = {"en": "Later buses"}
        commands.rename_theme(session, SYSTEM, process, first, labels=self.words, version=first.version)
        commands.accept_theme(session, SYSTEM, process, first, belongs_to=Belonging.NEW, version=first.version)
        commands.reject_theme(session, SYSTEM, process, second, reason="Another matter", version=second.version)
        self.base = f"/en/p/{process.public_id}"
        self.team = f"{self.base}/manage/themes/of/{self.consultation.public_id}/report"
        self.public = f"{self.base}/themes/report/{self.consultation.public_id}"
        session.commit()

    def close(self) -> None:
        close_consultation(self.session, SYSTEM, self.consultation)
        self.session.commit()

    def sign_in(self) -> None:
        analyst = make_member(self.session, self.consultation.process, Role.ANALYST, email="ada@example.org")
        sign_in(self.client, analyst)

    def json(self, address: str) -> Any:
        return json.loads(self.client.get(f"{address}/themes.json").text)


@pytest.fixture
def site(session: Session, client: FlaskClient) -> Site:
    return Site(session, client)


def test_the_team_reads_everything_with_its_base_and_how_it_was_done(site: Site) -> None:
    site.sign_in()
    shown = site.client.get(site.team).text
    for said in ("Later buses", "Rejected: Another matter", "18 of 19 answers are in a theme", "no opinion: 1",
                 "6 of 19", "Seed: 1", "scikit-learn", "granularity", "Renamed: 1"):  # fmt: skip
        assert said in shown, said


def test_everybody_reads_the_accepted_themes_after_the_close(site: Site) -> None:
    assert site.client.get(site.public).status_code == 404
    assert site.client.get(f"{site.public}/themes.csv").status_code == 404
    site.close()
    shown = site.client.get(site.public).text
    assert "Later buses" in shown and "Another matter" not in shown
    told = site.json(site.public)
    assert [theme["id"] for question in told["questions"] for theme in question["themes"]] == [site.themes[0].public_id]


def test_small_numbers_are_not_told_to_everybody_nor_to_be_worked_out(site: Site) -> None:
    site.close()
    (question,) = site.json(site.public)["questions"]
    (theme,) = question["themes"]
    counts = [share["count"] for share in theme["by_helix"].values()]
    assert set(counts) == {"hidden"} and question["unplaced"] == {"no_opinion": "hidden"}
    assert theme["answers"] == "hidden"  # six answers of five families: the total would tell too much of each
    site.consultation.process.minimum_cell = 1
    site.session.commit()
    (question,) = site.json(site.public)["questions"]
    assert question["themes"][0]["answers"] == 6 and question["placed"] == 18
    site.sign_in()
    (question,) = site.json(site.team)["questions"]
    assert question["unplaced"] == {"no_opinion": 1}
    assert sum(share["count"] for share in question["themes"][0]["by_helix"].values()) == 6


def test_what_tells_who_somebody_is_stands_in_no_report(site: Site) -> None:
    site.sign_in()
    rows = select(Answer).join(ThemeAnswer).where(ThemeAnswer.theme_id == site.themes[0].id)
    quoted = site.session.scalars(rows.where(ThemeAnswer.quote_rank == 1)).one()
    assert quoted.text in site.client.get(site.team).text
    looked = {quoted.id: Looked(digest(quoted.text), [[0, 4, "name"]])}
    store_flags(site.session, SYSTEM, site.consultation, looked)
    site.session.commit()
    addresses = [site.team, *(f"{site.team}/themes.{ending}" for ending in ("html", "csv", "json"))]
    assert not [address for address in addresses if quoted.text[5:] in site.client.get(address).text]
    flag = site.session.get_one(AnswerFlag, quoted.id)
    decide_flags(site.session, SYSTEM, site.consultation, [(flag, "open")], FlagState.REDACTED)
    site.session.commit()
    shown = site.client.get(site.team).text
    assert quoted.text not in shown and f"[…]{quoted.text[4:]}" in shown


def test_the_lines_of_the_csv_add_up(site: Site) -> None:
    site.sign_in()
    text = site.client.get(f"{site.team}/themes.csv").get_data(as_text=True).removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert sum(int(row["answers"]) for row in rows) == 19
    assert {row["theme"] for row in rows} == {*(theme.public_id for theme in site.themes), "(no_opinion)"}


@pytest.mark.parametrize("paper", ["pdf", "docx"])
def test_the_report_comes_as_a_file_for_paper(site: Site, paper: str) -> None:
    site.sign_in()
    asked = site.client.submit(site.team, to=f"{site.team}/make/team/{paper}")  # type: ignore[attr-defined]
    assert asked.status_code == 303
    task = site.session.scalars(select(Job).where(Job.kind == routes.JOB)).one()
    assert made_files.kept_file(task) is not None
    got = site.client.get(f"{site.team}/made/{task.public_id}")
    assert got.status_code == 200
    if paper == "pdf":
        assert got.data.startswith(b"%PDF")
    else:
        words = "\n".join(paragraph.text for paragraph in read_docx(io.BytesIO(got.data)).paragraphs)
        assert "Later buses" in words and "Seed: 1" in words


def test_a_second_click_makes_no_second_file(session: Session, site: Site) -> None:
    first = routes.ask_for(session, SYSTEM, site.consultation, "pdf", "en", is_public=False)
    assert routes.ask_for(session, SYSTEM, site.consultation, "pdf", "en", is_public=False).id == first.id
    assert routes.ask_for(session, SYSTEM, site.consultation, "pdf", "en", is_public=True).id != first.id


def test_dissenting_words_stand_beside_the_others(site: Site) -> None:
    site.sign_in()
    row = site.session.scalars(select(ThemeAnswer).where(ThemeAnswer.theme_id == site.themes[0].id)).all()[-1]
    row.dissent_rank = 1
    site.session.commit()
    shown = site.client.get(site.team).text
    assert "Those who see it differently" in shown
    (theme, *_rest) = site.json(site.team)["questions"][0]["themes"]
    assert [said["text"] for said in theme["dissent"]] == [site.session.get_one(Answer, row.answer_id).text]


def test_without_a_reading_there_is_nothing_to_report(session: Session, client: FlaskClient, site: Site) -> None:
    site.sign_in()
    empty: Consultation = make_consultation(session, site.consultation.process)
    page = client.get(site.team.replace(site.consultation.public_id, empty.public_id))
    assert page.status_code == 200 and "Nothing to report yet" in page.text
    assert not session.scalars(select(Theme).where(Theme.question_id.in_([q.id for q in empty.questions]))).all()


def test_the_team_reads_what_is_asked_for_and_why_of_those_who_agreed(site: Site) -> None:
    site.sign_in()
    first = site.themes[0]
    shown = site.client.get(site.team).text
    assert "What is asked for, and why" in shown and "answers ask for something" in shown
    told = next(theme for question in site.json(site.team)["questions"] for theme in question["themes"]
                if theme["id"] == first.public_id)  # fmt: skip
    assert 0 < told["asking"]["asking"] <= told["asking"]["answers"] == first.size
    assert {said["kind"] for said in told["statements"]} <= {"proposal", "reason"} and told["statements"]
    rows = list(csv.DictReader(io.StringIO(site.client.get(f"{site.team}/statements.csv").text.lstrip("\ufeff"))))
    mine = [row for row in rows if row["theme"] == first.public_id]
    assert [row["text"] for row in mine] == [said["text"] for said in told["statements"]]
    assert mine[0]["kind"] == "proposal" and mine[0]["words"]
    silent = site.session.get_one(Answer, mine[0]["answer"])
    site.session.get_one(Submission, silent.submission_id).may_quote = False
    site.session.commit()
    assert silent.text not in site.client.get(f"{site.team}/statements.csv").text


def test_everybodys_version_quotes_no_proposals(site: Site) -> None:
    site.close()
    assert "What is asked for" not in site.client.get(site.public).text
    (question,) = site.json(site.public)["questions"]
    assert not {"asking", "statements"} & set(question["themes"][0])


VOICE = {"term": "night buses", "language": "en", "low": 1.7, "high": 12.2, "ratio": 4.5, "z": 3.0}


def test_voices_of_groups_are_exact_for_the_team_and_coarse_for_everybody(site: Site) -> None:
    first = site.themes[0]
    research = VOICE | {"count": 9, "base": 23, "other_count": 5, "other_base": 61}
    first.voices = {"research": [research], "business": [research | {"term": "tram", "count": 1}]}
    site.consultation.process.minimum_cell = 1
    site.session.commit()
    site.close()
    public = site.client.get(site.public).text
    assert "Researchers and academics: “night buses” in about 40 % of at least 22 answers" in public.replace(
        "\xa0", " "
    )
    site.consultation.process.minimum_cell = 5
    site.session.commit()
    public = site.client.get(site.public).text
    assert "night buses" not in public and "tram" not in public  # the numbers of these groups are hidden
    site.sign_in()
    team = site.client.get(site.team).text.replace("\xa0", " ")
    assert "“night buses” in 39 % of 23 answers, with the others in 8 % of 61; the odds are 1.7 to 12.2 times" in team
    (told,) = [theme["voices"] for question in site.json(site.team)["questions"] for theme in question["themes"]
               if theme["voices"]]  # fmt: skip
    assert {(voice["helix"], voice["base"], voice["is_coarse"]) for voice in told} == {
        ("research", 23, False), ("business", 23, False)}  # fmt: skip
