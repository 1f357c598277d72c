"""What pages show of a theme beyond its row: safe breakdowns as charts, doubts as sentences."""

from typing import Any

from flask import render_template
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from cocreate.analysis.disclosure import suppress
from cocreate.core import stages
from cocreate.process.models import Challenge, Process, SubChallenge
from cocreate.themes.models import AnalysisRun, Theme
from cocreate.web.charts import Bar, Chart, bar_chart
from cocreate.web.language import NAMES
from cocreate.web.messages import say


def breakdown(theme: Theme, minimum: int) -> list[Chart]:
    """A theme's answers by helix category and by language; counts below the minimum are hidden."""
    by_helix = [(say(f"helix.{key}"), count) for key, count in _safe(theme.by_helix, minimum)]
    by_language = [(NAMES.get(key, _("Unknown")), count) for key, count in _safe(theme.by_language, minimum)]
    return [
        _chart(_("Answers by group"), by_helix, _("Group"), f"helix-{theme.public_id}"),
        _chart(_("Answers by language"), by_language, _("Language"), f"language-{theme.public_id}"),
    ]


def _safe(counts: dict[str, int], minimum: int) -> list[tuple[str, Any]]:
    cells = suppress(counts, minimum).cells
    return sorted(cells.items(), key=lambda item: (-counts[item[0]], item[0]))


def _chart(title: str, rows: list[tuple[str, Any]], header: str, ident: str) -> Chart:
    bars = [Bar(label, value) for label, value in rows]
    return bar_chart(title, bars, headers=(header, _("Answers")), missing=_("too few to show"), ident=ident)


def doubts(run: AnalysisRun | None) -> dict[str, list[str]]:
    """What a reader should know about each question's themes, by question key."""
    found: dict[str, list[str]] = {}
    for warning in run.warnings if run else []:
        found.setdefault(warning["question"], []).append(say(warning["code"], **warning["params"]))
    return found


def place_of(theme: Theme, session: Session) -> str:
    """Where a theme belongs, as the decision form names it: people's choice, else the machine's suggestion."""
    if theme.sub_challenge_id:
        return session.get_one(SubChallenge, theme.sub_challenge_id).public_id
    if theme.challenge_id:
        return session.get_one(Challenge, theme.challenge_id).public_id
    if theme.belongs_to:
        return theme.belongs_to
    if theme.suggestion.get("is_new"):
        return "new"
    near = theme.suggestion.get("near") or []
    return str(near[0]["id"]) if near else ""


def uses_of(session: Session, process: Process, theme: Theme) -> list[Markup]:
    """What the later stages made of a theme, each in a piece of page of its own."""
    told = [stage.theme_uses(session, process, theme) for stage in stages.announced()]
    return [Markup(render_template(template, **values)) for template, values in filter(None, told)]
