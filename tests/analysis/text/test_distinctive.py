"""What a group says more than others is told with its base and its doubt, and only where there is a difference."""

import random

from cocreate.analysis.text.distinctive import distinctive_terms

BUSINESS = ["Minder regels voor kleine bedrijven", "De regels zijn te zwaar", "Regels en vergunningen vragen tijd"]
RESEARCH = ["Meer geld voor fundamenteel onderzoek", "Fundamenteel onderzoek in Brussel", "Open data uit onderzoek"]
BOTH = ["De trams rijden niet vaak genoeg", "Betere trams in Brussel", "Trams zijn te vol"]


def consultation(times=6):
    rows = [(text, "nl", "business") for text in (BUSINESS + BOTH) * times]
    return rows + [(text, "nl", "research") for text in (RESEARCH + BOTH) * times]


def test_each_group_gets_its_own_words_and_shared_ones_are_nobodys():
    found = distinctive_terms(*zip(*consultation(), strict=True))
    assert found["business"][0].term in {"regels", "Regels"}
    assert found["research"][0].term == "fundamenteel onderzoek"
    said = {d.term.lower() for terms in found.values() for d in terms}
    assert "trams" not in said


def test_every_number_has_its_base_and_its_doubt():
    found = distinctive_terms(*zip(*consultation(), strict=True))
    for terms in found.values():
        for d in terms:
            assert 3 <= d.count <= d.base == 36 == d.other_base
            assert 1 < d.low < d.ratio < d.high
            assert d.z >= 1.96


def test_random_groups_have_nearly_nothing_of_their_own():
    draw = random.Random(4)
    rows = [(text, "nl", draw.choice("ab")) for text, _, _ in consultation(20)]
    found = distinctive_terms(*zip(*rows, strict=True))
    assert sum(len(terms) for terms in found.values()) <= 2


def test_order_changes_nothing_and_languages_stay_apart():
    rows = (
        consultation()
        + [("Moins de règles administratives", "fr", "business")] * 5
        + [("Du vert", "fr", "research")] * 5
    )
    first = distinctive_terms(*zip(*rows, strict=True))
    random.Random(1).shuffle(rows)
    assert distinctive_terms(*zip(*rows, strict=True)) == first
    french = [d for d in first["business"] if d.language == "fr"]
    assert french[0].base == 5
    assert "règles" in french[0].term


def test_the_words_of_the_question_and_answers_without_a_group_do_not_count():
    rows = [*consultation(), ("Minder regels", "nl", None)]
    asked = distinctive_terms(*zip(*rows, strict=True), leave_out=["Welke regels voor bedrijven en onderzoek?"])
    assert not any(d.term.lower() in {"regels", "onderzoek"} for terms in asked.values() for d in terms)
    assert distinctive_terms(["a b c"], ["nl"], [None]) == {}
    assert distinctive_terms(BUSINESS * 4, ["nl"] * 12, ["business"] * 12) == {}
