"""How long results take with a million sheets: `python -m bench.survey_results` from the repository's folder.

Makes an own database (SQLite in `--folder`, or the empty PostgreSQL of `--url`), loads `--n` synthetic sheets of ten
questions, and prints seconds; asserts nothing, as machines differ.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from cocreate.app import create_app
from cocreate.core.db import db, transaction
from cocreate.core.permissions import SYSTEM, Role
from cocreate.process.rules import HelixCategory
from cocreate.settings import Settings
from cocreate.survey import tallies
from cocreate.survey.commands.consultations import create_consultation
from cocreate.survey.commands.opening import open_consultation
from cocreate.survey.models import Consultation
from cocreate.survey.questionnaire import RIS3, QuestionDraft
from cocreate.survey.rules import QuestionKind
from cocreate.web import layout
from tests.factories.accounts import make_member, sign_in
from tests.factories.process import make_process

PIECE = 20_000
LANGUAGES = ("nl", "fr", "en", "de")
SUBMISSION = (
    "id, consultation_id, day, language, helix, receipt_hash, form_hash, source, flag, revision, edits, may_quote, "
    "orders, aside, is_counted, left_out, decision_reason"
)
ANSWER = "id, submission_id, question_id, item, value, text, has_text, text_language, attribution"
CHALLENGES = ("Climate", "Mobility", "Health", "Food", "Energy", "Water", "Housing", "Waste", "Digital")


def more_questions() -> list[QuestionDraft]:
    """Four of the method's own six are kept as they are; with these there are ten."""
    return [
        QuestionDraft(
            key=f"extra_{number}",
            kind=QuestionKind.SINGLE_CHOICE,
            title={"en": f"Extra question {number}"},
            options={"choices": [{"key": f"c{n}", "label": {"en": f"Choice {n}"}} for n in range(5)]},
        )
        for number in range(1, 5)
    ]


def build(app: Flask) -> int:
    """The consultation; returns its number."""
    with app.app_context():
        db.create_all()
        with transaction() as session:
            process = make_process(session, challenges=CHALLENGES)
            made = create_consultation(session, SYSTEM, process, questions=[*RIS3, *more_questions()])
            open_consultation(session, SYSTEM, made)
            make_member(session, process, Role.ORGANISER, email="organiser@example.org")
            return made.id


def pieces(
    number: int, questions: dict[str, int], challenges: list[str], n: int
) -> Iterator[tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]]:
    """Sheets and answers as rows, a piece at a time; nine of ten questions are answered on average."""
    rng = np.random.default_rng(1)
    helix = [category.value for category in HelixCategory]
    strength = np.linspace(0, 1.5, len(challenges))
    first = date(2026, 1, 1)
    for start in range(0, n, PIECE):
        size = min(PIECE, n - start)
        prefix = f"{int(start / max(n, 1) * 0xFFFF):04x}"
        keys = sorted(prefix + os.urandom(14).hex() for _ in range(size))
        who = rng.choice(len(helix), size, p=[0.4, 0.2, 0.15, 0.1, 0.1, 0.05])
        spoken = rng.choice(4, size, p=[0.3, 0.5, 0.15, 0.05])
        days = rng.integers(0, 60, size)
        flags = rng.random(size) < 0.01
        orders = np.argsort(strength + rng.normal(0, 1, (size, len(challenges))), axis=1)
        placed = rng.integers(0, len(challenges) + 1, size)
        choices = rng.integers(0, 5, (size, 4))
        fits = rng.integers(0, 3, size)
        says = rng.random((size, 12)) < 0.5
        sheets, answers = [], []
        for i, key in enumerate(keys):
            language = LANGUAGES[spoken[i]]
            secret = os.urandom(32).hex()
            flag = "fast" if flags[i] else ""
            day = (first + timedelta(days=int(days[i]))).isoformat()
            group = helix[who[i]]
            sheets.append(
                (
                    key,
                    number,
                    day,
                    language,
                    group,
                    secret,
                    secret,
                    "online",
                    flag,
                    1,
                    0,
                    True,
                    "{}",
                    "{}",
                    False,
                    "",
                    "",
                )
            )
            given: list[tuple[str, str, dict[str, Any] | None, str]] = [("helix", "", {"choice": group}, "")]
            if placed[i]:
                ranked = [challenges[index] for index in orders[i][: placed[i]]]
                given.append(("rank_challenges", "", {"order": ranked, "shown": challenges}, ""))
            given.append(("fit", "", {"choice": ("yes", "partly", "no")[fits[i]]}, "Because." if says[i, 0] else ""))
            given += [(f"extra_{k + 1}", "", {"choice": f"c{choices[i, k]}"}, "") for k in range(4)]
            if says[i, 1]:
                given.append(("new_challenge", "", None, "Loneliness in the city."))
            if says[i, 2]:
                given.append(("project", "", {"title": "A hub", "actors": []}, "A hub"))
            given += [
                ("assets", challenge, None, "The lab.")
                for k, challenge in enumerate(challenges)
                if says[i, 3 + k] and k < 2
            ]
            for question, item, value, words in given:
                told = None if value is None else json.dumps(value)
                row = (
                    prefix + os.urandom(14).hex(),
                    key,
                    questions[question],
                    item,
                    told,
                    words,
                    bool(words),
                    "",
                    "{}",
                )
                answers.append(row)
        yield sheets, sorted(answers)


def load(app: Flask, number: int, n: int) -> int:
    """All rows into the database by its quickest way; returns the number of answers."""
    total = 0
    with app.app_context():
        consultation = db.session.get_one(Consultation, number)
        questions = {question.key: question.id for question in consultation.questions}
        challenges = [challenge.public_id for challenge in consultation.process.challenges]
        db.session.rollback()
        rows = pieces(number, questions, challenges, n)
        if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
            file = db.engine.url.database
            assert file
            db.engine.dispose()
            raw = sqlite3.connect(file, isolation_level=None)
            raw.execute("PRAGMA cache_size=-1000000")
            raw.execute("PRAGMA synchronous=OFF")
            raw.execute("PRAGMA journal_mode=OFF")  # for which nobody else may have it open
            for sheets, answers in rows:
                raw.execute("BEGIN")
                raw.executemany(f"INSERT INTO submission ({SUBMISSION}) VALUES ({', '.join('?' * 17)})", sheets)
                raw.executemany(f"INSERT INTO answer ({ANSWER}) VALUES ({', '.join('?' * 9)})", answers)
                raw.execute("COMMIT")
                total += len(answers)
            raw.execute("ANALYZE")
            raw.execute("PRAGMA journal_mode=WAL")
            raw.close()
        else:
            connection = db.engine.raw_connection()
            cursor: Any = connection.cursor()
            cursor.execute("SET session_replication_role = replica")  # no look at the other table for each row
            for sheets, answers in rows:
                for table, columns, piece in (("submission", SUBMISSION, sheets), ("answer", ANSWER, answers)):
                    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                        for row in piece:
                            copy.write_row(row)
                connection.commit()
                total += len(answers)
            connection.close()
        tidy(app)
    return total


def tidy(app: Flask) -> None:
    """What PostgreSQL does by itself within minutes: rows left behind are cleared, and every plan knows the tables."""
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM (ANALYZE)"))


def timed(name: str, run: Callable[[], Any], times: int = 3) -> None:
    """Print the shortest and the longest of some runs."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    print(f"{name:<58}{min(seconds):>9.3f} s  (longest {max(seconds):.3f})", flush=True)


def open_page(client: FlaskClient, path: str) -> Callable[[], None]:
    """Ask for a page, which must be there."""

    def ask() -> None:
        answer = client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status}"

    return ask


def count_all(app: Flask, number: int, n: int, most: int) -> None:
    """Fold everything, as the worker does; with `most`, so many, which then stand for all."""
    with app.app_context():
        if most < n:
            with transaction() as session:
                rest = text("UPDATE submission SET is_counted = true WHERE id > :last")
                last = text("SELECT id FROM submission ORDER BY id LIMIT 1 OFFSET :most")
                session.execute(rest, {"last": session.scalar(last, {"most": most})})
            tidy(app)
        while True:
            with transaction() as session:
                if not tallies.fold(session, session.get_one(Consultation, number)):
                    session.execute(text("UPDATE tally SET count = count * :times"), {"times": max(1, n // most)})
                    break
        tidy(app)


def measure(app: Flask, number: int, n: int, most: int) -> None:
    with app.app_context():
        consultation = db.session.get_one(Consultation, number)
        process, name = consultation.process.public_id, consultation.public_id
        from cocreate.accounts.models import User

        organiser = db.session.query(User).filter_by(email="organiser@example.org").one()
        client = sign_in(app.test_client(), organiser)
        db.session.rollback()
    results, manage = f"/en/p/{process}/consultations/{name}/results", f"/en/p/{process}/manage/consultations"
    timed(f"counting {min(n, most)} sheets", lambda: count_all(app, number, n, most), times=1)
    timed("getting ready, as the server does before it serves", lambda: layout.get_ready(app), times=1)
    timed("results page, the first call", open_page(client, results), times=1)
    timed("results page, later calls", open_page(client, results))
    timed("results of one language, groups compared", open_page(client, f"{results}?language=nl&compare=helix"))
    timed("manager's list of consultations", open_page(client, f"{manage}/"))
    timed("manager's page of the consultation", open_page(client, f"{manage}/{name}"))
    timed("live count", open_page(client, f"{manage}/{name}/counts"))
    timed("list of sheets, first page", open_page(client, f"{manage}/{name}/sheets/"))
    timed("list of sheets, in the middle", open_page(client, f"{manage}/{name}/sheets/?after=8"))
    timed(
        "results by an answer and a day (first by the worker)",
        open_page(client, f"{results}?q-fit=yes&last_day=2026-01-20"),
        2,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=1_000_000, help="sheets")
    parser.add_argument("--count", type=int, default=1_000_000, help="sheets to count; they then stand for all")
    parser.add_argument("--url", default="", help="an empty PostgreSQL database: postgresql+psycopg://…")
    parser.add_argument("--folder", type=Path, help="where the SQLite file is made; else in a folder that is erased")
    told = parser.parse_args()
    with TemporaryDirectory() as temporary:
        folder = told.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        quick = {"jobs": "inline", "rate_limits": False, "two_factor_required": False, "testing": True}
        settings: dict[str, Any] = {
            "data_dir": folder,
            "secret_key": "only for measuring",
            "base_url": "http://localhost",
        }
        if told.url:
            settings["database_url"] = told.url
        app = create_app(Settings(**quick, **settings))
        number = build(app)
        start = time.perf_counter()
        answers = load(app, number, told.n)
        print(f"loaded {told.n} sheets with {answers} answers in {time.perf_counter() - start:.0f} s", flush=True)
        measure(app, number, told.n, min(told.n, told.count))


if __name__ == "__main__":
    main()
