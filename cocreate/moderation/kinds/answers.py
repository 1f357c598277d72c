"""Texts of consultations: hidden and shown at the gate through which all published words pass."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.camp.models import CardReference
from cocreate.camp.rules import ReferenceKind
from cocreate.core.ids import digest
from cocreate.core.permissions import Actor
from cocreate.ecosystem.models import ActorSuggestion, ProposedProject
from cocreate.ecosystem.queries import shown_projects
from cocreate.ecosystem.rules import SuggestionKind
from cocreate.ecosystem.suggesting import key_of
from cocreate.errors import NotFound
from cocreate.moderation.kinds.subject import Subject
from cocreate.moderation.rules import Kind
from cocreate.process.models import Process
from cocreate.public.queries import public_answer
from cocreate.survey.models import Answer, Consultation, NamedSheet, Submission
from cocreate.survey.personal import moderating
from cocreate.survey.personal.gate import public_answers
from cocreate.themes.changed import keep_to_what_is_left
from cocreate.web.language import language_of


class AnswerKind:
    """Answers in own words."""

    def public(self, session: Session, process: Process, key: str) -> Subject:
        """As everybody reads it: in an accepted theme or as a proposed project, and of somebody who may be quoted."""
        project = next(iter(shown_projects(session, _projects(session, process, [key]))), None)
        if project is not None:
            words = "\n".join([*project.title.values(), *project.description.values()])
            return _proposed(key, words, language_of(project.title), {}, project)
        row = public_answer(session, process, key)
        return _subject(key, row.text, row.text_language, row.question.title)

    def find(self, session: Session, process: Process, keys: Sequence[str]) -> Mapping[str, Subject]:
        """As they were typed."""
        rows = session.scalars(_answers(process).where(Answer.id.in_(keys)))
        projects = {project.answer_id: project for project in _projects(session, process, keys)}
        found = {}
        for row in rows:
            told, project = (row.id, row.text, row.text_language, row.question.title), projects.get(row.id)
            found[row.id] = _subject(*told) if project is None else _proposed(*told, project)
        return found

    def hide(self, session: Session, actor: Actor, process: Process, key: str, why: str) -> dict[str, Any]:
        """Nothing of it is published from now on; quotes of it on cards lose their words."""
        answer = _one(session, process, key)
        _forget_quotes(session, key)
        return moderating.hide_answer(session, actor, answer)

    def show(self, session: Session, actor: Actor, process: Process, key: str, before: Mapping[str, Any]) -> None:
        """Published again, as far as it was before."""
        moderating.show_answer(session, _one(session, process, key), before)

    def edit(self, session: Session, process: Process, key: str, passages: Sequence[str]) -> tuple[str, str]:
        """Take passages out for good, here and where they were copied to; returns the text before and after."""
        answer = _one(session, process, key)
        before, after = moderating.blank_out(session, answer, passages)
        _forget_quotes(session, key)
        keep_to_what_is_left(session, answer, before)
        for suggestion in session.scalars(select(ActorSuggestion).where(ActorSuggestion.answer_id == key)):
            suggestion.text = moderating.blanked_copy(suggestion.text, passages, before)
            suggestion.details = moderating.blanked_copies(suggestion.details, passages, before)
            if suggestion.kind != SuggestionKind.PROJECT:
                suggestion.key = key_of(suggestion.text)
        for project in session.scalars(select(ProposedProject).where(ProposedProject.answer_id == key)):
            project.title, project.description = (
                {code: moderating.blanked_copy(text, passages, before) for code, text in said.items()}
                for said in (project.title, project.description)
            )
            if public := public_answers(session, [answer]).get(key):
                project.text_hash = digest(public.text)
        session.flush()
        return before, after

    def mine(self, session: Session, process: Process, actor: Actor) -> list[str]:
        """Those of sheets that were sent by name."""
        if actor.user_id is None:
            return []
        named = _answers(process).join(NamedSheet, NamedSheet.submission_id == Submission.id)
        return list(session.scalars(named.where(NamedSheet.user_id == actor.user_id).with_only_columns(Answer.id)))


def _answers(process: Process) -> Any:
    return (
        select(Answer)
        .join(Submission, Answer.submission_id == Submission.id)
        .join(Consultation, Submission.consultation_id == Consultation.id)
        .where(Consultation.process_id == process.id, Answer.has_text)
    )


def _one(session: Session, process: Process, key: str) -> Answer:
    found: Answer | None = session.scalar(_answers(process).where(Answer.id == key))
    if found is None:
        raise NotFound()
    return found


def _subject(key: str, text: str, language: str, context: Mapping[str, str]) -> Subject:
    return Subject(Kind.ANSWER, key, text, language, dict(context), "public.answer", {"answer_id": key})


def _projects(session: Session, process: Process, keys: Sequence[str]) -> list[ProposedProject]:
    mine = ProposedProject.process_id == process.id, ProposedProject.answer_id.in_(keys)
    return list(session.scalars(select(ProposedProject).where(*mine)))


def _proposed(key: str, text: str, language: str, context: Mapping[str, str], project: ProposedProject) -> Subject:
    values = {"_anchor": project.public_id}
    return Subject(Kind.ANSWER, key, text, language, dict(context), "ecosystem.projects", values)


def _forget_quotes(session: Session, key: str) -> None:
    quoted = CardReference.kind == ReferenceKind.ANSWER.value, CardReference.subject == key
    for reference in session.scalars(select(CardReference).where(*quoted)):
        reference.label = moderating.GAP
