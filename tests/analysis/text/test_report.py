"""What the report promises: counts that add up, several themes for a long answer, and a map that is always the same."""

import json

import pytest

from cocreate.analysis.report import QUICK, Settings, TextInput, analyse_texts
from cocreate.analysis.text.levels import cut

LONG = (
    "De fietspaden in onze gemeente zijn te smal en gevaarlijk, er moeten veilige en gescheiden fietspaden komen langs"
    " de grote wegen en naar de scholen. Daarnaast zijn de huurprijzen veel te hoog geworden en moeten er betaalbare"
    " woningen en sociale woningen komen voor jonge gezinnen."
)


def themes_of(report, answer_id):
    return [(theme, m) for theme in report.themes for m in theme.members if m.answer_id == answer_id]


def test_a_long_answer_about_two_things_stands_in_both_themes_with_the_part_that_says_so(answers):
    report = analyse_texts([*answers, TextInput("long", LONG, "nl")], seed=1, settings=QUICK)
    found = {m.is_main: (theme, LONG[m.start : m.stop]) for theme, m in themes_of(report, "long")}
    assert set(found) == {True, False}
    assert found[True][0].key != found[False][0].key
    assert sorted(part[:14] for _, part in found.values()) == ["Daarnaast zijn", "De fietspaden "]
    assert found[False][0].also == 1
    assert sum(theme.size for theme in report.themes) == report.answers == len(answers) + 1


def test_a_short_answer_has_one_theme_and_all_of_its_words_speak_of_it(answers):
    said = {a.id: a.text for a in answers}
    report = analyse_texts(answers, seed=1, settings=QUICK)
    members = [m for theme in report.themes for m in theme.members]
    assert sorted(m.answer_id for m in members) == sorted(said)
    assert all(m.is_main and (m.start, m.stop) == (0, len(said[m.answer_id])) for m in members)


def test_members_are_listed_main_ones_first_and_strongest_first(answers):
    for theme in analyse_texts([*answers, TextInput("long", LONG, "nl")], seed=1, settings=QUICK).themes:
        assert list(theme.members) == sorted(theme.members, key=lambda m: (not m.is_main, -m.strength, m.answer_id))
        assert all(0 < m.strength <= 1 for m in theme.members)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x", "other"),
        ("Περισσότερα πάρκα στην πόλη", "other"),
        ("עוד פארקים בעיר", "other"),
        ("公园", None),
        ("مزيد من الحدائق", None),
        ("Больше парков", None),
        ("bus", None),
    ],
)
def test_what_nobody_here_reads_is_counted_as_other(answers, text, reason):
    report = analyse_texts([*answers, TextInput("odd", text)], seed=1, settings=Settings(subsamples=0))
    assert report.unplaced.get("odd") == reason
    assert sum(theme.size for theme in report.themes) + len(report.unplaced) == report.answers == len(answers) + 1


def test_answers_above_the_limit_are_counted_as_not_processed_whatever_their_order(answers):
    settings = Settings(subsamples=0, limit=20)
    report = analyse_texts(answers, seed=1, settings=settings)
    assert [reason.value for reason in report.unplaced.values()] == ["not_processed"] * (len(answers) - 20)
    assert sum(theme.size for theme in report.themes) == 20
    assert dict(analyse_texts(answers[::-1], seed=1, settings=settings).unplaced) == dict(report.unplaced)


def test_every_placed_answer_has_its_place_on_the_map_and_like_answers_stand_near(answers):
    report = analyse_texts(answers, seed=1, settings=QUICK)
    assert set(report.positions) == {a.id for a in answers}
    assert all(-1 <= x <= 1 and -1 <= y <= 1 for x, y in report.positions.values())
    assert max(max(abs(x), abs(y)) for x, y in report.positions.values()) == 1
    first, second = ([report.positions[m.answer_id] for m in theme.members] for theme in report.themes)
    middle = [tuple(sum(axis) / len(places) for axis in zip(*places, strict=True)) for places in (first, second)]
    near = [
        sum((a - b) ** 2 for a, b in zip(place, middle[own], strict=True))
        < sum((a - b) ** 2 for a, b in zip(place, middle[1 - own], strict=True))
        for own, places in enumerate((first, second))
        for place in places
    ]
    assert all(near)


def test_the_tree_joins_all_themes_and_is_ready_for_json(answers):
    report = analyse_texts(answers, seed=1, settings=QUICK)
    keys = [theme.key for theme in report.themes]
    assert len(report.tree) == len(keys) - 1
    assert set(cut(report.tree, keys, 1).values()) == {report.tree[-1].key}
    assert json.loads(json.dumps(report.to_dict()))["tree"][0]["key"] == "f1"


def test_all_answers_equal_are_one_theme_in_one_place():
    report = analyse_texts([TextInput(str(i), "Meer bomen in de stad") for i in range(50)], seed=1)
    assert [theme.size for theme in report.themes] == [50]
    assert len(set(report.positions.values())) == 1
    assert report.tree == ()
