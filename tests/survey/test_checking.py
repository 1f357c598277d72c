"""The check before publishing: what stops an opening, what troubles people, what could be said plainer."""

from types import SimpleNamespace
from typing import Any

import pytest

from cocreate.settings import LANGUAGES
from cocreate.survey import questionnaire
from cocreate.survey.checking.burden import burden_of, check, errors_in
from cocreate.survey.checking.questions import never_holds
from cocreate.survey.checking.words import PLAINER, jargon_in
from cocreate.survey.kinds.base import Ground
from cocreate.survey.making.conditions import known_facts
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.questionnaires import READY
from cocreate.survey.rules import QuestionKind as Kind
from cocreate.survey.wording import missing_in, wordings_of

ALL = dict.fromkeys(LANGUAGES, "?")
TOP = SimpleNamespace(title=ALL, introduction={})


def ask(key: str, kind: Kind = Kind.LONG_TEXT, title: dict[str, str] | None = None, **given: Any) -> QuestionDraft:
    return QuestionDraft(key, kind, title or dict.fromkeys(LANGUAGES, f"{key}?"), **given)


def choose(key: str, *choices: str, **given: Any) -> QuestionDraft:
    rows = [{"key": choice, "label": dict.fromkeys(LANGUAGES, choice)} for choice in choices]
    options = {"choices": rows, **given.pop("options", {})}
    return ask(key, Kind.SINGLE_CHOICE, options=options, **given)


def codes(*questions: QuestionDraft, published: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    found = check(TOP, questions, Ground(), languages=published or LANGUAGES, published=published)
    return [(finding.code.removeprefix("survey.check."), finding.question) for finding in found]


FIT = choose("fit", "yes", "no")


def test_the_method_s_own_questionnaire_has_nothing_to_mend() -> None:
    top = SimpleNamespace(title=questionnaire.TITLE, introduction=questionnaire.INTRODUCTION)
    assert check(top, questionnaire.RIS3, Ground(), languages=LANGUAGES, published=LANGUAGES) == []


@pytest.mark.parametrize("ready", [each for each in READY if each.questions], ids=lambda each: each.name)
def test_every_ready_questionnaire_is_whole_in_four_languages(ready: Any) -> None:
    found = check(ready, ready.questions, Ground(), languages=LANGUAGES, published=LANGUAGES)
    assert errors_in(found) == []
    assert [q.key for q in ready.questions if q.options.get("role") == "quote"] == ["quote"], "all ask for free text"
    wordings = wordings_of(ready, ready.questions)
    assert len(wordings) > 5 and not [w.name for code in LANGUAGES for w in missing_in(wordings, code)]


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ({"fact": "later", "is": "answered"}, "condition_later"),
        ({"fact": "why", "is": "answered"}, "condition_later"),
        ({"fact": "nowhere", "is": "answered"}, "condition_unknown"),
        ({"fact": "fit", "has": "perhaps"}, "condition_choice"),
        ({"fact": "fit", "is": "quite"}, "condition_malformed"),
        ({"all": [{"fact": "fit", "has": "yes"}, {"fact": "fit", "has": "no"}]}, "condition_never"),
        ({"any": []}, "condition_never"),
    ],
)
def test_a_condition_that_can_never_hold_stops_the_opening(condition: dict[str, Any], code: str) -> None:
    why = ask("why", condition=condition)
    later = choose("later", "a", "b")
    assert (code, "why") in codes(FIT, why, later)
    found = check(TOP, [FIT, why, later], Ground(), languages=LANGUAGES)
    assert "why" in {finding.question for finding in errors_in(found)}


def test_a_condition_on_an_earlier_answer_is_fine() -> None:
    assert codes(FIT, ask("why", condition={"fact": "fit", "has_any": ["yes", "no"]})) == []


def test_a_choice_that_is_switched_off_is_no_mistake_but_too_few_left_are() -> None:
    off = {"key": "maybe", "label": ALL, "condition": {"any": []}}
    rows = [*FIT.options["choices"], off]
    assert codes(ask("fit", Kind.SINGLE_CHOICE, options={"choices": rows})) == []
    assert codes(ask("fit", Kind.SINGLE_CHOICE, options={"choices": [rows[0], off]})) == [("few_choices", "fit")]
    assert codes(ask("fit", Kind.SINGLE_CHOICE, options={"list": "yes_no"})) == []


@pytest.mark.parametrize(
    ("parts", "never"),
    [
        ([{"fact": "n", "above": 3}, {"fact": "n", "below": 3}], True),
        ([{"fact": "n", "at_least": 3}, {"fact": "n", "at_most": 3}], False),
        ([{"fact": "n", "above": 3}, {"fact": "n", "at_most": 3}], True),
        ([{"fact": "n", "above": 1}, {"fact": "n", "below": 4}], False),
        ([{"fact": "fit", "is": "unanswered"}, {"fact": "fit", "has": "yes"}], True),
        ([{"fact": "fit", "is": "answered"}, {"fact": "fit", "is": "unanswered"}], True),
        ([{"fact": "fit", "has": "yes"}, {"not": {"fact": "fit", "has": "yes"}}], True),
        ([{"fact": "fit", "has": "yes"}, {"not": {"any": [{"fact": "fit", "has": "yes"}]}}], True),
        ([{"fact": "many", "has": "a"}, {"fact": "many", "has": "b"}], False),
        ([{"fact": "many", "chosen_at_least": 3}, {"fact": "many", "chosen_at_most": 2}], True),
    ],
)
def test_simple_contradictions_are_seen(parts: list[dict[str, Any]], never: bool) -> None:
    rows = [{"key": key, "label": ALL} for key in "ab"]
    known = known_facts(
        [FIT, ask("n", Kind.NUMBER), ask("many", Kind.MULTIPLE_CHOICE, options={"choices": rows})], Ground()
    )
    assert never_holds({"all": parts}, known) is never
    assert never_holds({"any": [{"all": parts}, {"fact": "fit", "is": "answered"}]}, known) is False


def test_a_question_that_its_page_never_allows_is_found() -> None:
    page = ask("second", Kind.PAGE, condition={"fact": "fit", "has": "yes"})
    assert codes(FIT, page, ask("why", condition={"fact": "fit", "has": "no"})) == [("condition_never", "why")]


def test_a_filter_and_piping_need_an_earlier_question() -> None:
    some = choose("some", "a", "b", options={"filter": {"fact": "which", "keep": "chosen"}})
    assert codes(some) == [("filter", "some")]
    assert codes(ask("why", title=dict.fromkeys(LANGUAGES, "Why {{fit}}?")), FIT) == [("piping", "why")]
    assert codes(FIT, ask("why", title=dict.fromkeys(LANGUAGES, "Why {{fit.row}}?"))) == [("piping", "why")]
    assert codes(FIT, ask("why", title=dict.fromkeys(LANGUAGES, "Why {{fit}}?"))) == []


def test_an_empty_questionnaire_can_be_checked() -> None:
    assert codes() == [] and burden_of([], Ground()).minutes == 1


def test_shapes_that_cannot_work_are_found() -> None:
    assert codes(FIT, FIT) == [("key_twice", "fit")]
    assert codes(ask("empty", title={"en": ""})) == [("untitled", "empty")]
    assert codes(ask("n", Kind.NUMBER, options={"min": 5, "max": 2})) == [("limits", "n")]
    assert codes(ask("m", Kind.MATRIX, options={"rows": [{"key": "a", "label": ALL}]})) == [("no_rows", "m")]
    three = [{"key": key, "label": ALL} for key in "abc"]
    assert codes(ask("m", Kind.MULTIPLE_CHOICE, options={"choices": three, "min": 4})) == [("limits", "m")]
    assert codes(ask("p", Kind.PAGE), ask("q", Kind.PAGE), FIT) == [("empty_page", "p")]
    assert codes(ask("i", Kind.INFORMATION, options={"image": "x"})) == [("no_alt", "i")]


@pytest.mark.parametrize("pattern", ["[", "(a+)+", "(a*)*b", "([a-z]+){9}", "a" * 201, "(?P<x"])
def test_a_pattern_that_is_none_or_runs_away_is_refused(pattern: str) -> None:
    asked = ask("post", Kind.SHORT_TEXT, options={"format": "pattern", "pattern": pattern})
    assert codes(asked) == [("pattern", "post")]


def test_a_promised_language_must_be_whole_and_another_is_only_missed() -> None:
    half = ask("half", title={"en": "Half", "fr": "Moitié"})
    assert ("untranslated", "half") in codes(half, published=("nl",))
    stops = check(TOP, [half], Ground(), languages=("nl",), published=("nl",))
    warns = check(TOP, [half], Ground(), languages=LANGUAGES)
    assert [finding.params for finding in errors_in(stops)] == [{"language": "nl", "count": 1}]
    assert errors_in(warns) == [] and {finding.params["language"] for finding in warns} == {"nl", "de"}


def test_words_of_the_trade_get_plainer_ones_in_each_language() -> None:
    assert set(PLAINER) == set(LANGUAGES)
    assert jargon_in("Quelles parties prenantes de l'écosystème ?", "fr")[0][0] == "parties prenantes"
    assert [word for word, _plainer in jargon_in("Sid said: the RIS3 of the SID", "en")] == ["SID", "RIS3"]
    assert jargon_in("Nutsvoorzieningen", "nl") == []
    assert ("jargon", "trade") in codes(ask("trade", title={**ALL, "nl": "Welke stakeholders?"}))


def test_long_and_intricate_questionnaires_are_told_by_their_numbers() -> None:
    short = burden_of([FIT], Ground())
    assert short.minutes == 1 and short.findings() == []
    many = [ask(f"text_{number}") for number in range(12)]
    assert [finding.code for finding in burden_of(many, Ground()).findings()] == ["survey.check.long"]
    chained = [FIT] + [
        choose(f"c{n}", "yes", "no", condition={"fact": f"c{n - 1}" if n else "fit", "has": "yes"}) for n in range(25)
    ]
    assert burden_of(chained, Ground()).complexity == 1 + 25 * 2 + 24
    assert "survey.check.complex" in [finding.code for finding in burden_of(chained, Ground()).findings()]
    rows = [{"key": f"r{n}", "label": ALL} for n in range(12)]
    matrix = ask("m", Kind.MATRIX, options={"rows": rows, "columns": rows[:5]})
    assert burden_of([matrix], Ground()).wide == ("m",) and burden_of([matrix], Ground()).complexity == 1 + 6
