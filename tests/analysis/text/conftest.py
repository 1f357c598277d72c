"""Answers to analyse: a few invented ones, and labelled sets beside the repository on a developer's machine."""

import csv
from pathlib import Path

import pytest

from cocreate.analysis.report import TextInput

DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data"

ANSWERS = {
    "nl": [
        "Meer veilige en gescheiden fietspaden langs de grote wegen",
        "Veilige fietspaden naar de scholen, gescheiden van het autoverkeer",
        "Fietspaden zijn te smal en te gevaarlijk",
        "Betaalbare woningen voor jonge gezinnen",
        "De huurprijzen zijn te hoog, bouw sociale woningen",
        "Leegstaande kantoren ombouwen tot betaalbare woningen",
    ],
    "fr": [
        "Des pistes cyclables séparées et sûres",
        "Il faut plus de pistes cyclables près des écoles",
        "Les pistes cyclables sont trop étroites et dangereuses",
        "Des logements abordables pour les jeunes familles",
        "Les loyers sont trop chers, construisez des logements sociaux",
        "Transformer les bureaux vides en logements abordables",
    ],
    "en": [
        "Safe cycle lanes separated from cars",
        "More cycle lanes near schools",
        "Cycle lanes are too narrow and dangerous",
        "Affordable housing for young families",
        "Rents are too high, build social housing",
        "Turn empty offices into affordable housing",
    ],
    "de": [
        "Sichere und getrennte Radwege an den Hauptstraßen",
        "Mehr Radwege bei den Schulen",
        "Die Radwege sind zu schmal und gefährlich",
        "Bezahlbare Wohnungen für junge Familien",
        "Die Mieten sind zu hoch, baut Sozialwohnungen",
        "Leere Büros in bezahlbare Wohnungen umbauen",
    ],
}
HELIXES = ("business", "research", "public_sector", "civil_society")


@pytest.fixture(scope="session")
def answers() -> list[TextInput]:
    """Twenty-four answers in four languages about cycling and, from number 3 on, about housing."""
    return [
        TextInput(f"{language}{i}", text, language, HELIXES[i % 4])
        for language, texts in ANSWERS.items()
        for i, text in enumerate(texts)
    ]


def table(path: str) -> list[dict[str, str]]:
    """A tab-separated file of the shared data; the test that needs it is skipped, visibly, where it is absent."""
    full = DATA / path
    if not full.exists():
        pytest.skip(f"needs {path} in ../shared/data, which is not on this machine")
    with full.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="session")
def sib() -> dict[str, list[dict[str, str]]]:
    """The same general sentences in four languages, with a topic each; held out from the language model."""
    codes = {"nl": "nld", "fr": "fra", "en": "eng", "de": "deu"}
    return {language: table(f"sib200-nl-fr-en-de/{code}_dev.tsv") for language, code in codes.items()}
