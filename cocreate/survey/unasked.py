"""Who was not asked a question: by the conditions of the version that they saw, found when a sheet is counted."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from cocreate.survey import queries
from cocreate.survey.flow import follow, keys_in, rules_of
from cocreate.survey.kinds import Ground, kind_of
from cocreate.survey.kinds.base import AnswerLike, QuestionLike
from cocreate.survey.models import Answer, Consultation, Submission
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
