"""Questions with choices: what is typed is read, judged, said back, put into columns, counted and filled in again."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.process.models import Challenge
from cocreate.survey.kinds import Ground, ResultRow, kind_of
from cocreate.survey.kinds.base import ChoiceSummary, MatrixSummary, NumberSummary, PointsSummary
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.rules import AnswerGiven, QuestionKind
from tests.factories.questions import GALLERY, choices, make_question

GROUND = Ground(tuple(Challenge(public_id=name, title={"en": name.upper()}, position=1) for name in ("x1", "x2", "x3")))
BY_KEY = {question.key: question for question in GALLERY}
PARTS = ["", "a", "b", "c", "none", "other", "other-text", "comment", "comment-text", "r1", "r2", "r1-c1", "r1-c2"]
PARTS += ["r2-c2", "rank-a", "rank-b", "rank-c", "rank-x1", "rank-x2", "x1", "x2", "x3", "zzz", "r9-c9"]
WORDS = [
    "",
    "1",
    "2",
    "10",
    "0",
    "-1",
    "a",
    "b",
    "c1",
    "c9",
    "other",
    "no_opinion",
    "citizen",
    "be",
    "99999999999",
    "٣",
]


def read(question: QuestionDraft, **typed: str) -> list[AnswerGiven]:
    """What a page with these fields says; `__` stands for the hyphen between the parts of a field."""
    fields = {"-".join(("q", question.key, *part.split("__"))).rstrip("-"): text for part, text in typed.items()}
    return kind_of(question).read(question, fields, GROUND)


def codes(question: QuestionDraft, *answers: AnswerGiven) -> list[str]:
    return [problem.code.removeprefix("survey.answer.") for problem in problems(question, *answers)]


def problems(question: QuestionDraft, *answers: AnswerGiven) -> list[Any]:
    return kind_of(question).problems(question, answers, GROUND)


def cells(question: QuestionDraft, *answers: AnswerGiven) -> Mapping[str, str]:
    return kind_of(question).cells(question, answers, GROUND)


def rows(
    question: QuestionDraft, *answers: AnswerGiven, helix: str = "citizen", split: bool = False
) -> list[ResultRow]:
    """The answers of one person each, as they are stored or (split) as the tallies keep them."""
    kind = kind_of(question)
    return [
        ResultRow(item, value, bool(answer.text), helix, "en")
        for answer in answers
        for item, value in (kind.counted(answer) if split else [("", answer.value)])
    ]


def typed_for(question: QuestionDraft) -> st.SearchStrategy[dict[str, str]]:
    """Fields of the question, known and made up, with words that fit and words that do not."""
    names = [f"q-{question.key}-{part}".rstrip("-") for part in PARTS]
    return st.dictionaries(st.sampled_from(names), st.sampled_from(WORDS) | st.text(max_size=20), max_size=8)


@given(st.data())
def test_what_was_read_fills_the_page_again_and_is_read_the_same(data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(GALLERY))
    kind = kind_of(question)
    first = kind.read(question, data.draw(typed_for(question)), GROUND)
    fields = kind.refill(question, first)
    assert kind.read(question, fields, GROUND) == first
    assert all(kind.owns(question, field) and text for field, text in fields.items())


@given(st.data())
def test_what_passes_the_checks_can_be_said_exported_asked_about_and_counted(data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(GALLERY))
    kind = kind_of(question)
    given_ = kind.read(question, data.draw(typed_for(question)), GROUND)
    if not given_ or kind.problems(question, given_, GROUND):
        return
    assert kind.said(question, given_, GROUND)
    columns = [key for key, _label in kind.columns(question, GROUND)]
    assert len(set(columns)) == len(columns)
    filled = {key for key, text in kind.cells(question, given_, GROUND).items() if text}
    assert question.kind == QuestionKind.HELIX or (filled and filled <= set(columns))
    facts = kind.facts(question, given_)
    assert set(facts) <= {question.key} | {
        f"{question.key}.{key}" for key in ("r1", "r2", "a", "b", "c", "x1", "x2", "x3")
    }
    assert bool(facts) == any(answer.value for answer in given_)
    stored, kept = rows(question, *given_), rows(question, *given_, split=True)
    assert kind.summarise(question, stored, GROUND) == kind.summarise(question, kept, GROUND) or kind.name in (
        QuestionKind.RANKING,  # its ballots list what was shown in another order
        QuestionKind.RANK_CHALLENGES,
    )


@given(st.data())
def test_nothing_that_is_typed_breaks_a_page(data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(GALLERY))
    typed = data.draw(typed_for(question))
    for answer in (given_ := kind_of(question).read(question, typed, GROUND)):
        assert "\x00" not in f"{answer.value}{answer.text}"
    assert all(problem.field.startswith(f"q-{question.key}") for problem in problems(question, *given_))


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("single", {"choice": "zzz"}, "unknown_choice"),
        ("single", {"choice": ["a"]}, "unknown_choice"),
        ("single", {"choice": "other", "other": "x" * 301}, "too_long"),
        ("country", {"choice": "us"}, "unknown_choice"),
        ("helix", {"choice": {}}, "unknown_choice"),
        ("several", {"choices": ["a", "zzz"]}, "unknown_choice"),
        ("several", {"choices": "ab"}, "unknown_choice"),
        ("several", {"choices": [["a"]]}, "unknown_choice"),
        ("several", {"choices": ["a", "a"]}, "chosen_twice"),
        ("several", {"choices": ["a"]}, "too_few"),
        ("several", {"choices": ["a", "b", "c", "other"]}, "too_many"),
        ("several", {"choices": ["a", "none"]}, "exclusive"),
        ("scale", {"number": 6}, "unknown_choice"),
        ("scale", {"number": "3"}, "unknown_choice"),
        ("scale", {"number": True}, "unknown_choice"),
        ("scale", {"number": 10**30}, "unknown_choice"),
        ("scale", {"number": 3, "no_opinion": True}, "unknown_choice"),
        ("stars", {"no_opinion": True}, "unknown_choice"),
        ("matrix", {"cells": {"zzz": ["c1"]}}, "unknown_choice"),
        ("matrix", {"cells": {"r1": ["zzz"]}}, "unknown_choice"),
        ("matrix", {"cells": {"r1": "c1"}}, "unknown_choice"),
        ("matrix", {"cells": [["r1"]]}, "unknown_choice"),
        ("matrix", {"cells": {"r1": ["c1", "c2"]}}, "chosen_twice"),
        ("grid", {"cells": {"r1": ["c1", "c1"]}}, "chosen_twice"),
        ("ranking", {"order": ["a", ["b", "a"]], "shown": ["a", "b"]}, "unknown_choice"),
        ("ranking", {"order": ["a", "b"], "shown": ["a"]}, "unknown_choice"),
        ("ranking", {"order": [["a", ["b"]]]}, "unknown_choice"),
        ("ranking", {"order": ["a", "b", ["c", "d"]]}, "too_many"),
        ("ranking", {"order": ["a"], "no_opinion": True}, "order_and_no_opinion"),
        ("points", {"points": {"zzz": 10}}, "unknown_choice"),
        ("points", {"points": {"a": -1, "b": 11}}, "no_points"),
        ("points", {"points": {"a": "many"}}, "no_points"),
        ("points", {"points": {"a": 1.5}}, "no_points"),
        ("points", {"points": {"a": 4}}, "points_not_exact"),
        ("budget", {"points": {"x1": 101}}, "points_too_many"),
        ("budget", {"points": {"a": 1}}, "unknown_challenge"),
    ],
)
def test_no_way_in_goes_round_the_checks(key: str, value: dict[str, Any], code: str) -> None:
    assert codes(BY_KEY[key], AnswerGiven(key, value)) == [code]


@pytest.mark.parametrize("question", GALLERY, ids=lambda question: question.key)
def test_a_required_question_misses_its_answer_unless_it_is_softly_required(question: QuestionDraft) -> None:
    firm = make_question(question.kind, question.key, is_required=True, **question.options)
    assert read(firm) == [] and codes(firm) == ["required"]
    soft = make_question(question.kind, question.key, is_required=True, is_soft=True, **question.options)
    assert codes(soft) == []


def test_other_has_its_words_in_a_column_of_their_own() -> None:
    question = BY_KEY["single"]
    answers = read(question, **{"": "other", "other__text": " a  garden\x00 ", "comment": "because"})
    assert answers == [AnswerGiven("single", {"choice": "other", "other": "a garden"}, "because")]
    assert cells(question, *answers) == {"": "other", "other": "a garden", "comment": "because"}
    assert [key for key, _ in kind_of(question).columns(question, GROUND)] == ["", "other", "comment"]
    said = kind_of(question).said(question, answers, GROUND)
    assert [(line.label and line.label["en"], line.text) for line in said] == [  # type: ignore[index, call-overload]
        ("Other, namely", "a garden"),
        ("", "because"),
    ]
    assert kind_of(question).counted(answers[0]) == [("", {"choice": "other"})]


def test_words_beside_other_count_only_where_other_is_chosen_or_nothing_is() -> None:
    assert read(BY_KEY["single"], other__text="garden")[0].value == {"choice": "other", "other": "garden"}
    assert read(BY_KEY["single"], **{"": "a", "other__text": "garden"})[0].value == {"choice": "a"}
    assert read(BY_KEY["several"], other__text="garden")[0].value == {"choices": ["other"], "other": "garden"}
    assert read(BY_KEY["several"], a="1", other__text="garden")[0].value == {"choices": ["a"]}
    assert read(BY_KEY["buttons"], other__text="garden") == []


def test_several_choices_have_a_column_each_that_says_yes_or_no() -> None:
    question = BY_KEY["several"]
    answers = read(question, c="1", a="1")
    assert codes(question, *answers) == []
    assert cells(question, *answers) == {
        **{"a": "1", "b": "0", "c": "1", "none": "0", "other": "0"},
        **{"other-text": "", "comment-text": ""},
    }
    assert cells(question) == {}
    assert [key for key, _ in kind_of(question).columns(question, GROUND)] == [
        *("a", "b", "c", "none", "other", "other-text", "comment-text")
    ]


def test_an_answer_that_excludes_all_others_needs_no_second_one() -> None:
    assert codes(BY_KEY["several"], *read(BY_KEY["several"], none="1")) == []


def test_a_table_with_one_answer_a_row_and_one_with_several_have_stable_columns() -> None:
    one, several = BY_KEY["matrix"], BY_KEY["grid"]
    assert cells(one, *read(one, r2="c3")) == {"r2": "c3"}
    assert [key for key, _ in kind_of(one).columns(one, GROUND)] == ["r1", "r2"]
    assert cells(several, *read(several, r1__c2="1")) == {"r1.c1": "0", "r1.c2": "1"}
    assert kind_of(several).columns(several, GROUND)[0] == ("r1.c1", {"en": "R1: C1", "nl": "r1 nl: c1 nl"})
    assert kind_of(one).facts(one, read(one, r2="c3")) == {"matrix": ("r2",), "matrix.r2": ("c3",)}


def test_a_required_table_asks_for_the_rows_that_are_still_empty() -> None:
    question = make_question(QuestionKind.MATRIX, is_required=True, **BY_KEY["matrix"].options)
    (problem,) = problems(question, *read(question, r1="c1"))
    assert (problem.code, problem.field, problem.params) == ("survey.answer.rows_missing", "q-asked-r2", {"count": 1})


def test_a_scale_says_its_number_with_its_words_and_keeps_no_opinion_apart() -> None:
    question = BY_KEY["scale"]
    five, silent = read(question, **{"": "5"})[0], read(question, **{"": "no_opinion"})[0]
    (line,) = kind_of(question).said(question, [five], GROUND)
    assert (line.label, line.content) == ("5 / 5", {"en": "Good"})
    assert kind_of(question).said(question, [silent], GROUND)[0].code == "no_opinion"
    assert (cells(question, five), cells(question, silent)) == ({"": "5"}, {"no_opinion": "1"})
    summary = kind_of(question).summarise(question, rows(question, five, five, silent), GROUND)
    assert isinstance(summary, NumberSummary)
    assert summary.values == {1: 0, 2: 0, 3: 0, 4: 0, 5: 2}
    assert (summary.answered, summary.no_opinion) == (2, 1)


def test_a_scale_of_any_length_stays_short_enough_for_a_page() -> None:
    question = make_question(QuestionKind.SCALE, **{"from": -5, "to": 10**9})
    steps = kind_of(question).steps(question)  # type: ignore[attr-defined]
    assert (steps[0], len(steps)) == (-5, 101)


def test_a_ranking_takes_shared_places_and_remembers_what_was_shown() -> None:
    question = BY_KEY["ranking"]
    answers = read(question, rank__c="1", rank__a="2", rank__b="2", rank__zzz="3")
    assert answers[0].value == {"order": ["c", ["a", "b"]], "shown": [*"abcdefg"]}
    assert codes(question, *answers) == []
    assert cells(question, *answers) == {"c": "1", "a": "2", "b": "2"}
    assert kind_of(question).facts(question, answers) == {"ranking": ("c", "a", "b")}


def test_no_opinion_on_an_order_is_taken_only_where_it_is_offered() -> None:
    assert read(BY_KEY["ranking"], none="1")[0].value == {"no_opinion": True}
    assert read(BY_KEY["challenges"], none="1")[0].value == {"no_opinion": True}
    assert read(make_question(QuestionKind.RANKING, choices=choices("a", "b")), none="1") == []


def test_orders_seen_in_another_sequence_count_as_equal() -> None:
    question = BY_KEY["ranking"]
    one = AnswerGiven("ranking", {"order": ["a"], "shown": ["a", "b"]})
    other = AnswerGiven("ranking", {"order": ["a"], "shown": ["b", "a"]})
    assert kind_of(question).counted(one) == kind_of(question).counted(other)


def test_points_are_summed_over_people_by_helix_from_whole_answers_and_from_tallies_alike() -> None:
    question = BY_KEY["points"]
    first, second = read(question, a="7", b="3")[0], read(question, c="10")[0]
    for split in (False, True):
        found = rows(question, first, split=split) + rows(question, second, helix="research", split=split)
        summary = kind_of(question).summarise(question, found, GROUND)
        assert isinstance(summary, PointsSummary)
        assert summary.answered == 2 and summary.sums == {"a": 7, "b": 3, "c": 10}
        assert summary.by_helix["research"] == {"a": 0, "b": 0, "c": 10}
        assert summary.answered_by_helix == {"citizen": 1, "research": 1}


def test_rows_of_a_table_and_several_choices_are_counted_with_their_weights() -> None:
    table, several = BY_KEY["matrix"], BY_KEY["several"]
    counted = [
        ResultRow("", {"cells": {"r1": ["c1"]}}, False, "citizen", "en", 2.5),
        *rows(table, *read(table, r1="c2")),
    ]
    summary = kind_of(table).summarise(table, counted, GROUND)
    assert isinstance(summary, MatrixSummary)
    assert summary.rows["r1"].counts == {"c1": 2.5, "c2": 1, "c3": 0} and summary.rows["r2"].answered == 0
    found = kind_of(several).summarise(several, rows(several, *read(several, a="1", b="1")), GROUND)
    assert isinstance(found, ChoiceSummary) and found.is_multiple
    assert (found.answered, found.counts["a"], found.counts["b"], found.counts["c"]) == (1, 1, 1, 0)
    assert found.answered_by_helix == {"citizen": 1}
