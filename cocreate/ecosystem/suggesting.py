"""What answers suggest: entries that people added to a list, projects, and the actors that these name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from cocreate.analysis.names import Likeness, best_matches, name_key
from cocreate.ecosystem.models import ActorSuggestion, EcosystemActor
from cocreate.ecosystem.rules import SuggestionKind, SuggestionState
from cocreate.errors import NotFound
from cocreate.process.models import Challenge, Process
from cocreate.survey.kinds.lists import added_of
from cocreate.survey.kinds.project import actors_of, title_of
from cocreate.survey.models import Answer, Consultation, Question, Submission
from cocreate.survey.rules import ConsultationState, QuestionKind

KINDS = (QuestionKind.COMPLETE_LIST, QuestionKind.TEXT_PER_CHALLENGE, QuestionKind.PROJECT)
LONGEST_KEY, FIRST_WORDS = 300, 80


@dataclass(frozen=True)
class Named:
    """Something that an answer names."""

    kind: SuggestionKind
    number: int
    text: str
    key: str
    challenge: str = ""  # public id
    details: dict[str, Any] = field(default_factory=dict)


def named_in(answer: Answer, kind: str) -> Iterator[Named]:
    """All that one answer names, in its order."""
    if kind == QuestionKind.COMPLETE_LIST:
        for number, text in enumerate(added_of(answer)):
            yield Named(SuggestionKind.STRENGTH, number, text, key_of(text), answer.item)
        return
    if kind == QuestionKind.TEXT_PER_CHALLENGE:
        for number, line in enumerate(answer.text.splitlines()):
            if is_like_a_name(line):
                yield Named(SuggestionKind.STRENGTH, number, line.strip(), key_of(line), answer.item)
        return
    if not answer.text:
        return
    actors = actors_of(answer)
    told = {
        "title": title_of(answer),
        "language": answer.text_language,
        "actors": [{"name": one.name, "helix": one.type, "role": one.role} for one in actors if one.name],
    }
    yield Named(SuggestionKind.PROJECT, 0, answer.text, answer.id, answer.item, told)
    for number, one in enumerate(actors):
        if one.name:
            details = {"helix": one.type, "contact": one.contact if one.consent else ""}
            yield Named(SuggestionKind.ACTOR, number, one.name, key_of(one.name), answer.item, details)


def is_like_a_name(line: str) -> bool:
    """Whether a line of a free text may be a name or a title; sentences are read as themes, not here.

    >>> is_like_a_name("Fablab of the canal zone"), is_like_a_name("We need more fablabs.")
    (True, False)
    """
    text = line.strip()
    return 2 <= len(text) <= FIRST_WORDS and not text.endswith((".", "!", "?"))


def key_of(text: str) -> str:
    """Equal for what is written alike; never empty, so that signs without letters stay apart."""
    return (name_key(text) or text.strip())[:LONGEST_KEY]


def unread_answers(session: Session, process: Process) -> Iterator[tuple[Answer, str]]:
    """Answers that may name something and of which nothing is noted, with the question's kind."""
    query = (
        select(Answer, Question.kind, Question.options)
        .join(Question, Answer.question_id == Question.id)
        .join(Consultation, Question.consultation_id == Consultation.id)
        .join(Submission, Answer.submission_id == Submission.id)
        .where(
            Consultation.process_id == process.id,
            Consultation.state != ConsultationState.DRAFT.value,
            Question.kind.in_([kind.value for kind in KINDS]),
            Submission.left_out == "",
            Answer.has_text,
            ~exists().where(ActorSuggestion.answer_id == Answer.id),
        )
        .order_by(Answer.id)
        .execution_options(yield_per=1000)
    )
    for answer, kind, options in session.execute(query):
        if kind == QuestionKind.PROJECT or options.get("of", "both") != "sub_challenges":
            yield answer, kind


def still_changing(process: Process) -> Select[int]:
    """Numbers of what waits from answers of open consultations, which people may have changed since."""
    return (
        select(ActorSuggestion.id)
        .join(Answer, ActorSuggestion.answer_id == Answer.id)
        .join(Question, Answer.question_id == Question.id)
        .join(Consultation, Question.consultation_id == Consultation.id)
        .where(
            ActorSuggestion.process_id == process.id,
            ActorSuggestion.state == SuggestionState.WAITING.value,
            Consultation.state == ConsultationState.OPEN.value,
        )
    )


@dataclass(frozen=True)
class Group:
    """Suggestions that are written alike, as one to decide about."""

    first: ActorSuggestion
    count: int
    challenges: tuple[Challenge, ...]
    matches: tuple[tuple[EcosystemActor, Likeness], ...]


def groups(
    session: Session,
    process: Process,
    kind: SuggestionKind,
    actors: dict[int, EcosystemActor],
    names: dict[int, list[str]],
    *,
    page: int,
    size: int,
) -> tuple[list[Group], int]:
    """One page of what waits, what most people named first; and how many groups there are."""
    waiting = _waiting(process, kind)
    counted = select(ActorSuggestion.key, func.count().label("many")).where(*waiting).group_by(ActorSuggestion.key)
    total = session.scalar(select(func.count()).select_from(counted.subquery())) or 0
    rows = session.execute(
        counted.order_by(func.count().desc(), ActorSuggestion.key).limit(size).offset((page - 1) * size)
    )
    found = [_group(session, waiting, key, many, kind, actors, names) for key, many in rows]
    return found, total


def _group(
    session: Session,
    waiting: tuple[Any, ...],
    key: str,
    many: int,
    kind: SuggestionKind,
    actors: dict[int, EcosystemActor],
    names: dict[int, list[str]],
) -> Group:
    some = list(
        session.scalars(
            select(ActorSuggestion).where(*waiting, ActorSuggestion.key == key).order_by(ActorSuggestion.id).limit(50)
        )
    )
    challenges = {one.challenge.id: one.challenge for one in some if one.challenge is not None}
    alike = [] if kind is SuggestionKind.PROJECT else best_matches(some[0].text, names)
    return Group(some[0], many, tuple(challenges.values()), tuple((actors[number], like) for number, like in alike))


def waiting_like(session: Session, suggestion: ActorSuggestion) -> list[ActorSuggestion]:
    """All that wait and are written like this one, itself included."""
    return list(
        session.scalars(
            select(ActorSuggestion)
            .where(
                ActorSuggestion.process_id == suggestion.process_id,
                ActorSuggestion.kind == suggestion.kind,
                ActorSuggestion.key == suggestion.key,
                ActorSuggestion.state == SuggestionState.WAITING.value,
            )
            .order_by(ActorSuggestion.id)
        )
    )


def waiting_counts(session: Session, process: Process) -> dict[SuggestionKind, int]:
    """How many wait, by kind."""
    query = (
        select(ActorSuggestion.kind, func.count())
        .where(ActorSuggestion.process_id == process.id, ActorSuggestion.state == SuggestionState.WAITING.value)
        .group_by(ActorSuggestion.kind)
    )
    return {SuggestionKind(kind): count for kind, count in session.execute(query)}


def declined(session: Session, process: Process, kind: SuggestionKind) -> list[ActorSuggestion]:
    """The latest that were set aside."""
    query = select(ActorSuggestion).where(
        ActorSuggestion.process_id == process.id,
        ActorSuggestion.kind == kind.value,
        ActorSuggestion.state == SuggestionState.DECLINED.value,
    )
    return list(session.scalars(query.order_by(ActorSuggestion.id.desc()).limit(20)))


def languages_of(session: Session, suggestions: Iterable[ActorSuggestion]) -> dict[int, str]:
    """The language of the answer that each was named in, by the suggestion's key; "" where it is not known."""
    wanted = [one.id for one in suggestions]
    query = select(ActorSuggestion.id, Answer.text_language).join(Answer, ActorSuggestion.answer_id == Answer.id)
    return {row.id: row.text_language for row in session.execute(query.where(ActorSuggestion.id.in_(wanted)))}


def find_suggestion(session: Session, process: Process, public_id: str) -> ActorSuggestion:
    """The suggestion of an address, of this process only."""
    found = session.scalar(
        select(ActorSuggestion).where(ActorSuggestion.process_id == process.id, ActorSuggestion.public_id == public_id)
    )
    if found is None:
        raise NotFound()
    return found


def first_words(text: str) -> str:
    """A title for a project without one: its first words."""
    line = " ".join(text.split())
    if len(line) <= FIRST_WORDS:
        return line
    return line[:FIRST_WORDS].rsplit(" ", 1)[0] + "…"


def _waiting(process: Process, kind: SuggestionKind) -> tuple[Any, ...]:
    return (
        ActorSuggestion.process_id == process.id,
        ActorSuggestion.kind == kind.value,
        ActorSuggestion.state == SuggestionState.WAITING.value,
    )
