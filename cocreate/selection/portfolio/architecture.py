"""The architecture of the domains: thematic ones side by side, transversal ones across them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from cocreate.camp.reporting.layout import LINE, SMALL, TEXT, Box, Drawing, Letters, Line, wrapped
from cocreate.core.db import Translated
from cocreate.process.models import Challenge, Process
from cocreate.process.queries import challenges_of
from cocreate.selection import queries
from cocreate.selection.models import Decision, Sid
from cocreate.selection.portfolio.queries import confirmed_links
from cocreate.web.language import translate

COLUMN, GAP, PADDING, MARGIN = 232, 14, 12, 20


@dataclass(frozen=True)
class Served:
    """A challenge that a domain serves, as people confirmed it for itself or for a candidate that lives on in it."""

    challenge: Challenge
    strength: int
    reason: Translated
    through: Translated = field(default_factory=dict)  # the title of that candidate; empty for its own


@dataclass(frozen=True)
class Domain:
    """A domain as it was adopted, or as the draft would adopt it."""

    sid: Sid
    title: Translated
    is_transversal: bool
    serves: tuple[Served, ...]


@dataclass(frozen=True)
class Architecture:
    """The adopted domains in the committee's order."""

    thematic: tuple[Domain, ...]
    transversal: tuple[Domain, ...]
    is_decided: bool

    @property
    def domains(self) -> tuple[Domain, ...]:
        """All of them, the thematic ones first."""
        return self.thematic + self.transversal


def architecture_of(session: Session, process: Process) -> Architecture:
    """From the decision, or its draft."""
    shortlist = queries.shortlist_of(session, process)
    decisions = queries.decisions_of(session, shortlist) if shortlist else []
    links, took_up = served_by(session, process), taken_up(decisions)
    kept = [row for row in decisions if row.is_kept]
    domains = [_domain(row, served_with(row.sid, took_up.get(row.sid.public_id, ()), links)) for row in kept]
    return Architecture(
        thematic=tuple(domain for domain in domains if not domain.is_transversal),
        transversal=tuple(domain for domain in domains if domain.is_transversal),
        is_decided=shortlist is not None and shortlist.decided_at is not None,
    )


def _domain(row: Decision, serves: Sequence[Served]) -> Domain:
    return Domain(row.sid, {**row.sid.title, **row.final_title}, row.is_transversal, tuple(serves))


def taken_up(decisions: Sequence[Decision]) -> dict[str, list[Sid]]:
    """Which dropped candidates live on in a kept one, by its public id."""
    found: dict[str, list[Sid]] = {}
    for row in decisions:
        for target in row.taken_up_in:
            found.setdefault(target, []).append(row.sid)
    return found


def served_with(sid: Sid, took_up: Sequence[Sid], links: Mapping[int, Sequence[Served]]) -> list[Served]:
    """What a domain serves itself, then what it serves only through candidates that live on in it."""
    own = list(links.get(sid.id, ()))
    known = {served.challenge.id for served in own}
    further: dict[int, Served] = {}
    for other in took_up:
        for served in links.get(other.id, ()):
            best = further.get(served.challenge.id)
            if served.challenge.id not in known and (best is None or best.strength < served.strength):
                further[served.challenge.id] = replace(served, through=other.title)
    return own + sorted(further.values(), key=lambda served: (-served.strength, served.challenge.position))


def served_by(session: Session, process: Process) -> dict[int, list[Served]]:
    """The challenges that each candidate serves as people confirmed it, the strongest first, by the candidate's key."""
    challenges = {challenge.id: challenge for challenge in challenges_of(session, process)}
    return {
        sid_id: sorted(
            (Served(challenges[key], row.strength, row.reason) for key, row in rows.items() if row.strength),
            key=lambda served: (-served.strength, served.challenge.position),
        )
        for sid_id, rows in confirmed_links(session, process).items()
    }


def drawing_of(architecture: Architecture, language: str) -> Drawing:
    """The picture for paper: a column a thematic domain, a bar across for each transversal one."""
    columns = [_words(domain, language, COLUMN) for domain in architecture.thematic]
    width = 2 * MARGIN + max(len(columns), 2) * (COLUMN + GAP) - GAP
    drawing = Drawing(width, 0)
    y = MARGIN
    tallest = max((_height(lines) for lines in columns), default=0)
    for place, lines in enumerate(columns):
        _box(drawing, MARGIN + place * (COLUMN + GAP), y, COLUMN, tallest, "card candidate", lines)
    y += tallest + GAP if columns else 0
    for domain in architecture.transversal:
        lines = _words(domain, language, width - 2 * MARGIN, joined=True)
        _box(drawing, MARGIN, y, width - 2 * MARGIN, _height(lines), "card lever", lines)
        y += _height(lines) + GAP
    drawing.height = y - GAP + MARGIN
    return drawing


def _words(domain: Domain, language: str, width: int, *, joined: bool = False) -> list[tuple[str, Letters]]:
    room = width - 2 * PADDING
    lines = [(text, LINE) for text in wrapped(translate(domain.title, language), LINE, room)]
    parts = [translate(part, language) for part in domain.sid.sub_domains]
    for text in [" · ".join(parts)] if joined else [f"• {part}" for part in parts]:
        lines += [(line, TEXT) for line in wrapped(text, TEXT, room)]
    served = ", ".join(translate(served.challenge.title, language) for served in domain.serves)
    told = _("Serves: %(challenges)s", challenges=served) if served else ""
    return lines + [(line, SMALL) for line in wrapped(told, SMALL, room)]


def _height(lines: Sequence[tuple[str, Letters]]) -> int:
    return 2 * PADDING + sum(letters.height for _line, letters in lines)


def _box(
    drawing: Drawing, x: int, y: int, width: int, height: int, role: str, lines: Sequence[tuple[str, Letters]]
) -> None:
    drawing.shapes.append(Box(x, y, width, height, role))
    line = y + PADDING
    for text, letters in lines:
        line += letters.height
        drawing.shapes.append(Line(x + PADDING, line - letters.height // 4, text, letters, is_muted=letters is SMALL))
