"""How much memory and time an export takes: every format over n sheets, each measured in a process of its own.

    python bench/survey_export.py --n 100000 --formats csv xlsx ods json parquet sav r html

The sheets lie in an SQLite file in a temporary folder: ten answers each, of which two are texts of some lines.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

HERE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE))

from cocreate.app import create_app  # noqa: E402
from cocreate.core.db import db, transaction  # noqa: E402
from cocreate.core.ids import random_key  # noqa: E402
from cocreate.core.permissions import SYSTEM  # noqa: E402
from cocreate.settings import Settings  # noqa: E402
from cocreate.survey.commands.consultations import create_consultation  # noqa: E402
from cocreate.survey.exporting.asking import Wish  # noqa: E402
from cocreate.survey.exporting.commands import write_export  # noqa: E402
from cocreate.survey.models import Answer, Consultation, Submission  # noqa: E402
from cocreate.survey.questionnaire import RIS3, QuestionDraft  # noqa: E402
from cocreate.survey.rules import QuestionKind  # noqa: E402
from tests.factories.process import make_process  # noqa: E402

WORDS = "the region needs repair hubs near every station so that people keep what they have for longer".split()
MORE = tuple(
    QuestionDraft(
        key=f"choice_{n}", kind=QuestionKind.SINGLE_CHOICE, title={"en": f"Choice {n}"}, options=RIS3[1].options
    )
    for n in range(4)
)


def main() -> None:
    """Build the sheets, then export them once per format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=20_000, help="sheets")
    parser.add_argument("--formats", nargs="+", default=["csv", "xlsx", "ods", "json", "parquet", "sav", "r", "html"])
    parser.add_argument("--folder", type=Path, help="of sheets that were built before")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        measure(asked.folder, asked.one)
        return
    with tempfile.TemporaryDirectory() as made:
        folder = asked.folder or Path(made)
        if not (folder / "cocreate.sqlite").exists():
            build(folder, asked.n)
        print(f"{asked.n} sheets, {(folder / 'cocreate.sqlite').stat().st_size / 1e6:.0f} MB of database")
        print("format      seconds   peak MB   before MB   file MB")
        for name in asked.formats:
            again = [sys.executable, __file__, "--folder", str(folder), "--one", name]
            subprocess.run(again, check=True)


def application(folder: Path) -> Any:
    """An application on the database of the measurement."""
    return create_app(Settings(data_dir=folder, testing=True, jobs="inline", secret_key="bench"))


def build(folder: Path, number: int) -> None:
    """A consultation with so many sheets, written in pieces."""
    with application(folder).app_context():
        db.create_all()
        with transaction() as session:
            process = make_process(session)
            consultation = create_consultation(session, SYSTEM, process, questions=(*RIS3, *MORE))
            session.flush()
            of, ids = consultation.id, {question.key: question.id for question in consultation.questions}
            challenges = [challenge.public_id for challenge in process.challenges]
        draw = random.Random(1)
        for start in range(0, number, 5_000):
            sheets, answers = [], []
            for _ in range(min(5_000, number - start)):
                sheet = submission(of, draw)
                sheets.append(sheet)
                answers += answers_of(sheet["id"], ids, challenges, draw)
            with transaction() as session:
                session.execute(insert(Submission), sheets)
                session.execute(insert(Answer), answers)


def submission(consultation_id: int, draw: random.Random) -> dict[str, Any]:
    """The row of a sheet."""
    return {
        "id": random_key(),
        "consultation_id": consultation_id,
        "day": date(2026, 1, 1) + timedelta(days=draw.randrange(60)),
        "language": draw.choice(["nl", "fr", "en", "de"]),
        "helix": draw.choice(["citizen", "business", "research", ""]),
        "receipt_hash": random_key(),
        "form_hash": random_key(),
    }


def answers_of(sheet: str, ids: dict[str, int], challenges: list[str], draw: random.Random) -> Iterator[dict[str, Any]]:
    """Ten answers of a sheet."""
    order = draw.sample(challenges, len(challenges))
    values: list[tuple[str, Any, str, str]] = [("rank_challenges", {"order": order, "shown": challenges}, "", "")]
    for key in ("fit", *(each.key for each in MORE)):
        values.append((key, {"choice": draw.choice(["yes", "partly", "no"])}, "", ""))
    values.append(("new_challenge", None, " ".join(draw.choices(WORDS, k=40)), ""))
    values += [("assets", None, " ".join(draw.choices(WORDS, k=12)), challenge) for challenge in challenges]
    for key, value, text, item in values:
        yield {
            "id": random_key(),
            "submission_id": sheet,
            "question_id": ids[key],
            "item": item,
            "value": value,
            "text": text,
            "has_text": bool(text),
        }


def measure(folder: Path, name: str) -> None:
    """One export in this process; the peak is that of the whole process, so also what it holds before."""
    with application(folder).app_context():
        consultation = db.session.scalars(db.select(Consultation)).one()
        db.session.rollback()
        before = peak_megabytes()
        began, out = time.perf_counter(), folder / f"out.{name}"
        with out.open("wb") as target:
            write_export(db.engine, consultation.id, Wish(format=name), target)
        seconds = time.perf_counter() - began
        peak = peak_megabytes()
        print(f"{name:10} {seconds:8.1f} {peak:9.0f} {before:11.0f} {out.stat().st_size / 1e6:9.1f}", flush=True)
        out.unlink()


def peak_megabytes() -> float:
    """The most memory that this process has had. Not from getrusage, which counts the process that started it too."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


if __name__ == "__main__":
    main()
