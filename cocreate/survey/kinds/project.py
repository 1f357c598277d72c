"""A project that somebody proposes: its title, what it does, and the actors to involve."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cocreate.process.rules import HelixCategory
from cocreate.survey.kinds.base import (
    AnswerLike,
    Ground,
    Kind,
    QuestionLike,
    ResultRow,
    Said,
    TextSummary,
    Typed,
    missing,
    summarise_texts,
    too_long,
    typed_text,
)
from cocreate.survey.kinds.texts import one_line
from cocreate.survey.rules import LONGEST_TEXT, LONGEST_TITLE, MOST_ACTORS, AnswerGiven, Problem, QuestionKind

ROWS = 3  # for actors, on a page without script


@dataclass(frozen=True)
class ProjectActor:
    """Somebody to involve; whoever can be written to has agreed to it."""

    name: str = ""
    type: str = ""  # HelixCategory
    role: str = ""  # key of one of the question's roles
    contact: str = ""
    consent: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said of anybody."""
        return not (self.name or self.type or self.role or self.contact)


def project_text(title: str, description: str) -> str:
    """What the analysis reads: title and description."""
    return "\n\n".join(part for part in (title, description) if part)


def title_of(answer: AnswerLike) -> str:
    """The title alone."""
    return str((answer.value or {}).get("title", ""))


def description_of(answer: AnswerLike) -> str:
    """The text without the title that it starts with."""
    return answer.text.removeprefix(title_of(answer)).lstrip("\n")


def actors_of(answer: AnswerLike) -> list[ProjectActor]:
    """The actors to involve; in sheets of before actors had more than a name, that name."""
    return [
        ProjectActor(
            name=str(actor.get("name", "")),
            type=str(actor.get("type", "")),
            role=str(actor.get("role", "")),
            contact=str(actor.get("contact", "")),
            consent=bool(actor.get("consent", False)),
        )
        if isinstance(actor, Mapping)
        else ProjectActor(name=str(actor))
        for actor in (answer.value or {}).get("actors", [])
    ]


def roles_of(question: QuestionLike) -> dict[str, Mapping[str, str]]:
    """Key of a role -> its label in several languages."""
    return {role["key"]: role["label"] for role in question.options.get("roles", [])}


class Project(Kind):
    """Title, description, and a row per actor."""

    name = QuestionKind.PROJECT

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        title = one_line(typed, self.field(question, "title"))
        description = typed_text(typed, self.field(question, "description"))
        actors = [asdict(without_loose_contact(actor)) for actor in self.actors_typed(question, typed)]
        if not (title or description or actors):
            return []
        return [AnswerGiven(question.key, {"title": title, "actors": actors}, project_text(title, description))]

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        found = missing(self, question, given, self.field(question, "title"))
        for answer in given:
            found += too_long(question, self.field(question, "title"), title_of(answer), LONGEST_TITLE)
            found += too_long(question, self.field(question, "description"), description_of(answer), LONGEST_TEXT)
            if not answer.text:
                found.append(Problem(question.key, self.field(question, "title"), "survey.answer.project_untitled"))
            actors = actors_of(answer)
            if len(actors) > MOST_ACTORS:
                where = self.field(question, "actor", "1", "name")
                found.append(Problem(question.key, where, "survey.answer.many_actors", {"limit": MOST_ACTORS}))
            for number, actor in enumerate(actors[:MOST_ACTORS], start=1):
                found += self._actor_problems(question, number, actor)
        return found

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        roles, lines = roles_of(question), []
        for answer in answers:
            lines.append(Said(text=answer.text))
            for actor in actors_of(answer):
                lines.append(Said(code="actors", text=actor.name))
                if actor.type:
                    lines.append(Said(code=f"actor.{actor.type}"))
                if actor.role:
                    lines.append(Said(content=roles.get(actor.role, {"en": actor.role})))
                if actor.contact:
                    lines.append(Said(code="contact", text=actor.contact))
        return [line for line in lines if line.text or line.content or line.code]

    def columns(self, question: QuestionLike, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        names = ("title", "description", "actors", "actor_types", "actor_roles", "actor_contacts")
        return [(name, {}) for name in names]

    def cells(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        found: dict[str, str] = {}
        for answer in answers:
            actors = actors_of(answer)
            found |= {"title": title_of(answer), "description": description_of(answer)}
            found |= {
                "actors": _joined([actor.name for actor in actors]),
                "actor_types": _joined([actor.type for actor in actors]),
                "actor_roles": _joined([actor.role for actor in actors]),
                "actor_contacts": _joined([actor.contact for actor in actors]),
            }
        return found

    def summarise(self, question: QuestionLike, rows: Sequence[ResultRow], ground: Ground) -> TextSummary:
        return summarise_texts(rows)

    def refill(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, str]:
        found = {}
        for answer in answers:
            found[self.field(question, "title")] = title_of(answer)
            found[self.field(question, "description")] = description_of(answer)
            for number, actor in enumerate(actors_of(answer), start=1):
                for part, text in asdict(actor).items():
                    if text:
                        found[self.field(question, "actor", str(number), part)] = "1" if text is True else text
        return found

    def counted(self, answer: AnswerLike) -> list[tuple[str, Mapping[str, Any] | None]]:
        return [(answer.item, None)]

    def actors_typed(self, question: QuestionLike, typed: Typed) -> list[ProjectActor]:
        """The rows of the page that say something, with contacts as they were typed."""
        rows = (self._row(question, typed, number) for number in range(1, MOST_ACTORS + 2))
        return [row for row in rows if not row.is_empty]

    def rows_shown(self, question: QuestionLike, typed: Typed) -> list[ProjectActor]:
        """The rows of a page: those that say something, and empty ones to write in."""
        filled = self.actors_typed(question, typed)
        return [*filled, *[ProjectActor()] * max(ROWS - len(filled), 1 if len(filled) < MOST_ACTORS else 0)]

    def _row(self, question: QuestionLike, typed: Typed, number: int) -> ProjectActor:
        def part(name: str) -> str:
            return one_line(typed, self.field(question, "actor", str(number), name))

        kind, role = part("type")[:40].strip(), part("role")[:40].strip()
        return ProjectActor(part("name"), kind, role, part("contact"), bool(part("consent")))

    def _actor_problems(self, question: QuestionLike, number: int, actor: ProjectActor) -> list[Problem]:
        def field(part: str) -> str:
            return self.field(question, "actor", str(number), part)

        found = too_long(question, field("name"), actor.name, LONGEST_TITLE)
        found += too_long(question, field("contact"), actor.contact, LONGEST_TITLE)
        if not actor.name:
            found.append(Problem(question.key, field("name"), "survey.answer.actor_unnamed"))
        if actor.type and actor.type not in set(HelixCategory):
            found.append(Problem(question.key, field("type"), "survey.answer.unknown_choice"))
        if actor.role and actor.role not in roles_of(question):
            found.append(Problem(question.key, field("role"), "survey.answer.unknown_choice"))
        if actor.contact and not actor.consent:
            found.append(Problem(question.key, field("consent"), "survey.answer.contact_without_consent"))
        return found


def without_loose_contact(actor: ProjectActor) -> ProjectActor:
    """Nobody is written to who did not agree: without consent the contact is not even kept.

    One that is too long stays, to be told so: no sheet with it is stored.
    """
    if len(actor.contact) > LONGEST_TITLE:
        return actor
    agreed = actor.consent and bool(actor.contact)
    return ProjectActor(actor.name, actor.type, actor.role, actor.contact if agreed else "", agreed)


def _joined(parts: Sequence[str]) -> str:
    """One cell for all actors, in their order; empty where nothing is said of any."""
    return "; ".join(parts) if any(parts) else ""
