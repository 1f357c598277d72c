"""Look for suggestions in the answers, and decide about them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit
from cocreate.core.db import Translated
from cocreate.core.ids import digest, public_id
from cocreate.core.permissions import Actor
from cocreate.core.provenance import Ref, Relation, link, unlink
from cocreate.ecosystem.commands.actors import add_strength, change_actor, mail_in, place_asset
from cocreate.ecosystem.commands.taking_in import told_of
from cocreate.ecosystem.models import ActorSuggestion, EcosystemActor, ProjectMember, ProposedProject
from cocreate.ecosystem.rules import Part, SuggestionKind, SuggestionState
from cocreate.ecosystem.suggesting import named_in, still_changing, unread_answers, waiting_like
from cocreate.errors import Invalid
from cocreate.process.commands import add_part
from cocreate.process.models import Asset, Challenge, Process
from cocreate.survey.models import Answer, Submission
from cocreate.survey.personal.gate import PublicAnswer, quotable_answers


def gather(session: Session, actor: Actor, process: Process) -> int:
    """Note what answers name; returns how much of it is new. Answers of an open consultation, which people may have
    changed, are read anew as long as nothing was decided about them."""
    changing = ActorSuggestion.id.in_(still_changing(process))
    known = {
        (row.answer_id, row.kind, row.number, row.text): row.public_id
        for row in session.scalars(select(ActorSuggestion).where(changing))
    }
    session.execute(delete(ActorSuggestion).where(changing))
    mine = select(Challenge.public_id, Challenge.id).where(Challenge.process_id == process.id)
    challenges = {row.public_id: row.id for row in session.execute(mine)}
    found = [
        {
            "process_id": process.id,
            "answer_id": answer.id,
            "challenge_id": challenges.get(one.challenge),
            "kind": one.kind.value,
            "number": one.number,
            "text": one.text,
            "key": one.key,
            "details": one.details,
            "state": SuggestionState.WAITING.value,
            "public_id": known.get((answer.id, one.kind.value, one.number, one.text)) or public_id(),
        }
        for answer, kind in unread_answers(session, process)
        for one in named_in(answer, kind)
    ]
    if found:
        session.execute(insert(ActorSuggestion), found)
    before = set(known.values())
    new = sum(row["public_id"] not in before for row in found)
    if new:
        audit.record(session, actor, "ecosystem:suggestions:gather", process.ref, process=process.public_id, found=new)
    return new


def accept_as_actor(
    session: Session,
    actor: Actor,
    process: Process,
    suggestion: ActorSuggestion,
    row: EcosystemActor,
    *,
    part: Part | None = None,
    challenge: Challenge | None = None,
) -> int:
    """The suggestion, and all that are written alike, name this actor; with a part, it serves their challenges so."""
    like = waiting_like(session, suggestion)
    for one in like:
        _accept(session, actor, process, one, row.ref)
        serves = challenge or one.challenge
        if part is not None and serves is not None:
            add_strength(session, actor, process, row, serves, part)
    known = told_of(row)
    contact = next((mail for one in like if (mail := mail_in(one.details.get("contact", "")))), "")
    told = replace(known, spellings=(*known.spellings, *(one.text for one in like)), contact=known.contact or contact)
    change_actor(session, actor, process, row, told, version=row.version)
    return len(like)


def accept_as_asset(
    session: Session,
    actor: Actor,
    process: Process,
    suggestion: ActorSuggestion,
    challenge: Challenge,
    part: Part,
    *,
    title: Translated,
) -> Asset:
    """It names no actor but an asset of a challenge: onto the challenge's list, and into its part of the map."""
    if not title:
        raise Invalid("ecosystem.name")
    asset = add_part(
        session, actor, process, challenge, Asset, title=title, form_token=f"suggestion-{suggestion.public_id}"
    )
    assert isinstance(asset, Asset)
    place_asset(session, actor, process, asset, part)
    for one in waiting_like(session, suggestion):
        _accept(session, actor, process, one, asset.ref)
    return asset


@dataclass(frozen=True)
class Involved:
    """An actor of a project, and as what."""

    actor: EcosystemActor
    role: Translated


def accept_as_project(
    session: Session,
    actor: Actor,
    process: Process,
    suggestion: ActorSuggestion,
    *,
    title: Translated,
    challenge: Challenge | None,
    involved: Iterable[Involved] = (),
) -> ProposedProject:
    """A project for everybody to read, in the words of the answer as far as they may be published."""
    known = session.scalar(select(ProposedProject).where(ProposedProject.answer_id == suggestion.answer_id))
    if known is not None:
        return known
    if not title:
        raise Invalid("ecosystem.name")
    answer = session.get_one(Answer, suggestion.answer_id)
    public = _words_of(session, answer)
    language = public.text_language or "en"
    made = ProposedProject(
        process_id=process.id,
        challenge_id=challenge.id if challenge else None,
        answer_id=answer.id,
        title=title,
        description=_description(public.text, suggestion.details.get("title", ""), title, language),
        text_hash=digest(public.text),
        attribution=dict(public.attribution),
        created_at=clock.now(),
    )
    session.add(made)
    session.flush()
    for one in {each.actor.id: each for each in involved}.values():
        made.actors.append(ProjectMember(actor_id=one.actor.id, role=dict(one.role)))
    session.flush()
    audit.record(session, actor, "ecosystem:project:add", made.ref, process=process.public_id)
    _accept(session, actor, process, suggestion, made.ref)
    return made


def decline(session: Session, actor: Actor, process: Process, suggestion: ActorSuggestion, *, reason: str) -> int:
    """The suggestion, and all that are written alike, are set aside with a reason."""
    if not reason.strip():
        raise Invalid("ecosystem.reason")
    like = waiting_like(session, suggestion)
    for one in like:
        one.state, one.reason = SuggestionState.DECLINED.value, reason.strip()[:500]
    session.flush()
    audit.record(
        session, actor, "ecosystem:suggestion:decline", suggestion.ref, process=process.public_id, count=len(like)
    )
    return len(like)


def take_back(session: Session, actor: Actor, process: Process, suggestion: ActorSuggestion) -> None:
    """Set aside by mistake: it waits again."""
    if suggestion.state == SuggestionState.DECLINED:
        suggestion.state, suggestion.reason = SuggestionState.WAITING.value, ""
        session.flush()
        audit.record(session, actor, "ecosystem:suggestion:take_back", suggestion.ref, process=process.public_id)


def remove_project(session: Session, actor: Actor, process: Process, project: ProposedProject) -> None:
    """Off the list of projects; the suggestion that it came from waits again."""
    source = session.scalar(
        select(ActorSuggestion).where(
            ActorSuggestion.answer_id == project.answer_id, ActorSuggestion.kind == SuggestionKind.PROJECT.value
        )
    )
    if source is not None:
        source.state = SuggestionState.WAITING.value
        unlink(session, source=("answer", source.answer_id), target=project.ref, relation=Relation.FOUND_IN)
    session.delete(project)
    session.flush()
    audit.record(session, actor, "ecosystem:project:remove", project.ref, process=process.public_id)


def _words_of(session: Session, answer: Answer) -> PublicAnswer:
    sheet = session.get_one(Submission, answer.submission_id)
    if not sheet.may_quote:
        raise Invalid("ecosystem.not_to_quote")
    if sheet.left_out:
        raise Invalid("ecosystem.left_out")
    public = quotable_answers(session, [answer.id]).get(answer.id)
    if public is None:
        raise Invalid("ecosystem.personal")
    return public


def _accept(session: Session, actor: Actor, process: Process, one: ActorSuggestion, target: Ref) -> None:
    one.state = SuggestionState.ACCEPTED.value
    session.flush()
    source = ("answer", one.answer_id)
    link(session, actor, source=source, target=target, relation=Relation.FOUND_IN, process=process.public_id)
    audit.record(session, actor, "ecosystem:suggestion:accept", one.ref, process=process.public_id, kind=one.kind)


def _description(text: str, said_title: str, title: Translated, language: str) -> Translated:
    """The words beside the title; nothing where they say no more than it."""
    words = text.removeprefix(said_title).strip()
    return {language: words} if words and words not in title.values() else {}
