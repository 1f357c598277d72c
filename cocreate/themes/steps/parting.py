"""The machine's proposal for splitting a theme: two parts of its answers, by what they mean or by their words."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.survey.models import Answer
from cocreate.themes.models import TextVector, Theme, ThemeAnswer

SHOWN = 4  # answers of each part
MOST = 20_000  # answers; beyond, a new reading with more themes is the better way


@dataclass(frozen=True)
class Part:
    """One part of a theme: its answers, those that belong most first."""

    answers: Sequence[str]
    examples: Sequence[Answer]


def propose_parts(session: Session, theme: Theme, *, seed: int = 1) -> tuple[Part, Part] | None:
    """The larger part, which keeps the theme, and the smaller; None where the answers do not fall apart."""
    import numpy as np

    from cocreate.analysis.text.halves import hashed_words, two_parts
    from cocreate.analysis.text.vectors import text_key

    rows = session.execute(
        select(Answer.id, Answer.text, Answer.text_language, ThemeAnswer.start, ThemeAnswer.stop)
        .join(ThemeAnswer, ThemeAnswer.answer_id == Answer.id)
        .where(ThemeAnswer.theme_id == theme.id, ThemeAnswer.is_main)
        .order_by(ThemeAnswer.strength.desc(), Answer.id)
        .limit(MOST)
    ).all()
    texts = [row.text[row.start : row.stop] for row in rows]
    languages = [row.text_language for row in rows]
    encoder = str(theme.run.versions.get("encoder", ""))
    known = _vectors(session, theme, [f"{encoder}:{text_key(text)}" for text in texts])
    if known is not None:
        vectors = np.stack([np.frombuffer(vector, dtype="<f2").astype(np.float32) for vector in known])
    else:
        vectors = hashed_words(texts, languages)
    chosen = two_parts(vectors, languages, [row.id for row in rows], seed=seed).tolist()
    first = [row.id for row, is_other in zip(rows, chosen, strict=True) if not is_other]
    second = [row.id for row, is_other in zip(rows, chosen, strict=True) if is_other]
    return (_part(session, first), _part(session, second)) if first and second else None


def _vectors(session: Session, theme: Theme, keys: Sequence[str]) -> list[bytes] | None:
    """What the encoder made of these texts; None where it did not read all of them."""
    found: dict[str, bytes] = {}
    wanted = sorted(set(keys))
    for start in range(0, len(wanted), 400):
        rows = session.execute(
            select(TextVector.key, TextVector.vector)
            .where(TextVector.consultation_id == theme.run.consultation_id)
            .where(TextVector.key.in_(wanted[start : start + 400]))
        )
        found |= {row.key: row.vector for row in rows}
    return [found[key] for key in keys] if len(found) == len(wanted) else None


def _part(session: Session, answers: list[str]) -> Part:
    first = answers[:SHOWN]
    found = {row.id: row for row in session.scalars(select(Answer).where(Answer.id.in_(first)))}
    return Part(answers, [found[key] for key in first])
