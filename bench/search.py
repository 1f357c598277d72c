"""How long a search takes: `python -m bench.search --n 100000` from the repository's folder.

Fills an index of synthetic documents in four languages on SQLite and, where it is installed, on an own PostgreSQL, asks
different kinds of questions as a visitor and as somebody of a team, and prints p50 and p95 in milliseconds. Asserts
nothing, as machines differ.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from sqlalchemy import text
from sqlalchemy.orm import Session

from cocreate.app import create_app
from cocreate.core.db import db
from cocreate.core.permissions import Actor, Role
from cocreate.process.models import Process
from cocreate.search.asking import terms_of
from cocreate.search.finding import marked, snippet
from cocreate.search.indexing import write
from cocreate.search.queries import Reader, reader_of, search
from cocreate.search.rules import Document, Wanted
from cocreate.search.sources import SOURCES
from cocreate.settings import LANGUAGES, Settings
from tests.factories.process import make_process
from tests.services import running_postgres

PROCESSES, WORDS, PIECE, ROUNDS = 40, 60_000, 5_000, 60
FREQUENT = {
    "en": "mobility neighbourhood energy housing health circular economy water training companies research",
    "fr": "mobilité quartier énergie logement santé économie circulaire eau formation entreprises recherche",
    "nl": "mobiliteit wijk energie huisvesting gezondheid circulaire economie water opleiding bedrijven onderzoek",
    "de": "Mobilität Stadtviertel Energie Wohnraum Gesundheit Kreislauf Wirtschaft Wasser Betriebe Forschung Straße",
}
SYLLABLES = (
    "ba be bi bo bu da de di do du ka ke ki ko ku la le li lo lu ma me mi mo mu na ne ni no nu ra re ri ro ru".split()
)
QUESTIONS = {
    "exact": ("mobilité quartier", "circulaire economie", "housing health", "Straße Wasser"),
    "without accents": ("mobilite quartier", "energie sante", "mobilitat strasse", "economie circulaire formation"),
    "one frequent word": ("mobility", "water", "energie", "santé"),
    "slips": ("mobilitiet", "neigbourhood", "entreprisse", "Gesundhiet"),
    "several words": (
        "training for companies in the neighbourhood",
        "la recherche et la formation des entreprises",
        "onderzoek en opleiding voor bedrijven in de wijk",
        "Forschung und Betriebe in der Stadt",
    ),
    "rare words": (),  # filled in by what was made
    "nothing": ("xylophone quadrille", "zwyrtl", "kolibri zebra", "ornithorhynchus"),
}


def texts(chance: random.Random, rare: list[str], n: int) -> Iterator[Document]:
    """Texts of some thirty words: a few frequent ones, the others as rare as in real languages (Zipf)."""
    for number in range(n):
        code = LANGUAGES[number % 4]
        words = chance.choices(FREQUENT[code].split(), k=6)
        words += [rare[min(len(rare) - 1, int(chance.paretovariate(0.8)) - 1)] for _ in range(24)]
        chance.shuffle(words)
        title = " ".join(chance.sample(words, 3)).capitalize()
        yield Document(f"{number:x}", {code: title}, {code: " ".join(words)}, place=f"{number:x}")


def fill(session: Session, n: int) -> list[str]:
    """Documents in forty processes, a quarter of them hidden. Returns some rare words."""
    chance = random.Random(1)
    rare = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 5))) for _ in range(WORDS)]
    processes = [make_process(session, title=f"Process {at}", is_public=at % 4 != 0) for at in range(PROCESSES)]
    session.commit()
    made, source, start = texts(chance, rare, n), SOURCES["answer"], time.perf_counter()
    for at in range(0, n, PIECE):
        part = [one for _number, one in zip(range(min(PIECE, n - at)), made, strict=False)]
        for place, process in enumerate(processes):
            write(session, source, process, part[place::PROCESSES], [])
        session.commit()
    engine = db.engine
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:  # as both do by themselves
        connection.execute(text("VACUUM ANALYZE" if engine.dialect.name == "postgresql" else "ANALYZE"))
    print(f"  index of {n} documents written in {time.perf_counter() - start:.0f} s", flush=True)
    return rare


def reader(session: Session, *, is_inside: bool) -> Reader:
    """A visitor, or an organiser in a hidden process."""
    hidden = session.query(Process).filter_by(is_public=False).first()
    roles = frozenset({Role.VISITOR, Role.ACCOUNT, Role.ORGANISER}) if is_inside else frozenset({Role.VISITOR})
    here = hidden if is_inside else None
    return reader_of(
        session, lambda process: Actor(roles=roles if process is not None else frozenset({Role.VISITOR})), here
    )


def measure(session: Session, rare: list[str]) -> None:
    """Everything that a page waits for but its template: the search and the snippets of twenty hits."""
    start = time.perf_counter()
    terms_of("a first question")
    print(f"  the very first question: {1000 * (time.perf_counter() - start):.0f} ms to load the stems", flush=True)
    questions = QUESTIONS | {"rare words": tuple(rare[at] for at in range(500, 60_000, 7_000))}
    who = [reader(session, is_inside=False), reader(session, is_inside=True)]
    for kind, some in questions.items():
        taken, found = [], 0
        for number in range(ROUNDS):
            session.rollback()
            start = time.perf_counter()
            got = search(session, who[number % 2], Wanted(some[number % len(some)]))
            for hit in got.hits:
                snippet(hit.told.body, got.terms, "fr")
                marked(next(iter(hit.told.title.values())), got.terms, "fr")
            taken.append(1000 * (time.perf_counter() - start))
            found += got.total
        cuts = quantiles(taken[2:], n=20)
        print(
            f"  {kind:<20} p50 {cuts[9]:6.1f} ms   p95 {cuts[18]:6.1f} ms   found on average {found / ROUNDS:6.0f}",
            flush=True,
        )


def run(n: int, url: str = "") -> None:
    """On one database."""
    with TemporaryDirectory() as folder:
        settings = Settings(
            data_dir=Path(folder), secret_key="bench", jobs="inline", rate_limits=False, database_url=url
        )
        app = create_app(settings)
        with app.app_context():
            db.create_all()
            session = db.session()
            print(session.get_bind().dialect.name, flush=True)
            measure(session, fill(session, n))
            db.session.remove()
            db.engine.dispose()


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=100_000)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    asked = parser.parse_args()
    if asked.only != "postgresql":
        run(asked.n)
    if asked.only != "sqlite":
        with running_postgres() as server:
            run(asked.n, server.url(server.create_database()))


if __name__ == "__main__":
    main()
