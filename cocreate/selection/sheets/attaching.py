"""Pieces of evidence that a member can attach to a mark: what stands behind the candidate, assets, indicators."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.camp.models import Card
from cocreate.process.evidence.models import Evidence as Indicator
from cocreate.process.evidence.rules import EvidenceKind
from cocreate.process.models import Asset, Challenge, Process
from cocreate.selection.evidence import Evidence
from cocreate.survey.models import Answer
from cocreate.survey.personal.gate import PublicAnswer, public_answers
from cocreate.themes.models import Theme
from cocreate.web.language import translate

LABEL = 140  # characters of a piece's words


@dataclass(frozen=True)
class Piece:
    """Something to point at: "type:public id", and its first words."""

    ref: str
    label: str


def pieces_of(
    session: Session, process: Process, evidence: Evidence, quotes: Mapping[int, Sequence[PublicAnswer]]
) -> list[Piece]:
    """What can be attached: cards, themes and quotes behind a candidate, then assets and indicators of the process."""
    found = [Piece(f"card:{line.card.public_id}", line.card.text) for line in evidence.cards]
    for theme in evidence.themes:
        found.append(Piece(f"theme:{theme.public_id}", translate(theme.title)))
        found += [Piece(f"answer:{answer.id}", f"“{answer.text}”") for answer in quotes.get(theme.id, ())]
    found += [Piece(f"asset:{asset.public_id}", translate(asset.title)) for asset in _assets(session, process)]
    found += [Piece(f"evidence:{row.public_id}", translate(row.title)) for row in _indicators(session, process)]
    unique = {piece.ref: Piece(piece.ref, _short(piece.label)) for piece in found}
    return list(unique.values())


def _assets(session: Session, process: Process) -> Iterable[Asset]:
    rows = select(Asset).join(Challenge, Challenge.id == Asset.challenge_id).where(Challenge.process_id == process.id)
    return session.scalars(rows.order_by(Challenge.position, Asset.position, Asset.id))


def _indicators(session: Session, process: Process) -> Iterable[Indicator]:
    mine = Indicator.process_id == process.id, Indicator.kind == EvidenceKind.INDICATOR.value
    return session.scalars(select(Indicator).where(*mine).order_by(Indicator.id))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LABEL else line[: LABEL - 1].rstrip() + "…"


def named(session: Session, refs: Iterable[str]) -> dict[str, str]:
    """The words of pieces that marks point at; one that was taken out since, or is not public any more, has none."""
    wanted: dict[str, list[str]] = {}
    for ref in sorted(set(refs)):
        kind, _, key = ref.partition(":")
        wanted.setdefault(kind, []).append(key)
    cards = session.scalars(select(Card).where(Card.public_id.in_(wanted.get("card", ())), Card.is_hidden.is_(False)))
    themes = session.scalars(select(Theme).where(Theme.public_id.in_(wanted.get("theme", ()))))
    assets = session.scalars(select(Asset).where(Asset.public_id.in_(wanted.get("asset", ()))))
    indicators = session.scalars(select(Indicator).where(Indicator.public_id.in_(wanted.get("evidence", ()))))
    answers = session.scalars(select(Answer).where(Answer.id.in_(wanted.get("answer", ()))))
    found = {f"card:{card.public_id}": card.text for card in cards}
    found |= {f"theme:{theme.public_id}": translate(theme.title) for theme in themes}
    found |= {f"asset:{asset.public_id}": translate(asset.title) for asset in assets}
    found |= {f"evidence:{row.public_id}": translate(row.title) for row in indicators}
    found |= {f"answer:{key}": f"“{answer.text}”" for key, answer in public_answers(session, answers).items()}
    return {ref: _short(label) for ref, label in found.items()}
