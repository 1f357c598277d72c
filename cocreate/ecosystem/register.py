"""The register: actors with all that is known of them, found by words and filters."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from cocreate.analysis.names.reading import plain
from cocreate.core.db import Translated
from cocreate.ecosystem.models import AssetPlace, EcosystemActor
from cocreate.ecosystem.queries import all_actors, families, owned_assets
from cocreate.ecosystem.rules import PLACES, Part
from cocreate.process.models import Challenge, Process
from cocreate.process.rules import ChallengeState

PAGE = 30  # actors


@dataclass(frozen=True)
class Wanted:
    """What of the register somebody wants to see; "" and 0 stand for everything."""

    words: str = ""
    type: str = ""
    helix: str = ""
    part: str = ""
    challenge: str = ""  # its public id
    tag: str = ""
    trl: int = 0

    @property
    def is_everything(self) -> bool:
        """Whether nothing was asked for."""
        return self == Wanted()


@dataclass(frozen=True)
class Brought:
    """What an actor brings to a challenge: a strength of its own, or an asset that belongs to it."""

    challenge: Challenge
    part: Part
    title: Translated  # empty: that it is there


@dataclass(frozen=True)
class Served:
    """A challenge that an actor serves, in which parts, and with what."""

    challenge: Challenge
    parts: tuple[Part, ...]
    titles: tuple[Translated, ...]


@dataclass(frozen=True)
class Line:
    """An actor with what it and the rows joined into it bring."""

    actor: EcosystemActor
    strengths: tuple[Brought, ...]
    names: tuple[str, ...]

    @property
    def served(self) -> list[Served]:
        """Its strengths by challenge, in the challenges' order."""
        by_challenge: dict[int, list[Brought]] = {}
        for one in sorted(self.strengths, key=lambda each: each.challenge.position):
            by_challenge.setdefault(one.challenge.id, []).append(one)
        return [
            Served(
                some[0].challenge,
                tuple(part for part in PLACES if any(one.part == part for one in some)),
                tuple(one.title for one in some if one.title),
            )
            for some in by_challenge.values()
        ]


def register(
    session: Session, process: Process, wanted: Wanted | None = None, *, public_only: bool = True
) -> list[Line]:
    """The actors that somebody wants to see, by name. In public without challenges that are not listed, and without
    what joined rows bring that refused, or were hidden.
    """
    joined, owned = families(session, process), owned_assets(session, process)
    lines = [
        _line((actor, *_told(joined.get(actor.id, ()), public_only)), owned, public_only)
        for actor in all_actors(session, process, public_only=public_only)
    ]
    return lines if wanted is None else chosen(lines, wanted)


def chosen(lines: Sequence[Line], wanted: Wanted) -> list[Line]:
    """Those of the lines that somebody wants to see."""
    return list(lines) if wanted.is_everything else [line for line in lines if _is_wanted(line, wanted)]


def tags_in_use(lines: Sequence[Line]) -> list[str]:
    """Every tag once."""
    return sorted({tag for line in lines for tag in line.actor.tags})


def _told(joined: Iterable[EcosystemActor], public_only: bool) -> Iterable[EcosystemActor]:
    return (row for row in joined if row.may_be_told or not public_only)


def _line(rows: tuple[EcosystemActor, ...], owned: Mapping[int, Sequence[AssetPlace]], public_only: bool) -> Line:
    names = tuple(dict.fromkeys(name for row in rows for name in row.names))
    brought = [Brought(one.challenge, Part(one.part), one.title) for row in rows for one in row.strengths]
    for place in (place for row in rows for place in owned.get(row.id, ())):
        is_itself = set(place.asset.title.values()) <= set(names)
        brought.append(Brought(place.asset.challenge, Part(place.part), {} if is_itself else place.asset.title))
    seen = [one for one in brought if not public_only or one.challenge.state == ChallengeState.LISTED]
    return Line(rows[0], tuple(seen), names)


def _is_wanted(line: Line, wanted: Wanted) -> bool:
    actor = line.actor
    return (
        wanted.type in ("", actor.type)
        and wanted.helix in ("", actor.helix)
        and (not wanted.tag or wanted.tag in actor.tags)
        and (not wanted.trl or _covers(actor, wanted.trl))
        and (not (wanted.challenge or wanted.part) or any(_serves(one, wanted) for one in line.strengths))
        and _says(line, plain(wanted.words).split())
    )


def _serves(strength: Brought, wanted: Wanted) -> bool:
    return wanted.part in ("", strength.part) and wanted.challenge in ("", strength.challenge.public_id)


def _covers(actor: EcosystemActor, level: int) -> bool:
    low, high = actor.trl_from or actor.trl_to, actor.trl_to or actor.trl_from
    return low is not None and high is not None and low <= level <= high


def _says(line: Line, words: list[str]) -> bool:
    if not words:
        return True
    actor = line.actor
    parts = [*line.names, *actor.description.values(), actor.municipality, *actor.tags]
    text = plain(" ".join([*parts, *(title for one in line.strengths for title in one.title.values())]))
    return all(word in text for word in words)
