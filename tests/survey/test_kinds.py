"""The kinds of question: what was typed, what is taken, what is said back and what is exported."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.analysis.choice.ranking import rank_comparisons
from cocreate.process.models import Challenge
from cocreate.survey.kinds import KINDS, Ground, ResultRow, kind_of
from cocreate.survey.kinds.ranking import order_from_places, tiers_of
from cocreate.survey.models import Question
from cocreate.survey.questionnaire import RIS3
from cocreate.survey.rules import LONGEST_TEXT, AnswerGiven

GROUND = Ground(tuple(Challenge(public_id=name, title={"en": name.upper()}, position=1) for name in "abcd"))


def question(key: str, **changes: Any) -> Question:
    draft = next(draft for draft in RIS3 if draft.key == key)
    values = {"is_required": False, "options": dict(draft.options), **changes}
    return Question(key=key, kind=draft.kind.value, title=dict(draft.title), **values)


def places(**typed: str) -> dict[str, str]:
    return {f"q-rank_challenges-rank-{name}": place for name, place in typed.items()}


def test_every_question_of_the_default_questionnaire_has_a_kind_and_four_languages() -> None:
    assert {draft.kind for draft in RIS3} <= set(KINDS)
    for draft in RIS3:
        words = [draft.title, *([draft.help] if draft.help else [])]
        words += [choice["label"] for choice in draft.options.get("choices", [])]
        assert all(set(text) == {"en", "nl", "fr", "de"} for text in words)


def test_a_ranking_takes_gaps_and_shared_places_and_says_them_back() -> None:
    asked = question("rank_challenges")
    kind = kind_of(asked)
    read = kind.read(asked, places(a="4", b="1", c="4", d=""), GROUND)
    assert read[0].value == {"order": ["b", ["a", "c"]], "shown": ["a", "b", "c", "d"]}
    assert kind.problems(asked, read, GROUND) == []
    assert [(line.label, line.content["en"]) for line in kind.said(asked, read, GROUND)] == [
        ("1", "B"),
        ("2=", "A"),
        ("2=", "C"),
    ]
    assert kind.cells(asked, read, GROUND) == {"b": "1", "a": "2", "c": "2"}
    kept = [ResultRow(item, value, False, "citizen", "en") for item, value in kind.counted(read[0])]
    report = rank_comparisons(kind.summarise(asked, kept, GROUND).sums)
    assert (report.row("b").mean_rank, report.row("a").mean_rank, report.row("d").mean_rank) == (1, 2.5, 4)
    assert report.order[0] == "b" and report.order[-1] == "d"


@given(st.dictionaries(st.sampled_from("abcd"), st.integers(1, 9)))
def test_any_places_become_an_order_that_keeps_who_stood_before_whom(typed: dict[str, int]) -> None:
    tiers = tiers_of({"order": order_from_places(typed)})
    rank = {name: index for index, tier in enumerate(tiers) for name in tier}
    assert set(rank) == set(typed)
    for one in typed:
        for other in typed:
            assert (typed[one] < typed[other]) == (rank[one] < rank[other])


@given(st.text(max_size=12))
def test_whatever_is_typed_as_a_place_is_a_place_or_nothing(place: str) -> None:
    asked = question("rank_challenges")
    read = kind_of(asked).read(asked, places(a=place), GROUND)
    assert kind_of(asked).problems(asked, read, GROUND) == []


def test_no_opinion_is_an_answer_but_not_beside_an_order() -> None:
    asked = question("rank_challenges", is_required=True)
    kind = kind_of(asked)
    silent = kind.read(asked, {"q-rank_challenges-none": "1"}, GROUND)
    assert kind.problems(asked, silent, GROUND) == []
    both = kind.read(asked, places(a="1") | {"q-rank_challenges-none": "1"}, GROUND)
    assert [problem.code for problem in kind.problems(asked, both, GROUND)] == ["survey.answer.order_and_no_opinion"]


@pytest.mark.parametrize("key", [draft.key for draft in RIS3])
def test_a_required_question_misses_its_answer(key: str) -> None:
    asked = question(key, is_required=True)
    kind = kind_of(asked)
    assert kind.read(asked, {}, GROUND) == []
    assert [problem.code for problem in kind.problems(asked, [], GROUND)] == ["required"]


def test_a_required_choice_is_not_made_by_a_comment_alone() -> None:
    asked = question("fit", is_required=True)
    read = kind_of(asked).read(asked, {"q-fit-comment": "because"}, GROUND)
    assert [problem.code for problem in kind_of(asked).problems(asked, read, GROUND)] == ["required"]


def test_a_project_keeps_title_description_and_actors_apart() -> None:
    asked = question("project")
    kind = kind_of(asked)
    typed = {
        "q-project-title": "Roof \n farms",
        "q-project-description": "Grow food.\n\nSell it.",
        "q-project-actor-1-name": "A",
        "q-project-actor-3-name": "B",
    }
    read = kind.read(asked, typed, GROUND)
    assert read[0].text == "Roof farms\n\nGrow food.\n\nSell it."
    cells = kind.cells(asked, read, GROUND)
    assert (cells["title"], cells["description"], cells["actors"]) == ("Roof farms", "Grow food.\n\nSell it.", "A; B")
    nameless = kind.read(asked, {"q-project-actor-1-name": "A"}, GROUND)
    assert [problem.code for problem in kind.problems(asked, nameless, GROUND)] == ["survey.answer.project_untitled"]


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("new_challenge", AnswerGiven("new_challenge", text="x" * (LONGEST_TEXT + 1))),
        ("assets", AnswerGiven("assets", text="x" * (LONGEST_TEXT + 1), item="a")),
        ("assets", AnswerGiven("assets", text="unknown", item="zz")),
        ("fit", AnswerGiven("fit", {"choice": "perhaps"})),
        ("helix", AnswerGiven("helix", {"choice": "robot"})),
        ("rank_challenges", AnswerGiven("rank_challenges", {"order": ["a", "a"], "shown": ["a"]})),
        ("rank_challenges", AnswerGiven("rank_challenges", {"order": ["zz"]})),
        ("project", AnswerGiven("project", {"title": "x" * 400, "actors": []}, "x" * 400)),
    ],
)
def test_no_way_in_goes_round_the_checks(key: str, answer: AnswerGiven) -> None:
    asked = question(key)
    assert kind_of(asked).problems(asked, [answer], GROUND)
