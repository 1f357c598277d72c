"""Words are read without accents and capitals, and with the stems of four languages."""

import pytest

from cocreate.search.asking import for_postgres, for_sqlite, nearest, pieces_of, terms_of
from cocreate.search.finding import snippet
from cocreate.search.rules import Document
from cocreate.search.still import says
from cocreate.search.words import SMALL_WORDS, stem, words_of


def test_accents_capitals_and_apostrophes_make_no_difference() -> None:
    assert words_of("L’Économie CIRCULAIRE – Straße, cœur; 3D") == [
        "l", "economie", "circulaire", "strasse", "coeur", "3d",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "neighbourhood", "neighbourhoods"),
        ("nl", "fietspad", "fietspad"),
        ("nl", "bedrijf", "bedrijf"),
        ("nl", "wijk", "wijken"),
        ("fr", "quartier", "quartiers"),
        ("fr", "mobilite", "mobilites"),
        ("de", "stadt", "stadte"),
        ("de", "betrieb", "betriebe"),
    ],
)
def test_forms_of_a_word_share_a_stem(language: str, one: str, other: str) -> None:
    assert stem(one, language) == stem(other, language)


def test_small_words_are_left_out_of_a_question_unless_there_is_nothing_else() -> None:
    assert {"de", "la", "the", "und"} <= SMALL_WORDS
    assert [term.words for term in terms_of("the future of la ville")] == [("future",), ("ville",)]
    assert [term.words for term in terms_of("the")] == [("the",)]


def test_words_in_quotation_marks_stay_together() -> None:
    asked = terms_of('"air quality" city')
    assert [term.words for term in asked] == [("air", "quality"), ("city",)]
    assert says(Document("a", {"en": "Better air quality in the city"}), asked)
    assert not says(Document("a", {"en": "Quality of air in the city"}), asked)


@pytest.mark.parametrize(
    "question", ['"', '"" ""', "*", "a* OR b", "NEAR(x y)", "'); drop", "x:y", "^", "&|!", "(((", "\\"]
)
def test_signs_of_the_query_languages_are_no_commands(question: str) -> None:
    terms = terms_of(question)
    for said in (for_sqlite(terms), for_postgres(terms)):
        assert not set(said) - set("abcdefghijklmnopqrstuvwxyz0123456789 \"'()*:|&<->OR" + "AND")


def test_a_slip_of_the_hand_is_understood_and_another_word_is_not() -> None:
    near = nearest("mobilitiet", ["mobiliteit", "mobilier", "stabiliteit", "mobilitiet"])
    assert near == ["mobiliteit"]
    assert nearest("fets", ["fiets", "feest", "vest"]) == ["fiets"]
    assert pieces_of("ab") == ["^ab", "ab$"]


def test_a_snippet_shows_where_the_words_stand_and_marks_them() -> None:
    text = (
        "First something long that has nothing to do with it. " * 4
        + "Then the neighbourhoods get cargo bikes. "
        + "End. " * 80
    )
    found = snippet({"en": text}, terms_of("neighbourhood cargo"), "en")
    assert [piece.text for piece in found.pieces if piece.is_marked] == ["neighbourhoods", "cargo"]
    shown = "".join(piece.text for piece in found.pieces)
    assert shown.startswith("… ") and shown.endswith(" …") and len(shown) < 300


def test_a_snippet_comes_from_the_language_of_the_reader_where_that_has_the_words() -> None:
    texts = {"en": "Cargo bikes", "nl": "Bakfietsen en cargo", "fr": "Vélos"}
    assert snippet(texts, terms_of("cargo"), "nl").language == "nl"
    assert snippet(texts, terms_of("velo"), "nl").language == "fr"
    assert snippet(texts, terms_of("nothing"), "nl").language == "nl"


def test_one_endless_word_is_cut_too() -> None:
    found = snippet({"en": "x" * 5000}, terms_of("y"), "en")
    assert len("".join(piece.text for piece in found.pieces)) < 300
