"""Taking in the answers of a table, beside the server and batch by batch, so that nobody waits long to write."""

from collections.abc import Iterator
from itertools import islice

from cocreate.core import jobs
from cocreate.core.db import db, transaction
from cocreate.core.grids import Grid
from cocreate.errors import NotFound
from cocreate.survey.importing import commands
from cocreate.survey.importing.cells import sheets_of
from cocreate.survey.importing.models import ImportFile
from cocreate.survey.importing.plans import TablePlan
from cocreate.survey.models import Consultation
from cocreate.survey.rules import AnswerSheet

BATCH = 200


@jobs.job("survey:import")
def take_in(context: jobs.JobContext, import_id: int) -> None:
    """Store every line of a file's table, and keep the report."""
    context.advance(0.0, "survey:import:reading")
    with context.reading() as session:
        row = session.get(ImportFile, import_id)
        if row is None or row.consultation is None:
            raise NotFound()
        digest, language, about = row.digest, row.language, row.consultation.id
        grid, plan = commands.table_of(row, commands.process_questions(row))
        # Only what a reading of columns needs, so that nothing is loaded again between two transactions.
        questions = {q.key: _Plain(q) for q in commands.able_questions(row.consultation)}
    taken = commands.Taken(notes=list(plan.notes))
    lines = _good_lines(grid, plan, questions, language, taken)
    while batch := list(islice(lines, BATCH)):
        with transaction() as session:
            consultation = session.get_one(Consultation, about)
            commands.store_lines(session, context.actor, consultation, digest, batch, taken)
        context.advance(taken.read / len(grid.rows), "survey:import:storing")
    db.session.rollback()
    with transaction() as session:
        row = session.get_one(ImportFile, import_id)
        counts = {"read": taken.read, "stored": taken.stored, "known": taken.known, "refused": taken.refused}
        commands.finish(session, row, session.get_one(Consultation, about), {"counts": counts}, taken.notes)


class _Plain:
    """A question's words and options, free of the database."""

    def __init__(self, question: object) -> None:
        for name in ("key", "kind", "title", "help", "is_required", "is_soft", "condition", "options"):
            setattr(self, name, getattr(question, name))


def _good_lines(
    grid: Grid, plan: TablePlan, questions: dict[str, "_Plain"], language: str, taken: commands.Taken
) -> Iterator[tuple[int, AnswerSheet]]:
    for line, sheet, notes in sheets_of(grid, plan, questions, language):  # type: ignore[arg-type]
        taken.read += 1
        taken.notes += notes
        if sheet is None:
            taken.refused += 1
        else:
            yield line, sheet
