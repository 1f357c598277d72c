"""What the check-up of the installation found."""

from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import gettext as _

from cocreate.administration.commands.reports import ask_once
from cocreate.administration.jobs import CHECK_HEALTH
from cocreate.administration.labels import checked
from cocreate.administration.pages import pages
from cocreate.administration.queries.reports import job_under_way, latest_report
from cocreate.administration.rules import ReportKind
from cocreate.core.db import db, transaction
from cocreate.ops.doctor import Weight
from cocreate.web.access import current_actor, requires

FIRST = (Weight.PROBLEM, Weight.NOTE, Weight.FINE)


@pages.get("/health")
@requires("administration:health:view")
def health() -> str:
    """The last check-up, and a button for the next."""
    session = db.session()
    report = latest_report(session, ReportKind.HEALTH)
    found = sorted(report.content["findings"], key=lambda one: FIRST.index(one["weight"])) if report else []
    return render_template(
        "administration/health.html",
        report=report,
        findings=[_shown(**one) for one in found],
        under_way=job_under_way(session, CHECK_HEALTH),
    )


def _shown(about: str, weight: str, sentence: str, params: dict[str, str] | None = None) -> dict[str, str]:
    """A finding in the language of the page; reports of before had whole English sentences, without `params`."""
    return {"weight": weight, "about": checked(about), "said": _(sentence, **(params or {}))}


@pages.post("/health")
@requires("administration:health:check")
def check_health() -> Any:
    """Have it checked beside the server."""
    with transaction() as session:
        ask_once(session, current_actor(), CHECK_HEALTH)
    return redirect(url_for("administration.health"))
