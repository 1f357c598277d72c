"""The way from what the camp brought to the long list, and from there to the shortlist: who became what, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from cocreate.core.db import Translated
from cocreate.process.models import Process
from cocreate.selection import queries
from cocreate.selection.models import Decision, SelectionMove, Sid
from cocreate.selection.portfolio.forms import PASSAGE_NAMES
from cocreate.selection.portfolio.queries import moves_of
from cocreate.selection.portfolio.rules import MoveKind
from cocreate.selection.rules import CandidateKind
from cocreate.web import svg
from cocreate.web.charts import SMALL, WIDTH, Chart
from cocreate.web.language import Spoken, lang_said, spoken, translate

MADE = (MoveKind.MERGE, MoveKind.SPLIT)


@dataclass(frozen=True)
class Station:
    """A candidate at one end of a step, under the name that it has there."""

    key: str
    title: Translated
    is_transversal: bool


@dataclass(frozen=True)
class Passage:
    """What became of a candidate in a step: `kind` is kept, exclude, merge, split or transversal."""

    source: str
    targets: tuple[str, ...]
    kind: str
    reason: Translated | str


@dataclass(frozen=True)
class Step:
    """From one list to the next."""

    before: tuple[Station, ...]
    after: tuple[Station, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Way:
    """Both steps, as far as the selection has come; a step in which nothing moved is None."""

    to_list: Step | None
    to_shortlist: Step | None
    is_decided: bool


def way_of(session: Session, process: Process) -> Way:
    """From the moves that stand and from the decision, or its draft."""
    sids = queries.candidates(session, process, with_withdrawn=True)
    moves = moves_of(session, process)
    standing = [move for move in moves if move.undone_at is None]
    # What a move made and was taken back was never on the list; what the decision split off came after it.
    never = {
        key
        for move in moves
        if move.undone_at and move.kind in MADE and not move.is_into_others
        for key in move.targets
    }
    later = {key for move in standing if move.is_in_decision and move.kind == MoveKind.SPLIT for key in move.targets}
    listed = [sid for sid in sids if sid.public_id not in never | later]
    of_list = [move for move in standing if not move.is_in_decision]
    shortlist = queries.shortlist_of(session, process)
    decisions = queries.decisions_of(session, shortlist) if shortlist is not None else []
    live = [sid for sid in listed if not sid.is_withdrawn]
    return Way(
        to_list=_to_list(listed, live, of_list) if of_list else None,
        to_shortlist=_to_shortlist(live, decisions, standing) if decisions else None,
        is_decided=shortlist is not None and shortlist.decided_at is not None,
    )


def _to_list(listed: Sequence[Sid], live: Sequence[Sid], moves: Sequence[SelectionMove]) -> Step:
    made = {key for move in moves if move.kind in MADE for key in move.targets}
    left_by = {key: move for move in moves if move.kind in (*MADE, MoveKind.EXCLUDE) for key in move.sources}
    turned = {move.sources[0]: move for move in moves if move.kind in (MoveKind.TRANSVERSAL, MoveKind.THEMATIC)}
    here = {sid.public_id for sid in live}
    first = [sid for sid in listed if sid.public_id not in made]
    passages = []
    for sid in first:
        move = left_by.get(sid.public_id) or turned.get(sid.public_id)
        targets = _ends(sid.public_id, left_by, here)
        kind = move.kind if move is not None else "kept"
        passages.append(Passage(sid.public_id, targets, kind, move.said if move is not None else {}))
    before = [Station(sid.public_id, sid.title, _began_as_lever(sid, turned)) for sid in first]
    after = [Station(sid.public_id, sid.title, sid.kind == CandidateKind.LEVER) for sid in live]
    return Step(tuple(before), tuple(after), tuple(passages))


def _began_as_lever(sid: Sid, turned: Mapping[str, SelectionMove]) -> bool:
    move = turned.get(sid.public_id)
    return sid.kind == CandidateKind.LEVER if move is None else move.kind == MoveKind.THEMATIC


def _ends(key: str, left_by: Mapping[str, SelectionMove], here: set[str]) -> tuple[str, ...]:
    """In which candidates of the list one lives on, through moves of moves."""
    if key in here:
        return (key,)
    move = left_by.get(key)
    ends = [end for target in (move.targets if move else ()) for end in _ends(target, left_by, here)]
    return tuple(dict.fromkeys(ends))


def _to_shortlist(live: Sequence[Sid], decisions: Sequence[Decision], moves: Sequence[SelectionMove]) -> Step:
    split = {key for move in moves if move.is_in_decision and move.kind == MoveKind.SPLIT for key in move.sources}
    said = {row.sid.public_id: row for row in decisions}
    kept = {row.sid.public_id for row in decisions if row.is_kept}
    passages = [_passage(sid, said.get(sid.public_id), kept, split) for sid in live]
    after = [
        Station(row.sid.public_id, {**row.sid.title, **row.final_title}, row.is_transversal)
        for row in decisions
        if row.is_kept
    ]
    before = [Station(sid.public_id, sid.title, sid.kind == CandidateKind.LEVER) for sid in live]
    return Step(tuple(before), tuple(after), tuple(passages))


def _passage(sid: Sid, row: Decision | None, kept: set[str], split: set[str]) -> Passage:
    key = sid.public_id
    if row is None:
        return Passage(key, (), "open", {})
    if row.is_kept:
        return Passage(key, (key,), "transversal" if row.is_transversal else "kept", row.reason)
    targets = tuple(target for target in row.taken_up_in if target in kept)
    kind = "split" if key in split else "merge" if targets else "exclude"
    return Passage(key, targets, kind, row.reason)


BOX, PADDING, GAP, LINE = 148.0, 6.0, 8.0, 15.0
HEAD = 22.0
KINDS = {"kept": "kept", "transversal": "kept", "thematic": "kept"}  # the others are drawn dashed


@dataclass(frozen=True)
class _Placed:
    """A box that knows its place."""

    station: Station
    x: float
    y: float
    height: float
    lines: list[str]

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


def way_chart(step: Step, *, title: str, heads: tuple[str, str], ident: str) -> Chart:
    """A step as a picture, and the same as a table: candidate, what became of it, into what, why."""
    before = _in_column(_sorted(step), 0.0)
    after = _in_column(step.after, WIDTH - BOX)
    height = max((box.y + box.height for box in [*before, *after]), default=HEAD) + 2
    lefts, rights = ({box.station.key: box for box in column} for column in (before, after))
    drawing = [svg.text("chart-key", 0, SMALL, heads[0], "start"), svg.text("chart-key", WIDTH, SMALL, heads[1], "end")]
    for passage in step.passages:
        for target in passage.targets:
            kind = KINDS.get(passage.kind, "moved")
            one, other = lefts[passage.source], rights[target]
            drawing.append(svg.line(f"way-line way-line--{kind}", BOX, one.middle, WIDTH - BOX, other.middle))
    for box in [*before, *after]:
        role = "way-box way-box--transversal" if box.station.is_transversal else "way-box"
        drawing.append(svg.rect(role, box.x, box.y, BOX, box.height))
        lang = lang_said(spoken(box.station.title))
        drawing.append(svg.lines_of("way-name", box.x + PADDING, box.y + PADDING + 11, box.lines, "start", LINE, lang))
    picture = Markup(
        '<svg class="chart chart--way" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{name}-title">'
        '<title id="{name}-title">{title}</title>{drawing}</svg>'
    ).format(
        width=svg.number(WIDTH),
        height=svg.number(height),
        name=ident,
        title=svg.clean(title),
        drawing=Markup("").join(drawing),
    )
    headers = (_("Candidate"), _("What became of it"), _("In"), _("Why"))
    return Chart(picture, title, headers, tuple(_row(step, passage) for passage in step.passages))


def _sorted(step: Step) -> list[Station]:
    """The left side in the order of what it became, so that few lines cross; what went nowhere stands last."""
    places = {station.key: place for place, station in enumerate(step.after)}
    aims = {
        passage.source: min((places[key] for key in passage.targets), default=len(places)) for passage in step.passages
    }
    return sorted(step.before, key=lambda station: (aims[station.key], station.key not in places))


def _in_column(stations: Sequence[Station], x: float) -> list[_Placed]:
    y, found = HEAD, []
    for station in stations:
        name = translate(station.title)
        lines = svg.wrap(f"{name} ({_('transversal')})" if station.is_transversal else name, BOX - 2 * PADDING, SMALL)
        height = 2 * PADDING + len(lines) * LINE
        found.append(_Placed(station, x, y, height, lines))
        y += height + GAP
    return found


def _row(step: Step, passage: Passage) -> tuple[str, ...]:
    ends = {station.key: station.title for station in step.after}
    named = [spoken(ends[key]) for key in passage.targets]
    languages = {lang_said(name) for name in named}
    into = Spoken(", ".join(named), languages.pop() if len(languages) == 1 else "")
    what = str(PASSAGE_NAMES[passage.kind])
    began = {station.key: station.title for station in step.before}
    return spoken(began[passage.source]), what, into or "–", spoken(passage.reason) or "–"
