"""A question taken apart into words, and put together again as each database asks it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cocreate.search.rules import LONGEST_QUESTION, MOST_WORDS
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
