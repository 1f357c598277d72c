"""Proposals are told from reasons in four languages, reasons find their proposal, and the deciding words are shown."""

import pytest

from cocreate.analysis.text.asking import Asking, classify, proposals
from tests.analysis.text.conftest import table

PROPOSALS = [
    ("nl", "Er moeten meer veilige fietspaden komen."),
    ("nl", "Ik stel voor om het station te renoveren."),
    ("nl", "Meer groen in de wijk!"),
    ("nl", "Waarom geen gratis bussen in het weekend?"),
    ("fr", "Il faut plus de pistes cyclables."),
    ("fr", "Je propose de créer un guichet unique."),
    ("fr", "Supprimer les niches fiscales"),
    ("fr", "Moins de voitures en ville !"),
    ("en", "The city should build more social housing."),
    ("en", "Please keep the library open on Sundays."),
    ("en", "Invest in public transport"),
    ("en", "Why not close the street to cars?"),
    ("de", "Die Stadt sollte mehr Bäume pflanzen."),
    ("de", "Ich wünsche mir sichere Radwege."),
    ("de", "Mehr Busse am Abend!"),
    ("de", "Warum nicht eine Fahrradstraße einrichten?"),
]
REASONS = [
    ("nl", "De straat is te smal en dat is gevaarlijk voor kinderen."),
    ("fr", "Les trottoirs sont trop étroits et dangereux pour les enfants."),
    ("en", "The road is too narrow and this is dangerous for children."),
    ("de", "Die Straße ist zu schmal und das ist gefährlich für Kinder."),
]
OTHERS = [("nl", "Hallo,"), ("fr", "Bonjour"), ("en", "Hello there"), ("de", "Hallo zusammen")]


@pytest.mark.parametrize(("language", "text"), PROPOSALS)
def test_what_asks_for_something_is_a_proposal(language, text):
    assert classify(text, language).kind is Asking.PROPOSAL


@pytest.mark.parametrize(("language", "text"), REASONS)
def test_what_is_wrong_today_is_a_reason(language, text):
    found = classify(text, language)
    assert found.kind is Asking.REASON
    assert found.words


@pytest.mark.parametrize(("language", "text"), OTHERS)
def test_a_greeting_is_neither(language, text):
    assert classify(text, language).kind is Asking.OTHER


def test_every_reason_stands_with_the_proposal_next_to_it():
    text = (
        "Die Kreuzung ist gefährlich, weil man nichts sieht. Dort sollte ein Spiegel hin. "
        "Außerdem wünsche ich mir mehr Bänke, weil ältere Leute oft müde sind."
    )
    first, second = proposals(text, "de")
    assert text[first.part.start : first.part.stop] == "Dort sollte ein Spiegel hin."
    assert [text[r.start : r.stop] for r in first.reasons] == ["Die Kreuzung ist gefährlich, weil man nichts sieht."]
    assert text[second.part.start : second.part.stop] == "Außerdem wünsche ich mir mehr Bänke"
    assert [text[r.start : r.stop] for r in second.reasons] == ["weil ältere Leute oft müde sind."]


def test_an_answer_that_asks_nothing_has_no_proposal():
    assert proposals("De trein was gisteren te laat.", "nl") == []
    assert proposals("", "nl") == []


def test_people_agree_with_it_on_the_sentences_they_labelled():
    rows = [r for r in table("cimt-arguments-de/cycling-moers-CDM.tsv") if r["code"] in {"mpos", "premise"}]
    asked = [classify(r["content"], "de").asks >= 0.5 for r in rows]
    right = sum(a and r["code"] == "mpos" for a, r in zip(asked, rows, strict=True))
    precision, recall = right / sum(asked), right / sum(r["code"] == "mpos" for r in rows)
    assert 2 * precision * recall / (precision + recall) > 0.6
