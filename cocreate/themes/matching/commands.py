"""Writes of the queue: have the statements read, hold one, decide, take back, and make a sub-challenge of some."""

from datetime import datetime

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, jobs, provenance
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.core.provenance import Relation
from cocreate.errors import Conflict, Invalid
from cocreate.process.commands import add_part
from cocreate.process.models import Challenge, Process, SubChallenge
from cocreate.survey.models import Consultation
from cocreate.themes.matching import queries
from cocreate.themes.matching.models import MatchDecision, MatchRun, Statement
from cocreate.themes.matching.queries import Places
from cocreate.themes.matching.rules import LEARN_EVERY, LEASE, NEEDS_ENTRY, Choice, EntryKind, Verdict, rank_of
from cocreate.themes.queries import count_free_texts


def start_reading(session: Session, actor: Actor, process: Process, consultation: Consultation) -> MatchRun:
    """Have the machine set all statements against all entries, with what people have decided. One at a time."""
    if not count_free_texts(session, consultation):
        raise Invalid("themes.run.nothing_to_read")
    latest = queries.latest_run(session, consultation)
    if latest is not None and latest.job is not None and not latest.job.is_over:
        raise Conflict("themes.run.under_way")
    run = MatchRun(consultation_id=consultation.id, started_at=clock.now())
    session.add(run)
    session.flush()
    run.job = jobs.enqueue(session, actor, "themes:match", process=process, run_id=run.id)
    audit.record(session, actor, "themes:match:start", run.ref, process=process.public_id)
    return run


def hold_next(
    session: Session, actor: Actor, consultation: Consultation, *, after: Statement | None = None
) -> Statement | None:
    """The next statement for this person, kept from all others for a while; None when nothing waits.

    Two people at once never get the same one: the second finds the condition of the update no longer true.
    """
    turn = -1 if after is None else after.turn
    while (number := queries.next_waiting(session, consultation, actor.user_id, clock.now(), after=turn)) is not None:
        if _hold(session, actor, number, clock.now()):
            return session.get_one(Statement, number, populate_existing=True)
    return None


def _hold(session: Session, actor: Actor, number: int, now: datetime) -> bool:
    free = or_(Statement.held_until.is_(None), Statement.held_until <= now, Statement.held_by_id == actor.user_id)
    held = session.execute(
        update(Statement)
        .where(Statement.id == number, Statement.verdict == "", free)
        .values(held_by_id=actor.user_id, held_until=now + LEASE)
        .execution_options(synchronize_session=False)
    )
    return bool(held.rowcount)  # type: ignore[attr-defined]


def decide(
    session: Session,
    actor: Actor,
    process: Process,
    statement: Statement,
    choice: Choice,
    places: Places,
    *,
    version: int,
) -> MatchDecision:
    """A person says where a statement belongs. The machine's word stays beside it, as it was at that moment."""
    now = clock.now()
    if statement.version != version:
        raise Conflict("changed_meanwhile")
    if statement.held_by_id not in (None, actor.user_id) and statement.held_until and statement.held_until > now:
        raise Conflict("themes.match.held")
    _check(choice, places)
    choice = Choice(choice.verdict, places.key_of(choice.entry_id))
    machine = Choice(Verdict(statement.machine_verdict), places.key_of(statement.machine_entry))
    near = [{"id": places.key_of(entry["id"])} for entry in statement.near]
    made = _decided(session, actor, statement, choice, rank_of(choice, machine, near))
    statement.held_by_id = statement.held_until = None
    audit.record(
        session,
        actor,
        "themes:match:decide",
        statement.ref,
        process=process.public_id,
        verdict=made.verdict,
        entry=made.entry,
        rank=made.rank,
    )
    session.flush()
    return made


def _decided(session: Session, actor: Actor, statement: Statement, choice: Choice, rank: int | None) -> MatchDecision:
    made = MatchDecision(
        statement_id=statement.id,
        verdict=choice.verdict.value,
        entry=choice.entry_id,
        rank=rank,
        decided_by_id=actor.user_id,
        decided_at=clock.now(),
    )
    session.add(made)
    _show(statement, made)
    return made


def _check(choice: Choice, places: Places) -> None:
    place = places.find(choice.entry_id)
    if choice.verdict in NEEDS_ENTRY and place is None:
        raise Invalid("themes.match.needs_entry")
    if choice.verdict is Verdict.COMPLETES and place is not None and place.kind is not EntryKind.CHALLENGE:
        raise Invalid("themes.match.completes_challenge")


def _show(statement: Statement, made: MatchDecision | None) -> None:
    """Let the statement say what a decision says, or that there is none."""
    statement.verdict, statement.entry = (made.verdict, made.entry) if made else ("", "")
    statement.rank = made.rank if made else None
    statement.decided_by_id, statement.decided_at = (made.decided_by_id, made.decided_at) if made else (None, None)


def undo(session: Session, actor: Actor, process: Process, consultation: Consultation) -> Statement:
    """Take back what this person decided last and still stands: what stood before stands again, for them to decide.

    What a colleague decided since stays, and so does what this person had said before it.
    """
    last = queries.last_decision(session, consultation, actor.user_id)
    if last is None:
        raise Conflict("themes.match.nothing_to_undo")
    statement = session.get_one(Statement, last.statement_id, populate_existing=True)
    standing = [made for made in statement.decisions if made.undone_at is None]
    last.undone_at = clock.now()
    _show(statement, standing[-2] if len(standing) > 1 else None)
    statement.held_by_id, statement.held_until = actor.user_id, clock.now() + LEASE
    audit.record(session, actor, "themes:match:undo", statement.ref, process=process.public_id)
    session.flush()
    return statement


def skip(session: Session, actor: Actor, statement: Statement) -> None:
    """Leave a statement to others; it stays in the queue."""
    if statement.held_by_id == actor.user_id:
        statement.held_by_id = statement.held_until = None
    session.flush()


def learn_if_due(session: Session, actor: Actor, process: Process, consultation: Consultation) -> bool:
    """After every twenty decisions more the machine reads again with what people said; tells whether it begins now."""
    latest = queries.latest_run(session, consultation)
    if latest is None or latest.job is None or not latest.job.is_over:
        return False
    decided, _ = queries.progress(session, consultation)
    if decided - latest.decisions < LEARN_EVERY:
        return False
    start_reading(session, actor, process, consultation)
    return True


def make_sub_challenge(
    session: Session,
    actor: Actor,
    process: Process,
    challenge: Challenge,
    statements: list[Statement],
    *,
    title: Translated,
    form_token: str = "",
) -> SubChallenge:
    """Statements that complete a challenge become a new sub-challenge of it, and belong to it from then on."""
    if not title:
        raise Invalid("themes.match.needs_title")
    if not statements or any((s.verdict, s.entry) != (Verdict.COMPLETES, challenge.public_id) for s in statements):
        raise Invalid("themes.match.needs_statements")
    part = add_part(session, actor, process, challenge, SubChallenge, title=title, form_token=form_token)
    assert isinstance(part, SubChallenge)
    choice = Choice(Verdict.BELONGS, part.public_id)
    for statement in statements:
        _decided(
            session, actor, statement, choice, statement.rank
        )  # the machine could not have named what was not there
    provenance.link_many(
        session,
        actor,
        steps=[(("answer", key), part.ref) for key in dict.fromkeys(s.answer_id for s in statements)],
        relation=Relation.FOUND_IN,
        process=process.public_id,
    )
    audit.record(
        session,
        actor,
        "themes:match:make",
        part.ref,
        process=process.public_id,
        statements=[s.public_id for s in statements],
    )
    session.flush()
    return part
