"""What everybody sees of the directory: experts who agreed to it, and how equally people take part."""

from typing import Any

from flask import Blueprint, Response, g, jsonify, render_template, request, url_for

from cocreate.core.db import db
from cocreate.directory import equality, queries
from cocreate.directory.models import Person
from cocreate.directory.pages.people import words
from cocreate.process.rules import HelixCategory
from cocreate.web.access import requires
from cocreate.web.forms import clean
from cocreate.web.paging import page_number

pages = Blueprint("directory_public", __name__)


@pages.get("/p/<process_id>/experts")
@requires("directory:experts:view")
def experts() -> str:
    """The open database of experts, a page at a time."""
    search, helix = _asked()
    found, page_count, total = queries.experts(db.session(), g.process, search, helix, page_number())
    return render_template(
        "directory/experts.html",
        experts=found,
        total=total,
        page=min(page_number(), page_count),
        page_count=page_count,
        page_url=lambda number: url_for(".experts", page=number, search=search, helix=helix),
        search=search,
        helix=helix,
        **words(),
    )


@pages.get("/p/<process_id>/experts.json")
@requires("directory:experts:view")
def experts_json() -> Response:
    """The same for programs, with the same page."""
    search, helix = _asked()
    found, page_count, total = queries.experts(db.session(), g.process, search, helix, page_number())
    rows = [_shown(person) for person in found]
    return jsonify({"total": total, "page": min(page_number(), page_count), "pages": page_count, "experts": rows})


def _asked() -> tuple[str, str]:
    helix = request.args.get("helix", "")
    return (clean(request.args.get("search", "")) or "")[:100], helix if helix in set(HelixCategory) else ""


def _shown(person: Person) -> dict[str, Any]:
    """What somebody agreed to show, and no more."""
    return {
        "id": person.public_id,
        "name": person.name,
        "organisation": person.works_for,
        "function": person.function,
        "helix": person.helix,
        "skills": list(person.skills),
        "languages": sorted({person.language, *person.speaks}),
    }


@pages.get("/p/<process_id>/equality")
@requires("directory:equality:view")
def equal() -> str:
    """How equally people take part, from sheets that nothing joins with people."""
    return render_template(
        "directory/equality.html",
        figures=equality.figures(db.session(), g.process),
        traits=equality.TRAITS,
        is_hidden=equality.is_hidden,
    )
