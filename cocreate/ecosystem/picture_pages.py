"""Pages with the map and the network of the ecosystem, each with an equal list or table."""

from flask import render_template, request
from flask_babel import gettext as _

from cocreate.ecosystem.pages import listed, pages, wanted_here
from cocreate.ecosystem.picture import map as mapping
from cocreate.ecosystem.picture import network as networks
from cocreate.ecosystem.picture.map import Box, Frame, Pin
from cocreate.ecosystem.places import spot_of
from cocreate.ecosystem.register import Line
from cocreate.ecosystem.rules import Spot
from cocreate.survey.kinds.places import COMMUNES
from cocreate.web.access import requires
from cocreate.web.language import translate


@pages.get("/p/<process_id>/ecosystem/map")
@requires("ecosystem:map:view")
def show_map() -> str:
    """Where the actors are; near ones are one circle, which leads to a closer look."""
    area, told = _area(), listed(wanted_here(), "ecosystem.show_map", public_only=True)
    found: list[Line] = told["found"]
    spots = {line.actor.public_id: spot for line in found if (spot := spot_of(line.actor)) is not None}
    lines = {line.actor.public_id: line for line in found}
    inside = {key: spot for key, spot in spots.items() if area is None or _is_inside(spot, area)}
    frame = Frame(area or mapping.box_of(list(inside.values())))
    pins = [Pin(key, translate(lines[key].actor.name), spot) for key, spot in inside.items()]
    clusters = sorted(mapping.clusters(pins, frame), key=lambda one: (-len(one.pins), one.pins[0].label.casefold()))
    towns = [(translate(commune.short), Spot(commune.lat, commune.lon)) for commune in COMMUNES]
    picture = mapping.draw(clusters, frame, towns, _("Map of %(count)s actors", count=len(pins)))
    return render_template(
        "ecosystem/map.html",
        picture=picture,
        clusters=clusters,
        lines_by_key=lines,
        nowhere=[line for line in found if line.actor.public_id not in spots],
        area=area,
        area_text=lambda cluster: ",".join(f"{edge:.4f}" for edge in cluster.box),
        **told,
    )


@pages.get("/p/<process_id>/ecosystem/network")
@requires("ecosystem:map:view")
def network() -> str:
    """Who serves which challenge."""
    wanted = wanted_here()
    told = listed(wanted, "ecosystem.network", public_only=True)
    found = [line for line in told["found"] if line.served]
    challenges = [row for row in told["challenges"] if wanted.challenge in ("", row.public_id)]
    title = _("%(actors)s actors and %(challenges)s challenges", actors=len(found), challenges=len(challenges))
    picture = networks.draw(found, challenges, title)
    cells = {(line.actor.public_id, one.challenge.public_id): one.parts for line in found for one in line.served}
    told |= {"shown": found, "columns": challenges, "cells": cells, "picture": picture}
    return render_template("ecosystem/network.html", **told)


def _area() -> Box | None:
    """The part of the map that the address asks for; None where it says nothing that can be."""
    try:
        south, west, north, east = (float(part) for part in request.args.get("area", "").split(",", 3))
    except ValueError:
        return None
    good = -90 <= south < north <= 90 and -180 <= west < east <= 180
    return (south, west, north, east) if good and north - south > 1e-4 and east - west > 1e-4 else None


def _is_inside(spot: Spot, area: Box) -> bool:
    south, west, north, east = area
    return south <= spot.latitude <= north and west <= spot.longitude <= east
