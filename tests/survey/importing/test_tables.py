"""Tables of answers: how they are read, what their columns become, and what a cell must say."""

from typing import Any

import pytest

from cocreate.core.grids import read_grid
from cocreate.errors import Invalid
from cocreate.survey.importing.cells import sheets_of
from cocreate.survey.importing.formats import Format, format_of, plan_of, recognise
from cocreate.survey.importing.guess import find, guess, match
from cocreate.survey.importing.plans import IGNORE, Role
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.rules import AnswerSheet, QuestionKind
from tests.factories.imports import shared, workbook

K = QuestionKind


def asked(kind: K, key: str = "q", title: str = "How is it?", **options: Any) -> QuestionDraft:
    """A question with these options."""
    return QuestionDraft(key, kind, {"en": title}, options=options)


def entries(*labels: str) -> list[dict[str, Any]]:
    """Choices, rows or columns with a letter each."""
    return [{"key": key, "label": {"en": label}} for key, label in zip("abcdef", labels, strict=False)]


def sheets(text: str, *questions: QuestionDraft) -> tuple[list[AnswerSheet | None], list[tuple[str, str]]]:
    """The sheets of a table for questions that exist, and its notes."""
    grid = read_grid(text.encode())
    plan = match(grid, questions)
    found = list(sheets_of(grid, plan, {each.key: each for each in questions}, "en"))
    notes = [each for _, _, notes in found for each in notes]
    return [sheet for _, sheet, _ in found], [(each.where, each.code.rsplit(".", 1)[-1]) for each in notes]


@pytest.mark.parametrize(
    ("content", "how"),
    [
        ("a;b\né;2".encode("cp1252"), "cp1252, ;"),
        ("a,b\né,2".encode(), "utf-8, ,"),
        ("\ufeffa\tb\né\t2".encode(), "utf-8, tab"),
        ("\ufeffa|b\né|2".encode("utf-16-le"), "utf-16-le, |"),
        (workbook(["a", "b"], ["é", 2]), "Answers"),
    ],
)
def test_encoding_separator_and_sheet_are_found(content: bytes, how: str) -> None:
    grid = read_grid(content)
    assert (grid.how, grid.headings, grid.rows[0].cells) == (how, ("a", "b"), ("é", "2"))


def test_a_line_keeps_its_number_through_line_breaks_in_cells() -> None:
    grid = read_grid(b'a;b\n"one\ntwo";1\n\nthree;2\n')
    assert [(row.line, row.cells[0]) for row in grid.rows] == [(2, "one\ntwo"), (5, "three")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file.table.empty_file"),
        (b" \n\n", "file.table.empty_file"),
        (b"a;b\n", "file.table.only_headings"),
        (b"a;b\n1;2;3\n", "file.table.long_line"),
        (b"PK\x03\x04 no workbook", "file.table.broken_workbook"),
        (b"\xd0\xcf\x11\xe0 no workbook", "file.table.broken_workbook"),
        (bytes(range(1, 9)) * 9, "file.table.no_table"),
        (b'a,b\n"' + b"x" * 1_100_000 + b'",2', "file.table.broken_line"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_grid(content)
    assert refusal.value.code == code


def test_a_renamed_file_is_known_by_its_content() -> None:
    assert recognise(b'{"format": "cocreate-questionnaire"}') is Format.COCREATE
    assert recognise(b"\xef\xbb\xbf <?xml version='1.0'?><document/>") is Format.LIMESURVEY
    assert recognise(workbook(["a"], [1])) is Format.TABLE


@pytest.mark.parametrize(
    ("question", "text", "value", "words"),
    [
        (asked(K.SINGLE_CHOICE, choices=entries("Yes", "No")), "q\nyes", {"choice": "a"}, ""),
        (asked(K.SINGLE_CHOICE, choices=entries("Yes", "No")), "How is it?\nNO", {"choice": "b"}, ""),
        (
            asked(K.SINGLE_CHOICE, choices=entries("Yes"), other=True, comment=True),
            "q,q [other],q [comment]\n-oth-,Perhaps,Why not",
            {"choice": "other", "other": "Perhaps"},
            "Why not",
        ),
        (asked(K.MULTIPLE_CHOICE, choices=entries("Tea", "Milk")), "q\nTea; Milk", {"choices": ["a", "b"]}, ""),
        (
            asked(K.MULTIPLE_CHOICE, choices=entries("Tea", "Milk"), other=True),
            "q[a],q[Milk],q[other]\nY,N,Beer",
            {"choices": ["a", "other"], "other": "Beer"},
            "",
        ),
        (asked(K.SCALE, **{"from": 1, "to": 5}), "q\n5 - Very much", {"number": 5}, ""),
        (asked(K.SCALE, **{"from": 1, "to": 5, "no_opinion": True}), "q\nNo opinion", {"no_opinion": True}, ""),
        (asked(K.SCALE, **{"from": 1, "to": 2, "labels": {"2": {"en": "Good"}}}), "q\ngood", {"number": 2}, ""),
        (
            asked(K.MATRIX, rows=entries("Bus", "Train"), columns=entries("Bad", "Good")),
            "q [Bus],How is it? [Train]\nGood,a",
            {"cells": {"a": ["b"], "b": ["a"]}},
            "",
        ),
        (
            asked(K.MATRIX, rows=entries("Bus"), columns=entries("Bad", "Good"), multiple=True),
            "q_a_a,q_a_b\n1,yes",
            {"cells": {"a": ["a", "b"]}},
            "",
        ),
        (asked(K.RANKING, choices=entries("X", "Y")), "q[1],q[2]\nY,X", {"order": ["b", "a"], "shown": ["a", "b"]}, ""),
        (
            asked(K.RANKING, choices=entries("X", "Y")),
            "q[X],q[Y]\n1,1",
            {"order": [["a", "b"]], "shown": ["a", "b"]},
            "",
        ),
        (asked(K.POINTS, choices=entries("X", "Y"), total=10), "q[X],q[Y]\n4,6", {"points": {"a": 4, "b": 6}}, ""),
        (asked(K.SHORT_TEXT), "q\n  a  line ", {"text": "a line"}, ""),
        (asked(K.SHORT_TEXTS, rows=entries("One", "Two")), "q[One],q[Two]\nx,", {"texts": {"a": "x"}}, ""),
        (asked(K.LONG_TEXT), "q\nmany words", None, "many words"),
        (asked(K.NUMBER), "q;z\n1,5;", {"number": 1.5}, ""),
        (asked(K.DATE), "q\n24.11.2026", {"date": "2026-11-24"}, ""),
        (asked(K.DATE, time=True), "q\n2026-11-24 10:30", {"date": "2026-11-24T10:30"}, ""),
        (asked(K.HELIX), "q\nEU Citizen", {"choice": "citizen"}, ""),
        (asked(K.CONSENT), "q\nja", {"given": True}, ""),
        (asked(K.MAP_POINT), "q;z\n50.85, 4.35;", {"lat": 50.85, "lon": 4.35}, ""),
        (asked(K.MAP_POINT), "q|z\n50,85;4,35|", {"lat": 50.85, "lon": 4.35}, ""),
        (asked(K.MAP_POINT), "q[latitude];q[longitude]\n50.85;4.35", {"lat": 50.85, "lon": 4.35}, ""),
    ],
)
def test_a_cell_becomes_the_value_of_its_kind(question: QuestionDraft, text: str, value: Any, words: str) -> None:
    (sheet,), notes = sheets(text, question)
    assert sheet is not None and notes == []
    assert (sheet.answers[0].value, sheet.answers[0].text) == (value, words)


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        (asked(K.SINGLE_CHOICE, choices=entries("Yes")), "Perhaps"),
        (asked(K.MULTIPLE_CHOICE, choices=entries("Tea")), "Tea; Beer"),
        (asked(K.SCALE, **{"from": 1, "to": 5}), "6"),
        (asked(K.NUMBER), "many"),
        (asked(K.DATE), "tomorrow"),
        (asked(K.CONSENT), "perhaps"),
        (asked(K.MAP_POINT), "Brussels"),
        (asked(K.HELIX), "Martian"),
    ],
)
def test_a_cell_that_says_nothing_known_is_listed_and_takes_nothing_else_away(
    question: QuestionDraft, cell: str
) -> None:
    (sheet,), notes = sheets(f"q,w\n{cell},kept", question, asked(K.LONG_TEXT, "w", "Words"))
    assert sheet is not None and [answer.text for answer in sheet.answers] == ["kept"]
    assert notes == [("q", "cell")]


def test_of_a_matrix_only_the_wrong_row_is_left_out() -> None:
    question = asked(K.MATRIX, rows=entries("Bus", "Train"), columns=entries("Bad", "Good"))
    (sheet,), notes = sheets("q [Bus],q [Train]\nGood,Blue", question)
    assert sheet is not None and sheet.answers[0].value == {"cells": {"a": ["b"]}}
    assert notes == [("q [Train]", "cell")]


def test_lines_without_an_answer_and_lines_never_sent_are_counted_with_their_number() -> None:
    text = "Date submitted,Start language,q\n2026-01-02 10:00:00,nl-informal,yes\n,en,half\n2026-01-03,en,\n"
    found, notes = sheets(text, asked(K.LONG_TEXT))
    assert [sheet is not None for sheet in found] == [True, False, False]
    assert found[0].language == "nl" and str(found[0].day) == "2026-01-02"
    assert notes == [("–", "not_sent"), ("–", "empty_line")]


def test_columns_are_guessed_by_what_stands_in_them() -> None:
    lines = ["Reference;First name;User type;Clear?;How good?: the bus;How good?: the train;Why?;Colours;When;Age"]
    for number in range(12):
        user = "EU Citizen" if number % 2 else "Trade Union"
        good, colours = ("4 - Good", "1 - Bad")[number % 2], ("red; blue", "red", "blue; green")[number % 3]
        words = f"Because of the {number} reasons that we have told you many times"
        clear = "Yes" if number % 3 else "No"
        lines.append(
            f'R{number};Ada;{user};{clear};{good};{good};{words};"{colours}";2026-01-{number + 1:02};{20 + number}'
        )
    grid = read_grid("\n".join(lines).encode())
    plan = guess(grid, "Guessed", "en")
    kinds = [(each.kind.value, each.title["en"]) for each in plan.draft.questions]
    assert kinds == [
        ("single_choice", "Clear?"),
        ("matrix", "How good?"),
        ("long_text", "Why?"),
        ("single_choice", "Colours"),
        ("date", "When"),
        ("number", "Age"),
        ("helix", "User type"),
    ]
    assert plan.helix == {"Trade Union": "civil_society", "EU Citizen": "citizen"}
    left = [heading for heading, column in zip(grid.headings, plan.columns, strict=True) if column == IGNORE]
    assert left == ["Reference", "First name"] == [each.where for each in plan.notes if "column" in each.code]
    wished = guess(grid, "Guessed", "en", {1: "kind:short_text", 3: "ignore", 7: "kind:multiple_choice"})
    assert wished.draft.questions[0].kind is K.SHORT_TEXT
    colours = next(each for each in wished.draft.questions if each.kind is K.MULTIPLE_CHOICE)
    assert {each["label"]["en"] for each in colours.options["choices"]} == {"red", "blue", "green"}
    assert wished.columns[3] == IGNORE


def test_a_heading_finds_its_question_by_key_title_and_words_of_a_row() -> None:
    matrix = asked(K.MATRIX, "m", "How important are these for you?", rows=entries("Bus"), columns=entries("A"))
    text = QuestionDraft("t", K.LONG_TEXT, {"en": "What would you like to add to this?"}, {"en": "Be brief."})
    found = {
        heading: plan.code if (plan := find(heading, [matrix, text])) else ""
        for heading in ("m [Bus]", "m_a", "How important are these for you? [bus]", "t", "T", "m", "Else")
    }
    assert list(found.values()) == ["to:m/a", "to:m/a", "to:m/a", "to:t", "to:t", "", ""]
    assert find("What would you like to add to this?\n\n\tBe brief.", [matrix, text]).question == "t"


def test_the_white_paper_becomes_a_consultation_with_every_sheet() -> None:
    grid = read_grid(shared("ec-ai-whitepaper-2020/responses.csv").read_bytes())
    assert (format_of(grid), len(grid.headings), len(grid.rows)) == (Format.EUSURVEY, 73, 1216)
    plan = plan_of(Format.EUSURVEY, grid, "White paper", "en")
    questions = {question.key: question for question in plan.draft.questions}
    found = list(sheets_of(grid, plan, questions, "en"))
    assert sum(sheet is not None for _, sheet, _ in found) == 1216
    assert [each for _, _, notes in found for each in notes] == []
    taken = sum(column.role is not Role.IGNORE for column in plan.columns)
    listed = {each.where for each in plan.notes if not each.code.endswith("helix_word")}
    assert taken + len(listed) == 73 and taken == 67
    cells = sum(
        bool(cell)
        for row in grid.rows
        for cell, column in zip(row.cells, plan.columns, strict=True)
        if column.role is Role.QUESTION
    )
    answers = [answer for _, sheet, _ in found for answer in sheet.answers if answer.question != "helix"]
    assert cells == sum(len(answer.value["cells"]) if "cells" in (answer.value or {}) else 1 for answer in answers)
    kinds = [question.kind for question in questions.values()]
    assert kinds.count(K.LONG_TEXT) == 18 and kinds.count(K.MATRIX) == 6


@pytest.mark.parametrize("name", ["proposals_config1", "proposals_config2", "proposals_config3"])
def test_proposals_of_decidim_become_projects(name: str) -> None:
    grid = read_grid(shared(f"decidim-xls-fixtures/{name}.xls").read_bytes())
    assert format_of(grid) is Format.DECIDIM_PROPOSALS
    plan = plan_of(Format.DECIDIM_PROPOSALS, grid, "Proposals", "fr")
    found = list(sheets_of(grid, plan, {each.key: each for each in plan.draft.questions}, "fr"))
    titles = [sheet.answers[0].value["title"] for _, sheet, _ in found]
    assert titles == [row.cells[grid.headings.index("title")] for row in grid.rows]
    assert len(plan.notes) == sum(column == IGNORE for column in plan.columns)


@pytest.mark.parametrize("name", ["comments_config1", "comments_config2", "comments_config3"])
def test_comments_of_decidim_become_texts_with_a_position(name: str) -> None:
    grid = read_grid(shared(f"decidim-xls-fixtures/{name}.xls").read_bytes())
    assert format_of(grid) is Format.DECIDIM_COMMENTS
    plan = plan_of(Format.DECIDIM_COMMENTS, grid, "Comments", "fr")
    found = list(sheets_of(grid, plan, {each.key: each for each in plan.draft.questions}, "fr"))
    assert [sheet.answers[0].text for _, sheet, _ in found] == grid.column(grid.headings.index("body"))
    assert all(sheet.answers[1].value["number"] in (-1, 0, 1) for _, sheet, _ in found)


@pytest.mark.parametrize(
    ("name", "format_", "sheets_"),
    [
        ("propositions-libres.csv", Format.DECIDIM_PROPOSALS, 196),
        ("commentaires_debats.csv", Format.DECIDIM_COMMENTS, 693),
        ("commentaires_propositions_libres.csv", Format.DECIDIM_COMMENTS, 44),
    ],
)
def test_the_grand_debate_is_read_whole(name: str, format_: Format, sheets_: int) -> None:
    grid = read_grid(shared(f"decidim-grand-debat-fr/{name}").read_bytes())
    assert format_of(grid) is format_
    plan = plan_of(format_, grid, "Débat", "fr")
    found = list(sheets_of(grid, plan, {each.key: each for each in plan.draft.questions}, "fr"))
    assert sum(sheet is not None for _, sheet, _ in found) == sheets_
    assert [each for _, _, notes in found for each in notes] == []
