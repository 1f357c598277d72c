"""Open data of what frames a process and of its consultation: challenges, questions, sheets, answers."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from cocreate.analysis.disclosure import HIDDEN, suppress
from cocreate.process.models import Process
from cocreate.process.queries import challenges_of, contexts_of
from cocreate.public.open_data.table import Column, Row, Table, flag, number, translated, words
from cocreate.survey.exporting.open_data import IDENTIFYING, personal_questions, publishable
from cocreate.survey.models import Answer, AnswerFlag, Consultation, Question, Submission
from cocreate.survey.personal.rules import public_text
from cocreate.survey.queries import published_consultations
from cocreate.survey.rules import ConsultationState, Source

ID = Column("id", "Identifier, the same in every file")


def tables(session: Session, process: Process) -> list[Table]:
    """All tables of this part, in the order of the method."""
    return [
        _process(process),
        _phases(process),
        _contexts(session, process),
        *_challenges(session, process),
        _questions(session, process),
        _submissions(session, process),
        _answers(session, process),
    ]


def _process(process: Process) -> Table:
    columns = (
        ID,
        *translated("title", "Title"),
        *translated("summary", "Summary"),
        Column("region", "Region"),
        flag("is_demo", "Whether this is a demonstration, whose answers are borrowed"),
        number("minimum_cell", "Smallest group whose count is published"),
    )
    row = {
        "id": process.public_id,
        **words("title", process.title),
        **words("summary", process.summary),
        "region": process.region,
        "is_demo": process.is_demo,
        "minimum_cell": process.minimum_cell,
    }
    return Table("process", "Process", "The process itself; one line.", columns, [row])


def _phases(process: Process) -> Table:
    columns = (
        ID,
        Column("kind", "challenges, consultation, camp, selection or plan"),
        *translated("title", "Title"),
        Column("starts_at", "First moment (UTC)", "datetime"),
        Column("ends_at", "End, not included (UTC)", "datetime"),
    )
    rows = [
        {
            "id": phase.public_id,
            "kind": phase.kind,
            **words("title", phase.title),
            "starts_at": phase.starts_at.isoformat(),
            "ends_at": phase.ends_at.isoformat(),
        }
        for phase in process.phases
    ]
    return Table("phases", "Phases", "When each kind of work was open.", columns, rows)


def _contexts(session: Session, process: Process) -> Table:
    columns = (
        Column("kind", "megatrend or transition"),
        *translated("title", "Title of the megatrend or transition"),
        *translated("point", "One of its trends or regional priorities"),
    )
    rows = [
        {"kind": kind, **words("title", context.title), **words("point", point)}
        for kind, contexts in contexts_of(session, process).items()
        for context in contexts
        for point in [point.title for point in context.points] or [{}]
    ]
    return Table(
        "contexts", "Megatrends and transitions", "What frames the challenges; a line per point.", columns, rows
    )


def _challenges(session: Session, process: Process) -> list[Table]:
    texts = (*translated("title", "Title"), *translated("description", "Description"))
    of = Column("challenge", "id of the challenge")
    found = challenges_of(session, process)

    def row(thing: object, **more: str) -> Row:
        title, description = getattr(thing, "title", {}), getattr(thing, "description", {})
        key = getattr(thing, "public_id", "")
        return {"id": key, **more, **words("title", title), **words("description", description)}

    return [
        Table("challenges", "Challenges", "In the order shown.", (ID, *texts), [row(c) for c in found]),
        Table(
            "sub_challenges",
            "Sub-challenges",
            "The dimensions of each challenge.",
            (ID, of, *texts),
            [row(part, challenge=c.public_id) for c in found for part in c.sub_challenges],
        ),
        Table(
            "assets",
            "Assets",
            "Strengths of the ecosystem that help with a challenge, as listed by the organisers.",
            (ID, of, *texts),
            [row(part, challenge=c.public_id) for c in found for part in c.assets],
        ),
    ]


def _asked(process: Process) -> tuple[object, ...]:
    return (Consultation.process_id == process.id, Consultation.state != ConsultationState.DRAFT.value)


def given_away(session: Session, process: Process) -> ColumnElement[bool]:
    """The sheets that everybody may have: those of consultations that are complete, and what a demonstration loaded.

    Not before the end: the difference of two versions would be those who answered in between.
    """
    asked = published_consultations(session, process)
    over = [row.id for row in asked if row.is_complete]
    loaded = (Submission.source == Source.DEMO.value, Submission.consultation_id.in_([row.id for row in asked]))
    return or_(Submission.consultation_id.in_(over), and_(*loaded))


def _about_people(session: Session, process: Process) -> list[int]:
    """Questions about the person: beside family and language, what they tell would point at people."""
    asked = published_consultations(session, process)
    return [question.id for consultation in asked for question in personal_questions(consultation)]


def _questions(session: Session, process: Process) -> Table:
    columns = (
        ID,
        Column("consultation", "id of the consultation"),
        Column("key", "Short name of the question"),
        Column("kind", "What an answer looks like"),
        *translated("title", "The question"),
        number("position", "Its place in the questionnaire"),
        flag("is_required", "Whether it had to be answered"),
    )
    found = session.execute(
        select(Question, Consultation.public_id)
        .join(Consultation)
        .where(*_asked(process))  # type: ignore[arg-type]
        .order_by(Consultation.id, Question.position)
    )
    rows = [
        {
            "id": question.public_id,
            "consultation": consultation,
            "key": question.key,
            "kind": question.kind,
            **words("title", question.title),
            "position": question.position,
            "is_required": question.is_required,
        }
        for question, consultation in found
    ]
    return Table("questions", "Questions", "Of every consultation that was opened.", columns, rows)


def _submissions(session: Session, process: Process) -> Table:
    columns = (
        ID,
        Column("consultation", "id of the consultation"),
        Column("helix", 'Family of the respondent; "hidden" where too few share it'),
        Column("language", 'Language of the page while answering; "hidden" where too few of the family used it'),
        Column("source", "online, or demo for sheets that were loaded"),
    )
    description = (
        "A line per sheet of answers, once the consultation is over. No name, address, account, time or receipt exists "
        "here; the identifier is random and in no order of time."
    )
    return Table("submissions", "Submissions", description, columns, list(_sheets(session, process)))


def _sheets(session: Session, process: Process) -> Iterator[Row]:
    found = session.execute(
        select(Submission.id, Consultation.public_id, Submission.helix, Submission.language, Submission.source)
        .join(Consultation)
        .where(given_away(session, process))
        .order_by(Submission.id)
    ).all()
    least = process.minimum_cell
    families = suppress(Counter((consultation, helix) for _, consultation, helix, _, _ in found), least).cells
    pairs = {
        key: suppress(
            Counter((c, helix, language) for _, c, helix, language, _ in found if (c, helix) == key), least
        ).cells
        for key in families
    }
    for ident, consultation, helix, language, source in found:
        key = (consultation, helix)
        is_family_hidden = families[key] is HIDDEN
        is_hidden = is_family_hidden or pairs[key][(consultation, helix, language)] is HIDDEN
        yield {
            "id": ident,
            "consultation": consultation,
            "helix": str(HIDDEN) if is_family_hidden else helix,
            "language": str(HIDDEN) if is_hidden else language,
            "source": source,
        }


def _answers(session: Session, process: Process) -> Table:
    columns = (
        ID,
        Column("submission", "id of the sheet"),
        Column("question", "id of the question"),
        Column("challenge", "id of the challenge that it is about, where the question asks for one"),
        Column("value", "Closed answer, as JSON"),
        Column("text", "Free answer, as typed"),
        Column("text_language", "Language of the free answer"),
        Column("borrowed_from", "In demonstrations: where the sentence comes from"),
        Column("borrowed_licence", "In demonstrations: its licence"),
        Column("borrowed_reference", "In demonstrations: where it stands there"),
    )

    description = (
        "What each sheet says to each question. Words of people who may not be quoted are left out, and so are words "
        "that seem to tell who somebody is, until a person looked at them, and "
        "questions whose answers say who somebody is: short texts, files, dates, consents and questions about the "
        "person. Answers are given away once the consultation is over."
    )
    return Table("answers", "Answers", description, columns, _answer_rows(session, process))


def _answer_rows(session: Session, process: Process) -> Iterator[Row]:
    found = session.execute(
        select(
            Answer.id,
            Answer.submission_id,
            Question.public_id,
            Question.kind,
            Answer.item,
            Answer.value,
            Answer.text,
            Answer.text_language,
            Answer.attribution,
            Submission.may_quote,
            AnswerFlag,
        )
        .outerjoin(AnswerFlag, AnswerFlag.answer_id == Answer.id)
        .join(Question, Answer.question_id == Question.id)
        .join(Consultation)
        .join(Submission, Answer.submission_id == Submission.id)
        # The family of the helix is a column of the sheet, hidden there where it must be.
        .where(given_away(session, process), Question.kind.not_in(("helix", *IDENTIFYING)))
        .where(Question.id.not_in(_about_people(session, process)))
        .order_by(Answer.id)
        .execution_options(yield_per=1000)
    )
    for ident, submission, question, kind, item, value, text, language, attribution, may_quote, found_in in found:
        said = public_text(text, language, found_in) if may_quote else None
        yield {
            "id": ident,
            "submission": submission,
            "question": question,
            "challenge": item,
            "value": publishable(kind, value, may_quote=said is not None),
            "text": said or "",
            "text_language": language if said else "",
            "borrowed_from": attribution.get("source", ""),
            "borrowed_licence": attribution.get("licence", ""),
            "borrowed_reference": attribution.get("reference", ""),
        }
