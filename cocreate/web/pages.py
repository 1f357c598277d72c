"""The pages that every public service owes its visitors: what this is, whose work it uses, privacy, accessibility."""

from typing import Any

from flask import Blueprint, Response, render_template

from cocreate.core import licences
from cocreate.core.permissions import EVERYONE, Permission, define
from cocreate.web.access import requires

define(Permission("core:pages", EVERYONE, "Read about the site, its licences, privacy and accessibility."))
pages = Blueprint("pages", __name__)


@pages.get("/about")
@requires("core:pages")
def about() -> str:
    """What this is and how the method works."""
    return render_template("pages/about.html")


@pages.get("/accessibility")
@requires("core:pages")
def accessibility() -> str:
    """How everybody can take part, and what to do when something is in the way."""
    return render_template("pages/accessibility.html")


@pages.get("/privacy")
@requires("core:pages")
def privacy() -> str:
    """What is kept, for how long, and what never is."""
    return render_template("pages/privacy.html")


@pages.get("/licences")
@requires("core:pages")
def licences_page() -> str:
    """Whose work this stands on."""
    return render_template(
        "pages/licences.html",
        own=licences.SELF,
        borrowed=licences.borrowed(),
        model_sources=licences.model_sources(),
        vendored=licences.vendored(),
        libraries=licences.libraries(),
    )


@pages.get("/robots.txt")
@requires("core:pages")
def robots() -> Any:
    """Public pages may be found; sign-in and organisers' pages need not."""
    return Response("User-agent: *\nDisallow: /*/account/\nDisallow: /*/p/*/manage/\n", mimetype="text/plain")
