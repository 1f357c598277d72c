"""The public record: news, an event, whom the population consists of, a first version of record and open data."""

import tempfile
from datetime import timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core.permissions import Actor
from cocreate.process.models import Process
from cocreate.public.editions import keep_edition
from cocreate.public.news.commands import NewsTold, publish_news
from cocreate.public.open_data.commands import next_number, store_release, told_of
from cocreate.public.open_data.package import DEFAULT, write_package
from cocreate.public.population import Attribute, PopulationTold, set_population

# For the demonstration alone; no statistic stands behind these shares, and the source says so.
SHARES = {"business": 25.0, "research": 15.0, "public_sector": 15.0, "civil_society": 15.0, "citizen": 30.0}
SOURCE = "Shares made up for this demonstration; no statistic stands behind them"

NEWS = (
    (
        100,
        NewsTold(
            {
                "en": "The consultation begins",
                "fr": "La consultation commence",
                "nl": "De raadpleging begint",
                "de": "Die Konsultation beginnt",
            },
            {
                "en": "Whoever lives, works or does research here can say what matters, in four languages.",
                "fr": "Quiconque vit, travaille ou mène des recherches ici peut dire ce qui compte, en quatre langues.",
                "nl": "Wie hier woont, werkt of onderzoek doet, kan zeggen wat belangrijk is, in vier talen.",
                "de": "Wer hier wohnt, arbeitet oder forscht, kann in vier Sprachen sagen, was wichtig ist.",
            },
        ),
    ),
    (
        3,
        NewsTold(
            {
                "en": "Every decision leads back to what was said",
                "fr": "Chaque décision ramène à ce qui a été dit",
                "nl": "Elke beslissing leidt terug naar wat gezegd is",
                "de": "Jede Entscheidung führt zurück zu dem, was gesagt wurde",
            },
            {
                "en": "Open a domain to see the cards, themes and answers behind it.",
                "fr": "Ouvrez un domaine pour voir les cartes, les thèmes et les réponses qui le fondent.",
                "nl": "Open een domein om de kaarten, thema’s en antwoorden erachter te zien.",
                "de": "Öffnen Sie einen Bereich, um die Karten, Themen und Antworten dahinter zu sehen.",
            },
        ),
    ),
)
EVENING = {
    "en": "An evening of questions about the plan",
    "fr": "Une soirée de questions sur le plan",
    "nl": "Een avond vol vragen over het plan",
    "de": "Ein Abend mit Fragen zum Plan",
}


def publish(session: Session, organiser: Actor, process: Process) -> None:
    """Tell it as if it had been told on the way."""
    now = clock.now()
    for days, told in NEWS:
        with clock.told(now - timedelta(days=days)):
            publish_news(session, organiser, process, told)
    soon = (now + timedelta(days=20)).replace(hour=17, minute=0, second=0, microsecond=0)
    publish_news(session, organiser, process, NewsTold(EVENING, {}, soon, "Brussel / Bruxelles"))
    set_population(session, organiser, process, Attribute.HELIX, PopulationTold(SHARES, SOURCE))
    release(session, organiser, process)
    keep_edition(session, organiser, process)


def release(session: Session, organiser: Actor, process: Process) -> None:
    """The first version of the open data, made here and now: no worker may be there."""
    number, at = next_number(session, process), clock.now()
    with tempfile.TemporaryDirectory(prefix="cocreate-data-") as name:
        folder = Path(name)
        written = write_package(session, process, folder, told_of(process, number, DEFAULT, at))
        store_release(session, organiser, process, folder, written, number=number, licence=DEFAULT, at=at)
