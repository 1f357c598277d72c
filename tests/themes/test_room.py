"""The analyst's room: families that open into themes, answers in no theme, counts that always add up."""

import re
from collections import Counter
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM, Role
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.commands.sheets import leave_out, take_in
from cocreate.survey.models import Answer, Consultation, Submission
from cocreate.survey.protection.commands import erase_own_sheet
from cocreate.survey.rules import LeftOut
from cocreate.themes import commands, counting, queries
from cocreate.themes.counting import Count, Tallies
from cocreate.themes.models import AnalysisRun, Theme, ThemeAnswer
from cocreate.themes.steps.history import unplaced_page
from cocreate.themes.steps.moving import move_answers
from tests.factories.accounts import make_member, sign_in
from tests.factories.survey import make_sheet
from tests.factories.themes import answered_consultation, read_consultation


@pytest.fixture
def read(client: FlaskClient, session: Session) -> tuple[Consultation, list[Theme], str]:
    """A read consultation, its themes, and the address of its board for an analyst who is signed in."""
    consultation, themes = read_consultation(session)
    analyst = make_member(session, consultation.process, Role.ANALYST)
    session.commit()
    sign_in(client, analyst)
    return consultation, themes, f"/en/p/{consultation.process.public_id}/manage/themes/of/{consultation.public_id}"


def run_of(session: Session, consultation: Consultation) -> AnalysisRun:
    run = queries.current_run(session, consultation)
    assert run is not None
    return run


def test_placed_and_unplaced_answers_add_up_also_after_the_reading_and_for_one_group(session: Session) -> None:
    consultation, themes = read_consultation(session)
    import_submissions(session, SYSTEM, consultation, [make_sheet(consultation, new_challenge="Safer lanes.")])
    run = run_of(session, consultation)
    for helix in ("", "research"):
        counts = counting.tallies(session, consultation, run, helix=helix)
        placed = sum(counts.of(theme.id).total for theme in themes)
        without = {name: c.total for classes in counts.unplaced.values() for name, c in classes.items()}
        assert placed + sum(without.values()) == sum(count.total for count in counts.answers.values())
        assert without == ({"no_opinion": 1, "not_read": 1} if not helix else {})
        assert placed == (18 if not helix else 3)


def test_fewer_families_hold_the_same_themes_and_the_same_answers(session: Session) -> None:
    consultation, themes = read_consultation(session)
    run = run_of(session, consultation)
    counts = counting.tallies(session, consultation, run)
    grouped = queries.themes_by_question(session, run)
    for wanted in (1, 2, 12):
        (branch,) = counting.grow(run, grouped, counts, families=wanted)
        assert len(branch.families) == min(wanted, len(themes))
        assert {theme.id for theme in branch.themes} == {theme.id for theme in themes}
        assert branch.placed == 18


def test_a_theme_that_people_merged_stays_in_the_family_of_its_larger_part(session: Session) -> None:
    consultation, themes = read_consultation(session)
    merged = commands.merge_themes(session, SYSTEM, consultation.process, themes[:2], labels={"en": "Both"})
    run = run_of(session, consultation)
    counts = counting.tallies(session, consultation, run)
    (branch,) = counting.grow(run, queries.themes_by_question(session, run), counts, families=1)
    (family,) = branch.families
    assert {leaf.theme.id for leaf in family.leaves} == {merged.id, *(theme.id for theme in themes[2:])}
    assert family.count.total == 18


def test_a_theme_outside_the_tree_is_a_family_of_its_own(session: Session) -> None:
    consultation, themes = read_consultation(session)
    run = run_of(session, consultation)
    themes[0].key = ""
    counts = Tallies({theme.id: Count(Counter({("", ""): 1})) for theme in themes}, {}, {})
    (branch,) = counting.grow(run, queries.themes_by_question(session, run), counts, families=1)
    assert sorted(len(family.leaves) for family in branch.families) == [1, len(themes) - 1]


def test_the_board_shows_what_the_machine_and_what_people_say_beside_each_other(
    client: FlaskClient, session: Session, read: tuple[Consultation, list[Theme], str]
) -> None:
    _consultation, themes, board = read
    page = client.get(f"{board}?families=12").text
    assert "18 of 19 answers are in a theme" in page
    assert "1 no opinion" in page
    for theme in themes:
        part = page.partition(f'id="theme-{theme.public_id}"')[2].partition("</li>")[0]
        assert "Machine" in part and "People" in part and "Waiting for a decision" in part
    assert client.get(f"{board}?families=1").text.count('<details class="family"') == 1
    assert "Waiting for a decision" not in client.get(f"{board}?state=accepted").text


def test_one_group_alone_has_its_own_counts(
    client: FlaskClient, session: Session, read: tuple[Consultation, list[Theme], str]
) -> None:
    _consultation, _themes, board = read
    page = client.get(f"{board}?helix=research&families=12").text
    assert "3 of 3 answers are in a theme" in page


def test_what_nonsense_an_address_asks_for_counts_as_everything(
    client: FlaskClient, read: tuple[Consultation, list[Theme], str]
) -> None:
    board = read[2]
    page = client.get(f"{board}?helix=kings&families=many&state=lost&language=&question=").text
    assert "18 of 19 answers are in a theme" in page
    assert client.get(f"{board}?families=-4&helix=kings").status_code == 200


def test_answers_in_no_theme_are_listed_by_class(
    client: FlaskClient, session: Session, read: tuple[Consultation, list[Theme], str]
) -> None:
    consultation, _themes, board = read
    import_submissions(session, SYSTEM, consultation, [make_sheet(consultation, new_challenge="Safer lanes.")])
    session.commit()
    page = client.get(f"{board}/unplaced").text
    assert "2 of 20 answers are in no theme" in page and "no idea" in page and "Safer lanes." in page
    late = client.get(f"{board}/unplaced?reason=not_read").text
    assert "Safer lanes." in late and "no idea" not in late
    none = client.get(f"{board}/unplaced?reason=no_opinion").text
    assert "no idea" in none and "Safer lanes." not in none


def test_one_answer_leads_to_its_theme(
    client: FlaskClient, session: Session, read: tuple[Consultation, list[Theme], str]
) -> None:
    consultation, themes, _board = read
    member = queries.members_of(session, themes[:1])[themes[0].id][0]
    base = f"/en/p/{consultation.process.public_id}/manage/themes"
    assert f"{base}/{themes[0].public_id}" in client.get(f"{base}/answers/{member.answer_id}").text
    silent = session.scalars(select(Answer).where(Answer.text == "no idea")).one()
    assert "no opinion" in client.get(f"{base}/answers/{silent.id}").text
    assert client.get(f"{base}/answers/nobody").status_code == 404


def test_a_page_learns_that_somebody_changed_the_themes(
    client: FlaskClient, session: Session, read: tuple[Consultation, list[Theme], str]
) -> None:
    consultation, themes, board = read
    found = re.search(r'data-stamp="([^"]+)"', client.get(board).text)
    assert found is not None
    assert client.get(f"{board}/stamp").json == {"stamp": found[1]}
    commands.rename_theme(
        session, SYSTEM, consultation.process, themes[0], labels={"en": "Buses"}, version=themes[0].version
    )
    session.commit()
    assert client.get(f"{board}/stamp").json != {"stamp": found[1]}


def test_the_map_has_a_point_for_each_placed_answer_and_tables_that_say_the_same(
    client: FlaskClient, session: Session, read: tuple[Consultation, list[Theme], str]
) -> None:
    _consultation, themes, board = read
    data = client.get(f"{board}/map/points").get_json()
    assert len(data["points"]) == len(set(data["answers"])) == 18
    assert Counter(number for _x, _y, number in data["points"]) == {n: t.size for n, t in enumerate(themes, start=1)}
    assert all(-1 <= x <= 1 and -1 <= y <= 1 for x, y, _number in data["points"])
    page = client.get(f"{board}/map?theme={themes[0].public_id}").text
    assert "Answers of theme 1" in page and "Nearest themes" in page
    shown = set(re.findall(r"/manage/themes/answers/(\w+)", page)) - {"ANSWER"}
    assert shown == {m.answer_id for m in queries.members_of(session, themes[:1])[themes[0].id]}
    assert len(client.get(f"{board}/map/points?helix=research").get_json()["points"]) == 3


def test_the_map_says_so_where_nobody_of_a_group_wrote_anything(
    client: FlaskClient, read: tuple[Consultation, list[Theme], str]
) -> None:
    assert "No answers to show" in client.get(f"{read[2]}/map?language=it").text


def test_without_a_reading_the_rooms_pages_lead_to_the_board(client: FlaskClient, session: Session) -> None:
    consultation = answered_consultation(session)
    analyst = make_member(session, consultation.process, Role.ANALYST)
    session.commit()
    sign_in(client, analyst)
    board = f"/en/p/{consultation.process.public_id}/manage/themes/of/{consultation.public_id}"
    for page in ("map", "unplaced"):
        assert client.get(f"{board}/{page}").location == board
    assert client.get(f"{board}/map/points").get_json()["points"] == []
    assert "19 free answers can be read" in client.get(board).text


def sheet_of(session: Session, theme: Theme) -> Submission:
    rows = select(Submission).join(Answer).join(ThemeAnswer, ThemeAnswer.answer_id == Answer.id)
    return session.scalars(rows.where(ThemeAnswer.theme_id == theme.id).order_by(Answer.id)).first()  # type: ignore[return-value]


def test_a_sheet_that_is_left_out_counts_on_no_page_until_it_is_taken_in(
    client: FlaskClient, session: Session, read: tuple[Consultation, list[Theme], str]
) -> None:
    consultation, (theme, *_others), board = read
    sheet, before = sheet_of(session, theme), (theme.size, dict(theme.by_helix), dict(theme.by_language))
    (said,) = session.scalars(select(Answer.text).where(Answer.submission_id == sheet.id, Answer.has_text))
    page = f"{board.partition('/of/')[0]}/{theme.public_id}"
    assert said in unescape(client.get(page).text)
    leave_out(session, SYSTEM, consultation, [sheet], LeftOut.DUPLICATE, reason="Sent twice")
    session.commit()
    counts = counting.tallies(session, consultation, run_of(session, consultation))
    assert theme.size == 5 == counts.of(theme.id).total == sum(theme.by_language.values())
    assert "<dd>5</dd>" in client.get(page).text and said not in unescape(client.get(page).text)
    take_in(session, SYSTEM, consultation, [sheet], reason="It was another person")
    session.commit()
    assert (theme.size, theme.by_helix, theme.by_language) == before


def test_a_sheet_that_its_writer_erases_counts_no_more(
    session: Session, read: tuple[Consultation, list[Theme], str]
) -> None:
    consultation, (theme, *_others), _board = read
    erase_own_sheet(session, SYSTEM, consultation, sheet_of(session, theme))
    session.commit()
    assert theme.size == 5 == sum(theme.by_language.values())


def test_an_answer_in_no_theme_of_a_sheet_that_is_left_out_waits_for_no_place(
    session: Session, read: tuple[Consultation, list[Theme], str]
) -> None:
    consultation, (theme, *_others), _board = read
    silent = session.scalars(select(Answer).where(Answer.text == "no idea")).one()
    sheet = session.get_one(Submission, silent.submission_id)
    leave_out(session, SYSTEM, consultation, [sheet], LeftOut.DUPLICATE, reason="Sent twice")
    assert unplaced_page(session, run_of(session, consultation), theme.question, 1) == ([], 1)


def test_how_far_themes_follow_language_stands_on_the_board_without_any_doubt(
    client: FlaskClient, session: Session, read: tuple[Consultation, list[Theme], str]
) -> None:
    run_of(session, read[0]).warnings = []
    session.commit()
    page = client.get(read[2]).text
    assert "What to keep in mind" not in page and "How much themes follow language: 0" in page


def test_what_a_group_says_more_stands_on_the_page_of_the_theme_with_its_doubt(
    client: FlaskClient, session: Session, read: tuple[Consultation, list[Theme], str]
) -> None:
    _consultation, (theme, *_others), board = read
    counts = {"count": 9, "base": 23, "other_count": 5, "other_base": 61, "low": 1.7, "high": 12.2}
    theme.voices = {"research": [{"term": "night buses", "language": "en", **counts}]}
    session.commit()
    page = client.get(f"{board.partition('/of/')[0]}/{theme.public_id}").text
    assert "9 of 23, of the others 5 of 61; the odds are 1.7 to 12.2 times as high, 95 of 100 times" in page


def test_an_answer_says_how_strongly_it_belongs_to_each_of_its_themes(
    client: FlaskClient, session: Session, read: tuple[Consultation, list[Theme], str]
) -> None:
    _consultation, (first, second, _third), board = read
    (member, moved, *_rest) = queries.members_of(session, [first])[first.id]
    member.strength, moved.came_by = 0.83, "person"
    session.add(ThemeAnswer(theme_id=second.id, answer_id=member.answer_id, strength=0.41, is_main=False, stop=9))
    session.commit()
    base = f"{board.partition('/of/')[0]}/answers"
    page = client.get(f"{base}/{member.answer_id}").text.replace("\xa0", " ")
    assert "strength 83 %" in page and "strength 41 %" in page
    assert "– strength" not in client.get(f"{base}/{moved.answer_id}").text


def test_an_answer_that_a_person_put_into_a_theme_is_on_the_map_too(
    client: FlaskClient, session: Session, read: tuple[Consultation, list[Theme], str]
) -> None:
    consultation, (theme, *_others), board = read
    silent = session.scalars(select(Answer).where(Answer.text == "no idea")).one()
    run = run_of(session, consultation)
    move_answers(session, SYSTEM, consultation.process, None, [silent.id], theme, run=run)
    session.commit()
    data = client.get(f"{board}/map/points").get_json()
    assert len(data["points"]) == 19 and silent.id in data["answers"]
    assert data["points"][data["answers"].index(silent.id)] == [*data["themes"][0]["middle"], 1]
    assert f"/answers/{silent.id}" in client.get(f"{board}/map?theme={theme.public_id}").text
