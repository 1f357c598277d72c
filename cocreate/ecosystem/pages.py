"""What everybody sees of the ecosystem: the register with its filters, one actor, and all of it as a file."""

from typing import Any

from flask import Blueprint, Response, g, redirect, render_template, request, url_for

from cocreate.core.db import db
from cocreate.ecosystem import files, queries
from cocreate.ecosystem.labels import PART_NAMES, TYPE_NAMES
from cocreate.ecosystem.places import spot_of
from cocreate.ecosystem.register import PAGE, Line, Wanted, chosen, register, tags_in_use
from cocreate.ecosystem.rules import HIGHEST_TRL, LOWEST_TRL, PLACES, ActorType
from cocreate.errors import NotFound
from cocreate.process.queries import challenges_of
from cocreate.process.rules import HelixCategory
from cocreate.survey.labels import helix_name
from cocreate.web.access import may, requires
from cocreate.web.paging import page_number

pages = Blueprint("ecosystem", __name__)


@pages.get("/p/<process_id>/ecosystem")
@requires("ecosystem:map:view")
def index() -> str:
    """The register."""
    wanted = wanted_here()
    return render_template("ecosystem/register.html", **listed(wanted, "ecosystem.index", public_only=True))


@pages.get("/p/<process_id>/ecosystem/actors/<actor_id>")
@requires("ecosystem:map:view")
def actor(actor_id: str) -> Any:
    """One actor with its strengths and the projects that name it; a joined one leads to what it was joined into."""
    row = queries.find_actor(db.session(), g.process, actor_id)
    if row.joined_into_id is not None:
        kept = queries.shown_as(db.session(), [row]).get(row.id)
        if kept is None:
            raise NotFound()
        return redirect(url_for("ecosystem.actor", actor_id=kept.public_id))
    line = next((each for each in register(db.session(), g.process) if each.actor.id == row.id), None)
    if line is None:
        raise NotFound()
    projects = queries.projects_with(db.session(), row)
    return render_template(
        "ecosystem/actor.html",
        line=line,
        projects=projects,
        spot=spot_of(row),
        type_names=TYPE_NAMES,
        part_names=PART_NAMES,
        helix_name=helix_name,
    )


@pages.get("/p/<process_id>/ecosystem/projects")
@requires("ecosystem:map:view")
def projects() -> str:
    """The projects that were proposed, with the actors to involve."""
    lines = queries.projects_of(db.session(), None, process=g.process)
    hidden = queries.hidden_projects(db.session(), g.process) if may("ecosystem:suggestion:decide") else []
    return render_template("ecosystem/projects.html", lines=lines, hidden=hidden)


@pages.get("/p/<process_id>/ecosystem/actors.<any(csv, json):register_format>")
@requires("ecosystem:map:view")
def export(register_format: str) -> Response:
    """The register as everybody sees it, in the form in which it can be brought in again."""
    lines = register(db.session(), g.process, wanted_here())
    written, media_type = files.WRITERS[register_format](lines), files.MEDIA_TYPES[register_format]
    name = f"actors-{g.process.public_id}.{register_format}"
    return Response(written, mimetype=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def wanted_here() -> Wanted:
    """What the address asks for; what it cannot mean is left out."""
    told = request.args
    trl = told.get("trl", 0, type=int)
    return Wanted(
        words=told.get("q", "")[:200].strip(),
        type=_one_of(told.get("type", ""), ActorType),
        helix=_one_of(told.get("helix", ""), HelixCategory),
        part=_one_of(told.get("part", ""), PLACES),
        challenge=told.get("challenge", "")[:16],
        tag=told.get("tag", "")[:60],
        trl=trl if LOWEST_TRL <= trl <= HIGHEST_TRL else 0,
    )


def address_of(wanted: Wanted) -> dict[str, Any]:
    """The same as parameters of an address."""
    said = {"q": wanted.words, **{name: getattr(wanted, name) for name in ("type", "helix", "part", "challenge")}}
    said |= {"tag": wanted.tag, "trl": wanted.trl}
    return {name: value for name, value in said.items() if value}


def listed(wanted: Wanted, endpoint: str, *, public_only: bool) -> dict[str, Any]:
    """One page of the register with its filters, for everybody or for those who keep it."""
    everything = register(db.session(), g.process, public_only=public_only)
    found = chosen(everything, wanted)
    count = max(1, -(-len(found) // PAGE))
    page = min(page_number(), count)
    return {
        "found": found,
        "lines": found[(page - 1) * PAGE : page * PAGE],
        "count": len(found),
        "total": len(everything),
        "page": page,
        "page_count": count,
        "page_address": lambda number: url_for(endpoint, **address_of(wanted), page=number),
        "here": endpoint,
        "wanted": wanted,
        "asked": address_of(wanted),
        "by_type": _counts(everything),
        "tags": tags_in_use(everything),
        "challenges": challenges_of(db.session(), g.process),
        "type_names": TYPE_NAMES,
        "part_names": {part: PART_NAMES[part] for part in PLACES},
        "helix_names": {each.value: helix_name(each) for each in HelixCategory},
        "levels": range(LOWEST_TRL, HIGHEST_TRL + 1),
    }


def _counts(lines: list[Line]) -> dict[ActorType, int]:
    return {each: count for each in ActorType if (count := sum(line.actor.type == each for line in lines))}


def _one_of(text: str, allowed: Any) -> str:
    return text if text in set(allowed) else ""
