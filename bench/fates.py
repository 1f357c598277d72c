"""How long the fates of many contributions take: `python -m bench.fates --n 100000` from the repository's folder.

Makes an own SQLite database with synthetic answers in two hundred themes and cards that cite them, and prints seconds;
asserts nothing, as machines differ.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.app import create_app
from cocreate.core.db import db
from cocreate.core.ids import random_key
from cocreate.core.permissions import SYSTEM
from cocreate.core.provenance import ProvenanceLink
from cocreate.process.models import Process
from cocreate.public.fates import commands, counting, own, worklist
from cocreate.public.fates.flows import flows_of
from cocreate.public.fates.remembering import remembered_groups
from cocreate.public.fates.rules import Act, Reason
from cocreate.public.fates.worklist import Why
from cocreate.selection import commands as selection
from cocreate.settings import Settings
from cocreate.survey.models import Answer, Submission
from cocreate.themes.models import AnalysisRun, Theme, ThemeAnswer, UnplacedAnswer
from tests.factories.camp import guest, make_camp, make_card, make_seat
from tests.factories.survey import make_consultation

THEMES, CARDS, PIECE = 200, 60, 20_000
HELIX = ("business", "research", "public_sector", "civil_society", "citizen", "citizen", "research")


def fill(session: Session, n: int) -> Process:
    """Answers, nine of ten in a theme and a third of them in a second one, and a camp whose cards cite themes."""
    chance = random.Random(1)
    consultation = make_consultation(session)
    process, question = consultation.process, next(q for q in consultation.questions if q.key == "new_challenge")
    run = AnalysisRun(consultation_id=consultation.id, seed=1, started_at=clock.now(), is_current=True)
    session.add(run)
    session.flush()
    states = ("accepted", "accepted", "accepted", "rejected", "proposed")
    told = {"run_id": run.id, "question_id": question.id, "size": n // THEMES, "stability": None}
    themes = [
        Theme(machine_labels={"en": f"Theme {number}"}, state=states[number % 5], **told) for number in range(THEMES)
    ]
    session.add_all(themes)
    session.flush()
    for start in range(0, n, PIECE):
        _fill_piece(session, chance, consultation.id, question.id, run.id, themes, min(PIECE, n - start), process)
    camp = make_camp(session, process)
    seats = [
        make_seat(session, camp, group=group, helix=HELIX[place % 5])[0] for place, group in enumerate(camp.groups)
    ]
    accepted = [theme for theme in themes if theme.state == "accepted"]
    for number in range(CARDS):
        seat = seats[number % len(seats)]
        cited = tuple(theme.public_id for theme in chance.sample(accepted, 3))
        card = make_card(session, seat.group.board, f"Card {number}", actor=guest(seat), themes=cited)
        if number % 5 == 0:
            selection.promote_card(session, SYSTEM, process, card, title={"en": f"Candidate {number}"})
    session.commit()
    return process


def _fill_piece(
    session: Session, chance: random.Random, consultation: int, question: int, run: int, themes: list[Theme],
    size: int, process: Process,
) -> None:  # fmt: skip
    day = clock.today()
    sheets: list[dict[str, Any]] = []
    answers, members, steps, left = list[dict[str, Any]](), list[dict[str, Any]](), list[dict[str, Any]](), []
    for _number in range(size):
        sheet, answer = random_key(), random_key()
        sheets.append({"id": sheet, "consultation_id": consultation, "day": day, "language": "en",
                       "helix": chance.choice(HELIX), "receipt_hash": sheet * 2, "form_hash": sheet * 2})  # fmt: skip
        answers.append({"id": answer, "submission_id": sheet, "question_id": question, "has_text": True,
                        "text": "We need more of this in every district. And less of that."})  # fmt: skip
        if chance.random() < 0.1:
            left.append({"run_id": run, "answer_id": answer, "reason": "other"})
            continue
        first, second = chance.sample(themes, 2)
        members.append({"theme_id": first.id, "answer_id": answer, "strength": 0.9, "is_main": True})
        if chance.random() < 0.33:
            members.append({"theme_id": second.id, "answer_id": answer, "strength": 0.4, "is_main": False})
        link = {"source_type": "answer", "source_id": answer, "target_type": "theme", "target_id": first.public_id}
        told = {"process": process.public_id, "relation": "found_in", "actor_kind": "system", "at": clock.now()}
        steps.append(link | told)
    for table, rows in ((Submission, sheets), (Answer, answers), (ThemeAnswer, members), (ProvenanceLink, steps)):
        session.execute(insert(table), rows)
    session.execute(insert(UnplacedAnswer), left)


def timed(what: str, do: Callable[[], Any]) -> Any:
    """Do it, say how long it took, and how much of that the processor worked for it."""
    start, worked = time.perf_counter(), time.process_time()
    found = do()
    print(f"{what:<44} {time.perf_counter() - start:7.2f} s {time.process_time() - worked:7.2f} s", flush=True)
    return found


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=100_000)
    n = parser.parse_args().n
    with TemporaryDirectory() as folder:
        app = create_app(Settings(data_dir=Path(folder), secret_key="bench", jobs="inline", rate_limits=False))
        with app.app_context():
            db.create_all()
            measure(db.session(), n)


def measure(session: Session, n: int) -> None:
    """Each read and write that a page waits for."""
    process = timed(f"(filling with {n} answers)", lambda: fill(session, n))
    whole = timed("all sums", lambda: counting.whole_of(session, process))
    print(f"  {whole.total} contributions in {len(whole.groups)} groups")
    timed("  the same with the texts remembered", lambda: counting.whole_of(session, process, read=remembered_groups))
    timed("  and once more", lambda: counting.whole_of(session, process, read=remembered_groups))
    timed("the steps", lambda: counting.steps_of(whole))
    timed("the flows of the picture", lambda: flows_of(whole))
    timed("a page of what waits", lambda: worklist.waiting_page(session, whole, Why.OTHER, 1))
    answers = session.query(Answer).limit(3).all()
    timed("three texts of one writer", lambda: own.tell(session, process, answers))
    aside = commands.Told(Act.SET_ASIDE, {}, Reason.SAYS_NOTHING)
    rest = worklist.waiting_answers(whole, Why.OTHER)
    timed("all of a list set aside", lambda: commands.decide_answers(session, SYSTEM, process, aside, rest))


if __name__ == "__main__":
    main()
