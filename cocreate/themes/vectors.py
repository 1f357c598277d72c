"""The encoder's vectors of a consultation's answers, kept so that no text is read by the encoder twice."""

from collections.abc import Mapping

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from cocreate.themes.models import TextVector

PART = 400  # keys of one statement: SQLite takes few parameters


class StoredVectors(dict[str, bytes]):
    """The vectors known of a consultation, as the encoder's cache; `fresh` says what it added."""

    def __init__(self, known: Mapping[str, bytes]) -> None:
        super().__init__(known)
        self._known = frozenset(known)

    @property
    def fresh(self) -> dict[str, bytes]:
        """What was computed and is not stored yet."""
        return {key: vector for key, vector in self.items() if key not in self._known}


def load_vectors(session: Session, consultation_id: int) -> StoredVectors:
    """All vectors of a consultation: 1 KB for each different text."""
    mine = TextVector.consultation_id == consultation_id
    rows = session.execute(select(TextVector.key, TextVector.vector).where(mine))
    return StoredVectors({row.key: row.vector for row in rows})


def store_vectors(session: Session, consultation_id: int, vectors: StoredVectors, owners: Mapping[str, str]) -> None:
    """Keep what was computed, and forget what no answer says any more. `owners` is the hash of a text -> its answer."""
    mine = TextVector.consultation_id == consultation_id
    stored = set(session.scalars(select(TextVector.key).where(mine)))
    gone = sorted(key for key in stored if _hash(key) not in owners)
    for start in range(0, len(gone), PART):
        session.execute(delete(TextVector).where(mine, TextVector.key.in_(gone[start : start + PART])))
    rows = [
        {"consultation_id": consultation_id, "key": key, "answer_id": owners[_hash(key)], "vector": vector}
        for key, vector in sorted(vectors.fresh.items())
        if _hash(key) in owners and key not in stored
    ]
    if rows:
        session.execute(insert(TextVector), rows)


def _hash(key: str) -> str:
    return key.rpartition(":")[2]
