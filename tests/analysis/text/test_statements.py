"""A long answer is split where it says something else; a statement is always an exact piece of the answer."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cocreate.analysis.text.statements import LONG, MOST, SHORT, split

FILLER = {
    "nl": "Wij denken dat de gemeente hier al jaren te weinig aan doet en dat het beter kan. ",
    "fr": "Nous pensons que la commune ne fait pas assez depuis des années et que cela peut changer. ",
    "en": "We think that the town has done too little about this for years and that it can do better. ",
    "de": "Wir denken, dass die Gemeinde hier seit Jahren zu wenig tut und dass es besser geht. ",
}


def pieces(text, language=None):
    return [text[s.start : s.stop] for s in split(text, language)]


def test_a_short_answer_is_one_statement_without_the_white_space_around():
    assert pieces("  Meer bomen. Minder auto's!\n") == ["Meer bomen. Minder auto's!"]
    assert pieces(" \n\t") == []


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("nl", "Dhr. J. Janssens vraagt o.a. meer bussen, bv. in het weekend."),
        ("fr", "M. Dupont demande p.ex. des bus, cf. l'art. 12 du plan."),
        ("en", "Mr. Smith asks for buses, e.g. Sunday services on line no. 12."),
        ("de", "Herr Dr. Müller wünscht z.B. Busse ab dem 3. Oktober in der Hauptstr. Nord."),
    ],
)
def test_abbreviations_initials_and_ordinals_end_no_sentence(language, sentence):
    assert pieces(FILLER[language] * 3 + sentence, language)[-1] == sentence


def test_paragraphs_and_points_of_a_list_are_statements_without_their_marks():
    text = (
        "Onze voorstellen voor een gezonde en leefbare gemeente zijn de volgende\n"
        "- meer bussen in de avond en op zondag\n• betaalbare woningen voor jonge gezinnen\n"
        "3) een loket voor energiebesparing in elk dorp\n\nDaarmee is iedereen in de gemeente geholpen, groot en klein"
    )
    assert pieces(text, "nl")[1:4] == [
        "meer bussen in de avond en op zondag",
        "betaalbare woningen voor jonge gezinnen",
        "een loket voor energiebesparing in elk dorp",
    ]


def test_points_inside_a_line_are_statements_too():
    text = FILLER["fr"] * 2 + "Nous demandons à la ville : 1) des trains plus fréquents; 2) des logements abordables"
    assert pieces(text, "fr")[-2:] == [
        "des trains plus fréquents;",
        "des logements abordables",
    ]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from([*FILLER.values(), "Ja. ", "1) ", "\n- ", "\n\n", "o.a. ", "👍 ", "\x00", "… ", "«Bon.»"]))
)
def test_statements_are_in_order_do_not_overlap_and_lose_no_letter(parts):
    text = "".join(parts)
    found = split(text)
    assert len(found) <= MOST
    assert all(s.start < s.stop and text[s.start : s.stop].strip() == text[s.start : s.stop] for s in found)
    assert all(a.stop <= b.start for a, b in pairwise(found))
    if len(text.strip()) >= LONG and len(found) > 1:
        assert all(sum(c.isalpha() for c in text[s.start : s.stop]) >= SHORT for s in found)
    between = "".join(text[a.stop : b.start] for a, b in pairwise(found))
    assert not any(c.isalpha() for c in between)


def test_a_million_characters_are_split_into_a_few_statements_that_hold_all():
    found = split("Meer bussen en trams in de stad. " * 31_000, "nl")
    assert len(found) <= MOST
    assert found[-1].stop == 31_000 * 33 - 1
