"""Words that are written nearly like one: what somebody meant who mistyped it."""

from collections.abc import Sequence

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from cocreate.search.storage import has_gram

MOST_LOOKED_AT, MOST_TAKEN = 200, 8
SHORTEST, LONG = 4, 8  # letters: shorter words are not guessed, longer ones may be wrong in two places
# Half of the pieces that three letters make: fewer in common, and two slips lie between the words.
POSTGRES = text(
    "SELECT word FROM search_word WHERE word % :word ORDER BY similarity(word, :word) DESC, word LIMIT :most"
)
SQLITE = text("SELECT word FROM search_gram WHERE search_gram MATCH :pieces ORDER BY rank LIMIT :most")
# Without pg_trgm: words of about this length with the same beginning or the same end.
PLAIN = text(
    "SELECT word FROM search_word WHERE length(word) BETWEEN :least AND :longest"
    " AND (word LIKE :beginning OR word LIKE :ending) ORDER BY word LIMIT 5000"
)


def alike(session: Session, word: str) -> list[str]:
    """The words of the index that differ from it in a letter, or in two if it is long; nearest first."""
    if len(word) < SHORTEST or not word.isalpha():
        return []
    return nearest(word, _candidates(session.connection(), word))


def nearest(word: str, candidates: Sequence[str]) -> list[str]:
    """Those that a slip of the hand explains: a letter too many, too few, another one, or two in the wrong order."""
    from rapidfuzz.distance import OSA

    slips = 2 if len(word) >= LONG else 1
    found = sorted((OSA.distance(word, one, score_cutoff=slips), one) for one in candidates if one != word)
    return [one for distance, one in found if distance <= slips][:MOST_TAKEN]


def _candidates(connection: Connection, word: str) -> list[str]:
    if connection.dialect.name == "sqlite":
        pieces = " OR ".join(f'"{piece}"' for piece in pieces_of(word))
        rows = connection.scalars(SQLITE, {"pieces": pieces, "most": MOST_LOOKED_AT})
        return [row.strip("^$") for row in rows]
    if has_gram(connection):
        return list(connection.scalars(POSTGRES, {"word": word, "most": MOST_LOOKED_AT}))
    near = {"least": len(word) - 2, "longest": len(word) + 2}
    return list(connection.scalars(PLAIN, {**near, "beginning": f"{word[:2]}%", "ending": f"%{word[-3:]}"}))


def pieces_of(word: str) -> list[str]:
    """Its pieces of three letters, the beginning and the end marked.

    >>> pieces_of("velo")
    ['^ve', 'vel', 'elo', 'lo$']
    """
    marked = f"^{word}$"
    return list(dict.fromkeys(marked[at : at + 3] for at in range(len(marked) - 2)))
