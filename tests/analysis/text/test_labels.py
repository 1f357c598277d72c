"""Labels are readable phrases from the answers; quotations are answers, word for word."""

import numpy as np

from cocreate.analysis.report import TextInput, analyse_texts
from cocreate.analysis.text.labels import representative, theme_labels
from cocreate.analysis.text.tokens import content_stems, runs, stop_words


def test_a_theme_is_named_in_each_language_that_speaks_of_it(answers):
    report = analyse_texts(answers, seed=1)
    cycling = next(t for t in report.themes if any(m.answer_id == "nl0" for m in t.members))
    assert set(cycling.labels) == {"nl", "fr", "en", "de"}
    assert "fietspaden" in cycling.labels["nl"].lower()
    assert "pistes cyclables" in cycling.labels["fr"]
    assert "cycle lanes" in cycling.labels["en"].lower()
    assert "Radwege" in cycling.labels["de"]


def test_no_phrase_starts_or_ends_in_a_stop_word_or_repeats_another(answers):
    for theme in analyse_texts(answers, seed=1).themes:
        for language, label in theme.labels.items():
            phrases = label.split(", ")
            assert 1 <= len(phrases) <= 4
            for phrase in phrases:
                assert phrase.split()[0].lower() not in stop_words(language)
                assert phrase.split()[-1].lower() not in stop_words(language)
            words = [stem for phrase in phrases for stem in content_stems(phrase, language)]
            assert len(words) == len(set(words))


def test_what_one_or_two_of_many_say_in_another_language_names_no_theme():
    english = [
        f"More cycle lanes {where}, please" for where in "here there now soon wide safe north south east west".split()
    ]
    few = ["De eindgebruiker die ontstaat heeft weerstand", "Une infrastructure sobre", "Des outils sobres"]
    themes = np.zeros(13, int)
    assert set(theme_labels([*english, *few], ["en"] * 10 + ["nl", "fr", "fr"], themes)[0]) == {"en"}
    three = [*english, *few[1:], "Soyons sobres"]
    assert theme_labels(three, ["en"] * 10 + ["fr"] * 3, themes)[0]["fr"].startswith("sobre")


def test_an_answer_half_dutch_half_french_names_its_theme_in_both_languages():
    wishes = [("meer fietspaden in de wijk", "plus de pistes cyclables dans notre quartier")] * 2
    wishes += [("veilige fietspaden naar de scholen", "des pistes cyclables sûres vers les écoles")] * 2
    mixed = [
        TextInput(
            f"m{number}", f"Wij vragen u om {dutch}, {number} graag. Nous voulons aussi {french} et {number}.", "nl"
        )
        for number, (dutch, french) in enumerate(wishes)
    ]
    report = analyse_texts(mixed, seed=1)
    names = report.themes[0].labels
    assert "fietspaden" in names["nl"]
    assert "pistes cyclables" in names["fr"]
    assert not any("cyclables" in theme.labels["nl"] for theme in report.themes)
    assert set(report.languages.values()) == {"nl"}


def test_a_word_that_only_joins_sentences_names_no_theme():
    texts = [f"{place} insbesondere Bäume bzw Hecken" for place in ("Hier", "Dort", "Innen", "Oben")]
    name = theme_labels(texts, ["de"] * 4, np.zeros(4, int))[0]["de"]
    assert "Bäume" in name
    assert "insbesondere" not in name.split(", ")
    assert "bzw" not in name.split(", ")


def test_what_one_answer_says_is_no_name():
    assert theme_labels(["De eindgebruiker die ontstaat"], ["nl"], np.zeros(1, int)) == [{}]


def test_a_theme_without_a_name_is_called_by_the_beginning_of_an_answer():
    report = analyse_texts([TextInput("a", "De eindgebruiker die ontstaat heeft weerstand", "nl")], seed=1)
    assert [theme.labels["nl"].startswith("“De eindgebruiker") for theme in report.themes] == [True]


def test_an_answer_in_two_languages_counts_once_in_the_size_of_a_theme():
    halves = ["Meer fietspaden", "Veilige fietspaden", "De bomen", "Het park", "Een bank", "Die straat"]
    others = ["Le bus", "La gare", "Un banc", "Une rue", "Des fleurs", "Le parc"]
    asked = ([*halves, *others], ["nl"] * 6 + ["fr"] * 6, np.zeros(12, int))
    assert theme_labels(*asked) == [{}]  # twelve answers, of which two say so
    assert "fietspaden" in theme_labels(*asked, sizes={0: 6})[0]["nl"]


def test_a_label_shows_the_commonest_spelling_and_never_a_stem():
    texts = ["Die Straße ist laut", "Eine laute Straße", "Straßen sind laut", "Der Park", "Ein schöner Park", "Park!"]
    labels = theme_labels(texts, ["de"] * 6, np.array([0, 0, 0, 1, 1, 1]))
    assert "Straße" in labels[0]["de"]
    assert labels[1]["de"].startswith("Park")


def test_french_elisions_come_off_and_phrases_do_not_cross_punctuation():
    words = [[t.surface for t in run] for run in runs("L'eau, c’est la vie ; qu'on l’aime", "fr")]
    assert words == [["eau"], ["est", "la", "vie"], ["on", "aime"]]
    texts = ["transports, gratuits", "transports. gratuits", "transports ; gratuits"]
    assert theme_labels(texts, ["fr"] * 3, np.zeros(3, int))[0]["fr"].count("transports gratuits") == 0


def test_the_words_of_the_question_do_not_name_a_theme():
    texts = ["De mobiliteit met trams", "mobiliteit: trams", "trams en mobiliteit"]
    plain = theme_labels(texts, ["nl"] * 3, np.zeros(3, int))[0]["nl"]
    asked = theme_labels(texts, ["nl"] * 3, np.zeros(3, int), leave_out=["Wat met de mobiliteit?"])[0]["nl"]
    assert "mobiliteit" in plain.lower()
    assert "mobiliteit" not in asked.lower()


def test_addresses_and_numbers_are_no_words():
    assert content_stems("zie https://example.org/a?b=c of jan@example.org 2024", "nl") == []


def test_quotations_are_members_of_their_theme_and_differ_from_each_other(answers):
    report = analyse_texts(answers, seed=1)
    for theme in report.themes:
        assert set(theme.quotes) <= {member.answer_id for member in theme.members if member.is_main}
        assert len(theme.quotes) == len(set(theme.quotes)) == 5


def test_the_same_words_are_quoted_once():
    vectors = np.eye(2, dtype=np.float32)[[0, 0, 0, 1]]
    texts = [
        "Meer groen in de straten van onze wijk graag",
        "Meer groen in de straten  van onze wijk graag",
        "kort",
        "x",
    ]
    assert representative(texts, vectors, vectors[0], [0, 1, 2], 3) == [0, 2]


def test_a_sentence_that_was_copied_names_a_theme_only_where_nothing_else_does():
    copied = ["Het plan met de groene gordel is nu dringend nodig"] * 6
    own = [f"{a} trage wegen {b}" for a in ("de", "alle", "onze", "veel") for b in ("openhouden", "herstellen")]
    mixed = theme_labels([*copied, *own], ["nl"] * 14, np.zeros(14, int))[0]["nl"]
    assert "trage wegen" in mixed.lower()
    assert "groene gordel" not in mixed
    assert "groene gordel" in theme_labels(copied, ["nl"] * 6, np.zeros(6, int))[0]["nl"]


def test_an_answer_that_stands_between_two_themes_speaks_less_for_either():
    centres = np.eye(2, dtype=np.float32)
    between, plain = np.array([0.8, 0.6], np.float32), np.array([0.7, 0.1], np.float32)
    texts = ["Trams en fietspaden in de hele stad zijn allebei nodig", "Meer trams in alle wijken van onze mooie stad"]
    vectors = np.vstack([between, plain])
    assert representative(texts, vectors, centres[0], [0, 1], 1) == [0]
    assert representative(texts, vectors, centres[0], [0, 1], 1, centres[1:]) == [1]
