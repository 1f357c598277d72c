"""A short guide for those who lead a session, to print and keep at hand."""

from flask import g, render_template

from cocreate.camp.facilitating.blueprint import lead
from cocreate.web.access import requires


@lead.get("/p/<process_id>/manage/camps/<camp_id>/guide")
@requires("camp:camp:manage")
def guide() -> str:
    """What to do before, during, and when something goes wrong."""
    return render_template("camp/lead/guide.html", camp=g.camp)
