"""What became of single texts and cards: for whoever wrote them, and for readers of one public answer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, selectinload

from cocreate.analysis.text.statements import sentences
from cocreate.camp.models import Card
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.core.provenance import Ref
from cocreate.plan.models import Action
from cocreate.process.models import Process
from cocreate.public.fates.contributions import (
    CardFate,
    Group,
    Stands,
    card_fates,
    current_runs,
    facts_of,
    fate_of,
    themes_behind,
)
from cocreate.public.fates.counting import stands_of
from cocreate.public.fates.graph import Graph, graph_of
from cocreate.public.fates.rules import Act, Fate
from cocreate.public.models import FateDecision, FateMark
from cocreate.selection.models import Decision, Sid
from cocreate.survey.models import Answer, Consultation, NamedSheet, Submission
from cocreate.themes.matching.models import Statement
from cocreate.themes.matching.queries import Places, places_of
from cocreate.themes.models import Theme, ThemeAnswer, UnplacedAnswer
from cocreate.themes.publishing import is_told
from cocreate.themes.rules import ThemeState

# Of several themes of a passage the first of these tells its fate.
BEFORE = [ThemeState.ACCEPTED.value, ThemeState.REJECTED.value, ThemeState.PROPOSED.value]
NOTHING = Graph({}, {}, {}, {}, {}, {})


class Text(Protocol):
    """As much of an answer as is needed."""

    @property
    def id(self) -> str:
        """Its key."""

    @property
    def text(self) -> str:
        """Its words."""

    @property
    def text_language(self) -> str:
        """Their language, "" where nobody knows it."""


@dataclass(frozen=True)
class Outcome:
    """A theme that words became part of, and what came of that theme."""

    theme: Theme
    cards: tuple[Card, ...]
    sids: tuple[Sid, ...]
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class Setting:
    """That a person set a statement with a challenge, a part of one, a project or an actor.

    Without a title it is new, cuts across all, or belongs to something that is gone or not shown to everybody.
    """

    verdict: str
    title: Translated | None


@dataclass(frozen=True)
class Passage:
    """Sentences that share what became of them."""

    text: str
    fate: Fate
    outcomes: tuple[Outcome, ...] = ()
    settings: tuple[Setting, ...] = ()


@dataclass(frozen=True)
class OwnFate:
    """One text with its fate, its passages, and what people said about it."""

    text: Text
    fate: Fate
    passages: tuple[Passage, ...]
    words: tuple[FateDecision, ...]
    decisions: dict[int, Decision] = field(default_factory=dict)  # by sid.id, once they are public


@dataclass(frozen=True)
class _Piece:
    """A part of a text that a theme or a person's decision is about; no `stop`: to the end."""

    answer_id: str
    start: int
    stop: int | None
    theme: Theme | None = None
    is_main: bool = False
    setting: Setting | None = None

    def covers(self, start: int, stop: int) -> bool:
        """Whether more than half of a sentence is in it."""
        end = stop if self.stop is None else self.stop
        return 2 * (min(end, stop) - max(self.start, start)) > stop - start


def has_news(session: Session, answers: Sequence[str]) -> bool:
    """Whether anything can be told of some texts: a machine read them, or a person decided about one."""
    tables = (ThemeAnswer, UnplacedAnswer, FateMark, Statement)
    sheet = (
        select(Submission.left_out).join(Answer, Answer.submission_id == Submission.id).where(Answer.id.in_(answers))
    )
    known = (session.scalar(select(table.answer_id).where(table.answer_id.in_(answers)).limit(1)) for table in tables)
    return any(key is not None for key in known) or any(session.scalars(sheet))


def tell(session: Session, process: Process, texts: Sequence[Text], *, by_sentence: bool = True) -> dict[str, OwnFate]:
    """What became of each text. Not by sentence: where the words shown are not those that were read."""
    ids = [text.id for text in texts]
    facts, pieces = facts_of(session, process, ids), _pieces(session, process, ids)
    graph = graph_of(session, process) if pieces else NOTHING
    stands = stands_of(session, process, graph)
    refs = graph.refs_of_themes()
    behind = {key: [refs[theme] for theme in themes_behind(group, stands)] for key, group in facts.items()}
    words = _words(session, process, ids, pieces, behind)
    found = {}
    for text in texts:
        group = facts[text.id]
        parts = _sentences(text) if by_sentence else [(0, len(text.text))]
        passages = [
            Passage(
                text.text[start:stop],
                _fate(group, here, stands),
                tuple(_outcome(graph, piece.theme, behind[text.id]) for piece in here if piece.theme is not None),
                tuple(piece.setting for piece in here if piece.setting is not None),
            )
            for start, stop, here in _joined(parts, pieces.get(text.id, []))
        ]
        own = tuple(words.get(text.id, ()))
        found[text.id] = OwnFate(text, fate_of(group, stands), tuple(passages), own, graph.decisions)
    return found


def _sentences(text: Text) -> list[tuple[int, int]]:
    return [(piece.start, piece.stop) for piece in sentences(text.text, text.text_language or None)]


def _pieces(session: Session, process: Process, ids: Sequence[str]) -> dict[str, list[_Piece]]:
    """By answer: the themes of the current reading, and what people said about statements."""
    rows = session.execute(
        select(ThemeAnswer, Theme)
        .join(Theme, ThemeAnswer.theme_id == Theme.id)
        .where(ThemeAnswer.answer_id.in_(ids), Theme.run_id.in_(current_runs(process)))
        .where(Theme.state != ThemeState.MERGED)
        .order_by(ThemeAnswer.is_main.desc(), ThemeAnswer.strength.desc(), Theme.id)
    )
    found: dict[str, list[_Piece]] = defaultdict(list)
    for row, theme in rows:
        found[row.answer_id].append(_Piece(row.answer_id, row.start, row.stop, theme, row.is_main))
    decided = session.execute(
        select(Statement.answer_id, Statement.start, Statement.stop, Statement.verdict, Statement.entry)
        .where(Statement.answer_id.in_(ids), Statement.verdict != "")
        .order_by(Statement.start)
    ).all()
    places = places_of(session, process, public_only=True) if decided else Places(())
    for answer_id, start, stop, verdict, entry in decided:
        place = places.find(entry)
        setting = Setting(verdict, place.title if place else None)
        found[answer_id].append(_Piece(answer_id, start, stop, setting=setting))
    return dict(found)


def _joined(parts: Iterable[tuple[int, int]], own: Sequence[_Piece]) -> list[tuple[int, int, tuple[_Piece, ...]]]:
    """Neighbouring sentences that belong to the same become one passage."""
    found: list[tuple[int, int, tuple[_Piece, ...]]] = []
    for start, stop in parts:
        here = _about(own, start, stop)
        if found and found[-1][2] == here:
            start = found.pop()[0]
        found.append((start, stop, here))
    return found


def _about(own: Sequence[_Piece], start: int, stop: int) -> tuple[_Piece, ...]:
    """Themes of just these words before the theme of the whole text; and what people decided about them."""
    near = [piece for piece in own if piece.covers(start, stop)]
    themes = [piece for piece in near if piece.theme is not None]
    special = [piece for piece in themes if not piece.is_main or piece.stop is not None]
    main = [piece for piece in own if piece.is_main]
    return (*(special or themes or main), *(piece for piece in near if piece.setting is not None))


def _fate(group: Group, here: Sequence[_Piece], stands: Stands) -> Fate:
    """Of one passage: as of a text that has only these themes and was set only with these challenges."""
    themes = [piece.theme for piece in here if piece.theme is not None]
    best = min(themes, key=lambda theme: BEFORE.index(theme.state), default=None)
    is_sorted = any(piece.setting is not None for piece in here)
    return fate_of(replace(group, theme_id=best.id if best else None, is_sorted=is_sorted), stands)


def _outcome(graph: Graph, theme: Theme, behind: Sequence[Ref]) -> Outcome:
    """What came of a theme of a text; `behind` are the theme that decides and those with this text that became it."""
    after = graph.after(*(behind if theme.ref in behind else [theme.ref]))
    cards = [graph.cards[ref] for ref in after if ref in graph.cards]
    sids = [graph.sids[ref] for ref in after if ref in graph.sids]
    actions = [graph.actions[ref] for ref in after if ref in graph.actions]
    return Outcome(
        theme,
        tuple(card for card in cards if not card.is_removed),
        tuple(sid for sid in sids if not sid.is_withdrawn),
        tuple(actions),
    )


def _words(
    session: Session,
    process: Process,
    ids: Sequence[str],
    pieces: Mapping[str, Sequence[_Piece]],
    behind: Mapping[str, Sequence[Ref]],
) -> dict[str, list[FateDecision]]:
    """By answer: replies to it and to its themes, and why it was set aside, the earliest first."""
    about: dict[str, set[str]] = defaultdict(set)  # public id of a theme -> answers
    for key in ids:
        themes = [piece.theme.ref for piece in pieces.get(key, ()) if piece.theme is not None]
        for ref in (*themes, *behind[key]):
            about[ref[1]].add(key)
    rows = session.execute(
        select(FateDecision, FateMark.answer_id, Theme.public_id)
        .join(FateMark, FateMark.decision_id == FateDecision.id)
        .outerjoin(Theme, FateMark.theme_id == Theme.id)
        .where(FateDecision.process_id == process.id)
        .where(or_(FateMark.answer_id.in_(ids), Theme.public_id.in_(about)))
        .order_by(FateDecision.id)
    )
    found: dict[str, list[FateDecision]] = defaultdict(list)
    for decision, answer_id, theme_id in rows:
        for key in [answer_id] if answer_id else about[theme_id]:
            found[key].append(decision)
    return dict(found)


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
    words = _about_cards(session, process, [each.card.id for each in mine])
    return [OwnCard(each, _sids(graph, each), words.get(each.card.id, ())) for each in mine]


def _sids(graph: Graph, told: CardFate) -> list[tuple[Sid, Decision | None]]:
    rows = [graph.sids[ref] for ref in graph.after(told.card.ref) if ref in graph.sids]
    return [(sid, graph.decisions.get(sid.id)) for sid in rows if not sid.is_withdrawn]


def _about_cards(session: Session, process: Process, cards: Sequence[int]) -> dict[int, list[FateDecision]]:
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
