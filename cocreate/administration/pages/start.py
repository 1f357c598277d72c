"""The first page: what needs attention."""

from flask import render_template

from cocreate.administration.attention import points
from cocreate.administration.pages import pages
from cocreate.core.db import db
from cocreate.web.access import requires


@pages.get("/")
@requires("administration:start:view")
def start() -> str:
    """What should be looked at, and the way to it."""
    return render_template("administration/start.html", points=points(db.session()))
