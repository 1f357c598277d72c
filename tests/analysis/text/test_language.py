"""The language of an answer is found from a few words, and not pretended where there are none."""

from importlib.resources import files

import pytest

from cocreate.analysis.report import TextInput, analyse_texts
from cocreate.analysis.text.language import LANGUAGES, UNDETERMINED, detect, language_spans, probabilities


@pytest.mark.parametrize(("characters", "floor"), [(20, 0.97), (40, 0.99)])
def test_the_language_is_right_on_short_fragments_of_unseen_sentences(sib, characters, floor):
    right = total = 0
    for language, rows in sib.items():
        for row in rows:
            total += 1
            right += detect(row["text"][:characters]).language == language
    assert total > 350
    assert right / total >= floor


@pytest.mark.parametrize("text", ["", "   ", "👍👍", "123 ... !!", "مرحبا بالعالم", "Привет, мир", "安全な自転車道"])
def test_a_text_without_latin_words_has_no_language(text):
    assert detect(text).language == "und"
    assert detect(text).confidence == 0


def test_the_interface_language_decides_for_a_word_that_many_languages_share_and_not_for_a_sentence():
    assert {language: detect("taxi", language).language for language in LANGUAGES} == {code: code for code in LANGUAGES}
    assert detect("Er moeten meer veilige fietspaden komen", "fr").language == "nl"


def test_an_unknown_prior_language_changes_nothing():
    assert detect("social", "es") == detect("social")
    assert sum(probabilities("social", {"nl": 0.0}).values()) == pytest.approx(1)


def test_a_million_characters_take_no_time_and_odd_characters_do_no_harm():
    assert detect("de fiets en de trein " * 50_000).language == "nl"
    assert detect("\ud800 \x00 wij willen meer groen in de stad").language == "nl"


def test_an_answer_in_two_languages_is_told_apart_at_the_sentence(sib):
    right = total = 0
    for one, other in (("nl", "fr"), ("fr", "en"), ("de", "nl"), ("en", "de")):
        for first, second in zip(sib[one][:40], sib[other][40:80], strict=True):
            a, b = first["text"].rstrip(".") + ".", second["text"]
            spans = language_spans(f"{a} {b}")
            total += 1
            right += [s.language for s in spans] == [one, other] and spans[1].start == len(a) + 1
    assert right / total >= 0.9


def test_a_loan_word_or_a_name_changes_no_language():
    text = "De smart city is er. Joint venture! Het bestuur van Liège-Guillemins deed niets. Oké."
    assert [s.language for s in language_spans(text)] == ["nl"]
    assert language_spans(" ") == []


def test_the_model_is_small():
    assert (files("cocreate.analysis") / "data" / "language.npz").stat().st_size <= 3_000_000


@pytest.mark.parametrize(
    "text",
    [
        "Los ciudadanos deben poder decidir sobre el uso de la inteligencia artificial",
        "della sanità pubblica e dei cittadini per il sistema nazionale di ricerca",
        "att det ska finnas mer pengar för forskning och användning",
        "Introducerea în programele de învățământ ale ciclului secundar al unor elemente de bază",
        "El despliegue y gestión de la IA ha de estar sometido a procedimientos democráticos de gobernanza",
        "promuovere l'adozione dell'IA nella formazione superiore",
        "Tydliggöra det juridiska ansvaret vid automatiserat beslutsfattande",
    ],
)
def test_a_fifth_language_is_none_of_the_four(text: str) -> None:
    assert detect(text).language == UNDETERMINED


def test_names_and_loan_words_make_no_fifth_language():
    assert detect("Autonomous driving, AI in Health care").language == "en"
    assert detect("La Dolce Vita et le Barrio Alto sont de bons exemples").language == "fr"


def test_a_theme_has_no_name_in_a_language_that_nobody_told(answers: list[TextInput]) -> None:
    spanish = ["Más carriles para las bicicletas en la ciudad", "Los carriles para bicicletas no son muy seguros"]
    report = analyse_texts([*answers, *(TextInput(f"es{n}", text) for n, text in enumerate(spanish))], seed=1)
    assert {report.languages["es0"], report.languages["es1"]} == {UNDETERMINED}
    assert not any(UNDETERMINED in theme.labels for theme in report.themes)
