"""What can be moderated, each kind with how it is found, hidden, shown again and edited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.camp.commands.moderating import Moderated, hide_card, undo_moderation
from cocreate.camp.models import Card, CardReference
from cocreate.camp.models_session import Moderation
from cocreate.camp.rules import ReferenceKind
from cocreate.core.db import Translated
from cocreate.core.ids import digest
from cocreate.core.permissions import Actor
from cocreate.ecosystem.models import ActorSuggestion, EcosystemActor, ProposedProject
from cocreate.ecosystem.queries import find_actor, shown_as, shown_projects
from cocreate.ecosystem.rules import SuggestionKind
from cocreate.ecosystem.suggesting import key_of
from cocreate.errors import NotFound
from cocreate.moderation.rules import Kind
from cocreate.process.models import Process
from cocreate.public.fates.chain import view_of
from cocreate.public.fates.graph import cards_of
from cocreate.public.queries import public_answer
from cocreate.survey.models import Answer, Consultation, NamedSheet, Submission
from cocreate.survey.personal import moderating
from cocreate.survey.personal.gate import public_answers
from cocreate.themes.changed import keep_to_what_is_left
from cocreate.web.language import language_of


@dataclass(frozen=True)
class Subject:
    """What it says, where it belongs, and where everybody reads it."""

    kind: Kind
    key: str
    text: str
    language: str  # "" where nobody knows it
    context: Translated  # the question, the working group
    endpoint: str = ""  # of the page on which everybody reads it
    values: Mapping[str, str] = field(default_factory=dict)


class AnswerKind:
    """Answers in own words."""

    def public(self, session: Session, process: Process, key: str) -> Subject:
        """As everybody reads it: in an accepted theme or as a proposed project, and of somebody who may be quoted."""
        project = next(iter(shown_projects(session, _projects(session, process, [key]))), None)
        if project is not None:
            words = "\n".join([*project.title.values(), *project.description.values()])
            return _proposed(key, words, language_of(project.title), {}, project)
        row = public_answer(session, process, key)
        return _answer_subject(key, row.text, row.text_language, row.question.title)

    def find(self, session: Session, process: Process, keys: Sequence[str]) -> Mapping[str, Subject]:
        """As they were typed."""
        rows = session.scalars(_answers(process).where(Answer.id.in_(keys)))
        projects = {project.answer_id: project for project in _projects(session, process, keys)}
        found = {}
        for row in rows:
            told, project = (row.id, row.text, row.text_language, row.question.title), projects.get(row.id)
            found[row.id] = _answer_subject(*told) if project is None else _proposed(*told, project)
        return found

    def hide(self, session: Session, actor: Actor, process: Process, key: str, why: str) -> dict[str, Any]:
        """Nothing of it is published from now on; quotes of it on cards lose their words."""
        answer = _answer(session, process, key)
        _forget_quotes(session, key)
        return moderating.hide_answer(session, actor, answer)

    def show(self, session: Session, actor: Actor, process: Process, key: str, before: Mapping[str, Any]) -> None:
        """Published again, as far as it was before."""
        moderating.show_answer(session, _answer(session, process, key), before)

    def edit(self, session: Session, process: Process, key: str, passages: Sequence[str]) -> tuple[str, str]:
        """Take passages out for good, here and where they were copied to; returns the text before and after."""
        answer = _answer(session, process, key)
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


def _answer(session: Session, process: Process, key: str) -> Answer:
    found: Answer | None = session.scalar(_answers(process).where(Answer.id == key))
    if found is None:
        raise NotFound()
    return found


def _answer_subject(key: str, text: str, language: str, context: Mapping[str, str]) -> Subject:
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


class CardKind:
    """Cards that stand behind what is on the record."""

    def public(self, session: Session, process: Process, key: str) -> Subject:
        """As the chains show it."""
        if not key.isalnum():
            raise NotFound()
        view = view_of(session, process, ("card", key))
        return _card_subject(next(card for card in view.cards if card.public_id == key))

    def find(self, session: Session, process: Process, keys: Sequence[str]) -> Mapping[str, Subject]:
        """Whether they are on a board or were taken off."""
        rows = session.scalars(cards_of(process).where(Card.public_id.in_(keys))).unique()
        return {card.public_id: _card_subject(card) for card in rows}

    def hide(self, session: Session, actor: Actor, process: Process, key: str, why: str) -> dict[str, Any]:
        """Off the board; whoever has the author's seat is told there."""
        card = _card(session, process, key)
        return {"step": hide_card(session, actor, card.board, key, why).public_id}

    def show(self, session: Session, actor: Actor, process: Process, key: str, before: Mapping[str, Any]) -> None:
        """On the board again."""
        _card(session, process, key)
        standing = Moderation.kind == Moderated.CARD.value, Moderation.subject == key, Moderation.undone_at.is_(None)
        for row in session.scalars(select(Moderation).where(*standing)):
            undo_moderation(session, actor, row)

    def mine(self, session: Session, process: Process, actor: Actor) -> list[str]:
        """Those written from the seat at hand."""
        if actor.seat_id is None:
            return []
        rows = cards_of(process).where(Card.author_id == actor.seat_id)
        return [card.public_id for card in session.scalars(rows).unique()]


def _card(session: Session, process: Process, key: str) -> Card:
    found: Card | None = session.scalars(cards_of(process).where(Card.public_id == key)).unique().one_or_none()
    if found is None:
        raise NotFound()
    return found


def _card_subject(card: Card) -> Subject:
    text = "\n".join(filter(None, (card.title, card.text)))
    at = {"at": f"card-{card.public_id}"}
    return Subject(Kind.CARD, card.public_id, text, "", card.board.group.title, "fates.chains", at)


class ActorKind:
    """Companies, groups and places that everybody sees in the register."""

    def public(self, session: Session, process: Process, key: str) -> Subject:
        """As the register shows it."""
        row = find_actor(session, process, key)
        shown = shown_as(session, [row]).get(row.id)
        if shown is None:
            raise NotFound()
        return _actor_subject(shown)

    def find(self, session: Session, process: Process, keys: Sequence[str]) -> Mapping[str, Subject]:
        """Shown or not."""
        wanted = EcosystemActor.process_id == process.id, EcosystemActor.public_id.in_(keys)
        return {row.public_id: _actor_subject(row) for row in session.scalars(select(EcosystemActor).where(*wanted))}

    def hide(self, session: Session, actor: Actor, process: Process, key: str, why: str) -> dict[str, Any]:
        """Out of the public register, its map and its network."""
        find_actor(session, process, key).is_hidden = True
        return {}

    def show(self, session: Session, actor: Actor, process: Process, key: str, before: Mapping[str, Any]) -> None:
        """In the register again, if it agreed to be there."""
        find_actor(session, process, key).is_hidden = False

    def mine(self, session: Session, process: Process, actor: Actor) -> list[str]:
        """None: an actor has a link of its own, and no account."""
        return []


def _actor_subject(row: EcosystemActor) -> Subject:
    language = language_of(row.name)
    said = [row.name.get(language, ""), row.description.get(language, ""), row.website]
    values = {"actor_id": row.public_id}
    return Subject(Kind.ACTOR, row.public_id, "\n".join(filter(None, said)), language, {}, "ecosystem.actor", values)


class Handler(Protocol):
    """One kind of contribution."""

    def public(self, session: Session, process: Process, key: str) -> Subject:
        """As everybody reads it now; NotFound where nobody can."""

    def find(self, session: Session, process: Process, keys: Sequence[str]) -> Mapping[str, Subject]:
        """Some of them as they are, for those who decide; what was erased is missing."""

    def hide(self, session: Session, actor: Actor, process: Process, key: str, why: str) -> dict[str, Any]:
        """Out of everybody's sight; returns what `show` needs to put it back."""

    def show(self, session: Session, actor: Actor, process: Process, key: str, before: Mapping[str, Any]) -> None:
        """As it was before it was hidden."""

    def mine(self, session: Session, process: Process, actor: Actor) -> list[str]:
        """The keys of those that an account or a seat wrote."""


ALL: Mapping[Kind, Handler] = {Kind.ANSWER: AnswerKind(), Kind.CARD: CardKind(), Kind.ACTOR: ActorKind()}
EDITABLE: Mapping[Kind, AnswerKind] = {Kind.ANSWER: AnswerKind()}

__all__ = ["ALL", "EDITABLE", "Handler", "Subject"]
