"""Taking in files: one is received, somebody says what its columns are, and it becomes a consultation or answers."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, jobs
from cocreate.core.db import db, transaction
from cocreate.core.grids import Grid
from cocreate.core.permissions import Actor
from cocreate.errors import Closed, Conflict, Invalid, NotFound
from cocreate.process.models import Process
from cocreate.process.rules import HelixCategory
from cocreate.survey import queries, receipts
from cocreate.survey.commands.answering import asks_to_quote, import_submissions, is_let_pass, problems_of, settled
from cocreate.survey.commands.consultations import create_from_draft
from cocreate.survey.importing.archive import answers_table
from cocreate.survey.importing.cells import BUILDERS, sheets_of
from cocreate.survey.importing.formats import Format, grid_of, plan_of, recognise, structure_of
from cocreate.survey.importing.guess import with_helix
from cocreate.survey.importing.models import ImportFile
from cocreate.survey.importing.plans import Note, Role, TablePlan, can_be_wished, note
from cocreate.survey.kinds import Ground
from cocreate.survey.models import Consultation, Submission
from cocreate.survey.questionnaire import QuestionnaireDraft
from cocreate.survey.rules import AnswerSheet, QuestionKind, Source

KEPT = timedelta(days=7)  # a file that nobody took in
MOST_NOTES = 2000  # in a report; it says how many more there were


def receive(
    session: Session,
    actor: Actor,
    process: Process,
    *,
    name: str,
    content: bytes,
    language: str,
    consultation: Consultation | None = None,
    as_format: Format | None = None,
) -> ImportFile:
    """Keep a file that can be read; the same one that waits already is not kept twice."""
    found = as_format or recognise(content)
    if found.is_structure and consultation is not None:
        raise Invalid("survey.import.no_answers")
    name = (name.replace("\x00", "").replace("\\", "/").rsplit("/", 1)[-1] or "–")[:200]
    title = name.rsplit(".", 1)[0].replace("_", " ").strip()[:300] or name
    if found.is_structure:
        structure_of(found, content, title, language)
    digest = hashlib.sha256(content).hexdigest()
    if (waiting := waiting_file(session, process, digest, consultation)) is not None:
        return waiting
    made = ImportFile(
        process_id=process.id,
        consultation_id=consultation.id if consultation else None,
        adds_answers=consultation is not None,
        name=name,
        format=found.value,
        digest=digest,
        size=len(content),
        day=clock.today(),
        title=title,
        language=language,
        content=content,
    )
    session.add(made)
    session.flush()
    _record(session, actor, "survey:import:receive", process, made, format=found.value, size=made.size)
    return made


@jobs.hourly
def erase_waiting(session: Session, today: date | None = None) -> None:
    """Files that nobody took in go after a week."""
    last = (today or clock.today()) - KEPT
    is_old = ImportFile.is_done.is_(False) & ImportFile.job_id.is_(None) & (ImportFile.day < last)
    session.execute(delete(ImportFile).where(is_old))


def waiting_file(
    session: Session, process: Process, digest: str, consultation: Consultation | None
) -> ImportFile | None:
    """The same file for the same consultation, received before and not taken in yet."""
    return session.scalar(
        select(ImportFile).where(
            ImportFile.process_id == process.id,
            ImportFile.digest == digest,
            ImportFile.is_done.is_(False),
            ImportFile.job_id.is_(None),
            ImportFile.consultation_id == (consultation.id if consultation else None),
        )
    )


def choose(
    session: Session,
    actor: Actor,
    process: Process,
    row: ImportFile,
    *,
    title: str,
    language: str,
    wishes: Mapping[str, str],
    helix: Mapping[str, str],
    as_table: bool = False,
) -> ImportFile:
    """What somebody wants of the columns, instead of what was recognised."""
    refuse_if_begun(row)
    if unknown := set(helix.values()) - {"", *HelixCategory}:
        raise Invalid("survey.import.unknown_choice", value=sorted(unknown)[0])
    if odd := [wish for wish in wishes.values() if not can_be_wished(wish, row.adds_answers)]:
        raise Invalid("survey.import.unknown_choice", value=odd[0][:60])
    row.title = title.strip()[:300] or row.title
    row.language = language
    row.wishes, row.helix = dict(wishes), dict(helix)
    if as_table:
        row.format = Format.TABLE.value
    table_of(row, process_questions(row))
    session.flush()
    _record(session, actor, "survey:import:choose", process, row, columns=len(wishes))
    return row


def process_questions(row: ImportFile) -> list[Any] | None:
    """The questions that answers are to be added to; None when the file makes its own."""
    return list(row.consultation.active_questions) if row.adds_answers and row.consultation else None


def table_of(row: ImportFile, questions: Sequence[Any] | None) -> tuple[Grid, TablePlan]:
    """The table of a file and what is to be done with it."""
    grid = grid_of(Format(row.format), row.content, row.language)
    wishes = {int(index): wish for index, wish in row.wishes.items() if int(index) < len(grid.headings)}
    plan = plan_of(Format(row.format), grid, row.title, row.language, wishes, questions)
    return grid, with_helix(plan, row.helix)


def begin(session: Session, actor: Actor, process: Process, row: ImportFile) -> Consultation:
    """Make the draft, and have the answers of a table taken in by a job."""
    refuse_if_begun(row)
    found = Format(row.format)
    if found.is_structure:
        structure = structure_of(found, row.content, row.title, row.language)
        answers = answers_table(row.content) if found is Format.LIMESURVEY_ARCHIVE else None
        made = _make(session, actor, process, structure.draft)
        finish(session, row, made, {"counts": dict(structure.counts)}, structure.notes)
        _record(session, actor, "survey:import:structure", process, row, questions=len(made.questions))
        if answers is not None:
            begin(session, actor, process, _receive_beside(session, actor, process, row, made, answers))
        return made
    _, plan = table_of(row, process_questions(row))
    if not any(column.role is Role.QUESTION for column in plan.columns):
        raise Invalid("survey.import.no_question")
    target = row.consultation if row.adds_answers else _make(session, actor, process, plan.draft)
    if target is None:
        raise Conflict("survey.import.consultation_gone")
    if target.erased_at is not None:
        raise Closed("survey.consultation.erased")
    row.consultation_id = target.id
    row.job_id = jobs.enqueue(session, actor, "survey:import", process=process, import_id=row.id).id
    session.flush()
    return target


def _receive_beside(
    session: Session, actor: Actor, process: Process, row: ImportFile, made: Consultation, answers: bytes
) -> ImportFile:
    """The answers that came in the same file as their questionnaire, as a file of their own."""
    return receive(
        session,
        actor,
        process,
        name=f"{row.name}.csv",
        content=answers,
        language=row.language,
        consultation=made,
        as_format=Format.LIMESURVEY_ANSWERS,
    )


def _make(session: Session, actor: Actor, process: Process, draft: QuestionnaireDraft | None) -> Consultation:
    if draft is None or not draft.questions:
        raise Invalid("survey.import.no_question")
    return create_from_draft(session, actor, process, draft)


def refuse_if_begun(row: ImportFile) -> None:
    """A file is taken in once."""
    if row.is_done or row.job_id is not None:
        raise Conflict("survey.import.begun")


def finish(
    session: Session, row: ImportFile, made: Consultation, counts: Mapping[str, Any], notes: Sequence[Note]
) -> None:
    """Keep what became of a file; its content goes."""
    notes = list(notes)
    if "stored" in counts.get("counts", {}) and not asks_to_quote(made):
        notes.insert(0, note("–", "no_quotes"))
    row.consultation_id = made.id
    row.report = {
        **counts,
        "notes": [each.as_value() for each in notes[:MOST_NOTES]],
        "more_notes": max(0, len(notes) - MOST_NOTES),
    }
    row.is_done = True
    row.content = b""
    session.flush()


@dataclass
class Taken:
    """What became of the lines of a table."""

    read: int = 0
    stored: int = 0
    known: int = 0  # from the same file, stored before
    refused: int = 0
    notes: list[Note] = field(default_factory=list)


def store_lines(
    session: Session,
    actor: Actor,
    consultation: Consultation,
    digest: str,
    lines: Sequence[tuple[int, AnswerSheet]],
    taken: Taken,
) -> None:
    """Store some lines of a file, each once, however often the same file comes; what cannot be stored is noted."""
    secrets = {line: f"import:{digest}:{line}" for line, _ in lines}
    hashes = {receipts.form_hash(secret): line for line, secret in secrets.items()}
    asked = select(Submission.form_hash).where(
        Submission.consultation_id == consultation.id, Submission.form_hash.in_(hashes)
    )
    known = {hashes[found] for found in session.scalars(asked)}
    ground = queries.ground_of(session, consultation.process)
    good: list[tuple[int, AnswerSheet]] = []
    for line, sheet in lines:
        if line in known:
            taken.known += 1
            continue
        kept, notes = sound(consultation, sheet, ground, line)
        taken.notes += notes
        if kept is None:
            taken.refused += 1
        else:
            good.append((line, kept))
    import_submissions(
        session,
        actor,
        consultation,
        [sheet for _, sheet in good],
        source=Source.IMPORT,
        secrets=[secrets[line] for line, _ in good],
    )
    taken.stored += len(good)


def sound(
    consultation: Consultation, sheet: AnswerSheet, ground: Ground, line: int
) -> tuple[AnswerSheet | None, list[Note]]:
    """The sheet without the answers that its questions refuse, and a note for each of them."""
    problems = [p for p in problems_of(consultation, sheet, ground) if not is_let_pass(p, Source.IMPORT)]
    wrong = {problem.question for problem in problems if problem.question}
    notes = [note(key, "answer_refused", line=line) for key in sorted(wrong)]
    kept = replace(sheet, answers=tuple(answer for answer in sheet.answers if answer.question not in wrong))
    aside = settled(consultation, kept, ground).aside
    notes += [note(key, "set_aside", line=line) for key in aside]
    if all(answer.question in aside for answer in kept.answers):
        return None, [*notes, note("–", "empty_line", line=line)]
    return kept, notes


def able_questions(consultation: Consultation) -> list[Any]:
    """The questions whose answers can be read from cells."""
    return [q for q in consultation.active_questions if QuestionKind(q.kind) in BUILDERS]


def _record(session: Session, actor: Actor, verb: str, process: Process, row: ImportFile, **said: Any) -> None:
    audit.record(session, actor, verb, row.ref, process=process.public_id, **said)


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
        grid, plan = table_of(row, process_questions(row))
        # Only what a reading of columns needs, so that nothing is loaded again between two transactions.
        questions = {q.key: _Plain(q) for q in able_questions(row.consultation)}
    taken = Taken(notes=list(plan.notes))
    lines = _good_lines(grid, plan, questions, language, taken)
    while batch := list(islice(lines, BATCH)):
        with transaction() as session:
            consultation = session.get_one(Consultation, about)
            store_lines(session, context.actor, consultation, digest, batch, taken)
        context.advance(taken.read / len(grid.rows), "survey:import:storing")
    db.session.rollback()
    with transaction() as session:
        row = session.get_one(ImportFile, import_id)
        counts = {"read": taken.read, "stored": taken.stored, "known": taken.known, "refused": taken.refused}
        finish(session, row, session.get_one(Consultation, about), {"counts": counts}, taken.notes)


class _Plain:
    """A question's words and options, free of the database."""

    def __init__(self, question: object) -> None:
        for name in ("key", "kind", "title", "help", "is_required", "is_soft", "condition", "options"):
            setattr(self, name, getattr(question, name))


def _good_lines(
    grid: Grid, plan: TablePlan, questions: dict[str, "_Plain"], language: str, taken: Taken
) -> Iterator[tuple[int, AnswerSheet]]:
    for line, sheet, notes in sheets_of(grid, plan, questions, language):  # type: ignore[arg-type]
        taken.read += 1
        taken.notes += notes
        if sheet is None:
            taken.refused += 1
        else:
            yield line, sheet
