"""What the pages of the queue show beyond the rows: marked words, the machine's sentence, the learning curve."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from cocreate.analysis.disclosure import HIDDEN, suppress_two_way
from cocreate.analysis.text.curve import learning_curve
from cocreate.analysis.text.marking import marked
from cocreate.core.db import Translated
from cocreate.themes.matching.models import Statement
from cocreate.themes.matching.queries import Place, Places, Tally
from cocreate.themes.matching.rules import SHOWN, EntryKind, Verdict, sureness
from cocreate.web.charts import Chart, Interval, interval_chart

HELIXES = ("business", "research", "public_sector", "civil_society", "citizen", "other")
COLUMNS = (
    "statement", "answer", "language", "group", "text", "machine", "machine_entry", "machine_entry_kind",
    "machine_entry_title", "confidence", "novelty", "nearest", "words", "people", "people_entry", "people_entry_kind",
    "people_entry_title", "place_in_proposal",
)  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """A part of an answer: whether it is in the statement, and whether it is a word that decided."""

    text: str
    is_said: bool
    is_word: bool


def pieces_of(statement: Statement) -> list[Piece]:
    """The whole answer, with the statement in it and the words that decided marked."""
    whole = statement.answer.text
    inner = [Piece(text, True, is_word) for text, is_word in marked(statement.text, statement.words)]
    around = (Piece(whole[: statement.start], False, False), Piece(whole[statement.stop :], False, False))
    return [piece for piece in (around[0], *inner, around[1]) if piece.text]


def kind_word(place: Place) -> str:
    """What an entry is, in a word."""
    words = {
        EntryKind.CHALLENGE: _("challenge"),
        EntryKind.SUB_CHALLENGE: _("sub-challenge"),
        EntryKind.ASSET: _("strength"),
        EntryKind.PROJECT: _("proposed project"),
        EntryKind.ACTOR: _("actor"),
    }
    return words[place.kind]


@dataclass(frozen=True)
class Offer:
    """A nearby entry with its key, and whether the machine names it."""

    key: int
    place: Place
    kind: str
    is_machines: bool


def offered(statement: Statement, places: Places) -> list[Offer]:
    """The nearest entries that still exist, with the keys 1 to 5."""
    found = (places.find(near["id"]) for near in statement.near)
    standing = list({place.id: place for place in found if place is not None}.values())[:SHOWN]
    machines = places.key_of(statement.machine_entry)
    return [Offer(key, place, kind_word(place), place.id == machines) for key, place in enumerate(standing, start=1)]


def beside(places: Places) -> list[tuple[str, list[Place]]]:
    """What stands beside the challenges, by kind, for the list of all entries."""
    groups = ((_("Proposed projects"), EntryKind.PROJECT), (_("Actors"), EntryKind.ACTOR))
    return [(name, found) for name, kind in groups if (found := places.of_kind(kind))]


def completes(statement: Statement, places: Places) -> Place | None:
    """The challenge that the key c stands for: the nearest one, if any is near."""
    near = (places.find(entry["id"]) for entry in [{"id": statement.machine_entry}, *statement.near])
    challenges = (place.challenge for place in near if place is not None and place.challenge is not None)
    return next((found for row in challenges if (found := places.find(row.public_id)) is not None), None)


@dataclass(frozen=True)
class Said:
    """A verdict as a word, the title of its entry, and how sure the machine is."""

    verdict: Verdict
    title: Translated | None
    sure: str = ""
    percent: int = 0


def machine_says(statement: Statement, places: Places) -> Said:
    """The machine's word on a statement."""
    place = places.find(statement.machine_entry)
    new = statement.machine_verdict == Verdict.NEW
    chance = statement.novelty if new else statement.confidence
    return Said(Verdict(statement.machine_verdict), _words_of(place), sureness(chance), round(100 * chance))


def people_say(statement: Statement, places: Places) -> Said | None:
    """People's decision, if there is one."""
    if not statement.verdict:
        return None
    place = places.find(statement.entry)
    return Said(Verdict(statement.verdict), _words_of(place))


@dataclass(frozen=True)
class Line:
    """A statement of the list with the word that counts, and whether that is people's."""

    row: Statement
    said: Said
    kind: str
    is_decided: bool


def lines_of(statements: Iterable[Statement], places: Places) -> list[Line]:
    """People's word on each statement, else the machine's."""
    found = []
    for row in statements:
        people = people_say(row, places)
        place = places.find(row.entry if people else row.machine_entry)
        kind = kind_word(place) if place else ""
        found.append(Line(row, people or machine_says(row, places), kind, people is not None))
    return found


@dataclass(frozen=True)
class Row:
    """A line of the overview; counts of categories may be hidden."""

    verdict: Verdict
    entry: str
    title: Translated | None
    kind: str
    people: int
    machine: int
    helix: list[Any]


def rows_of(tallies: Mapping[tuple[str, str], Tally], places: Places, minimum: int) -> list[Row]:
    """Where statements belong, in the order of the entries, then what cuts across and what is new.

    A small count of a category is hidden, with as many others as keep it from being worked out from the totals.
    """
    order = {public_id: number for number, public_id in enumerate(places.all)}
    ordered = sorted(
        _joined(tallies.values(), places),
        key=lambda t: (order.get(t.entry, len(order)), list(Verdict).index(t.verdict)),
    )
    safe = suppress_two_way(
        {(t.verdict, t.entry): {h: t.by_helix.get(h, 0) for h in HELIXES} for t in ordered}, minimum
    )
    rows = []
    for tally in ordered:
        place = places.find(tally.entry)
        cells = safe.cells[tally.verdict, tally.entry]
        helix = [None if cells[h] is HIDDEN else cells[h] for h in HELIXES]
        kind = kind_word(place) if place else ""
        rows.append(Row(tally.verdict, tally.entry, _words_of(place), kind, tally.people, tally.machine, helix))
    return rows


def _joined(tallies: Iterable[Tally], places: Places) -> list[Tally]:
    """The same with one tally for an actor and those that were joined into it."""
    found: dict[tuple[str, str], Tally] = {}
    for tally in tallies:
        key = (tally.verdict, places.key_of(tally.entry))
        known = found.get(key, Tally(*key, 0, 0, {}))
        helix = dict(Counter(known.by_helix) + Counter(tally.by_helix))
        found[key] = Tally(*key, known.people + tally.people, known.machine + tally.machine, helix)
    return list(found.values())


def curve_chart(ranks: Sequence[int | None]) -> Chart | None:
    """How often the machine's word was what people decided, stretch by stretch; None before anybody decided."""
    curve = learning_curve(ranks)
    if not curve:
        return None
    points = [
        Interval(
            _("Decisions %(first)s to %(last)s", first=point.start + 1, last=point.stop),
            point.share,
            point.low,
            point.high,
        )
        for point in curve
    ]
    return interval_chart(
        _("How often the machine’s proposal was right"),
        points,
        headers=(_("Decisions"), _("Right"), _("At least"), _("At most")),
        show=lambda share: f"{100 * share:.0f} %",
        ident="learning",
    )


def table(statements: Sequence[Statement], places: Places) -> Iterator[tuple[object, ...]]:
    """Lines of the file: see COLUMNS."""
    for row in statements:
        yield (
            row.public_id, row.answer_id, row.language, row.answer.submission.helix, row.text,
            row.machine_verdict, *_entry(places, row.machine_entry), row.confidence, row.novelty,
            " ".join(near["id"] for near in row.near), " ".join(row.words),
            row.verdict, *_entry(places, row.entry), "" if row.rank is None else row.rank,
        )  # fmt: skip


def _words_of(place: Place | None) -> Translated | None:
    return place.title if place else None


def _entry(places: Places, public_id: str) -> tuple[str, str, str]:
    """The id, kind and title of an entry, of which one that is gone has only the first."""
    place = places.find(public_id)
    if place is None:
        return (public_id, "", "")
    return (place.id, place.kind.value, next(iter(place.title.values()), ""))
