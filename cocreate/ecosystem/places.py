"""Where a municipality is, so that an actor has a place on the map without coordinates."""

from cocreate.analysis.names.reading import plain
from cocreate.ecosystem.models import EcosystemActor
from cocreate.ecosystem.rules import Spot
from cocreate.survey.kinds.places import COMMUNES

KNOWN = {
    plain(name): Spot(commune.lat, commune.lon)
    for commune in COMMUNES
    for text in (*commune.title.values(), *commune.short.values())
    for name in text.split(" / ")
}


def spot_of_municipality(name: str) -> Spot | None:
    """The middle of a municipality that is known here, by any of its names."""
    return KNOWN.get(plain(" ".join(name.split())))


def spot_of(actor: EcosystemActor) -> Spot | None:
    """Where an actor is drawn: where somebody said it is, else the middle of its municipality, else nowhere."""
    return actor.spot or spot_of_municipality(actor.municipality)
