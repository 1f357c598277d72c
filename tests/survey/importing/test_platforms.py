"""What other participation platforms give out is read whole, and what has no place here is listed."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.grids import Grid
from cocreate.core.permissions import SYSTEM
from cocreate.survey.importing import commands
from cocreate.survey.importing.cells import sheets_of
from cocreate.survey.importing.formats import Format, format_of, grid_of, plan_of, recognise
from cocreate.survey.importing.plans import IGNORE, TablePlan
from cocreate.survey.making.options import fields_of, mistakes_in, read_options
from cocreate.survey.models import Answer, Consultation, Question, Submission
from cocreate.survey.rules import AnswerSheet
from tests.factories.imports import shared
from tests.factories.process import make_process

MEETINGS = """id;category/id;category/name/fr;title/fr;title/nl;description/fr;description/nl;start_time;end_time;\
attendees;contributions;organizations;address;reference;url
7;3;Climat;Balade au parc;;<p>On a parlé des <b>arbres</b>.</p>;;2019-05-04 14:00:00;2019-05-04 16:00:00;31;12;;Parc 1;R-7;http://x/7
8;3;Climat;;Avond over water;;<p>Over de beek.</p>;2019-06-11 19:00:00;2019-06-11 21:00:00;9;2;;Zaal 2;R-8;http://x/8
"""
NEWER_PROPOSALS = """id;taxonomies/name;component/id;title/fr;title/nl;body/fr;body/nl;votes;published_at
1;;4;Plus de bancs;;Près des arrêts.;;3;2024-03-01 10:00:00 +0100
2;;4;;Meer fietsrekken;;Aan het station.;5;2024-03-02 10:00:00 +0100
"""
CONSUL_OWN = """id,title,description,external_url,cached_votes_up,comments_count,hot_score,geozone_id,public_created_at
1,Más árboles,Junto al río,,14,2,1.5,,2016-02-20 09:00:00
"""


def read(content: bytes, language: str) -> tuple[Format, Grid, TablePlan, list[AnswerSheet]]:
    """A file as an organiser would see it before agreeing."""
    format_ = recognise(content)
    grid = grid_of(format_, content, language)
    plan = plan_of(format_, grid, "Brought", language)
    assert plan.draft is not None
    found = list(sheets_of(grid, plan, {each.key: each for each in plan.draft.questions}, language))
    assert [each for _, _, notes in found for each in notes if "empty_line" not in each.code] == []
    return format_, grid, plan, [sheet for _, sheet, _ in found if sheet is not None]


def left_out(grid: Grid, plan: TablePlan) -> set[str]:
    """Columns with something in them of which nothing is made: each must be listed."""
    listed = {each.where for each in plan.notes}
    ignored = {heading for heading, column in zip(grid.headings, plan.columns, strict=True) if column == IGNORE}
    assert ignored == listed
    return {heading for index, heading in enumerate(grid.headings) if heading in ignored and grid.column(index)}


@pytest.mark.parametrize(
    ("content", "kind", "options"),
    [
        ("id;body;alignment;commentable_id\n1;Yes;1;7\n2;No;-1;7\n", "scale", {"from": -1, "to": 1}),
        ("Distance;Why\n2.5;Far\n12,25;Farther\n3;Near\n", "number", {"decimals": 6}),
    ],
)
def test_what_becomes_of_a_column_can_be_changed_in_the_editor(content: str, kind: str, options: Any) -> None:
    format_ = recognise(content.encode())
    plan = plan_of(format_, grid_of(format_, content.encode(), "en"), "Brought", "en")
    (asked,) = [question for question in plan.draft.questions if question.kind == kind]
    assert options.items() <= asked.options.items()
    fields = fields_of(asked.kind, asked.options)
    assert mistakes_in(asked.kind, fields) == [] and read_options(asked.kind, fields, {}) == asked.options


def test_meetings_become_what_was_talked_about_and_by_how_many() -> None:
    format_, grid, plan, sheets = read(MEETINGS.encode(), "fr")
    assert format_ is Format.DECIDIM_MEETINGS
    first, second = ({answer.question: answer for answer in sheet.answers} for sheet in sheets)
    assert first["meeting"].value == {"text": "Balade au parc"} and second["meeting"].value == {
        "text": "Avond over water"
    }
    assert first["about"].text == "On a parlé des arbres." and second["about"].text == "Over de beek."
    assert first["present"].value == {"number": 31} and first["category"].value == {"choice": "climat"}
    assert sheets[0].day == date(2019, 5, 4)
    assert {"end_time", "contributions", "address", "url"} <= left_out(grid, plan)


def test_proposals_in_a_column_for_each_language_are_not_taken_for_debates() -> None:
    format_, _grid, _plan, sheets = read(NEWER_PROPOSALS.encode(), "nl")
    assert format_ is Format.DECIDIM_PROPOSALS
    assert [sheet.answers[0].value for sheet in sheets] == [
        {"title": "Plus de bancs", "actors": []},
        {"title": "Meer fietsrekken", "actors": []},
    ]


def test_where_a_text_is_there_in_two_languages_the_wanted_one_is_read() -> None:
    both = NEWER_PROPOSALS.replace("Plus de bancs;;", "Plus de bancs;Meer banken;")
    titles = {language: read(both.encode(), language)[3][0].answers[0].value["title"] for language in ("nl", "fr")}
    assert titles == {"nl": "Meer banken", "fr": "Plus de bancs"}


@pytest.mark.parametrize(
    ("name", "format_", "count", "ignored"),
    [
        ("all_proposals", Format.CONSUL_PROPOSALS, 665, {"URL", "Comments", "Supporters"}),
        ("all_comments", Format.CONSUL_COMMENTS, 1172, {"URL", "Likes", "Dislikes", "Total Votes"}),
    ],
)
def test_collections_from_consul_are_read_whole(name: str, format_: Format, count: int, ignored: set[str]) -> None:
    found, grid, plan, sheets = read(shared(f"consul-de/{name}.csv").read_bytes(), "de")
    assert found is format_ and len(sheets) == count
    assert left_out(grid, plan) == ignored
    if format_ is Format.CONSUL_COMMENTS:
        assert sheets[0].day == date(2023, 10, 10)
        assert len({sheet.day for sheet in sheets}) > 200, "days in words are understood"


def test_tables_of_consul_itself_are_known_by_their_columns() -> None:
    format_, _grid, _plan, (sheet,) = read(CONSUL_OWN.encode(), "en")
    assert format_ is Format.CONSUL_PROPOSALS
    assert sheet.answers[0].value == {"title": "Más árboles", "actors": []} and sheet.day == date(2016, 2, 20)
    comments = (
        "id,commentable_id,commentable_type,body,public_created_at,cached_votes_up\n5,1,Proposal,Yes,2016-02-21,3\n"
    )
    assert read(comments.encode(), "en")[0] is Format.CONSUL_COMMENTS


def test_somebody_elses_table_is_not_taken_for_either() -> None:
    assert format_of(Grid(("Title", "Text", "URL"), (), "")) is Format.TABLE


def test_comments_from_consul_become_answers_and_their_report_says_what_was_left(session: Session) -> None:
    process = make_process(session)
    content = shared("consul-de/all_comments.csv").read_bytes()
    row = commands.receive(session, SYSTEM, process, name="all_comments.csv", content=content, language="de")
    made = commands.begin(session, SYSTEM, process, row)
    session.commit()
    session.expire_all()
    counts = row.report["counts"]
    assert row.is_done and counts["read"] == 1172 and counts["stored"] == 1172 and counts["refused"] == 0
    assert {note["where"] for note in row.report["notes"]} >= {"Likes", "Dislikes", "Total Votes", "URL"}
    texts = select(Answer.text).join(Submission).join(Consultation).join(Question, Answer.question_id == Question.id)
    stored = session.scalars(texts.where(Consultation.id == made.id, Question.key == "comment")).all()
    assert len(stored) == 1171 and any("Schallimissionen" in text for text in stored)
