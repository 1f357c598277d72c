"""A report tells who says what in a theme, who disagrees, what was copied and which answers oppose each other."""

import json
import random

import pytest

from cocreate.analysis.report import QUICK, TextInput, analyse_texts
from cocreate.analysis.text.voices import dissenting

CYCLING = ["Meer veilige fietspaden langs de grote weg", "Meer fietspaden naar de school", "Bredere fietspaden bouwen"]
AGAINST = "Geen bredere fietspaden bouwen, fietspaden zijn slecht voor de winkels"
LETTER = "Wij vragen u met aandrang om de oude spoorlijn voor altijd open te houden, {}"


@pytest.fixture(scope="module")
def consultation():
    texts = [(f"c{i}", f"{CYCLING[i % 3]} {i}", "nl", "civil_society") for i in range(12)]
    texts += [(f"b{i}", f"{CYCLING[i % 3]} met laadzones voor leveringen {i}", "nl", "business") for i in range(12)]
    texts += [("no", AGAINST, "nl", "business")]
    texts += [(f"l{i}", LETTER.format(name), "nl", "civil_society") for i, name in enumerate("An Bo Cas Dirk".split())]
    texts += [(f"h{i}", f"Bouw meer betaalbare woningen in wijk {i}", "nl", "research") for i in range(12)]
    return [TextInput(*row) for row in texts]


@pytest.fixture(scope="module")
def report(consultation):
    return analyse_texts(consultation, seed=1, settings=QUICK)


def test_what_one_helix_says_more_than_the_others_stands_with_its_theme(report):
    theme = next(t for t in report.themes if any(m.answer_id == "b0" for m in t.members))
    terms = theme.voices["business"]
    assert any("laadzones" in d.term for d in terms)
    assert all(d.count <= d.base for d in terms)
    assert not any(d.term.lower() == "fietspaden" for d in terms)


def test_the_answer_against_the_main_line_dissents_and_is_a_member(report):
    theme = next(t for t in report.themes if any(m.answer_id == "no" for m in t.members))
    assert theme.dissent == ("no",)
    assert all(t.dissent == () for t in report.themes if t is not theme)


def test_it_also_opposes_an_answer_of_its_theme(report):
    assert report.oppositions
    assert {o.against for o in report.oppositions} == {"no"}
    assert all(o.words and o.theme for o in report.oppositions)


def test_the_letters_are_one_campaign(report):
    letters = [c for c in report.campaigns if "l0" in c.members]
    assert [set(c.members) for c in letters] == [{"l0", "l1", "l2", "l3"}]
    assert letters[0].is_campaign


def test_the_report_is_the_same_in_any_order_and_can_be_stored(consultation, report):
    shuffled = list(consultation)
    random.Random(3).shuffle(shuffled)
    again = analyse_texts(shuffled, seed=1, settings=QUICK)
    assert json.dumps(again.to_dict()) == json.dumps(report.to_dict())


def test_nobody_dissents_where_people_are_divided_or_say_nothing_for_or_against():
    assert dissenting(["Meer trams", "Minder trams"] * 10, ["nl"] * 20) == []
    assert dissenting(["De trams in Gent", "Een tram"], ["nl"] * 2) == []
    assert dissenting([], []) == []
