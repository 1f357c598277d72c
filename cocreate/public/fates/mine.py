"""One's own contributions where an account or a seat tells whose they are, and the replies that everybody may read."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from cocreate.core.permissions import Actor
from cocreate.process.models import Process
from cocreate.public.fates.cards import CardFate, card_fates
from cocreate.public.fates.graph import Graph, graph_of
from cocreate.public.fates.models import FateDecision, FateMark
from cocreate.public.fates.own import OwnFate, tell
from cocreate.public.fates.rules import Act
from cocreate.selection.models import Decision, Sid
from cocreate.survey.models import Consultation, NamedSheet, Submission
from cocreate.themes.models import Theme
from cocreate.themes.publishing import is_told


@dataclass(frozen=True)
class OwnSheet:
    """A sheet that somebody sent by name, with what became of its texts."""

    consultation: Consultation
    submission: Submission
    fates: Sequence[OwnFate]


@dataclass(frozen=True)
class OwnCard:
    """A card that somebody wrote, its fate, and the candidates that it stands behind."""

    told: CardFate
    sids: Sequence[tuple[Sid, Decision | None]]
    words: Sequence[FateDecision]


def own_sheets(session: Session, process: Process, actor: Actor) -> list[OwnSheet]:
    """Of consultations that are not anonymous: in the others nobody knows whose a sheet is, without its code."""
    if actor.user_id is None:
        return []
    rows = session.execute(
        select(Submission, Consultation)
        .join(NamedSheet, NamedSheet.submission_id == Submission.id)
        .join(Consultation, Submission.consultation_id == Consultation.id)
        .where(NamedSheet.user_id == actor.user_id, Consultation.process_id == process.id)
        .order_by(Consultation.id, Submission.id)
        .options(selectinload(Submission.answers))
    ).all()
    found = []
    for submission, consultation in rows:
        texts = [answer for answer in submission.answers if answer.has_text]
        found.append(OwnSheet(consultation, submission, list(tell(session, process, texts).values())))
    return found


def own_cards(session: Session, process: Process, actor: Actor) -> list[OwnCard]:
    """What somebody wrote from the seat at hand."""
    if actor.seat_id is None:
        return []
    graph = graph_of(session, process)
    mine = [each for each in card_fates(session, process, graph) if each.card.author_id == actor.seat_id]
    words = _words(session, process, [each.card.id for each in mine])
    return [OwnCard(each, _sids(graph, each), words.get(each.card.id, ())) for each in mine]


def _sids(graph: Graph, told: CardFate) -> list[tuple[Sid, Decision | None]]:
    rows = [graph.sids[ref] for ref in graph.after(told.card.ref) if ref in graph.sids]
    return [(sid, graph.decisions.get(sid.id)) for sid in rows if not sid.is_withdrawn]


def _words(session: Session, process: Process, cards: Sequence[int]) -> dict[int, list[FateDecision]]:
    rows = session.execute(
        select(FateMark.card_id, FateDecision)
        .join(FateDecision, FateMark.decision_id == FateDecision.id)
        .where(FateDecision.process_id == process.id, FateMark.card_id.in_(cards))
    )
    found: dict[int, list[FateDecision]] = defaultdict(list)
    for card_id, decision in rows:
        found[card_id or 0].append(decision)
    return found


@dataclass(frozen=True)
class Reply:
    """A reply in public: to an accepted theme, or to so many contributions."""

    decision: FateDecision
    theme: Theme | None
    contributions: int


def public_replies(session: Session, process: Process) -> list[Reply]:
    """The latest first. A theme that not everybody may see is not named."""
    theme_id, number = func.max(FateMark.theme_id).label("theme_id"), func.count(FateMark.answer_id)
    cards = func.count(FateMark.card_id)
    rows = session.execute(
        select(FateDecision, theme_id, number + cards)
        .join(FateMark, FateMark.decision_id == FateDecision.id)
        .where(FateDecision.process_id == process.id, FateDecision.act == Act.REPLY.value)
        .group_by(FateDecision.id)
        .order_by(FateDecision.id.desc())
    ).all()
    named = [key for _decision, key, _number in rows if key]
    themes = {theme.id: theme for theme in session.scalars(select(Theme).where(Theme.id.in_(named))) if is_told(theme)}
    return [Reply(decision, themes.get(key or 0), count) for decision, key, count in rows]
