"""Counts that are kept beside the answers, so that a results page never has to read a million sheets.

A sheet is counted once, some time after it came in: `fold` takes the sheets that are not counted yet and adds them to
the tallies, in one transaction. Whoever changes or erases a sheet first takes it out again with `forget`. When a
release changes what `Kind.counted` keeps, its migration empties the table and marks every sheet as uncounted.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, column, delete, func, literal, not_, null, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from cocreate.core import jobs
from cocreate.core.db import transaction
from cocreate.core.jobs import Job, JobState
from cocreate.core.permissions import SYSTEM, Actor
from cocreate.survey import queries
from cocreate.survey.flow import follow, keys_in, rules_of
from cocreate.survey.kinds import Ground, kind_of
from cocreate.survey.kinds.base import AnswerLike, QuestionLike
from cocreate.survey.models import Answer, Consultation, PartCount, Submission, Tally
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.rules import AnswerGiven, QuestionKind

Version = Sequence[QuestionLike]


class Unasked:
    """The versions of one questionnaire, and what each of them asked of whom."""

    def __init__(self, session: Session, consultation: Consultation) -> None:
        self.ground = queries.ground_for(session, consultation)
        self.present: Version = consultation.active_questions
        revisions = queries.revisions_of(session, consultation)
        self.versions = {each.number: version_of(each.content) for each in revisions}
        self.ids = {q.key: q.id for q in consultation.questions if kind_of(q).asks}
        self.deciding = self._deciding()
        self.is_needed = bool(self.deciding) or len({keys_of(each) for each in self._all()}) > 1

    def _all(self) -> list[Version]:
        return [self.present, *self.versions.values()]

    def _deciding(self) -> dict[int, str]:
        """The questions on whose answers something depends: number -> key."""
        keys: set[str] = set()
        for version in self._all():
            rules = rules_of(version, self.ground)
            for condition in [
                *rules.conditions.values(),
                *(o for offers in rules.offers.values() for o in offers.values()),
            ]:
                keys |= keys_in(condition)
        return {self.ids[key]: key for key in keys if key in self.ids}

    def of(self, revision: int, answers: Mapping[int, Iterable[AnswerLike]]) -> list[int]:
        """The numbers of the questions that were not asked of whoever gave these answers (question -> answers)."""
        version = self.versions.get(revision, self.present)
        given = {
            key: [AnswerGiven(key, each.value, each.text, each.item) for each in answers[number]]
            for number, key in self.deciding.items()
            if number in answers
        }
        shown = follow(version, given, self.ground).way.shown
        return sorted(number for key, number in self.ids.items() if key not in shown)


def sources_of(questions: Version, ground: Ground) -> dict[str, set[str]]:
    """Key of each question -> the keys of those that decide whether it is asked, by itself or with its whole page."""
    asked = list(questions)
    rules, found, page = rules_of(asked, ground), dict[str, set[str]](), set[str]()
    for question in asked:
        if question.kind == QuestionKind.PAGE:
            page = rules.uses(question.key)
        else:
            found[question.key] = page | rules.uses(question.key)
    return found


def note(session: Session, consultation: Consultation, sheets: Select[str]) -> None:
    """Write on these sheets what was not asked, where nobody has yet and anything can have been."""
    found = Unasked(session, consultation)
    if not found.is_needed:
        return
    mine = (Submission.id.in_(sheets), Submission.unasked.is_(None))
    rows_of_sheets = session.execute(select(Submission.id, Submission.revision).where(*mine))
    versions = {row.id: row.revision for row in rows_of_sheets}
    answers: dict[str, dict[int, list[AnswerLike]]] = {}
    deciding = (Answer.submission_id.in_(sheets), Answer.question_id.in_(found.deciding))
    stored = select(Answer.submission_id, Answer.question_id, Answer.value, Answer.text, Answer.item).where(*deciding)
    for row in session.execute(stored):
        answers.setdefault(row.submission_id, {}).setdefault(row.question_id, []).append(row)
    rows = [{"id": key, "unasked": found.of(version, answers.get(key, {}))} for key, version in versions.items()]
    if rows:
        session.execute(update(Submission), rows)


def version_of(content: Mapping[str, Any]) -> list[QuestionDraft]:
    """The questions that a stored version asked."""
    return [
        QuestionDraft(
            key=each["key"],
            kind=QuestionKind(each["kind"]),
            title=each["title"],
            condition=each["condition"],
            options=each["options"],
        )
        for each in content["questions"]
        if each["is_active"]
    ]


def keys_of(version: Version) -> frozenset[str]:
    """What a version asks."""
    return frozenset(question.key for question in version if kind_of(question).asks)


LITTLE = 2_000  # sheets that a page counts itself before it answers
BATCH = 5_000  # sheets of one transaction: on SQLite people who send an answer wait for it
JOB = "survey:count"


class Cell(NamedTuple):
    """What is counted together: one row of the tallies."""

    question_id: int
    item: str
    value: str  # canonical JSON; "" for none
    has_text: bool
    helix: str
    language: str


class Stored(NamedTuple):
    """As much of an answer as can be counted."""

    item: str
    value: Mapping[str, Any] | None
    text: str = ""


def waiting(session: Session, consultation: Consultation) -> int:
    """How many sheets are not counted yet."""
    return session.scalar(select(func.count()).select_from(Submission).where(*_uncounted(consultation))) or 0


def fold(session: Session, consultation: Consultation, most: int = BATCH) -> int:
    """Count sheets that are not counted yet, at most so many; returns how many it were.

    The sheets are claimed first and in the same transaction, so two that fold at once never count one twice.
    """
    some = select(Submission.id).where(*_uncounted(consultation)).limit(most)
    some = some.with_for_update(key_share=True, skip_locked=True)  # whoever stores what was read in them goes on
    claimed = list(session.scalars(some))
    if claimed:
        sheets = _listed(session, claimed)
        note(session, consultation, sheets)
        # By their keys: from a subquery with a limit PostgreSQL would read every sheet for each few thousand.
        claim = update(Submission).where(Submission.id.in_(sheets)).values(is_counted=True)
        session.execute(claim, execution_options={"synchronize_session": False})
        _add(session, consultation, cells_of(session, consultation, sheets), +1)
    return len(claimed)


def forget(session: Session, submission: Submission) -> None:
    """Take a sheet out of the counts, before it is changed or erased; a changed one is counted again later.

    Locks the sheet where the database can, so that nobody counts its old answers while the new ones are written.
    """
    own = select(Submission.is_counted).where(Submission.id == submission.id).with_for_update()
    if session.scalar(own):
        consultation = session.get_one(Consultation, submission.consultation_id)
        one = select(Submission.id).where(Submission.id == submission.id)
        _add(session, consultation, cells_of(session, consultation, one), -1)
        empty = delete(Tally).where(Tally.consultation_id == consultation.id, Tally.count <= 0)
        session.execute(empty, execution_options={"synchronize_session": False})
        session.execute(delete(PartCount).where(PartCount.consultation_id == consultation.id))
    # Said to the database and not to the object, which may have been read before somebody else counted the sheet.
    session.execute(update(Submission).where(Submission.id == submission.id).values(is_counted=False, unasked=null()))


def start_over(session: Session, consultation: Consultation) -> None:
    """Count every sheet anew, since the questionnaire now asks something else, and who was asked it must be known."""
    for table in (Tally, PartCount):
        session.execute(delete(table).where(table.consultation_id == consultation.id))
    mine = update(Submission).where(Submission.consultation_id == consultation.id)
    session.execute(mine.values(is_counted=False, unasked=null()), execution_options={"synchronize_session": False})


def count_later(session: Session, actor: Actor, consultation: Consultation) -> None:
    """Let a worker count what waits, unless one is at it or will be."""
    waits = (JobState.QUEUED.value, JobState.RUNNING.value)
    same = select(Job.arguments).where(Job.kind == JOB, Job.process_id == consultation.process_id, Job.state.in_(waits))
    if not any(told["given"].get("consultation_id") == consultation.id for told in session.scalars(same)):
        jobs.enqueue(session, actor, JOB, process=consultation.process, consultation_id=consultation.id)


@jobs.job(JOB)
def count(context: jobs.JobContext, consultation_id: int) -> None:
    """Count all sheets that are not counted yet, a few thousand at a time."""
    done, all_of_them = 0, 0
    while True:
        with transaction() as session:
            consultation = session.get(Consultation, consultation_id)
            if consultation is None:
                return
            all_of_them = all_of_them or waiting(session, consultation)
            counted = fold(session, consultation)
        done += counted
        if not counted:
            return
        context.advance(done / max(done, all_of_them))


def bring_up_to_date(consultation: Consultation) -> None:
    """Before a page of results: count the few sheets that wait, or ask a worker to count many.

    Opens transactions of its own, so nothing may be under way in the session.
    """
    with transaction() as session:
        many = waiting(session, consultation) > LITTLE
        if many:
            count_later(session, SYSTEM, consultation)
        else:
            fold(session, consultation, LITTLE)


_PEOPLE = (Submission.helix, Submission.language)


def cells_of(session: Session, consultation: Consultation, sheets: Select[str]) -> Counter[Cell]:
    """What some sheets count for: themselves, who answers each question, and what was answered."""
    mine = Submission.id.in_(sheets)
    found = _cells_of_sheets(session, mine)
    joined = select(Answer.question_id).join(Submission, Submission.id == Answer.submission_id)
    joined = joined.where(mine, Submission.left_out == "")
    # Not as count(distinct …), for which PostgreSQL sorts all answers by their sheets' keys.
    each = joined.add_columns(*_PEOPLE, Answer.submission_id).distinct().subquery()
    answering = (each.c.question_id, each.c.helix, each.c.language)
    by_people = select(*answering, func.count()).group_by(*answering)
    for question_id, helix, language, number in session.execute(by_people):
        found[Cell(question_id, Tally.PEOPLE, "", False, helix, language)] += number
    found.update(_cells_of_answers(session, consultation, joined))
    return found


def _cells_of_sheets(session: Session, mine: ColumnElement[bool]) -> Counter[Cell]:
    """What each sheet is; its flag stands where an answer has its item."""
    found: Counter[Cell] = Counter()
    what = (Submission.left_out, Submission.flag, Submission.unasked, *_PEOPLE)
    counted = select(*what, func.count()).where(mine).group_by(*what)
    for left_out, flag, spared, *who, number in session.execute(counted):
        if left_out:  # of these nothing is told but that there are some
            found[Cell(Tally.SHEETS, Tally.LEFT_OUT + left_out, "", False, "", "")] += number
            continue
        found[Cell(Tally.SHEETS, flag, "", False, *who)] += number
        for question_id in spared or ():
            found[Cell(question_id, Tally.UNASKED, "", False, *who)] += number
    return found


def _cells_of_answers(session: Session, consultation: Consultation, joined: Select[int]) -> Counter[Cell]:
    """What was answered, in the pieces that each kind keeps."""
    found: Counter[Cell] = Counter()
    kinds = {question.id: kind_of(question) for question in consultation.questions}
    same = (Answer.question_id, Answer.item, Answer.value, Answer.has_text, *_PEOPLE)
    given = joined.add_columns(*same[1:], func.count()).group_by(*same)
    # Of one answer there can be dozens of pieces (an order): they are added up where little has to be compared.
    pieces: defaultdict[tuple[int, bool, str, str], dict[tuple[str, str], int]] = defaultdict(dict)
    for question_id, item, value, has_text, helix, language, number in session.execute(given):
        is_first = has_text  # where an answer leaves several things, the first of them tells of its text
        sums = pieces[question_id, has_text, helix, language]
        for key, kept in kinds[question_id].counted(Stored(item, value)):
            piece = (key, "" if kept is None else _canonical(kept))
            sums[piece] = sums.get(piece, 0) + number
            if is_first:
                is_first, sums = False, pieces[question_id, False, helix, language]
    for (question_id, has_text, helix, language), sums in pieces.items():
        for (key, text), number in sums.items():
            found[Cell(question_id, key, text, has_text, helix, language)] += number
    return found


def canonical(value: Mapping[str, Any]) -> str:
    """The same text for equal values.

    >>> canonical({"b": 1, "a": [2]})
    '{"a":[2],"b":1}'
    """
    return _encoder.encode(value)


_encoder = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@lru_cache(maxsize=50_000)
def _flat(pairs: tuple[tuple[str, Any], ...], _types: tuple[type, ...]) -> str:
    return canonical(dict(pairs))


def _canonical(value: Mapping[str, Any]) -> str:
    """The same, quicker where values come again and again, as the pieces of orders do."""
    try:
        # 1, 1.0 and True are equal as keys of the cache, and not as texts.
        return _flat(tuple(value.items()), tuple(map(type, value.values())))
    except TypeError:  # a list inside, which is no key of a cache
        return canonical(value)


def _uncounted(consultation: Consultation) -> tuple[Any, ...]:
    """Spelled as the partial index spells it, or SQLite would read every sheet."""
    return (Submission.consultation_id == consultation.id, not_(Submission.is_counted))


def _listed(session: Session, names: list[str]) -> Select[str]:
    """Many keys as one parameter, since databases take only so many."""
    if session.get_bind().dialect.name == "sqlite":
        return select(func.json_each(json.dumps(names)).table_valued("value").c.value)
    told = literal(names, postgresql.JSONB())
    return select(func.jsonb_array_elements_text(told).table_valued("value").c.value)


def _add(session: Session, consultation: Consultation, cells: Counter[Cell], sign: int) -> None:
    """Add to the tallies, always in the same order, so that two who do so at once wait rather than block each other."""
    rows = [
        {
            **cell._asdict(),
            "value": json.loads(cell.value) if cell.value else None,
            "value_hash": sha256(cell.value.encode()).hexdigest()[:32] if cell.value else "",
            "consultation_id": consultation.id,
            "count": sign * number,
        }
        for cell, number in sorted(cells.items())
    ]
    same = ["consultation_id", "question_id", "item", "value_hash", "has_text", "helix", "language"]
    if session.get_bind().dialect.name == "sqlite":
        one = sqlite.insert(Tally)
        summed = {"count": Tally.count + one.excluded.count}
        session.connection().execute(one.on_conflict_do_update(index_elements=same, set_=summed), rows)
    else:
        # All rows as one parameter of one statement: PostgreSQL takes them in half the time of one by one.
        names = [*same, "value", "count"]
        told = func.jsonb_to_recordset(literal(rows, postgresql.JSONB()))
        given = told.table_valued(*(column(name, Tally.__table__.c[name].type) for name in names))
        many = postgresql.insert(Tally).from_select(names, select(given.render_derived(with_types=True)))
        summed = {"count": Tally.count + many.excluded.count}
        session.connection().execute(many.on_conflict_do_update(index_elements=same, set_=summed))
