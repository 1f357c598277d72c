"""New answers join the themes of a run that is over, and nothing about that run changes."""

import json

import pytest

from cocreate.analysis.report import QUICK, Placement, TextInput, analyse_texts
from cocreate.analysis.text.placing import place_new
from cocreate.analysis.text.vectors import best_encoder

NEW = {
    "bike-nl": ("Bredere en veiligere fietspaden graag", "nl"),
    "bike-fr": ("Élargir les pistes cyclables", "fr"),
    "home-de": ("Günstige Wohnungen bauen", "de"),
    "home-en": ("Build cheap homes that families can rent", "en"),
}


@pytest.fixture(scope="module")
def report(answers):
    return analyse_texts(answers, seed=1, settings=QUICK)


def theme_of(placed):
    return {m.answer_id: key for key, members in placed.members.items() for m in members if m.is_main}


def new(*ids):
    return [TextInput(key, *NEW[key]) for key in ids or NEW]


def test_a_new_answer_in_any_language_joins_the_theme_that_speaks_of_it(report):
    home = {m.answer_id: theme.key for theme in report.themes for m in theme.members}
    found = theme_of(place_new(new(), report.placement, encoder=best_encoder()))
    wanted = {"bike-nl": home["nl0"], "bike-fr": home["nl0"], "home-de": home["nl3"], "home-en": home["nl3"]}
    assert found == wanted


def test_a_stored_placement_gives_the_same_places_alone_or_together_in_any_order(report):
    stored = Placement.from_dict(json.loads(json.dumps(report.placement.to_dict())))
    together = place_new(new(), report.placement, encoder=best_encoder())
    assert place_new(new()[::-1], stored, encoder=best_encoder()) == together
    for key in NEW:
        alone = place_new(new(key), stored, encoder=best_encoder())
        assert theme_of(alone)[key] == theme_of(together)[key]
        assert alone.positions[key] == pytest.approx(together.positions[key], abs=2e-4)
    assert len(json.dumps(stored.to_dict())) < 40_000


def test_the_answers_of_the_run_stay_in_their_themes(report, answers):
    home = {m.answer_id: theme.key for theme in report.themes for m in theme.members if m.is_main}
    assert theme_of(place_new(answers, report.placement, encoder=best_encoder())) == home


def test_without_the_encoder_words_decide_within_a_language(answers):
    dutch = [a for a in answers if a.language == "nl"]
    report = analyse_texts(dutch, seed=1, settings=QUICK)
    home = {m.answer_id: theme.key for theme in report.themes for m in theme.members}
    found = theme_of(place_new(new("bike-nl"), report.placement, encoder=None))
    assert found == {"bike-nl": home["nl0"]}


def test_new_answers_without_words_have_a_class_and_counts_add_up(report):
    odd = [TextInput("a", ""), TextInput("b", "geen mening"), TextInput("c", "x"), *new("bike-nl")]
    placed = place_new(odd, report.placement, encoder=best_encoder())
    assert {key: reason.value for key, reason in placed.unplaced.items()} == {
        "a": "empty",
        "b": "no_opinion",
        "c": "other",
    }
    assert len(theme_of(placed)) + len(placed.unplaced) == len(odd)
    assert set(placed.positions) == set(placed.languages) == {"bike-nl"}
