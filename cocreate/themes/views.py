"""What pages show of a theme beyond its row: safe breakdowns as charts, doubts as sentences."""

from collections.abc import Mapping, Sequence

from flask import g, render_template
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup
from sqlalchemy.orm import Session

from cocreate.analysis.disclosure import HIDDEN, Shown
from cocreate.core import stages
from cocreate.core.db import db
from cocreate.process.models import Challenge, Process, SubChallenge
from cocreate.survey.models import Consultation
from cocreate.themes.models import AnalysisRun, Theme
from cocreate.themes.publishing import Told, may_be_public, told_of
from cocreate.web.access import may
from cocreate.web.charts import Bar, Chart, bar_chart
from cocreate.web.language import NAMES
from cocreate.web.messages import say


def told(theme: Theme) -> Told:
    """For a public page: a theme's counts as far as everybody may know them, asked for once a page."""
    known: dict[int, Told] = g.setdefault("told_of_themes", {})
    if theme.id not in known:
        known |= told_of(db.session(), [theme])
    return known[theme.id]


def size_in_words(size: Shown) -> str:
    """How many answers a theme holds, as public pages and files say it."""
    if size is HIDDEN:
        return _("too few answers to show how many")
    return ngettext("%(num)s answer", "%(num)s answers", size)


def may_be_seen(consultation: Consultation) -> bool:
    """Whether whoever asks may see its accepted themes: everybody when their time has come, the team at any time."""
    return may_be_public(consultation) or may("themes:theme:view")


def breakdown(theme: Theme, by_helix: Mapping[str, Shown], by_language: Mapping[str, Shown]) -> list[Chart]:
    """A theme's answers by helix category and by language."""
    by_group = [(say(f"helix.{key}"), count) for key, count in _largest_first(by_helix)]
    spoken = [(NAMES.get(key, _("Unknown")), count) for key, count in _largest_first(by_language)]
    return [
        _chart(_("Answers by group"), by_group, _("Group"), f"helix-{theme.public_id}"),
        _chart(_("Answers by language"), spoken, _("Language"), f"language-{theme.public_id}"),
    ]


def _largest_first(counts: Mapping[str, Shown]) -> list[tuple[str, Shown]]:
    """The hidden ones last, in an order that tells nothing of them."""
    return sorted(counts.items(), key=lambda item: (1 if item[1] is HIDDEN else -item[1], item[0]))


def _chart(title: str, rows: Sequence[tuple[str, Shown]], header: str, ident: str) -> Chart:
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
