"""What one person is offered: by earlier answers, in an order of their own, or by the alphabet of their language."""

import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.process.models import Challenge
from cocreate.settings import LANGUAGES
from cocreate.survey import lists
from cocreate.survey.kinds import Ground, kind_of
from cocreate.survey.kinds.choices import choices_of, narrowed, offered
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.rules import QuestionKind
from tests.factories.questions import choices, make_question

GROUND = Ground(tuple(Challenge(public_id=name, title={"en": name.upper()}, position=1) for name in ("x1", "x2", "x3")))


def keys(question: QuestionDraft, seed: str = "", language: str = "en", **facts: tuple[str, ...]) -> list[str]:
    return [each.key for each in offered(question, GROUND, facts=facts, seed=seed, language=language)]


def several(*names: str, **options: Any) -> QuestionDraft:
    more = {"none": {"is_exclusive": True}}
    return make_question(QuestionKind.MULTIPLE_CHOICE, choices=choices(*names, **more), **options)


@given(st.text(min_size=1))
def test_everybody_has_one_order_with_other_and_the_excluding_ones_last(seed: str) -> None:
    question = several("none", *"abcdef", random=True, other=True)
    shown = keys(question, seed)
    assert shown == keys(question, seed)
    assert shown[-2:] == ["other", "none"] and sorted(shown[:-2]) == [*"abcdef"]


def test_over_many_people_every_choice_is_first_about_as_often() -> None:
    question = several(*"abcd", random=True)
    first = Counter(keys(question, f"person {number}")[0] for number in range(2000))
    assert min(first.values()) > 400  # 500 expected; less is rarer than one in a million


def test_two_questions_with_the_same_choices_are_shuffled_apart_and_a_preview_is_not_shuffled() -> None:
    one = make_question(QuestionKind.RANKING, "one", choices=choices(*"abcdefgh"), random=True)
    other = make_question(QuestionKind.RANKING, "two", choices=choices(*"abcdefgh"), random=True)
    assert keys(one, "ada") != keys(other, "ada")
    assert keys(one) == [*"abcdefgh"]


def test_choices_follow_the_alphabet_of_the_language_without_its_accents() -> None:
    words = [("z", "Zèle", "IJver"), ("e", "Élan", "Vaart"), ("f", "Foi", "Geloof")]
    written = [{"key": key, "label": {"fr": french, "nl": dutch}} for key, french, dutch in words]
    question = make_question(QuestionKind.SINGLE_CHOICE, choices=written, sorted=True)
    assert keys(question, language="fr") == ["e", "f", "z"]
    assert keys(question, language="nl") == ["f", "z", "e"]


def test_a_choice_with_a_condition_waits_for_it() -> None:
    asks = {"fact": "before", "has": "yes"}
    question = make_question(QuestionKind.SINGLE_CHOICE, choices=choices("a", "b", b={"condition": asks}))
    assert keys(question) == ["a"]
    assert keys(question, before=("yes",)) == ["a", "b"]


def test_only_what_was_chosen_before_is_put_in_order_or_only_the_rest() -> None:
    chosen = make_question(QuestionKind.RANK_CHALLENGES, filter={"fact": "before", "keep": "chosen"})
    rest = make_question(QuestionKind.POINTS, about="challenges", filter={"fact": "before", "keep": "others"})
    assert (keys(chosen, before=("x3", "x1")), keys(rest, before=("x3", "x1"))) == (["x1", "x3"], ["x2"])
    assert (keys(chosen), keys(rest)) == ([], ["x1", "x2", "x3"])
    assert keys(several("a", "b", "none", filter={"fact": "before", "keep": "chosen"}), before=("b",)) == ["b", "none"]


def test_rows_of_a_table_are_shuffled_and_filtered_like_choices() -> None:
    question = make_question(
        QuestionKind.MATRIX,
        rows=choices(*"abcdef"),
        columns=choices("yes", "no"),
        random=True,
        filter={"fact": "before", "keep": "chosen"},
    )
    assert sorted(keys(question, "ada", before=(*"bcd",))) == ["b", "c", "d"]


def test_what_was_not_offered_is_no_answer() -> None:
    question = make_question(QuestionKind.RANK_CHALLENGES, "order")
    some = [each for each in offered(question, GROUND, facts={}, seed="", language="en") if each.key != "x2"]
    asked, ground = narrowed(question, GROUND, reversed(some))
    (answer,) = kind_of(asked).read(asked, {"q-order-rank-x1": "1", "q-order-rank-x2": "2"}, ground)
    assert answer.value == {"order": ["x1"], "shown": ["x3", "x1"]}

    single = make_question(QuestionKind.SINGLE_CHOICE, "one", list="yes_no", other=True, comment=True)
    first = offered(single, GROUND, facts={}, seed="", language="en")[:1]
    asked, ground = narrowed(single, GROUND, first)
    assert list(choices_of(asked)) == ["yes"] and asked.options["comment"]
    (problem,) = kind_of(asked).problems(asked, kind_of(asked).read(asked, {"q-one": "no"}, ground), ground)
    assert problem.code == "survey.answer.unknown_choice"


@given(st.lists(st.sampled_from([*"abcd", "none"]), unique=True), st.booleans(), st.text(max_size=3))
def test_a_question_narrowed_to_all_that_is_offered_offers_the_same(names: list[str], other: bool, seed: str) -> None:
    question = several(*names, other=other, random=True)
    shown = offered(question, GROUND, facts={}, seed=seed, language="en")
    asked, ground = narrowed(question, GROUND, shown)
    assert list(choices_of(asked, ground)) == [each.key for each in shown if not each.has_text] + ["other"] * other


@pytest.mark.parametrize("name", lists.NAMES)
def test_a_ready_list_has_short_keys_and_a_name_for_each(name: str) -> None:
    entries = lists.entries(name)
    assert all(re.fullmatch("[a-z0-9_]{1,40}", key) for key in entries)
    wanted = {"nl", "fr"} if name == "brussels_communes" else set(LANGUAGES)
    assert all(set(label) == wanted and all(label.values()) for label in entries.values())
    for language in wanted:
        assert len({label[language] for label in entries.values()}) == len(entries)


def test_the_ready_lists_hold_what_they_are_called() -> None:
    size = {name: len(lists.entries(name)) for name in lists.NAMES}
    assert (size["brussels_communes"], size["eu_countries"], size["nace_sections"]) == (19, 27, 21)
    assert lists.entries("eu_countries").items() <= lists.entries("countries").items()
    assert not {"eu", "un", "zz", "xa"} & set(lists.entries("countries"))
    assert (
        lists.entries("countries")["be"]["nl"] == "België" and lists.entries("languages")["nl"]["fr"] == "néerlandais"
    )
    assert lists.entries("of_no_such_name") == {}


def test_countries_stand_in_the_alphabet_of_the_reader() -> None:
    question = make_question(QuestionKind.SINGLE_CHOICE, list="eu_countries")
    assert keys(question, language="nl")[:2] == ["be", "bg"] and keys(question, language="fr")[:2] == ["de", "at"]
