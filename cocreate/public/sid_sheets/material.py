"""What a sheet tells of a domain, gathered from the whole way: decision, links, evidence, actors, marks, actions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from cocreate.camp.models import Card
from cocreate.camp.rules import CardKind
from cocreate.core.db import Translated
from cocreate.plan.models import Action
from cocreate.plan.queries import actions_serving
from cocreate.process.models import Asset, Process
from cocreate.public import trails
from cocreate.selection import queries
from cocreate.selection.models import Criterion, Decision, Sid
from cocreate.selection.portfolio.architecture import Served, served_by, served_with, taken_up
from cocreate.selection.queries import Line
from cocreate.survey.personal.gate import PublicAnswer
from cocreate.themes.models import Theme
from cocreate.themes.publishing import Told, quotes_of, told_of

CLEARLY = 2  # the strength from which a challenge's strengths count as actors of the domain


@dataclass(frozen=True)
class Actors:
    """Who is there to work on it: named on cards, strengths of the challenges it serves, and asked by the plan."""

    cards: tuple[Card, ...]
    assets: tuple[Asset, ...]
    mobilised: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nobody was named."""
        return not (self.cards or self.assets or self.mobilised)


@dataclass(frozen=True)
class Material:
    """One domain with all that its sheet tells. Decision and marks are None until they are public."""

    sid: Sid
    decision: Decision | None
    line: Line | None
    criteria: tuple[Criterion, ...]
    serves: tuple[Served, ...]
    trail: trails.SidTrail
    themes: tuple[Theme, ...]
    told: Mapping[int, Told]  # by number of a theme: its counts as far as everybody may know them
    quotes: dict[int, list[PublicAnswer]]
    took_up: tuple[Sid, ...]
    actors: Actors
    actions: tuple[Action, ...]

    @property
    def title(self) -> Translated:
        """The name under which it was adopted."""
        return {**self.sid.title, **self.decision.final_title} if self.decision else self.sid.title


def material_of(session: Session, process: Process, sid: Sid, *, most_quotes: int = 3) -> Material:
    """The material of one domain."""
    (found,) = materials_of(session, process, [sid], most_quotes=most_quotes)
    return found


def materials_of(session: Session, process: Process, sids: Sequence[Sid], *, most_quotes: int = 3) -> list[Material]:
    """The material of several domains; what is the same for all is asked once."""
    decided = trails.published_decisions(session, sids)
    is_public = bool(decided)
    lines = {line.sid.id: line for line in queries.score_table(session, process)} if is_public else {}
    criteria_set = queries.criteria_of(session, process) if is_public else None
    links = served_by(session, process)
    shortlist = queries.shortlist_of(session, process) if is_public else None
    took_up = taken_up(queries.decisions_of(session, shortlist)) if shortlist else {}
    found = []
    for sid in sids:
        trail, actions = trails.trail_of_sid(session, sid), actions_serving(session, sid)
        themes = list({theme.id: theme for card in trail.cards for theme in card.themes}.values())
        serves = tuple(served_with(sid, took_up.get(sid.public_id, ()), links))
        found.append(
            Material(
                sid=sid,
                decision=decided.get(sid.id),
                line=lines.get(sid.id),
                criteria=tuple(criteria_set.criteria) if criteria_set else (),
                serves=serves,
                trail=trail,
                themes=tuple(themes),
                told=told_of(session, themes),
                quotes=quotes_of(session, themes, most=most_quotes),
                took_up=tuple(took_up.get(sid.public_id, ())),
                actors=_actors(trail, serves, actions),
                actions=tuple(actions),
            )
        )
    return found


def _actors(trail: trails.SidTrail, serves: Sequence[Served], actions: Sequence[Action]) -> Actors:
    return Actors(
        cards=tuple(step.card for step in trail.cards if step.card.kind == CardKind.ACTOR),
        assets=tuple(
            asset for served in serves if served.strength >= CLEARLY for asset in _in_order(served.challenge.assets)
        ),
        mobilised=tuple(dict.fromkeys(name for action in actions for name in action.actors)),
    )


def _in_order(assets: Sequence[Asset]) -> list[Asset]:
    return sorted(assets, key=lambda asset: asset.position)
