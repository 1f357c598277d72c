"""Writes about the fate of contributions: reply to some, set some aside, and take that back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, delete, exists, func, insert, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from cocreate import clock
from cocreate.camp.models import Card
from cocreate.core import audit, events
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid, NotFound
from cocreate.process.models import Process
from cocreate.public.fates.rules import CHOSEN, Act, Reason
from cocreate.public.models import FateDecision, FateMark
from cocreate.survey.models import Answer
from cocreate.themes.models import Theme

WORDS_LIMIT = 2000


@dataclass(frozen=True)
class ThemeAnswered:
    """Organisers replied to all that a theme is made of."""

    process: str
    theme: str
    decision: str


@dataclass(frozen=True)
class Told:
    """What is decided: a reply in words, or a reason with a note or without."""

    act: Act
    words: Translated
    reason: Reason | None = None

    def check(self) -> None:
        """Raise Invalid for what says nothing."""
        if self.act is Act.SET_ASIDE and self.reason not in CHOSEN:
            raise Invalid("public.fate.needs_reason")
        if self.act is Act.REPLY and not any(text.strip() for text in self.words.values()):
            raise Invalid("public.fate.needs_words")
        if any(len(text) > WORDS_LIMIT for text in self.words.values()):
            raise Invalid("too_long", limit=WORDS_LIMIT)


def decide_answers(
    session: Session, actor: Actor, process: Process, told: Told, answers: Select[Any], *, public_id: str | None = None
) -> FateDecision:
    """About texts: those of a query, which names waiting texts of this process only."""
    decision, is_new = _begin(session, actor, process, told, public_id)
    return _finish(session, actor, process, decision, FateMark.answer_id, answers) if is_new else decision


def decide_cards(
    session: Session, actor: Actor, process: Process, told: Told, cards: Sequence[Card], *, public_id: str | None = None
) -> FateDecision:
    """About cards that wait, of this process only."""
    decision, is_new = _begin(session, actor, process, told, public_id)
    mine = select(Card.id).where(Card.id.in_([card.id for card in cards]))
    return _finish(session, actor, process, decision, FateMark.card_id, mine) if is_new else decision


def reply_to_theme(
    session: Session, actor: Actor, process: Process, told: Told, theme: Theme, *, public_id: str | None = None
) -> FateDecision:
    """About all that a theme is made of, whatever becomes of the theme."""
    if told.act is not Act.REPLY:
        raise Invalid("public.fate.needs_words")
    decision, is_new = _begin(session, actor, process, told, public_id)
    mine = select(Theme.id).where(Theme.id == theme.id)
    if is_new:
        events.announce(session, ThemeAnswered(process.public_id, theme.public_id, decision.public_id))
    return _finish(session, actor, process, decision, FateMark.theme_id, mine) if is_new else decision


def undo(session: Session, actor: Actor, process: Process, decision: FateDecision) -> int:
    """Take a decision back; what it was about is again as it was before. Twice is once."""
    _lock(session, process)
    session.refresh(decision)
    if decision.undone_at is not None:
        return 0
    count = session.scalar(select(func.count()).where(FateMark.decision_id == decision.id)) or 0
    session.execute(delete(FateMark).where(FateMark.decision_id == decision.id))
    decision.undone_at = clock.now()
    audit.record(session, actor, "public:fate:undo", decision.ref, process=process.public_id, size=count)
    session.flush()
    return count


def find_decision(session: Session, process: Process, public_id: str) -> FateDecision:
    """The decision of an address, of this process only."""
    mine = FateDecision.process_id == process.id, FateDecision.public_id == public_id
    found = session.scalar(select(FateDecision).where(*mine))
    if found is None:
        raise NotFound()
    return found


def _lock(session: Session, process: Process) -> None:
    """One decision at a time, so that none is about what another one is about."""
    session.execute(select(Process.id).where(Process.id == process.id).with_for_update())


def _begin(
    session: Session, actor: Actor, process: Process, told: Told, public_id: str | None
) -> tuple[FateDecision, bool]:
    told.check()
    _lock(session, process)
    known = session.scalar(select(FateDecision).where(FateDecision.public_id == public_id)) if public_id else None
    if known is not None:
        if known.process_id != process.id:
            raise NotFound()
        return known, False
    decision = FateDecision(
        process_id=process.id,
        **({"public_id": public_id} if public_id else {}),
        act=told.act.value,
        reason=told.reason.value if told.reason and told.act is Act.SET_ASIDE else "",
        words=dict(told.words),
        size=0,
        decided_by_id=actor.user_id,
        decided_at=clock.now(),
    )
    session.add(decision)
    session.flush()
    return decision, True


def _finish(
    session: Session,
    actor: Actor,
    process: Process,
    decision: FateDecision,
    column: InstrumentedAttribute[Any],
    subjects: Select[Any],
) -> FateDecision:
    """Mark what nobody has decided about; nothing to mark is nothing to decide."""
    wanted = subjects.subquery()
    key = wanted.c[0]
    free = select(literal(decision.id), key).where(~exists().where(column == key))
    session.execute(insert(FateMark).from_select(["decision_id", column.key], free))
    decision.size = session.scalar(select(func.count()).where(FateMark.decision_id == decision.id)) or 0
    if not decision.size:
        raise Conflict("public.fate.nothing_chosen")
    told: dict[str, Any] = {"act": decision.act, "reason": decision.reason, "about": column.key.removesuffix("_id")}
    audit.record(
        session, actor, "public:fate:decide", decision.ref, process=process.public_id, size=decision.size, **told
    )
    session.flush()
    return decision


def chosen_answers(waiting: Select[Any], ids: Sequence[str]) -> Select[Any]:
    """Of the texts that wait, those that somebody ticked."""
    return waiting.where(Answer.id.in_(ids))
