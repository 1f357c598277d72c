"""What was found looked at again, where something changed that the index does not know yet.

So nothing that was hidden, withdrawn or erased is shown or counted, however late the worker comes.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.accounts.models import Organisation
from cocreate.process.models import Process
from cocreate.search.asking import Term
from cocreate.search.following import EVERYTHING
from cocreate.search.indexing import stems_in
from cocreate.search.models import SearchChange
from cocreate.search.rules import Document
from cocreate.search.sources import SOURCES
from cocreate.search.words import STEM, words_of


@dataclass(frozen=True)
class Candidate:
    """A row that fits; `fresh` is what it says now, where that had to be looked at."""

    id: int
    source: str
    kind: str
    ref: str
    process_id: int | None
    organisation_id: int | None
    fresh: Document | None = None

    @property
    def thing(self) -> tuple[str, str]:
        """What it is, however much of it is told."""
        return self.kind, self.ref

    @property
    def owner(self) -> tuple[str, int]:
        """Its source, and whose it is."""
        return self.source, self.organisation_id or self.process_id or 0


def still_so(
    session: Session, found: Sequence[Candidate], terms: Sequence[Term], *, any_of: bool = False
) -> list[Candidate]:
    """Those that are still to be found: unchanged, or looked at anew and still saying what was asked for."""
    notes = session.execute(
        select(SearchChange.source, SearchChange.process_id, SearchChange.organisation_id).distinct()
    ).all()
    if not notes:
        return list(found)
    waiting = {(source, process_id or organisation_id) for source, process_id, organisation_id in notes}
    doubtful: dict[tuple[str, int], list[Candidate]] = defaultdict(list)
    for one in found:
        if waiting & {one.owner, (one.source, None), (EVERYTHING, None)}:
            doubtful[one.owner].append(one)
    fresh = {key: _now(session, key, [one.ref for one in some]) for key, some in doubtful.items()}
    return [seen for one in found if (seen := _seen(one, fresh, terms, any_of)) is not None]


def _now(session: Session, key: tuple[str, int], refs: Sequence[str]) -> dict[str, Document]:
    source = SOURCES.get(key[0])
    owner = session.get(Organisation if source and source.of_organisation else Process, key[1])
    return {one.ref: one for one in source.read(session, owner, refs)} if source and owner else {}


def _seen(
    one: Candidate,
    fresh: Mapping[tuple[str, int], Mapping[str, Document]],
    terms: Sequence[Term],
    any_of: bool,
) -> Candidate | None:
    if one.owner not in fresh:
        return one
    told = fresh[one.owner].get(one.ref)
    return replace(one, fresh=told) if told is not None and says(told, terms, any_of=any_of) else None


def says(told: Document, terms: Sequence[Term], *, any_of: bool = False) -> bool:
    """Whether a document holds what was asked for, as the database would say."""
    spoken = [
        (code, word) for texts in (told.title, told.body) for code, said in texts.items() for word in words_of(said)
    ]
    stems = frozenset(one.removeprefix(STEM) for one in stems_in(spoken))
    words = [word for _code, word in spoken]
    return (any if any_of else all)(term.is_in(words, stems) for term in terms)
