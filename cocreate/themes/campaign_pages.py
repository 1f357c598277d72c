"""The page of campaigns and of pairs that oppose each other."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.core.db import db, transaction
from cocreate.errors import DomainError, NotFound
from cocreate.survey.models import Consultation
from cocreate.survey.routes import consultation_of_address
from cocreate.themes import campaigns
from cocreate.themes import queries as themes
from cocreate.themes.models import AnalysisRun, Theme
from cocreate.web.access import current_actor, requires
from cocreate.web.messages import say

pages = Blueprint(
    "themes_campaigns", __name__, url_prefix="/p/<process_id>/manage/themes/of/<consultation_id>/campaigns"
)


@pages.get("")
@requires("themes:theme:view")
def show(consultation_id: str) -> Any:
    """Texts that many handed in, and answers that oppose each other."""
    return _show(consultation_of_address(consultation_id))


def _show(consultation: Consultation, status: int = 200, problem: str = "") -> Any:
    run = themes.current_run(db.session(), consultation)
    found = campaigns.found_in(db.session(), run) if run is not None else []
    page = render_template(
        "themes/campaigns/show.html", consultation=consultation, run=run, found=found, problem=problem
    )
    return page, status


@pages.post("")
@requires("themes:theme:decide")
def count(consultation_id: str) -> Any:
    """Count a campaign once, or as often as it came."""
    consultation = consultation_of_address(consultation_id)
    run = themes.current_run(db.session(), consultation)
    if run is None:
        raise NotFound()
    template = request.form.get("template", "")
    try:
        with transaction() as session:
            campaigns.count_campaign(
                session,
                current_actor(),
                g.process,
                run,
                template,
                is_once=request.form.get("count") == "once",
                seen=request.form.get("seen") == "once",
            )
    except DomainError as refused:
        db.session.rollback()
        return _show(consultation_of_address(consultation_id), refused.status, say(refused))
    flash(_("The numbers of the themes follow your decision."), "success")
    return redirect(url_for(".show", consultation_id=consultation_id) + f"#campaign-{template}", 303)


@pages.app_template_global()
def copies_left_out(run: AnalysisRun) -> int:
    """For any page with numbers of a run: how many copies they leave out."""
    return campaigns.copies_left_out(db.session(), run)


@pages.app_template_global()
def copies_behind(themes: Sequence[Theme]) -> int:
    """For any list of themes with their numbers: how many copies these leave out."""
    return campaigns.copies_behind(db.session(), themes)
