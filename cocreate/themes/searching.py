"""Searching the answers of a consultation: by their words, and by what they mean."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, jobs
from cocreate.core.permissions import Actor
from cocreate.errors import Invalid, NotFound
from cocreate.survey.models import Answer, Consultation, Submission
from cocreate.themes.answers import of_choice
from cocreate.themes.models import AnswerSearch
from cocreate.themes.rules import Choice

_TERMS = re.compile(r'"([^"]+)"|(\S+)')


def folded(text: str) -> str:
    """Small letters without accents; as many characters as it takes.

    >>> folded("Élève à Liège"), folded("STRASSE") == folded("Straße")
    ('eleve a liege', True)
    """
    small = text.casefold()
    if small.isascii():
        return small
    return "".join(c for c in unicodedata.normalize("NFKD", small) if not unicodedata.combining(c))


@dataclass(frozen=True)
class Words:
    """What somebody typed into the field of a search."""

    typed: str

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """One for each word or quoted phrase; all must be found."""
        terms = [folded(phrase or word) for phrase, word in _TERMS.findall(self.typed)]
        kept = [" ".join(re.findall(r"\w+", term)) for term in terms]
        return tuple(re.compile(r"\b" + r"\W+".join(map(re.escape, term.split()))) for term in kept if term)

    def are_in(self, text: str) -> bool:
        """Whether a text has all of them.

        >>> Words("bus soir").are_in("Plus de bus le Soir"), Words('"bus soir"').are_in("Plus de bus le soir")
        (True, False)
        """
        plain = folded(text)
        return bool(self.patterns) and all(pattern.search(plain) for pattern in self.patterns)

    def shown_in(self, text: str) -> list[tuple[str, bool]]:
        """The text in pieces, and whether each is what was looked for.

        >>> Words("ecole").shown_in("L'école ferme")
        [("L'", False), ('école', True), (' ferme', False)]
        """
        plain, origin = _traced(text)
        marked = [False] * len(text)
        for pattern in self.patterns:
            for hit in pattern.finditer(plain):
                for at in range(hit.start(), hit.end()):
                    marked[origin[at]] = True
        return list(_pieces(text, marked))


def _traced(text: str) -> tuple[str, list[int]]:
    plain, origin = [], []
    for at, character in enumerate(text):
        small = folded(character)
        plain.append(small)
        origin += [at] * len(small)
    return "".join(plain), origin


def _pieces(text: str, marked: list[bool]) -> Iterable[tuple[str, bool]]:
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or marked[at] != marked[start]:
            yield text[start:at], marked[start]
            start = at


LONGEST = 300
KEPT = timedelta(days=1)


def ask(session: Session, actor: Actor, consultation: Consultation, words: str) -> AnswerSearch:
    """Queue a search by meaning."""
    typed = " ".join(words.split())[:LONGEST]
    if not any(character.isalnum() for character in typed):
        raise Invalid("themes.search.no_words")
    asked = AnswerSearch(consultation_id=consultation.id, words=typed, at=clock.now())
    session.add(asked)
    session.flush()
    process = consultation.process
    asked.job = jobs.enqueue(session, actor, "themes:search", process=process, search_id=asked.id)
    audit.record(session, actor, "themes:search:start", asked.ref, process=process.public_id)
    session.flush()
    return asked


@jobs.hourly
def erase_old_searches(session: Session) -> None:
    """What somebody looked for is nobody's business a day later."""
    session.execute(delete(AnswerSearch).where(AnswerSearch.at < clock.now() - KEPT))


def with_words(session: Session, consultation: Consultation, choice: Choice, words: Words) -> list[str]:
    """The answers that hold all the words, shortest first: what says little else says it most plainly."""
    rows = select(Answer.id, Answer.text).join(Submission).where(*of_choice(consultation, choice))
    found = [(len(text), key) for key, text in session.execute(rows) if words.are_in(text)]
    return [key for _length, key in sorted(found)]


def find_search(session: Session, consultation: Consultation, public_id: str) -> AnswerSearch:
    """A search in this consultation."""
    mine = AnswerSearch.consultation_id == consultation.id
    found = session.scalar(select(AnswerSearch).where(mine, AnswerSearch.public_id == public_id))
    if found is None:
        raise NotFound()
    return found


def near_ones(session: Session, consultation: Consultation, choice: Choice, asked: AnswerSearch) -> list[str]:
    """What a search found, nearest first, of the answers that a choice lets through and that are still there."""
    keys = [key for key, _near in asked.found]
    rows = select(Answer.id).join(Submission).where(*of_choice(consultation, choice), Answer.id.in_(keys))
    still = set(session.scalars(rows))
    return [key for key in keys if key in still]
