"""A question taken apart into words, with those written nearly alike, and put together as each database asks it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from cocreate.search.rules import LONGEST_QUESTION, MOST_WORDS
from cocreate.search.storage import has_gram
from cocreate.search.words import SHORTEST_BEGINNING, SMALL_WORDS, STEM, stem, stems_of, words_of

PHRASE = re.compile(r'"([^"]+)"|([^"\s]+)')


@dataclass(frozen=True)
class Term:
    """What has to stand in a document: one word, its stems and words written alike; or several words in a row."""

    words: tuple[str, ...]
    stems: frozenset[str] = frozenset()
    alike: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """The one word, or "" for several."""
        return self.words[0] if len(self.words) == 1 else ""

    @property
    def takes_beginnings(self) -> bool:
        """Whether longer words that begin with it count, too."""
        return len(self.word) >= SHORTEST_BEGINNING

    def is_in(self, words: Sequence[str], stems: frozenset[str]) -> bool:
        """Whether a document with these folded words and stems holds it."""
        if not self.word:
            size = len(self.words)
            return any(tuple(words[at : at + size]) == self.words for at in range(len(words) - size + 1))
        return any(self.fits(word) for word in words) or bool(self.stems & stems)

    def fits(self, word: str) -> bool:
        """Whether a folded word is it, begins with it, or is one that is written alike."""
        if word == self.word or word in self.alike:
            return True
        return self.takes_beginnings and word.startswith(self.word)

    def fits_stem(self, word: str, language: str) -> bool:
        """Whether a folded word of a text in some language has one of its stems."""
        head = word[:SHORTEST_BEGINNING]
        return any(one.startswith(head) for one in self.stems) and stem(word, language) in self.stems


def terms_of(question: str) -> tuple[Term, ...]:
    """The terms of a question; words that say nothing are left out where others remain.

    >>> [term.words for term in terms_of('la mobilité "à vélo"')]
    [('mobilite',), ('a', 'velo')]
    """
    found: list[Term] = []
    for phrase, loose in PHRASE.findall(question[:LONGEST_QUESTION]):
        words = tuple(words_of(phrase or loose))
        if phrase and len(words) > 1:
            found.append(Term(words))
        else:
            found += [Term((word,), stems_of(word)) for word in words]
    found = list(dict.fromkeys(found))[:MOST_WORDS]
    return tuple(term for term in found if term.word not in SMALL_WORDS) or tuple(found)


def with_alike(terms: Sequence[Term], alike: Mapping[str, Sequence[str]]) -> tuple[Term, ...]:
    """The same terms, each also met by words that are written alike."""
    return tuple(replace(term, alike=tuple(alike.get(term.word, ()))) for term in terms)


def for_sqlite(terms: Sequence[Term], *, any_of: bool = False) -> str:
    """In the language of FTS5."""

    def said(term: Term) -> str:
        if not term.word:
            return '"' + " ".join(term.words) + '"'
        begun = f'"{term.word}"' + (" *" if term.takes_beginnings else "")
        others = [f'"{STEM}{one}"' for one in sorted(term.stems)] + [f'"{one}"' for one in term.alike]
        return "(" + " OR ".join([begun, *others]) + ")"

    return (" OR " if any_of else " AND ").join(map(said, terms))


def for_postgres(terms: Sequence[Term], *, any_of: bool = False) -> str:
    """In the language of `to_tsquery`."""

    def said(term: Term) -> str:
        if not term.word:
            return "(" + " <-> ".join(f"'{word}'" for word in term.words) + ")"
        begun = f"'{term.word}'" + (":*" if term.takes_beginnings else "")
        others = [f"'{STEM}{one}'" for one in sorted(term.stems)] + [f"'{one}'" for one in term.alike]
        return "(" + " | ".join([begun, *others]) + ")"

    return (" | " if any_of else " & ").join(map(said, terms))


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
